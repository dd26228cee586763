"""The command ``fetch``, the only one that uses the network: what it takes and what it does."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from storyver.cli.codes import ACT, DONE
from storyver.errors import UsageError

CONTACT: Final = "STORYVER_CONTACT"
EXIT_CODES: Final = (
    "exit codes: 0 done; 1 done, and some of an archive's captures could not be had; 2 unusable arguments, or nothing "
    "could be fetched"
)
_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


def add_fetch(commands: Any, place: Callable[[str], str]) -> None:
    """Add the command and its options."""
    does = "Saves a web page as it is now, or all that a web archive has of it. No other command asks the web."
    saves = "save a web page, or a web archive's captures of it"
    command = commands.add_parser("fetch", help=saves, description=does, epilog=EXIT_CODES, allow_abbrev=False)
    command.add_argument("url", metavar="URL", help="the page's address")
    command.add_argument(
        "-o",
        dest="output",
        metavar="PLACE",
        type=place,
        help="the file, or a folder in which each version gets a file; with a slash behind it the folder is made",
    )
    command.add_argument("--archive", action="store_true", help="save all captures that a web archive has of the page")
    command.add_argument(
        "--server", metavar="ADDRESS", help="the archive's CDX server or TimeMaps (default: the Wayback Machine)"
    )
    command.add_argument(
        "--replay", metavar="ADDRESS", help="where the archive has raw captures, with {timestamp} and {url} in it"
    )
    command.add_argument("--since", metavar="DAY", help="only captures of this day, month or year and later ones")
    command.add_argument("--until", metavar="DAY", help="only captures of this day, month or year and earlier ones")
    command.add_argument(
        "--contact",
        metavar="WHO",
        help=f"your mail address or web page, which each server is told (default: the variable {CONTACT})",
    )
    command.add_argument(
        "--allow-private",
        action="store_true",
        help="also fetch from the hosts named here if they are on this computer or a private network",
    )
    command.set_defaults(run=fetch)


def fetch(arguments: argparse.Namespace) -> int:
    """Save a page, or the captures of it."""
    from storyver.web import Client
    from storyver.web.addresses import parse_address

    _check(arguments)
    private: list[str] = []
    if arguments.allow_private:
        named = [arguments.url if not arguments.archive else None, arguments.server, arguments.replay]
        private = [parse_address(one).host for one in named if one]
        print(f"storyver fetch: private addresses are allowed for {', '.join(private)}", file=sys.stderr)
    client = Client(arguments.contact or os.environ.get(CONTACT), private=private)
    return _archive(arguments, client) if arguments.archive else _page(arguments, client)


def _check(arguments: argparse.Namespace) -> None:
    for name in ("server", "replay", "since", "until"):
        if getattr(arguments, name) is not None and not arguments.archive:
            what = f"--{name} is for --archive"
            raise UsageError(what=what, where="storyver fetch", remedy="add --archive, or leave it out")
    for name in ("since", "until"):
        day = getattr(arguments, name)
        if day is not None and not _DAY.fullmatch(day):
            what = f"--{name} takes a day, a month or a year"
            raise UsageError(what=what, where=day, remedy="write 2024-03-12, 2024-03 or 2024")


def _page(arguments: argparse.Namespace, client: Any) -> int:
    from storyver.output import write_stdout
    from storyver.web import fetch_page

    target = None if arguments.output is None else Path(arguments.output)
    if target is not None and arguments.output.endswith(("/", os.sep)):
        target.mkdir(parents=True, exist_ok=True)
    fetched = fetch_page(client, arguments.url, target)
    write_stdout(f"{fetched.path}: {'saved' if fetched.is_new else 'unchanged since it was fetched last'}\n")
    return DONE


def _archive(arguments: argparse.Namespace, client: Any) -> int:
    from storyver.output import write_stdout
    from storyver.web import WAYBACK, Server, fetch_captures
    from storyver.web.archive import Asking
    from storyver.web.page import safe_name

    folder = Path(arguments.output or safe_name(arguments.url))
    server = Server(address=arguments.server or WAYBACK, replay=arguments.replay)
    since, until = ((day or "").replace("-", "") or None for day in (arguments.since, arguments.until))
    with _progress() as told:
        asking = Asking(server=server, since=since, until=until, sleep=time.sleep, told=told)
        tally = fetch_captures(client, arguments.url, folder, asking)
    write_stdout(
        f"{folder}: {tally.listed} captures listed, {tally.saved} saved, {tally.there} there before, "
        f"{tally.identical} the same as the one before, {tally.no_page} no page, {len(tally.failed)} failed\n"
    )
    for line in tally.failed:
        write_stdout(f"  {line}\n")
    return ACT if tally.failed else DONE


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("captures", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
