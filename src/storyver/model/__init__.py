"""The frozen values that every stage hands to the next.

All offsets are half-open ``[start, end)`` pairs in Unicode code points into ``Version.text``; wherever a value
carries its own ``text``, ``version.text[start:end]`` is that text.
"""

from storyver.model.analyses import Analyses
from storyver.model.archived import Added, ArchivedStory, Damage, Verification
from storyver.model.batches import Batch, BatchOptions, Stage
from storyver.model.blame import Annotation, AnnotationKind, QuoteLink
from storyver.model.blocks import Block, BlockKind, Sentence
from storyver.model.bundles import Bundled, BundleSignature, BundleTimestamp, BundleVerification
from storyver.model.captures import Capture, Extracted
from storyver.model.changes import CAME_OR_WENT, WITHOUT_EFFECT, Change, ChangeKind, Importance, Reason, Suppressed
from storyver.model.claims import (
    Attribution,
    Claim,
    ClaimKind,
    Figure,
    FigureKind,
    LanguageModel,
    Mark,
    MarkKind,
    Qualifier,
    Reading,
    Skipped,
    Trend,
)
from storyver.model.decisions import JUDGEMENTS, About, Decision, Quoted, Verdict
from storyver.model.disclosures import Admission, AuditStep, Disclosure, ShownDate
from storyver.model.evaluations import (
    MEASURES,
    SHARES,
    Case,
    Difference,
    EvaluatedStory,
    EvaluationResult,
    Interval,
    Measure,
    Part,
    Ratio,
    RunComparison,
    Score,
)
from storyver.model.facts import Fact, Point, Sighting
from storyver.model.findings import CheckRule, Exhibit, Finding, Standing
from storyver.model.links import Alignment, FigureLink, LinkKind, SentenceLink, WordEdit
from storyver.model.queries import QueryResult, Question
from storyver.model.results import (
    Analysis,
    AuditResult,
    BlameResult,
    CheckResult,
    DiffResult,
    FiguresResult,
    Result,
    Shown,
    TrackResult,
)
from storyver.model.versions import DateSource, HeaderKind, HeaderLine, PublicationDate, SkippedFile, Story, Version

__all__ = [
    "CAME_OR_WENT",
    "JUDGEMENTS",
    "MEASURES",
    "SHARES",
    "WITHOUT_EFFECT",
    "About",
    "Added",
    "Admission",
    "Alignment",
    "Analyses",
    "Analysis",
    "Annotation",
    "AnnotationKind",
    "ArchivedStory",
    "Attribution",
    "AuditResult",
    "AuditStep",
    "Batch",
    "BatchOptions",
    "BlameResult",
    "Block",
    "BlockKind",
    "BundleSignature",
    "BundleTimestamp",
    "BundleVerification",
    "Bundled",
    "Capture",
    "Case",
    "Change",
    "ChangeKind",
    "CheckResult",
    "CheckRule",
    "Claim",
    "ClaimKind",
    "Damage",
    "DateSource",
    "Decision",
    "DiffResult",
    "Difference",
    "Disclosure",
    "EvaluatedStory",
    "EvaluationResult",
    "Exhibit",
    "Extracted",
    "Fact",
    "Figure",
    "FigureKind",
    "FigureLink",
    "FiguresResult",
    "Finding",
    "HeaderKind",
    "HeaderLine",
    "Importance",
    "Interval",
    "LanguageModel",
    "LinkKind",
    "Mark",
    "MarkKind",
    "Measure",
    "Part",
    "Point",
    "PublicationDate",
    "Qualifier",
    "QueryResult",
    "Question",
    "QuoteLink",
    "Quoted",
    "Ratio",
    "Reading",
    "Reason",
    "Result",
    "RunComparison",
    "Score",
    "Sentence",
    "SentenceLink",
    "Shown",
    "ShownDate",
    "Sighting",
    "Skipped",
    "SkippedFile",
    "Stage",
    "Standing",
    "Story",
    "Suppressed",
    "TrackResult",
    "Trend",
    "Verdict",
    "Verification",
    "Version",
    "WordEdit",
]
