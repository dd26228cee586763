"""How lines that are no part of an article's running text begin; the words are in ``labels.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from storyver.wording import table

LONGEST_LABELLED: Final = 300
"""Characters of a link line or of a line about the page; a longer one is text that happens to begin so."""

_WRAPPING: Final = "*_[( "
_COLON: Final = re.compile(r"\s?[:|]\s*\S")
_CAPTION_END: Final = re.compile(r"\s?[:,|]?\s")
_NAME: Final = re.compile(r":?\s[A-Z]")
_INSIDE: Final = frozenset({"notice_words", "notice_verbs"})
"""The lists that say nothing of how a line begins."""
_DATED_COLON: Final = re.compile(
    r"(?:\s?\([^)\n]{1,40}\)|,?\s(?:[A-Z][a-z]{2,3}\.\s)?[^:.\n–—]{1,40})?\s?(?:[:–—]|\s-\s)"
)

_DATED_ARTICLE: Final = re.compile(r"this [a-z]{3,9}\.? \d{1,2} (?:story|article|report|item) (?:has|was)\b")
""" "This May 3 story has been corrected": the month is not looked at."""


@lru_cache(maxsize=1)
def _labels() -> dict[str, tuple[str, ...]]:
    rows = table(Path(__file__).with_name("labels.toml"))
    return {name: tuple(sorted(labels, key=len, reverse=True)) for name, labels in rows.items()}


@lru_cache(maxsize=1)
def _openings() -> re.Pattern[str]:
    labels = (label for name, labels in _labels().items() if name not in _INSIDE for label in labels)
    return re.compile("|".join((*(re.escape(label) for label in labels), _DATED_ARTICLE.pattern)))


def has_label(words: str) -> bool:
    """Whether a line begins like one with a label. Without that it is none of the below, which most lines are not."""
    return _openings().match(_plain(words)) is not None


def is_caption(words: str) -> bool:
    """Whether a line says itself that it is a caption or a picture credit."""
    return _begins(words, "caption", _CAPTION_END) or _begins(words, "caption_with_colon", _COLON)


def is_link(words: str) -> bool:
    """Whether a line says itself that it leads to another page, or speaks of this page and not of the story."""
    if len(words) > LONGEST_LABELLED:
        return False
    alone = _plain(words).rstrip(" :").removesuffix("…") in _labels()["link_alone"]
    return alone or _begins(words, "link", _COLON) or _plain(words).startswith(_labels()["furniture"])


def is_notice(words: str) -> bool:
    """Whether a stretch is a correction, a clarification or an editor's note."""
    if _begins(words, "notice", _DATED_COLON):
        return True
    plain = _plain(words)
    if plain.startswith(_labels()["notice_verb_first"]):
        return True
    if not plain.startswith(_labels()["notice_opening"]) and not _DATED_ARTICLE.match(plain):
        return False
    return _has(plain, _labels()["notice_words"]) and _has(plain, _labels()["notice_verbs"])


def is_credit(words: str) -> bool:
    """Whether a line names those who reported, wrote or edited the article."""
    return len(words) <= LONGEST_LABELLED and _begins(words, "credit", _NAME)


def is_labelled(words: str) -> bool:
    """Whether a line says itself what it is, and so is neither a title nor the rest of the line above."""
    return has_label(words) and (is_caption(words) or is_link(words) or is_notice(words) or is_credit(words))


def _plain(words: str) -> str:
    return words[:400].lstrip(_WRAPPING).lower().replace("’", "'")


def _begins(words: str, name: str, rest: re.Pattern[str]) -> bool:
    """Whether a stretch begins with one of the labels of that name and goes on as the pattern says."""
    stripped = words[:400].lstrip(_WRAPPING)
    plain = stripped.lower().replace("’", "'")
    labels = _labels()[name]
    if not plain.startswith(labels):
        return False
    return any(rest.match(stripped, len(label)) for label in labels if plain.startswith(label))


def _has(plain: str, words: Sequence[str]) -> bool:
    return any(word in plain for word in words)
