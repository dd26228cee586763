"""A story that fails, takes its process along, or takes too long or too much, costs no other story anything."""

from __future__ import annotations

from pathlib import Path

import pytest

import storyver
from batching.corpora import contents, rows, table, write_lines
from batching.hostile import arm
from storyver.batching import children, planning

HARMFUL = {
    "abort 1": ("WorkerDied", "the process that analysed it ended with SIGABRT"),
    "abort 2": ("WorkerDied", "the process that analysed it ended with SIGABRT"),
    "spin": ("TimeLimit", "took longer than 3 seconds"),
    "sleep": ("TimeLimit", "took longer than 3 seconds"),
    "eat": ("MemoryLimit", "needs more than 700 MB of memory"),
    "raise": ("ValueError", "the wall fell"),
}
"""Stories by their names, and what is said of them."""
HARMLESS = ("once", "print")
PICKY = """
    pipeline.analyse = lambda story: 1 / 0 if story.id.startswith("wall") else harm(story)
"""
"""Behind what does harm: of the stories none but the one that fails can be analysed any more."""
OPTIONS = storyver.BatchOptions(time_limit=3, memory=700)


def corpus(path: Path) -> Path:
    """A table in which harmful stories stand among others."""
    told = list(rows(8))
    for name in (*HARMFUL, *HARMLESS):
        told += [{**row, "story": name} for row in rows(1)]
    return write_lines(path, told)


def test_harmful_stories_are_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is in ``skipped`` with what it did; all others are there as if it had not been. What killed a process only
    once is not held against the story."""
    source = corpus(tmp_path / "walls.jsonl")
    plain = tmp_path / "plain"
    storyver.batch(source, plain, options=OPTIONS)
    arm(tmp_path / "harm", monkeypatch)
    monkeypatch.setattr(children, "WAITING", 4)
    made = storyver.batch(source, tmp_path / "out", jobs=2, options=OPTIONS)
    assert (made.stories, made.failed) == (8 + len(HARMLESS), len(HARMFUL))
    skipped = table(tmp_path / "out", "skipped")
    assert {row["story"]: (row["error"], row["reason"]) for row in skipped} == HARMFUL
    assert {(row["scope"], row["versions"]) for row in skipped} == {("story", 3)}
    for name in ("versions", "claims", "changes", "facts"):
        harmful = {row["story_id"] for row in skipped}
        kept = [row for row in table(plain, name) if row["story_id"] not in harmful]
        assert table(tmp_path / "out", name) == kept


def test_stories_set_aside_are_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where it is asked for, and then the dataset is that of a batch in which nothing was set aside."""
    source = corpus(tmp_path / "walls.jsonl")
    monkeypatch.setattr(planning, "FEWEST", 3)
    monkeypatch.setattr(planning, "PART", 12)
    storyver.batch(source, tmp_path / "plain", options=OPTIONS)
    with monkeypatch.context() as armed:
        arm(tmp_path / "harm", armed)
        armed.setattr(children, "WAITING", 4)
        storyver.batch(source, tmp_path / "out", jobs=2, options=OPTIONS)
    before = contents(tmp_path / "out")
    assert storyver.batch(source, tmp_path / "out", options=OPTIONS).failed == len(HARMFUL)
    assert contents(tmp_path / "out") == before
    made = storyver.batch(source, tmp_path / "out", options=OPTIONS, retry=True)
    assert (made.stories, made.failed) == (8 + len(HARMFUL) + len(HARMLESS), 0)
    assert contents(tmp_path / "out") == contents(tmp_path / "plain")
    storyver.batch(source, tmp_path / "out", options=OPTIONS, retry=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "plain")


def test_only_the_stories_set_aside_are_analysed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others keep their rows, also those of the same part; what fails again is set aside and told as before."""
    told = [*rows(6), *({**row, "story": "raise"} for row in rows(1))]
    source = write_lines(tmp_path / "walls.jsonl", told)
    arm(tmp_path / "harm", monkeypatch)
    storyver.batch(source, tmp_path / "out", options=OPTIONS)
    before = contents(tmp_path / "out")
    with (tmp_path / "harm" / "sitecustomize.py").open("a", encoding="utf-8") as file:
        file.write(PICKY)
    made = storyver.batch(source, tmp_path / "out", options=OPTIONS, retry=True)
    assert (made.stories, made.failed) == (6, 1)
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("stage", ["gathering", "analysing", "writing"])
def test_retry_that_is_stopped_goes_on(stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any later batch ends it, with the flag or without; until then the dataset is not complete, or still as it was."""
    told = [*rows(6), *({**row, "story": "raise"} for row in rows(1))]
    source = write_lines(tmp_path / "walls.jsonl", told)
    monkeypatch.setattr(planning, "FEWEST", 3)
    monkeypatch.setattr(planning, "PART", 12)
    storyver.batch(source, tmp_path / "plain")
    with monkeypatch.context() as armed:
        arm(tmp_path / "harm", armed)
        storyver.batch(source, tmp_path / "out")

    def stop(now: storyver.Stage, done: int, *_: object) -> None:
        if now.value == stage and done >= (stage == "writing"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        storyver.batch(source, tmp_path / "out", retry=True, progress=stop)
    made = storyver.batch(source, tmp_path / "out")
    assert (made.stories, made.failed) == (7, 0)
    assert contents(tmp_path / "out") == contents(tmp_path / "plain")


def test_batch_that_was_stopped_does_its_failures_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the flag a batch that goes on does the stories again that it has set aside so far."""
    told = [*rows(6), *({**row, "story": "raise"} for row in rows(1))]
    source = write_lines(tmp_path / "walls.jsonl", told)
    storyver.batch(source, tmp_path / "plain")

    def stop(now: storyver.Stage, *_: object) -> None:
        if now is storyver.Stage.WRITING:
            raise KeyboardInterrupt

    with monkeypatch.context() as armed:
        arm(tmp_path / "harm", armed)
        with pytest.raises(KeyboardInterrupt):
            storyver.batch(source, tmp_path / "out", progress=stop)
    assert storyver.batch(source, tmp_path / "out", retry=True).failed == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "plain")


def test_version_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    """It is passed over with the reason, and a story of which none can be read is set aside."""
    told = [*rows(2), {"story": "wall 0", "version": 9, "text": "<html><body></body></html>"}]
    told += [{"story": "hollow", "version": number, "text": "<html><body></body></html>"} for number in (1, 2)]
    source = write_lines(tmp_path / "walls.jsonl", told)
    made = storyver.batch(source, tmp_path / "out", columns={"version": "version"})
    assert (made.stories, made.failed) == (2, 1)
    found = {(row["scope"], row["story"], row["error"]): row for row in table(tmp_path / "out", "skipped")}
    assert set(found) == {("version", "wall 0", None), ("story", "hollow", "SourceError")}
    assert found["story", "hollow", "SourceError"]["versions"] == 2
    assert "holds no article's text" in found["version", "wall 0", None]["reason"]


def test_numbers_that_come_twice_set_a_story_aside(tmp_path: Path) -> None:
    """Two different texts with one version number: which came first is not to be told."""
    told = [*rows(1), {**next(iter(rows(1))), "text": "Another wall."}]
    made = storyver.batch(write_lines(tmp_path / "walls.jsonl", told), tmp_path / "out")
    assert (made.stories, made.failed) == (0, 1)
    (row,) = table(tmp_path / "out", "skipped")
    assert "version number 1 is also that of" in row["reason"]


def test_input_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    """A packed table that is cut off: the rows before are analysed, and where it broke off is told."""
    import gzip

    whole = write_lines(tmp_path / "walls.jsonl", rows(200))
    cut = tmp_path / "walls.jsonl.gz"
    cut.write_bytes(gzip.compress(whole.read_bytes())[:-2000])
    made = storyver.batch([cut, whole], tmp_path / "out", apart=True)
    assert made.stories > 200
    (row,) = [row for row in table(tmp_path / "out", "skipped") if row["scope"] == "input"]
    assert row["reason"] == "is packed with gzip, and damaged or cut off"
    assert contents(tmp_path / "out")["skipped/part-inputs.parquet"]
