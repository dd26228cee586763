"""Rules by which trackers of versions decide that nothing changed, written anew from what is said of them.

``peers.toml`` has the source of each. simhash and MinHash are the libraries' own, see ``libraries.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

Pair = Callable[[str, str, float], bool]

_ORDINAL_OR_TIME = re.compile(r"\d+ ?(?:st|nd|rd|th|am|pm|(?:second|minute|hour|day|week|month)s?)\b")
_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "’": "'", "\u00a0": " "})


def letters_only(old: str, new: str, _at: float) -> bool:
    """Page Monitor: the same letters, numbers and their endings aside."""
    one, other = (_ORDINAL_OR_TIME.sub("", text.lower()) for text in (old, new))
    return [*filter(str.isalpha, one)] == [*filter(str.isalpha, other)]


def few_characters(old: str, new: str, at: float) -> bool:
    """Update Scanner: no more characters changed than its threshold, white space aside."""
    return Levenshtein.distance("".join(old.split()), "".join(new.split())) <= at


def without_numbers(old: str, new: str, _at: float) -> bool:
    """Update Scanner with its option: the same but for digits and the marks between them, and white space."""
    one, other = (re.sub(r"\d+(?:[.,]\d+)*|\s", "", text) for text in (old, new))
    return one == other


def without_punctuation(old: str, new: str, _at: float) -> bool:
    """diffengine: the same but for punctuation, of which a hyphen, a decimal point and ``%`` are, and white space."""
    one, other = (
        [character for character in text.translate(_TYPOGRAPHIC) if not _is_mark(character)] for text in (old, new)
    )
    return one == other


def first_line(old: str, new: str, _at: float) -> bool:
    """NewsDiffs: only the first line of its file differs, a date, which it puts before the text; ours have none."""
    return old == new


def any_digits(old: str, new: str, _at: float) -> bool:
    """changedetection.io: the marked figure's pattern, its digits any digits, fits both."""
    one, other = (re.sub(r"\d+", "0", text) for text in (old, new))
    return one == other


def alike(old: str, new: str, at: float) -> bool:
    """A threshold on the share of characters that are kept, in per cent."""
    return fuzz.ratio(old, new) >= at


PAIRS: dict[str, Pair] = {
    "Page Monitor": letters_only,
    "Update Scanner": few_characters,
    "Update Scanner, every change": without_numbers,
    "diffengine": without_punctuation,
    "NewsDiffs": first_line,
    "changedetection.io, a number ignored": any_digits,
    "a threshold of 5 %": alike,
}


def hides(name: str, versions: Sequence[str], at: float) -> bool:
    """Whether a rule takes any version for the same as the one before it."""
    if name == "NewsDiffs" and len(versions) > 3 and max(map(versions.count, versions)) > at:
        return True
    return any(PAIRS[name](old, new, at) for old, new in pairwise(versions))


def _is_mark(character: str) -> bool:
    return character.isspace() or unicodedata.category(character).startswith("P")
