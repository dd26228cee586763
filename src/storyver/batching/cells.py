"""The cells of a row that a value of the model gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from storyver.dates import Precision, parse_date
from storyver.model import Change, Claim, Figure, FigureKind, Version
from storyver.serialise import number
from storyver.serialise.parts import figure_document
from storyver.values import commensurable

Cells = dict[str, Any]

_CLAIM: Final = ("kind", "start", "end", "text", "subject", "speaker", "verb", "hedge", "negated", "section", "block")
_WITHOUT_SHARE: Final = frozenset({"share", "temperature"})
_SEVERAL: Final = frozenset({FigureKind.DATE, FigureKind.SCORE})
"""Kinds of figure that are no single number."""


def moment(version: Version) -> datetime | None:
    """When a version was published, in UTC; None where not even the day is known."""
    if version.date is None:
        return None
    date = parse_date(version.date.value)
    return date.span()[0] if date.precision in (Precision.DAY, Precision.MINUTE) else None


def claim_cells(claim: Claim | None, prefix: str = "") -> Cells:
    """What a claim says, without its figure; nothing but nulls for None."""
    if claim is None:
        return dict.fromkeys(f"{prefix}{name}" for name in _CLAIM)
    said = claim.attribution
    return {
        f"{prefix}kind": claim.kind.value,
        f"{prefix}start": claim.start,
        f"{prefix}end": claim.end,
        f"{prefix}text": claim.text,
        f"{prefix}subject": claim.subject,
        f"{prefix}speaker": said.speaker,
        f"{prefix}verb": said.verb,
        f"{prefix}hedge": claim.hedge,
        f"{prefix}negated": claim.negated,
        f"{prefix}section": claim.section,
        f"{prefix}block": claim.block.value,
    }


def figure_cells(figure: Figure | None) -> Cells | None:
    """A figure as a structure."""
    if figure is None:
        return None
    return {**figure_document(figure), "dimension": figure.dimension}


def single_value(figure: Figure | None) -> float | None:
    """The number that a figure is; None where it is none, or more than one."""
    if figure is None or figure.kind in _SEVERAL or figure.low is None or figure.low != figure.high:
        return None
    value = number(figure.low)
    return None if value is None else float(value)


def comparison_cells(change: Change) -> Cells:
    """The two values of a change of figures, and how far they are apart."""
    old, new = (side.figure if side else None for side in (change.old, change.new))
    values = single_value(old), single_value(new)
    difference = share = None
    if old and new and None not in values and _of_one_sort(old, new):
        was, now = values[0] or 0.0, values[1] or 0.0
        difference = now - was
        if was and old.dimension not in _WITHOUT_SHARE and old.kind is not FigureKind.RANK:
            share = difference / abs(was)
    unit = new.unit if new and difference is not None else None
    return {"old_value": values[0], "new_value": values[1], "unit": unit, "difference": difference, "share": share}


def _of_one_sort(old: Figure, new: Figure) -> bool:
    return commensurable(old, new) and (old.kind, old.unit, old.per) == (new.kind, new.unit, new.per)
