"""Cents are those of the one currency that a version counts in: "3.5 cent a kilometre" beside "€46m"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyver.extract.tables import table, word_set
from storyver.model import Figure, FigureKind

_WITH_CENTS = word_set("currencies", "currencies_with_cents")


def settle_cents(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of one version, with bare cents in its currency where all its other money is of one that has them."""
    bare = {index for index, figure in enumerate(figures) if _is_bare(figure)}
    if not bare:
        return tuple(figures)
    money = (one for index, one in enumerate(figures) if one.kind is FigureKind.MONEY and index not in bare)
    currencies = {one.unit for one in money if one.unit in _WITH_CENTS}
    if len(currencies) != 1:
        return tuple(figures)
    (currency,) = currencies
    return tuple(replace(one, unit=currency) if index in bare else one for index, one in enumerate(figures))


def _is_bare(figure: Figure) -> bool:
    """Cents of which nothing beside them says of what."""
    parts = table("currencies")["parts"]
    if figure.kind is not FigureKind.MONEY or figure.unit != parts["cent"]:
        return False
    *before, last = figure.text.lower().split()
    named = bool(before) and f"{before[-1]} {last}" in parts  # "5 US cents"
    return last.lstrip("0123456789.,") in {"cent", "cents"} and not named
