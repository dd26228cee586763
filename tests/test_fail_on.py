"""What ends with 1 for a newsroom's checks, and reports that are no text."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import storyver
from harbour import audit_result, check_result, diff_result, figures_result
from storyver.cli import main
from storyver.model import CheckResult, Importance, Result, Standing
from storyver.report import formats_of, render_binary


def ends_with(monkeypatch: pytest.MonkeyPatch, result: Result, command: str, *options: str) -> int:
    """The exit code of a command that has the result."""
    monkeypatch.setattr(storyver, command, lambda *_, **__: result)
    inputs = ["a.txt"] if command == "check" else ["a.txt", "b.txt"]
    return main([command, *inputs, *options])


@pytest.mark.parametrize(
    ("weights", "option", "code"),
    [
        (("high",), "high", 1),
        (("medium", "low"), "high", 0),
        (("medium", "low"), "medium", 1),
        (("low",), "medium", 0),
        (("low",), "low", 1),
        (("none",), "low", 0),
        ((), "low", 0),
    ],
)
@pytest.mark.usefixtures("capsys")
def test_diff_fails_on_what_weighs_enough(
    monkeypatch: pytest.MonkeyPatch, weights: tuple[str, ...], option: str, code: int
) -> None:
    """A comparison ends with 1 where a fact moved in a change of at least the importance that is named."""
    rose = next(one for one in diff_result().changes if one.kind == "increased")
    same = next(one for one in diff_result().changes if one.kind == "unchanged")
    changes = (
        *(replace(rose, importance=Importance(one)) for one in weights),
        replace(same, importance=Importance.HIGH),
    )
    result = replace(diff_result(), changes=changes)
    assert ends_with(monkeypatch, result, "diff", "--fail-on", option) == code


@pytest.mark.usefixtures("capsys")
def test_exit_code_asks_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given both, ``--exit-code`` still ends with 1 for a change of less importance; given neither, nothing does."""
    slight = tuple(one for one in diff_result().changes if one.importance is Importance.LOW)
    result = replace(diff_result(), changes=slight)
    assert ends_with(monkeypatch, result, "diff", "--fail-on", "high") == 0
    assert ends_with(monkeypatch, result, "diff", "--fail-on", "high", "--exit-code") == 1
    assert ends_with(monkeypatch, result, "diff") == 0


@pytest.mark.usefixtures("capsys")
def test_audit_fails_on_what_is_not_admitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit ends with 1 where no notice admits a change of the importance, whatever notices admit of others."""
    (step,) = audit_result().steps
    silent, told = step.disclosures
    slight = replace(silent, change=replace(silent.change, importance=Importance.MEDIUM))
    for disclosures, high, medium in (((silent, told), 1, 1), ((slight, told), 0, 1), ((told,), 0, 0)):
        result = replace(audit_result(), steps=(replace(step, disclosures=disclosures),))
        assert ends_with(monkeypatch, result, "audit", "--fail-on", "high") == high
        assert ends_with(monkeypatch, result, "audit", "--fail-on", "medium") == medium
        assert ends_with(monkeypatch, result, "audit") == 0


@pytest.mark.usefixtures("capsys")
def test_check_fails_on_what_cannot_be_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check ends with 1 for every finding, or only for figures that cannot all be right."""
    named = CheckResult(
        versions=check_result().versions,
        findings=tuple(one for one in check_result().findings if one.standing is Standing.NAMED),
    )
    assert ends_with(monkeypatch, named, "check") == 1
    assert ends_with(monkeypatch, named, "check", "--fail-on", "named") == 1
    assert ends_with(monkeypatch, named, "check", "--fail-on", "wrong") == 0
    assert ends_with(monkeypatch, check_result(), "check", "--fail-on", "wrong") == 1


class Terminal(io.TextIOWrapper):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_workbook_is_not_shown_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused in one line before anything is worked out, and nothing reaches the terminal."""
    screen = io.BytesIO()
    monkeypatch.setattr(storyver, "figures", lambda _: pytest.fail("was worked out"))
    monkeypatch.setattr(sys, "stdout", Terminal(screen, encoding="utf-8"))
    assert main(["figures", "a.txt", "--format", "xlsx"]) == 2
    assert (
        capsys.readouterr().err == "standard output: is a terminal, and xlsx is no text; write it to a file with -o\n"
    )
    assert screen.getvalue() == b""


def test_a_workbook_goes_through_a_pipe_or_into_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Both get the bytes of the report as they are."""
    monkeypatch.setattr(storyver, "figures", lambda _: figures_result())
    target = tmp_path / "figures.xlsx"
    assert main(["figures", "a.txt", "--format", "xlsx"]) == 0
    assert main(["figures", "a.txt", "--format", "xlsx", "-o", str(target)]) == 0
    assert capsysbinary.readouterr().out == target.read_bytes() == render_binary(figures_result(), "xlsx")


def test_commands_offer_the_formats_that_they_have(capsys: pytest.CaptureFixture[str]) -> None:
    """A feed of one version's figures is refused, with the formats that there are."""
    assert main(["figures", "a.txt", "--format", "atom"]) == 2
    assert "invalid choice: 'atom'" in capsys.readouterr().err
    assert formats_of("diff")[-4:] == ("annotations", "claimreview", "atom", "xlsx")
    assert formats_of("track")[-3:] == ("claimreview", "atom", "xlsx")
    assert formats_of("audit")[-1:] == ("xlsx",)
