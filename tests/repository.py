"""The repository as its tests see it: where it lies, its Python files, and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "storyver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import statement, name by name."""

    module: str
    """The module in full, with the name taken from it: ``from a import b`` is ``a.b``."""
    line: int
    at_import: bool
    """Whether it runs when its own module is imported, and not only inside a function."""

    @property
    def root(self) -> str:
        """The distribution's or standard library's top module."""
        return self.module.partition(".")[0]


def python_files(*folders: str) -> list[Path]:
    """The Python files under folders of the repository, sorted."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def package_modules() -> dict[str, Path]:
    """The modules of the package by their names; a package is named without ``__init__``."""
    return {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def module_name(path: Path) -> str:
    """``src/storyver/align/order.py`` is ``storyver.align.order``."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """Every import of a file, whether at its top or inside a function; not those for type checking alone."""
    package = _package(path) if path.is_relative_to(SOURCE) else ""
    return tuple(_walk(parsed(path).body, package, at_import=True))


def _package(path: Path) -> str:
    name = module_name(path)
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def _walk(body: list[ast.stmt], package: str, *, at_import: bool) -> Iterator[Import]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (Import(module=name.name, line=node.lineno, at_import=at_import) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(part for part in (_base(package, node.level), node.module) if part)
            for name in node.names:
                yield Import(module=f"{base}.{name.name}", line=node.lineno, at_import=at_import)
        elif isinstance(node, ast.If) and _is_type_checking(node.test):
            yield from _walk(node.orelse, package, at_import=at_import)
        else:
            inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _walk(_statements(node), package, at_import=at_import and not inside)


def _base(package: str, level: int) -> str:
    if level == 0:
        return ""
    parts = package.split(".")
    return ".".join(parts[: len(parts) - level + 1])


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _statements(node: ast.AST) -> list[ast.stmt]:
    """The statements directly inside a compound one, also those of its handlers and cases."""
    found: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found.append(child)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            found += child.body
    return found
