"""What of a claim its label depends on, and how a label is written."""

from __future__ import annotations

import re
from typing import NamedTuple

from storyver.model import Claim, FigureKind

LONGEST = 60
"""Characters of a label."""
SUBJECT = 4
"""Words of a subject that goes in front."""
SHARES = frozenset({FigureKind.PERCENT, FigureKind.FRACTION})
SETS = SHARES | {FigureKind.COUNT}
_PLAIN_NAME = re.compile(r"[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,2}")


class Stated(NamedTuple):
    """What of a claim its label depends on. Labels are remembered by it, so that it is made and compared often."""

    text: str
    at: int
    end: int
    kind: FigureKind
    dimension: str
    counted: str | None
    per: str | None
    subject: str | None


def state(claim: Claim) -> Stated | None:
    """What of a claim its label depends on; None for one without a figure."""
    figure = claim.figure
    if figure is None:
        return None
    at = figure.start - claim.start
    return Stated(
        text=claim.text,
        at=at,
        end=at + len(figure.text),
        kind=figure.kind,
        dimension=figure.dimension if figure.kind is FigureKind.MEASURE else "",
        counted=figure.counted,
        per=figure.per,
        subject=claim.subject,
    )


def is_name(words: str) -> bool:
    """Whether some words are the name of a person, body or place."""
    return _PLAIN_NAME.fullmatch(words) is not None


def headed(head: str, label: str) -> str:
    """A label behind the words that the text has in front of a colon."""
    return f"{head}: {label}" if head and label else head or label


def owned(owner: str, label: str) -> str:
    """A label with what owns it in front: "Finland's border", "the nurses' union"."""
    mark = "" if owner.endswith(("'s", "’s", "'", "’")) else "'" if owner.endswith("s") else "'s"
    return f"{owner}{mark} {label}" if label else owner


def with_remark(label: str, remark: str) -> str:
    """A label with some words in brackets behind it; where there is no room for both, less of the label."""
    room = max(LONGEST - len(remark) - len(" ()"), LONGEST // 2)
    return shortened(f"{shortened(label, room)} ({remark})")


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text of one line that is cut between words where it is too long, and says so."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + "…"
