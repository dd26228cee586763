"""What happened to the people or things that a figure counts: "died", "still in hospital", "delivered"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, takewhile
from pathlib import Path

from storyver.align.words import word_set
from storyver.model import Figure
from storyver.remembered import LONGEST_WORD, remembered
from storyver.wording import Word, stem, table

_FATE_DISTANCE = 12
"""Words within which what happened to those counted is looked for."""
_BREAK_DISTANCE = 3
"""Words that a comma or a figure between a word and the figure counts for."""
_THOSE_DISTANCE = 5
"""Words behind "those" within which something is said of others ("on top of those that had been evacuated")."""


def fate_of(figure: Figure, before: Sequence[Word], behind: Sequence[Word]) -> str | None:
    """The fate named nearest to a count in its own part of the sentence, in front where both sides are as near.

    ``before`` and ``behind`` are the words of the sentence on its two sides. Of a part ("seven of them", "of whom 31")
    nothing in front is said.
    """
    part = counts_part(figure, behind)
    apart = (part and not _is_of_number(behind)) or is_apart(before) or _is_behind_part(before)
    runs = ([] if apart else until_joint(reversed(before)), _said_behind(_past_part(behind) if part else behind))
    steps = _breaks(list(reversed(before)), figure.start), _breaks(behind, figure.end)
    found = [
        (distance + _BREAK_DISTANCE * steps[side][distance], side, fate)
        for side, run in enumerate(runs)
        for distance, word in enumerate(run)
        if (fate := _fate(word, run, distance, side)) is not None
    ]
    return min(found)[2] if found else None


def _breaks(run: Sequence[Word], edge: int) -> list[int]:
    """How many commas or figures stand between the edge of the figure and each word of a run away from it."""
    counts: list[int] = []
    for word in run:
        gap = max(edge - word.end, word.start - edge)
        counts.append((counts[-1] if counts else 0) + (gap > 1))
        edge = word.start if word.end <= edge else word.end
    return counts


def counts_part(figure: Figure, behind: Sequence[Word]) -> bool:
    """ "26 of whom", "Eleven of the dead"; not "22, of whom three", which is the whole."""
    run = [word.folded for word in behind[:2]]
    beside = bool(behind) and behind[0].start - figure.end <= 1
    return beside and len(run) == 2 and run[0] == "of" and run[1] in word_set("those_told_of")


def _is_of_number(behind: Sequence[Word]) -> bool:
    """ "convicted of seven of the nine charges": what stands in front is said of the seven."""
    return [word.folded for word in behind[:2]] == ["of", "the"] and _gap(behind[1:3]) > 1


def _is_behind_part(before: Sequence[Word]) -> bool:
    """The same of the nine, of which it is not said."""
    return [word.folded for word in before[-2:]] == ["of", "the"] and _gap(before[-3:-1]) > 1


def _gap(two: Sequence[Word]) -> int:
    """Characters between two neighbours, more than one where a figure stands there."""
    return two[1].start - two[0].end if len(two) == 2 else 0


def is_fate(folded: str) -> bool:
    """Whether the word tells what happened to somebody."""
    return _fate_of(folded) is not None


def until_joint(run: Iterator[Word]) -> list[str]:
    """The words up to the next "and" or "but", and no further than into the next clause."""
    ends = word_set("joints") | word_set("clause_openers")
    own = takewhile(lambda word: word.folded not in ends, run)
    return [word.folded for word in islice(own, _FATE_DISTANCE)]


def is_apart(before: Sequence[Word]) -> bool:
    """ "of whom 31", "among them five": what stands in front is said of the others."""
    run = [word.folded for word in before[-4:]]
    while run and run[-1] in word_set("passed_over"):
        run.pop()
    return run[-2:] in (["of", "whom"], ["of", "which"], ["of", "them"], ["among", "them"])


def _past_part(behind: Sequence[Word]) -> Sequence[Word]:
    """The words behind "of the injured": what is said of that part and not of the whole."""
    named = next((at for at, word in enumerate(behind[1:4], 1) if word.folded not in word_set("those_told_of")), 1)
    return behind[2:] if behind[1].folded in {"them", "whom", "which"} else behind[named + 1 :]


def _said_behind(behind: Sequence[Word]) -> list[str]:
    """The words behind, as far as they speak of the figure: an "and" in front of the verb joins nouns alone."""
    found: list[str] = []
    said = False
    others = 0
    for word in behind[:_FATE_DISTANCE]:
        said = said or word.folded in word_set("saying_of") or _fate_of(word.folded) is not None
        of_which = word.folded in {"whom", "which"} and found[-1:] == ["of"]
        if of_which or word.folded in word_set("clause_openers") or (word.folded in word_set("joints") and said):
            break
        others = _THOSE_DISTANCE if word.folded == "those" else max(0, others - 1)
        found.append("" if others else word.folded)
    return found


def _fate(word: str, run: Sequence[str], at: int, side: int) -> str | None:
    """The fate that a word names by itself or with the one beside it."""
    if not word or word in word_set("no_fate"):
        return None
    pairs = [" ".join(pair) for pair in _pairs(run, at, side)]
    if not word_set("no_fate").isdisjoint(pairs):
        return None
    return next(filter(None, map(_pairs_of_words().get, pairs)), None) or _fate_of(word)


def _pairs(run: Sequence[str], at: int, side: int) -> Iterator[Sequence[str]]:
    """The word at ``at`` with the one behind it in the text and, in front of a figure, where words stand in ``run``
    backwards, also with the one before it."""
    if side:
        yield run[at : at + 2]
    else:
        yield run[max(0, at - 1) : at + 1][::-1]
        yield run[at : at + 2][::-1]


@remembered(4_096, LONGEST_WORD)
def _fate_of(word: str) -> str | None:
    """The fate of a word that is listed, or inflected as a verb like one: not of "treaty" by "treated"."""
    if (listed := _listed().get(word)) is not None:
        return listed
    return _fates().get(stem(word)) if word.endswith(("ed", "ing", "s")) and not word.endswith(("ies", "ers")) else None


@cache
def _listed() -> dict[str, str]:
    return {word: fate for word, fate in _wordings() if " " not in word}


@cache
def _fates() -> dict[str, str]:
    return {stem(word): fate for word, fate in _listed().items()}


@cache
def _pairs_of_words() -> dict[str, str]:
    return {word: fate for word, fate in _wordings() if " " in word}


def _wordings() -> Iterator[tuple[str, str]]:
    rows = table(Path(__file__).parent / "data" / "words.toml")["fates"]
    return ((word, fate) for fate, words in rows.items() for word in words)
