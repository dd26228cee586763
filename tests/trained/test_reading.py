"""What is read with a trained pipeline: names and subjects by it, all else by the rules."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import storyver
from archive.archived import capture
from repository import ROOT
from storyver import Archive, pipeline
from storyver.extract.chosen import chosen
from storyver.extract.parsed import Parsed
from storyver.extract.program import extractor
from storyver.extract.trained import Trained
from storyver.model import MarkKind, Reading, Version
from storyver.report import READABLE, render
from storyver.schemas import load
from storyver.sources import read_version

CASES = tomllib.loads((ROOT / "tests" / "cases" / "trained" / "readings.toml").read_text(encoding="utf-8"))["reading"]
STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/gold.json"))
OLD = "Pellworth tarmacked 41 streets in Orlena. Una Voss said the wall cost about £6 million."
NEW = "Pellworth tarmacked 44 streets in Orlena. Una Voss said the wall cost £7 million."
HOSTILE = (
    "",
    " ",
    "\n",
    "x" * 5000,
    "4 " + "ab" * 300,
    "\u202e31 boats\u2066.",
    "🛶 31 boats 🛶.",
    "’’’ 3",
)


def read(text: str | Version, model: Path | None) -> Reading:
    """A text as it is read with a pipeline, or by the rules."""
    with storyver.using_model(model):
        return pipeline.read(text if isinstance(text, Version) else read_version(text))


def subject_of(reading: Reading, figure: str) -> str:
    """Whose a figure is; empty for nobody's."""
    (found,) = [claim.subject for claim in reading.claims if claim.figure and claim.figure.text == figure]
    return found or ""


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_names_and_subjects_come_from_it(case: dict[str, Any], saved: Path) -> None:
    """Where it answers its answer holds, at the exact place in the text, and where it is silent that of the rules."""
    found = read(case["text"], saved)
    assert [mark.text for mark in found.names] == case["names"]
    assert all(found.version.text[mark.start : mark.end] == mark.text for mark in found.marks)
    assert subject_of(found, case["figure"]) == case["subject"]
    assert subject_of(read(case["text"], None), case["figure"]) == case["by_rules"]


def test_a_statement_has_the_subject_of_its_sentence(saved: Path) -> None:
    """A sentence without a figure speaks of somebody too, whom the next one may mean."""
    text = "Tom Reed thanked Corvane in Aumont. It cost £9 million."
    statement, figure = read(text, saved).claims
    assert (statement.subject, figure.subject) == ("Tom Reed", "Tom Reed")
    assert read(text, None).claims[0].subject is None


def test_figures_are_linked_by_the_subjects_of_the_rules(saved: Path) -> None:
    """The weights of links were set with these. A pronoun means in each way of reading what that way found before."""
    text = "Pellworth tarmacked 41 streets. Una Voss opened it. Its wall cost £6 million."
    told = [(claim.subject, claim.holder) for claim in read(text, saved).claims]
    assert [holder for _, holder in told] == [claim.subject for claim in read(text, None).claims]
    assert told[0] == ("Pellworth", None)
    assert all(claim.holder == claim.subject for claim in read(text, None).claims)


@pytest.mark.parametrize("folder", STORIES, ids=[one.name for one in STORIES])
def test_figures_and_all_else_stay_those_of_the_rules(folder: Path, saved: Path) -> None:
    """The corpus has the same figures, numbers that are none, quotations, hedges and attributions to the byte."""
    for version in storyver.read(folder).versions:
        with_it, without = read(version, saved), read(version, None)
        assert (with_it.figures, with_it.skipped, with_it.blocks) == (without.figures, without.skipped, without.blocks)
        assert with_it.relative_dates == without.relative_dates or version.date
        for kind in set(MarkKind) - {MarkKind.NAME, MarkKind.ROLE}:
            assert _marks(with_it, kind) == _marks(without, kind)
        assert [replace(one, subject=None, by_rules=None) for one in with_it.claims] == [
            replace(one, subject=None) for one in without.claims
        ]
        with storyver.using_model(saved):
            figures = json.dumps(storyver.figures(version).to_dict())
        assert figures == json.dumps(storyver.figures(version).to_dict())


def _marks(reading: Reading, kind: MarkKind) -> list[Any]:
    return [mark for mark in reading.marks if mark.kind is kind]


def test_a_sentence_is_read_alike_wherever_it_stands(saved: Path) -> None:
    """Alone, among others, and together with others at once, in one order or another."""
    sentences = [sentence for case in CASES for sentence in (case["text"], case["text"].replace("4", "7"))]
    with storyver.using_model(saved):
        one_by_one, together, backwards = (_fresh(saved) for _ in range(3))
        together.prepare(sentences)
        backwards.prepare(reversed(sentences))
        for sentence in sentences:
            assert one_by_one.parsed(sentence) == together.parsed(sentence) == backwards.parsed(sentence)
    alone, among = read(OLD, saved), read(f"Nobody came.\n\n{OLD} Nobody went.", saved)
    assert [(one.text, one.subject) for one in alone.claims] == [(one.text, one.subject) for one in among.claims[1:-1]]


def test_of_many_sentences_only_so_many_are_remembered(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers stay the same."""
    expected = [_fresh(saved).parsed(case["text"]) for case in CASES]
    monkeypatch.setattr("storyver.extract.trained.SENTENCES_KEPT", 2)
    with_few = _fresh(saved)
    with_few.prepare(case["text"] for case in CASES)
    assert [with_few.parsed(case["text"]) for case in (*CASES, *CASES)] == [*expected, *expected]


def _fresh(saved: Path) -> Trained:
    from storyver.extract.installed import named

    found = named(saved)
    return Trained(found, found.value())


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_any_text_is_read(text: str, saved: Path) -> None:
    """What is no language goes to the rules alone; offsets give back their words."""
    with storyver.using_model(saved):
        result = storyver.diff(text, f"{text} Pellworth tarmacked 41 streets.")
        reading = pipeline.read(read_version(f"{text}\n\n{OLD}"))
    assert all(reading.version.text[one.start : one.end] == one.text for one in reading.marks)
    assert all(reading.version.text[one.start : one.end] == one.text for one in reading.claims)
    json.dumps(result.to_dict())


def test_only_what_is_needed_is_loaded(saved: Path) -> None:
    """The parser and the recogniser of names, and none of its other components."""
    with storyver.using_model(saved):
        trained = chosen()
    assert trained is not None
    assert trained.load().pipe_names == ["parser", "ner"]


def results(texts: Sequence[str]) -> dict[str, Any]:
    """All results of a story, by their commands."""
    return {
        "diff": storyver.diff(*texts),
        "track": storyver.track(list(texts), audited=True),
        "blame": storyver.blame(texts[-1], list(texts)),
        "check": storyver.check(list(texts)),
        "audit": storyver.audit(list(texts)),
    }


def test_results_say_what_read_them(saved: Path) -> None:
    """In JSON and in every readable report: the name, the version, and in JSON the hash of the files."""
    with storyver.using_model(saved):
        found = results([OLD, NEW])
    for name, result in found.items():
        document = result.to_dict()
        assert document["model"] == {"name": "en_harbour_sm", "version": "1.2.0", "sha256": result.model.sha256}
        assert len(result.model.sha256) == 64
        Draft202012Validator(load(name)).validate(document)
        for kind in READABLE:
            assert "Names and subjects were read with en_harbour_sm 1.2.0." in render(result, kind).replace("\\", "")


def test_without_one_nothing_is_said_of_it() -> None:
    """The reports of the rules alone are as they always were."""
    for result in results([OLD, NEW]).values():
        assert "model" not in result.to_dict()
        assert all("were read with" not in render(result, kind) for kind in READABLE)


def test_figures_are_read_without_loading_it(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rules alone decide does not wait for it."""
    monkeypatch.setattr(Trained, "load", lambda _: pytest.fail("was loaded"))
    with storyver.using_model(saved):
        assert len(storyver.figures(OLD).figures) == 2


def test_analyses_in_an_archive_are_kept_apart(tmp_path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found with a pipeline is found again without asking it, and never taken for what the rules found."""
    with Archive(tmp_path / "story.db") as archive:
        archive.add([capture("wall", number) for number in (1, 2, 3)])
        analyses = archive.analyses("wall")
        story = archive.story("wall")
        with storyver.using_model(saved):
            expected = json.dumps(storyver.track(story).to_dict())
            with storyver.remembering(analyses):
                assert json.dumps(storyver.track(story).to_dict()) == expected
            model = pipeline.current_model()
            kept = extractor(model)
            assert kept is not None
            assert len(analyses.sheets(kept)) == 1
            monkeypatch.setattr(Trained, "_read", lambda *_: pytest.fail("was asked again"))
            monkeypatch.setattr(Trained, "_known", {}, raising=False)
            with storyver.remembering(analyses):
                assert json.dumps(storyver.track(story).to_dict()) == expected
        with storyver.remembering(analyses):
            by_rules = json.dumps(storyver.track(story).to_dict())
        assert by_rules == json.dumps(storyver.track(story).to_dict()) != expected


def test_what_is_kept_is_told_by_name_version_and_files(saved: Path) -> None:
    """Another pipeline, another version of it, or other files under the same name are another reader."""
    with storyver.using_model(saved):
        model = pipeline.current_model()
    assert model is not None
    others = (replace(model, name="en_other"), replace(model, version="2.0.0"), replace(model, sha256="0" * 64))
    assert len({extractor(one) for one in (model, *others, None)}) == 5


def test_two_readers_in_one_process(saved: Path) -> None:
    """One inside the other, each for its own calls; what one found is not taken for the other's."""
    with storyver.using_model(saved):
        with storyver.using_model(None):
            assert subject_of(pipeline.read(read_version(OLD)), "41") == ""
        assert subject_of(pipeline.read(read_version(OLD)), "41") == "Pellworth"
    assert subject_of(pipeline.read(read_version(OLD)), "41") == ""


def test_a_pipeline_that_fails_at_its_work_is_told_in_one_line(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a component raises."""

    def broken(*_: object) -> Parsed:
        raise ValueError("two\nlines")

    monkeypatch.setattr("storyver.extract.trained.parsed_of", broken)
    with storyver.using_model(saved), pytest.raises(storyver.StoryverError, match=r"failed at its work \(two lines\)"):
        storyver.diff("Quillon replanted 401 trees.", "Quillon replanted 402 trees.")
