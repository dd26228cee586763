"""The command ``evaluate``: what it takes and what it does."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from storyver.cli.codes import DONE
from storyver.cli.options import add_model_option, path
from storyver.model import Part
from storyver.report.evaluation import FORMATS

_GROUPS: Final = {"figures": "extractor", "diff": "aligner", "track": "tracker"}


def add_evaluate(command: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    command.add_argument(
        "paths", metavar="GOLD", nargs="+", type=path, help="a story's folder with its gold.json, or a folder of them"
    )
    for part, noun in _GROUPS.items():
        command.add_argument(
            f"--{part}",
            metavar="CALL",
            help=f"test this {noun} instead of storyver's: the name under which a package has it, or module:function",
        )
    command.add_argument(
        "--only", action="append", choices=tuple(Part), help="measure this part alone; may be given again"
    )
    add_model_option(command)
    command.add_argument("--save", metavar="FILE", type=path, help="save the run, with every case")
    command.add_argument(
        "--against", metavar="FILE", type=path, help="compare with a saved run, and list what is newly right or wrong"
    )
    command.add_argument("--all", action="store_true", help="also list every case that is wrong")
    command.add_argument(
        "--resamples", metavar="N", type=int, default=1000, help="of the stories, for the intervals (default: 1000)"
    )
    command.add_argument("--seed", metavar="N", type=int, default=0, help="of the resamples (default: 0)")
    command.add_argument("--format", choices=FORMATS, default="terminal", help="of the report (default: terminal)")
    command.add_argument(
        "-o", dest="output", metavar="FILE", type=path, help="write the report to a file instead of standard output"
    )
    command.set_defaults(run=evaluate)


def evaluate(arguments: argparse.Namespace) -> int:
    """How far storyver, or what is named instead, agrees with a gold."""
    import storyver
    from storyver.output import write_file, write_stdout
    from storyver.report.documents import render_document
    from storyver.report.evaluation import render_evaluation

    result = storyver.evaluate(
        arguments.paths,
        figures=arguments.figures,
        diff=arguments.diff,
        track=arguments.track,
        only=arguments.only or (),
        against=arguments.against,
        resamples=arguments.resamples,
        seed=arguments.seed,
    )
    report = render_evaluation(result, arguments.format, everything=arguments.all)
    inputs = [*_gold_files(arguments.paths), *([arguments.against] if arguments.against else [])]
    if arguments.save is not None:
        write_file(render_document(result.to_dict()), arguments.save, inputs)
    if arguments.output is None:
        write_stdout(report)
    else:
        write_file(report, arguments.output, [*inputs, *([arguments.save] if arguments.save else [])])
    return DONE


def _gold_files(paths: Sequence[Path]) -> Iterator[Path]:
    """What was read, so that no report is written over it."""
    for one in paths:
        yield from (file for pattern in ("*", "*/*") for file in one.glob(pattern) if file.is_file())
        yield one
