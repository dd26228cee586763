"""Which trained pipeline reads names and subjects: one that was named, the best of those installed, or none."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from storyver.errors import ModelError
from storyver.extract.installed import installed, named
from storyver.extract.trained import Trained, trained

AUTOMATIC: Final = "auto"
NONE: Final = "none"
VARIABLE: Final = "STORYVER_MODEL"
"""Of the environment: what is to be taken automatically."""

Told = Callable[[str], None]
"""Is told in one line of an installed pipeline that was passed over."""


class Choice:
    """What was asked for, and what it comes to once somebody needs it."""

    def __init__(self, wanted: str | Path | None, told: Told) -> None:
        if wanted == AUTOMATIC:
            wanted = os.environ.get(VARIABLE) or AUTOMATIC
        self._automatic = wanted == AUTOMATIC
        self._found = None if self._automatic or wanted is None or wanted == NONE else named(wanted)
        self._told = told
        self._looked = False
        self._trained: Trained | None = None

    def trained(self) -> Trained | None:
        """The pipeline; None where the rules are to read alone. Raise ModelError where one that was named fails."""
        if not self._looked:
            if self._automatic:
                self._trained = _best(self._told)
            elif self._found is not None:
                self._trained = trained(self._found, self._found.value())
            self._looked = True
        return self._trained


_chosen: ContextVar[Choice | None] = ContextVar("storyver_model", default=None)
_usual: list[Choice] = []
"""What holds for this process outside of any ``using``."""


@contextmanager
def using(wanted: str | Path | None, told: Told | None = None) -> Iterator[None]:
    """Within it, what is named reads names and subjects. Raise ModelError where it is not there or of no use."""
    token = _chosen.set(Choice(wanted, told or _warn))
    try:
        yield
    finally:
        _chosen.reset(token)


def chosen() -> Trained | None:
    """The pipeline that reads now. Raise ModelError where one that was named fails."""
    choice = _chosen.get()
    if choice is None:
        if not _usual:
            _usual.append(Choice(AUTOMATIC, _warn))
        choice = _usual[0]
    return choice.trained()


def _best(told: Told) -> Trained | None:
    """The first of those installed that spaCy takes."""
    for found in installed():
        try:
            one = trained(found, found.value())
            one.load()
        except ModelError as error:
            told(f"{error.where}: passed over, for it {error.what}; {error.remedy}")
        else:
            return one
    return None


def _warn(line: str) -> None:
    warnings.warn(line, stacklevel=2)
