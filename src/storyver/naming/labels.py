"""What a person would call the fact that a figure states, by one claim."""

from __future__ import annotations

from collections.abc import Iterable

from storyver.model import BlockKind, Claim, Figure, FigureKind
from storyver.naming.clauses import Around, Run, look_around
from storyver.naming.owners import is_passive, owner_of
from storyver.naming.phrases import BESIDE, is_participle, is_small, phrase
from storyver.naming.stated import Stated, shortened, state
from storyver.naming.telling import label_of_age, label_of_clause
from storyver.naming.things import label_of_thing
from storyver.naming.tokens import Sort, kind_word, stand_ins, tokens_of, word_list
from storyver.remembered import remembered
from storyver.wording import verbs

_ASIDE = frozenset({BlockKind.NOTICE, BlockKind.LINK_LINE})
_APART = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION})


def say(figure: Figure) -> str:
    """The figure's words as they read outside their sentence: the "between" of a range goes with it."""
    return f"between {figure.text}" if " and " in figure.text and figure.low != figure.high else figure.text


def best_named(claims: Iterable[Claim]) -> Claim:
    """Of the claims that state one fact, in order, the last of those that say most plainly what it is.

    Raises:
        ValueError: There is no claim.
    """
    plainest: list[Claim] = []
    most = (-1, -1, -1)
    for claim in claims:
        plainness = _plainness(claim)
        if plainness > most:
            plainest, most = [], plainness
        if plainness == most:
            plainest.append(claim)
    clearest: Claim | None = None
    clear = (False, False)
    for claim in reversed(plainest):
        clearness = _clearness(claim)
        if clearest is None or clearness > clear:
            clearest, clear = claim, clearness
        if all(clear):
            break
    if clearest is None:
        raise ValueError("there is no claim")
    return clearest


def _plainness(claim: Claim) -> tuple[bool, bool, bool]:
    figure = claim.figure
    return (
        figure is not None and figure.conversion_of is None,
        claim.block not in _ASIDE,
        figure is not None and figure.counted is not None,
    )


def _clearness(claim: Claim) -> tuple[bool, bool]:
    """What decides between those that are equally plain; only of these a label has to be made."""
    return claim.figure is not None and _tells(name_fact(claim)), claim.block not in _APART


@remembered(4_096)
def _tells(label: str) -> bool:
    """Whether a label has more than one word, and its first is no stand-in."""
    run = [one for one in tokens_of(label) if one.sort is not Sort.FUNCTION]
    return len(run) > 1 and run[0].folded not in stand_ins()


def name_fact(claim: Claim) -> str:
    """A label such as "US security aid to Ukraine" or "people killed": what is counted, whose it is and what for; for a
    share what it is one of, for a date what happens then; else the clause in which the figure stands."""
    fact = state(claim)
    return _label(fact) if fact else shortened(claim.text)


@remembered(4_096, length=lambda fact: len(fact.text))
def _label(fact: Stated) -> str:
    around = look_around(fact.text, fact.at, fact.end)
    if fact.kind is FigureKind.AGE:
        label = label_of_age(fact, around)
    elif fact.counted and fact.counted.casefold() not in word_list("no_things"):
        label = label_of_thing(fact, fact.counted, around)
    elif _given_in(fact, around):
        label = label_of_thing(fact, "", around)
    else:
        label = label_of_clause(fact, around)
    if fact.per and fact.per not in label:
        label = f"{label} per {fact.per}".strip()
    if fact.kind is not FigureKind.AGE:
        label = _sound(label, fact, around)
    return shortened(label)


def _given_in(fact: Stated, around: Around) -> bool:
    """Whether money is said to come in some form: "$1bn in aid"."""
    right = around.right
    if fact.kind is not FigureKind.MONEY or len(right) < 2 or right[0].folded not in {"in", "of"}:
        return False
    return right[1].sort is Sort.CONTENT and right[1].text.islower()


def _sound(label: str, fact: Stated, around: Around) -> str:
    """The label with something to hold on to in front, where it begins with a verb or adjective or has no words."""
    run = tokens_of(label)
    if run and (not _needs_head(run) or (fact.counted and label.startswith(fact.counted))):
        return label
    owner = owner_of(fact, around)
    if owner and owner.casefold() not in label.casefold():
        return f"{owner} {label}".strip()
    if len(run) > 2 and run[0].folded in word_list("denials") and run[1].sort is Sort.CONTENT:
        return label[run[1].start :]
    if len(run) > 1 and run[0].sort is Sort.VERB and not is_passive(run[0]):
        label = phrase(run[1:]) if is_small(run[1]) is False else label[run[1].start :]
    rest = label or phrase([*around.before, *around.after], most=BESIDE)
    if rest and not label and not _needs_head(tokens_of(rest)):
        return rest
    return f"{kind_word(fact.kind, fact.dimension)} {rest}".strip()


def _needs_head(run: Run) -> bool:
    first = run[0]
    if first.text[:1].isupper():
        return False
    noun = len(run) > 1 and run[1].sort is Sort.VERB and first.folded.endswith("s")  # "houses buried"
    if first.sort is Sort.FUNCTION or (first.sort is Sort.VERB and not noun) or first.folded in word_list("said_of"):
        return True
    return (first.folded in verbs("finite") and not noun) or is_participle(first)
