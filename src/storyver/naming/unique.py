"""Labels that tell the facts of one story apart, by the next words of the text that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storyver.model import BlockKind, Claim, Figure
from storyver.naming.clauses import Around, Run, look_around
from storyver.naming.owners import owner_of
from storyver.naming.phrases import complement, phrase
from storyver.naming.stated import LONGEST, state, with_remark
from storyver.naming.tokens import Sort, Token, kind_word, tokens_of, word_list

_MORE = 3
"""Words of content that a label gets beside those it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A label, the claim that it names, and what stands around that claim's figure."""

    label: str
    claim: Claim
    figure: Figure
    around: Around


Further = Callable[[_Named], str]
"""Gives the label with more words; the label itself where there are none."""


def make_unique(named: Sequence[tuple[str, Claim]]) -> list[str]:
    """The labels of the facts of one story, each with the claim that it names, so that no two are the same.

    Facts of one label get, in this order, the first of these that tells them all apart, or else each the first that
    tells it apart from the others: "from" or "to" in front of the figure, whose it is, the words behind it, those in
    front, the clause beside it, the heading above, who says it, its kind, and the figure itself.
    """
    labels = [label for label, _ in named]
    groups: dict[str, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        groups[label.casefold()].append(place)
    taken = Counter(label.casefold() for label in labels)
    for places in groups.values():
        if len(places) > 1:
            _tell_apart(places, named, labels, taken)
    return labels


def _tell_apart(
    places: Sequence[int], named: Sequence[tuple[str, Claim]], labels: list[str], taken: Counter[str]
) -> None:
    left = list(places)
    for ways in (_OF_THE_TEXT, (_with_kind,), (_with_value,)):
        longer: list[dict[int, str]] = [{} for _ in ways]
        for place in left:
            for proposed, label in zip(longer, _longer(ways, *named[place]), strict=True):
                proposed[place] = label
        whole = next((one for one in longer if len(left) > 1 and _all_free(one, taken)), None)
        for proposed in [whole] if whole else longer:
            count = Counter(proposed[place].casefold() for place in left)
            for place in list(left):
                label = proposed[place]
                if (whole or len(left) > 1) and count[label.casefold()] == 1 and not taken[label.casefold()]:
                    _take(place, label, labels, taken)
                    left.remove(place)
    for number, place in enumerate(left[1:], start=2):
        _take(place, with_remark(labels[place], str(number)), labels, taken)


def _all_free(proposed: dict[int, str], taken: Counter[str]) -> bool:
    return len({one.casefold() for one in proposed.values()}) == len(proposed) and not any(
        taken[one.casefold()] for one in proposed.values()
    )


def _take(place: int, label: str, labels: list[str], taken: Counter[str]) -> None:
    taken[labels[place].casefold()] -= 1
    taken[label.casefold()] += 1
    labels[place] = label


def _longer(ways: Sequence[Further], label: str, claim: Claim) -> list[str]:
    """What each way makes of the label; the label itself where that is too long."""
    figure = claim.figure
    if figure is None:
        return [label] * len(ways)
    at = figure.start - claim.start
    around = look_around(claim.text, at, at + len(figure.text))
    named = _Named(label=label, claim=claim, figure=figure, around=around)
    return [longer if len(longer) <= LONGEST else label for longer in (further(named) for further in ways)]


def _with_step(one: _Named) -> str:
    front = one.claim.text[: one.figure.start - one.claim.start].split()
    last = front[-1].casefold() if front else ""
    plain = not one.figure.counted and not one.label.endswith(f" {last}")
    return f"{one.label} {last}" if last in word_list("steps") and plain else one.label


def _with_owner(one: _Named) -> str:
    fact = state(one.claim)
    owner = owner_of(fact, one.around) if fact else None
    return _added(one.label, owner or "")


def _with_behind(one: _Named) -> str:
    right = one.around.right
    ends = [right.index(new) + 1 for new in _new(one.label, right)[:_MORE]]
    return _added(one.label, complement(right[: ends[-1]]) if ends else "")


def _with_front(one: _Named) -> str:
    left = one.around.left
    starts = [left.index(new) for new in _new(one.label, left)[-_MORE:]]
    return _added(one.label, phrase(left[starts[0] :]) if starts else "")


def _with_clause(one: _Named) -> str:
    return _added(one.label, phrase(_new(one.label, one.around.before), most=_MORE))


def _with_next(one: _Named) -> str:
    return _added(one.label, phrase(_new(one.label, one.around.after), most=_MORE))


def _with_section(one: _Named) -> str:
    return _added(one.label, phrase(_new(one.label, tokens_of(one.claim.section or "")), most=_MORE))


def _with_speaker(one: _Named) -> str:
    told_before = one.claim.block is BlockKind.NOTICE  # by "an earlier version"
    return one.label if told_before else _added(one.label, one.claim.attribution.speaker or "")


def _with_kind(one: _Named) -> str:
    return _added(one.label, kind_word(one.figure.kind, ""))


def _with_value(one: _Named) -> str:
    return _added(one.label, " ".join(one.figure.text.split()))


_OF_THE_TEXT: tuple[Further, ...] = (
    _with_step,
    _with_owner,
    _with_behind,
    _with_front,
    _with_clause,
    _with_next,
    _with_section,
    _with_speaker,
)


def _new(label: str, run: Run) -> list[Token]:
    """The words that say something which the label does not say."""
    given = {one.folded for one in tokens_of(label)}
    return [one for one in run if one.sort in (Sort.CONTENT, Sort.VERB) and one.folded not in given]


def _added(label: str, words: str) -> str:
    return label if not words or words.casefold() in label.casefold() else with_remark(label, words)
