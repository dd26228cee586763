"""What a reader sees of the templates that carry figures, dates and words in running text. All others are left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from storyver.sources.extraction.wikitext.markup import BREAK
from storyver.sources.extraction.wikitext.tables_of_words import multiples, shown, units, words
from storyver.sources.paths import printable

_PLACE: Final = re.compile(r"\{([^{}]+)\}")
_NUMBER: Final = re.compile(r"[-−+]?[\d.,]*\d(?:\+\d+)?(?://?\d+)?")
_MULTIPLE: Final = re.compile(r"(e\d{1,2})(\D.*)")
_MOST_NAMED: Final = 5
"""Templates that a note names."""
_LONGEST_NAMED: Final = 40
_HAS_DIGIT: Final = re.compile(r"\d")
_DIGITS: Final = re.compile(r"(\d{4,})(?=\.|$|\D)")
_BETWEEN: Final = {
    "to": " to ",
    "-": "–",
    "–": "–",
    "and": " and ",
    "or": " or ",
    "x": " × ",
    "by": " by ",
    "+/-": " ± ",
    "±": " ± ",
}


class Templates:
    """What templates show to a reader at one moment: the day of the revision."""

    def __init__(self, today: date | None) -> None:
        self._today = today
        self._left_out: dict[str, None] = {}

    def shown(self, name: str, values: Mapping[str, str]) -> str:
        """The words of a template; empty for one that is none of the words of a page."""
        if name in shown():
            return _by_pattern(shown()[name], values)
        if name in words("conversions"):
            return _conversion(values)
        if name in words("numbers") or name.startswith("formatnum:"):
            return _number(name, values)
        if name in words("dates") or name in words("dates_with_ages"):
            return _date(values, 1) + self._age_behind(name, values)
        if name in words("ages"):
            return self._age(values)
        if name in words("as_of"):
            return _as_of(values)
        if name in words("joined"):
            return "".join(_numbered(values))
        if name in words("rupees"):
            return f"₹{values.get('1', '')} {multiples().get(values.get('2', ''), values.get('2', ''))}".strip()
        if name in words("lists"):
            return BREAK.join(_numbered(values))
        silent = name in words("silent") or name.startswith(tuple(words("silent_beginnings")))
        if not silent and any(_HAS_DIGIT.search(value) for value in _numbered(values)):
            self._left_out[name] = None
        return ""

    def notes(self) -> tuple[str, ...]:
        """A note on the templates that were left out although figures stand in them."""
        if not self._left_out:
            return ()
        names = ", ".join(printable(name[:_LONGEST_NAMED]) for name in list(self._left_out)[:_MOST_NAMED])
        more = len(self._left_out) - _MOST_NAMED
        names += f" and {more} more" * (more > 0)
        return (f"Templates with figures whose words are not known were left out: {names}.",)

    def _age_behind(self, name: str, values: Mapping[str, str]) -> str:
        if name not in words("dates_with_ages"):
            return ""
        years = _years(_day(values, 4), _day(values, 1))
        return f" (aged {years})" if years is not None else ""

    def _age(self, values: Mapping[str, str]) -> str:
        years = _years(_day(values, 1), _day(values, 4) or self._today)
        return "" if years is None else str(years)


def _numbered(values: Mapping[str, str]) -> list[str]:
    """The parameters without a name, in their order."""
    found: list[str] = []
    while (value := values.get(str(len(found) + 1))) is not None:
        found.append(value)
    return found


def _by_pattern(patterns: tuple[str, ...], values: Mapping[str, str]) -> str:
    for pattern in patterns:
        names = _PLACE.findall(pattern)
        if all(values.get(name) for name in names):
            return _PLACE.sub(lambda match: values[match[1]], pattern)
    return ""


def _conversion(values: Mapping[str, str]) -> str:
    """The amount as it is written, in its own unit; what it is converted to is not in the text."""
    given = _numbered(values)
    parts: list[str] = []
    place = 0
    while place < len(given) and (place == 0 or _NUMBER.fullmatch(given[place])):
        parts.append(given[place])
        joint = _BETWEEN.get(given[place + 1]) if place + 1 < len(given) else None
        if joint is not None:
            parts.append(joint)
            place += 2
            continue
        unit = given[place + 1] if place + 1 < len(given) else ""
        parts.append(f" {_unit(unit)}" if unit else "")
        place += 2
        if place + 1 >= len(given) or not (_NUMBER.fullmatch(given[place]) and unit in ("ft", "lb", "st", "mi", "yd")):
            break
        parts.append(" ")
    return "".join(parts).strip()


def _unit(code: str) -> str:
    """A unit's code in words: ``e6km2`` is million km²."""
    match = _MULTIPLE.fullmatch(code)
    if match is not None and match[1] in multiples():
        return f"{multiples()[match[1]]} {units().get(match[2], match[2])}"
    return units().get(code, code)


def _number(name: str, values: Mapping[str, str]) -> str:
    """A number with its thousands apart, its uncertainty, power of ten and unit."""
    number = name.removeprefix("formatnum:") if name.startswith("formatnum:") else values.get("1", "")
    text = _DIGITS.sub(lambda match: f"{int(match[1][:300]):,}", number.strip(), count=1)
    if uncertain := values.get("2"):
        text += f" ± {uncertain}"
    if power := values.get("e"):
        text += f"×10^{power}"
    if unit := values.get("ul") or values.get("u"):
        text += f" {_unit(unit)}"
    return text


def _day(values: Mapping[str, str], place: int) -> date | None:
    """The day that three parameters give, the first of its month or year where they give less."""
    parts = [values.get(str(place + step), "").strip().lstrip("0") for step in range(3)]
    if not parts[0].isdigit() or len(parts[0]) > 4:
        return None
    month, day = _month(parts[1]) or 1, int(parts[2]) if parts[2].isdigit() and len(parts[2]) < 3 else 1
    try:
        return date(int(parts[0]), month, day)
    except ValueError:
        return None


def _month(value: str) -> int | None:
    if value.isdigit() and len(value) < 3 and 1 <= int(value) <= 12:
        return int(value)
    found = [name for name in _MONTHS if len(value) >= 3 and name.startswith(value.casefold())]
    return _MONTHS.index(found[0]) + 1 if found else None


_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def _years(start: date | None, end: date | None) -> int | None:
    """Whole years from one day to another."""
    if start is None or end is None or end < start:
        return None
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _date(values: Mapping[str, str], place: int) -> str:
    year, month, day = (values.get(str(place + step), "").strip() for step in range(3))
    named = _month(month.lstrip("0"))
    if not year or named is None:
        return year
    word = _MONTHS[named - 1].capitalize()
    return f"{day.lstrip('0')} {word} {year}" if day.isdigit() else f"{word} {year}"


def _as_of(values: Mapping[str, str]) -> str:
    beginning = values.get("alt") or f"{'since' if values.get('since') else 'as of'} {_date(values, 1)}"
    small = values.get("lc") or values.get("alt")
    return (beginning if small else beginning[:1].upper() + beginning[1:]) + values.get("post", "")
