"""All captures of a page from a web archive: servers that speak CDX or Memento, slowly, wrongly or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from storyver.cli import main
from storyver.errors import MissingLibraryError, SourceError, UsageError
from storyver.sources import read_story
from storyver.web import Client, Server, Tally, fetch_captures
from storyver.web.archive import Asking
from storyver.web.listing import read_listing
from storyver.web.patience import Patience
from web_archives import page
from web_server import HTML, Reply, Site

PAGE = "http://coast.example/gates"
COSTS = ("£4.2m", "£4.2m", "£4.4m", "£4.6m", "£4.2m")
MOMENTS = tuple(f"2024030{number}083000" for number in range(1, 6))
QUESTION = "/cdx?url=http%3A%2F%2Fcoast.example%2Fgates&output=json"


def digest(data: bytes) -> str:
    """As CDX servers give it."""
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def rows(costs: Sequence[str] = COSTS) -> list[list[str]]:
    """The rows of a CDX file."""
    return [
        ["example,coast)/gates", moment, PAGE, "text/html", "200", digest(page(cost)), "999"]
        for moment, cost in zip(MOMENTS, costs, strict=False)
    ]


HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def as_array(costs: Sequence[str] = COSTS) -> bytes:
    """As the Wayback Machine answers."""
    return json.dumps([HEAD, *rows(costs)]).encode()


def as_objects() -> bytes:
    """As pywb answers."""
    names = ["urlkey", "timestamp", "url", "mime", "status", "digest", "length"]
    return "\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in rows()).encode()


def as_cdxj() -> bytes:
    """As files of pywb are."""
    names = ["url", "mime", "status", "digest", "length"]
    return "\n".join(
        f"{row[0]} {row[1]} {json.dumps(dict(zip(names, row[2:], strict=True)))}" for row in rows()
    ).encode()


def as_lines() -> bytes:
    """As OpenWayback answers, whatever it is asked for."""
    lines = [" CDX N b a m s k S", *(" ".join(row) for row in rows())]
    return ("\n".join(lines) + "\n").encode()


def timemap(site: Site, moments: Sequence[str] = MOMENTS) -> bytes:
    """As RFC 7089 has it."""
    stamps = [
        format_datetime(datetime.strptime(one, "%Y%m%d%H%M%S").replace(tzinfo=UTC), usegmt=True) for one in moments
    ]
    links = [
        f'<{PAGE}>; rel="original"',
        f'<{site.address}/timemap/link/{PAGE}>; rel="self"; type="application/link-format"',
    ]
    links += [
        f'<{site.address}/{moment}/{PAGE}>; rel="{"first " if place == 0 else ""}memento"; datetime="{stamp}"'
        for place, (moment, stamp) in enumerate(zip(moments, stamps, strict=True))
    ]
    return ",\n".join(links).encode()


def capture(cost: str, moment: str) -> Reply:
    """A raw capture."""
    stamp = format_datetime(datetime.strptime(moment, "%Y%m%d%H%M%S").replace(tzinfo=UTC), usegmt=True)
    headers = {"Content-Type": HTML, "Memento-Datetime": stamp, "X-Archive-Orig-Etag": '"a"'}
    return Reply(body=page(cost), headers=headers)


def put(site: Site, listing: bytes, question: str = QUESTION) -> None:
    """An archive with the five captures."""
    site.replies[question] = Reply(body=listing, headers={"Content-Type": "application/json"})
    for moment, cost in zip(MOMENTS, COSTS, strict=True):
        site.replies[f"/{moment}id_/{PAGE}"] = capture(cost, moment)


def asking(site: Site, waits: list[float] | None = None, **fields: str) -> Asking:
    """Patience that takes no time."""
    waited = [] if waits is None else waits
    server = Server(address=f"{site.address}/cdx")
    return Asking(server=server, sleep=waited.append, patience=Patience(between=0.0), **fields)  # type: ignore[arg-type]


def costs(folder: Path) -> list[str]:
    """What the versions in a folder say that the gates cost."""
    return [one.text.partition("will cost ")[2].partition(",")[0] for one in read_story(folder).versions]


@pytest.mark.parametrize("listing", [as_array, as_objects, as_cdxj, as_lines])
def test_captures_are_saved_and_read_back(listing: object, site: Site, client: Client, tmp_path: Path) -> None:
    """Each with its raw bytes, its address and its moment; one with the bytes of the one before is not fetched."""
    assert callable(listing)
    put(site, listing())
    tally = fetch_captures(client, PAGE, tmp_path / "gates", asking(site))
    assert tally == Tally(listed=5, saved=4, there=0, identical=1, no_page=0, failed=())
    story = read_story(tmp_path / "gates")
    assert [one.sha256 for one in story.versions] == [
        hashlib.sha256(page(cost)).hexdigest() for cost in ("£4.2m", "£4.4m", "£4.6m", "£4.2m")
    ]
    assert [one.date.value for one in story.versions if one.date] == [f"2024-03-0{n}T08:30Z" for n in (1, 3, 4, 5)]
    assert {one.url for one in story.versions} == {PAGE}
    assert f"/{MOMENTS[1]}id_/{PAGE}" not in site.asked


def test_timemaps_of_memento_servers(site: Site, client: Client, tmp_path: Path) -> None:
    """They tell no digests: bytes that come again are kept as a record that says so, and not fetched anew."""
    put(site, timemap(site), f"/timemap/link/{PAGE}")
    server = Server(address=f"{site.address}/timemap/link/")
    chosen = replace(asking(site), server=server)
    assert fetch_captures(client, PAGE, tmp_path, chosen) == Tally(
        listed=5, saved=4, there=0, identical=1, no_page=0, failed=()
    )
    assert costs(tmp_path) == ["£4.2m", "£4.4m", "£4.6m", "£4.2m"]
    asked = len(site.asked)
    assert fetch_captures(client, PAGE, tmp_path, chosen).there == 5
    assert len(site.asked) == asked + 1


def test_timemaps_in_pages(site: Site, client: Client, tmp_path: Path) -> None:
    """A TimeMap leads to others on the same server, and to no other place."""
    put(site, timemap(site, MOMENTS[:2]), f"/timemap/link/{PAGE}")
    more = [
        f"<{site.address}/timemap/2>",
        "<http://169.254.169.254/timemap/3>",
        f"<{site.address}/timemap/link/{PAGE}>",
    ]
    links = ",\n".join(f'{one}; rel="timemap"; type="application/link-format"' for one in more).encode()
    site.replies[f"/timemap/link/{PAGE}"] = Reply(body=timemap(site, MOMENTS[:2]) + b",\n" + links)
    site.replies["/timemap/2"] = Reply(body=timemap(site, MOMENTS[2:]) + b",\n" + links)
    server = Server(address=f"{site.address}/timemap/link/{{url}}")
    assert fetch_captures(client, PAGE, tmp_path, replace(asking(site), server=server)).saved == 4
    assert site.asked.count("/timemap/2") == 1


def test_captures_on_other_servers_are_left_there(site: Site, client: Client, tmp_path: Path) -> None:
    """A list leads to no other host; what it has there is told as missing."""
    other = timemap(site, MOMENTS[:2]).replace(site.address.encode(), b"http://169.254.169.254", 1)
    moved = other.replace(f"{site.address}/{MOMENTS[1]}".encode(), f"http://other.example/{MOMENTS[1]}".encode())
    put(site, moved, f"/timemap/link/{PAGE}")
    server = Server(address=f"{site.address}/timemap/link/")
    tally = fetch_captures(client, PAGE, tmp_path, replace(asking(site), server=server))
    assert (tally.saved, tally.failed) == (1, (f"{MOMENTS[1]}: is on another server, other.example",))


BUSY = Reply(status=429, headers={"Retry-After": "30"})
RAW = f"/{MOMENTS[2]}id_/{PAGE}"
GOOD = capture("£4.4m", MOMENTS[2])

MENDED = {
    "429 that says how long": ([BUSY, GOOD], [30.0]),
    "429 that does not": ([Reply(status=429), Reply(status=429), GOOD], [2.0, 4.0]),
    "429 until a moment that is past": (
        [Reply(status=429, headers={"Retry-After": "Tue, 12 Mar 2024 08:00:00 GMT"}), GOOD],
        [2.0],
    ),
    "503 and 500": ([Reply(status=503, headers={"Retry-After": "nonsense"}), Reply(status=500), GOOD], [2.0, 4.0]),
    "a broken connection": ([Reply(raw=b""), GOOD], [2.0]),
    "cut off": ([replace(GOOD, missing=9), GOOD], [2.0]),
    "cut off without a length": (
        [Reply(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page("£4.4m")[:-50]), GOOD],
        [],
    ),
    "five failures": ([Reply(status=502)] * 5 + [GOOD], [2.0, 4.0, 8.0, 16.0, 32.0]),
}


@pytest.mark.parametrize("name", MENDED)
def test_failures_that_pass(name: str, site: Site, client: Client, tmp_path: Path) -> None:
    """They are waited for, ever longer, and as long as the server wants."""
    replies, expected = MENDED[name]
    put(site, as_array())
    site.replies[RAW] = replies
    waits: list[float] = []
    tally = fetch_captures(client, PAGE, tmp_path, asking(site, waits))
    assert (tally.saved, tally.failed) == (4, ())
    assert [one for one in waits if one] == expected
    assert costs(tmp_path) == ["£4.2m", "£4.4m", "£4.6m", "£4.2m"]


def test_a_server_that_is_slow(site: Site, client: Client, tmp_path: Path) -> None:
    """A capture that drips in is had as long as it comes in time."""
    put(site, as_array())
    site.replies[RAW] = replace(GOOD, drip=0.0005)
    assert fetch_captures(client, PAGE, tmp_path, asking(site)).failed == ()


def test_one_capture_that_cannot_be_had(site: Site, client: Client, tmp_path: Path) -> None:
    """The others are saved, it is told, and a later run asks for it alone."""
    put(site, as_array())
    site.replies[RAW] = Reply(status=500)
    tally = fetch_captures(client, PAGE, tmp_path, asking(site))
    assert (tally.saved, tally.failed) == (3, ("20240303083000: gave status 500",))
    site.replies[RAW] = GOOD
    site.asked.clear()
    tally = fetch_captures(client, PAGE, tmp_path, asking(site))
    assert (tally.saved, tally.there) == (1, 3)
    assert site.asked == [QUESTION, RAW]
    assert costs(tmp_path) == ["£4.2m", "£4.4m", "£4.6m", "£4.2m"]


def test_a_server_that_is_down_is_left_alone(site: Site, client: Client, tmp_path: Path) -> None:
    """After a few captures that could not be had no more are asked for."""
    put(site, as_array())
    for moment in MOMENTS[2:]:
        site.replies[f"/{moment}id_/{PAGE}"] = Reply(status=503)
    with pytest.raises(SourceError, match="3 captures in a row could not be had"):
        fetch_captures(client, PAGE, tmp_path, asking(site))
    assert len(list(tmp_path.iterdir())) == 1
    put(site, as_array())
    assert fetch_captures(client, PAGE, tmp_path, asking(site)).saved == 3


def test_a_server_that_wants_too_much_patience(site: Site, client: Client, tmp_path: Path) -> None:
    """Then the command ends, and says when to give it again."""
    put(site, as_array())
    site.replies[QUESTION] = Reply(status=429, headers={"Retry-After": "86400"})
    with pytest.raises(SourceError, match="asks to wait 86,400 seconds"):
        fetch_captures(client, PAGE, tmp_path, asking(site))


def test_what_is_no_page_is_not_saved(site: Site, client: Client, tmp_path: Path) -> None:
    """Errors, redirects and pictures in a list are not asked for; what turns out to be none is not kept."""
    listed = rows()
    listed[1][4], listed[3][3] = "302", "image/png"
    put(site, json.dumps([HEAD, *listed]).encode())
    site.replies[RAW] = Reply(status=404, body=b"gone", headers={"Memento-Datetime": "Sun, 03 Mar 2024 08:30:00 GMT"})
    tally = fetch_captures(client, PAGE, tmp_path, asking(site))
    assert tally == Tally(listed=5, saved=1, there=0, identical=1, no_page=3, failed=())
    assert costs(tmp_path) == ["£4.2m"]


LISTS = {
    "nothing": (b"", "the archive has no capture of it"),
    "an empty array": (b"[]", "the archive has no capture of it"),
    "a head alone": (json.dumps([HEAD]).encode(), "the archive has no capture of it"),
    "cut off": (as_array()[:-40], "gave a list of captures that is broken"),
    "a page": (b"<html>Please log in</html>", "gave a list of captures that is broken"),
    "other JSON": (b'[1, 2, {"a": 3}]', "gave a list of captures that is broken"),
    "deep JSON": (b"[" * 100_000, "gave a list of captures that is broken"),
    "a moment that is none": (json.dumps([HEAD, ["k", "2024", PAGE, "-", "-", "-", "-"]]).encode(), "gave a list"),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_that_are_broken(name: str, site: Site, client: Client, tmp_path: Path) -> None:
    """They are told in one line, after another try."""
    listing, what = LISTS[name]
    put(site, listing)
    with pytest.raises(SourceError) as failed:
        fetch_captures(client, PAGE, tmp_path, asking(site))
    assert failed.value.what.startswith(what)


def test_list_that_is_whole_the_second_time(site: Site, client: Client, tmp_path: Path) -> None:
    """A list that was cut off is asked for again."""
    put(site, as_array())
    site.replies[QUESTION] = [Reply(body=as_array()[:-40]), Reply(body=as_array())]
    assert fetch_captures(client, PAGE, tmp_path, asking(site)).saved == 4


def test_chosen_days(site: Site, client: Client, tmp_path: Path) -> None:
    """The server is told, and what it lists in spite of that is left away."""
    put(site, as_array(), f"{QUESTION}&from=20240302&to=20240303")
    tally = fetch_captures(client, PAGE, tmp_path, asking(site, since="20240302", until="20240303"))
    assert tally.listed == 2
    assert costs(tmp_path) == ["£4.2m", "£4.4m"]


@pytest.mark.parametrize(
    ("server", "raw"),
    [
        (Server(), "https://web.archive.org/web/20240301083000id_/http://coast.example/gates"),
        (Server(address="https://a.example/coll/cdx?x=1"), f"https://a.example/coll/20240301083000id_/{PAGE}"),
        (Server(address="https://a.example/coll-cdx"), f"https://a.example/coll/20240301083000id_/{PAGE}"),
        (
            Server(address="https://a.example/q", replay="https://b.example/{timestamp}/{url}"),
            f"https://b.example/20240301083000/{PAGE}",
        ),
    ],
)
def test_where_raw_captures_are(server: Server, raw: str) -> None:
    """The address of the CDX server tells, or the caller."""
    assert next(read_listing(as_array().decode(), server, "list")).raw == raw


def test_server_of_which_the_captures_are_unknown() -> None:
    """Then the caller is asked."""
    with pytest.raises(UsageError, match="--replay"):
        list(read_listing(as_array().decode(), Server(address="https://a.example/query"), "list"))


def command(site: Site, folder: Path) -> list[str]:
    """The command that saves the captures in a folder."""
    server = f"{site.address}/cdx"
    return [
        "fetch",
        "--archive",
        PAGE,
        "-o",
        str(folder),
        "--server",
        server,
        "--allow-private",
        "--contact",
        "a@b.example",
    ]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for."""
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.mark.usefixtures("hasty")
def test_killed_and_given_again(site: Site, tmp_path: Path) -> None:
    """What was saved is not fetched again, nothing is there by half, and the folder ends as without the break."""
    put(site, as_array())
    never = threading.Event()
    site.replies[f"/{MOMENTS[3]}id_/{PAGE}"] = replace(capture(COSTS[3], MOMENTS[3]), wait=never)
    code = "import sys; from storyver.cli import main; sys.exit(main(sys.argv[1:]))"
    broken = tmp_path / "broken"
    running = subprocess.Popen(
        [sys.executable, "-c", code, *command(site, broken)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while f"/{MOMENTS[3]}id_/{PAGE}" not in site.asked:
        assert running.poll() is None
        threading.Event().wait(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    never.set()
    assert costs(broken) == ["£4.2m", "£4.4m"]
    before = {one.name: one.read_bytes() for one in broken.iterdir()}
    put(site, as_array())
    site.asked.clear()
    assert main(command(site, broken)) == 0
    assert site.asked == [QUESTION, f"/{MOMENTS[3]}id_/{PAGE}", f"/{MOMENTS[4]}id_/{PAGE}"]
    assert main(command(site, tmp_path / "whole")) == 0
    whole = {one.name: one.read_bytes() for one in (tmp_path / "whole").iterdir()}
    assert {one.name: one.read_bytes() for one in broken.iterdir()} == whole
    assert before.items() <= whole.items()


@pytest.mark.usefixtures("hasty")
def test_file_that_is_not_whole_is_fetched_again(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is in the way of a capture and is none is written anew."""
    put(site, as_array())
    assert main(command(site, tmp_path)) == 0
    spoilt = sorted(tmp_path.iterdir())[1]
    spoilt.write_bytes(spoilt.read_bytes()[:-20])
    assert main(command(site, tmp_path)) == 0
    assert "5 captures listed, 1 saved, 3 there before, 1 the same as the one before" in capsys.readouterr().out


@pytest.mark.usefixtures("hasty")
def test_command_tells_what_is_missing(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It then ends with 1."""
    put(site, as_array())
    del site.replies[RAW]
    assert main(command(site, tmp_path)) == 1
    assert capsys.readouterr().out.endswith("1 failed\n  20240303083000: gave status 404\n")


@pytest.mark.usefixtures("hasty")
def test_progress_is_shown_in_a_terminal(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bar tells how many captures are done, on standard error; elsewhere than in a terminal there is none."""
    put(site, as_array())
    assert main(command(site, tmp_path / "one")) == 0
    assert "4/4" not in capsys.readouterr().err
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(command(site, tmp_path / "two")) == 0
    told = capsys.readouterr()
    assert "4/4" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", told.err)
    assert told.out.count("\n") == 1


def test_missing_libraries(monkeypatch: pytest.MonkeyPatch, site: Site, client: Client) -> None:
    """Without httpcore the message says what to install."""
    monkeypatch.setitem(sys.modules, "httpcore", None)
    with pytest.raises(MissingLibraryError) as error:
        client.get(site.address)
    assert str(error.value) == "httpcore: is not installed; pip install 'storyver[web]'"
