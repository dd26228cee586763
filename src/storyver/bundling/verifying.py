"""Everything that can be asked of a bundle, and what the answers come to."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storyver.bundling import layout
from storyver.bundling.integrity import Sorted, look_through, sort
from storyver.bundling.keys import AllowedKey, fingerprint, load_allowed
from storyver.bundling.packing import MAXIMUM_BYTES, unpack
from storyver.bundling.rerunning import Rerun, run_again
from storyver.bundling.restoring import UnreadableError, decisions, document
from storyver.bundling.signing import signing_key
from storyver.bundling.stamping import load_authorities, look_at
from storyver.errors import BundleError
from storyver.model import BundleSignature, BundleTimestamp, BundleVerification, Damage
from storyver.sources import printable

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MOST_TOLD: Final = 1_000
"""Alterations that are named one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a bundle has to be beside whole."""

    head: str | None = None
    """The head that was deposited elsewhere."""
    key: Path | None = None
    """Public keys of which one has to have signed."""
    tsa_ca: Path | None = None
    """Certificates of authorities of which one has to have stamped."""
    rerun: bool = True
    model: str | Path | None = None
    """The trained pipeline with which the analysis is done again; None for the package that the bundle names."""


def read_bundle(path: Path) -> bytes:
    """The bytes of a bundle. Raise BundleError where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BundleError(what=f"cannot be read ({reason})", where=printable(path), remedy="check the path") from None
    if len(data) > MAXIMUM_BYTES:
        what = f"is larger than {MAXIMUM_BYTES // 1_000_000} MB"
        raise BundleError(what=what, where=printable(path), remedy="give what storyver bundle wrote")
    return data


def verify(path: Path, wanted: Wanted) -> BundleVerification:
    """Look through a bundle. Raise StoryverError where there is none, or what is to be held to cannot be used."""
    allowed = load_allowed(wanted.key) if wanted.key is not None else None
    authorities = load_authorities(wanted.tsa_ca) if wanted.tsa_ca is not None else None
    unpacked = unpack(read_bundle(path), printable(path))
    found = sort(unpacked, printable(path))
    message = layout.head_text(found.head)
    damages = list(look_through(found, unpacked))
    signatures = list(signatures_of(found.attached, message, allowed))
    stamps = list(timestamps_of(found.attached, message, authorities))
    rerun = _rerun(found, damages, wanted)
    damages += [one for one in (*_other_head(found, wanted), *signatures, *stamps) if isinstance(one, Damage)]
    told = told_of(found.contents)
    return BundleVerification(
        story=told.story,
        versions=found.versions,
        decisions=told.decisions,
        files=len(unpacked.entries),
        head=found.head,
        rerun=rerun.done,
        alterations=_once((*damages, *rerun.damages)),
        unchecked=(*rerun.unchecked, *_untrusted(stamps)),
        signatures=tuple(one for one in signatures if isinstance(one, BundleSignature)),
        timestamps=tuple(one for one in stamps if isinstance(one, BundleTimestamp)),
    )


def _rerun(found: Sorted, damages: Sequence[Damage], wanted: Wanted) -> Rerun:
    """The analysis done again. Of contents that were altered that would only say that they were."""
    if not wanted.rerun:
        return Rerun(done=False, unchecked=("the analysis was not done again",))
    if damages:
        return Rerun(done=False, unchecked=("the analysis was not done again, for the bundle was altered",))
    return run_again(found, wanted.model)


def _once(damages: Iterable[Damage]) -> tuple[Damage, ...]:
    """One for each place, and not more than a person reads."""
    first: dict[str, Damage] = {}
    for one in damages:
        first.setdefault(one.where, one)
    kept = list(first.values())
    if len(kept) > MOST_TOLD:
        rest = Damage(where="the bundle", what=f"was altered in {len(kept) - MOST_TOLD:,} more places")
        kept = [*kept[:MOST_TOLD], rest]
    return tuple(kept)


def _other_head(found: Sorted, wanted: Wanted) -> Iterator[Damage]:
    if wanted.head is not None and wanted.head.strip().lower() != found.head:
        yield Damage(where="the head", what="is another than the one given: this is not the bundle that had it")


def signatures_of(
    attached: Mapping[str, bytes], message: bytes, allowed: Sequence[AllowedKey] | None = None
) -> Iterator[BundleSignature | Damage]:
    """The signatures that are right, and what is wrong with the others, or with there being none by a key allowed."""
    names = sorted(name for name in attached if layout.SIGNATURE.fullmatch(name))
    keys = {name: signing_key(attached[name], message) for name in names}
    for name, key in keys.items():
        if key is None:
            yield Damage(where=name, what="is no signature of this head")
            continue
        signers = [one.signer for one in allowed or () if one.blob == key]
        yield BundleSignature(key=fingerprint(key), signer=signers[0] if signers else None)
    if allowed is None or any(one.blob == key for key in keys.values() for one in allowed):
        return
    others = ", ".join(fingerprint(key) for key in keys.values() if key is not None)
    yield Damage(where="signatures/", what=f"has none by a key that was given{f', but by {others}' if others else ''}")


def timestamps_of(
    attached: Mapping[str, bytes], message: bytes, authorities: Sequence[Certificate] | None = None
) -> Iterator[BundleTimestamp | Damage]:
    """The time stamps of the message, and what is wrong with the others, or with there being none."""
    names = sorted(name for name in attached if layout.TIMESTAMP.fullmatch(name))
    for name in names:
        found = look_at(attached[name], message, authorities)
        yield found if isinstance(found, BundleTimestamp) else Damage(where=name, what=found.what)
    if authorities is not None and not names:
        yield Damage(where="timestamps/", what="has none, and one was asked for")


def _untrusted(stamps: Sequence[BundleTimestamp | Damage]) -> Iterator[str]:
    if any(isinstance(one, BundleTimestamp) and not one.trusted for one in stamps):
        yield "who gave the time stamps was not checked: that takes the authority's certificates, with --tsa-ca"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a bundle says of itself."""

    story: str
    versions: int
    decisions: int


def told_of(contents: Mapping[str, bytes]) -> Told:
    """As much of it as can be read."""
    story = decided = None
    with contextlib.suppress(UnreadableError):
        story = document(contents, layout.ABOUT).get("story")
    with contextlib.suppress(UnreadableError):
        decided = decisions(contents)
    name = story.get("id") if isinstance(story, dict) else None
    versions = sum(name.endswith("/text.txt") for name in contents)
    return Told(story=name if isinstance(name, str) else "", versions=versions, decisions=len(decided or ()))
