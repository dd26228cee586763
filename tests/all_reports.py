"""Every report of stories of the corpus: printed by a process of its own, or made in one of several threads.

python tests/all_reports.py STORY ...
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import storyver
from storyver.report import FORMATS, render


def reports_of(story: Path) -> str:
    """The JSON of all pairs of a story, and its facts in every format."""
    versions = storyver.read(story).versions
    pairs = [render(storyver.diff(old, new), "json") for old, new in pairwise(versions)]
    tracked = storyver.track(versions, audited=True)
    return "".join([*pairs, *(render(tracked, form) for form in FORMATS)])


if __name__ == "__main__":
    for path in sys.argv[1:]:
        sys.stdout.buffer.write(reports_of(Path(path)).encode())
