"""Take the picture of the reviewers' desk: ``python docs/desk.py`` writes ``docs/desk.png``.

It needs the extras ``review`` and ``browser`` and a Chromium. The desk is the real one, at a story of the corpus on
which a few decisions were made by keyboard.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
STORY = ROOT / "corpus" / "ferry-sinking"
PICTURE = ROOT / "docs" / "desk.png"
WIDTH, HEIGHT = 1280, 960
KEYS = "cccjcr"
"""What is pressed before the picture is taken."""


def main() -> None:
    """Add the story to an archive, start the desk, decide, take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "storyver.db")
        program = [sys.executable, "-m", "storyver"]
        subprocess.run([*program, "add", str(STORY), "--archive", archive], check=True, stdout=subprocess.DEVNULL)
        command = [*program, "review", STORY.name, "--archive", archive, "--reviewer", "Ann Bell", "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
            assert desk.stdout is not None
            take(desk.stdout.readline().strip())
            desk.send_signal(signal.SIGINT)


def take(address: str) -> None:
    """The picture of what is at an address."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(address)
        for key in KEYS:
            with page.expect_navigation():
                page.keyboard.press(key)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
