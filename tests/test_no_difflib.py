"""storyver aligns by its own means: difflib is neither imported nor called, in no file and on no path at run time."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from repository import ROOT, imports, parsed, python_files

FOLDERS = ("src", "tests", "corpus", "docs")

UNCALLABLE = '''
"""Stands in for difflib: other people's libraries may import it and take names from it, nobody may call them."""

def refuse(*arguments, **named):
    raise AssertionError("difflib was called")

SequenceMatcher = Differ = HtmlDiff = Match = type("Refusing", (), {"__init__": refuse})
get_close_matches = ndiff = unified_diff = context_diff = diff_bytes = restore = refuse
IS_CHARACTER_JUNK = IS_LINE_JUNK = refuse
'''

UNIMPORTABLE = 'raise AssertionError("difflib was imported")'

DRIVER = """
import contextlib, io, sys
from storyver.cli import main
for line in sys.stdin.read().splitlines():
    code, *arguments = line.split("\\t")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert main(arguments) == int(code), line
print("done")
"""
"""Runs commands, one a line: the exit code expected and the arguments, with tabs between."""

FORMATS = ("terminal", "json", "html", "markdown", "csv")
STORY = ROOT / "corpus" / "nato-explainer"
OLD, NEW = str(STORY / "v21.txt"), str(STORY / "october.txt")

PAGE = str(ROOT / "tests" / "cases" / "sources" / "html" / "story.html")

FIGURES = [(0, "figures", OLD, "--format", form) for form in FORMATS]
COMPARING = [
    *((0, "diff", OLD, NEW, "--format", form) for form in FORMATS),
    *((0, "track", str(STORY), "--format", form) for form in FORMATS),
    *((0, "blame", NEW, "--story", str(STORY), "--format", form) for form in FORMATS),
    (0, "track", str(STORY), "--fact", "troops"),
    (0, "diff", PAGE, NEW),
    (0, "diff", str(STORY), "--from", "4", "--to", "21", "--all"),
    (1, "diff", OLD, NEW, "--exit-code"),
    (0, "diff", OLD, OLD, "--exit-code"),
]
MISTAKEN = [
    (0, "--help"),
    (0, "diff", "--help"),
    (0, "--version"),
    (2,),
    (2, "dif", OLD, NEW),
    (2, "diff", OLD, NEW, "--fromat", "json"),
    (2, "diff", OLD, NEW, "--format", "jsn"),
    (2, "diff", str(STORY), "--from", "octobr.txt"),
    (2, "figures", OLD + "x"),
    (2, "track", os.devnull),
    (2, "fetch", "http://127.0.0.1/"),
    (2, "fetch", "http://127.0.0.1/", "--contact", "news@coast.example"),
    (2, "fetch", "--archve", "http://127.0.0.1/"),
]


@pytest.mark.parametrize("path", python_files(*FOLDERS), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_imports_difflib(path: Path) -> None:
    """No Python file of the repository imports difflib, at its top, in a function or by name."""
    assert [one for one in imports(path) if one.root == "difflib"] == []
    by_name = [
        ast.unparse(node)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("import_module", "__import__"))
        and any(isinstance(one, ast.Constant) and "difflib" in str(one.value) for one in node.args)
    ]
    assert by_name == []


def test_package_imports_nothing_by_a_computed_name() -> None:
    """The package never imports by a name put together at run time, so what was read above is all that there is."""
    calls = [
        (path.name, ast.unparse(node))
        for path in python_files("src")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("import_module", "__import__", "exec", "eval"))
    ]
    assert calls == []


def run_with(stand_in: str, folder: Path, code: str, commands: Sequence[tuple[object, ...]]) -> str:
    """Run code in a process that finds the stand-in instead of difflib; the answer is its output and its errors."""
    (folder / "difflib.py").write_text(stand_in, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="\n".join("\t".join(map(str, command)) for command in commands),
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_no_command_calls_difflib(tmp_path: Path) -> None:
    """Every command in every format, and every kind of mistake, does without a call of difflib."""
    kept = ("--archive", tmp_path / "story.db")
    keeping = [
        (0, "add", STORY, *kept),
        (0, "list", *kept),
        (0, "show", STORY.name, *kept),
        (0, "track", STORY.name, *kept),
        (0, "export", STORY.name, "-o", tmp_path / "out", *kept),
        (0, "verify", *kept),
        (2, "list", STORY.name + "x", *kept),
    ]
    assert run_with(UNCALLABLE, tmp_path, DRIVER, [*FIGURES, *COMPARING, *keeping, *MISTAKEN]) == "done\n"


def test_what_needs_no_spacy_does_not_import_difflib(tmp_path: Path) -> None:
    """Importing storyver, its help, its mistakes and ``figures`` in every format never so much as import difflib."""
    commands = [*FIGURES, *MISTAKEN]
    assert run_with(UNIMPORTABLE, tmp_path, f"import storyver\n{DRIVER}", commands) == "done\n"


@pytest.mark.parametrize(
    ("stand_in", "code", "message"),
    [
        (UNCALLABLE, "import difflib; difflib.SequenceMatcher(None, 'a', 'b')", "difflib was called"),
        (UNCALLABLE, "from difflib import get_close_matches as near; near('a', ['b'])", "difflib was called"),
        (UNIMPORTABLE, "import difflib", "difflib was imported"),
    ],
)
def test_the_stand_in_refuses(stand_in: str, code: str, message: str, tmp_path: Path) -> None:
    """The stand-ins do what the tests above rely on: a call, or an import, of difflib fails."""
    assert message in run_with(stand_in, tmp_path, code, [])
