"""Which traps and rules are tried at which tokens: the one place that says in what order, where and in which texts.

A rule begins at certain words, and many of them read nothing without some other word near by. Both are said here beside
the rule, so that at a token only those few rules are tried that could read something there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

from storyver.extract import traps
from storyver.extract.ages import read_age
from storyver.extract.calendar import months
from storyver.extract.codes import AIRCRAFT, read_catalogued, read_code, read_dotted_code, read_model_number
from storyver.extract.compounds import read_feet_and_inches, read_one_or_two
from storyver.extract.counts import read_denied, read_quantity_or_count
from storyver.extract.currencies import CURRENCY_HEADS, read_sign
from storyver.extract.found import Found, Scene
from storyver.extract.lexer import PADDING, Token
from storyver.extract.moments import read_date
from storyver.extract.name_traps import Trap, read_name
from storyver.extract.number import DECADES, MAGNITUDES, MULTIPLES, ONES, ORDINALS, PARTS, TENS, YEARS_OF_CHILDREN
from storyver.extract.numerals import NUMBER_STARTS, NUMBER_WORDS, SEVERAL
from storyver.extract.ranks import read_half_again, read_multiple, read_rank
from storyver.extract.ratios import read_fraction, read_part_of_unit, read_proportion
from storyver.extract.relative import DAYS_AWAY, STEPS, names_relative_date, weekdays
from storyver.extract.scores import JOINTS, read_race_time, read_score
from storyver.extract.tables import table
from storyver.extract.temperatures import PARTS_OF_TEN, read_temperature

DIGITS: Final = "0"
"""Stands for every number in digits where it is said at which words a rule begins."""
CAPITALS: Final = "A"
"""Stands for every other word in capitals."""
ODD: Final = "½"
"""Stands for every other word that does not begin with a letter."""

_ARTICLES = frozenset({"a", "an"})
_SIGNS = frozenset("-−–$£€¥₹₩₽₺₪₦₱฿₫₴₵₸₡₲₮₾₼₿₭₨")
_FEW = frozenset({"several", "half", "a"})
_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_MOMENTS = frozenset({*months(), *weekdays(), *DAYS_AWAY, *table("calendar")["times"]})
_NUMBERS = NUMBER_STARTS & {*NUMBER_WORDS, *ORDINALS, *MULTIPLES}
"""The plural of a part begins no figure: "three quarters of a million" does with its "three"."""
_FOLDS = frozenset(f"{word}fold" for word in ONES)

Condition = Callable[[Sequence[Token], int], bool]


def _is_odd(tokens: Sequence[Token], at: int) -> bool:
    return not tokens[at].text[0].isalpha()


def _number_near(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at + 1].kind == "number" or tokens[at + 2].kind == "number"


def _is_relative_date(tokens: Sequence[Token], at: int) -> bool:
    return names_relative_date(tokens, at) is not None


def _is_sign(tokens: Sequence[Token], at: int) -> bool:
    behind = tokens[at + 1]
    return behind.kind == "number" or (behind.kind == "other" and behind.text in _SIGNS) or behind.lower in _FEW


def _is_currency(tokens: Sequence[Token], at: int) -> bool:
    return read_sign(tokens, at) is not None


class Rule(NamedTuple):
    """A rule, and what has to stand where for it to read anything."""

    read: Callable[[Scene, int], Found | None]
    begins: Collection[str]
    """The lower-case words and signs at which it begins; ``DIGITS`` and the like for whole classes of them."""
    needs: Collection[str] = ()
    """Lower-case words and signs, one of which stands in every text in which it reads something; none if empty."""
    where: Condition | None = None
    """What holds wherever it reads something; where no other begins, nothing is tried unless it does."""


class TrapRule(NamedTuple):
    """The same of a trap; one that begins nowhere by itself is tried wherever anything is."""

    read: Callable[[Sequence[Token], int], Trap | None]
    begins: Collection[str]
    needs: Collection[str] = ()
    where: None = None


_FIRST_WORDS = frozenset(word for word in traps.first_words() if word.isalpha())

TRAPS: Final = (
    TrapRule(traps.read_expression, {DIGITS}, traps.first_words() - _FIRST_WORDS),
    TrapRule(traps.read_expression, _FIRST_WORDS),
    TrapRule(read_model_number, {DIGITS}, AIRCRAFT),
    TrapRule(read_dotted_code, {DIGITS}, {"."}),
    TrapRule(read_code, {DIGITS}),
    TrapRule(read_catalogued, {DIGITS}),
    TrapRule(traps.read_telephone, {DIGITS}),
    TrapRule(traps.read_address, {DIGITS}, traps.STREETS),
    TrapRule(traps.read_place_in_street, {DIGITS}, traps.BLOCKS_OF_STREETS),
    TrapRule(traps.read_ordinal_name, {DIGITS}, _ENDINGS),
    TrapRule(traps.read_plural_designator, {DIGITS}, traps.PLURAL_DESIGNATORS),
    TrapRule(traps.read_title, {DIGITS}),
    TrapRule(traps.read_quoted_title, (), traps.CLOSING),
    TrapRule(traps.read_chain, {DIGITS}, traps.TIES),
    TrapRule(traps.read_list_of_names, {DIGITS}, {",", "and", "or"}),
    TrapRule(traps.read_base_of_rate, {DIGITS}, {"per"}),
    TrapRule(traps.read_short_year, {DIGITS}, {"'", "’"}),
    TrapRule(traps.read_dozen_of_rate, {"a"}, {"dozen"}),
    TrapRule(read_name, {DIGITS, *ONES}),
)
"""The first that answers wins. All are tried before the rules."""

RULES: Final = (
    Rule(read_age, {DIGITS, *ONES, *TENS, *DECADES, *YEARS_OF_CHILDREN}),
    Rule(read_race_time, {DIGITS}, {":"}),
    Rule(read_score, {DIGITS}, JOINTS),
    Rule(read_date, {DIGITS, *_MOMENTS}),
    Rule(read_date, STEPS, where=_is_relative_date),
    Rule(read_half_again, {"half"}, {"again"}),
    Rule(read_proportion, {DIGITS, *_NUMBERS} - _ARTICLES - {"half"}, {"in", "out", "every"}),
    Rule(read_part_of_unit, {*_ARTICLES, "half", "quarter"}, {"half", "quarter"}),
    Rule(read_fraction, {DIGITS}, {"/"}),
    Rule(read_fraction, {"half"}),
    Rule(read_fraction, {ODD}, where=_is_odd),
    Rule(read_fraction, {*_ARTICLES, *ONES}, PARTS),
    Rule(read_multiple, {*MULTIPLES, *_FOLDS}),
    Rule(read_multiple, {DIGITS, *_NUMBERS}, {"fold", "times"}),
    Rule(read_multiple, {ODD}, {"fold", "times"}, where=_is_odd),
    Rule(read_rank, {DIGITS}, _ENDINGS),
    Rule(read_rank, {"no", "number", *TENS, *ORDINALS}),
    Rule(read_denied, {"no", "none"}),
    Rule(read_temperature, {DIGITS}, {"s", "'s"}),
    Rule(read_temperature, PARTS_OF_TEN, {"s", "'s"}, where=_number_near),
    Rule(read_temperature, {"minus"}),
    Rule(read_temperature, {"-", "−", "–"}, where=_is_sign),
    Rule(read_feet_and_inches, {DIGITS}, {"'", "’", "′"}),
    Rule(read_one_or_two, {*_ARTICLES, "one"}, {"two", "half", "quarter", "third"}),
    Rule(read_quantity_or_count, _ARTICLES, {"$", *MAGNITUDES, *SEVERAL, *PARTS}),
    Rule(read_quantity_or_count, {DIGITS, "minus", "negative", *_NUMBERS, *MAGNITUDES} - _ARTICLES),
    Rule(read_quantity_or_count, {ODD}, where=_is_odd),
    Rule(read_quantity_or_count, _SIGNS, where=_is_sign),
    Rule(read_quantity_or_count, {CAPITALS, *CURRENCY_HEADS} - _SIGNS - _ARTICLES, where=_is_currency),
)
"""The first that answers wins."""


_NEEDS: Final = tuple(dict.fromkeys(frozenset(one.needs) for one in (*TRAPS, *RULES)))
"""The different sets of words that are needed. Which of them a text meets is said by a number with a bit for each."""


def _bit(needs: Collection[str]) -> int:
    return 1 << _NEEDS.index(frozenset(needs))


_ALWAYS: Final = _bit(())
_MET_BY: Final = {word: sum(_bit(needs) for needs in _NEEDS if word in needs) for words in _NEEDS for word in words}
_HELPERS: Final = frozenset(_MET_BY)


class Start(NamedTuple):
    """What may be tried at one word or sign, in order, each with the bit of what it needs."""

    traps: tuple[tuple[int, Callable[[Sequence[Token], int], Trap | None]], ...]
    rules: tuple[tuple[int, Callable[[Scene, int], Found | None]], ...]
    conditions: tuple[Condition, ...]
    """One of them holds where anything is tried; empty where something always is."""


def _start(word: str) -> Start:
    begun = [one for one in (*TRAPS, *RULES) if word in one.begins]
    conditions = {one.where for one in begun if one.where is not None}
    return Start(
        traps=tuple((_bit(trap.needs), trap.read) for trap in TRAPS if word in trap.begins or not trap.begins),
        rules=tuple((_bit(rule.needs), rule.read) for rule in RULES if word in rule.begins),
        conditions=() if any(one.where is None for one in begun) else tuple(conditions),
    )


_STARTS: Final = {word: _start(word) for one in (*TRAPS, *RULES) for word in one.begins}


def needs_met(words: frozenset[str]) -> int:
    """What the words of a text meet of all that rules and traps need, as a sum of bits."""
    met = _ALWAYS
    for word in words & _HELPERS:
        met |= _MET_BY[word]
    return met


def places(tokens: Sequence[Token]) -> list[int]:
    """The tokens at which something may begin."""
    return [
        at
        for at, token in enumerate(tokens[:-PADDING])
        if token.lower in _STARTS
        or token.kind == "number"
        or (not token.text.islower() and (token.text.isupper() or not token.text.isascii()))
    ]


def start_at(tokens: Sequence[Token], at: int) -> Start | None:
    """What may be tried at one of these places; None where nothing is."""
    token = tokens[at]
    start = _STARTS.get(DIGITS if token.kind == "number" else token.lower)
    if start is None:
        if token.kind != "word":
            return None
        start = _STARTS[CAPITALS if token.text.isupper() else ODD]
    if start.conditions and not any(holds(tokens, at) for holds in start.conditions):
        return None
    return start
