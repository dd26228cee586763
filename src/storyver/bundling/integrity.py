"""Whether a bundle's files are those that were packed, told from the bundle alone, and what its chain's head is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from storyver.bundling import layout
from storyver.bundling.packing import Unpacked
from storyver.errors import BundleError
from storyver.model import Damage

_TAKEN: Final = "was taken away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The files of a bundle by what they are."""

    contents: Mapping[str, bytes]
    sealing: Mapping[str, bytes]
    attached: Mapping[str, bytes]
    strange: Mapping[str, bytes]
    """What has no place in a bundle."""
    versions: int

    @property
    def head(self) -> str:
        """Of the chain over the contents as they are now."""
        return layout.head_of(layout.entries_of(self.contents))


def sort(unpacked: Unpacked, where: str) -> Sorted:
    """Sort the files of a zip file. Raise BundleError where it is none of a bundle."""
    files = dict(unpacked.entries)
    told = {*(one.where for one in unpacked.damages), *files}
    if not told & {layout.MANIFEST, layout.SUMS, layout.HEAD, layout.ABOUT, layout.TRACK}:
        raise BundleError(
            what="is a zip file, but no bundle of storyver", where=where, remedy="give what storyver bundle wrote"
        )
    versions = _versions(files)
    expected = layout.expected_names(versions)
    contents = {name: data for name, data in files.items() if name in expected or layout.RAW.fullmatch(name)}
    sealing = {name: data for name, data in files.items() if name in layout.DERIVED}
    attached = {name: data for name, data in files.items() if layout.is_attached(name)}
    known = {*contents, *sealing, *attached}
    strange = {name: data for name, data in files.items() if name not in known}
    return Sorted(contents=contents, sealing=sealing, attached=attached, strange=strange, versions=versions)


def _versions(files: Mapping[str, bytes]) -> int:
    """How many versions there are, by the highest number of a folder that holds more than a made-up name."""
    listed = [name for name in _listed(files.get(layout.MANIFEST, b"")) or {} if name.startswith("versions/")]
    names = {*files, *listed}
    return max((place for place in range(1, layout.MOST_VERSIONS + 1) if layout.text_name(place) in names), default=0)


def look_through(found: Sorted, unpacked: Unpacked) -> Iterator[Damage]:
    """All that is not as it was packed, as far as the bundle itself can show it."""
    told = {one.where for one in unpacked.damages}
    yield from unpacked.damages
    yield from (one for one in _of_contents(found) if one.where not in told)
    yield from (one for one in _of_sealing(found) if one.where not in told)
    yield from (one for one in _of_attached(found) if one.where not in told)
    if not told and not found.strange and (damage := _of_order(found, unpacked)) is not None:
        yield damage


def _of_contents(found: Sorted) -> Iterator[Damage]:
    """What is missing, too much, or other than the manifest says."""
    listed = _listed(found.sealing.get(layout.MANIFEST, b""))
    by_hash = {entry["sha256"]: name for name, entry in (listed or {}).items() if name not in found.contents}
    for name, data in found.strange.items():
        yield Damage(where=name, what=_strange(name, data, by_hash))
    missing = layout.expected_names(found.versions) - found.contents.keys()
    missing |= {
        f"{layout.folder(place)}/raw.*" for place in range(1, found.versions + 1) if len(_raw(found, place)) != 1
    }
    for name in sorted(missing - (listed or {}).keys()):
        yield Damage(where=name, what="is not there, and has to be, or is there twice" if "*" in name else _TAKEN)
    for name in sorted((listed or {}).keys() - found.contents.keys()):
        yield Damage(where=name, what=_TAKEN)
    for name in sorted(found.contents if listed is not None else ()):
        entry = (listed or {}).get(name)
        if entry is None:
            yield Damage(where=name, what="was added: the manifest does not list it")
        elif entry["sha256"] != hashlib.sha256(found.contents[name]).hexdigest():
            yield Damage(where=name, what="was altered: its hash is not the one in the manifest")


def _raw(found: Sorted, place: int) -> list[str]:
    start = f"{layout.folder(place)}/"
    return [name for name in found.contents if name.startswith(start) and layout.RAW.fullmatch(name)]


def _strange(name: str, data: bytes, by_hash: Mapping[str, str]) -> str:
    former = by_hash.get(hashlib.sha256(data).hexdigest())
    if former is not None:
        return f"was renamed: it is what the manifest calls {former}"
    if name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/"):
        return "was added, under a name that would lead out of the folder; do not unpack this file"
    return "was added: a bundle has no such file"


def _of_sealing(found: Sorted) -> Iterator[Damage]:
    """Whether the files that follow from the contents are those that follow from them."""
    listed = _listed(found.sealing.get(layout.MANIFEST, b""))
    for name, wanted in layout.seal(found.contents, found.attached).items():
        there = found.sealing.get(name)
        if there is None:
            yield Damage(where=name, what=_TAKEN)
        elif there != wanted:
            if name == layout.MANIFEST and listed is None:
                yield Damage(where=name, what="was altered: it is no manifest any more")
            else:
                yield Damage(where=name, what="does not agree with the files that are there")


def _of_attached(found: Sorted) -> Iterator[Damage]:
    """Whether signatures and time stamps are the ones that are listed, and numbered without a gap."""
    for name_of, folder in ((layout.signature_name, "signatures/"), (layout.timestamp_name, "timestamps/")):
        there = sorted(name for name in found.attached if name.startswith(folder))
        for number, name in enumerate(there, start=1):
            if name != name_of(number):
                yield Damage(where=name_of(number), what=_TAKEN)
                break
    lines = found.sealing.get(layout.ATTACHED, b"").decode("utf-8", "replace").splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    for name in sorted({*found.attached, *sums}):
        if name not in found.attached:
            yield Damage(where=name, what=_TAKEN)
        elif name not in sums:
            yield Damage(where=name, what="was added: ATTACHED does not list it")
        elif sums[name] != hashlib.sha256(found.attached[name]).hexdigest():
            yield Damage(where=name, what="was altered: its hash is not the one in ATTACHED")


def _of_order(found: Sorted, unpacked: Unpacked) -> Damage | None:
    names = [name for name, _ in unpacked.entries]
    for there, wanted in zip(names, [one for one, _ in layout.in_order(found.contents, found.attached)], strict=False):
        if there != wanted:
            return Damage(where=there, what=f"stands where {wanted} has to: the entries were put in another order")
    return None


def _listed(manifest: bytes) -> dict[str, dict[str, Any]] | None:
    """What a manifest lists by name; None where it is none."""
    try:
        entries = json.loads(manifest)["entries"]
        listed = {str(entry["name"]): entry for entry in entries}
        if all(isinstance(entry["sha256"], str) for entry in listed.values()):
            return listed
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return None
