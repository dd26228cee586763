"""A trained pipeline of spaCy at work: sentences go in, one by one, and what it says of them comes out.

It is given the exact words of a sentence as the rules found it, and nothing around them: the same sentence is read
alike in every version, whatever stands beside it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from storyver.errors import ModelError
from storyver.extract.installed import Found
from storyver.extract.parsed import SILENT, Parsed, parsed_of
from storyver.model import LanguageModel

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SENTENCES_KEPT: Final = 8_192
TOGETHER: Final = 64
"""Sentences at once. That leaves the arithmetic of spaCy's own networks as it is; a transformer, which pads what it is
given together, gets one at a time."""
LONGEST_WORD: Final = 200
"""Characters without a space. What is longer is no language, and costs the tokenizer quadratic time."""
_LONG_WORD: Final = re.compile(rf"\S{{{LONGEST_WORD}}}")


class Trained:
    """One pipeline, loaded when it is first asked for anything that it did not answer before."""

    def __init__(self, found: Found, value: LanguageModel) -> None:
        self._found = found
        self.value = value
        """Which it is."""
        self._pipeline: Language | None = None
        self._known: dict[str, Parsed] = {}

    def load(self) -> Language:
        """The pipeline without what is not needed. Raise ModelError where spaCy does not take it."""
        if self._pipeline is None:
            self._pipeline = _loaded(self._found)
        return self._pipeline

    def prepare(self, sentences: Iterable[str]) -> None:
        """Read sentences together, which is faster than one after the other.

        Raise ModelError where the pipeline fails.
        """
        wanted = dict.fromkeys(sentences)
        new = [one for one in wanted if one not in self._known]
        if len(self._known) + len(new) > SENTENCES_KEPT:
            self._known.clear()
            new = list(wanted)
        fit = [one for one in new if _is_language(one)]
        self._known.update(dict.fromkeys(new, SILENT))
        if fit:
            self._known.update(zip(fit, self._read(fit), strict=True))

    def parsed(self, sentence: str) -> Parsed:
        """What it says of a sentence; nothing of what is no language."""
        if sentence not in self._known:
            self.prepare([sentence])
        return self._known[sentence]

    def _read(self, sentences: Sequence[str]) -> list[Parsed]:
        pipeline = self.load()
        try:
            with pipeline.memory_zone(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                docs = (_whole(pipeline.make_doc(one)) for one in sentences)
                size = 1 if self._found.transformer else TOGETHER
                return [parsed_of(doc) for doc in pipeline.pipe(docs, batch_size=size)]
        except MemoryError:
            raise
        except Exception as error:  # whatever a component does that is not ours
            raise _failed(self._found, f"failed at its work ({_line(error)})") from error


@cache
def trained(found: Found, value: LanguageModel) -> Trained:
    """The pipeline, once for the process."""
    return Trained(found, value)


def _loaded(found: Found) -> Language:
    from spacy.about import __version__ as here
    from spacy.util import is_compatible_version, load_model_from_path

    if found.needs and not is_compatible_version(here, found.needs):
        what = f"is for spaCy {found.needs}, and this is {here}"
        remedy = f"python -m spacy download {found.name}, or give --model none"
        raise ModelError(what=what, where=found.where, remedy=remedy)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_model_from_path(found.folder, exclude=list(found.left_out))
    except MemoryError:
        raise
    except Exception as error:  # whatever files or libraries that do not fit lead to
        raise _failed(found, f"cannot be loaded ({_line(error)})") from error


def _whole(doc: Doc) -> Doc:
    """The same as one sentence: where sentences begin the rules have said."""
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _is_language(sentence: str) -> bool:
    return bool(sentence.strip()) and not _LONG_WORD.search(sentence)


def _line(error: Exception) -> str:
    said: Any = " ".join(str(error).split()) or type(error).__name__
    return said if len(said) <= 160 else f"{said[:159]}…"


def _failed(found: Found, what: str) -> ModelError:
    return ModelError(what=what, where=found.where, remedy="install it anew, name another, or give --model none")
