"""Zip files that a document or an archive is made of, looked at before anything in them is unpacked.

Nothing is ever unpacked to a file, so a part may have any name: it is only looked up.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from storyver.errors import SourceError
from storyver.sources.packed import MAXIMUM_RATIO
from storyver.sources.text import MAXIMUM_BYTES

MAXIMUM_PARTS: Final = 10_000
MAXIMUM_UNPACKED: Final = 10 * MAXIMUM_BYTES
"""Bytes of all parts of one document, pictures included."""
_ENCRYPTED: Final = 0x1


def open_zip(data: bytes, where: str, kind: str) -> zipfile.ZipFile:
    """Open a zip file whose parts stay within the limits. ``kind`` says what it is in messages: ``a Word document``.

    No part gives more bytes than it says, so what the parts say of themselves is what is added up. Raise SourceError
    for what is broken, encrypted, or unpacks to far more than it is.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise broken_zip(where, kind) from None
    parts = opened.infolist()
    total = sum(part.file_size for part in parts)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise SourceError(what=f"is {kind} that is encrypted", where=where, remedy="save it without a password")
    if len(parts) > MAXIMUM_PARTS or total > MAXIMUM_UNPACKED or total > max(MAXIMUM_BYTES, MAXIMUM_RATIO * len(data)):
        what = f"is {kind} that unpacks to far more than it is"
        raise SourceError(what=what, where=where, remedy="save its text")
    return opened


def read_part(opened: zipfile.ZipFile, name: str, where: str, kind: str) -> bytes:
    """The bytes of a part. Raise SourceError where they are damaged."""
    try:
        return opened.read(name)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, OSError, zlib.error):
        raise broken_zip(where, kind) from None


def broken_zip(where: str, kind: str) -> SourceError:
    """The error for what is no zip file any more."""
    return SourceError(
        what=f"is {kind} that is damaged or cut off", where=where, remedy="save it again, or save its text"
    )
