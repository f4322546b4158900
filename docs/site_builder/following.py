"""Following traced code line by line: which names a line writes to, and what they hold when it is done."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from os.path import dirname
from pathlib import Path
from types import FrameType
from typing import Any

RETURNED = "return"
"""Stands in the place of a name for what a ``return`` with an expression of its own hands back."""
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)


@dataclass(frozen=True)
class Statement:
    """A statement that holds no other: its first and last line, and the names that it writes to."""

    first: int
    last: int
    names: tuple[str, ...]
    adds: bool = False
    """Whether it adds to, or takes off, what a name held before."""
    renames: bool = False
    """Whether it gives another name to what a name holds."""
    returns: bool = False


@dataclass(frozen=True, eq=False)  # two runs are never the same; their values may not be comparable
class Visit:
    """One run of a statement: the call that it belongs to, and the values by name, afterwards and before."""

    call: int
    statement: Statement
    values: dict[str, Any]
    before: dict[str, Any]


class SourceFile:
    """The functions of a module and their statements, found by the lines they stand on."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self._tree = ast.parse(path.read_text(encoding="utf-8"))

    @cached_property
    def functions(self) -> dict[int, dict[int, Statement]]:
        """For the line that a function begins on: its statements, by each of their lines."""
        found = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.FunctionDef):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                statements = [_statement(part) for part in ast.walk(node) if isinstance(part, _SIMPLE)]
                found[first] = {line: one for one in statements for line in range(one.first, one.last + 1)}
        return found

    def statements_of(self, frame: FrameType) -> dict[int, Statement] | None:
        """The statements of the function that a frame runs; None if it is not of this file."""
        code = frame.f_code
        return self.functions.get(code.co_firstlineno) if code.co_filename == self.path else None


def _statement(node: ast.stmt) -> Statement:
    names = tuple(dict.fromkeys(written(node)))
    adds = isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub)
    renames = isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)
    last = node.end_lineno or node.lineno
    return Statement(node.lineno, last, names, adds, renames, isinstance(node, ast.Return))


def written(node: ast.AST) -> Iterator[str]:
    """Names of the arrays that a statement writes to, or that a target names."""
    match node:
        case ast.Assign(targets=parts) | ast.Tuple(elts=parts):
            yield from (name for part in parts for name in written(part))
        case ast.AugAssign(target=part) | ast.AnnAssign(target=part) | ast.Subscript(value=part):
            yield from written(part)
        case ast.Expr(value=ast.Call(keywords=keywords)):
            yield from (
                name for keyword in keywords if keyword.arg == "out" for name in written(keyword.value)
            )
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Name | ast.Tuple | ast.Dict):
            yield RETURNED
        case ast.Name(id=name):
            yield name


@contextmanager
def following(
    file: SourceFile,
    take: Callable[[Any], Any],
    returned: Callable[[FrameType, Any], None] | None = None,
) -> Iterator[list[Visit]]:
    """Note every statement of a file's functions that runs.

    Parameters
    ----------
    file
        The module to follow.
    take
        What to keep of a value: called with it as soon as the statement is done.
    returned
        Called with the frame and the value whenever a function of the file's folder returns.
    """
    visits: list[Visit] = []
    folder = dirname(file.path)
    calls = 0

    def enter(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal calls
        statements = file.statements_of(frame)
        if statements is None:
            if returned is None or dirname(frame.f_code.co_filename) != folder:
                return None
            frame.f_trace_lines = False
            return leave
        calls += 1
        call, running, before = calls, None, {}

        def step(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal running, before
            if event not in ("line", "return"):
                return step
            here = statements.get(frame.f_lineno) if event == "line" else None
            if running is not None and here is not running:
                held = {**frame.f_locals, RETURNED: argument}
                values = {name: take(held[name]) for name in running.names if name in held}
                visits.append(Visit(call, running, values, before))
            if here is not None and here is not running:
                before = {name: take(frame.f_locals[name]) for name in here.names if name in frame.f_locals}
            running = here
            if event == "return" and returned is not None:
                returned(frame, argument)
            return step

        return step

    def leave(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "return" and returned is not None:
            returned(frame, argument)
        return leave

    sys.settrace(enter)
    try:
        yield visits
    finally:
        sys.settrace(None)
