"""Sentences with a sign in the place of each figure, and the patterns in which a text puts figures together.

The patterns are data, in ``data/frames.toml``, with the names of the figures in them as each rule knows them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from storyver.consistency.page import Line, Page, data, stated
from storyver.model import Claim

_SIGN: Final = "\ue000"
_LONGEST: Final = 1200
"""Characters of a sentence, its figures left out; a longer one is no sentence."""
_LONGEST_BRACKET: Final = 40
_FIGURES: Final = re.compile(r"(?<!P)<([a-z]+)(\+?)>")
_GAP: Final = re.compile(r"~(\d+)")
_MACRO: Final = re.compile(r"\{([a-z_]+)\}")
_SPACE: Final = re.compile(r"\s+")

Match = Mapping[str, tuple[Claim, ...]]
"""The figures of a pattern by their names, in the order of the text."""


def frames(page: Page, line: Line, rule: str) -> Iterator[Match]:
    """The places of a sentence where it puts figures together as a rule expects; each place once."""
    if len(line.claims) < 2:
        return
    claims = tuple(claim for claim in line.claims if _restatement(page, claim) is None)
    pieces = sorted(
        _restatement(page, claim) or (stated(claim).start, stated(claim).end, _SIGN) for claim in line.claims
    )
    text = _masked(page.text, line.start, line.end, tuple(pieces))
    signs = [place for place, character in enumerate(text) if character == _SIGN]
    if len(text) > _LONGEST or len(signs) != len(claims):
        return
    seen: set[tuple[str, ...]] = set()
    for pattern in _patterns(rule):
        for match in pattern.finditer(text):
            found = {
                name: claims[bisect_left(signs, match.start(name)) : bisect_left(signs, match.end(name))]
                for name, words in match.groupdict().items()
                if words
            }
            key = tuple(f"{name} {claim.id}" for name, rows in sorted(found.items()) for claim in rows)
            if key not in seen:
                seen.add(key)
                yield found


def _restatement(page: Page, claim: Claim) -> tuple[int, int, str] | None:
    """The brackets around a figure that only restates the one in front of it, and that is read over."""
    figure = stated(claim)
    start = page.text.rfind("(", max(0, figure.start - _LONGEST_BRACKET), figure.start)
    end = page.text.find(")", figure.end, figure.end + _LONGEST_BRACKET)
    return None if figure.conversion_of is None or start < 0 or end < 0 else (start, end + 1, "")


@lru_cache(maxsize=256)
def _masked(text: str, start: int, end: int, pieces: tuple[tuple[int, int, str], ...]) -> str:
    """The sentence with signs for its figures, with single blanks, plain quotation marks and plain dashes."""
    parts: list[str] = []
    place = start
    for first, last, sign in pieces:
        if first >= place:
            parts += (_plain(text[place:first]), sign)
            place = last
    plain = _SPACE.sub(" ", "".join((*parts, _plain(text[place:end])))).strip()
    return plain.replace(" ,", ",")


def _plain(text: str) -> str:
    return text.replace(_SIGN, " ").replace("’", "'").replace("–", "-").replace("—", " - ").replace("--", "-")


@cache
def _patterns(rule: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a rule; those with pairs of words once for each pair in each order."""
    entry = data("frames")[rule]
    pairs = [both for one, other in entry.get("pairs", ()) for both in ((one, other), (other, one))] or [("", "")]
    rows = (row.replace("{did}", did).replace("{not}", not_) for row in entry["patterns"] for did, not_ in pairs)
    return tuple(re.compile(_expanded(row), re.IGNORECASE) for row in rows)


def _expanded(row: str) -> str:
    """A pattern as the file has it: ``<name>`` for a figure, ``<name+>`` for a list of figures, ``~20`` for up to so
    many characters of the same clause without a figure, ``{word}`` for an entry of the table ``words``."""
    text = row
    while match := _MACRO.search(text):
        text = text[: match.start()] + f"(?:{data('frames')['words'][match[1]]})" + text[match.end() :]
    text = _GAP.sub(rf"[^{_SIGN}.;:()]{{0,\1}}?", text)
    listed = rf"{_SIGN}(?:, {_SIGN})*,? and {_SIGN}"
    return _FIGURES.sub(lambda match: f"(?P<{match[1]}>{listed if match[2] else _SIGN})", text).replace("§", _SIGN)
