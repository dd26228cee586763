"""Writing a ``story.toml`` that reads back to the same versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from storyver.model import Capture
from storyver.sources.media import PLAIN, media_of

_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TEXTS: Final = ("charset", "title", "url")


def manifest_text(name: str, captures: Mapping[str, Capture]) -> str:
    """The manifest of a story from its name and its captures, each by the name of its file."""
    last = list(captures.values())[::-1]
    title = next((one.story_title for one in last if one.story_title), None)
    url = next((one.story_url for one in last if one.story_url), None)
    lines = [f"{key} = {_string(value)}" for key, value in (("id", name), ("title", title), ("url", url)) if value]
    for file, capture in captures.items():
        lines += ["", "[[versions]]", f"# from {_string(capture.source)}", f"file = {_string(file)}"]
        lines += _version(capture)
    return "\n".join(lines) + "\n"


def _version(capture: Capture) -> list[str]:
    lines = [f"name = {_string(capture.name or '')}"]
    lines += [f"{key} = {_string(value)}" for key in _TEXTS if (value := getattr(capture, key)) and value.strip()]
    if media_of(capture.data) != capture.media:
        lines.append(f"media = {_string(capture.media)}")
    lines += [f"{key} = {value}" for key in ("number", "of") if (value := getattr(capture, key)) is not None]
    if capture.notes:
        lines.append(f"notes = [{', '.join(map(_string, capture.notes))}]")
    if capture.dates:
        dates = (
            f"  {{ value = {_string(one.value)}, source = {_string(one.source)}, evidence = {_string(one.evidence)} }},"
            for one in capture.dates
        )
        lines += ["dates = [", *dates, "]"]
    return lines


def _string(text: str) -> str:
    """A TOML string: control characters are escaped, and halves of surrogate pairs, which TOML lacks, are spelt out."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else _escaped(c)) for c in whole) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def file_names(captures: Sequence[Capture], endings: Mapping[str, str]) -> list[str]:
    """A name for each capture's file, in their order. It says neither a number nor a date."""
    width = max(5, len(str(len(captures))))
    return [
        f"{place:0{width}}.{endings.get(media_of(capture.data), endings[PLAIN])}"
        for place, capture in enumerate(captures, start=1)
    ]
