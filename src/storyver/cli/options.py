"""Arguments that several commands take."""

from __future__ import annotations

import argparse
from pathlib import Path

ARCHIVE = "an archive's file (default: storyver.db)"


def path(argument: str) -> Path:
    """A path that is not empty."""
    if not argument:
        raise argparse.ArgumentTypeError("a file name is empty")
    return Path(argument)


def name_or_path(argument: str) -> str:
    """What stands for a story, as it was given: a name may be an address, of which a path would lose a slash."""
    path(argument)
    return argument


def add_archive_option(command: argparse.ArgumentParser, help_: str = ARCHIVE) -> None:
    """``--archive``."""
    command.add_argument("--archive", metavar="FILE", type=path, help=help_)


def add_model_option(command: argparse.ArgumentParser) -> None:
    """``--model``."""
    command.add_argument(
        "--model",
        metavar="NAME|PATH|none",
        type=name_or_path,
        help="the trained pipeline of spaCy that reads names and subjects, an installed one or a folder; none for the "
        "rules alone (default: the best for English that is installed, if any)",
    )


def add_story_options(command: argparse.ArgumentParser, *, from_is_free: bool = True) -> None:
    """Where a story is: in which archive, or how its source is to be read."""
    group = command.add_argument_group("where the story is")
    add_archive_option(
        group,  # type: ignore[arg-type]
        "the archive of which STORY is a name; without it STORY is a path or, where nothing is there, a name in "
        "storyver.db",
    )
    group.add_argument(
        "--no-analyses",
        dest="analyses",
        action="store_false",
        help="neither use what was found in the archive's paragraphs before, nor keep what is found now",
    )
    add_source_options(group, from_is_free=from_is_free)


def add_source_options(command: argparse._ActionsContainer, *, from_is_free: bool = True) -> None:
    """Which source reads a path, and what of it. Where ``--from`` names a version, ``--source`` alone does."""
    spellings = ("--from", "--source") if from_is_free else ("--source",)
    known = "the source that reads it, where its content does not tell"
    command.add_argument(*spellings, dest="kind", metavar="SOURCE", help=known)
    command.add_argument("--named", metavar="NAME", help="of a source with several stories, the one of this name")
    for name, what in (("id", "tells stories apart"), ("text", "has the text"), ("date", "has the date")):
        command.add_argument(f"--{name}", dest=f"{name}_column", metavar="COLUMN", help=f"of a table, what {what}")
    command.add_argument("--version", dest="version_column", metavar="COLUMN", help="of a table, what has the number")
