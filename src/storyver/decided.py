"""What the decisions of reviewers amount to: which of them stand, and what they say of two claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from storyver.model import JUDGEMENTS, Change, Decision, Reason, Verdict

FIGURE: Final = "figure"
"""What the subject of a change of a figure begins with, whatever kind of change it is; that of any other change begins
with its kind, that of a fact with ``fact``."""
RULE: Final = "reviewer"
"""The name of the rule in reasons."""
_DAY: Final = len("2026-03-01")

Pair = frozenset[str]
"""The ids of two claims, whichever is the older; of one where both have the same words."""


class Ruling(StrEnum):
    """What reviewers say of two claims."""

    TOGETHER = "together"
    APART = "apart"
    DISPUTED = "disputed"
    """They disagree, so that neither is honoured: the link is uncertain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What was ruled, and the reason as reports show it."""

    ruling: Ruling
    reason: Reason


def subject_of(change: Change) -> str:
    """What decisions on a change are kept under; it stays the same while the words of both claims do."""
    sides = [change.old.id if change.old else "", change.new.id if change.new else ""]
    return ":".join([FIGURE if _of_figure(change) else change.kind.value, *sides])


def _of_figure(change: Change) -> bool:
    return any(side is not None and side.figure is not None for side in (change.old, change.new))


def fact_subject(fact: str) -> str:
    """What decisions on the fact with this id are kept under."""
    return f"fact:{fact}"


def claims_of(subject: str) -> tuple[str, str] | None:
    """The ids of the old and the new claim of a change's subject, empty where there is none; None for a fact."""
    sort, _, rest = subject.partition(":")
    old, colon, new = rest.partition(":")
    return (old, new) if colon and sort else None


def in_force(decisions: Sequence[Decision], *, superseded: bool = False) -> tuple[Decision, ...]:
    """The decisions that stand, in the order of entry: not what was withdrawn, and of a reviewer's judgements on one
    subject the last; ``superseded`` keeps those before it as well."""
    withdrawn = {one.withdraws for one in decisions if one.withdraws is not None}
    standing = [one for one in decisions if one.verdict is not Verdict.WITHDRAWN and one.entry not in withdrawn]
    last = {(one.subject, one.reviewer): one for one in standing if one.verdict in JUDGEMENTS}
    return tuple(
        one for one in standing if superseded or one.verdict not in JUDGEMENTS or last[one.subject, one.reviewer] is one
    )


def disagree(judgements: Sequence[Decision]) -> bool:
    """Whether reviewers judge one subject differently."""
    return len({(one.verdict, one.counterpart) for one in judgements}) > 1


class Decided:
    """What the decisions on a story say, put so that two claims can be asked for."""

    def __init__(self, decisions: Sequence[Decision] = ()) -> None:
        """Nothing is worked out before it is asked for."""
        self._decisions = decisions

    def __bool__(self) -> bool:
        """Whether anything is decided."""
        return bool(self._decisions)

    @cached_property
    def by_subject(self) -> Mapping[str, Sequence[Decision]]:
        """The judgements that stand on each subject."""
        found: dict[str, list[Decision]] = defaultdict(list)
        for one in in_force(self._decisions):
            if one.verdict in JUDGEMENTS:
                found[one.subject].append(one)
        return dict(found)

    @cached_property
    def pairs(self) -> Mapping[Pair, Ruled]:
        """What is ruled of pairs of claims with figures. A reviewer's last word on a pair counts."""
        said: dict[Pair, dict[str, tuple[Decision, bool]]] = defaultdict(dict)
        disputed: set[Pair] = set()
        for judgements in self.by_subject.values():
            for one in judgements:
                for pair, together in _says(one):
                    before = said[pair].get(one.reviewer)
                    if before is None or before[0].entry < one.entry:
                        said[pair][one.reviewer] = one, together
                    if disagree(judgements):
                        disputed.add(pair)
        return {pair: _ruled(list(by.values()), disputed=pair in disputed) for pair, by in said.items()}

    def on(self, old: str, new: str) -> Ruled | None:
        """What is ruled of the claims with these ids."""
        return self.pairs.get(frozenset((old, new))) if self._decisions else None

    def strikes(self, change: Change) -> Ruled | None:
        """What is ruled of a change that is no link of figures: apart where it is rejected, or relinked."""
        judgements = self.by_subject.get(subject_of(change), ()) if self._decisions else ()
        if not judgements or (change.old and change.new and _of_figure(change)):
            return None
        rows = [(one, one.verdict is Verdict.CONFIRMED) for one in judgements]
        return _ruled(rows, disputed=disagree(judgements))


def _says(decision: Decision) -> Iterator[tuple[Pair, bool]]:
    """The pairs of figures' claims of which a judgement says that they do, or do not, state one fact."""
    sides = claims_of(decision.subject)
    if sides is None or not decision.subject.startswith(f"{FIGURE}:"):
        return
    old, new = sides
    if decision.verdict is not Verdict.RELINKED:
        if old and new:
            yield frozenset(sides), decision.verdict is Verdict.CONFIRMED
        return
    side, _, other = (decision.counterpart or "").partition(":")
    kept, left = (new, old) if side == "old" else (old, new)
    if left and kept and left != other:
        yield frozenset(sides), False
    if kept and other:
        yield frozenset((kept, other)), True


def _ruled(rows: Sequence[tuple[Decision, bool]], *, disputed: bool) -> Ruled:
    """What several reviewers' last words on one thing come to."""
    rows = sorted(rows, key=lambda row: row[0].entry)
    if disputed or len({together for _, together in rows}) > 1:
        told = "; ".join(_told(one, together) for one, together in rows)
        return Ruled(ruling=Ruling.DISPUTED, reason=Reason(rule=RULE, text=f"reviewers disagree: {told}"))
    together = rows[0][1]
    text = "; ".join(_told(one, together) for one, _ in rows)
    return Ruled(ruling=Ruling.TOGETHER if together else Ruling.APART, reason=Reason(rule=RULE, text=text))


def _told(decision: Decision, together: bool) -> str:
    by = f"by reviewer {decision.reviewer} on {decision.decided[:_DAY]}"
    if decision.verdict is Verdict.RELINKED:
        return f"linked {by}" if together else f"unlinked {by}"
    return f"{decision.verdict.value} {by}"
