"""What is heavy is imported where it is used: told by the modules that a process holds, not by its time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from repository import ROOT

HEAVY = {
    "spacy",
    "thinc",
    "numpy",
    "rich",
    "jinja2",
    "babel",
    "rapidfuzz",
    "dateutil",
    "scipy",
    "jsonschema",
    "typer",
} | {"pyarrow", "docx", "lxml", "pypdf", "defusedxml"}

RUN = "from storyver.cli import main; main({arguments})"
VERSION = str(ROOT / "corpus" / "nato-explainer" / "v21.txt")

CASES = {
    "import": ("import storyver", set()),
    "import of everything public": ("from storyver import *", set()),
    "help": (RUN.format(arguments=["--help"]), set()),
    "help of a command": (RUN.format(arguments=["diff", "--help"]), set()),
    "version": (RUN.format(arguments=["--version"]), set()),
    "mistake": (RUN.format(arguments=["diff", "--formt", "json"]), set()),
    "missing file": (RUN.format(arguments=["figures", "missing.txt"]), set()),
    "figures as JSON": (RUN.format(arguments=["figures", VERSION, "--format", "json"]), {"babel", "dateutil"}),
    "figures for a terminal": (RUN.format(arguments=["figures", VERSION]), {"babel", "dateutil", "rich"}),
    "figures as HTML": (
        RUN.format(arguments=["figures", VERSION, "--format", "html"]),
        {"babel", "dateutil", "jinja2"},
    ),
}
"""What is run, and the heavy libraries that it may load."""


@pytest.mark.parametrize(("code", "allowed"), CASES.values(), ids=CASES)
def test_only_what_is_needed_is_loaded(code: str, allowed: set[str]) -> None:
    """Importing storyver and its help load no heavy library, and reading figures never loads spaCy."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sorted(sys.modules), file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stderr.splitlines()[-1].split()) & HEAVY
    assert loaded <= allowed
