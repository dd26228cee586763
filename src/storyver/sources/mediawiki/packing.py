"""How dumps begin that are not packed with gzip alone."""

from __future__ import annotations

from typing import Final

BZIP2: Final = b"BZh"
SEVENZIP: Final = b"7z\xbc\xaf\x27\x1c"
