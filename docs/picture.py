"""Draw the picture in the README: the real report of ``storyver track corpus/nato-explainer``, as a terminal shows it.

``python docs/picture.py`` writes ``docs/report.svg``; with ``--check`` it writes nothing, and exits with 1 if the
picture there shows another report. What is compared is the text: how rich draws it may differ between its versions.
"""

from __future__ import annotations

import os
import re
import sys
from html import unescape
from pathlib import Path

import storyver
from storyver.report.terminal import render_svg

ROOT = Path(__file__).parent.parent
STORY = Path("corpus") / "nato-explainer"
PICTURE = ROOT / "docs" / "report.svg"

COLUMNS = 132
"""Wide enough for all four versions of the story side by side."""

LINE = re.compile(r'<text class="[^"]*-r\d+"[^>]*? y="([\d.]+)"[^>]*>(.*?)</text>', re.S)


def draw() -> str:
    """The picture as SVG. The story's path is relative, as in the command that the title shows."""
    os.chdir(ROOT)
    return render_svg(storyver.track(STORY, audited=True), width=COLUMNS, title=f"storyver track {STORY.as_posix()}")


def text_of(picture: str) -> list[tuple[str, str]]:
    """The pieces of text that a picture shows, each with its height."""
    return [(height, unescape(text).replace("\xa0", " ").rstrip()) for height, text in LINE.findall(picture)]


def is_current() -> bool:
    """Whether the picture that is there shows the report as it is now."""
    shown = text_of(draw())
    return bool(shown) and PICTURE.is_file() and text_of(PICTURE.read_text(encoding="utf-8")) == shown


def main() -> int:
    """Draw the picture, or check the one that is there."""
    if "--check" not in sys.argv:
        PICTURE.write_text(draw(), encoding="utf-8")
        return 0
    if is_current():
        print("docs/report.svg shows the report as it is")
        return 0
    print("docs/report.svg shows another report: run python docs/picture.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
