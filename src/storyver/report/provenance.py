"""What a report says of how its result was read."""

from __future__ import annotations

from storyver.model import FiguresResult, Result
from storyver.report.inert import one_line


def read_with(result: Result) -> str:
    """The sentence that names the trained pipeline; empty where the rules read alone."""
    if isinstance(result, FiguresResult) or result.model is None:
        return ""
    return f"Names and subjects were read with {one_line(str(result.model))}."
