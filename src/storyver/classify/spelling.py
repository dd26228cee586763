"""Whether two names may be one: spelled otherwise, shortened, or by their initials."""

from __future__ import annotations

from collections.abc import Sequence

_SHORTEST = 4
"""Letters of the shortest word in which one letter may be a misspelling."""


def is_misspelling(old: str, new: str) -> bool:
    """Whether two words differ by one or two letters: one in four letters or more, two in seven or more; not by an
    ending that inflects."""
    if old[:1] != new[:1]:
        return False
    shorter, longer = sorted((old, new), key=len)
    if len(shorter) < _SHORTEST or not shorter.isalpha() or not longer.isalpha():
        return False
    if inflects(old, new):
        return False
    return 0 < letters_apart(old, new, most=2) <= (1 if len(shorter) < 7 else 2)


def inflects(old: str, new: str) -> bool:
    """Whether one is the other with an ending: "Korea", "Korean"."""
    shorter, longer = sorted((old, new), key=len)
    return len(shorter) >= _SHORTEST and longer in {shorter + ending for ending in ("s", "es", "n", "an", "ian")}


def letters_apart(one: str, other: str, *, most: int) -> int:
    """The least number of letters to put in, leave out or replace (Levenshtein 1966); ``most + 1`` where it is more."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, other, score_cutoff=most)


def same_name(old: str, new: str) -> bool:
    """Whether two canonical names may be one: equal, one the end or beginning of the other, or misspelled."""
    here, there = old.lower().split(), new.lower().split()
    shorter, longer = sorted((here, there), key=len)
    if len(shorter) == 1 and "of" in longer and longer[longer.index("of") - 1] == shorter[0]:
        return True  # "Jonas Adler of Norway"
    if here[-1:] == there[-1:] and (_are_initials(here[:-1]) or _are_initials(there[:-1])):
        return True
    if not shorter or longer[-len(shorter) :] == shorter or longer[: len(shorter)] == shorter:
        return True
    return any(is_misspelling(a, b) for a in here for b in there)


def _are_initials(given: Sequence[str]) -> bool:
    return bool(given) and all(len(part.strip(".")) == 1 for part in given)


def is_acronym(old: str, new: str) -> bool:
    """Whether one is made of the other's initials."""
    shorter, longer = sorted((old, new), key=len)
    initials = "".join(part[0] for part in longer.split() if part[0].isupper()).lower()
    return len(shorter) > 1 and initials.startswith(shorter.replace(".", "").lower())
