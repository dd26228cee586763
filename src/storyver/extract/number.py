"""A number as it is written, the words of which numbers are made, and the values of digits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from storyver.extract.tables import table
from storyver.remembered import LONGEST_WORD, remembered

ONES: Final[Mapping[str, int]] = table("numerals")["ones"]
TENS: Final[Mapping[str, int]] = table("numerals")["tens"]
MAGNITUDES: Final[Mapping[str, int]] = table("numerals")["magnitudes"]
ABBREVIATIONS: Final[Mapping[str, int]] = table("numerals")["abbreviations"]
PARTS: Final[Mapping[str, Any]] = table("numerals")["parts"]
ORDINALS: Final[Mapping[str, int]] = table("numerals")["ordinals"]
MULTIPLES: Final[Mapping[str, float]] = table("numerals")["multiples"]
DECADES: Final[Mapping[str, int]] = table("numerals")["decades"]
YEARS_OF_CHILDREN: Final[Mapping[str, int]] = table("numerals")["years_of_children"]

_GROUP_SEPARATORS = str.maketrans("", "", "\u00a0\u2009\u202f '’")
_LONGEST = 40
_PLAIN = 24
"""Digits alone and fewer than that are a number that can be read, whatever it is."""
LARGEST = Decimal(10) ** 24
"""Beyond it a value is no longer told from a slip of the pen; four digits less than decimal arithmetic keeps."""


class Number(NamedTuple):
    """A number as it is written; ``low == high`` but for vague words."""

    low: Decimal
    high: Decimal
    end: int
    """Index of the first token behind it."""
    magnitude: Decimal = Decimal(1)
    """What the mantissa was multiplied with."""
    letter: str | None = None
    """The abbreviated magnitude (``m``, ``bn``), in lower case."""
    letter_apart: bool = False
    vague: bool = False
    """"dozens", "several hundred": the range is a reader's, not the text's."""
    digits: bool = False


class UnreadableNumberError(ValueError):
    """A number that would be read only in part or not for what it is."""


@remembered(4_096, LONGEST_WORD)
def parse_digits(text: str) -> Decimal:
    """The value of a number token.

    Raises:
        UnreadableNumberError: The separators group in no known way, or there are more than forty digits.
    """
    if text.isascii() and text.isdigit() and len(text) < _PLAIN:
        return Decimal(text)
    if len(text) > _LONGEST:
        raise UnreadableNumberError("more than forty characters")
    bare = text.translate(_GROUP_SEPARATORS)
    if not bare.isascii():
        raise UnreadableNumberError("digits of another script")
    whole, _, fraction = bare.partition(".")
    if "." in fraction:
        raise UnreadableNumberError("more than one point")
    if "," in fraction:
        raise UnreadableNumberError("a comma behind the point")
    groups = whole.split(",")
    if len(groups) > 1:
        western = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
        indian = len(groups[-1]) == 3 and all(len(g) == 2 for g in groups[1:-1]) and 1 <= len(groups[0]) <= 2
        if not (western or indian):
            raise UnreadableNumberError("commas that do not group thousands")
    return checked(Decimal((whole.replace(",", "") or "0") + ("." + fraction if fraction else "")))


def checked(value: Decimal) -> Decimal:
    """The value itself.

    Raises:
        UnreadableNumberError: It is larger than any number that news has a name for.
    """
    if abs(value) > LARGEST:
        raise UnreadableNumberError("larger than any number that news has a name for")
    return value


def scaled(number: Number, by: int | Decimal, end: int, letter: str | None = None, *, apart: bool = False) -> Number:
    """The number times a magnitude, which a ``letter`` may abbreviate.

    Raises:
        UnreadableNumberError: It becomes larger than any number that news has a name for.
    """
    high = checked(number.high * by)
    return Number(
        low=number.low * by,
        high=high,
        end=end,
        magnitude=number.magnitude * by,
        letter=letter,
        letter_apart=apart,
        vague=number.vague,
        digits=number.digits,
    )
