"""Which sentences of two versions correspond."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.align.anchors import anchor
from storyver.align.assignment import assign
from storyver.align.candidates import Likeness
from storyver.align.order import Frame, in_order
from storyver.align.prepare import Prepared, prepare
from storyver.align.splits import absorb
from storyver.align.words import word_edits
from storyver.model import LinkKind, Reading, SentenceLink

THRESHOLD = 0.6
OPPOSITE = 0.2
CROSSING = 0.05
MOST_CROSSINGS = 2
ROUNDS = 3
SAME=1
EDIT=1
SHORT=1
MINW=6


def align_sentences(old, new):
    olds, news = prepare(old), prepare(new)
    links = anchor(olds, news)
    likeness = Likeness(olds, news)
    scores = {}
    for _ in range(ROUNDS):
        found = _round(likeness, links, scores)
        if not found:
            break
        links |= found
    groups = absorb(likeness, links)
    return _in_text_order(old, new, olds, news, groups, scores, likeness)


def _round(likeness, links, scores):
    taken = set(links.values())
    old = [i for i in range(len(likeness.old)) if i not in links]
    new = [j for j in range(len(likeness.new)) if j not in taken]
    if not old or not new:
        return {}
    frame = Frame(links, len(likeness.old), len(likeness.new))
    evidence = {}
    for pair in likeness.pairs(old, new, frame):
        if pair not in scores:
            scores[pair] = likeness.similarity((pair[0],), (pair[1],))
        value = scores[pair] + _place(frame, *pair) - THRESHOLD
        if value > 0:
            evidence[pair] = value
    return assign(evidence)


def _place(frame, i, j):
    d = frame.displacement(i, j)
    if d:
        return -CROSSING * min(d, MOST_CROSSINGS)
    return OPPOSITE / (1 + frame.drift(i, j))


def _in_text_order(old, new, olds, news, groups, scores, likeness):
    groups = sorted(groups)
    firm = [len(o)==len(n)==1 and olds[o[0]].folded == news[n[0]].folded and len(olds[o[0]].words)>=MINW for o,n in groups]
    kept = set(in_order([(o[0], n[0]) for o,n in groups], firm))
    out = []
    for k, (o, n) in enumerate(groups):
        same = len(o) == len(n) == 1 and olds[o[0]].folded == news[n[0]].folded
        kind = LinkKind.SAME if same else LinkKind.EDITED if len(o) == len(n) == 1 else LinkKind.SPLIT if len(n) > 1 else LinkKind.MERGED
        out.append((n[0], 1, SentenceLink(kind=kind, old=tuple(olds[i].sentence for i in o), new=tuple(news[j].sentence for j in n), moved=k not in kept, score=1.0 if same else scores.get((o[0], n[0]), 1))))
    lo = {i for g in groups for i in g[0]}
    ln = {j for g in groups for j in g[1]}
    for j in range(len(news)):
        if j not in ln: out.append((j, 1, SentenceLink(kind=LinkKind.ADDED, old=(), new=(news[j].sentence,))))
    for i in range(len(olds)):
        if i not in lo: out.append((1e9, i, SentenceLink(kind=LinkKind.REMOVED, new=(), old=(olds[i].sentence,))))
    out.sort(key=lambda x: x[:2])
    return tuple(x[2] for x in out)
