"""Every example of the documents does what the document says, every link leads somewhere, and nothing is left out.

After a change that is meant, write the outputs anew with ``STORYVER_WRITE_DOCS=1 pytest tests/test_docs.py`` and read
what differs. Outputs with a line ``...`` are left to the writer.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import storyver
from desk_examples import decide, desks
from markdown_examples import ELISION, LANGUAGES, Block, agrees, commands, read_blocks, versions
from repository import ROOT
from storyver.cli import main
from storyver.review.desk import Desk
from storyver.schemas import ARCHIVE_NAMES, MEASURING_NAMES, NAMES, load
from wayback_examples import wayback

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
ERRORS = ROOT / "docs" / "reference" / "errors.md"
WITH_INSTALLATION = {"README.md", "CONTRIBUTING.md"}
"""The documents whose ``sh`` blocks ``.ci/run`` takes its commands from, or that name it."""

OTHER_PROGRAMS = ("cat", "cp", "mkdir", "ssh-keygen")

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a document's examples run: it has the corpus and nothing else."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def printed(run: Callable[[], object]) -> str:
    """What a call prints, to standard output and standard error."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        run()
    return stream.getvalue()


_TWO_NAMES = re.compile(r"^(  -[\w-]+), (-[\w-]+) ([A-Z]+)$", re.MULTILINE)


def run_command(command: str, archive: list[str]) -> str:
    """What a command prints: ``storyver``, or one of the few others; ``fetch`` asks the archive of these options."""
    program, *arguments = shlex.split(command)
    if program == "storyver":
        told = fetched([*arguments, *archive]) if arguments[0] == "fetch" else printed(lambda: main(arguments))
        return _TWO_NAMES.sub(r"\1 \3, \2 \3", told)  # from Python 3.13 on, help names the value once
    assert program in OTHER_PROGRAMS, f"the examples run storyver and {', '.join(OTHER_PROGRAMS)}, not {program}"
    done = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=True)
    return done.stdout + done.stderr


def fetched(arguments: list[str]) -> str:
    """What ``storyver fetch`` prints where it waits for nothing, but for the line that this computer may be asked."""
    with patch.object(time, "sleep"):
        told = printed(lambda: main(arguments))
    return re.sub(r"^storyver fetch: private addresses are allowed .*\n", "", told)


def run_python(block: Block, path: Path, names: dict[str, Any]) -> str:
    """What a program prints; what it defines is kept in ``names``."""
    code = compile("\n" * (block.line - 1) + block.body, str(path), "exec")
    return printed(lambda: exec(code, names))


def changes_of(body: str) -> str:
    """The changes of a pair of versions, one a line."""
    old, new = versions(body)
    return "\n".join(f"{change.kind}: {change.summary}" for change in storyver.diff(old, new).changes)


def outputs(path: Path, blocks: list[Block]) -> list[tuple[Block, str]]:
    """Run a document's examples in their order: each block that shows output, with the output it should show."""
    with desks() as started, wayback() as archive:
        return _outputs(path, blocks, started, archive)


def _outputs(path: Path, blocks: list[Block], started: list[Desk], archive: list[str]) -> list[tuple[Block, str]]:
    found: list[tuple[Block, str]] = []
    names: dict[str, Any] = {"__name__": "__example__"}
    for place, block in enumerate(blocks):
        shown = blocks[place + 1] if place + 1 < len(blocks) and blocks[place + 1].language == "output" else None
        match block.language:
            case "console":
                told = "".join(f"$ {one}\n{run_command(one, archive)}" for one, _ in commands(block.body))
                found.append((block, told))
            case "desk":
                decide(started.pop(), block.body)
            case "python" | "diff":
                told = run_python(block, path, names) if block.language == "python" else changes_of(block.body)
                assert shown is not None or not told.strip(), f"{path}:{block.line} prints, and no output is shown"
                found += [(shown, told)] if shown else []
            case "toml" | "json":
                (tomllib.loads if block.language == "toml" else json.loads)(block.body)
                if block.name:
                    Path(block.name).parent.mkdir(parents=True, exist_ok=True)
                    Path(block.name).write_text(block.body, encoding="utf-8")
    return found


def write_anew(path: Path, wrong: list[tuple[Block, str]]) -> None:
    """Put the outputs that were printed into the document."""
    text = path.read_text(encoding="utf-8")
    for block, told in reversed(wrong):
        if f"\n{ELISION}\n" not in f"\n{block.body}":
            text = f"{text[: block.start]}{told.rstrip()}\n{text[block.end :]}"
    path.write_text(text, encoding="utf-8")


@every_document
@pytest.mark.usefixtures("workplace")
def test_examples_do_what_they_show(path: Path) -> None:
    """Each command, program, pair of versions and file of a document is run, and prints what the document shows."""
    wrong = [(block, told) for block, told in outputs(path, read_blocks(path)) if not agrees(block.body, told)]
    if wrong and os.environ.get("STORYVER_WRITE_DOCS"):
        write_anew(path, wrong)
    report = [f"{path.relative_to(ROOT)}:{block.line} shows\n{block.body}\nand prints\n{told}" for block, told in wrong]
    assert not report, "\n\n".join(report)


@every_document
def test_every_block_is_of_a_known_language(path: Path) -> None:
    """No block escapes being run for a language that nobody knows, and only installation is left to ``.ci/run``."""
    allowed = LANGUAGES if path.name in WITH_INSTALLATION else LANGUAGES - {"sh"}
    assert {block.language for block in read_blocks(path)} <= allowed


def anchors(path: Path) -> set[str]:
    """The headings of a document as links name them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_document
def test_links_lead_somewhere(path: Path) -> None:
    """Each link inside the repository names a file that is there, and a heading that it has."""
    text = re.sub(FENCED, "", path.read_text(encoding="utf-8"))
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, heading = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if "://" in target or target.startswith("mailto:"):
            continue
        if not file.exists() or (heading and heading not in anchors(file)):
            broken.append(target)
    assert broken == []


FENCED = re.compile(r"^```.*?^```$", re.M | re.S)


def test_readme_has_two_commands() -> None:
    """The README gives one line that runs storyver and one that runs the tests; ``.ci/run`` takes them from there."""
    lines = [
        line for block in read_blocks(ROOT / "README.md") if block.language == "sh" for line in block.body.splitlines()
    ]
    assert [line.split()[-2:] for line in lines] == [["track", "corpus/nato-explainer"], ["&&", ".venv/bin/pytest"]]


def test_every_document_is_in_the_index() -> None:
    """``docs/README.md`` links every document under ``docs``."""
    index = ROOT / "docs" / "README.md"
    linked = set(re.findall(r"\]\(([^)#\s]+\.md)\)", index.read_text(encoding="utf-8")))
    assert linked == {
        str(path.relative_to(index.parent)) for path in DOCUMENTS if path.is_relative_to(index.parent)
    } - {"README.md", "index.md"}


def names_in(schema: Any) -> set[str]:
    """The properties that a JSON Schema names, at any depth."""
    if isinstance(schema, list):
        return set().union(*map(names_in, schema))
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own.union(*map(names_in, schema.values()))


@pytest.mark.parametrize("name", [*NAMES, *ARCHIVE_NAMES, *MEASURING_NAMES])
def test_json_reference_names_every_property(name: str) -> None:
    """Each property of the published schemas is described in the reference."""
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    assert {one for one in names_in(load(name)) if f"`{one}`" not in text} == set()


def test_error_messages_that_are_tested_are_in_the_reference() -> None:
    """Each message that a case of bad input gives is one of the errors' reference."""
    cases = tomllib.loads((ROOT / "tests" / "cases" / "bad_input" / "bad_input.toml").read_text(encoding="utf-8"))
    rows = re.findall(r"^\| `(.*?)` \|", ERRORS.read_text(encoding="utf-8"), re.M)
    patterns = [re.compile(".*".join(map(re.escape, row.split("…")))) for row in rows]
    told = [case["error"] for case in cases["case"]]
    assert [one for one in told if not any(pattern.fullmatch(one) for pattern in patterns)] == []
