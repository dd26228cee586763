"""Errors that a caller meets: each says what is wrong, where, and what to do."""

from __future__ import annotations


class StoryverError(Exception):
    """An input or argument that storyver cannot use. The command line prints it as one line and exits with 2."""

    def __init__(self, *, what: str, where: str, remedy: str) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(f"{where}: {what}; {remedy}")


class SourceError(StoryverError):
    """A version or story that cannot be read."""


class ArchiveError(StoryverError):
    """An archive that cannot be opened, read or added to."""


class DamagedArchiveError(ArchiveError):
    """An archive of which something is not as it was written."""


class BundleError(StoryverError):
    """A bundle that cannot be read, or a key or time stamp that cannot be used with it."""


class OutputError(StoryverError):
    """A report that cannot be written."""


class BatchError(StoryverError):
    """A batch that cannot be begun, or cannot go on."""

    def __reduce__(self) -> tuple[object, ...]:
        """How it comes back from another process whole."""
        return _batch_error, (self.what, self.where, self.remedy)


class QueryError(StoryverError):
    """A dataset that cannot be asked, or a query that it cannot answer."""


class ModelError(StoryverError):
    """A trained pipeline of spaCy that is not there or cannot be used."""


class MissingLibraryError(StoryverError, ImportError):
    """A library that is needed for what was asked, and is not installed."""


class UsageError(StoryverError):
    """Arguments that do not fit together."""


def missing_library(library: str, extra: str) -> MissingLibraryError:
    """The error for a library that comes with one of storyver's extras."""
    return MissingLibraryError(what="is not installed", where=library, remedy=f"pip install 'storyver[{extra}]'")


def _batch_error(what: str, where: str, remedy: str) -> BatchError:
    return BatchError(what=what, where=where, remedy=remedy)
