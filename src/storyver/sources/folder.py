"""A story as a folder: which of its files are versions, and what ``story.toml`` says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.model import SkippedFile, Story, Version
from storyver.sources.filename import natural_key
from storyver.sources.manifest import MANIFEST_NAME, Entry, Manifest, read_manifest
from storyver.sources.media import ENDINGS
from storyver.sources.order import order_versions
from storyver.sources.paths import explain, printable
from storyver.sources.version import read_file

_ENDINGS: Final = tuple(f".{ending}" for ending in ENDINGS)
_PAGES: Final = (".html", ".htm")
_BESIDE_A_PAGE: Final = "_files"
"""Browsers save a page's pictures and styles in a folder of its name with this behind it."""
_SILENT: Final = frozenset({MANIFEST_NAME, "gold.json"})
_ABOUT_THE_FOLDER: Final = ("readme", "license", "licence", "copying", "changelog", "contributing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a folder holds, before any version is read."""

    names: tuple[str, ...]
    """Of the files that are versions, in natural order."""
    entries: Mapping[str, Entry]
    """What the manifest says of some of them."""
    manifest: Manifest
    skipped: tuple[SkippedFile, ...]
    id: str | None
    """Of the story: as the manifest says, else the folder's name."""


def read_folder(folder: Path) -> Story:
    """Read a folder of versions. Raise SourceError if there is none, or one of them cannot be read."""
    listing = look_into(folder)
    versions = tuple(read_file(folder / name, listing.entries.get(name)) for name in listing.names)
    check_numbers(versions)
    ordered, reasons = order_versions(versions)
    return Story(
        id=listing.id or ordered[0].id,
        versions=ordered,
        order=reasons,
        title=listing.manifest.title,
        url=listing.manifest.url,
        skipped=listing.skipped,
    )


def look_into(folder: Path) -> Listing:
    """Which of a folder's files are versions of its story. Raise SourceError where none is, or it cannot be read."""
    try:
        files = sorted(folder.iterdir(), key=lambda file: natural_key(file.name))
    except OSError as error:
        raise explain(error, folder) from None
    manifest = read_manifest(folder / MANIFEST_NAME) if folder / MANIFEST_NAME in files else Manifest()
    entries = {entry.file: entry for entry in manifest.entries}
    skipped = tuple(
        SkippedFile(path=str(file), reason=reason)
        for file in files
        if (reason := _why_skipped(file, folder, file.name in entries)) is not None
    )
    names = [file.name for file in files if _is_version(file, folder, file.name in entries)]
    names = sorted({*names, *_check_listed(folder, manifest)}, key=natural_key)
    if not names:
        raise SourceError(
            what="holds no version of a story",
            where=printable(folder),
            remedy=f"put two or more files ending in {', '.join(_ENDINGS)} there",
        )
    own = manifest.id or printable(folder.resolve().name) or None
    return Listing(names=tuple(names), entries=entries, manifest=manifest, skipped=skipped, id=own)


def check_numbers(versions: tuple[Version, ...]) -> None:
    """Raise SourceError if two versions have the same number."""
    seen: dict[int, Version] = {}
    for version in versions:
        if version.number is None:
            continue
        if version.number in seen:
            first, second = (printable(v.source or "a text") for v in (seen[version.number], version))
            raise SourceError(
                what=f"version number {version.number} is also that of {first}",
                where=second,
                remedy="take one of the two away, or give their numbers in story.toml",
            )
        seen[version.number] = version


def _why_skipped(file: Path, folder: Path, listed: bool) -> str | None:
    """Why a file is no version and worth telling; None for a version and for files that belong to the folder."""
    name = file.name
    if name in _SILENT or name.startswith("."):
        return None
    if leads_out(file, folder):
        return "a symbolic link that leads out of the folder"
    if listed:
        return None
    if not file.is_file():
        return _folder_reason(file) if file.is_dir() else "not a regular file"
    if name.lower().startswith(_ABOUT_THE_FOLDER):
        return "about the folder, by its name"
    return None if name.lower().endswith(_ENDINGS) else f"does not end in {', '.join(_ENDINGS)}"


def _folder_reason(folder: Path) -> str:
    page = folder.name.removesuffix(_BESIDE_A_PAGE)
    for ending in _PAGES if page != folder.name else ():
        if folder.with_name(page + ending).is_file():
            return f"what belongs to the saved page {page}{ending}"
    return "a folder"


def _is_version(file: Path, folder: Path, listed: bool) -> bool:
    name = file.name
    return name not in _SILENT and not name.startswith(".") and _why_skipped(file, folder, listed) is None


def leads_out(file: Path, folder: Path) -> bool:
    """Whether a path ends outside the folder once its symbolic links are followed."""
    try:
        return not file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # RuntimeError: a link that leads to itself
        return True


def _check_listed(folder: Path, manifest: Manifest) -> list[str]:
    for entry in manifest.entries:
        reason = _listing_problem(folder, entry)
        if reason is not None:
            raise SourceError(
                what=f"file '{printable(entry.file)}' {reason}",
                where=printable(folder / MANIFEST_NAME),
                remedy="correct its name, or take the entry away",
            )
    return [entry.file for entry in manifest.entries]


def _listing_problem(folder: Path, entry: Entry) -> str | None:
    if "\0" in entry.file:
        return "is no file name"
    try:
        file = folder / entry.file
        if Path(entry.file).is_absolute() or leads_out(file, folder):
            return "is outside the folder"
        return None if file.is_file() else "is not there"
    except OSError:
        return "cannot be looked at"
