"""Named intermediate tensors: ``probs[n, c] = exp(x[n, c]) / …``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import Expr, Indexed, Symbol

from derivations.calculus.gradient import with_fresh_bounds
from derivations.calculus.symbols import Tensor


@dataclass(frozen=True)
class Definition:
    """An entry of a named tensor and what it stands for.

    ``entry`` is the pattern, such as ``probs[n, c]``. Its index symbols are the variables of the
    definition; numbers and sizes in it (``a[0, n, d]``, ``dz[L, n, c]``) are matched exactly.
    """

    entry: Indexed
    value: Expr

    @property
    def tensor(self) -> Tensor:
        """The tensor that is defined."""
        return self.entry.base

    def at(self, indices: Iterable[Expr]) -> Expr | None:
        """The value at other indices, or None where the pattern does not match."""
        renaming: dict[Symbol, Expr] = {}
        for pattern, index in zip(self.entry.indices, indices, strict=True):
            if isinstance(pattern, Symbol) and not pattern.is_positive:
                renaming[pattern] = index
            elif pattern != index:
                return None
        return with_fresh_bounds(self.value).xreplace(renaming)


def expand(expression: Expr, definitions: Iterable[Definition]) -> Expr:
    """Replace defined entries by what they stand for, later definitions first.

    A definition is applied once: a recurrence (``dz[l]`` from ``dz[l + 1]``) is unrolled by one layer.
    """
    for definition in reversed(tuple(definitions)):
        expression = _replace(with_fresh_bounds(expression), definition)
    return expression


def _replace(expression: Expr, definition: Definition) -> Expr:
    if isinstance(expression, Indexed) and expression.base == definition.tensor:
        value = definition.at(_replace(index, definition) for index in expression.indices)
        return expression if value is None else value
    if not expression.args or isinstance(expression, Indexed):
        return expression
    return expression.func(*(_replace(part, definition) for part in expression.args))
