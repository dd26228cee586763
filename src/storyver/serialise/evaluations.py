"""What ``storyver evaluate`` says, as a document."""

from __future__ import annotations

from storyver.model import (
    Case,
    Difference,
    EvaluationResult,
    Interval,
    Part,
    Ratio,
    RunComparison,
    Score,
)
from storyver.serialise.parts import Document, score


def evaluation_document(result: EvaluationResult) -> Document:
    """The JSON of ``storyver evaluate``, which ``--against`` reads again."""
    return {
        "schema": "storyver/evaluate/1",
        "systems": _systems(result.systems),
        "stories": [{"id": one.id, "versions": one.versions, "sha256": one.sha256} for one in result.stories],
        "resamples": result.resamples,
        "seed": result.seed,
        "uncertain": _ratio(result.uncertain),
        "scores": [_score(one) for one in result.scores],
        "cases": [_case(one) for one in result.cases],
        "against": None if result.against is None else _comparison(result.against),
    }


def _systems(systems: tuple[tuple[Part, str], ...]) -> list[Document]:
    return [{"part": part.value, "name": name} for part, name in systems]


def _ratio(one: Ratio | None) -> Document | None:
    return None if one is None else {"value": None if one.value is None else score(one.value), "of": one.of}


def _interval(one: Interval | None) -> Document | None:
    return None if one is None else {"low": score(one.low), "high": score(one.high)}


def _value(one: float | None) -> int | float | None:
    return None if one is None else score(one)


def _score(one: Score) -> Document:
    return {
        "measure": one.measure.value,
        "kind": one.kind or None,
        "story": one.story or None,
        "precision": _ratio(one.precision),
        "recall": _ratio(one.recall),
        "f1": _value(one.f1),
        "share": _ratio(one.share),
        "interval": _interval(one.interval),
        "by_story": _ratio(one.by_story),
    }


def _case(one: Case) -> Document:
    return {
        "measure": one.measure.value,
        "kind": one.kind,
        "story": one.story,
        "place": one.place,
        "key": one.key,
        "right": one.right,
        "expected": one.expected,
        "got": one.got,
        "sentences": list(one.sentences),
        "precision": _value(one.precision),
        "recall": _value(one.recall),
    }


def _comparison(one: RunComparison) -> Document:
    return {
        "run": one.run,
        "systems": _systems(one.systems),
        "stories": one.stories,
        "left_out": list(one.left_out),
        "differences": [_difference(difference) for difference in one.differences],
        "gained": [_case(case) for case in one.gained],
        "lost": [_case(case) for case in one.lost],
    }


def _difference(one: Difference) -> Document:
    return {
        "measure": one.measure.value,
        "kind": one.kind or None,
        "before": _value(one.before),
        "after": _value(one.after),
        "interval": _interval(one.interval),
        "is_noise": one.is_noise,
        "gained": one.gained,
        "lost": one.lost,
    }
