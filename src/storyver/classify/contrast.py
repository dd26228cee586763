"""Rules on claims turned into their opposite: a negator that came or went, or the other word of a pair of opposites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.classify.arguments import Subject, generic, subject_of, words_of
from storyver.classify.denials import OF_NOUNS, happens, in_hedge, is_forbidden, is_no_denial
from storyver.classify.harm import harm_denied
from storyver.classify.pairs import Comparison, Difference, Pair, concept_of, sentence_claim, two_sided
from storyver.classify.passages import Passage, Side, Term
from storyver.classify.reversals import is_cancelled, opposites, scattered_opposites
from storyver.classify.states import State, clause_start
from storyver.model import ChangeKind, Mark, MarkKind
from storyver.wording import is_content

FEWEST_SHARED = 2
"""Concepts that the clause of a negator or an opposite must share with the other side, its own word not counted."""
_SUBJECT = 4
"""Words of content in front of a negator that tell of whom something is denied."""
_REACH = 2
"""Words of content behind a negator that count as denied: "had not made contact" denies made and contact."""


def negation_rule(comparison: Comparison) -> Iterator[Difference]:
    """A negator that came or went in front of a word that both sides hold, and opposites that changed places.

    Two reversals in one clause cancel ("expected to stay", "not expected to change").
    """
    for pair in comparison.pairs:
        opposed, negated = _reversal(comparison, pair)
        if opposed:
            before, after = opposed
            text = f"{_said(comparison.old, before)} has become its opposite {_said(comparison.new, after)}."
            summary = f"Reversed: {_said(comparison.old, before)} has become {_said(comparison.new, after)}."
            yield two_sided(comparison, pair, before.mark, after.mark, ChangeKind.NEGATED, "opposite", text, summary)
        elif negated:
            mark, old = negated
            denied = f"“{_denial(comparison, pair, mark, old=old)}”"
            text = f"{denied} stands on the {'old' if old else 'new'} side alone."
            summary = f"Reversed: {denied} was {'dropped' if old else 'put in'}."
            yield two_sided(
                comparison,
                pair,
                mark if old else None,
                None if old else mark,
                ChangeKind.NEGATED,
                "negator",
                text,
                summary,
            )


def reversal_rule(comparison: Comparison) -> Iterator[Difference]:
    """Opposites that changed places in sentences that are not linked: "still suspended", "resumed on Thursday"."""
    for before, after in scattered_opposites(comparison):
        old, new = _said(comparison.old, before), _said(comparison.new, after)
        yield Difference(
            kind=ChangeKind.NEGATED,
            old=sentence_claim(comparison.old, [before.passage]),
            new=sentence_claim(comparison.new, [after.passage]),
            rule="opposite_elsewhere",
            text=f"{old} has given way to its opposite {new}.",
            summary=f"Reversed: {old} has become {new}.",
        )


def _said(side: Side, state: State) -> str:
    """The word of a state, with what denies it in front, in quotation marks."""
    start = state.denial.start if state.denial else state.mark.start
    return f"“{side.text[start : state.mark.end]}”"


def harm_rule(comparison: Comparison) -> Iterator[Difference]:
    """ "No one was hurt" in one version, and somebody hurt in the other."""
    for before, after in harm_denied(comparison):
        yield Difference(
            kind=ChangeKind.NEGATED,
            old=sentence_claim(comparison.old, [before]),
            new=sentence_claim(comparison.new, [after]),
            rule="harm_denied",
            text="One version says of everybody that no harm was done, and the other names some.",
            summary="Reversed: whether anybody came to harm.",
        )


def is_reversed(comparison: Comparison, pair: Pair) -> bool:
    """Whether the two sides of the pair say the opposite of each other."""
    return any(_reversal(comparison, pair))


def _reversal(comparison: Comparison, pair: Pair) -> tuple[tuple[State, State] | None, tuple[Mark, bool] | None]:
    """The opposites that changed places, or else the negator that came or went and whether it is the old side's.

    Opposites of which one is denied cancel out, and then no negator in front of them counts either.
    """
    if _doubted(pair) or _asks(pair):
        return None, None
    opposed = opposites(comparison, pair)
    return opposed, None if opposed or is_cancelled(pair) else next(_all_flips(comparison, pair), None)


def _all_flips(comparison: Comparison, pair: Pair) -> Iterator[tuple[Mark, bool]]:
    yield from _flips(comparison, pair, old=True)
    yield from _flips(comparison, pair, old=False)


def _is_thing(passages: Sequence[Passage], denied: Term, term: Term) -> bool:
    """Whether the word is a noun where the denied one is a verb: "has not launched", "a launch delay"."""
    if not denied.text.endswith(("ed", "ing")) or term.text.endswith(("ed", "ing")):
        return False
    run = next(p.words for p in passages if p.sentence.start <= term.start < p.sentence.end)
    return any(w.end < term.start <= w.end + 1 and w.folded in words_of("determiners") for w in run)


def _flips(comparison: Comparison, pair: Pair, *, old: bool) -> Iterator[tuple[Mark, bool]]:
    """The negators of one side whose denied word stands undenied on the other side."""
    here, there = pair.marks(MarkKind.NEGATION)[:: 1 if old else -1]
    if not here:
        return
    terms_here, terms_there = (_spoken(pair.old), _spoken(pair.new)) if old else (_spoken(pair.new), _spoken(pair.old))
    for mark in here:
        if mark.text.lower() in OF_NOUNS and (len(here) == len(there) > 0 or is_forbidden(pair, old=old)):
            continue  # "if there is no new one", "if a new one is not passed"
        denied = [t for t in _denied(terms_here, mark) if not in_hedge(pair, t, old=old)]
        if not denied:
            continue
        key = denied[0].concept
        if any(not _denied(terms_there, m) or key == _last_before(terms_there, m) for m in there):
            continue  # "is due to work but is not", "the names are not known": it denies what stands before it
        passages = pair.new if old else pair.old
        elsewhere = [t for t in terms_there if t.concept == key and happens(pair, passages, mark, t, old=old)]
        elsewhere = [t for t in elsewhere if not _is_thing(passages, denied[0], t)]
        elsewhere = [t for t in elsewhere if not _of_others(comparison, pair, mark, t, old=old)]
        if not elsewhere or any(_reached(terms_there, m, key) for m in there):
            continue
        plain = [t for t in terms_here if t.concept == key and t not in denied]
        context = pair.covered(mark, old=old) | _before(terms_here, mark)
        needed = FEWEST_SHARED - (mark.text.lower() != "without")
        bare = not context - {key} and pair.link is not None and not pair.loose  # "He has not been charged."
        shares = bare or len(context & pair.shared - {key}) >= needed
        if plain or not shares or not _same_topic(pair, context, key):
            continue
        if not is_no_denial(pair, mark, old=old):
            yield mark, old


def _spoken(passages: Sequence[Passage]) -> list[Term]:
    """The words of content outside quotations, those that state a figure ("halved") among them."""
    quoted = [(m.start, m.end) for p in passages for m in p.of(MarkKind.QUOTATION)]
    return [
        Term(w.start, w.end, w.text, concept_of(w.folded))
        for p in passages
        for w in p.words
        if is_content(w) and not (quoted and any(s <= w.start < e for s, e in quoted))
    ]


def _same_topic(pair: Pair, context: frozenset[str], key: str) -> bool:
    """Whether the clause around a negator is, beyond the denied word, said on the other side too."""
    others = context - {key}
    return pair.link is not None or len(others & pair.shared) >= max(FEWEST_SHARED, len(others) // 2)


def _before(terms: Sequence[Term], mark: Mark) -> frozenset[str]:
    """The words of content in front of the negator: the subject that it denies something of."""
    return frozenset(term.concept for term in [t for t in terms if t.end <= mark.start][-_SUBJECT:])


def _last_before(terms: Sequence[Term], mark: Mark) -> str:
    return next((term.concept for term in reversed(terms) if term.end <= mark.start), "")


def _of_others(comparison: Comparison, pair: Pair, mark: Mark, term: Term, *, old: bool) -> bool:
    """Whether one is denied of somebody and the other said of somebody else, and neither side knows the other's."""
    sides = (comparison.old, comparison.new) if old else (comparison.new, comparison.old)
    stretches = (pair.old, pair.new) if old else (pair.new, pair.old)
    told = [
        _subject(side, passages, at)
        for side, passages, at in zip(sides, stretches, (mark.start, term.start), strict=True)
    ]
    if not all(one.heads and not one.heads & generic() for one in told) or told[0].concepts & told[1].concepts:
        return False
    return not any(
        one.heads & {t.concept for p in passages for t in p.terms}
        for one, passages in zip(told, stretches[::-1], strict=True)
    )


def _subject(side: Side, passages: Sequence[Passage], at: int) -> Subject:
    passage = next(p for p in passages if p.sentence.start <= at < p.sentence.end)
    first = next(k for k, word in enumerate(passage.words) if word.end > at)
    return subject_of(side, passage, passage.words, clause_start(passage.words, first, 0), first)


def _denied(terms: Sequence[Term], mark: Mark) -> list[Term]:
    inside = [t for t in terms if mark.end <= t.start < max(mark.scope_end, mark.end)]
    lead = next((k for k, t in enumerate(inside) if t.text[0].islower() and not t.text.endswith("ly")), 0)
    return inside[lead : lead + _REACH]


def _reached(terms: Sequence[Term], mark: Mark, key: str) -> bool:
    """Whether the negator denies the concept on this side too: within its reach, or by its own words."""
    return any(t.concept == key for t in _denied(terms, mark)) or any(
        t.concept == key for t in terms if mark.end <= t.start < mark.scope_end
    )


def _denial(comparison: Comparison, pair: Pair, mark: Mark, *, old: bool) -> str:
    """The negator with what it denies, as the text has them."""
    side = comparison.old if old else comparison.new
    denied = _denied(_spoken(pair.old if old else pair.new), mark)
    return side.text[mark.start : denied[0].end if denied else mark.end]


def _asks(pair: Pair) -> bool:
    """Whether one side is a question, which denies nothing ("Why isn't it working?")."""
    return any(passage.asks for passage in (*pair.old, *pair.new))


def _doubted(pair: Pair) -> bool:
    """Whether "no evidence that" stands on one side only: a hedge, and no denial."""
    old, new = (frozenset(m.value for m in marks if m.sort == "evidence") for marks in pair.marks(MarkKind.HEDGE))
    return ("no evidence" in old) != ("no evidence" in new)
