"""Which figures of two versions are linked, and of which the value is said to have moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from storyver.evaluation.answers import Read, Said
from storyver.evaluation.gold import GoldStory
from storyver.evaluation.gold_file import GoldFigure
from storyver.evaluation.matching import at, is_aside, mandatory, spelled
from storyver.model import Case, ChangeKind, Measure

VALUE_MOVED: Final = frozenset(
    {ChangeKind.INCREASED, ChangeKind.DECREASED, ChangeKind.REVISED, ChangeKind.DATE_CHANGED}
)
"""The kinds of change that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two figures that were linked, once for all kinds of change that were found between them."""

    old: Read
    new: Read
    tracks: frozenset[str]
    """Those of which both are mentions."""
    mentions: tuple[tuple[GoldFigure, ...], tuple[GoldFigure, ...]]
    kinds: frozenset[str]


def links_between(story: GoldStory, earlier: int, changes: Sequence[Said]) -> list[Link]:
    """The links between a version and the next, without those that claim nothing and those of figures set aside."""
    pages = story.pages[earlier], story.pages[earlier + 1]
    kinds: dict[tuple[Read, Read], set[str]] = defaultdict(set)
    for change in changes:
        if change.figures is not None and change.kind != ChangeKind.UNCERTAIN:
            kinds[change.figures].add(change.kind)
    found = []
    for both, said in kinds.items():
        if any(is_aside(read, page, story.clock_times) for read, page in zip(both, pages, strict=True)):
            continue
        old, new = (tuple(at(page.figures, read)) for read, page in zip(both, pages, strict=True))
        tracks = frozenset(one.track for one in old) & {one.track for one in new}
        found.append(Link(old=both[0], new=both[1], tracks=tracks, mentions=(old, new), kinds=frozenset(said)))
    return found


def tracks_of(story: GoldStory, index: int) -> dict[str, list[GoldFigure]]:
    """The figures of a version that the gold asks for, by their tracks."""
    found: dict[str, list[GoldFigure]] = defaultdict(list)
    for figure in mandatory(story, index):
        found[figure.track].append(figure)
    return dict(found)


def link_cases(story: GoldStory, earlier: int, links: Sequence[Link]) -> Iterator[Case]:
    """For each track that both versions state, as many cases as the version with fewer mentions of it has; and a case
    for each link of figures that are not of one track."""
    old, new = tracks_of(story, earlier), tracks_of(story, earlier + 1)
    for track in (track for track in old if track in new):
        yield from _track_cases(story, earlier, (old[track], new[track]), links)
    for link in links:
        if not link.tracks:
            yield _false(story, earlier, link, Measure.LINKS)


def _track_cases(
    story: GoldStory, earlier: int, sides: tuple[Sequence[GoldFigure], Sequence[GoldFigure]], links: Sequence[Link]
) -> Iterator[Case]:
    track = sides[0][0].track
    joined = [
        [figure for figure in mentions if any(track in link.tracks and figure in link.mentions[side] for link in links)]
        for side, mentions in enumerate(sides)
    ]
    right = min(map(len, joined))
    shown = [
        joined[side][:right] + [one for one in mentions if one not in joined[side][:right]]
        for side, mentions in enumerate(sides)
    ]
    for number, (old, new) in enumerate(zip(*shown, strict=False)):
        is_right = number < right
        yield Case(
            measure=Measure.LINKS,
            kind=old.kind,
            story=story.id,
            place=_place(story, earlier),
            key=f"{track} {number + 1}",
            expected=f"{track}: {old.text} ~ {new.text}",
            got="linked" if is_right else "not linked",
            sentences=_sentences(story, earlier, old, new),
            precision=1.0 if is_right else None,
            recall=float(is_right),
        )


def moved_cases(story: GoldStory, earlier: int, links: Sequence[Link]) -> Iterator[Case]:
    """A case for each track whose value moved, and for each that is wrongly said to have."""
    old, new = tracks_of(story, earlier), tracks_of(story, earlier + 1)
    said: dict[str, set[str]] = defaultdict(set)
    for link in links:
        kinds = link.kinds & VALUE_MOVED
        if kinds and not link.tracks:
            yield _false(story, earlier, link, Measure.MOVED)
        for track in link.tracks:
            said[track] |= kinds
    for track in (track for track in old if track in new):
        moved = has_moved(old[track], new[track])
        if moved is None or not (moved or said[track]):
            continue
        before, after = old[track][0], new[track][0]
        right = moved and bool(said[track])
        yield Case(
            measure=Measure.MOVED,
            kind=before.kind,
            story=story.id,
            place=_place(story, earlier),
            key=track,
            expected=f"{track}: {_values(old[track])} → {_values(new[track])}" if moved else "",
            got=", ".join(sorted(said[track])),
            sentences=_sentences(story, earlier, before, after),
            precision=float(right) if said[track] else None,
            recall=float(right) if moved else None,
        )


def has_moved(old: Sequence[GoldFigure], new: Sequence[GoldFigure]) -> bool | None:
    """Whether a track's values differ, in a unit that both versions give; None where they share none.

    Conversions are looked at only where the figures that they restate share no unit.
    """
    for conversions in (False, True):
        before, after = (_by_unit(one for one in side if conversions or not one.conversion) for side in (old, new))
        shared = before.keys() & after.keys()
        if shared:
            return any(before[unit] != after[unit] for unit in shared)
    return None


def _by_unit(figures: Iterator[GoldFigure]) -> dict[str | None, set[object]]:
    found: dict[str | None, set[object]] = defaultdict(set)
    for figure in figures:
        found[figure.unit].add(figure.date or (figure.low, figure.high))
    return dict(found)


def _values(figures: Sequence[GoldFigure]) -> str:
    main = [one for one in figures if not one.conversion] or figures
    return ", ".join(dict.fromkeys(map(spelled, main)))


def _false(story: GoldStory, earlier: int, link: Link, measure: Measure) -> Case:
    texts = [
        page.version.text[read.start : read.end]
        for page, read in zip(story.pages[earlier:], (link.old, link.new), strict=False)
    ]
    tracks = [" or ".join(dict.fromkeys(one.track for one in side)) or "no figure" for side in link.mentions]
    return Case(
        measure=measure,
        kind=link.mentions[0][0].kind if link.mentions[0] else link.old.kind,
        story=story.id,
        place=_place(story, earlier),
        key=f"{link.old.start}-{link.old.end} ~ {link.new.start}-{link.new.end}",
        expected="",
        got=f"{texts[0]} ({tracks[0]}) ~ {texts[1]} ({tracks[1]}): {', '.join(sorted(link.kinds))}",
        sentences=_sentences(story, earlier, link.old, link.new),
        precision=0.0,
        recall=None,
    )


def _place(story: GoldStory, earlier: int) -> str:
    return f"{story.pages[earlier].name} → {story.pages[earlier + 1].name}"


def _sentences(story: GoldStory, earlier: int, old: Read | GoldFigure, new: Read | GoldFigure) -> tuple[str, str]:
    return story.pages[earlier].sentence(old.start), story.pages[earlier + 1].sentence(new.start)
