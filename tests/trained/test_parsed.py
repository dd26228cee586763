"""Whose a figure is by the tree of a sentence, and what of a pipeline's entities is a name."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import spacy
from spacy.tokens import Span

from repository import ROOT
from storyver.extract.parsed import Parsed, parsed_of
from trained.pipelines import doc_of

TREES = tomllib.loads((ROOT / "tests" / "cases" / "trained" / "trees.toml").read_text(encoding="utf-8"))["tree"]
NAMES = {"firm": "Pellworth"}


@pytest.mark.parametrize(
    ("tree", "word", "subject"),
    [pytest.param(one, *case, id=f"{one['what']}: {case[0]}") for one in TREES for case in one["of"].items()],
)
def test_subject_by_the_tree(tree: dict[str, Any], word: str, subject: str) -> None:
    """The nearest clause around a figure that has a subject outside of which the figure stands."""
    doc = doc_of(spacy.blank("en"), tree["words"], NAMES)
    at = next(one.idx for one in doc if one.text == word)
    found = parsed_of(doc).subject_at(at)
    assert ("" if found is None else doc.text[found.start : found.end]) == subject
    assert found is None or found.start <= found.head < found.end


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        ("the National Gallery", "ORG", "National Gallery"),
        ("The Hague", "GPE", "Hague"),
        ("Ann Bell", "PER", "Ann Bell"),
        ("the gallery", "ORG", None),
        ("31", "CARDINAL", None),
        ("May", "DATE", None),
    ],
)
def test_entities_that_are_names(words: str, label: str, name: str | None) -> None:
    """Persons, organisations and places with a capital letter, without an article; figures and dates never."""
    doc = spacy.blank("en")(f"He saw {words} there.")
    doc.ents = [Span(doc, 2, len(doc) - 2, label)]
    found = parsed_of(doc).entities
    assert [doc.text[one.start : one.end] for one in found] == ([] if name is None else [name])
    assert [one.place for one in found] == ([] if name is None else [label == "GPE"])


def test_nothing_is_said_of_nothing() -> None:
    """An empty document has no subject."""
    assert parsed_of(spacy.blank("en")("")) == Parsed()
