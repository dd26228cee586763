"""Names as a trained pipeline finds them, put together with those of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from storyver.extract.names import Name, name_at
from storyver.extract.parsed import Entity


def with_entities(text: str, start: int, names: Sequence[Name], entities: Iterable[Entity]) -> tuple[Name, ...]:
    """The names of the sentence that begins at ``start``: the pipeline's, and the rules' where it is silent.

    Where both find a name at one place the pipeline's bounds hold. Identifiers (routes, gates) stay the rules' own:
    they are told apart from figures by them.
    """
    fixed = [name for name in names if name.sort == "identifier"]
    found: list[Name] = []
    for entity in entities:
        name = name_at(text, start + entity.start, start + entity.end)
        if name.text and not _overlaps(name, (*fixed, *found)):
            found.append(replace(name, sort="place") if entity.place and name.sort == "name" else name)
    found += fixed
    silent = [name for name in names if name.sort != "identifier" and not _overlaps(name, found)]
    return tuple(sorted((*found, *silent), key=lambda name: name.start))


def _overlaps(name: Name, others: Iterable[Name]) -> bool:
    return any(name.start < other.end and other.start < name.end for other in others)
