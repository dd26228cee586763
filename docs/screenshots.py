"""Take the pictures of the pages in the README: real reports of a story of the corpus, as Chromium shows them.

``python docs/screenshots.py`` writes ``docs/images/NAME.png`` for each of ``SHOTS``; ``--to FOLDER`` writes them
elsewhere, ``--only NAME ...`` takes some. It needs the extra ``browser`` and a Chromium. What is to be pictured too is
one more entry of ``SHOTS``: a function that brings a browser's page to where it is to be seen.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import struct
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import storyver
from storyver.report import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
STORY = ROOT / "corpus" / "island-election"
IMAGES = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

COLOURS = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const {data} = canvas.getImageData(0, 0, bitmap.width, bitmap.height), counts = new Map();
  const pixels = new Uint32Array(data.length / 4);
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = (data[4 * at] << 16) | (data[4 * at + 1] << 8) | data[4 * at + 2];
    counts.set(pixels[at], (counts.get(pixels[at]) || 0) + 1);
  }
  const most = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, 256);
  const palette = most.map(([colour]) => colour), nearest = new Map(palette.map((colour, at) => [colour, at]));
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const far = (one, other) => parts(one).reduce((sum, part, at) => sum + (part - parts(other)[at]) ** 2, 0);
  for (const colour of counts.keys()) {
    if (nearest.has(colour)) continue;
    const nearer = (best, one, at) => (far(one, colour) < far(palette[best], colour) ? at : best);
    nearest.set(colour, palette.reduce(nearer, 0));
  }
  let letters = "";
  for (const pixel of pixels) letters += String.fromCharCode(nearest.get(pixel));
  return {width: bitmap.width, height: bitmap.height, palette, pixels: btoa(letters)};
}"""
"""Finds the 256 most frequent colours of a picture, and for each of its pixels the nearest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture to be taken."""

    name: str
    show: Callable[[Page, Path], None]
    """Brings the page to what is to be seen; the folder is for files that this needs."""
    width: int = 1280
    height: int = 800
    dark: bool = False


def story_page(page: Page, folder: Path) -> None:
    """The top of a story's page."""
    _open(page, folder, render(storyver.track(STORY, audited=True), "html"))


def diff_page(page: Page, folder: Path) -> None:
    """The changes of two versions beside both texts, one of them chosen."""
    old, new = storyver.read(STORY).versions[:2]
    _open(page, folder, render(storyver.diff(old, new), "html"))
    page.locator(".jump").first.click()
    page.evaluate("() => document.querySelector('main').scrollIntoView()")


def _open(page: Page, folder: Path, report: str) -> None:
    path = folder / "report.html"
    path.write_text(report, encoding="utf-8")
    page.goto(path.as_uri())


SHOTS = (
    Shot(name="story", show=story_page),
    Shot(name="diff", show=diff_page),
    Shot(name="story-on-a-telephone", show=story_page, width=390, height=844, dark=True),
)


def take(browser: Browser, shot: Shot) -> bytes:
    """The picture as PNG, with no more than 256 colours."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height}, color_scheme="dark" if shot.dark else "light"
    )
    with tempfile.TemporaryDirectory() as folder:
        page = context.new_page()
        shot.show(page, Path(folder))
        picture = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    found = context.new_page().evaluate(COLOURS, picture)
    context.close()
    return _png(found["width"], found["height"], found["palette"], base64.b64decode(found["pixels"]))


def _png(width: int, height: int, palette: list[int], pixels: bytes) -> bytes:
    rows = b"".join(b"\0" + pixels[width * row : width * (row + 1)] for row in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(colour.to_bytes(3, "big") for colour in palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def main() -> None:
    """Take the pictures and say how large each is."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=IMAGES, metavar="FOLDER", help="where to write them (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=[shot.name for shot in SHOTS], metavar="NAME", help="these alone")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for shot in SHOTS:
            if options.only is None or shot.name in options.only:
                path = options.to / f"{shot.name}.png"
                path.write_bytes(take(browser, shot))
                print(f"{path}: {path.stat().st_size // 1024} kB")
        browser.close()


if __name__ == "__main__":
    main()
