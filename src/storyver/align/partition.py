"""The comparisons that ask whether figures count all or a part of something, and what happened to what they count."""

from __future__ import annotations

from storyver.align.fates import is_fate
from storyver.align.mentions import Mention
from storyver.align.setting import Setting
from storyver.align.whose import site

LONE_PART = 0.25
"""What it tells that one counts a part and the other does not, beside what it tells that both do."""
OF_ONE_PART = 0.8
"""What a common fate tells where one counts a part: the whole may have fared alike. Both set like the weights."""


def fate(old: Mention, new: Mention, _: Setting) -> float:
    """The same thing happened to those that are counted, or another; of a part it is less sure than of the whole."""
    if old.fate is None or new.fate is None:
        return 0.0
    if old.fate != new.fate:
        return -1.0
    return 1.0 if old.part == new.part else OF_ONE_PART


def further(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where only one comes on top of another ("a further 150")."""
    return -1.0 if old.further != new.further else 0.0


def part(old: Mention, new: Mention, _: Setting) -> float:
    """Both count a part of those told of ("26 of whom"); where only one does it says less, and so where nothing else of
    the two parts is the same."""
    if old.part != new.part:
        return -LONE_PART
    if not old.part:
        return 0.0
    if old.figure.dimension != "count":
        return LONE_PART
    fared = old.fate is not None and old.fate == new.fate
    return 1.0 if fared or site(old, new, _) > 0 or _same_things(old, new) else LONE_PART


def _same_things(old: Mention, new: Mention) -> bool:
    """Both say what they count, and it is the same, be it not "the injured"; not of two holders."""
    told = old.head is not None and old.head == new.head and not (old.inferred or new.inferred)
    return told and not is_fate((new.figure.counted or "").rpartition(" ")[2]) and not (old.owner and new.owner)


def whole(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where only one is what another figure counts a part of."""
    return -1.0 if old.whole != new.whole else float(old.whole)
