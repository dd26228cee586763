"""What a bundle consists of: which files there are, in which order, and the chain of hashes that seals them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from storyver.report.documents import render_document

FORMAT: Final = "storyver/bundle/1"

README, ABOUT, DECISIONS = "README.txt", "about.json", "decisions.json"
TRACK, TRACK_REPORT = "changes/track.json", "report/track.html"

MANIFEST, SUMS, HEAD, REQUEST, ATTACHED = "manifest.json", "SHA256SUMS", "head.txt", "head.tsq", "ATTACHED"
DERIVED: Final = (MANIFEST, SUMS, HEAD, REQUEST, ATTACHED)
"""The files that seal the others, and follow from them alone."""

Entry = Mapping[str, Any]
"""An entry of the manifest: ``name``, ``size``, ``sha256`` and ``chain``."""

START: Final = "0" * 64
"""What stands for the hash before the first entry."""

MOST_VERSIONS: Final = 9999
SIGNATURE: Final = re.compile(r"signatures/\d{4}\.sig", re.ASCII)
TIMESTAMP: Final = re.compile(r"timestamps/\d{4}\.tsr", re.ASCII)
RAW: Final = re.compile(r"versions/\d{4}/raw\.[a-z]{1,8}", re.ASCII)

_REQUEST_BEFORE: Final = bytes.fromhex("30390201013031300d060960864801650304020105000420")
_REQUEST_BEHIND: Final = bytes.fromhex("0101ff")
"""A time stamp request of RFC 3161 around a SHA-256: version 1, no nonce, with the certificate asked for."""


def folder(place: int) -> str:
    """The folder of a version by its place in the story, from 1."""
    return f"versions/{place:04}"


def text_name(place: int) -> str:
    """The file with the text of a version."""
    return f"{folder(place)}/text.txt"


def record_name(place: int) -> str:
    """The file with what is recorded of a version."""
    return f"{folder(place)}/version.json"


def changes_name(old: int) -> str:
    """The file with the changes from a version to the next."""
    return f"changes/{old:04}-{old + 1:04}.json"


def report_name(old: int) -> str:
    """The page of the same."""
    return f"report/{old:04}-{old + 1:04}.html"


def signature_name(number: int) -> str:
    """The file with a signature."""
    return f"signatures/{number:04}.sig"


def timestamp_name(number: int) -> str:
    """The file with a time stamp."""
    return f"timestamps/{number:04}.tsr"


def expected_names(versions: int) -> set[str]:
    """The names of all contents of a bundle with so many versions, the raw files apart."""
    names = {README, ABOUT, DECISIONS, TRACK, TRACK_REPORT}
    names |= {name(place) for place in range(1, versions + 1) for name in (text_name, record_name)}
    return names | {name(old) for old in range(1, versions) for name in (changes_name, report_name)}


def is_attached(name: str) -> bool:
    """Whether a file is a signature or a time stamp, which speak of the head and are not covered by it."""
    return bool(SIGNATURE.fullmatch(name) or TIMESTAMP.fullmatch(name))


def link(before: str, sha256: str, name: str) -> str:
    """The hash of an entry: SHA-256 of the hash before and of the entry's line in ``SHA256SUMS``."""
    return hashlib.sha256(f"{before} {sha256}  {name}\n".encode()).hexdigest()


def entries_of(contents: Mapping[str, bytes]) -> list[Entry]:
    """The entries of the manifest: the contents in the order of their names, each with its hash and the chain's."""
    return chained((name, len(data), hashlib.sha256(data).hexdigest()) for name, data in contents.items())


def chained(listed: Iterable[tuple[str, int, str]]) -> list[Entry]:
    """The same of names, sizes and hashes alone."""
    entries: list[Entry] = []
    before = START
    for name, size, sha256 in sorted(listed):
        before = link(before, sha256, name)
        entries.append({"name": name, "size": size, "sha256": sha256, "chain": before})
    return entries


def head_of(entries: Sequence[Entry]) -> str:
    """The hash of the last entry, which covers all."""
    return str(entries[-1]["chain"]) if entries else START


def head_text(head: str) -> bytes:
    """What is signed and stamped: the head and the end of its line."""
    return f"{head}\n".encode("ascii")


def seal(entries: Sequence[Entry]) -> dict[str, bytes]:
    """The files that follow from the contents: the manifest, its plain form, the head, and the request to stamp it."""
    head = head_of(entries)
    manifest = {"schema": "storyver/manifest/1", "bundle": FORMAT, "head": head, "entries": list(entries)}
    return {
        MANIFEST: render_document(manifest).encode(),
        SUMS: sums_of(entries),
        HEAD: head_text(head),
        REQUEST: timestamp_request(head),
    }


def sums_of(entries: Iterable[Entry]) -> bytes:
    """What ``sha256sum`` prints of files, and reads."""
    return "".join(f"{one['sha256']}  {one['name']}\n" for one in entries).encode()


def timestamp_request(head: str) -> bytes:
    """The request (RFC 3161, 2.4.1) to stamp a head, in DER. Without a nonce it is the same each time."""
    return _REQUEST_BEFORE + hashlib.sha256(head_text(head)).digest() + _REQUEST_BEHIND


def in_order(contents: Mapping[str, bytes], attached: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """All entries as they stand in the zip file."""
    sealed = seal(entries_of(contents)) | {ATTACHED: sums_of(entries_of(attached))}
    return [
        *((name, sealed[name]) for name in DERIVED),
        *((name, contents[name]) for name in sorted(contents)),
        *((name, attached[name]) for name in sorted(attached)),
    ]
