"""The shape of the package, read from its source: who may import whom, where libraries live, how long things are."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from repository import PACKAGE, ROOT, Import, imports, package_modules, parsed, python_files

STAGES = ("sources", "segment", "extract", "align", "classify", "timeline", "consistency", "disclosure", "report")

SHARED = (
    "model",
    "errors",
    "dates",
    "identity",
    "serialise",
    "schemas",
    "labels",
    "lines",
    "remembered",
    "wording",
    "naming",
    "values",
    "admissions",
    "decided",
    "rows",
    "frames",
)
"""Ground that every stage may stand on: values, their JSON, and what several stages must see alike."""

MAY_IMPORT = {
    **dict.fromkeys((*STAGES, *SHARED), SHARED),
    "model": ("report", *SHARED),
    "pipeline": (*STAGES, *SHARED),
    "archive": SHARED,
    "keeping": ("archive", "sources", *SHARED),
    "bundling": ("pipeline", "archive", "keeping", "sources", "report", "output", *SHARED),
    "batching": ("pipeline", "sources", "keeping", *SHARED),
    "evaluation": ("pipeline", "sources", *SHARED),
    "querying": ("batching", *SHARED),
    "handover": ("keeping", "bundling", *SHARED),
    "": ("pipeline", "sources", "keeping", "handover", "batching", "querying", "evaluation", *SHARED),
    "output": SHARED,
    "web": ("sources", "output", *SHARED),
    "selection": SHARED,
    "narrowing": ("selection", *SHARED),
    "review": ("pipeline", "keeping", "report", *SHARED),
    "cli": (
        "",
        "sources",
        "keeping",
        "bundling",
        "batching",
        "querying",
        "web",
        "review",
        "report",
        "output",
        "selection",
        "narrowing",
        *SHARED,
    ),
    "__main__": ("cli",),
}
"""For each part of the package the other parts that it may import; the empty name is the package itself. The stages
before ``report`` are known to the pipeline alone; the command line reads a story's folder and asks for a report.
So does a result that a notebook asks to show itself, inside that one method. ``archive`` is a file with captures and
texts in it and knows no source; ``keeping`` fills it from them, and makes versions of what it holds. ``bundling`` puts
a story with its analysis and its reports into one file."""

HOMES = {
    "spacy": ("extract",),
    "babel": ("extract",),
    "numpy": ("extract", "evaluation.scores"),
    "rapidfuzz": ("align.similarity", "classify.spelling"),
    "rich": ("report", "cli.fetch", "cli.batch"),
    "jinja2": ("report", "review.app"),
    "starlette": ("review.app", "review.guard"),
    "uvicorn": ("review.server",),
    "pandas": ("frames",),
    "polars": ("frames",),
    "dateutil": ("sources",),
    "mwparserfromhell": ("sources.extraction.wikitext.prose",),
    "py7zr": ("sources.mediawiki.unpack",),
    "defusedxml": ("sources",),
    "docx": ("sources.extraction.docx", "sources.extraction.wordprocessing"),
    "duckdb": ("querying.asking",),
    "pyarrow": ("sources.tables.parquet", "batching", "querying.asking"),
    "distributed": ("batching.cluster",),
    "pypdf": ("sources.extraction.pdf",),
    "trafilatura": ("sources.extraction",),
    "lxml": ("sources.extraction",),
    "brotli": ("sources.encodings",),
    "httpcore": ("web",),
    "protego": ("web.robots",),
    "xlsxwriter": ("report",),
    "cryptography": ("bundling",),
    "rfc3161_client": ("bundling.stamping",),
}
"""The only places where a library is imported."""

DISTRIBUTIONS = {"dateutil": "python-dateutil", "docx": "python-docx", "rfc3161_client": "rfc3161-client"}
"""Libraries that are installed under another name than they are imported by."""

OPTIONAL = (
    *("pandas", "polars", "7z", "docx", "html", "parquet", "pdf", "trackers", "warc", "web", "wiki", "xlsx"),
    *("batch", "dask", "query", "review", "sign"),
)
"""The extras with libraries that the package does without until they are asked for."""

FOR_OTHERS = {"bcrypt", "htmldate", "lxml-html-clean"}
"""Libraries that a library of an extra imports for us, named for their versions."""

LONGEST_FUNCTION = 40
LONGEST_FILE = 300

MODULES = package_modules()

every_module = pytest.mark.parametrize("name", MODULES)


def part_of(module: str) -> str:
    """The part of the package that a module belongs to: ``storyver.align.order`` is of ``align``."""
    return module.split(".")[1] if "." in module else ""


def our_parts(name: str) -> Iterator[tuple[str, Import]]:
    """The parts of the package that a module imports."""
    for one in imports(MODULES[name]):
        if one.root != "storyver":
            continue
        part = part_of(one.module)
        yield (part if part in MAY_IMPORT else ""), one


def foreign(path: Path) -> list[Import]:
    """What a file imports of other people's libraries."""
    return [one for one in imports(path) if one.root not in sys.stdlib_module_names and one.root != "storyver"]


@every_module
def test_imports_go_one_way(name: str) -> None:
    """A part of the package imports only the parts that it may: stages never one another."""
    own = part_of(name)
    wrong = [one for part, one in our_parts(name) if part != own and part not in MAY_IMPORT[own]]
    assert wrong == []


def test_every_part_has_its_rule() -> None:
    """Each module and folder of the package stands in the table, and the table names nothing else."""
    assert {part_of(name) for name in MODULES} == set(MAY_IMPORT)


@every_module
def test_libraries_stay_at_home(name: str) -> None:
    """spaCy is imported only in ``extract``, rapidfuzz only where likeness is measured, and so on."""
    inside = name.removeprefix("storyver").removeprefix(".")
    wrong = [
        one
        for one in foreign(MODULES[name])
        if not any(inside == home or inside.startswith(f"{home}.") for home in HOMES.get(one.root, ()))
    ]
    assert wrong == []


def test_every_library_is_declared() -> None:
    """What the package imports is what ``pyproject.toml`` installs, also where it is asked to, no less and no more."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [one for name in OPTIONAL for one in project["optional-dependencies"][name] if "storyver[" not in one]
    declared = {one.split(">")[0].split("=")[0].strip() for one in (*project["dependencies"], *optional)}
    imported = {one.root for path in MODULES.values() for one in foreign(path)}
    assert {DISTRIBUTIONS.get(root, root) for root in imported} == declared - FOR_OTHERS


def at_import(name: str) -> Iterator[str]:
    """The package's modules that are run when a module is imported: its packages, and what they import on top."""
    waiting, seen = [name], {name}
    while waiting:
        current = waiting.pop()
        yield current
        for candidate in _run_with(current):
            if candidate in MODULES and candidate not in seen:
                seen.add(candidate)
                waiting.append(candidate)


def _run_with(name: str) -> Iterator[str]:
    for one in imports(MODULES[name]):
        if one.at_import:
            yield from _with_packages(one.module)
    yield from _with_packages(name)


def _with_packages(module: str) -> Iterator[str]:
    parts = module.split(".")
    yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


@pytest.mark.parametrize("entry", ["storyver", "storyver.cli", "storyver.__main__"])
def test_entry_points_import_no_library(entry: str) -> None:
    """Nothing that is run by importing the package or its command line imports a library at its top."""
    wrong = [(name, one) for name in at_import(entry) for one in foreign(MODULES[name]) if one.at_import]
    assert wrong == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, also methods and functions inside functions."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@every_module
def test_functions_are_short(name: str) -> None:
    """No function has more lines than fit on a screen, its signature and docstring included."""
    long = [
        (one.name, length)
        for one in functions(MODULES[name])
        if (length := (one.end_lineno or one.lineno) - one.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


@every_module
def test_files_are_short(name: str) -> None:
    """No file has more lines than a person reads at a sitting."""
    length = MODULES[name].read_bytes().count(b"\n")
    assert length <= LONGEST_FILE


def public_nodes(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public functions and classes of a module, and the public methods of its public classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_nodes(node)


@every_module
def test_what_is_public_is_described(name: str) -> None:
    """Every module, and every public function, class and method in it, has a docstring."""
    tree = parsed(MODULES[name])
    assert ast.get_docstring(tree) is not None
    assert [node.name for node in public_nodes(tree) if not ast.get_docstring(node)] == []


def dataclasses(path: Path) -> Iterator[tuple[str, set[str]]]:
    """The public data classes of a file with the options that are switched on; a private one may be working state."""
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        for decorator in node.decorator_list:
            if "dataclass" in ast.unparse(decorator):
                keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
                yield node.name, {str(one.arg) for one in keywords if ast.unparse(one.value) == "True"}


@every_module
def test_values_are_frozen(name: str) -> None:
    """Every public data class is frozen, has slots and takes its fields by name."""
    wrong = [one for one, options in dataclasses(MODULES[name]) if not options >= {"frozen", "slots", "kw_only"}]
    assert wrong == []


def test_no_file_is_a_drawer() -> None:
    """No module is called after nothing in particular."""
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "tools"}
    assert [path for path in python_files("src", "tests") if path.stem in drawers] == []


def test_package_says_that_it_is_typed() -> None:
    """The marker is there by which a type checker takes the package's annotations into account."""
    assert (PACKAGE / "py.typed").is_file()
