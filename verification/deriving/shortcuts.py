"""Functions of one entry whose derivative is made of their output, however they are computed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from yudo.verification.deriving.backward import Shortcut
from yudo.verification.deriving.code import Code, names_in
from yudo.verification.deriving.graph import Graph, Value
from yudo.verification.deriving.rules import BY_OUTPUT, Rule
from yudo.verification.deriving.steps import holds

_ENTRYWISE = {
    "add", "subtract", "multiply", "divide", "power", "negative", "exp", "expm1", "log", "log1p", "sqrt",
    "square", "reciprocal", "tanh", "erf", "erfc", "absolute", "maximum", "minimum", "clip", "where",
    "logaddexp",
}  # fmt: skip


def shortcuts(graph: Graph) -> dict[str, Shortcut]:
    """By the name of its result, where each of them ends; each is proven to be one."""
    by_name = graph.by_name()
    users: dict[str, list[str]] = {}
    for value in graph.values:
        for name in names_in([] if value.node is None else [value.node]):
            users.setdefault(name, []).append(value.name)
    found: dict[str, Shortcut] = {}
    inside: set[str] = set()
    for value in reversed(graph.values):
        if value.name in inside or not value.flows:
            continue
        for region, source in _region_candidates(value, by_name, users):
            if not any(by_name[name].key == "exp" for name in region):
                continue
            rule = next((one for one in BY_OUTPUT if _holds_by_output(graph, value, source, one)), None)
            if rule is not None:
                found[value.name] = Shortcut(source.name, rule)
                inside |= region
                break
    return found


def _region_candidates(
    value: Value, by_name: Mapping[str, Value], users: Mapping[str, list[str]]
) -> Iterator[tuple[set[str], Value]]:
    """Operations on entries that end in a value and come from a single one, from small to large."""
    region: set[str] = set()
    boundary = [value]
    while True:
        grown = next(
            (
                one
                for one in boundary
                if one.key in _ENTRYWISE
                and one.axes == value.axes
                and (one is value or all(user in region for user in users.get(one.name, ())))
            ),
            None,
        )
        if grown is None:
            return
        region.add(grown.name)
        before = [by_name[name] for name in names_in(code.node for code in grown.operands) if name in by_name]
        boundary = list(dict.fromkeys(one for one in (*boundary, *before) if one.flows and one is not grown))
        if len(boundary) == 1 and boundary[0].axes == value.axes:
            yield region, boundary[0]


def _holds_by_output(graph: Graph, value: Value, source: Value, rule: Rule) -> bool:
    upstream = Code(ast.Name(graph.gradient_name(value), ast.Load()), value.axes)
    (part,) = rule.gradient(value, upstream)
    statement = f"{graph.gradient_name(source)} = {part}"
    return holds(graph, value, {source.name: [statement]}, {source.name})
