"""What a page says of its own changes: correction notices, and the date of update that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storyver.model.changes import Change
from storyver.model.versions import PublicationDate


class ShownDate(StrEnum):
    """What became of the date of update that a page displays."""

    MOVED = "moved"
    STAYED = "stayed"
    UNCLEAR = "unclear"
    """It is written more or less exactly than before, and may be the same."""
    APPEARED = "appeared"
    VANISHED = "vanished"
    NONE = "none"
    """Neither version displays one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A correction notice that owns up to a change."""

    version: int
    """Index of the first version that has the notice."""
    start: int
    end: int
    text: str
    """``versions[version].text[start:end]``."""
    rule: str
    """How it was recognised: ``both_values``, ``one_value`` or ``words``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A change of fact, and the notice that admits it."""

    change: Change
    admission: Admission | None
    """None where no notice of this version or a later one speaks of the change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditStep:
    """What happened between two versions, and what the page says of it."""

    old: int
    """Index into the result's versions; ``new`` is the next one."""
    new: int
    since: PublicationDate | None
    """The changes were made after this: the date of the old version, or of the nearest before it that has one."""
    until: PublicationDate | None
    """And not later than this: the date of the new version, or of the nearest behind it that has one."""
    shown: ShownDate
    shown_old: str | None
    """The line that displays the date in the old version, as it has it."""
    shown_new: str | None
    disclosures: tuple[Disclosure, ...]
    """One for each change of fact of importance."""
