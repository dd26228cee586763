"""Values whose making costs less are made as data classes are."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from storyver.model import Claim, Figure, FigureKind, Mark, MarkKind, Reason, Sentence
from storyver.model.making import made_fast


@made_fast
@dataclass(frozen=True, slots=True, kw_only=True)
class _Fast:
    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plain:
    name: str
    size: int | None = None


@pytest.mark.parametrize(
    "arguments", [{}, {"size": 1}, {"name": "a", "sise": 1}, {"name": "a"}, {"name": "a", "size": 2}]
)
def test_it_takes_what_the_data_class_takes(arguments: dict[str, str]) -> None:
    """What one constructor refuses the other refuses, and what both take gives the same fields."""
    try:
        plain = _Plain(**arguments)  # type: ignore[arg-type]
    except TypeError:
        with pytest.raises(TypeError):
            _Fast(**arguments)  # type: ignore[arg-type]
        return
    fast = _Fast(**arguments)  # type: ignore[arg-type]
    assert [getattr(fast, one.name) for one in fields(fast)] == [getattr(plain, one.name) for one in fields(plain)]


def test_it_stays_frozen() -> None:
    """No field can be set again."""
    one = Sentence(start=1, end=2)
    with pytest.raises(FrozenInstanceError):
        one.start = 3  # type: ignore[misc]


def test_it_is_copied_compared_and_pickled_as_before() -> None:
    """``replace``, equality, hashes and pickles see the same fields."""
    one = Figure(start=0, end=2, text="14", kind=FigureKind.COUNT, low=14.0, high=14.0, dimension="count")
    assert pickle.loads(pickle.dumps(one)) == one
    assert hash(replace(one, start=5, end=7)) != hash(one)
    assert replace(replace(one, start=5), start=0) == one


def test_its_signature_is_that_of_the_data_class() -> None:
    """Help and inspection show names, types and defaults."""
    assert str(inspect.signature(_Fast)) == str(inspect.signature(_Plain))


def test_defaults_are_kept() -> None:
    """A field that is not given has the default of the data class."""
    mark = Mark(start=0, end=2, text="US", kind=MarkKind.NAME, value="US")
    assert (mark.sort, mark.scope_start, mark.scope_end) == ("", 0, 0)
    assert Reason(rule="a", text="b").weight is None
    assert {one.name for one in fields(Claim)} >= {"id", "figure", "section"}


def test_a_field_with_more_than_a_default_is_refused() -> None:
    """A class that the constructor would not make as the data class does is told so."""
    with pytest.raises(TypeError, match="rows is more than"):

        @made_fast
        @dataclass(frozen=True, slots=True, kw_only=True)
        class _Listed:
            rows: list[int] = field(default_factory=list)
