"""Nothing that a user can meet is left out of the reference: commands, options, errors, rules, questions, schemas.

Each check is a function that lists what a text leaves out, so that it can be shown to notice a line that is gone.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator

import pytest

import storyver
from error_messages import Place, places, row_fits
from repository import PACKAGE, ROOT, package_modules
from storyver import errors
from storyver.cli.arguments import make_parser
from storyver.model import ChangeKind, CheckRule, FigureKind, Importance, Qualifier, Standing
from storyver.querying.questions import questions
from storyver.schemas import ARCHIVE_NAMES, BUNDLE_NAMES, MEASURING_NAMES, NAMES
from storyver.sources.detection import sources

REFERENCE = ROOT / "docs" / "reference"
SCHEMAS = ROOT / "src" / "storyver" / "schemas"

MESSAGES_OF_OTHERS = {
    "errors.py": "a batch's error as it comes back from another process",
    "bundling/__init__.py": "what is wrong with a time stamp, in its own words",
    "sources/tables/objects.py": "what is wrong with a row, in its own words",
    "web/client.py": "the one remedy of all failures that may pass, whose words stand where they are raised",
}
"""Files with one place whose words cannot be read from it, and why; the reference has them by an example."""


def read(name: str) -> str:
    """A document of the reference."""
    return (REFERENCE / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command with its parser."""
    for action in make_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def sections(text: str) -> dict[str, str]:
    """The text under each second-level heading."""
    parts = re.split(r"^## (.*)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options_left_out(text: str) -> list[str]:
    """Commands without a section that runs their help, and options and arguments that the section does not describe."""
    found, left_out = sections(text), []
    for name, parser in commands():
        section = found.get(f"storyver {name}", "")
        if f"$ storyver {name} --help" not in section:
            left_out.append(name)
        left_out += [
            f"{name} {one}"
            for action in parser._actions
            for one in (action.option_strings or [str(action.metavar or action.dest)])
            if not re.search(rf"^  (?:\S.*)?(?<![\w-]){re.escape(one)}(?![\w-])", section, re.M)
        ]
    return left_out


def rows(text: str) -> list[str]:
    """The messages of the errors' reference."""
    return re.findall(r"^\| `(.*?)` \|", sections_from_messages(text), re.M)


def sections_from_messages(text: str) -> str:
    """The reference without its head, which has the classes."""
    return text[text.index("\n## ") :]


def messages_left_out(text: str) -> list[str]:
    """What the package may say that no message of the reference is, with its remedy."""
    listed = rows(text)
    readable = [one for one in places() if not one.unreadable]
    singles = [
        Place(where=one.where, whats=frozenset({what}), remedies=one.remedies) for one in readable for what in one.whats
    ]
    return [f"{one.where} {one}" for one in singles if not any(row_fits(row, one) for row in listed)]


def classes_left_out(text: str) -> list[str]:
    """Errors that the reference does not explain."""
    known = [one.__name__ for one in all_errors(errors.StoryverError)]
    return [one for one in known if not re.search(rf"^\| `{one}` \| \S", text, re.M)]


def all_errors(base: type[Exception]) -> Iterator[type[Exception]]:
    """The errors that are derived from one, at any depth."""
    for one in base.__subclasses__():
        yield one
        yield from all_errors(one)


def in_first_column(text: str, names: list[str]) -> list[str]:
    """Names that begin no row of a table with something said of them."""
    return [one for one in names if not re.search(rf"^\| `{re.escape(one)}`[^|]*\| *[^| ]", text, re.M)]


def outputs(text: str) -> str:
    """All that the examples of a document print."""
    return "\n".join(re.findall(r"^```output\n(.*?)^```$", text, re.M | re.S))


def rules_left_out(text: str) -> list[str]:
    """Rules of ``check`` that the table does not explain, or that no example's output shows."""
    shown = outputs(text)
    return in_first_column(text, [*CheckRule]) + [
        f"{one} (example)" for one in CheckRule if not re.search(rf"^{one} \(", shown, re.M)
    ]


def kinds_left_out(text: str) -> list[str]:
    """Kinds of change without a heading of their own, or without an output under it that shows them."""
    found = sections(text)
    return [
        one for one in ChangeKind if not re.search(rf"^```output\n(?:.*\n)*?{one}\b", found.get(f"`{one}`", ""), re.M)
    ]


def figures_left_out(text: str) -> list[str]:
    """Kinds of figures and qualifiers that no example's output shows; what is exact shows none."""
    shown = outputs(text)
    kinds = [one for one in FigureKind if not re.search(rf"^'.*' {one} ", shown, re.M)]
    marked = [one for one in Qualifier if one is not Qualifier.EXACT]
    return [*kinds, *(one for one in marked if not re.search(rf"^'.*, {one}\b", shown, re.M))]


def sources_left_out(text: str) -> list[str]:
    """Sources that the table does not have."""
    return in_first_column(text.partition("\n## ")[0], [one.name for one in sources()])


def schemas_left_out(text: str) -> list[str]:
    """Schemas of documents that no heading is about."""
    known = (*NAMES, *ARCHIVE_NAMES, *MEASURING_NAMES)
    return [one for one in known if not re.search(rf"^## {one}$", text, re.M)]


def questions_left_out(text: str) -> list[str]:
    """Ready questions that are not listed with what they ask."""
    return [one.name for one in questions() if f"{one.name}  " not in text or one.title not in text]


def names_left_out(text: str) -> list[str]:
    """Public names of the package that the library's reference does not take up."""
    return [one for one in storyver.__all__ if not re.search(rf"\b{one}\b", text) and not is_described(one, text)]


def is_described(name: str, text: str) -> bool:
    """Whether the reference takes up the module in which a class stands, with its members."""
    module = getattr(getattr(storyver, name), "__module__", "")
    return f".. automodule:: {module}\n   :members:" in text


def modules_left_out(text: str) -> list[str]:
    """Modules that the page on the parts does not name, but for single files beside the stages' folders."""
    inside = [name for name in package_modules() if name.count(".") > 1]
    return [one for one in inside if not re.search(rf"`(?:\w+/)?{one.rpartition('.')[2]}(?:\.py)?`", text)]


CHECKS: dict[str, tuple[str, Callable[[str], list[str]], str]] = {
    "options": ("commands.md", options_left_out, r"^  --until V .*\n"),
    "messages": ("errors.md", messages_left_out, r"^\| `…: is a binary file.*\n"),
    "classes of errors": ("errors.md", classes_left_out, r"^\| `UsageError`.*\n"),
    "rules of check": ("check.md", rules_left_out, r"^\| `rate_jump`.*\n"),
    "examples of rules": ("check.md", rules_left_out, r"^per_head \(.*\n"),
    "kinds of change": ("change-kinds.md", kinds_left_out, r"^hedge_dropped.*\n"),
    "figures": ("figures.md", figures_left_out, r"^'.*, less_than\b.*\n"),
    "sources": ("sources.md", sources_left_out, r"^\| `wacz` \| WACZ.*\n"),
    "schemas": ("json.md", schemas_left_out, r"^## audit\n"),
    "ready questions": ("../how-to/corpus-study.md", questions_left_out, r"^outlets-by-correction-rate  .*\n"),
    "modules": ("../why/architecture.md", modules_left_out, r"^.*`clock`.*\n"),
    "names of the library": ("python.rst", names_left_out, r"^\.\. autofunction:: audit\n"),
}
"""What is looked for, where, by which check, and a line that has to be there."""


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_left_out(name: str) -> None:
    """Each thing of its sort that a user can meet is in the reference."""
    document, left_out, _ = CHECKS[name]
    assert left_out(read(document)) == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_line_that_is_gone_is_noticed(name: str) -> None:
    """Without a certain line of the reference the check fails."""
    document, left_out, line = CHECKS[name]
    text, gone = re.subn(line, "", read(document), flags=re.M)
    assert gone
    assert left_out(text) != []


def test_each_message_of_the_reference_can_be_given() -> None:
    """The reference has no message that the package does not have any more; argparse has its own."""
    text = read("errors.md")
    own = rows(text.replace(sections(text)["Arguments"], ""))
    assert [one for one in own if not any(row_fits(one, place) for place in places())] == []


def test_words_of_every_error_can_be_read() -> None:
    """No place makes an error of words that cannot be found, but for a few that hand on the words of others."""
    assert {one.where.partition(":")[0] for one in places() if one.unreadable} == set(MESSAGES_OF_OTHERS)


def test_every_schema_is_in_a_list() -> None:
    """Each file of a schema is one of those that the references of documents and bundles go through."""
    listed = {*NAMES, *ARCHIVE_NAMES, *MEASURING_NAMES, *BUNDLE_NAMES, "common"}
    assert {path.stem for path in SCHEMAS.glob("*.json")} == listed


@pytest.mark.parametrize("name", BUNDLE_NAMES)
def test_schemas_of_bundles_are_named(name: str) -> None:
    """The reference of the bundle names each document with a schema."""
    assert f"`storyver/{name}/1`" in read("bundle.md") or f"`{name}.json`" in read("bundle.md")


def test_every_part_is_drawn() -> None:
    """The drawing of the parts has each folder of the package."""
    drawn = (ROOT / "docs" / "images" / "architecture.svg").read_text(encoding="utf-8")
    folders = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    assert [one for one in folders if not re.search(rf"<text[^>]*>[^<]*\b{one}\b", drawn)] == []


@pytest.mark.parametrize("word", [*Importance, *Standing])
def test_levels_are_explained(word: str) -> None:
    """Each importance of a change and each standing of a finding is a word of the reference."""
    assert re.search(rf"\b{word}\b", read("change-kinds.md") + read("check.md"))
