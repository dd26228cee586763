"""Measure how long the pages of ``diff`` and ``track`` take to open in Chromium, and how large they are.

    python tests/benchmarks/pages.py [--runs N] [--versions N] [--words N]

The story is made from the corpus by a seeded generator, ``costs/texts.py``. Times are wall time from the beginning of
the navigation, the least of the runs: until the first words are painted, until all is loaded, and until the frame after
that, when the page answers. It needs the extra ``browser`` and a Chromium. It is a measurement and no test.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))  # the packages of the benchmarks lie beside the tests

import storyver
from benchmarks.costs.texts import Writer
from benchmarks.reading.tables import machine, table
from storyver.model import DiffResult, TrackResult
from storyver.report import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SEED = 7
SHARE = 0.03
"""Of the words of a version that the next one has otherwise."""

ANSWERS = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
  done([painted ? painted.startTime : NaN, loaded, performance.now(), document.getElementsByTagName("*").length]);
})))"""


def main() -> None:
    """Write the pages, open each, and print what it took."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often each page is opened (%(default)s)")
    parser.add_argument("--versions", type=int, default=31, help="of the story (%(default)s)")
    parser.add_argument("--words", type=int, default=3000, help="of each version (%(default)s)")
    options = parser.parse_args()
    chain = Writer(SEED).chain(options.versions, options.words, SHARE)
    results: dict[str, DiffResult | TrackResult] = {
        "diff, first and last version": storyver.diff(chain[0], chain[-1]),
        "track": storyver.track(chain, audited=True),
    }
    rows = []
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, result in results.items():
            began = time.process_time()
            page = render(result, "html")
            written = time.process_time() - began
            path = Path(folder) / "page.html"
            path.write_text(page, encoding="utf-8")
            painted, loaded, answers, elements = opened(browser, path, options.runs)
            size = f"{path.stat().st_size / 1e6:.2f} MB"
            rows.append(
                (name, size, f"{elements:,.0f}", *(f"{one:.2f}" for one in (written, painted, loaded, answers)))
            )
        version = browser.version
        browser.close()
    print(f"{machine()}; Chromium {version}; {options.versions} versions of {options.words} words; seconds.\n")
    print(table(("page", "size", "elements", "written in", "first painted", "loaded", "answers"), rows))


def opened(browser: Browser, path: Path, runs: int) -> tuple[float, ...]:
    """Seconds until the page is painted, loaded and answers, the least of the runs; and how many elements it has."""
    found = []
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(path.as_uri())
        found.append(page.evaluate(ANSWERS))
        context.close()
    painted, loaded, answers, elements = (min(one) for one in zip(*found, strict=True))
    return painted / 1000, loaded / 1000, answers / 1000, elements


if __name__ == "__main__":
    main()
