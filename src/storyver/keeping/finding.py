"""Which story a name or a path on the command line means: a place, or a story of an archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storyver.errors import StoryverError, UsageError
from storyver.keeping import DEFAULT_PATH, Archive, is_archive
from storyver.model import Analyses, Capture, Story
from storyver.sources import Options, captures_of, printable, read_story


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What a caller says beside the name."""

    archive: Path | None = None
    """The archive that the name is of; without it a path goes before a name in the default archive."""
    kind: str | None = None
    options: Options = Options()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A story, or a place that is read as one."""

    story: Story | Path
    analyses: Analyses | None = None
    """Where what is found in its paragraphs is kept; None where it is of no archive."""
    note: str | None = None
    """What a person should know of the choice."""
    archive: Path | None = None
    """The archive that it is of, under ``story.id``."""


def find_story(name: str, where: Where, *, minimum: int = 1) -> Found:
    """The story that is meant.

    Raise StoryverError where there is none, where an archive's story has fewer versions than ``minimum``, and where a
    name of an archive goes with options for reading a source.
    """
    chosen = where.kind is not None or where.options != Options()
    if where.archive is not None:
        if chosen:
            what = "--from, --source, --named and the options for columns are for sources"
            raise UsageError(what=what, where=f"--archive {printable(where.archive)}", remedy="leave one of them out")
        return _archived(where.archive, name, minimum)
    path = Path(name)
    if _is_there(path):
        if is_archive(path):
            return _archived(path, only_name(path), minimum)
        story = read_story(path, minimum=minimum, kind=where.kind, options=where.options) if chosen else path
        return Found(story=story, note=_also_archived(name))
    if not chosen and is_archive(DEFAULT_PATH):
        with Archive(DEFAULT_PATH, create=False) as archive:
            held = held_name(archive, name)
        if held is not None:
            return _archived(DEFAULT_PATH, held, minimum)
    return Found(story=read_story(path, minimum=minimum, kind=where.kind, options=where.options) if chosen else path)


def held_name(archive: Archive, name: str) -> str | None:
    """The name under which a story is held: as given, or without what a path has too much, such as a slash behind."""
    return next((one for one in (name, str(Path(name))) if archive.holds(one)), None)


def names_at(given: str) -> tuple[str, ...]:
    """The names under which the stories at a path are filed; none where there is no such path."""
    path = Path(given)
    if not _is_there(path) or is_archive(path):
        return ()
    names = dict.fromkeys(one.story for one in captures_of(path) if isinstance(one, Capture))
    return tuple(names)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _archived(path: Path, name: str, minimum: int) -> Found:
    with Archive(path, create=False) as archive:
        held = held_name(archive, name) or name
        story, analyses = archive.story(held), archive.analyses(held)
    if len(story.versions) < minimum:
        what = f"only {len(story.versions)} version in {printable(path)}, at least {minimum} are needed"
        raise UsageError(what=what, where=printable(name), remedy="add another one with storyver add --story")
    return Found(story=story, analyses=analyses, archive=path)


def only_name(path: Path) -> str:
    """The name of the story of an archive that has just one. Raise UsageError where it has more, or none."""
    with Archive(path, create=False) as archive:
        stories = archive.stories()
    if len(stories) != 1:
        what = f"is an archive of {len(stories)} stories"
        raise UsageError(what=what, where=printable(path), remedy=f"name one, with --archive {printable(path)}")
    return stories[0].name


def _also_archived(name: str) -> str | None:
    """A note where the default archive has a story of the name of a path."""
    if not is_archive(DEFAULT_PATH):
        return None
    try:
        with Archive(DEFAULT_PATH, create=False) as archive:
            held = held_name(archive, name)
    except StoryverError:  # the path is what was asked for; a damaged archive beside it is no reason to refuse
        return None
    if held is None:
        return None
    shown = printable(name)
    return f"{shown}: read from this path; {DEFAULT_PATH} also has a story of that name: --archive {DEFAULT_PATH}"
