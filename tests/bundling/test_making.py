"""A bundle holds all that it should, in the same bytes each time, and can be checked by hand as it says."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import storyver
from archive.archived import capture
from bundling import made
from bundling.made import VERSIONS, entries, run
from repository import ROOT
from storyver.decided import subject_of
from storyver.errors import StoryverError
from storyver.model import About, Decision, Extracted, Quoted, Verdict
from storyver.report import render
from storyver.schemas import BUNDLE_NAMES, load
from web_archives import page

HOSTILE = [
    "../../../etc/wall",
    "wall\x1b[2J\r\n\u202eevil",
    "=1+1",
    "{story}{0}",
    "w" * 1_900,
    "$(touch x)`id`",
    "<script>",
]
DOCUMENTS = {"manifest.json": "manifest", "about.json": "about", "decisions.json": "decisions"}


def unpacked(bundle: Path, folder: Path) -> Path:
    """A bundle as a person unpacks it."""
    shutil.unpack_archive(bundle, folder, "zip")
    return folder


def test_same_story_gives_the_same_bytes(workshop: Path, tmp_path: Path) -> None:
    """Wherever the story lies, and from whatever it is read: a folder, an archive, or a folder elsewhere."""
    wanted = (workshop / "plain.zip").read_bytes()
    elsewhere = Path(shutil.copytree(workshop / "wall", tmp_path / "deep" / "wall"))
    storyver.bundle(elsewhere, tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == wanted
    with storyver.Archive(tmp_path / "a.db") as archive:
        from storyver.sources import captures_of

        archive.add([capture("gate", 1), capture("gate", 2)])
        archive.add(captures_of(workshop / "wall"))
    storyver.bundle("wall", tmp_path / "b.zip", archive=tmp_path / "a.db")
    assert (tmp_path / "b.zip").read_bytes() == wanted


def test_signing_is_the_same_each_time(workshop: Path, tmp_path: Path) -> None:
    """The signature is made of key and head alone, whether it is made at once or later, or twice."""
    one = storyver.bundle(workshop / "wall", tmp_path / "a.zip", sign=[workshop / "key"])
    shutil.copy(workshop / "plain.zip", tmp_path / "b.zip")
    other = storyver.attach(tmp_path / "b.zip", sign=[workshop / "key", workshop / "key"])
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert (one.head, one.signatures) == (other.head, other.signatures)


def test_contents_are_the_story_and_what_was_found(workshop: Path) -> None:
    """The raw files are the bytes that were found, the changes what ``diff`` and ``track`` print of these versions."""
    files = dict(entries(workshop / "plain.zip"))
    for place, text in enumerate(VERSIONS, start=1):
        assert files[f"versions/000{place}/raw.txt"].decode() == files[f"versions/000{place}/text.txt"].decode() == text
    changes = json.loads(files["changes/0001-0002.json"])
    told = storyver.diff(workshop / "wall" / "v1.txt", workshop / "wall" / "v2.txt").to_dict()
    assert changes["changes"] == told["changes"]
    assert json.loads(files["changes/track.json"])["facts"] == storyver.track(workshop / "wall").to_dict()["facts"]
    assert files["report/track.html"].startswith(b"<!doctype html>")


def test_nothing_says_where_the_story_lay(workshop: Path) -> None:
    """No entry holds the path of this machine's folder: of the files only their names leave the house."""
    for name, data in entries(workshop / "whole.zip"):
        assert str(workshop).encode() not in data, name
        assert workshop.name.encode() not in data, name


def test_documents_follow_their_schemas(workshop: Path) -> None:
    """The JSON inside, and what the commands say."""
    for name in BUNDLE_NAMES:
        Draft202012Validator.check_schema(load(name))
    files = dict(entries(workshop / "whole.zip"))
    for file, schema in DOCUMENTS.items():
        Draft202012Validator(load(schema)).validate(json.loads(files[file]))
    for place in (1, 2, 3):
        Draft202012Validator(load("version")).validate(json.loads(files[f"versions/000{place}/version.json"]))
    Draft202012Validator(load("verified-bundle")).validate(storyver.verify_bundle(workshop / "whole.zip").to_dict())


def test_readme_tells_how_to_check_it_by_hand(bundle: Path, workshop: Path, tmp_path: Path) -> None:
    """Its commands, run as they stand, find a whole bundle whole, its head, its signature and its time stamp."""
    folder = unpacked(bundle, tmp_path / "audit")
    sums, added, head, signature, stamp, _ = re.findall(r"^    (\S.*)$", (folder / "README.txt").read_text(), re.M)
    assert run("sh", "-c", sums, folder=folder).decode().count(": OK\n") == len(entries(bundle)) - 5
    assert run("sh", "-c", added, folder=folder, code=1) == b""
    assert run("sh", "-c", head, folder=folder) == (folder / "head.txt").read_bytes()
    public = (workshop / "key.pub").read_text()
    (folder / "allowed_signers").write_text(f'editor namespaces="storyver" {public}')
    assert b"Good" in run("sh", "-c", signature.replace("NAME", "editor"), folder=folder)
    shutil.copy(workshop / "authority" / "root.pem", folder / "ca.pem")
    assert run("sh", "-c", stamp, folder=folder) == b"Verification: OK\n"
    (folder / "versions" / "0001" / "text.txt").write_text("It cost 9m.")
    (folder / "changes" / "more.json").write_text("{}")
    assert b"versions/0001/text.txt: FAILED" in run("sh", "-c", sums, folder=folder, code=1)
    assert b"changes/more.json" in run("sh", "-c", added, folder=folder)


def test_chain_is_what_the_reference_says(workshop: Path) -> None:
    """Each hash covers the one before and the entry's line in the list, the first 64 zeros."""
    files = dict(entries(workshop / "plain.zip"))
    manifest = json.loads(files["manifest.json"])
    before = "0" * 64
    for line, entry in zip(files["SHA256SUMS"].decode().splitlines(), manifest["entries"], strict=True):
        content = hashlib.sha256(files[entry["name"]]).hexdigest()
        assert line == f"{content}  {entry['name']}"
        before = hashlib.sha256(f"{before} {line}\n".encode()).hexdigest()
        assert (entry["chain"], entry["sha256"], entry["size"]) == (before, content, len(files[entry["name"]]))
    assert manifest["head"] == before
    assert files["head.txt"] == f"{before}\n".encode()


def test_request_is_the_one_that_openssl_makes(workshop: Path, tmp_path: Path) -> None:
    """The request to have the head stamped is what ``openssl ts -query`` writes of the file with the head."""
    folder = unpacked(workshop / "plain.zip", tmp_path / "audit")
    query = ("openssl", "ts", "-query", "-data", "head.txt", "-sha256", "-cert", "-no_nonce", "-out", "other.tsq")
    run(*query, folder=folder)
    assert (folder / "other.tsq").read_bytes() == (folder / "head.tsq").read_bytes()


def test_decisions_of_an_archive_go_along(tmp_path: Path) -> None:
    """What was decided of the story is there in its order, numbered among itself, and honoured when done again."""
    with storyver.Archive(tmp_path / "a.db") as archive:
        archive.add([capture(name, number) for name in ("wall", "gate") for number in (1, 2)])
        versions = archive.story("wall").versions
        change = next(one for one in storyver.diff(*versions).changes if one.kind == "increased")

        def decide(story: str, verdict: Verdict, **more: Any) -> Decision:
            made = Decision(subject=subject_of(change), verdict=verdict, reviewer="B. Hale", **more)
            return archive.decide(story, replace(made, decided="2031-03-04T09:00:00Z"))

        decide("gate", Verdict.NOTED, note="of another story")
        about = About(
            kind="increased",
            summary=change.summary,
            old=Quoted(claim="c", text="It cost 4m.", figure="4m", version="v"),
        )
        first = decide("wall", Verdict.CONFIRMED, note="“\x1b[2J”", about=about)
        decide("wall", Verdict.WITHDRAWN, withdraws=first.entry)
        decide("wall", Verdict.REJECTED)
        rejected = storyver.diff(*versions, decisions=archive.decisions("wall")).changes
    made_of = storyver.bundle("wall", tmp_path / "a.zip", archive=tmp_path / "a.db")
    files = dict(entries(tmp_path / "a.zip"))
    document = json.loads(files["decisions.json"])
    assert document["decisions"][0]["about"]["new"] is None
    Draft202012Validator(load("decisions")).validate(document)
    assert [(one["entry"], one["verdict"], one["withdraws"]) for one in document["decisions"]] == [
        (1, "confirmed", None),
        (2, "withdrawn", 1),
        (3, "rejected", None),
    ]
    told = [one["kind"] for one in json.loads(files["changes/0001-0002.json"])["changes"]]
    assert told == [one.kind for one in rejected]
    assert change.kind not in told or told.count("increased") < 2
    found = storyver.verify_bundle(tmp_path / "a.zip")
    assert (made_of.decisions, found.decisions, found.alterations, found.rerun) == (3, 3, (), True)
    other = files["decisions.json"].replace(b"rejected", b"noted")
    made.resealed(tmp_path / "a.zip", lambda contents: contents.update({"decisions.json": other}))
    assert "changes/0001-0002.json" in {one.where for one in storyver.verify_bundle(tmp_path / "a.zip").alterations}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_inert(name: str, tmp_path: Path) -> None:
    """A story's name names no file, does nothing in the text for people, and is told as it is in the JSON."""
    text = "Version 2.\n\n<script>alert(1)</script> \x1b[2J cost 4m.\n" + "The wall is made of stone. " * 9
    hostile = capture(name, 2, title="\x1b]0;x\x07<img onerror=1>", data=text.encode())
    with storyver.Archive(tmp_path / "a.db") as archive:
        archive.add([capture(name, 1), hostile])
    storyver.bundle(name, tmp_path / "a.zip", archive=tmp_path / "a.db")
    files = dict(entries(tmp_path / "a.zip"))
    assert {part for file in files for part in file} <= set("abcdefghijklmnopqrstuvwxyzRADMESHTCU0123456789._-/")
    readme = files["README.txt"].decode()
    assert not set("\x1b\x07\r\u202e") & set(readme)
    assert max(map(len, readme.splitlines())) < 300
    assert json.loads(files["about.json"])["story"]["id"] == name
    assert b"<script>alert" not in files["report/track.html"]
    found = storyver.verify_bundle(tmp_path / "a.zip")
    assert (found.alterations, found.rerun, found.story) == ((), True, name)


def test_pages_are_read_again(tmp_path: Path) -> None:
    """A page is bundled as its bytes and its text; the text is read anew where the same extractor is there."""
    folder = tmp_path / "gates"
    folder.mkdir()
    for number, cost in enumerate(("£4.6m", "£4.9m"), start=1):
        (folder / f"{number}.html").write_bytes(page(cost))
    storyver.bundle(folder, tmp_path / "a.zip")
    files = dict(entries(tmp_path / "a.zip"))
    assert files["versions/0002/raw.html"] == page("£4.9m")
    assert "trafilatura" in json.loads(files["about.json"])["versions"][0]["extractor"]
    found = storyver.verify_bundle(tmp_path / "a.zip")
    assert (found.alterations, found.unchecked, found.rerun) == ((), (), True)

    def other(contents: dict[str, bytes]) -> None:
        for name, data in contents.items():
            contents[name] = re.sub(rb"trafilatura [\d.]+", b"trafilatura 0.1", data)

    made.resealed(tmp_path / "a.zip", other)
    found = storyver.verify_bundle(tmp_path / "a.zip")
    assert found.unchecked[0].startswith("versions/0001/text.txt: was read by trafilatura 0.1")
    assert ", and here the raw version is read by trafilatura" in found.unchecked[0]

    def invented(contents: dict[str, bytes]) -> None:
        contents["versions/0002/text.txt"] += b"\n\nIt cost 9m."

    storyver.bundle(folder, tmp_path / "a.zip")
    made.resealed(tmp_path / "a.zip", invented)
    assert "versions/0002/text.txt" in {one.where for one in storyver.verify_bundle(tmp_path / "a.zip").alterations}


@pytest.mark.parametrize(
    ("old", "new", "told", "rerun"),
    [
        (b'"storyver": "', b'"storyver": "9.', "the analysis was not done again: storyver 9.", False),
        (b'"code": "', b'"code": "0', "another build of storyver", False),
        (b'"python": "', b'"python": "2.', "instead of 2.", True),
        (b'"spacy": "', b'"spacy": "2.', "instead of 2.", True),
    ],
)
def test_what_another_program_made_is_not_called_altered(
    plain: Path, old: bytes, new: bytes, told: str, rerun: bool
) -> None:
    """Another storyver's analysis is not done again, and what differs under another library is not called altered."""

    def otherwise(contents: dict[str, bytes]) -> None:
        contents["about.json"] = contents["about.json"].replace(old, new, 1)
        contents["changes/track.json"] = contents["changes/track.json"].replace(b"0.9", b"0.8")

    made.resealed(plain, otherwise)
    found = storyver.verify_bundle(plain)
    assert found.rerun == rerun
    if not rerun:
        assert found.alterations == ()
        assert told in found.unchecked[0]


def test_texts_and_files_are_a_story_as_well(workshop: Path, tmp_path: Path) -> None:
    """Texts given from Python, and files in their order, are bundled as they are given."""
    storyver.bundle(VERSIONS, tmp_path / "a.zip")
    files = [workshop / "wall" / f"v{place}.txt" for place in (3, 1)]
    storyver.bundle(files, tmp_path / "b.zip")
    for name in ("a.zip", "b.zip"):
        found = storyver.verify_bundle(tmp_path / name)
        assert (found.alterations, found.rerun) == ((), True)
    assert dict(entries(tmp_path / "b.zip"))["versions/0001/raw.txt"].decode() == VERSIONS[2]


def test_failed_write_leaves_nothing(workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails half-way the bundle that was there stays, and nothing lies beside it."""
    target = Path(shutil.copy(workshop / "plain.zip", tmp_path / "audit.zip"))
    before = target.read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(StoryverError, match="No space left"):
        storyver.attach(target, sign=[workshop / "key"])
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def test_altered_bundle_is_not_signed(plain: Path, workshop: Path) -> None:
    """Nobody signs what is not whole."""
    made.repacked(plain, lambda there: [one for one in there if one[0] != "README.txt"])
    before = plain.read_bytes()
    with pytest.raises(StoryverError, match=r"is not whole \(README.txt was taken away\)"):
        storyver.attach(plain, sign=[workshop / "key"])
    assert plain.read_bytes() == before


def test_corpus_comes_out_the_same_when_done_again(tmp_path: Path) -> None:
    """The analysis of a real story done again from its bundle gives every byte of it."""
    storyver.bundle(ROOT / "corpus" / "nato-explainer", tmp_path / "a.zip")
    found = storyver.verify_bundle(tmp_path / "a.zip")
    assert (found.alterations, found.unchecked, found.rerun) == ((), (), True)
    tracked = storyver.track(ROOT / "corpus" / "nato-explainer")
    files = dict(entries(tmp_path / "a.zip"))
    told = json.loads(files["changes/track.json"])
    assert told["facts"] == json.loads(render(tracked, "json"))["facts"]


def test_text_that_was_read_long_ago_is_kept_and_told(tmp_path: Path) -> None:
    """An archive's text that is read otherwise by now goes along as it was read, and is not called altered."""
    kept = [capture("wall", number) for number in (1, 2)]
    with storyver.Archive(tmp_path / "a.db") as archive, pytest.MonkeyPatch.context() as patch:
        made_then = Extracted(text="The wall cost 3m.", encoding="utf-8")
        patch.setattr("storyver.keeping.extract_text", lambda _: made_then)
        archive.add(kept)
    storyver.bundle("wall", tmp_path / "a.zip", archive=tmp_path / "a.db")
    assert dict(entries(tmp_path / "a.zip"))["versions/0001/text.txt"] == b"The wall cost 3m."
    found = storyver.verify_bundle(tmp_path / "a.zip")
    assert (found.alterations, found.rerun) == ((), True)
    assert "is not what was read from the raw version when the bundle was made" in found.unchecked[0]


RECORDS: list[dict[str, Any]] = [
    {"recorded": 7},
    {"recorded": {"dates": [["nonsense", "header", ""]]}},
    {"recorded": {"number": -(10**30), "of": 10**30}},
    {"recorded": {"media": "text/html", "charset": "no-such-code"}},
    {"recorded": {"source": "\x00", "name": "\x00" * 9_000}},
    {"found": {"dates": [["9999-99-99", "column", ""]]}},
    {"found": []},
    {"encoding": None},
    {"extractor": 3},
    {"reproduced": "yes"},
]
"""What somebody may put into the record of a version who wants the check to fail."""


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_records_made_to_do_harm_are_told(plain: Path, record: dict[str, Any]) -> None:
    """With all hashes computed anew: the check ends, and tells an alteration or what it could not check."""
    name = "versions/0002/version.json"

    def harmed(contents: dict[str, bytes]) -> None:
        contents[name] = json.dumps(json.loads(contents[name]) | record).encode()

    made.resealed(plain, harmed)
    assert storyver.verify_bundle(plain).alterations != ()
