"""Units and currencies: what CLDR calls them is read back as them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from babel import Locale
from babel.core import get_global

from storyver.extract.figures import read_figures
from storyver.extract.units import unit_named

UNITS: list[dict[str, Any]] = tomllib.loads(
    (files("storyver.extract") / "data" / "units.toml").read_text(encoding="utf-8")
)["unit"]
LOCALE = Locale.parse("en")


def living_currencies() -> list[str]:
    """The currencies that are legal tender somewhere today."""
    rows = get_global("territory_currencies").values()
    return sorted({code for row in rows for code, _, end, tender in row if end is None and tender})


def wordings() -> list[tuple[str, str]]:
    """Each long wording of CLDR, plural, with the unit that it names."""
    found = []
    for row in UNITS:
        if "cldr" in row and not row.get("never_alone"):
            pattern = LOCALE._data["unit_patterns"][row["cldr"]]["long"]["other"]
            found.append((pattern.replace("{0}", "5"), row["name"]))
    return found


@pytest.mark.parametrize(("wording", "name"), wordings())
def test_cldr_wording_names_its_unit(wording: str, name: str) -> None:
    """The plural that CLDR gives for a unit is read as that unit, the whole of it."""
    figures, _ = read_figures(f"It was {wording}, they said.")
    assert [(figure.text, figure.low, figure.unit) for figure in figures] == [(wording, 5.0, name)]


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row["name"])
def test_own_wordings_name_their_unit(row: dict[str, Any]) -> None:
    """Each wording that our table adds is read as its unit: apart, or glued and in capitals where it is a symbol."""
    for wording in row.get("also", ()):
        apart = f"It was 5 {wording}, they said."
        glued = [f"It was 5{spelling}, they said." for spelling in (wording, wording.upper())]
        units = {figure.unit for text in (apart, *glued) for figure in read_figures(text)[0]}
        assert row["name"] in units, wording


@pytest.mark.parametrize("code", living_currencies())
def test_every_living_currency_is_read_by_its_name(code: str) -> None:
    """The plural name of every currency in use, and its code, give that currency."""
    plural = LOCALE._data["currency_names_plural"].get(code, {}).get("other")
    assert plural, code
    for amount in (f"5,000 {plural}", f"{code} 5,000", f"5,000 {code}"):
        figures, _ = read_figures(f"It cost {amount}.")
        assert [(figure.text, figure.unit) for figure in figures] == [(amount, code)]


def test_units_of_one_name_agree() -> None:
    """Rows with the same name are of one dimension and one size."""
    sizes: dict[str, tuple[str, float | None]] = {}
    for row in UNITS:
        size = (row["dimension"], row.get("factor"))
        assert sizes.setdefault(row["name"], size) == size


@pytest.mark.parametrize(
    ("name", "base", "factor"),
    [("km", "m", 1000.0), ("mile", "m", 1609.344), ("pound", "kg", 0.45359237), ("hour", "second", 3600.0)],
)
def test_factors_are_those_of_the_definitions(name: str, base: str, factor: float) -> None:
    """A unit's factor over its base unit is the one by which it is defined."""
    unit, of = unit_named(name), unit_named(base)
    assert unit is not None
    assert of is not None
    assert unit.factor == factor * (of.factor or 0)
    assert unit.dimension == of.dimension


def test_an_unknown_name_is_no_unit() -> None:
    """Currencies and names that no row has give no unit."""
    assert unit_named("USD") is None
    assert unit_named(None) is None
