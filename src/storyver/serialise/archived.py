"""What the commands that keep an archive say, as documents."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.model import Added, ArchivedStory, Decision, Quoted, Story, Verification
from storyver.serialise.parts import Document, story_document, version_document


def archived_story_document(story: ArchivedStory) -> Document:
    """A story of an archive."""
    return {"place": story.place, "name": story.name, "versions": story.versions, "size": story.size}


def stories_document(stories: Sequence[ArchivedStory]) -> Document:
    """The JSON of ``storyver list``."""
    return {"schema": "storyver/list/1", "stories": [archived_story_document(story) for story in stories]}


def versions_document(story: Story) -> Document:
    """The JSON of ``storyver list NAME``."""
    return {
        "schema": "storyver/list/1",
        "story": story_document(story),
        "versions": [version_document(version) for version in story.versions],
    }


def decision_document(decision: Decision) -> Document:
    """What a reviewer decided."""
    about = decision.about
    return {
        "entry": decision.entry,
        "subject": decision.subject,
        "verdict": decision.verdict.value,
        "counterpart": decision.counterpart,
        "note": decision.note,
        "evidence": decision.evidence,
        "reviewer": decision.reviewer,
        "decided": decision.decided,
        "withdraws": decision.withdraws,
        "about": None
        if about is None
        else {
            "kind": about.kind,
            "summary": about.summary,
            "old": _quoted(about.old),
            "new": _quoted(about.new),
            "counterpart": _quoted(about.counterpart),
        },
    }


def _quoted(one: Quoted | None) -> Document | None:
    if one is None:
        return None
    return {"claim": one.claim, "text": one.text, "figure": one.figure, "version": one.version}


def added_document(added: Added) -> Document:
    """The JSON of ``storyver add``."""
    return {
        "schema": "storyver/add/1",
        "added": added.added,
        "known": added.known,
        "extracted": added.extracted,
        "new_stories": added.stories,
        "skipped": [{"path": one.path, "reason": one.reason} for one in added.skipped],
    }


def verification_document(verification: Verification) -> Document:
    """The JSON of ``storyver verify``."""
    return {
        "schema": "storyver/verify/1",
        "stories": verification.stories,
        "versions": verification.versions,
        "entries": verification.entries,
        "head": verification.head,
        "damages": [{"where": one.where, "what": one.what} for one in verification.damages],
    }
