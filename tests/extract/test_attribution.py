"""Who is said to say it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver.extract.attribution import find_attributions, speaking
from storyver.model import Attribution

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "meaning" / "readings.toml").read_text("utf-8"))[
    "attribution"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_finds_speaker_and_verb(case: dict[str, str]) -> None:
    """Speaker and verb stand as the text has them; a sentence without an attribution has neither."""
    spans = find_attributions(case["text"])
    found = spans[0].attribution if spans else Attribution()
    assert (found.speaker or "", found.verb or "") == (case["speaker"], case["verb"])


def test_a_pronoun_stands_for_the_speaker_before() -> None:
    """ "It said" is attributed to whoever spoke before."""
    spans = find_attributions("It said the gate was shut.")
    assert speaking(spans[0].attribution, "the museum").speaker == "the museum"


def test_words_inside_a_quotation_attribute_nothing() -> None:
    """What a speaker quotes somebody as saying is no attribution of the article."""
    spans = find_attributions('"My brother said no," Ida Holm said.')
    assert [span.attribution.speaker for span in spans] == ["Ida Holm"]


def test_a_trailing_attribution_governs_what_stands_before() -> None:
    """The scope of "…, officials say" is the sentence before it."""
    text = "Two barges sank, officials say."
    span = find_attributions(text)[0]
    assert text[span.scope_start : span.scope_end] == "Two barges sank, "


def test_a_fronted_attribution_ends_at_a_but() -> None:
    """ "X said A, but B" attributes A alone."""
    text = "The port said the crane was safe, but it fell."
    span = find_attributions(text)[0]
    assert text[span.scope_start : span.scope_end] == " the crane was safe"
