"""The threat model names tests, and they are there."""

from __future__ import annotations

import ast
import re

import pytest

from repository import ROOT, parsed

NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_each_line_of_the_threat_model_is_held_by_a_test(file: str, name: str) -> None:
    """Each test that the threat model names is a function of the file that it names."""
    functions = {node.name for node in parsed(ROOT / file).body if isinstance(node, ast.FunctionDef)}
    assert name in functions


def test_no_row_is_without_a_test() -> None:
    """Each row of a table of the threat model names at least one test."""
    lines = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith(("| it wants to |", "| mistake |"))]
    assert rows
    assert [row for row in rows if "::test_" not in row] == []
