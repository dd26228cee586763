"""The page of a story as a browser shows it: without scripts, in the dark, on paper, on a telephone, to everybody."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import storyver
from repository import ROOT
from storyver.report import render
from timeline_cases import FRAME
from windows import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = tomllib.loads((ROOT / "tests" / "report" / "hostile.toml").read_text("utf-8"))["case"]
STALE = (
    "Quake kills 100\n\nThe quake killed {} people in the valley, officials said.\n\nThe hospital said 14 people were "
    "injured. The ministry said 12 people were injured.\n"
)


def stories() -> dict[str, list[str] | Path]:
    """Stories with dates of all precisions, without dates, and with text that would like to be markup."""
    nasty = "".join(c for case in HOSTILE for c in f"{case['text']} " if c.isprintable())
    return {
        "months and days": ROOT / "corpus" / "nato-explainer",
        "no dates": [STALE.format(number) for number in (100, 128, 100)],
        "hostile": [FRAME.format(f"{nasty}. The {nasty} has {number} sails.") for number in (12, 14)],
    }


@pytest.fixture(scope="session", params=stories(), ids=str)
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of each story, as a file."""
    path = tmp_path_factory.mktemp("pages") / "story.html"
    path.write_text(render(storyver.track(stories()[request.param]), "html"), encoding="utf-8")
    return path


def test_charts_are_seen_without_scripts(browser: Browser, page_file: Path) -> None:
    """Each chart of a fact that is open takes up room, and has signs and words in it."""
    with opened(browser, page_file, java_script_enabled=False) as page:
        charts = page.locator("details[open] figure.chart svg").all()
        assert charts
        for chart in charts:
            box = chart.bounding_box()
            assert box is not None
            assert box["width"] > 200
            assert chart.locator("text").count() > 1
        assert page.locator("#lanes svg").first.is_visible()


def test_links_lead_to_what_they_name(browser: Browser, page_file: Path) -> None:
    """Every link within the page has its target, once, and following one from a table opens the fact."""
    with opened(browser, page_file) as page:
        missing = page.evaluate(
            "() => [...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
            '.filter(id => document.querySelectorAll(`[id="${CSS.escape(id)}"]`).length !== 1)'
        )
        assert missing == []
        link = page.locator("td a[href^='#change-']").first
        target = str(link.get_attribute("href"))
        link.evaluate("link => link.click()")
        assert page.locator(f"[id='{target[1:]}']").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_keeps_anybody_out(
    browser: Browser, page_file: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    """The rules of accessibility that a program can check hold in both colour schemes, wide and narrow, unfolded."""
    from axe_playwright_python.sync_playwright import Axe

    with opened(
        browser, page_file, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    ) as page:
        page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
        results = Axe().run(page)
        assert [
            (one["id"], [node["html"] for node in one["nodes"]][:2]) for one in results.response["violations"]
        ] == []


def test_page_fits_a_telephone(browser: Browser, page_file: Path) -> None:
    """The page itself is no wider than a telephone: what is wider scrolls in its own place."""
    with opened(browser, page_file, viewport={"width": 360, "height": 640}) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_paper_has_the_charts(browser: Browser, page_file: Path) -> None:
    """Printed, the charts are dark on white and no wider than the paper."""
    with opened(browser, page_file, color_scheme="dark", viewport={"width": 700, "height": 1000}) as page:
        page.emulate_media(media="print")
        chart = page.locator("details[open] figure.chart svg").first
        assert chart.is_visible()
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        line = chart.locator("line.held, line.moving, line.gone").first
        assert line.evaluate("line => getComputedStyle(line).stroke") in ("rgb(0, 0, 0)", "rgb(51, 51, 51)")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 700
        assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_of_origins(browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"]) -> None:
    """The page of where figures come from keeps nobody out and fits a telephone."""
    from axe_playwright_python.sync_playwright import Axe

    story = storyver.read(ROOT / "corpus" / "ferry-sinking")
    path = tmp_path / "blame.html"
    path.write_text(render(storyver.blame(story.versions[-1], story), "html"), encoding="utf-8")
    with opened(browser, path, color_scheme=scheme, bypass_csp=True, viewport={"width": 360, "height": 640}) as page:
        assert [one["id"] for one in Axe().run(page).response["violations"]] == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
        assert page.locator("small.note").count() > 10
