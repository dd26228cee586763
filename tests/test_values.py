"""What two figures' values say of each other."""

from __future__ import annotations

import pytest

import storyver
from storyver.model import Figure
from storyver.values import Order, base_value, commensurable, compare_values, information


def only(text: str) -> Figure:
    """The one figure of a text."""
    (figure,) = storyver.figures(text).figures
    return figure


ORDERS = [
    ("It has 30 guns.", "It has 31 guns.", Order.MORE),
    ("It has 31 guns.", "It has thirty guns.", Order.LESS),
    ("It has 30 guns.", "It has thirty guns.", Order.EQUAL),
    ("It is 10km long.", "It is 6.2 miles long.", Order.EQUAL),
    ("It is 10km long.", "It is 7 miles long.", Order.MORE),
    ("It is 10km long.", "It is 9,900 metres long.", Order.LESS),
    ("It cost £5m.", "It cost £5 million.", Order.EQUAL),
    ("It cost £5m.", "It cost $9m.", Order.OTHER),
    ("Half of it is lost.", "It lost 50%.", Order.EQUAL),
    ("It has 30 to 50 guns.", "It has 40 guns.", Order.OTHER),
    ("It has 30 to 50 guns.", "It has 60 guns.", Order.MORE),
    ("It has 30 to 50 guns.", "It has 40 to 60 guns.", Order.MORE),
    ("It has 30 to 50 guns.", "It has 20 to 60 guns.", Order.OTHER),
    ("They won 2-0.", "They won 3-0.", Order.MORE),
    ("They won 3-0.", "They won 2-0.", Order.LESS),
    ("They won 2-1.", "They lost 1-2.", Order.OTHER),
    ("It was -12C.", "It was 12C.", Order.MORE),
    ("It was 21C.", "It was 70F.", Order.EQUAL),
    ("It was 45C.", "It was 45F.", Order.LESS),
    ("It was 45C.", "It was 120F.", Order.MORE),
    ("Temperatures rose by 10C.", "Temperatures rose by 18F.", Order.EQUAL),
    ("It was built in 2008.", "It was built in 2018.", Order.OTHER),
    ("It was built in 2008.", "It was built in May 2008.", Order.EQUAL),
    ("It begins on 12 May.", "It begins on 12 May 2031.", Order.EQUAL),
    ("It begins on 12 May.", "It begins on 13 May 2031.", Order.OTHER),
    ("It weighs 3kg.", "It is 3km long.", Order.OTHER),
]


@pytest.mark.parametrize(("old", "new", "order"), ORDERS)
def test_order_of_two_figures(old: str, new: str, order: Order) -> None:
    """The new value stands to the old one as the case says; units are converted, currencies never."""
    assert compare_values(only(old), only(new)) is order


@pytest.mark.parametrize(("old", "new", "order"), ORDERS)
def test_order_the_other_way_round(old: str, new: str, order: Order) -> None:
    """The other way round the order is the opposite one."""
    opposite = {Order.MORE: Order.LESS, Order.LESS: Order.MORE}
    assert compare_values(only(new), only(old)) is opposite.get(order, order)


def test_money_of_two_currencies_is_not_compared() -> None:
    """No exchange rate is ever applied."""
    assert not commensurable(only("It cost £5m."), only("It cost $5m."))


def test_a_date_has_no_value() -> None:
    """A date has no value in a base unit."""
    assert base_value(only("It was built in 2008.")) is None


def test_a_temperature_is_not_scaled() -> None:
    """Degrees of different scales are not multiplied into each other, as their zeros differ."""
    assert base_value(only("It was 12C.")) == (12, 12)


def test_the_rarer_number_tells_more() -> None:
    """A number of many digits tells more than a round or a small one, and no number tells more than 1."""
    told = [information(only(text)) for text in ("It has 2 guns.", "It has 30 guns.", "It has 1,340 guns.")]
    assert told == sorted(told)
    assert told[0] < 0.2 < told[2] <= 1.0
    assert information(only("It has 123,456,789 guns.")) == 1.0
