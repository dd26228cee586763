"""Whatever is altered in an archive is found, or alters nothing that is read from it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.archived import altered, capture, contents, dated
from storyver import Archive, StoryverError
from storyver.archive.frames import Codec, DamagedError, checksum, pack, unpack
from storyver.keeping import look_through
from storyver.model import Extracted

FLIPS = 400


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with several stories, an extracted text and something recorded anew."""
    path = tmp_path_factory.mktemp("archive") / "story.db"
    page = capture("page", 1, data=b"<html><p>The wall cost 3m.</p></html>", media="text/html")
    with Archive(path) as archive:
        archive.add([capture(name, number) for name in ("wall", "gate", "pier") for number in range(1, 9)])
        archive.add([capture("wall", 9), capture("gate", 9)])
        with pytest.MonkeyPatch.context() as patch:
            made = Extracted(text="The wall cost 3m.", encoding="utf-8", extractor="reader 1")
            patch.setattr("storyver.keeping.extract_text", lambda _: made)
            archive.add([page])
        archive.add([capture("wall", 9, notes=("Noted later.",))], again=True)
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    """A copy to be altered."""
    return Path(shutil.copy(whole, tmp_path))


def test_whole_archive_is_whole(whole: Path) -> None:
    """Nothing is said to be damaged where nothing is."""
    found = look_through(whole)
    assert (found.stories, found.versions, found.entries, found.damages) == (4, 27, 28, ())


def is_told(path: Path) -> bool:
    """Whether damage is found, or the file is refused."""
    try:
        return look_through(path).damages != ()
    except StoryverError:
        return True


def test_flipped_bits_are_found_anywhere_in_the_file(whole: Path, tmp_path: Path) -> None:
    """A bit flipped at a chance place is told, or it lies where nothing is kept, and all is read as before."""
    before, data, chance = contents(whole), whole.read_bytes(), random.Random(11)
    path, told = tmp_path / "story.db", 0
    for _ in range(FLIPS):
        at = chance.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        if is_told(path):
            told += 1
        else:
            assert contents(path) == before, at
    assert told > FLIPS / 4


def frame_places(path: Path) -> list[int]:
    """Where in the file the packed bytes of the frames lie, a few bytes of each."""
    data = path.read_bytes()
    connection = sqlite3.connect(path)
    frames = [row[0] for row in connection.execute("SELECT packed FROM frames")]
    connection.close()
    return [data.index(packed[-8:]) + place for packed in frames for place in range(8)]


def test_flipped_bits_of_stored_content_are_always_found(whole: Path, tmp_path: Path) -> None:
    """Also the last bits of a compressed stream, which say nothing, and so change nothing that is unpacked."""
    data, path = whole.read_bytes(), tmp_path / "story.db"
    for at in frame_places(whole):
        for bit in (1, 128):
            path.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
            assert look_through(path).damages != (), at


ALTERATIONS = {
    "content of another": "UPDATE versions SET content = 2 WHERE entry = 1",
    "a story renamed": "UPDATE stories SET name = 'harbour wall' WHERE name = 'wall'",
    "a version of another story": "UPDATE versions SET story = 2 WHERE entry = 1",
    "another number": 'UPDATE versions SET recorded = \'{"name":"4.txt","number":5}\', behind = NULL WHERE entry = 4',
    "a record that is none": "UPDATE versions SET recorded = '[', behind = NULL WHERE entry = 4",
    "a record cut short": "UPDATE versions SET behind = behind - 1 WHERE entry = 4",
    "a record outside its frame": "UPDATE versions SET behind = 100000 WHERE entry = 4",
    "a record of no length": "UPDATE versions SET behind = 'all' WHERE entry = 4",
    "another record": "UPDATE extractions SET recorded = replace(recorded, 'later', 'early') WHERE entry = 28",
    "a record forgotten": "UPDATE extractions SET recorded = NULL WHERE entry = 28",
    "another extractor": "UPDATE extractions SET extractor = 'reader 2' WHERE entry = 27",
    "another encoding": "INSERT INTO extractions VALUES (3, 3, NULL, NULL, NULL, 'windows-1252', '{}')",
    "an author": "INSERT INTO extractions VALUES (3, 3, NULL, NULL, NULL, 'utf-8', '{\"author\":\"B. Hale\"}')",
    "an extraction taken away": "DELETE FROM extractions WHERE entry = 27",
    "a text exchanged": "UPDATE extractions SET text = 1 WHERE entry = 27",
    "an extraction of another": "UPDATE extractions SET version = 8 WHERE entry = 28",
    "an entry's hash": "UPDATE entries SET hash = zeroblob(32) WHERE number = 5",
    "entries exchanged": "UPDATE entries SET number = CASE number WHEN 5 THEN -6 ELSE -5 END WHERE number IN (5, 6);"
    "UPDATE entries SET number = -number WHERE number < 0",
    "an entry taken away": "DELETE FROM entries WHERE number = 5; DELETE FROM versions WHERE entry = 5;"
    "DELETE FROM extractions WHERE entry = 5",
    "the last entry taken away": "DELETE FROM extractions WHERE entry = 28; DELETE FROM entries WHERE number = 28",
    "the last version taken away": "DELETE FROM extractions WHERE entry >= 27; DELETE FROM versions WHERE entry >= 27;"
    "DELETE FROM entries WHERE number >= 27; UPDATE sqlite_sequence SET seq = 26",
    "a content taken away": "DELETE FROM contents WHERE id = 3",
    "a hash of a content": "UPDATE contents SET sha256 = zeroblob(32) WHERE id = 3",
    "a place in a frame": "UPDATE contents SET start = start + 1 WHERE id = 3",
    "a place outside a frame": "UPDATE contents SET start = -5 WHERE id = 3",
    "a frame taken away": "DELETE FROM frames WHERE id = 1",
    "a frame without its base": "UPDATE frames SET base = NULL WHERE base IS NOT NULL",
    "a frame on itself": "UPDATE frames SET base = id WHERE base IS NOT NULL",
    "an empty frame": "UPDATE frames SET packed = zeroblob(0) WHERE id = 1",
    "another codec": "UPDATE frames SET codec = 1 WHERE id = 1",
    "a codec that is none": "UPDATE frames SET codec = 7 WHERE id = 1",
    "a number for bytes": "UPDATE frames SET packed = 7 WHERE id = 1",
    "a story without versions": "INSERT INTO stories (name) VALUES ('quay')",
    "a version put in": "INSERT INTO entries (number, hash) VALUES (29, zeroblob(32));"
    "INSERT INTO versions SELECT 29, 2, content, recorded, behind FROM versions WHERE entry = 1;"
    "INSERT INTO extractions SELECT 29, 29, NULL, NULL, NULL, 'utf-8', '{}'",
    "a decision put in": "INSERT INTO entries (number, hash) VALUES (29, zeroblob(32)); INSERT INTO decisions "
    "(entry, story, subject, verdict, reviewer, decided) VALUES (29, 1, 'a', 'confirmed', 'b', '2031-03-01')",
}
"""What somebody might do to the file with a program of his own."""


@pytest.mark.parametrize("name", ALTERATIONS)
def test_alteration_is_found(name: str, path: Path) -> None:
    """Each alteration of a row shows."""
    with altered(path) as connection:
        connection.executescript(ALTERATIONS[name])
    assert is_told(path)


def test_damage_is_named(path: Path) -> None:
    """It is said in which story and entry the damage is, and the others are still read."""
    with altered(path) as connection:
        connection.execute("UPDATE contents SET sha256 = zeroblob(32) WHERE id = 3")
    told = [f"{one.where}: {one.what}" for one in look_through(path).damages]
    assert "story 'wall', entry 3: its bytes are not those that were added" in told
    with Archive(path) as archive:
        assert len(archive.story("gate").versions) == 9


def test_earlier_head_shows_a_chain_that_was_cut_or_made_anew(path: Path) -> None:
    """The chain goes through every head that it had, and through none of another archive's."""
    earlier = look_through(path).head
    with Archive(path) as archive:
        archive.add([capture("wall", 10)])
        assert archive.verify(earlier.upper()).damages == ()
        (damage,) = archive.verify("ab" * 32).damages
    assert damage.what == "is the hash of no entry, so that the chain is not the one that had it"


def test_archive_only_grows(path: Path) -> None:
    """The file itself refuses to have a row changed or taken away."""
    with Archive(path) as archive:
        connection = archive._store._connection
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in set(tables) - {"sqlite_sequence", "decisions", "analyses"}:
            column = connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
            for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                with pytest.raises(sqlite3.IntegrityError, match="an archive only grows"):
                    connection.execute(statement)


@pytest.mark.parametrize("codec", Codec)
def test_frame_that_lies_about_its_size_is_damaged(codec: Codec) -> None:
    """A frame never unpacks to more than it says, nor to more than any frame may."""
    packed = pack(b"wall " * 1_000_000, b"", codec)
    assert len(packed) < 10_000
    for size in (10, 5_000_001, -1, 10**12):
        with pytest.raises(DamagedError):
            unpack(packed, size, b"", codec)
    assert unpack(packed, 5_000_000, b"", codec)[:5] == b"wall "
    assert checksum(1, packed) != checksum(None, packed)


def test_dates_of_a_damaged_record_are_refused(path: Path) -> None:
    """A record that is JSON and no record is an error with one line, not a crash."""
    day = '{"dates":[["2031-02-31","capture",""]]}'
    for recorded in (day, '{"number":"4"}', '{"dates":[["2031","nowhere",""]]}', '{"notes":3}', "[]", '{"name":4}'):
        with altered(path) as connection:
            connection.execute("UPDATE versions SET recorded = ?, behind = NULL WHERE entry = 1", (recorded,))
        with Archive(path) as archive, pytest.raises(StoryverError, match="is damaged: a record"):
            archive.story("wall")


def test_dated_versions_are_whole(tmp_path: Path) -> None:
    """Every kind of thing that is recorded is covered by the chain, and verifies."""
    path = tmp_path / "story.db"
    with Archive(path) as archive:
        archive.add(
            [capture("wall", 1, dates=dated("2031-03"), title="é\ud800", notes=("“",), url="https://a.example")]
        )
        assert archive.verify().damages == ()
        assert archive.captures("wall")[0].title == "é\ud800"
