"""Reads the case files of figures: a sentence, then its figures one a line, indented; blank lines between.

A figure's line is ``text | kind | value | unit | qualifier | extra``, where trailing empty columns are left out. The
value of a range is ``low..high``, of a score ``first-second``, of a date its ISO form. The qualifier is ``exact`` where
nothing stands. ``extra`` holds ``trend=``, ``per=``, ``restates=`` (the text of the figure that is restated),
``was=`` (the text of the figure that this one replaced) and ``counted=``, parted by semicolons; the first four are none
where they are not given, ``counted`` is only asked for where it is given.
A line ``x text | rule`` names a number that is passed over. ``! reason`` above a sentence marks a known failure.
``@published`` sets the day of publication for what follows; ``#`` opens a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_COLUMNS = 6


@dataclass(slots=True)
class Expected:
    """A figure as a case file gives it."""

    text: str
    kind: str
    value: str
    unit: str | None
    qualifier: str
    extra: dict[str, str]


@dataclass(slots=True)
class Case:
    """A sentence and what is to be read from it."""

    place: str
    sentence: str
    published: str | None = None
    failure: str | None = None
    figures: list[Expected] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def read_cases(folder: Path) -> Iterator[Case]:
    """All cases of the files in a folder, in the order of names and lines."""
    for path in sorted(folder.glob("*.txt")):
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Case]:
    published = failure = None
    case: Case | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("@published"):
            published = line.split()[1] if line.split()[1] != "unknown" else None
        elif line.startswith("! "):
            failure = line[2:].strip()
        elif line.startswith("  "):
            assert case is not None, f"{path.name}:{number}: a figure without a sentence"
            _add(case, line.strip())
        elif line and not line.startswith("#"):
            if case is not None:
                yield case
            case = Case(place=f"{path.stem}:{number}", sentence=line, published=published, failure=failure)
            failure = None
    if case is not None:
        yield case


def _add(case: Case, line: str) -> None:
    if line.startswith("x "):
        text, _, rule = line[2:].rpartition(" | ")
        case.skipped.append((text, rule))
        return
    columns = [column.strip() for column in line.split(" | ")]
    columns += [""] * (_COLUMNS - len(columns))
    text, kind, value, unit, qualifier, extra = columns
    pairs = (part.partition("=") for part in extra.split("; ") if part)
    case.figures.append(
        Expected(
            text=text,
            kind=kind,
            value=value.replace("_", "").replace(",", ""),
            unit=unit or None,
            qualifier=qualifier or "exact",
            extra={key.strip(): text.strip() for key, _, text in pairs},
        )
    )
