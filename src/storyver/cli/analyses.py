"""The command that says what an archive keeps of its paragraphs' analyses, and takes them away."""

from __future__ import annotations

import argparse

from storyver.cli.codes import DONE
from storyver.cli.options import add_archive_option


def add_analyses(command: argparse.ArgumentParser) -> None:
    """What it takes."""
    command.add_argument("name", metavar="NAME", nargs="?", help="of a story, or its place (#3); without it of all")
    command.add_argument("--drop", action="store_true", help="take them away; what is needed is found again")
    add_archive_option(command)
    command.set_defaults(run=analyses)


def analyses(arguments: argparse.Namespace) -> int:
    """How many stories have analyses and what they take, or that they are gone."""
    from storyver.keeping import DEFAULT_PATH, Archive
    from storyver.output import write_stdout
    from storyver.report.archived import analysed_line, dropped_line

    with Archive(arguments.archive or DEFAULT_PATH, create=False) as archive:
        if arguments.drop:
            write_stdout(dropped_line(archive.drop_analyses(arguments.name)))
        else:
            write_stdout(analysed_line(*archive.analysed(arguments.name)))
    return DONE
