"""What the package remembers of texts stays small, however long their paragraphs and words are."""

from __future__ import annotations

import functools
import gc
import random
import sys
from collections.abc import Callable, Iterator

import pytest

import storyver
from storyver.remembered import LONGEST_TEXT, remembered

LONG = 12 * LONGEST_TEXT
ANALYSIS = tuple(
    f"storyver.{part}"
    for part in ("align", "classify", "extract", "identity", "naming", "segment", "timeline", "wording")
)
"""What runs for each version of a batch. Checks and reports remember a page or two at most."""


def _hostile(seed: int) -> str:
    """An article whose third paragraph is long, whose fourth is one word, and whose fifth one sentence."""
    chance = random.Random(seed)
    words = [f"{chance.choice(('dam', 'wall', 'bridge'))}{chance.randbytes(3).hex()}" for _ in range(LONG // 10)]
    return "\n\n".join(
        (
            f"The wall of Port Averil will cost £{seed + 3}m, the council said on Tuesday.",
            f"“It is {seed + 20} metres long,” said Mayor Ada Brink.",
            ". ".join(f"The {word} cost £{number}m" for number, word in enumerate(words)) + ".",
            chance.randbytes(LONG // 2).hex(),
            f"The council said it was {seed} per cent " + " ".join(words) + ".",
        )
    )


def _memories() -> Iterator[tuple[str, object]]:
    """All that functions of the analysis remember, by their names."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(ANALYSIS):
            continue
        for one in list(vars(module).values()):
            kept = next((x for x in _inside(one) if isinstance(x, functools._lru_cache_wrapper)), None)
            if kept is not None and kept.__module__ == name:
                yield f"{name}.{kept.__name__}", kept


def _inside(one: object) -> Iterator[object]:
    """A function and what it closes over."""
    yield one
    for cell in getattr(one, "__closure__", None) or ():
        yield cell.cell_contents


def _longest(kept: object) -> int:
    """The length of the longest text within what a function remembers."""
    seen: set[int] = set()
    waiting, longest = [kept], 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, (type, type(sys))) or (callable(one) and one is not kept):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            longest = max(longest, len(one))
        waiting += gc.get_referents(one)
    return longest


@pytest.mark.parametrize("run", [storyver.diff, lambda old, new: storyver.track([old, new])], ids=["diff", "track"])
def test_no_long_text_is_remembered(run: object) -> None:
    """After texts with paragraphs, sentences and words of some 50,000 characters no memory of a function holds any."""
    assert callable(run)
    run(_hostile(1), _hostile(2))
    memories = dict(_memories())
    assert {"storyver.wording.words", "storyver.wording.stem", "storyver.classify.passages._hold"} <= memories.keys()
    assert {name: long for name, kept in memories.items() if (long := _longest(kept)) > LONGEST_TEXT} == {}


def test_a_short_text_is_worked_on_once() -> None:
    """The answer for the same arguments is given again, and others are not mistaken for them."""
    asked: list[tuple[str, int]] = []

    @remembered(8, longest=5)
    def cut(text: str, at: int = 0) -> str:
        asked.append((text, at))
        return text[at:]

    assert [cut("abc"), cut("abc"), cut("abc", 1), cut("abc", at=1)] == ["abc", "abc", "bc", "bc"]
    assert [cut("abcdef"), cut("abcdef")] == ["abcdef", "abcdef"]
    assert asked == [("abc", 0), ("abc", 1), ("abc", 1), ("abcdef", 0), ("abcdef", 0)]


def _upper_noted_in(asked: list[str]) -> Callable[[str], str]:
    """A function that notes each text that it is really asked for."""

    def upper(text: str) -> str:
        asked.append(text)
        return text.upper()

    return upper


def test_only_the_last_answers_are_kept() -> None:
    """With room for two, the first of three has to be asked for again."""
    asked: list[str] = []
    upper = remembered(2)(_upper_noted_in(asked))
    assert [upper(text) for text in "abca"] == list("ABCA")
    assert asked == list("abca")


def test_a_memory_can_be_emptied() -> None:
    """Like those of ``functools``, by which measurements begin anew."""
    asked: list[str] = []
    upper = remembered(8)(_upper_noted_in(asked))
    assert upper("a") == upper("a") == "A"
    getattr(upper, "cache_clear")()  # noqa: B009 - no attribute of a function's type
    assert upper("a") == "A"
    assert asked == ["a", "a"]


def test_length_is_told_of_what_is_no_text() -> None:
    """A number is as long as it says."""
    asked: list[int] = []

    @remembered(8, longest=3, length=lambda number: number)
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [double(3), double(3), double(4), double(4)] == [6, 6, 8, 8]
    assert asked == [3, 4, 4]
