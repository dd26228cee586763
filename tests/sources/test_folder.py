"""Stories: a folder with or without a manifest, or versions in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from document_files import docx, paragraph, pdf, printed
from storyver.errors import SourceError
from storyver.model import Story
from storyver.sources import read_story, read_version


def make(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def names(story: Story) -> list[str]:
    """The file names of a story's versions, in order."""
    return [Path(version.source or "").name for version in story.versions]


def test_order_by_number(tmp_path: Path) -> None:
    """Where all versions have a number, it decides."""
    story = read_story(
        make(
            tmp_path,
            {"a.txt": "Title\n\nVersion 10 of 12.\n\nX.", "b.txt": "Title\n\nVersion 9.\n\nX.", "v2.txt": "X."},
        )
    )
    assert names(story) == ["v2.txt", "b.txt", "a.txt"]
    assert story.order == ("version number 2", "version number 9", "version number 10")


def test_a_number_goes_before_a_date_that_contradicts_it(tmp_path: Path) -> None:
    """The contradiction is told."""
    story = read_story(make(tmp_path, {"v1-2022-05-01.txt": "X.", "v2-2022-04-01.txt": "Y."}))
    assert story.order == (
        "version number 1",
        "version number 2, although its date 2022-04-01 is before that of version 1",
    )


def test_order_by_date(tmp_path: Path) -> None:
    """Where all versions have a date, the earlier is first, whatever the zone."""
    files = {
        "a.txt": "Title\n\nUpdated 14 May 2021, 12:00 BST\n\nX.",
        "b.txt": "Title\n\nUpdated 14 May 2021, 11:30 GMT\n\nX.",
        "c-2021-03.txt": "X.",
    }
    story = read_story(make(tmp_path, files))
    assert names(story) == ["c-2021-03.txt", "a.txt", "b.txt"]
    assert story.order == (
        "date 2021-03 (file name)",
        "date 2021-05-14T12:00+01:00 (header)",
        "date 2021-05-14T11:30Z (header)",
    )


def test_overlapping_dates_keep_the_order_of_file_names(tmp_path: Path) -> None:
    """A month and a day in it cannot be told apart, and the reason says so."""
    story = read_story(make(tmp_path, {"b-2022-03.txt": "X.", "a-2022-03-15.txt": "Y.", "c-2021-12.txt": "Z."}))
    assert names(story) == ["c-2021-12.txt", "a-2022-03-15.txt", "b-2022-03.txt"]
    assert story.order[2] == "date 2022-03 (file name), and by file name beside 2022-03-15"


def test_numbers_and_dates_together(tmp_path: Path) -> None:
    """Where some have a number and some a date, both hold."""
    story = read_story(make(tmp_path, {"a-2022-05-01-v2.txt": "X.", "b-v1.txt": "Y.", "c-2022-06-01.txt": "Z."}))
    assert names(story) == ["b-v1.txt", "a-2022-05-01-v2.txt", "c-2022-06-01.txt"]


def test_numbers_and_dates_that_contradict_each_other(tmp_path: Path) -> None:
    """Then the file names decide, and the reason says so."""
    files = {"a-v1-2022-05-01.txt": "X.", "b-v2-2022-04-01.txt": "Y.", "c-2022-06-01.txt": "Z."}
    story = read_story(make(tmp_path, files))
    assert names(story) == sorted(files)
    assert set(story.order) == {"file name (numbers and dates of this story contradict each other)"}


def test_order_by_file_name(tmp_path: Path) -> None:
    """Without numbers and dates the names decide, the second before the tenth."""
    story = read_story(make(tmp_path, {"10.txt": "X.", "2.txt": "Y.", "1.txt": "Z."}))
    assert names(story) == ["1.txt", "2.txt", "10.txt"]
    assert story.order == ("file name",) * 3


MANIFEST = """
id = "bridge"
title = "The bridge"
url = "https://example.org/bridge"

[[versions]]
file = "march.txt"
date = "2022-03"
number = 21
of = 31
note = "From the archive."

[[versions]]
file = "october.html"
date = 2022-10-12
title = "Bridge open"
illustration = true
"""


def test_manifest(tmp_path: Path) -> None:
    """What the manifest says goes before what text and file name say; an unlisted text is a version too."""
    files = {
        "story.toml": MANIFEST,
        "march.txt": "March\n\nPublished 1 May 2021\n\nX.",
        "october.html": "Y.",
        "2022-05-01.txt": "Z.",
    }
    story = read_story(make(tmp_path, files))
    assert (story.id, story.title, story.url) == ("bridge", "The bridge", "https://example.org/bridge")
    assert names(story) == ["march.txt", "2022-05-01.txt", "october.html"]
    march, _, october = story.versions
    assert (march.number, march.of, march.title, march.notes) == (21, 31, "March", ("From the archive.",))
    assert march.date is not None
    assert (march.date.value, march.date.source) == ("2022-03", "manifest")
    assert october.title == "Bridge open"
    assert october.notes[-1] == "Illustration: this version was invented, not published."


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("titel = 'x'", "unknown key 'titel'"),
        ("title = 1", "title is not a string"),
        ("title = ' '", "title is empty"),
        ("title = ", "is not valid TOML"),
        ("x = " + "[" * 5000, "is not valid TOML"),
        (".".join("a" * 1_000_000) + " = 1", "is not valid TOML: too deep or too long a value"),
        ("x = {" + "'a' . " * 100_000 + "a = 1}", "is not valid TOML: too deep or too long a value"),
        ("versions = 3", "versions is not a list of tables"),
        ("versions = [3]", "versions is not a list of tables"),
        ("[[versions]]\ndate = '2022'", "no file in version entry 1"),
        ("[[versions]]\nfile = 'b.txt'", "file 'b.txt' is not there"),
        ("[[versions]]\nfile = '../b.txt'", "file '../b.txt' is outside the folder"),
        ("[[versions]]\nfile = '/etc/hostname'", "is outside the folder"),
        ("[[versions]]\nfile = \"a\\u0000\"", "file 'a\\x00' is no file name"),
        ("[[versions]]\nfile = 'a.txt'\n[[versions]]\nfile = 'a.txt'", "file 'a.txt' is listed twice"),
        ("[[versions]]\nfile = 'a.txt'\ndate = '12 May'", "date '12 May' in version entry 1 is no date"),
        ("[[versions]]\nfile = 'a.txt'\ndate = true", "date in version entry 1 is not a date"),
        ("[[versions]]\nfile = 'a.txt'\nnumber = '3'", "number in version entry 1 is not a whole number"),
        ("[[versions]]\nfile = 'a.txt'\nnumber = 3\nof = 2", "number and of in version entry 1 do not fit together"),
        ("[[versions]]\nfile = 'a.txt'\nillustration = 'yes'", "illustration in version entry 1 is not true or false"),
    ],
)  # fmt: skip
def test_broken_manifests(manifest: str, message: str, tmp_path: Path) -> None:
    """A manifest is refused in one line that names the key or the entry."""
    with pytest.raises(SourceError) as caught:
        read_story(make(tmp_path, {"story.toml": manifest, "a.txt": "X."}))
    assert message in caught.value.what
    assert caught.value.where.endswith("story.toml")
    assert str(caught.value).isprintable()


def test_other_files_are_told(tmp_path: Path) -> None:
    """A file that is no version is listed with the reason; the manifest, gold and hidden files are not."""
    folder = tmp_path / "story"
    folder.mkdir()
    make(
        folder,
        {"a.txt": "X.", "b.md": "Y.", "README.md": "Z.", "notes.odt": "", "gold.json": "{}", ".hidden.txt": "H."},
    )
    (folder / "old.txt").mkdir()
    make(tmp_path, {"secret.txt": "S."})
    (folder / "c.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "d.txt").symlink_to(folder / "a.txt")
    (folder / "e.txt").symlink_to(folder / "gone.txt")
    story = read_story(folder)
    assert names(story) == ["a.txt", "b.md", "d.txt"]
    assert {Path(skipped.path).name: skipped.reason for skipped in story.skipped} == {
        "README.md": "about the folder, by its name",
        "notes.odt": "does not end in .txt, .text, .md, .html, .htm, .pdf, .docx",
        "old.txt": "a folder",
        "c.txt": "a symbolic link that leads out of the folder",
        "e.txt": "not a regular file",
    }


def test_documents_of_all_kinds(tmp_path: Path) -> None:
    """A story may be texts, Word documents and PDFs; which is which is told by the content."""
    make(tmp_path, {"v1.txt": "The wall cost £4.2m.", "v2.md": "The wall cost £4.3m."})
    (tmp_path / "v3.docx").write_bytes(docx(paragraph("The wall cost £4.4m.")))
    (tmp_path / "v4.pdf").write_bytes(pdf([printed(["The wall cost £4.5m."])]))
    (tmp_path / "v5.txt").write_bytes(pdf([printed(["The wall cost £4.6m."])]))
    story = read_story(tmp_path)
    assert [version.text.strip() for version in story.versions] == [f"The wall cost £4.{n}m." for n in range(2, 7)]
    assert [version.number for version in story.versions] == [1, 2, 3, 4, 5]
    assert story.versions[4].notes == ("Its name ends in .txt, and it is a PDF: it was read as that.",)
    assert all(version.notes == () for version in story.versions[:4])


@pytest.mark.parametrize("name", ["wall.html", "wall.htm", "wall.pdf", "wall.docx"])
def test_text_under_another_name(name: str, tmp_path: Path) -> None:
    """Plain text is read as it is, whatever its name says, and the difference is told."""
    version = read_version(make(tmp_path, {name: "The wall cost £4.2m. < £5m"}) / name)
    assert (version.text, version.media, version.extractor) == ("The wall cost £4.2m. < £5m", "text/plain", None)
    ending = name.partition(".")[2]
    assert version.notes == (f"Its name ends in .{ending}, and it is plain text: it was read as that.",)


def test_markdown_stays_as_it_is(tmp_path: Path) -> None:
    """A Markdown file is read without a change, mark-up in it included."""
    text = "# The wall\n\nIt *cost* <b>£4.2m</b>.\n"
    version = read_version(make(tmp_path, {"wall.md": text}) / "wall.md")
    assert (version.text, version.notes) == (text, ())


def test_what_belongs_to_a_saved_page(tmp_path: Path) -> None:
    """The folder that a browser saves beside a page is passed over with its own reason."""
    make(tmp_path, {"wall.html": "X.", "other.txt": "Y."})
    (tmp_path / "wall_files").mkdir()
    (tmp_path / "other_files").mkdir()
    assert {Path(one.path).name: one.reason for one in read_story(tmp_path).skipped} == {
        "wall_files": "what belongs to the saved page wall.html",
        "other_files": "a folder",
    }


def test_a_number_twice(tmp_path: Path) -> None:
    """Two versions with one number are refused, and both are named."""
    with pytest.raises(SourceError, match=r"b\.txt: version number 3 is also that of .*a\.txt"):
        read_story(make(tmp_path, {"a.txt": "T\n\nVersion 3.\n\nX.", "b.txt": "T\n\nVersion 3.\n\nY."}))


def test_folder_without_versions(tmp_path: Path) -> None:
    """An empty folder is no story."""
    with pytest.raises(SourceError, match="holds no version of a story"):
        read_story(tmp_path)


def test_missing_folder_and_file(tmp_path: Path) -> None:
    """What is not there, or is a file, is no story."""
    with pytest.raises(SourceError, match="no such file or folder"):
        read_story(tmp_path / "none")
    with pytest.raises(SourceError, match="is a file, not a folder of versions"):
        read_story(make(tmp_path, {"a.txt": "X."}) / "a.txt")


def test_one_version_where_two_are_needed(tmp_path: Path) -> None:
    """One version is a story, unless the caller needs more."""
    make(tmp_path, {"a.txt": "X."})
    assert len(read_story(tmp_path).versions) == 1
    with pytest.raises(SourceError, match="only 1 version, at least 2 are needed"):
        read_story(tmp_path, minimum=2)


def test_an_unreadable_version_is_named(tmp_path: Path) -> None:
    """A story with an empty version is refused, not read without it."""
    with pytest.raises(SourceError, match=r"b\.txt: is empty"):
        read_story(make(tmp_path, {"a.txt": "X.", "b.txt": ""}))


def test_versions_as_given(tmp_path: Path) -> None:
    """A list keeps its order, whatever numbers and dates say; files, strings and versions mix."""
    make(tmp_path, {"v9.txt": "X.", "v2.txt": "Y."})
    story = read_story([tmp_path / "v9.txt", "The text itself.", read_version(tmp_path / "v2.txt")])
    assert [version.number for version in story.versions] == [9, None, 2]
    assert story.order == ("as given",) * 3
    assert story.id == story.versions[0].id


def test_the_same_version_given_twice(tmp_path: Path) -> None:
    """The same text may be given twice, two texts with one number may not."""
    make(tmp_path, {"v9.txt": "X.", "other-v9.txt": "Y."})
    assert len(read_story([tmp_path / "v9.txt"] * 2).versions) == 2
    with pytest.raises(SourceError, match="version number 9"):
        read_story([tmp_path / "v9.txt", tmp_path / "other-v9.txt"])


@pytest.mark.parametrize("source", ["one text", []])
def test_what_is_no_list_of_versions(source: str | list[str]) -> None:
    """One string and an empty list are no story."""
    with pytest.raises(SourceError):
        read_story(source)
