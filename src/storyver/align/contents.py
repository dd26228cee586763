"""All that figures are compared by outside the versions in which they stand, as one number for each content."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields, replace
from operator import attrgetter

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
    "traits",
}
"""What is no content, or is taken into it below."""
_own = attrgetter(*(one.name for one in fields(Mention) if one.name not in _ELSEWHERE))
_said = attrgetter(*(one.name for one in fields(Claim) if one.name not in {"id", "start", "end", "figure"}))


def with_contents(mentions: Sequence[Mention], memory: Memory | None) -> tuple[Mention, ...]:
    """The mentions, each with its traits and, where a memory counts, the number of its content."""
    if memory is None:
        return tuple(replace(mention, traits=traits_of(mention)) for mention in mentions)
    return tuple(_remembered(mention, memory) for mention in mentions)


def _remembered(mention: Mention, memory: Memory) -> Mention:
    number = memory.number(_content(mention))
    traits = memory.traits.get(number)
    if traits is None:
        traits = memory.traits[number] = traits_of(mention)
    return replace(mention, traits=traits, content=number)


def _content(mention: Mention) -> Hashable:
    replaced = figure_content(mention.replaces) if mention.replaces else None
    forms = tuple(map(figure_content, mention.forms))
    return id(mention.context), _own(mention), _said(mention.claim), forms, replaced
