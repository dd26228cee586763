"""Figure claims made ready for comparison: the words around each, what it counts, whose it is, where it stands."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from storyver.align.eras import Eras
from storyver.align.fates import counts_part, fate_of, is_apart, is_fate, until_joint
from storyver.align.left_out import with_things
from storyver.align.measure import Measure
from storyver.align.memory import Memory, figure_content
from storyver.align.replaced import with_replaced
from storyver.align.superseded import is_compared, is_retracted, is_superseded, plainly_before, plans_to_move, way_from
from storyver.align.surroundings import Surroundings
from storyver.align.words import word_set
from storyver.model import BlockKind, Claim, Figure, Reading
from storyver.values import Order
from storyver.wording import Word, concept, concepts, is_content, table

_LEAD_SHARE = 0.5
"""Share of the text that headline and first paragraph take up at most where they sum it up."""
_MODALITY_DISTANCE = 8
_OPPONENTS = re.compile(r"(?: votes)? to ")
"""Between the two sides of a vote."""
_PART_OF = re.compile(r"\s(?:out )?of(?: [\w’'-]+){0,4}\s", re.ASCII)


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
    """The concept of the thing counted; of "Nine of the aircraft are helicopters" that of helicopters."""
    counted: frozenset[str]
    names: frozenset[str]
    """Canonical names in its clause."""
    nearest: str | None
    """The name that stands closest, in words."""
    beside: bool
    """That name stands right beside it."""
    site: str | None
    """The name behind it that says where or of whom: "14 in Castrel", "24 for the Reform Party"."""
    superseded: bool
    """The text says that this value no longer holds ("from 150", "not 4.8%")."""
    retracted: bool
    """It is superseded, and the text says that somebody took it back."""
    moved: Order | None
    """Which way the text says that a superseded value went from there: more for "up from 150"."""
    compared: bool
    """It is only named to compare another with it ("compared with four before the war")."""
    era: str | None
    """The year of an earlier time that its sentence puts it in."""
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
    inferred: bool = False
    """The thing counted is left out beside it, and was found elsewhere."""
    content: int = -1
    """The number of all that it is compared by outside its version, where a story's memory counts."""
    measure: Measure | None = None
    """Its value where it has one form alone, a number: made ready, as it is compared with that of many others."""
    traits: int = 0
    """What it has that comparisons ask for: see ``pairing``."""
    replaces: Figure | None = None
    """The value that the text itself says this one replaced ("2.5 million, from 2.4 million")."""


def find_mentions(reading: Reading, memory: Memory | None = None) -> tuple[Mention, ...]:
    """The figures of a reading in the order of its text, without those that restate another in brackets."""
    around, eras = Surroundings(reading), Eras(reading)
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
                era=eras.of(figure, *around.bounds(figure)),
                restatements=restatements,
                forms=(figure, *(claim.figure for claim in restatements if claim.figure is not None)),
                **_profile(claim, figure, around, memory),
            )
            moved = figure.start in gone and not plans_to_move(around.before(figure))
            mentions.append(replace(one, superseded=True) if moved else one)
    text = reading.version.text
    return with_replaced(with_things(text, _with_parts(text, _with_opponents(text, mentions))))


def _with_opponents(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, the second of "not 76 to 73" superseded like the first."""
    result = list(mentions)
    for number, (one, other) in enumerate(pairwise(mentions)):
        moved = text.endswith("from ", 0, one.figure.start)
        two = _OPPONENTS.fullmatch(text, one.figure.end, other.figure.start) and one.figure.unit == other.figure.unit
        if two and result[number].superseded and not moved:
            result[number + 1] = replace(other, superseded=True)
    return result


def _lead_end(reading: Reading) -> int:
    """Where the first paragraph ends; 0 where that is most of the text, and so sums up nothing."""
    end = next((block.end for block in reading.blocks if block.kind is BlockKind.PARAGRAPH), 0)
    return end if end < _LEAD_SHARE * len(reading.version.text) else 0


_PROFILES_KEPT = 2_048
_profiles: dict[Hashable, Mapping[str, Any]] = {}


def _profile(claim: Claim, figure: Figure, around: Surroundings, memory: Memory | None) -> Mapping[str, Any]:
    """What the words around a figure, its subject and its section tell of it. It is remembered for the same in any
    version of its story and, for the last figures of a process, in any text."""
    key = (*around.key(figure), claim.holder, claim.section, claim.block, figure_content(figure))
    known = memory.profiles.get(key) if memory is not None else None
    if known is None:
        known = _profiles.get(key)
        if known is None:
            if len(_profiles) >= _PROFILES_KEPT:
                _profiles.clear()
            known = _profiles[key] = _read_profile(claim, figure, around)
        if memory is not None:
            memory.profiles[key] = known
    return known


def _read_profile(claim: Claim, figure: Figure, around: Surroundings) -> dict[str, Any]:
    names = around.names(figure)
    before, behind = around.before(figure), around.behind(figure)
    beside = plainly_before(before)
    counted = concepts(figure.counted or "")
    some = counts_part(figure, behind)
    complement = _complement(behind) if some else None
    superseded = is_superseded(claim, figure, before, behind)
    return {
        "context": around.context(figure, claim.section),
        "head": complement or (counted[-1] if counted else None),
        "counted": frozenset(counted),
        "names": frozenset(name for _, name in names),
        "nearest": names[0][1] if names else None,
        "beside": bool(names) and names[0][0] <= 1,
        "site": around.site(figure),
        "superseded": superseded,
        "retracted": superseded and is_retracted(claim, before, behind),
        "moved": way_from(beside),
        "compared": is_compared(beside),
        "further": bool(word_set("further") & set(beside)) or _more_behind(behind),
        "part": some or is_apart(before),
        "fate": fate_of(figure, before, behind) if figure.dimension == "count" else None,
        "owner": _owner(claim.holder),
        "modality": _modality(before) or _modality_behind(behind),
    }


def _restatements(reading: Reading) -> dict[int, list[Claim]]:
    """The claims that restate a figure, by where that figure starts."""
    found: dict[int, list[Claim]] = {}
    for claim in reading.claims:
        if claim.figure is not None and claim.figure.conversion_of is not None:
            found.setdefault(claim.figure.conversion_of, []).append(claim)
    return found


def _complement(behind: Sequence[Word]) -> str | None:
    """What a part is said to be: the noun behind "are" or "were"; not what happened to it."""
    verb = next((at for at, word in enumerate(behind[:_COMPLEMENT_DISTANCE]) if word.folded in _BEING), None)
    said = () if verb is None else behind[verb + 1 : verb + 3]
    noun = next((word.folded for word in said if is_content(word)), None)
    return None if noun is None or noun.endswith(("ed", "ing")) or is_fate(noun) else concept(noun)


_BEING = frozenset({"is", "are", "was", "were"})
_COMPLEMENT_DISTANCE = 6


def _owner(subject: str | None) -> frozenset[str]:
    parts = (subject or "").split()
    named = bool(parts) and all(part[:1].isupper() or part in _LINKING for part in parts)
    if not named or not word_set("no_names").isdisjoint(re.split("[-'’]", parts[0].casefold())):
        return frozenset()
    return frozenset(part.casefold().removesuffix("'s").removesuffix("’s") for part in parts if part not in _LINKING)


_LINKING = frozenset({"of", "the", "and", "for", "de", "la"})


def _modality(run: Sequence[Word]) -> str | None:
    """The nearest word in front, in the figure's own clause, that makes it a wish, a forecast or a limit."""
    own = until_joint(reversed(run))[:_MODALITY_DISTANCE]
    for at, word in enumerate(own):
        follows = own[at - 1] if at else ""
        if word in _modalities() and (word not in word_set("wanted_for") or follows == "for"):
            return _modalities()[word]
    return None


def _modality_behind(run: Sequence[Word]) -> str | None:
    """ "€19m are forecast": what is said right behind it."""
    said = [word.folded for word in run[:_COMPLEMENT_DISTANCE]]
    verb = next((at for at, word in enumerate(said[:-1]) if word in {"is", "are"}), None)
    return None if verb is None else _modalities().get(said[verb + 1])


@cache
def _modalities() -> dict[str, str]:
    rows = table(Path(__file__).parent / "data" / "words.toml")["modalities"]
    return {word: modality for modality, words_of_it in rows.items() for word in words_of_it}


def _with_parts(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the two of "Four of the five" marked as the part and the whole."""
    result = list(mentions)
    for number, (one, other) in enumerate(pairwise(mentions)):
        between = text[one.figure.end : other.figure.start]
        if one.sentence == other.sentence and _PART_OF.fullmatch(between):
            result[number] = replace(result[number], part=True)
            result[number + 1] = replace(result[number + 1], whole=True)
    return result


def _more_behind(run: Sequence[Word]) -> bool:
    """ "306 more flights", "four new battlegroups"."""
    behind = [word.folded for word in run[:2]]
    return behind[:1] in (["more"], ["new"], ["extra"], ["additional"]) and behind[1:] != ["than"]
