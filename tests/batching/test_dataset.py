"""What stands in a dataset: the same as in the JSON of single stories, in the columns that are documented."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import storyver
from batching.corpora import contents, manifest, rows, table, text, write_lines
from repository import ROOT
from storyver.batching.schema import TABLES, columns, schema
from storyver.cli import main
from storyver.model import WITHOUT_EFFECT

DICTIONARY = ROOT / "docs" / "reference" / "dataset.md"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus's stories as a dataset."""
    out = tmp_path_factory.mktemp("corpus") / "out"
    made = storyver.batch(ROOT / "corpus", out)
    assert made.path == out
    return out


@cache
def corpus() -> list[storyver.Story]:
    """The corpus's stories as they are read one by one."""
    return [storyver.read(path.parent) for path in sorted((ROOT / "corpus").glob("*/gold.json"))]


def test_dictionary_describes_every_column() -> None:
    """The reference has each table and structure with each column, its type and what it holds, and no other."""
    parts = re.split(r"^### `(\w+)`$", DICTIONARY.read_text(encoding="utf-8"), flags=re.M)
    told = {
        name: [tuple(row) for row in re.findall(r"^\| `(\w+)` \| (\S+) \| (.*) \|$", body, re.M)]
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    tables = {name: columns()[name] for name in TABLES} | columns()["structures"]
    assert told == {name: [(key, *one) for key, one in table.items()] for name, table in tables.items()}


@pytest.mark.parametrize("name", TABLES)
def test_files_have_the_schema(name: str, dataset: Path) -> None:
    """Each part has the columns of the dictionary with their types, and says what they hold."""
    for path in (dataset / name).iterdir():
        found = pq.read_schema(path)
        assert found.equals(schema(name))
        described = {field.name: (field.metadata or {}).get(b"description", b"").decode() for field in found}
        assert described == {key: meaning for key, (_, meaning) in columns()[name].items()}


def test_manifest_lists_the_files(dataset: Path) -> None:
    """The manifest has each part with its rows, size and hash; nothing else is there once the dataset is complete."""
    told = manifest(dataset)
    assert told["complete"]
    assert {part["file"]: part["sha256"] for part in told["parts"]} == {
        name: digest for name, digest in contents(dataset).items() if name != "manifest.json"
    }
    for part in told["parts"]:
        assert part["bytes"] == (dataset / part["file"]).stat().st_size
        assert part["rows"] == pq.read_metadata(dataset / part["file"]).num_rows
    assert told["rows"] == {name: len(table(dataset, name)) for name in TABLES}


def test_versions_are_those_of_the_stories(dataset: Path) -> None:
    """Each version of each story has a row, in the order of publication."""
    found = table(dataset, "versions")
    for story in corpus():
        mine = [row for row in found if row["story"] == story.id]
        assert [row["sha256"] for row in mine] == [version.sha256 for version in story.versions]
        assert [row["order_reason"] for row in mine] == list(story.order)
        assert [row["date"] for row in mine] == [one.date and one.date.value for one in story.versions]
        assert [row["version_index"] for row in mine] == list(range(len(mine)))
        assert {row["versions"] for row in mine} == {len(mine)}
    assert len(found) == sum(len(story.versions) for story in corpus())


def test_changes_are_those_of_diff(dataset: Path) -> None:
    """Each change that ``diff`` tells of two neighbouring versions has a row that says the same."""
    found = table(dataset, "changes")
    for story in corpus():
        mine = [row for row in found if row["story_id"] == ids(dataset)[story.id]]
        told = []
        for index, (old, new) in enumerate(zip(story.versions, story.versions[1:], strict=False)):
            told += [(index, change) for change in storyver.diff(old, new).to_dict()["changes"]]
        assert [as_json(row) for row in mine] == told


def as_json(row: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """A row of changes as the JSON of ``diff`` has it, with the index of its older version."""
    same = {name: row[name] for name in ("kind", "score", "importance", "reasons", "summary")}
    change = {"id": row["change_id"], **same, **{side: side_as_json(row, side) for side in ("old", "new")}}
    return row["old_index"], change


def side_as_json(row: dict[str, Any], side: str) -> dict[str, Any] | None:
    """The claim of one side of a row of changes."""
    if row[f"{side}_claim_id"] is None:
        return None
    cells = {name.removeprefix(f"{side}_"): value for name, value in row.items() if name.startswith(f"{side}_")}
    figure = cells["figure"] and {key: value for key, value in cells["figure"].items() if key != "dimension"}
    names = ("kind", "start", "end", "text", "subject", "hedge", "negated", "section", "block")
    return {
        "id": cells["claim_id"],
        **{name: cells[name] for name in names},
        "figure": figure,
        "attribution": {"speaker": cells["speaker"], "verb": cells["verb"]},
    }


@cache
def ids(out: Path) -> dict[str, str]:
    """The ids of the stories by their names."""
    return {row["story"]: row["story_id"] for row in table(out, "versions")}


def test_facts_are_those_of_track(dataset: Path) -> None:
    """Each fact that ``track`` tells of a story has a row with its course, and its sightings are rows of claims."""
    facts, claims = table(dataset, "facts"), table(dataset, "claims")
    for story in corpus():
        told = storyver.track(story).to_dict()["facts"]
        mine = [row for row in facts if row["story_id"] == ids(dataset)[story.id]]
        assert [(row["fact_id"], row["label"], row["importance"]) for row in mine] == [
            (one["id"], one["label"], one["importance"]) for one in told
        ]
        for row, one in zip(mine, told, strict=True):
            names = ("change", "moved", "direction", "size_unit", "returns_to")
            assert [tuple(point[name] for name in names) for point in row["points"]] == [
                tuple(point[name] for name in names) for point in one["points"]
            ]
            sighted = Counter(
                (claim["version_index"], claim["claim_id"])
                for claim in claims
                if (claim["story_id"], claim["fact_id"]) == (row["story_id"], row["fact_id"])
            )
            assert sighted == Counter((sighting["version"], sighting["id"]) for sighting in one["sightings"])


def test_admissions_are_those_of_audit(dataset: Path) -> None:
    """What ``audit`` says of a change stands in its row, and null where it is not asked."""
    for story in corpus():
        mine = [row for row in table(dataset, "changes") if row["story_id"] == ids(dataset)[story.id]]
        told = {
            (step.old, one.change.id): one.admission and (one.admission.version, one.admission.text)
            for step in storyver.audit(story).steps
            for one in step.disclosures
        }
        for row in mine:
            key = (row["old_index"], row["change_id"])
            assert row["admitted"] == (told[key] is not None if key in told else None)
            if row["admitted"]:
                assert (row["admitted_in"], row["notice"]) == told[key]


def test_offsets_lead_to_the_text(tmp_path: Path) -> None:
    """With --keep-text the versions' texts are there, and every claim and figure stands in them where it says."""
    source = write_lines(tmp_path / "walls.jsonl", rows(3))
    assert main(["batch", str(source), "-o", str(tmp_path / "out"), "--keep-text"]) == 0
    texts = {(row["story_id"], row["version_index"]): row["text"] for row in table(tmp_path / "out", "versions")}
    assert set(texts.values()) == {row["text"] for row in rows(3)}
    for claim in table(tmp_path / "out", "claims"):
        whole = texts[claim["story_id"], claim["version_index"]]
        assert whole[claim["start"] : claim["end"]] == claim["text"]
        figure = claim["figure"]
        assert figure is None or whole[figure["start"] : figure["end"]] == figure["text"]


def test_values_of_a_change_are_told_apart(tmp_path: Path) -> None:
    """A change of figures has both values, their difference, and how much that is of the old one."""
    storyver.batch([[text(1, 1), text(1, 2)]], tmp_path / "out")
    (cost,) = [row for row in table(tmp_path / "out", "changes") if row["unit"] == "GBP"]
    assert (cost["kind"], cost["old_value"], cost["new_value"]) == ("increased", 2.1e6, 3.2e6)
    assert cost["difference"] == pytest.approx(1.1e6)
    assert cost["share"] == pytest.approx(1.1 / 2.1)
    assert cost["new_published_at"] is None


def test_counts_of_versions_are_those_of_rows(dataset: Path) -> None:
    """How many claims and changes a version has is how many rows there are."""
    claims = Counter((row["story_id"], row["version_index"]) for row in table(dataset, "claims"))
    changes = Counter(
        (row["story_id"], row["new_index"]) for row in table(dataset, "changes") if row["kind"] not in WITHOUT_EFFECT
    )
    for row in table(dataset, "versions"):
        key = row["story_id"], row["version_index"]
        assert row["claims"] == claims[key]
        assert row["changes"] == (changes[key] if row["version_index"] else None)


def test_summary_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says what it made; once more it makes nothing and says the same."""
    source = write_lines(tmp_path / "walls.jsonl", [*rows(2), {"story": "wall 9", "text": ""}])
    command = ["batch", str(source), "-o", str(tmp_path / "out")]
    assert main(command) == 0
    first = capsys.readouterr()
    assert first.err == ""
    assert re.fullmatch(
        r".*/out: 2 stories analysed, 0 set aside; 6 versions, \d+ claims, \d+ changes, \d+ facts, 1 skipped\n",
        first.out,
    )
    before = contents(tmp_path / "out")
    assert main(command) == 0
    assert capsys.readouterr() == first
    assert contents(tmp_path / "out") == before
    (row,) = table(tmp_path / "out", "skipped")
    assert (row["scope"], row["reason"]) == ("input", "it has no text")
    assert row["source"] == f"{source}#7"


def test_result_is_a_value(tmp_path: Path) -> None:
    """What ``storyver.batch`` returns is plain, and its ``to_dict`` is JSON."""
    made = storyver.batch([["One wall.", "Two walls."]], tmp_path / "out")
    assert (made.stories, made.failed, made.rows["versions"]) == (1, 0, 2)
    assert json.loads(json.dumps(made.to_dict()))["rows"] == dict(made.rows)
