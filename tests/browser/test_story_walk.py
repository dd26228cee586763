"""The page of a story as it is worked with: filtered, walked through, opened at an address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import storyver
from repository import ROOT
from storyver.report import render
from windows import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def explainer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a story with dates of all precisions."""
    path = tmp_path_factory.mktemp("pages") / "story.html"
    path.write_text(render(storyver.track(ROOT / "corpus" / "nato-explainer"), "html"), encoding="utf-8")
    return path


def test_all_can_be_read_without_scripts(browser: Browser, explainer: Path) -> None:
    """Without scripts what changed, the facts and the texts are there, and nothing is offered that would do nothing."""
    with opened(browser, explainer, java_script_enabled=False) as page:
        assert page.locator(".lead a").first.is_visible()
        assert page.locator(".step .value").first.is_visible()
        assert not page.locator("#filters").is_visible()
        page.locator("#texts summary").last.click()
        assert page.locator("#texts .prose").last.is_visible()


def test_filters_leave_what_was_asked_for(browser: Browser, explainer: Path) -> None:
    """Kind, importance and words narrow facts and tables down together, and the page says to how many."""
    with opened(browser, explainer) as page:
        facts = page.locator("details.fact")
        everything = facts.count()
        page.locator("#filters [name=kind]").select_option("increased")
        shown = [one for one in facts.all() if one.is_visible()]
        assert 0 < len(shown) < everything
        assert all("increased" in str(one.get_attribute("data-kind")).split("\n") for one in shown)
        rows = [str(one.get_attribute("data-of")) for one in page.locator("[data-of]").all() if one.is_visible()]
        assert sorted(rows) == sorted(str(one.get_attribute("id")) for one in shown)
        assert page.locator("#filters [role=status]").inner_text() == f"{len(shown)} of {everything} shown"
        assert not page.locator("#held").is_visible()
        page.locator("#filters [name=words]").fill("NLAWs")
        assert sum(one.is_visible() for one in facts.all()) == 1
        page.locator("#filters [name=importance]").select_option("none")
        assert sum(one.is_visible() for one in facts.all()) == 0


def test_keyboard_alone_walks_through_the_changes(browser: Browser, explainer: Path) -> None:
    """From a change a key leads to the next, whose address the window has then; another tells why."""
    with opened(browser, explainer) as page:
        changes = page.locator("details.fact[open] .jump")
        changes.first.focus()
        page.keyboard.press("j")
        assert changes.nth(1).evaluate("one => one === document.activeElement")
        assert page.url.endswith(str(changes.nth(1).get_attribute("href")))
        page.keyboard.press("w")
        assert page.locator(".step.here table.reasons").first.is_visible()
        page.keyboard.press("ArrowUp")
        assert changes.first.evaluate("one => one === document.activeElement")
        page.locator("#changed .jump").first.focus()
        page.keyboard.press("ArrowDown")
        assert page.locator("#changed .jump").nth(1).evaluate("one => one === document.activeElement")


def test_an_address_opens_what_it_names(browser: Browser, explainer: Path) -> None:
    """The page opened at the address of a folded change, fact or sentence shows it, inside the window."""
    with opened(browser, explainer, viewport={"width": 1280, "height": 900}) as page:
        for folded in ("details.fact:not([open]) .step[id]", "details.fact:not([open])", "#texts .prose span[id]"):
            name = page.locator(folded).last.get_attribute("id")
            page.goto("about:blank")
            page.goto(f"{explainer.as_uri()}#{name}")
            target = page.locator(f"[id='{name}']")
            assert target.is_visible()
            page.wait_for_function(
                "one => { const box = one.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; }",
                arg=target.element_handle(),
            )


def test_paper_has_what_changed_unfolded(browser: Browser, explainer: Path) -> None:
    """Printed, the facts that changed stand there with their reasons, and the last version's text."""
    with opened(browser, explainer) as page:
        page.emulate_media(media="print")
        assert not page.locator("#filters").is_visible()
        assert page.locator("details.fact.paper .step[id] table.reasons").last.is_visible()
        assert page.locator("#texts .prose").last.is_visible()
        assert not page.locator("#texts .prose").first.is_visible()


@pytest.mark.usefixtures("browser")
def test_pictures_of_the_pages_are_taken(tmp_path: Path) -> None:
    """The script takes each picture in its size, small enough for the README, which shows those that are kept."""
    command = [sys.executable, str(ROOT / "docs" / "screenshots.py"), "--to", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    pictures = sorted(tmp_path.glob("*.png"))
    assert [one.name for one in pictures] == sorted(one.name for one in (ROOT / "docs" / "images").glob("*.png"))
    for picture in pictures:
        taken, kept = picture.read_bytes(), (ROOT / "docs" / "images" / picture.name).read_bytes()
        assert taken[:8] == b"\x89PNG\r\n\x1a\n"
        assert taken[16:24] == kept[16:24]
        assert 10_000 < len(kept) < 150_000
