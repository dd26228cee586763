"""The comparing programs of a machine, and what they mark."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.showing.levels import Segment
from benchmarks.showing.libraries import read_marked

_MARKS = ("\x01", "\x02", "\x03", "\x04")
"""What wdiff and dwdiff put around what is dropped and what is put in: characters that no text has."""
_MARKED = re.compile("\x01([^\x02]*)\x02|\x03([^\x04]*)\x04|([^\x01\x03]+)")
_WIKIDIFF2 = """
if (!function_exists('wikidiff2_inline_diff')) { fwrite(STDERR, 'PHP has no wikidiff2'); exit(2); }
echo wikidiff2_inline_diff(file_get_contents($argv[1]), file_get_contents($argv[2]), 999);
"""
"""wikidiff2 is an extension of PHP, as MediaWiki calls it for its inline view; the number is the lines of context."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, its call on two files, how its output is read, and how it tells its version."""

    command: tuple[str, ...]
    read: Callable[[str], list[Segment]]
    version: tuple[str, ...] = ("--version",)


def compare(name: str, old: str, new: str) -> list[Segment]:
    """What a program marks between two texts. Raises OSError where it cannot be started."""
    program = PROGRAMS[name]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / side for side in ("old", "new")]
        for path, text in zip(paths, (old, new), strict=True):
            path.write_text(text + "\n", encoding="utf-8")
        command = [*program.command, *map(str, paths)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        raise OSError(done.stderr.strip())
    return program.read(done.stdout)


def version(name: str) -> str:
    """The version that a program gives of itself. Raises OSError where it cannot be started."""
    program = PROGRAMS[name]
    command = [program.command[0], *program.version]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    found = re.search(r"\d+(?:\.\d+)+", told)
    return found.group() if found else "unknown"


def _porcelain(output: str) -> list[Segment]:
    """git's form for scripts: after the header a run of words a line, behind its sign; ``~`` for a line's end.

    The space between two runs is left out of one of the versions, so each run gets one.
    """
    segments: list[Segment] = []
    within = False
    for line in output.splitlines():
        if line.startswith("@@"):
            within = True
        elif within:
            sign, text = line[:1], line[1:]
            segments.append(("=", "\n") if sign == "~" else ("=" if sign == " " else sign, f"{text} "))
    return segments


def _around(output: str) -> list[Segment]:
    """Runs of words between marks; wdiff too leaves out the space between two of them."""
    found = []
    for match in _MARKED.finditer(output):
        gone, come, kept = match.groups()
        sign, text = ("-", gone) if gone is not None else ("+", come) if come is not None else ("=", kept)
        found.append((sign, f"{text} "))
    return found


def _rows(output: str) -> list[Segment]:
    """wikidiff2's inline form: a ``div`` a line, with ``ins`` and ``del`` in it."""
    return [(sign, text) for sign, text in read_marked(output.replace("</div>", "\n</div>"))]


def _with_marks(name: str) -> tuple[str, ...]:
    flags: Sequence[str] = ("-w", "-x", "-y", "-z")
    return (name, *(part for pair in zip(flags, _MARKS, strict=True) for part in pair))


PROGRAMS = {
    "git diff --word-diff": Program(
        ("git", "diff", "--no-index", "--no-color", "--word-diff=porcelain", "--unified=999"), _porcelain
    ),
    "wdiff": Program(_with_marks("wdiff"), _around),
    "dwdiff": Program(_with_marks("dwdiff"), _around),
    "wikidiff2": Program(("php", "-r", _WIKIDIFF2, "--"), _rows, ("-r", "echo phpversion('wikidiff2');")),
}
