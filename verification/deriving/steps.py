"""The steps of a derivation: back through one operation at a time, each proven by itself."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.deriving.backward import Passage
from yudo.verification.deriving.code import names_in
from yudo.verification.deriving.graph import Graph, Value
from yudo.verification.deriving.sources import compiled, function
from yudo.verification.symbolic.arrays.axes import size_of
from yudo.verification.symbolic.inputs import Shape
from yudo.verification.symbolic.vjp import prove_vjp
from yudo.verification.verdicts import PROVEN


@dataclass(frozen=True)
class Step:
    """One step of the derivation: back through one operation of the forward.

    Attributes
    ----------
    title, why
        The rule, in both languages.
    forward
        The operation, as NumPy statements: ``z = x @ w``.
    backward
        The statements that give each operand its gradient: ``dx = dz @ w.T``.
    checked
        Whether this step alone was proven, for every shape.
    """

    title: Text
    why: Text
    forward: Sequence[str]
    backward: Sequence[str]
    checked: bool


def step(graph: Graph, passage: Passage, sources: set[str]) -> Step:
    """The step through one value.

    Parameters
    ----------
    sources
        The values that the operation is taken to start from.
    """
    shown = between(graph, passage.value, sources)
    ahead = [
        f"{value.name} = {ast.unparse(value.node)}"
        for value in graph.values
        if value.name in shown and value.flows and value.node is not None
    ]
    back = list(chain.from_iterable(passage.statements.values()))
    checked = holds(graph, passage.value, passage.statements, sources)
    return Step(passage.rule.title, passage.rule.why, ahead, back, checked)


def holds(graph: Graph, value: Value, statements: Mapping[str, Sequence[str]], sources: set[str]) -> bool:
    """Whether the gradients that are handed back through a value are right, for every shape.

    Parameters
    ----------
    statements
        What gives each operand its gradient, by the operand's name.
    sources
        The values that the operation is taken to start from; the others that it needs are held fixed.
    """
    by_name = graph.by_name()
    inner = between(graph, value, sources)
    inputs: list[str] = []
    ahead: dict[str, str] = {}

    def compute(name: str) -> None:
        one = by_name[name]
        if name in ahead or name in inputs:
            return
        if one.node is None or name in sources or (one.flows and name not in inner):
            inputs.append(name)
            return
        for part in names_in([one.node]):
            if part in by_name:
                compute(part)
        ahead[name] = f"{name} = {ast.unparse(one.node)}"

    back = list(chain.from_iterable(statements.values()))
    for name in (value.name, *names_in(map(ast.parse, back))):
        if name in by_name:
            compute(name)
    shapes = {name: _shape(graph, by_name[name], name in statements) for name in inputs}
    known: dict[str, Any] = {name: shape for name, shape in shapes.items() if shape is not None}
    if known.keys() != shapes.keys():
        return False
    kept = ", ".join((*inputs, *ahead)) + ","
    gradients = [graph.gradient_name(by_name[name]) for name in inputs if name in statements]
    forward = function("forward", inputs, [*ahead.values(), f"return {value.name}, ({kept})"])
    backward = function(
        "backward",
        [graph.gradient_name(value), "cache"],
        [f"{kept} = cache", *back, f"return {', '.join(gradients)}"],
    )
    return prove_vjp(compiled(forward), compiled(backward), **known).verdict == PROVEN


def between(graph: Graph, value: Value, sources: set[str]) -> set[str]:
    """The values that are computed between the sources and a value, itself included."""
    by_name = graph.by_name()
    found: set[str] = set()
    waiting = [value.name]
    while waiting:
        name = waiting.pop()
        node = by_name[name].node
        if name in found or name in sources or node is None:
            continue
        found.add(name)
        waiting += [part for part in names_in([node]) if part in by_name]
    return found


def _shape(graph: Graph, value: Value, is_differentiated: bool) -> Shape | None:
    """The shape of a value that counts as an input, if its axes are products of named sizes."""
    given = graph.shapes.get(value.name)
    if given is not None and given.kind == "labels":
        return given
    sizes: list[str | int] = []
    for axis in value.axes:
        if any(not (factor.is_Symbol or factor.is_Integer) for factor in axis):
            return None
        is_known = all(factor.is_Integer for factor in axis)
        sizes.append(int(size_of(axis)) if is_known else "*".join(map(str, axis)))
    return Shape(tuple(sizes), "real" if is_differentiated else "fixed")
