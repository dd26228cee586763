"""The sentences that are measured: storyver's own cases, or published ones in a file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.reading.scores import KINDS, VAGUE, Item, Wanted, meanings
from figure_cases import Case, Expected, read_cases

_LETTER = re.compile(r"\d ?(?:m|bn|tn|k|b)\b")
"""A letter for thousands, millions, billions or trillions, as newspapers print it."""

CASES = Path(__file__).parents[2] / "cases" / "figures"
CORPUS = Path(__file__).parents[3] / "corpus"
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“])")


def own_items() -> list[Item]:
    """Every sentence of the case files once, known failures included."""
    items: dict[str, Item] = {}
    for case in read_cases(CASES):
        items.setdefault(case.sentence, Item(place=case.place, sentence=case.sentence, wanted=_all_wanted(case)))
    return list(items.values())


def sentences_of_stories() -> list[str]:
    """Every different sentence of the stories under ``corpus``, with headlines and captions."""
    lines = (line.strip() for path in sorted(CORPUS.glob("*/*.txt")) for line in path.read_text("utf-8").splitlines())
    return list(dict.fromkeys(sentence for line in lines if line for sentence in _BETWEEN_SENTENCES.split(line)))


def _all_wanted(case: Case) -> tuple[Wanted, ...]:
    found, position = [], 0
    for expected in case.figures:
        start = case.sentence.index(expected.text, position)
        position = start + len(expected.text)
        found.append(_wanted(expected, start, position))
    return tuple(found)


def _wanted(expected: Expected, start: int, end: int) -> Wanted:
    low, _, high = expected.value.partition("..")
    kind = KINDS.get(expected.kind)
    if kind is None or _is_convention(expected, ranged=bool(high)):
        return Wanted(start=start, end=end, kind=None)
    return Wanted(
        start=start,
        end=end,
        kind=kind,
        low=float(low),
        high=float(high or low),
        units=() if expected.unit is None or _is_bare_age(expected) else (expected.unit,),
        written=_way_of_writing(expected),
    )


def _way_of_writing(expected: Expected) -> str:
    if not any(character.isdigit() for character in expected.text):
        return "words"
    if expected.kind in {"money", "count"} and _LETTER.search(expected.text):
        return "digits and a letter"
    return "digits"


def _is_bare_age(expected: Expected) -> bool:
    """The age in "Hague, 44": that it is in years stands nowhere."""
    return expected.kind == "age" and not any(unit in expected.text for unit in ("year", "month", "week", "day"))


def _is_convention(expected: Expected, *, ranged: bool) -> bool:
    """ "no deaths" as nought, and the ends of "dozens" and "his 40s": no other reader could know them."""
    text = expected.text.lower()
    decade = expected.kind == "age" and text.endswith("s")
    return text in {"no", "none"} or (ranged and (decade or not VAGUE.isdisjoint(text.split())))


def published_items(path: Path) -> list[Item]:
    """Sentences of a file: an object a line with ``sentence``, ``quantities`` and the ``kind`` of them all.

    A quantity has ``start``, ``end``, ``value``, ``unit`` and ``iso`` (the currency's code, or null). Raises ValueError
    or KeyError where a line is no such object.
    """
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        kind = row.get("kind", "quantity")
        wanted = tuple(_published(one, kind) for one in row["quantities"] if one.get("value") is not None)
        items.append(Item(place=f"{path.stem}:{number}", sentence=row["sentence"], wanted=wanted))
    return items


def _published(quantity: dict[str, Any], kind: str) -> Wanted:
    """A published quantity; where its unit is a part of another, such as cents, its value stays as it is given."""
    units: tuple[str, ...] = (quantity["iso"],) if quantity.get("iso") else ()
    part = 1.0
    if not units and quantity.get("unit"):
        names = [f"{kind_of_unit}: {quantity['unit']}" for kind_of_unit in _PREFIXES.get(kind, ())] or [
            quantity["unit"]
        ]
        meant = dict.fromkeys(meaning for name in [*names, quantity["unit"]] for meaning in meanings(name))
        units, part = tuple(unit for unit, _ in meant if unit is not None), min(factor for _, factor in meant)
    return Wanted(
        start=quantity["start"],
        end=quantity["end"],
        kind=kind,
        low=float(quantity["value"]),
        high=float(quantity["value"]),
        units=units,
        part=part,
        low_end_only=True,
    )


_PREFIXES = {"money": ("currency",), "measure": ("temperature",)}
"""What a published name of a unit is looked up with first."""
