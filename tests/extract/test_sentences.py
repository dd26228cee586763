"""Sentences, by cases in ``cases/sentences`` and by what holds for any text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyver.extract.sentences import LONGEST_PIPED_TEXT, sentence_starts, split

LINES = (Path(__file__).parents[1] / "cases" / "sentences" / "sentences.txt").read_text("utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize("line", CASES)
def test_sentences_of_a_text(line: str) -> None:
    """A text is split where a reader sees a sentence end."""
    text = line.replace("|", "")
    assert [text[start:end] for start, end in split(text)] == [part.strip() for part in line.split("|")]


@pytest.mark.parametrize("line", CASES)
def test_long_texts_are_split_alike(line: str) -> None:
    """The rules alone, which read what is too long for spaCy, find the same sentences in these cases."""
    text = line.replace("|", "")
    starts = {start for start in sentence_starts(text) if start > 0}
    assert starts == {start for start, _ in split(text) if start > 0}


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB. !?…\"”'()1\n\u00a0U.S"), max_size=80))
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences are in order, without white space around them, and leave out nothing but white space."""
    end = 0
    for start, stop in split(text):
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()


@pytest.mark.parametrize("text", ["a" * 1_000_000, "a." * 500_000, "A. " * 200_000, '"' * 500_000, "." * 500_000])
def test_odd_texts_are_split(text: str) -> None:
    """A text of a million characters without a space is split like any other."""
    spans = split(text)
    assert sum(end - start for start, end in spans) == len("".join(text.split()))


def test_long_text_has_the_sentences_of_its_parts() -> None:
    """A text too long for the pipeline has as many sentences as its parts together."""
    part = "The bridge is shut. Mr. Finch left at 9 a.m. on Monday. "
    times = LONGEST_PIPED_TEXT // len(part) + 1
    assert len(split(part * times)) == 2 * times


def test_component_needs_no_import_of_storyver() -> None:
    """A pipeline finds the component through spaCy's entry points."""
    program = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('storyver_sentences');"
        "print([s.text for s in nlp('Mr. Finch left. He was 61.').sents])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['Mr. Finch left.', 'He was 61.']"


def test_figures_component_sets_figures_and_spans() -> None:
    """The component gives the figures with offsets into the document, and a span group labelled by kind."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("storyver_sentences")
    nlp.add_pipe("storyver_figures", config={"published": "2021-05-12"})
    doc = nlp("About 40 people left. The toll is £3.50.")
    assert [(figure.text, doc.text[figure.start : figure.end]) for figure in doc._.figures] == [
        ("40", "40"),
        ("£3.50", "£3.50"),
    ]
    assert [(span.text, span.label_) for span in doc.spans["storyver_figures"]] == [("40", "count"), ("£3.50", "money")]
