"""Ids of claims, changes and facts that derive from what they say, so that a decision about one survives a re-run."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence

from storyver.remembered import remembered

NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "storyver")
"""The name space of the names that leave the house."""
_BETWEEN = "\x1f"


def claim_id(kind: str, text: str, figure: str, occurrence: int) -> str:
    """Twelve hexadecimal digits that stay the same while the claim's words do, wherever it stands.

    ``figure`` is the figure's text, "" for a claim without one; ``occurrence`` counts the claims of the same words
    before it in the version.
    """
    return _digest(f"{kind}{_BETWEEN}{text}{_BETWEEN}{figure}{_BETWEEN}{occurrence}")


def change_id(kind: str, old: str | None, new: str | None) -> str:
    """Twelve hexadecimal digits for a change of kind ``kind`` between the claims with these ids."""
    return _digest(f"{kind}{_BETWEEN}{old or ''}{_BETWEEN}{new or ''}")


def fact_id(version: str, claim: str) -> str:
    """Twelve hexadecimal digits for the fact that the claim with this id states first, in the version with this id."""
    return _digest(f"{version}{_BETWEEN}{claim}")


def finding_id(rule: str, claims: Sequence[str], step: Sequence[int]) -> str:
    """Twelve hexadecimal digits for what a rule found between the claims with these ids.

    ``step`` tells the same finding apart between other versions; it is empty for one within a version.
    """
    return _digest(_BETWEEN.join((rule, *claims, *map(str, step))))


@remembered(1 << 13)
def _digest(parts: str) -> str:
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def urn(sort: str, *parts: str) -> str:
    """A name that is an address as well, ``urn:uuid:…``, always the same for the same parts of the same sort."""
    return uuid.uuid5(NAMES, _digest(_BETWEEN.join((sort, *parts)))).urn
