"""The source of a forward that keeps what its backward needs, and of that backward."""

from __future__ import annotations

import ast
import linecache
import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from types import FunctionType
from typing import Any

import numpy as np

from yudo.verification.deriving.backward import Backward
from yudo.verification.deriving.code import names_in, substituted
from yudo.verification.deriving.graph import UPSTREAM, Graph, Value


def pair(graph: Graph, made: Backward) -> tuple[str, str]:
    """The forward with its cache, and the backward."""
    name = graph.function
    stem = name.removesuffix("_forward").removesuffix("forward").rstrip("_")
    cache = f"({', '.join(made.cached)}{',' if len(made.cached) == 1 else ''})"
    ahead = [*_forward(graph, made.cached), f"return {graph.output.name}, {cache}"]
    unpacked = [] if not made.cached else [
        f"{made.cached[0]}, = cache" if len(made.cached) == 1 else f"{', '.join(made.cached)} = cache"
    ]  # fmt: skip
    back = [*unpacked, *made.statements, f"return {', '.join(made.returned.values())}"]
    return (
        function(f"{stem}_forward" if stem else "forward", list(graph.inputs), ahead),
        function(f"{stem}_backward" if stem else "backward", [UPSTREAM, "cache"], back),
    )


def _forward(graph: Graph, cached: Sequence[str]) -> list[str]:
    """The statements that compute the output and the values named, each in a variable of its own."""
    by_name = graph.by_name()
    needed = _needed(by_name, [graph.output.name, *cached])
    uses = Counter(
        name for one in needed if by_name[one].node is not None for name in _occurrences(by_name[one])
    )
    statements: list[str] = []
    inlined: dict[str, ast.expr] = {}
    for value in graph.values:
        if value.name not in needed or value.node is None:
            continue
        node = substituted(value.node, inlined)
        if value.given or value.name in cached or value is graph.output or uses[value.name] > 1:
            statements.append(f"{value.name} = {ast.unparse(node)}")
        else:
            inlined[value.name] = node
    return statements


def _occurrences(value: Value) -> list[str]:
    assert value.node is not None
    return [part.id for part in ast.walk(value.node) if isinstance(part, ast.Name)]


def _needed(by_name: dict[str, Value], wanted: Sequence[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in found or name not in by_name:
            continue
        found.add(name)
        node = by_name[name].node
        waiting += names_in([node]) if node is not None else []
    return found


_numbers = count()


def compiled(source: str) -> Callable[..., Any]:
    """The function that a source defines; its text is kept, so that it can be traced."""
    file = f"<derived {next(_numbers)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names: dict[str, Any] = {"np": np, "math": math, "__name__": "derived"}
    exec(compile(source, file, "exec"), names)
    return next(value for value in names.values() if isinstance(value, FunctionType))


def function(name: str, parameters: Sequence[str], statements: Sequence[str]) -> str:
    """The source of a function."""
    body = "".join(f"    {statement}\n" for statement in statements)
    return f"def {name}({', '.join(parameters)}):\n{body}"
