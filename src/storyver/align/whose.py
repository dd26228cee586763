"""The comparisons that ask whose a figure is: its holder, the names near by, who says it."""

from __future__ import annotations

import re

from storyver.align.mentions import Mention
from storyver.align.setting import Setting
from storyver.align.similarity import spelt_alike
from storyver.model import FigureKind


def owner(old: Mention, new: Mention, _: Setting) -> float:
    """The same named subject, or another; of two names of which one is in the other they are one. That another tells of
    a figure ("Mr Quint said 46 homes had burned") does not make it another's."""
    one, other = old.owner, new.owner
    if not one or not other:
        return 0.0
    if one <= other or other <= one or spelt_alike(" ".join(sorted(one)), " ".join(sorted(other))):
        return 1.0
    return 0.0 if _only_tells(old) or _only_tells(new) else -1.0


def _only_tells(one: Mention) -> bool:
    """The named subject is the speaker."""
    speaker = one.claim.attribution.speaker
    return speaker is not None and one.owner <= set(re.split(r"['’\s]+", speaker.casefold()))


def subject(old: Mention, new: Mention, _: Setting) -> float:
    """The same subject, or another."""
    one, other = old.claim.holder, new.claim.holder
    if one is None or other is None:
        return 0.0
    one, other = one.casefold(), other.casefold()
    if one == other:
        return 1.0
    return 0.3 if set(one.split()) & set(other.split()) else -1.0


def names(old: Mention, new: Mention, _: Setting) -> float:
    """The share of names near by that both have; -1 where both have names and none in common."""
    if not old.names or not new.names:
        return 0.0
    shared = len(old.names & new.names)
    return shared / min(len(old.names), len(new.names)) if shared else -1.0


def site(old: Mention, new: Mention, _: Setting) -> float:
    """The same name behind them says where or of whom, or another."""
    if old.site is None or new.site is None:
        return 0.0
    shared = set(old.site.casefold().split()) & set(new.site.casefold().split())
    return 1.0 if shared else -1.0


def person(old: Mention, new: Mention, _: Setting) -> float:
    """For an age: the same name beside it, or another."""
    if old.figure.kind is not FigureKind.AGE or old.nearest is None or new.nearest is None:
        return 0.0
    if set(old.nearest.split()) & set(new.nearest.split()):
        return 1.0
    return -1.0 if old.beside and new.beside else 0.0


def attribution(old: Mention, new: Mention, _: Setting) -> float:
    """Said by the same source, or by another."""
    one, other = old.claim.attribution.speaker, new.claim.attribution.speaker
    if one is None or other is None:
        return 0.0
    shared = set(one.casefold().split()) & set(other.casefold().split()) - {"the", "a", "of", "and"}
    return 1.0 if shared else -1.0
