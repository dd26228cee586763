"""A number as it is written, before its unit is known, and the values of digits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

_GROUP_SEPARATORS = str.maketrans("", "", "\u00a0\u2009\u202f '’")
_LONGEST = 40
LARGEST = Decimal(10) ** 24
"""Beyond it a value is no longer told from a slip of the pen; four digits less than decimal arithmetic keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
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


@lru_cache(maxsize=4_096)
def parse_digits(text: str) -> Decimal:
    """The value of a number token.

    Raises:
        UnreadableNumberError: The separators group in no known way, or there are more than forty digits.
    """
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


def scaled(number: Number, by: int | Decimal, end: int) -> Number:
    """The number times a magnitude.

    Raises:
        UnreadableNumberError: It becomes larger than any number that news has a name for.
    """
    return replace(
        number, low=number.low * by, high=checked(number.high * by), magnitude=number.magnitude * by, end=end
    )
