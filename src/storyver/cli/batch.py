"""The command ``batch``: what it takes and what it does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from storyver.cli.codes import DONE
from storyver.cli.options import add_model_option, add_source_options, path
from storyver.model import Batch, BatchOptions, Stage

_TOLD: Final = {Stage.GATHERING: "reading", Stage.ANALYSING: "analysing", Stage.WRITING: "writing"}
EXIT_CODES: Final = "exit codes: 0 done, whatever was set aside; 2 unusable arguments or input; 130 stopped"


def add_batch(commands: Any) -> None:
    """Add the command and its options."""
    does = (
        "Makes a Parquet dataset of many stories: versions, claims, changes, facts, and what was skipped. Where it was "
        "stopped, the same command goes on."
    )
    command = commands.add_parser(
        "batch", help="make a Parquet dataset of many stories", description=does, epilog=EXIT_CODES, allow_abbrev=False
    )
    command.add_argument(
        "paths",
        metavar="INPUT",
        nargs="+",
        type=path,
        help="a source of any kind, an archive, a folder of versions, or a folder of any of these",
    )
    command.add_argument("-o", dest="output", metavar="OUT", type=path, required=True, help="the dataset's folder")
    command.add_argument("--jobs", metavar="N", type=int, help="processes (default: one for each core)")
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="work on the cluster of this Dask scheduler, such as tcp://host:8786"
    )
    command.add_argument("--keep-text", action="store_true", help="put the versions' texts into the dataset as well")
    _add_limits(command)
    command.add_argument(
        "--retry", action="store_true", help="do the stories again that this command set aside; the others stay"
    )
    command.add_argument(
        "--apart", action="store_true", help="stories of one name in two inputs are two; without it they are one"
    )
    command.add_argument("--outlet", dest="outlet_column", metavar="COLUMN", help="of a table, what has the publisher")
    add_source_options(command)
    add_model_option(command)
    command.set_defaults(run=batch)


def _add_limits(command: argparse.ArgumentParser) -> None:
    default = BatchOptions()
    command.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=float,
        default=default.time_limit,
        help=f"of processor time after which a story is set aside (default: {default.time_limit:g})",
    )
    command.add_argument(
        "--memory",
        metavar="MB",
        type=int,
        default=default.memory,
        help=f"that a process may take for data; a story that needs more is set aside (default: {default.memory})",
    )


def batch(arguments: argparse.Namespace) -> int:
    """Make the dataset, or go on with it."""
    from dataclasses import replace

    from storyver.batching import Means, make_dataset
    from storyver.cli.stories import options_of
    from storyver.output import write_stdout

    columns = replace(options_of(arguments), outlet_column=arguments.outlet_column)
    asked = {"kind": arguments.kind, "options": columns, "apart": arguments.apart}
    options = BatchOptions(keep_text=arguments.keep_text, time_limit=arguments.time_limit, memory=arguments.memory)
    means = Means(jobs=arguments.jobs, scheduler=arguments.scheduler)
    try:
        with _progress() as told:
            made = make_dataset(arguments.paths, arguments.output, asked, options, means, told, retry=arguments.retry)
    except KeyboardInterrupt:
        print("storyver batch: stopped; run the same command again to go on", file=sys.stderr)
        raise
    write_stdout(_summary(made, arguments))
    return DONE


def _summary(made: Batch, arguments: argparse.Namespace) -> str:
    rows = ", ".join(f"{count:,} {table}" for table, count in made.rows.items())
    stories = f"{made.stories:,} stories analysed, {made.failed:,} set aside"
    return f"{arguments.output}: {stories}; {rows}\n"


@contextmanager
def _progress() -> Iterator[Callable[[Stage, int, int | None, int], None]]:
    """A bar on standard error where that is a terminal: how far it is, versions a second, and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(file=sys.stderr)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[aside]}"),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        tasks: dict[Stage, Any] = {}

        def told(stage: Stage, done: int, of: int | None, failed: int) -> None:
            if stage not in tasks:
                for earlier in tasks.values():
                    bar.stop_task(earlier)
                tasks[stage] = bar.add_task(_TOLD[stage], total=of, completed=done, rate="", aside="")
            speed = bar.tasks[tasks[stage]].speed
            rate = f"{speed:,.1f}/s" if speed else ""
            aside = f"{failed:,} set aside" if failed else ""
            bar.update(tasks[stage], completed=done, total=of, rate=rate, aside=aside)

        yield told
