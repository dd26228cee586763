"""What the word edits of one sentence link look like: the counts that the ``factual`` score is made of.

Nothing here knows what a word means. Words are told apart by closed lists (function words, general words), by their
shape (capitals, digits, endings) and by whether the other side of the link has them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from storyver.classify.factual_words import Word, figures, read_words, words
from storyver.model import LinkKind, SentenceLink

LONGEST_READ = 1000
"""Tokens of a passage, both sides together, up to which numbers in words, acronyms, compounds and spellings are looked
for: that work grows with the square of the passage, and no four sentences that a person wrote are longer."""
NEAR = 0.7
"""Share of letters in a common beginning and end from which two words count as one word spelt twice. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """A run of tokens that differs, and of its content words those that the other side lacks."""

    old: tuple[Word, ...]
    new: tuple[Word, ...]
    old_at: int
    new_at: int
    gone: tuple[Word, ...]
    fresh: tuple[Word, ...]
    explained: frozenset[Word]
    """Words that only say in another way what the other side says: an acronym spelled out, a number in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One link's two sides as tokens, and the hunks between them."""

    old: tuple[Word, ...]
    new: tuple[Word, ...]
    hunks: tuple[Hunk, ...]


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A hunk while words are taken out of it."""

    old: Sequence[Word]
    new: Sequence[Word]
    old_at: int
    new_at: int
    gone: list[Word]
    fresh: list[Word]
    explained: set[Word] = field(default_factory=set)

    def hunk(self) -> Hunk:
        return Hunk(
            old=tuple(self.old),
            new=tuple(self.new),
            old_at=self.old_at,
            new_at=self.new_at,
            gone=tuple(self.gone),
            fresh=tuple(self.fresh),
            explained=frozenset(self.explained),
        )


def difference(old: str, new: str, links: Sequence[SentenceLink], carried: frozenset[str] = frozenset()) -> Difference:
    """The tokens and hunks of the links of one passage, which follow each other in the text.

    ``carried`` are keys of words dropped elsewhere in the pair: where they are put in, they are not new to it.
    """
    old_words: list[Word] = []
    new_words: list[Word] = []
    edits: list[tuple[int, int, int, int]] = []
    for link in links:
        olds, news = read_words(old, link.old), read_words(new, link.new)
        a, c = len(old_words), len(new_words)
        edits += [(a + i, a + j, c + k, c + m) for i, j, k, m in _edits(link, olds, news)]
        old_words += olds
        new_words += news
    old_keys = carried.union([word.key for word in old_words])
    new_keys = frozenset([word.key for word in new_words])
    hunks = []
    for a, b, c, d in _joined(edits, old_words):
        gone = [word for word in old_words[a:b] if word.content and word.key not in new_keys]
        fresh = [word for word in new_words[c:d] if word.content and word.key not in old_keys]
        draft = _Draft(old=old_words[a:b], new=new_words[c:d], old_at=a, new_at=c, gone=gone, fresh=fresh)
        if len(old_words) + len(new_words) <= LONGEST_READ:
            _explain(draft, old_words, new_words)
        hunks.append(draft.hunk())
    return Difference(old=tuple(old_words), new=tuple(new_words), hunks=tuple(hunks))


def _edits(link: SentenceLink, old: Sequence[Word], new: Sequence[Word]) -> list[tuple[int, int, int, int]]:
    """One link's edits as token indices, without those of letter case."""
    if link.kind in (LinkKind.ADDED, LinkKind.REMOVED):
        return [(0, len(old), 0, len(new))]
    old_starts, new_starts = [word.start for word in old], [word.start for word in new]
    found = []
    for edit in link.edits:
        a, b = bisect_left(old_starts, edit.old_start), bisect_left(old_starts, edit.old_end)
        c, d = bisect_left(new_starts, edit.new_start), bisect_left(new_starts, edit.new_end)
        if [word.folded for word in old[a:b]] != [word.folded for word in new[c:d]]:
            found.append((a, b, c, d))
    return found


def _joined(edits: Sequence[tuple[int, int, int, int]], old: Sequence[Word]) -> list[tuple[int, int, int, int]]:
    """The edits, two of them as one where only one or two function words or marks stand between."""
    joined: list[tuple[int, int, int, int]] = []
    for a, b, c, d in edits:
        if joined and a - joined[-1][1] <= 2 and not any(word.content for word in old[joined[-1][1] : a]):
            joined[-1] = (joined[-1][0], b, joined[-1][2], d)
        else:
            joined.append((a, b, c, d))
    return joined


def _explain(hunk: _Draft, old: Sequence[Word], new: Sequence[Word]) -> None:
    """Take out what only says in another way what the other side says."""
    _without_equal_figures(hunk, old, new)
    _without_compounds(hunk, old, new)
    _without_acronyms(hunk, old, new)
    _without_respellings(hunk)


def _without_equal_figures(hunk: _Draft, old: Sequence[Word], new: Sequence[Word]) -> None:
    """Take out numbers where both sides of the run state the same values."""
    before, after = figures(old, hunk.old_at, len(hunk.old)), figures(new, hunk.new_at, len(hunk.new))
    if before and sorted(before) == sorted(after):
        hunk.explained.update(word for word in (*hunk.old, *hunk.new) if word.figure)
        hunk.gone = [word for word in hunk.gone if not word.figure]
        hunk.fresh = [word for word in hunk.fresh if not word.figure]


def _without_compounds(hunk: _Draft, old: Sequence[Word], new: Sequence[Word]) -> None:
    """Take out words that the other side has joined to another word: ``north western``, ``northwestern``."""
    if hunk.fresh:
        joined = "".join(word.folded for word in old[max(0, hunk.old_at - 1) : hunk.old_at + len(hunk.old) + 1])
        hunk.fresh = [word for word in hunk.fresh if len(word.folded) <= 3 or word.folded not in joined]
    if hunk.gone:
        joined = "".join(word.folded for word in new[max(0, hunk.new_at - 1) : hunk.new_at + len(hunk.new) + 1])
        hunk.gone = [word for word in hunk.gone if len(word.folded) <= 3 or word.folded not in joined]


def _without_acronyms(hunk: _Draft, old: Sequence[Word], new: Sequence[Word]) -> None:
    """Take out an acronym whose words the other side spells out, and those words."""
    for short, long, side in ((hunk.fresh, hunk.gone, old), (hunk.gone, hunk.fresh, new)):
        acronyms = [word for word in short if _is_acronym(word.text)]
        if not acronyms:
            continue
        every = "".join(word.folded[0] for word in side)
        content = "".join(word.folded[0] for word in side if word.content)
        for acronym in acronyms:
            letters = acronym.text.rstrip("s").replace(".", "").casefold()
            if letters in every or letters in content:
                spelled = [word for word in long if word.name and word.folded[0] in letters]
                hunk.explained.update((acronym, *spelled))
                short.remove(acronym)
                long[:] = [word for word in long if word not in spelled]


def _is_acronym(text: str) -> bool:
    letters = text.rstrip("s").replace(".", "")
    return len(letters) > 1 and letters.isupper() and letters.isalpha()


def _without_respellings(hunk: _Draft) -> None:
    for word in tuple(hunk.fresh):
        if word.figure or (len(word.folded) <= 3 and not word.name):
            continue
        twin = next((other for other in hunk.gone if _respelt(word, other)), None)
        if twin is not None:
            hunk.fresh.remove(word)
            hunk.gone.remove(twin)


def _respelt(one: Word, other: Word) -> bool:
    """Whether a common beginning and a common end make up most of the longer word.

    Between two names one letter too many, or the same letters in another order, is all that passes: Iraq is not Iran.
    """
    a, b = sorted((one.folded, other.folded), key=len)
    if len(a) <= 3:
        return b == a + "s"
    head = next((i for i in range(len(a)) if a[i] != b[i]), len(a))
    tail = next((i for i in range(len(a) - head) if a[-1 - i] != b[-1 - i]), len(a) - head)
    if not (one.name and other.name):
        return head + tail >= NEAR * len(b)
    return (head + tail == len(a) and len(b) == len(a) + 1) or sorted(a) == sorted(b)


def features(seen: Difference) -> dict[str, float]:
    """The named counts of one link; ``data/factual.toml`` says what each means."""
    fresh = [word for hunk in seen.hunks for word in hunk.fresh]
    gone = [word for hunk in seen.hunks for word in hunk.gone]
    added, dropped = _balance(seen.hunks)
    more, fewer = sum([word.content for word in added]), sum([word.content for word in dropped])
    gain, total = more - fewer, more + fewer
    names, figures = sum([word.name for word in fresh]), sum([word.figure for word in fresh])
    specific = sum([word.specific for word in fresh])
    characters = sum([len(word.text) + 1 for word in added]) - sum([len(word.text) + 1 for word in dropped])
    content = sum([word.content for word in seen.new])
    first, last = (seen.hunks[0], seen.hunks[-1]) if seen.hunks else (None, None)
    span = last.old_at + len(last.old) - first.old_at if first and last else 0
    changed = sum([len(hunk.old) + len(hunk.new) for hunk in seen.hunks])
    return {
        "length_gain": math.copysign(math.log1p(abs(characters)), characters),
        "word_gain": gain,
        "balance": gain / max(1, total),
        "new_share": len(fresh) / max(1, content),
        "largest_gain": max((len(hunk.fresh) - len(hunk.gone) for hunk in seen.hunks), default=0),
        "largest_run": max((_content(hunk) for hunk in seen.hunks), default=0),
        "new_ratio": (len(fresh) + 0.5) / (len(fresh) + len(gone) + 1),
        "new_names": names,
        "new_figures": figures,
        "figures_gain": figures - sum([word.figure for word in gone]),
        "specific_new": specific,
        "specific_gain": specific - sum([word.specific for word in gone]),
        "span": span,
        "kept": 1 - changed / max(1, len(seen.old) + len(seen.new)),
        "edits": len(seen.hunks),
        **_places(seen),
        **_closed(added, dropped),
    }


def _content(hunk: Hunk) -> int:
    return sum([word.content for word in _unexplained(hunk, hunk.new)])


def _balance(hunks: Sequence[Hunk]) -> tuple[list[Word], list[Word]]:
    """Words put in and words dropped, without those that only changed place."""
    olds = [word for hunk in hunks for word in _unexplained(hunk, hunk.old)]
    news = [word for hunk in hunks for word in _unexplained(hunk, hunk.new)]
    old, new = Counter([word.folded for word in olds]), Counter([word.folded for word in news])
    return _beyond(news, new, old), _beyond(olds, old, new)


def _unexplained(hunk: Hunk, run: Sequence[Word]) -> Sequence[Word]:
    return [word for word in run if word not in hunk.explained] if hunk.explained else run


def _beyond(run: Sequence[Word], own: Counter[str], other: Counter[str]) -> list[Word]:
    """The first of the words of which a run has more than the other side, as many as it has more."""
    left = {folded: count - other[folded] for folded, count in own.items()}
    found = []
    for word in run:
        if left[word.folded] > 0:
            left[word.folded] -= 1
            found.append(word)
    return found


def _places(seen: Difference) -> dict[str, float]:
    """How the runs with new words stand in the sentence: after a determiner, before a mark, in place of nothing."""
    after_determiner = before_mark = insertions = 0
    for hunk in seen.hunks:
        if not hunk.fresh:
            continue
        end = hunk.new_at + len(hunk.new)
        before_mark += end < len(seen.new) and not seen.new[end].folded[0].isalnum()
        after_determiner += hunk.new_at > 0 and seen.new[hunk.new_at - 1].folded in words("determiners")
        insertions += 0 if any(word.content for word in hunk.old) else len(hunk.fresh)
    return {"after_determiner": after_determiner, "before_mark": before_mark, "inserted_new": insertions}


def _closed(added: Sequence[Word], dropped: Sequence[Word]) -> dict[str, float]:
    """How many words of each closed list were put in, less those dropped."""
    lists = ("negations", "connectives", "pronouns", "prepositions")
    put_in, taken = [word.folded for word in added], [word.folded for word in dropped]
    gains = {}
    for name in lists:
        known = words(name).__contains__
        gains[name] = float(sum(map(known, put_in)) - sum(map(known, taken)))
    return gains
