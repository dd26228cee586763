"""What the readable formats show of a result: small values in reading order, their text already inert.

Every string in a view is on one line and free of control characters; each format only adds its own escapes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from storyver.model import ChangeKind, Claim, DateSource, Figure, Reason, Version
from storyver.naming import name_fact
from storyver.report.inert import one_line

EXCERPT_LENGTH = 600
"""Characters of a sentence shown on each side of its figures. Longer ones are no sentences but unbroken pages."""

LONGEST_HEAD = 20
"""Characters of what a version is called in the head of a column."""

LABEL_LENGTH = 60
"""Characters of a label: what fits beside a figure on a line of 80 columns."""

MARKERS = {
    ChangeKind.UNCHANGED: "=",
    ChangeKind.INCREASED: "▲",
    ChangeKind.DECREASED: "▼",
    ChangeKind.REVISED: "≠",
    ChangeKind.REQUALIFIED: "≈",
    ChangeKind.RESCOPED: "»",
    ChangeKind.REWORDED: "~",
    ChangeKind.QUOTE_ALTERED: '"',
    ChangeKind.ATTRIBUTION_CHANGED: "@",
    ChangeKind.HEDGE_ADDED: "¿",
    ChangeKind.HEDGE_DROPPED: "¡",
    ChangeKind.NEGATED: "¬",
    ChangeKind.NAME_CHANGED: "§",
    ChangeKind.DATE_CHANGED: "¤",
    ChangeKind.CORRECTION_NOTICE: "!",
    ChangeKind.MOVED: "<",
    ChangeKind.ADDED: "+",
    ChangeKind.REMOVED: "-",
    ChangeKind.RESTORED: "*",
    ChangeKind.UNCERTAIN: "?",
}
"""One character for each kind, so that a report reads without colour."""

DATE_SOURCES = {
    DateSource.MANIFEST: "from the manifest",
    DateSource.HEADER: "stated in the text",
    DateSource.FILE_NAME: "from the file name",
    DateSource.CAPTURE: "when it was captured",
    DateSource.AUTHORED: "the commit's author date",
    DateSource.COMMITTED: "the commit's date",
    DateSource.REVISION: "of the revision",
    DateSource.COLUMN: "from the table",
    DateSource.PAGE_MODIFIED: "of the last change, by the page's mark-up",
    DateSource.PAGE_PUBLISHED: "of publication, by the page's mark-up",
    DateSource.DOCUMENT: "from the document's properties",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text, emphasised where it is a figure."""

    text: str
    is_figure: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """A comparison or rule behind an answer; ``weight`` is its signed contribution, empty where it decides alone."""

    rule: str
    text: str
    weight: str
    bar: tuple[float, float]
    """Where its bar begins and how wide it is, in hundredths of a drawing whose middle is zero; no width where it
    decides alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version as its readers know it."""

    name: str
    """``version 21 of 31``, or its date, its file name or its id where it has no number."""
    short: str
    """The same for the head of a column."""
    title: str
    date: str
    """With where it was read; empty where it is unknown."""
    source: str
    id: str
    notes: tuple[str, ...]

    @property
    def description(self) -> str:
        """Number, date and source on one line."""
        parts = (self.name, self.date or "no date stated", self.source)
        return " · ".join(part for part in parts if part)


def version_view(version: Version) -> VersionView:
    """What a report says of a version."""
    file_name = PurePath(version.source).name if version.source else ""
    date = version.date.value if version.date else ""
    number = "" if version.number is None else f"version {version.number}"
    if number and version.of is not None:
        number += f" of {version.of}"
    short = f"v{version.number}" if number else _head(date) or file_name or version.id
    return VersionView(
        name=number,
        short=clip(short, LONGEST_HEAD),
        title=clip(version.title or "", EXCERPT_LENGTH),
        date=_date_phrase(version),
        source=clip(file_name or f"text {version.id}", 120),
        id=one_line(version.id),
        notes=tuple(clip(note, EXCERPT_LENGTH) for note in version.notes),
    )


def _head(date: str) -> str:
    """The date for the head of a column: where it has no room for the offset from UTC, without that."""
    return date if len(date) <= LONGEST_HEAD else date[: len("2022-10-12T09:30")]


def distinct(versions: tuple[VersionView, ...]) -> tuple[VersionView, ...]:
    """The versions with their places as column heads where two would have the same, or one has nothing but its id."""
    same = len({version.short for version in versions}) < len(versions)
    return tuple(
        replace(version, short=f"#{place}") if same or version.short == version.id else version
        for place, version in enumerate(versions, start=1)
    )


def _date_phrase(version: Version) -> str:
    if version.date is None:
        return ""
    evidence = clip(version.date.evidence, LABEL_LENGTH)
    words = f" “{evidence}”" if evidence and evidence != version.date.value else ""
    return f"{one_line(version.date.value)}, {DATE_SOURCES[version.date.source]}{words}"


def clip(text: str, length: int) -> str:
    """The text on one line, cut with an ellipsis where it is longer than ``length`` characters."""
    line = one_line(text[: length * 4]).strip()
    if len(line) <= length and len(text) <= length * 4:
        return line
    return line[: length - 1].rstrip() + "…"


def words(kind: str) -> str:
    """The name of a kind as words: ``date changed``."""
    return kind.replace("_", " ")


def excerpt(claim: Claim, figures: Iterable[Figure] = ()) -> Pieces:
    """The claim's sentence with its figures set apart, cut with ellipses where it goes on too long."""
    stretches = _stretches(claim, figures)
    middle = stretches[0][0] if stretches else 0
    first, last = max(0, middle - EXCERPT_LENGTH), middle + EXCERPT_LENGTH
    pieces: list[Piece] = [Piece(text="… ")] if first else []
    position = first
    for start, end in stretches:
        if start >= last:
            break
        pieces += (_piece(claim.text[position:start]), _piece(claim.text[start : min(end, last)], is_figure=True))
        position = min(end, last)
    pieces.append(_piece(claim.text[position:last]))
    if last < len(claim.text):
        pieces.append(Piece(text=" …"))
    return tuple(piece for piece in pieces if piece.text)


def _stretches(claim: Claim, figures: Iterable[Figure]) -> list[tuple[int, int]]:
    """Where figures stand in the claim's text: in order, without overlaps, none of them outside."""
    chosen = tuple(figures) or ((claim.figure,) if claim.figure else ())
    stretches: list[tuple[int, int]] = []
    for start, end in sorted({(figure.start - claim.start, figure.end - claim.start) for figure in chosen}):
        if 0 <= start < end <= len(claim.text) and (not stretches or stretches[-1][1] <= start):
            stretches.append((start, end))
    return stretches


def _piece(text: str, *, is_figure: bool = False) -> Piece:
    return Piece(text=one_line(text), is_figure=is_figure)


def reason_views(reasons: Iterable[Reason]) -> tuple[ReasonView, ...]:
    """The reasons with their weights as signed decimals, and as bars to the scale of the heaviest."""
    shown = tuple(reasons)
    heaviest = max((abs(one.weight) for one in shown if one.weight is not None), default=0) or 1
    return tuple(
        ReasonView(
            rule=one_line(reason.rule),
            text=clip(reason.text, EXCERPT_LENGTH),
            weight="" if reason.weight is None else f"{reason.weight:+.2f}",
            bar=_bar((reason.weight or 0) / heaviest * 50),
        )
        for reason in shown
    )


def _bar(length: float) -> tuple[float, float]:
    return round(50 + min(0, length), 1), round(abs(length), 1)


def figure_label(claim: Claim) -> tuple[str, str]:
    """The figure of a claim and what it counts, ``("30", "member countries")``; empty where there is none."""
    if claim.figure is None:
        return "", ""
    about = name_fact(claim) if claim.figure.counted else ""
    return clip(claim.figure.text, LABEL_LENGTH), clip(about, LABEL_LENGTH)


def amount(figure: Figure) -> str:
    """The value of a figure in plain characters: ``15000000000 USD``, ``10 to 12 day``, ``2022-10-12``."""
    if figure.low is None:
        return one_line(figure.date or "")
    low, high = _decimal(figure.low), _decimal(figure.low if figure.high is None else figure.high)
    joint = "-" if figure.kind.value == "score" else " to "
    value = low if low == high and joint != "-" else f"{low}{joint}{high}"
    unit = f" {one_line(figure.unit)}" if figure.unit else ""
    return f"{value}{unit}" + (f" per {one_line(figure.per)}" if figure.per else "")


_LARGE = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
"""From which number on it is written with which letters."""


def short_number(value: float) -> str:
    """A number as a person reads it: ``2.6m``, ``12,400``, ``0.25``."""
    for scale, letters in _LARGE:
        if abs(value) >= scale:
            return f"{value / scale:.3g}{letters}"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.6g}"


def _decimal(value: float) -> str:
    return f"{value:.0f}" if value == value // 1 and abs(value) < 1e15 else f"{value:.10g}"
