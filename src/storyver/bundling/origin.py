"""What made a bundle's analysis: the program and the libraries on which its results depend."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from storyver.model import LanguageModel
from storyver.serialise.parts import model_document

LIBRARIES: Final = ("Babel", "Jinja2", "numpy", "python-dateutil", "rapidfuzz", "spacy")
_PACKAGE: Final = Path(__file__).parent.parent
_COMPILED: Final = "__pycache__"


def origin(model: LanguageModel | None = None) -> dict[str, Any]:
    """The program's version, a hash of its code and word lists, the versions of what it runs on, and the trained
    pipeline that read names and subjects, where one did."""
    return {**_program(), **model_document(model)}


@cache
def _program() -> dict[str, Any]:
    return {
        "storyver": version("storyver"),
        "code": _code(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "libraries": {name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _code() -> str:
    """SHA-256 of all files of the package, by their names: two builds of one version are told apart."""
    files = sorted(path for path in _PACKAGE.rglob("*") if path.is_file() and _COMPILED not in path.parts)
    whole = hashlib.sha256()
    for path in files:
        name = path.relative_to(_PACKAGE).as_posix()
        whole.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()
