"""What there is to decide, in the order of its importance, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from storyver.decided import FIGURE, claims_of, disagree, fact_subject, in_force, subject_of
from storyver.model import (
    JUDGEMENTS,
    About,
    Change,
    ChangeKind,
    Claim,
    Decision,
    DiffResult,
    Fact,
    Importance,
    Quoted,
    Story,
)

LONGEST_QUOTE = 2_000
"""Characters of a sentence that a decision keeps; a longer one is an unbroken page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All that the program finds in a story by itself, whatever was decided."""

    story: Story
    diffs: tuple[DiffResult, ...]
    """One for each two neighbouring versions."""
    facts: tuple[Fact, ...]


class Sort(StrEnum):
    """What an item of the queue is."""

    CHANGE = "change"
    FACT = "fact"
    KEPT = "kept"
    """Only a decision is left: the program does not find the change any more, but the text is as it was."""
    STALE = "stale"
    """Only a decision is left: the text under it is no longer read so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to decide on, or decided on."""

    key: str
    """Its address: the same after another start."""
    subject: str
    sort: Sort
    importance: Importance
    about: About
    step: int = -1
    """Index of the older of two neighbouring versions; -1 where there are no such two."""
    change: Change | None = None
    fact: Fact | None = None

    @property
    def is_linked(self) -> bool:
        """Whether it is a change of a figure, which may have another counterpart."""
        return self.sort is not Sort.STALE and self.subject.startswith(f"{FIGURE}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What reviewers decided of one subject, as it stands."""

    judgements: tuple[Decision, ...] = ()
    """The last of each reviewer."""
    remarks: tuple[Decision, ...] = ()
    """Notes and evidence."""

    @property
    def disputed(self) -> bool:
        """Whether reviewers disagree."""
        return disagree(self.judgements)

    def of(self, reviewer: str) -> Decision | None:
        """The judgement of one reviewer."""
        return next((one for one in self.judgements if one.reviewer == reviewer), None)


class Show(StrEnum):
    """Which items of the queue are wanted."""

    OPEN = "open"
    DECIDED = "decided"
    DISPUTED = "disputed"
    STALE = "stale"
    FACTS = "facts"
    ALL = "all"


def items_of(survey: Survey) -> tuple[Item, ...]:
    """The changes of all neighbouring versions, the most important first, and behind them the facts."""
    rows = [(change, step) for step, diff in enumerate(survey.diffs) for change in diff.changes]
    rows.sort(key=lambda row: _order(*row))
    changes = {f"{step}-{change.id}": _change_item(change, step, survey) for change, step in rows}
    facts = sorted(survey.facts, key=lambda fact: fact.importance.rank())
    return (*changes.values(), *(_fact_item(fact, survey) for fact in facts))


def _order(change: Change, step: int) -> tuple[int, int, int, str]:
    side = change.new or change.old
    return change.importance.rank(), step, side.start if side else 0, change.id


def _change_item(change: Change, step: int, survey: Survey) -> Item:
    versions = survey.story.versions
    return Item(
        key=f"{step}-{change.id}",
        subject=subject_of(change),
        sort=Sort.CHANGE,
        importance=change.importance,
        about=About(
            kind=change.kind.value,
            summary=change.summary[:LONGEST_QUOTE],
            old=quoted(change.old, versions[step].id) if change.old else None,
            new=quoted(change.new, versions[step + 1].id) if change.new else None,
        ),
        step=step,
        change=change,
    )


def _fact_item(fact: Fact, survey: Survey) -> Item:
    first, now = fact.sightings[0], fact.now or fact.sightings[-1]
    versions = survey.story.versions
    return Item(
        key=f"fact-{fact.id}",
        subject=fact_subject(fact.id),
        sort=Sort.FACT,
        importance=fact.importance,
        about=About(
            kind="fact",
            summary=fact.label,
            old=quoted(first.claim, versions[first.version].id),
            new=quoted(now.claim, versions[now.version].id),
        ),
        fact=fact,
    )


def quoted(claim: Claim, version: str) -> Quoted:
    """A claim as decisions keep it; of a text without sentences what stands around the figure."""
    text, figure = claim.text, claim.figure
    if len(text) > LONGEST_QUOTE:
        first = max(0, (figure.start - claim.start if figure else 0) - LONGEST_QUOTE // 2)
        text = ("… " if first else "") + text[first : first + LONGEST_QUOTE] + " …"
    return Quoted(claim=claim.id, text=text, figure=figure.text if figure else None, version=version)


def with_decided(items: Sequence[Item], decisions: Sequence[Decision], survey: Survey) -> tuple[Item, ...]:
    """The items, and in front of them one for each decision that stands on something the program does not find."""
    there = {item.subject for item in items}
    left: dict[str, Decision] = {}
    for one in in_force(decisions):
        if one.subject not in there:
            left.setdefault(one.subject, one)
    claims = [_claims(survey, place) for place in range(len(survey.story.versions))] if left else []
    return (*(_left_over(one, claims) for one in left.values()), *items)


def _claims(survey: Survey, version: int) -> Collection[str]:
    """The ids of a version's figures' claims: each is in a change with the version beside it."""
    sides = []
    if version < len(survey.diffs):
        sides += [change.old for change in survey.diffs[version].changes]
    if version:
        sides += [change.new for change in survey.diffs[version - 1].changes]
    return {side.id for side in sides if side is not None and side.figure is not None}


def _left_over(decision: Decision, claims: Sequence[Collection[str]]) -> Item:
    sides = claims_of(decision.subject)
    pairs = range(len(claims) - 1)
    linked = sides is not None and decision.subject.startswith(f"{FIGURE}:") and all(sides)
    step = next((at for at in pairs if sides and sides[0] in claims[at] and sides[1] in claims[at + 1]), -1)
    there = linked and sides is not None and all(any(side in one for one in claims) for side in sides)
    return Item(
        key=f"decision-{decision.entry}",
        subject=decision.subject,
        sort=Sort.KEPT if there else Sort.STALE,
        importance=Importance.NONE,
        about=decision.about or About(summary=decision.subject),
        step=step if there else -1,
    )


def standings(decisions: Sequence[Decision]) -> Mapping[str, Standing]:
    """What stands on each subject."""
    judgements: dict[str, list[Decision]] = defaultdict(list)
    remarks: dict[str, list[Decision]] = defaultdict(list)
    for one in in_force(decisions):
        (judgements if one.verdict in JUDGEMENTS else remarks)[one.subject].append(one)
    return {
        subject: Standing(judgements=tuple(judgements[subject]), remarks=tuple(remarks[subject]))
        for subject in {*judgements, *remarks}
    }


def answered(stands: Mapping[str, Standing], reviewer: str) -> Collection[str]:
    """The subjects of figures without a counterpart to which this reviewer linked one."""
    found = set()
    for standing in stands.values():
        one = standing.of(reviewer)
        side, _, claim = (one.counterpart or "").partition(":") if one else ("", "", "")
        if claim:
            found.add(f"{FIGURE}:{claim}:" if side == "old" else f"{FIGURE}::{claim}")
    return found


def is_shown(item: Item, standing: Standing, show: Show, reviewer: str) -> bool:
    """Whether an item is among those that are wanted; ``open`` are those that this reviewer has not judged."""
    match show:
        case Show.OPEN:
            return is_weighty(item) and standing.of(reviewer) is None
        case Show.DECIDED:
            return bool(standing.judgements or standing.remarks)
        case Show.DISPUTED:
            return standing.disputed
        case Show.STALE:
            return item.sort is Sort.STALE
        case Show.FACTS:
            return item.sort is Sort.FACT
        case Show.ALL:
            return item.sort is not Sort.FACT


def is_weighty(item: Item) -> bool:
    """Whether it is a change that a person should look at."""
    if item.change is None:
        return False
    return item.importance is not Importance.NONE or item.change.kind is ChangeKind.UNCERTAIN


def shown(items: Sequence[Item], stands: Mapping[str, Standing], show: Show, reviewer: str) -> Iterator[Item]:
    """The items that are wanted, in their order."""
    done = answered(stands, reviewer) if show is Show.OPEN else ()
    for item in items:
        if item.subject not in done and is_shown(item, stands.get(item.subject, NOTHING), show, reviewer):
            yield item


NOTHING = Standing()
"""What stands where nobody decided."""
