"""Changes as W3C Web Annotations: valid by the rules of the Recommendation, and pointing at what they speak of."""

from __future__ import annotations

import copy
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import storyver
from harbour import diff_result, track_result
from repository import ROOT
from storyver.model import ChangeKind, DiffResult, TrackResult
from storyver.narrowing import Wanted, narrow
from storyver.report import render

CASES = ROOT / "tests" / "cases" / "exchange"
VALIDATOR = Draft202012Validator(json.loads((CASES / "web_annotation.json").read_text(encoding="utf-8")))
REFUSED: list[dict[str, Any]] = tomllib.loads((CASES / "no_annotations.toml").read_text(encoding="utf-8"))["case"]
STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml"))[:4]


def document_of(result: DiffResult | TrackResult) -> dict[str, Any]:
    """The document of a result."""
    document: dict[str, Any] = json.loads(render(result, "annotations"))
    return document


def items(result: DiffResult | TrackResult) -> list[dict[str, Any]]:
    """Its annotations."""
    found: list[dict[str, Any]] = document_of(result)["first"]["items"]
    return found


def selected(target: dict[str, Any], text: str) -> tuple[str, str]:
    """What the two selectors of a target find in a text: by the words and their surroundings, and by the place."""
    quote, position = target["selector"]
    whole = quote["prefix"] + quote["exact"] + quote["suffix"]
    assert text.count(whole) == 1
    at = text.index(whole) + len(quote["prefix"])
    return text[at : at + len(quote["exact"])], text[position["start"] : position["end"]]


def test_sample_is_valid() -> None:
    """The annotations of the sample keep the rules of the Recommendation."""
    VALIDATOR.validate(document_of(diff_result()))


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_corpus_is_valid(folder: Path) -> None:
    """So do those of real pages, and both selectors of each target find the same words, once."""
    story = storyver.read(folder)
    result = storyver.diff(story.versions[0], story.versions[-1])
    VALIDATOR.validate(document_of(result))
    for change, annotation in zip(
        [one for one in result.changes if one.kind != "unchanged"], items(result), strict=True
    ):
        sides = [(change.old, result.old.text), (change.new, result.new.text)]
        for target, (claim, text) in zip(annotation["target"], [one for one in sides if one[0]], strict=True):
            assert claim
            assert selected(target, text) == (claim.text, claim.text)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: str(case["name"]))
def test_rules_are_held_by_the_schema(case: dict[str, Any]) -> None:
    """A document that breaks one of the rules is refused: the schema has teeth."""
    document = copy.deepcopy(document_of(diff_result()))
    *way, last = case["at"]
    if way[:2] == ["first", "items"]:
        whole = next(one for one in document["first"]["items"] if len(one["target"]) == 2)
        document["first"]["items"] = [whole]
    place: Any = document
    for step in way:
        place = place[step]
    if "put" in case:
        place[last] = case["put"]
    else:
        del place[last]
    assert not VALIDATOR.is_valid(document)


def test_every_change_has_its_annotation() -> None:
    """What is unchanged has none; everything else has one, with its summary and its kind."""
    result = diff_result()
    changes = [one for one in result.changes if one.kind is not ChangeKind.UNCHANGED]
    bodies = [[body["value"] for body in one["body"]] for one in items(result)]
    assert bodies == [[one.summary, one.kind.value, f"importance: {one.importance}"] for one in changes]
    assert document_of(result)["total"] == len(changes)
    assert len({one["id"] for one in items(result)}) == len(changes)


def test_uncertain_links_ask() -> None:
    """What is uncertain claims nothing: it is put as a question."""
    kinds = {one["body"][1]["value"]: one["motivation"] for one in items(diff_result())}
    assert kinds.pop("uncertain") == "questioning"
    assert set(kinds.values()) == {"describing"}


def test_positions_count_code_points() -> None:
    """A character outside the basic plane counts once, and not as the two code units that some languages see."""
    old = "🚢🚢🚢 Ferries\n\nThe wall cost £4.2m to build. 🌊\n"
    result = storyver.diff(old, old.replace("4.2", "4.6"))
    (target, _) = items(result)[0]["target"]
    assert selected(target, old) == ("The wall cost £4.2m to build.",) * 2
    assert target["selector"][1]["start"] == old.index("The wall")


def test_an_address_comes_with_the_bytes_it_showed() -> None:
    """A version that was published is named by its address, when and with which bytes; others by the bytes."""
    result = diff_result()
    published = replace(result, new=replace(result.new, url="https://example.org/harbour?page=1"))
    (old, new) = items(published)[1]["target"]
    assert old["source"] == f"urn:sha256:{result.old.sha256}"
    assert new["source"] == "https://example.org/harbour?page=1"
    assert new["state"] == {
        "type": "TimeState",
        "sourceDate": "2031-04-05T09:30:00Z",
        "cached": f"urn:sha256:{result.new.sha256}",
    }
    assert old["state"] == {
        "type": "TimeState",
        "sourceDateStart": "2031-03-01T00:00:00Z",
        "sourceDateEnd": "2031-03-31T23:59:00Z",
    }
    VALIDATOR.validate(document_of(published))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x/a b", "file:///etc/passwd", "https://x/\u202e", "/x"]
)
def test_other_addresses_are_not_passed_on(url: str) -> None:
    """What is no address of the web is no source."""
    result = replace(diff_result(), new=replace(diff_result().new, url=url))
    assert url not in render(result, "annotations")
    VALIDATOR.validate(document_of(result))


def test_a_text_taken_out_of_a_page_says_by_what() -> None:
    """Positions in what a program made of a page hold for that program's reading, which the target says."""
    result = replace(diff_result(), new=replace(diff_result().new, extractor="extractor 2.1"))
    assert items(result)[1]["target"][1]["renderedVia"] == {"type": "Software", "name": "extractor 2.1"}
    VALIDATOR.validate(document_of(result))


def test_no_change_is_a_collection_without_a_page() -> None:
    """Two equal versions give a valid collection of none."""
    document = document_of(storyver.diff("It has 30 members.", "It has 30 members."))
    assert (document["total"], "first" in document) == (0, False)
    VALIDATOR.validate(document)


def test_ids_survive_a_second_run() -> None:
    """The ids derive from the texts and their changes."""
    texts = ("The wall cost £4.2m.", "The wall cost £4.6m.")
    assert document_of(storyver.diff(*texts)) == document_of(storyver.diff(*texts))


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_every_sighting_of_a_story_is_annotated(folder: Path) -> None:
    """Each place at which a version states a fact is found by both selectors, and named after its fact."""
    result = storyver.track(folder)
    VALIDATOR.validate(document_of(result))
    sightings = [(fact, sighting) for fact in result.facts for sighting in fact.sightings]
    for (fact, sighting), annotation in zip(sightings, items(result), strict=True):
        (target,) = annotation["target"]
        text = result.versions[sighting.version].text
        assert selected(target, text) == (sighting.claim.text,) * 2
        assert [body["value"] for body in annotation["body"]][1:] == [
            fact.id,
            sighting.change.value,
            f"importance: {sighting.importance}",
        ]
    assert len({one["id"] for one in items(result)}) == len(sightings)


def test_sightings_are_those_that_are_shown() -> None:
    """A story narrowed down to a fact and to later versions has the annotations of these alone."""
    whole = track_result()
    cost = narrow(whole, Wanted(fact="cost"))
    label = cost.facts[0].label
    assert [one["body"][0]["value"] for one in items(cost)] == [
        f"{label}: £4.2m",
        f"{label}: £6.8m",
    ]
    later = replace(cost, shown=replace(cost.shown, first=1)) if cost.shown else cost
    assert [one["body"][0]["value"] for one in items(later)] == [f"{label}: £6.8m"]
    ids = [one["id"] for one in items(whole)]
    assert [one["id"] for one in items(cost)] == [one for one in ids if one in {item["id"] for item in items(cost)}]


def test_a_text_that_returns_has_sightings_of_its_own() -> None:
    """Of two versions with the same bytes each has its annotations."""
    result = storyver.track(["It has 30 members.", "It has 31 members.", "It has 30 members."])
    assert len({one["id"] for one in items(result)}) == 3
    VALIDATOR.validate(document_of(result))
