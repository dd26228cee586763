"""A gold small enough to count by hand, and answers about it, given by their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from repository import ROOT
from storyver.model import Story, Version

GOLD = ROOT / "tests" / "cases" / "evaluation" / "gold"

Json = dict[str, Any]


def place(text: str, words: str) -> Json:
    """Where words stand that stand once in a text."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def name_of(version: Version) -> str:
    """The file of a version."""
    return Path(str(version.source)).name


def extractor(figures: dict[str, list[Json]]) -> Callable[[Version], list[Json]]:
    """Answers with the figures of a version that are given by its name."""

    def read(version: Version) -> list[Json]:
        return [{**row, **place(version.text, row["text"])} for row in figures.get(name_of(version), [])]

    return read


def aligner(links: Iterable[Json] = (), changes: Iterable[Json] = ()) -> Callable[[Version, Version], Json]:
    """Answers with links of figures and with other changes."""

    def figure(text: str, words: str) -> Json:
        return {**place(text, words), "figure": place(text, words)}

    def compare(old: Version, new: Version) -> Json:
        found = [{**one, "old": figure(old.text, one["old"]), "new": figure(new.text, one["new"])} for one in links]
        for one in changes:
            sides = {
                side: place(text, one[side]) for side, text in (("old", old.text), ("new", new.text)) if side in one
            }
            found.append({**one, **sides})
        return {"changes": found}

    return compare


def tracker(facts: list[list[str]]) -> Callable[[Story], Json]:
    """Answers with facts, whose sightings are written ``1.txt £4m``."""

    def follow(story: Story) -> Json:
        index = {name_of(version): number for number, version in enumerate(story.versions)}

        def sighting(written: str) -> Json:
            name, _, words = written.partition(" ")
            return {"version": index[name], "figure": place(story.versions[index[name]].text, words)}

        return {"facts": [{"sightings": [sighting(one) for one in fact]} for fact in facts]}

    return follow
