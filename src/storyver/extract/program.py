"""Which program reads: told by the code and the tables on which depends what is found in a paragraph."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from storyver.model import LanguageModel

PARTS: Final = ("extract", "model", "remembered.py", "wording.py", "wording.toml")
"""What reading a paragraph can run or look up; a test follows the imports. What else there is changes no finding."""
LIBRARIES: Final = ("babel",)
"""Those whose tables count, told by their first file, which has the version."""
_ENDINGS: Final = (".py", ".toml")


@cache
def extractor(model: LanguageModel | None = None) -> str | None:
    """A hash that is another one after any change of the rules. None where the code cannot be looked at.

    It is taken of the files themselves and not of a number that somebody would have to change with them. With a trained
    pipeline its name, version and hash stand behind it, and the version of spaCy.
    """
    try:
        rules = hash_of(Path(__file__).parent.parent)
    except OSError:
        return None
    if model is None:
        return rules
    from importlib.metadata import version

    return f"{rules} {model} {model.sha256} spacy {version('spacy')}"


def hash_of(package: Path) -> str:
    """The hash of the package in a folder. Raise OSError where a part of it is not there to be read."""
    hashed = hashlib.blake2b(f"{sys.version_info.major}.{sys.version_info.minor}".encode(), digest_size=16)
    places = [*(package / part for part in PARTS), *map(_library, LIBRARIES)]
    for file in (file for place in places for file in _files(place)):
        data = file.read_bytes()
        name = file.relative_to(package).as_posix() if file.is_relative_to(package) else file.parent.name
        hashed.update(f"\0{name}\0{len(data)}\0".encode() + data)
    return hashed.hexdigest()


def _library(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(name)
    return Path(spec.origin)


def _files(place: Path) -> Iterator[Path]:
    """The code and tables at a place. Raise FileNotFoundError where there is no code to be read."""
    if not place.is_dir():
        yield place
        return
    files = [one for one in sorted(place.rglob("*")) if one.suffix in _ENDINGS]
    if not any(one.suffix == ".py" for one in files):
        raise FileNotFoundError(place)
    yield from files
