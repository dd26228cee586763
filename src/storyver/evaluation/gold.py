"""A story with its gold, as ``docs/reference/corpus-format.md`` describes it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storyver.errors import SourceError, UsageError
from storyver.evaluation.gold_file import GoldEdit, GoldFigure, read_gold_file
from storyver.model import Version
from storyver.pipeline import sentences
from storyver.sources import printable, read_story

GOLD_NAME: Final = "gold.json"
SENTENCE: Final = 400
"""Characters of a sentence that are kept of it; a longer one is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One version with its gold."""

    name: str
    """Its file."""
    version: Version
    figures: tuple[GoldFigure, ...]
    sentences: tuple[tuple[int, int], ...]

    def sentence(self, at: int) -> str:
        """The sentence at an offset, on one line; the line of the text where no sentence is."""
        text = self.version.text
        place = bisect_right(self.sentences, (at, len(text) + 1)) - 1
        if place >= 0 and self.sentences[place][1] > at:
            start, end = self.sentences[place]
        else:
            start = text.rfind("\n", 0, at) + 1
            end = (text.find("\n", at) + 1 or len(text) + 1) - 1
        shown = " ".join(text[start:end].split())
        return shown if len(shown) <= SENTENCE else f"{shown[: SENTENCE - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldStory:
    """The versions of a story, and what a careful reader says of them."""

    id: str
    folder: Path
    pages: tuple[Page, ...]
    clock_times: tuple[str, ...]
    edits: tuple[GoldEdit, ...]
    sha256: str
    """Of the gold and of all versions."""


def read_gold(sources: Iterable[Path]) -> list[GoldStory]:
    """The stories of a gold: each path is a story's folder with a ``gold.json``, or a folder of such folders.

    Raise SourceError for a folder that holds none, and for a story or a gold that is not as documented.
    """
    stories = [read_gold_story(folder) for source in sources for folder in _folders(source)]
    seen: dict[str, Path] = {}
    for story in stories:
        if story.id in seen:
            what = f"is called {printable(story.id)}, as {printable(seen[story.id])} is"
            raise SourceError(what=what, where=printable(story.folder), remedy="give one another id in its story.toml")
        seen[story.id] = story.folder
    if not stories:
        raise UsageError(what="no gold", where="the gold given", remedy="give at least one story's folder")
    return stories


def _folders(source: Path) -> Iterator[Path]:
    folder = source.parent if source.name == GOLD_NAME else source
    if (folder / GOLD_NAME).is_file():
        yield folder
        return
    inside = sorted(path.parent for path in folder.glob(f"*/{GOLD_NAME}"))
    if not inside:
        what = f"has no {GOLD_NAME}, and no folder in it has one" if folder.exists() else "no such folder"
        raise SourceError(what=what, where=printable(source), remedy="give a story's folder with its gold")
    yield from inside


def read_gold_story(folder: Path) -> GoldStory:
    """A story's folder with its gold. Raise SourceError for anything that is not as documented."""
    story = read_story(folder)
    names = [Path(str(version.source)).name for version in story.versions]
    data = (folder / GOLD_NAME).read_bytes()
    texts = {name: version.text for name, version in zip(names, story.versions, strict=True)}
    gold = read_gold_file(folder / GOLD_NAME, data, texts)
    pages = tuple(
        Page(
            name=name,
            version=version,
            figures=tuple(one for one in gold.figures if one.version == name),
            sentences=sentences(version),
        )
        for name, version in zip(names, story.versions, strict=True)
    )
    digest = hashlib.sha256(data)
    for version in story.versions:
        digest.update(version.sha256.encode())
    return GoldStory(
        id=story.id,
        folder=folder,
        pages=pages,
        clock_times=gold.clock_times,
        edits=gold.edits,
        sha256=digest.hexdigest(),
    )
