"""The published JSON of each result, as plain dictionaries, lists, strings, numbers and None.

The shapes are described by the JSON Schemas in ``storyver/schemas``. The keys stand in a fixed order, so that the
same result always gives the same bytes.
"""

from storyver.serialise.archived import (
    added_document,
    archived_story_document,
    decision_document,
    stories_document,
    verification_document,
    versions_document,
)
from storyver.serialise.bundles import bundle_verification_document, bundled_document
from storyver.serialise.documents import (
    audit_document,
    blame_document,
    check_document,
    diff_document,
    figures_document,
    track_document,
)
from storyver.serialise.parts import number, score

__all__ = [
    "added_document",
    "archived_story_document",
    "audit_document",
    "blame_document",
    "bundle_verification_document",
    "bundled_document",
    "check_document",
    "decision_document",
    "diff_document",
    "figures_document",
    "number",
    "score",
    "stories_document",
    "track_document",
    "verification_document",
    "versions_document",
]
