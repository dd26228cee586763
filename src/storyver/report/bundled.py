"""What became of a bundle, as plain lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storyver.model import Bundled, BundleSignature, BundleTimestamp, BundleVerification
from storyver.report.archived import shortened
from storyver.report.inert import one_line

SAME = "the analysis was done again, and every byte is the same"


def bundled_lines(bundled: Bundled) -> str:
    """What was written, the head, and what is attached to it."""
    counts = f"{bundled.versions:,} versions, {bundled.decisions:,} decisions, {bundled.files:,} files"
    attached = _attached(bundled.signatures, bundled.timestamps)
    return "\n".join([f"{shortened(bundled.path)}: {counts}", *attached, f"head {bundled.head}"]) + "\n"


def bundle_verification_lines(verification: BundleVerification) -> str:
    """What was altered, line by line, or that nothing was, then what could not be checked, and the head."""
    altered = [f"{shortened(one.where)}: {one_line(one.what)}" for one in verification.alterations]
    counts = f"{verification.versions:,} versions, {verification.decisions:,} decisions, {verification.files:,} files"
    places = "place" if len(altered) == 1 else "places"
    lines = [
        *altered,
        *([f"story {shortened(verification.story)}"] if verification.story else []),
        f"{counts}: " + (f"altered in {len(altered):,} {places}" if altered else "nothing was altered"),
        *([SAME] if verification.rerun and not altered and not verification.unchecked else []),
        *map(one_line, verification.unchecked),
        *_attached(verification.signatures, verification.timestamps),
        f"head {verification.head}",
    ]
    return "\n".join(lines) + "\n"


def _attached(signatures: Iterable[BundleSignature], timestamps: Iterable[BundleTimestamp]) -> Iterator[str]:
    for signature in signatures:
        yield f"signed by {signature.key}" + (f" ({shortened(signature.signer)})" if signature.signer else "")
    for stamp in timestamps:
        yield f"stamped {stamp.time}" + ("" if stamp.trusted else ", as the time stamp says")
