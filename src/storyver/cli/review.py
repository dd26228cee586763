"""The command ``review``: what it takes, which story it means, and how it is told."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from storyver.cli.codes import DONE
from storyver.cli.options import add_archive_option, add_model_option, name_or_path
from storyver.errors import UsageError
from storyver.report.inert import one_line, visible

_MOST_PORTS = 65_535


def add_review(command: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    command.add_argument(
        "story", metavar="STORY", type=name_or_path, help="a story of the archive, or what was added to it"
    )
    add_archive_option(command)
    add_model_option(command)
    command.add_argument("--reviewer", metavar="NAME", help="who decides (default: your name on this computer)")
    command.add_argument("--port", metavar="N", type=_port, default=0, help="of the address (default: any free one)")
    command.add_argument("--no-browser", action="store_true", help="only print the address")
    command.set_defaults(run=review)


def _port(argument: str) -> int:
    if not (argument.isascii() and argument.isdigit() and 1 <= int(argument) <= _MOST_PORTS):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {_MOST_PORTS:,}")
    return int(argument)


def review(arguments: argparse.Namespace) -> int:
    """Serve the desk until it is interrupted."""
    from storyver.keeping import DEFAULT_PATH, is_archive
    from storyver.keeping.deciding import check_reviewer
    from storyver.keeping.finding import only_name
    from storyver.review.server import need_libraries, serve

    need_libraries()
    reviewer = arguments.reviewer if arguments.reviewer is not None else _login()
    check_reviewer(reviewer)
    archive = arguments.archive or DEFAULT_PATH
    if arguments.archive is None and is_archive(Path(arguments.story)):
        archive = Path(arguments.story)
        name = only_name(archive)
    else:
        name = _story(arguments.story, archive)
    _tell(f"{one_line(name)}: reading the versions …")

    from storyver.review.desk import Desk

    desk = Desk(archive, name, reviewer)
    serve(desk, port=arguments.port, browser=not arguments.no_browser, told=_tell_address)
    return DONE


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for the user
        return ""


def _story(given: str, archive: Path) -> str:
    """The name in the archive of the story that is meant: it is that, or the path of what was added."""
    from storyver.keeping import Archive, is_archive
    from storyver.keeping.finding import held_name, names_at

    if is_archive(archive):
        with Archive(archive, create=False) as opened:
            name = held_name(opened, given)
            if name is not None:
                return name
    named = names_at(given)
    if is_archive(archive) and len(named) == 1:
        with Archive(archive, create=False) as opened:
            if opened.holds(named[0]):
                return named[0]
    if len(named) > 1:
        what = f"holds {len(named)} stories, and is in no archive"
        raise UsageError(what=what, where=visible(given), remedy="add them with storyver add, and name one")
    if not named:
        with Archive(archive, create=False) as opened:
            return opened.story(given).id
    return _added(given, named[0], archive)


def _added(given: str, name: str, archive: Path) -> str:
    """The name of a story that is added now, where somebody who is asked says so."""
    from storyver.keeping import Archive
    from storyver.sources import captures_of

    command = f"storyver add {one_line(given)}"
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        what = f"is in no archive, and decisions are kept in one (looked in {one_line(str(archive))})"
        raise UsageError(what=what, where=visible(given), remedy=f"add it with {command}")
    _tell(f"{one_line(given)} is not in {one_line(str(archive))}, where decisions are kept. Add it now? [y/N]", end=" ")
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError(what="was not added", where=visible(given), remedy=f"add it with {command}")
    with Archive(archive) as opened:
        opened.add(captures_of(Path(given)))
    return name


def _tell_address(address: str) -> None:
    """The address alone goes to standard output, so that a script can take it."""
    print(address, flush=True)
    _tell("Open this address in your browser; it is secret. Stop with Ctrl+C.")


def _tell(line: str, end: str = "\n") -> None:
    if sys.stderr is not None:
        print(visible(line), end=end, file=sys.stderr, flush=True)
