"""What is tried at a word is all that could read something there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from figure_cases import read_cases
from storyver.extract.figures import make_scene
from storyver.extract.number import UnreadableNumberError
from storyver.extract.rules import DIGITS, RULES, TRAPS, needs_met, places, start_at

FILES = sorted((Path(__file__).parent.parent / "cases" / "figures").glob("*.txt"))


def first_answer(reads: Sequence[Callable[[Any, int], Any]], given: Any, at: int) -> Any:
    """What the first that answers reads, or that it cannot read what stands there."""
    try:
        return next((found for read in reads if (found := read(given, at)) is not None), None)
    except UnreadableNumberError as problem:
        return str(problem)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_rule_is_left_out_that_reads_something(file: Path) -> None:
    """Where anything is tried, the first answer is the one that all traps of such words and all rules would give."""
    of_numbers = list(dict.fromkeys(trap.read for trap in TRAPS))
    of_words = list(dict.fromkeys(trap.read for trap in TRAPS if trap.begins != {DIGITS}))
    rules = list(dict.fromkeys(rule.read for rule in RULES))
    for case in (case for case in read_cases(file.parent) if case.place.startswith(f"{file.stem}:")):
        scene = make_scene(case.sentence, case.published)
        met = needs_met(scene.words)
        for at in places(scene.tokens):
            if (start := start_at(scene.tokens, at)) is None:
                continue
            traps = of_numbers if scene.tokens[at].kind == "number" else of_words
            tried = [read for needs, read in start.traps if needs & met]
            assert first_answer(tried, scene.tokens, at) == first_answer(traps, scene.tokens, at), case.place
            read = first_answer([read for needs, read in start.rules if needs & met], scene, at)
            assert read == first_answer(rules, scene, at), case.place


def test_every_file_of_cases_has_a_sentence_that_is_tried() -> None:
    """The places of the cases begin with the names of their files."""
    assert {case.place.split(":")[0] for case in read_cases(FILES[0].parent)} == {file.stem for file in FILES}
