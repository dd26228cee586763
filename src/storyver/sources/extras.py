"""Libraries that only some sources need: each is imported where it is used, and its absence is told with the remedy."""

from __future__ import annotations

from storyver.errors import MissingLibraryError


def missing(library: str, extra: str) -> MissingLibraryError:
    """The error for a library that is not installed; ``extra`` is the one of ours that brings it."""
    return MissingLibraryError(what="is not installed", where=library, remedy=f"pip install 'storyver[{extra}]'")
