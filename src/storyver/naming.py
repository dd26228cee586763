"""What a person would call the fact that a figure states. Shared by the stages like the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from storyver.model import Claim, Figure, FigureKind
from storyver.wording import Word, is_content, table, words

_LONGEST = 60
_AROUND = 4
_BEING = frozenset({"were", "was", "are", "is", "have", "has", "had"})
_PROPER_NAME = re.compile(r"[A-Z][\w.&’'-]*(?: (?:of|the|and|for|[A-Z][\w.&’'-]*)){0,4}")
_CLAUSE_END = re.compile(r"[;:()–—]|, | - |\. ")
_NAME_BEFORE = re.compile(r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}),? (?:aged )?\(?$")


def is_generic(noun: str) -> bool:
    """Whether a thing that is counted says too little without the words beside it."""
    return noun.casefold() in _generic()


@cache
def _generic() -> frozenset[str]:
    return frozenset(table(Path(__file__).with_name("naming.toml"))["generic"])


def name_fact(claim: Claim) -> str:
    """A label such as "US: security aid package" or "people killed": what is counted, whose it is, or the words
    close by."""
    figure = claim.figure
    if figure is None:
        return _shortened(claim.text)
    at = figure.start - claim.start
    if figure.kind is FigureKind.AGE:
        name = _NAME_BEFORE.search(claim.text[:at])
        return _shortened(f"age of {name[1]}" if name else f"age: {_close_by(claim.text, at, at + len(figure.text))}")
    thing = figure.counted or ""
    if not thing or is_generic(thing):
        near = _close_by(claim.text, at, at + len(figure.text), leave_out=thing)
        thing = f"{thing} {near}".strip() if thing else near
    if figure.per:
        thing = f"{thing} per {figure.per}".strip()
    owned = figure.kind in {FigureKind.MONEY, FigureKind.FRACTION, FigureKind.PERCENT} or not figure.counted
    subject = claim.subject if owned and claim.subject and _PROPER_NAME.fullmatch(claim.subject) else None
    if subject and subject.casefold() not in thing.casefold():
        thing = f"{subject}: {thing}" if thing else subject
    return _shortened(thing or claim.text)


def say(figure: Figure) -> str:
    """The figure's words as they read outside their sentence: the "between" of a range goes with it."""
    return f"between {figure.text}" if " and " in figure.text and figure.low != figure.high else figure.text


def best_named(claims: Iterable[Claim]) -> Claim:
    """Of the claims that state one fact, in order, the last of those that say most plainly what it is.

    Raises:
        ValueError: There is no claim.
    """
    return max(enumerate(claims), key=lambda item: (*_plainness(item[1]), item[0]))[1]


def _plainness(claim: Claim) -> tuple[bool, bool]:
    figure = claim.figure
    return figure is not None and figure.conversion_of is None, figure is not None and figure.counted is not None


def _close_by(text: str, start: int, end: int, *, leave_out: str = "") -> str:
    """Up to four words of content of the figure's clause: those in front, or those behind a verb of being.

    "53 were missing" is about the missing, "rose to 53" about what rose.
    """
    stop = _CLAUSE_END.search(text, end)
    begin = max((match.end() for match in _CLAUSE_END.finditer(text, 0, start)), default=0)
    following = words(text, end, stop.start() if stop else len(text))
    behind = _content(following, leave_out)
    before = _content(words(text, begin, start), leave_out)
    if leave_out:
        return " ".join(behind[:2] or before[-2:])
    if behind and following[0].folded in _BEING:
        return " ".join(behind[:_AROUND])
    return " ".join([*before[-_AROUND:], *behind[: max(0, _AROUND - len(before))]])


def _content(run: Iterable[Word], leave_out: str) -> list[str]:
    given = leave_out.casefold()
    return [word.text for word in run if is_content(word) and word.folded not in given]


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
