"""Memories of what was found of a text before, small whatever the texts are.

An article may have a paragraph or a word of a megabyte; thousands of these would fill the machine. So each memory has a
greatest number of texts and a greatest length: what is longer is found anew each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar, cast

LONGEST_TEXT: Final = 4_000
"""Characters: paragraphs of news are shorter."""
LONGEST_WORD: Final = 100
"""Characters."""

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


class Remembering(Protocol):
    """Makes a function remember what it answered."""

    def __call__(self, function: Callable[Concatenate[T, P], R], /) -> Callable[Concatenate[T, P], R]: ...


def remembered(most: int, longest: int = LONGEST_TEXT, length: Callable[[Any], int] = len) -> Remembering:
    """A decorator: the last ``most`` answers of a function are kept, by all its arguments, and given again.

    They are kept where the first argument has at most ``longest`` characters, which ``length`` tells of one that is no
    text. Other texts among the arguments must be parts of the first, or short. ``cache_clear`` and the like are
    those of ``functools.lru_cache``.
    """

    def decorate(function: Callable[Concatenate[T, P], R], /) -> Callable[Concatenate[T, P], R]:
        memory = lru_cache(maxsize=most)(function)
        kept = cast(Callable[Concatenate[T, P], R], memory)

        @wraps(function)
        def answer(first: T, /, *others: P.args, **named: P.kwargs) -> R:
            if length(first) > longest:
                return function(first, *others, **named)
            return kept(first, *others, **named)

        for name in ("cache_clear", "cache_info", "cache_parameters"):
            setattr(answer, name, getattr(memory, name))
        return answer

    return decorate
