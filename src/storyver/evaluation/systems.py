"""What is put to the test: the library's own calls, or anybody's, by an entry point or by module and name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from typing import Any, Final

from storyver import pipeline
from storyver.errors import StoryverError, UsageError
from storyver.evaluation.answers import AnswerError, Read, Said, Traced, changes_of, facts_of, figures_of
from storyver.evaluation.gold import GoldStory
from storyver.model import Part, Story
from storyver.sources import printable

GROUPS: Final[Mapping[Part, str]] = {
    Part.FIGURES: "storyver.extractors",
    Part.DIFF: "storyver.aligners",
    Part.TRACK: "storyver.trackers",
}
"""The entry points by which a package names what it has for each part."""

_OURS: Final[Mapping[Part, Callable[..., Any]]] = {
    Part.FIGURES: pipeline.find_figures,
    Part.DIFF: pipeline.compare,
    Part.TRACK: pipeline.follow,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What answers for one part."""

    part: Part
    name: str
    call: Callable[..., Any]

    def figures(self, story: GoldStory, index: int) -> tuple[Read, ...]:
        """The figures of a version."""
        page = story.pages[index]
        with self._asked(f"{story.id}/{page.name}"):
            return figures_of(self.call(page.version), page.version.text)

    def changes(self, story: GoldStory, earlier: int) -> tuple[Said, ...]:
        """The changes between a version and the next."""
        old, new = story.pages[earlier], story.pages[earlier + 1]
        with self._asked(f"{story.id}/{new.name}"):
            return changes_of(self.call(old.version, new.version), old.version.text, new.version.text)

    def facts(self, story: GoldStory) -> tuple[Traced, ...]:
        """The facts of a story."""
        versions = tuple(page.version for page in story.pages)
        given = Story(id=story.id, versions=versions, order=("as given",) * len(versions))
        with self._asked(story.id):
            return facts_of(self.call(given), [one.text for one in versions])

    @contextmanager
    def _asked(self, where: str) -> Iterator[None]:
        """Whatever somebody's call raises becomes one error that names it."""
        try:
            yield
        except AnswerError as error:
            raise self._failed(where, f"answers with {error}") from error
        except StoryverError:
            raise
        except Exception as error:
            raise self._failed(where, f"failed: {' '.join(repr(error).split())}") from error

    def _failed(self, where: str, what: str) -> UsageError:
        remedy = f"see what evaluate asks of {self.part}"
        return UsageError(what=f"{printable(what)} (on {printable(where)})", where=printable(self.name), remedy=remedy)


def ours(part: Part) -> System:
    """The library's own call, and the trained pipeline that it reads names and subjects with, where it does."""
    model = None if part is Part.FIGURES else pipeline.current_model()
    name = f"storyver {version('storyver')}"
    return System(part=part, name=name if model is None else f"{name} with {model}", call=_OURS[part])


def given(part: Part, call: Callable[..., Any]) -> System:
    """A call that was handed over."""
    module, name = getattr(call, "__module__", ""), getattr(call, "__qualname__", type(call).__qualname__)
    return System(part=part, name=f"{module}:{name}" if module else name, call=call)


def named(part: Part, name: str) -> System:
    """What an installed package names so among the entry points of the part; or ``module:callable``, where a module of
    the working folder may be meant too.

    Raise UsageError where there is none, or it cannot be loaded.
    """
    point = EntryPoint(name=name, value=name, group=GROUPS[part]) if ":" in name else _installed(part, name)
    try:
        with _working_folder():
            call = point.load()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        what = f"cannot be loaded: {printable(' '.join(reason.split()))}"
        raise UsageError(what=what, where=printable(name), remedy="check module and name") from error
    if not callable(call):
        raise UsageError(what="cannot be called", where=printable(name), remedy="name a function")
    return System(part=part, name=name, call=call)


def _installed(part: Part, name: str) -> EntryPoint:
    known = sorted(entry_points(group=GROUPS[part]), key=lambda one: (one.name, one.value))
    for point in known:
        if point.name == name:
            return point
    there = f"use one of {', '.join(printable(one.name) for one in known)}, or" if known else "write it as"
    what = f"no installed package has it among its {GROUPS[part]}"
    raise UsageError(what=what, where=printable(name), remedy=f"{there} module:function")


@contextmanager
def _working_folder() -> Iterator[None]:
    """With modules of the working folder to be found, behind all others."""
    folder = str(Path.cwd())
    sys.path.append(folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


def chosen(measured: Sequence[Part], systems: Mapping[str, Callable[..., Any] | str | None]) -> tuple[System, ...]:
    """What answers for each part that is measured: the one given or named, else ours."""
    found = []
    for part in measured:
        system = systems.get(part)
        if system is None:
            found.append(ours(part))
        else:
            found.append(named(part, system) if isinstance(system, str) else given(part, system))
    return tuple(found)
