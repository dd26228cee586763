"""The desk in a browser, against the command as it is run: by keyboard, killed and started again, by two reviewers,
with hostile text, and asked from another origin."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import storyver
from browser.conftest import chromium
from repository import ROOT
from review.stories import QUAKE, archive_of
from storyver import Archive
from storyver.keeping import look_through
from storyver.model import Decision, Verdict
from timeline_cases import FRAME

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = tomllib.loads((ROOT / "tests" / "report" / "hostile.toml").read_text("utf-8"))["case"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Running:
    """The command, running."""

    def __init__(self, archive: Path, story: str = "quake", reviewer: str = "Ann Bell") -> None:
        """Started, and ready to be asked."""
        command = [sys.executable, "-m", "storyver", "review", story, "--archive", str(archive)]
        self.process = subprocess.Popen(
            [*command, "--reviewer", reviewer, "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.process.communicate()[1]

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """End it, and say with which code it ended."""
        self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode


@contextmanager
def running(archive: Path, story: str = "quake", reviewer: str = "Ann Bell") -> Iterator[Running]:
    """The command while a test needs it."""
    one = Running(archive, story, reviewer)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.stop(signal.SIGKILL)


@contextmanager
def window(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A window at an address; whatever it complains of is an error, and whatever it fetches elsewhere."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(address)
    yield page
    context.close()
    assert said == []
    assert [url for url in fetched if not url.startswith(address.split("?", maxsplit=1)[0])] == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a story."""
    return archive_of(tmp_path / "story.db", *QUAKE)


def decisions(path: Path) -> tuple[Decision, ...]:
    """All that was entered."""
    with Archive(path) as archive:
        return archive.decisions("quake")


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press(key)


def title(page: Page) -> str:
    """What is open."""
    return page.locator("main h1").inner_text()


def test_whole_session_by_keyboard_and_through_a_crash(browser: Browser, path: Path) -> None:
    """Every open change is decided with keys alone; the server is killed in the middle and loses nothing; a server that
    starts anew goes on; in the end diff goes by what was decided."""
    with running(path) as first, window(browser, first.address) as page:
        opened = title(page)
        press(page, "c")
        assert page.locator(".done").inner_text().startswith(f"Confirmed: {opened}")
        second = title(page)
        press(page, "r")
        press(page, "u")
        assert title(page) == second
        page.keyboard.press("n")
        page.keyboard.type("Asked the ministry: c r j k.")
        page.keyboard.press("Tab")
        press(page, "Enter")
        page.keyboard.press("e")
        page.keyboard.type("https://ministry.example/log")
        press(page, "Enter")
        assert page.locator(".decisions a").get_attribute("href") == "https://ministry.example/log"
        press(page, "r")
        first.stop(signal.SIGKILL)
    kept = decisions(path)
    assert [one.verdict.value for one in kept] == [
        "confirmed", "rejected", "withdrawn", "noted", "evidence", "rejected"
    ]  # fmt: skip
    assert look_through(path).damages == ()
    with running(path) as again, window(browser, again.address) as page:
        assert title(page) not in (opened, second)
        _decide_the_rest(page)
        assert again.stop() == 0
    with Archive(path) as archive:
        story = archive.story("quake")
    relinked = next(one for one in story.decisions if one.verdict is Verdict.RELINKED)
    changes = storyver.diff(*story.versions[:2], decisions=story.decisions).changes
    said = {reason.text for one in changes for reason in one.reasons if reason.rule == "reviewer"}
    assert f"linked by reviewer Ann Bell on {relinked.decided[:10]}" in said


def _decide_the_rest(page: Page) -> None:
    """Link what came with what went, and confirm all else, by keys."""
    for _ in range(50):
        if page.locator("main article").count() == 0:
            break
        if "is gone" in title(page) and page.locator("#relinking").count():
            page.keyboard.press("l")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowUp")
            press(page, "Enter")
        else:
            press(page, "c")
        if page.locator("nav[aria-label=Lists] [aria-current] .count").inner_text() == "0":
            break
    assert page.locator("nav[aria-label=Lists] [aria-current] .count").inner_text() == "0"


def test_keys_are_told_and_can_be_switched_off(browser: Browser, path: Path) -> None:
    """The question mark opens the list of keys; switched off there they do nothing, also on the next page."""
    with running(path) as one, window(browser, one.address) as page:
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.keyboard.press("c")
        page.locator("#keys-on").uncheck()
        page.keyboard.press("Escape")
        assert not page.locator("#help").is_visible()
        page.keyboard.press("c")
        page.reload()
        page.keyboard.press("c")
        assert not page.locator("kbd").first.is_visible()
        assert decisions(path) == ()


def test_all_works_without_scripts(browser: Browser, path: Path) -> None:
    """Without scripts the forms judge, link anew, note and undo, and nothing is offered that would do nothing."""
    with running(path) as one, window(browser, one.address, java_script_enabled=False) as page:
        assert not page.locator("#help-button").is_visible()
        page.locator("#confirm button").click()
        page.locator(".done button").click()
        page.locator("#relinking summary").click()
        page.locator("#relink input[type=radio]").first.check()
        page.locator("#relink button").click()
        page.locator("#note textarea").fill("A note.")
        page.locator("#note button").click()
        assert page.locator(".note-text").inner_text() == "A note."
    assert [one.verdict.value for one in decisions(path)] == ["confirmed", "withdrawn", "relinked", "noted"]


def test_two_reviewers_at_once(browser: Browser, path: Path) -> None:
    """Two servers on one archive take decisions at once, and each shows where the other disagrees."""
    with (
        running(path) as one,
        running(path, reviewer="Bo Carr") as other,
        window(browser, one.address) as ann,
        window(browser, other.address) as bo,
    ):
        opened = title(ann)
        assert title(bo) == opened
        press(ann, "c")
        press(bo, "r")
        for page in (ann, bo):
            page.locator("nav[aria-label=Lists] a", has_text="Disagreement").click()
            assert title(page) == opened
            assert "Reviewers disagree" in page.locator(".banner").inner_text()
            assert "by Ann Bell" in page.locator(".decisions").inner_text()
            assert "by Bo Carr" in page.locator(".decisions").inner_text()
    assert look_through(path).damages == ()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_keeps_anybody_out(browser: Browser, path: Path, scheme: Literal["light", "dark"], width: int) -> None:
    """The rules of accessibility that a program can check hold on each kind of page, and none is wider than a
    telephone."""
    from axe_playwright_python.sync_playwright import Axe

    with running(path) as one:
        options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}, "bypass_csp": True}
        with window(browser, one.address, **options) as page:
            for does in ("", "#confirm button", "#relinking summary", "#help-button", "decided", "facts", "stale"):
                if does.startswith("#"):
                    page.locator(does).click()
                elif does:
                    page.goto(f"{one.address}?show={does}")
                page.wait_for_function("() => document.readyState === 'complete' && document.styleSheets.length > 0")
                found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
                assert [(each["id"], [node["html"] for node in each["nodes"]][:2]) for each in found] == [], does
                assert page.evaluate("() => document.documentElement.scrollWidth") <= width
                if does == "#help-button":
                    page.keyboard.press("Escape")


def test_hostile_text_does_nothing(browser: Browser, tmp_path: Path) -> None:
    """An article, a story's name, a reviewer's and a note that look like markup run nothing and fetch nothing."""
    nasty = "".join(c for case in HOSTILE for c in f"{case['text']} " if c.isprintable() or c in "\u202e\u2067")
    texts = [FRAME.format(f"{nasty}. The {nasty} has {number} sails.") for number in (12, 14)]
    name = '"><img src=x onerror=alert(1)>'
    path = archive_of(tmp_path / "story.db", *texts, story=name)
    with running(path, name, "<script>alert(3)</script>") as one, window(browser, one.address) as page:
        page.locator("#note textarea").fill("<img src=x onerror=alert(2)>\n</textarea><script>alert(4)</script>")
        page.locator("#note button").click()
        assert page.locator(".note-text").inner_text().startswith("<img src=x")
        for show in ("decided", "facts", "all"):
            page.goto(f"{one.address}?show={show}")
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 1


class _Elsewhere(BaseHTTPRequestHandler):
    """A page of another origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title><body>")

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def elsewhere() -> Iterator[int]:
    """The port of a server of pages of another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


READ = """async (address) => {
  const tried = [];
  for (const mode of ["cors", "no-cors"]) {
    try { tried.push((await (await fetch(address, {mode})).text()).length); } catch { tried.push("refused"); }
  }
  return tried;
}"""
FRAMED = """(address) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.onload = () => { try { done(frame.contentDocument.body.innerText); } catch { done("refused"); } };
  frame.src = address;
  document.body.append(frame);
})"""
LOADED = """(address) => new Promise((done) => {
  const one = document.createElement("script");
  one.onload = () => done("loaded");
  one.onerror = () => done("refused");
  one.src = address;
  document.body.append(one);
})"""
SENT = """([address, target]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.target = target;
  form.innerHTML = '<input name="act" value="confirm">';
  document.body.append(form);
  form.submit();
}"""
POSTED = """async (address) => {
  const body = new URLSearchParams({act: "confirm"});
  for (const mode of ["cors", "no-cors"])
    try { await fetch(address, {method: "POST", mode, body, credentials: "include"}); } catch { /* as it should */ }
  navigator.sendBeacon(address, body);
}"""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_another_origin_neither_reads_nor_decides(browser: Browser, path: Path, host: str) -> None:
    """A page of another port gets nothing of the desk, though it knows the secret address, by none of the ways that a
    browser has; the desk itself still works."""
    with running(path) as one, elsewhere() as port:
        context = browser.new_context()
        desk = context.new_page()
        desk.goto(one.address)
        key = desk.locator("article[data-key]").get_attribute("data-key")
        decide = f"{one.address}item/{key}"
        page = context.new_page()
        page.goto(f"http://{host}:{port}/")
        assert all(tried in ("refused", 0) for tried in page.evaluate(READ, one.address))
        assert page.evaluate(FRAMED, one.address) == "refused"
        assert page.evaluate(LOADED, f"{one.address}desk.js") == "refused"
        page.evaluate(POSTED, decide)
        with context.expect_page() as opened:
            page.evaluate(SENT, [decide, "_blank"])
        opened.value.wait_for_load_state()
        assert "quake" not in opened.value.content()
        with page.expect_navigation():
            page.evaluate(SENT, [decide, "_self"])
        assert "The desk answers only its own pages." in page.content()
        assert decisions(path) == ()
        press(desk, "c")
        assert len(decisions(path)) == 1
        context.close()


def test_another_name_for_this_computer_gets_nothing(browser: Browser, path: Path) -> None:
    """A name that a hostile server points at this computer is answered by nothing of the desk."""
    program = browser.browser_type
    with running(path) as one:
        port = one.address.split(":")[2].split("/")[0]
        started = program.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--host-resolver-rules=MAP rebound.example 127.0.0.1"],
        )
        page = started.new_page()
        page.goto(one.address.replace("127.0.0.1", "rebound.example"))
        assert page.content().count("quake") == 0
        assert "answers only under its own address" in page.content()
        page.goto(f"http://localhost:{port}/")
        assert "There is nothing here." in page.content()
        started.close()
