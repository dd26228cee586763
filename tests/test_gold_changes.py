"""All that is said of the pairs of versions in ``tests/cases``, and why, is as it was when somebody last read it.

The cases themselves name what must be found. What else is said (weights, reasons, summaries, what is passed over) is in
``tests/gold_changes``, also for the first two versions of each story of the corpus, and behind each pair a digest
of its JSON, so that nothing moves unseen. After a change that is meant, write them anew and read what differs:
``STORYVER_WRITE_GOLD=1 pytest -n0 tests/test_gold_changes.py``.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import storyver
from classify.test_statements import FRAME
from link_cases import CASES, compared, load
from repository import ROOT
from storyver.classify.quote_links import link_quotations
from storyver.model import Change, ChangeKind, Claim, DiffResult
from storyver.pipeline import align, read

GOLD = Path(__file__).parent / "gold_changes"
HEAD = "## "


def pairs(name: str) -> Iterator[tuple[str, str, str]]:
    """The cases of a folder: what each is called, and two versions."""
    if name == "corpus":
        for folder in sorted(path.parent for path in (ROOT / "corpus").glob("*/gold.json")):
            old, new, *_ = storyver.read(folder).versions
            yield folder.name, old.text, new.text
    elif name == "meaning":
        for row in tomllib.loads((CASES / name / "changes.toml").read_text(encoding="utf-8"))["case"]:
            yield row["name"], FRAME.format(row["old"]), FRAME.format(row["new"])
    else:
        for param in load(name):
            (case,) = param.values
            yield str(param.id), case.old, case.new


def told(result: DiffResult) -> str:
    """What is said of a pair, which quotations correspond, and a digest of its JSON."""
    lines = [line for change in result.changes if change.kind is not ChangeKind.UNCHANGED for line in _told(change)]
    lines += [f"passed over: {one.rule}: {one.old or '-'} ~ {one.new or '-'}" for one in result.suppressed]
    alignment = align(read(result.old), read(result.new))
    for link in link_quotations(alignment):
        lines.append(f"quotation at {link.old} ~ {link.new}{', altered' if link.altered else ''}")
    document: dict[str, Any] = {key: value for key, value in result.to_dict().items() if key != "schema"}
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:12]
    return "\n".join((*lines, f"factual {result.factual}, {digest}", ""))


def _told(change: Change) -> Iterator[str]:
    yield f"{change.kind} {change.importance} {change.score}: {_text(change.old)} ~ {_text(change.new)}"
    yield f"  {change.summary}"
    yield "  " + ", ".join(one.rule if one.weight is None else f"{one.rule} {one.weight}" for one in change.reasons)


def _text(claim: Claim | None) -> str:
    """The figure of a claim, else its words."""
    return "-" if claim is None else claim.figure.text if claim.figure else claim.text


def kept(name: str) -> dict[str, str]:
    """What was said of each case when it was last written down."""
    text = (GOLD / f"{name}.txt").read_bytes().decode("utf-8")
    return dict(entry.split("\n", 1) for entry in text.split(HEAD)[1:])


PAIRS = [(name, *pair) for name in ("corpus", "links", "meaning") for pair in pairs(name)]
if os.environ.get("STORYVER_WRITE_GOLD"):
    for one in {name for name, *_ in PAIRS}:
        entries = [f"{HEAD}{case}\n{told(compared(old, new))}" for name, case, old, new in PAIRS if name == one]
        GOLD.mkdir(exist_ok=True)
        (GOLD / f"{one}.txt").write_bytes("".join(entries).encode("utf-8"))
KEPT = {name: kept(name) for name, *_ in PAIRS}


@pytest.mark.parametrize(("name", "case", "old", "new"), PAIRS, ids=[" ".join(one[:2]) for one in PAIRS])
def test_all_that_is_said_is_as_it_was(name: str, case: str, old: str, new: str) -> None:
    """Each change has its kind, importance, score, words and reasons, and nothing else comes or goes."""
    assert told(compared(old, new)) == KEPT[name].get(case)


def test_nothing_is_kept_of_what_is_no_case() -> None:
    """What is kept is of the cases that there are."""
    assert {(name, case) for name, cases in KEPT.items() for case in cases} == {one[:2] for one in PAIRS}
