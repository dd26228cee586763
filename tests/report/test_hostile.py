"""Article text does nothing to the program that shows it."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from markdown_it import MarkdownIt

from harbour import version
from storyver.model import (
    Admission,
    Annotation,
    AnnotationKind,
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
    Reason,
    Result,
    Sentence,
    SentenceLink,
    Shown,
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
from storyver.report import EXCHANGED, FORMATS, formats_of, render, render_binary
from storyver.report.terminal import render_svg

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "hostile.toml").read_text("utf-8"))["case"]
LONE_SURROGATE = {"name": "lone surrogate", "text": "a\ud800b"}  # TOML cannot write one
NEVER_RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff]"
)
FEED = {"feed", "id", "title", "updated", "author", "name", "generator", "entry", "category", "content"}
XML = "{http://www.w3.org/XML/1998/namespace}"
LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Where lines of an article end; a report of origins has a paragraph for each line."""
MARKDOWN_LITERAL = re.compile(r"\\[!-/:-@\[-`{-~]|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
"""Escaped characters and code, which mean nothing but themselves."""

pytestmark = pytest.mark.parametrize("case", [*CASES, LONE_SURROGATE], ids=lambda case: str(case["name"]))


def hostile_version(text: str) -> Version:
    """A version that is hostile wherever it can be."""
    date = PublicationDate(value="2031", source=DateSource.HEADER, evidence=text)
    return version("x" * len(text), title=text, source=f"stories/{text}", date=date, notes=(text,))


def hostile_claim(text: str) -> Claim:
    """A claim whose figure is the hostile text itself, with the same on both sides of it."""
    figure = Figure(
        start=len(text), end=2 * len(text), text=text, kind=FigureKind.COUNT, low=-5.0, high=-5.0, unit=text,
        counted=text, per=text, rule=text,
    )  # fmt: skip
    return Claim(
        id=text, start=0, end=3 * len(text), text=text * 3, kind=ClaimKind.FIGURE, figure=figure, subject=text,
        section=text, hedge=text,
    )  # fmt: skip


def hostile_results(text: str) -> list[Result]:
    """One result of each sort."""
    one, claim = hostile_version(text), hostile_claim(text)
    reasons = (Reason(rule=text, text=text, weight=-0.5), Reason(rule=text, text=text))
    sides = {ChangeKind.ADDED: (None, claim), ChangeKind.REMOVED: (claim, None)}
    changes = []
    for kind, importance in zip(ChangeKind, cycle(Importance), strict=False):
        old, new = sides.get(kind, (claim, claim))
        changes.append(
            Change(
                id=text, kind=kind, old=old, new=new, score=0.5, importance=importance, reasons=reasons, summary=text
            )
        )  # fmt: skip
    skipped = (Skipped(start=0, end=1, text=text, rule=text, reason=text),)
    sighting = Sighting(version=0, change=ChangeKind.INCREASED, claim=claim, reasons=reasons)
    notice = Admission(version=0, start=0, end=1, text=text, rule="words")
    points = (
        Point(version=0, change=ChangeKind.ADDED, sighting=0),
        Point(
            version=1, change=ChangeKind.INCREASED, sighting=1, moved=True, direction=Trend.UP, size=1, size_unit=text,
            returns_to=0, stale=(0,), importance=Importance.HIGH, admitted=notice,
        ),
    )  # fmt: skip
    twice = (sighting, replace(sighting, version=1))
    fact = Fact(id=text, label=text, kind=FigureKind.COUNT, sightings=twice, points=points, rivals=(text,))
    files = (SkippedFile(path=text, reason=text),)
    two = replace(one, id=f"{text}2", date=None)
    story = Story(id=text, versions=(one, two), order=(text, text), title=text, url=f"javascript:{text}", skipped=files)
    suppressed = (Suppressed(rule=text, old=text, new=text),)
    audit = hostile_audit(text, changes)
    assert claim.figure
    whole = (Sentence(start=0, end=len(text)),)
    blocks = tuple(Block(kind=kind, start=0, end=len(text), section=text, sentences=whole) for kind in BlockKind)
    told = tuple(replace(version, text=text * 3) for version in (one, two))
    spoken = tuple(replace(block, sentences=(Sentence(start=0, end=3 * len(text)),)) for block in blocks)
    annotations = tuple(
        Annotation(
            start=len(text), end=2 * len(text), text=text, kind=kind, came=0, changed=1,
            change=ChangeKind.INCREASED, was=text, fact=text, label=text,
        )
        for kind in AnnotationKind
    )  # fmt: skip
    return [
        FiguresResult(version=one, figures=(claim.figure,), skipped=skipped),
        DiffResult(
            old=one,
            new=one,
            factual=1,
            changes=tuple(changes),
            sentences=(
                SentenceLink(
                    kind=LinkKind.EDITED,
                    old=whole,
                    new=whole,
                    moved=True,
                    edits=(WordEdit(old_start=0, old_end=len(text), new_start=0, new_end=0),),
                ),
            ),
            suppressed=suppressed,
            audit=audit,
            blocks=(blocks, blocks),
        ),
        TrackResult(versions=told, facts=(fact,), story=story, audit=audit, blocks=(spoken, spoken)),
        TrackResult(
            versions=told,
            facts=(fact,),
            story=story,
            shown=Shown(first=0, last=1, left_out=1, asked=text, single=True),
        ),
        BlameResult(
            versions=(one, replace(one, text=LINE_END.sub(" ", text) * 3)), annotations=annotations, story=story
        ),
        hostile_check(text),
        audit,
    ]


def hostile_check(text: str) -> CheckResult:
    """Findings that are hostile wherever they can be."""
    findings = [
        Finding(
            id=text,
            rule=CheckRule.SUM,
            standing=standing,
            versions=(0,),
            exhibits=(Exhibit(version=0, claim=hostile_claim(text)),),
            arithmetic=text,
            summary=text,
            excuse=excuse,
        )
        for standing in Standing
        for excuse in (None, text)
    ]
    return CheckResult(
        versions=(hostile_version(text), hostile_version(text)),
        findings=tuple(one for one in findings if one.excuse is None),
        explained=tuple(one for one in findings if one.excuse is not None),
        calculations=((CheckRule.SUM, 2),),
    )


def hostile_audit(text: str, changes: list[Change]) -> AuditResult:
    """Every change of the sample, with and without a hostile notice, under each state of the displayed date."""
    one = hostile_version(text)
    notice = Admission(version=0, start=0, end=len(text), text=text, rule="words")
    disclosures = [Disclosure(change=change, admission=told) for change in changes for told in (None, notice)]
    steps = [
        AuditStep(
            old=0,
            new=1,
            since=one.date,
            until=None,
            shown=shown,
            shown_old=text,
            shown_new=text,
            disclosures=tuple(disclosures),
        )
        for shown in ShownDate
    ]
    return AuditResult(versions=(one, one), steps=tuple(steps))


FOR_PROGRAMS = tuple(dict.fromkeys(name for names in EXCHANGED.values() for name in names))


@pytest.mark.parametrize("name", [*FORMATS, *FOR_PROGRAMS])
def test_no_report_holds_what_the_case_forbids(case: dict[str, Any], name: str) -> None:
    """Neither control characters nor what the case names stand in any report."""
    for result in having(name, hostile_results(case["text"])):
        report = render(result, name, everything=True)
        text = report.replace("\r\n", "\n") if name == "csv" else report
        assert not NEVER_RAW.search(text)
        raw = MARKDOWN_LITERAL.sub("", report) if name == "markdown" else report
        assert not [banned for banned in case.get("never", {}).get(name, ()) if banned in raw]
        report.encode("utf-8")


def having(name: str, results: list[Result]) -> list[Result]:
    """The results that have a report of that format."""
    commands = {DiffResult: "diff", TrackResult: "track"}
    found = [result for result in results if name in formats_of(commands.get(type(result), ""))]
    assert found
    return found


def test_feeds_hold_only_our_own_markup(case: dict[str, Any]) -> None:
    """A feed of hostile text has the elements and attributes of a feed, and links nowhere."""
    for result in having("atom", hostile_results(case["text"])):
        root = ElementTree.fromstring(render(result, "atom").encode())
        names = {one.tag.removeprefix("{http://www.w3.org/2005/Atom}") for one in root.iter()}
        assert names <= FEED
        assert {name for one in root.iter() for name in one.attrib} <= {"term", "type", f"{XML}lang"}
        assert {one.get("type") for one in root.iter()} <= {None, "text"}


def test_documents_give_quoted_text_back_whole(case: dict[str, Any]) -> None:
    """What an annotation quotes is the sentence of the article, and no address is made of hostile text."""
    text = case["text"]
    for result in having("annotations", hostile_results(text)):
        for annotation in json.loads(render(result, "annotations"))["first"]["items"]:
            for target in annotation["target"]:
                assert target["selector"][0]["exact"] == text * 3
                assert target["source"].startswith("urn:sha256:")
    for result in having("claimreview", hostile_results(text)):
        assert '"url"' not in render(result, "claimreview")


def test_workbooks_hold_text_as_text(case: dict[str, Any]) -> None:
    """Every cell of a workbook is a string, a number, an answer or a day: none is a formula or an error."""
    for result in hostile_results(case["text"]):
        book = openpyxl.load_workbook(io.BytesIO(render_binary(result, "xlsx")))
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
        assert not [cell.value for cell in cells if cell.data_type == "s" and NEVER_RAW.search(cell.value)]


def test_coloured_terminal_reports_hold_only_colours(case: dict[str, Any]) -> None:
    """A coloured report's only escape sequences set colours and type."""
    for result in hostile_results(case["text"]):
        report = render(result, "terminal", colour=True, everything=True)
        assert not NEVER_RAW.search(re.sub(r"\x1b\[[0-9;]*m", "", report))
        assert not NEVER_RAW.search(render_svg(result))


def test_brackets_reach_the_terminal_as_they_are(case: dict[str, Any]) -> None:
    """The visible part of the text is shown, brackets included, however the lines are broken."""
    shown = render(hostile_results(case["text"])[0], "terminal", width=4000)
    words = [word for word in case["text"].split() if not any(unicodedata.category(c)[0] == "C" for c in word)]
    assert [word for word in words if word not in shown] == []


class Tags(HTMLParser):
    """Collects what a page's markup does."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    @property
    def names(self) -> set[str]:
        return set(self.seen)

    def count(self, *names: str) -> list[int]:
        return [self.seen.count(name) for name in names]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_pages_hold_only_our_own_markup(case: dict[str, Any]) -> None:
    """No element, attribute or link comes from the text, and every element is closed."""
    for result in hostile_results(case["text"]):
        tags = Tags()
        tags.feed(render(result, "html"))
        assert tags.open == []
        assert not tags.names & {"img", "iframe", "b", "object", "link", "base"}
        assert tags.count("script") == [isinstance(result, DiffResult | TrackResult)]
        assert tags.count("form") <= [1]
        assert not {name for name in tags.attributes if name.startswith("on") or name == "style"}
        assert all(link.startswith("#") for link in tags.links)


def test_notebooks_show_only_our_own_markup(case: dict[str, Any]) -> None:
    """What a notebook shows of a result has no element, attribute or link of the text, and no script or style."""
    for result in hostile_results(case["text"]):
        shown = result._repr_html_()
        assert not NEVER_RAW.search(shown)
        tags = Tags()
        tags.feed(shown)
        assert tags.open == []
        assert tags.names <= {"div", "p", "strong", "bdi", "table", "thead", "tbody", "tr", "th", "td"}
        assert tags.attributes <= {"class", "scope"}


def test_spreadsheet_cells_are_never_formulas(case: dict[str, Any]) -> None:
    """No cell begins with what starts a formula, save numbers, and rows keep their length."""
    for result in hostile_results(case["text"]):
        rows = list(csv.reader(io.StringIO(render(result, "csv"), newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@\-\t\r\n＝＋－＠]", cell) and cell != "-5"]
        assert "-5" in cells or isinstance(result, BlameResult)


def test_json_gives_the_text_back_whole(case: dict[str, Any]) -> None:
    """The JSON is the document itself once it is read: nothing is lost to making it inert."""
    for result in hostile_results(case["text"]):
        assert json.loads(render(result, "json")) == result.to_dict()


def test_markdown_reads_as_only_our_own_markup(case: dict[str, Any]) -> None:
    """Read as Markdown, the text makes no element: no link, picture, raw HTML, heading, quotation or list."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    harmless = hostile_results("x" * 5)
    for result, plain in zip(hostile_results(case["text"]), harmless, strict=True):
        tags, expected = Tags(), Tags()
        tags.feed(reader.render(render(result, "markdown", everything=True)))
        expected.feed(reader.render(render(plain, "markdown", everything=True)))
        assert tags.names - {"code"} == expected.names - {"code"}
        assert tags.count("p", "li", "tr", "td", "h1", "h2") == expected.count("p", "li", "tr", "td", "h1", "h2")


def test_markdown_stays_within_its_lines(case: dict[str, Any]) -> None:
    """The text opens no line of its own: every report has the lines that a harmless text has."""
    harmless = hostile_results("x" * 5)
    for result, plain in zip(hostile_results(case["text"]), harmless, strict=True):
        lines = render(result, "markdown", everything=True).splitlines()
        assert len(lines) == len(render(plain, "markdown", everything=True).splitlines())
