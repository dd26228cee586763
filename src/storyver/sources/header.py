"""What the lines around the title say of the version itself: its number, its date, its author."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from storyver.dates import PartialDate, latest
from storyver.lines import Line, find_title, read_lines
from storyver.model import HeaderKind, HeaderLine
from storyver.sources.stamp import STAMP_WORDS, Stamp, read_stamps

TEXT_LINES_AMONG_HEADER: Final = 3
"""A label, the title and a standfirst may stand between header lines; what comes later is the article's text."""
LONGEST_BYLINE: Final = 160

_GLUED_VERSION: Final = re.compile(r"version\s+(\d{1,6})(?:\s+of\s+(\d{1,6}))?\s*[.:|–—-]\s*(?=\S)", re.IGNORECASE)
_GLUED_DATE: Final = re.compile(
    r"(?:version\s+(?P<number>\d{1,6})(?:\s+of\s+(?P<of>\d{1,6}))?[\s,;]+)?"
    r"(?:date|dated|published|updated)[\s:]+(?P<date>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?)(?=\s)",
    re.IGNORECASE,
)
_VERSION: Final = re.compile(
    r"[\W_]*(?:version|revision)[\s:]+(?:no\.?\s+|number\s+|#\s*)?(\d{1,6})(?:\s*(?:of|/)\s*(\d{1,6}))?[\W_]*",
    re.IGNORECASE,
)
_AGO: Final = re.compile(
    r"(?:(?:last\s+|first\s+)?(?:published|updated|posted|modified)[\s:]+)?(?:\d{1,3}|an?)\s+(?:min|mins|minutes?|hours?|hrs?|days?)"
    r"\s+ago",
    re.IGNORECASE,
)
_BYLINE: Final = re.compile(r"(?:(?:written|reported|story|words)\s+)?by:?\s+(?P<names>\S.*)", re.IGNORECASE)
_LONGEST: Final = 400
"""Characters of a line that may be a header line as a whole."""
_FIRST_LETTERS: Final = re.compile(r"[\x00-@\[-`{-\x7f]*([A-Za-z]++)(?![^\x00-\x7f])")
_OPENERS: Final = STAMP_WORDS | {
    *("version", "revision", "by", "written", "reported", "story", "words", "an"),
    *("min", "mins", "minute", "minutes", "hour", "hours", "hr", "hrs", "day", "days"),
}
_PARTICLES: Final = frozenset(
    {"de", "del", "della", "da", "dos", "du", "van", "von", "der", "den", "ter", "la", "le", "al", "el", "bin", "ibn"}
    | {"of", "for", "and", "the", "in", "at", "&"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the top of a text says of its version."""

    lines: tuple[HeaderLine, ...] = ()
    number: int | None = None
    of: int | None = None
    title: str | None = None
    stamps: tuple[tuple[Stamp, str], ...] = ()
    """Each moment that is stated, with the words of its line."""
    notes: tuple[str, ...] = ()

    def publication(self, year: int | None) -> tuple[PartialDate, str, tuple[str, ...]] | None:
        """The date of the latest update, else of publication, with the words that state it and notes on the reading.

        ``year`` is what file name or manifest say, for lines that state none; without any the date stays unknown.
        """
        if not self.stamps:
            return None
        dated = [(stamp, stamp.date, words) for stamp, words in self.stamps if stamp.date is not None]
        read = [(stamp, date, words, _notes(stamp)) for stamp, date, words in dated]
        for stamp, words in self.stamps:
            if stamp.date is None and (found := _complete(stamp, [date for _, date, _ in dated], year)):
                note = f"The year {found.year} of {words!r} is not in that line; it was taken from elsewhere."
                read.append((stamp, found, words, (note, *_notes(stamp))))
        chosen = [item for item in read if item[0].updated] or read
        if not chosen:
            return None
        _, date, words, notes = chosen[latest([item[1] for item in chosen])]
        return date, words, notes


def _notes(stamp: Stamp) -> tuple[str, ...]:
    return () if stamp.note is None else (stamp.note,)


def _complete(stamp: Stamp, dates: Sequence[PartialDate], year: int | None) -> PartialDate | None:
    """A day and month with the year of another line: the first year in which it is not before that date."""
    if not dates:
        return None if year is None else stamp.in_year(year)
    known = dates[latest(dates)]
    found = stamp.in_year(known.year)
    if found is not None and stamp.updated and found.span()[1] < known.span()[0]:
        return stamp.in_year(known.year + 1)
    return found


def read_header(text: str) -> Header:
    """Read the header lines at the top of a text; each becomes a HeaderLine with offsets into the text."""
    lines = tuple(read_lines(text))
    header: list[HeaderLine] = []
    found = _Found()
    passed = 0
    for number, line in enumerate(lines):
        spans = _read_line(text, line, found, first=number == 0)
        header.extend(spans)
        if not spans or spans[-1].end < line.end:
            passed += 1
        if passed >= TEXT_LINES_AMONG_HEADER:
            break
    title = find_title(text, lines, header)
    return Header(
        lines=tuple(header),
        number=found.number,
        of=found.of,
        title=None if title is None else text[title[0] : title[1]],
        stamps=tuple(found.stamps),
        notes=tuple(found.notes),
    )


class _Found:
    """What has been read so far, line by line."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.of: int | None = None
        self.stamps: list[tuple[Stamp, str]] = []
        self.notes: list[str] = []

    def add_version(self, number: str, of: str | None) -> None:
        """Keep a version number, and the count of versions if it is one."""
        if self.number is not None:
            return
        self.number = int(number)
        if of is not None and int(of) < self.number:
            self.notes.append(f"The text says version {int(number)} of {int(of)}; the second number was dropped.")
        elif of is not None:
            self.of = int(of)


def _may_open(text: str, line: Line) -> bool:
    """Whether a line's first letters can be those of a header line: of most lines they cannot."""
    match = _FIRST_LETTERS.match(text, line.start, min(line.end, line.start + _LONGEST))
    return match is None or match[1].lower() in _OPENERS


def _read_line(text: str, line: Line, found: _Found, *, first: bool) -> list[HeaderLine]:
    """The header stretches of one line, which together are all of it, or its beginning where it is glued to text."""
    if not _may_open(text, line):
        return []
    if line.end - line.start <= _LONGEST:
        words = text[line.start : line.end]
        for kind, read in _WHOLE_LINES:
            if read(words, found):
                return [HeaderLine(start=line.start, end=line.end, kind=kind)]
    return _read_glued(text, line, found) if first else []


def _read_version(words: str, found: _Found) -> bool:
    match = _VERSION.fullmatch(words)
    if match is None:
        return False
    found.add_version(match[1], match[2])
    return True


def _read_date(words: str, found: _Found) -> bool:
    stamps = read_stamps(words)
    found.stamps.extend((stamp, words) for stamp in stamps)
    if not stamps and _AGO.fullmatch(words):
        found.notes.append(f"{words!r} counts from a moment that the text does not state; no date was read from it.")
        return True
    for stamp in stamps:
        if stamp.date is None:
            found.notes.append(f"{words!r} states no year.")
    return bool(stamps)


def _read_byline(words: str, _: _Found) -> bool:
    match = _BYLINE.fullmatch(words) if len(words) <= LONGEST_BYLINE else None
    if match is None or words.endswith((".", "!", "?", ":", '"', "”")):
        return False
    names = re.split(r"[,|;–—(]|\s-\s", match["names"], maxsplit=1)[0].split()
    capitals = sum(word[0].isupper() for word in names)
    return 2 <= capitals <= 12 and all(word[0].isupper() or word.lower() in _PARTICLES for word in names)


_WHOLE_LINES: Final[tuple[tuple[HeaderKind, Callable[[str, _Found], bool]], ...]] = (
    (HeaderKind.VERSION, _read_version),
    (HeaderKind.DATE, _read_date),
    (HeaderKind.BYLINE, _read_byline),
)


def _read_glued(text: str, line: Line, found: _Found) -> list[HeaderLine]:
    """A header in front of the article's first words: only forms that no sentence begins with."""
    start = line.start
    if match := _GLUED_DATE.match(text, start, line.end):
        stamps = read_stamps(f"date {match['date']}")
        if stamps and match["number"]:
            found.add_version(match["number"], match["of"])
        found.stamps.extend((stamp, match.group()) for stamp in stamps)
        return [HeaderLine(start=start, end=match.end(), kind=HeaderKind.DATE)] if stamps else []
    if match := _GLUED_VERSION.match(text, start, line.end):
        found.add_version(match[1], match[2])
        return [HeaderLine(start=start, end=start + len(match.group().rstrip()), kind=HeaderKind.VERSION)]
    return []
