"""What a figure counts: the noun phrase behind it, or what the text says of the people or things without naming them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from storyver.extract.lexer import Token
from storyver.extract.tables import table

_LONGEST = 7
_LONGEST_BRACKET = 8


@cache
def _stops() -> frozenset[str]:
    return frozenset(word for words in table("nouns")["stop"].values() for word in words)


@cache
def _plurals() -> frozenset[str]:
    return frozenset(table("nouns")["plural"]["words"])


@cache
def participles() -> frozenset[str]:
    """Words that say what happened to people who are only counted ("17 dead")."""
    return frozenset(table("nouns")["participles"]["words"])


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    if word in _plurals():
        return True
    return (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous")) and word not in _stops()
    )


def is_noun_like(token: Token) -> bool:
    """Whether a token may be part of a noun phrase: a word of no closed class."""
    return token.kind == "word" and token.lower not in _stops()


def read_counted(text: str, tokens: Sequence[Token], end: int) -> str | None:
    """The noun phrase that starts behind token ``end - 1``, as the text has it; None where there is none."""
    first = last = _skip_to_noun(tokens, _past_brackets(tokens, end))
    found_head, words = False, 0
    while words < _LONGEST:
        token = tokens[last]
        if _joins(tokens, last, first):
            last += 1
            continue
        words += 1
        if token.kind == "number" or not is_noun_like(token) or (found_head and not _continues(tokens, last)):
            break
        found_head = found_head or is_plural(token.lower)
        last += 1
    while last > first and (not is_noun_like(tokens[last - 1]) or tokens[last - 1].lower.endswith("'s")):
        last -= 1
    if last == first:
        return None
    return text[tokens[first].start : tokens[last - 1].end]


def _past_brackets(tokens: Sequence[Token], at: int) -> int:
    """Past a conversion in brackets ("$1bn (£760m) package") and a closing quotation mark."""
    if tokens[at].text == "(":
        for position in range(at + 1, at + _LONGEST_BRACKET):
            if tokens[position].text == ")":
                return position + 1
    return at + 1 if tokens[at].text in {'"', "”", "'", "’"} else at


def _skip_to_noun(tokens: Sequence[Token], at: int) -> int:
    """Past "-strong", "of the", "of its 11", "of them" to where the noun phrase starts."""
    if tokens[at].text == "-" and tokens[at].glued:
        at += 1
        if tokens[at].lower == "strong":
            return at + 1
    skipped = 0
    while skipped < 6:
        token = tokens[at]
        determiner = token.lower in {
            "of",
            "the",
            "a",
            "an",
            "its",
            "his",
            "her",
            "their",
            "our",
            "my",
            "those",
            "these",
            "more",
            "other",
            "further",
            "additional",
            "extra",
            "all",
            "worth",
            "in",
        }
        number = skipped > 0 and token.kind == "number"
        owner = skipped > 0 and token.kind == "word" and token.lower.endswith(("'s", "s'"))
        if not (determiner or number or owner) or (token.lower == "in" and tokens[at - 1].lower != "worth"):
            break
        at, skipped = at + 1, skipped + 1
    return at


def _joins(tokens: Sequence[Token], at: int, first: int) -> bool:
    """A hyphen inside a compound ("shoulder-mounted")."""
    return (
        at > first
        and tokens[at].text == "-"
        and tokens[at].glued
        and tokens[at + 1].glued
        and tokens[at + 1].kind == "word"
    )


def _continues(tokens: Sequence[Token], at: int) -> bool:
    """Behind a plural only another plural goes on with the phrase ("sales managers")."""
    return is_plural(tokens[at].lower) and tokens[at].lower not in participles()
