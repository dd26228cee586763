"""The label of a figure that counts something: the thing, what is said of it, and whose it is."""

from __future__ import annotations

from storyver.model import FigureKind
from storyver.naming.clauses import Around, Run, look_around
from storyver.naming.owners import owner_of
from storyver.naming.phrases import complement, phrase
from storyver.naming.stated import SETS, SHARES, Stated, is_name, owned
from storyver.naming.tokens import Sort, kind_word, tokens_of, word_list
from storyver.wording import verbs

_NEAR = 40
"""Characters behind a figure within which the noun stands that it counts."""
_COUNTS = frozenset({FigureKind.COUNT, FigureKind.RANK})


def is_generic(noun: str) -> bool:
    """Whether a thing that is counted says too little without the words beside it."""
    return noun.casefold() in word_list("generic")


def label_of_thing(fact: Stated, thing: str, around: Around) -> str:
    """The thing and what is said of it; without a thing what the clause says behind the figure."""
    behind = _behind_thing(fact, thing, around)
    said = complement(behind, per=fact.per, joined=True)
    plain = phrase(tokens_of(thing)) or thing
    if fact.kind in SETS and _is_said_of(thing):
        return f"{kind_word(fact.kind, fact.dimension)} {plain} {said}".strip()
    bare = not thing or " " not in thing or is_generic(thing)
    joined = bool(behind) and behind[0].folded in word_list("joined")
    label = f"{plain} {said}".strip() if said and (bare or joined) else plain
    share = fact.kind in SHARES and bool(around.right) and around.right[0].folded == "of"
    if share:
        label = f"share of {label}"
    owner = owner_of(fact, around)
    if owner and owner.casefold() in label.casefold():
        owner = None
    if not said and bare and thing and not share:
        made = _made(around)
        if made:
            return f"{label} {made} by {owner}" if owner and is_name(owner) else f"{label} {made}"
        told = not around.relative and not around.borrowed and _directly(around.left)
        return owned(owner, label) if owner and (told or is_name(owner)) else label
    if owner and is_name(owner) and (fact.kind not in _COUNTS or not said):
        plainly = share or (fact.kind is FigureKind.MONEY and label[:1].islower())
        return f"{owner} {label}" if plainly or not thing else owned(owner, label)
    return label


def _is_said_of(thing: str) -> bool:
    """Whether the word that stands for people who are counted is no noun: "17 dead"."""
    run = tokens_of(thing)
    return len(run) == 1 and (run[0].sort is Sort.VERB or run[0].folded in word_list("said_of")) and thing.islower()


def _directly(left: Run) -> bool:
    """Whether the verb stands in front of the figure, so that what is counted is its object."""
    for one in reversed(left):
        if one.sort is Sort.VERB or one.folded in verbs("auxiliaries"):
            return True
        if one.sort is not Sort.FUNCTION or one.folded in word_list("prepositions"):
            return False
    return False


def _behind_thing(fact: Stated, thing: str, around: Around) -> Run:
    """The words behind the thing, or behind the figure where the thing is named elsewhere."""
    at = fact.text.find(thing, fact.end) if thing else -1
    if thing and fact.end <= at <= fact.end + _NEAR:
        return look_around(fact.text, fact.at, at + len(thing)).right
    return around.right if thing else around.right[1:]


def _made(around: Around) -> str:
    """The participle of the verb in front, which reads as well behind the thing: "scrapped 802 flights"."""
    for one in () if around.borrowed else reversed(around.left):
        if one.sort is Sort.VERB:
            passive = one.folded.endswith("ed") or one.folded in word_list("participles")
            return one.text if passive and one.folded not in word_list("moving") else ""
        if one.sort is Sort.CONTENT or one.folded in word_list("prepositions") - word_list("passed"):
            return ""
    return ""
