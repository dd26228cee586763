"""The examples of the documents: the fenced blocks of a Markdown file, and how their output is told from another.

A block's language says what it is:

``console``  commands after ``$``, each followed by what it prints
``python``   a program; one document's programs share their names
``diff``     a pair of versions: lines after ``-`` are of the old one, after ``+`` of the new one, others of both
``output``   what the ``python`` or ``diff`` block before it prints
``toml``     a file; where a name follows the language, the examples after it find the file under that name
``json``     a document that has to be valid
``yaml``     a workflow, whose steps ``test_newsroom_ci.py`` runs
``desk``     what is decided at the desk that the ``console`` block before it starts: a key, and the words of the change
``sh``       commands that change the machine, and are run by ``.ci/run``
``{…}``      what Sphinx puts there
``text``     anything else, run by nobody; the same where no language is given
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = frozenset(
    {"console", "desk", "python", "diff", "output", "toml", "json", "yaml", "sh", "text", "", "{include}", "{toctree}"}
)

FENCE = re.compile(r"^```(?P<language>[^\s`]*)[ \t]*(?P<name>[^\n`]*)\n(?P<body>.*?)^```$", re.M | re.S)

ELISION = "..."
"""A line of its own that stands for any number of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of a document."""

    language: str
    name: str
    """What stands after the language."""
    body: str
    line: int
    """The number of its first line in the document."""
    start: int
    end: int
    """Offsets of the body into the document's text."""


def read_blocks(path: Path) -> list[Block]:
    """The fenced blocks of a Markdown file in their order."""
    text = path.read_text(encoding="utf-8")
    return [
        Block(
            language=match["language"],
            name=match["name"].strip(),
            body=match["body"],
            line=text.count("\n", 0, match.start("body")) + 1,
            start=match.start("body"),
            end=match.end("body"),
        )
        for match in FENCE.finditer(text)
    ]


def commands(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a ``console`` block, each with the output shown."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def versions(body: str) -> tuple[str, str]:
    """The two texts of a ``diff`` block."""
    lines = [(line[:1], line[2:]) for line in body.splitlines()]
    old, new = ("\n".join(text for sign, text in lines if sign != other) for other in ("+", "-"))
    return old, new


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is the one shown; white space at the ends of lines does not count."""
    lines = tidied(shown).strip("\n").split("\n")
    pattern = "".join(r"(?:.*\n)*?" if line == ELISION else re.escape(line) + r"\n" for line in lines)
    return re.fullmatch(pattern, tidied(printed).strip("\n") + "\n") is not None


def tidied(output: str) -> str:
    """An output without white space at the ends of its lines."""
    return "\n".join(line.rstrip() for line in output.splitlines())
