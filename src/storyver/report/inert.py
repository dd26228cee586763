"""Article text made harmless: what it says is shown, what it might do to a terminal, page or spreadsheet is not."""

from __future__ import annotations

import re

CONTROLS = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1: terminal commands
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # change the direction in which text is shown
    "\u2028\u2029"  # line breaks that only some programs see
    "\ufff9-\ufffb"  # hide an annotation
    "\ud800-\udfff"  # halves of a pair, which UTF-8 cannot write
    "\U000e0000-\U000e007f"  # invisible letters
    "]"
)
SPACE = re.compile(r"\s+")
FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""First characters on which a spreadsheet evaluates a cell, with their full-width forms."""

MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&#]|\$(?!\d)|:(?=//)|(?<=www)\.|^[-+=]", re.IGNORECASE)
"""What begins markup in CommonMark, in GitHub's dialect of it, or in the mathematics of note programs."""

LIST_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def visible(text: str) -> str:
    """The text with each control character replaced by its name, such as ``[U+202E]``."""
    return CONTROLS.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def one_line(text: str) -> str:
    """The text on one line: runs of white space become one space, other control characters are named."""
    return visible(SPACE.sub(" ", text))


def cell(text: str) -> str:
    """The text as a spreadsheet cell that is never a formula: an apostrophe goes before a character that starts one."""
    return f"'{text}" if FORMULA.match(text.lstrip(" ")) else text


def markdown(text: str) -> str:
    """The text with a backslash before each character that Markdown could take for markup."""
    return LIST_NUMBER.sub(r"\1\\\2", MARKDOWN.sub(r"\\\g<0>", text))
