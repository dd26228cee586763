"""spaCy components for anybody's own pipeline: ``storyver_sentences`` and ``storyver_figures``.

The package's metadata names both as ``spacy_factories``, so that spaCy finds them without an import of storyver.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from storyver.extract import sentences

SENTENCES: Final = "storyver_sentences"
FIGURES: Final = "storyver_figures"


@Language.component(SENTENCES, assigns=["token.is_sent_start", "doc.sents"])
def mark_sentences(doc: Doc) -> Doc:
    """Set the sentence boundaries of news text."""
    return sentences.mark_sentences(doc)


@Language.factory(FIGURES, default_config={"published": None}, assigns=["doc._.figures", "doc.spans"])
def create_figures(nlp: Language, name: str, published: str | None) -> Callable[[Doc], Doc]:
    """Make the component that reads figures.

    It sets ``doc._.figures``, a tuple of `storyver.model.Figure` with offsets in characters of ``doc.text``, and the
    span group ``doc.spans["storyver_figures"]``, whose labels are the kinds; a span is widened to whole tokens.
    ``published`` is the ISO 8601 date that completes a date without a year.
    """
    del nlp, name
    if not Doc.has_extension("figures"):
        Doc.set_extension("figures", default=())

    def mark_figures(doc: Doc) -> Doc:
        from storyver.extract.figures import read_figures

        figures, _ = read_figures(doc.text, published=published)
        doc._.figures = figures
        spans = [doc.char_span(f.start, f.end, label=str(f.kind), alignment_mode="expand") for f in figures]
        doc.spans[FIGURES] = [span for span in spans if span is not None]
        return doc

    return mark_figures
