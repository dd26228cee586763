"""Claims: one for each figure, and those without one."""

from __future__ import annotations

import pytest

from storyver.extract.sentence_readings import read_sentences
from storyver.extract.statements import LONGEST_CLAIM, make_claims
from storyver.model import Block, BlockKind, Claim, ClaimKind, Figure, FigureKind, Sentence, Version

TEXT = """Harbour news
3 May
The port has 12 cranes. "It is busy," Ida Holm said.
Correction: It has 12.
Gulls nest.
Gulls nest."""


def block(kind: BlockKind, *sentences: str, after: int = 0) -> Block:
    """A block of the sentences as they stand in ``TEXT`` behind an offset."""
    spans = [(TEXT.index(sentence, after), len(sentence)) for sentence in sentences]
    made = tuple(Sentence(start=start, end=start + length) for start, length in spans)
    return Block(kind=kind, start=made[0].start, end=made[-1].end, section=None, sentences=made)


def claims() -> tuple[Claim, ...]:
    """The claims of a small version with one figure in a paragraph and one in a notice."""
    figures = [
        Figure(start=start, end=start + 2, text="12", kind=FigureKind.COUNT, low=12, high=12)
        for start in (TEXT.index("12"), TEXT.rindex("12"))
    ]
    last = TEXT.rindex("Gulls")
    blocks = (
        block(BlockKind.TITLE, "Harbour news"),
        block(BlockKind.DATE_LINE, "3 May"),
        block(BlockKind.PARAGRAPH, "The port has 12 cranes.", '"It is busy," Ida Holm said.'),
        block(BlockKind.NOTICE, "Correction: It has 12."),
        block(BlockKind.PARAGRAPH, "Gulls nest."),
        block(BlockKind.PARAGRAPH, "Gulls nest.", after=last),
    )
    version = Version(id="v", text=TEXT, sha256="v")
    return make_claims(version, read_sentences(version, blocks), figures)[0]


def test_every_figure_has_a_claim_with_its_sentence() -> None:
    """A figure's claim spans the sentence that states it."""
    found = [claim for claim in claims() if claim.kind is ClaimKind.FIGURE]
    assert [claim.text for claim in found] == ["The port has 12 cranes.", "Correction: It has 12."]


def test_the_date_line_claims_nothing() -> None:
    """What speaks of the version is no claim of the story."""
    assert all(claim.block is not BlockKind.DATE_LINE for claim in claims())


def test_a_quotation_is_a_claim_with_its_speaker() -> None:
    """A quotation spans its marks and has the sentence's attribution."""
    quote = next(claim for claim in claims() if claim.kind is ClaimKind.QUOTE)
    assert (quote.text, quote.attribution.speaker, quote.attribution.verb) == ('"It is busy,"', "Ida Holm", "said")


def test_a_notice_is_one_correction() -> None:
    """A notice is a correction and no statement."""
    found = [claim.kind for claim in claims() if claim.block is BlockKind.NOTICE]
    assert sorted(found) == [ClaimKind.CORRECTION, ClaimKind.FIGURE]


def test_equal_sentences_have_different_ids() -> None:
    """The same words twice are two claims."""
    found = [claim.id for claim in claims() if claim.text == "Gulls nest."]
    assert len(found) == len(set(found)) == 2


def test_ids_survive_edits_elsewhere() -> None:
    """An id depends on the claim's words, not on its place."""
    version = Version(id="w", text="Gulls nest.", sha256="w")
    alone, _ = make_claims(version, read_sentences(version, [whole("Gulls nest.")]), ())
    assert alone[0].id == next(claim.id for claim in claims() if claim.text == "Gulls nest.")


def whole(text: str) -> Block:
    """A paragraph of one sentence."""
    sentence = Sentence(start=0, end=len(text))
    return Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text), section=None, sentences=(sentence,))


@pytest.mark.parametrize("joint", [" ", "; ", ", and "])
def test_the_claim_of_a_figure_in_an_endless_sentence_is_the_words_around_it(joint: str) -> None:
    """A claim never repeats more than a window of whole words, which holds its figure at its place."""
    text = joint.join(f"crane {number:03} lifted a crate of herrings" for number in range(100, 200))
    starts = [at for at in range(len(text)) if text[at : at + 3].isdigit()]
    figures = [
        Figure(start=at, end=at + 3, text=text[at : at + 3], kind=FigureKind.COUNT, low=1, high=1) for at in starts
    ]
    version = Version(id="w", text=text, sha256="w")
    found, _ = make_claims(version, read_sentences(version, [whole(text)]), figures)
    assert len(found) == 100
    for claim, figure in zip(found, figures, strict=True):
        assert len(claim.text) <= LONGEST_CLAIM
        assert claim.text == text[claim.start : claim.end] == claim.text.strip()
        assert claim.start <= figure.start < figure.end <= claim.end
        assert set(claim.text.replace(",", " ").replace(";", " ").split()) <= set(
            text.replace(",", " ").replace(";", " ").split()
        )
    assert len({claim.id for claim in found}) == 100
