"""Which trained pipeline a command reads with."""

from __future__ import annotations

import argparse
import sys

from storyver.report.inert import visible


def use_model(arguments: argparse.Namespace) -> None:
    """Read with what ``--model`` names until the command is done; without it with the best that is installed."""
    if not hasattr(arguments, "model"):
        return
    import storyver

    arguments.until_done.enter_context(storyver.using_model(arguments.model or "auto", told=_tell))


def _tell(line: str) -> None:
    if sys.stderr is not None:
        print(visible(line), file=sys.stderr)
