"""The command ``query``: what it takes and what it does."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from storyver.cli.codes import DONE
from storyver.cli.options import path
from storyver.errors import UsageError
from storyver.querying import MEMORY, query, question_named, questions

_FORMATS: Final = ("terminal", "csv", "json", "parquet")
_LIMIT: Final = 50


def add_query(command: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    command.usage = (
        "storyver query [options] OUT SQL\n"
        "       storyver query [options] OUT --question NAME\n"
        "       storyver query --question NAME\n"
        "       storyver query --questions"
    )
    command.add_argument("paths", metavar="OUT SQL", nargs="*", help="the folder of a dataset, and one SELECT")
    command.add_argument(
        "--question", metavar="NAME", help="ask this ready question; without OUT, print its SQL to start from"
    )
    command.add_argument("--questions", action="store_true", help="list the ready questions")
    command.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="the value of $NAME; may be given again"
    )
    command.add_argument(
        "--limit",
        metavar="N",
        type=int,
        default=_LIMIT,
        help=f"rows that a terminal is shown; 0 for all (default: {_LIMIT}). The other formats have all",
    )
    command.add_argument(
        "--memory", metavar="MB", type=int, default=MEMORY, help=f"that the query may take (default: {MEMORY})"
    )
    command.add_argument("--format", choices=_FORMATS, default="terminal", help="of the rows (default: terminal)")
    command.add_argument(
        "-o", dest="output", metavar="FILE", type=path, help="write the rows to a file instead of standard output"
    )
    command.set_defaults(run=ask)


def ask(arguments: argparse.Namespace) -> int:
    """Ask a dataset, or tell what can be asked."""
    from storyver.report.query import question_lines

    if arguments.questions:
        _deliver(question_lines(questions()), arguments)
    elif arguments.question is not None and not arguments.paths:
        _deliver(question_named(arguments.question).sql, arguments)
    else:
        _answer(arguments)
    return DONE


def _answer(arguments: argparse.Namespace) -> None:
    from storyver.output import FILE_OR_PIPE, refuse_terminal, screen
    from storyver.report.query import render_answer

    out, sql = _asked(arguments)
    _outside(arguments.output, out)
    form, shown = arguments.format, FILE_OR_PIPE if arguments.output else screen()
    if form == "parquet" and not arguments.output:
        refuse_terminal(form)
    result = query(
        out,
        sql,
        question=arguments.question,
        parameters=_parameters(arguments.set),
        memory=arguments.memory,
        limit=(arguments.limit or None) if form == "terminal" else None,
    )
    if form == "parquet":
        from storyver.querying.asking import as_parquet

        _deliver(as_parquet(result), arguments)
    else:
        _deliver(render_answer(result, form, width=shown.width, colour=shown.colour), arguments)


def _asked(arguments: argparse.Namespace) -> tuple[Path, str | None]:
    wanted = 1 if arguments.question is not None else 2
    if len(arguments.paths) != wanted or not arguments.paths[0]:
        remedy = "give the dataset and one SELECT, or the dataset and --question; see storyver query --help"
        raise UsageError(what=f"has {len(arguments.paths)} arguments", where="storyver query", remedy=remedy)
    return Path(arguments.paths[0]), None if arguments.question is not None else arguments.paths[1]


def _outside(file: Path | None, out: Path) -> None:
    """Refuse a file inside the dataset, which holds nothing but what the batch made."""
    from storyver.errors import OutputError

    if file is not None and Path(os.path.realpath(file)).is_relative_to(os.path.realpath(out)):
        remedy = "give the name of a file outside it with -o"
        raise OutputError(what="is inside the dataset", where=str(file), remedy=remedy)


def _parameters(given: list[str]) -> dict[str, str]:
    """The values by their names."""
    pairs = [one.partition("=") for one in given]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise UsageError(
                what="is no NAME=VALUE", where=f"--set {name}{equals}", remedy="write it as --set year=2024"
            )
    return {name: value for name, _, value in pairs}


def _deliver(content: str | bytes, arguments: argparse.Namespace) -> None:
    from storyver.output import write_file, write_stdout

    if arguments.output is None:
        write_stdout(content)
    else:
        inputs = [file for one in arguments.paths[:1] for file in Path(one).rglob("*") if file.is_file()]
        write_file(content, arguments.output, inputs)
