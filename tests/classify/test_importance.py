"""How soon a fact-checker should look at a change."""

from __future__ import annotations

import pytest

from storyver.classify.importance import rate_importance
from storyver.model import ChangeKind, Importance
from storyver.model.changes import WITHOUT_EFFECT


@pytest.mark.parametrize("kind", ChangeKind)
def test_every_kind_has_its_grade(kind: ChangeKind) -> None:
    """Each kind of change is of some importance, but for those that leave every fact as it was."""
    assert (rate_importance(kind, None, None) is Importance.NONE) == (kind in WITHOUT_EFFECT)
