"""What a decision must be to be entered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from storyver.decided import in_force
from storyver.errors import UsageError
from storyver.model import Decision, Verdict
from storyver.sources import printable

LONGEST_NOTE: Final = 4_000
LONGEST_ADDRESS: Final = 2_000
LONGEST_REVIEWER: Final = 100
"""Characters of each."""

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_IN_NOTES: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_ADDRESSES: Final = re.compile(r"[^\x21-\x7e]|[\"<>\\^`{|}]")


def check_decision(decision: Decision, earlier: Sequence[Decision]) -> None:
    """Raise UsageError for what is no decision; ``earlier`` are those of the story before it."""
    check_reviewer(decision.reviewer)
    if decision.verdict is Verdict.NOTED:
        _check_note(decision.note or "")
    if decision.verdict is Verdict.EVIDENCE:
        check_address(decision.evidence or "")
    if (decision.verdict is Verdict.RELINKED) != (decision.counterpart is not None):
        raise UsageError(what="is for no counterpart", where="a relink", remedy="choose one of the other version")
    if (decision.verdict is Verdict.WITHDRAWN) != (decision.withdraws is not None):
        raise UsageError(what="names no decision", where="a withdrawal", remedy="choose one")
    own = {one.entry for one in in_force(earlier, superseded=True) if one.reviewer == decision.reviewer}
    if decision.withdraws is not None and decision.withdraws not in own:
        what = "is no decision of this reviewer that stands"
        raise UsageError(what=what, where=f"entry {decision.withdraws}", remedy="withdraw one of your own")


def check_reviewer(name: str) -> None:
    """Raise UsageError for what is no reviewer's name."""
    if not name.strip() or len(name) > LONGEST_REVIEWER or _CONTROLS.search(name):
        what = f"is no name of a reviewer, which has 1 to {LONGEST_REVIEWER} characters on one line"
        raise UsageError(what=what, where=f"“{printable(name[:LONGEST_REVIEWER])}”", remedy="give one with --reviewer")


def check_address(address: str) -> None:
    """Raise UsageError for what is no address on the web: ``http`` or ``https`` with a host, and without a password."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is parts.password is None
        _ = parts.port
    except ValueError:
        fits = False
    if not fits or len(address) > LONGEST_ADDRESS or _NOT_IN_ADDRESSES.search(address):
        what = "is no address that begins with http:// or https://"
        raise UsageError(what=what, where=f"“{printable(address[:80])}”", remedy="copy it from the browser")


def _check_note(note: str) -> None:
    if not note.strip() or len(note) > LONGEST_NOTE or _IN_NOTES.search(note):
        what = f"is empty, longer than {LONGEST_NOTE:,} characters, or has control characters"
        raise UsageError(what=what, where="the note", remedy="write it anew")
