"""A story of an archive as a plain folder: the raw files and a ``story.toml``, which read back to the same versions."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from storyver.errors import OutputError
from storyver.keeping import Archive
from storyver.sources import DOCX, HTML, MANIFEST_NAME, PDF, PLAIN, file_names, manifest_text, printable

ENDINGS: Final = {PLAIN: "txt", HTML: "html", PDF: "pdf", DOCX: "docx"}
"""The endings by which a folder's files are known for what they are; any other document is listed in the manifest."""


def export(archive: Archive, name: str, folder: Path) -> int:
    """Write the versions of a story into a folder, and say how many there are.

    Raise OutputError where the folder is there and not empty, or cannot be written, and as `Archive.story` does.
    """
    story = archive.story(name).id
    captures = archive.captures(name)
    files = dict(zip(file_names(captures, ENDINGS), captures, strict=True))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputError(what="is not empty", where=printable(folder), remedy="give a new folder with -o")
        for file, capture in files.items():
            (folder / file).write_bytes(capture.data)
        (folder / MANIFEST_NAME).write_text(manifest_text(story, files), encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        what = f"cannot be written ({reason})"
        raise OutputError(what=what, where=printable(folder), remedy="choose another place with -o") from error
    return len(files)
