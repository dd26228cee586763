"""The facts of a story under what was decided: followed anew in the background, for in a long story that takes as long
as starting the desk does, and no decision has to wait for it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Final

from storyver.decided import Decided, Pair, Ruling
from storyver.model import ChangeKind, Decision, Fact
from storyver.pipeline import follow
from storyver.review.queue import Survey

PATIENCE: Final = 0.7
"""Seconds that a page waits for the facts; a short story is followed in less."""


class Following:
    """The facts as they were followed last, and the thread that follows them anew."""

    def __init__(self, survey: Survey) -> None:
        """At first as the program finds them by itself."""
        self._survey = survey
        self._facts: Sequence[Fact] = survey.facts
        self._rulings: Mapping[Pair, Ruling] = {}
        self._thread: threading.Thread | None = None
        self._linked = {
            frozenset((change.old.id, change.new.id))
            for diff in survey.diffs
            for change in diff.changes
            if change.old and change.new and change.kind is not ChangeKind.UNCERTAIN
        }

    def facts(self, decisions: Sequence[Decision]) -> tuple[Sequence[Fact], bool]:
        """The facts, and whether they are those under these decisions already."""
        wanted = self._beyond_the_program(decisions)
        if wanted != self._rulings and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self._follow, args=(wanted, decisions), daemon=True)
            self._thread.start()
        if wanted != self._rulings and self._thread is not None:
            self._thread.join(PATIENCE)
        return self._facts, wanted == self._rulings

    def _follow(self, rulings: Mapping[Pair, Ruling], decisions: Sequence[Decision]) -> None:
        self._facts = follow(self._survey.story, decisions=decisions).facts if rulings else self._survey.facts
        self._rulings = rulings

    def _beyond_the_program(self, decisions: Sequence[Decision]) -> Mapping[Pair, Ruling]:
        """What is ruled otherwise than the program itself links: where nothing is, the facts are as it finds them."""
        pairs = Decided(decisions).pairs
        return {
            pair: ruled.ruling
            for pair, ruled in pairs.items()
            if ruled.ruling is not Ruling.TOGETHER or pair not in self._linked
        }
