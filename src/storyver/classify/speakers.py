"""Whether two speakers may be one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from storyver.classify.passages import Side
from storyver.model import MarkKind
from storyver.remembered import remembered
from storyver.wording import function_words, table, words

PRONOUNS = frozenset(("he", "she", "it", "they", "who", "which", "one"))
"""Speakers who stand for somebody named before."""


@cache
def speaker_table(key: str) -> frozenset[str]:
    """A list of words of ``data/speakers.toml``: ``generic``, ``evidence`` or ``past``."""
    return frozenset(table(Path(__file__).with_name("data") / "speakers.toml")[key].split())


def reported(word: str) -> Sequence[str]:
    """What a word of somebody's own becomes when it is reported: "I heard", "she heard"."""
    said: str = table(Path(__file__).with_name("data") / "speakers.toml")["reported"].get(word, "")
    return said.split()


def same_speaker(old: str, new: str, side: Side) -> bool:
    """Whether two speakers may be one: a pronoun, a shared name or noun, or a common noun that stands for a name."""
    here, there = speaker_words(old), speaker_words(new)
    if not here or not there or here <= PRONOUNS or there <= PRONOUNS or here & there - speaker_table("generic"):
        return True
    if _is_company(here) and _is_company(there) and (here <= speaker_table("firm") or there <= speaker_table("firm")):
        return True  # "executives said", "the toolmaker said"; not "the airline said", "the retailer said"
    if here | there <= speaker_table("authority"):
        return True
    if here & speaker_table("evidence") or there & speaker_table("evidence"):
        if (here - speaker_table("evidence")) & (there - speaker_table("evidence")):
            return True  # "Ministry figures" and "the education ministry"
        return bool(here & speaker_table("evidence") and there & speaker_table("evidence"))
    generic_here, generic_there = here <= speaker_table("generic"), there <= speaker_table("generic")
    if (generic_here and generic_there) or here & there:
        return bool(here & there)
    if generic_here or generic_there:
        return _may_stand_for(here if generic_here else there, old if generic_there else new, side)
    return False


def _is_company(speaker: frozenset[str]) -> bool:
    """Whether they are nothing but words for a company, or for those who run it."""
    known = speaker_table("firm") | speaker_table("company")
    return all(word in known or word.endswith("maker") for word in speaker)


def _may_stand_for(generic: frozenset[str], name: str, side: Side) -> bool:
    """ "The agency" stands for a name that holds the word, where the version has one; else for any name in capitals."""
    bodies = speaker_table("bodies")
    if generic & bodies and speaker_words(name) & bodies and not generic & speaker_words(name):
        return False  # "the ministry", "the Dockers' Union"
    named = {
        m.value for p in side.passages for m in p.of(MarkKind.NAME) if frozenset(m.value.lower().split()) & generic
    }
    if named:
        return any(speaker_words(name) & speaker_words(other) - generic for other in named)
    if speaker_words(name) & speaker_table("many"):
        return False  # "Analysts" at the head of a sentence
    return (name[:1].isupper() and " " not in name.strip()) or any(part[:1].isupper() for part in name.split()[1:])


@remembered(4096)
def speaker_words(speaker: str) -> frozenset[str]:
    """The words by which a speaker is known, folded; of a mere pronoun the pronoun."""
    parts = [w.folded.removesuffix("'s") for w in words(speaker)]
    content = frozenset(p for p in parts if p not in function_words() and len(p) > 1)
    return content or frozenset(parts)
