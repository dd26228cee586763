"""What a file's name says of its version. A plain ``01.txt`` gives an order only, no number and no date."""

from __future__ import annotations

import re
from typing import Final

from storyver.dates import PartialDate

_NUMBER: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:v|ver|version|rev|revision)[-_. ]?(\d{1,6})(?:[-_ ]?of[-_ ]?(\d{1,6}))?(?![A-Za-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<mark>[-_.])(?P<month>\d{2})(?:(?P=mark)(?P<day>\d{2})"
    r"(?:[T_ -](?P<hour>\d{2})[-:.h]?(?P<minute>\d{2})(?:[-:.]?\d{2})?(?P<zone>Z)?)?)?(?![\d])",
    re.ASCII,
)
_COMPACT: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[T_-]?(?P<hour>\d{2})(?P<minute>\d{2})(?:\d{2})?(?P<zone>Z)?)?(?!\d)",
    re.ASCII,
)
_YEAR: Final = re.compile(r"(?P<year>(?:19|20)\d{2})", re.ASCII)


def number_in(stem: str) -> tuple[int, int | None] | None:
    """The version number, and of how many, in a file name without its ending: ``nato-v21``, ``version-2``."""
    found = {(int(match[1]), int(match[2]) if match[2] else None) for match in _NUMBER.finditer(stem)}
    return found.pop() if len(found) == 1 else None


def date_in(stem: str) -> PartialDate | None:
    """The one date in a file name without its ending: ``2022-10-12``, ``nato-2022-03``, ``20221012``, ``2022``."""
    whole = _YEAR.fullmatch(stem)
    matches = [whole] if whole else [*_DATE.finditer(stem), *_COMPACT.finditer(stem)]
    dates = [date for match in matches if (date := _date(match)) is not None]
    return dates[0] if len(set(dates)) == 1 else None


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Orders names as a person does, ``v2`` before ``v10``; the name itself decides between equals."""
    stem, dot, _ = name.rpartition(".")
    parts = re.split(r"([0-9]+)", stem if dot else name)
    key = [(0, int(part), "") if index % 2 else (1, 0, part.casefold()) for index, part in enumerate(parts)]
    return (*key, (-1, 0, name))


def _date(match: re.Match[str]) -> PartialDate | None:
    parts = {name: int(value) for name, value in match.groupdict().items() if value and name not in ("zone", "mark")}
    offset = 0 if match.groupdict().get("zone") else None
    try:
        return PartialDate(**parts, offset=offset)
    except ValueError:
        return None
