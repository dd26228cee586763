"""The desk as requests meet it: what it answers, to whom, and what it enters."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from repository import ROOT
from review.asking import FORM, HOST, OWN, asked, posted
from review.stories import QUAKE, archive_of
from storyver import Archive
from storyver.keeping import look_through
from storyver.model import Decision, Verdict
from timeline_cases import FRAME

pytest.importorskip("starlette")

from starlette.types import ASGIApp

from storyver.review.app import make_app
from storyver.review.desk import Desk
from storyver.review.guard import MOST_BYTES

TOKEN = "secret"
HOSTILE = tomllib.loads((ROOT / "tests" / "report" / "hostile.toml").read_text("utf-8"))["case"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a story."""
    return archive_of(tmp_path / "story.db", *QUAKE)


def app_of(path: Path, reviewer: str = "Ann Bell") -> ASGIApp:
    """The desk of a reviewer, as another start has it."""
    return make_app(Desk(path, "quake", reviewer), TOKEN, 8123)


@pytest.fixture
def app(path: Path) -> ASGIApp:
    """The desk of one reviewer."""
    return app_of(path)


def decisions(path: Path) -> tuple[Decision, ...]:
    """All that was entered."""
    with Archive(path) as archive:
        return archive.decisions("quake")


def first_key(app: ASGIApp, show: str = "open") -> str:
    """The address of the item that a list has open."""
    found = re.search(r'data-key="([^"]+)"', asked(app, f"/{TOKEN}/?show={show}").text)
    assert found is not None
    return found[1]


REFUSED = {
    "another name of the server": ({"host": "evil.example:8123"}, 421),
    "another port": ({"host": "127.0.0.1:80"}, 421),
    "no name": ({}, 421),
    "another origin": ({"host": HOST, "origin": "http://127.0.0.1:9"}, 403),
    "an origin that is hidden": ({"host": HOST, "origin": "null"}, 403),
    "the same name with https": ({"host": HOST, "origin": f"https://{HOST}"}, 403),
    "the other name of the same server": ({"host": HOST, "origin": "http://localhost:8123"}, 403),
    "another site": ({"host": HOST, "sec-fetch-site": "cross-site"}, 403),
    "another port of this computer": ({"host": HOST, "sec-fetch-site": "same-site"}, 403),
}


@pytest.mark.parametrize("name", REFUSED)
def test_others_get_nothing(name: str, app: ASGIApp, path: Path) -> None:
    """Who asks under another name or from another origin reads nothing and enters nothing, though it has the token."""
    headers, status = REFUSED[name]
    key = first_key(app)
    for answer in (
        asked(app, f"/{TOKEN}/", headers=headers),
        asked(app, f"/{TOKEN}/desk.js", headers=headers),
        posted(app, f"/{TOKEN}/item/{key}", headers=headers, act="confirm"),
        posted(app, f"/{TOKEN}/undo", headers=headers),
    ):
        assert answer.status == status
        assert "quake" not in answer.text
    assert decisions(path) == ()


@pytest.mark.parametrize("address", ["/", "/other/", "/secre/", f"/{TOKEN}x/", f"//{TOKEN}/", "/desk.js", "/undo"])
def test_without_the_token_nothing_is_there(address: str, app: ASGIApp) -> None:
    """Any other address is told that nothing is there, and nothing of the story."""
    answer = asked(app, address)
    assert answer.status == 404
    assert "quake" not in answer.text


def test_form_without_an_origin_is_refused(app: ASGIApp, path: Path) -> None:
    """A browser says which page a form is from; what does not say it enters nothing."""
    assert posted(app, f"/{TOKEN}/item/{first_key(app)}", headers=OWN, act="confirm").status == 403
    assert decisions(path) == ()


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "-1", "many"])
def test_long_forms_are_refused(length: str, app: ASGIApp, path: Path) -> None:
    """A body is at most so long, by what is said of it and by what it is."""
    address = f"/{TOKEN}/item/{first_key(app)}"
    headers = {**FORM, "content-length": length}
    assert posted(app, address, headers=headers, act="confirm").status == 413
    lied = asked(
        app, address, method="POST", headers={**FORM, "content-length": "9"}, body=b"act=note&note=" + b"x" * MOST_BYTES
    )
    assert lied.status == 422
    many = asked(app, address, method="POST", headers=FORM, body=b"act=confirm" + b"&a=1" * 30)
    assert many.status == 422
    assert decisions(path) == ()


def test_every_answer_has_the_headers(app: ASGIApp) -> None:
    """No script but the desk's own file, no frame, nothing kept by the browser, no cookie."""
    for address in (f"/{TOKEN}/", f"/{TOKEN}/item/none", "/", f"/{TOKEN}/desk.js", f"/{TOKEN}/desk.css"):
        headers = asked(app, address).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
        assert "set-cookie" not in headers
        assert not any(name.startswith("access-control") for name in headers)


def test_pages_have_no_script_or_style_inside(app: ASGIApp) -> None:
    """All that the policy forbids is not there to begin with."""
    for show in ("open", "facts", "all"):
        text = asked(app, f"/{TOKEN}/item/{first_key(app, show)}?show={show}").text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?! src=)", text)


def test_decision_is_entered_and_the_next_is_shown(app: ASGIApp, path: Path) -> None:
    """A judgement goes into the archive before the answer, which leads to the next item that is open."""
    key = first_key(app)
    answer = posted(app, f"/{TOKEN}/item/{key}", act="confirm", show="open")
    (made,) = decisions(path)
    assert (made.verdict, made.reviewer) == (Verdict.CONFIRMED, "Ann Bell")
    assert made.about is not None
    assert made.about.old is not None
    assert made.about.old.text in QUAKE[0]
    assert answer.status == 303
    assert answer.headers["location"].endswith(f"?show=open&done={made.entry}")
    assert key not in answer.headers["location"]
    page = asked(app, answer.headers["location"]).text
    assert "Confirmed:" in page
    assert f"/item/{key}?" not in page.split("</nav>")[1]
    assert look_through(path).damages == ()


def test_remarks_stay_at_their_item(app: ASGIApp, path: Path) -> None:
    """A note and evidence are shown where they were made, line by line, the address as a link."""
    key = first_key(app)
    posted(app, f"/{TOKEN}/item/{key}", act="note", note="Asked the port.\r\n<b>No answer.</b>")
    answer = posted(app, f"/{TOKEN}/item/{key}", act="evidence", evidence=" https://port.example/log?a=1&b=2 ")
    assert key in answer.headers["location"]
    page = asked(app, answer.headers["location"]).text
    assert "Asked the port.\n&lt;b&gt;No answer.&lt;/b&gt;" in page
    assert '<a href="https://port.example/log?a=1&amp;b=2" rel="noopener noreferrer nofollow"' in page
    assert [one.verdict for one in decisions(path)] == [Verdict.NOTED, Verdict.EVIDENCE]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"act": "evidence", "evidence": "javascript:alert(1)"}, "is no address"),
        ({"act": "note", "note": " "}, "the note is empty"),
        ({"act": "relink", "counterpart": "new:0123"}, "is no figure of the other version"),
        ({"act": "relink"}, "is no figure of the other version"),
        ({"act": "withdraw", "entry": "1"}, "is no decision"),
        ({"act": "approve"}, "is no decision"),
        ({}, "is no decision"),
    ],
)
def test_what_is_no_decision_is_told(fields: dict[str, str], said: str, app: ASGIApp, path: Path) -> None:
    """The page says what is wrong, and nothing is entered."""
    answer = posted(app, f"/{TOKEN}/item/{first_key(app)}", None, **fields)
    assert answer.status == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text
    assert decisions(path) == ()


def test_undo_takes_back_one_after_the_other(app: ASGIApp, path: Path) -> None:
    """Each undo withdraws this reviewer's last decision that stands; with none left it does nothing."""
    first = first_key(app)
    posted(app, f"/{TOKEN}/item/{first}", act="confirm")
    second = first_key(app)
    posted(app, f"/{TOKEN}/item/{second}", act="reject")
    assert f"/item/{second}?" in posted(app, f"/{TOKEN}/undo").headers["location"]
    assert f"/item/{first}?" in posted(app, f"/{TOKEN}/undo").headers["location"]
    assert first_key(app) == first
    assert posted(app, f"/{TOKEN}/undo", key=first).status == 303
    assert [one.withdraws for one in decisions(path)] == [
        None,
        None,
        decisions(path)[1].entry,
        decisions(path)[0].entry,
    ]


def test_two_reviewers_see_each_other(path: Path) -> None:
    """What one decides the other's pages show at the next request; where they disagree both are told."""
    ann, bo = app_of(path), app_of(path, "Bo Carr")
    key = first_key(ann)
    posted(ann, f"/{TOKEN}/item/{key}", act="confirm")
    assert first_key(bo) == key
    assert "confirmed</strong> by <bdi>Ann Bell</bdi>" in asked(bo, f"/{TOKEN}/item/{key}").text
    posted(bo, f"/{TOKEN}/item/{key}", act="reject")
    for one in (ann, bo):
        assert first_key(one, "disputed") == key
        assert "Reviewers disagree." in asked(one, f"/{TOKEN}/item/{key}").text
    entry = decisions(path)[0].entry
    assert posted(bo, f"/{TOKEN}/item/{key}", act="withdraw", entry=str(entry)).status == 422


def test_hostile_text_is_text(tmp_path: Path) -> None:
    """What an article, a reviewer's name or a note says stays text on every page of the desk."""
    nasty = "".join(c for case in HOSTILE for c in f"{case['text']} " if c.isprintable() or c in "\u202e\u2067\x9b")
    texts = [FRAME.format(f"{nasty}. The {nasty} has {number} sails.") for number in (12, 14)]
    path = archive_of(tmp_path / "story.db", *texts, story='"><script>alert(1)</script>')
    with Archive(path) as archive:
        name = archive.stories()[0].name
    app = make_app(Desk(path, name, "<img src=x onerror=alert(1)>"), TOKEN, 8123)
    for show in ("open", "facts", "all"):
        key = first_key(app, show)
        posted(app, f"/{TOKEN}/item/{key}", act="note", note="<script>alert(2)</script>")
        text = asked(app, f"/{TOKEN}/item/{key}?show={show}").text
        assert len(re.findall(r"<script", text)) == 1
        assert "<img" not in text
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
