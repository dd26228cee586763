"""What a person would call the fact that a figure states. Shared by the stages like the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

from storyver.model import Claim, Figure, FigureKind
from storyver.wording import Word, is_content, table, words

_LONGEST = 60
_AROUND = 4
_MOST_JOINTS = 2
_ARTICLES = frozenset({"the", "a", "an"})
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


@cache
def _unnaming() -> frozenset[str]:
    return frozenset(table(Path(__file__).with_name("naming.toml"))["unnaming"])


@cache
def _reporting() -> frozenset[str]:
    return frozenset(table(Path(__file__).with_name("naming.toml"))["reporting"])


@cache
def _joints() -> frozenset[str]:
    return frozenset(table(Path(__file__).with_name("naming.toml"))["joints"])


def name_fact(claim: Claim) -> str:
    """A label such as "US: security aid package" or "people killed": what is counted, whose it is, or the words
    close by."""
    figure = claim.figure
    if figure is None:
        return _shortened(claim.text)
    return _name(
        claim.text, figure.start - claim.start, figure.text, figure.kind, figure.counted, figure.per, claim.subject
    )


@lru_cache(maxsize=4096)
def _name(
    text: str, at: int, written: str, kind: FigureKind, counted: str | None, per: str | None, whose: str | None
) -> str:
    """The label of a figure ``written`` at ``at`` of its claim's text. Thousands are kept: most figures stay
    as they are from one version to the next."""
    end = at + len(written)
    if kind is FigureKind.AGE:
        name = _NAME_BEFORE.search(text[:at])
        return _shortened(f"age of {name[1]}" if name else f"age: {_close_by(text, at, end)}")
    thing = counted or ""
    if not thing or is_generic(thing):
        thing = _close_by(text, at, end, thing=thing)
    if per:
        thing = f"{thing} per {per}".strip()
    owned = kind in {FigureKind.MONEY, FigureKind.FRACTION, FigureKind.PERCENT} or not counted
    subject = whose if owned and whose and _PROPER_NAME.fullmatch(whose) else None
    if subject and subject.casefold() not in thing.casefold():
        thing = f"{subject}: {thing}" if thing else subject
    return _shortened(thing or text)


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


def _close_by(text: str, start: int, end: int, *, thing: str = "") -> str:
    """Up to four words of content of the figure's clause: those in front, or those behind a verb of being.

    "53 were missing" is about the missing, "rose to 53" about what rose. The thing that is counted gets two words more,
    of those behind as far as the next figure: "people killed", "units of NASAMS".
    """
    stop = _CLAUSE_END.search(text, end)
    begin = max((match.end() for match in _CLAUSE_END.finditer(text, 0, start)), default=0)
    following = words(text, end, stop.start() if stop else len(text))
    before = _content(_behind_report(words(text, begin, start)), thing)
    if thing:
        behind = _content(takewhile(lambda word: not word.text[0].isdigit(), following), thing)[:2]
        at = text.find(thing, end)
        if behind and 0 <= at < behind[0].start:
            return f"{thing}{_between(text, at + len(thing), behind[0].start)}{_joined(text, behind)}"
        return f"{thing} {_joined(text, behind or before[-2:])}".strip()
    behind = _content(following, thing)
    if behind and following[0].folded in _BEING:
        return _joined(text, behind[:_AROUND])
    rest = behind[: max(0, _AROUND - len(before))]
    return " ".join(part for part in (_joined(text, before[-_AROUND:]), _joined(text, rest)) if part)


def _behind_report(run: Sequence[Word]) -> Sequence[Word]:
    """What somebody says, without that somebody says it: the words behind the last "says that"."""
    ends = [place + 1 for place, word in enumerate(run) if word.folded in _reporting()]
    return run[ends[-1] :] if ends and any(map(is_content, run[ends[-1] :])) else run


def _content(run: Iterable[Word], thing: str) -> list[Word]:
    """The words that can name a fact beside the thing counted, without what qualifies a figure and who says it."""
    given = thing.casefold()
    return [
        word
        for word in run
        if is_content(word) and word.folded not in given and word.folded not in (_unnaming() | _reporting())
    ]


def _joined(text: str, run: Sequence[Word]) -> str:
    """The words with the small ones between them that hold them together: "consignment of arms", "took to build"."""
    written = ""
    for place, word in enumerate(run):
        written += (_between(text, run[place - 1].end, word.start) if place else "") + word.text
    return written


def _between(text: str, start: int, end: int) -> str:
    """What joins two words of a name: the small words between them, or a space."""
    joints = [one.folded for one in words(text, start, end) if one.folded not in _ARTICLES]
    plain = text[start:end].replace(" ", "").isalpha() and len(joints) <= _MOST_JOINTS
    return f" {' '.join(joints)} " if joints and plain and all(one in _joints() for one in joints) else " "


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
