"""Lines that say nothing but when: ``Last updated: 14:05 GMT, 5 May``. Strict: a word too many and it is text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from storyver.dates import PartialDate, parse_date, parse_offset

LONGEST_STAMP: Final = 160
"""Characters. A line with a publication and an update time, both with weekday and zone, has about 110."""
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS: Final = frozenset(
    word
    for names in (
        "monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat",
        "sunday sun",
    )
    for word in names.split()
)  # fmt: skip
_FILLERS: Final = frozenset({"on", "at", "of", "the", "and", "time"})
_PUBLISHED: Final = frozenset({"published", "posted", "date", "dated", "created", "first", "issued", "originally"})
_UPDATED: Final = frozenset(
    {"updated", "update", "modified", "last", "amended", "edited", "revised", "corrected", "latest"}
)
_ZONES: Final = {
    "gmt": 0, "utc": 0, "z": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180,
    "msk": 180, "edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360, "mst": -420, "pdt": -420,
    "pst": -480, "akdt": -480, "akst": -540, "hst": -600, "aest": 600, "aedt": 660, "awst": 480, "nzst": 720,
    "nzdt": 780, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "sast": 120,
}  # fmt: skip
"""Minutes east of UTC. BST is British Summer Time and CST and EST are American, as English-language news uses them."""
_AMERICAN_ZONES: Final = {
    "et": "EST5EDT", "eastern": "EST5EDT", "ct": "CST6CDT", "central": "CST6CDT", "mt": "MST7MDT",
    "mountain": "MST7MDT", "pt": "PST8PDT", "pacific": "PST8PDT",
}  # fmt: skip
_UNKNOWN_ZONES: Final = frozenset({"ist", "local"})
"""Read, and left unknown: IST is the time of India, of Ireland and of Israel."""
STAMP_WORDS: Final = frozenset(
    {*_MONTHS, *_WEEKDAYS, *_ZONES, *_AMERICAN_ZONES, *_UNKNOWN_ZONES, *_FILLERS, *_PUBLISHED, *_UPDATED}
    | {"st", "nd", "rd", "th", "a", "p", "am", "pm", "h", "t"}
)
"""Every run of letters that a line which says when may begin with, behind digits or not."""
_DATED: Final = frozenset({*_MONTHS, *_WEEKDAYS, *_ZONES, *_AMERICAN_ZONES, *_UNKNOWN_ZONES})
"""The words that say when, and so may stand in a date line."""
_TOKEN: Final = re.compile(
    r"(?P<iso>\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z\b|[+-]\d{2}:?\d{2}\b)?)?)?(?![\d-]))"
    r"|(?P<numeric>\d{1,2}[/.]\d{1,2}[/.]\d{4})"
    r"|(?P<time>\d{1,2}[:.h]\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<offset>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?(?!\d))"
    r"|(?P<half>[ap]\.?m\b\.?)"
    r"|(?P<day>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d{1,4}(?!\d))"
    r"|(?P<word>[A-Za-z]+\.?)"
    r"|(?P<mark>[\s,:;|·•/()*_–—-]+)",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One moment that a header line states."""

    updated: bool
    """Whether it is the time of an update, not of the first publication."""
    date: PartialDate | None
    """None where the year is not stated, or no date at all."""
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone: str | None = None
    note: str | None = None

    def in_year(self, year: int) -> PartialDate | None:
        """The date if the year is the given one; None where day and month are not stated, or there is no such day."""
        try:
            return None if self.day is None else _partial(self, year)
        except ValueError:
            return None


def read_stamps(line: str) -> tuple[Stamp, ...]:
    """The moments that a line states, if it states nothing else; an empty tuple for any other line.

    A line without "published", "updated" or the like must have a whole date: day, month and year.
    """
    if len(line) > LONGEST_STAMP:
        return ()
    groups = _group(line)
    if not groups:
        return ()
    stamps = tuple(stamp for keywords, parts in groups if (stamp := _read_group(keywords, parts)) is not None)
    if len(stamps) != len(groups):
        return ()
    named = any(keywords for keywords, _ in groups)
    whole = any(stamp.date is not None and stamp.date.day is not None for stamp in stamps)
    return stamps if named or whole else ()


_Parts = list[tuple[str, str]]


def _group(line: str) -> list[tuple[list[str], _Parts]]:
    """The tokens of a line, a group for each keyword; empty if any token cannot be in a date line."""
    groups: list[tuple[list[str], _Parts]] = [([], [])]
    position = 0
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None:
            return []
        position = match.end()
        kind = str(match.lastgroup)
        if kind == "mark":
            continue
        word = match.group().rstrip(".").lower()
        if kind == "word" and word in _FILLERS:
            continue
        if kind == "word" and (word in _PUBLISHED or word in _UPDATED):
            if groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(word)
        elif kind == "word" and word not in _DATED:
            return []
        else:
            groups[-1][1].append((kind, match.group() if kind == "iso" else word))
    return groups


def _read_group(keywords: list[str], parts: _Parts) -> Stamp | None:
    found: dict[str, int] = {}
    zone = note = half = None
    for kind, value in parts:
        if kind == "half":
            if half is not None:
                return None
            half = value[0]
        elif kind == "word" and value in _WEEKDAYS:
            continue
        elif kind == "offset" or (kind == "word" and _is_zone(value)):
            zone = zone or value
        else:
            read = _read_part(kind, value, found)
            if read is None or read.keys() & found.keys():
                return None
            found |= read
            if kind == "numeric" and "day" not in read:
                note = f"In {value} day and month cannot be told apart."
            elif kind == "iso" and "hour" in read:
                zone = _iso_zone(value)
    return _stamp(keywords, found, half, zone, note)


def _read_part(kind: str, value: str, found: dict[str, int]) -> dict[str, int] | None:
    """The parts of a date that one token gives, None for a token that has no place in a date."""
    if kind == "word":
        return {"month": _MONTHS[value]} if value in _MONTHS else None
    if kind == "iso":
        try:
            date = parse_date(value.upper())
        except ValueError:
            return None
        parts = {name: getattr(date, name) for name in ("year", "month", "day", "hour", "minute")}
        return {name: number for name, number in parts.items() if number is not None}
    if kind == "numeric":
        return _read_numeric(value)
    if kind == "time":
        hour, minute = re.split(r"[:.h]", value)[:2]
        return {"hour": int(hour), "minute": int(minute)}
    number = int(re.sub(r"\D", "", value))
    if kind == "number" and len(value) == 4:
        return {"year": number}
    if kind == "number" and ("day" in found or len(value) > 2):
        return {"hour": number, "minute": 0} if len(value) <= 2 and "hour" not in found else None
    return {"day": number}


def _read_numeric(value: str) -> dict[str, int]:
    first, second, year = (int(part) for part in re.split(r"[/.]", value))
    if first > 12 or first == second:
        return {"day": first, "month": second, "year": year}
    return {"day": second, "month": first, "year": year} if second > 12 else {"year": year}


def _is_zone(word: str) -> bool:
    return word in _ZONES or word in _AMERICAN_ZONES or word in _UNKNOWN_ZONES


def _iso_zone(value: str) -> str | None:
    match = re.search(r"(?:Z|[+-]\d{2}:?\d{2})$", value[11:], re.IGNORECASE)
    return match.group() if match else None


def _stamp(
    keywords: list[str], found: dict[str, int], half: str | None, zone: str | None, note: str | None
) -> Stamp | None:
    if half is not None:
        if "hour" not in found and "day" in found and "month" not in found:
            found["hour"], found["minute"] = found.pop("day"), 0  # "8 a.m." alone
        if not 1 <= found.get("hour", 0) <= 12:
            return None
        found["hour"] = found["hour"] % 12 + (12 if half == "p" else 0)
    if not found or ("day" in found and "month" not in found):
        return None
    year = found.pop("year", None)
    updated = any(word in _UPDATED for word in keywords)
    bare = Stamp(updated=updated, date=None, zone=zone, note=note, **found)
    try:
        if year is None:
            _partial(bare, 2000)  # a leap year: raises for a day that is in no year
            return bare if "hour" in found or "month" in found else None
        return Stamp(updated=updated, date=_partial(bare, year), zone=zone, note=note, **found)
    except ValueError:
        return None


def _partial(stamp: Stamp, year: int) -> PartialDate:
    if stamp.day is None or stamp.month is None or stamp.hour is None:
        return PartialDate(year=year, month=stamp.month, day=stamp.day)
    local = PartialDate(year=year, month=stamp.month, day=stamp.day, hour=stamp.hour, minute=stamp.minute)
    offset = _offset(stamp.zone, local)
    return PartialDate(year=year, month=stamp.month, day=stamp.day, hour=stamp.hour, minute=stamp.minute, offset=offset)


def _offset(zone: str | None, local: PartialDate) -> int | None:
    if zone is None or zone in _UNKNOWN_ZONES:
        return None
    if zone in _ZONES:
        return _ZONES[zone]
    if zone in _AMERICAN_ZONES:
        return _american_offset(_AMERICAN_ZONES[zone], local)
    digits = zone.upper().removeprefix("GMT").removeprefix("UTC")
    match = re.fullmatch(r"([+-])(\d{1,2}):?(\d{2})?", digits)
    return parse_offset(digits) if match is None else parse_offset(f"{match[1]}{match[2]:0>2}{match[3] or '00'}")


def _american_offset(zone: str, local: PartialDate) -> int | None:
    """Whether "ET" is EST or EDT depends on the date; the rule in force since 2007, without a zone database."""
    from datetime import datetime

    from dateutil import tz

    if local.year < 2007:
        return None
    rule = tz.tzstr(f"{zone},M3.2.0/2,M11.1.0/2")
    moment = datetime(local.year, local.month or 1, local.day or 1, local.hour or 0, local.minute or 0, tzinfo=rule)
    offset = moment.utcoffset()
    return None if offset is None else round(offset.total_seconds() / 60)
