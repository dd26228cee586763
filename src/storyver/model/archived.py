"""What an archive says of what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storyver.model.versions import SkippedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedStory:
    """A story of an archive."""

    place: int
    """Its place in the order in which stories were added, from 1; ``#3`` names the third."""
    name: str
    versions: int
    size: int
    """Bytes of the raw versions together."""

    def to_dict(self) -> dict[str, Any]:
        """The story as the JSON of ``storyver list`` has it."""
        from storyver.serialise import archived_story_document

        return archived_story_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of captures that were given to an archive."""

    added: int = 0
    """Versions that are new."""
    known: int = 0
    """Captures that were there before."""
    extracted: int = 0
    """Versions there before whose text was read anew and is kept beside the earlier one."""
    stories: int = 0
    """Stories that are new."""
    skipped: tuple[SkippedFile, ...] = ()

    def __add__(self, more: Added) -> Added:
        """What became of these and of others behind them."""
        return Added(
            added=self.added + more.added,
            known=self.known + more.known,
            extracted=self.extracted + more.extracted,
            stories=self.stories + more.stories,
            skipped=(*self.skipped, *more.skipped),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver add``."""
        from storyver.serialise import added_document

        return added_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something in an archive that is not as it was added."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of looking through a whole archive."""

    stories: int
    versions: int
    entries: int
    head: str
    """The hash of the last entry, which covers all before it, in hexadecimal digits."""
    damages: tuple[Damage, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver verify``."""
        from storyver.serialise import verification_document

        return verification_document(self)
