"""Hand-made results about an invented harbour, one for each command."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from storyver.model import (
    Admission,
    Annotation,
    AnnotationKind,
    Attribution,
    AuditResult,
    AuditStep,
    BlameResult,
    Block,
    BlockKind,
    Change,
    ChangeKind,
    CheckResult,
    CheckRule,
    Claim,
    ClaimKind,
    DateSource,
    DiffResult,
    Disclosure,
    Exhibit,
    Fact,
    Figure,
    FigureKind,
    FiguresResult,
    Finding,
    Importance,
    LinkKind,
    Point,
    PublicationDate,
    Qualifier,
    Reason,
    Result,
    Sentence,
    SentenceLink,
    ShownDate,
    Sighting,
    Skipped,
    SkippedFile,
    Standing,
    Story,
    Suppressed,
    TrackResult,
    Trend,
    Version,
    WordEdit,
)

OLD_TEXT = """Harbour wall: what we know
The harbour wall cost £4.2m, the council says.
It took 14 months to build.
The port has 30 berths.
Divers found 6 cracks (the longest 40cm) in the old wall.
"It will stand for a century," the mayor, Ada Pell, said.
About 500 people watched the opening.
"""
NEW_TEXT = """Harbour wall: what we know now
The harbour wall cost £6.8m, the council says.
It may have taken 14 months to build.
The port has 30 berths. All 30 berths are let.
Engineers counted 9 leaks and a drop of 2.5% in the water level.
"It will stand for centuries," the mayor, Ada Pell, said.
More than 500 people were evacuated.
"""


def figure(text: str, words: str, kind: FigureKind, low: float | None, **more: Any) -> Figure:
    """The figure that stands as ``words`` in ``text``, at its first place after ``after``."""
    start = text.index(words, more.pop("after", 0))
    more.setdefault("high", low)
    return Figure(start=start, end=start + len(words), text=words, kind=kind, low=low, rule="sample", **more)


def claim(text: str, sentence: str, stated: Figure | None, **more: Any) -> Claim:
    """The claim that ``sentence`` makes."""
    start = text.index(sentence)
    kind = ClaimKind.FIGURE if stated else ClaimKind.STATEMENT
    more.setdefault("kind", kind)
    more.setdefault("id", f"{start:04d}{stated.start if stated else 0:04d}")
    return Claim(start=start, end=start + len(sentence), text=sentence, figure=stated, **more)


def version(text: str, **more: Any) -> Version:
    """A version with a made-up checksum."""
    sha256 = f"{len(text):02x}" * 21 + "0" * 22
    return Version(id=sha256[:12], text=text, sha256=sha256[:64].ljust(64, "0"), **more)


def old_version() -> Version:
    """The first version: numbered, dated by a manifest to the month."""
    date = PublicationDate(value="2031-03", source=DateSource.MANIFEST, evidence="published")
    return version(
        OLD_TEXT, number=1, of=2, date=date, title="Harbour wall: what we know", source="stories/harbour/v1.txt"
    )


def new_version() -> Version:
    """The second version: dated by its header to the minute, read with a note."""
    date = PublicationDate(value="2031-04-05T09:30Z", source=DateSource.HEADER, evidence="Updated 5 April 2031 09:30")
    return version(
        NEW_TEXT,
        number=2,
        of=2,
        date=date,
        title="Harbour wall: what we know now",
        source="stories/harbour/v2.txt",
        encoding="windows-1252",
        notes=("It was read as Windows-1252.",),
    )


OLD_COST = claim(
    OLD_TEXT,
    "The harbour wall cost £4.2m, the council says.",
    figure(OLD_TEXT, "£4.2m", FigureKind.MONEY, 4_200_000.0, unit="GBP"),
    subject="The harbour wall",
    attribution=Attribution(speaker="the council", verb="says"),
)
NEW_COST = claim(
    NEW_TEXT,
    "The harbour wall cost £6.8m, the council says.",
    figure(NEW_TEXT, "£6.8m", FigureKind.MONEY, 6_800_000.0, unit="GBP"),
    subject="The harbour wall",
    attribution=Attribution(speaker="the council", verb="says"),
)
OLD_MONTHS = claim(
    OLD_TEXT,
    "It took 14 months to build.",
    figure(OLD_TEXT, "14 months", FigureKind.DURATION, 14.0, unit="month"),
)
NEW_MONTHS = claim(
    NEW_TEXT,
    "It may have taken 14 months to build.",
    figure(NEW_TEXT, "14 months", FigureKind.DURATION, 14.0, unit="month"),
    hedge="may have",
)
OLD_BERTHS = claim(
    OLD_TEXT, "The port has 30 berths.", figure(OLD_TEXT, "30", FigureKind.COUNT, 30.0, counted="berths")
)
NEW_BERTHS = claim(
    NEW_TEXT, "The port has 30 berths.", figure(NEW_TEXT, "30", FigureKind.COUNT, 30.0, counted="berths")
)
ALL_BERTHS = claim(
    NEW_TEXT,
    "All 30 berths are let.",
    figure(NEW_TEXT, "30", FigureKind.COUNT, 30.0, counted="berths", after=NEW_TEXT.index("All")),
)
DIVERS = "Divers found 6 cracks (the longest 40cm) in the old wall."
CRACKS = claim(OLD_TEXT, DIVERS, figure(OLD_TEXT, "6", FigureKind.COUNT, 6.0, counted="cracks"))
LONGEST = claim(OLD_TEXT, DIVERS, figure(OLD_TEXT, "40cm", FigureKind.MEASURE, 40.0, unit="cm"))
ENGINEERS = "Engineers counted 9 leaks and a drop of 2.5% in the water level."
LEAKS = claim(NEW_TEXT, ENGINEERS, figure(NEW_TEXT, "9", FigureKind.COUNT, 9.0, counted="leaks"))
OLD_QUOTE = claim(OLD_TEXT, '"It will stand for a century,"', None, kind=ClaimKind.QUOTE)
NEW_QUOTE = claim(NEW_TEXT, '"It will stand for centuries,"', None, kind=ClaimKind.QUOTE)
WATCHED = claim(
    OLD_TEXT,
    "About 500 people watched the opening.",
    figure(OLD_TEXT, "About 500", FigureKind.COUNT, 500.0, qualifier=Qualifier.ABOUT, counted="people"),
)
EVACUATED = claim(
    NEW_TEXT,
    "More than 500 people were evacuated.",
    figure(NEW_TEXT, "More than 500", FigureKind.COUNT, 500.0, qualifier=Qualifier.MORE_THAN, counted="people"),
)
DROP = claim(
    NEW_TEXT,
    ENGINEERS,
    figure(NEW_TEXT, "2.5%", FigureKind.PERCENT, 2.5, unit="%", counted="the water level"),
)
HEADLINE = claim(NEW_TEXT, "Harbour wall: what we know now", None)
OLD_HEADLINE = claim(OLD_TEXT, "Harbour wall: what we know", None)

SAME_UNIT = Reason(rule="same_unit", text="both are in GBP", weight=1.5)
SAME_SUBJECT = Reason(rule="same_subject", text="both speak of the harbour wall", weight=2.25)
OTHER_WORDS = Reason(rule="other_words", text="few words in common", weight=-0.75)
SAME_PLACE = Reason(rule="same_place", text="same place among its neighbours", weight=0.2)
DECIDES = Reason(rule="hedge_added", text="“may have” is new")


def change(
    kind: ChangeKind, old: Claim | None, new: Claim | None, importance: Importance, summary: str, **more: Any
) -> Change:
    """A change whose id is its kind and place."""
    side = new or old
    more.setdefault("score", 1.0)
    more.setdefault("reasons", ())
    identity = f"{kind.value}-{side.id}" if side else kind.value
    return Change(id=identity, kind=kind, old=old, new=new, importance=importance, summary=summary, **more)


def diff_result() -> DiffResult:
    """A result with a change of every section."""
    reasons = (SAME_SUBJECT, SAME_UNIT, OTHER_WORDS, SAME_PLACE)
    kind, level = ChangeKind, Importance
    changes = (
        change(kind.MOVED, OLD_HEADLINE, HEADLINE, level.NONE, "A sentence moved."),
        change(kind.INCREASED, OLD_COST, NEW_COST, level.HIGH, "Cost: £4.2m → £6.8m.", score=0.97, reasons=reasons),
        change(kind.HEDGE_ADDED, OLD_MONTHS, NEW_MONTHS, level.MEDIUM, "Now hedged.", score=0.9, reasons=(DECIDES,)),
        change(kind.UNCHANGED, OLD_MONTHS, NEW_MONTHS, level.NONE, "Still 14 months."),
        change(kind.UNCHANGED, OLD_BERTHS, NEW_BERTHS, level.NONE, "Still 30 berths."),
        change(kind.UNCHANGED, OLD_BERTHS, ALL_BERTHS, level.NONE, "Still 30 berths."),
        change(kind.REMOVED, CRACKS, None, level.HIGH, "6 cracks are no longer stated."),
        change(kind.REMOVED, LONGEST, None, level.MEDIUM, "40cm is no longer stated."),
        change(kind.ADDED, None, LEAKS, level.MEDIUM, "9 leaks are new."),
        change(kind.ADDED, None, DROP, level.MEDIUM, "2.5% is new."),
        change(kind.QUOTE_ALTERED, OLD_QUOTE, NEW_QUOTE, level.LOW, "The mayor is quoted otherwise."),
        change(kind.UNCERTAIN, WATCHED, EVACUATED, level.MEDIUM, "500 and 500 may be one fact.", score=0.41),
    )
    links = (
        SentenceLink(
            kind=LinkKind.EDITED,
            old=(Sentence(start=OLD_COST.start, end=OLD_COST.end),),
            new=(Sentence(start=NEW_COST.start, end=NEW_COST.end),),
            score=0.9,
            edits=(WordEdit(old_start=22, old_end=27, new_start=22, new_end=27),),
        ),
    )
    suppressed = (Suppressed(rule="spelling", old="harbor", new="harbour"), Suppressed(rule="quotes", old='"', new="“"))
    return DiffResult(
        old=old_version(),
        new=new_version(),
        factual=0.9876543,
        changes=changes,
        sentences=links,
        suppressed=suppressed,
        audit=audit_result(),
    )


def figures_result() -> FiguresResult:
    """Three figures, of which one restates another, and one passed over."""
    text = "A T-72 tank drove 1,340km (833 miles) on 12 October; prices fell about 6.4%.\n"
    distance = figure(text, "1,340km", FigureKind.MEASURE, 1340.0, unit="km")
    figures = (
        distance,
        figure(text, "833 miles", FigureKind.MEASURE, 833.0, unit="mile", conversion_of=distance.start),
        figure(text, "12 October", FigureKind.DATE, None, date="--10-12"),
        figure(text, "about 6.4%", FigureKind.PERCENT, 6.4, unit="%", qualifier=Qualifier.ABOUT, counted="prices"),
    )
    skipped = (Skipped(start=2, end=6, text="T-72", rule="name", reason="part of a name"),)
    return FiguresResult(version=version(text), figures=figures, skipped=skipped)


def blame_result() -> BlameResult:
    """The second version: a figure that came and changed, a restatement of nothing, a quotation that was altered."""
    figures = [one.figure for one in (NEW_COST, LEAKS) if one.figure]
    notes: list[tuple[Figure | Claim, dict[str, Any]]] = [
        (figures[0], {"came": 0, "changed": 1, "change": ChangeKind.INCREASED, "was": "£4.2m", "label": "cost"}),
        (figures[1], {"came": 1, "label": "leaks"}),
        (NEW_QUOTE, {"came": 0, "changed": 1, "change": ChangeKind.QUOTE_ALTERED, "was": OLD_QUOTE.text}),
    ]
    rest = {"changed": None, "change": None, "was": None, "label": None}
    annotations = tuple(
        Annotation(
            start=one.start,
            end=one.end,
            text=one.text,
            kind=AnnotationKind.QUOTE if isinstance(one, Claim) else AnnotationKind.FIGURE,
            fact=None if isinstance(one, Claim) else f"fact-{one.start}",
            **{**rest, **more},
        )
        for one, more in notes
    )
    return BlameResult(versions=(old_version(), new_version()), annotations=annotations, story=track_result().story)


def track_result() -> TrackResult:
    """Two versions: a fact that changed, one that went, one that came, one that held."""
    old, new = old_version(), new_version()
    kind = ChangeKind

    def fact(label: str, points: tuple[Point, ...], *sightings: tuple[int, ChangeKind, Claim], **more: Any) -> Fact:
        first = sightings[0][2]
        seen = tuple(Sighting(version=place, change=how, claim=one) for place, how, one in sightings)
        sort = first.figure.kind if first.figure else FigureKind.COUNT
        return Fact(id=f"fact-{first.id}", label=label, kind=sort, sightings=seen, points=points, **more)

    came, held = Point(version=0, change=kind.ADDED, sighting=0), Point(version=1, change=kind.UNCHANGED, sighting=1)
    gone = Point(version=1, change=kind.REMOVED, sighting=None, importance=Importance.HIGH)
    late = Point(version=1, change=kind.ADDED, sighting=0, importance=Importance.LOW)
    notice = Admission(version=1, start=0, end=12, text=NEW_TEXT[:12], rule="one_value")
    rose = Point(
        version=1,
        change=kind.INCREASED,
        sighting=1,
        moved=True,
        direction=Trend.UP,
        size=2_600_000.0,
        size_unit="GBP",
        share=2.6 / 4.2,
        importance=Importance.HIGH,
        admitted=notice,
    )
    berths = (0, kind.ADDED, OLD_BERTHS), (1, kind.UNCHANGED, NEW_BERTHS), (1, kind.UNCHANGED, ALL_BERTHS)
    facts = (
        fact("berths", (came, held), *berths),
        fact("cracks", (came, gone), (0, kind.ADDED, CRACKS), rivals=(f"fact-{LEAKS.id}",)),
        fact("cost of the harbour wall", (came, rose), (0, kind.ADDED, OLD_COST), (1, kind.INCREASED, NEW_COST)),
        fact("leaks", (late,), (1, kind.ADDED, LEAKS), rivals=(f"fact-{CRACKS.id}",)),
    )
    story = Story(
        id="harbour",
        versions=(old, new),
        order=("version number 1", "version number 2"),
        title="The harbour wall",
        url="https://example.org/harbour",
        skipped=(SkippedFile(path="stories/harbour/notes.doc", reason="not a text file"),),
    )
    blocks = (lines_of(OLD_TEXT), lines_of(NEW_TEXT))
    return TrackResult(versions=(old, new), facts=facts, story=story, audit=audit_result(), blocks=blocks)


def lines_of(text: str) -> tuple[Block, ...]:
    """Each line of a text as a block of one sentence."""
    blocks: list[Block] = []
    start = 0
    for line in text.splitlines():
        end = start + len(line)
        sentences = (Sentence(start=start, end=end),)
        kind = BlockKind.PARAGRAPH if blocks else BlockKind.TITLE
        blocks.append(Block(kind=kind, start=start, end=end, section=None, sentences=sentences))
        start = end + 1
    return tuple(blocks)


def check_result() -> CheckResult:
    """Two versions with a finding of each standing and one that the text explains."""

    def finding(rule: CheckRule, standing: Standing, arithmetic: str, *exhibits: tuple[int, Claim]) -> Finding:
        return Finding(
            id=f"finding-{rule.value}",
            rule=rule,
            standing=standing,
            versions=tuple(sorted({place for place, _ in exhibits})),
            exhibits=tuple(Exhibit(version=place, claim=one) for place, one in exhibits),
            arithmetic=arithmetic,
            summary=f"The {rule.value} does not come out.",
        )

    wrong = finding(CheckRule.SUM, Standing.WRONG, "6 + 40 = 46, not 50 (counted exactly)", (0, CRACKS), (0, LONGEST))
    named = finding(CheckRule.HALF_EDITED, Standing.NAMED, "£4.2m became £6.8m", (0, OLD_COST), (1, NEW_COST))
    explained = finding(CheckRule.REST, Standing.WRONG, "28 + 1 = 29, not 30", (1, NEW_BERTHS))
    return CheckResult(
        versions=(old_version(), new_version()),
        findings=(wrong, named),
        explained=(replace(explained, excuse="is vacant"),),
        calculations=((CheckRule.CONVERSION, 3), (CheckRule.SUM, 1)),
    )


def audit_result() -> AuditResult:
    """Two versions: a change that no notice admits and one that a notice does."""
    kind, level = ChangeKind, Importance
    silent = change(kind.INCREASED, OLD_COST, NEW_COST, level.HIGH, "Cost: £4.2m → £6.8m.", reasons=(SAME_SUBJECT,))
    told = change(kind.REMOVED, CRACKS, None, level.HIGH, "6 cracks are no longer stated.")
    start = NEW_TEXT.index("Engineers")
    notice = Admission(version=1, start=start, end=start + len(ENGINEERS), text=ENGINEERS, rule="one_value")
    step = AuditStep(
        old=0,
        new=1,
        since=old_version().date,
        until=new_version().date,
        shown=ShownDate.APPEARED,
        shown_old=None,
        shown_new="Updated 5 April 2031 09:30",
        disclosures=(Disclosure(change=silent, admission=None), Disclosure(change=told, admission=notice)),
    )
    return AuditResult(versions=(old_version(), new_version()), steps=(step,))


def results() -> dict[str, Result]:
    """A sample of every command's result, by the command's name."""
    return {
        "figures": figures_result(),
        "diff": diff_result(),
        "track": track_result(),
        "blame": blame_result(),
        "check": check_result(),
        "audit": audit_result(),
    }
