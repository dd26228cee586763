"""What a version states: figures, claims, and the words that bear on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from storyver.model.blocks import Block, BlockKind
from storyver.model.versions import Version


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
    changed_from: int | None = None
    """The ``start`` of the figure that the text says this one replaced ("from 21 mpg to 23")."""
    resolved_from: str | None = None
    """The day of publication (ISO 8601) by which what the text leaves out of a date was filled in; None where it
    leaves nothing out, or where that day is not known."""
    relative: bool = False
    """The text names the date only by its distance from the day of publication: "on Friday", "last month"."""
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
    by_rules: tuple[str | None] | None = None
    """The subject by the rules alone, where a trained pipeline told another; not part of the JSON."""
    attribution: Attribution = Attribution()
    hedge: str | None = None
    """The words that make it less than certain, as the text has them."""
    negated: bool = False
    section: str | None = None
    block: BlockKind = BlockKind.PARAGRAPH
    """The kind of block in which it stands."""

    @property
    def holder(self) -> str | None:
        """The subject by the rules alone, by which figures are linked: the weights of links were set with it."""
        return self.subject if self.by_rules is None else self.by_rules[0]


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
class LanguageModel:
    """A trained pipeline of spaCy that read names and subjects."""

    name: str
    """As its package is called: ``en_core_web_sm``."""
    version: str
    sha256: str
    """Of its files."""
    where: str = field(default="", compare=False)
    """What another process is to call it, the name of its package or its path; not part of the JSON."""

    def __str__(self) -> str:
        """The name and the version."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one version says: its blocks, its claims in the order of the text, and what was passed over."""

    version: Version
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    """One for each figure, and those without a figure: statements, quotations, correction notices."""
    skipped: tuple[Skipped, ...]
    marks: Sequence[Mark] = ()
    """Quotations, attributions, hedges, negations, names and times of day, in the order of the text."""
    names: tuple[Mark, ...] = ()
    """The names among the marks."""
    relative_dates: tuple[Claim, ...] = ()
    """One for each date that is named by its distance from the day of publication. They stand apart from ``figures``
    and ``claims``: the same words name another day in the next version, so they are compared as words of their
    sentence, and followed by the day that they name."""
    model: LanguageModel | None = None
    """What read its names and subjects; None where the rules alone did."""
