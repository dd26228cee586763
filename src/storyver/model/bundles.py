"""What is said of a bundle: the file in which a story leaves the house with all that was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storyver.model.archived import Damage


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSignature:
    """A signature of a bundle's head that is right."""

    key: str
    """The key's fingerprint, ``SHA256:…``, as ``ssh-keygen -l`` prints it."""
    signer: str | None = None
    """Whose key it is, where a file of allowed signers says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleTimestamp:
    """A time stamp whose imprint is that of a bundle's head."""

    time: str
    """When the head was stamped, as the time stamping authority states it: ISO 8601, in UTC."""
    trusted: bool
    """Whether its signature and certificates lead to an authority that was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A bundle that was written."""

    path: str
    story: str
    versions: int
    decisions: int
    files: int
    head: str
    """The last hash of the chain, which covers everything in it."""
    signatures: tuple[BundleSignature, ...] = ()
    timestamps: tuple[BundleTimestamp, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver bundle``."""
        from storyver.serialise import bundled_document

        return bundled_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleVerification:
    """What came of looking through a bundle."""

    story: str
    """Its id; empty where it cannot be read any more."""
    versions: int
    decisions: int
    files: int
    head: str
    """The last hash of the chain over what the bundle holds now."""
    rerun: bool
    """Whether the analysis was done again, and its files compared byte for byte."""
    alterations: tuple[Damage, ...] = ()
    """What is not as it was packed; empty where the bundle is whole."""
    unchecked: tuple[str, ...] = ()
    """What could not be checked, and why, one sentence each."""
    signatures: tuple[BundleSignature, ...] = ()
    timestamps: tuple[BundleTimestamp, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver verify`` for a bundle."""
        from storyver.serialise import bundle_verification_document

        return bundle_verification_document(self)
