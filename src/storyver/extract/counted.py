"""What a figure counts: the noun phrase behind it, or what is said of people who are only counted ("17 dead")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from storyver.extract.kinds import AGE, COUNT, DATE, DURATION, FRACTION, MEASURE, MULTIPLE, RANK, SCORE
from storyver.extract.lexer import Token
from storyver.extract.number import ONES, TENS
from storyver.extract.tables import table, word_set
from storyver.model import FigureKind

_AFTER_OR = word_set("nouns", "after_or")
_BEFORE_NOUN = word_set("nouns", "before_noun")
_BEFORE_NUMBER = word_set("nouns", "before_number")
_FALLS = word_set("nouns", "falls")
_INSIDE_NOUN = word_set("nouns", "inside_noun")
_NOUNS_IN_ED_AND_LY = word_set("nouns", "nouns_in_ed_and_ly")
_NO_HEAD = word_set("nouns", "no_head")
_PARTICIPLES = word_set("nouns", "participles")
_PLURAL = word_set("nouns", "plural")
_TIED = word_set("nouns", "tied")
_TIMES = word_set("nouns", "times")
_TOTALS = word_set("nouns", "totals")
_VERBS_IN_S = word_set("nouns", "verbs_in_s")

_LONGEST = 7
_LONGEST_BRACKET = 8
_LONGEST_QUALIFIER = 4
_SIGNS = frozenset({"$", "£", "€", "¥", "₹"})
_HYPHENS = frozenset({"-", "‑"})
_NAMES = frozenset({"US", "WHO"})
"""In capitals no pronouns."""
_UNCOUNTING = frozenset({DATE, AGE, SCORE, MULTIPLE})


@cache
def _stops() -> frozenset[str]:
    return frozenset(word for words in table("nouns")["stop"].values() for word in words)


@cache
def participles() -> frozenset[str]:
    """Words that say what happened to people who are only counted ("17 dead")."""
    return _PARTICIPLES


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    if word in _PLURAL:
        return True
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return False
    return word not in _stops() and word not in _VERBS_IN_S


def is_noun_like(token: Token) -> bool:
    """Whether a token may be part of a noun phrase: a word of no closed class."""
    return token.kind == "word" and (token.lower not in _stops() or token.text in _NAMES)


def read_counted(text: str, tokens: Sequence[Token], first: int, end: int, kind: FigureKind) -> str | None:
    """The noun phrase behind the figure at tokens ``first`` to ``end``, as the text has it; None without one."""
    if kind in _UNCOUNTING or not _may_count(tokens, end, kind):
        return None
    if kind is MEASURE and first and tokens[first - 1].lower == "within":
        return None  # "within 6 million km of the Sun"
    tied = kind is COUNT and tokens[end].text in _HYPHENS and tokens[end].glued
    if tied and _is_tied_noun(tokens, end + 1):
        return tokens[end + 1].text  # "a six-vehicle pileup" counts vehicles
    first = _skip_to_noun(tokens, _past_brackets(tokens, end))
    if kind is FRACTION and first == end and tokens[end].lower in _INSIDE_NOUN:
        first += 1
    if kind is not COUNT and tokens[first].lower in _NO_HEAD:
        return None
    last = _phrase_end(tokens, first, one_head=kind is COUNT and first == end)
    while last > first and _ends_badly(tokens, last - 1, first):
        last -= 1
    if last == first + 1 and tokens[last].lower in {"on", "by"} and tokens[last + 1].lower == tokens[first].lower:
        return None  # "month on month"
    one = kind is RANK or tokens[end].text in _HYPHENS
    if one and last - first > 1 and tokens[last - 1].lower in _FALLS:
        last -= 1
    return text[tokens[first].start : tokens[last - 1].end] if last > first else None


def _is_tied_noun(tokens: Sequence[Token], at: int) -> bool:
    """The word behind the hyphen is what is counted, and not "-strong" or a participle ("a six-sided")."""
    word = tokens[at].lower
    closed = word in _TIED or (word.endswith("ed") and not _is_thing(word))
    return is_noun_like(tokens[at]) and not closed and tokens[at + 1].text not in _HYPHENS


def _may_count(tokens: Sequence[Token], end: int, kind: FigureKind) -> bool:
    """Behind a length of time only "a three-month ceasefire", "six months' notice", "83 days of siege" name a thing."""
    if kind is not DURATION:
        return True
    apostrophe = tokens[end].text in {"'", "’"}
    return apostrophe or tokens[end].lower == "of" or tokens[end - 2].text in _HYPHENS


def _phrase_end(tokens: Sequence[Token], first: int, *, one_head: bool) -> int:
    """Behind the noun phrase; with ``one_head`` (a plain count) the first plural is its head."""
    last, words, head = first, 0, False
    while words < _LONGEST:
        token = tokens[last]
        if _joins(tokens, last, first):
            last += 2
            continue
        if token.kind == "number" and token.glued and last > first:
            last += 1
            continue
        if (behind_code := _behind_code(tokens, last, apart=one_head)) > last:
            last, words = behind_code, words + 1
            continue
        words += 1
        if token.kind == "number" or not is_noun_like(token) or token.lower in _VERBS_IN_S:
            break
        behind = tokens[last + 1]
        if last > first and (behind.text in _SIGNS or (behind.kind == "number" and not behind.glued)):
            break
        plural = is_plural(token.lower)
        if head and (not plural or token.lower in participles()):
            break
        if plural and not one_head and last > first and _is_verb(tokens, last):
            break
        if token.lower in {"last", "next"} and tokens[last + 1].lower in _TIMES:
            break
        head = head or plural
        last += 1
    return last


def _behind_code(tokens: Sequence[Token], at: int, *, apart: bool) -> int:
    """Behind a code inside a noun phrase ("19 F-16s", "24 Airbus A321neo jets"); ``at`` where none stands there.

    ``apart`` also passes a name and its number in front of a plural ("six Leopard 2A4 tanks").
    """
    start, token = at, tokens[at]
    if token.kind == "word" and token.text[:1].isupper():
        hyphen = tokens[at + 1].text in _HYPHENS and tokens[at + 1].glued
        at += 2 if hyphen else 1
        apart = apart and tokens[at].kind == "number" and not tokens[at].glued and not hyphen
        if tokens[at].kind != "number" or not (tokens[at].glued or apart):
            return start
        if apart and (is_plural(token.lower) or token.lower in _TIMES):
            return start
        at += 1
        while tokens[at].text and tokens[at].glued and tokens[at].kind in {"word", "number"}:
            at += 1
        if apart and not (tokens[at].text.islower() and is_plural(tokens[at].lower)):
            return start  # but "Leopard 2A4 tanks"
    return at


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    """A word in -s behind a singular noun is its verb where an object with a number or an article follows."""
    behind = tokens[at + 1]
    before = tokens[at - 1].lower
    article = behind.lower in {"the", "a", "an", "its", "his", "her", "their", "this", "that", "up", "out", "on"}
    return (behind.kind == "number" or article) and not is_plural(before)


def _ends_badly(tokens: Sequence[Token], at: int, first: int) -> bool:
    """The last word is a verb, an adverb or an owner and no noun."""
    word = tokens[at].lower
    if not is_noun_like(tokens[at]):
        return tokens[at].kind != "number"
    if word.endswith("'s") or word in _NO_HEAD:
        return True
    tied = at > first and tokens[at - 1].text in _HYPHENS
    return (
        word.endswith(("ed", "ly")) and len(word) > 4 and word not in participles() and not tied and not _is_thing(word)
    )


def _is_thing(word: str) -> bool:
    """Nouns that end like a participle or an adverb."""
    return word in _NOUNS_IN_ED_AND_LY


def _past_brackets(tokens: Sequence[Token], at: int) -> int:
    """Past a conversion in brackets ("$1bn (£760m) package") and a closing quotation mark."""
    if tokens[at].text == "(":
        for position in range(at + 1, at + _LONGEST_BRACKET):
            if tokens[position].text == ")":
                return position + 1
    return at + 1 if tokens[at].text in {'"', "”", "'", "’"} else at


def counted_before(tokens: Sequence[Token], first: int) -> str | None:
    """ "deaths, which numbered 597,000", "cases totalled more than 40"."""
    at = first - 1
    while at > 0 and first - at <= _LONGEST_QUALIFIER and tokens[at].lower in _BEFORE_NUMBER:
        at -= 1
    if at < 1 or tokens[at].lower not in _TOTALS:
        return None
    at -= 1
    if tokens[at].lower in {"which", "who", "that"}:
        at -= 2 if tokens[at - 1].text == "," else 1
    return tokens[at].text if at >= 0 and tokens[at].kind == "word" and is_plural(tokens[at].lower) else None


def _skip_to_noun(tokens: Sequence[Token], at: int) -> int:
    """Past "-strong", "or so", "of the", "of its 11", "of them" to where the noun phrase starts."""
    if tokens[at].text in _HYPHENS and tokens[at].glued:
        at += 1
        if tokens[at].lower == "strong":
            return at + 1
    if tokens[at].lower in {"or", "and"} and tokens[at + 1].lower in _AFTER_OR:
        at += 2
    skipped = 0
    while skipped < _LONGEST:
        token = tokens[at]
        opens = token.lower in _BEFORE_NOUN
        inside = skipped > 0 and (
            token.lower in _INSIDE_NOUN
            or token.kind == "number"
            or _owns(token)
            or _counts(token)
            or _chosen(tokens, at)
        )
        if not (opens or inside) or (token.lower == "in" and tokens[at - 1].lower != "worth"):
            break
        at, skipped = at + 1, skipped + 1
    return at


def _chosen(tokens: Sequence[Token], at: int) -> bool:
    """The "top" of "78 of the world's top 80 golfers"."""
    return tokens[at].lower in {"top", "best", "leading"} and (
        tokens[at + 1].kind == "number" or _counts(tokens[at + 1])
    )


def _owns(token: Token) -> bool:
    return token.kind == "word" and token.lower.endswith(("'s", "s'"))


def _counts(token: Token) -> bool:
    return token.lower in ONES or token.lower in TENS


def _joins(tokens: Sequence[Token], at: int, first: int) -> bool:
    """A hyphen inside a compound ("shoulder-mounted", "test-and-trace")."""
    behind = tokens[at + 1]
    return at > first and tokens[at].text in _HYPHENS and tokens[at].glued and behind.glued and behind.kind == "word"
