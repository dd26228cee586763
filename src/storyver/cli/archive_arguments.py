"""What the commands take that keep an archive."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from storyver.cli.archive_commands import add, export, list_, show, verify
from storyver.cli.bundles import add_bundle_options
from storyver.cli.options import add_archive_option, add_source_options, path

Adding = Callable[[str, str], argparse.ArgumentParser]
"""Makes a command of a name and of what it does."""


def add_archive_commands(command: Adding) -> None:
    """Put all of them into the program."""
    _add_add(command("add", "add the versions of sources to an archive"))
    _add_list(command("list", "list the stories of an archive, or the versions of one"))
    _add_show(command("show", "show the text of a version in an archive"))
    _add_export(command("export", "write a story of an archive as a plain folder"))
    _add_verify(command("verify", "look through an archive or a bundle for anything damaged or altered"))


def _add_add(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", metavar="SOURCE", nargs="+", type=path, help="a folder of versions, a version, or any other source"
    )
    command.add_argument("--story", metavar="NAME", help="the name to file the versions under")
    command.add_argument(
        "--again", action="store_true", help="also keep the text of a version that is there, where it is now read "
        "otherwise"
    )  # fmt: skip
    add_archive_option(command)
    add_source_options(command)
    _add_format(command)
    command.set_defaults(run=add)


def _add_list(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", nargs="?", help="of a story, or its place (#3): its versions")
    add_archive_option(command)
    _add_format(command)
    command.set_defaults(run=list_)


def _add_show(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="of a story, or its place (#3)")
    chosen = "the version: its number, date or the beginning of it, id, file name or place (#2); without it the latest"
    command.add_argument("wanted", metavar="V", nargs="?", help=chosen)
    command.add_argument("--raw", action="store_true", help="the bytes as they were added")
    command.add_argument("-o", dest="output", metavar="FILE", type=path, help="write to a file")
    add_archive_option(command)
    command.set_defaults(run=show)


def _add_export(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="of a story, or its place (#3)")
    command.add_argument("-o", dest="output", metavar="FOLDER", type=path, required=True, help="a new or empty folder")
    add_archive_option(command)
    command.set_defaults(run=export)


def _add_verify(command: argparse.ArgumentParser) -> None:
    add_bundle_options(command)
    command.add_argument(
        "--head",
        metavar="HASH",
        help="a head printed earlier, which a bundle has to have, and an archive's chain has to go through still",
    )
    add_archive_option(command)
    _add_format(command)
    command.set_defaults(run=verify)


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("terminal", "json"), default="terminal", help="(default: terminal)")
