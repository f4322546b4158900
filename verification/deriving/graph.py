"""A forward as a sequence of values, each the result of one operation."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.deriving.code import Code
from yudo.verification.symbolic.arrays.axes import Axes
from yudo.verification.symbolic.inputs import Shape

UPSTREAM = "dout"
"""The gradient of the output, as the backward gets it."""


class Underivable(Exception):
    """What stands in the way of a derivation, and in which line."""

    def __init__(self, text: Text, line: int | None = None, source: str = ""):
        where = Text("", "") if line is None else Text(f"{line}행 `{source}`: ", f"line {line}, `{source}`: ")
        self.text = Text(where.ko + text.ko, where.en + text.en)
        super().__init__(self.text.en)


@dataclass(eq=False)
class Value:
    """An input, or the result of one operation.

    Attributes
    ----------
    name
        The variable that holds it: the forward's own name, or one made for it.
    node
        What computes it from other values; None for an input.
    axes
        Its axes, of symbolic size.
    flows
        Whether a gradient flows through it.
    key, operands, options
        The operation by NumPy's name, its array operands, and what else it was given.
    given
        Whether the forward gave it the name.
    variable
        The variable that the forward last put it into, if any.
    """

    name: str
    node: ast.expr | None
    axes: Axes
    flows: bool
    key: str = ""
    operands: tuple[Code, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    given: bool = True
    variable: str | None = None

    @property
    def code(self) -> Code:
        """The variable."""
        return Code(ast.Name(self.name, ast.Load()), self.axes)


@dataclass
class Graph:
    """The values of a forward in the order in which they are computed."""

    inputs: dict[str, Value]
    values: list[Value]
    output: Value
    function: str
    shapes: dict[str, Shape]

    def gradient_name(self, value: Value) -> str:
        """The variable of a value's gradient: ``dx`` for ``x``."""
        if value is self.output:
            return UPSTREAM
        name = f"d{value.name}"
        return name if name not in (UPSTREAM, *self.by_name()) else f"grad_{value.name}"

    def by_name(self) -> dict[str, Value]:
        """All values, inputs first, by their variables."""
        return {value.name: value for value in (*self.inputs.values(), *self.values)}
