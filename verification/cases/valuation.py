"""Numbers in the place of a record's symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt
from sympy import Add, Expr, Indexed, Mul, Symbol


class Unevaluable(ValueError):
    """An expression has no value here; the message says which part and why."""


@dataclass(frozen=True)
class Valuation:
    """Numbers for the symbols of a record.

    Attributes
    ----------
    numbers
        Sizes and numbers of layers as ``int``, scalars as ``float``, by the symbol's name.
    families
        Sizes that depend on a layer's number, by name: ``families["H"][0]`` is ``H[0]``.
    tensors
        Arrays by tensor name, floats or integer labels, one axis per axis of the tensor. A tensor with one
        array per layer has a mapping from the layer's number to the array.
    """

    numbers: Mapping[str, int | float]
    families: Mapping[str, Mapping[int, int]]
    tensors: Mapping[str, npt.NDArray[Any] | Mapping[int, npt.NDArray[Any]]]

    def integer(self, expression: Expr) -> int:
        """The value of an index or size expression without index symbols."""
        if expression.is_Integer:
            return int(expression)
        if isinstance(expression, Symbol) and isinstance(self.numbers.get(expression.name), int):
            return int(self.numbers[expression.name])
        if isinstance(expression, Indexed) and expression.base.name in self.families:
            return self.families[expression.base.name][self.integer(expression.indices[0])]
        if isinstance(expression, Add):
            return sum(self.integer(part) for part in expression.args)
        if isinstance(expression, Mul):
            result = 1
            for part in expression.args:
                result *= self.integer(part)
            return result
        raise Unevaluable(f"no size is known for {expression}")
