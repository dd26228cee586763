"""Figure claims made ready for comparison: the words around each, what it counts, whose it is, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise, takewhile
from pathlib import Path
from typing import Any

from storyver.align.memory import Memory, figure_content
from storyver.align.surroundings import Surroundings
from storyver.align.words import word_set
from storyver.model import BlockKind, Claim, Figure, Reading
from storyver.wording import Word, concepts, table

_MOVE_DISTANCE = 8
"""Words in front of a figure among which a word of rise or fall makes it what something changed from."""
_LEAD_SHARE = 0.5
"""Share of the text that headline and first paragraph take up at most where they sum it up."""
_MODALITY_DISTANCE = 8
_HAD_DISTANCE = 8
"""Words in front of a figure among which "had" puts it into the past."""
_PART_OF = re.compile(r"\s(?:out )?of(?: [\w’'-]+){0,4}\s", re.ASCII)
_QUALIFIER_LENGTH = 8
"""Words in front of a figure among which its qualifier is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mention:
    """One figure where it stands. Mentions are told apart by identity, so that answers about two can be kept."""

    number: int
    """Index among the mentions of its version."""
    claim: Claim
    figure: Figure
    sentence: int
    """Index of its sentence among all sentences of the version."""
    position: float
    """Where in the text it stands, 0 to 1."""
    context: Mapping[str, float]
    """Concepts around it, each with a weight that falls with the distance."""
    head: str | None
    """The concept of the thing counted."""
    counted: frozenset[str]
    names: frozenset[str]
    """Canonical names in its clause."""
    nearest: str | None
    """The name that stands closest, in words."""
    beside: bool
    """That name stands right beside it."""
    superseded: bool
    """The text says that this value no longer holds ("from 150", "not 4.8%")."""
    compared: bool
    """It is only named to compare another with it ("compared with four before the war")."""
    further: bool
    """The text says that it comes on top of another ("a further 150")."""
    fate: str | None
    """What happened to the people or things that are counted ("died", "missing")."""
    owner: frozenset[str]
    """The words of the name whose figure it is; empty where its subject is no name."""
    modality: str | None
    """``wanted``, ``foreseen`` or ``limit`` where the words in front say so."""
    restatements: tuple[Claim, ...]
    """The claims of the figures in brackets that say the same in another unit."""
    forms: tuple[Figure, ...]
    """The figure, and those in brackets that restate it."""
    part: bool
    """It counts a part of those that were told of ("26 of whom", "Eleven of the dead")."""
    whole: bool
    """It is what another figure counts a part of: the five of "Four of the five"."""
    lead: bool
    """It stands in the headline or in the first paragraph."""
    content: int = -1
    """The number of all that it is compared by outside its version, where a story's memory counts."""
    replaces: Figure | None = None
    """The value that the text itself says this one replaced ("2.5 million, from 2.4 million")."""


def find_mentions(reading: Reading, memory: Memory | None = None) -> tuple[Mention, ...]:
    """The figures of a reading in the order of its text, without those that restate another in brackets."""
    around = Surroundings(reading)
    restated = _restatements(reading)
    lead_end = _lead_end(reading)
    length = max(1, len(reading.version.text))
    gone = {claim.figure.changed_from for claim in reading.claims if claim.figure}
    mentions: list[Mention] = []
    for claim in reading.claims:
        figure = claim.figure
        if figure is not None and figure.conversion_of is None:
            restatements = tuple(restated.get(figure.start, ()))
            one = Mention(
                number=len(mentions),
                claim=claim,
                figure=figure,
                sentence=around.sentence_of(figure),
                position=figure.start / length,
                lead=figure.start < lead_end,
                whole=False,
                restatements=restatements,
                forms=(figure, *(claim.figure for claim in restatements if claim.figure is not None)),
                **_profile(claim, figure, around, memory),
            )
            mentions.append(replace(one, superseded=True) if figure.start in gone else one)
    return _with_replaced(_with_parts(reading.version.text, mentions))


def _lead_end(reading: Reading) -> int:
    """Where the first paragraph ends; 0 where that is most of the text, and so sums up nothing."""
    end = next((block.end for block in reading.blocks if block.kind is BlockKind.PARAGRAPH), 0)
    return end if end < _LEAD_SHARE * len(reading.version.text) else 0


def _profile(claim: Claim, figure: Figure, around: Surroundings, memory: Memory | None) -> Mapping[str, Any]:
    """What the words around a figure, its subject and its section tell of it; remembered for the same in any version
    of a story."""
    if memory is None:
        return _read_profile(claim, figure, around)
    key = (*around.key(figure), claim.subject, claim.section, claim.block, figure_content(figure))
    return memory.profiles.setdefault(key, memory.profiles.get(key) or _read_profile(claim, figure, around))


def _read_profile(claim: Claim, figure: Figure, around: Surroundings) -> dict[str, Any]:
    names = around.names(figure)
    before = _plainly_before(around.before(figure))
    behind = around.behind(figure)
    counted = concepts(figure.counted or "")
    return {
        "context": around.context(figure, claim.section),
        "head": counted[-1] if counted else None,
        "counted": frozenset(counted),
        "names": frozenset(name for _, name in names),
        "nearest": names[0][1] if names else None,
        "beside": bool(names) and names[0][0] <= 1,
        "superseded": _is_superseded(claim, figure, around.before(figure), before),
        "compared": before[:1] == ["compared"],
        "further": bool(word_set("further") & set(before)) or _more_behind(behind),
        "part": _is_part(behind),
        "fate": _fate(figure, around),
        "owner": _owner(claim.subject),
        "modality": _modality(around.before(figure)),
    }


def _with_replaced(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, each with the superseded value that its sentence names beside it."""
    result = list(mentions)
    for number, gone in enumerate(mentions):
        if not gone.superseded or gone.compared:
            continue
        for other in (number - 1, number + 1):
            if 0 <= other < len(mentions) and _is_successor(gone, mentions[other]):
                result[other] = replace(result[other], replaces=gone.figure)
                break
    return tuple(result)


def _is_successor(gone: Mention, other: Mention) -> bool:
    same = other.figure.dimension == gone.figure.dimension and other.figure.unit == gone.figure.unit
    return same and other.sentence == gone.sentence and not other.superseded


def _restatements(reading: Reading) -> dict[int, list[Claim]]:
    """The claims that restate a figure, by where that figure starts."""
    found: dict[int, list[Claim]] = {}
    for claim in reading.claims:
        if claim.figure is not None and claim.figure.conversion_of is not None:
            found.setdefault(claim.figure.conversion_of, []).append(claim)
    return found


def _fate(figure: Figure, around: Surroundings) -> str | None:
    """The fate named nearest to a count in its own part of the sentence, in front where both sides are as near."""
    if figure.dimension != "count":
        return None
    before = _until_joint(reversed(around.before(figure)))
    behind = _until_joint(iter(_past_part(around.behind(figure))))
    found = [
        (distance, side, fate)
        for side, run in enumerate((before, behind))
        for distance, word in enumerate(run)
        if (fate := _fates().get(word) or _fates().get(" ".join(_pair(run, distance, side)))) is not None
    ]
    return min(found)[2] if found else None


def _past_part(behind: Sequence[Word]) -> Sequence[Word]:
    """The words behind "of the injured": what is said of that part and not of the whole."""
    if not _is_part(behind):
        return behind
    named = next((at for at, word in enumerate(behind[1:4], 1) if word.folded not in word_set("those_told_of")), 1)
    return behind[2:] if behind[1].folded in {"them", "whom", "which"} else behind[named + 1 :]


def _pair(run: Sequence[str], at: int, side: int) -> Sequence[str]:
    """The word at ``at`` and the one behind it in the text; words in front of a figure stand in ``run`` backwards."""
    return run[at : at + 2] if side else run[max(0, at - 1) : at + 1][::-1]


def _until_joint(run: Iterator[Word]) -> list[str]:
    """The words up to the next "and" or "but", and no further than into the next clause."""
    ends = word_set("joints") | word_set("clause_openers")
    own = takewhile(lambda word: word.folded not in ends, run)
    return [word.folded for word in islice(own, _FATE_DISTANCE)]


_FATE_DISTANCE = 12
"""Words within which what happened to those counted is looked for."""


@cache
def _fates() -> dict[str, str]:
    rows = table(Path(__file__).parent / "data" / "words.toml")["fates"]
    return {word: fate for fate, words_of_it in rows.items() for word in words_of_it}


def _plainly_before(run: Sequence[Word]) -> list[str]:
    """The two words in front of a figure, its qualifier left out; "than" stays where it does not qualify ("rather
    than 5")."""
    before = [word.folded for word in run[-_QUALIFIER_LENGTH:]]
    while before:
        if before[-1] == "than" and before[-2:-1] in (["rather"], ["other"]):
            break
        if before[-1] not in word_set("passed_over") and before[-2:] not in (["up", "to"], ["close", "to"]):
            break
        before.pop()
    return before[-2:]


def _is_superseded(claim: Claim, figure: Figure, run: Sequence[Word], before: Sequence[str]) -> bool:
    """The text says that the value no longer holds. A notice gives the wrong value first, and then the right one."""
    if claim.block is BlockKind.NOTICE:
        return word_set("corrected").isdisjoint(word.folded for word in run)
    return claim.block is not BlockKind.TITLE and _no_longer_holds(figure, run, before)


def _owner(subject: str | None) -> frozenset[str]:
    parts = (subject or "").split()
    named = bool(parts) and all(part[:1].isupper() or part in _LINKING for part in parts)
    return frozenset(part.casefold() for part in parts if part not in _LINKING) if named else frozenset()


_LINKING = frozenset({"of", "the", "and", "for", "de", "la"})


def _modality(run: Sequence[Word]) -> str | None:
    """The nearest word in front, in the figure's own clause, that makes it a wish, a forecast or a limit."""
    for word in _until_joint(reversed(run))[:_MODALITY_DISTANCE]:
        if word in _modalities():
            return _modalities()[word]
    return None


@cache
def _modalities() -> dict[str, str]:
    rows = table(Path(__file__).parent / "data" / "words.toml")["modalities"]
    return {word: modality for modality, words_of_it in rows.items() for word in words_of_it}


def _no_longer_holds(figure: Figure, run: Sequence[Word], before: Sequence[str]) -> bool:
    """ "up from 150", "once 300", "compared with 30", "had put the number at 164"."""
    last = before[-1] if before else ""
    if last == "from":
        moved = {word.folded for word in run[-_MOVE_DISTANCE:]}
        return figure.date is None and bool(moved & word_set("moves"))
    if last in word_set("superseded") or " ".join(before) in word_set("superseded_pairs"):
        return True
    near = [word.folded for word in run[-_HAD_DISTANCE:]]
    if "had" in near and word_set("before_now") & set(near[near.index("had") :]):
        return True
    perfect = bool({"had", "having"} & set(near))
    return perfect and bool(word_set("put_at") & set(near)) and last not in {"had", "having"}


def _with_parts(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the two of "Four of the five" marked as the part and the whole."""
    result = list(mentions)
    for number, (one, other) in enumerate(pairwise(mentions)):
        between = text[one.figure.end : other.figure.start]
        if one.sentence == other.sentence and _PART_OF.fullmatch(between):
            result[number] = replace(result[number], part=True)
            result[number + 1] = replace(result[number + 1], whole=True)
    return result


def _is_part(behind: Sequence[Word]) -> bool:
    """ "26 of whom", "Eleven of the dead"."""
    run = [word.folded for word in behind[:2]]
    return len(run) == 2 and run[0] == "of" and run[1] in word_set("those_told_of")


def _more_behind(run: Sequence[Word]) -> bool:
    """ "306 more flights", "four new battlegroups"."""
    behind = [word.folded for word in run[:2]]
    return behind[:1] in (["more"], ["new"], ["extra"], ["additional"]) and behind[1:] != ["than"]
