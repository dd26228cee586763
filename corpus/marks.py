"""Turn the gold of a story into texts with inline marks, and back, so that a person can write and check it.

    python corpus/marks.py show STORY OUT    write each version of STORY to OUT with its figures marked
    python corpus/marks.py read IN STORY     write the versions and the figures of gold.json from the marked texts in IN

A mark is ``[[surface|track kind value key=value flag]]``; docs/reference/corpus-format.md describes it. ``read`` keeps
``not_figures`` and ``edits`` of an existing gold.json.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
KEYS = {"unit": "unit", "q": "qualifier", "counted": "counted", "trend": "trend", "per": "per"}
FLAGS = ("conversion", "optional", "scope_changed", "restated")
SCHEMA = "storyver/gold/1"

Json = dict[str, Any]


def number(text: str) -> int | float:
    """The value as JSON writes it: whole numbers without a decimal point."""
    value = float(text)
    return int(value) if value.is_integer() else value


def parse_mark(body: str) -> Json:
    """``deaths count 7 counted=person q=at_least`` as the keys of a gold figure."""
    track, kind, value, *rest = body.split()
    figure: Json = {"track": track, "kind": kind, "low": None, "high": None, "unit": None, "qualifier": "exact"}
    figure["date"] = value if kind == "date" else None
    if kind != "date":
        low, _, high = value.partition("..")
        figure |= {"low": number(low), "high": number(high or low)}
    for part in rest:
        key, equals, content = part.partition("=")
        if equals:
            figure[KEYS[key]] = content.replace("_", " ") if key != "q" else content
        elif key in FLAGS:
            figure[key] = True
        else:
            raise ValueError(f"{body!r}: unknown flag {key!r}; one of {', '.join(FLAGS)}")
    return {**figure, "unit": "%"} if kind == "percent" and figure["unit"] is None else figure


def read_marked(name: str, marked: str) -> tuple[str, list[Json]]:
    """The text without its marks, and the figures that they stand for."""
    pieces: list[str] = []
    figures: list[Json] = []
    at = length = 0
    for match in MARK.finditer(marked):
        before, surface = marked[at : match.start()], match[1]
        start = length + len(before)
        figures.append(
            {"version": name, "start": start, "end": start + len(surface), "text": surface, **parse_mark(match[2])}
        )
        pieces += [before, surface]
        length, at = start + len(surface), match.end()
    return "".join([*pieces, marked[at:]]), figures


def write_mark(figure: Json) -> str:
    """The mark of one gold figure."""
    parts = [figure["track"], figure["kind"]]
    if figure["kind"] == "date":
        parts.append(figure["date"])
    else:
        low, high = figure["low"], figure["high"]
        parts.append(f"{low}" if low == high else f"{low}..{high}")
    for key, name in KEYS.items():
        if figure.get(name) not in (None, "exact"):
            parts.append(f"{key}={figure[name]}".replace(" ", "_"))
    parts += [flag for flag in FLAGS if figure.get(flag)]
    return f"[[{figure['text']}|{' '.join(parts)}]]"


def mark(text: str, figures: list[Json]) -> str:
    """The text with a mark around each of its figures."""
    for figure in sorted(figures, key=lambda f: -f["start"]):
        text = text[: figure["start"]] + write_mark(figure) + text[figure["end"] :]
    return text


def dump(gold: Json) -> str:
    """gold.json with one figure and one edit a line, so that a change to one is a change of one line."""
    lists = []
    for key in ("figures", "not_figures", "edits"):
        rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in gold[key])
        lists.append(f' "{key}": [\n{rows}\n ]' if rows else f' "{key}": []')
    return f'{{\n "schema": "{SCHEMA}",\n' + ",\n".join(lists) + "\n}\n"


def read_exact(path: Path) -> str:
    """The file's text with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def version_files(texts: Path, story: Path) -> list[Path]:
    """The files of ``texts`` in the order of the story's manifest; those that it does not name come last, by name."""
    manifest = story / "story.toml"
    entries = tomllib.loads(read_exact(manifest)).get("versions", []) if manifest.exists() else []
    place = {entry["file"]: index for index, entry in enumerate(entries)}
    return sorted(texts.glob("*.txt"), key=lambda path: (place.get(path.name, len(place)), path.name))


def show(story: Path, out: Path) -> None:
    """Write each version of the story with its figures marked."""
    gold = json.loads(read_exact(story / "gold.json"))
    out.mkdir(parents=True, exist_ok=True)
    for path in version_files(story, story):
        figures = [figure for figure in gold["figures"] if figure["version"] == path.name]
        (out / path.name).write_bytes(mark(read_exact(path), figures).encode())


def read(marked: Path, story: Path) -> None:
    """Write the story's versions, and the figures of its gold.json, from marked texts."""
    target = story / "gold.json"
    gold: Json = {"not_figures": [], "edits": []}
    if target.exists():
        gold |= json.loads(read_exact(target))
    gold["figures"] = []
    for path in version_files(marked, story):
        text, figures = read_marked(path.name, read_exact(path))
        gold["figures"] += figures
        (story / path.name).write_bytes(text.encode())
    target.write_bytes(dump(gold).encode())


def main(arguments: list[str]) -> int:
    """Run one of the two commands."""
    match arguments:
        case ["show", story, out]:
            show(Path(story), Path(out))
        case ["read", marked, story]:
            read(Path(marked), Path(story))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
