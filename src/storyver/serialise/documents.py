"""The document of each result."""

from __future__ import annotations

from storyver.model import AuditResult, BlameResult, CheckResult, DiffResult, FiguresResult, TrackResult
from storyver.serialise.checks import finding_document, step_document
from storyver.serialise.facts import annotation_document, fact_document, shown_document
from storyver.serialise.parts import (
    Document,
    change_document,
    figure_document,
    link_document,
    model_document,
    score,
    skipped_document,
    story_document,
    suppressed_document,
    version_document,
)


def figures_document(result: FiguresResult) -> Document:
    """The JSON of ``storyver figures``."""
    return {
        "schema": "storyver/figures/1",
        "version": version_document(result.version),
        "figures": [figure_document(figure) for figure in result.figures],
        "skipped": [skipped_document(skipped) for skipped in result.skipped],
    }


def diff_document(result: DiffResult) -> Document:
    """The JSON of ``storyver diff``."""
    return {
        "schema": "storyver/diff/1",
        "old": version_document(result.old),
        "new": version_document(result.new),
        "factual": score(result.factual),
        "changes": [change_document(change) for change in result.changes],
        "sentences": [link_document(link) for link in result.sentences],
        "suppressed": suppressed_document(result.suppressed),
        **model_document(result.model),
    }


def track_document(result: TrackResult) -> Document:
    """The JSON of ``storyver track``."""
    return {
        "schema": "storyver/track/1",
        "versions": [version_document(version) for version in result.versions],
        "facts": [fact_document(fact, result.versions) for fact in result.facts],
        "story": None if result.story is None else story_document(result.story),
        "shown": None if result.shown is None else shown_document(result.shown),
        **model_document(result.model),
    }


def blame_document(result: BlameResult) -> Document:
    """The JSON of ``storyver blame``."""
    return {
        "schema": "storyver/blame/1",
        "versions": [version_document(version) for version in result.versions],
        "annotations": [annotation_document(one) for one in result.annotations],
        "story": None if result.story is None else story_document(result.story),
        **model_document(result.model),
    }


def check_document(result: CheckResult) -> Document:
    """The JSON of ``storyver check``."""
    return {
        "schema": "storyver/check/1",
        "versions": [version_document(version) for version in result.versions],
        "findings": [finding_document(finding) for finding in result.findings],
        "explained": [finding_document(finding) for finding in result.explained],
        "calculations": {rule.value: count for rule, count in result.calculations},
        **model_document(result.model),
    }


def audit_document(result: AuditResult) -> Document:
    """The JSON of ``storyver audit``."""
    return {
        "schema": "storyver/audit/1",
        "versions": [version_document(version) for version in result.versions],
        "unadmitted": len(result.unadmitted),
        "steps": [step_document(step) for step in result.steps],
        **model_document(result.model),
    }
