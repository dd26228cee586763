"""Pairs of passages that say the same thing in two versions, and the differences that rules find in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storyver.classify.passages import UNCOMPARED, Passage, Side, Term
from storyver.model import Alignment, BlockKind, ChangeKind, Claim, FigureKind, LinkKind, Mark, MarkKind, SentenceLink
from storyver.wording import concept

LOOSE_SHARE = 0.6
"""Share of its words of content that a sentence without a link must find in one sentence of the other version for the
two to be compared all the same. Tuned, like the constants of the rules, on 33 pairs of versions of eight stories."""
LOOSE_WEIGHT = 2.5
"""How many such words it must find at least, a word with a capital counting half."""
COMMON = 40
"""A concept in more sentences than this says nothing about which sentence corresponds; it also bounds the work."""
LOOSE_LINK = 0.55
"""Below this similarity a link may join two sentences that tell of different things."""
FEWEST_SHARED = 2
"""Words of content that an attributed or hedged statement must share with the other side to be the same statement."""
SHARE = 0.5
"""The share of them that it must share."""
WHOLE_CLAUSE = 0.7
"""The share of a governed clause that must be on the other side to be there as a whole."""
_WHOLE_SHARED = 3
"""Words of content that it must share at least where one side is the lead."""
DOUBTS = frozenset(("report", "belief", "likelihood", "evidence"))
"""Hedges that doubt what they govern; a plan or a condition only puts it off."""
Points = dict[int, tuple[str, str]]
"""By where a word stands that makes its clause a statement even if all others are known: what it tells, and the reason
in English."""
_APART = frozenset((BlockKind.TITLE, BlockKind.CAPTION, BlockKind.HEADING, BlockKind.LINK_LINE))
"""Blocks that repeat what paragraphs say: they are compared with their like alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One or more sentences of each side that correspond."""

    old: tuple[Passage, ...]
    new: tuple[Passage, ...]
    old_terms: tuple[Term, ...]
    new_terms: tuple[Term, ...]
    shared: frozenset[str]
    """The concepts that both sides hold."""
    link: SentenceLink | None
    """None for a pair that the alignment has put elsewhere or nowhere."""
    figures: tuple[tuple[int, int], ...]
    """Where the figures of both texts stand that are linked for certain between the two sides, ages and years aside."""
    anchored: bool
    """Whether the sentences, or figures in them, are linked; else they only share most of their words."""

    def marks(self, kind: MarkKind) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
        """The marks of one kind on both sides."""
        return (
            tuple(mark for passage in self.old for mark in passage.of(kind)),
            tuple(mark for passage in self.new for mark in passage.of(kind)),
        )

    @property
    def loose(self) -> bool:
        """Whether the sentences have little in common, and a rule should ask for more than it does of near copies."""
        return not self.anchored or (self.link is not None and self.link.score < LOOSE_LINK)

    @property
    def crosses_lead(self) -> bool:
        """Whether a sentence of the lead is compared with one of the body without being linked to it. A lead sums up:
        what it leaves out or puts in says nothing of the sentence that goes into detail."""
        return self.link is None and any(p.lead for p in self.old) != any(p.lead for p in self.new)

    def governs_figure(self, mark: Mark, *, old: bool) -> bool:
        """Whether a linked figure stands in the mark's scope."""
        return any(mark.scope_start <= pair[0 if old else 1] < mark.scope_end for pair in self.figures)

    def covered(self, mark: Mark, *, old: bool) -> frozenset[str]:
        """The concepts in the mark's scope, without those of the mark's own words."""
        terms = self.old_terms if old else self.new_terms
        return frozenset(
            term.concept
            for term in terms
            if mark.scope_start <= term.start < mark.scope_end and not mark.start <= term.start < mark.end
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a rule found, before it becomes a change."""

    kind: ChangeKind
    old: Claim | None
    new: Claim | None
    rule: str
    text: str
    """The reason in English."""
    summary: str
    noise: bool = False
    """Whether the rule passes it over: it is kept to be counted and listed, and no change is made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Both versions and their pairs."""

    alignment: Alignment
    old: Side
    new: Side
    pairs: tuple[Pair, ...]


def head_of(pair: Pair, mark: Mark, *, old: bool) -> str | None:
    """The concept of the first word of content behind a mark in its scope; None where there is none."""
    terms = pair.old_terms if old else pair.new_terms
    return next((t.concept for t in terms if max(mark.end, mark.scope_start) <= t.start < mark.scope_end), None)


def sums_up(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether one side is the lead and the other is not, and does not say all the same in what the mark governs: a lead
    leaves out who says it, and how certain it is."""
    covered = pair.covered(mark, old=old)
    whole = len(covered & pair.shared) >= max(_WHOLE_SHARED, WHOLE_CLAUSE * len(covered))
    return pair.crosses_lead and not whole


def make_comparison(alignment: Alignment, old: Side, new: Side) -> Comparison:
    """The pairs of the alignment, and those of sentences without a counterpart that share most of their words."""
    pairs = list(_linked(alignment, old, new))
    known = {(a.number, b.number) for pair in pairs for a in pair.old for b in pair.new}
    pairs += _by_figures(alignment, old, new, known)
    pairs += _loose(alignment, old, new, known)
    return Comparison(alignment=alignment, old=old, new=new, pairs=tuple(_with_figures(alignment, pairs)))


def _with_figures(alignment: Alignment, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs with the figures that are linked between their sentences."""
    linked: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for link in alignment.figures:
        before, after = link.old.figure, link.new.figure
        if link.certain and before and after and not _is_aside(link.old):
            linked.setdefault((link.old.start, link.new.start), []).append((before.start, after.start))
    for pair in pairs:
        keys = ((a.sentence.start, b.sentence.start) for a in pair.old for b in pair.new)
        found = tuple(figures for key in keys for figures in linked.get(key, ()))
        yield replace(pair, figures=found) if found else pair


def _is_aside(claim: Claim) -> bool:
    """Whether the figure says of whom or when, and is not what is claimed: an age, or a year by itself."""
    figure = claim.figure
    return figure is None or figure.kind is FigureKind.AGE or len(figure.date or "") == len("2022")


def is_changed(link: SentenceLink) -> bool:
    """Whether the link has two sides that differ."""
    return link.kind in (LinkKind.EDITED, LinkKind.SPLIT, LinkKind.MERGED)


def _is_apart(pair: Pair) -> bool:
    """Whether it asks or is a heading, and so states nothing."""
    return any(p.asks or p.block.kind is BlockKind.HEADING for p in (*pair.old, *pair.new))


def stating(comparison: Comparison) -> Iterator[Pair]:
    """The pairs of linked sentences with other words that both state something."""
    for pair in comparison.pairs:
        if pair.link is not None and is_changed(pair.link) and not _is_apart(pair):
            yield pair


def make_pair(
    old: Sequence[Passage], new: Sequence[Passage], link: SentenceLink | None, *, anchored: bool = True
) -> Pair:
    """A pair with its shared concepts."""
    old_terms = tuple(term for passage in old for term in passage.terms)
    new_terms = tuple(term for passage in new for term in passage.terms)
    shared = frozenset(term.concept for term in old_terms) & frozenset(term.concept for term in new_terms)
    return Pair(
        old=tuple(old),
        new=tuple(new),
        old_terms=old_terms,
        new_terms=new_terms,
        shared=shared,
        link=link,
        figures=(),
        anchored=anchored,
    )


def _linked(alignment: Alignment, old: Side, new: Side) -> Iterator[Pair]:
    for link in alignment.sentences:
        if not is_changed(link):
            continue
        olds = [old.by_start[s.start] for s in link.old if s.start in old.by_start]
        news = [new.by_start[s.start] for s in link.new if s.start in new.by_start]
        if olds and news and not any(p.block.kind in UNCOMPARED for p in (*olds, *news)):
            yield make_pair(olds, news, link)


def _by_figures(alignment: Alignment, old: Side, new: Side, known: set[tuple[int, int]]) -> Iterator[Pair]:
    """The sentences of figures that are linked for certain, where the sentences themselves are not."""
    for link in alignment.figures:
        if link.certain and link.old.start in old.by_start and link.new.start in new.by_start:
            here, there = old.by_start[link.old.start], new.by_start[link.new.start]
            if (here.number, there.number) not in known and comparable(here, there):
                known.add((here.number, there.number))
                yield make_pair([here], [there], None)


def comparable(here: Passage, there: Passage) -> bool:
    """Whether two blocks may say one thing in the same role: a headline repeats what paragraphs say."""
    if here.block.kind in UNCOMPARED or there.block.kind in UNCOMPARED:
        return False
    return here.block.kind is there.block.kind or not {here.block.kind, there.block.kind} & _APART


def _loose(alignment: Alignment, old: Side, new: Side, known: set[tuple[int, int]]) -> Iterator[Pair]:
    same_old = {s.start for link in alignment.sentences if link.kind is LinkKind.SAME for s in link.old}
    same_new = {s.start for link in alignment.sentences if link.kind is LinkKind.SAME for s in link.new}
    for source, target, same, forward in ((old, new, same_old, True), (new, old, same_new, False)):
        for passage in source.passages:
            if passage.sentence.start in same or passage.block.kind in UNCOMPARED:
                continue
            best = best_match(passage, target)
            if best is None or best.sentence.start in (same_new if forward else same_old):
                continue
            olds, news = (passage, best) if forward else (best, passage)
            if (olds.number, news.number) not in known:
                known.add((olds.number, news.number))
                yield make_pair([olds], [news], None, anchored=False)


def best_match(passage: Passage, target: Side) -> Passage | None:
    """The sentence of ``target`` that holds most of the passage's words of content, where that is most of them."""
    spoken = [(m.start, m.end) for m in passage.of(MarkKind.ATTRIBUTION)]
    said = {t.concept: _weight(t) for t in passage.terms if not any(s <= t.start < e for s, e in spoken)}
    if sum(said.values()) < LOOSE_WEIGHT:
        said = {t.concept: _weight(t) for t in passage.terms}
    return _most_alike(said, passage, target)


def _weight(term: Term) -> float:
    """A word in capitals, most often of a name, counts half: names recur in sentences that say different things."""
    return 0.5 if term.text[0].isupper() else 1.0


def _most_alike(own: Mapping[str, float], passage: Passage, target: Side) -> Passage | None:
    votes: dict[int, float] = {}
    for key, weight in own.items():
        holders = target.holders.get(key, ())
        if len(holders) <= COMMON:
            for number in holders:
                votes[number] = votes.get(number, 0.0) + weight
    needed = max(LOOSE_WEIGHT, LOOSE_SHARE * sum(own.values()))
    enough = [n for n, weight in votes.items() if weight >= needed and comparable(passage, target.passages[n])]
    return target.passages[max(enough, key=lambda n: (votes[n], -n))] if enough else None


def sentence_claim(side: Side, passages: Sequence[Passage], mark: Mark | None = None) -> Claim:
    """The claim of the sentence that holds the mark; of all sentences of a pair where they stand in one block."""
    if mark:
        for passage in passages:
            if passage.sentence.start <= mark.start < passage.sentence.end:
                return side.claim(passage.sentence.start, passage.sentence.end)
    first, last = passages[0], passages[-1]
    if first.block.start == last.block.start:
        return side.claim(first.sentence.start, last.sentence.end)
    return side.claim(first.sentence.start, first.sentence.end)


def concept_of(word: str) -> str:
    """The concept of a bare word."""
    return concept(word.lower())


def quoted(mark: Mark) -> str:
    """The mark's words in quotation marks, for a reason or a summary; a speaker who stands further off before them."""
    far = mark.kind is MarkKind.ATTRIBUTION and " " not in mark.text
    return f"“{mark.value} … {mark.text}”" if far else f"“{mark.text.strip(' ,')}”"


def two_sided(
    comparison: Comparison,
    pair: Pair,
    old: Mark | None,
    new: Mark | None,
    kind: ChangeKind,
    rule: str,
    text: str,
    summary: str,
) -> Difference:
    """A difference between the sentences of a pair: those that hold the marks, where marks are given."""
    return Difference(
        kind=kind,
        old=sentence_claim(comparison.old, pair.old, old),
        new=sentence_claim(comparison.new, pair.new, new),
        rule=rule,
        text=text,
        summary=summary,
    )
