"""Named rules, in a visible order: what a pair of claims or sentences amounts to."""

from __future__ import annotations

from storyver.classify.factual import factual, lifted
from storyver.classify.figures import classify_figures
from storyver.classify.importance import lead_end
from storyver.classify.statements import classify_statements
from storyver.model import Alignment, DiffResult

__all__ = ["classify"]


def classify(alignment: Alignment) -> DiffResult:
    """What changed between two versions: the changes of figures first, then all others."""
    old, new = alignment.old, alignment.new
    leads = lead_end(old), lead_end(new)
    statements, suppressed = classify_statements(alignment)
    figures = classify_figures(alignment, leads=leads)
    score = factual(old.version.text, new.version.text, alignment.sentences)
    return DiffResult(
        old=old.version,
        new=new.version,
        factual=lifted(score, figures, old.claims),
        changes=(*figures, *statements),
        sentences=alignment.sentences,
        suppressed=suppressed,
        blocks=(old.blocks, new.blocks),
        model=old.model,
    )
