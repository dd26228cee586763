"""Reports of the sample results, compared with the files in ``tests/gold_reports``.

After a change that is meant, write them anew with ``STORYVER_WRITE_GOLD=1 pytest tests/report`` and read what differs.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import locale
import os
import re
from dataclasses import replace
from importlib.metadata import version as package_version
from pathlib import Path

import pytest
from rich.cells import cell_len

import storyver
from harbour import OLD_COST, audit_result, change, check_result, diff_result, figures_result, results, track_result
from repository import ROOT
from storyver.model import (
    AuditResult,
    Change,
    ChangeKind,
    CheckResult,
    Claim,
    DiffResult,
    FiguresResult,
    Importance,
    Result,
    Shown,
    Sighting,
    TrackResult,
)
from storyver.narrowing import Wanted, narrow
from storyver.report import EXCHANGED, FORMATS, render
from storyver.report.terminal import render_svg
from storyver.report.track_view import arrange_track
from timeline_cases import FRAME

GOLD = Path(__file__).parent.parent / "gold_reports"
SUFFIXES = {
    "terminal": "txt",
    "json": "json",
    "html": "html",
    "markdown": "md",
    "csv": "csv",
    "annotations": "annotations.json",
    "claimreview": "claimreview.json",
    "atom": "atom.xml",
}
RESULTS = results()
REPORTS = [(name, form) for name in RESULTS for form in (*FORMATS, *EXCHANGED.get(name, ()))]

every_result = pytest.mark.parametrize("name", RESULTS)
every_report = pytest.mark.parametrize(("name", "form"), REPORTS)


def scrubbed(report: str) -> str:
    """The report without the program's own version."""
    return report.replace(f"storyver {package_version('storyver')}", "storyver VERSION")


@every_report
def test_report_is_the_gold_report(name: str, form: str) -> None:
    """Each format's report of each sample is, apart from the program's version, the file kept of it."""
    path = GOLD / f"{name}.{SUFFIXES[form]}"
    report = scrubbed(render(RESULTS[name], form))
    if os.environ.get("STORYVER_WRITE_GOLD"):
        path.write_bytes(report.encode("utf-8"))
    assert report == path.read_bytes().decode("utf-8")


@every_report
def test_report_depends_on_nothing_around_it(name: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the terminal's size nor colours nor the locale change a report."""
    before = render(RESULTS[name], form)
    for variable, value in {"COLUMNS": "30", "FORCE_COLOR": "1", "TERM": "dumb", "TTY_COMPATIBLE": "1"}.items():
        monkeypatch.setenv(variable, value)
    old = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C")
    try:
        assert render(RESULTS[name], form) == before
    finally:
        locale.setlocale(locale.LC_ALL, old)


@every_result
@pytest.mark.parametrize("width", [40, 80, 120])
def test_terminal_lines_fit_the_width(name: str, width: int) -> None:
    """No line of a terminal report is wider than asked for."""
    lines = render(RESULTS[name], "terminal", width=width, everything=True).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_every_sentence_of_a_diff_is_shown() -> None:
    """Of both sides of every change with a section of its own the whole sentence stands in the readable reports."""
    for form in ("terminal", "html", "markdown"):
        report = re.sub(r"</?mark>|\*", "", render(diff_result(), form, width=200)).replace("&#34;", '"')
        for one in diff_result().changes:
            if one.importance is not Importance.NONE:
                assert [side.text for side in (one.old, one.new) if side and side.text not in report] == []


def test_every_change_has_a_permanent_place_in_the_page() -> None:
    """The page holds ``change-<id>`` for each change, once."""
    page = render(diff_result(), "html")
    identifiers = re.findall(r'id="([^"]*)"', page)
    assert len(identifiers) == len(set(identifiers))
    assert {f"change-{one.id}" for one in diff_result().changes} <= set(identifiers)


def test_page_needs_no_network() -> None:
    """The pages load nothing, no style sheet, font or picture, and those of changes alone have a script: the one
    whose digest they name."""
    for name, result in RESULTS.items():
        page = render(result, "html")
        assert not re.search(r"<link|<img|@import|url\(|src=", page)
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        assert len(scripts) == isinstance(result, DiffResult | TrackResult), name
        digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
        allowed = "".join(f"; script-src 'sha256-{digest}'" for digest in digests)
        assert f"default-src 'none'; style-src 'unsafe-inline'{allowed}\"" in page


def test_texts_in_full_are_called_by_what_they_are() -> None:
    """Above each text stands its version's number, or else its day, and not its place among the two."""
    story = ROOT / "corpus" / "nato-explainer"
    page = render(storyver.diff(story / "v27.txt", story / "october.txt"), "html")
    assert re.findall(r'<h3 id="\w+-name">(.*?)</h3>', page) == [
        "Old: <bdi>version 27 of 31</bdi>",
        "New: <bdi>2022-10-12</bdi>",
    ]


def test_unchanged_fact_counts_its_mentions() -> None:
    """A fact that the new version states twice is one line that says so."""
    assert "*30* · port's berths — unchanged (2 mentions)" in render(diff_result(), "terminal")


def test_slight_changes_are_counted_until_asked_for() -> None:
    """Without ``everything`` what is of no importance is counted; with it each is listed."""
    short, whole = (render(diff_result(), "terminal", everything=listed) for listed in (False, True))
    assert "1 held to be noise (spelling)" in short
    assert "harbor" not in short
    assert "spelling: “harbor” → “harbour”" in whole
    assert "A sentence moved." in whole


def test_colour_is_not_the_only_emphasis() -> None:
    """Figures are starred where there is no colour, and bold and underlined where there is."""
    assert "cost *£6.8m*, the" in render(diff_result(), "terminal")
    assert "cost \x1b[1;4m£6.8m\x1b[0m, the" in render(diff_result(), "terminal", colour=True)


def test_numbers_in_a_spreadsheet_are_numbers() -> None:
    """Values are plain numbers and rows end as RFC 4180 has it."""
    report = render(diff_result(), "csv")
    assert report.count("\r\n") == report.count("\n") == len(diff_result().changes) + 1
    rows = list(csv.DictReader(io.StringIO(report, newline="")))
    assert [(row["old_low"], row["new_low"]) for row in rows if row["kind"] == "increased"] == [("4200000", "6800000")]


def test_facts_that_moved_come_first() -> None:
    """A story's table begins with what changed, then what came or went, then what held."""
    report = render(track_result(), "terminal")
    places = [report.index(label) for label in ("cost of the harbour wall", "cracks ", "leaks ", "berths ")]
    assert places == sorted(places)


def test_many_versions_make_several_tables() -> None:
    """Versions that do not fit beside one another stand in tables below one another, none left out."""
    result = track_result()
    versions = tuple(replace(result.versions[0], number=number, of=31) for number in range(1, 32))
    sightings = tuple(
        Sighting(version=place, change=ChangeKind.UNCHANGED, claim=OLD_COST) for place in range(len(versions))
    )
    fact = replace(result.facts[0], sightings=sightings)
    report = render(TrackResult(versions=versions, facts=(fact,)), "terminal", width=80)
    heads = re.findall(r"\bv\d+\b", " ".join(line for line in report.splitlines() if line.startswith("fact")))
    assert heads == [f"v{number}" for number in range(1, 32)]


def test_a_course_is_never_cut() -> None:
    """At every width the whole course of a fact stands in each table, however many versions there are."""
    texts = [FRAME.format(f"It has {count} members.") for count in range(30, 42)]
    result = storyver.track(texts)
    for width in range(60, 140):
        rows = [line for line in render(result, "terminal", width=width).splitlines() if line.startswith("members")]
        assert [row.split()[1] for row in rows] == ["▁▂▂▃▄▄▅▅▆▇▇█"] * len(rows)


def test_every_readable_report_has_the_marks_that_its_legend_explains() -> None:
    """A value that is an earlier one again is marked in the table of each format, as is a version against itself."""
    texts = [
        f"{count} hurt in fire\n\nThe fire hurt {text} people." for count, text in ((3, 3), (5, 5), (3, 3), (3, 6))
    ]
    for form in ("terminal", "html", "markdown"):
        table = render(storyver.track(texts), form).replace("&nbsp;", " ")
        before, _, _ = table.partition("back to an earlier value")
        assert "↩" in before.rstrip("↩ ")
        assert "‼" in before


def test_a_version_of_some_minute_abroad_has_a_whole_head() -> None:
    """Above a column stand name, day and, where two versions have one day, time; the offset is not among them."""
    texts = [f"Published 6 August 2026, 1{hour}:02 BST\n\nIt has {hour} members." for hour in (2, 3)]
    report = render(storyver.track(texts), "terminal")
    lines = report.splitlines()
    (at,) = [number for number, line in enumerate(lines) if line.startswith("fact")]
    heads = [line.split() for line in lines[at - 2 : at + 1]]
    assert heads == [["2026-08-06", "2026-08-06"], ["12:02", "13:02"], ["fact", "course", "#1", "#2"]]
    assert "2026-08-06T12:02+01:00, stated" in render(storyver.track(texts), "terminal", everything=True)


def test_a_fact_that_was_left_out_is_not_said_to_be_now() -> None:
    """The last value of a fact that later versions leave out stands there as what it was."""
    texts = [FRAME.format(text) for text in ("It has 3 members.", "It has 4 members.", "It has members.")]
    (fact,) = arrange_track(storyver.track(texts)).groups[0][1]
    assert (fact.now, fact.gone) == ("4", True)
    whole = narrow(storyver.track(texts), Wanted(fact="members"))
    assert "  was    4" in render(whole, "terminal")
    assert "<bdi>4</bdi> (gone)" in render(whole, "html")


def test_results_without_content_are_reports_too() -> None:
    """A result that holds nothing gives a report in every format."""
    old, new = diff_result().old, diff_result().new
    empty: tuple[Result, ...] = (
        CheckResult(versions=(old,), findings=()),
        AuditResult(versions=(old, new), steps=()),
        FiguresResult(version=old, figures=()),
        DiffResult(old=old, new=new, factual=0, changes=(), sentences=()),
        TrackResult(versions=(old, new), facts=()),
    )
    assert all(render(result, form).strip() for result in empty for form in FORMATS)


def test_a_page_without_sentence_ends_is_cut() -> None:
    """Of a claim of a million characters the readable reports show the surroundings of its figure."""
    text = "x" * 500_000 + "£4.2m" + "y" * 500_000
    assert OLD_COST.figure
    figure = replace(OLD_COST.figure, start=500_000, end=500_005)
    long = replace(OLD_COST, start=0, end=len(text), text=text, figure=figure)
    result = replace(diff_result(), changes=(change(ChangeKind.INCREASED, long, long, Importance.HIGH, "Up."),))
    for form in ("terminal", "html", "markdown"):
        report = render(result, form)
        assert "£4.2m" in report
        assert "…" in report
        assert len(report) < 30_000


def test_a_picture_of_the_report_is_the_same_each_time() -> None:
    """The SVG is made of the report alone and fetches no font."""
    picture = render_svg(diff_result())
    assert picture == render_svg(diff_result())
    assert "url(" not in picture.replace("url(#", "")
    assert "£6.8m" in picture


def test_findings_show_their_arithmetic_and_sentences() -> None:
    """Every readable report of a check shows each finding's sentence, figures set apart, and its arithmetic."""
    for form, figure in (("terminal", "*6* cracks"), ("html", "<mark>6</mark> cracks"), ("markdown", "**6** cracks")):
        report = render(check_result(), form)
        assert figure in report
        assert "6 + 40 = 46, not 50 (counted exactly)" in report


def test_audit_shows_the_date_and_the_notice() -> None:
    """Every readable report of an audit says what became of the displayed date, when, and which notice speaks."""
    for form in ("terminal", "html", "markdown"):
        report = " ".join(render(audit_result(), form).split())
        assert "began to display a date of update: “Updated 5 April 2031 09:30”" in report
        assert "Between 2031-03 and 2031-04-05T09:30Z." in report
        assert "Engineers counted 9 leaks" in report


def test_reports_list_what_no_notice_admits() -> None:
    """Readable reports of two versions and of a story say what no notice admits, when, and of the displayed date."""
    for result in (diff_result(), track_result()):
        for form in ("terminal", "html", "markdown"):
            report = " ".join(render(result, form, width=200).split())
            section = report[report.casefold().index("admitted by no correction notice") :]
            assert "Between 2031-03 and 2031-04-05T09:30Z." in section
            assert "began to display a date of update: “Updated 5 April 2031 09:30”" in section
            assert "Cost: £4.2m → £6.8m." in section
            assert "6 cracks are no longer stated." not in section


def test_reports_are_silent_where_every_change_is_admitted() -> None:
    """Without such a change, without an audit, or for facts asked for by name, the section is left out."""
    (step,) = audit_result().steps
    told = replace(step, disclosures=step.disclosures[1:])
    for audit in (None, replace(audit_result(), steps=(told,))):
        for result in (replace(diff_result(), audit=audit), replace(track_result(), audit=audit)):
            for form in ("terminal", "html", "markdown"):
                assert "admitted by no correction notice" not in render(result, form).casefold()
    for first, last, single in ((0, 1, True), (1, 1, False)):
        shown = Shown(first=first, last=last, left_out=0, asked="--fact wall", single=single)
        report = render(replace(track_result(), shown=shown), "terminal")
        assert "admitted by no correction notice" not in report.casefold()


def test_unknown_format_is_refused() -> None:
    """A format that does not exist is named in the error."""
    with pytest.raises(ValueError, match="no report format 'pdf'"):
        render(figures_result(), "pdf")


def test_one_sided_changes_of_a_sentence_stand_together() -> None:
    """Two figures that one sentence brought are under one copy of the sentence."""
    report = render(diff_result(), "markdown")
    assert report.count("Engineers counted **9** leaks and a drop of **2.5%** in the water level.") == 1


def test_same_value_of_other_things_is_not_one_fact() -> None:
    """Two unchanged figures of one value that count different things are two lines."""
    berths, people = diff_result().changes[4], diff_result().changes[11]

    def counting(what: str, claim: Claim | None) -> Claim:
        assert claim
        assert claim.figure
        return replace(claim, figure=replace(claim.figure, counted=what, low=30.0, high=30.0, text="30"))

    def unchanged(one: Change, what: str) -> Change:
        kind = ChangeKind.UNCHANGED
        return replace(one, kind=kind, old=counting(what, one.old), new=counting(what, one.new))

    result = replace(diff_result(), changes=(unchanged(berths, "berths"), unchanged(people, "passengers")))
    report = render(result, "terminal")
    assert "berths — unchanged (1 mention)" in report
    assert "passengers — unchanged (1 mention)" in report


def test_a_value_that_returns_changed_shows_its_direction() -> None:
    """A fact that comes back with a higher value has the mark of both, in the table, its history and the page."""
    texts = [FRAME.format(text) for text in ("Repairs will cost £640,000.", "", "Repairs will cost £700,000.")]
    result = storyver.track(texts)
    assert "*▲ £700,000" in render(result, "terminal")
    whole = narrow(result, Wanted(fact="repairs"))
    assert "restored, increased *£700,000*" in render(whole, "terminal")
    assert '<span aria-hidden="true">*▲</span> restored, increased' in render(result, "html")


def test_the_legend_of_a_table_has_what_the_table_has() -> None:
    """A fact that stands in the first version has no mark there, and none in the legend below."""
    texts = [FRAME.format(f"It has {count} members.") for count in (30, 31)]
    assert render(storyver.track(texts), "terminal").splitlines().count("▲ increased") == 1


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_wide_characters_fit_a_narrow_terminal(width: int) -> None:
    """Names of characters two columns wide, and long values, are folded and never stand over the edge."""
    name = "北京市朝陽区大屯路清华大学医院"
    texts = [
        f"Quake in {name} kills {n}\n\nThe {name} has 12 wards and spent ¥{n},500,000 on {n} beds." for n in (3, 4)
    ]
    report = render(storyver.track(texts), "terminal", width=width)
    assert max(map(cell_len, report.splitlines())) <= width


@pytest.mark.parametrize("story", ["ferry-sinking", "nato-explainer"])
def test_all_reports_call_versions_alike(story: str) -> None:
    """What the table of facts calls a version, the audit, the check and the blame of the story call it too."""
    versions = storyver.read(ROOT / "corpus" / story).versions
    results = (storyver.track(versions), storyver.audit(versions), storyver.check(ROOT / "corpus" / story))
    blamed = storyver.blame(versions[-1], ROOT / "corpus" / story)
    for result in (*results, blamed):
        lines = render(result, "terminal").splitlines()[1 : 1 + len(versions)]
        assert [line.split()[0] for line in lines] == [f"#{place}" for place in range(1, len(versions) + 1)]
