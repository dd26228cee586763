"""All that figures are compared by outside the versions in which they stand, as one number for each content."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields
from operator import attrgetter

from storyver.align.measure import measure_of
from storyver.align.memory import Memory, figure_content
from storyver.align.mentions import Mention
from storyver.align.pairing import traits_of
from storyver.model import Claim

_ELSEWHERE = {
    "number",
    "claim",
    "figure",
    "sentence",
    "position",
    "context",
    "restatements",
    "forms",
    "replaces",
    "content",
    "measure",
    "traits",
}
"""What is no content, or is taken into it below."""
_own = attrgetter(*(one.name for one in fields(Mention) if one.name not in _ELSEWHERE))
_said = attrgetter(*(one.name for one in fields(Claim) if one.name not in {"id", "start", "end", "figure"}))


def with_contents(mentions: Sequence[Mention], memory: Memory | None) -> tuple[Mention, ...]:
    """The mentions with their traits and, where a memory counts, the numbers of their contents. These are written into
    them while nobody else has them yet: to make each anew, with all that it has, takes longer than to find it."""
    for mention in mentions:
        number = -1 if memory is None else memory.number(_content(mention))
        traits = None if memory is None else memory.traits.get(number)
        if traits is None:
            traits = traits_of(mention)
            if memory is not None:
                memory.traits[number] = traits
        object.__setattr__(mention, "content", number)
        object.__setattr__(mention, "traits", traits)
        object.__setattr__(mention, "measure", measure_of(mention.forms))
    return tuple(mentions)


def _content(mention: Mention) -> Hashable:
    replaced = figure_content(mention.replaces) if mention.replaces else None
    forms = tuple(map(figure_content, mention.forms))
    return id(mention.context), _own(mention), _said(mention.claim), forms, replaced
