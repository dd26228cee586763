"""A story as it leaves the house: one zip file with its versions, all that was found in them and all that was decided,
sealed by a chain of hashes whose head can be deposited, signed and stamped."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storyver import pipeline
from storyver.bundling import layout
from storyver.bundling.contents import contents_of
from storyver.bundling.integrity import look_through, sort
from storyver.bundling.keys import Ask, load_private, read_key_file
from storyver.bundling.origin import origin
from storyver.bundling.packing import pack, unpack
from storyver.bundling.signing import sign
from storyver.bundling.stamping import Refusal, look_at
from storyver.bundling.verifying import Wanted, read_bundle, signatures_of, timestamps_of, told_of, verify
from storyver.errors import BundleError
from storyver.keeping.gathering import Gathered
from storyver.model import Bundled, BundleSignature, BundleTimestamp
from storyver.output import write_file
from storyver.sources import printable

__all__ = ["Ask", "Attachments", "Wanted", "attach", "verify", "write_bundle", "write_request"]


def _nobody(_: Path) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """What is to be attached to a head."""

    keys: tuple[Path, ...] = ()
    """Private keys to sign it with."""
    timestamps: tuple[Path, ...] = ()
    """Answers of time stamping authorities."""
    ask: Ask = field(default=_nobody)
    """Gives the passphrases of the keys."""


def write_bundle(gathered: Gathered, target: Path, more: Attachments) -> Bundled:
    """Write a story as a bundle, whole or not at all. Raise StoryverError where that cannot be."""
    contents = contents_of(gathered, origin(pipeline.current_model()))
    return _write(contents, {}, target, more, (*gathered.inputs, *more.keys, *more.timestamps))


def attach(bundle: Path, target: Path, more: Attachments) -> Bundled:
    """Write a bundle with more attached to it, also over itself. Raise BundleError where it is not whole."""
    where = printable(bundle)
    unpacked = unpack(read_bundle(bundle), where)
    found = sort(unpacked, where)
    damage = next(look_through(found, unpacked), None)
    if damage is not None:
        what = f"is not whole ({printable(damage.where)} {damage.what})"
        raise BundleError(what=what, where=where, remedy="see all that is with storyver verify")
    return _write(found.contents, found.attached, target, more, (*more.keys, *more.timestamps))


def write_request(bundled: Bundled, target: Path, inputs: Iterable[Path]) -> None:
    """Write the request to have a bundle's head stamped, over none of the inputs."""
    write_file(layout.timestamp_request(bundled.head), target, (Path(bundled.path), *inputs))


def _write(
    contents: Mapping[str, bytes],
    attached: Mapping[str, bytes],
    target: Path,
    more: Attachments,
    inputs: Iterable[Path],
) -> Bundled:
    head = layout.head_of(layout.entries_of(contents))
    message = layout.head_text(head)
    whole = _with_more(attached, message, more)
    entries = layout.in_order(contents, whole)
    write_file(pack(entries), target, inputs)
    told = told_of(contents)
    return Bundled(
        path=str(target),
        story=told.story,
        versions=told.versions,
        decisions=told.decisions,
        files=len(entries),
        head=head,
        signatures=tuple(one for one in signatures_of(whole, message) if isinstance(one, BundleSignature)),
        timestamps=tuple(one for one in timestamps_of(whole, message) if isinstance(one, BundleTimestamp)),
    )


def _with_more(attached: Mapping[str, bytes], message: bytes, more: Attachments) -> dict[str, bytes]:
    """What is attached, and behind it what is new. Raise BundleError for what is not of this head."""
    signatures = [sign(load_private(path, more.ask), message) for path in more.keys]
    stamps = [(path, read_key_file(path)) for path in more.timestamps]
    for path, stamp in stamps:
        if isinstance(found := look_at(stamp, message, None), Refusal):
            remedy = f"have the head stamped: the request is {layout.REQUEST} in the bundle"
            raise BundleError(what=found.what, where=printable(path), remedy=remedy)
    whole = dict(attached)
    for signature in signatures:
        _put(whole, layout.signature_name, signature)
    for _, stamp in stamps:
        _put(whole, layout.timestamp_name, stamp)
    return whole


def _put(whole: dict[str, bytes], name_of: Callable[[int], str], content: bytes) -> None:
    """Add a file under the next free number, where it is not there already."""
    if content not in whole.values():
        whole[next(name for number in itertools.count(1) if (name := name_of(number)) not in whole)] = content
