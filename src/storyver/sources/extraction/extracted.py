"""What an extractor gives."""

from __future__ import annotations

from storyver.model import Extracted

__all__ = ["Extracted"]
