"""What was found in the paragraphs of a story, as somebody keeps it from one run to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Analyses(Protocol):
    """Keeps sheets of findings of one story, each of which holds those of many paragraphs.

    Nothing rests on it: what it does not have, or no longer has as it was, is found again.
    """

    def sheets(self, extractor: str, /) -> Sequence[bytes]:
        """The sheets that were found by the program of that version, in the order in which they were kept."""

    def keep(self, extractor: str, sheet: bytes, /, *, instead: bool) -> None:
        """Keep one more, or ``instead`` of all others of the story; where that cannot be, nothing happens."""
