"""The command line: one short function for each command. What is heavy is imported where it is used."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from storyver.errors import StoryverError, UsageError
from storyver.model import Importance, Result, Version
from storyver.report import FORMATS, render
from storyver.report.inert import visible

DONE, ACT, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

EXIT_CODES = "exit codes: 0 done; 1 done, and a fact moved (only with diff --exit-code); 2 unusable arguments or input"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. What cannot be used is told in one line on standard error."""
    try:
        arguments = _parsed(argv)
        code: int = arguments.run(arguments)
    except SystemExit as done:  # argparse ends --help and --version so
        return done.code if isinstance(done.code, int) else DONE
    except StoryverError as error:
        return _refuse(str(error))
    except MemoryError:
        return _refuse("storyver: not enough memory; give it less text at once")
    except OSError as error:
        return _refuse(f"{error.filename or 'storyver'}: {error.strerror or error}; check the file and try again")
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def figures(arguments: argparse.Namespace) -> int:
    """The figures of one version."""
    import storyver

    result = storyver.figures(arguments.file)
    _deliver(result, arguments, (result.version,), (arguments.file,))
    return DONE


def diff(arguments: argparse.Namespace) -> int:
    """What changed between two versions, or between two of a story."""
    import storyver
    from storyver.selection import factual_changes

    old, new, versions = _compared(arguments)
    result = storyver.diff(old, new)
    _deliver(result, arguments, versions, arguments.paths)
    return ACT if arguments.exit_code and factual_changes(result) else DONE


def track(arguments: argparse.Namespace) -> int:
    """Every fact over all versions."""
    import storyver
    from storyver.narrowing import Wanted, narrow

    result = storyver.track(arguments.paths[0] if len(arguments.paths) == 1 else arguments.paths)
    wanted = Wanted(
        fact=arguments.fact,
        since=arguments.since,
        until=arguments.until,
        changed=arguments.changed,
        importance=Importance(arguments.importance) if arguments.importance else None,
    )
    _deliver(narrow(result, wanted), arguments, result.versions, arguments.paths)
    return DONE


def blame(arguments: argparse.Namespace) -> int:
    """Where each figure and quotation of a version comes from."""
    import storyver

    result = storyver.blame(arguments.file, arguments.story)
    _deliver(result, arguments, result.versions, (arguments.file, arguments.story))
    return DONE


def _compared(arguments: argparse.Namespace) -> tuple[Path | Version, Path | Version, Sequence[Version]]:
    """The two versions to compare, and all that were read to find them."""
    from storyver.selection import chosen_pair
    from storyver.sources import read_story

    match arguments.paths:
        case [story_folder]:
            story = read_story(story_folder, minimum=2)
            return *chosen_pair(story, arguments.earlier, arguments.later), story.versions
        case [old, new] if arguments.earlier is None and arguments.later is None:
            return old, new, ()
        case [_, _]:
            what, remedy = "--from and --to choose from a story's folder", "leave them out, or give the folder alone"
        case _:
            what, remedy = "more than two versions", "give two, or compare them all with storyver track"
    raise UsageError(what=what, where="storyver diff", remedy=remedy)


def _deliver(
    result: Result,
    arguments: argparse.Namespace,
    versions: Iterable[Version],
    paths: Iterable[Path],
) -> None:
    """Write the report to where it was asked for."""
    from storyver.output import FILE_OR_PIPE, screen, write_file, write_stdout

    shown = FILE_OR_PIPE if arguments.output else screen()
    everything = getattr(arguments, "all", False)
    text = render(result, arguments.format, width=shown.width, colour=shown.colour, everything=everything)
    if arguments.output is None:
        write_stdout(text)
    else:
        inputs = [*paths, *(path / "story.toml" for path in paths)]
        inputs += [Path(version.source) for version in versions if version.source]
        write_file(text, arguments.output, inputs)


def _refuse(message: str) -> int:
    if sys.stderr is not None:
        print(visible(message), file=sys.stderr)
    return UNUSABLE


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


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; file names may also stand after an option, where argparse itself leaves them over."""
    parser = _parser()
    arguments, left_over = parser.parse_known_args(argv)
    takes_more = hasattr(arguments, "paths") and all(one and not one.startswith("-") for one in left_over)
    if left_over and not takes_more:
        parser.error(f"unrecognized arguments: {' '.join(left_over)}")
    if left_over:
        arguments.paths = [*arguments.paths, *map(Path, left_over)]
    return arguments


def _parser() -> argparse.ArgumentParser:
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
    for one in (parser, *commands.choices.values()):
        if hasattr(one, "suggest_on_error"):
            one.suggest_on_error = False  # its suggestions come from difflib
    return parser


def _add_figures(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "figures", "the figures of one version")
    command.add_argument("file", metavar="FILE", type=_path, help="a version")
    command.set_defaults(run=figures)


def _add_diff(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "diff", "what changed between two versions")
    command.usage = "storyver diff [options] OLD NEW\n       storyver diff [options] STORY [--from V] [--to V]"
    command.add_argument(
        "paths", metavar="PATH", nargs="+", type=_path, help="two versions, or a story's folder for its two latest"
    )
    chosen = "of a story: its number, date or the beginning of it, id or file name"
    command.add_argument("--from", dest="earlier", metavar="V", help=f"the old version {chosen}")
    command.add_argument("--to", dest="later", metavar="V", help=f"the new version {chosen}")
    command.add_argument(
        "--all", action="store_true", help="also list changes of no importance and differences held to be noise"
    )
    command.add_argument("--exit-code", action="store_true", help="exit with 1 where a fact moved or may have moved")
    command.set_defaults(run=diff)


def _add_track(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "track", "every fact over all versions of a story")
    command.usage = "storyver track [options] STORY\n       storyver track [options] VERSION VERSION ..."
    command.add_argument(
        "paths", metavar="PATH", nargs="+", type=_path, help="a story's folder, or several versions in order"
    )
    command.add_argument("--fact", metavar="TEXT", help="only the facts of that name, each whole, with every sentence")
    chosen = "a version's number, date, id or file name, or any date"
    command.add_argument("--since", metavar="V", help=f"only this version and later ones: {chosen}")
    command.add_argument("--until", metavar="V", help="only this version and earlier ones")
    command.add_argument(
        "--changed", action="store_true", help="only facts of which a version says something else than the one before"
    )
    command.add_argument(
        "--importance", choices=("high", "medium", "low"), help="only facts with a change of at least this importance"
    )
    command.set_defaults(run=track)


def _add_blame(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "blame", "in which version each figure and quotation came in and last changed")
    command.add_argument("file", metavar="FILE", type=_path, help="a version: one of the story's, or a later one")
    command.add_argument("--story", metavar="STORY", type=_path, required=True, help="the folder of its versions")
    command.set_defaults(run=blame)


def _command(commands: argparse._SubParsersAction[_Parser], name: str, does: str) -> _Parser:
    command = commands.add_parser(name, help=does, description=f"Shows {does}.", epilog=EXIT_CODES, allow_abbrev=False)
    command.add_argument("--format", choices=FORMATS, default="terminal", help="of the report (default: terminal)")
    command.add_argument(
        "-o", dest="output", metavar="FILE", type=_path, help="write the report to a file instead of standard output"
    )
    return command


def _path(argument: str) -> Path:
    if not argument:
        raise argparse.ArgumentTypeError("a file name is empty")
    return Path(argument)
