"""Ages of persons who are named or told of: "Hague, 44", "he was 17 when", "the pension age will rise to 67"."""

from __future__ import annotations

from decimal import Decimal

from storyver.extract.calendar import months
from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import AGE
from storyver.extract.tables import word_set
from storyver.extract.units import read_unit
from storyver.model import Qualifier

_OF_AGE = word_set("figures", "of_age")
_PERSON = word_set("figures", "person")
_PICTURED = word_set("figures", "pictured")
_STEPS_OF_LIFE = word_set("figures", "steps_of_life")

_LONGEST_LIST = 8
_LONGEST_CLAUSE = 12
_LEAST_AT = 13
_SHORTEST_TRADE = 6
_BEHIND_AN_AGE = frozenset({",", ".", ";", ")", "", "and", "of", "from", "who", "–", "—", "was", "is", "told", "said"})


def made_age(
    at: int,
    end: int,
    low: Decimal,
    high: Decimal,
    unit: str,
    rule: str,
    *,
    qualifier: Qualifier | None = None,
    behind: int | None = None,
) -> Found:
    """An age at tokens ``at`` to ``end``."""
    return Found(
        first=at,
        end=end,
        kind=AGE,
        low=low,
        high=high,
        unit=unit,
        rule=rule,
        qualifier=qualifier,
        behind=behind,
    )


def counts_something(scene: Scene, end: int) -> bool:
    """Something is counted or measured by the number in front of ``end``."""
    token = scene.tokens[end]
    if token.text in {"%", "-"} or read_unit(scene.tokens, end) is not None:
        return True
    return token.kind == "word" and is_plural(token.lower)


def beside_name(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "Josef Adler, 28, told", "Tom Price (right), 52, won", "John Hague (44) was"."""
    tokens = scene.tokens
    if at < 2 or low < 1 or low % 1:
        return None
    name, mark, behind = tokens[at - 2], tokens[at - 1], tokens[end]
    if not tokens[at].text.isdigit() and name.lower not in _PERSON:
        return None
    if mark.text == "(" and behind.text == ")":
        full = at >= 3 and all(_is_name(scene, position) for position in (at - 2, at - 3))
        return made_age(at, end, low, high, "year", "in_brackets") if full and low >= 4 else None
    pictured = name.text == ")" and at >= 5 and tokens[at - 3].lower in _PICTURED
    if pictured:
        name = tokens[at - 5]
    named = name.text[:1].isupper() and name.lower not in months()
    grown = behind.text == "," and _YOUNGEST <= low <= _OLDEST and _has_trade(scene, at - 2)
    if mark.text == "," and name.kind == "word" and (named or grown or _is_person(scene, at - 2)):
        if behind.lower == "of" and tokens[end + 1].lower in {"which", "whom", "them", "these", "those"}:
            return None
        decimal = behind.text == "," and tokens[end + 1].kind == "number" and behind.glued and tokens[end + 1].glued
        if behind.text in _BEHIND_AN_AGE and not decimal and tokens[at - 3].kind != "number":
            return made_age(at, end, low, high, "year", "beside_name")
    return None


def _is_person(scene: Scene, at: int) -> bool:
    """ "the striker", "the novelist": a person by the table, or by a noun's ending."""
    word = scene.tokens[at].lower
    trade = word.endswith(("ologist", "ographer", "ician", "wright", "woman", "essor")) or (
        word.endswith("ist") and len(word) > _SHORTEST_TRADE
    )
    return word in _PERSON or trade


def _has_trade(scene: Scene, at: int) -> bool:
    """ "A retired carpenter, 71, died": what does something is, with an age behind it, somebody who does."""
    articles = [token.lower for token in scene.tokens[max(0, at - 3) : at]]
    word = scene.tokens[at]
    trade = word.lower.endswith(("er", "or", "man", "ant")) and len(word.text) > _SHORTEST_TRADE
    return trade and word.text.islower() and not _ARTICLES.isdisjoint(articles)


_YOUNGEST, _OLDEST = 16, 105
"""Ages of those who have a trade, or had one."""
_ARTICLES = frozenset({"a", "an"})


def _is_name(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    return token.kind == "word" and token.text[:1].isupper() and not token.text.isupper() and is_noun_like(token)


def of_person(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "he was 17 when", "who is 82,", "both 19,", "turned 50", "the retirement age will rise to 67"."""
    tokens = scene.tokens
    behind = tokens[end]
    bare = not is_noun_like(behind) and not (behind.glued and behind.kind != "other") and behind.text not in {"%", "-"}
    time_behind = behind.lower in {"last", "next", "this"}
    if at < 2 or low < 1 or tokens[at].kind != "number" or not tokens[at].text.isdigit():
        return None
    if read_unit(tokens, end) is not None or not (bare or time_behind) or behind.lower in {"of", "to", "per", "out"}:
        return None
    before, second = tokens[at - 1].lower, tokens[at - 2].lower
    if before == "of" and second in _OF_AGE:
        return made_age(at, end, low, high, "year", "of_age")
    if before in {"turned", "turns", "turning"} and second in _PERSON:
        return made_age(at, end, low, high, "year", "turned")
    if _age_told(scene, at):
        return made_age(at, end, low, high, "year", "of_age")
    if before in {"is", "was", "be", "just", "only", "now"}:
        person = _PERSON & {token.lower for token in tokens[max(0, at - 4) : at]}
        stated = behind.text in {",", ".", ";", ")"} or behind.lower in {"when", "on", "at", "and", "last", "next"}
        return made_age(at, end, low, high, "year", "of_person") if person and stated else None
    if before == "now" and behind.text in {",", ")"} and _PERSON & {second, tokens[at - 3].lower}:
        return made_age(at, end, low, high, "year", "of_person")
    if before in _AM and low >= _LEAST_OWN and (behind.text in {",", ".", ";", ")"} or behind.lower == "and"):
        return made_age(at, end, low, high, "year", "of_person")
    if before == "both" and behind.text in {",", ")"}:
        return made_age(at, end, low, high, "year", "both")
    return None


_AM = word_set("figures", "age_words", "of_speakers")
_LEAST_OWN = 13
"""The least age that is told so: below it may be a place in a race."""


def did_at_age(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "he left school at 14", "appointed at 34, she": a step of a person's life, and a number that measures nothing.

    Below thirteen it may be a time of day.
    """
    tokens = scene.tokens
    if at < 2 or low < _LEAST_AT or tokens[at - 1].lower != "at" or not tokens[at].text.isdigit():
        return None
    behind, second = tokens[end], tokens[end + 1]
    ends = behind.text in {",", ".", ";", ")", ""} or behind.lower in {"and", "but", "after", "when", "having", "with"}
    ends = ends or (behind.lower == "to" and second.kind == "word" and not second.lower.startswith("one"))
    if not ends or read_unit(tokens, end) is not None or (behind.text == "," and second.kind == "number"):
        return None
    before = _same_clause(scene, at)
    if not before & _STEPS_OF_LIFE:
        return None
    persons = _PERSON | {"his", "her"}
    told = before & persons or (behind.text == "," and second.lower in {"he", "she"})
    return made_age(at, end, low, high, "year", "at_age") if told else None


def _same_clause(scene: Scene, at: int) -> set[str]:
    words = set()
    for position in range(at - 1, max(-1, at - _LONGEST_CLAUSE), -1):
        token = scene.tokens[position]
        if token.text in {".", "!", "?", ";", ":"}:
            break
        words.add(token.lower)
    return words


def _age_told(scene: Scene, at: int) -> bool:
    """The noun "age" stands before, and nothing but words between."""
    tokens = scene.tokens
    if tokens[at - 1].lower not in {"to", "is", "was", "from", "at", "of", "be", "than"}:
        return False
    for position in range(at - 1, max(-1, at - _LONGEST_LIST), -1):
        if tokens[position].kind != "word":
            return False
        if tokens[position].lower == "age":
            return True
    return False
