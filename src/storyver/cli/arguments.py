"""What each command takes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from storyver.cli.analyses import add_analyses
from storyver.cli.archive_arguments import add_archive_commands
from storyver.cli.batch import add_batch
from storyver.cli.bundles import add_bundle_commands
from storyver.cli.codes import DONE, EXIT_CODES
from storyver.cli.commands import audit, blame, check, diff, figures, track
from storyver.cli.evaluate import add_evaluate
from storyver.cli.fetch import add_fetch
from storyver.cli.options import add_model_option, add_story_options, name_or_path, path
from storyver.cli.query import add_query
from storyver.cli.review import add_review
from storyver.errors import UsageError
from storyver.report import formats_of


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are StoryverErrors: one line, with what to do."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(what=message, where=self.prog, remedy=f"see {self.prog} --help")


class _ShowVersion(argparse.Action):
    """Print the program's version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"storyver {version('storyver')}")
        parser.exit(DONE)


def parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; file names may also stand after an option, where argparse itself leaves them over."""
    parser = make_parser()
    arguments, left_over = parser.parse_known_args(argv)
    takes_more = hasattr(arguments, "paths") and all(one and not one.startswith("-") for one in left_over)
    if left_over and not takes_more:
        parser.error(f"unrecognized arguments: {' '.join(left_over)}")
    if left_over:
        given = Path if arguments.paths and isinstance(arguments.paths[0], Path) else str
        arguments.paths = [*arguments.paths, *map(given, left_over)]
    return arguments


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line, from which the manual page and the completions are made too."""
    parser = _Parser(
        prog="storyver",
        description="Shows which facts moved between the versions of a news article.",
        epilog=EXIT_CODES,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the program's version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_figures(commands)
    _add_diff(commands)
    _add_track(commands)
    _add_blame(commands)
    _add_check(commands)
    _add_audit(commands)
    for add in (add_archive_commands, add_bundle_commands):
        add(lambda name, does: _plain(commands, name, f"{does[0].upper()}{does[1:]}.", does))
    does = "tell what an archive keeps of what was found in paragraphs, or take it away"
    add_analyses(_plain(commands, "analyses", f"{does[0].upper()}{does[1:]}.", does))
    add_fetch(commands, name_or_path)
    does = "decide on the changes of a story, in the browser"
    add_review(_plain(commands, "review", f"{does[0].upper()}{does[1:]}.", does))
    add_batch(commands)
    does = "ask the dataset of a batch, in SQL"
    add_query(_plain(commands, "query", "Asks the dataset of a batch, in SQL.", does))
    measures = "how far storyver, or another program, agrees with a gold"
    add_evaluate(_plain(commands, "evaluate", f"Measures {measures}.", f"measure {measures}"))
    for one in (parser, *commands.choices.values()):
        if hasattr(one, "suggest_on_error"):
            one.suggest_on_error = False  # its suggestions come from difflib
    return parser


def _add_figures(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "figures", "the figures of one version")
    command.add_argument("file", metavar="FILE", type=path, help="a version")
    command.set_defaults(run=figures)


def _add_diff(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "diff", "what changed between two versions")
    command.usage = "storyver diff [options] OLD NEW\n       storyver diff [options] STORY [--from V] [--to V]"
    command.add_argument(
        "paths", metavar="PATH", nargs="+", type=name_or_path, help="two versions, or a story for its two latest"
    )
    chosen = "of a story: its number, date or the beginning of it, id, file name or place (#2)"
    command.add_argument("--from", dest="earlier", metavar="V", help=f"the old version {chosen}")
    command.add_argument("--to", dest="later", metavar="V", help=f"the new version {chosen}")
    command.add_argument(
        "--all", action="store_true", help="also list changes of no importance and differences held to be noise"
    )
    command.add_argument("--exit-code", action="store_true", help="exit with 1 where a fact moved or may have moved")
    _add_fail_on(command, "a fact moved or may have moved in a change")
    add_story_options(command, from_is_free=False)
    command.set_defaults(run=diff)


def _add_track(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "track", "every fact over all versions of a story")
    command.usage = "storyver track [options] STORY\n       storyver track [options] VERSION VERSION ..."
    command.add_argument(
        "paths", metavar="PATH", nargs="+", type=name_or_path, help="a story, or several versions in order"
    )
    command.add_argument("--fact", metavar="TEXT", help="only the facts of that name, each whole, with every sentence")
    chosen = "a version's number, date, id, file name or place (#2), or any date"
    command.add_argument("--since", metavar="V", help=f"only this version and later ones: {chosen}")
    command.add_argument("--until", metavar="V", help="only this version and earlier ones")
    command.add_argument(
        "--changed", action="store_true", help="only facts of which a version says something else than the one before"
    )
    command.add_argument(
        "--importance", choices=("high", "medium", "low"), help="only facts with a change of at least this importance"
    )
    command.add_argument(
        "--all",
        action="store_true",
        help="also how dates and order are known, and all that no notice admits",
    )
    add_story_options(command)
    command.set_defaults(run=track)


def _add_blame(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "blame", "in which version each figure and quotation came in and last changed")
    command.add_argument("file", metavar="FILE", type=path, help="a version: one of the story's, or a later one")
    command.add_argument("--story", metavar="STORY", type=name_or_path, required=True, help="the story")
    add_story_options(command)
    command.set_defaults(run=blame)


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "check", "figures of a version, or of a story's versions, that do not fit together")
    command.add_argument("path", metavar="FILE|STORY", type=name_or_path, help="a version, or a story")
    command.add_argument("--all", action="store_true", help="also list what the text explains itself")
    command.add_argument(
        "--fail-on",
        choices=("wrong", "named"),
        default="named",
        help="exit with 1 only for figures that cannot all be right (wrong), or for what is merely pointed out as well "
        "(named, the default)",
    )
    add_story_options(command)
    command.set_defaults(run=check)


def _add_audit(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "audit", "which changes of fact a story's correction notices admit")
    command.usage = "storyver audit [options] STORY\n       storyver audit [options] VERSION VERSION ..."
    command.add_argument(
        "paths", metavar="PATH", nargs="+", type=name_or_path, help="a story, or several versions in order"
    )
    command.add_argument("--exit-code", action="store_true", help="exit with 1 where a change is not admitted")
    _add_fail_on(command, "no notice admits a change")
    add_story_options(command)
    command.set_defaults(run=audit)


def _add_fail_on(command: _Parser, where: str) -> None:
    command.add_argument(
        "--fail-on",
        choices=("high", "medium", "low"),
        help=f"exit with 1 where {where} of at least this importance",
    )


def _plain(commands: argparse._SubParsersAction[_Parser], name: str, describes: str, does: str) -> _Parser:
    return commands.add_parser(name, help=does, description=describes, epilog=EXIT_CODES, allow_abbrev=False)


def _command(commands: argparse._SubParsersAction[_Parser], name: str, does: str) -> _Parser:
    command = _plain(commands, name, f"Shows {does}.", does)
    command.add_argument(
        "--format", choices=formats_of(name), default="terminal", help="of the report (default: terminal)"
    )
    command.add_argument(
        "-o", dest="output", metavar="FILE", type=path, help="write the report to a file instead of standard output"
    )
    add_model_option(command)
    return command
