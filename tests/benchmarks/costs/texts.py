"""Articles and their versions for the benchmark of cost: made from the corpus by a seeded generator.

A text is put together from paragraphs of the corpus whose numbers, names and some of whose words are exchanged for
others of the corpus, so that it is as long as is asked, no paragraph comes twice, and its words are as common or rare
as those of news are. It makes no sense, and needs none. The same seed gives the same text everywhere.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parents[3] / "corpus"
EXCHANGED = 0.2
"""Share of the longer words of a paragraph that are exchanged when it is taken into a text."""
REWORDED = 0.6
"""The same for a paragraph that is written anew."""
LARGE_STEP, LARGE_SHARE = 10, 0.25
"""Every tenth version of a chain changes a quarter of its words, as when a section is brought up to date."""
WORDS_FOR_A_NUMBER = 36
"""How many words a text has for each number in digits, which makes a figure for each 25 words, as in an explainer. The
stories of the corpus, written to test figures, have one for each ten, so that paragraphs without a digit are taken
where a text has more."""

_NUMBER = re.compile(r"\d+(?:,\d{3})*")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9%][.!?]) (?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS, _SHORTEST = 12, 5

Paragraphs = list[str]


@cache
def _paragraphs() -> tuple[str, ...]:
    """The paragraphs of the corpus's stories, each once."""
    found: dict[str, None] = {}
    for path in sorted(CORPUS.glob("*/*.txt")):
        for piece in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            paragraph = piece.strip()
            if "\n" not in paragraph and len(paragraph.split()) >= _FEWEST_WORDS and paragraph[-1] in ".!?":
                found.setdefault(paragraph)
    return tuple(found)


@cache
def _without_digits() -> tuple[str, ...]:
    return tuple(paragraph for paragraph in _paragraphs() if not _NUMBER.search(paragraph))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The longer words of the corpus as often as they come, by their form."""
    found: dict[str, list[str]] = defaultdict(list)
    for paragraph in _paragraphs():
        for match in _WORD.finditer(paragraph, 1):
            if len(match[0]) >= _SHORTEST:
                found[_form(match[0])].append(match[0])
    return {form: tuple(words) for form, words in found.items()}


def _form(word: str) -> str:
    """Words of one form may stand for each other: a name for a name, "supplied" for "answered"."""
    return "A" if word[0].isupper() else word[-2:]


def words_of(paragraphs: Sequence[str]) -> int:
    """How many words they have together."""
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def text_of(paragraphs: Sequence[str]) -> str:
    """The paragraphs as the text of a version."""
    return "\n\n".join(paragraphs) + "\n"


class Writer:
    """Writes texts and edits them. The same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def article(self, length: int) -> Paragraphs:
        """Paragraphs of about ``length`` words together."""
        article: Paragraphs = []
        words = numbers = 0
        while words < length:
            article.append(self._paragraph(words, numbers))
            words += len(article[-1].split())
            numbers += len(_NUMBER.findall(article[-1]))
        return article

    def chain(self, versions: int, length: int, share: float, large: float = LARGE_SHARE) -> list[str]:
        """The texts of the versions of one story; about ``share`` of the words change from each to the next, ``large``
        in every tenth."""
        article = self.article(length)
        texts = [text_of(article)]
        for number in range(1, versions):
            article = self.edited(article, share if number % LARGE_STEP else large, length)
            texts.append(text_of(article))
        return texts

    def edited(self, article: Sequence[str], share: float, length: int) -> Paragraphs:
        """The article with edits that newsrooms make, until about ``share`` of its words have changed: figures brought
        up to date, words exchanged, sentences and paragraphs put in and dropped so that the length stays."""
        result, before = list(article), words_of(article)
        changed = 0
        while changed < share * before:
            short = words_of(result) < length
            edits = _GROWING if short else _SHRINKING
            changed += self._random.choice(edits)(self, result)
        return result

    def rewritten(self, article: Sequence[str], share: float) -> Paragraphs:
        """The article with ``share`` of its paragraphs written anew, and all of them in another order."""
        result = [self._reworded(one, REWORDED) if self._random.random() < share else one for one in article]
        self._random.shuffle(result)
        return result

    def _paragraph(self, words: int, numbers: int) -> str:
        """A paragraph to add to so many words and numbers: one of the corpus, or one of those without a digit."""
        dense = numbers * WORDS_FOR_A_NUMBER > words
        return self._reworded(self._random.choice(_without_digits() if dense else _paragraphs()), EXCHANGED)

    def _further(self, article: Sequence[str]) -> str:
        return self._paragraph(words_of(article), sum(len(_NUMBER.findall(paragraph)) for paragraph in article))

    def _reworded(self, paragraph: str, share: float) -> str:
        def exchanged(match: re.Match[str]) -> str:
            word = match[0]
            if len(word) < _SHORTEST or not match.start() or self._random.random() >= share:
                return word
            return self._random.choice(_words().get(_form(word), (word,)))

        return self._with_numbers(_WORD.sub(exchanged, paragraph))

    def _with_numbers(self, paragraph: str) -> str:
        """The paragraph with other numbers of about the same size; what may be a year stays."""

        def other(match: re.Match[str]) -> str:
            value = int(match[0].replace(",", ""))
            if len(match[0]) == 4 and 1900 <= value <= 2100:
                return match[0]
            return f"{max(1, round(value * self._random.uniform(0.6, 1.6))):,}"

        return _NUMBER.sub(other, paragraph)

    def _update_figures(self, article: Paragraphs) -> int:
        at = self._random.randrange(len(article))
        before = article[at]
        article[at] = self._with_numbers(before)
        return sum(a != b for a, b in zip(before.split(), article[at].split(), strict=True))

    def _exchange_words(self, article: Paragraphs) -> int:
        at = self._random.randrange(len(article))
        before = article[at]
        places = [m for m in _WORD.finditer(before, 1) if len(m[0]) >= _SHORTEST]
        for match in sorted(self._random.sample(places, min(3, len(places))), key=lambda m: -m.start()):
            word = self._random.choice(_words().get(_form(match[0]), (match[0],)))
            article[at] = article[at][: match.start()] + word + article[at][match.end() :]
        return 3

    def _add_sentence(self, article: Paragraphs) -> int:
        sentence = self._random.choice(_SENTENCE_END.split(self._further(article)))
        at = self._random.randrange(len(article))
        article[at] = f"{article[at]} {sentence}"
        return len(sentence.split())

    def _drop_sentence(self, article: Paragraphs) -> int:
        at = self._random.randrange(len(article))
        sentences = _SENTENCE_END.split(article[at])
        if len(sentences) < 2:
            return 0
        gone = sentences.pop(self._random.randrange(len(sentences)))
        article[at] = " ".join(sentences)
        return len(gone.split())

    def _add_paragraph(self, article: Paragraphs) -> int:
        paragraph = self._further(article)
        article.insert(self._random.randrange(len(article) + 1), paragraph)
        return len(paragraph.split())

    def _drop_paragraph(self, article: Paragraphs) -> int:
        return len(article.pop(self._random.randrange(len(article))).split())


Edit = Callable[[Writer, Paragraphs], int]
"""Makes one edit and says about how many words it changed."""

_STEADY: tuple[Edit, ...] = (
    *(Writer._update_figures,) * 4,
    *(Writer._exchange_words,) * 4,
)
_GROWING: tuple[Edit, ...] = (*_STEADY, Writer._add_sentence, Writer._add_sentence, Writer._add_paragraph)
_SHRINKING: tuple[Edit, ...] = (*_STEADY, Writer._drop_sentence, Writer._drop_sentence, Writer._drop_paragraph)
"""As often as each edit is listed it is made."""
