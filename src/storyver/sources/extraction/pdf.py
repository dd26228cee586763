"""PDF: the text of its pages, as paragraphs, with warnings where the layout may have put it out of order."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from storyver.dates import PartialDate
from storyver.errors import SourceError, missing_library
from storyver.model import Capture, DateSource, PublicationDate
from storyver.sources.extraction.extracted import Extracted
from storyver.sources.extraction.printed import Page, PrintedLine, drop_running, listed, paragraphs, suspicions
from storyver.sources.text import MAXIMUM_BYTES

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAXIMUM_PAGES: Final = 500
"""A book; articles have a few, and reports some tens."""
MAXIMUM_OPERATIONS: Final = 1_000_000
"""Drawing operations of all pages together. A full page of a newspaper has some ten thousand, and all take some ten
seconds, so that this bounds the time without a clock."""
LIMITS: Final[dict[str, Any]] = {
    "zlib_maximum_output_length": MAXIMUM_BYTES,
    "lzw_maximum_output_length": MAXIMUM_BYTES,
    "run_length_maximum_output_length": MAXIMUM_BYTES,
    "array_based_stream_maximum_output_length": MAXIMUM_BYTES,
    "stream_decoding_work_maximum_length": 5 * MAXIMUM_BYTES,
    "stream_parsing_work_maximum_count": MAXIMUM_OPERATIONS,
}
"""pypdf's own, of what one stream may unpack to; its defaults are four times as high."""
CELL_GAP: Final = 2.0
"""Times the size of the letters: a wider gap in a line is one between two cells."""
LETTER_WIDTH: Final = 0.5
"""Of the size of the letters, on average; where a piece of a line ends is not told."""
_DATE: Final = re.compile(
    r"(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(\d\d)(?:\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?[0']*)?)?)?", re.ASCII
)
_LIGATURES: Final = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_NO_TITLE: Final = re.compile(r"(?:Microsoft (?:Word|PowerPoint) - .*|untitled.*|.*\.\w{2,5})", re.IGNORECASE)
"""What programs put in where nobody gave a title: their own name, or the file's."""


def extract_pdf(capture: Capture, where: str) -> Extracted:
    """The text of a PDF. Raise SourceError for one that is broken, encrypted, scanned or beyond the limits, and
    MissingLibraryError where pypdf is not installed."""
    try:
        import pypdf
        from pypdf.errors import DependencyError, LimitReachedError
    except ImportError as error:
        raise missing_library("pypdf", "pdf") from error
    with _quiet(), pypdf.apply_configuration(**LIMITS):
        try:
            reader = pypdf.PdfReader(io.BytesIO(capture.data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise _encrypted(where)
            pages, widths = _read_pages(reader, where)
            return _extracted(pages, widths, _metadata(reader), f"pypdf {pypdf.__version__}", where)
        except DependencyError:
            raise _encrypted(where) from None
        except (LimitReachedError, MemoryError):
            raise _too_much(where) from None
        except SourceError:
            raise
        except Exception:  # whatever a damaged file leads pypdf to
            what = "is a PDF that is damaged or cut off"
            raise SourceError(what=what, where=where, remedy="get it again, or save its text") from None


def _extracted(
    pages: list[Page], widths: list[float], metadata: dict[str, str], extractor: str, where: str
) -> Extracted:
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if len(empty) == len(pages):
        remedy = "run it through OCR first, for example with ocrmypdf"
        raise SourceError(what="is a PDF without text, as scans are", where=where, remedy=remedy)
    body, running = drop_running(pages)
    found, breaks = paragraphs(body)
    missing = (f"There is no text on {listed(empty)}; if these are scans, run them through OCR.",) if empty else ()
    title = metadata.get("/Title", "")
    return Extracted(
        text="\n\n".join(found) + "\n",
        encoding="utf-8",
        extractor=extractor,
        title=title if title and not _NO_TITLE.fullmatch(title) else None,
        author=metadata.get("/Author") or None,
        dates=_dates(metadata.get("/ModDate", "")),
        notes=(*missing, *_running_notes(running), *suspicions(body, widths), *breaks),
    )


def _read_pages(reader: PdfReader, where: str) -> tuple[list[Page], list[float]]:
    if len(reader.pages) > MAXIMUM_PAGES:
        what = f"is a PDF of {len(reader.pages)} pages, more than {MAXIMUM_PAGES}"
        raise SourceError(what=what, where=where, remedy="save the pages of the article alone")
    work = _Work()
    pages, widths = [], []
    length = 0
    for page in reader.pages:
        pages.append(_read_page(page, work))
        widths.append(float(page.mediabox.width) or 1.0)
        length += sum(len(line.text) for line in pages[-1])
        if work.spent or length > MAXIMUM_BYTES:
            raise _too_much(where)
    return pages, widths


class _Work:
    """How many operations were gone through."""

    def __init__(self) -> None:
        self._left = MAXIMUM_OPERATIONS

    @property
    def spent(self) -> bool:
        return self._left < 0

    def count(self, *_: object) -> None:
        """Count one, and break off where none is left: within a form too, where pypdf goes on after an error."""
        from pypdf.errors import LimitReachedError

        self._left -= 1
        if self.spent:
            raise LimitReachedError("too many operations")


def _read_page(page: PageObject, work: _Work) -> Page:
    pieces: list[PrintedLine] = []
    lines: Page = []

    def visit(text: str, outer: Any, inner: Any, _: object, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = abs(inner[3] * outer[3]) or 1.0
        for place, part in enumerate(_clean(text).split("\n")):
            if place > 0:
                _finish(pieces, lines)
            if part.strip():
                pieces.append(PrintedLine(text=part, x=x, y=y, size=abs(size * scale) or 1.0))

    page.extract_text(visitor_operand_before=work.count, visitor_text=visit)
    _finish(pieces, lines)
    return lines


def _finish(pieces: Page, lines: Page) -> None:
    """Put the pieces of a line together, and with the line before where they stand at its height."""
    if not pieces:
        return
    first = pieces[0]
    text = " ".join("".join(piece.text for piece in pieces).split())
    pieces.clear()
    last = lines[-1] if lines else None
    if last is None or abs(last.y - first.y) > 0.2 * first.size or first.x <= last.x:
        lines.append(PrintedLine(text=text, x=first.x, y=first.y, size=first.size))
        return
    gap = first.x - last.x - LETTER_WIDTH * last.size * len(last.text)
    wide = gap > CELL_GAP * first.size
    joined = f"{last.text} | {text}" if wide else f"{last.text} {text}"
    lines[-1] = PrintedLine(text=joined, x=last.x, y=last.y, size=last.size, row=last.row or wide)


def _clean(text: str) -> str:
    """Without control characters and halves of characters, which broken fonts give, and with letters for ligatures."""
    kept = (c for c in text if c in "\n\t\xa0\xad" or (c.isprintable() and not "\ud800" <= c <= "\udfff"))
    return "".join(kept).translate(_LIGATURES)


def _metadata(reader: PdfReader) -> dict[str, str]:
    found: dict[str, object] = reader.metadata or {}
    return {
        str(key): " ".join(_clean(str(found[key])).split())[:1000]
        for key in ("/Title", "/Author", "/ModDate")
        if key in found
    }


def _dates(words: str) -> tuple[PublicationDate, ...]:
    match = _DATE.fullmatch(words)
    if match is None:
        return ()
    year, month, day, hour, minute = (None if part is None else int(part) for part in match.groups()[:5])
    offset = 0 if match[6] else None
    if match[7]:
        offset = int(match[7]) * 60 + int(match[8] or 0) * (-1 if match[7][0] == "-" else 1)
    try:
        date = PartialDate(year=year or 0, month=month, day=day, hour=hour, minute=minute, offset=offset)
    except ValueError:
        return ()
    return (PublicationDate(value=date.iso(), source=DateSource.DOCUMENT, evidence=f"ModDate: {words}"),)


def _running_notes(running: Counter[str]) -> tuple[str, ...]:
    if not running:
        return ()
    told = ", ".join(f"'{line[:80]}' ({count})" for line, count in running.most_common(5))
    more = f" and {len(running) - 5} more" if len(running) > 5 else ""
    return (f"Lines that repeat on the pages were left out, # for a number that counts them: {told}{more}.",)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on a file off standard error."""
    logger = logging.getLogger("pypdf")
    kept = logger.propagate, list(logger.handlers)
    logger.propagate, logger.handlers = False, [logging.NullHandler()]
    try:
        yield
    finally:
        logger.propagate, logger.handlers = kept[0], kept[1]


def _encrypted(where: str) -> SourceError:
    return SourceError(what="is a PDF that is encrypted", where=where, remedy="save it without a password")


def _too_much(where: str) -> SourceError:
    what = "is a PDF that unpacks to far more than an article"
    return SourceError(what=what, where=where, remedy="save its text")
