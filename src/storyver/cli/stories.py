"""What the options say of a story: where it is, and how its source is to be read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from storyver.model import Story
from storyver.report.inert import visible

if TYPE_CHECKING:
    from storyver.sources import Options


def story_of(name: str, arguments: argparse.Namespace, *, minimum: int = 1) -> Story | Path:
    """The story that a path or a name means; a path that is to be read as usual stays one."""
    import storyver
    from storyver.keeping.finding import Where, find_story

    where = Where(archive=arguments.archive, kind=arguments.kind, options=options_of(arguments))
    found = find_story(name, where, minimum=minimum)
    if found.note is not None and sys.stderr is not None:
        print(visible(found.note), file=sys.stderr)
    until_done = getattr(arguments, "until_done", None)
    if found.analyses is not None and until_done is not None and getattr(arguments, "analyses", True):
        until_done.enter_context(storyver.remembering(found.analyses))
    return found.story


def story_or_versions(arguments: argparse.Namespace, *, minimum: int = 1) -> Story | Path | Sequence[Path]:
    """The story that one path means, or several paths as the versions that they are."""
    names: list[str] = arguments.paths
    return story_of(names[0], arguments, minimum=minimum) if len(names) == 1 else [Path(name) for name in names]


def archive_of(arguments: argparse.Namespace) -> Path:
    """The archive that a command may read, so that its report is not written over it."""
    from storyver.keeping import DEFAULT_PATH

    return getattr(arguments, "archive", None) or DEFAULT_PATH


def options_of(arguments: argparse.Namespace) -> Options:
    """What is said of a source."""
    from storyver.sources import Options

    return Options(
        named=arguments.named,
        id_column=arguments.id_column,
        text_column=arguments.text_column,
        date_column=arguments.date_column,
        version_column=arguments.version_column,
    )
