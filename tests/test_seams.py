"""Where the stages meet: what each hands to the next, and what the whole answers, on the corpus and on odd texts.

A stage's own tests ask whether its answer is right. These ask whether it is well formed: that spans are in the text
they claim, that nothing is lost or counted twice between one stage and the next, that the same input gives the same
bytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

import storyver
from repository import ROOT
from storyver import pipeline
from storyver.model import (
    Alignment,
    ChangeKind,
    Claim,
    ClaimKind,
    DiffResult,
    Figure,
    FigureKind,
    Reading,
    Result,
    TrackResult,
    Version,
)
from storyver.report import FORMATS, render
from storyver.schemas import load

STORIES = tuple(sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml")))

ODD = {
    "empty": "",
    "white space": " \n\n\t",
    "one word": "Wall",
    "no end": "The wall cost £4.2m",
    "only figures": "1 2 3\n\n4.5m, $6bn (£5bn) and 70%",
    "CRLF": "Title\r\n\r\nThe wall cost £4.2m.\r\nIt took 14 months.\r\n",
    "old Mac line ends": "Title\r\rThe wall cost £4.2m.\rIt took 14 months.\r",
    "no-break spaces": "The wall is 1\u00a0340\u00a0km long and cost £\u00a04.2m.",
    "beyond the first plane": "🌊 The wall 𝟒𝟐 cost £4.2m 🧱 and took 14 months. 🌊",
    "combining": "The cafe\u0301 paid £4.2m. E\u0301lan had 3 boats.",
    "right to left": "The \u202ewall\u202c cost \u200f£4.2m.",
    "repeated": "The wall cost £4.2m. " * 40,
    "control characters": "The wall\x1b[2J cost £4.2m.\x0bIt\x0ctook 14 months. " + "It fell in the night. " * 20,
    "line separators": "The wall cost £4.2m.\u2028It took 14 months.\u2029It is 40m long.\x85It fell.",
    "unclosed": '"The wall (which cost £4.2m, said “Ms Penrose, "is \'safe',
    "header alone": "Version 3 of 9.\n",
    "blank pieces": "\n\n- \n\n* \n\n•\n\n1.\n\n",
}
"""Texts that no newspaper prints and that a file may hold."""

PAIRS = [(story.name, number) for story in STORIES for number in range(len(storyver.read(story).versions) - 1)]

every_story = pytest.mark.parametrize("story", STORIES, ids=lambda path: path.name)
every_pair = pytest.mark.parametrize(("story", "number"), PAIRS)
every_odd_text = pytest.mark.parametrize("text", ODD.values(), ids=ODD)


@cache
def versions(story: Path) -> tuple[Version, ...]:
    """The versions of a story of the corpus."""
    return storyver.read(story).versions


@cache
def reading(version: Version) -> Reading:
    """What a version says."""
    return pipeline.read(version)


@cache
def alignment(story: str, number: int) -> Alignment:
    """How a version of a story corresponds to the next."""
    old, new = versions(ROOT / "corpus" / story)[number : number + 2]
    return pipeline.align(reading(old), reading(new))


@cache
def compared(story: str, number: int) -> DiffResult:
    """What changed between a version of a story and the next."""
    old, new = versions(ROOT / "corpus" / story)[number : number + 2]
    return storyver.diff(old, new)


@cache
def tracked(story: Path) -> TrackResult:
    """The facts of a story."""
    return storyver.track(story)


def texts() -> list[Version]:
    """Every version of the corpus, and every odd text."""
    odd = [storyver.figures(text).version for text in ODD.values()]
    return [*(version for story in STORIES for version in versions(story)), *odd]


every_text = pytest.mark.parametrize(
    "version", texts(), ids=lambda version: version.source and Path(version.source).name
)


def wrong_spans(text: str, values: list[Any]) -> list[Any]:
    """The values that are not where they say."""
    return [value for value in values if text[value.start : value.end] != value.text]


@every_text
def test_every_text_is_where_it_says(version: Version) -> None:
    """``text[start:end]`` is the text of every figure, claim, mark and skipped number."""
    read = reading(version)
    values = [*read.figures, *read.claims, *read.marks, *read.skipped]
    values += [*read.relative_dates, *(claim.figure for claim in (*read.claims, *read.relative_dates) if claim.figure)]
    assert wrong_spans(version.text, values) == []


@every_text
def test_blocks_and_sentences_are_in_order(version: Version) -> None:
    """Blocks and sentences follow each other without overlap; a sentence is inside its block, without space around."""
    blocks = reading(version).blocks
    sentences = [sentence for block in blocks for sentence in block.sentences]
    spans = [(block.start, block.end) for block in blocks], [(sentence.start, sentence.end) for sentence in sentences]
    for parts in spans:
        assert [pair for pair in pairwise(parts) if pair[0][1] > pair[1][0]] == []
    assert all(
        block.start <= sentence.start < sentence.end <= block.end for block in blocks for sentence in block.sentences
    )
    inside = [version.text[sentence.start : sentence.end] for sentence in sentences]
    assert [text for text in inside if text != text.strip() or not text] == []


@every_text
def test_no_word_is_outside_every_block(version: Version) -> None:
    """What stands between the blocks is white space or a line of the header: no word of the article is lost."""
    covered = [False] * len(version.text)
    blocks = [(block.start, block.end) for block in reading(version).blocks]
    for start, end in (*blocks, *((line.start, line.end) for line in version.header)):
        covered[start:end] = [True] * (end - start)
    lost = [
        character for character, inside in zip(version.text, covered, strict=True) if not inside and character.isalnum()
    ]
    assert lost == []


@every_text
def test_each_figure_has_one_claim(version: Version) -> None:
    """Every figure has exactly one claim, which holds it, and no claim has a figure that was not read."""
    read = reading(version)
    claims = [claim for claim in read.claims if claim.figure]
    assert Counter(claim.figure for claim in claims) == Counter(read.figures)
    assert [claim for claim in claims if not holds(claim, claim.figure)] == []
    assert all((claim.kind is ClaimKind.FIGURE) <= (claim.figure is not None) for claim in read.claims)


def holds(claim: Claim, figure: Figure | None) -> bool:
    """Whether a figure stands inside a claim."""
    return figure is not None and claim.start <= figure.start and figure.end <= claim.end


@every_text
def test_figures_do_not_overlap(version: Version) -> None:
    """Figures stand in the order of the text, none inside another."""
    assert [pair for pair in pairwise(reading(version).figures) if pair[0].end > pair[1].start] == []


@every_text
def test_figures_hold_what_their_kind_needs(version: Version) -> None:
    """A date has a date and no value, any other figure a value; a conversion restates a figure that is there."""
    figures = reading(version).figures
    starts = {figure.start for figure in figures}
    for figure in figures:
        is_date = figure.kind is FigureKind.DATE
        assert (figure.date is not None, figure.low is None, figure.high is None) == (is_date, is_date, is_date)
        assert figure.conversion_of is None or figure.conversion_of in starts - {figure.start}
        if not is_date and figure.kind is not FigureKind.SCORE:
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.high


@every_text
def test_figures_command_and_reading_agree(version: Version) -> None:
    """``figures``, which needs no sentences, reads the same figures as ``diff`` and ``track`` do."""
    read = reading(version)
    together = [*read.figures, *(claim.figure for claim in read.relative_dates if claim.figure)]
    assert list(storyver.figures(version).figures) == sorted(together, key=lambda figure: figure.start)


@every_text
def test_ids_of_claims_are_unique(version: Version) -> None:
    """No two claims of a version have the same id."""
    assert [one for one, count in Counter(claim.id for claim in reading(version).claims).items() if count > 1] == []


@every_pair
def test_every_sentence_is_in_one_link(story: str, number: int) -> None:
    """The links of sentences cover every sentence of both versions exactly once."""
    aligned = alignment(story, number)
    for side, read in (("old", aligned.old), ("new", aligned.new)):
        linked = Counter(sentence for link in aligned.sentences for sentence in getattr(link, side))
        assert linked == Counter(sentence for block in read.blocks for sentence in block.sentences)


@every_pair
def test_figure_links_join_claims_of_the_two_sides(story: str, number: int) -> None:
    """Each end of a figure link is a claim of its own side with a figure, and no pair is linked twice."""
    aligned = alignment(story, number)
    assert {link.old for link in aligned.figures} <= {claim for claim in aligned.old.claims if claim.figure}
    assert {link.new for link in aligned.figures} <= {claim for claim in aligned.new.claims if claim.figure}
    assert max(Counter((link.old.id, link.new.id) for link in aligned.figures).values(), default=0) <= 1


@every_pair
def test_each_figure_is_in_a_change(story: str, number: int) -> None:
    """No figure of either version is dropped on the way: each is in a change, and is not both linked and one-sided."""
    result = compared(story, number)
    one_sided = {ChangeKind.ADDED, ChangeKind.REMOVED}
    for side, version in (("old", result.old), ("new", result.new)):
        claims = [(change.kind, getattr(change, side)) for change in result.changes]
        told = {claim.figure for _, claim in claims if claim and claim.figure}
        assert told == set(reading(version).figures)
        alone = {claim.figure for kind, claim in claims if claim and claim.figure and kind in one_sided}
        assert (
            alone & {claim.figure for kind, claim in claims if claim and claim.figure and kind not in one_sided}
            == set()
        )


@every_pair
def test_changes_have_the_sides_of_their_kind(story: str, number: int) -> None:
    """``added`` has a new side alone, ``removed`` an old one alone, every other kind of change at least one."""
    for change in compared(story, number).changes:
        sides = (change.old is not None, change.new is not None)
        expected = {ChangeKind.ADDED: {(False, True)}, ChangeKind.REMOVED: {(True, False)}}
        assert sides in expected.get(change.kind, {(True, True), (True, False), (False, True)})


@every_pair
def test_changes_explain_themselves(story: str, number: int) -> None:
    """Every change has an id of its own, a summary of one line, and at least one reason."""
    changes = compared(story, number).changes
    assert [one for one, count in Counter(change.id for change in changes).items() if count > 1] == []
    assert [change for change in changes if not change.summary.strip() or "\n" in change.summary] == []
    assert [change for change in changes if not change.reasons] == []


@every_story
def test_each_figure_is_in_one_fact(story: Path) -> None:
    """Every figure of every version is in exactly one fact of ``track``."""
    result = tracked(story)
    seen = Counter((one.version, one.claim.figure) for fact in result.facts for one in fact.sightings)
    assert seen == Counter(
        (place, figure) for place, one in enumerate(result.versions) for figure in storyver.figures(one).figures
    )


@every_story
def test_sightings_stand_in_order(story: Path) -> None:
    """The sightings of a fact go from the first version to the last, and facts have ids of their own."""
    facts = tracked(story).facts
    assert [
        fact for fact in facts if [s.version for s in fact.sightings] != sorted(s.version for s in fact.sightings)
    ] == []
    assert len({fact.id for fact in facts}) == len(facts)


@every_odd_text
def test_odd_text_against_itself_has_no_change(text: str) -> None:
    """A text compared with itself: nothing but ``unchanged``, and a factual score of 0."""
    result = storyver.diff(text, text)
    assert {change.kind for change in result.changes} <= {ChangeKind.UNCHANGED}
    assert result.factual == 0


@every_odd_text
def test_odd_text_is_reported_in_every_format(text: str) -> None:
    """A text that no newspaper prints is read, compared both ways, tracked and reported without an error."""
    article = "The wall cost £4.6m. It took 14 months."
    results = (storyver.figures(text), storyver.diff(text, article), storyver.diff(article, text))
    stories = storyver.track([text, article, text]), storyver.audit([text, article]), storyver.check([text, article])
    for result in (*results, *stories):
        assert all(render(result, form) for form in FORMATS)


DOCUMENTS: dict[str, Callable[[], Sequence[Result]]] = {
    "figures": lambda: [storyver.figures(version) for version in texts()],
    "diff": lambda: [compared(*pair) for pair in PAIRS] + [storyver.diff(one, "One.") for one in ODD.values()],
    "track": lambda: [tracked(story) for story in STORIES] + [storyver.track([one, "One."]) for one in ODD.values()],
    "check": lambda: [storyver.check(story) for story in STORIES] + [storyver.check(one) for one in ODD.values()],
    "audit": lambda: (
        [storyver.audit(story) for story in STORIES] + [storyver.audit([one, "One."]) for one in ODD.values()]
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_real_documents_follow_their_schema(name: str) -> None:
    """What storyver answers on the corpus and on odd texts is valid under the published schema."""
    validator = Draft202012Validator(load(name))
    assert [error.message for one in DOCUMENTS[name]() for error in validator.iter_errors(one.to_dict())] == []


COMMANDS = [
    ["figures", "v21.txt"],
    ["diff", "v21.txt", "october.txt"],
    ["track", "."],
    ["check", "v21.txt"],
    ["audit", "."],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_same_input_gives_the_same_bytes(command: list[str]) -> None:
    """Two processes with other hash seeds, locales and time zones write the same JSON."""
    variants: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Auckland"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "America/Halifax"},
    ]
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "storyver", *command, "--format", "json"],
            cwd=ROOT / "corpus" / "nato-explainer",
            env={**os.environ, **variant},
            capture_output=True,
            check=True,
        ).stdout
        for variant in variants
    ]
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["schema"] == f"storyver/{command[0]}/1"
