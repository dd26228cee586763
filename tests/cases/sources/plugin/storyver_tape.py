"""An example of a source: a file of versions, each below a line with its day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storyver.model import Capture, DateSource, PublicationDate, SkippedFile
from storyver.sources import Options, Source


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file begins as a tape does."""
    return path.is_file() and head.startswith(b"TAPE 1\n")


def captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The versions, in the order of the tape."""
    parts = path.read_text(encoding="utf-8").split("# ")[1:]
    for place, part in enumerate(parts, start=1):
        day, _, text = part.partition("\n")
        if not text.strip():
            yield SkippedFile(path=f"{path}#{place}", reason="it has no text")
        elif options.named in (None, path.stem):
            yield Capture(
                data=text.strip().encode("utf-8"),
                media="text/plain",
                source=f"{path}#{place}",
                story=path.stem,
                dates=(PublicationDate(value=day, source=DateSource.CAPTURE, evidence=f"# {day}"),),
            )


SOURCE = Source(name="tape", describes="tapes of versions", recognises=recognises, captures=captures)
