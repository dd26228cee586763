"""The results as Markdown tables."""

from __future__ import annotations

import os
import platform
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.reading.scores import Tally

Counts = Counter[tuple[str, bool]]


@dataclass(slots=True)
class Result:
    """What was measured of one reader."""

    name: str
    version: str = ""
    problem: str = ""
    """Why it could not be measured, or nothing."""
    seconds: list[float] = field(default_factory=list)
    own: Tally = field(default_factory=Tally)
    published: Tally = field(default_factory=Tally)

    def speed(self, sentences: int) -> float:
        """Sentences a second, the median of the runs."""
        return sentences / statistics.median(self.seconds)


def machine() -> str:
    """What it was measured on."""
    return f"{os.cpu_count()} cores, of which one is used; Python {platform.python_version()}; {platform.machine()}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose first column is text and whose others are numbers."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def summary(results: Sequence[Result], sentences: int) -> str:
    """Accuracy on the cases beside speed; the ratios are to the first reader's speed."""
    published = ["public values", "public units"] if results[0].published.values else []
    head = ("", "values", "units", "precision", "false alarms", *published, "sentences/s", "slower by")
    first = results[0].speed(sentences)
    rows = []
    for one in results:
        if one.problem:
            rows.append((one.name, f"not measured: {one.problem}", *[""] * (len(head) - 2)))
            continue
        speed = one.speed(sentences)
        alarms = f"{100 * one.own.false_alarms / max(1, one.own.traps):.0f}"
        shares = (share(one.own.values), share(one.own.units), share(one.own.answers))
        public = (share(one.published.values), share(one.published.units)) if published else ()
        rows.append((titled(one), *shares, alarms, *public, f"{speed:,.0f}", f"{first / speed:,.0f}"))
    return table(head, rows)


def titled(result: Result) -> str:
    """A reader's name and version."""
    return f"{result.name} {result.version}"


def by_kind(results: Sequence[Result], counts: Callable[[Result], Counts]) -> str:
    """One column for each reader and one row for each kind, with how many there are of it."""
    measured = [one for one in results if not one.problem]
    kinds = sorted({kind for one in measured for kind, _ in counts(one)})
    rows = []
    for kind in kinds:
        number = sum(counts(measured[0])[kind, right] for right in (True, False))
        rows.append((kind, f"{number:,}", *(share(counts(one), kind) for one in measured)))
    rows.append(("all", f"{sum(counts(measured[0]).values()):,}", *(share(counts(one)) for one in measured)))
    return table(("", "of", *(one.name for one in measured)), rows)


def precision_by_kind(results: Sequence[Result]) -> str:
    """Right answers of all answers; how many each reader gave differs."""
    measured = [one for one in results if not one.problem]
    kinds = sorted({kind for one in measured for kind, _ in one.own.answers})
    rows = [(kind, *(of_total(one.own.answers, kind) for one in measured)) for kind in kinds]
    rows.append(("all", *(of_total(one.own.answers) for one in measured)))
    return table(("", *(one.name for one in measured)), rows)


def alarms(results: Sequence[Result]) -> str:
    """What was read in sentences that state no figure, and how often a reader stopped on a sentence."""
    measured = [one for one in results if not one.problem]
    rows = [
        (one.name, f"{one.own.traps}", f"{one.own.false_alarms}", f"{one.own.alarms_with_unit}", f"{one.own.failed}")
        for one in measured
    ]
    return table(("", "sentences", "readings", "with a unit", "stopped on"), rows)


def speeds(results: Sequence[Result], sentences: int) -> str:
    """The median and the ends of the runs, in sentences a second."""
    measured = [one for one in results if not one.problem]
    rows = []
    for one in measured:
        ends = (sentences / max(one.seconds), sentences / min(one.seconds))
        ratio = measured[0].speed(sentences) / one.speed(sentences)
        rows.append((titled(one), f"{one.speed(sentences):,.1f}", f"{ends[0]:,.1f}–{ends[1]:,.1f}", f"{ratio:,.2f}"))
    return table(("", "sentences/s", "slowest and fastest run", "slower by"), rows)


def lengths(names: Sequence[str], rows: Iterable[tuple[str, int, Sequence[float]]]) -> str:
    """Sentences a second of several readers on several sets of sentences."""
    head = ("", "sentences", *(f"{name}, sentences/s" for name in names))
    return table(head, [(what, f"{many:,}", *(f"{speed:,.0f}" for speed in speeds)) for what, many, speeds in rows])


def share(counts: Counts, kind: str | None = None) -> str:
    """How much was right, in percent."""
    right, total = _totals(counts, kind)
    return f"{100 * right / total:.1f}" if total else "–"


def of_total(counts: Counts, kind: str | None = None) -> str:
    """The same with the number it is of."""
    _, total = _totals(counts, kind)
    return f"{share(counts, kind)} of {total:,}"


def _totals(counts: Counts, kind: str | None) -> tuple[int, int]:
    right, wrong = (
        sum(n for (name, was), n in counts.items() if was is is_right and kind in {None, name})
        for is_right in (True, False)
    )
    return right, right + wrong
