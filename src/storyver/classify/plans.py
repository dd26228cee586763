"""Rules on what was to be done: carried out by the time of the new version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.classify.pairs import FEWEST_SHARED, Comparison, Difference, Pair, concept_of, two_sided
from storyver.classify.speakers import speaker_table
from storyver.model import ChangeKind, MarkKind
from storyver.wording import Word, irregular_forms

_HAVING = frozenset(("has", "have", "had", "was", "were"))
_NEAR = 3
"""Words, such as adverbs and "been", between an auxiliary and its verb."""


def plan_rule(comparison: Comparison) -> Iterator[Difference]:
    """What would happen by the old version has happened by the new one: "will be released", "has been released"."""
    for pair in comparison.pairs:
        if pair.crosses_lead or (not pair.figures and (pair.link is None or pair.loose)):
            continue
        planned = dict(_planned(pair))
        done = _done(pair) if planned and not _lies_ahead(pair) else {}
        verb = next((v for v in planned if v in done), None)
        if verb is None or not _same_thing(pair, verb):
            continue
        text = f"“{planned[verb]}” has become “{done[verb]}”."
        summary = f"Carried out: “{planned[verb]}” has become “{done[verb]}”."
        yield two_sided(comparison, pair, None, None, ChangeKind.HEDGE_DROPPED, "plan_carried_out", text, summary)


def _planned(pair: Pair) -> Iterator[tuple[str, str]]:
    """The verbs of what is to come in the old sentences, with their words."""
    for passage in pair.old:
        run = passage.words
        quoted = [(q.start, q.end) for q in passage.of(MarkKind.QUOTATION)]
        for at, word in enumerate(run):
            to_be = word.folded in ("is", "are") and at + 1 < len(run) and run[at + 1].folded == "to"
            if (word.folded != "will" and not to_be) or any(a <= word.start < b for a, b in quoted):
                continue
            if to_be and at and run[at - 1].folded in speaker_table("aims"):
                continue
            verb = at + 1 + to_be
            verb += verb < len(run) and run[verb].folded in ("be", "now", "then", "also")
            if verb < len(run) and run[verb].folded not in ("not", "have", "be", "need"):
                yield concept_of(run[verb].folded), " ".join(w.text for w in run[at : verb + 1])


def _lies_ahead(pair: Pair) -> bool:
    """Whether the new sentences too tell of what is to come."""
    coming = any(w.folded == "will" for p in pair.new for w in p.words)
    return coming or any(mark.sort == "plan" for mark in pair.marks(MarkKind.HEDGE)[1])


def _done(pair: Pair) -> dict[str, str]:
    """The verbs of what has happened in the new sentences, with their words."""
    found: dict[str, str] = {}
    for passage in pair.new:
        run = passage.words
        for at, word in enumerate(run):
            before = run[max(0, at - _NEAR) : at]
            if not before or not (word.folded.endswith("ed") or word.folded in irregular_forms()):
                continue
            if any(w.folded in speaker_table("undone") for w in before):
                continue
            having = next((k for k, w in enumerate(before) if w.folded in _HAVING), None)
            phrase = (*before[having:], word) if having is not None else (word,)
            found.setdefault(concept_of(word.folded), _words(phrase))
    return found


def _words(run: Sequence[Word]) -> str:
    return " ".join(word.text for word in run)


def _same_thing(pair: Pair, verb: str) -> bool:
    """Whether both sides share what is done beside the verb."""
    return len(pair.shared - {verb}) + bool(pair.figures) >= FEWEST_SHARED
