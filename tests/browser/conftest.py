"""A browser for the pages: Chromium by way of Playwright. Without them the tests here are left out, but not under
``STORYVER_BROWSER=1``, which ``.ci/run`` sets."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Where the machine has it; None where it has none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as it is installed on the machine."""
    program = chromium()
    if not os.environ.get("STORYVER_BROWSER"):
        pytest.importorskip("playwright.sync_api")
        if program is None:
            pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()
