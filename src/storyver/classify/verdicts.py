"""What a link between two figures amounts to: named rules in a fixed order, the first that answers decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from storyver.model import ChangeKind, Figure, FigureKind, FigureLink
from storyver.values import Order, commensurable, compare_values, information
from storyver.wording import concept, concepts, table

Verdict = tuple[ChangeKind, str] | None
Rule = Callable[[FigureLink, Figure, Figure], Verdict]

_LITTLE_LIKENESS = 0.9
"""What the words around two equal figures must contribute to the link for their use to count as the same."""
_TELLING = 0.3
"""How much a number must tell for the same number at another use to be more than chance: 14 does, 2 does not."""


@cache
def _anything() -> frozenset[str]:
    """Concepts of words that may stand for whatever else is counted."""
    words_for_all = table(Path(__file__).parent / "data" / "scope.toml")["anything"]["words"]
    return frozenset(concept(word) for word in words_for_all)


def unsure(link: FigureLink, _old: Figure, _new: Figure) -> Verdict:
    """A link that a person should look at claims nothing."""
    return (
        None
        if link.certain
        else (ChangeKind.UNCERTAIN, "the figures may state the same fact; the evidence is not enough")
    )


def other_date(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """A date for another date."""
    if old.kind is not FigureKind.DATE or compare_values(old, new) is Order.EQUAL:
        return None
    return ChangeKind.DATE_CHANGED, f"the date was {old.date} and is {new.date}"


def other_value(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The value changed; the direction is named where it has a meaning."""
    order = compare_values(old, new)
    if order is Order.EQUAL:
        return None
    if not commensurable(old, new):
        return ChangeKind.REVISED, f"the units {old.unit} and {new.unit} are not compared"
    if order is Order.OTHER:
        return ChangeKind.REVISED, "a range and a number inside it, or two ranges that overlap"
    kind = ChangeKind.INCREASED if order is Order.MORE else ChangeKind.DECREASED
    return kind, f"the value went from {old.text} to {new.text}"


def other_way(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The same number, which was the size of a rise and is that of a fall."""
    if old.trend is None or new.trend is None or old.trend is new.trend:
        return None
    return ChangeKind.NEGATED, f"the value stayed; it was {old.trend} and is {new.trend}"


def other_use(link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The same number, but plainly another thing is counted, or it is a rate to another base."""
    contributions = {reason.rule: reason.weight or 0.0 for reason in link.reasons}
    if "same_text" in contributions:
        return None
    if old.per is not None and new.per is not None and old.per.casefold() != new.per.casefold():
        return ChangeKind.RESCOPED, f"the same number is per {new.per} and no longer per {old.per}"
    if contributions.get("counted", 0.0) > -0.5 or not _plainly_another(link, old, new):
        return None
    if contributions.get("place", 0.0) <= 0:
        if contributions.get("around", 0.0) >= _LITTLE_LIKENESS:
            return None
        if information(old) < _TELLING:
            return ChangeKind.UNCERTAIN, "a small number that counts another thing may be another number"
    return ChangeKind.RESCOPED, f"the same number now counts {new.counted!r} and no longer {old.counted!r}"


def _plainly_another(link: FigureLink, old: Figure, new: Figure) -> bool:
    """Both name what they count, neither with a word for anything or anybody, nor with one that the other side uses."""
    one, other = concepts(old.counted or ""), concepts(new.counted or "")
    if not one or not other or {one[-1], other[-1]} & _anything():
        return False
    return one[-1] not in concepts(link.new.text) and other[-1] not in concepts(link.old.text)


def other_qualifier(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The same value, qualified in another way."""
    if old.qualifier is new.qualifier:
        return None
    was, now = (figure.qualifier.replace("_", " ") for figure in (old, new))
    return ChangeKind.REQUALIFIED, f"the value stayed; it was {was!r} and is {now!r}"


def same(_link: FigureLink, old: Figure, new: Figure) -> Verdict:
    """The same value, qualified in the same way."""
    if old.unit != new.unit or old.kind is not new.kind:
        return ChangeKind.UNCHANGED, f"the same value, restated: {old.text} and {new.text}"
    return ChangeKind.UNCHANGED, "the same value and qualifier"


RULES: tuple[Rule, ...] = (unsure, other_date, other_value, other_way, other_use, other_qualifier, same)
"""The first that answers decides."""
