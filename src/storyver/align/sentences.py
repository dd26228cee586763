"""Which sentences of two versions correspond."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyver.align.anchors import anchor
from storyver.align.assignment import assign
from storyver.align.candidates import Comparisons, Likeness, TermWeights
from storyver.align.order import heaviest_in_order, in_order, is_rising
from storyver.align.place import Place
from storyver.align.prepare import Prepared
from storyver.align.sides import Side, side_of
from storyver.align.splits import Group, absorb
from storyver.align.words import word_edits
from storyver.model import LinkKind, Reading, Sentence, SentenceLink

THRESHOLD = 0.65
"""What similarity, lead and place must come to together for two sentences to be linked."""
DISTINCT = 0.6
"""What the lead over the strongest rival counts beside the similarity itself: a weak likeness without a rival is a
link, a strong one among others as strong is chance."""
LEAST_SIMILARITY = 0.3
"""Below this neither lead nor place makes a link: a paragraph may be replaced by one on another matter.

These three and the constants of ``place`` were set on drafts of student essays (ArgRewrite V2, CC-BY-4.0), on the
cautious side of a flat optimum."""
MOST_ROUNDS = 3
"""Links found give other pairs a place; rounds after the third hardly find any."""
FIRM_WORDS = 6
"""Words from which an unchanged block or sentence decides what is in order and what moved; shorter lines and edited
sentences follow. Set on revisions of encyclopaedia articles (CC-BY-SA-3.0)."""


def align_sentences(old: Reading | Side, new: Reading | Side, *, with_edits: bool = True) -> tuple[SentenceLink, ...]:
    """The sentences of both versions in links, each in exactly one, in the order of the new text; without edits the
    words in which they differ are not looked for.

    Sentences of the same text are linked first; of the rest those that share rare words or stand opposite each other
    are compared with their figures masked, and the best assignment is taken; what is left beside a link may be a part
    of it. A link that crosses the run in order has ``moved`` (``order`` says which). A removed sentence stands behind
    the one that it followed. Work grows about linearly with the number of sentences.
    """
    old, new = side_of(old), side_of(new)
    likeness = Likeness(old.sentences, new.sentences, TermWeights(old, new))
    links = anchor(likeness.old, likeness.new)
    comparisons = Comparisons(likeness)
    comparisons.add(likeness.candidates(*_unlinked(likeness, links)))
    for _ in range(MOST_ROUNDS):
        found = _further_links(likeness, links, comparisons)
        links |= found
        if not found:
            break
    groups = absorb(likeness, links)
    kept = _kept(likeness, groups)
    texts = (old.reading.version.text, new.reading.version.text) if with_edits else None
    entries = [
        ((group[1][0], 0, 0), _link(likeness, group, texts, moved=k not in kept)) for k, group in enumerate(groups)
    ]
    entries += _one_sided(likeness, groups, kept)
    return tuple(link for _, link in sorted(entries, key=lambda entry: entry[0]))


def _unlinked(likeness: Likeness, links: Mapping[int, int]) -> tuple[list[int], list[int]]:
    taken = set(links.values())
    old = [i for i in range(len(likeness.old)) if i not in links]
    new = [j for j in range(len(likeness.new)) if j not in taken]
    return old, new


def _further_links(likeness: Likeness, links: Mapping[int, int], comparisons: Comparisons) -> dict[int, int]:
    """The best assignment of the unlinked sentences that are alike enough, each pair for its place and its rivals."""
    old, new = _unlinked(likeness, links)
    if not old or not new:
        return {}
    waiting = set(new)
    place = Place(links, len(likeness.old), len(likeness.new))
    comparisons.add((i, j) for i in old for j in sorted(place.opposite(i) & waiting))
    margins = {}
    for (i, j), similarity in comparisons.similarities.items():
        if similarity >= LEAST_SIMILARITY and i not in links and j in waiting:
            margin = similarity + DISTINCT * comparisons.lead(i, j) + place.evidence(i, j) - THRESHOLD
            if margin > 0:
                margins[i, j] = margin
    return assign(margins)


def _kept(likeness: Likeness, groups: Sequence[Group]) -> set[int]:
    """Indices of the groups that did not move.

    They are on the run in order that holds the most words. An unchanged sentence is also on the run of unchanged
    blocks, each counting once however long it is, which other unchanged sentences follow, then the rest.
    """
    pairs = [(old[0], new[0]) for old, new in groups]
    if is_rising(pairs):
        return set(range(len(groups)))
    by_blocks = set(in_order(pairs, _tiers(likeness, groups)))
    by_words = heaviest_in_order(pairs, [_weight(likeness, group) for group in groups])
    return {k for k in by_words if k in by_blocks or not _same(likeness, groups[k])}


def _weight(likeness: Likeness, group: Group) -> int:
    """How many words of the group can have kept their order: those of its shorter side."""
    old, new = group
    return max(1, min(sum(len(likeness.old[i].words) for i in old), sum(len(likeness.new[j].words) for j in new)))


def _tiers(likeness: Likeness, groups: Sequence[Group]) -> list[int]:
    """0 for the first sentence of an unchanged block, 1 for other unchanged sentences, 2 for short and edited ones."""
    old_blocks, new_blocks = _blocks(likeness.old), _blocks(likeness.new)
    counterparts = {old[0]: new[0] for old, new in groups if _same(likeness, (old, new))}
    tiers = []
    for old, _ in groups:
        block = old_blocks[likeness.old[old[0]].block]
        new = counterparts.get(old[0])
        opposite = new_blocks[likeness.new[new].block] if new is not None else []
        if new is None or len(likeness.old[old[0]].words) < FIRM_WORDS:
            tiers.append(2)
        else:
            tiers.append(1)
        whole = [counterparts.get(i) for i in block] == opposite
        if whole and old[0] == block[0] and sum(len(likeness.old[i].words) for i in block) >= FIRM_WORDS:
            tiers[-1] = 0
    return tiers


def _blocks(side: Sequence[Prepared]) -> dict[int, list[int]]:
    """The indices of each block's sentences."""
    blocks: dict[int, list[int]] = {}
    for index, item in enumerate(side):
        blocks.setdefault(item.block, []).append(index)
    return blocks


def _same(likeness: Likeness, group: Group) -> bool:
    old, new = group
    return len(old) == len(new) == 1 and likeness.old[old[0]].folded == likeness.new[new[0]].folded


def _link(likeness: Likeness, group: Group, texts: tuple[str, str] | None, *, moved: bool) -> SentenceLink:
    olds = tuple(likeness.old[i].sentence for i in group[0])
    news = tuple(likeness.new[j].sentence for j in group[1])
    if _same(likeness, group):
        return SentenceLink(kind=LinkKind.SAME, old=olds, new=news, moved=moved)
    kind = LinkKind.SPLIT if len(news) > 1 else LinkKind.MERGED if len(olds) > 1 else LinkKind.EDITED
    return SentenceLink(
        kind=kind,
        old=olds,
        new=news,
        moved=moved,
        score=round(likeness.similarity(*group), 4),
        edits=word_edits(texts[0], _span(olds), texts[1], _span(news)) if texts else (),
    )


def _span(sentences: Sequence[Sentence]) -> tuple[int, int]:
    return sentences[0].start, sentences[-1].end


def _one_sided(
    likeness: Likeness, groups: Sequence[Group], kept: set[int]
) -> list[tuple[tuple[int, int, int], SentenceLink]]:
    """Added and removed sentences, each with the key of its place."""
    linked_new = {j for _, new in groups for j in new}
    linked_old = {i: (new[0], k in kept) for k, (old, new) in enumerate(groups) for i in old}
    entries = [
        ((j, 0, 0), SentenceLink(kind=LinkKind.ADDED, old=(), new=(item.sentence,)))
        for j, item in enumerate(likeness.new)
        if j not in linked_new
    ]
    behind = -1
    for i, item in enumerate(likeness.old):
        if i not in linked_old:
            link = SentenceLink(kind=LinkKind.REMOVED, old=(item.sentence,), new=())
            entries.append(((behind, 1, i), link))
        elif linked_old[i][1]:
            behind = linked_old[i][0]
    return entries
