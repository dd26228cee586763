"""Whether a text says of a value that it no longer holds: "up from 150", "having reached $1.357", "not 250 million"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from storyver.align.words import word_set
from storyver.model import BlockKind, Claim, Figure
from storyver.values import Order
from storyver.wording import Word

_MOVE_DISTANCE = 8
"""Words in front of a figure among which a word of rise or fall makes it what something changed from."""
_HAD_DISTANCE = 8
"""Words in front of a figure among which "had" puts it into the past."""
_QUALIFIER_LENGTH = 8
"""Words in front of a figure among which its qualifier is looked for."""
_NOW_DISTANCE = 10
"""Words behind a figure among which "now" tells that something else holds."""
_THEN_DISTANCE = 8
"""Words behind a figure among which a time tells that it is that of another day."""
_CALLED_DISTANCE = 5
"""Words in front of a figure among which "the previous record" is looked for."""
_BEGAN_DISTANCE = 6
"""Words in front of a figure among which "began by" is looked for."""
_PROMISED_DISTANCE = 4
"""Words right behind a figure among which "first promised" is looked for."""
_THERE_DISTANCE = 6
"""Words in front of a figure among which "there had been" is looked for."""
_TURNED_DISTANCE = 6
"""Words on either side of a figure among which "turned" and "into" are looked for."""


def plainly_before(run: Sequence[Word]) -> list[str]:
    """The two words in front of a figure, its qualifier left out; "than" stays where it does not qualify ("rather
    than 5")."""
    before = [word.folded for word in run[-_QUALIFIER_LENGTH:]]
    if before[-4:-3] == ["from"] and before[-1] == "of" and before[-2] in word_set("measures_of_past"):
        del before[-3:]  # "down from a peak of 340,000"
    while before:
        if before[-1] == "than" and before[-2:-1] in (["rather"], ["other"]):
            break
        if before[-1] not in word_set("passed_over") and before[-2:] not in _PASSED_OVER:
            break
        before.pop()
    return before[-2:]


_GONE_BY = frozenset({"once", "used"})
"""One of these is in each of the phrases that say that a value is no more."""
_PUT_ELSEWHERE = (["off"], ["back"], ["out"], ["up"], ["down"], ["on"], ["in"], ["into"], ["forward"], ["together"])
"""Behind "put" or "given" these make another verb of it."""
_PASSED_OVER = (["up", "to"], ["close", "to"], ["from", "the"])


def is_superseded(claim: Claim, figure: Figure, before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """The text says that the value no longer holds. A notice gives the wrong value first, and then the right one."""
    if claim.block is BlockKind.TITLE:
        return False
    if claim.block is BlockKind.NOTICE:
        return _is_wrong(before)
    if figure.date is not None and (_was_planned(before, "planned") or _is_put_off(before, behind)):
        return True
    return (
        _had_said(before, behind)
        or _now_otherwise(before, behind)
        or _first_promised(figure, behind)
        or _no_longer_holds(figure, before)
        or _is_turned(before, behind)
        or _was_then(before, behind)
        or _was_called_earlier(before)
    )


def is_compared(beside: Sequence[str]) -> bool:
    """ "compared with four before the war", "against 4.8% a year earlier"."""
    return " ".join(beside) in word_set("compared_pairs") or beside[-1:] == ["against"]


def way_from(beside: Sequence[str]) -> Order | None:
    """Which way a value went by the words in front of it: more for "up from", less for "down from"."""
    if len(beside) < 2 or beside[-1] != "from":
        return None
    if beside[-2] in word_set("upwards"):
        return Order.MORE
    return Order.LESS if beside[-2] in word_set("downwards") else None


def is_retracted(claim: Claim, before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """Of a superseded value, that somebody took it back: a notice of correction, "having earlier said 36"."""
    near = [word.folded for word in before[-_HAD_DISTANCE:]]
    perfect = next((at for at, word in enumerate(near) if word in {"had", "having"}), None)
    earlier = perfect is not None and _earlier(near[perfect:])
    return earlier or claim.block is BlockKind.NOTICE or _had_said(before, behind)


def plans_to_move(run: Sequence[Word]) -> bool:
    """ "plans to raise the age from 62": what something is to change from still holds."""
    folded = [word.folded for word in run[-_MOVE_DISTANCE:]]
    at = next((at for at in range(len(folded) - 1, -1, -1) if folded[at] in word_set("moves")), None)
    return at is not None and not word_set("yet_to_come").isdisjoint(folded[max(0, at - 2) : at])


def _is_wrong(before: Sequence[Word]) -> bool:
    """In a notice: "not 250 million"; or nothing in front says that it is the right one ("should have been 5", "It was
    issued 30 hours", "Turnout was 58.9%")."""
    last = plainly_before(before)[-1:]
    if last and last[0] in word_set("superseded"):
        return True
    folded = [word.folded for word in before]
    stated = last and last[0] in word_set("past_being") and word_set("misstating").isdisjoint(folded)
    return not stated and folded[:1] not in (["it"], ["they"]) and word_set("corrected").isdisjoint(folded)


def _no_longer_holds(figure: Figure, run: Sequence[Word]) -> bool:
    """ "up from 150", "once 300", "compared with 30", "had put the number at 164"."""
    before = plainly_before(run)
    last = before[-1] if before else ""
    if last == "from":
        moved = {word.folded for word in run[-_MOVE_DISTANCE:]}
        took = not moved.isdisjoint(word_set("taken_in"))  # "raised the money from 321 people"
        return figure.date is None and bool(moved & word_set("moves")) and not (took or plans_to_move(run))
    if last in word_set("superseded") or " ".join(before) in word_set("superseded_pairs"):
        return not _there_had_been(run)
    near = [word.folded for word in run[-_HAD_DISTANCE:]]
    if not _GONE_BY.isdisjoint(near[-3:]) and any(" ".join(near[-length:]) in word_set("no_more") for length in (2, 3)):
        return True
    perfect = next((at for at, word in enumerate(near) if word in {"had", "having"}), None)
    if perfect is None:
        return False
    if _earlier(near[perfect:]) or (near[perfect] == "having" and near[perfect + 1 :][:1] in (["reached"], ["peaked"])):
        return True
    return last not in {"had", "having"} and any(
        word in word_set("put_at") and near[at + 1 : at + 2] not in _PUT_ELSEWHERE for at, word in enumerate(near)
    )


def _there_had_been(run: Sequence[Word]) -> bool:
    """ "told doctors there had been up to 500 people on board": nothing took the place of that."""
    return any(
        [word.folded for word in run[at : at + 3]] == ["there", "had", "been"]
        for at in range(max(0, len(run) - _THERE_DISTANCE), len(run))
    )


def _earlier(run: Sequence[str]) -> bool:
    """A word for an earlier time; "first" and "once" only at the end or in front of a verb of telling ("had first
    said")."""
    telling = word_set("put_at") | word_set("told")
    for at, word in enumerate(run):
        alone = word not in {"first", "once"} or at + 1 == len(run) or run[at + 1] in telling
        if alone and word in word_set("before_now"):
            return True
    return False


def _was_planned(before: Sequence[Word], plans: str) -> bool:
    """ "was due to run out on 30 June": what was to be by a plan that is told of as past."""
    near = [word.folded for word in _own_run(before[-_HAD_DISTANCE:])]
    return any(
        word in word_set(plans) and not word_set("past_being").isdisjoint(near[max(0, at - 2) : at])
        for at, word in enumerate(near)
    )


def _own_run(before: Sequence[Word]) -> Sequence[Word]:
    """The last words in front of a figure between which no other figure and no comma stands."""
    breaks = [at for at, (one, other) in enumerate(pairwise(before), 1) if other.start - one.end > 1]
    return before[breaks[-1] :] if breaks else before


def _is_put_off(before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """ "moved from 4 April to 11 April", "put back to 11 April from 4 April"; not "runs from 4 April to 11 April"."""
    run = [word.folded for word in before[-_MOVE_DISTANCE:]]
    at = max((at for at, word in enumerate(run) if word in word_set("put_off")), default=None)
    if run[-1:] != ["from"] or at is None:
        return False
    between = run[at + 1 : -1]
    if between[-1:] == ["to"]:
        return True
    return "to" not in between and [word.folded for word in behind[:1]] in (["to"], ["until"])


def _now_otherwise(before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """ "was due in seven years; it is now", "who began by asking for 300, now": the sentence says what holds."""
    if all(word.folded != "now" for word in behind[:_NOW_DISTANCE]):
        return False
    near = [word.folded for word in before[-_BEGAN_DISTANCE:]]
    began = any(one in word_set("began") and other in word_set("began_by") for one, other in pairwise(near))
    return began or _was_planned(before, "expected")


def _first_promised(figure: Figure, behind: Sequence[Word]) -> bool:
    """ "the €20m first promised", "the 5,000 jobs originally planned"."""
    near = behind[:_PROMISED_DISTANCE]
    if all(word.folded not in word_set("before_now") for word in near):
        return False
    breaks = [at for at, word in enumerate(near) if word.start - (near[at - 1].end if at else figure.end) > 1]
    run = [word.folded for word in (near[: breaks[0]] if breaks else near)]
    return any(one in word_set("before_now") and other in word_set("first_said") for one, other in pairwise(run))


def _was_then(before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """ "compared with 655,000 at the peak"; not "compared with 46 among those vaccinated"."""
    compared = is_compared(plainly_before(before))
    then = [word.folded for word in behind[:_THEN_DISTANCE]]
    was = [word.folded for word in before[-1:]] in (["was"], ["were"]) and then[:1] in (["a"], ["one"])
    if was and then[1:2] and then[1] in word_set("spans") and then[2:3] in (["earlier"], ["ago"], ["before"]):
        return True  # "It was $119 million a year earlier"
    return compared and any(word in word_set("then") or word[0].isdigit() for word in then)


def _was_called_earlier(before: Sequence[Word]) -> bool:
    """ "the previous record was 38.5C", "against an original budget of £40m"."""
    run = [word.folded for word in before[-_CALLED_DISTANCE:]]
    if run[-1:] not in (["was"], ["were"], ["of"]):
        return False
    called = next((at for at, word in enumerate(run) if word in word_set("called_earlier")), None)
    return called is not None and not word_set("measures_of_past").isdisjoint(run[called + 1 :])


def _had_said(before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """ "which had said that 38 people died, now gives the same figure"."""
    near = [word.folded for word in before[-_HAD_DISTANCE:]]
    said = any(one == "had" and other in word_set("told") for one, other in pairwise(near))
    return said and "now" in {word.folded for word in behind[:_NOW_DISTANCE]}


def _is_turned(before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """ "turned a lead of 17 votes into one of eight"."""
    front = {word.folded for word in before[-_TURNED_DISTANCE:]}
    return not word_set("turned").isdisjoint(front) and "into" in {word.folded for word in behind[:_TURNED_DISTANCE]}
