"""By what a dataset was made: the same code and the same libraries give the same rows."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from storyver.model import LanguageModel

_LIBRARIES: Final = ("babel", "rapidfuzz", "spacy", "pyarrow", "trafilatura", "lxml", "pypdf", "python-docx")
"""Those that may change what is read or how it is written."""
MODEL: Final = "model"
"""The key of the trained pipeline."""
_WITHOUT_EFFECT: Final = frozenset({"cli", "report", "web", "archive", "schemas", "__pycache__"})


def made_with(model: LanguageModel | None = None) -> dict[str, str]:
    """Versions of storyver and of libraries, a hash of storyver's files, and the trained pipeline that read names and
    subjects, where one did."""
    return {**_program(), **({} if model is None else {MODEL: f"{model} {model.sha256}"})}


@cache
def _program() -> dict[str, str]:
    """Versions of storyver and of libraries, and a hash of storyver's files: rules change between two versions too."""
    found = {"storyver": version("storyver"), "code": _digest()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _digest() -> str:
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*"), key=lambda one: one.relative_to(root).as_posix()):
        inside = path.relative_to(root)
        if inside.parts[0] in _WITHOUT_EFFECT or "__pycache__" in inside.parts or not path.is_file():
            continue
        digest.update(inside.as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
