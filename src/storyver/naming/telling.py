"""The label of a figure that counts no thing: the clause in which it stands. For ages, whose age it is."""

from __future__ import annotations

import re

from storyver.model import FigureKind
from storyver.naming.clauses import Around, Run, first_verb, has_content
from storyver.naming.owners import noun_before, owner_of, usable
from storyver.naming.phrases import BESIDE, complement, phrase
from storyver.naming.stated import LONGEST, SETS, SHARES, SUBJECT, Stated, headed, is_name
from storyver.naming.things import is_generic
from storyver.naming.tokens import Sort, kind_word, word_list

_NAME_BEFORE = re.compile(r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}),? (?:aged )?\(?$")


def label_of_clause(fact: Stated, around: Around) -> str:
    """The words of the clause, with its subject in front where these do not begin with one."""
    behind = _right(fact, around)
    if behind and _begins_anew(fact, around):
        return f"{kind_word(fact.kind, fact.dimension)} {behind}"
    ending = word_list("until") if fact.kind is FigureKind.DATE else frozenset()
    left = _own_name(_without_moving(around.left))
    said = _without_mark(phrase(left, ending=ending))
    if around.borrowed and fact.kind is FigureKind.DATE and around.after and (not said or first_verb(left) is None):
        after = phrase(around.after)
        said = said if behind or not after else after
    if len(said) > LONGEST // 2:
        behind = ""
    aside = said and behind and around.headed and around.borrowed
    label = f"{said}: {behind}" if aside else f"{said} {behind}".strip()
    return _headed(label, around) or _with_subject(label, left, fact, around)


def _begins_anew(fact: Stated, around: Around) -> bool:
    """Whether the figure is the subject of a clause, or part of what was named: "[82%] opposed", "[six] of them in"."""
    if not around.borrowed or fact.kind not in SETS or len(around.right) < 2:
        return False
    first = next((one for one in around.right if one.folded not in word_list("being")), None)
    parted = around.right[0].folded == "of" and around.right[1].folded in word_list("parted")
    return first is not None and (parted or first.sort is Sort.VERB or first.folded in word_list("said_of"))


def _headed(label: str, around: Around) -> str | None:
    """The label with the words in front of a colon, where these are a heading of it."""
    if not around.headed or around.borrowed or not around.before:
        return None
    head = phrase(around.before, most=SUBJECT)
    told = any(one.folded in word_list("reporting") for one in around.before)
    written = " ".join(one.folded for one in around.before)
    if written in word_list("heads") or told or len(label) + len(head) > LONGEST - 2:
        return None
    return headed(head, label)


def _with_subject(label: str, left: Run, fact: Stated, around: Around) -> str:
    """The label with whose it is in front, where it begins with a verb or stands for nothing by itself."""
    owner = owner_of(fact, around)
    begins = first_verb(left) == 0 or around.pronoun is not None or around.relative or not label
    if not begins or not owner or owner.casefold() in label.casefold() or (_is_predicate(left) and " " in label):
        return label
    return f"{owner} {label}".strip()


def _is_predicate(left: Run) -> bool:
    """Whether the words say what something is, and so stand for it: "it is the country's worst accident since"."""
    first = next((one for one in left if one.sort is not Sort.FUNCTION), None)
    return bool(left) and left[0].folded in word_list("being") and first is not None and first.sort is Sort.CONTENT


def _right(fact: Stated, around: Around) -> str:
    """What the clause says behind the figure."""
    right = around.right
    if fact.kind is FigureKind.DATE and around.borrowed and not around.before and not has_content(around.left):
        return phrase(right)
    small = [one.folded for one in right[:2]]
    if len(small) == 2 and small[0] == "of" and small[1] in word_list("parted"):
        return complement(right[2:], per=fact.per)
    if fact.kind in SHARES and small[:1] == ["of"]:
        rest = complement(right[1:])
        return f"share of {rest}" if rest and (around.borrowed or not around.left) else (f"of {rest}" if rest else "")
    return complement(right, per=fact.per)


def _own_name(left: Run) -> Run:
    """The owner alone, where the words end with one: "next come Japan's"."""
    last = next((one for one in reversed(left) if one.sort is not Sort.FUNCTION), None)
    if last is not None and last.sort is Sort.CONTENT and last.folded.endswith("'s"):
        at = max(k for k, one in enumerate(left) if one is last)
        begin = next((k + 1 for k in range(at, -1, -1) if not left[k].text[:1].isupper()), 0)
        return left[begin : at + 1] or left
    return left


def _without_mark(owner: str) -> str:
    """A name without the mark of an owner: "Japan's" is named for Japan."""
    return owner[:-2] if owner.endswith(("'s", "’s")) and is_name(owner) else owner


def _without_moving(left: Run) -> Run:
    """The words without the verb by which the figure comes to its value, where they say enough: "number of dead rose
    to"."""
    kept = list(left[:-2] if [one.folded for one in left[-2:]] == ["up", "to"] else left)
    left = list(kept)
    while kept and kept[-1].sort in (Sort.FUNCTION, Sort.NUMBER):
        if kept[-1].folded in {"by", "from"}:
            return left
        kept.pop()
    if kept and kept[-1].folded in word_list("moving") and any(one.sort is Sort.CONTENT for one in kept[:-1]):
        return kept[:-1]
    return left if not kept else [*kept, *left[len(kept) :]]


def label_of_age(fact: Stated, around: Around) -> str:
    """Whose age it is, as far as the sentence tells."""
    name = _NAME_BEFORE.search(fact.text[: fact.at])
    if name and name[1].casefold() not in word_list("articles"):
        return f"age of {name[1]}"
    tied = fact.text[fact.end :].startswith(("-old", "-year-old"))
    holder = _noun(around.right) if tied else ""
    if not holder:
        holder = noun_before(around.left) or (
            "" if around.left and around.pronoun is None else noun_before(around.before)
        )
    if around.pronoun and not holder and fact.subject and usable(fact.subject):
        holder = fact.subject
    if holder and not is_generic(holder):
        return f"age of {holder}"
    rest = phrase(around.left) or phrase(around.right, most=BESIDE)
    return f"age: {rest}" if rest else "age"


def _noun(run: Run) -> str:
    """The noun phrase with which some words begin."""
    stop = next(
        (at for at, one in enumerate(run) if one.sort is not Sort.CONTENT or (at and one.text[0].isupper())), len(run)
    )
    return " ".join(one.text for one in run[:stop])
