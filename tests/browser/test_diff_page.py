"""The page of two versions as a browser shows it: found, filtered and followed, by mouse and by keyboard."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import storyver
from repository import ROOT
from storyver.model import Version
from storyver.report import render
from timeline_cases import FRAME
from windows import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

HOSTILE = tomllib.loads((ROOT / "tests" / "report" / "hostile.toml").read_text("utf-8"))["case"]
EXPLAINER = ROOT / "corpus" / "nato-explainer"


def pairs() -> dict[str, tuple[Path | str | Version, Path | str | Version]]:
    """A page rewritten, and text that would like to be markup."""
    nasty = "".join(c for case in HOSTILE for c in f"{case['text']} " if c.isprintable())
    old, new = (FRAME.format(f"{nasty}. The {nasty} has {number} sails.") for number in (12, 14))
    return {"rewritten": (EXPLAINER / "v27.txt", EXPLAINER / "october.txt"), "hostile": (old, new)}


@pytest.fixture(scope="session", params=pairs(), ids=str)
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of each pair, as a file."""
    path = tmp_path_factory.mktemp("pages") / "diff.html"
    path.write_text(render(storyver.diff(*pairs()[request.param]), "html"), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the rewritten pair."""
    path = tmp_path_factory.mktemp("pages") / "rewritten.html"
    path.write_text(render(storyver.diff(*pairs()["rewritten"]), "html"), encoding="utf-8")
    return path


def in_view(pane: Locator, passage: Locator) -> bool:
    """Whether a sentence can be seen inside the part of the page that scrolls."""
    outer, inner = pane.bounding_box(), passage.bounding_box()
    assert outer is not None
    assert inner is not None
    return bool(outer["y"] - 1 <= inner["y"] <= outer["y"] + outer["height"])


def both_shown(page: Page, change: Locator) -> bool:
    """Whether the sentences of a change can be seen in both versions, and are set apart."""
    sides = [str(change.get_attribute(f"data-{side}")) for side in ("old", "new")]
    return all(
        in_view(page.locator(f"#{side.split('-')[0]} .scrolled"), page.locator(f"#{side}"))
        and "here" in str(page.locator(f"#{side}").get_attribute("class"))
        for side in sides
    )


def test_all_can_be_read_without_scripts(browser: Browser, page_file: Path) -> None:
    """Without scripts each change and both texts are there, and nothing is offered that would do nothing."""
    with opened(browser, page_file, java_script_enabled=False) as page:
        assert page.locator("#changes article").first.is_visible()
        assert page.locator("#old .passage").first.is_visible()
        assert page.locator("#new .passage").last.is_visible()
        assert not page.locator("#filters").is_visible()


def test_links_lead_to_what_they_name(browser: Browser, page_file: Path) -> None:
    """Every link within the page has its target, once."""
    with opened(browser, page_file) as page:
        missing = page.evaluate(
            "() => [...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
            '.filter(id => document.querySelectorAll(`[id="${CSS.escape(id)}"]`).length !== 1)'
        )
        assert missing == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_keeps_anybody_out(
    browser: Browser, page_file: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    """The rules of accessibility that a program can check hold in both colour schemes, wide and narrow."""
    from axe_playwright_python.sync_playwright import Axe

    with opened(
        browser, page_file, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    ) as page:
        results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert [
            (one["id"], [node["html"] for node in one["nodes"]][:2]) for one in results.response["violations"]
        ] == []


def test_page_fits_a_telephone(browser: Browser, page_file: Path) -> None:
    """The page itself is no wider than a telephone."""
    with opened(browser, page_file, viewport={"width": 360, "height": 640}) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_click_on_a_change_shows_both_sides(browser: Browser, rewritten: Path) -> None:
    """A click on a change brings its sentences into view in both versions, and its address into the window's."""
    with opened(browser, rewritten, viewport={"width": 1440, "height": 900}) as page:
        for change in page.locator("article[data-old^='old'][data-new^='new']").all()[:8]:
            if not change.is_visible():
                continue
            change.locator(".jump").click()
            assert both_shown(page, change)
            assert page.url.endswith(f"#{change.get_attribute('id')}")


def test_keyboard_alone_walks_through_the_changes(browser: Browser, rewritten: Path) -> None:
    """From one change's link an arrow leads to the next, and both sides follow."""
    with opened(browser, rewritten, viewport={"width": 1440, "height": 900}) as page:
        page.locator(".jump").first.focus()
        page.keyboard.press("ArrowDown")
        focused = page.locator("article:has(.jump:focus)")
        assert focused.get_attribute("id") == page.locator("article:has(.jump)").nth(1).get_attribute("id")
        assert both_shown(page, focused)
        page.keyboard.press("k")
        assert page.locator("article:has(.jump)").first.locator(".jump:focus").count() == 1


def test_address_of_a_change_opens_it(browser: Browser, rewritten: Path) -> None:
    """The page opened at a change's address shows the change and its sentences."""
    with opened(browser, rewritten, viewport={"width": 1440, "height": 900}) as page:
        name = page.locator("article[data-old^='old'][data-new^='new']").nth(2).get_attribute("id")
        page.goto(f"{rewritten.as_uri()}#{name}")
        page.reload()
        assert both_shown(page, page.locator(f"#{name}"))


def test_filters_leave_what_was_asked_for(browser: Browser, rewritten: Path) -> None:
    """Kind, importance and words narrow the list down together, and the page says to how many."""
    with opened(browser, rewritten) as page:
        everything = page.locator("[data-kind]").count()
        page.locator("#filters [name=kind]").select_option("unchanged")
        shown = [one for one in page.locator("[data-kind]").all() if one.is_visible()]
        assert {one.get_attribute("data-kind") for one in shown} == {"unchanged"}
        assert page.locator("#filters [role=status]").inner_text() == f"{len(shown)} of {everything} shown"
        assert not page.locator("#added").is_visible()
        page.locator("#filters [name=words]").fill(shown[0].locator("mark").inner_text().upper())
        assert 0 < sum(one.is_visible() for one in page.locator("[data-kind]").all()) < len(shown)
        page.locator("#filters [name=kind]").select_option("")
        page.locator("#filters [name=words]").fill("")
        assert page.locator("#added").is_visible()


def test_paper_has_both_versions(browser: Browser, rewritten: Path) -> None:
    """Printed, both texts are whole and side by side, and the filters are gone."""
    with opened(browser, rewritten, viewport={"width": 1440, "height": 900}) as page:
        page.emulate_media(media="print")
        assert not page.locator("#filters").is_visible()
        boxes = [page.locator(f"#{side} .scrolled").bounding_box() for side in ("old", "new")]
        assert all(box is not None and box["height"] > 1000 for box in boxes)
        assert page.locator("#old .passage").last.is_visible()
