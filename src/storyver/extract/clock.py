"""Times of day: "18:40", "9.50am", "2am", "9:50 a.m.", "8 o'clock", "400 PM", "2100 GMT"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from storyver.extract.lexer import Token
from storyver.extract.tables import word_set
from storyver.extract.years import Moment

_BEFORE_A_TIME = word_set("calendar", "before_a_time")
_BEHIND_A_TIME = word_set("calendar", "behind_a_time")
_ZONES = word_set("calendar", "zones")

_MINUTES = re.compile(r"[0-5][0-9]")
_SECONDS = re.compile(r"[0-5][0-9](?:\.[0-9]+)?")
_HOUR = re.compile(r"[0-9]{1,2}")
_POINTED = re.compile(r"[0-9]{1,2}\.[0-5][0-9]")
_TOGETHER = re.compile(r"([01]?[0-9]|2[0-3])([0-5][0-9])")


def read_clock(tokens: Sequence[Token], at: int) -> Moment | None:
    """The time of day that starts at ``at``, in the reader's own zone: the zone is left aside."""
    text = tokens[at].text
    return _together(tokens, at) if len(text) > 2 and text.isdigit() else _apart(tokens, at)


def _apart(tokens: Sequence[Token], at: int) -> Moment | None:
    """Hours alone, or parted from the minutes by a colon or a point."""
    hour, minute, end = tokens[at].text, "00", at + 1
    if tokens[end].text == ":" and tokens[end].glued and _MINUTES.fullmatch(tokens[end + 1].text):
        minute, end = tokens[end + 1].text, end + 2
        if tokens[end].text == ":" and tokens[end].glued and _SECONDS.fullmatch(tokens[end + 1].text):
            end += 2
    elif _POINTED.fullmatch(hour):
        hour, minute = hour.split(".")
    if not _HOUR.fullmatch(hour) or int(hour) > (24 if minute == "00" else 23):
        return None
    half = _half_of_day(tokens, end)
    if half:
        return _in_half(int(hour), minute, half)
    told = at > 0 and tokens[at - 1].lower == "at" and tokens[end].lower in _BEHIND_A_TIME
    if minute != "00" and end == at + 1 and told:
        return _time(int(hour), minute, end)
    if tokens[end].lower == "o'clock":
        return _time(int(hour), minute, end + 1)
    if end > at + 1 and (len(tokens[at].text) == 2 or int(hour) > 0):
        return _time(int(hour), minute, end)
    return None


def _together(tokens: Sequence[Token], at: int) -> Moment | None:
    """ "400 PM", "2100 GMT", "at 1900 hours", "by 0630"."""
    match = _TOGETHER.fullmatch(tokens[at].text)
    if match is None:
        return None
    half = _half_of_day(tokens, at + 1)
    if half:
        return _in_half(int(match[1]), match[2], half)
    before, behind = tokens[at - 1].lower if at else "", tokens[at + 1].lower
    introduced = before in _BEFORE_A_TIME
    padded = len(tokens[at].text) == 4
    if padded and introduced and behind == "hours":
        return _time(int(match[1]), match[2], at + 2)
    zoned = behind in _ZONES and (introduced or before == "(")
    if padded and (zoned or (introduced and tokens[at].text[0] == "0")):
        return _time(int(match[1]), match[2], at + 1)
    return None


def _time(hour: int, minute: str, end: int) -> Moment:
    return Moment(f"T{hour:02}:{minute}", end, "time_of_day")


def _in_half(hour: int, minute: str, half: tuple[str, int]) -> Moment | None:
    if not 1 <= hour <= 12:
        return None
    return _time(hour % 12 + (12 if half[0] == "p" else 0), minute, half[1])


def _half_of_day(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """ "am", "p.m." behind an hour."""
    word = tokens[at].lower
    if word in {"am", "pm"}:
        return word[0], at + 1
    if word in {"a", "p"} and [t.lower for t in tokens[at + 1 : at + 3]] == [".", "m"] and tokens[at + 2].glued:
        return word, at + 4 if tokens[at + 3].text == "." and tokens[at + 3].glued else at + 3
    return None
