"""Number words → values: "sixty-six", "two hundred and five thousand", "twelve hundred", "three point five million"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from storyver.extract.lexer import Token
from storyver.extract.number import LARGEST, MAGNITUDES, ONES, TENS, Number, UnreadableNumberError

_LONGEST_FRACTION = 6
_ARTICLES = frozenset({"a", "an"})
_NOT_A_GROUP = frozenset({"hundred", "dozen"})


@dataclass(slots=True)
class _Sum:
    """What has been read of a number: whole groups ("two million") and the group that is still open."""

    total: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    """The last closed group."""
    current: Decimal = Decimal(0)
    last: str = ""
    """The class of the word read last: ones, tens, hundred, magnitude, and."""
    magnitude: Decimal = Decimal(1)
    bound: Decimal = LARGEST
    """The next group must have a smaller magnitude: "one million two million" is no number."""

    def take(self, word: str) -> bool:
        """Add a word; False where it does not go on with the number.

        Raises:
            UnreadableNumberError: It belongs to the words before it, but they make no number together.
        """
        opens = self.last in {"", "hundred", "and", "magnitude"}
        if word in ONES and (opens or (self.last == "tens" and 0 < ONES[word] < 10)):
            self.current, self.last = self.current + ONES[word], "ones"
        elif word in TENS and opens:
            self.current, self.last = self.current + TENS[word], "tens"
        elif word == "hundred" and self.last in {"ones", "tens"} and self.current < 100:
            self.current, self.last = self.current * 100, "hundred"
        elif word in MAGNITUDES and word != "hundred" and self.last in {"ones", "tens", "hundred"} and self.current:
            self._close(Decimal(MAGNITUDES[word]))
        elif word in MAGNITUDES and word not in _NOT_A_GROUP and self.last == "magnitude":
            self._multiply(Decimal(MAGNITUDES[word]))
        else:
            return False
        return True

    def _close(self, magnitude: Decimal) -> None:
        if magnitude >= self.bound:
            raise UnreadableNumberError("number words that make no number together")
        self.group, self.current = self.current * magnitude, Decimal(0)
        self.total += self.group
        self.magnitude = self.bound = magnitude
        self.last = "magnitude"

    def _multiply(self, magnitude: Decimal) -> None:
        """ "two thousand million"."""
        self.total += self.group * (magnitude - 1)
        self.group *= magnitude
        self.magnitude *= magnitude
        self.bound = magnitude
        if self.total > LARGEST:
            raise UnreadableNumberError("larger than any number that news has a name for")


def read_words(tokens: Sequence[Token], at: int, *, cross_and: bool) -> Number | None:
    """The number in words at ``at``, where an article stands for one ("a hundred and five"); at most a few dozen words
    long, since each group is smaller than the one before.

    Raises:
        UnreadableNumberError: Number words stand there that make no number together.
    """
    total = _Sum()
    position = end = at
    while True:
        token = tokens[position]
        if token.text == "-" and position > at and token.glued and tokens[position + 1].glued:
            position += 1
            token = tokens[position]
        if token.lower == "and" and cross_and and total.last in {"hundred", "magnitude"}:
            if not _small(tokens, position + 1):
                break
            total.last = "and"
            position += 1
            continue
        article = position == at and token.lower in _ARTICLES
        if not total.take("one" if article else token.lower):
            break
        position = end = position + 1
    if end == at:
        return None
    value = total.total + total.current
    if total.last in {"ones", "tens"} and (fraction := _behind_point(tokens, end)) is not None:
        value, end = value + fraction[0], fraction[1]
        return Number(low=value, high=value, end=end)
    magnitude = total.magnitude if total.last == "magnitude" else Decimal(1)
    return Number(low=value, high=value, end=end, magnitude=magnitude)


def goes_on(tokens: Sequence[Token], at: int, *, cross_and: bool) -> bool:
    """Whether a hundred or thousand goes on at ``at`` with a number word below a hundred: "and eighty-five"."""
    return _small(tokens, at + (tokens[at].lower == "and")) and (cross_and or tokens[at].lower != "and")


def _behind_point(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """The "point five" of "three point five"."""
    if tokens[at].lower != "point":
        return None
    digits, end = "", at + 1
    while len(digits) < _LONGEST_FRACTION and 0 <= ONES.get(tokens[end].lower, -1) < 10:
        digits, end = digits + str(ONES[tokens[end].lower]), end + 1
    return (Decimal(f"0.{digits}"), end) if digits else None


def _small(tokens: Sequence[Token], at: int) -> bool:
    """A number word below a hundred, and no hundred behind it: the "five" of "two hundred and five"."""
    if tokens[at].text == "-" and tokens[at].glued:
        at += 1
    if tokens[at].lower not in ONES and tokens[at].lower not in TENS:
        return False
    for after in range(at + 1, at + 4):
        if tokens[after].text != "-" and tokens[after].lower not in ONES:
            return tokens[after].lower != "hundred"
    return True
