"""Whether a bundle's files are those that were packed, told from the bundle alone, and what its chain's head is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storyver.bundling import layout
from storyver.bundling.packing import Unpacked
from storyver.errors import BundleError
from storyver.model import Damage

_TAKEN: Final = "was taken away"
_ADDED: Final = "was added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The files of a bundle by what they are."""

    contents: Mapping[str, bytes]
    sealing: Mapping[str, bytes]
    attached: Mapping[str, bytes]
    strange: Mapping[str, bytes]
    """What has no place in a bundle."""
    versions: int

    entries: Sequence[layout.Entry]
    """What a manifest of the contents as they are now lists."""
    listed: Mapping[str, str] | None
    """The hashes of the contents by their names as they were packed; None where nothing says so any more."""

    packed: Sequence[layout.Entry]
    """What the manifest listed when they were packed; as they are now where nothing says so any more."""

    @property
    def head(self) -> str:
        """Of the chain over the contents as they were packed. What was altered since is told of each of them."""
        return layout.head_of(self.packed)


def sort(unpacked: Unpacked, where: str) -> Sorted:
    """Sort the files of a zip file. Raise BundleError where it is none of a bundle."""
    files = dict(unpacked.entries)
    told = {*(one.where for one in unpacked.damages), *files}
    if not told & {layout.MANIFEST, layout.SUMS, layout.HEAD, layout.ABOUT, layout.TRACK}:
        raise BundleError(
            what="is a zip file, but no bundle of storyver", where=where, remedy="give what storyver bundle wrote"
        )
    listed = _listed(files)
    versions = _versions({*files, *(listed or {})})
    expected = layout.expected_names(versions)
    contents = {name: data for name, data in files.items() if name in expected or layout.RAW.fullmatch(name)}
    sealing = {name: data for name, data in files.items() if name in layout.DERIVED}
    attached = {name: data for name, data in files.items() if layout.is_attached(name)}
    known = {*contents, *sealing, *attached}
    strange = {name: data for name, data in files.items() if name not in known}
    return Sorted(
        contents=contents,
        sealing=sealing,
        attached=attached,
        strange=strange,
        versions=versions,
        entries=(entries := layout.entries_of(contents)),
        packed=entries if listed is None else _packed(files.get(layout.MANIFEST, b""), listed, entries),
        listed=listed,
    )


def _versions(names: Container[str]) -> int:
    """How many versions there are or were, by the highest number of a text."""
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
    """What is missing, too much, or other than it was packed."""
    listed = found.listed
    gone = {sha256: name for name, sha256 in (listed or {}).items() if name not in found.contents}
    for name, data in found.strange.items():
        yield Damage(where=name, what=_strange(name, data, gone))
    for name in sorted(_missing(found) | ((listed or {}).keys() - found.contents.keys())):
        yield Damage(where=name, what=_TAKEN)
    for entry in found.entries if listed is not None else ():
        name, sha256 = entry["name"], entry["sha256"]
        if name not in (listed or {}):
            what = f"was renamed: it is what was {gone[sha256]}" if sha256 in gone else _ADDED
            yield Damage(where=name, what=what)
        elif sha256 != (listed or {})[name]:
            yield Damage(where=name, what="was altered: its hash is not the one that it was packed with")


def _missing(found: Sorted) -> set[str]:
    """What a bundle of so many versions has to have."""
    missing = layout.expected_names(found.versions) - found.contents.keys()
    return missing | {
        f"{layout.folder(place)}/raw.*" for place in range(1, found.versions + 1) if len(_raw(found, place)) != 1
    }


def _raw(found: Sorted, place: int) -> list[str]:
    start = f"{layout.folder(place)}/"
    return [name for name in found.contents if name.startswith(start) and layout.RAW.fullmatch(name)]


def _strange(name: str, data: bytes, gone: Mapping[str, str]) -> str:
    former = gone.get(hashlib.sha256(data).hexdigest())
    if former is not None:
        return f"was renamed: it is what was {former}"
    if name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/"):
        return "was added, under a name that would lead out of the folder; do not unpack this file"
    return _ADDED


def _of_sealing(found: Sorted) -> Iterator[Damage]:
    """Whether the files that seal the contents are in one piece, and those of the contents as they were packed."""
    for name, wanted in layout.seal(found.packed).items():
        if name not in found.sealing:
            yield Damage(where=name, what=_TAKEN)
        elif found.sealing[name] != wanted:
            yield Damage(where=name, what="was altered: it does not agree with the others that seal the contents")


def _of_attached(found: Sorted) -> Iterator[Damage]:
    """Whether signatures and time stamps are the ones that are listed, and numbered without a gap."""
    if layout.ATTACHED not in found.sealing:
        yield Damage(where=layout.ATTACHED, what=_TAKEN)
        return
    sums = _sums(found.sealing[layout.ATTACHED])
    there = {entry["name"]: entry["sha256"] for entry in layout.entries_of(found.attached)}
    differing = sorted(name for name in {*there, *sums} if sums.get(name) != there.get(name))
    for name in differing:
        if name not in there:
            yield Damage(where=name, what=_TAKEN)
        else:
            altered = "was altered, or its hash in ATTACHED was"
            yield Damage(where=name, what=altered if name in sums else f"{_ADDED}: ATTACHED does not list it")
    numbered = {name_of(number) for name_of in _NUMBERED for number in range(1, _count(there, name_of) + 1)}
    wanted = layout.sums_of(layout.entries_of(found.attached))
    if not differing and (found.sealing[layout.ATTACHED] != wanted or numbered != set(there)):
        yield Damage(where=layout.ATTACHED, what="was altered: its lines are not those of what is attached")


_NUMBERED: Final = (layout.signature_name, layout.timestamp_name)


def _count(names: Iterable[str], name_of: Callable[[int], str]) -> int:
    folder = name_of(1).partition("/")[0]
    return sum(name.startswith(f"{folder}/") for name in names)


def _of_order(found: Sorted, unpacked: Unpacked) -> Damage | None:
    names = [name for name, _ in unpacked.entries]
    for there, wanted in zip(names, [one for one, _ in layout.in_order(found.contents, found.attached)], strict=False):
        if there != wanted:
            return Damage(where=there, what=f"stands where {wanted} has to: the entries were put in another order")
    return None


def _listed(files: Mapping[str, bytes]) -> dict[str, str] | None:
    """The hashes by name as they were packed: of the manifest where that is in one piece, else of the plain list where
    the head is its."""
    manifest, head = files.get(layout.MANIFEST, b""), files.get(layout.HEAD, b"")
    entries = _entries(manifest)
    if entries is not None and layout.seal(entries)[layout.MANIFEST] == manifest:
        return {entry["name"]: entry["sha256"] for entry in entries}
    sums = _sums(files.get(layout.SUMS, b""))
    chain = layout.chained((name, 0, sha256) for name, sha256 in sums.items())
    return sums if sums and layout.head_text(layout.head_of(chain)) == head else None


def _packed(manifest: bytes, listed: Mapping[str, str], entries: Iterable[layout.Entry]) -> list[layout.Entry]:
    """The entries of the manifest as it was. The size of what is still there is known; else the manifest says it."""
    sizes = {one["sha256"]: one["size"] for one in (*(_entries(manifest) or ()), *entries)}
    return layout.chained((name, sizes.get(sha256, 0), sha256) for name, sha256 in listed.items())


def _entries(manifest: bytes) -> list[layout.Entry] | None:
    """The entries of a manifest, with the chain that they have; None where it is none."""
    try:
        entries = json.loads(manifest)["entries"]
        return layout.chained((str(one["name"]), int(one["size"]), str(one["sha256"])) for one in entries)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


def _sums(listed: bytes) -> dict[str, str]:
    """The hashes by name in what ``sha256sum`` reads."""
    lines = listed.decode("utf-8", "replace").splitlines()
    return {line[66:]: line[:64] for line in lines if line[64:66] == "  "}
