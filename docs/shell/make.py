"""The manual page and the completions for bash and zsh, made from the program's own arguments.

``python docs/shell/make.py`` writes them beside itself; with ``--check`` it only says whether they are current.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage

from storyver.cli.arguments import make_parser

HERE = Path(__file__).parent


def main() -> int:
    """Write the files, or compare them."""
    os.environ.update(COLUMNS="80", SOURCE_DATE_EPOCH="0")
    made = {"storyver.1": manual(), "storyver.bash": completion("bash"), "_storyver": completion("zsh")}
    if "--check" not in sys.argv[1:]:
        for name, text in made.items():
            (HERE / name).write_text(text, encoding="utf-8")
        return 0
    old = [name for name, text in made.items() if (HERE / name).read_text(encoding="utf-8") != text]
    for name in old:
        print(f"docs/shell/{name}: not as the program's arguments are; run python docs/shell/make.py", file=sys.stderr)
    return 1 if old else 0


def manual() -> str:
    """The manual page, without a day: the same arguments give the same bytes."""
    parser = make_parser()
    heading, rest = str(Manpage(parser)).split("\n", 1)
    assert heading.startswith(".TH")
    name = ".SH NAME\nstoryver \\- which facts moved between the versions of a news article"
    return f'.TH STORYVER "1" "" "storyver" "User Commands"\n{rest.rstrip()}\n'.replace(".SH NAME\nstoryver", name, 1)


def completion(shell: str) -> str:
    """The completion for a shell; where a file or folder is taken, files are offered."""
    parser = make_parser()
    for command in _commands(parser):
        for action in command._actions:
            if action.metavar in {"FILE", "PATH", "SOURCE", "STORY", "FOLDER"} or action.dest == "output":
                action.complete = shtab.FILE  # type: ignore[attr-defined]
    return shtab.complete(parser, shell).rstrip() + "\n"


def _commands(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    return [one for action in parser._subparsers._group_actions for one in action.choices.values()]  # type: ignore[union-attr]


if __name__ == "__main__":
    sys.exit(main())
