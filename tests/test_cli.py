"""The commands: what they write, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import storyver
from harbour import check_result, diff_result, figures_result, results
from storyver.cli import main
from storyver.errors import SourceError
from storyver.model import ChangeKind, DiffResult, Result, Version
from storyver.report import FORMATS, render

RESULTS = results()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The library's calls, answered with the samples."""
    made: list[tuple[Any, ...]] = []

    def answering(name: str) -> Callable[..., Result]:
        def answer(*given: Any, **options: Any) -> Result:
            assert options.keys() <= {"audited", "decisions"}
            made.append((name, *given))
            return RESULTS[name]

        return answer

    for name in RESULTS:
        monkeypatch.setattr(storyver, name, answering(name), raising=False)
    return made


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with three versions."""
    folder = tmp_path / "story"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"v{number}.txt").write_text(f"Version {number} of 3.\n\nIt cost £{number}m.\n", encoding="utf-8")
    return folder


COMMANDS = {
    "figures": ["figures", "v1.txt"],
    "diff": ["diff", "v1.txt", "v2.txt"],
    "track": ["track", "story"],
    "blame": ["blame", "v1.txt", "--story", "story"],
    "check": ["check", "story"],
    "audit": ["audit", "story"],
}
ENDS_WITH = {"check": 1}
"""The exit codes of the samples; 0 for the others."""


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", COMMANDS)
def test_command_writes_its_report(
    name: str, form: str, calls: list[tuple[Any, ...]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each command calls the library once with paths and writes the result in the format asked for."""
    assert main([*COMMANDS[name], "--format", form]) == ENDS_WITH.get(name, 0)
    assert capfdbinary.readouterr().out == render(RESULTS[name], form).encode("utf-8")
    assert calls == [(name, *(Path(one) for one in COMMANDS[name][1:] if one != "--story"))]


@pytest.mark.parametrize("name", COMMANDS)
def test_terminal_is_the_default_format(
    name: str, calls: list[tuple[Any, ...]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Without ``--format`` the report is that for a terminal; into a pipe it is 100 columns without colour."""
    assert main(COMMANDS[name]) == ENDS_WITH.get(name, 0)
    assert capfdbinary.readouterr().out.decode() == render(RESULTS[name], "terminal", width=100)
    assert len(calls) == 1


@pytest.mark.usefixtures("calls")
def test_report_goes_to_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With ``-o`` the file holds the report and standard output nothing."""
    target = tmp_path / "report.json"
    assert main(["diff", "v1.txt", "v2.txt", "--format", "json", "-o", str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == "storyver/diff/1"
    assert capsys.readouterr() == ("", "")


def test_files_may_stand_around_options(calls: list[tuple[Any, ...]]) -> None:
    """The second file may follow an option."""
    assert main(["diff", "v1.txt", "--format", "json", "v2.txt"]) == 0
    assert calls == [("diff", Path("v1.txt"), Path("v2.txt"))]


def test_several_files_are_tracked_in_order(calls: list[tuple[Any, ...]]) -> None:
    """Several files are given to the library as a list."""
    assert main(["track", "b.txt", "a.txt", "c.txt"]) == 0
    assert calls == [("track", [Path("b.txt"), Path("a.txt"), Path("c.txt")])]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [([], [2, 3]), (["--from", "1"], [1, 3]), (["--to", "2"], [1, 2]), (["--from", "1", "--to", "v2.txt"], [1, 2])],
)
def test_two_versions_of_a_story(
    options: list[str], numbers: list[int], story: Path, calls: list[tuple[Any, ...]]
) -> None:
    """Of a story the two latest versions are compared, or those that are named."""
    assert main(["diff", str(story), *options]) == 0
    _, old, new = calls[0]
    assert isinstance(old, Version)
    assert [old.number, new.number] == numbers


@pytest.mark.usefixtures("calls")
def test_exit_code_tells_of_factual_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--exit-code`` gives 1 where a fact moved, 0 where none did; without it diff gives 0."""
    assert main(["diff", "a", "b"]) == 0
    assert main(["diff", "a", "b", "--exit-code"]) == 1
    quiet = replace(
        diff_result(), changes=tuple(one for one in diff_result().changes if one.kind is ChangeKind.UNCHANGED)
    )
    monkeypatch.setattr(storyver, "diff", lambda *_, **__: quiet, raising=False)
    assert main(["diff", "a", "b", "--exit-code"]) == 0


@pytest.mark.usefixtures("calls")
def test_exit_code_tells_of_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """``check`` gives 1 where something was found, and 0 where nothing was, or the text explains it."""
    assert main(["check", "story"]) == 1
    monkeypatch.setattr(storyver, "check", lambda _: replace(check_result(), findings=()), raising=False)
    assert main(["check", "story"]) == 0


@pytest.mark.usefixtures("calls")
def test_exit_code_tells_of_changes_without_a_notice() -> None:
    """``audit --exit-code`` gives 1 where a change is not admitted; without it audit gives 0."""
    assert main(["audit", "story"]) == 0
    assert main(["audit", "story", "--exit-code"]) == 1


@pytest.mark.usefixtures("calls")
def test_check_all_lists_what_the_text_explains(capsys: pytest.CaptureFixture[str]) -> None:
    """``check --all`` lists what the text explains itself, with the words by which it does."""
    main(["check", "story"])
    assert "is vacant" not in capsys.readouterr().out
    main(["check", "story", "--all"])
    assert "is vacant" in capsys.readouterr().out


@pytest.mark.usefixtures("calls")
def test_all_lists_what_is_held_to_be_noise(capsys: pytest.CaptureFixture[str]) -> None:
    """``diff --all`` lists the suppressed differences."""
    main(["diff", "a", "b", "--all"])
    assert "“harbor” → “harbour”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "storyver: the following arguments are required: COMMAND; see storyver --help"),
        (["figures"], "storyver figures: the following arguments are required: FILE; see storyver figures --help"),
        (["diff"], "storyver diff: the following arguments are required: PATH; see storyver diff --help"),
        (["figures", "a", "b"], "storyver: unrecognized arguments: b; see storyver --help"),
        (["figures", "--formt", "csv", "a"], "storyver: unrecognized arguments: --formt a; see storyver --help"),
        (["figures", ""], "storyver figures: argument FILE: a file name is empty; see storyver figures --help"),
        (["diff", "a", "b", "c"], "storyver diff: more than two versions; give two, or compare them all with"),
        (["diff", "a", "b", "--to", "3"], "storyver diff: --from and --to choose from a story's folder; leave them"),
        (["diff", "a", "--color"], "storyver: unrecognized arguments: --color; see storyver --help"),
        (["diff", "a", "b", "\x1b[2Jx\ny"], "storyver diff: more than two versions"),
        (
            ["figures", "a", "x\ny\x1b[2J"],
            "storyver: unrecognized arguments: x[U+000A]y[U+001B][2J; see storyver --help",
        ),
        (["blame", "a"], "storyver blame: the following arguments are required: --story; see storyver blame --help"),
        (["check"], "storyver check: the following arguments are required: FILE|STORY; see storyver check --help"),
        (["check", "a", "b"], "storyver: unrecognized arguments: b; see storyver --help"),
        (["audit"], "storyver audit: the following arguments are required: PATH; see storyver audit --help"),
        (["track", "a", "--format", "pdf"], "storyver track: argument --format: invalid choice: 'pdf'"),
    ],
)
@pytest.mark.usefixtures("calls")
def test_unusable_arguments(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments that cannot be used give 2 and one line that says what to do."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)
    assert err.count("\n") == 1
    assert err.endswith("\n")


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            SourceError(what="is empty", where="a\nb", remedy="save it again"),
            2,
            "a[U+000A]b: is empty; save it again\n",
        ),
        (
            PermissionError(13, "Permission denied", "a.txt"),
            2,
            "a.txt: Permission denied; check the file and try again\n",
        ),
        (MemoryError(), 2, "storyver: not enough memory; give it less text at once\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_are_one_line(
    error: BaseException, code: int, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the library cannot use becomes one line and 2, an interruption 130, never a traceback."""

    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr(storyver, "figures", failing, raising=False)
    assert main(["figures", "a"]) == code
    assert capsys.readouterr() == ("", message)


def test_no_input_is_overwritten(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A version given, a version of the story, and its manifest are refused as targets."""
    (story / "story.toml").write_text('title = "A story"\n')
    monkeypatch.setattr(storyver, "diff", lambda old, new, **_: DiffResult(
        old=old, new=new, factual=0, changes=(), sentences=()
    ) if isinstance(old, Version) else RESULTS["diff"], raising=False)  # fmt: skip
    versions = [str(story / "v1.txt"), str(story / "v2.txt")]
    targets = [(versions, "v2.txt"), ([str(story)], "v1.txt"), ([str(story)], "story.toml")]
    before = {path.name: path.read_bytes() for path in story.iterdir()}
    for paths, name in targets:
        assert main(["diff", *paths, "-o", str(story / name)]) == 2
        assert capsys.readouterr().err == f"{story / name}: is one of the inputs; give another file name with -o\n"
    assert {path.name: path.read_bytes() for path in story.iterdir()} == before
    assert main(["diff", str(story), "-o", str(tmp_path / "report.txt")]) == 0


@pytest.mark.usefixtures("calls")
def test_unwritable_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A target in a folder that does not exist gives 2 and one line."""
    assert main(["figures", "a", "-o", str(tmp_path / "no" / "report")]) == 2
    error = capsys.readouterr().err
    assert (
        error == f"{tmp_path}/no/report: cannot be written (No such file or directory); choose another place with -o\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["-h"],
        ["figures", "-h"],
        ["diff", "--help"],
        ["track", "-h"],
        ["blame", "-h"],
        ["check", "-h"],
        ["audit", "-h"],
        ["--version"],
    ],
)
def test_help_and_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Help and version go to standard output in ASCII, with 0."""
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert out.startswith(("usage: storyver", "storyver 0"))
    assert out.isascii()
    assert err == ""


def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m storyver``."""
    return subprocess.run([sys.executable, "-m", "storyver", *arguments], capture_output=True, check=False, **more)


def test_module_runs() -> None:
    """``python -m storyver`` is the command."""
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"storyver ")


def test_missing_file_in_a_process(tmp_path: Path) -> None:
    """A file that is not there gives 2, one line and no traceback, whatever its name."""
    for name in ("missing.txt", "new\nline\x1b[2J.txt", "\udcff.txt"):
        done = run("figures", os.fsdecode(os.fsencode(str(tmp_path / name))))
        assert done.returncode == 2
        assert done.stdout == b""
        assert done.stderr.count(b"\n") == 1
        assert b"\x1b" not in done.stderr
        assert b"Traceback" not in done.stderr


def test_help_imports_nothing_heavy() -> None:
    """Help needs none of the libraries that do the work."""
    code = (
        "import sys; from storyver.cli import main; main(['-h'])\n"
        "heavy = {'spacy', 'numpy', 'rich', 'jinja2', 'babel', 'rapidfuzz', 'dateutil', 'difflib', 'jsonschema'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr == b"[]\n"


def test_reports_do_not_import_difflib() -> None:
    """None of the five reports brings difflib in."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import harbour; from storyver.report import FORMATS, render\n"
        "[render(harbour.diff_result(), form) for form in FORMATS]\n"
        "print('difflib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, check=True)
    assert done.stdout == b"False\n"


STAND_IN = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "import harbour, storyver; from storyver.cli import main\n"
    "storyver.figures = lambda _: harbour.figures_result()\n"
    "sys.exit(main(sys.argv[2:]))"
)


def stand_in(*arguments: str) -> list[str]:
    """A process whose library answers with the sample."""
    return [sys.executable, "-c", STAND_IN, str(Path(__file__).parent), *arguments]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX pipes")
def test_reader_that_goes_away_is_no_error() -> None:
    """A closed pipe ends the command quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(stand_in("figures", "a"), stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_behind_standard_output() -> None:
    """Output that cannot be written gives 2 and one line."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(stand_in("figures", "a"), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        b"standard output: cannot be written (No space left on device); choose another place with -o\n"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_output_is_the_same_under_every_locale(form: str) -> None:
    """Piped output has the same bytes whatever the locale, the hash seed and the terminal's variables are."""
    variants: list[dict[str, str]] = [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "1", "COLUMNS": "20", "TERM": "dumb"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "FORCE_COLOR": "1", "TERM": "xterm-256color"},
    ]
    outputs = [
        subprocess.run(
            stand_in("figures", "a", "--format", form), env={**os.environ, **variant}, capture_output=True, check=True
        ).stdout
        for variant in variants
    ]
    assert outputs[0] == outputs[1] == render(figures_result(), form).encode("utf-8")
