"""The nouns of the calculus: symbolic sizes, indices and tensors.

Indices count from 0, as in NumPy: an index into an axis of size ``D`` runs over ``0 … D - 1``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Expr, IndexedBase, MatrixSymbol, Sum, Symbol

Limits = tuple[Symbol, Expr]
"""An index with the size of the axis it runs over, as in ``(n, N)``."""


def sizes(names: str) -> tuple[Symbol, ...]:
    """Symbolic axis sizes, each a positive integer: ``N, D = sizes("N D")``."""
    return tuple(Symbol(name, integer=True, positive=True) for name in names.split())


def indices(names: str) -> tuple[Symbol, ...]:
    """Index symbols: ``n, d = indices("n d")``."""
    return tuple(Symbol(name, integer=True) for name in names.split())


def scalars(names: str, *, positive: bool = False) -> tuple[Symbol, ...]:
    """Real scalars, such as the regularisation strength: ``(lam,) = scalars("lambda")``."""
    assumptions = {"positive": True} if positive else {"real": True}
    return tuple(Symbol(name, **assumptions) for name in names.split())


class Tensor(IndexedBase):  # type: ignore[misc]
    """A named real array of symbolic shape; ``w[i, j]`` is its entry.

    ``layered`` tensors stand for one array per layer: their first index is the number of the layer
    and not an axis, and a size may depend on it (``W[l, i, j]`` with ``W[l]`` of shape ``(H[l-1], H[l])``).
    """

    layered: bool
    axes: tuple[Expr, ...]

    @property
    def name(self) -> str:
        """The name, as it stands in the code of ``impl/``."""
        return str(self.label)

    @property
    def matrix(self) -> MatrixSymbol:
        """The tensor as a matrix symbol; a vector is a column."""
        if self.layered or not 1 <= len(self.axes) <= 2:
            raise ValueError(f"{self.name} with axes {self.axes} has no single matrix")
        rows, columns = (*self.axes, 1) if len(self.axes) == 1 else self.axes
        return MatrixSymbol(self.name, rows, columns)


def tensor(name: str, *axes: Expr, positive: bool = False, layered: bool = False) -> Tensor:
    """A tensor of real numbers with the given axis sizes.

    Parameters
    ----------
    name
        The name that the code uses, such as ``"dout"``.
    axes
        Sizes of the axes; none for a scalar that differs per layer.
    positive
        Whether every entry is known to be greater than 0.
    layered
        Whether the tensor has a first index that counts layers.
    """
    return _tensor(name, axes, {"positive": True} if positive else {"real": True}, layered)


def labels(name: str, *axes: Expr) -> Tensor:
    """A tensor of class labels: integers that index another tensor's axis."""
    return _tensor(name, axes, {"integer": True, "nonnegative": True}, False)


def _tensor(name: str, axes: Sequence[Expr], assumptions: dict[str, bool], layered: bool) -> Tensor:
    made = Tensor(name, **assumptions)
    made.axes = tuple(axes)
    made.layered = layered
    return made


def total(summand: Expr, *over: Limits) -> Sum:
    """The sum of ``summand`` over whole axes: ``total(x[n, d] * w[d, m], (d, D))``."""
    return Sum(summand, *((index, 0, size - 1) for index, size in over))


def limits_of(expression: Any) -> list[Limits]:
    """The ``(index, size)`` pairs of a `total`."""
    pairs = []
    for index, lower, upper in expression.limits:
        if lower != 0:
            raise ValueError(f"sums run over whole axes, from 0; got {index} from {lower}")
        pairs.append((index, upper + 1))
    return pairs
