"""Every target of the fuzzer takes its first inputs, and every input in which something was once found."""

from __future__ import annotations

import pytest

from fuzz.seeds import seeds
from fuzz.targets import TARGETS, run


@pytest.mark.parametrize("name", TARGETS)
def test_target_takes_seeds_and_findings(name: str) -> None:
    """No input ends but with what was asked of it, or with one of storyver's own errors."""
    inputs = seeds(name)
    assert inputs
    for data in inputs:
        run(TARGETS[name], data)


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in ("archive", "listing")])
def test_seeds_are_read(name: str) -> None:
    """Each target has a first input that it can read, so that a fuzzer gets behind the checks at the door."""
    errors = []
    for data in seeds(name):
        try:
            TARGETS[name](data)
            return
        except Exception as error:  # the last one is told
            errors.append(error)
    raise errors[-1]
