"""Stories that do harm to the process that analyses them, told by their names.

No text is known that does so; if one were, it would be mended. So a folder with a ``sitecustomize.py``, which Python
runs at its start, is put in front of the path of the processes, and the stories do what they are called after.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_PATCH = """
import os, signal, sys, time
from pathlib import Path

if "storyver.batching.child" in " ".join(sys.orig_argv):
    import storyver.pipeline as pipeline

    analyse = pipeline.analyse

    def harm(story):
        if story.id.startswith("abort"):
            os.abort()
        while story.id.startswith("spin"):
            pass
        if story.id.startswith("sleep"):
            time.sleep(3600)
        if story.id.startswith("eat"):
            held = []
            while True:
                held.append(bytearray(10_000_000))
        if story.id.startswith("raise"):
            raise ValueError("the wall\\nfell")
        if story.id.startswith("once"):
            mark = Path(__file__).with_name(story.id.replace(" ", "_"))
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if story.id.startswith("print"):
            print("nonsense")
        return analyse(story)

    pipeline.analyse = harm
"""


def arm(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all processes that are started from now on do harm."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_PATCH, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]))
