"""The patterns in which a text puts figures together.

They are data, in ``data/frames.toml``, with the names of the figures in them as each rule knows them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from storyver.consistency.masks import SIGN
from storyver.consistency.page import Line, data
from storyver.model import Claim

_FIGURES: Final = re.compile(r"(?<!P)<([a-z]+)(\+?)>")
_GAP: Final = re.compile(r"~(\d+)")
_MACRO: Final = re.compile(r"\{([a-z_]+)\}")

Match = Mapping[str, tuple[Claim, ...]]
"""The figures of a pattern by their names, in the order of the text."""


def frames(line: Line, rule: str) -> Iterator[Match]:
    """The places of a sentence where it puts figures together as a rule expects; each place once."""
    mask = line.mask
    least, needs = _needed(rule)
    if len(mask.signs) < least or not any(word in mask.text for word in needs):
        return
    seen: set[tuple[str, ...]] = set()
    for pattern in _patterns(rule):
        for match in pattern.finditer(mask.text):
            found = {
                name: mask.claims[bisect_left(mask.signs, match.start(name)) : bisect_left(mask.signs, match.end(name))]
                for name, words in match.groupdict().items()
                if words
            }
            key = tuple(f"{name} {claim.id}" for name, rows in sorted(found.items()) for claim in rows)
            if key not in seen:
                seen.add(key)
                yield found


@cache
def _needed(rule: str) -> tuple[int, tuple[str, ...]]:
    """How many figures a sentence must have for a rule, and the words of which it must have one."""
    entry = data("frames")[rule]
    return entry["figures"], tuple(entry["needs"])


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
    text = _GAP.sub(rf"[^{SIGN}.;:()]{{0,\1}}?", text)
    listed = rf"{SIGN}(?:, {SIGN})*,? and {SIGN}"
    return _FIGURES.sub(lambda match: f"(?P<{match[1]}>{listed if match[2] else SIGN})", text).replace("§", SIGN)
