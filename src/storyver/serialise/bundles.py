"""What the commands say that write and check bundles, as documents."""

from __future__ import annotations

from collections.abc import Iterable

from storyver.model import Bundled, BundleSignature, BundleTimestamp, BundleVerification
from storyver.serialise.parts import Document


def bundled_document(bundled: Bundled) -> Document:
    """The JSON of ``storyver bundle`` and ``storyver attach``."""
    return {
        "schema": "storyver/bundled/1",
        "path": bundled.path,
        "story": bundled.story,
        "versions": bundled.versions,
        "decisions": bundled.decisions,
        "files": bundled.files,
        "head": bundled.head,
        **_attached(bundled.signatures, bundled.timestamps),
    }


def bundle_verification_document(verification: BundleVerification) -> Document:
    """The JSON of ``storyver verify`` for a bundle."""
    return {
        "schema": "storyver/verified-bundle/1",
        "story": verification.story,
        "versions": verification.versions,
        "decisions": verification.decisions,
        "files": verification.files,
        "head": verification.head,
        "rerun": verification.rerun,
        "alterations": [{"where": one.where, "what": one.what} for one in verification.alterations],
        "unchecked": list(verification.unchecked),
        **_attached(verification.signatures, verification.timestamps),
    }


def _attached(signatures: Iterable[BundleSignature], timestamps: Iterable[BundleTimestamp]) -> Document:
    return {
        "signatures": [{"key": one.key, "signer": one.signer} for one in signatures],
        "timestamps": [{"time": one.time, "trusted": one.trusted} for one in timestamps],
    }
