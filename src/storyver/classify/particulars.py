"""Rules on names and offices: who and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from storyver.classify.pairs import Comparison, Difference, Pair, sentence_claim, two_sided
from storyver.classify.passages import UNCOMPARED, Passage, Side
from storyver.classify.spelling import inflects, is_acronym, is_misspelling, letters_apart, same_name
from storyver.classify.tables import word_set
from storyver.model import BlockKind, ChangeKind, Mark, MarkKind, WordEdit
from storyver.wording import concept, function_words, words

_MOST_SPELLINGS = 40_000
"""Pairs of words of names that are compared letter by letter."""
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]+(?:, [A-Z][A-Za-z. ]{1,30})?(?: \([A-Za-z ]{1,30}\))?\s?(?:-|–|—)\s")
_CREDITS = frozenset((BlockKind.CAPTION, BlockKind.LINK_LINE))
"""Blocks whose names are often those of an agency or of another article."""

_Held = list[tuple[Mark, Passage]]
"""The offices of one person, each with its sentence."""


def name_rule(comparison: Comparison) -> Iterator[Difference]:
    """Names: spelled otherwise, replaced in their place, or holding another office."""
    yield from _respelled(comparison)
    yield from _offices(comparison)
    for pair in comparison.pairs:
        if pair.link and not any(p.block.kind in _CREDITS for p in (*pair.old, *pair.new)):
            yield from _replaced(comparison, pair)
            yield from _nationalities(comparison, pair)
            yield from _identifiers(comparison, pair)


def _sightings(side: Side, kind: MarkKind) -> Iterator[tuple[Mark, Passage]]:
    for passage in side.passages:
        if passage.block.kind not in UNCOMPARED:
            for mark in passage.of(kind):
                yield mark, passage


def _respelled(comparison: Comparison) -> Iterator[Difference]:
    """A word of a name that one version has throughout and the other spells otherwise throughout."""
    old, new = _name_words(comparison.old), _name_words(comparison.new)
    text_old, text_new = (
        frozenset[str]().union(*(p.held.folded for p in side.passages if p.block.kind is not BlockKind.NOTICE))
        for side in (comparison.old, comparison.new)
    )
    gone = [word for word in old if word not in new and word not in text_new]
    come = [word for word in new if word not in old and word not in text_old]
    if len(gone) * len(come) > _MOST_SPELLINGS:
        return  # two texts about other people, and no misspelling among so many is worth the search
    for before in gone:
        mark, here = old[before]
        several = " " in mark.value
        for after in come:
            if not several and before[:1] != after[:1]:
                continue  # neither of the two that follow, told at once
            other, there = new[after]
            if not is_misspelling(before, after) and not _one_letter_in_full_name(mark.value, other.value):
                continue
            yield Difference(
                kind=ChangeKind.NAME_CHANGED,
                old=sentence_claim(comparison.old, [here]),
                new=sentence_claim(comparison.new, [there]),
                rule="name_spelling",
                text=f"“{mark.text}” is now spelled “{other.text}”.",
                summary=f"Name: “{mark.text}” is now spelled “{other.text}”.",
            )
            break


def _one_letter_in_full_name(old: str, new: str) -> bool:
    """Whether two full names differ by one letter in one word, however short: "Ann" and "Anne"."""
    if " " not in old or " " not in new:
        return False
    here, there = old.lower().split(), new.lower().split()
    unlike = [(a, b) for a, b in zip(here, there, strict=False) if a != b]
    if len(here) != len(there) or len(unlike) != 1:
        return False
    return letters_apart(*unlike[0], most=1) == 1 and not inflects(*unlike[0])


def _name_words(side: Side) -> dict[str, tuple[Mark, Passage]]:
    """Every word of the version's names with its first sighting, one in the article's own paragraphs before others."""
    found: dict[str, tuple[Mark, Passage]] = {}
    for mark, passage in _sightings(side, MarkKind.NAME):
        if mark.sort in ("name", "place"):
            for word in words(mark.text):
                found.setdefault(word.folded.removesuffix("'s"), (mark, passage))
    return found


def _offices(comparison: Comparison) -> Iterator[Difference]:
    """A person who has an office in both versions and no office in common."""
    old, new = _holders(comparison.old), _holders(comparison.new)
    linked = {(a.number, b.number) for pair in comparison.pairs if pair.link for a in pair.old for b in pair.new}
    for holder, before in old.items():
        after = next((new[h] for h in new if h == holder or is_misspelling(h, holder)), None)
        if after is None or _shares_office(before, after) or _is_described(before, after, linked):
            continue
        (mark, here), (other, there) = before[0], after[0]
        yield Difference(
            kind=ChangeKind.NAME_CHANGED,
            old=sentence_claim(comparison.old, [here]),
            new=sentence_claim(comparison.new, [there]),
            rule="office",
            text=f"{mark.sort} is “{other.text}”, no longer “{mark.text}”.",
            summary=f"Office of {other.sort}: “{mark.text}” has become “{other.text}”.",
        )


def _shares_office(before: _Held, after: _Held) -> bool:
    here, there = ({mark.value: mark for mark, _ in held}.values() for held in (before, after))
    return any(is_same_office(one, other) for one in here for other in there)


def _is_described(before: _Held, after: _Held, linked: Set[tuple[int, int]]) -> bool:
    """Whether sentences that are not linked give an office in one version and only describe its holder in the other."""
    (titled, plain), (titled_there, plain_there) = (
        [[p.number for mark, p in held if _describes(mark) is described] for described in (False, True)]
        for held in (before, after)
    )
    sides = ((titled, plain_there), (plain, titled_there))
    return any((one, other) not in linked for here, there in sides for one in here for other in there)


def is_same_office(old: Mark, new: Mark) -> bool:
    """Whether two offices may be one. What they are for is only compared where both say it, and what is over in the old
    version was so before."""
    (here, _, of_here), (there, _, of_there) = old.value.partition("/"), new.value.partition("/")
    return (here == there or here == f"former {there}") and (of_here == of_there or not of_here or not of_there)


def describe_otherwise(old: Mark, new: Mark) -> bool:
    """Whether one only describes somebody who has an office: "a former pilot", "the most senior official"."""
    return _describes(old) != _describes(new)


def _describes(mark: Mark) -> bool:
    said = mark.text.lower().split()
    return "senior" in said or (said[0] in ("a", "an") and not word_set("names", "over").isdisjoint(said))


def _holders(side: Side) -> dict[str, _Held]:
    holders: dict[str, _Held] = {}
    for mark, passage in _sightings(side, MarkKind.ROLE):
        if not mark.sort:
            continue  # nobody is named
        holders.setdefault(mark.sort.split()[-1].lower(), []).append((mark, passage))
    return holders


def _replaced(comparison: Comparison, pair: Pair) -> Iterator[Difference]:
    """A name that stands where another stood, with the same words around it."""
    old, new = pair.marks(MarkKind.NAME)
    for edit in pair.link.edits if pair.link else ():
        before, after = _inside(old, edit.old_start, edit.old_end), _inside(new, edit.new_start, edit.new_end)
        if len(before) != 1 or len(after) != 1 or before[0].sort == "identifier":
            continue
        here, there = before[0], after[0]
        if same_name(here.value, there.value) or _more_replaced(comparison, edit, here, there):
            continue
        if any(same_name(here.value, m.value) for m in new) or any(same_name(there.value, m.value) for m in old):
            continue
        if (here.sort == "name") != (there.sort == "name") or is_acronym(here.value, there.value):
            continue
        found = two_sided(
            comparison,
            pair,
            here,
            there,
            ChangeKind.NAME_CHANGED,
            "name_replaced",
            f"“{there.text}” stands where “{here.text}” stood.",
            f"Name: “{here.text}” has become “{there.text}”.",
        )
        filed = is_dateline(comparison.old, here) and is_dateline(comparison.new, there)
        yield replace(found, rule="dateline", noise=True) if filed else found


def is_dateline(side: Side, mark: Mark) -> bool:
    """Whether the name is where a report was filed: "CLEVELAND - ", "LYON, France (Reuters) — "."""
    return side.at(mark.start).block.start == mark.start and _DATELINE.match(side.text, mark.start) is not None


def _nationalities(comparison: Comparison, pair: Pair) -> Iterator[Difference]:
    """An adjective of nation in front of the same word that is another one: "the Danish firm", "the Swedish firm"."""
    old, new = ([m for m in marks if m.sort == "demonym"] for marks in pair.marks(MarkKind.NAME))
    here, there = {m.value for m in old}, {m.value for m in new}
    for before in old:
        for after in new:
            if (
                before.value in there
                or after.value in here
                or _next_word(pair.old, before) != _next_word(pair.new, after)
            ):
                continue
            yield two_sided(
                comparison,
                pair,
                before,
                after,
                ChangeKind.NAME_CHANGED,
                "nationality",
                f"“{after.text}” stands where “{before.text}” stood.",
                f"Name: “{before.text}” has become “{after.text}”.",
            )


def _next_word(passages: Sequence[Passage], mark: Mark) -> str:
    return next((concept(w.folded) for p in passages for w in p.words if w.start >= mark.end), "")


def _inside(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    return [mark for mark in marks if mark.start < end and start < mark.end]


def _more_replaced(comparison: Comparison, edit: WordEdit, here: Mark, there: Mark) -> bool:
    """Whether more than the names was replaced, so that it is no longer one for the other."""
    for side, mark, start, end in (
        (comparison.old, here, edit.old_start, edit.old_end),
        (comparison.new, there, edit.new_start, edit.new_end),
    ):
        rest = [w for w in words(side.text, start, end) if not mark.start <= w.start < mark.end]
        if any(w.folded not in function_words() or w.folded in word_set("names", "pronouns") for w in rest):
            return True
    return False


def _identifiers(comparison: Comparison, pair: Pair) -> Iterator[Difference]:
    """A list of routes or the like that gained, lost or changed an item."""
    old, new = ([m for m in marks if m.sort == "identifier"] for marks in pair.marks(MarkKind.NAME))
    here, there = {m.value for m in old}, {m.value for m in new}
    if not here or not there or here == there or (len(here) < 2 and len(there) < 2 and here & there):
        return
    yield two_sided(
        comparison,
        pair,
        old[0],
        new[0],
        ChangeKind.NAME_CHANGED,
        "identifiers",
        f"{_listed(old)} has become {_listed(new)}.",
        f"Names: {_listed(old)} has become {_listed(new)}.",
    )


def _listed(marks: Sequence[Mark]) -> str:
    return "“" + ", ".join(mark.text for mark in marks) + "”"
