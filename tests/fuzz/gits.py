"""What reads git, fuzzed: what git says is made up, or git is real and the objects of the repository are.

An input is a few parts with a line between them. The first are what git answers, the others files of the repository;
or the objects themselves, in which names with marks around them stand for the hashes of others.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from storyver.sources.git import command

BETWEEN = b"\n=====\n"
"""Where one part ends and the next begins."""
HASHES = tuple(letter * 40 for letter in b"abc".decode())
"""Of the commits and the texts that the first inputs name."""
_FILES = ("HEAD", "packed-refs", "shallow", "refs/heads/main")
_NAMES = ("first", "second", "tree", "later", "begun", "done")
"""Of the objects of a real repository: two texts, two trees that hold them, two commits."""
_KINDS = ("blob", "blob", "tree", "tree", "commit", "commit")


@contextmanager
def answering(log: bytes, sizes: bytes, contents: bytes) -> Iterator[None]:
    """Within the block git is not started: it is taken to say this."""

    @contextmanager
    def run(*arguments: str) -> Iterator[SimpleNamespace]:
        said = {"log": log, "--batch-check": sizes, "--batch": contents}
        answer = next(said[one] for one in arguments if one in said)
        yield SimpleNamespace(stdin=io.BytesIO(), stdout=io.BytesIO(answer))

    @contextmanager
    def opened(*_: object) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(run=run, where="wall")

    with mock.patch.object(command, "opened", opened):
        yield


def parts_of(data: bytes, count: int) -> list[bytes]:
    """So many parts of an input; those that it has not are empty."""
    return [*data.split(BETWEEN, count - 1), *[b""] * count][:count]


@contextmanager
def repository(files: list[bytes]) -> Iterator[Path]:
    """A working tree whose repository has these files, and no objects."""
    with tempfile.TemporaryDirectory(prefix="storyver-fuzz-") as folder:
        git = Path(folder) / ".git"
        for name in ("objects", "refs/heads"):
            (git / name).mkdir(parents=True)
        for name, content in zip(_FILES, files, strict=True):
            (git / name).write_bytes(content)
        yield Path(folder)


@contextmanager
def of_objects(data: bytes) -> Iterator[Path]:
    """A repository of the objects of an input, each stored under its true hash."""
    with repository([b"ref: refs/heads/main\n", b"", b"", b""]) as folder:
        known: dict[bytes, bytes] = {}
        for name, kind, part in zip(_NAMES, _KINDS, parts_of(data, len(_NAMES)), strict=True):
            content = part
            for mark, digest in known.items():
                content = content.replace(mark, digest if kind == "tree" else digest.hex().encode())
            whole = f"{kind} {len(content)}\0".encode() + content
            digest = hashlib.sha1(whole, usedforsecurity=False).digest()
            known[f"<{name}>".encode()] = digest
            place = folder / ".git" / "objects" / digest.hex()[:2] / digest.hex()[2:]
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(zlib.compress(whole))
        (folder / ".git" / "refs" / "heads" / "main").write_text(known[b"<done>"].hex())
        yield folder


def installed() -> bool:
    """Whether there is a git to run."""
    return shutil.which("git") is not None


def objects() -> bytes:
    """Two versions of a text under a name that changes, as objects."""
    told = b"A <a@b> 1709294400 +0100\ncommitter B <b@c> 1709380800 +0000\n\nPut in\n"
    return BETWEEN.join(
        (
            b"The wall cost 5.",
            b"The wall cost 6.",
            b"100644 wall.txt\0<first>",
            b"100644 w\xc3\xa4ll.txt\0<second>40000 z\0<tree>",
            b"tree <tree>\nauthor " + told,
            b"tree <later>\nparent <begun>\nauthor " + told,
        )
    )


def history() -> bytes:
    """What git says of the history of a file, and of its texts; with the files of the repository."""
    commit, first, second = (one.encode() for one in HASHES)
    none, dates = b"0" * 40, b"\0002024-03-02T08:30:00+01:00\0002024-03-02T09:00:00+01:00\0"
    log = (
        b"\x01%b%b\n:100644 100644 %b %b R075\0wall.txt\0w\xc3\xa4ll.txt\0" % (commit, dates, first, second)
        + b"\x01%b%b\n:000000 100644 %b %b A\0wall.txt\0" % (commit, dates, none, first)
        + b":000000 120000 %b %b A\0link\0" % (none, first)
    )
    return BETWEEN.join((log, *_texts(), b"ref: refs/heads/main\n", commit + b" refs/heads/main\n", commit, commit))


def newsdiffs() -> bytes:
    """A dump of NewsDiffs, and what git says of the texts."""
    dump = b"""CREATE TABLE `Articles` (`id` int, `url` varchar(255), `git_dir` varchar(255));
INSERT INTO `Articles` VALUES (5,'http://news.example.org/wall','old'),(6,'https://news.example.org/b c/',NULL);
CREATE TABLE `version` (`id` int, `article_id` int, `v` varchar(255), `title` text, `date` datetime, `boring` int);
INSERT INTO `version` VALUES (1,5,'%b','Wall','2024-03-01 08:30:00',0),(2,6,'%b','','2024-03-02',0);
""" % tuple(one.encode() for one in HASHES[:2])
    return BETWEEN.join((dump, *_texts()))


def _texts() -> tuple[bytes, bytes]:
    first, second = (one.encode() for one in HASHES[1:])
    contents = (
        b"%b blob %d\n%b\n" % (name, len(text), text)
        for name, text in ((first, b"The wall cost 5."), (second, b"The wall cost 6."))
    )
    return b"%b blob 16\n%b blob 16\n%b missing\n" % (first, second, first), b"".join(contents)
