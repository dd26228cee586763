"""The command line: its arguments, one short function for each command, and how it ends."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from storyver.cli.arguments import parsed
from storyver.cli.codes import DONE, INTERRUPTED, UNUSABLE
from storyver.cli.models import use_model
from storyver.errors import StoryverError
from storyver.report import BINARY
from storyver.report.inert import visible


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. What cannot be used is told in one line on standard error."""
    try:
        arguments = parsed(argv)
        _refuse_terminal(arguments)
        with ExitStack() as arguments.until_done:
            use_model(arguments)
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


def _refuse_terminal(arguments: argparse.Namespace) -> None:
    """Refuse a report that is no text where it would go to a terminal, before it is worked out."""
    kind = getattr(arguments, "format", None)
    if kind in BINARY and arguments.output is None:
        from storyver.output import refuse_terminal

        refuse_terminal(kind)


def _refuse(message: str) -> int:
    if sys.stderr is not None:
        print(visible(message), file=sys.stderr)
    return UNUSABLE
