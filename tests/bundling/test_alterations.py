"""Whatever is altered in a bundle is found and named; what its maker alone could tell, by its head or signature."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import storyver
from bundling.made import VERSIONS, entries, repacked, resealed
from storyver.bundling import layout
from storyver.bundling.packing import Entry, pack
from storyver.errors import BundleError
from storyver.model import BundleVerification
from storyver.report.documents import render_document

NAMES = [
    *layout.DERIVED,
    *sorted(layout.expected_names(3) | {f"versions/{place:04}/raw.txt" for place in (1, 2, 3)}),
    "signatures/0001.sig",
    "timestamps/0001.tsr",
]
"""Every entry of the bundle."""

every_entry = pytest.mark.parametrize("name", NAMES)


def told(bundle: Path, **wanted: object) -> dict[str, str]:
    """What is said to be altered, by its place."""
    found: BundleVerification = storyver.verify_bundle(bundle, **wanted)  # type: ignore[arg-type]
    return {one.where: one.what for one in found.alterations}


def test_whole_bundle_is_whole(bundle: Path) -> None:
    """Nothing is said to be altered where nothing is, and every entry is one that the tests below alter."""
    found = storyver.verify_bundle(bundle)
    assert (found.alterations, found.rerun, found.versions, found.story) == ((), True, 3, "wall")
    assert [name for name, _ in entries(bundle)] == NAMES
    assert found.files == len(NAMES)


@every_entry
def test_altered_entry_is_named(bundle: Path, name: str) -> None:
    """A bit that is flipped in an entry is found, and no other entry is blamed for it."""

    def flip(there: list[Entry]) -> Iterable[Entry]:
        for one, data in there:
            middle = len(data) // 2
            altered = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
            yield one, altered if one == name else data

    repacked(bundle, flip)
    found = told(bundle, rerun=False)
    assert set(found) == ({"timestamps/0001.tsr"} if name == layout.ATTACHED else {name})
    assert all("altered" in what for what in found.values())
    assert name in " ".join([*found, *found.values()])


@every_entry
@pytest.mark.parametrize("added", [b"\n", b" ", b"\0", b"x"])
def test_what_is_put_behind_an_entry_is_found(bundle: Path, name: str, added: bytes) -> None:
    """So is what stands behind its end, also white space that says nothing."""
    repacked(bundle, lambda there: [(one, data + added if one == name else data) for one, data in there])
    assert set(told(bundle, rerun=False)) == {name}


@every_entry
def test_missing_entry_is_named(bundle: Path, name: str) -> None:
    """An entry that was taken away is."""
    repacked(bundle, lambda there: [one for one in there if one[0] != name])
    assert told(bundle, rerun=False)[name] == "was taken away"


@every_entry
def test_emptied_entry_is_named(bundle: Path, name: str) -> None:
    """So is one without its bytes."""
    repacked(bundle, lambda there: [(one, b"" if one == name else data) for one, data in there])
    found = told(bundle, rerun=False)
    assert name in " ".join([*found, *found.values()])


@every_entry
def test_renamed_entry_is_named(bundle: Path, name: str) -> None:
    """An entry under another name is told under both, and what it was is said where a hash shows it."""
    repacked(bundle, lambda there: [("notes.txt" if one == name else one, data) for one, data in there])
    found = told(bundle, rerun=False)
    assert {name, "notes.txt"} <= set(found)
    if name not in layout.DERIVED and not layout.is_attached(name):
        assert found["notes.txt"] == f"was renamed: it is what was {name}"


STRANGE = [
    "notes.txt", "README.TXT", "versions/0004/text.txt", "versions/0004/raw.txt", "versions/0001/raw.html",
    "changes/0003-0004.json", "signatures/0002.sig", "timestamps/0003.tsr", "signatures/1.sig", "a b", "-o",
]  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_added_entry_is_named(bundle: Path, name: str) -> None:
    """An entry that was put in is, whatever it is called."""
    repacked(bundle, lambda there: [*there, (name, b"It cost 9m.")])
    assert name in told(bundle, rerun=False)


@pytest.mark.parametrize(
    "name", ["../../etc/wall", "/etc/wall", "C:\\wall", "..\\wall", "versions/../../wall", "//wall"]
)
def test_entry_that_would_lead_out_is_named_as_such(bundle: Path, name: str) -> None:
    """A name that leads out of the folder it is unpacked into is a warning of its own."""
    repacked(bundle, lambda there: [*there, (name, b"It cost 9m.")])
    (what,) = told(bundle, rerun=False).values()
    assert "would lead out of the folder" in what


def test_exchanged_contents_are_named(bundle: Path) -> None:
    """Two versions that changed places are both altered."""
    one, other = "versions/0001/raw.txt", "versions/0002/raw.txt"
    files = dict(entries(bundle))
    swap = {one: files[other], other: files[one]}
    repacked(bundle, lambda there: [(name, swap.get(name, data)) for name, data in there])
    assert set(told(bundle, rerun=False)) == {one, other}


def test_reordered_entries_are_found(bundle: Path) -> None:
    """Every two neighbours that changed places are."""
    there = entries(bundle)
    for place in range(len(there) - 1):
        mixed = list(there)
        mixed[place : place + 2] = reversed(mixed[place : place + 2])
        bundle.write_bytes(pack(mixed))
        (what,) = told(bundle, rerun=False).values()
        assert "another order" in what


def manifest_with(change: Callable[[dict[str, Any]], object]) -> Callable[[list[Entry]], Iterable[Entry]]:
    """The bundle with a manifest that says something else."""

    def changed(there: list[Entry]) -> Iterable[Entry]:
        for name, data in there:
            document = json.loads(data) if name == "manifest.json" else {}
            if document:
                change(document)
            yield name, render_document(document).encode() if document else data

    return changed


MANIFESTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "head": lambda it: it.update(head="0" * 64),
    "schema": lambda it: it.update(schema="storyver/manifest/2"),
    "more": lambda it: it.update(note="x"),
    "no entries": lambda it: it.update(entries=[]),
    "entries of another kind": lambda it: it.update(entries=7),
    "reordered": lambda it: it["entries"].reverse(),
    "one less": lambda it: it["entries"].pop(),
    "a size": lambda it: it["entries"][3].update(size=1),
    "a hash": lambda it: it["entries"][3].update(sha256="0" * 64),
    "a hash of the chain": lambda it: it["entries"][3].update(chain="0" * 64),
    "a name": lambda it: it["entries"][3].update(name="changes/0004.json"),
    "a number for a hash": lambda it: it["entries"][3].update(sha256=7),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_altered_manifest_is_named(bundle: Path, name: str) -> None:
    """A manifest that says something else is named, and no file that it lists."""
    repacked(bundle, manifest_with(MANIFESTS[name]))
    assert set(told(bundle, rerun=False)) == {"manifest.json"}


@pytest.mark.parametrize("data", [b"[" * 100_000, b"{}", b"\xff", b"7", b'{"entries": [{}]}', b"1" * 5_000])
@pytest.mark.parametrize("name", ["manifest.json", "about.json", "decisions.json", "versions/0001/version.json"])
def test_json_that_is_none_is_named(bundle: Path, name: str, data: bytes) -> None:
    """What is no JSON, or nested too deep, or of another shape, is an alteration like any other."""
    repacked(bundle, lambda there: [(one, data if one == name else old) for one, old in there])
    assert set(told(bundle)) == {name}
    resealed(bundle, lambda contents: contents.update({name: data} if name in contents else {}))
    if name != "manifest.json":
        assert name in told(bundle)


def test_bytes_around_the_zip_file_are_found(bundle: Path) -> None:
    """What is put before it, behind it or into its comment is named as the zip file's."""
    data = bundle.read_bytes()
    for altered, what in (
        (b"#!/bin/sh\n" + data, "before its first entry"),
        (data + b"more", "behind its end"),
        (data[:-2] + struct.pack("<H", 4) + b"more", "comment"),
    ):
        bundle.write_bytes(altered)
        (found,) = told(bundle, rerun=False).items()
        assert found[0] == "the zip file"
        assert what in found[1]


def rewritten(data: bytes, **more: int | bytes | tuple[int, ...]) -> bytes:
    """The same entries, as another program packs them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            made = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            made.external_attr = info.external_attr
            for key, value in more.items():
                setattr(made, key, value)
            new.writestr(made, old.read(info))
    return out.getvalue()


def test_other_packing_is_found(bundle: Path) -> None:
    """Other dates, modes, fields or compression are, and a plain zip by Python is the same to the byte."""
    data = bundle.read_bytes()
    assert rewritten(data) == data
    for more in (
        {"date_time": (2031, 3, 4, 5, 6, 8)},
        {"external_attr": 0o104755 << 16},
        {"extra": b"\xfe\xca\x02\x00hi"},
        {"comment": b"hi"},
        {"create_system": 0},
        {"compress_type": zipfile.ZIP_DEFLATED},
        {"compress_type": zipfile.ZIP_BZIP2},
    ):
        bundle.write_bytes(rewritten(data, **more))
        assert told(bundle, rerun=False), more


def test_name_that_stands_twice_is_found(bundle: Path) -> None:
    """Which of the two another program would take is nobody's guess: the name is told."""
    extra = ("versions/0001/text.txt", b"It cost 9m.")
    there = entries(bundle)
    for doubled in ([extra, *there], [*there, extra]):
        bundle.write_bytes(pack(doubled))
        assert told(bundle, rerun=False)["versions/0001/text.txt"] == "stands in the zip file more than once"


def test_bombs_are_not_unpacked(bundle: Path, workshop: Path) -> None:
    """An entry that would unpack to a gigabyte, and entries that lie in one another, are told without being read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("about.json", bytes(200_000_000))
    bundle.write_bytes(out.getvalue())
    assert "compressed" in told(bundle)["about.json"]
    data = (workshop / "whole.zip").read_bytes()
    start = data.rindex(b"PK\5\6")
    listed = data[data.index(b"PK\1\2") : start]
    first = listed[: listed.index(b"PK\1\2", 4)]
    size = struct.pack("<LL", len(data) // 2, len(data) // 2)
    overlapping = first[:20] + size + first[28:]
    at = data.index(b"PK\1\2")
    bundle.write_bytes(
        data[:at] + overlapping * 3 + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 3, 3, 3 * len(first), at, 0)
    )
    assert "the zip file" in told(bundle)


def test_flipped_bits_are_found_anywhere(bundle: Path) -> None:
    """A bit flipped at a chance place is told, or the file refused."""
    data, chance = bundle.read_bytes(), random.Random(7)
    directory = data.index(b"PK\1\2")
    places = [chance.randrange(len(data)) for _ in range(60)] + [
        chance.randrange(directory, len(data)) for _ in range(90)
    ]
    for at in places:
        bundle.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        try:
            assert told(bundle, rerun=False), at
        except BundleError:
            continue


def test_cut_bundle_is_refused(bundle: Path) -> None:
    """A file that is cut off is no bundle any more."""
    data = bundle.read_bytes()
    for size in (0, 10, len(data) // 2, len(data) - 1):
        bundle.write_bytes(data[:size])
        with pytest.raises(BundleError):
            storyver.verify_bundle(bundle)


def test_other_zip_files_are_refused(bundle: Path) -> None:
    """A zip file of something else is not called an altered bundle."""
    bundle.write_bytes(pack([("wall.txt", b"The wall.")]))
    with pytest.raises(BundleError, match="no bundle of storyver"):
        storyver.verify_bundle(bundle)


def cheaper(contents: dict[str, bytes]) -> None:
    """One version says something else, its hash in what is recorded too."""
    for name in ("versions/0002/raw.txt", "versions/0002/text.txt"):
        contents[name] = contents[name].replace("£4.6m".encode(), "£4.3m".encode())


REBUILT: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "a version": (cheaper, "changes/0001-0002.json"),
    "a text alone": (
        lambda it: it.update({"versions/0001/text.txt": VERSIONS[0].replace("14", "15").encode()}),
        "versions/0001/text.txt",
    ),
    "a change": (
        lambda it: it.update({"changes/0001-0002.json": it["changes/0001-0002.json"].replace(b"high", b"low")}),
        "changes/0001-0002.json",
    ),
    "the facts": (lambda it: it.update({"changes/track.json": b"{}\n"}), "changes/track.json"),
    "a page": (
        lambda it: it.update({"report/track.html": it["report/track.html"].replace(b"4.6", b"4.5")}),
        "report/track.html",
    ),
    "the text for people": (lambda it: it.update({"README.txt": b"All is well.\n"}), "README.txt"),
    "a hash of a version": (
        lambda it: it.update({"about.json": it["about.json"].replace(b'"sha256": "', b'"sha256": "0')}),
        "about.json",
    ),
    "a decision": (lambda it: it.update({"decisions.json": b'{"decisions": [{}]}'}), "decisions.json"),
    "what was recorded": (
        lambda it: it.update({"versions/0003/version.json": it["versions/0003/version.json"].replace(b"v3", b"v4")}),
        "changes/0002-0003.json",
    ),
    "a version less": (
        lambda it: [it.pop(name) for name in list(it) if "0003" in name],
        "about.json",
    ),
    "a page less": (lambda it: it.pop("report/track.html"), "report/track.html"),
    "a raw version less": (lambda it: it.pop("versions/0001/raw.txt"), "versions/0001/raw.*"),
    "a raw version of another kind": (
        lambda it: it.update({"versions/0001/raw.html": it.pop("versions/0001/raw.txt")}),
        "versions/0001/raw.html",
    ),
}
"""What somebody may do who computes all hashes anew, and what doing the analysis again names."""


@pytest.mark.parametrize("name", REBUILT)
def test_rebuilt_bundle_is_found_without_any_key(plain: Path, name: str) -> None:
    """Where all hashes agree, the analysis done again shows what does not follow from the versions."""
    change, where = REBUILT[name]
    resealed(plain, change)
    assert where in told(plain)


@pytest.mark.parametrize("name", REBUILT)
def test_rebuilt_bundle_has_another_head(bundle: Path, workshop: Path, name: str) -> None:
    """The head that was deposited shows it at once, and so do the signature and the time stamp."""
    head = storyver.verify_bundle(bundle, rerun=False).head
    resealed(bundle, REBUILT[name][0])
    assert "the head" in told(bundle, head=head, rerun=False)
    found = told(bundle, rerun=False)
    assert found["signatures/0001.sig"] == "is no signature of this head"
    assert found["timestamps/0001.tsr"] == "stamps something else than this head"
    assert "signatures/" in told(bundle, key=workshop / "key.pub", rerun=False)


def everything(folder: Path, target: Path) -> None:
    """A whole new bundle of another story, as a forger makes it with storyver itself."""
    texts = [text.replace("£4.6m", "£4.3m") for text in VERSIONS]
    storyver.bundle(texts, target)
    storyver.attach(target, sign=[folder / "other"])


def test_forged_bundle_is_told_by_what_was_deposited(bundle: Path, workshop: Path) -> None:
    """A bundle that is whole in itself is another one: by its head, its key, and its missing time stamp."""
    head = storyver.verify_bundle(bundle, rerun=False).head
    everything(workshop, bundle)
    assert told(bundle) == {}
    assert set(told(bundle, head=head)) == {"the head"}
    assert set(told(bundle, key=workshop / "key.pub")) == {"signatures/"}
    assert set(told(bundle, tsa_ca=workshop / "authority" / "root.pem")) == {"timestamps/"}


def test_stripped_attachments_are_told_where_they_are_asked_for(plain: Path, workshop: Path) -> None:
    """A bundle whose signatures and stamps were taken away with all trace is the unsigned one, and told as such."""
    assert told(plain) == {}
    assert set(told(plain, key=workshop / "key.pub")) == {"signatures/"}
    assert set(told(plain, tsa_ca=workshop / "authority" / "root.pem")) == {"timestamps/"}
