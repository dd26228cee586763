"""A small trained pipeline of spaCy: trained here on a few dozen sentences, saved, and put into a package.

It is a real one, with a parser and a recogniser of names that learnt from examples, and knows hardly more than these.
"""

from __future__ import annotations

import json
import random
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from repository import ROOT

CASES: Final = tomllib.loads((ROOT / "tests" / "cases" / "trained" / "sentences.toml").read_text(encoding="utf-8"))
ROUNDS: Final = 12
NAME: Final = "en_harbour_sm"


def made() -> Language:
    """The pipeline, the same each time. Its ``sentencizer`` is there to be left out."""
    random.seed(0)
    numpy.random.seed(0)
    nlp = spacy.blank("en")
    small = {"model": {"tok2vec": {"width": 48, "depth": 2, "embed_size": 500}}}
    nlp.add_pipe("parser", config={**small, "min_action_freq": 1})
    nlp.add_pipe("ner", config=small)
    examples = [Example(nlp.make_doc(one.text), one) for one in _gold(nlp)]
    optimiser = nlp.initialize(lambda: examples)
    draw = random.Random(0)
    for _ in range(ROUNDS):
        draw.shuffle(examples)
        for first in range(0, len(examples), 16):
            nlp.update(examples[first : first + 16], sgd=optimiser)
    nlp.add_pipe("sentencizer", first=True)
    nlp.meta.update(name=NAME.removeprefix("en_"), version="1.2.0")
    return nlp


def _gold(nlp: Language) -> Iterator[Doc]:
    """The sentences as they are to be read, each with all names."""
    for at, template in enumerate(CASES["templates"]):
        for turn in range(len(CASES["names"]["person"])):
            names = {kind: said[(turn + at) % len(said)] for kind, said in CASES["names"].items()}
            doc = doc_of(nlp, template, names)
            assert [one.text for one in nlp.make_doc(doc.text)] == [one.text for one in doc]
            yield doc


def doc_of(nlp: Language, template: str, names: dict[str, str]) -> Doc:
    """A sentence; a name of several words hangs on its last."""
    words: list[str] = []
    heads: list[tuple[int, bool]] = []
    labels: list[str] = []
    last: list[int] = []
    spans: list[tuple[int, int, str]] = []
    for one in template.split():
        word, _, rest = one.rpartition(">")
        head, _, label = rest.partition(":")
        kind = word.strip("{}")
        parts = names[kind].split() if kind in names else [word]
        first = len(words)
        words += parts
        heads += [(first + len(parts) - 1, True)] * (len(parts) - 1) + [(int(head), False)]
        labels += ["compound"] * (len(parts) - 1) + [label]
        last.append(len(words) - 1)
        if kind in names:
            spans.append((first, len(words), CASES["labels"][kind]))
    found = [head if known else last[head - 1] if head else place for place, (head, known) in enumerate(heads)]
    spaces = [
        following not in (".", ",") and word != "£" for word, following in zip(words, [*words[1:], "."], strict=True)
    ]
    doc = Doc(nlp.vocab, words=words, spaces=spaces, heads=found, deps=labels)
    doc.ents = [Span(doc, *span) for span in spans]
    return doc


def packaged(data: Path, site: Path, *, name: str = NAME, code: str = "raise RuntimeError('was run')\n") -> Path:
    """A package of saved data, as pip leaves one in a folder of packages, and the folder of its data."""
    meta = json.loads((data / "meta.json").read_text(encoding="utf-8"))
    meta["name"] = name.removeprefix("en_")
    package = site / name
    inner = package / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    shutil.copytree(data, inner)
    for folder in (package, inner):
        (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (package / "__init__.py").write_text(code, encoding="utf-8")
    info = site / f"{name}-{meta['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {meta['version']}\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n", encoding="utf-8")
    return inner


def altered(data: Path, **changes: Any) -> None:
    """Other words in a pipeline's description; None takes one out."""
    path = data / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    for key, value in changes.items():
        meta[key] = value
        if value is None:
            del meta[key]
    path.write_text(json.dumps(meta), encoding="utf-8")
