"""Captures for the tests of the archive, and what an archive holds, put so that two can be compared."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storyver import Archive
from storyver.model import Capture, DateSource, PublicationDate


def capture(story: str, number: int, **more: Any) -> Capture:
    """A small version: the same wall at another price."""
    town = "".join(letter for letter in story if letter.isalnum())
    text = f"Version {number}.\n\nThe wall of {town} cost £{number}m and took {number + 7} months to build.\n"
    more.setdefault("data", text.encode())
    more.setdefault("media", "text/plain")
    more.setdefault("source", f"news/{story}/{number}.txt")
    return Capture(story=story, number=number, **more)


def dated(value: str, source: DateSource = DateSource.CAPTURE) -> tuple[PublicationDate, ...]:
    """The dates of a capture with one."""
    return (PublicationDate(value=value, source=source, evidence="kept then"),)


def contents(path: Path) -> dict[str, list[tuple[str, Capture]]]:
    """For each story of an archive its texts and captures."""
    with Archive(path, create=False) as archive:
        return {
            one.name: [
                (version.text, capture)
                for version, capture in zip(
                    sorted(archive.story(one.name).versions, key=lambda version: version.number or 0),
                    sorted(archive.captures(one.name), key=lambda one: one.number or 0),
                    strict=True,
                )
            ]
            for one in archive.stories()
        }


@contextlib.contextmanager
def altered(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody opens it who means to alter it: without the triggers that forbid it, which stay in it."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    try:
        yield connection
    finally:
        for _, sql in triggers:
            connection.execute(sql)
        connection.close()
