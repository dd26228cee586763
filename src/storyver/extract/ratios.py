"""Figures that are no plain quantity: fractions, proportions, scores, multiples and ranks."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.numerals import UnreadableNumber, read_number, read_part_of_magnitude, unicode_fraction
from storyver.extract.quantities import DASHES
from storyver.extract.tables import table
from storyver.extract.units import read_unit
from storyver.model import FigureKind

_ROUND_BASES = frozenset({20, 25, 30, 40, 50, 100, 1_000, 10_000, 100_000, 1_000_000})
_LARGEST_SCORE = 250


@cache
def _figures(section: str, key: str = "words") -> frozenset[str]:
    return frozenset(table("figures")[section][key])


def read_proportion(scene: Scene, at: int) -> Found | None:
    """ "one in three", "four in every 10", "nine out of ten"."""
    tokens = scene.tokens
    part = _whole_number(scene, at)
    if part is None:
        return None
    value, end = part
    if tokens[end].text == "-" and tokens[end + 1].lower == "in":
        end += 1
    out_of = tokens[end].lower == "out" and tokens[end + 1].lower == "of"
    if not (out_of or tokens[end].lower == "in"):
        return None
    base_at = end + (2 if out_of else 1)
    if tokens[base_at].text == "-" or tokens[base_at].lower == "every":
        base_at += 1
    base = _whole_number(scene, base_at)
    if base is None or not value < base[0]:
        return None
    whole, end = base
    if out_of and (value > 10 or (whole > 10 and whole not in _ROUND_BASES)):
        return None
    if not out_of and (1900 <= whole <= 2100 or (value > 20 and whole not in _ROUND_BASES)):
        return None
    if read_unit(tokens, end) is not None or (tokens[end].glued and tokens[end].kind != "other"):
        return None
    return Found(first=at, end=end, kind=FigureKind.FRACTION, low=value / whole, high=value / whole, rule="proportion")


def _whole_number(scene: Scene, at: int) -> tuple[Decimal, int] | None:
    try:
        number = read_number(scene.tokens, at, cross_and=False)
    except UnreadableNumber:
        return None
    if (
        number is None
        or number.vague
        or number.low <= 0
        or number.low % 1
        or scene.tokens[at].lower in {"a", "an", "half"}
    ):
        return None
    return number.low, number.end


def read_fraction(scene: Scene, at: int) -> Found | None:
    """ "two-thirds", "a quarter of", "half", "3/4", "½"; with a unit behind it a measure ("half an hour")."""
    read = _parts(scene, at)
    if read is None or read_part_of_magnitude(scene.tokens, at) is not None:
        return None
    value, end = read
    tokens = scene.tokens
    behind = end
    if tokens[behind].lower == "of":
        behind += 1
    if tokens[behind].text == "-" or tokens[behind].lower in {"a", "an"}:
        behind += 1
    unit = read_unit(tokens, behind) if behind > end else None
    if unit is not None and unit[0].name != "%":
        return Found(
            first=at, end=unit[1], kind=unit[0].kind, low=value, high=value, unit=unit[0].name, rule="part_of_unit"
        )
    if tokens[at].lower == "half" and not _half_stands(scene, at, end):
        return None
    return Found(first=at, end=end, kind=FigureKind.FRACTION, low=value, high=value, rule="fraction")


def _parts(scene: Scene, at: int) -> tuple[Decimal, int] | None:
    tokens, parts = scene.tokens, table("numerals")["parts"]
    token = tokens[at]
    if token.kind == "number":
        return _slashed(scene, at)
    if (value := unicode_fraction(token)) is not None:
        return value, at + 1
    if token.lower == "half" and tokens[at + 1].text != "-":
        return Decimal("0.5"), at + 1
    if token.lower == "half":
        return (Decimal("0.5"), at + 1) if read_unit(tokens, at + 2) else None
    counts = table("numerals")["ones"]
    after = at + 2 if tokens[at + 1].text == "-" else at + 1
    word = tokens[after].lower
    if word not in parts:
        return None
    one, base = parts[word]
    if token.lower in {"a", "an", "one"}:
        if word.endswith("s") or not _part_of(scene, at, after, word):
            return None
        return Decimal(one) / base, after + 1
    if token.lower in counts and word.endswith("s") and 0 < counts[token.lower] < base * 2:
        return Decimal(counts[token.lower]) / base, after + 1
    return None


def _part_of(scene: Scene, at: int, after: int, word: str) -> bool:
    """ "a third of", "by a quarter", not "a third man"."""
    tokens = scene.tokens
    if word == "half":
        return True
    behind, before = tokens[after + 1], tokens[at - 1].lower if at else ""
    if behind.lower in {"of", "as", "more", "less", "fewer", "lower", "higher", "the"}:
        return True
    names = behind.kind == "word" and is_noun_like(behind)
    return (
        before
        in {"by", "than", "about", "almost", "nearly", "over", "around", "roughly", "under", "some", "up", "only"}
        and not names
    )


def _slashed(scene: Scene, at: int) -> tuple[Decimal, int] | None:
    tokens = scene.tokens
    upper, slash, lower = tokens[at], tokens[at + 1], tokens[at + 2]
    if slash.text != "/" or not (slash.glued and lower.glued) or (tokens[at + 3].text == "/" and tokens[at + 3].glued):
        return None
    if not (upper.text.isdigit() and lower.text.isdigit() and len(upper.text) <= 2 and len(lower.text) <= 2):
        return None
    if not 0 < int(upper.text) < int(lower.text):
        return None
    return Decimal(int(upper.text)) / int(lower.text), at + 3


def _half_stands(scene: Scene, at: int, end: int) -> bool:
    """ "half" as a share, and not half of a match or a day."""
    before = scene.tokens[at - 1].lower if at else ""
    if before in {
        "first",
        "second",
        "other",
        "better",
        "latter",
        "top",
        "bottom",
        "each",
        "opening",
        "front",
        "back",
        "1st",
        "2nd",
    }:
        return False
    if before == "and" or scene.tokens[end].text == "-":
        return False
    return scene.tokens[end].lower not in {"past", "time", "term"}


def read_score(scene: Scene, at: int) -> Found | None:
    """ "3-1", "52–48" in a contest."""
    tokens = scene.tokens
    first, dash, second = tokens[at : at + 3]
    if dash.text not in DASHES or not (dash.glued and second.glued) or second.kind != "number":
        return None
    if (
        not (first.text.isdigit() and second.text.isdigit())
        or max(int(first.text[:6]), int(second.text[:6])) > _LARGEST_SCORE
    ):
        return None
    behind = tokens[at + 3]
    if behind.text == "%" or (behind.text in DASHES and behind.glued) or (behind.glued and behind.kind == "word"):
        return None
    if read_unit(tokens, at + 3) is not None or (
        at and tokens[at].glued and tokens[at - 1].text not in {"(", "“", '"'}
    ):
        return None
    around = {token.lower for token in tokens[max(0, at - 15) : at + 15]}
    falling = int(first.text) > int(second.text)
    counted = (
        behind.kind == "word"
        and behind.text.islower()
        and is_plural(behind.lower)
        and behind.lower not in _figures("contest")
    )
    if not (around & _figures("contest")) or (counted and not falling):
        return None
    low, high = Decimal(first.text), Decimal(second.text)
    return Found(first=at, end=at + 3, kind=FigureKind.SCORE, low=low, high=high, rule="score")


def read_multiple(scene: Scene, at: int) -> Found | None:
    """ "doubled", "twice as many", "three times higher", "10-fold", "threefold"."""
    tokens = scene.tokens
    word = tokens[at].lower
    known = table("numerals")["multiples"].get(word)
    if known is not None:
        return _known_multiple(scene, at, word, Decimal(str(known)))
    if word.endswith("fold") and word.removesuffix("fold") in table("numerals")["ones"]:
        return _multiple(at, at + 1, Decimal(table("numerals")["ones"][word.removesuffix("fold")]), "fold")
    try:
        number = read_number(tokens, at, cross_and=False)
    except UnreadableNumber:
        return None
    if number is None or number.vague:
        return None
    end = number.end + 1 if tokens[number.end].text == "-" else number.end
    if tokens[end].lower == "fold":
        return _multiple(at, end + 1, number.low, "fold")
    if tokens[end].lower == "times" and tokens[end + 1].lower in _figures("times_as"):
        return _multiple(at, end + 1, number.low, "times")
    return None


def _known_multiple(scene: Scene, at: int, word: str, value: Decimal) -> Found | None:
    tokens = scene.tokens
    behind = tokens[at + 1]
    before = tokens[at - 1].lower if at else ""
    if word in {"twice", "thrice"}:
        if behind.lower in _figures("times_as"):
            return _multiple(at, at + 1, value, "multiple")
        return Found(first=at, end=at + 1, kind=FigureKind.COUNT, low=value, high=value, rule="occasions")
    if word in {"double", "triple", "treble", "quadruple", "halve"}:
        if behind.text == "-" or not (
            before in {"to", "will", "would", "could", "than", "almost", "nearly", "about", "more", "can", "may"}
            or behind.lower in {"the", "that", "its", "what", "their", "his", "her"}
        ):
            return None
    if word in {"doubles", "halves", "triples"} and behind.kind == "word" and is_noun_like(behind):
        return None
    return _multiple(at, at + 1, value, "multiple")


def _multiple(at: int, end: int, value: Decimal, rule: str) -> Found:
    return Found(first=at, end=end, kind=FigureKind.MULTIPLE, low=value, high=value, rule=rule)


def read_rank(scene: Scene, at: int) -> Found | None:
    """ "sixth-largest", "39th", "No. 6", "its second flight"."""
    tokens = scene.tokens
    token = tokens[at]
    if token.kind == "number":
        behind = tokens[at + 1]
        if not (behind.glued and behind.lower in {"st", "nd", "rd", "th"} and token.text.replace(",", "").isdigit()):
            return None
        if len(token.text) > 9:
            return None
        return _rank(scene, at, at + 2, int(token.text.replace(",", "")))
    if token.lower in {"no", "number"}:
        return _numbered(scene, at)
    ordinals = table("numerals")["ordinals"]
    tens = table("numerals")["tens"]
    if token.lower in tens and tokens[at + 1].text == "-" and tokens[at + 2].lower in ordinals:
        return _rank(scene, at, at + 3, tens[token.lower] + ordinals[tokens[at + 2].lower])
    if token.lower in ordinals:
        return _rank(scene, at, at + 1, ordinals[token.lower])
    return None


def _numbered(scene: Scene, at: int) -> Found | None:
    tokens = scene.tokens
    number = at + 2 if tokens[at + 1].text == "." else at + 1
    token = tokens[number]
    if token.kind != "number" or not token.text.isdigit() or len(token.text) > 3 or not tokens[at].text[:1].isupper():
        return None
    if tokens[at].lower == "no" and number == at + 1:
        return None
    return Found(
        first=number,
        end=number + 1,
        kind=FigureKind.RANK,
        low=Decimal(token.text),
        high=Decimal(token.text),
        rule="numbered",
    )


def _rank(scene: Scene, at: int, end: int, value: int) -> Found | None:
    tokens = scene.tokens
    behind = tokens[end + 1] if tokens[end].text == "-" else tokens[end]
    superlative = behind.lower in _figures("superlatives")
    capital_inside = (
        at > 0 and tokens[at].text[:1].isupper() and tokens[at].kind == "word" and tokens[at - 1].kind == "word"
    )
    if behind.lower.startswith(("century", "centuries", "avenue", "amendment")) or capital_inside:
        return None
    before = tokens[at - 1].lower if at else ""
    if value <= 2 and not superlative:
        owned = before in {"its", "his", "her", "their", "only"} or (
            before == "the" and at > 1 and tokens[at - 2].lower == "only"
        )
        ranked = before == "the" and _one_of_a_number(scene, end)
        if value == 1 or not (owned or ranked):
            return None
    if value == 1 or (
        tokens[end].text == "-"
        and not superlative
        and tokens[end + 1].lower not in {"placed", "ranked", "seeded", "generation"}
    ):
        return None
    if value > 2 and tokens[at].kind == "word" and before in {"a", "one"} and behind.lower in {"of", "to", ".", ","}:
        return None
    return Found(first=at, end=end, kind=FigureKind.RANK, low=Decimal(value), high=Decimal(value), rule="rank")


def _one_of_a_number(scene: Scene, end: int) -> bool:
    """ "the second of three days", "the second delay in four days"."""
    tokens = scene.tokens
    for at in range(end, end + 4):
        if tokens[at].lower in {"of", "in"}:
            numbers = table("numerals")["ones"]
            return any(token.kind == "number" or token.lower in numbers for token in tokens[at + 1 : at + 3])
        if not is_noun_like(tokens[at]):
            return False
    return False
