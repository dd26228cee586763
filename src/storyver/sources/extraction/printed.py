"""The printed lines of a page: which of them run through the document, how they stand, and how they make paragraphs."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from storyver.lines import MARKER, ends_sentence
from storyver.sources.extraction.breaks import Mender

EDGE: Final = 3
"""Lines from the top and from the bottom of a page among which a head or foot is looked for."""
FEWEST_REPEATS: Final = 0.6
"""Of a document's pages, and two at least, on which a line has to stand to be a head or a foot."""
WIDE_GAP: Final = 1.3
"""Times the usual distance of lines: more is the space between paragraphs."""
LEAST_GAP: Final = 0.8
"""Of the size of the letters: lines that are nearer stand beside each other."""
USUAL_LEADING: Final = 1.3
WIDE_LEADING: Final = 1.7
"""Sizes of the letters. Print has 1.1 to 1.5, double spacing 2 or more."""
SHORT_LINE: Final = 0.8
"""Of the usual length of a page's full lines: a shorter one that ends a sentence ends its paragraph."""
COLUMN_LINES: Final = 5
"""Lines that begin in the right half of a page and make it look like two columns."""
SAME_HEIGHT: Final = 3.0
"""Points by which a line may stand higher on one page than on another and still repeat it."""
HIGHEST_PAGE: Final = 999
"""A number above is a year, not a page."""
_PART: Final = re.compile(r"(?!page\b|p\.)[^\W\d_]+\.?\s*\d+", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line as a page has it."""

    text: str
    x: float
    """Where it begins, in points from the left."""
    y: float
    """In points from below."""
    size: float
    """Of its letters, in points."""
    row: bool = False
    """Whether it was put together from pieces with wide gaps between them, as a table's row is."""


Page = list[PrintedLine]


def drop_running(pages: Sequence[Page]) -> tuple[list[Page], Counter[str]]:
    """The pages without the heads and feet that repeat on them, and these with their counts.

    A line repeats if it stands with the same words at the same height of most pages; numbers in it may differ only by
    counting the pages.
    """
    places: dict[tuple[bool, str], list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for place in {*range(min(EDGE, len(page))), *range(max(0, len(page) - EDGE), len(page))}:
            places[place * 2 < len(page), _counted(page[place])].append((number, place))
    gone: set[tuple[int, int]] = set()
    for found in places.values():
        height = statistics.median_low([pages[number][place].y for number, place in found])
        level = [one for one in found if abs(pages[one[0]][one[1]].y - height) <= SAME_HEIGHT]
        enough = len({number for number, _ in level}) >= max(2, FEWEST_REPEATS * len(pages))
        if enough and _is_running([(number, pages[number][place].text) for number, place in level]):
            gone.update(level)
    kept = [
        [line for place, line in enumerate(page) if (number, place) not in gone] for number, page in enumerate(pages)
    ]
    return kept, Counter(_counted(pages[number][place]) for number, place in sorted(gone))


def _counted(line: PrintedLine) -> str:
    return _DIGITS.sub("#", line.text)


def _is_running(found: Sequence[tuple[int, str]]) -> bool:
    """Whether the numbers of lines are the same on all pages, or count these in the way of page numbers.

    One word and a number, ``Day 3``, are rather the headings of parts that begin on pages of their own.
    """
    rows = [[int(digits[:9]) for digits in _DIGITS.findall(text)] for _, text in found]
    for column in zip(*rows, strict=True):
        if len(set(column)) == 1:
            continue
        steps = {number - page for number, (page, _) in zip(column, found, strict=True)}
        if len(steps) > 1 or max(column) > HIGHEST_PAGE or _PART.fullmatch(found[0][1]):
            return False
    return True


def suspicions(pages: Sequence[Page], widths: Sequence[float]) -> tuple[str, ...]:
    """What in the layout may have put words out of their order, one sentence each."""
    columns = [
        number for number, (page, width) in enumerate(zip(pages, widths, strict=True), 1) if _has_columns(page, width)
    ]
    tables = [number for number, page in enumerate(pages, 1) if sum(line.row for line in page) > 1]
    return (
        *([f"Two columns are suspected on {listed(columns)}: sentences may be out of their order."] if columns else []),
        *([f"A table is suspected on {listed(tables)}: its cells stand with bars between them."] if tables else []),
    )


def listed(numbers: Sequence[int]) -> str:
    """Pages as a sentence names them."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    told = ", ".join(str(number) for number in numbers[:9])
    return f"pages {told} and {len(numbers) - 9} more" if len(numbers) > 9 else f"pages {told}"


def _has_columns(page: Page, width: float) -> bool:
    right = [line for line in page if 0.45 * width < line.x < 0.75 * width and not line.row]
    left = [line for line in page if line.x < 0.4 * width and not line.row]
    starts = Counter(round(line.x / 4) for line in right)
    return len(left) >= COLUMN_LINES and bool(starts) and max(starts.values()) >= COLUMN_LINES


def paragraphs(pages: Sequence[Page]) -> tuple[list[str], tuple[str, ...]]:
    """The paragraphs of all pages, and notes on what was put together or left open."""
    mender = Mender(line.text for page in pages for line in page)
    found: list[list[str]] = []
    last: PrintedLine | None = None
    leading = _leading(pages)
    for page in pages:
        usual = (leading, *_usual(page)) if page else (0.0, 0.0, 0)
        for place, line in enumerate(page):
            if last is None:
                begins = True
            elif place == 0:
                begins = not _goes_on(last.text, line.text)
            else:
                begins = _begins_paragraph(last, line, *usual)
            if begins and last is not None and last.row and line.row:
                found[-1] += ["\n", line.text]
            elif begins:
                found.append([line.text])
            else:
                found[-1][-1:] = mender.join(found[-1][-1], line.text)
            last = line
    return ["".join(parts) for parts in found], mender.notes()


def _leading(pages: Sequence[Page]) -> float:
    """The distance of lines inside a paragraph, in sizes of their letters: the smallest that is common.

    Where even that is wide, it counts only if sentences go on across it, as in a text with double spacing; else the
    paragraphs have one line each.
    """
    gaps: Counter[int] = Counter()
    going_on: Counter[int] = Counter()
    for last, line in (pair for page in pages for pair in pairwise(page)):
        gap = round((last.y - line.y) / line.size * 10)
        if LEAST_GAP * 10 <= gap < 100:
            gaps[gap] += 1
            going_on[gap] += _goes_on(last.text, line.text)
    common = sorted(gap for gap, count in gaps.items() if count * 20 >= gaps.total())
    if not common:
        return USUAL_LEADING
    wide = common[0] > WIDE_LEADING * 10 and going_on[common[0]] * 4 < gaps[common[0]]
    return USUAL_LEADING if wide else common[0] / 10


def _usual(page: Page) -> tuple[float, int]:
    """A page's usual left edge, and the length of its full lines in characters."""
    lengths = sorted(len(line.text) for line in page)
    return statistics.median_low(line.x for line in page), lengths[len(lengths) * 3 // 4]


def _begins_paragraph(last: PrintedLine, line: PrintedLine, leading: float, left: float, full: int) -> bool:
    ended = ends_sentence(last.text) and not (last.text[-2:-1].isdigit() and line.text[0].isdigit())
    if line.row or last.row or abs(line.size - last.size) > 0.15 * last.size:
        return True
    if last.y - line.y > WIDE_GAP * leading * line.size:
        return True
    if last.y < line.y:  # a new column, or a text box
        return not _goes_on(last.text, line.text)
    if MARKER.match(line.text) and (ended or not line.text[0].isdigit()) and not line.text.startswith(("-", "–")):
        return True
    if ended and line.x - left > 0.7 * line.size:
        return True
    return ended and len(last.text) < SHORT_LINE * full


def _goes_on(text: str, line: str) -> bool:
    """Whether a line goes on with what stood at the end of the page or column before."""
    return not ends_sentence(text) and (line[:1].islower() or text.endswith((",", "-", "\xad")))
