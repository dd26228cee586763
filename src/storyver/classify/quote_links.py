"""The quotations of a version, and which of an older version's each of them is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from storyver.classify.pairs import make_comparison
from storyver.classify.passages import prepare
from storyver.classify.quotations import Quotation, quotations
from storyver.classify.quotes import quote_rule
from storyver.model import Alignment, ChangeKind, Claim, ClaimKind, QuoteLink, Reading

_FEWEST_WORDS = 3
"""Words of a part by which a longer quotation is known."""


def quoted(reading: Reading) -> tuple[Claim, ...]:
    """The quotations of a version in order."""
    side = prepare(reading)
    return tuple(side.claim(one.start, one.end, ClaimKind.QUOTE) for one in quotations(side))


def link_quotations(alignment: Alignment) -> tuple[QuoteLink, ...]:
    """A link for each quotation of the new version that the old one has too, in the same words or in others."""
    old, new = prepare(alignment.old), prepare(alignment.new)
    before, after = quotations(old), quotations(new)
    links = {link.new: link for link in _same(before, after)}
    for difference in quote_rule(make_comparison(alignment, old, new)):
        here, there = difference.old, difference.new
        if difference.kind is not ChangeKind.QUOTE_ALTERED or here is None or there is None:
            continue
        if here.kind is there.kind is ClaimKind.QUOTE:
            links.setdefault(there.start, QuoteLink(old=here.start, new=there.start, altered=True))
    for part in after:
        whole = None if part.start in links else _whole(part, before)
        if whole is not None:
            links[part.start] = QuoteLink(old=whole.start, new=part.start, altered=False)
    return tuple(links[start] for start in sorted(links))


def _same(old: Sequence[Quotation], new: Sequence[Quotation]) -> Iterator[QuoteLink]:
    """The same words, in their order."""
    by_key: dict[tuple[str, ...], list[Quotation]] = defaultdict(list)
    for quotation in old:
        by_key[quotation.key].append(quotation)
    for quotation in new:
        if by_key[quotation.key]:
            yield QuoteLink(old=by_key[quotation.key].pop(0).start, new=quotation.start, altered=False)


def _whole(part: Quotation, old: Sequence[Quotation]) -> Quotation | None:
    """The quotation that has the part's words in one run: it was cut in two by the words that say who speaks."""
    run = f" {' '.join(part.key)} "
    if len(part.key) < _FEWEST_WORDS:
        return None
    return next((one for one in old if run in f" {' '.join(one.key)} "), None)
