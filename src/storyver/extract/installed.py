"""Which trained pipelines of spaCy there are, and whether one is of use here; told without importing spaCy.

A pipeline is a folder of data with a ``config.cfg`` and a ``meta.json``. Its package has such a folder in it, and is
found by its entry point ``spacy_models``; the package's own code is not run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from storyver.errors import ModelError
from storyver.extract.tables import word_set
from storyver.model import LanguageModel

GROUP: Final = "spacy_models"
"""The entry points under which spaCy's packages of trained pipelines are known."""
LANGUAGE: Final = "en"
_REMEDY: Final = "name another with --model, or give --model none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A trained pipeline that has what is needed, as far as its description tells."""

    where: str
    """What it was called: a name or a path."""
    package: bool
    """Whether that is the name of a package."""
    folder: Path
    """With its data."""
    name: str
    version: str
    needs: str
    """The versions of spaCy that it is for, as ``>=3.8.0,<3.9.0``; empty where it does not say so."""
    left_out: tuple[str, ...]
    """Its components that are not needed."""
    transformer: bool

    def value(self) -> LanguageModel:
        """Its name, its version and the hash of its files. Raise ModelError where they cannot be read."""
        hashed = hashlib.sha256()
        try:
            for file in sorted(path for path in self.folder.rglob("*") if path.is_file()):
                with file.open("rb") as opened:
                    digest = hashlib.file_digest(opened, "sha256").hexdigest()
                hashed.update(f"{digest}  {file.relative_to(self.folder).as_posix()}\n".encode())
        except OSError as error:
            raise _refused(self.where, f"cannot be read ({error.strerror or error})") from error
        where = self.where if self.package else str(self.folder.resolve())
        return LanguageModel(name=self.name, version=self.version, sha256=hashed.hexdigest(), where=where)


def named(said: str | Path) -> Found:
    """The pipeline of a name, which is that of a package, or of a path, which has a separator in it.

    Raise ModelError where there is none, or it is of no use here.
    """
    where = str(said)
    if isinstance(said, Path) or os.sep in where or "/" in where or where in (".", ".."):
        folder = Path(said)
        if not folder.is_dir():
            raise ModelError(what="is no folder", where=where, remedy="give the folder of a trained pipeline of spaCy")
        return look_into(folder, where, package=False)
    if (package := next(_packages(where), None)) is not None:
        return look_into(package[1], where)
    remedy = f"python -m spacy download en_core_web_sm, {_REMEDY}"
    if Path(where).is_dir():
        remedy = f"give it as a path, {os.path.join('.', where)}"
    raise ModelError(what="is not installed as a trained pipeline of spaCy", where=where, remedy=remedy)


def installed() -> list[Found]:
    """The pipelines for English that have what is needed, in the order in which they are preferred.

    The largest of those that are quick comes first. One with a transformer comes last: it takes many times as long, and
    its arithmetic is not the same on every machine.
    """
    found = []
    for name, folder in _packages():
        with suppress(ModelError):
            found.append(look_into(folder, name))
    return sorted(found, key=lambda one: (one.transformer, _size(one.where), one.where))


def _size(name: str) -> int:
    sizes = [*_listed("order", "sizes")]
    parts = name.split("_")
    return min((place for place, size in enumerate(sizes) if size in parts), default=len(sizes))


def _listed(section: str, key: str) -> list[str]:
    from storyver.extract.tables import table

    words: str = table("trained")[section][key]
    return words.split()


def _packages(name: str | None = None) -> Iterator[tuple[str, Path]]:
    """The packages with trained pipelines, or that of a name, each with its folder."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    seen: set[str] = set()
    for point in entry_points(group=GROUP):
        module = point.value.partition(":")[0].strip()
        if point.name in seen or name not in (None, point.name) or not module.isidentifier():
            continue
        seen.add(point.name)
        with suppress(ImportError, ValueError):
            spec = find_spec(module)
            if spec is not None and spec.origin is not None:
                yield point.name, Path(spec.origin).parent


def look_into(folder: Path, where: str, *, package: bool = True) -> Found:
    """The pipeline in a folder, or in that of a package. Raise ModelError where it is none, or of no use here."""
    meta = _meta(folder, where)
    inner = folder / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    folder = folder if (folder / "config.cfg").is_file() else inner
    if meta["lang"] != LANGUAGE:
        raise _refused(where, f"reads the language {meta['lang']!r}, and storyver English")
    factories = _factories(folder, where)
    for kind in ("parser", "recogniser"):
        if not any(factory in word_set("trained", "components", kind) for factory in factories.values()):
            raise _refused(where, f"has no {_listed('components', kind)[0]}")
    _look_at_labels(meta, factories, where)
    wanted = {"parser", "recogniser", "encoder"}
    kept = {name for name, one in factories.items() if any(one in word_set("trained", "components", k) for k in wanted)}
    return Found(
        where=where,
        package=package,
        folder=folder,
        name=f"{meta['lang']}_{meta['name']}",
        version=meta["version"],
        needs=meta.get("spacy_version") or "",
        left_out=tuple(sorted({*factories} - kept)),
        transformer=any(one in word_set("trained", "components", "transformer") for one in factories.values()),
    )


def _meta(folder: Path, where: str) -> Mapping[str, Any]:
    try:
        meta = json.loads((folder / "meta.json").read_bytes())
    except FileNotFoundError as error:
        raise _refused(where, "is no trained pipeline of spaCy: it has no meta.json") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(where, "has a meta.json that cannot be read") from error
    said = [meta.get(key) for key in ("lang", "name", "version")] if isinstance(meta, dict) else [None]
    if not all(isinstance(one, str) and one and not {"/", "\\", "\n"} & {*one} for one in said):
        raise _refused(where, "has a meta.json that does not give its language, name and version")
    if not isinstance(meta.get("spacy_version", ""), str):
        raise _refused(where, "has a meta.json that does not give the version of spaCy")
    checked: Mapping[str, Any] = meta
    return checked


def _factories(folder: Path, where: str) -> dict[str, str]:
    """The components that run, each with its kind."""
    import configparser

    config = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    config.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        config.read_string((folder / "config.cfg").read_text(encoding="utf-8"))
        disabled = json.loads(config.get("nlp", "disabled", fallback="[]"))
        names = [name for name in json.loads(config.get("nlp", "pipeline")) if name not in disabled]
        return {name: str(json.loads(config.get(f"components.{name}", "factory", fallback='""'))) for name in names}
    except FileNotFoundError as error:
        raise _refused(where, "is no trained pipeline of spaCy: it has no config.cfg") from error
    except (OSError, ValueError, TypeError, configparser.Error) as error:
        raise _refused(where, "has a config.cfg that cannot be read") from error


def _look_at_labels(meta: Mapping[str, Any], factories: Mapping[str, str], where: str) -> None:
    """Raise ModelError for a pipeline whose entities are all of another sort, such as genes."""
    recognisers = [name for name, one in factories.items() if one in word_set("trained", "components", "recogniser")]
    labels = meta.get("labels")
    told = [labels.get(name) for name in recognisers] if isinstance(labels, dict) else []
    given = {label for one in told if isinstance(one, list) for label in one}
    known = [*_listed("entities", "names"), *_listed("entities", "places")]
    if given and given.isdisjoint(known):
        raise _refused(where, f"finds none of {', '.join(known)}")


def _refused(where: str, what: str) -> ModelError:
    return ModelError(what=what, where=where, remedy=_REMEDY)
