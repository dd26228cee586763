"""The results as Markdown: what is counted, a table of the tools that show, one of the rules that hide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.reading.tables import table
from benchmarks.showing.cases import Edit
from benchmarks.showing.levels import Level
from benchmarks.showing.results import Hidden, Shown

SHOWS = """\
What a person sees of each edit, the two versions compared alone:

* `names`: one mark holds the words that became other words, on both sides, and nothing else. Of storyver: it reports
  the change that the trap suite asks for, with the figures and the kind, and over all versions where there are more.
* `in a block`: all of it is marked, with words that did not change, or in two places with nothing to tie them.
* `in parts`: only parts are marked, such as a nought between two digits. Of storyver: it reports some other change.
* `hides`: nothing of it is marked.
* `false alarms`: the pairs that state the same facts in which anything is marked. Of storyver: a change of a fact."""
SORTS = "The edits that are named, by their sort:"
HIDES = """\
What rules hide that decide whether anything changed, by the edit alone and put into the middle of an article. A rule
should hide the pairs that state the same facts, the last column:"""
LEVELS = (Level.NAMES, Level.BLOCK, Level.FRAGMENTS, Level.HIDES)


def report(edits: Sequence[Edit], shown: Sequence[Shown], hidden: Sequence[Hidden], *, words: int) -> str:
    """All tables with a few lines each on what they hold."""
    pairs = len(shown[0].marked)
    parts = [
        f"{len(edits)} edits, {pairs} pairs that state the same facts. The article has {words} words.",
        SHOWS,
        _showing(shown),
        SORTS,
        _sorts(edits, shown),
        HIDES,
        _hiding(hidden),
    ]
    return "\n\n".join(parts)


def by_case(edits: Sequence[Edit], shown: Sequence[Shown], hidden: Sequence[Hidden]) -> str:
    """For each edit which tools fall short of naming it and which rules hide it."""
    lines = []
    for at, edit in enumerate(edits):
        levels = {one.name: one.levels[at] for one in shown if one.levels}
        short = [f"{name}: {level.name.lower()}" for name, level in levels.items() if level < Level.NAMES]
        gone = [one.name for one in hidden if one.alone and one.alone[at]]
        lines.append(f"* {edit.name}. {'; '.join(short) or 'named by all'}. Hidden by: {', '.join(gone) or 'none'}.")
    return "\n".join(lines)


def _titled(one: Shown) -> str:
    return f"{one.name} {one.version}".strip()


def _showing(shown: Sequence[Shown]) -> str:
    rows: list[tuple[str, ...]] = []
    for one in shown:
        if one.problem:
            rows.append((one.name, f"not measured: {one.problem}", *[""] * 4))
            continue
        counts = Counter(one.levels)
        rows.append((_titled(one), *(str(counts[level]) for level in LEVELS), str(sum(one.marked))))
    return table(("", "names", "in a block", "in parts", "hides", "false alarms"), rows)


def _sorts(edits: Sequence[Edit], shown: Sequence[Shown]) -> str:
    of = Counter(edit.sort for edit in edits)
    rows = []
    for one in shown:
        named = Counter(edit.sort for edit, level in zip(edits, one.levels, strict=False) if level is Level.NAMES)
        if not one.problem:
            rows.append((one.name, *(str(named[sort]) for sort in of)))
    return table(("", *of), [("of", *map(str, of.values())), *rows])


def _hiding(hidden: Sequence[Hidden]) -> str:
    rows: list[tuple[str, ...]] = []
    for one in hidden:
        if one.problem:
            rows.append((one.name, one.rule, f"not measured: {one.problem}", "", ""))
            continue
        rows.append((one.name, one.rule, *(str(sum(part)) for part in (one.alone, one.within, one.same))))
    head = ("", "the same where", "edits hidden alone", "in an article", "pairs of the same facts hidden")
    return table(head, rows)
