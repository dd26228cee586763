"""Units and currencies: their names and symbols come from CLDR through Babel, their everyday wordings from tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from storyver.extract.lexer import Token, lex
from storyver.extract.number import ABBREVIATIONS, MAGNITUDES
from storyver.extract.tables import END, plant, table
from storyver.model import FigureKind

_LOCALES = ("en", "en_GB")
_SYMBOLS_OF_ONE_LETTER = frozenset("mglLtWV")
_PART = Decimal("0.01")
_ALONE = _SYMBOLS_OF_ONE_LETTER | {"C", "F", "º"}
_ONLY_GLUED = frozenset({"in", "c", "f", "b", "g", "t", "l", "w", "v", "st", "mp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a value is measured in."""

    name: str
    """As a figure's ``unit`` gives it."""
    kind: FigureKind
    dimension: str
    factor: float | None = None
    """How many of the dimension's base unit one of it is, exactly; None where no such factor exists."""
    ambiguous: bool = False
    """A bare currency word that a country near by must settle; ``name`` is then the best guess or empty."""
    scale: Decimal = Decimal(1)
    """What a value is multiplied with: 0.01 for pence and cents, a million for "MEUR"."""


@cache
def _unit_tree() -> dict[str, Any]:
    from babel import Locale

    patterns = [Locale.parse(name)._data["unit_patterns"] for name in _LOCALES]
    tree: dict[str, Any] = {}
    for row in table("units")["unit"]:
        unit = Unit(
            name=row["name"],
            kind=FigureKind(row.get("kind", "measure")),
            dimension=row["dimension"],
            factor=row.get("factor"),
        )
        for wording in row.get("also", ()):
            plant(tree, wording, unit)
        if "cldr" in row and not row.get("never_alone"):
            for wording in _cldr_wordings(patterns, row["cldr"], words_only=row.get("words_only", False)):
                plant(tree, wording, unit)
    return tree


def _cldr_wordings(patterns: Sequence[Any], identifier: str, *, words_only: bool) -> list[str]:
    wordings = []
    for pattern in patterns:
        for width in ("long",) if words_only else ("long", "short"):
            for form in ("one", "other"):
                wording = pattern[identifier].get(width, {}).get(form, "").replace("{0}", "").strip()
                if wording and (len(wording) > 1 or wording in _SYMBOLS_OF_ONE_LETTER):
                    wordings.append(wording)
    return [spelling for wording in wordings for spelling in (wording, wording.replace("-", " "))]


@cache
def _currency_tree() -> dict[str, Any]:
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
    return Unit(name=code, kind=FigureKind.MONEY, dimension="money", ambiguous=ambiguous, scale=scale)


def _by_code(text: str) -> Unit | None:
    """The currency of a code: "USD", "usd", "RMB", "MEUR" (millions)."""
    if text.lower() == "rmb":
        return _currency("CNY")
    if len(text) == 3 and (text.isupper() or text in _small_codes()):
        return _currency(text.upper()) if text.upper() in currency_codes() else None
    if len(text) == 4 and text.isupper() and text[0] == "M" and text[1:] in _codes_with_millions():
        return _currency(text[1:], scale=Decimal(1_000_000))
    return None


@cache
def _codes_with_millions() -> frozenset[str]:
    return frozenset(code.upper() for code in _small_codes())


@cache
def _signs() -> dict[str, str]:
    return {sign.lower(): code for sign, code in table("currencies")["signs"].items()}


@cache
def currency_heads() -> frozenset[str]:
    """Lower-case words and signs in front of a number with which a currency may begin, but for codes in capitals."""
    currencies = table("currencies")
    heads = {lexed.lower for sign in currencies["signs"] for lexed in lex(sign)[:1]}
    return frozenset(heads | {letters.lower() for letters in currencies["letters"]} | {*_small_codes()})


@cache
def _small_codes() -> frozenset[str]:
    return frozenset(table("currencies")["small_codes"]["words"])


def read_sign(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The currency whose sign, letters or code stands at ``at`` in front of a number, and the index behind it."""
    token = tokens[at]
    if token.kind == "other":
        code = _signs().get(token.text)
        return (_currency(code), at + 1) if code else None
    if token.kind != "word":
        return None
    following = tokens[at + 1]
    if following.kind == "other" and (code := _signs().get(token.lower + following.text)):
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
    letters = table("currencies")["letters"]
    if token.text in letters and (len(token.text) > 1 or (tokens[following].glued and not _names_road(tokens, at))):
        return _currency(letters[token.text], ambiguous=True), following
    coded = _by_code(token.text)
    if coded is None or (token.text in _also_words() and not _large(tokens, following)):
        return None
    return coded, following


def _names_road(tokens: Sequence[Token], at: int) -> bool:
    """The "R300" of "along the R300", the "N2": a letter and a small whole number name a road."""
    digits = tokens[at + 1].text
    if not digits.isdigit() or len(digits) > 3 or _large(tokens, at + 1):
        return False
    return tokens[at].text == "N" or (at > 0 and tokens[at - 1].lower in {"the", "'s"})


@cache
def _also_words() -> frozenset[str]:
    return frozenset(table("currencies")["codes_that_are_words"]["words"])


def _large(tokens: Sequence[Token], at: int) -> bool:
    """An amount of money and no number of a meeting: "COP 2,000", not "COP28"."""
    behind = at + 2 if tokens[at + 1].text == "-" else at + 1
    return len(tokens[at].text) > 4 or tokens[behind].lower in MAGNITUDES or tokens[behind].lower in ABBREVIATIONS


def read_currency(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The currency named at ``at``, behind a number."""
    token = tokens[at]
    if token.kind == "other":
        code = _signs().get(token.text)
        return (_currency(code), at + 1) if code else None
    if len(token.text) == 1 and (sign := _signs().get(token.text)):
        return _currency(sign), at + 1
    if (coded := _by_code(token.text)) is not None:
        owned = tokens[at + 1].kind == "number" and tokens[at + 1].glued  # "3 USD50 cards"
        return None if owned else (coded, at + 1)
    if token.lower in {"p", "c"} and not token.glued:
        return None
    if token.text in table("currencies")["letters"] and len(token.text) > 1:
        return _currency(table("currencies")["letters"][token.text], ambiguous=True), at + 1
    return _walk(_currency_tree(), tokens, at)


def read_unit(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The unit named at ``at``, behind a number, and the index behind it; the longest wording wins."""
    token = tokens[at]
    if token.lower in _ONLY_GLUED and not token.glued:
        return None
    if len(token.text) == 1 and token.kind == "word" and token.text not in _ALONE:
        return None
    if (exact := _exact_units().get(token.text)) is not None:
        return exact, at + 1
    return _walk(_unit_tree(), tokens, at)


@cache
def _exact_units() -> dict[str, Unit]:
    """Symbols whose case counts: "mb" is a millibar, "MB" a megabyte."""
    return {symbol: _units_by_name()[row["name"]] for row in table("units")["unit"] for symbol in row.get("exact", ())}


def _walk(tree: dict[str, Any], tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The longest phrase of ``tree`` at ``at``; hyphens between its words are passed over."""
    node, best = tree, None
    while True:
        token = tokens[at]
        if (
            token.text == "-"
            and token.lower not in node
            and node is not tree
            and tokens[at - 1].text != "-"
            and tokens[at + 1].glued
        ):
            at += 1
            continue
        following = node.get(token.lower) if token.text else None
        if following is None or (token.kind == "number" and not token.glued):
            return best
        node = following
        at += 1
        if END in node:
            best = (node[END], at)


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


def settle_currency(unit: Unit, nearby: Sequence[str], word: str) -> str | None:
    """The ISO code of an ambiguous currency word, by the nearest country or people whose currency's name ends in it.

    ``nearby`` holds lower-case words around the amount, the nearest first. None where nothing settles it.
    """
    from babel import Locale

    plurals = Locale.parse("en")._data["currency_names_plural"]
    places = _currency_of_places()
    for name in nearby:
        code = places.get(name)
        if code and any(form.lower().split()[-1] == word for form in plurals.get(code, {}).values()):
            return code
    return unit.name or None


@cache
def _units_by_name() -> dict[str, Unit]:
    return {
        row["name"]: Unit(
            name=row["name"],
            kind=FigureKind(row.get("kind", "measure")),
            dimension=row["dimension"],
            factor=row.get("factor"),
        )
        for row in reversed(table("units")["unit"])
    }


def unit_named(name: str | None) -> Unit | None:
    """The unit of a figure by its name; None for a currency, a name that is not known, or none at all."""
    return _units_by_name().get(name) if name else None
