"""Questions to the dataset of a batch, answered by DuckDB: of its tables alone, read and never written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from storyver.errors import UsageError
from storyver.model import QueryResult
from storyver.querying.questions import question_named, questions

__all__ = ["MEMORY", "query", "question_named", "questions"]

MEMORY: Final = 2000
"""MB that a query may take, where nothing else is said."""


def query(
    out: Path | str,
    sql: str | None = None,
    *,
    question: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    memory: int = MEMORY,
    limit: int | None = None,
) -> QueryResult:
    """What a dataset answers to one SELECT, or to a ready ``question``: ``storyver.querying.questions()`` has them.

    ``out`` is the folder that ``storyver.batch`` made. The tables are ``versions``, ``claims``, ``changes``, ``facts``
    and ``skipped``, and ``corrections``, each notice once. ``parameters`` are the values of what the SQL names with a
    dollar sign. A query may take ``memory`` MB. Of more than ``limit`` rows the result has the first, and counts the
    others.

    Raises:
        StoryverError: There is no such dataset or it is not complete, or the query cannot be answered.
    """
    if (sql is None) == (question is None):
        raise UsageError(what="give one of them", where="SQL and question", remedy="write a SELECT, or name a question")
    if memory < 1:
        raise UsageError(what=f"is {memory} MB", where="the memory of a query", remedy="give 1 or more")
    if limit is not None and limit < 0:
        raise UsageError(what=f"is {limit}", where="the limit of rows", remedy="give 0 or more")
    if sql is not None and sql in (one.name for one in questions()):
        what, remedy = "is the name of a ready question", f"ask it with --question {sql}"
        raise UsageError(what=what, where="the query", remedy=remedy)
    from storyver.querying.asking import ask

    text = sql if question is None else question_named(question).sql
    return ask(Path(out), text or "", dict(parameters or {}), memory=memory, limit=limit)
