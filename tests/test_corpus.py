"""The corpus: its texts, manifests and gold agree with one another."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from storyver.model import ChangeKind, FigureKind, Qualifier

CORPUS = Path(__file__).parent.parent / "corpus"
STORIES = sorted(path.parent for path in CORPUS.glob("*/gold.json"))

HEADER = re.compile(r"\A date \d{4}-\d\d-\d\d |^(?:Version \d+ of \d+\.|(?:Published|Updated|Last updated:) .*)$", re.M)
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand "
    "thousands million millions billion billions half quarter third first second twice both double doubled"
)
NUMERIC = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join(NUMBER_WORDS.split())})\b", re.I)
MAGNITUDES = {"": 1, "p": 0.01, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
MAGNITUDES |= {"lakh": 10**5, "crore": 10**7}
DIGITS = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?: ?(?P<magnitude>bn|billion|million|lakh|crore|m|p)\b)?")
CARDINALS = {word: str(value) for value, word in enumerate(NUMBER_WORDS.split()[:20], start=1)}
DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
REQUIRED = {"version", "start", "end", "text", "track", "kind", "low", "high", "unit", "qualifier", "date"}
OPTIONAL = {"counted", "trend", "per", "conversion", "optional", "scope_changed", "restated"}
EDIT_KINDS = (
    "reworded quote_altered attribution_changed hedge_added hedge_dropped negated name_changed date_changed "
    "correction_notice moved added removed"
)

Figure = dict[str, Any]

story = pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)


def read_texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))}


def read_gold(folder: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return gold


def read_manifest(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "story.toml").read_text(encoding="utf-8"))


def figures_by_version(folder: Path) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in read_gold(folder)["figures"]:
        found[figure["version"]].append(figure)
    return found


def figures_by_track(folder: Path) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in read_gold(folder)["figures"]:
        found[figure["track"]].append(figure)
    return found


def load_marks() -> Any:
    spec = importlib.util.spec_from_file_location("marks", CORPUS / "marks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_stories_are_there() -> None:
    """The corpus holds its fifteen stories in all their versions."""
    assert {folder.name: len(read_texts(folder)) for folder in STORIES} == {
        "nato-explainer": 4,
        "ferry-sinking": 5,
        "pellworth-results": 4,
        "darzun-earthquake": 5,
        "island-recount": 5,
        "bracal-wildfire": 4,
        "arms-aid-explainer": 4,
        "fraud-trial-sentence": 5,
        "hill-landslide": 6,
        "interest-rate-rise": 5,
        "pension-protest": 5,
        "phone-data-breach": 5,
        "club-takeover": 5,
        "hurricane-landfall": 6,
        "island-election": 5,
    }


@story
def test_manifest_lists_every_version(folder: Path) -> None:
    """The manifest names each version file once and no other."""
    listed = [entry["file"] for entry in read_manifest(folder)["versions"]]
    assert sorted(listed) == sorted(read_texts(folder))


@story
def test_manifest_has_known_keys(folder: Path) -> None:
    """A manifest has no key that the format does not describe."""
    manifest = read_manifest(folder)
    assert manifest.keys() <= {"title", "url", "id", "versions"}
    for entry in manifest["versions"]:
        assert entry.keys() <= {"file", "date", "number", "of", "title", "note", "illustration"}


@story
def test_illustration_carries_a_note(folder: Path) -> None:
    """A version with invented parts says so in its note."""
    for entry in read_manifest(folder)["versions"]:
        if entry.get("illustration"):
            assert re.search("invented|fiction", entry["note"], re.I)


@story
def test_offsets_give_back_the_text(folder: Path) -> None:
    """The offsets of every gold figure give its text."""
    texts = read_texts(folder)
    for figure in read_gold(folder)["figures"]:
        assert texts[figure["version"]][figure["start"] : figure["end"]] == figure["text"]


@story
def test_figures_are_in_order_and_apart(folder: Path) -> None:
    """The gold figures of a version stand in the order of the text and do not overlap."""
    for figures in figures_by_version(folder).values():
        for before, after in pairwise(figures):
            assert before["end"] <= after["start"]


@story
def test_every_number_is_accounted_for(folder: Path) -> None:
    """Every digit and number word outside header lines is a gold figure or a listed non-figure."""
    not_figures = [re.escape(entry["text"]) for entry in read_gold(folder)["not_figures"]]
    figures = figures_by_version(folder)
    for name, text in read_texts(folder).items():
        spans = [(figure["start"], figure["end"]) for figure in figures[name]]
        spans += [match.span() for match in HEADER.finditer(text)]
        spans += [match.span() for match in re.finditer("|".join(not_figures), text)]
        for match in NUMERIC.finditer(text):
            covered = any(start <= match.start() and match.end() <= end for start, end in spans)
            assert covered, f"{name}: {text[max(0, match.start() - 30) : match.end() + 30]!r}"


@story
def test_not_figures_occur(folder: Path) -> None:
    """Each listed non-figure occurs in the story and gives its reason."""
    whole = "\n".join(read_texts(folder).values())
    for entry in read_gold(folder)["not_figures"]:
        assert entry["text"] in whole
        assert entry["reason"]


@story
def test_figures_have_known_keys_and_values(folder: Path) -> None:
    """A gold figure has the keys of the format, and the kinds and qualifiers of the library."""
    for figure in read_gold(folder)["figures"]:
        assert figure.keys() >= REQUIRED
        assert figure.keys() <= REQUIRED | OPTIONAL
        assert figure["kind"] in set(FigureKind)
        assert figure["qualifier"] in set(Qualifier)
        assert figure.get("trend") in {None, "up", "down"}


@story
def test_units_fit_their_kinds(folder: Path) -> None:
    """Money has a currency code, a count has what is counted, a quantity has a unit."""
    for figure in read_gold(folder)["figures"]:
        match figure["kind"]:
            case "money":
                assert re.fullmatch("[A-Z]{3}", figure["unit"])
            case "percent":
                assert figure["unit"] in {"%", "percentage point", "basis point"}
            case "measure" | "duration" | "age":
                assert figure["unit"]
            case "count":
                assert figure["unit"] is None
                assert figure["counted"]
            case _:
                assert figure["unit"] is None


@story
def test_dates_are_resolved(folder: Path) -> None:
    """A date has a year, and its text agrees with it; nothing else has a date."""
    for figure in read_gold(folder)["figures"]:
        if figure["kind"] != "date":
            assert figure["date"] is None
            assert figure["low"] <= figure["high"] or figure["kind"] == "score"
            continue
        assert DATE.fullmatch(figure["date"])
        assert figure["low"] is figure["high"] is None
        if year := re.search(r"\d{4}", figure["text"]):
            assert figure["date"].startswith(year[0])


@story
def test_values_agree_with_digits(folder: Path) -> None:
    """A figure written in digits has the values of those digits and their magnitude, a range one for each end."""
    for figure in read_gold(folder)["figures"]:
        if re.search(r"\d", figure["text"]) and figure["kind"] != "date":
            assert [figure["low"], figure["high"]] == pytest.approx(written_values(figure)), figure["text"]


def written_values(figure: Figure) -> list[float]:
    """The low and the high value that the digits of a figure give: "seven in 10" is a share, "10 to one" a score."""
    text = figure["text"]
    if figure["kind"] in {"fraction", "score"}:
        text = re.sub(r"\w+", lambda word: CARDINALS.get(word[0].lower(), word[0]), text)
    scaled = figure["kind"] in {"money", "count"}
    values = [
        float(number["number"].replace(",", "")) * MAGNITUDES[(number["magnitude"] or "") if scaled else ""]
        for number in DIGITS.finditer(text)
    ]
    if figure["kind"] == "fraction":
        return [values[0] / values[-1]] * 2
    return [values[0], values[-1] + (9 if re.search(r"\d0s$", text) else 0)]


@story
def test_a_track_has_one_kind(folder: Path) -> None:
    """All mentions of a track are of one kind."""
    for track, figures in figures_by_track(folder).items():
        assert len({figure["kind"] for figure in figures}) == 1, track


@story
def test_a_conversion_follows_its_figure(folder: Path) -> None:
    """A conversion comes straight after a figure of its track in another unit, with the same qualifier."""
    for figures in figures_by_version(folder).values():
        for before, figure in zip([None, *figures], figures, strict=False):
            if not figure.get("conversion"):
                continue
            assert before is not None
            assert before["track"] == figure["track"]
            assert before["unit"] != figure["unit"]
            assert before["qualifier"] == figure["qualifier"]


@story
def test_a_track_keeps_its_unit_or_says_so(folder: Path) -> None:
    """Outside conversions, a track changes its unit only where the mention is marked as restated."""
    for track, figures in figures_by_track(folder).items():
        mentions = [figure for figure in figures if not figure.get("conversion")]
        for before, after in pairwise(mentions):
            assert before["unit"] == after["unit"] or after.get("restated"), track


@story
def test_edits_are_found_in_their_versions(folder: Path) -> None:
    """The snippets of an edit occur in two versions that follow each other."""
    texts = read_texts(folder)
    order = [entry["file"] for entry in read_manifest(folder)["versions"]]
    for edit in read_gold(folder)["edits"]:
        assert order.index(edit["to"]) == order.index(edit["from"]) + 1
        for side, version in (("old", edit["from"]), ("new", edit["to"])):
            assert edit[side] is None or edit[side] in texts[version], edit


@story
def test_edits_have_the_sides_of_their_kind(folder: Path) -> None:
    """An addition has a new snippet only, a removal an old one only, every other edit both."""
    for edit in read_gold(folder)["edits"]:
        assert ChangeKind(edit["kind"]) in EDIT_KINDS.split()
        has = (edit["old"] is not None, edit["new"] is not None)
        one_sided = {"added": (False, True), "correction_notice": (False, True), "removed": (True, False)}
        assert has == one_sided.get(edit["kind"], (True, True)), edit


@story
def test_added_snippets_are_new(folder: Path) -> None:
    """What an edit calls added is not in the old version, and what it calls removed is not in the new one."""
    texts = read_texts(folder)
    for edit in read_gold(folder)["edits"]:
        if edit["old"] is None:
            assert edit["new"] not in texts[edit["from"]], edit
        if edit["new"] is None:
            assert edit["old"] not in texts[edit["to"]], edit


@story
def test_marks_round_trip(folder: Path) -> None:
    """Texts with inline marks read back as the same texts and figures."""
    marks = load_marks()
    figures = figures_by_version(folder)
    for name, text in read_texts(folder).items():
        assert marks.read_marked(name, marks.mark(text, figures[name])) == (text, figures[name])


@story
def test_gold_is_written_as_marks_write_it(folder: Path) -> None:
    """gold.json is laid out as corpus/marks.py writes it, so that reading marks changes only what was changed."""
    assert (folder / "gold.json").read_bytes().decode("utf-8") == load_marks().dump(read_gold(folder))


def test_documented_marks_give_the_documented_figures() -> None:
    """The marked line of the format's page reads as the figures that the page shows."""
    page = (CORPUS.parent / "docs/reference/corpus-format.md").read_text(encoding="utf-8")
    marked = re.findall(r"```text\n(.*?)```", page, re.S)[0]
    figures = re.findall(r"```json\n(.*?)```", page, re.S)[0]
    assert load_marks().read_marked("01.txt", marked)[1] == json.loads(figures)


def test_reading_marks_keeps_what_was_written_by_hand(tmp_path: Path) -> None:
    """Reading marked texts writes versions and figures anew and keeps the edits and non-figures of gold.json."""
    marks = load_marks()
    for folder in STORIES:
        marked, copy = tmp_path / f"{folder.name}-marked", tmp_path / folder.name
        copy.mkdir()
        for name in ("gold.json", "story.toml"):
            (copy / name).write_bytes((folder / name).read_bytes())
        marks.show(folder, marked)
        marks.read(marked, copy)
        assert read_texts(copy) == read_texts(folder)
        assert (copy / "gold.json").read_bytes() == (folder / "gold.json").read_bytes()
