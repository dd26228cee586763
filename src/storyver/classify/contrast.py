"""Rules on claims turned into their opposite: a negator that came or went, or the other word of a pair of opposites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.classify.harm import harm_denied
from storyver.classify.pairs import Comparison, Difference, Pair, concept_of, sentence_claim, two_sided
from storyver.classify.passages import Passage, Term
from storyver.classify.reversals import is_cancelled, opposites, scattered_opposites
from storyver.classify.states import words_of
from storyver.model import ChangeKind, Mark, MarkKind
from storyver.wording import is_content, verbs

FEWEST_SHARED = 2
"""Concepts that the clause of a negator or an opposite must share with the other side, its own word not counted."""
_SUBJECT = 4
"""Words of content in front of a negator that tell of whom something is denied."""
_URGING = frozenset(
    (
        *("urge", "urges", "urged", "ask", "asks", "asked", "told", "tells", "tell", "press", "pressed", "pressure"),
        *("order", "orders", "ordered", "beg", "begged", "call", "calls", "called", "demand", "demands", "demanded"),
    )
)
_UNTIL = 10
"""Words behind a negator among which "until" bounds what it denies, and words in front of a verb that tell of its time."""
_NEAR = 4
_HAVING = frozenset(("with", "have", "has", "had", "reached", "got", "under"))
"""Words in front of what a side has that the other is without."""
_URGED = 6
"""Words in front of an infinitive among which the verb of urging stands."""
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
            text = f"“{before.text}” has become its opposite “{after.text}”."
            summary = f"Reversed: “{before.text}” has become “{after.text}”."
            yield two_sided(comparison, pair, before, after, ChangeKind.NEGATED, "opposite", text, summary)
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
        yield Difference(
            kind=ChangeKind.NEGATED,
            old=sentence_claim(comparison.old, [before.passage]),
            new=sentence_claim(comparison.new, [after.passage]),
            rule="opposite_elsewhere",
            text=f"“{before.mark.text}” has given way to its opposite “{after.mark.text}”.",
            summary=f"Reversed: “{before.mark.text}” has become “{after.mark.text}”.",
        )


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


def _reversal(comparison: Comparison, pair: Pair) -> tuple[tuple[Mark, Mark] | None, tuple[Mark, bool] | None]:
    """The opposites that changed places, or else the negator that came or went and whether it is the old side's.

    Opposites of which one is denied cancel out, and then no negator in front of them counts either.
    """
    if _doubted(pair) or _asks(pair):
        return None, None
    opposed = opposites(comparison, pair)
    return opposed, None if opposed or is_cancelled(pair) else next(_all_flips(pair), None)


def _all_flips(pair: Pair) -> Iterator[tuple[Mark, bool]]:
    yield from _flips(pair, old=True)
    yield from _flips(pair, old=False)


def _flips(pair: Pair, *, old: bool) -> Iterator[tuple[Mark, bool]]:
    """The negators of one side whose denied word stands undenied on the other side."""
    here, there = pair.marks(MarkKind.NEGATION)[:: 1 if old else -1]
    if not here:
        return
    terms_here, terms_there = (_spoken(pair.old), _spoken(pair.new)) if old else (_spoken(pair.new), _spoken(pair.old))
    for mark in here:
        if mark.text.lower() in _NONE and (len(here) == len(there) > 0 or _is_forbidden(pair, old=old)):
            continue  # "if there is no new one", "if a new one is not passed"
        if _is_contrast(pair, mark, old=old) or _denies_nothing(pair, mark, old=old):
            continue
        denied = [t for t in _denied(terms_here, mark) if not _in_hedge(pair, t, old=old)]
        if not denied or _is_superlative(pair, mark, old=old) or _is_lost(pair, mark, old=old):
            continue
        if _is_excused(pair, mark, old=old):
            continue
        key = denied[0].concept
        if any(not _denied(terms_there, m) for m in there):
            continue  # "is due to work but is not": the negator denies what stands before it
        passages = pair.new if old else pair.old
        elsewhere = [t for t in terms_there if t.concept == key and _happens(pair, passages, mark, t, old=old)]
        if not elsewhere or any(_reached(terms_there, m, key) for m in there):
            continue
        plain = [t for t in terms_here if t.concept == key and t not in denied]
        context = pair.covered(mark, old=old) | _before(terms_here, mark)
        needed = FEWEST_SHARED - (mark.text.lower() != "without")
        bare = not context - {key} and pair.link is not None and not pair.loose  # "He has not been charged."
        shares = bare or len(context & pair.shared - {key}) >= needed
        if not plain and shares and _same_topic(pair, context, key):
            yield mark, old


def _denies_nothing(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the word is part of a name, is denied itself ("has not ruled out"), or sets a number or a measure right
    ("not 14", "did not rise as much as reported")."""
    here, negators = (pair.old, pair.marks(MarkKind.NEGATION)[0]) if old else (pair.new, pair.marks(MarkKind.NEGATION)[1])
    if any(n.start <= mark.start < n.end for p in here for n in p.of(MarkKind.NAME)):
        return True
    if any(0 < mark.start - other.end <= 1 for other in negators):
        return True
    behind = [w.folded for p in here for w in p.words if w.start >= mark.end][:_NEAR]
    return behind[:1] != [] and (behind[0][0].isdigit() or ("as" in behind and not {"much", "many"}.isdisjoint(behind)))


def _is_excused(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the other side says the same with other means, or speaks of another: "eight did not return", "only two
    returned"; "has not won since 1998", "last won in 1998"; "no one was hurt", "hurt at another quarry"."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    said, said_here = ({w.folded for p in side for w in p.words} for side in (there, here))
    if said & (words_of("others") | {"only", "without"}) - said_here:
        return True
    denies = bool(pair.marks(MarkKind.NEGATION)[1 if old else 0])
    if "since" in said_here and ("since" in said if denies else said & {"last", "first"} and "since" not in said):
        return True
    behind = next((w.folded for p in here for w in p.words if w.start >= mark.end), "")
    return mark.text.lower().startswith("lack") and behind in verbs("auxiliaries")


def _happens(pair: Pair, passages: Sequence[Passage], mark: Mark, term: Term, *, old: bool) -> bool:
    """Whether what one side denies is so on the other: it is not only asked for or planned, nor the end of a wait."""
    if _is_urged(passages, term):
        return False
    here = pair.old if old else pair.new
    behind = [w.folded for p in here for w in p.words if w.start >= mark.end][:_UNTIL]
    before = [w.folded for p in passages for w in p.words if w.end <= term.start][-_UNTIL:]
    waits = {"until", "till"} & set(behind) and "further" not in behind
    if waits and not {"has", "have", "had"} & set(before):
        return False
    if {"whether", "if"} & set(before):
        return False
    if mark.text.lower() == "without" and _HAVING.isdisjoint(before[-_NEAR:]):
        return False
    denied_plan, plan = (
        any(m.sort == "plan" and m.scope_start <= at < m.scope_end for m in pair.marks(MarkKind.HEDGE)[0 if side else 1])
        for side, at in ((old, mark.start), (not old, term.start))
    )
    return denied_plan or not plan or "would" in before


def _in_hedge(pair: Pair, term: Term, *, old: bool) -> bool:
    """Whether the word only hedges: "is not thought to be dangerous" denies the danger, and not the thought."""
    return any(m.start <= term.start < m.end for m in pair.marks(MarkKind.HEDGE)[0 if old else 1])


def _is_contrast(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the other side sets apart in other words what this one does: "one and not two", "one instead of two"."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    before = next((w.folded for p in here for w in reversed(p.words) if w.end <= mark.start), "")
    said = {w.folded for p in there for w in p.words}
    return mark.text.lower() == "not" and before in {"and", "but"} and not said.isdisjoint({"instead", "rather"})


def _is_forbidden(pair: Pair, *, old: bool) -> bool:
    """Whether only the other side says with a verb that it may not be: "no-one may fish", "fishing is banned"."""
    return _only_there(pair, _FORBIDDEN, old=old)


def _only_there(pair: Pair, concepts: frozenset[str], *, old: bool) -> bool:
    """Whether the side that does not hold the negator has one of the concepts, and the side that does has none."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    held = [any(concept_of(w.folded) in concepts for p in side for w in p.words) for side in (here, there)]
    return held == [False, True]


_NONE = frozenset({"no", "no one", "no-one", "nobody", "none"})
"""Negators of a noun, which stand for one of a verb elsewhere in the sentence."""
_FORBIDDEN = frozenset(map(concept_of, ("forbid", "forbidden", "ban", "prohibit", "bar")))


def _is_lost(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether "left without power" stands for "lost power"."""
    return mark.text.lower() == "without" and _only_there(pair, _LOST, old=old)


_LOST = frozenset(map(concept_of, ("lose", "lack", "cut", "deprive")))


def _is_superlative(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether "no flood has been worse since 1947" only says that this is the worst: the other side does not
    compare."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    scope = [w for p in here for w in p.words if mark.end <= w.start < mark.scope_end]
    other = {w.folded for p in there for w in p.words}
    return any(
        word.folded not in other and _compares(mark, word.folded, [w.folded for w in scope[at + 1 :]])
        for at, word in enumerate(scope)
    )


def _compares(mark: Mark, folded: str, behind: Sequence[str]) -> bool:
    """ "Never paid more than", "no flood was deadlier since"; "did not last longer than an hour" denies."""
    if folded in {"more", "less", "worse"}:
        near = behind[:_COMPARED_WITHIN]
    elif len(folded) > _SHORTEST_COMPARATIVE and folded.endswith("er"):
        near = behind[:1]
    else:
        return False
    return "since" in near or ("than" in near and mark.text.lower() in _NONE | {"never", "nothing"})


_SHORTEST_COMPARATIVE = 4
_COMPARED_WITHIN = 4
"""Words behind "more" among which "since" or "than" stands; behind "deadlier" it is the next."""


def _spoken(passages: Sequence[Passage]) -> list[Term]:
    """The words of content outside quotations, those that state a figure ("halved") among them."""
    quoted = [(m.start, m.end) for p in passages for m in p.of(MarkKind.QUOTATION)]
    return [
        Term(w.start, w.end, w.text, concept_of(w.folded))
        for p in passages
        for w in p.words
        if is_content(w) and not (quoted and any(s <= w.start < e for s, e in quoted))
    ]


def _is_urged(passages: Sequence[Passage], term: Term) -> bool:
    """Whether somebody is only asked to do it: "urged to resign" is not undone by "will not resign"."""
    run = next(p.words for p in passages if p.sentence.start <= term.start < p.sentence.end)
    before = [w.folded for w in run if w.end <= term.start][-_URGED:]
    return before[-1:] == ["to"] and not _URGING.isdisjoint(before)


def _same_topic(pair: Pair, context: frozenset[str], key: str) -> bool:
    """Whether the clause around a negator is, beyond the denied word, said on the other side too."""
    others = context - {key}
    return pair.link is not None or len(others & pair.shared) >= max(FEWEST_SHARED, len(others) // 2)


def _before(terms: Sequence[Term], mark: Mark) -> frozenset[str]:
    """The words of content in front of the negator: the subject that it denies something of."""
    return frozenset(term.concept for term in [t for t in terms if t.end <= mark.start][-_SUBJECT:])


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
