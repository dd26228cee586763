"""WARC and WACZ files: every capture of a page a version, and files that lie or are broken."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest

from storyver.cli import main
from storyver.errors import SourceError
from storyver.model import Capture, DateSource, SkippedFile
from storyver.sources import Options, read_story
from storyver.sources.addresses import page_of
from storyver.sources.detection import source_for
from storyver.sources.warc import SOURCE as WARC
from storyver.sources.warc_records import Damage, Record, records
from web_archives import ADDRESS, answer, archive, day, http, members, page, record, zipped

COSTS = ("£4.2m", "£4.4m", "£4.6m")


def read(folder: Path, data: bytes, named: str | None = None) -> tuple[list[Capture], list[str]]:
    """The captures in a file, and what it passes over."""
    path = folder / "test.warc"
    path.write_bytes(data)
    found = list(WARC.captures(path, Options(named=named)))
    captures = [one for one in found if isinstance(one, Capture)]
    return captures, [one.reason for one in found if isinstance(one, SkippedFile)]


def costs(captures: Sequence[Capture]) -> list[str]:
    """What the captures say that the gates cost."""
    return [one.data.decode().partition("will cost ")[2].partition(",")[0] for one in captures]


@pytest.mark.parametrize("packed", [True, False])
def test_captures_of_a_page_are_versions(packed: bool, tmp_path: Path) -> None:
    """They are dated by when they were captured, in the order of that, with their address and the bytes as served."""
    path = tmp_path / "test.warc.gz"
    made = [answer(page(cost), number) for number, cost in zip((3, 1, 2), COSTS, strict=True)]
    path.write_bytes(archive(made, packed=packed))
    story = read_story(path)
    assert [one.date.value for one in story.versions if one.date] == [day(n)[:-4] + "Z" for n in (1, 2, 3)]
    assert {one.date.source for one in story.versions if one.date} == {DateSource.CAPTURE}
    assert [one.sha256 for one in story.versions] == [
        hashlib.sha256(page(cost)).hexdigest() for cost in ("£4.4m", "£4.6m", "£4.2m")
    ]
    assert {one.url for one in story.versions} == {ADDRESS}
    assert story.id == "coast.example/news/lock-gates"
    assert story.skipped == ()


def test_commands_read_archives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive of one page is a story to ``track``."""
    path = tmp_path / "gates.warc.gz"
    path.write_bytes(archive(answer(page(cost), number) for number, cost in enumerate(COSTS, start=1)))
    assert main(["track", str(path), "--format", "json"]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    courses = [[one["figure"]["text"] for one in fact["sightings"] if one["figure"]] for fact in facts]
    assert list(COSTS) in courses


def test_stories_are_told_apart_by_address(tmp_path: Path) -> None:
    """Of an archive of several pages one is chosen by its address, however that is written."""
    other = "https://coast.example/news/ferry"
    data = archive([answer(page(), 1), answer(page("£9m"), 2, address=other), answer(page("£5m"), 3)])
    captures, _ = read(tmp_path, data)
    assert [one.story for one in captures] == [page_of(ADDRESS), page_of(other), page_of(ADDRESS)]
    for named in (other, "coast.example/news/ferry", "http://www.coast.example/news/ferry/?utm_source=x#top"):
        assert costs(read(tmp_path, data, named)[0]) == ["£9m"]
    with pytest.raises(SourceError, match="holds several stories"):
        read_story(tmp_path / "test.warc")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.coast.example/a/", "https://coast.example/a", True),
        ("https://coast.example/a#b", "https://coast.example:443/a?", True),
        ("https://COAST.example/a?id=1&utm_medium=x&fbclid=2", "https://coast.example/a?id=1", True),
        ("https://coast.example/A", "https://coast.example/a", False),
        ("https://coast.example/a?page=2", "https://coast.example/a", False),
        ("https://coast.example/a?a=1&b=2", "https://coast.example/a?b=2&a=1", False),
        ("https://coast.example:8080/a", "https://coast.example/a", False),
        ("https://m.coast.example/a", "https://coast.example/a", False),
        ("urn:a:b", "urn:a:b", True),
        ("https://[broken/a", "https://[broken/a", True),
    ],
)
def test_when_two_addresses_are_one_page(one: str, other: str, same: bool) -> None:
    """Only what never changes what a page shows is left away."""
    assert (page_of(one) == page_of(other)) is same


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    """Errors, redirects and pictures are passed over with their number and the reason."""
    picture = (("Content-Type", "image/png"),)
    made = [
        answer(page(), 1),
        answer(b"gone", 2, status="404 Not Found"),
        answer(b"gone", 3, status="404 Not Found"),
        answer(b"", 4, status="301 Moved", headers=(("Location", "/x"),)),
        answer(b"\x89PNG", 5, headers=picture),
        answer(b"GET / HTTP/1.1\r\n\r\n", 6, kind="request", headers=()),
    ]
    captures, skipped = read(tmp_path, archive(made))
    assert costs(captures) == ["£4.6m"]
    assert skipped == [
        "1 record: no page of HTML",
        "1 record: status 301, not 200",
        "2 records: status 404, not 200",
    ]


def test_captures_without_text_are_passed_over(tmp_path: Path) -> None:
    """A page that only asks for consent is no version, and does not keep the others from being read."""
    path = tmp_path / "test.warc"
    wall = b"<!DOCTYPE html><html><head><title>Consent</title></head><body></body></html>"
    path.write_bytes(archive([answer(page(), 1), answer(wall, 2), answer(page("£5m"), 3)]))
    story = read_story(path)
    assert len(story.versions) == 2
    assert [one.reason for one in story.skipped] == ["holds no article's text"]


def test_revisits_point_to_the_capture_before(tmp_path: Path) -> None:
    """A record that a page was as before is no version, but one that it was again as it had been is one."""
    revisit = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    digests = [payload_digest(page(cost)) for cost in COSTS]

    def again(digest: str, number: int) -> dict[str, object]:
        return answer(b"", number, kind="revisit", fields=(("WARC-Profile", revisit), ("WARC-Payload-Digest", digest)))

    made = [
        answer(page(COSTS[0]), 1),
        again(digests[0], 2),
        answer(page(COSTS[1]), 3),
        again(digests[0], 4),
        again(digests[2], 5),
        answer(page(COSTS[0]), 6),
    ]
    captures, skipped = read(tmp_path, archive(made))
    assert costs(captures) == [COSTS[0], COSTS[1], COSTS[0]]
    assert [one.dates[0].value for one in captures] == [day(n)[:-4] + "Z" for n in (1, 3, 4)]
    assert skipped == [
        "has the bytes of a capture of an earlier time, which was not read",
        "1 record: a revisit: the same bytes as the capture before",
        "1 record: the same bytes as the capture before",
    ]


def payload_digest(data: bytes) -> str:
    """As warcio writes it."""
    made = archive([answer(data)], packed=False)
    found = [one for one in records(io.BytesIO(made), lambda _: True) if isinstance(one, Record)]
    return found[1].headers["warc-payload-digest"]


def chunked(data: bytes) -> bytes:
    """In pieces of a hundred bytes."""
    pieces = [data[start : start + 100] for start in range(0, len(data), 100)]
    return b"".join(f"{len(one):x}\r\n".encode() + one + b"\r\n" for one in pieces) + b"0\r\n\r\n"


def deflated(data: bytes) -> bytes:
    """Without a header, as some servers do."""
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(data) + machine.flush()


ENCODED = {
    "chunks": ("Transfer-Encoding: chunked", chunked(page())),
    "gzip": ("Content-Encoding: gzip", gzip.compress(page())),
    "gzip in chunks": ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked(gzip.compress(page()))),
    "two members": ("Content-Encoding: x-gzip", gzip.compress(page()[:50]) + gzip.compress(page()[50:])),
    "deflate": ("Content-Encoding: deflate", zlib.compress(page())),
    "deflate without header": ("Content-Encoding: deflate", deflated(page())),
    "brotli": ("Content-Encoding: br", brotli.compress(page())),
    "twice": ("Content-Encoding: gzip, br", brotli.compress(gzip.compress(page()))),
    "chunks undone already": ("Transfer-Encoding: chunked", page()),
    "gzip undone already": ("Content-Encoding: gzip", page()),
    "brotli undone already": ("Content-Encoding: br", page()),
    "deflate undone already": ("Content-Encoding: deflate", page()),
    "identity": ("Content-Encoding: identity", page()),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encodings_are_undone(name: str, tmp_path: Path) -> None:
    """What a server did for the way is undone, whether its headers are still right or not."""
    headers, body = ENCODED[name]
    captures, skipped = read(tmp_path, record(http(body, f"Content-Type: text/html\r\n{headers}\r\n")))
    assert ([one.data for one in captures], skipped) == ([page()], [])


BOMB = gzip.compress(b"<html>" + bytes(200_000_000))

BROKEN = {
    "cut off gzip": ("Content-Encoding: gzip", gzip.compress(page())[:-20], "is compressed and cut off"),
    "broken gzip": ("Content-Encoding: gzip", b"\x1f\x8b\x08" + b"x" * 99, "is compressed and broken"),
    "cut off brotli": ("Content-Encoding: br", brotli.compress(page())[:-9], "is compressed and cut off"),
    "broken brotli": ("Content-Encoding: br", b"\xff" * 99, "is compressed and broken"),
    "broken deflate": ("Content-Encoding: deflate", b"\xff" * 99, "is compressed and broken"),
    "cut off chunk": ("Transfer-Encoding: chunked", chunked(page())[:-40], "is cut off within a chunk"),
    "no last chunk": ("Transfer-Encoding: chunked", chunked(page())[:-5], "is cut off or broken between two chunks"),
    "unknown": ("Content-Encoding: zstd", page(), "has the content encoding 'zstd', which is not read"),
    "cut off": ("Content-Length: 5000", page(), f"is cut off: {len(page())} of 5,000 bytes"),
    "a bomb": ("Content-Encoding: gzip", BOMB, "is larger than 20 MB"),
    "a bomb of brotli": ("Content-Encoding: br", brotli.compress(b"<" * 30_000_000, quality=1), "is larger than 20 MB"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_pages_that_are_not_whole(name: str, tmp_path: Path) -> None:
    """They are passed over with the reason, and what is around them is read."""
    headers, body, reason = BROKEN[name]
    bad = record(http(body, f"Content-Type: text/html\r\n{headers}\r\n"), 2)
    captures, skipped = read(tmp_path, record(http(page("£1m")), 1) + bad + record(http(page("£3m")), 3))
    assert (costs(captures), skipped) == (["£1m", "£3m"], [reason])


FIRST, SECOND, THIRD = (record(http(page(cost)), number) for number, cost in enumerate(COSTS, start=1))
LONG = 10**14

FILES = {
    "a length that is too small": (
        FIRST + record(http(page(COSTS[1])), 2, length=300) + THIRD,
        ["£4.2m", "£4.6m"],
        ["its length is wrong: no record begins where it ends"],
    ),
    "a length that is too large": (
        FIRST + record(http(page(COSTS[1])), 2, length=len(http(page())) + 100) + THIRD + FIRST,
        ["£4.2m"],
        ["its length is wrong: no record begins where it ends", "1 record: the same bytes as the capture before"],
    ),
    "a length beyond the end": (
        FIRST + record(http(page(COSTS[1])), 2, length=LONG),
        ["£4.2m"],
        [f"the file ends {LONG - len(http(page(COSTS[1]))) - 4:,} bytes before the record does"],
    ),
    "a length that is none": (
        FIRST + SECOND.replace(b"Content-Length: ", b"Content-Length: -") + THIRD,
        ["£4.2m", "£4.6m"],
        ["a record states no length"],
    ),
    "a header without an end": (
        FIRST + b"WARC/1.0\r\nX: " + b"x" * 200_000 + b"\r\n\r\n" + THIRD,
        ["£4.2m", "£4.6m"],
        ["no record begins here"],
    ),
    "something else between": (FIRST + b"<html>\n\n" + THIRD, ["£4.2m", "£4.6m"], ["no record begins here"]),
    "a file that ends early": (
        FIRST + SECOND[:-60],
        ["£4.2m"],
        ["the file ends 56 bytes before the record does"],
    ),
    "a member that ends early": (
        members(FIRST, SECOND)[:-60],
        ["£4.2m"],
        ["the file ends within a compressed member"],
    ),
    "a member that is broken": (
        members(FIRST) + members(SECOND)[:200] + b"\x00" * 30 + members(SECOND)[230:] + members(THIRD),
        ["£4.2m", "£4.6m"],
        ["a compressed member is broken"],
    ),
    "one member for all": (members(FIRST + SECOND + THIRD), list(COSTS), []),
    "members in the middle of records": (
        members(FIRST[:100], FIRST[100:] + SECOND[:50], SECOND[50:]),
        list(COSTS[:2]),
        [],
    ),
    "what was cut off by the crawler": (
        FIRST + record(http(page(COSTS[1])), 2, fields="WARC-Truncated: length\r\n") + THIRD,
        ["£4.2m", "£4.6m"],
        ["was cut off when it was captured (length)"],
    ),
    "a digest that does not fit": (
        FIRST + record(http(page(COSTS[1])), 2, fields=f"WARC-Block-Digest: sha1:{'A' * 32}\r\n") + THIRD,
        ["£4.2m", "£4.6m"],
        ["does not fit the digest of its record"],
    ),
    "a page above the limit": (
        FIRST + record(http(b"<html>" + b" " * 21_000_000), 2) + THIRD,
        ["£4.2m", "£4.6m"],
        ["is larger than a version may be"],
    ),
    "a bomb": (
        members(FIRST, record(http(bytes(300_000_000)), 2), THIRD),
        ["£4.2m"],
        ["a compressed member expands more than 200-fold; nothing behind it was read"],
    ),
    "a date in year 1": (FIRST.replace(b"2024-03-01", b"0001-01-01"), ["£4.2m"], []),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_lie_or_are_broken(name: str, tmp_path: Path) -> None:
    """What can be read is read, and what cannot is told."""
    data, read_costs, reasons = FILES[name]
    captures, skipped = read(tmp_path, data)
    assert (costs(captures), skipped) == (read_costs, reasons)


def test_date_that_cannot_be_is_left_out(tmp_path: Path) -> None:
    """The version then says so."""
    captures, _ = read(tmp_path, FIRST.replace(b"2024-03-01", b"0001-01-01"))
    assert captures[0].dates == ()
    assert captures[0].notes == ("The record states no time of capture that can be: '0001-01-01T08:30:00Z'.",)


def test_nothing_but_damage_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of which nothing can be read says why."""
    path = tmp_path / "test.warc.gz"
    path.write_bytes(members(FIRST)[:-30])
    assert main(["track", str(path)]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "holds no version of a story" in message
    assert "the file ends within a compressed member" in message


def test_thousands_of_faults_are_counted(tmp_path: Path) -> None:
    """They do not fill the memory with reasons."""
    data = FIRST + (b"junk\n\n" + record(b"", kind="metadata")) * 5_000
    captures, skipped = read(tmp_path, data)
    assert len(captures) == 1
    assert skipped[-1] == "4,900 records: no record begins here"
    assert len(skipped) == 101


def test_memory_stays_small(tmp_path: Path) -> None:
    """A file of 300 MB that expands from less than two is read in a few dozen."""
    noise = bytes(range(256)) * 4_000  # deflate halves it 100 times over, within what is allowed
    path = tmp_path / "large.warc.gz"
    with path.open("wb") as file:
        for _ in range(3):
            for number in range(100):
                file.write(gzip.compress(record(http(noise, "Content-Type: image/png\r\n"), number % 28 + 1)))
            file.write(gzip.compress(FIRST))
    code = (
        "import resource, sys; from pathlib import Path; from storyver.sources.warc import SOURCE;"
        "from storyver.sources import Options; before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "found = list(SOURCE.captures(Path(sys.argv[1]), Options()));"
        "print(len(found), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    found, kilobytes = map(int, done.stdout.split())
    assert found == 3
    assert kilobytes < 60_000


def test_records_are_those_that_were_written() -> None:
    """What warcio writes is read record by record, packed or not."""
    made = [answer(page(cost), number) for number, cost in enumerate(COSTS, start=1)]
    plain = list(records(io.BytesIO(archive(made, packed=False)), lambda _: True))
    made = [answer(page(cost), number) for number, cost in enumerate(COSTS, start=1)]
    packed = list(records(io.BytesIO(archive(made)), lambda _: True))
    assert not any(isinstance(one, Damage) for one in (*plain, *packed))
    kinds = [one.headers["warc-type"] for one in plain if isinstance(one, Record)]
    assert kinds == ["warcinfo", "response", "response", "response"]
    assert [one.block for one in packed[1:] if isinstance(one, Record)] == [
        one.block for one in plain[1:] if isinstance(one, Record)
    ]


def test_detection_by_content(tmp_path: Path) -> None:
    """Names do not matter; a folder with archives is one, and other compressed files are none."""
    files = {
        "a.bin": (archive([answer(page())]), "warc"),
        "b.bin": (archive([answer(page())], packed=False), "warc"),
        "c.bin": (zipped({"archive/data.warc.gz": members(FIRST)}), "wacz"),
        "d.warc.gz": (gzip.compress(b"no archive"), None),
        "e.warc": (b"\x1f\x8bbroken", None),
        "f.zip": (zipped({"data.warc.gz": members(FIRST)}), None),
        "g.zip": (b"PK\x03\x04broken", None),
    }
    for name, (data, kind) in files.items():
        (tmp_path / name).write_bytes(data)
        found = source_for(tmp_path / name)
        assert (found.name if found else None) == kind, name


def test_folder_of_archives_is_a_story(tmp_path: Path) -> None:
    """Its files are read in the order of their names; hidden ones and links out of it are not."""
    folder = tmp_path / "captures"
    folder.mkdir()
    for number, data in ((10, FIRST), (9, SECOND)):
        (folder / f"{number}.warc.gz").write_bytes(members(data))
    (folder / ".partial.warc.gz").write_bytes(b"half")
    (tmp_path / "outside.warc").write_bytes(THIRD)
    (folder / "11.warc").symlink_to(tmp_path / "outside.warc")
    found = source_for(folder)
    assert found is WARC
    assert costs([one for one in WARC.captures(folder, Options()) if isinstance(one, Capture)]) == [COSTS[1], COSTS[0]]


def test_archives_in_a_zip_file_are_read_where_they_are(tmp_path: Path) -> None:
    """All WARC files of a WACZ file are one archive, and a name that leads out of it leads nowhere."""
    path = tmp_path / "test.wacz"
    files = {
        "datapackage.json": b"{}",
        "archive/2.warc.gz": members(SECOND),
        "archive/1.warc": FIRST,
        "archive/../../../outside.warc.gz": members(THIRD),
        "pages/pages.jsonl": b"{}",
    }
    path.write_bytes(zipped(files))
    story = read_story(path)
    assert [one.date.value[:10] for one in story.versions if one.date] == ["2024-03-01", "2024-03-02", "2024-03-03"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["test.wacz"]


def test_zip_files_that_lie(tmp_path: Path) -> None:
    """A member that expands too much is passed over, one that is broken ends where it is broken, others are read."""
    path = tmp_path / "test.wacz"
    bomb = zipped({"archive/1.warc": FIRST, "archive/2.warc": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    path.write_bytes(bomb)
    story = read_story(path)
    assert len(story.versions) == 1
    assert [one.reason for one in story.skipped] == ["expands more than 200-fold"]
    data = bytearray(zipped({"archive/1.warc": FIRST, "archive/2.warc": SECOND}))
    data[data.index(b"4.4m")] = ord("9")
    path.write_bytes(data)
    story = read_story(path)
    assert len(story.versions) == 1
    assert [one.reason.partition(" (")[0] for one in story.skipped] == ["is broken, what came before was read"]
    path.write_bytes(bomb[:-30])
    with pytest.raises(SourceError, match="is no ZIP file that can be read"):
        read_story(path, kind="wacz")
