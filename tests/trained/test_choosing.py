"""Which trained pipeline is taken: the one that is named, the best that is installed, or none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

import storyver
from storyver import pipeline
from storyver.cli import main
from storyver.errors import ModelError
from storyver.extract.installed import installed as found_here
from trained.pipelines import NAME, altered, packaged

OLD, NEW = "Pellworth tarmacked 41 streets.", "Pellworth tarmacked 44 streets."


def by(wanted: str | Path | None) -> str | None:
    """What reads where that is wanted."""
    with storyver.using_model(wanted):
        model = pipeline.current_model()
    return None if model is None else str(model)


def test_one_that_is_installed_is_found(installed: str) -> None:
    """By its entry point, with nothing said; and it may be named, or declined."""
    assert by("auto") == by(installed) == f"{NAME} 1.2.0"
    assert by(None) is by("none") is None
    with storyver.using_model("auto"):
        assert storyver.diff(OLD, NEW).changes[0].new.subject == "Pellworth"  # type: ignore[union-attr]


def test_none_is_found_where_none_is_installed(site: Path) -> None:
    """The rules read alone."""
    assert site.is_dir()
    assert by("auto") is None


def test_the_environment_says_what_is_taken(installed: str, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said in the call counts more."""
    monkeypatch.setenv("STORYVER_MODEL", "none")
    assert by("auto") is None
    assert by(installed) == f"{NAME} 1.2.0"
    monkeypatch.setenv("STORYVER_MODEL", str(saved))
    assert by("auto") == f"{NAME} 1.2.0"


def test_the_largest_that_is_quick_comes_first(saved: Path, site: Path) -> None:
    """A large one before a small one, one whose size is not told behind them, a transformer last."""
    for name in ("en_harbour_trf", "en_harbour", "en_harbour_sm", "en_harbour_lg", "en_a_md_harbour"):
        packaged(saved, site, name=name)
    config = site / "en_harbour_trf" / "en_harbour_trf-1.2.0" / "config.cfg"
    text = config.read_text("utf-8").replace('pipeline = ["', 'pipeline = ["transformer","')
    config.write_text(f'{text}\n[components.transformer]\nfactory = "curated_transformer"\n', encoding="utf-8")
    order = ["en_harbour_lg", "en_a_md_harbour", "en_harbour_sm", "en_harbour", "en_harbour_trf"]
    assert [one.where for one in found_here()] == order


def without(component: str) -> Callable[[Path], None]:
    """Takes a component out."""

    def take_out(folder: Path) -> None:
        nlp = spacy.load(folder, exclude=[component])
        shutil.rmtree(folder)
        nlp.to_disk(folder)

    return take_out


def cut(name: str) -> Callable[[Path], object]:
    """Cuts a file short."""
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:30])


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "another language": (lambda folder: altered(folder, lang="de"), "reads the language 'de', and storyver English"),
    "no parser": (without("parser"), "has no parser"),
    "no names": (without("ner"), "has no ner"),
    "other names": (lambda folder: altered(folder, labels={"ner": ["GENE"]}), "finds none of PERSON, PER, ORG"),
    "another spaCy": (lambda folder: altered(folder, spacy_version=">=2.0,<2.1"), "is for spaCy >=2.0,<2.1"),
    "no description": (lambda folder: (folder / "meta.json").unlink(), "has no meta.json"),
    "a description that is none": (lambda folder: (folder / "meta.json").write_text("[1", "utf-8"), "cannot be read"),
    "a description of nothing": (lambda folder: (folder / "meta.json").write_text("[]", "utf-8"), "does not give its"),
    "no version": (lambda folder: altered(folder, version=None), "does not give its language, name and version"),
    "a version that leads elsewhere": (lambda folder: altered(folder, version="../.."), "does not give its language"),
    "a need that is none": (lambda folder: altered(folder, spacy_version=3), "does not give the version of spaCy"),
    "no configuration": (lambda folder: (folder / "config.cfg").unlink(), "has no config.cfg"),
    "a configuration that is none": (cut("config.cfg"), "a config.cfg that cannot be read"),
    "weights cut short": (cut("parser/model"), "cannot be loaded"),
}
"""What is done to a pipeline, and what is said of it."""


@pytest.mark.parametrize("name", UNUSABLE)
def test_one_that_is_named_and_of_no_use_is_told_in_one_line(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and one line with what, where and what to do."""
    break_it, said = UNUSABLE[name]
    break_it(folder)
    for place, text in (("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / place).write_text(text, encoding="utf-8")
    files = [str(tmp_path / "old.txt"), str(tmp_path / "new.txt")]
    assert main(["diff", *files, "--model", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"{folder}: ")
    assert said in err
    assert "--model" in err
    assert main(["diff", *files, "--model", "none"]) == 0


@pytest.mark.parametrize("name", ["another spaCy", "weights cut short"])
def test_an_installed_one_that_spacy_refuses_is_passed_over(
    name: str, folder: Path, saved: Path, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said once, on standard error, while the next best reads."""
    break_it, said = UNUSABLE[name]
    break_it(folder)
    packaged(folder, site, name="en_harbour_lg")
    packaged(saved, site)
    for place, text in (("1.txt", OLD), ("2.txt", NEW), ("3.txt", OLD)):
        (tmp_path / place).write_text(text, encoding="utf-8")
    assert main(["track", *(str(tmp_path / f"{number}.txt") for number in (1, 2, 3))]) == 0
    out, err = capsys.readouterr()
    assert f"Names and subjects were read with {NAME} 1.2.0." in out
    assert err.startswith("en_harbour_lg: passed over, for it ")
    assert (said in err, err.count("\n")) == (True, 1)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert by("auto") == f"{NAME} 1.2.0"
    assert [str(one.message).startswith("en_harbour_lg: passed over") for one in told] == [True]


@pytest.mark.parametrize("name", ["another language", "no parser", "no names", "other names"])
def test_an_installed_one_for_other_ends_is_none(
    name: str, folder: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is there for somebody else, and nothing is said of it."""
    UNUSABLE[name][0](folder)
    packaged(folder, site)
    assert by("auto") is None
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("wanted", "what", "remedy"),
    [
        ("en_core_web_xl", "is not installed", "spacy download"),
        ("./nowhere", "is no folder", "give the folder"),
        ("storyver", "is not installed", "--model none"),
        ("harbour", "is not installed", "./harbour"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_one_that_is_not_there(
    wanted: str, what: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is that of a package, and never a folder that happens to lie here."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError) as error:
        storyver.using_model(wanted).__enter__()
    assert error.value.where == wanted
    assert what in error.value.what
    assert remedy in error.value.remedy


def test_the_folder_of_a_package_may_be_named(installed: str, site: Path) -> None:
    """As well as that of its data."""
    assert by(site / installed) == by(site / installed / f"{NAME}-1.2.0") == f"{NAME} 1.2.0"


def test_another_process_finds_it_and_runs_none_of_its_code(
    installed: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data of a package is loaded; its code, which here raises an error, is not. What is printed is the same each
    time."""
    monkeypatch.setenv("PYTHONPATH", str(site))
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    command = [sys.executable, "-m", "storyver", "diff", "old.txt", "new.txt"]
    printed = set()
    for surroundings in ({"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1"}, {"PYTHONHASHSEED": "7", "TZ": "Etc/GMT+12"}):
        environment = {**os.environ, **surroundings}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        printed.add(done.stdout)
    assert [f"Names and subjects were read with {installed} 1.2.0." in one for one in printed] == [True]


@pytest.mark.parametrize("arguments", [["--help"], ["diff", "--help"], ["figures", "FILE"]])
def test_nobody_looks_for_one_where_none_is_needed(
    arguments: list[str], installed: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Help and figures import no spaCy."""
    assert installed
    monkeypatch.setenv("PYTHONPATH", str(site))
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    given = [str(tmp_path / "old.txt") if one == "FILE" else one for one in arguments]
    code = f"import sys\nfrom storyver.cli import main\nmain({given!r})\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "spacy" not in done.stderr.split()
