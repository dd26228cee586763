"""On which line of a JSON text something stands, so that an error can say where."""

from __future__ import annotations

import json
import re
from typing import Final

_BETWEEN: Final = re.compile(r"[\s,:]*")
_SCAN: Final = json.JSONDecoder().raw_decode


def line_of(text: str, key: str, index: int) -> int:
    """The line, counted from 1, of an entry of a list of the top object; the text has to be valid JSON that has it."""
    at = _after(text, text.index("{") + 1)
    while text[at] != "}":
        name, at = _SCAN(text, at)
        at = _after(text, at)
        if name == key:
            break
        at = _after(text, _SCAN(text, at)[1])
    at = _after(text, at + 1)
    for _ in range(index):
        at = _after(text, _SCAN(text, at)[1])
    return text.count("\n", 0, at) + 1


def _after(text: str, at: int) -> int:
    """The place of what comes next."""
    between = _BETWEEN.match(text, at)
    return at if between is None else between.end()
