"""Ask the peers: the programs of the machine, the libraries in their interpreter, the rules here."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.showing import programs, rules
from benchmarks.showing.cases import Edit
from benchmarks.showing.levels import judge, marks
from benchmarks.showing.results import Hidden, Shown

LIBRARIES = Path(__file__).parent / "libraries.py"
NOT_ASKED = "not asked for, see --install"

Texts = Sequence[tuple[str, str]]


class NoAnswerError(Exception):
    """A peer that could not be asked; says why."""


def ask_to_show(name: str, interpreter: str | None, edits: Sequence[Edit], pairs: Sequence[Edit]) -> Shown:
    """What a tool marks between the first two versions of each."""
    texts = [(one.versions[0], one.versions[1]) for one in (*edits, *pairs)]
    try:
        version, answers = _programs(name, texts) if name in programs.PROGRAMS else _library(name, interpreter, texts)
    except (NoAnswerError, OSError) as reason:
        return Shown(name=name, problem=str(reason))
    runs = [[(sign, text) for sign, text in answer] for answer in answers]
    return Shown(
        name=name,
        version=version,
        levels=[judge(answer, edit.facts) for answer, edit in zip(runs, edits, strict=False)],
        marked=[marks(answer) for answer in runs[len(edits) :]],
    )


def ask_to_hide(
    peer: dict[str, Any], interpreter: str | None, edits: Sequence[Edit], pairs: Sequence[Edit], article: Sequence[str]
) -> Hidden:
    """Which versions a rule takes for the same as the one before."""
    name, at = peer["name"], peer.get("at", 0)
    stories = [
        *(edit.versions for edit in edits),
        *(edit.within(article) for edit in edits),
        *(pair.versions for pair in pairs),
    ]
    result = Hidden(name=name, rule=peer["rule"])
    if name in rules.PAIRS:
        found = [rules.hides(name, versions, at) for versions in stories]
    else:
        texts = [pair for versions in stories for pair in pairwise(versions)]
        try:
            _, answers = _library(name, interpreter, texts)
        except (NoAnswerError, OSError) as reason:
            result.problem = str(reason)
            return result
        near = iter([answer >= at if peer.get("likeness") else answer <= at for answer in answers])
        found = [sum(next(near) for _ in versions[1:]) > 0 for versions in stories]
    result.alone, result.within = found[: len(edits)], found[len(edits) : 2 * len(edits)]
    result.same = found[2 * len(edits) :]
    return result


def _programs(name: str, texts: Texts) -> tuple[str, list[Any]]:
    return programs.version(name), [programs.compare(name, old, new) for old, new in texts]


def _library(name: str, interpreter: str | None, texts: Texts) -> tuple[str, list[Any]]:
    if interpreter is None:
        raise NoAnswerError(NOT_ASKED)
    command = [interpreter, str(LIBRARIES), name]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise NoAnswerError(done.stderr.strip().splitlines()[-1])
    told = json.loads(done.stdout)
    if "problem" in told:
        raise NoAnswerError(told["problem"])
    return told["version"], told["answers"]
