"""What a person would call the fact that a figure states. Shared by the stages like the model."""

from __future__ import annotations

from storyver.model import Claim, FigureKind
from storyver.wording import is_content, words

_LONGEST = 60
_AROUND = 4


def name_fact(claim: Claim) -> str:
    """A label such as "United States: security aid package"; the words around the figure where nothing is counted."""
    figure = claim.figure
    if figure is None:
        return _shortened(claim.text)
    thing = figure.counted or _words_around(claim)
    if figure.kind is FigureKind.AGE:
        thing = f"age: {thing}" if thing else "age"
    if figure.per:
        thing = f"{thing} per {figure.per}".strip()
    subject = claim.subject
    if subject and subject.casefold() not in thing.casefold():
        return _shortened(f"{subject}: {thing}" if thing else subject)
    return _shortened(thing or claim.text)


def _words_around(claim: Claim) -> str:
    """The nearest words of content in front of the figure, or else behind it."""
    figure = claim.figure
    if figure is None:
        return ""
    at = figure.start - claim.start
    before = [word.text for word in words(claim.text, 0, at) if is_content(word)][-_AROUND:]
    behind = [word.text for word in words(claim.text, at + len(figure.text)) if is_content(word)][:_AROUND]
    return " ".join(before or behind)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
