"""Parts of a whole: "two-thirds", "a quarter of", "one in five", "nine out of ten", "½"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.currencies import read_currency
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import FRACTION, PERCENT
from storyver.extract.lexer import Token
from storyver.extract.number import ONES, PARTS
from storyver.extract.numerals import UnreadableNumberError, read_number, read_part_of_magnitude, unicode_fraction
from storyver.extract.tables import word_set
from storyver.extract.trends import MOVES
from storyver.extract.units import read_unit

_HALF_OF_WHAT_BEFORE = word_set("figures", "half_of_what", "before")
_HALF_OF_WHAT_BEHIND = word_set("figures", "half_of_what", "behind")
_PART_OF_BEFORE = word_set("figures", "part_of", "before")
_PART_OF_BEHIND = word_set("figures", "part_of", "behind")
_WHEN = word_set("figures", "part_of", "when")
_PART_OF_COMPARATIVES = word_set("figures", "part_of", "comparatives")
_PEOPLE = word_set("figures", "people")
_RATES = word_set("figures", "rates")
_TREND_NOUNS = word_set("figures", "trend", "nouns")

_ROUND_BASES = frozenset({20, 25, 30, 40, 50, 100, 1_000, 10_000, 100_000, 1_000_000})
_YEARS = range(1900, 2101)


def read_proportion(scene: Scene, at: int) -> Found | None:
    """ "one in three", "four in every 10", "nine out of ten", "one lamb in six"."""
    tokens = scene.tokens
    part = _whole_number(scene, at)
    if part is None:
        return None
    value, end = _past_thing(scene, *part)
    if tokens[end].text == "-" and tokens[end + 1].lower == "in":
        end += 1
    out_of = tokens[end].lower == "out" and tokens[end + 1].lower == "of"
    of_every = tokens[end].lower == "of" and tokens[end + 1].lower == "every"
    if not (out_of or of_every or tokens[end].lower == "in"):
        return None
    base_at = end + (2 if out_of else 1)
    if tokens[base_at].text == "-" or tokens[base_at].lower in {"every", "each"}:
        base_at += 1
    base = _whole_number(scene, base_at)
    if base is None or not _is_proportion(value, base[0], out_of=out_of) or not _base_stands(scene, base[1]):
        return None
    share = value / base[0]
    return Found(first=at, end=base[1], kind=FRACTION, low=share, high=share, rule="proportion")


def _past_thing(scene: Scene, value: Decimal, end: int) -> tuple[Decimal, int]:
    """Past the thing inside a proportion ("one lamb in six"), where a bare number closes it."""
    tokens = scene.tokens
    thing = tokens[end]
    if tokens[end + 1].lower != "in" or not is_noun_like(thing):
        return value, end
    base = _whole_number(scene, end + 2)
    if base is None or _counts_things(tokens, base[1]):
        return value, end
    many = is_plural(thing.lower)
    told = many and thing.lower in _PEOPLE if value > 1 else not many
    return (value, end + 1) if told else (value, end)


def _counts_things(tokens: Sequence[Token], at: int) -> bool:
    """ "12 cars", "six home games"."""
    return is_noun_like(tokens[at]) and (is_plural(tokens[at].lower) or is_plural(tokens[at + 1].lower))


def _is_proportion(value: Decimal, base: Decimal, *, out_of: bool) -> bool:
    if not (value < base or (out_of and value == base)):
        return False
    if out_of:
        return value <= 10 and (base <= 10 or base in _ROUND_BASES)
    return base not in _YEARS and (value <= 20 or base in _ROUND_BASES)


def _base_stands(scene: Scene, end: int) -> bool:
    """Nothing measured follows: "one in three years" is none, "a one-in-100-year flood" is."""
    tokens = scene.tokens
    behind = end + 1 if tokens[end].text == "-" else end
    if tokens[behind].lower == "year" and is_noun_like(tokens[behind + 1]):
        return True
    return read_unit(tokens, end) is None and not (tokens[end].glued and tokens[end].kind != "other")


def _whole_number(scene: Scene, at: int) -> tuple[Decimal, int] | None:
    if scene.tokens[at].lower in {"a", "an", "half"}:
        return None
    try:
        number = read_number(scene.tokens, at, cross_and=False)
    except UnreadableNumberError:
        return None
    if number is None or number.vague or number.low <= 0 or number.low % 1:
        return None
    return number.low, number.end


def read_part_of_unit(scene: Scene, at: int) -> Found | None:
    """ "a quarter-mile", "half a mile wide" is a fraction's; "a quarter-point cut": a part of a unit of length, or of a
    percentage point where the text speaks of rates."""
    tokens = scene.tokens
    article = tokens[at].lower in {"a", "an"}
    word = tokens[at + article].lower
    if word not in {"half", "quarter"}:
        return None
    behind = at + article + 1
    tied = tokens[behind].text in {"-", "‑"} and tokens[behind].glued
    unit = read_unit(tokens, behind + tied)
    value = Decimal("0.5") if word == "half" else Decimal("0.25")
    if unit is not None and unit[0].dimension == "length" and (tied or word == "quarter"):
        name, kind, end = unit[0].name, unit[0].kind, unit[1]
    elif tokens[behind + tied].lower in {"point", "points"} and _speaks_of_rates(scene, at, behind + tied + 1):
        name, kind, end = "percentage point", PERCENT, behind + tied + 1
    else:
        return None
    first = at + article if tied and kind is PERCENT else at  # the "a" of "a half-point cut" is the cut's
    return Found(first=first, end=end, kind=kind, low=value, high=value, unit=name, rule="part_of_unit")


def _speaks_of_rates(scene: Scene, at: int, end: int) -> bool:
    rates = _RATES
    if scene.tokens[end].lower in _TREND_NOUNS:
        return True
    return any(token.lower in rates for token in scene.tokens[max(0, at - 20) : at + 20])


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
    direct = tokens[at].lower == "half" or tokens[at].kind == "number"
    unit = read_unit(tokens, behind) if behind > end or direct else None
    if unit is None and tokens[behind - 1].lower in {"a", "an"}:
        unit = read_currency(tokens, behind)
        value = value * unit[0].scale if unit else value
    if unit is not None and not (unit[0].name == "%" and tokens[behind - 1].lower == "of"):
        return Found(
            first=at, end=unit[1], kind=unit[0].kind, low=value, high=value, unit=unit[0].name, rule="part_of_unit"
        )
    if tokens[at].lower == "half" and not _half_stands(scene, at, end):
        return None
    high, end = _upper_end(scene, at, value, end)
    return Found(first=at, end=end, kind=FRACTION, low=value, high=high, rule="fraction")


def _upper_end(scene: Scene, at: int, low: Decimal, end: int) -> tuple[Decimal, int]:
    """ "one-third to one-half": a range, but for the "from" of a change."""
    tokens = scene.tokens
    changed = at > 0 and tokens[at - 1].lower == "from"
    second = _parts(scene, end + 1) if tokens[end].lower in {"to", "or"} and not changed else None
    return second if second is not None and second[0] > low else (low, end)


def _parts(scene: Scene, at: int) -> tuple[Decimal, int] | None:
    tokens = scene.tokens
    token = tokens[at]
    if token.kind == "number":
        return _slashed(scene, at)
    if (value := unicode_fraction(token)) is not None:
        return value, at + 1
    if token.lower == "half":
        tied = tokens[at + 1].text == "-"
        return (Decimal("0.5"), at + 1) if not tied or read_unit(tokens, at + 2) else None
    return _in_words(scene, at)


def _in_words(scene: Scene, at: int) -> tuple[Decimal, int] | None:
    """ "two-thirds", "a quarter"."""
    tokens, parts, counts = scene.tokens, PARTS, ONES
    word = tokens[at].lower
    after = at + 2 if tokens[at + 1].text == "-" else at + 1
    part = tokens[after].lower
    if part not in parts:
        return None
    behind, before = tokens[after + 1].lower, tokens[at - 1].lower if at else ""
    if part == "quarters" and behind != "of" and before in {"the", "last", "past", "next", "previous", "first", "for"}:
        return None  # "in the three quarters"
    one, base = parts[part]
    if word in {"a", "an", "one"}:
        if part.endswith("s") or not _part_of(scene, at, after, part):
            return None
        return Decimal(one) / base, after + 1
    periods = part == "quarters" and counts.get(word) in {2, 4}  # nobody means a half, or all
    if word in counts and part.endswith("s") and 0 < counts[word] < base * 2 and not periods:
        return Decimal(counts[word]) / base, after + 1
    return None


def _part_of(scene: Scene, at: int, after: int, part: str) -> bool:
    """ "a third of", "by a quarter", not "a third man", nor the half of "a century and a half"."""
    tokens = scene.tokens
    behind, before = tokens[after + 1], tokens[at - 1].lower if at else ""
    if part == "half":
        return before != "and"
    if behind.lower in _PART_OF_BEHIND:
        return True
    names = behind.kind == "word" and is_noun_like(behind) and behind.lower not in _WHEN
    if behind.lower in _PART_OF_COMPARATIVES:
        return not is_noun_like(tokens[after + 2])  # not "a third better option"
    led_to = before == "to" and at > 1 and tokens[at - 2].lower in MOVES
    return (led_to or before in _PART_OF_BEFORE) and not names


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
    if scene.tokens[end].lower in {"its", "his", "her", "their", "our"}:
        return True  # "holding back half their beans"
    if before in _HALF_OF_WHAT_BEFORE or scene.tokens[end].text == "-":
        return False
    return scene.tokens[end].lower not in _HALF_OF_WHAT_BEHIND
