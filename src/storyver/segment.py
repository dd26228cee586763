"""A version's text as blocks: title, headings, paragraphs, list items, captions, link lines, notices; and sentences.

First the text is cut into stretches (a line, or the lines of a hard-wrapped paragraph), then named rules say, in a
visible order, what each stretch is. A line without final punctuation is judged by its length and its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from storyver.labels import has_label, is_caption, is_credit, is_labelled, is_link, is_notice
from storyver.lines import CLOSERS, MARKER, Line, ends_sentence, find_title, heading_marker, is_bare, read_lines
from storyver.model import Block, BlockKind, HeaderKind, HeaderLine, Sentence, Version

Split = Callable[[str], Sequence[tuple[int, int]]]

LONGEST_HEADING: Final = 60
"""Characters of a heading that is no question."""
MOST_HEADING_WORDS: Final = 6
"""Words of a heading that is no question: "At a glance", "Who promised what". A longer lone line is a caption."""
LONGEST_QUESTION: Final = 110
"""Characters of a heading that is a question; the longest of the explainers it was tuned on has 78."""
LONGEST_BARE: Final = 160
"""Characters of a headline or caption without final punctuation; a longer line is a paragraph that lost its stop."""
WIDEST_WRAP: Final = 120
"""Characters to which text is wrapped by mail programs and terminals; a longer line is a paragraph of its own."""
NARROWEST_WRAP: Final = 40


MOST_LINKS: Final = 6
"""Headlines of other articles in a row; more lines without final punctuation than that are a list or a table."""

_NO_HEADLINE: Final = ("\n", "\t", "...", "…", " * ", " | ", "]]")
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATED: Final = re.compile(rf"(?:1\d{{3}}|20\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTHS})[a-z]*)\b", re.IGNORECASE)


class _Stretch(NamedTuple):
    """A part of the text that becomes one block, and what it looks like."""

    start: int
    end: int
    content: int
    """Where the words begin, after the marker of a list item or a heading."""
    words: str
    """The first and last characters at most: enough for every rule, however long the stretch is."""
    kind: BlockKind | None
    """What it is, where its own look decides; None for a line that its neighbours decide."""


def segment(version: Version, split: Split) -> tuple[Block, ...]:
    """Cut a version into blocks in the order of the text, each with at least one sentence.

    Every character that is not white space lies in exactly one block. ``split`` gives the sentences of a block's
    text as offsets into it; title, headings, bylines and date lines are one sentence each.
    """
    stretches = tuple(_stretches(version.text, version.header))
    kinds = _by_neighbours(stretches)
    blocks: list[Block] = []
    section: str | None = None
    for stretch, kind in zip(stretches, kinds, strict=True):
        sentences = _sentences(version.text, stretch, kind, split)
        blocks.append(Block(kind=kind, start=stretch.start, end=stretch.end, section=section, sentences=sentences))
        if kind is BlockKind.HEADING:
            section = version.text[stretch.content : stretch.end].rstrip("# ")
    return tuple(blocks)


_ONE_SENTENCE: Final = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.BYLINE, BlockKind.DATE_LINE})


def _sentences(text: str, stretch: _Stretch, kind: BlockKind, split: Split) -> tuple[Sentence, ...]:
    if kind not in _ONE_SENTENCE:
        spans = split(text[stretch.content : stretch.end])
        if spans:
            return tuple(Sentence(start=stretch.content + start, end=stretch.content + end) for start, end in spans)
    return (Sentence(start=stretch.content, end=stretch.end),)


def _stretches(text: str, header: Sequence[HeaderLine]) -> Iterator[_Stretch]:
    lines = tuple(read_lines(text))
    title = find_title(text, lines, header)
    width = _wrap_width(text, lines)
    start: int | None = None
    for place, line in enumerate(lines):
        begin = start if start is not None else line.start
        below = lines[place + 1] if place + 1 < len(lines) else None
        if below is not None and width and _goes_on(text, line, below, width, title):
            start = begin
            continue
        start = None
        yield from _cut_header(text, begin, line.end, header, title)


def _wrap_width(text: str, lines: Sequence[Line]) -> int:
    """The column at which the text is wrapped by hand, 0 if each of its lines is a paragraph.

    Wrapped text has many lines that stop in mid-sentence, and the first word of the next would not have fitted.
    """
    if len(lines) < 2:
        return 0
    pairs = [(line, below) for line, below in pairwise(lines) if not below.gap]
    pairs = [(line, below) for line, below in pairs if not MARKER.match(text, below.start, below.start + 8)]
    width = max((line.end - line.start for pair in pairs for line in pair), default=0)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    full = [pair for pair in pairs if _is_full(text, *pair, width)]
    broken = [pair for pair in full if text[pair[1].start].islower() and not ends_sentence(_tail(text, pair[0]))]
    return width if broken and len(full) * 10 >= len(pairs) * 6 else 0


def _is_full(text: str, line: Line, below: Line, width: int) -> bool:
    word = re.match(r"\S{1,40}", text[below.start : below.start + 40])
    return line.end - line.start + 1 + (len(word.group()) if word else 0) > width


def _tail(text: str, line: Line) -> str:
    return text[max(line.start, line.end - 20) : line.end]


def _goes_on(text: str, line: Line, below: Line, width: int, title: tuple[int, int] | None) -> bool:
    if below.gap or (title is not None and line.end == title[1]) or MARKER.match(text, below.start, below.start + 8):
        return False
    words = text[below.start : below.start + 80]
    if heading_marker(words) or is_labelled(words):
        return False
    return _is_full(text, line, below, width)


def _cut_header(
    text: str, start: int, end: int, header: Sequence[HeaderLine], title: tuple[int, int] | None
) -> Iterator[_Stretch]:
    """The header stretches of a line, and the words they are glued to."""
    for item in header:
        if item.start >= end or item.end <= start:
            continue
        kind = BlockKind.BYLINE if item.kind is HeaderKind.BYLINE else BlockKind.DATE_LINE
        yield _Stretch(start=item.start, end=item.end, content=item.start, words="", kind=kind)
        start = item.end
    words = text[start:end]
    if words.strip():
        start += len(words) - len(words.lstrip())
        yield _look(text, start, start + len(words.strip()), title)


def _look(text: str, start: int, end: int, title: tuple[int, int] | None) -> _Stretch:
    words = text[start:end] if end - start <= 1000 else text[start : start + 500] + " … " + text[end - 500 : end]
    if title is not None and end == title[1]:
        return _Stretch(start=start, end=end, content=title[0], words=words, kind=BlockKind.TITLE)
    if marker := heading_marker(words):
        return _Stretch(start=start, end=end, content=start + marker, words=words[marker:], kind=BlockKind.HEADING)
    if match := MARKER.match(words):
        content = start + match.end()
        kind = BlockKind.NOTICE if is_notice(words[match.end() :]) else BlockKind.LIST_ITEM
        return _Stretch(start=start, end=end, content=content, words=words[match.end() :], kind=kind)
    return _Stretch(start=start, end=end, content=start, words=words, kind=_by_look(words))


_LOOKS: Final[tuple[tuple[BlockKind, Callable[[str], bool]], ...]] = (
    (BlockKind.NOTICE, is_notice),
    (BlockKind.CAPTION, is_caption),
    (BlockKind.LINK_LINE, is_link),
    (BlockKind.BYLINE, is_credit),
)
"""What the label of a stretch decides, in this order; the first that holds. Lines about the page ("Please refresh")
count as link lines: they lead away from the story."""


def _by_look(words: str) -> BlockKind | None:
    if has_label(words):
        for kind, holds in _LOOKS:
            if holds(words):
                return kind
    return None if _is_open(words) else BlockKind.PARAGRAPH


def _is_question(words: str) -> bool:
    """Whether a stretch is one question of a heading's length, not a question in quotation marks."""
    if len(words) > LONGEST_QUESTION or not words.endswith("?") or words[0] in "\"'“‘":
        return False
    return not re.search(r"[.!?…][\"”’)]?\s", words[:-1])


def _is_headline(words: str) -> bool:
    """Whether a stretch is a line without final punctuation, not too long, that begins as a headline does."""
    if len(words) > LONGEST_BARE or not is_bare(words) or words[0] in "([{<|=" or any(m in words for m in _NO_HEADLINE):
        return False
    quoted = words[0] in "\"'“‘" and words[-1] in CLOSERS and not re.search(r"[\"'”’]\s", words)
    data = ":" in words and words[-1:].isdigit()
    return not quoted and not data and not words[0].islower() and any(c.isalpha() for c in words)


def _is_open(words: str) -> bool:
    return _is_question(words) or _is_headline(words)


def _by_neighbours(stretches: Sequence[_Stretch]) -> list[BlockKind]:
    """The kind of every stretch. A run of lines that their neighbours decide is settled from its last line up."""
    kinds: list[BlockKind] = []
    place = 0
    while place < len(stretches):
        known = stretches[place].kind
        if known is not None:
            kinds.append(known)
            place += 1
            continue
        last = place
        while last + 1 < len(stretches) and stretches[last + 1].kind is None:
            last += 1
        above = stretches[place - 1] if place else None
        below = stretches[last + 1] if last + 1 < len(stretches) else None
        kinds.extend(_settle(stretches[place : last + 1], above, below))
        place = last + 1
    return kinds


def _settle(run: Sequence[_Stretch], above: _Stretch | None, below: _Stretch | None) -> list[BlockKind]:
    """What the lines of a run are: several in a row are headlines of other articles, but after a colon a list."""
    if above is not None and len(run) > 1 and above.words.endswith(":") and above.kind is BlockKind.PARAGRAPH:
        return [BlockKind.LIST_ITEM] * len(run)
    if len(run) > MOST_LINKS or (len(run) > 1 and all(_DATED.match(line.words) for line in run)):
        return [BlockKind.LIST_ITEM] * len(run)  # a table, a chronology
    last = run[-1].words
    opens = below is not None and below.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    short = len(last) <= LONGEST_HEADING and len(last.split()) <= MOST_HEADING_WORDS
    if opens and (_is_question(last) or short or (below is not None and below.kind is BlockKind.LIST_ITEM)):
        final = BlockKind.HEADING
    elif above is None and below is None and len(run) == 1:
        final = BlockKind.PARAGRAPH
    elif _is_question(last):
        final = BlockKind.PARAGRAPH if len(run) == 1 else BlockKind.LINK_LINE
    else:
        final = BlockKind.CAPTION if len(run) == 1 else BlockKind.LINK_LINE
    return [BlockKind.LINK_LINE] * (len(run) - 1) + [final]
