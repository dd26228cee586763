"""Facts over several versions, written down as the cases have them."""

from __future__ import annotations

from storyver.model import Fact, Point

FRAME = (
    "News from Arden\n\nThe bridge over the river is closed to lorries.\n\n{}\n\nThe mayor has called for patience.\n"
)


def versions(texts: list[str], *, whole: bool = False) -> list[str]:
    """The versions of a case: each text as it is, or between sentences that never change."""
    return texts if whole else [FRAME.format(text) for text in texts]


def course(fact: Fact) -> list[str]:
    """The points of a fact, one a line."""
    return [" ".join(_point(fact, point)) for point in fact.points]


def _point(fact: Fact, point: Point) -> list[str]:
    figure = fact.figure(point)
    parts = [str(point.version), point.change.value, figure.text if figure else "-"]
    if point.size is not None:
        parts += [f"{point.size:+g}" if abs(point.size) < 1e5 else f"{point.size:+.0f}", point.size_unit or ""]
    if point.share is not None:
        parts.append(f"{point.share:+.0%}")
    if point.returns_to is not None:
        parts.append(f"back to {point.returns_to}")
    for index in point.stale:
        stated = fact.sightings[index].claim.figure
        parts.append(f"stale {stated.text if stated else ''}")
    if point.admitted is not None:
        parts.append(f"admitted {point.admitted.version} {point.admitted.rule}")
    return [part for part in parts if part]
