"""Units: their names and symbols come from CLDR through Babel, their everyday wordings from a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from storyver.extract.lexer import Token
from storyver.extract.tables import END, plant, table
from storyver.model import FigureKind

_LOCALES = ("en", "en_GB")
_SYMBOLS_OF_ONE_LETTER = frozenset("mglLtWV")
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


def read_unit(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The unit named at ``at``, behind a number, and the index behind it; the longest wording wins."""
    token = tokens[at]
    if token.lower in _ONLY_GLUED and not token.glued:
        return None
    if len(token.text) == 1 and token.kind == "word" and token.text not in _ALONE:
        return None
    if (exact := _exact_units().get(token.text)) is not None:
        return exact, at + 1
    tree = _unit_tree()
    return walk(tree, tokens, at) if token.lower in tree else None


@cache
def _exact_units() -> dict[str, Unit]:
    """Symbols whose case counts: "mb" is a millibar, "MB" a megabyte."""
    return {symbol: _units_by_name()[row["name"]] for row in table("units")["unit"] for symbol in row.get("exact", ())}


def walk(tree: dict[str, Any], tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The unit of the longest phrase of ``tree`` at ``at``, and the index behind it; hyphens inside are passed over."""
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
