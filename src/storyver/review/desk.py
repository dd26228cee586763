"""The desk of one reviewer at one story: it knows the queue, and enters what the reviewer decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from storyver.decided import claims_of
from storyver.errors import UsageError
from storyver.keeping import Archive
from storyver.model import About, Claim, Decision, Fact, Story, Verdict
from storyver.pipeline import analyse
from storyver.review.following import Following
from storyver.review.queue import (
    NOTHING,
    Item,
    Show,
    Standing,
    Survey,
    items_of,
    quoted,
    shown,
    standings,
    with_decided,
)
from storyver.wording import concepts

MOST_CANDIDATES = 40
"""Counterparts that are offered for a side, those with the most words in common first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A figure of the other version that may be the right counterpart."""

    side: str
    """The side whose place it would take: ``old`` or ``new``."""
    claim: Claim
    version: int

    @property
    def name(self) -> str:
        """What decisions call it."""
        return f"{self.side}:{self.claim.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The queue at one moment."""

    items: tuple[Item, ...]
    stands: Mapping[str, Standing]
    decisions: tuple[Decision, ...]

    def standing(self, item: Item) -> Standing:
        """What was decided of an item."""
        return self.stands.get(item.subject, NOTHING)

    def find(self, key: str) -> Item | None:
        """The item at an address."""
        return next((item for item in self.items if item.key == key), None)

    def shown(self, show: Show, reviewer: str) -> list[Item]:
        """The items that are wanted."""
        return list(shown(self.items, self.stands, show, reviewer))

    def beside(self, item: Item, show: Show, reviewer: str, *, by: int) -> Item | None:
        """The nearest wanted item behind one (``by`` 1) or in front of it (-1), which need not be wanted itself."""
        wanted = {one.key for one in self.shown(show, reviewer)}
        keys = [one.key for one in self.items]
        at = keys.index(item.key)
        run = self.items[at + 1 :] if by > 0 else self.items[:at][::-1]
        return next((one for one in run if one.key in wanted), None)


class Desk:
    """Reads the archive anew for each request, so that what others decide is seen, and holds nothing that a crash
    could lose."""

    def __init__(self, archive: Path, name: str, reviewer: str) -> None:
        """Read the story and all that is to be decided of it. Raise StoryverError where that fails."""
        self.archive = archive
        self.reviewer = reviewer
        with Archive(archive, create=False) as opened:
            self.story: Story = opened.story(name)
        if len(self.story.versions) < 2:
            what = "has only 1 version, at least 2 are needed"
            raise UsageError(what=what, where=name, remedy="add another one with storyver add --story")
        whole = analyse(self.story, decisions=())
        tracked, diffs = whole.track, whole.diffs
        self.survey: Survey = Survey(story=self.story, diffs=diffs, facts=tracked.facts)
        self._items = items_of(self.survey)
        self._following = Following(self.survey)

    def state(self) -> State:
        """The queue as it is now."""
        with Archive(self.archive, create=False) as opened:
            decisions = opened.decisions(self.story.id)
        return State(
            items=with_decided(self._items, decisions, self.survey),
            stands=standings(decisions),
            decisions=decisions,
        )

    def judge(self, item: Item, verdict: Verdict, counterpart: str | None = None) -> Decision:
        """Confirm, reject, or link with another counterpart."""
        about = item.about
        if counterpart is not None:
            chosen = next((one for one in self.candidates(item) if one.name == counterpart), None)
            if chosen is None:
                raise UsageError(what="is no figure of the other version", where="the counterpart", remedy="choose one")
            version = self.story.versions[chosen.version].id
            about = replace(about, counterpart=quoted(chosen.claim, version))
        return self._enter(item, verdict, about, counterpart=counterpart)

    def note(self, item: Item, text: str) -> Decision:
        """Put a note beside it."""
        return self._enter(item, Verdict.NOTED, item.about, note=text.replace("\r\n", "\n").strip())

    def show_evidence(self, item: Item, address: str) -> Decision:
        """Put the address of evidence beside it."""
        return self._enter(item, Verdict.EVIDENCE, item.about, evidence=address.strip())

    def withdraw(self, entry: int) -> Decision:
        """Take back one of this reviewer's decisions."""
        made = next((one for one in self.state().decisions if one.entry == entry), None)
        if made is None:
            raise UsageError(what="is no decision", where=f"entry {entry}", remedy="withdraw one of your own")
        back = Decision(
            subject=made.subject,
            verdict=Verdict.WITHDRAWN,
            reviewer=self.reviewer,
            withdraws=entry,
            about=made.about,
        )
        return self._decide(back)

    def undo(self) -> Decision | None:
        """Take back the last of this reviewer's decisions that stands; None where there is none."""
        decisions = self.state().decisions
        gone = {one.withdraws for one in decisions}
        own = [one for one in decisions if one.reviewer == self.reviewer and one.verdict is not Verdict.WITHDRAWN]
        last = next((one for one in reversed(own) if one.entry not in gone), None)
        return None if last is None else self.withdraw(last.entry)

    def _enter(self, item: Item, verdict: Verdict, about: About, **more: str | None) -> Decision:
        decision = Decision(subject=item.subject, verdict=verdict, reviewer=self.reviewer, about=about, **more)  # type: ignore[arg-type]
        return self._decide(decision)

    def _decide(self, decision: Decision) -> Decision:
        with Archive(self.archive, create=False) as opened:
            return opened.decide(self.story.id, decision)

    def candidates(self, item: Item) -> tuple[Candidate, ...]:
        """The figures that could take the place of one of the sides: first those of the same kind, then those in
        sentences with more words in common."""
        if item.step < 0 or not item.is_linked:
            return ()
        old, new = (self._claims(item.step, side) for side in ("old", "new"))
        here = claims_of(item.subject) or ("", "")
        found: list[Candidate] = []
        for side, kept, others, version in (
            ("new", old.get(here[0]), new, item.step + 1),
            ("old", new.get(here[1]), old, item.step),
        ):
            ranked = _ranked(kept, [claim for claim in others.values() if claim.id not in here]) if kept else []
            found += [Candidate(side=side, claim=one, version=version) for one in ranked[:MOST_CANDIDATES]]
        return tuple(found)

    def _claims(self, step: int, side: str) -> dict[str, Claim]:
        """The claims of the figures of one side of a step, by id, in the order of the text."""
        claims = [getattr(change, side) for change in self.survey.diffs[step].changes]
        found = {claim.id: claim for claim in claims if claim is not None and claim.figure is not None}
        return dict(sorted(found.items(), key=lambda row: row[1].figure.start if row[1].figure else 0))

    def fact_of(self, item: Item, state: State) -> tuple[Fact | None, bool]:
        """The fact that an item is of, and whether it is as what was decided has it already."""
        facts, current = self._following.facts(state.decisions)
        if item.fact is not None:
            return next((one for one in facts if one.id == item.fact.id), item.fact), current
        sides = claims_of(item.subject)
        if item.step < 0 or sides is None or not item.is_linked:
            return None, True
        wanted = (item.step + 1, sides[1]) if sides[1] else (item.step, sides[0])
        found = (one for one in facts if any((each.version, each.claim.id) == wanted for each in one.sightings))
        return next(found, None), current


def _ranked(kept: Claim, others: Iterable[Claim]) -> list[Claim]:
    """The others by how likely each is the counterpart of one."""
    return sorted(others, key=lambda claim: _rank(kept, claim))


def _rank(kept: Claim, claim: Claim) -> tuple[bool, int, int]:
    own, other = set(concepts(kept.text)), set(concepts(claim.text))
    apart = kept.figure is None or claim.figure is None or kept.figure.dimension != claim.figure.dimension
    return apart, -len(own & other), claim.start
