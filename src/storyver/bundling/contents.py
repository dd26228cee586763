"""The contents of a bundle, made of a story alone: the same story always gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from storyver import pipeline
from storyver.archive import Stored
from storyver.archive.records import capture_record, found_record
from storyver.bundling import layout
from storyver.errors import UsageError
from storyver.keeping.export import ENDINGS
from storyver.keeping.gathering import Gathered
from storyver.report import render
from storyver.report.documents import render_document
from storyver.report.inert import one_line
from storyver.serialise.parts import story_document

LONGEST_NAME: Final = 200
"""Characters of a story's name in the text for people; the whole name is in the JSON."""


def contents_of(gathered: Gathered, origin: Mapping[str, Any]) -> dict[str, bytes]:
    """All files of a bundle but those that seal it. ``origin`` says what makes it.

    Raise UsageError for more versions than their numbers have digits for.
    """
    story = gathered.story
    if len(story.versions) > layout.MOST_VERSIONS:
        what = f"has more than {layout.MOST_VERSIONS:,} versions"
        raise UsageError(what=what, where=one_line(story.id), remedy="bundle a part of them")
    return {
        layout.README: _readme(gathered, origin).encode("utf-8", "backslashreplace"),
        layout.ABOUT: render_document(about_document(gathered, origin)).encode(),
        layout.DECISIONS: render_document(decisions_document(gathered)).encode(),
        **dict(_versions(gathered)),
        **dict(_analysis(gathered)),
    }


def about_document(gathered: Gathered, origin: Mapping[str, Any]) -> dict[str, Any]:
    """What made the bundle, and of what."""
    return {
        "schema": "storyver/about/1",
        "made_with": dict(origin),
        "story": story_document(gathered.story),
        "versions": [
            {"raw": raw_name(place, one), "sha256": one.sha256, "extractor": one.extracted.extractor}
            for place, one in enumerate(gathered.kept, start=1)
        ],
    }


def decisions_document(gathered: Gathered) -> dict[str, Any]:
    """What reviewers decided."""
    return {"schema": "storyver/decisions/1", "decisions": [one.to_dict() for one in gathered.story.decisions]}


def raw_name(place: int, kept: Stored) -> str:
    """The file with the raw bytes of a version, with the ending of what it is."""
    media = kept.capture.media
    ending = ENDINGS.get(media) or ("txt" if media.startswith("text/") else "bin")
    return f"{layout.folder(place)}/raw.{ending}"


def _versions(gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    for place, (kept, reproduced) in enumerate(zip(gathered.kept, gathered.reproduced, strict=True), start=1):
        yield from _version(place, kept, reproduced)


def _version(place: int, kept: Stored, reproduced: bool) -> Iterator[tuple[str, bytes]]:
    yield raw_name(place, kept), kept.capture.data
    yield layout.text_name(place), kept.extracted.text.encode("utf-8", "surrogatepass")
    record = {
        "schema": "storyver/version/1",
        "sha256": kept.sha256,
        "encoding": kept.extracted.encoding,
        "extractor": kept.extracted.extractor,
        "reproduced": reproduced,
        "recorded": json.loads(capture_record(kept.capture)),
        "found": json.loads(found_record(kept.extracted)),
    }
    yield layout.record_name(place), render_document(record).encode()


def _analysis(gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    tracked, compared = pipeline.compare_all(gathered.story)
    yield layout.TRACK, render(tracked, "json").encode()
    yield layout.TRACK_REPORT, render(tracked, "html").encode()
    for place, result in enumerate(compared, start=1):
        yield layout.changes_name(place), render(result, "json").encode()
        yield layout.report_name(place), render(result, "html").encode()


def _readme(gathered: Gathered, origin: Mapping[str, Any]) -> str:
    name = one_line(gathered.story.title or gathered.story.id)
    return _template().format(
        storyver=origin["storyver"],
        story=name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…",
        versions=len(gathered.kept),
        decisions=len(gathered.story.decisions),
        listing="\n".join(_listed(gathered.kept, [version.date for version in gathered.story.versions])),
        start=layout.START,
    )


def _listed(kept: Sequence[Stored], dates: Sequence[Any]) -> Iterator[str]:
    for place, (one, date) in enumerate(zip(kept, dates, strict=True), start=1):
        day = one_line(date.value) if date else "no date known"
        yield f"{place:04}  {day:<20}  {one.sha256}"


@cache
def _template() -> str:
    return (Path(__file__).parent / "data" / "readme.txt").read_text(encoding="utf-8")
