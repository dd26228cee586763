"""A run that was saved, read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from storyver.errors import SourceError
from storyver.evaluation.comparison import Run
from storyver.model import Case, EvaluatedStory, Measure, Part
from storyver.sources import printable

SCHEMA: Final = "storyver/evaluate/1"
_REMEDY: Final = "save one with storyver evaluate --save"


def read_run(path: Path) -> Run:
    """What ``--save`` or ``--format json`` wrote. Raise SourceError for anything else."""
    try:
        document = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise SourceError(what=what, where=printable(path), remedy=_REMEDY) from None
    except (ValueError, RecursionError):
        document = None
    try:
        return _run(document, path)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise SourceError(what="is no saved run", where=printable(path), remedy=_REMEDY) from None


def _run(document: Any, path: Path) -> Run:
    if document["schema"] != SCHEMA:
        raise ValueError(document["schema"])
    return Run(
        name=str(path),
        systems=tuple((Part(one["part"]), str(one["name"])) for one in document["systems"]),
        stories=tuple(
            EvaluatedStory(id=str(one["id"]), versions=int(one["versions"]), sha256=str(one["sha256"]))
            for one in document["stories"]
        ),
        cases=tuple(map(_case, document["cases"])),
    )


def _case(one: dict[str, Any]) -> Case:
    return Case(
        measure=Measure(one["measure"]),
        kind=str(one["kind"]),
        story=str(one["story"]),
        place=str(one["place"]),
        key=str(one["key"]),
        expected=str(one["expected"]),
        got=str(one["got"]),
        sentences=tuple(map(str, one["sentences"])),
        precision=_part(one["precision"]),
        recall=_part(one["recall"]),
    )


def _part(value: Any) -> float | None:
    return None if value is None else float(value)
