"""The JSON of findings, and of what a page says of its own changes."""

from __future__ import annotations

from storyver.model import AuditStep, Finding
from storyver.serialise.parts import Document, admission_document, change_document, claim_document


def finding_document(finding: Finding) -> Document:
    """A finding with the claims that take part in it."""
    return {
        "id": finding.id,
        "rule": finding.rule.value,
        "standing": finding.standing.value,
        "versions": list(finding.versions),
        "summary": finding.summary,
        "arithmetic": finding.arithmetic,
        "excuse": finding.excuse,
        "exhibits": [{"version": exhibit.version, **claim_document(exhibit.claim)} for exhibit in finding.exhibits],
    }


def step_document(step: AuditStep) -> Document:
    """What happened between two versions, with the notices that admit it."""
    return {
        "old": step.old,
        "new": step.new,
        "since": None if step.since is None else step.since.value,
        "until": None if step.until is None else step.until.value,
        "shown": {"state": step.shown.value, "old": step.shown_old, "new": step.shown_new},
        "changes": [
            {**change_document(one.change), "admission": admission_document(one.admission)} for one in step.disclosures
        ],
    }
