"""The tables of the dataset: their columns, as ``data/columns.toml`` has them, and their Arrow schemas."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

FORMAT: Final = "storyver/dataset/1"
TABLES: Final = ("versions", "claims", "changes", "facts", "skipped")
_DATA: Final = Path(__file__).parent / "data" / "columns.toml"
_TYPES: Final = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


@cache
def columns() -> dict[str, Any]:
    """For each table its columns, each with the name of its type and what it holds; ``structures`` likewise."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; what a column holds is the metadata ``description`` of its field."""
    metadata = {"storyver": FORMAT, "table": table}
    return pa.schema([_field(name, *told) for name, told in columns()[table].items()], metadata=metadata)


def _field(name: str, kind: str, meaning: str) -> pa.Field[Any]:
    return pa.field(name, _type(kind), metadata={"description": meaning})


def _type(kind: str) -> pa.DataType:
    if kind.startswith("["):
        return pa.list_(_type(kind[1:-1]))
    if kind in _TYPES:
        return _TYPES[kind]
    return pa.struct([_field(name, *told) for name, told in columns()["structures"][kind].items()])
