"""What the package can say is wrong, read from its source: each place that makes an error, and the words it has.

What is put in at run time is an ellipsis. Names are followed to what they were set to, and parameters to the calls of
their function in the same module, so that every place has words, but for those that are ``unreadable``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from repository import PACKAGE, parsed

GAP = "…"
DEEPEST = 4
"""How many names are followed one behind the other."""

ENTRY = "_WrongError"
"""The error of an entry of a gold, which is told with its place."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Given = dict[str, ast.expr]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place in the source that makes an error."""

    where: str
    """File and line."""
    whats: frozenset[str]
    """What it may say is wrong."""
    remedies: frozenset[str]

    @property
    def unreadable(self) -> bool:
        """Whether nothing can be known of what it says."""
        return not any(part.strip(f"{GAP} ()") for part in self.whats)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What names mean at a place: in its functions, the innermost first, and in its module."""

    module: ast.Module
    functions: tuple[Function, ...]


@cache
def places() -> tuple[Place, ...]:
    """Every place of the package that makes one of its errors, or refuses an argument."""
    return tuple(_places())


def _places() -> Iterator[Place]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = parsed(path)
        for call, functions in _calls(module, ()):
            told = _told(call)
            for at, what, remedy, scope in _expanded(call, told, _Scope(module, functions)) if told else ():
                where = f"{path.relative_to(PACKAGE)}:{at.lineno}"
                yield Place(where=where, whats=_read(what, at, scope), remedies=_read(remedy, at, scope))


Told = tuple[ast.expr, ast.expr]
"""What is wrong, and the remedy."""


def _told(call: ast.Call) -> Told | None:
    named = {one.arg: one.value for one in call.keywords}
    if {"what", "remedy"} <= named.keys():
        return named["what"], named["remedy"]
    if "what" in named and (remedy := _own_remedies().get(_last(call.func))):
        return named["what"], remedy
    if _last(call.func) == ENTRY and len(call.args) == len(("what", "remedy")):
        parts: list[ast.expr] = [ast.Constant(value=f"entry {GAP} of {GAP} "), call.args[0]]
        return ast.JoinedStr(values=parts), call.args[1]
    if _last(call.func) == "ArgumentTypeError" and call.args:
        return call.args[0], ast.Constant(value=f"see {GAP}")
    return None


@cache
def _own_remedies() -> dict[str, ast.expr]:
    """Errors that have one remedy whatever is wrong."""
    found: dict[str, ast.expr] = {}
    nodes = (one for path in PACKAGE.rglob("*.py") for one in ast.walk(parsed(path)))
    for node in (one for one in nodes if isinstance(one, ast.ClassDef)):
        for call, functions in _calls(node, ()):
            remedy = next((one.value for one in call.keywords if one.arg == "remedy"), None)
            if remedy and functions and functions[0].name == "__init__":
                found[node.name] = remedy
    return found


def _expanded(call: ast.Call, told: Told, scope: _Scope) -> Iterator[tuple[ast.Call, ast.expr, ast.expr, _Scope]]:
    """The place itself; where its function is handed the words, the calls of that function instead."""
    function = scope.functions[0] if scope.functions and scope.functions[0].name != "__init__" else None
    handed = {one.id for one in told if isinstance(one, ast.Name)} & set(_parameters(function) if function else ())
    callers = [*_callers(function, scope.module)] if function and handed else []
    if not callers:
        yield call, *told, scope
    for caller, given, functions in callers:
        what, remedy = (given.get(one.id, one) if isinstance(one, ast.Name) else one for one in told)
        around = _Scope(scope.module, functions)
        yield from _expanded(caller, (what, remedy), around)


def _read(value: ast.expr, at: ast.Call, scope: _Scope) -> frozenset[str]:
    """The words of an expression; of a name those that it was last set to before, where that is plain."""
    if isinstance(value, ast.Name) and scope.functions:
        last = _set_before(value.id, at, scope.functions[0].body)
        return frozenset(_words(last or value, scope))
    return frozenset(_words(value, scope))


def _set_before(name: str, at: ast.Call, body: list[ast.stmt]) -> ast.expr | None:
    """The last statement in front that sets the name, if it is one of the block itself and not of a branch."""
    found: ast.expr | None = None
    for statement in body:
        if any(node is at for node in ast.walk(statement)):
            inner = [part for one in _blocks(statement) if (part := _set_before(name, at, one))]
            return inner[0] if inner else found
        values = _set_to(name, [statement])
        if values:
            found = values[0] if len(values) == 1 and isinstance(statement, ast.Assign) else None
    return None


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        block = getattr(statement, field, None)
        if block:
            yield block
    for handler in getattr(statement, "handlers", ()):
        yield handler.body


def _calls(node: ast.AST, functions: tuple[Function, ...]) -> Iterator[tuple[ast.Call, tuple[Function, ...]]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, functions
        yield from _calls(child, (child, *functions) if isinstance(child, Function) else functions)


def _words(value: ast.expr, scope: _Scope, depth: int = 0) -> set[str]:
    """What an expression may be, as text."""
    match value:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=parts):
            return {"".join(one) for one in product(*(sorted(_words(part, scope, depth)) for part in parts))}
        case ast.IfExp(body=one, orelse=other):
            return _words(one, scope, depth) | _words(other, scope, depth)
        case ast.BoolOp(values=parts):
            return set().union(*(_words(part, scope, depth) for part in parts))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            sides = (sorted(_words(side, scope, depth)) for side in (left, right))
            return {"".join(one) for one in product(*sides)}
        case ast.Name(id=name) if depth < DEEPEST:
            return _named(name, scope, depth + 1) or {GAP}
        case ast.Subscript(value=ast.Name(id=name)):
            return _all_words(_table(name, scope), scope, depth)
        case ast.Subscript(value=ast.Subscript(value=ast.Name(id=name)), slice=ast.Constant(value=int(place))):
            rows = [one.elts[place] for one in _table(name, scope) if isinstance(one, ast.Tuple)]
            return _all_words(rows, scope, depth)
        case ast.Call(func=ast.Name(id=name)) if depth < DEEPEST:
            return _returned(name, scope, depth + 1) or {GAP}
    return {GAP}


def _all_words(values: list[ast.expr], scope: _Scope, depth: int) -> set[str]:
    return set().union(*(_words(one, scope, depth) for one in values)) if values else {GAP}


def _table(name: str, scope: _Scope) -> list[ast.expr]:
    """The values of a table of the module."""
    tables = _set_to(name, scope.module.body)
    return [one for table in tables if isinstance(table, ast.Dict) for one in table.values]


def _named(name: str, scope: _Scope, depth: int) -> set[str]:
    """What a name may be: set in the function or its module, or handed in by who calls the function."""
    for place, function in enumerate(scope.functions):
        around = _Scope(scope.module, scope.functions[place:])
        values = _set_to(name, function.body)
        if values:
            return _all_words(values, around, depth)
        if name in _parameters(function):
            return _handed_in(name, function, scope, depth)
    values = _set_to(name, scope.module.body)
    return _all_words(values, _Scope(scope.module, ()), depth) if values else set()


def _set_to(name: str, body: list[ast.stmt]) -> list[ast.expr]:
    """The expressions that a name is set to, also as one of several."""
    found: list[ast.expr] = []
    for node in (one for statement in body for one in ast.walk(statement)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found += [node.value] if node.target.id == name else []
        for target in node.targets if isinstance(node, ast.Assign) else ():
            found += _part(name, target, node.value) if isinstance(node, ast.Assign) else []
    return found


def _part(name: str, target: ast.expr, value: ast.expr) -> list[ast.expr]:
    """What of the value goes to the name."""
    if isinstance(target, ast.Name):
        return [value] if target.id == name else []
    if not isinstance(target, ast.Tuple):
        return []
    if isinstance(value, ast.IfExp):
        return [*_part(name, target, value.body), *_part(name, target, value.orelse)]
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "get":
        row = ast.Subscript(value=value.func.value, slice=ast.Constant(value=None))
        return [*_part(name, target, row), *(part for one in value.args[1:] for part in _part(name, target, one))]
    if isinstance(value, ast.Subscript):
        places = [place for place, one in enumerate(target.elts) if isinstance(one, ast.Name) and one.id == name]
        return [ast.Subscript(value=value, slice=ast.Constant(value=place)) for place in places]
    if isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts, strict=True)
        return [part for one, given in pairs for part in _part(name, one, given)]
    return []


def _parameters(function: Function) -> list[str]:
    arguments = function.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def _callers(function: Function, module: ast.Module) -> Iterator[tuple[ast.Call, Given, tuple[Function, ...]]]:
    """The calls of a function in its module, with what each hands in by the names of the parameters."""
    names = [one for one in _parameters(function) if one not in ("self", "cls")]
    for call, functions in _calls(module, ()):
        if _last(call.func) == function.name:
            given = zip(names, call.args, strict=False)
            yield call, dict(given) | {one.arg or "": one.value for one in call.keywords}, functions


def _handed_in(name: str, function: Function, scope: _Scope, depth: int) -> set[str]:
    found: set[str] = set()
    for _, given, functions in _callers(function, scope.module):
        if name in given:
            found |= _words(given[name], _Scope(scope.module, functions), depth)
    return found


def _returned(name: str, scope: _Scope, depth: int) -> set[str]:
    """What a function of the module may answer."""
    found: set[str] = set()
    for function in (one for one in ast.walk(scope.module) if isinstance(one, Function) and one.name == name):
        around = _Scope(scope.module, (function,))
        answers = [one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value]
        found = found.union(*(_words(one, around, depth) for one in answers))
    return found


def _last(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Words with gaps, as a pattern of what they may become."""
    parts = re.split(f"{GAP}+", words)
    return re.compile(".*".join(re.escape(part) for part in parts))


def row_fits(row: str, place: Place) -> bool:
    """Whether a row of the reference is what a place says, with one of its remedies."""
    return any(
        pattern(f"{GAP}: {what}; {remedy}").fullmatch(row) or pattern(row).fullmatch(f"x: {what}; {remedy}")
        for what in place.whats
        for remedy in place.remedies
    )
