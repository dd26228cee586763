"""Where what was read with a trained pipeline goes further: bundles that are checked, datasets, the reviewers' desk."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import storyver
from storyver.batching.task import reading_as
from storyver.cli import main
from storyver.errors import BatchError
from storyver.model import BundleVerification
from storyver.review.desk import Desk
from storyver.schemas import load
from trained.pipelines import NAME, altered, packaged

OLD = "Pellworth tarmacked 41 streets in Orlena. Una Voss said the wall cost about £6 million."
NEW = "Pellworth tarmacked 44 streets in Orlena. Una Voss said the wall cost £7 million."


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The folder of a story of two versions."""
    folder = tmp_path / "streets"
    folder.mkdir()
    for number, text in enumerate((OLD, NEW), start=1):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def bundle(story: Path, saved: Path, tmp_path: Path) -> Path:
    """A bundle of it, read with the pipeline."""
    path = tmp_path / "streets.zip"
    assert main(["bundle", str(story), "-o", str(path), "--model", str(saved)]) == 0
    return path


def unchecked(found: BundleVerification) -> str:
    """Why the analysis was not done again; nothing may be held to be altered for that."""
    assert (found.alterations, found.rerun, len(found.unchecked)) == ((), False, 1)
    return found.unchecked[0]


def test_a_bundle_says_what_read_it(bundle: Path) -> None:
    """Beside the program and its libraries, with the hash of its files."""
    about = json.loads(zipfile.ZipFile(bundle).read("about.json"))
    Draft202012Validator(load("about")).validate(about)
    model = about["made_with"]["model"]
    assert (model["name"], model["version"], len(model["sha256"])) == (NAME, "1.2.0", 64)
    assert json.loads(zipfile.ZipFile(bundle).read("changes/track.json"))["model"] == model


def test_it_is_read_again_with_the_same(
    bundle: Path, saved: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the one that is given, whatever else would be taken here."""
    packaged(saved, site, name="en_other_lg")
    capsys.readouterr()
    assert main(["verify", str(bundle), "--model", str(saved), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rerun"] is True


def test_it_is_read_again_with_what_is_installed(
    story: Path, installed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing has to be said."""
    path = tmp_path / "streets.zip"
    assert main(["bundle", str(story), "-o", str(path)]) == 0
    found = storyver.verify_bundle(path)
    assert (found.alterations, found.unchecked, found.rerun) == ((), (), True)
    assert json.loads(zipfile.ZipFile(path).read("about.json"))["made_with"]["model"]["name"] == installed
    assert capsys.readouterr().err == ""


def test_where_it_is_missing_that_is_told(bundle: Path) -> None:
    """The bundle is whole, and the analysis was not done again."""
    told = unchecked(storyver.verify_bundle(bundle))
    assert told.startswith(
        f"the analysis was not done again: {NAME} 1.2.0 read its names and subjects, and here it is not"
    )
    assert told.endswith("name its folder with --model")


def test_where_it_is_another_that_is_told(bundle: Path, folder: Path, tmp_path: Path) -> None:
    """Another version, and other files of the same."""
    altered(folder, version="1.3.0")
    assert f"and here is {NAME} 1.3.0" in unchecked(storyver.verify_bundle(bundle, model=folder))
    altered(folder, version="1.2.0", description="Another.")
    assert f"and here is another build of {NAME} 1.2.0" in unchecked(storyver.verify_bundle(bundle, model=folder))
    assert "has no meta.json" in unchecked(storyver.verify_bundle(bundle, model=tmp_path))


def test_a_bundle_of_the_rules_is_read_by_them_again(story: Path, installed: str, tmp_path: Path) -> None:
    """Whatever is installed where it is checked."""
    path = tmp_path / "streets.zip"
    assert main(["bundle", str(story), "-o", str(path), "--model", "none"]) == 0
    assert "model" not in json.loads(zipfile.ZipFile(path).read("about.json"))["made_with"]
    found = storyver.verify_bundle(path)
    assert (installed, found.alterations, found.rerun) == (NAME, (), True)


@pytest.mark.parametrize("name", ["../harbour", "/etc", "a b", ""])
def test_a_bundle_cannot_have_a_folder_loaded(name: str, story: Path, saved: Path, tmp_path: Path) -> None:
    """What it names is looked for among packages; a path is none of them."""
    from storyver.bundling.contents import contents_of
    from storyver.bundling.layout import in_order
    from storyver.bundling.origin import origin
    from storyver.bundling.packing import pack
    from storyver.keeping.gathering import gather_given

    shutil.copytree(saved, tmp_path / "harbour")
    said = {**origin(), "model": {"name": name, "version": "1.2.0", "sha256": "0" * 64}}
    contents = contents_of(gather_given(sorted(story.iterdir()), minimum=2), said)
    (tmp_path / "forged.zip").write_bytes(pack(in_order(contents, {})))
    found = storyver.verify_bundle(tmp_path / "forged.zip")
    assert [one.what for one in found.alterations] == ["does not say which model read names and subjects"]


def test_model_is_for_bundles_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive is checked without reading anything."""
    assert main(["verify", "--archive", str(tmp_path / "story.db"), "--model", "none"]) == 2
    assert "--model is for bundles" in capsys.readouterr().err


def test_a_dataset_is_read_with_one_throughout(
    story: Path, saved: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In every process; the manifest has it, and one begun with another is refused."""
    import pyarrow.parquet as pq

    out = tmp_path / "dataset"
    command = ["batch", str(story), "-o", str(out), "--jobs", "1", "--model"]
    assert main([*command, str(saved)]) == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["made_with"]["model"].startswith(f"{NAME} 1.2.0 ")
    claims = pq.read_table(next(out.rglob("claims*")))
    assert "Pellworth" in claims.column("subject").to_pylist()
    altered(folder, version="1.3.0")
    capsys.readouterr()
    assert main([*command, str(folder)]) == 2
    assert "was begun by another storyver or other libraries (model)" in capsys.readouterr().err
    assert main([*command, "none"]) == 2


def test_a_worker_with_another_one_does_nothing(saved: Path) -> None:
    """It is told before the first story, of which none is set aside for it."""
    spec = {"model": str(saved), "made_with": {"model": f"{NAME} 1.2.0 {'0' * 64}"}}
    with pytest.raises(BatchError, match="another model than the batch was started with"), reading_as(spec):
        pytest.fail("went on")


def test_the_desk_reads_with_it(story: Path, saved: Path, tmp_path: Path) -> None:
    """What reviewers are shown is found as the commands find it."""
    archive = tmp_path / "story.db"
    assert main(["add", str(story), "--archive", str(archive)]) == 0
    with storyver.using_model(saved):
        desk = Desk(archive, "streets", "Ann Bell")
    assert any(fact.sightings[0].claim.subject == "Pellworth" for fact in desk.survey.facts)


def test_evaluation_says_what_it_measured(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The parts that read names and subjects are named with it."""
    gold = Path(__file__).parents[1] / "cases" / "evaluation" / "gold"
    assert main(["evaluate", str(gold), "--model", str(saved), "--format", "json"]) == 0
    names = {one["part"]: one["name"] for one in json.loads(capsys.readouterr().out)["systems"]}
    assert [f"with {NAME} 1.2.0" in names[part] for part in ("figures", "diff", "track")] == [False, True, True]
