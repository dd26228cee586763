"""Where a report goes: whole into a file or not at all, or to standard output as it can show it."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storyver.errors import OutputError

PLAIN = str.maketrans(
    {
        "▲": "^",
        "▼": "v",
        "≠": "!=",
        "≈": "~",
        "»": ">>",
        "×": "x",
        "→": "->",
        "—": "--",
        "–": "-",
        "−": "-",
        "·": "-",
        "…": "...",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "─": "-",
        "↩": "<-",
        "‼": "!!",
        "▁": "_",
        "▂": ".",
        "▃": ":",
        "▄": "-",
        "▅": "=",
        "▆": "+",
        "▇": "*",
        "█": "#",
    }
)
"""What a terminal that cannot show a character of ours gets in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The terminal that a report is drawn for."""

    width: int | None
    """In columns; None where the report goes to a file or a pipe, which have none."""
    colour: bool


FILE_OR_PIPE = Screen(width=None, colour=False)


def screen() -> Screen:
    """What standard output is. Only of a terminal are its width, ``NO_COLOR`` and ``TERM`` asked."""
    if sys.stdout is None or not sys.stdout.isatty():
        return FILE_OR_PIPE
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(width=shutil.get_terminal_size().columns, colour=colour)


def write_stdout(content: str | bytes) -> None:
    """Write to standard output: bytes as they are; text in UTF-8, or in a terminal in its own encoding with plainer
    characters where it lacks ours.

    A reader that went away is no error. Raises OutputError where the output cannot be written.
    """
    if sys.stdout is None:
        raise OutputError(what="is closed", where="standard output", remedy="write to a file with -o")
    try:
        _send(content)
    except BrokenPipeError:
        _silence_stdout()
    except OSError as error:
        _silence_stdout()
        raise _output_error("standard output", error) from error


def _send(content: str | bytes) -> None:
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(content if isinstance(content, str) else content.decode("utf-8", "backslashreplace"))
    else:
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.flush()
        binary.write(content if isinstance(content, bytes) else encoded(content, encoding))
    sys.stdout.flush()


def encoded(text: str, encoding: str) -> bytes:
    """The text in an encoding; characters that it lacks become plainer ones, or escapes."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN).encode(encoding, "backslashreplace")


def _silence_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain of it at its end."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        return


def write_file(content: str | bytes, target: Path, inputs: Iterable[Path]) -> None:
    """Write bytes, or text in UTF-8, to a file, by way of a new file beside it: on failure the target stays as it was.

    A link is followed; a device or pipe is written to as it is. Raises OutputError where the target is one of the
    inputs, is a folder, or cannot be written.
    """
    try:
        _refuse_input(target, inputs)
        real = Path(os.path.realpath(target))
        data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
        if real.is_dir():
            raise OutputError(what="is a folder", where=str(target), remedy="give a file name with -o")
        if real.exists() and not real.is_file():
            real.write_bytes(data)
        else:
            _replace(real, data)
    except (OSError, ValueError) as error:
        raise _output_error(str(target), error) from error


def _refuse_input(target: Path, inputs: Iterable[Path]) -> None:
    if not target.exists():
        return
    if any(path.exists() and path.samefile(target) for path in inputs):
        raise OutputError(what="is one of the inputs", where=str(target), remedy="give another file name with -o")


def write_bytes(content: bytes, target: Path) -> None:
    """Write a file whole or not at all. Raises OutputError where it cannot be written."""
    try:
        _replace(target, content)
    except (OSError, ValueError) as error:
        raise _output_error(str(target), error) from error


def _replace(target: Path, content: bytes) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(0, "the file is write-protected")
    partial = target.parent / f".storyver-{secrets.token_hex(8)}.partial"
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            partial.chmod(mode)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _output_error(where: str, error: Exception) -> OutputError:
    reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    return OutputError(what=f"cannot be written ({reason})", where=where, remedy="choose another place with -o")


def refuse_terminal(kind: str) -> None:
    """Raise OutputError where standard output is a terminal, which what is not text would upset."""
    if sys.stdout is not None and sys.stdout.isatty():
        where, remedy = "standard output", "write it to a file with -o"
        raise OutputError(what=f"is a terminal, and {kind} is no text", where=where, remedy=remedy)
