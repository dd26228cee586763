"""Plain text: the bytes, decoded, and nothing else."""

from __future__ import annotations

from storyver.model import Capture
from storyver.sources.extraction.extracted import Extracted
from storyver.sources.text import decode


def extract_plain(capture: Capture, where: str) -> Extracted:
    """Decode a text without changing a character."""
    decoded = decode(capture.data, where)
    return Extracted(text=decoded.text, encoding=decoded.encoding, notes=decoded.notes)
