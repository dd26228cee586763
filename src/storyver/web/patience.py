"""Trying again what may succeed later, ever more slowly, and as slowly as the server wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from storyver.errors import SourceError
from storyver.sources.paths import printable
from storyver.web.client import Answer, TransientError


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often something is tried, and how long is waited."""

    tries: int = 6
    first: float = 2.0
    """Seconds before the second try; each later wait is twice as long."""
    longest: float = 120.0
    """Seconds of the longest wait of our own."""
    asked: float = 600.0
    """Seconds of the longest wait that a server may ask for."""
    between: float = 1.0
    """Seconds between two captures, out of courtesy."""


def patiently(
    ask: Callable[[], Answer],
    patience: Patience,
    sleep: Callable[[float], None],
    now: Callable[[], datetime],
) -> Answer:
    """An answer that is neither a server's failure nor a request to wait.

    Raise TransientError where all tries failed, and SourceError where the server asks for more patience than there is.
    """
    failure: TransientError | None = None
    for attempt in range(patience.tries):
        if failure is not None:
            sleep(_wait(failure, attempt - 1, patience, now))
        try:
            answer = ask()
            if answer.status != 429 and answer.status < 500:
                return answer
            what = f"gave status {answer.status}"
            raise TransientError(
                what=what, where=printable(answer.address.text[:200]), wait=answer.headers.get("retry-after")
            )
        except TransientError as error:
            failure = error
    assert failure is not None
    raise failure


def _wait(failure: TransientError, attempt: int, patience: Patience, now: Callable[[], datetime]) -> float:
    own = min(patience.longest, patience.first * 2.0**attempt)
    asked = _seconds(failure.wait, now)
    if asked is None:
        return own
    if asked > patience.asked:
        what = f"asks to wait {asked:,.0f} seconds"
        remedy = "give the same command again then; what is saved stays"
        raise SourceError(what=what, where=failure.where, remedy=remedy)
    return max(asked, own)


def _seconds(wait: str | None, now: Callable[[], datetime]) -> float | None:
    """What a Retry-After header asks for: a number of seconds, or a moment."""
    if wait is None:
        return None
    if wait.strip().isdecimal():
        return float(wait.strip()[:9])
    try:
        moment = parsedate_to_datetime(wait)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now()).total_seconds())
