"""What an extractor, an aligner or a tracker answers, in the few values that are measured.

Answers are what the library's own calls return, or their JSON, or plain lists of figures, changes or facts of either.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from storyver.model import ChangeKind, Qualifier

UNKNOWN: Final = "unknown"
"""The kind of a figure whose kind is not told."""
_MISSING: Final = object()


class AnswerError(ValueError):
    """An answer that cannot be measured; says what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A figure that was read."""

    start: int
    end: int
    kind: str
    """``UNKNOWN`` where the answer gives none."""
    low: float | None
    high: float | None
    unit: str | None
    qualifier: str
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a change: where it stands, and its figure if it has one."""

    start: int
    end: int
    figure: Read | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A change that was found."""

    kind: str
    old: Side | None
    new: Side | None

    @property
    def figures(self) -> tuple[Read, Read] | None:
        """Its figures, where both sides have one."""
        if self.old is None or self.new is None or self.old.figure is None or self.new.figure is None:
            return None
        return self.old.figure, self.new.figure


Traced = tuple[tuple[int, Read], ...]
"""A fact: its figures, each with the index of its version."""


def figures_of(answer: object, text: str) -> tuple[Read, ...]:
    """The figures of one version, in the order of the text. Raise AnswerError."""
    found = (_figure(one, text) for one in _rows(answer, "figures"))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def changes_of(answer: object, old: str, new: str) -> tuple[Said, ...]:
    """The changes between two versions. Raise AnswerError."""
    known = set(ChangeKind)
    found = []
    for one in _rows(answer, "changes"):
        kind = str(_get(one, "kind"))
        if kind not in known:
            raise AnswerError(f"a change of an unknown kind {kind!r}")
        sides = [_side(_get(one, name, None), text) for name, text in (("old", old), ("new", new))]
        found.append(Said(kind=kind, old=sides[0], new=sides[1]))
    return tuple(found)


def facts_of(answer: object, texts: Sequence[str]) -> tuple[Traced, ...]:
    """The facts of a story. Raise AnswerError."""
    return tuple(tuple(_sighting(one, texts) for one in _rows(fact, "sightings")) for fact in _rows(answer, "facts"))


def _sighting(one: object, texts: Sequence[str]) -> tuple[int, Read]:
    version = _whole(one, "version")
    if not 0 <= version < len(texts):
        raise AnswerError(f"a sighting in version {version} of {len(texts)}, counted from 0")
    claim = _get(one, "claim", one)
    return version, _figure(_get(claim, "figure"), texts[version])


def _side(claim: object, text: str) -> Side | None:
    if claim is None:
        return None
    figure = _get(claim, "figure", None)
    start, end = _span(claim, text)
    return Side(start=start, end=end, figure=None if figure is None else _figure(figure, text))


def _figure(one: object, text: str) -> Read:
    start, end = _span(one, text)
    unit, date = _get(one, "unit", None), _get(one, "date", None)
    return Read(
        start=start,
        end=end,
        kind=str(_get(one, "kind", None) or UNKNOWN),
        low=_number(one, "low"),
        high=_number(one, "high"),
        unit=None if unit is None else str(unit),
        qualifier=str(_get(one, "qualifier", None) or Qualifier.EXACT),
        date=None if date is None else str(date),
    )


def _rows(answer: object, key: str) -> Iterable[Any]:
    """The list under a name, or the answer itself where it is one."""
    found = _get(answer, key, answer)
    if isinstance(found, str | bytes | Mapping) or not isinstance(found, Iterable):
        raise AnswerError(f"no {key}, and no list of them")
    return found


def _span(one: object, text: str) -> tuple[int, int]:
    start, end = _whole(one, "start"), _whole(one, "end")
    if not 0 <= start < end <= len(text):
        raise AnswerError(f"a place from {start} to {end} in a text of {len(text)} characters")
    return start, end


def _whole(one: object, name: str) -> int:
    value = _get(one, name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise AnswerError(f"a place whose {name} is no whole number")
    return value


def _number(one: object, name: str) -> float | None:
    value = _get(one, name, None)
    if value is None:
        return None
    try:
        return number if math.isfinite(number := float(value)) else None
    except (TypeError, ValueError, OverflowError):
        raise AnswerError(f"a {name} that is no number") from None


def _get(one: object, name: str, default: object = _MISSING) -> Any:
    """A field of an object or of its JSON."""
    found = one.get(name, default) if isinstance(one, Mapping) else getattr(one, name, default)
    if found is _MISSING:
        raise AnswerError(f"an entry without {name}")
    return found
