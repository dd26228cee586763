"""The JSON is what the schemas say, and what the contract says of numbers and keys."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from harbour import NEW_TEXT, OLD_TEXT, diff_result, figures_result, results, track_result
from storyver.model import (
    BlockKind,
    ChangeKind,
    CheckRule,
    ClaimKind,
    DateSource,
    FigureKind,
    Importance,
    LinkKind,
    Qualifier,
    ShownDate,
    Standing,
    Trend,
)
from storyver.schemas import NAMES, load
from storyver.serialise import number

RESULTS = results()

VERSION = {"id", "number", "of", "date", "date_source", "title", "source", "sha256"}
FIGURE = {
    "start", "end", "text", "kind", "low", "high", "unit", "qualifier", "date", "trend", "counted", "conversion_of",
}  # fmt: skip
CLAIM = {
    "id", "start", "end", "text", "kind", "figure", "subject", "attribution", "hedge", "negated", "section",
}  # fmt: skip
CHANGE = {"id", "kind", "old", "new", "score", "importance", "reasons", "summary"}
LINK = {"kind", "moved", "old", "new"}

every_document = pytest.mark.parametrize("name", NAMES)


@every_document
def test_document_follows_its_schema(name: str) -> None:
    """What ``to_dict`` gives is valid under the published schema."""
    Draft202012Validator(load(name)).validate(RESULTS[name].to_dict())


@every_document
def test_schema_is_a_schema(name: str) -> None:
    """The published file is itself valid JSON Schema 2020-12."""
    Draft202012Validator.check_schema(load(name))


@every_document
def test_document_survives_json(name: str) -> None:
    """The document is plain JSON: writing and reading it gives the same, without NaN."""
    document = RESULTS[name].to_dict()
    assert json.loads(json.dumps(document, allow_nan=False)) == document


MORE = {
    ("sentences", "score"),
    ("facts", "importance"),
    ("facts", "sightings", "importance"),
    ("facts", "sightings", "reasons"),
}
"""Keys that we add beside the contract's, under names that it uses elsewhere."""


def key_paths(document: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all keys of a document."""
    paths: list[tuple[str | int, ...]] = []
    for key, value in document.items() if isinstance(document, dict) else enumerate(document):
        paths += [(*path, key)] if isinstance(document, dict) else []
        if isinstance(value, dict | list):
            paths += key_paths(value, (*path, key))
    return paths


CONTRACT_KEYS = (
    VERSION | FIGURE | CLAIM | CHANGE | LINK | {"schema", "speaker", "verb", "label", "sightings", "version"}
)


@every_document
def test_schema_requires_every_key_of_the_contract(name: str) -> None:
    """A document that lacks any one promised key is not valid."""
    validator = Draft202012Validator(load(name))
    document = RESULTS[name].to_dict()
    shapes = {tuple(key for key in path if isinstance(key, str)): path for path in key_paths(document)}
    for shape, path in shapes.items():
        if path[-1] not in CONTRACT_KEYS or shape in MORE:
            continue
        shorter = json.loads(json.dumps(document))
        place = shorter
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]
        assert not validator.is_valid(shorter), path


@pytest.mark.parametrize(
    ("definition", "values"),
    [
        ("change_kind", ChangeKind),
        ("figure_kind", FigureKind),
        ("figure.qualifier", Qualifier),
        ("figure.trend", Trend),
        ("claim.kind", ClaimKind),
        ("claim.block", BlockKind),
        ("date_source", DateSource),
        ("importance", Importance),
        ("diff.link.kind", LinkKind),
    ],
)
def test_schema_lists_the_kinds_of_the_model(definition: str, values: type[StrEnum]) -> None:
    """Each enumeration of the schemas is that of the model."""
    schema = load("diff")
    names = definition.split(".")
    place = schema["$defs"] if names[0] == "diff" else schema["$defs"]["common"]["$defs"]
    place = place[names[1] if names[0] == "diff" else names[0]]
    if "." in definition:
        place = place["properties"][names[-1]]
    assert [value for value in place["enum"] if value is not None] == [value.value for value in values]


def test_schemas_of_checks_list_the_kinds_of_the_model() -> None:
    """The rules and standings of a check, and what became of the displayed date, are those of the model."""
    check, audit = load("check")["$defs"], load("audit")["$defs"]
    assert check["rule"]["enum"] == [rule.value for rule in CheckRule]
    assert check["finding"]["properties"]["standing"]["enum"] == [standing.value for standing in Standing]
    assert audit["step"]["properties"]["shown"]["properties"]["state"]["enum"] == [one.value for one in ShownDate]


def test_keys_of_the_contract() -> None:
    """Versions, figures, claims, changes, links and facts have the keys that other programs rely on."""
    diff, track = diff_result().to_dict(), track_result().to_dict()
    assert diff["schema"] == "storyver/diff/1"
    assert diff["old"].keys() >= VERSION
    assert all(change.keys() >= CHANGE for change in diff["changes"])
    sides = [side for change in diff["changes"] for side in (change["old"], change["new"]) if side]
    assert all(side.keys() >= CLAIM for side in sides)
    assert all(side["figure"] is None or side["figure"].keys() >= FIGURE for side in sides)
    assert all(link.keys() >= LINK for link in diff["sentences"])
    assert track["schema"] == "storyver/track/1"
    assert all(fact.keys() >= {"id", "label", "kind", "sightings"} for fact in track["facts"])
    assert all(one.keys() >= CLAIM | {"version", "change"} for fact in track["facts"] for one in fact["sightings"])


def test_offsets_are_of_the_text() -> None:
    """``text[start:end]`` is the text given, on both sides."""
    for change in diff_result().to_dict()["changes"]:
        for text, side in ((OLD_TEXT, change["old"]), (NEW_TEXT, change["new"])):
            for one in (side, side and side["figure"]):
                assert one is None or text[one["start"] : one["end"]] == one["text"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1e9, "1000000000"),
        (0.25, "0.25"),
        (-0.0, "0"),
        (-5.0, "-5"),
        (1e300, "1e+300"),
        (math.nan, "null"),
        (math.inf, "null"),
        (None, "null"),
    ],
)
def test_whole_numbers_have_no_fraction(value: float | None, written: str) -> None:
    """Whole values are written as integers; what JSON cannot write is null."""
    assert json.dumps(number(value)) == written


def test_suppressed_differences_are_counted_and_listed() -> None:
    """What rules call noise is counted by rule and kept."""
    suppressed = diff_result().to_dict()["suppressed"]
    assert suppressed["count"] == 2
    assert suppressed["rules"] == {"quotes": 1, "spelling": 1}
    assert {"rule": "spelling", "old": "harbor", "new": "harbour"} in suppressed["differences"]


def test_unknown_things_of_a_version_are_null() -> None:
    """A version of which nothing is known has its keys all the same."""
    bare = replace(figures_result().version, source=None, title=None, date=None)
    document = replace(figures_result(), version=bare).to_dict()
    assert {document["version"][key] for key in VERSION - {"id", "sha256"}} == {None}
    Draft202012Validator(load("figures")).validate(document)


def test_unknown_schema_is_refused() -> None:
    """A schema that does not exist is named in the error."""
    with pytest.raises(ValueError, match="no schema 'corpus'"):
        load("corpus")
