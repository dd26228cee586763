"""How packed dumps begin."""

from __future__ import annotations

from typing import Final

GZIP: Final = b"\x1f\x8b"
BZIP2: Final = b"BZh"
SEVENZIP: Final = b"7z\xbc\xaf\x27\x1c"
