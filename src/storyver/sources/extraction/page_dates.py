"""The dates that a page states: in its mark-up for machines, and in the lines under its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from storyver.dates import PartialDate, from_datetime, is_before, parse_date
from storyver.model import Capture, DateSource, PublicationDate
from storyver.sources.extraction.page import Page, clean, key_of, names
from storyver.sources.paths import printable
from storyver.sources.stamp import LONGEST_STAMP, read_stamps

ABOVE_HEADLINE: Final = 10
"""Lines above the headline in which a page may say when: a label, a date, a section's name."""
BELOW_HEADLINE: Final = 25
"""Lines below it: standfirst, authors, a picture with its caption, buttons."""
LONG_LINES: Final = 1
"""Long lines below it that may be a standfirst. Behind another the text has begun, and dates may be other articles'."""
SHORTEST_LONG: Final = 100
"""Characters of a line that is long for one that says when or by whom."""
LONGEST_SHOWN: Final = 60
"""Characters of mark-up that gives no date, where a note repeats it."""
_MODIFIED: Final = DateSource.PAGE_MODIFIED
_PUBLISHED: Final = DateSource.PAGE_PUBLISHED
_LOOSE: Final = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)(?:T| +)(?P<hour>\d\d):?(?P<minute>\d\d)(?::?\d\d(?:\.\d+)?)? *"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
_KINDS: Final = ((_MODIFIED, "modified"), (_PUBLISHED, "published"))

_Stated = tuple[DateSource, str, str]
"""Of a date: its kind, its own words, and the mark-up or the line that it was read from."""


def page_dates(page: Page, capture: Capture) -> tuple[tuple[PublicationDate, ...], tuple[str, ...]]:
    """The dates of a page, that of its last change first, and notes on those that cannot be.

    Of each kind the most telling comes first: JSON-LD, then other mark-up, then what the page shows. What htmldate
    finds counts only where none of these says anything.
    """
    found: dict[tuple[DateSource, tuple[datetime, datetime]], PublicationDate] = {}
    notes: list[str] = []
    for kind, words, evidence in (*_in_json(page), *_in_meta(page), *_in_elements(page), *_shown(page)):
        date = _read(words)
        if date is None:
            notes.append(f"{printable(evidence[:LONGEST_SHOWN])!r} gives no date of publication.")
        else:
            stated = PublicationDate(value=date.iso(), source=kind, evidence=evidence)
            found.setdefault((kind, date.span()), stated)  # one moment in two zones is one date
    dates = sorted(found.values(), key=lambda date: date.source is _PUBLISHED)
    if page.date and not dates:
        dates.append(PublicationDate(value=page.date, source=_PUBLISHED, evidence="htmldate"))
    return tuple(dates), (*dict.fromkeys(notes), *_impossible(dates, capture))


def _impossible(dates: Iterable[PublicationDate], capture: Capture) -> Iterator[str]:
    seen = next((one for one in capture.dates if one.source is DateSource.CAPTURE), None)
    if seen is None:
        return
    for date in dates:
        if is_before(parse_date(seen.value), parse_date(date.value)):
            yield f"The page states {date.value} ({date.evidence}), which is after it was captured."


def _in_json(page: Page) -> Iterator[_Stated]:
    for kind, name in _KINDS:
        for key in names("json_ld", name):
            value = page.article.get(key)
            if isinstance(value, str) and clean(value):
                yield kind, clean(value), f"JSON-LD {key}: {clean(value)}"


def _in_meta(page: Page) -> Iterator[_Stated]:
    for kind, name in _KINDS:
        for wanted in names("meta", name):
            yield from ((kind, value, f"meta {key}: {value}") for key, value in page.meta if key == wanted)


def _in_elements(page: Page) -> Iterator[_Stated]:
    """Microdata, and the attribute by which HTML once marked a date of publication."""
    for element in page.tree.iter("time", "span", "div", "p", "abbr"):
        kind = {"datemodified": _MODIFIED, "datepublished": _PUBLISHED}.get((element.get("itemprop") or "").lower())
        if kind is None and element.tag == "time" and element.get("pubdate") is not None:
            kind = _PUBLISHED
        words = clean(element.get("datetime") or element.get("content") or element.get("title") or "")
        if kind is not None and words:
            yield kind, words, f"{element.tag} {element.get('itemprop') or 'pubdate'}: {words}"


def _shown(page: Page) -> Iterator[_Stated]:
    """The lines around the headline that say nothing but when, and the times that stand in short lines there."""
    title = key_of(page.title or "")
    place = next((place for place, line in enumerate(page.lines) if key_of(line.text) == title), 0)
    long = 0
    for number, line in enumerate(page.lines[max(0, place - ABOVE_HEADLINE) : place + BELOW_HEADLINE]):
        long += len(line.text) > SHORTEST_LONG and number > min(place, ABOVE_HEADLINE)
        if long > LONG_LINES:
            return
        if len(line.text) > LONGEST_STAMP:
            continue
        stamps = [stamp for stamp in read_stamps(line.text) if stamp.date is not None]
        for stamp in stamps:
            if stamp.date is not None:
                yield _MODIFIED if stamp.updated else _PUBLISHED, stamp.date.iso(), f"the line {line.text!r}"
        times = [one for one in line.element.iter("time") if one.get("datetime")]
        if not stamps and len(times) == 1:
            kind = _MODIFIED if any(word in line.text.lower() for word in ("updated", "modified")) else _PUBLISHED
            yield kind, clean(times[0].get("datetime")), f"time in the line {line.text!r}"


def _read(words: str) -> PartialDate | None:
    """A date in one of the forms that mark-up has: ISO 8601, that of mail and HTTP, or as people write it."""
    try:
        return parse_date(_plain(words))
    except ValueError:
        pass
    try:
        return from_datetime(parsedate_to_datetime(words))
    except (ValueError, IndexError, TypeError):
        pass
    stamps = read_stamps(f"date {words}")
    return stamps[0].date if len(stamps) == 1 else None


def _plain(words: str) -> str:
    """ISO 8601 as it is defined, where something is written a little otherwise."""
    if len(words) == 8 and words.isdecimal():
        return f"{words[:4]}-{words[4:6]}-{words[6:]}"
    match = _LOOSE.fullmatch(words)
    if match is None:
        return words
    zone = match["zone"] or ""
    zone = "Z" if zone in ("UTC", "GMT") else f"{zone}:00" if len(zone) == 3 else zone
    return f"{match['year']}-{match['month']}-{match['day']}T{match['hour']}:{match['minute']}{zone}"
