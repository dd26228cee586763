"""Which trained pipeline reads names and subjects: one that was named, the best of those installed, or none.

Where nobody names one and none is installed this is all that is imported, and one look at the folders of packages.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storyver.errors import ModelError

if TYPE_CHECKING:
    from storyver.extract.installed import Found
    from storyver.extract.trained import Trained

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
        self._found = None if self._automatic or wanted is None or wanted == NONE else _named(wanted)
        self._told = told
        self._looked = False
        self._trained: Trained | None = None

    def trained(self) -> Trained | None:
        """The pipeline; None where the rules are to read alone. Raise ModelError where one that was named fails."""
        if not self._looked:
            if self._automatic:
                self._trained = _best(self._told)
            elif self._found is not None:
                self._trained = _trained(self._found)
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


def _named(wanted: str | Path) -> Found:
    from storyver.extract.installed import named

    return named(wanted)


def _trained(found: Found) -> Trained:
    from storyver.extract.trained import trained

    return trained(found, found.value())


def _best(told: Told) -> Trained | None:
    """The first of those installed that spaCy takes."""
    if not _may_be_any():
        return None
    from storyver.extract.installed import installed

    for found in installed():
        try:
            one = _trained(found)
            one.load()
        except ModelError as error:
            told(f"{error.where}: passed over, for it {error.what}; {error.remedy}")
        else:
            return one
    return None


def _may_be_any() -> bool:
    """Whether a package for English is on the path: to ask all packages for their entry points takes longer."""
    for place in sys.path:
        with suppress(OSError), os.scandir(place or ".") as entries:
            if any(one.name[:3].lower() in ("en_", "en-") and one.name.endswith("-info") for one in entries):
                return True
    return False


def _warn(line: str) -> None:
    warnings.warn(line, stacklevel=2)
