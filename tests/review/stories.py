"""A story for the tests of review, in an archive, and decisions on it."""

from __future__ import annotations

from pathlib import Path

import storyver
from storyver import Archive
from storyver.decided import subject_of
from storyver.model import Capture, Change, ChangeKind, Decision, Verdict

QUAKE = (
    "Quake in the valley\n\nThe quake killed 12 people, officials said.\n\nThe hospital treated 40 people.\n\n"
    "About 300 homes were destroyed in the valley.\n",
    "Quake in the valley\n\nThe quake killed 15 people, officials said.\n\nThe clinic in the north has 52 beds.\n\n"
    "About 350 homes were destroyed in the valley.\n",
    "Quake in the valley\n\nThe quake killed 19 people, officials said.\n\nThe clinic in the north has 52 beds.\n\n"
    "About 350 homes were destroyed in the valley.\n",
)


def archive_of(path: Path, *texts: str, story: str = "quake") -> Path:
    """An archive at a path with a story of these texts."""
    with Archive(path) as archive:
        archive.add(
            Capture(story=story, data=text.encode(), media="text/plain", source=f"{story}/{number}.txt", number=number)
            for number, text in enumerate(texts, start=1)
        )
    return path


def found(kind: str, old: str | None, new: str | None, texts: tuple[str, ...] = QUAKE[:2]) -> Change:
    """The change of this kind between two texts with these figures."""
    changes = storyver.diff(*texts).changes
    return next(
        one
        for one in changes
        if one.kind is ChangeKind(kind) and (_figure(one, "old"), _figure(one, "new")) == (old, new)
    )


def _figure(change: Change, side: str) -> str | None:
    claim = getattr(change, side)
    return claim.figure.text if claim is not None and claim.figure is not None else None


def made(change: Change, verdict: Verdict, reviewer: str = "Ann Bell", **more: object) -> Decision:
    """A decision on a change."""
    more.setdefault("decided", "2031-03-01T10:00:00Z")
    return Decision(subject=subject_of(change), verdict=verdict, reviewer=reviewer, **more)  # type: ignore[arg-type]
