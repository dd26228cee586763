"""The frozen values that every stage hands to the next.

All offsets are half-open ``[start, end)`` pairs in Unicode code points into ``Version.text``; wherever a value
carries its own ``text``, ``version.text[start:end]`` is that text.
"""

from storyver.model.blocks import Block, BlockKind, Sentence
from storyver.model.changes import Change, ChangeKind, Importance, Reason, Suppressed
from storyver.model.claims import (
    Attribution,
    Claim,
    ClaimKind,
    Figure,
    FigureKind,
    Mark,
    MarkKind,
    Qualifier,
    Reading,
    Skipped,
    Trend,
)
from storyver.model.disclosures import Admission, AuditStep, Disclosure, Shown
from storyver.model.findings import CheckRule, Exhibit, Finding, Standing
from storyver.model.links import Alignment, FigureLink, LinkKind, SentenceLink, WordEdit
from storyver.model.results import (
    AuditResult,
    CheckResult,
    DiffResult,
    Fact,
    FiguresResult,
    Result,
    Sighting,
    TrackResult,
)
from storyver.model.versions import DateSource, HeaderKind, HeaderLine, PublicationDate, SkippedFile, Story, Version

__all__ = [
    "Admission",
    "Alignment",
    "Attribution",
    "AuditResult",
    "AuditStep",
    "Block",
    "BlockKind",
    "Change",
    "ChangeKind",
    "CheckResult",
    "CheckRule",
    "Claim",
    "ClaimKind",
    "DateSource",
    "DiffResult",
    "Disclosure",
    "Exhibit",
    "Fact",
    "Figure",
    "FigureKind",
    "FigureLink",
    "FiguresResult",
    "Finding",
    "HeaderKind",
    "HeaderLine",
    "Importance",
    "LinkKind",
    "Mark",
    "MarkKind",
    "PublicationDate",
    "Qualifier",
    "Reading",
    "Reason",
    "Result",
    "Sentence",
    "SentenceLink",
    "Shown",
    "Sighting",
    "Skipped",
    "SkippedFile",
    "Standing",
    "Story",
    "Suppressed",
    "TrackResult",
    "Trend",
    "Version",
    "WordEdit",
]
