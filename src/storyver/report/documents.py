"""The JSON report: the published document, in ASCII where a terminal or a viewer could take offence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from storyver.model import Result
from storyver.report.inert import CONTROLS


def render_json(result: Result) -> str:
    """The result's document, indented by two; control characters and direction marks are written as escapes."""
    return render_document(result.to_dict())


def render_document(document: Mapping[str, Any]) -> str:
    """Any document, written in the same way."""
    written = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    return CONTROLS.sub(_escape, written) + "\n"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return character if character == "\n" else json.dumps(character)[1:-1]
