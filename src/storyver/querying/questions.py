"""The questions that come with storyver: a file of SQL each, whose first line says what it asks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from storyver.errors import UsageError
from storyver.model import Question

_FOLDER: Final = Path(__file__).parent / "data" / "questions"


def questions() -> tuple[Question, ...]:
    """All of them, by their names."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.sql")))


def question_named(name: str) -> Question:
    """The question of a name."""
    known = {one.name: one for one in questions()}
    if name not in known:
        raise UsageError(what="is no question", where=name, remedy=f"the questions are {', '.join(known)}")
    return known[name]


def _read(path: Path) -> Question:
    sql = path.read_text(encoding="utf-8")
    return Question(name=path.stem, title=sql.partition("\n")[0].removeprefix("-- "), sql=sql)
