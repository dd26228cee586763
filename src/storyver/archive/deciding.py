"""Decisions of reviewers in an archive: entered one at a time, and read in the order of entry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from storyver.archive import chain
from storyver.archive.frames import DamagedError
from storyver.model import About, Decision, Quoted, Verdict

_SIDES: Final = ("old", "new", "counterpart")
_COLUMNS: Final = "subject, verdict, counterpart, note, evidence, reviewer, decided, withdraws, about"


def enter(connection: sqlite3.Connection, story: int, decision: Decision) -> Decision:
    """Add a decision to the chain, inside the caller's transaction, and return it with its number."""
    last = connection.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    number, head = (last[0] + 1, last[1]) if last else (1, chain.START)
    name = connection.execute("SELECT name FROM stories WHERE id = ?", (story,)).fetchone()[0]
    row = _row(decision)
    hashed = chain.entry_hash(head, chain.decision_said(number, (name, *row)))
    connection.execute("INSERT INTO entries (number, hash) VALUES (?, ?)", (number, hashed))
    connection.execute(
        f"INSERT INTO decisions (entry, story, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, story, *row),
    )
    return replace(decision, entry=number)


def decisions(connection: sqlite3.Connection, story: int) -> Iterator[Decision]:
    """What was decided of a story, in the order of entry. Raise DamagedError where a row is no decision."""
    query = f"SELECT entry, {_COLUMNS} FROM decisions WHERE story = ? ORDER BY entry"
    for row in connection.execute(query, (story,)):
        yield decision_of(row)


def every(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The entry and the row of every decision of all stories, as they lie there."""
    for row in connection.execute(f"SELECT entry, {_COLUMNS} FROM decisions ORDER BY entry"):
        yield row[0], row


def decision_of(row: tuple[Any, ...]) -> Decision:
    """The decision that a row holds. Raise DamagedError where it holds none."""
    entry, subject, verdict, counterpart, note, evidence, reviewer, decided, withdraws, about = row
    try:
        return Decision(
            entry=entry,
            subject=str(subject),
            verdict=Verdict(verdict),
            counterpart=counterpart,
            note=note,
            evidence=evidence,
            reviewer=str(reviewer),
            decided=str(decided),
            withdraws=withdraws,
            about=None if about is None else _about(json.loads(about)),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DamagedError("a decision is none") from error


def _row(decision: Decision) -> tuple[str | int | None, ...]:
    return (
        decision.subject,
        decision.verdict.value,
        decision.counterpart,
        decision.note,
        decision.evidence,
        decision.reviewer,
        decision.decided,
        decision.withdraws,
        None if decision.about is None else _written(decision.about),
    )


def _written(about: About) -> str:
    """As JSON in ASCII, which can write halves of a pair too."""
    sides = {side: one for side in _SIDES if (one := getattr(about, side)) is not None}
    record: dict[str, Any] = {"kind": about.kind, "summary": about.summary}
    record |= {
        side: {"claim": one.claim, "text": one.text, "figure": one.figure, "version": one.version}
        for side, one in sides.items()
    }
    return json.dumps(record, separators=(",", ":"))


def _about(record: dict[str, Any]) -> About:
    sides = {side: _quoted(record[side]) for side in _SIDES if record.get(side) is not None}
    return About(kind=str(record["kind"]), summary=str(record["summary"]), **sides)


def _quoted(record: dict[str, Any]) -> Quoted:
    figure = record["figure"]
    return Quoted(
        claim=str(record["claim"]),
        text=str(record["text"]),
        figure=None if figure is None else str(figure),
        version=str(record["version"]),
    )
