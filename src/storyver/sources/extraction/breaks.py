"""Where a line of print ends and the next goes on: words put together again, and figures left as they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).parent / "data" / "hyphens.toml"
_HYPHENS: Final = "-\u2010\u2011"
_PLAIN: Final = dict.fromkeys(map(ord, _HYPHENS), "-")
_LAST_WORD: Final = re.compile(rf"([A-Za-z]+)[{_HYPHENS}]$")
_FIRST_WORD: Final = re.compile(r"[a-z]+")
_WORDS: Final = re.compile(rf"[A-Za-z]+(?:[{_HYPHENS}][A-Za-z]+)*")
_OPEN_FIGURE: Final = re.compile(r"(?:\d[.,:/]|(?:^|\s)[-–−+])$")
"""The end of a line behind which digits may belong to the same figure, or not."""
_TAIL: Final = 100
"""Characters at the end of a line that are looked at."""
_COMPOUND: Final = re.compile(rf"\w[{_HYPHENS}–/]$")


class Mender:
    """Joins lines of one document, and counts what it could not be sure of."""

    def __init__(self, lines: Iterable[str]) -> None:
        """``lines`` are those of the whole document, whose words show which have a hyphen."""
        self._words = frozenset(
            word.casefold().translate(_PLAIN) for line in lines for word in _WORDS.findall(line.rstrip(_HYPHENS))
        )
        self._mended = 0
        self._open: list[str] = []

    def join(self, last: str, line: str) -> tuple[str, str]:
        """The end of a paragraph and the line behind it, as they stand one behind the other.

        No digit is dropped, and no two digits come to stand side by side.
        """
        if last.endswith("\xad") and not line[:1].isdigit():
            self._mended += 1
            return last[:-1], line
        if line[:1].isdigit():
            if _OPEN_FIGURE.search(last[-_TAIL:]):
                self._open.append(f"{last[-_TAIL:].rsplit(maxsplit=1)[-1]} / {line[:_TAIL].split(maxsplit=1)[0]}")
            elif _COMPOUND.search(last[-2:]):
                return last, line
        elif line[:1].isalpha() and _COMPOUND.search(last[-2:]):
            broken = self._is_broken(last[-_TAIL:], line)
            self._mended += broken
            return (last[:-1] if broken else last), line
        return f"{last} ", line

    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the line ends."""
        notes = []
        if self._mended:
            words = "word was" if self._mended == 1 else "words were"
            notes.append(f"{self._mended} {words} put together again at the ends of lines.")
        if self._open:
            example = self._open[0] if len(self._open) == 1 else f"{self._open[0]} and {len(self._open) - 1} more"
            notes.append(f"A figure may be broken by the end of a line, and was left as it stands: {example}.")
        return tuple(notes)

    def _is_broken(self, last: str, line: str) -> bool:
        """Whether the printer put in the hyphen between two parts of a word."""
        before, after = _LAST_WORD.search(last), _FIRST_WORD.match(line)
        if before is None or after is None:  # a number, a name, or a slash: these keep their mark
            return False
        begun, ended = before[1].casefold(), after[0]
        if f"{begun}-{ended}" in self._words:
            return False
        if f"{begun}{ended}" in self._words:
            return True
        several = any(hyphen in last.rsplit(maxsplit=1)[-1][:-1] for hyphen in _HYPHENS)  # "state-of-the-"
        return not several and begun not in _kept()["before"] and ended not in _kept()["after"]


@cache
def _kept() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in tomllib.loads(_DATA.read_text(encoding="utf-8")).items()}
