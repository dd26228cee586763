"""Currencies: their names and codes come from CLDR through Babel, signs and everyday wordings from a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final

from storyver.extract.kinds import MONEY
from storyver.extract.lexer import Token, lex
from storyver.extract.number import ABBREVIATIONS, MAGNITUDES
from storyver.extract.tables import plant, table, word_set
from storyver.extract.units import Unit, walk

_PART = Decimal("0.01")
_SIGNS: Final = {sign.lower(): code for sign, code in table("currencies")["signs"].items()}
_LETTERS: Final[Mapping[str, str]] = table("currencies")["letters"]
_SMALL_CODES: Final = word_set("currencies", "small_codes")
_CODES_WITH_MILLIONS: Final = frozenset(code.upper() for code in _SMALL_CODES)
_ALSO_WORDS: Final = word_set("currencies", "codes_that_are_words")
CURRENCY_HEADS: Final = frozenset(
    {lex(sign)[0].lower for sign in _SIGNS} | {letters.lower() for letters in _LETTERS} | _SMALL_CODES
)
"""Lower-case words and signs in front of a number with which a currency may begin, but for codes in capitals."""


@cache
def _tree() -> dict[str, Any]:
    """Words and codes that may follow an amount."""
    from babel import Locale

    data = Locale.parse("en")._data
    tree: dict[str, Any] = {}
    named = {code: forms for code, forms in data["currency_names_plural"].items() if code not in _no_money()}
    for code, forms in named.items():
        for form in ("other", "one"):
            if form in forms:
                plant(tree, forms[form], _currency(code))
    for code, name in data["currency_names"].items():
        if "(" not in name and code not in _no_money():
            plant(tree, name, _currency(code))
    words = table("currencies")
    for word, code in words["words"].items():
        plant(tree, word, _currency(code, ambiguous=True))
    for word, code in words["parts"].items():
        plant(tree, word, _currency(code, ambiguous=True, scale=_PART))
    return tree


@cache
def _no_money() -> frozenset[str]:
    """Codes of metals, bonds and baskets: in an article they are words ("nine gold bars")."""
    return frozenset(table("currencies")["no_money"]["codes"])


@cache
def currency_codes() -> frozenset[str]:
    """Every ISO 4217 code that CLDR names."""
    from babel import Locale

    return frozenset(Locale.parse("en")._data["currency_names"]) - _no_money()


@cache
def _currency(code: str, *, ambiguous: bool = False, scale: Decimal = Decimal(1)) -> Unit:
    return Unit(name=code, kind=MONEY, dimension="money", ambiguous=ambiguous, scale=scale)


def _by_code(text: str) -> Unit | None:
    """The currency of a code: "USD", "usd", "RMB", "MEUR" (millions)."""
    if len(text) == 3:
        if text.lower() == "rmb":
            return _currency("CNY")
        if text.isupper() or text in _SMALL_CODES:
            return _currency(text.upper()) if text.upper() in currency_codes() else None
    elif len(text) == 4 and text[0] == "M" and text[1:] in _CODES_WITH_MILLIONS:
        return _currency(text[1:], scale=Decimal(1_000_000))
    return None


def read_sign(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The currency whose sign, letters or code stands at ``at`` in front of a number, and the index behind it."""
    token = tokens[at]
    if token.kind == "other":
        code = _SIGNS.get(token.text)
        return (_currency(code), at + 1) if code else None
    if token.kind != "word":
        return None
    following = tokens[at + 1]
    if following.kind == "other" and (code := _SIGNS.get(token.lower + following.text)):
        apart = not following.glued
        if not apart or token.lower in {"us", "hk", "nz", "nt", "c", "au", "ca"}:
            return _currency(code), at + 2
    if following.text == "$" and following.glued and token.text.upper() in currency_codes():
        return _currency(token.text.upper()), at + 2
    return _read_letters(tokens, at)


def _read_letters(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    token = tokens[at]
    following = at + 1
    if tokens[following].text == "." and tokens[following].glued:
        following += 1
    if tokens[following].kind != "number":
        return None
    if token.text in _LETTERS and (len(token.text) > 1 or (tokens[following].glued and not _names_road(tokens, at))):
        return _currency(_LETTERS[token.text], ambiguous=True), following
    coded = _by_code(token.text)
    if coded is None or (token.text in _ALSO_WORDS and not _large(tokens, following)):
        return None
    return coded, following


def _names_road(tokens: Sequence[Token], at: int) -> bool:
    """The "R300" of "along the R300", the "N2": a letter and a small whole number name a road."""
    digits = tokens[at + 1].text
    if not digits.isdigit() or len(digits) > 3 or _large(tokens, at + 1):
        return False
    return tokens[at].text == "N" or (at > 0 and tokens[at - 1].lower in {"the", "'s"})


def _large(tokens: Sequence[Token], at: int) -> bool:
    """An amount of money and no number of a meeting: "COP 2,000", not "COP28"."""
    behind = at + 2 if tokens[at + 1].text == "-" else at + 1
    return len(tokens[at].text) > 4 or tokens[behind].lower in MAGNITUDES or tokens[behind].lower in ABBREVIATIONS


def read_currency(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The currency named at ``at``, behind a number."""
    token = tokens[at]
    if token.kind == "other":
        code = _SIGNS.get(token.text)
        return (_currency(code), at + 1) if code else None
    if len(token.text) == 1 and (sign := _SIGNS.get(token.text)):
        return _currency(sign), at + 1
    if (coded := _by_code(token.text)) is not None:
        owned = tokens[at + 1].kind == "number" and tokens[at + 1].glued  # "3 USD50 cards"
        return None if owned else (coded, at + 1)
    if token.lower in {"p", "c"} and not token.glued:
        return None
    if token.text in _LETTERS and len(token.text) > 1:
        return _currency(_LETTERS[token.text], ambiguous=True), at + 1
    tree = _tree()
    return walk(tree, tokens, at) if token.lower in tree else None


@cache
def _currency_of_places() -> dict[str, str]:
    """Lower-case names of countries, and the first words of their currencies' names, to today's currency."""
    from babel import Locale
    from babel.core import get_global

    locale = Locale.parse("en")
    today = {
        territory: next((code for code, _, end, tender in rows if end is None and tender), None)
        for territory, rows in get_global("territory_currencies").items()
    }
    places = {
        name.lower(): code
        for territory, name in locale.territories.items()
        if (code := today.get(territory)) is not None
    }
    living = {code for code in today.values() if code}
    for code, name in locale._data["currency_names"].items():
        words = name.split()
        if code in living and len(words) > 1:
            places.setdefault(" ".join(words[:-1]).lower(), code)
    return places


@cache
def _last_words(code: str) -> frozenset[str]:
    """The last words of a currency's name, in lower case: "pound" and "pounds"."""
    from babel import Locale

    forms = Locale.parse("en")._data["currency_names_plural"].get(code, {})
    return frozenset(form.lower().split()[-1] for form in forms.values())


def settle_currency(unit: Unit, nearby: Iterable[str], word: str) -> str | None:
    """The ISO code of an ambiguous currency word, by the nearest country or people whose currency's name ends in it.

    ``nearby`` holds lower-case words around the amount, the nearest first. None where nothing settles it.
    """
    places = _currency_of_places()
    for name in nearby:
        code = places.get(name)
        if code and word in _last_words(code):
            return code
    return unit.name or None
