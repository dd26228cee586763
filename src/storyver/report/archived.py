"""What an archive holds and what became of it, as plain lines for a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from storyver.model import Added, ArchivedStory, Story, Verification
from storyver.report.inert import CONTROLS, one_line, visible

LONGEST: Final = 100
"""Characters of a name or place that are shown; a longer one is cut, and a name has a place to be named by."""
REASONS: Final = 5
"""Captures named for each reason to skip them."""

_ALLOWED: Final = re.compile("[\t\n]")


def stories_lines(stories: Sequence[ArchivedStory]) -> str:
    """A line for each story: its place, how many versions of how many bytes, its name."""
    rows = [(f"#{one.place}", f"{one.versions:,}", f"{one.size:,}", shortened(one.name)) for one in stories]
    return _columns([("", "versions", "bytes", "story"), *rows]) if rows else "No stories.\n"


def versions_lines(story: Story) -> str:
    """A line for each version of a story in their order: its place, number, date, id and where it comes from."""
    head = f"{shortened(story.id)}\n" + (f"{shortened(story.title)}\n" if story.title else "")
    rows = [
        (
            f"#{place}",
            "" if one.number is None else str(one.number),
            "" if one.date is None else one.date.value,
            one.id,
            shortened(one.source or ""),
        )
        for place, one in enumerate(story.versions, start=1)
    ]
    return head + _columns([("", "number", "date", "id", "from"), *rows])


def added_lines(added: Added) -> str:
    """What became of the captures, and why some were skipped."""
    new = f" (new stories: {added.stories:,})" if added.stories else ""
    lines = [f"added {added.added:,}{new}", f"already there {added.known:,}"]
    if added.extracted:
        lines.append(f"read anew {added.extracted:,}")
    lines.append(f"skipped {len(added.skipped):,}")
    for reason, count in Counter(one.reason for one in added.skipped).items():
        named = [one_line(one.path) for one in added.skipped if one.reason == reason][:REASONS]
        more = f" and {count - REASONS:,} more" if count > REASONS else ""
        lines.append(f"  {count:,}: {one_line(reason)}: {', '.join(named)}{more}")
    return "\n".join(lines) + "\n"


def verification_lines(verification: Verification) -> str:
    """What is damaged, line by line, or that nothing is, and the head of the chain."""
    lines = [f"{shortened(one.where)}: {one_line(one.what)}" for one in verification.damages]
    counts = f"{verification.stories:,} stories, {verification.versions:,} versions, {verification.entries:,} entries"
    verdict = f"damaged in {len(lines):,} places" if lines else "nothing is damaged"
    return "\n".join([*lines, f"{counts}: {verdict}", f"head {verification.head}"]) + "\n"


def analysed_line(stories: int, size: int) -> str:
    """Of how many stories analyses are kept, and what they take."""
    return f"analyses of {stories:,} {'story' if stories == 1 else 'stories'}, {size:,} bytes\n"


def dropped_line(sheets: int) -> str:
    """That analyses were taken away."""
    return "analyses dropped; what is needed is found again\n" if sheets else "no analyses\n"


def shown_text(text: str) -> str:
    """A version's text as a terminal may have it: line by line, other control characters named."""
    return CONTROLS.sub(lambda match: match[0] if _ALLOWED.match(match[0]) else visible(match[0]), text)


def shortened(text: str) -> str:
    """A name or place on one line, cut where it is long."""
    shown = one_line(text)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def _columns(rows: Sequence[Sequence[str]]) -> str:
    """The rows as columns: all but the last as wide as their widest cell."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]) - 1)]
    lines = (
        "  ".join([*(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)
