"""The frozen values that every stage hands to the next.

All offsets are half-open ``[start, end)`` pairs in Unicode code points into ``Version.text``; wherever a value
carries its own ``text``, ``version.text[start:end]`` is that text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class DateSource(StrEnum):
    """Where a version's publication date was read. A file's own time stamp is never a source."""

    MANIFEST = "manifest"
    HEADER = "header"
    FILE_NAME = "file_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDate:
    """When a version was published, at the precision its source gives."""

    value: str
    """ISO 8601: ``2022``, ``2022-03``, ``2022-10-12`` or ``2023-09-05T22:40Z``, with the zone where it is stated."""
    source: DateSource
    evidence: str
    """The words, manifest key or file name that it was read from."""


class HeaderKind(StrEnum):
    """What a line above (or glued to) the article's own text is."""

    VERSION = "version"
    DATE = "date"
    BYLINE = "byline"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """A stretch of the text that speaks of the version and not of the story: its number, its date, its author."""

    start: int
    end: int
    kind: HeaderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One dated version of an article, exactly as it was decoded."""

    id: str
    """The first twelve hexadecimal digits of ``sha256``."""
    text: str
    sha256: str
    """Of the raw bytes (of the UTF-8 encoding for a version given as a string)."""
    number: int | None = None
    of: int | None = None
    date: PublicationDate | None = None
    title: str | None = None
    source: str | None = None
    """The path as the caller gave it; None for a version given as a string."""
    encoding: str = "utf-8"
    header: tuple[HeaderLine, ...] = ()
    """In the order of the text, not overlapping."""
    notes: tuple[str, ...] = ()
    """What a reader of the version should know of how it was read, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFile:
    """A file of a story's folder that is no version of it, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The versions of one article in the order in which they were published."""

    id: str
    versions: tuple[Version, ...]
    order: tuple[str, ...]
    """For each version the reason for its place, such as ``version number 21`` or ``date 2022-10-12 (header)``."""
    title: str | None = None
    url: str | None = None
    skipped: tuple[SkippedFile, ...] = ()


class BlockKind(StrEnum):
    """What a block of the page is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    LINK_LINE = "link_line"
    BYLINE = "byline"
    DATE_LINE = "date_line"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, without the white space around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line, paragraph or list item of the page."""

    kind: BlockKind
    start: int
    end: int
    section: str | None
    """The text of the heading above, None before the first heading."""
    sentences: tuple[Sentence, ...]


class FigureKind(StrEnum):
    """What sort of quantity a figure is."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    MEASURE = "measure"
    DURATION = "duration"
    FRACTION = "fraction"
    DATE = "date"
    AGE = "age"
    SCORE = "score"
    RANK = "rank"
    MULTIPLE = "multiple"


class Qualifier(StrEnum):
    """How the text hedges the value itself."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    ALMOST = "almost"


class Trend(StrEnum):
    """The direction of the change whose size a figure gives."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity that the text states."""

    start: int
    end: int
    text: str
    kind: FigureKind
    low: float | None
    """The value, or the lower end of a range, in ``unit``; None for a date. In a score the first side's."""
    high: float | None
    unit: str | None = None
    """ISO 4217 for money, ``%``, ``percentage point``, ``basis point``, or a unit's singular name; None for a count."""
    qualifier: Qualifier = Qualifier.EXACT
    date: str | None = None
    """ISO 8601 at the precision known: ``2022``, ``2022-10-12``, ``--10-12`` without a year, ``T06:00`` for a time of
    day, ``2026..2027`` for a span of years."""
    trend: Trend | None = None
    counted: str | None = None
    """The noun phrase that is counted, as the text has it."""
    per: str | None = None
    """The base of a rate: ``day`` in "£2.4m a day", ``100,000`` in "12 per 100,000"."""
    conversion_of: int | None = None
    """The ``start`` of the figure that this one restates in another unit."""
    dimension: str = ""
    """What may be compared with it: ``money``, ``count``, ``share`` (percent and fractions), ``length``, ``time``,
    ``date``…"""
    factor: float | None = None
    """How many of the dimension's base unit one ``unit`` is, exactly; None where no such factor exists."""
    rule: str = ""
    """The name of the reading rule that gave the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Digits or number words that were seen and are no figure, or could not be read whole."""

    start: int
    end: int
    text: str
    rule: str
    reason: str


class ClaimKind(StrEnum):
    """What a claim is made of."""

    FIGURE = "figure"
    QUOTE = "quote"
    STATEMENT = "statement"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to say it. Both are None for a claim in the article's own voice."""

    speaker: str | None = None
    verb: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one version states at one place: a sentence or clause, with at most one figure."""

    id: str
    """Derived from the claim's words and place among its equals, so that it survives a re-run and edits elsewhere."""
    start: int
    end: int
    text: str
    kind: ClaimKind
    figure: Figure | None = None
    subject: str | None = None
    attribution: Attribution = Attribution()
    hedge: str | None = None
    """The words that make it less than certain, as the text has them."""
    negated: bool = False
    section: str | None = None
    block: BlockKind = BlockKind.PARAGRAPH
    """The kind of block in which it stands."""


class MarkKind(StrEnum):
    """What a stretch of words does to the sentence in which it stands."""

    QUOTATION = "quotation"
    ATTRIBUTION = "attribution"
    HEDGE = "hedge"
    NEGATION = "negation"
    POLARITY = "polarity"
    NAME = "name"
    ROLE = "role"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words that bear on what a sentence claims beyond its figures. ``text[start:end]`` of the version is ``text``."""

    start: int
    end: int
    text: str
    kind: MarkKind
    value: str
    """What the words stand for: a name's canonical form, a speaker's, a hedge's phrase, a negated word's stem,
    one word of a polarity pair, an office, ``friday``, ``T06:00``."""
    sort: str = ""
    """The class of the value: of a verb of saying, of a hedge, of a name; the holder of an office; the group of a
    polarity pair."""
    scope_start: int = 0
    scope_end: int = 0
    """The words it governs; equal where it governs none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A difference that a rule calls noise, kept so that it can be counted and listed."""

    rule: str
    old: str
    new: str


class ChangeKind(StrEnum):
    """How a claim, or the place of a claim, differs between two versions."""

    UNCHANGED = "unchanged"
    INCREASED = "increased"
    DECREASED = "decreased"
    REVISED = "revised"
    REQUALIFIED = "requalified"
    RESCOPED = "rescoped"
    REWORDED = "reworded"
    QUOTE_ALTERED = "quote_altered"
    ATTRIBUTION_CHANGED = "attribution_changed"
    HEDGE_ADDED = "hedge_added"
    HEDGE_DROPPED = "hedge_dropped"
    NEGATED = "negated"
    NAME_CHANGED = "name_changed"
    DATE_CHANGED = "date_changed"
    CORRECTION_NOTICE = "correction_notice"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"
    RESTORED = "restored"
    UNCERTAIN = "uncertain"


class Importance(StrEnum):
    """How soon a fact-checker should look."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One comparison or rule behind an answer, and what it contributed."""

    rule: str
    """The name of the comparison or rule, in snake case."""
    text: str
    """What it found, in English."""
    weight: float | None = None
    """What it added to the score; None for a rule that decides alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one claim of the old version stands to one of the new version."""

    id: str
    kind: ChangeKind
    old: Claim | None
    new: Claim | None
    score: float
    """How sure the link between the two sides is, 0 to 1; 1 for a one-sided change."""
    importance: Importance
    reasons: tuple[Reason, ...]
    summary: str
    """One English sentence."""


class LinkKind(StrEnum):
    """How sentences of the old version correspond to sentences of the new one."""

    SAME = "same"
    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordEdit:
    """A run of words that was replaced, dropped or put in between two linked sentences."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    """Offsets into the two versions' texts; ``old_start == old_end`` where words were put in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceLink:
    """A correspondence of sentences; every sentence of both versions is in exactly one link."""

    kind: LinkKind
    old: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    moved: bool = False
    score: float = 1.0
    """Similarity of the two sides with their figures masked, 0 to 1."""
    edits: tuple[WordEdit, ...] = ()
    """Empty for ``same``, ``added`` and ``removed``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one version says: its blocks, its claims in the order of the text, and what was passed over."""

    version: Version
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    """One for each figure, and those without a figure: statements, quotations, correction notices."""
    skipped: tuple[Skipped, ...]
    marks: tuple[Mark, ...] = ()
    """Quotations, attributions, hedges, negations, names and times of day, in the order of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLink:
    """Two figure claims that state the same fact, or may do so."""

    old: Claim
    new: Claim
    score: float
    certain: bool
    """False for a link that a person should look at; it becomes an ``uncertain`` change."""
    reasons: tuple[Reason, ...]
    """The waterfall: what each comparison contributed, the largest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Which parts of two versions correspond."""

    old: Reading
    new: Reading
    sentences: tuple[SentenceLink, ...]
    figures: tuple[FigureLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A claim as one version of the story states it."""

    version: int
    """Index into ``TrackResult.versions``."""
    change: ChangeKind
    claim: Claim
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the story states, over all its versions."""

    id: str
    label: str
    kind: FigureKind
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresResult:
    """The figures of one version; what ``storyver.figures`` returns."""

    version: Version
    figures: tuple[Figure, ...]
    skipped: tuple[Skipped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver figures`` as plain values."""
        from storyver.serialise import figures_document

        return figures_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffResult:
    """What changed between two versions; what ``storyver.diff`` returns."""

    old: Version
    new: Version
    factual: float
    """How likely it is that the new version states, drops or adds any fact: 0 for the same text."""
    changes: tuple[Change, ...]
    sentences: tuple[SentenceLink, ...]
    suppressed: tuple[Suppressed, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver diff`` as plain values."""
        from storyver.serialise import diff_document

        return diff_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackResult:
    """Every fact over all versions; what ``storyver.track`` returns."""

    versions: tuple[Version, ...]
    facts: tuple[Fact, ...]
    story: Story | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver track`` as plain values."""
        from storyver.serialise import track_document

        return track_document(self)
