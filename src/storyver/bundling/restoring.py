"""The story that a bundle was made of, read back from it. What it says is anybody's, so nothing of it is trusted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from storyver.archive import Stored
from storyver.archive.deciding import decision_of
from storyver.archive.frames import DamagedError
from storyver.archive.records import capture_of, extracted_of
from storyver.bundling import layout
from storyver.keeping.gathering import Gathered
from storyver.model import Decision, SkippedFile, Story, Version
from storyver.sources import make_version

_DECISION: Final = {
    "entry": int, "subject": str, "verdict": str, "counterpart": str, "note": str, "evidence": str, "reviewer": str,
    "decided": str, "withdraws": int, "about": dict,
}  # fmt: skip


class UnreadableError(Exception):
    """A file of a bundle that is not of the shape that it should have; it has the file's name and what is wrong."""

    def __init__(self, name: str, what: str) -> None:
        self.name = name
        self.what = what
        super().__init__(f"{name}: {what}")


def document(contents: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """A JSON object. Raise UnreadableError where the file is not there, or is none."""
    if name not in contents:
        raise UnreadableError(name, "was taken away")
    try:
        read = json.loads(contents[name])
    except (ValueError, RecursionError):
        raise UnreadableError(name, "is not JSON any more") from None
    if not isinstance(read, dict):
        raise UnreadableError(name, "holds no object")
    return read


def restore(contents: Mapping[str, bytes], versions: int) -> Gathered:
    """The story with so many versions, as its text files have it. Raise UnreadableError where one cannot be read."""
    told = document(contents, layout.ABOUT).get("story")
    if not isinstance(told, dict) or not isinstance(told.get("id"), str):
        raise UnreadableError(layout.ABOUT, "names no story")
    kept = tuple(_kept(contents, place, told["id"]) for place in range(1, versions + 1))
    made = tuple(_made(place, one) for place, one in enumerate(kept, start=1))
    order, skipped = _texts(told.get("order")), _skipped(told.get("skipped"))
    if order is None or len(order) != versions or skipped is None:
        raise UnreadableError(layout.ABOUT, "does not say how the versions are ordered, or what was passed over")
    if any(not isinstance(told.get(key), str | None) for key in ("title", "url")):
        raise UnreadableError(layout.ABOUT, "has a title or an address that is no text")
    story = Story(
        id=told["id"],
        versions=made,
        order=order,
        title=told.get("title"),
        url=told.get("url"),
        skipped=skipped,
        decisions=decisions(contents),
    )
    records = (document(contents, layout.record_name(place)) for place in range(1, versions + 1))
    reproduced = tuple(record.get("reproduced") is True for record in records)
    return Gathered(story=story, kept=kept, reproduced=reproduced)


def _texts(value: Any) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else None


def _skipped(value: Any) -> tuple[SkippedFile, ...] | None:
    whole = isinstance(value, list) and all(
        isinstance(one, dict) and isinstance(one.get("path"), str) and isinstance(one.get("reason"), str)
        for one in value
    )
    return tuple(SkippedFile(path=one["path"], reason=one["reason"]) for one in value) if whole else None


def raw_of(contents: Mapping[str, bytes], place: int) -> str:
    """The name of the file with the raw bytes of a version. Raise UnreadableError where it is not there."""
    names = [name for name in contents if layout.RAW.fullmatch(name) and name.startswith(f"{layout.folder(place)}/")]
    if len(names) != 1:
        raise UnreadableError(layout.folder(place), "has not one raw file, but none or several")
    return names[0]


def _kept(contents: Mapping[str, bytes], place: int, story: str) -> Stored:
    name = layout.record_name(place)
    read, data = document(contents, name), contents[raw_of(contents, place)]
    encoding, extractor = read.get("encoding"), read.get("extractor")
    if not isinstance(encoding, str) or not isinstance(extractor, str | None):
        raise UnreadableError(name, "does not say how the text was read")
    try:
        text = contents[layout.text_name(place)].decode("utf-8", "surrogatepass")
        return Stored(
            entry=place,
            sha256=hashlib.sha256(data).hexdigest(),
            capture=capture_of(json.dumps(read.get("recorded")), data, story),
            extracted=extracted_of(json.dumps(read.get("found")), text, encoding, extractor),
        )
    except KeyError:
        raise UnreadableError(layout.text_name(place), "was taken away") from None
    except UnicodeDecodeError:
        raise UnreadableError(layout.text_name(place), "is not UTF-8 any more") from None
    except (DamagedError, ValueError, RecursionError) as error:
        raise UnreadableError(name, f"cannot be read: {error}") from None


def _made(place: int, kept: Stored) -> Version:
    try:
        return make_version(kept.capture, kept.extracted, sha256=kept.sha256)
    except (ValueError, OverflowError) as error:
        raise UnreadableError(layout.record_name(place), f"cannot be read: {error}") from None


def decisions(contents: Mapping[str, bytes]) -> tuple[Decision, ...]:
    """What was decided. Raise UnreadableError where it cannot be read."""
    rows = document(contents, layout.DECISIONS).get("decisions")
    if not isinstance(rows, list):
        raise UnreadableError(layout.DECISIONS, "holds no decisions")
    return tuple(_decision(row) for row in rows)


def _decision(row: Any) -> Decision:
    whole = isinstance(row, dict) and row.keys() == _DECISION.keys()
    if not whole or not all(isinstance(row[key], kind | None) for key, kind in _DECISION.items()):
        raise UnreadableError(layout.DECISIONS, "holds something that is no decision")
    about = None if row["about"] is None else json.dumps(row["about"])
    try:
        return decision_of((*(row[key] for key in _DECISION if key != "about"), about))
    except DamagedError as error:
        raise UnreadableError(layout.DECISIONS, f"cannot be read: {error}") from None
