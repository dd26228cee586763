"""What changed between two versions beyond their figures: every rule in the order in which it is asked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from storyver.classify.attributions import attribution_rule
from storyver.classify.contrast import harm_rule, negation_rule, reversal_rule
from storyver.classify.coverage import coverage_rule
from storyver.classify.exchanges import exchange_rule
from storyver.classify.hedges import hedge_rule
from storyver.classify.importance import lead_end, rate_importance
from storyver.classify.notices import move_rule, notice_rule, states_nothing
from storyver.classify.pairs import Comparison, Difference, is_changed, make_comparison, sentence_claim
from storyver.classify.particulars import name_rule
from storyver.classify.passages import UNCOMPARED, prepare
from storyver.classify.quotes import quote_rule
from storyver.classify.times import time_rule
from storyver.identity import change_id
from storyver.model import Alignment, Change, ChangeKind, Claim, Figure, Reason, Sentence, SentenceLink, Suppressed

Rule = Callable[[Comparison], Iterator[Difference]]

RULES: tuple[Rule, ...] = (
    notice_rule,
    quote_rule,
    attribution_rule,
    hedge_rule,
    negation_rule,
    reversal_rule,
    harm_rule,
    name_rule,
    exchange_rule,
    time_rule,
    move_rule,
    coverage_rule,
)
"""The rules in the order in which their changes are reported. A linked sentence that none speaks of is reworded."""


def classify_statements(
    alignment: Alignment, *, rules: Sequence[Rule] = RULES
) -> tuple[tuple[Change, ...], tuple[Suppressed, ...]]:
    """The changes between two versions that are not changes of a figure, and the differences passed over as noise.

    The claims of every change are without a figure. Where two rules say the same of the same claims, the first speaks.
    """
    old, new = prepare(alignment.old), prepare(alignment.new)
    comparison = make_comparison(alignment, old, new)
    leads = lead_end(alignment.old), lead_end(alignment.new)
    suppressed: list[Suppressed] = []
    found: dict[str, Change] = {}
    for rule in rules:
        for difference in rule(comparison):
            if difference.noise or states_nothing(difference):
                suppressed.append(_suppressed(difference, difference.rule if difference.noise else "header_line"))
                continue
            change = _change(difference, leads)
            found.setdefault(change.id, change)
    changes = list(found.values())
    for difference in _reworded(comparison, changes, suppressed):
        changes.append(_change(difference, leads))
    return tuple(changes), tuple(suppressed)


def _change(difference: Difference, leads: tuple[int, int]) -> Change:
    old, new = difference.old, difference.new
    return Change(
        id=change_id(difference.kind, old.id if old else None, new.id if new else None),
        kind=difference.kind,
        old=old,
        new=new,
        score=1.0,
        importance=rate_importance(difference.kind, old, new, lead_end=leads),
        reasons=(Reason(rule=difference.rule, text=difference.text),),
        summary=difference.summary,
    )


def _reworded(comparison: Comparison, changes: Iterable[Change], suppressed: list[Suppressed]) -> Iterator[Difference]:
    """Linked sentences with other words that no rule speaks of; those with the same words only look different."""
    spoken_old = _Spans([c.old for c in changes if c.old])
    spoken_new = _Spans([c.new for c in changes if c.new and c.kind is not ChangeKind.MOVED])
    figures = _Figures(comparison.alignment)
    for link in comparison.alignment.sentences:
        if not is_changed(link):
            continue
        olds, news = [comparison.old.at(s.start) for s in link.old], [comparison.new.at(s.start) for s in link.new]
        if any(p.block.kind in UNCOMPARED for p in (*olds, *news)):
            continue
        old, new = sentence_claim(comparison.old, olds), sentence_claim(comparison.new, news)
        if spoken_old.touch(old) or spoken_new.touch(new) or figures.differ(link):
            continue
        if _plain(old.text) == _plain(new.text):
            suppressed.append(Suppressed(rule="typography", old=old.text, new=new.text))
            continue
        yield Difference(
            kind=ChangeKind.REWORDED,
            old=old,
            new=new,
            rule="no_rule_speaks",
            text="Other words, and no rule finds a change of fact.",
            summary=f"Reworded: {new.text}",
        )


class _Spans:
    """Stretches of a text, asked whether another stretch has a part in common with any of them."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        spans = sorted((claim.start, claim.end) for claim in claims)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))
        """How far those up to each one reach."""

    def touch(self, claim: Claim) -> bool:
        before = bisect_left(self._starts, claim.end)
        return before > 0 and self._ends[before - 1] > claim.start


class _Figures:
    """The figures of both versions, asked for those of linked sentences."""

    def __init__(self, alignment: Alignment) -> None:
        self._starts = [[figure.start for figure in side.figures] for side in (alignment.old, alignment.new)]
        self._linked: dict[int, list[tuple[int, Figure, Figure]]] = {}
        for number, pair in enumerate(alignment.figures):
            before, after = pair.old.figure, pair.new.figure
            if before and after:
                self._linked.setdefault(before.start, []).append((number, before, after))

    def differ(self, link: SentenceLink) -> bool:
        """Whether a figure of the sentences changed, came or went: the rules for figures report it."""
        starts_old, starts_new = self._inside(0, link.old), self._inside(1, link.new)
        pairs = sorted((pair for start in starts_old for pair in self._linked.get(start, ())), key=lambda pair: pair[0])
        for _, before, after in pairs:
            if before.start in starts_old and after.start in starts_new:
                starts_old.discard(before.start)
                starts_new.discard(after.start)
                if _value(before) != _value(after):
                    return True
        return bool(starts_old or starts_new)

    def _inside(self, side: int, sentences: Iterable[Sentence]) -> set[int]:
        starts = self._starts[side]
        return {at for s in sentences for at in starts[bisect_left(starts, s.start) : bisect_left(starts, s.end)]}


def _value(figure: Figure) -> tuple[object, ...]:
    return figure.low, figure.high, figure.unit, figure.date, figure.qualifier


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _suppressed(difference: Difference, rule: str) -> Suppressed:
    return Suppressed(
        rule=rule, old=difference.old.text if difference.old else "", new=difference.new.text if difference.new else ""
    )
