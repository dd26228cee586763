"""Readings of paragraphs that are kept from one run to the next, so that each is read once for all.

A paragraph is known by the hash of its text and of all else that its reading depends on. Readings lie in sheets: lines
of JSON, first one for each sentence, then one for each paragraph, with its hash in front.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from storyver.extract.program import extractor
from storyver.extract.recorded import InvalidError, paragraph_from, paragraph_row, sentence_from, sentence_row
from storyver.extract.sentence_readings import Paragraph, Piece, SentenceReading, paragraphs_of
from storyver.model import Analyses

if TYPE_CHECKING:
    from storyver.extract.trained import Trained

MOST_SHEETS: Final = 8
"""Sheets of one story; where there are so many, they become one."""
_HASH_BYTES: Final = 16
_DIGITS: Final = 2 * _HASH_BYTES


class Kept:
    """The readings of one story: those that are kept are made from what was written down, all others anew."""

    def __init__(self, analyses: Analyses, trained: Trained | None = None) -> None:
        self._analyses = analyses
        self._trained = trained
        self._extractor = extractor(None if trained is None else trained.value)
        self._known: dict[Piece, Paragraph] = {}
        self._new: dict[str, Paragraph] = {}
        sheets = analyses.sheets(self._extractor) if self._extractor is not None else ()
        self._sheets = [_Sheet(one) for one in sheets]

    def __call__(self, pieces: Sequence[Piece], /) -> list[Paragraph]:
        """What paragraphs hold."""
        if self._extractor is None:
            return paragraphs_of(pieces, self._trained)
        found = {piece: kept for piece in pieces if (kept := self._kept(piece) if piece.short else None) is not None}
        new = [piece for piece in dict.fromkeys(pieces) if piece not in found]
        for piece, read in zip(new, paragraphs_of(new, self._trained), strict=True):
            found[piece] = read
            if piece.short:
                self._known[piece] = self._new[key_of(piece)] = read
        return [found[piece] for piece in pieces]

    def _kept(self, piece: Piece) -> Paragraph | None:
        if piece in self._known:
            return self._known[piece]
        key = key_of(piece)
        found = next((read for sheet in self._sheets if (read := sheet.paragraph(key, piece)) is not None), None)
        if found is not None:
            self._known[piece] = found
        return found

    def write(self) -> None:
        """Hand over what was read anew."""
        if self._extractor is None or not self._new:
            return
        instead = len(self._sheets) + 1 >= MOST_SHEETS
        lines = _Lines()
        for sheet in self._sheets if instead else ():
            lines.take_over(sheet)
        for key, paragraph in self._new.items():
            lines.add(key, paragraph)
        self._analyses.keep(self._extractor, lines.sheet(), instead=instead)
        self._new = {}


def key_of(piece: Piece) -> str:
    """The hash of a paragraph and of all else that its reading depends on, in hexadecimal digits."""
    said = json.dumps([piece.text, piece.start, piece.spans, sorted(piece.known), piece.published])
    return hashlib.blake2b(said.encode("ascii"), digest_size=_HASH_BYTES).hexdigest()


class Keeping:
    """The readings of one story by the rules, and by each trained pipeline that was asked."""

    def __init__(self, analyses: Analyses) -> None:
        self._analyses = analyses
        self._kept: dict[Trained | None, Kept] = {}

    def by(self, trained: Trained | None) -> Kept:
        """Those with a pipeline, or by the rules alone."""
        if trained not in self._kept:
            self._kept[trained] = Kept(self._analyses, trained)
        return self._kept[trained]

    def write(self) -> None:
        """Hand over what was read anew."""
        for kept in self._kept.values():
            kept.write()


class _Sheet:
    """Readings as they were written down, each made when it is asked for. What cannot be one is taken for missing."""

    def __init__(self, sheet: bytes) -> None:
        self.sentences: list[str] = []
        self.paragraphs: dict[str, str] = {}
        self._made: dict[tuple[int, str, int, int], SentenceReading] = {}
        for line in sheet.decode("ascii", "replace").split("\n"):
            if line.startswith("["):
                self.sentences.append(line)
            elif line:
                self.paragraphs[line[:_DIGITS]] = line[_DIGITS:]

    def paragraph(self, key: str, piece: Piece) -> Paragraph | None:
        line = self.paragraphs.get(key)
        if line is None:
            return None
        try:
            return paragraph_from(json.loads(line), piece, self._sentence)
        except (InvalidError, ValueError, RecursionError):
            del self.paragraphs[key]
            return None

    def _sentence(self, index: int, text: str, start: int, end: int) -> SentenceReading:
        key = (index, text, start, end)
        if key not in self._made:
            if not 0 <= index < len(self.sentences):
                raise InvalidError
            self._made[key] = sentence_from(json.loads(self.sentences[index]), text, start, end)
        return self._made[key]


class _Lines:
    """The lines of a new sheet."""

    def __init__(self) -> None:
        self._sentences: list[str] = []
        self._places: dict[int, int] = {}
        self._paragraphs: dict[str, str] = {}

    def add(self, key: str, paragraph: Paragraph) -> None:
        self._paragraphs[key] = _written(paragraph_row(paragraph, self._place))

    def _place(self, sentence: SentenceReading) -> int:
        if id(sentence) not in self._places:
            self._places[id(sentence)] = len(self._sentences)
            self._sentences.append(_written(sentence_row(sentence)))
        return self._places[id(sentence)]

    def take_over(self, sheet: _Sheet) -> None:
        """What another sheet has; the places of its sentences are others now."""
        first = len(self._sentences)
        self._sentences += sheet.sentences
        for key, line in sheet.paragraphs.items():
            try:
                quotes, places, *rest = json.loads(line)
                moved = [None if place is None else place + first for place in places]
            except (ValueError, TypeError, RecursionError):
                continue
            self._paragraphs[key] = _written([quotes, moved, *rest])

    def sheet(self) -> bytes:
        """The whole."""
        paragraphs = [key + line for key, line in self._paragraphs.items()]
        return "\n".join([*self._sentences, *paragraphs]).encode("ascii")


def _written(row: list[Any]) -> str:
    return json.dumps(row, separators=(",", ":"))
