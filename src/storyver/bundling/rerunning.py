"""Doing the analysis of a bundle again, from the raw versions that it holds, and comparing every byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyver import pipeline
from storyver.bundling import layout
from storyver.bundling.contents import contents_of
from storyver.bundling.integrity import Sorted
from storyver.bundling.origin import origin
from storyver.bundling.restoring import UnreadableError, document, restore
from storyver.errors import ModelError
from storyver.keeping.gathering import Gathered, read_again
from storyver.model import Damage
from storyver.report.inert import one_line
from storyver.serialise.parts import model_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """What came of it."""

    done: bool
    damages: tuple[Damage, ...] = ()
    unchecked: tuple[str, ...] = ()


def run_again(found: Sorted, model: str | Path | None = None) -> Rerun:
    """Make the contents anew, where this is the program that made them, and compare.

    ``model`` is where the trained pipeline is that read names and subjects, where it is no package of that name.
    """
    try:
        made_with = _made_with(found)
        if (reason := _other_program(made_with)) is not None:
            return Rerun(done=False, unchecked=(reason,))
        gathered = restore(found.contents, found.versions)
        texts = list(_texts(gathered))
        with _same_model(made_with, model):
            again = contents_of(gathered, made_with)
    except _OtherModelError as error:
        return Rerun(done=False, unchecked=(str(error),))
    except UnreadableError as error:
        return Rerun(done=False, damages=(Damage(where=error.name, what=error.what),))
    except Exception as error:  # whatever somebody put into it who means it to fail
        what = f"cannot be worked out again: {one_line(str(error) or type(error).__name__)[:200]}"
        return Rerun(done=False, damages=(Damage(where="the analysis", what=what),))
    differing = [name for name in sorted({*again, *found.contents}) if again.get(name) != found.contents.get(name)]
    damages = [one for one in texts if isinstance(one, Damage)]
    unchecked = [one for one in texts if isinstance(one, str)]
    surroundings = _other_surroundings(made_with)
    if surroundings is None:
        what = "is not what comes out when the analysis is done again"
        damages += [Damage(where=name, what=what) for name in differing]
    else:
        unchecked += [f"{name}: comes out otherwise when done again, but with {surroundings}" for name in differing]
    return Rerun(done=True, damages=tuple(damages), unchecked=tuple(unchecked))


class _OtherModelError(Exception):
    """What read names and subjects is not here."""


@contextmanager
def _same_model(made_with: Mapping[str, Any], given: str | Path | None) -> Iterator[None]:
    """Names and subjects read by what read them then: the rules alone, or the trained pipeline that was given, or else
    the one installed of that name. Raise _OtherModelError where that is not the same to the byte.

    A bundle may come from anybody: what it names is only looked for among packages.
    """
    said = made_with.get("model")
    if said is None:
        with pipeline.using_model(None):
            yield
        return
    named = isinstance(said, dict) and all(isinstance(said.get(key), str) for key in ("name", "version", "sha256"))
    if not named or not said["name"].isidentifier():
        raise UnreadableError(layout.ABOUT, "does not say which model read names and subjects")
    theirs = f"{one_line(said['name'])[:60]} {one_line(said['version'])[:20]}"
    not_done = f"the analysis was not done again: {theirs} read its names and subjects, "
    try:
        with pipeline.using_model(said["name"] if given is None else given):
            here = pipeline.current_model()
            if model_document(here) != {"model": said}:
                other = here if here is None or str(here) != theirs else f"another build of {here}"
                raise _OtherModelError(f"{not_done}and here is {other}")
            yield
    except ModelError as error:
        raise _OtherModelError(f"{not_done}and here it {error.what}; name its folder with --model") from error


def _made_with(found: Sorted) -> dict[str, Any]:
    """What the bundle says made it. Raise UnreadableError where it does not say so."""
    made_with = document(found.contents, layout.ABOUT).get("made_with")
    if not isinstance(made_with, dict) or not isinstance(made_with.get("storyver"), str):
        raise UnreadableError(layout.ABOUT, "does not say what made the bundle")
    return made_with


def _other_program(made_with: Mapping[str, Any]) -> str | None:
    """Why the analysis cannot be done again here; None where it can."""
    here = origin()
    if all(made_with.get(key) == here[key] for key in ("storyver", "code")):
        return None
    theirs = one_line(made_with["storyver"])[:40]
    other = f"storyver {theirs}" if theirs != here["storyver"] else f"another build of storyver {theirs}"
    return f"the analysis was not done again: {other} made it, and this is storyver {here['storyver']}"


def _other_surroundings(made_with: Mapping[str, Any]) -> str | None:
    """In what this Python and these libraries differ from those that made it; None where they do not."""
    here = origin()
    if made_with.get("python") != here["python"]:
        return f"Python {here['python']} instead of {one_line(str(made_with.get('python')))[:20]}"
    theirs = made_with.get("libraries")
    for name, version in here["libraries"].items():
        other = theirs.get(name) if isinstance(theirs, dict) else None
        if other != version:
            return f"{name} {version} instead of {one_line(str(other))[:20]}"
    return None


def _texts(gathered: Gathered) -> Iterator[Damage | str]:
    """Whether each text is what is read from its raw version, where it was when the bundle was made."""
    for place, (kept, reproduced) in enumerate(zip(gathered.kept, gathered.reproduced, strict=True), start=1):
        name, was = layout.text_name(place), kept.extracted.extractor
        read = read_again(kept)
        if read == kept.extracted:
            continue
        if not reproduced:
            yield f"{name}: is not what was read from the raw version when the bundle was made, but before"
        elif read is None or read.extractor != was:
            now = "cannot be read" if read is None else f"is read by {one_line(str(read.extractor))[:60]}"
            yield f"{name}: was read by {one_line(str(was))[:60]}, and here the raw version {now}"
        else:
            yield Damage(where=name, what="is not what is read from the raw version")
