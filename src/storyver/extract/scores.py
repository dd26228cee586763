"""Two numbers against each other: scores and votes ("3-1", "52–48"), odds ("4/1"), ratios ("20 to 1"), race times."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from storyver.extract.calendar import months
from storyver.extract.counted import is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import DURATION, SCORE
from storyver.extract.number import ONES
from storyver.extract.quantities import DASHES
from storyver.extract.tables import word_set
from storyver.extract.units import read_unit

_BEFORE_A_TIME = word_set("calendar", "before_a_time")
_CONTEST = word_set("figures", "contest")
_TIME_LEFT = word_set("figures", "time_left")

JOINTS: Final = DASHES | {"/", ":", "to", "for"}
"""What stands behind the first number of a score, of odds, of a ratio and of an innings."""
_LARGEST_SCORE = 650
"""Seats of the largest chamber whose divisions are told in this form."""
_LARGEST_ODDS = 1_000
_WIDE = 15
_NARROW = 6
_MOST_SETS = 7
_WICKETS = 10


def read_score(scene: Scene, at: int) -> Found | None:
    """ "3-1", "52–48" in a contest; "100-1" and "4/1" of odds; "3-to-1", "20 to 1", "3:1" of a ratio."""
    tokens = scene.tokens
    if tokens[at + 1].lower not in JOINTS or not _small(tokens[at].text):
        return None
    return _dashed(scene, at) or _odds(scene, at) or _ratio(scene, at) or _innings(scene, at)


def _small(text: str) -> bool:
    return text.isdigit() and text.isascii() and len(text) <= 4


def _score(at: int, end: int, low: str, high: str, rule: str) -> Found:
    return Found(first=at, end=end, kind=SCORE, low=Decimal(low), high=Decimal(high), rule=rule)


def _dashed(scene: Scene, at: int) -> Found | None:
    tokens = scene.tokens
    first, dash, second = tokens[at : at + 3]
    if dash.text not in DASHES or not (dash.glued and second.glued) or not _small(second.text):
        return None
    behind = tokens[at + 3]
    if (
        behind.text in {"%", "/"}
        or (behind.text in DASHES and behind.glued)
        or (behind.glued and behind.kind == "word")
    ):
        return None
    if (
        behind.lower in months()
        or read_unit(tokens, at + 3) is not None
        or (first.glued and at and tokens[at - 1].text not in {"(", "“", '"'})
    ):
        return None
    if second.text == "1" and _near(scene, at, at + 3, "odds"):
        return _score(at, at + 3, first.text, second.text, "odds")
    start = _first_of_sets(scene, at)
    ahead = behind.lower in {"up", "down", "ahead", "behind"}
    falls = first.text[0] == "0" or int(first.text) > int(second.text)  # no range runs downwards
    contest = ahead or falls or _near(scene, start, at, "contest", _WIDE) or _near(scene, start, at + 3, "cricket")
    contest = contest or _between_names(scene, at) or _of_two_sides(scene, at)
    if max(int(first.text), int(second.text)) > _LARGEST_SCORE or not contest:
        return None
    plural = behind.kind == "word" and behind.text.islower() and is_plural(behind.lower)
    counted = plural and behind.lower not in _CONTEST
    if counted and not int(first.text) > int(second.text):
        return None
    return _score(at, at + 3, first.text, second.text, "score")


def _pair(scene: Scene, at: int) -> bool:
    """Two small numbers with a dash between stand at ``at``."""
    first, dash, second = scene.tokens[at : at + 3]
    return dash.text in DASHES and dash.glued and second.glued and _small(first.text) and _small(second.text)


def _of_two_sides(scene: Scene, at: int) -> bool:
    """ "2-24 to 1-22": goals and points of either side."""
    tokens = scene.tokens
    before = at >= 4 and tokens[at - 1].lower == "to" and _pair(scene, at - 4)
    return before or (tokens[at + 3].lower == "to" and _pair(scene, at + 4))


def _innings(scene: Scene, at: int) -> Found | None:
    """ "287 for six", "168-9": runs for wickets, where the text speaks of cricket."""
    tokens = scene.tokens
    wickets = tokens[at + 2]
    value = ONES.get(wickets.lower) or (int(wickets.text) if _small(wickets.text) else 0)
    if tokens[at + 1].lower != "for" or not 0 < value <= _WICKETS or int(tokens[at].text) <= value:
        return None
    behind = tokens[at + 3]
    if (behind.glued and behind.kind != "other") or (behind.kind == "word" and is_plural(behind.lower)):
        return None
    if not _near(scene, at, at + 3, "cricket", _WIDE):
        return None
    return _score(at, at + 3, tokens[at].text, str(value), "innings")


def _between_names(scene: Scene, at: int) -> bool:
    """ "Wolves 1-3 Leeds"."""
    before, behind = scene.tokens[at - 1] if at else None, scene.tokens[at + 3]
    if before is None or before.lower in months() or behind.lower in months():
        return False
    return all(side.kind == "word" and side.text[:1].isupper() for side in (before, behind))


def _first_of_sets(scene: Scene, at: int) -> int:
    """Where a row of scores starts ("6-3, 4-6, 7-5")."""
    tokens = scene.tokens
    for _ in range(_MOST_SETS):
        before = at - 4 if at >= 4 and tokens[at - 1].text in {",", "("} else at - 3
        if before < 0 or tokens[before + 1].text not in DASHES or not _small(tokens[before].text):
            return at
        at = before
    return at


def _near(scene: Scene, at: int, end: int, section: str, within: int = _NARROW) -> bool:
    words = word_set("figures", section)
    return any(token.lower in words for token in scene.tokens[max(0, at - within) : end + within])


def _odds(scene: Scene, at: int) -> Found | None:
    """ "4/1", "11/4" where the text speaks of betting."""
    tokens = scene.tokens
    first, slash, second, behind = tokens[at : at + 4]
    if slash.text != "/" or not (slash.glued and second.glued) or not _small(second.text):
        return None
    if (behind.glued and behind.kind != "other") or (behind.text == "/" and behind.glued):
        return None
    if 0 < int(first.text) <= _LARGEST_ODDS and int(second.text) > 0 and _near(scene, at, at + 3, "odds"):
        return _score(at, at + 3, first.text, second.text, "odds")
    return None


def _ratio(scene: Scene, at: int) -> Found | None:
    """ "3-to-1", "20 to 1", "3:1" beside "ratio", "odds" and the like."""
    tokens = scene.tokens
    if tokens[at + 1].text == ":" and tokens[at + 1].glued and tokens[at + 2].glued:
        end = at + 2
    elif [token.lower for token in tokens[at + 1 : at + 4]] == ["-", "to", "-"]:
        end = at + 4
    elif tokens[at + 1].lower == "to":
        end = at + 2
    else:
        return None
    if not _small(tokens[end].text) or (tokens[end + 1].glued and tokens[end + 1].kind != "other"):
        return None
    if tokens[end].text != "1" and tokens[at + 1].lower == "to":
        return None
    near = _near(scene, at, end, "ratio") or _near(scene, at, end, "odds")
    near = near or (tokens[at + 1].text == "-" and _near(scene, at, end, "contest"))
    return _score(at, end + 1, tokens[at].text, tokens[end].text, "ratio") if near else None


def _in_whole_seconds(text: str) -> bool:
    return re.fullmatch(r"[0-5]\d", text) is not None


def read_race_time(scene: Scene, at: int) -> Found | None:
    """ "3:54.01", "2:14:04", "1:47 left": hours, minutes and seconds as a length of time in seconds."""
    tokens = scene.tokens
    if tokens[at + 1].text != ":" or not (tokens[at + 1].glued and tokens[at + 2].glued):
        return None
    parts, end = [tokens[at].text, tokens[at + 2].text], at + 3
    if tokens[end].text == ":" and tokens[end].glued and tokens[end + 1].glued:
        parts, end = [*parts, tokens[end + 1].text], end + 2
    before = tokens[at - 1].lower if at else ""
    hundredths = re.fullmatch(r"[0-5]\d\.\d{1,3}", parts[-1]) is not None
    clocked = len(parts) == 3 and before not in _BEFORE_A_TIME and _in_whole_seconds(parts[-1])
    behind = {tokens[end].lower, f"{tokens[end].lower} {tokens[end + 1].lower}"}
    left = len(parts) == 2 and not behind.isdisjoint(_TIME_LEFT)
    if not (hundredths or clocked or left):
        return None
    whole = [*parts[:-1], parts[-1].split(".")[0]]
    if not all(re.fullmatch(r"[0-5]?\d", part, re.ASCII) for part in whole):
        return None
    seconds = Decimal(0)
    for part in parts:
        seconds = seconds * 60 + Decimal(part)
    return Found(first=at, end=end, kind=DURATION, low=seconds, high=seconds, unit="second", rule="race_time")
