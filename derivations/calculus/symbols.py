"""The nouns of the calculus: symbolic sizes, indices and tensors.

Indices count from 0, as in NumPy: an index into an axis of size ``D`` runs over ``0 … D - 1``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Self

from sympy import Expr, IndexedBase, MatrixSymbol, Symbol

from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.text import Text

Limits = tuple[Symbol, Expr]
"""An index with the size of the axis it runs over, as in ``(n, N)``."""

Values = Literal[
    "real", "moderate", "generic", "logits", "probability", "share", "variance", "mean_square", "mask"
]
"""What the entries of a tensor may be: any real number; numbers that a chain of products keeps from
overflowing; the same, and none special, such as the 0 that is a kink; real numbers or, for a masked class, -∞; numbers strictly between 0 and 1; numbers from 0 to 1,
the ends included; positive numbers of any size; the same and 0; 0 or 1."""


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


class Scalar(Symbol):  # type: ignore[misc]
    """A real number that a layer takes, with what is said about it where it is declared."""

    says: Text | None
    at_most: float | None
    below: float | None
    values: Values

    def __new__(
        cls,
        name: str,
        says: Text | None = None,
        at_most: float | None = None,
        below: float | None = None,
        values: Values = "real",
        **assumptions: bool,
    ) -> Self:
        """Make one of its own, even where another of the name exists: layers say different things of them."""
        made: Self = cls.__xnew__(cls, name, **assumptions)
        made.says, made.at_most, made.below, made.values = says, at_most, below, values
        return made


def scalar(
    name: str,
    *,
    positive: bool = False,
    nonnegative: bool = False,
    at_most: float | None = None,
    below: float | None = None,
    values: Values = "real",
    says: Text | None = None,
) -> Scalar:
    """A number that a layer takes: ``epsilon = scalar("epsilon", positive=True)`` is never 0.

    Parameters
    ----------
    name
        The name that the code uses.
    positive
        Whether the layer has a meaning for numbers greater than 0 alone.
    nonnegative
        Whether it has one for 0 and numbers greater than 0 alone.
    at_most
        The largest number that the layer has a meaning for, such as 1 for a probability.
    below
        A number that it never reaches, such as 1 where ``1 - beta`` divides.
    values
        ``"moderate"`` where a chain of products or quotients would overflow at numbers of any size.
    says
        What it is, in both languages.
    """
    domain = "positive" if positive else "nonnegative" if nonnegative else "real"
    return Scalar(name, says, at_most, below, values, **{domain: True})


class FlattenedSize(Symbol):  # type: ignore[misc]
    """The size of an axis that may stand for several, flattened in row-major order: ``D = d1 * … * dk``.

    Flattening numbers the tuples ``(i1, …, ik)`` from 0 to ``D - 1``, each exactly once. What is shown
    for one axis of size ``D`` therefore holds for all ``k`` of them.
    """

    def is_several_at(self, position: int) -> bool:
        """Whether the code's arrays have several axes in the place of this one, which is at a position.

        Features are several axes behind the samples; the rows of a weight matrix are one.
        """
        return position > 0


class FlattenedBatch(FlattenedSize):
    """The number of samples that may lie along several axes, in every array: N sentences of T words each."""

    def is_several_at(self, position: int) -> bool:
        """As of a flattened size; at whatever position."""
        return True


def flattened_size(name: str) -> FlattenedSize:
    """The size of an axis that may stand for several: ``D = flattened_size("D")``."""
    return FlattenedSize(name, integer=True, positive=True)


def flattened_batch(name: str) -> FlattenedBatch:
    """The number of samples that may lie along several axes: ``N = flattened_batch("N")``."""
    return FlattenedBatch(name, integer=True, positive=True)


def size_family(name: str) -> IndexedBase:
    """One size per layer: ``H = size_family("H")``, then ``H[l]`` is the width of layer ``l``."""
    return IndexedBase(name, integer=True, positive=True)


class Tensor(IndexedBase):  # type: ignore[misc]
    """A named real array of symbolic shape; ``w[i, j]`` is its entry.

    A tensor with a ``layer`` symbol stands for one array per layer: its first index is the number of
    the layer and not an axis, and a size may depend on it (``W[l, i, j]`` with ``W[l]`` of shape
    ``(H[l - 1], H[l])``).
    """

    layer: Symbol | None
    axes: tuple[Expr, ...]
    values: Values
    says: Text | None
    is_defined_elsewhere = False
    """Whether its entries depend on those of others in a way that expressions in them do not show."""

    @property
    def name(self) -> str:
        """The name, as it stands in the code of ``impl/``."""
        return str(self.label)

    def _hashable_content(self) -> tuple[Any, ...]:
        # SymPy's cache would else put the array of another layer, with other axes, in place of this one. A
        # string, because SymPy sorts by what stands here.
        axes = getattr(self, "axes", ())
        told = _told(axes, tuple(map(type, axes)), getattr(self, "layer", None))
        return (*super()._hashable_content(), told)

    @property
    def func(self) -> Callable[..., Tensor]:
        """What SymPy rebuilds it with: the axes stay."""

        def rebuilt(*args: Any) -> Tensor:
            made = Tensor(*args)
            made.axes, made.layer, made.values, made.says = self.axes, self.layer, self.values, self.says
            return made

        return rebuilt

    def stacked(self, *axes: Expr) -> Tensor:
        """The arrays of all layers in one, whose axes are given."""
        made = self.func(*self.args)
        made.axes, made.layer = axes, None
        return made

    @property
    def matrix(self) -> MatrixSymbol:
        """The tensor as a matrix symbol; a vector is a column."""
        if self.layer is not None:
            raise ValueError(f"{self.name} has one matrix per layer: use matrix_at")
        return self._matrix(self.name, self.axes)

    def matrix_at(self, layer: Expr) -> MatrixSymbol:
        """The matrix of one layer."""
        return self._matrix(f"{self.name}[{layer}]", [axis.subs(self.layer, layer) for axis in self.axes])

    def cut(self, *places: Expr | None, layer: Expr | None = None) -> Cut:
        """The entries with some indices held: ``x.cut(None, c, None)`` is what NumPy writes ``x[:, c, :]``.

        Of a tensor that stands for one array per layer, ``layer`` is the number of one.
        """
        return Cut(self, places, layer)

    def _matrix(self, name: str, axes: Sequence[Expr]) -> MatrixSymbol:
        if not 1 <= len(axes) <= 2:
            raise ValueError(f"{name} with axes {axes} is not a matrix")
        rows, columns = (*axes, 1) if len(axes) == 1 else axes
        return MatrixSymbol(name, rows, columns)


@lru_cache(maxsize=4096)
def _told(axes: tuple[Expr, ...], kinds: tuple[type, ...], layer: Symbol | None) -> str:
    listed = ", ".join(f"{kind.__name__} {axis}" for kind, axis in zip(kinds, axes, strict=True))
    return f"{listed}; {layer}"


@dataclass(frozen=True)
class Cut:
    """The matrix of a tensor's entries along two axes, with one index held on each of the others.

    ``places`` has an index for each axis, and None for the two that the matrix has; ``layer`` is the number
    of the layer where there is one array for each.
    """

    tensor: Tensor
    places: tuple[Expr | None, ...]
    layer: Expr | None = None

    @property
    def matrix(self) -> MatrixSymbol:
        """It as a matrix symbol."""
        rows, columns = (
            axis for axis, held in zip(self.tensor.axes, self.places, strict=True) if held is None
        )
        places = ", ".join(":" if held is None else str(held) for held in self.places)
        number = "" if self.layer is None else f"[{self.layer}]"
        return MatrixSymbol(f"{self.tensor.name}{number}[{places}]", rows, columns)

    @property
    def held(self) -> tuple[Expr, ...]:
        """The indices that are held."""
        return tuple(held for held in self.places if held is not None)

    def entry(self, row: Expr, column: Expr) -> Expr:
        """The entry of the tensor in a row and a column of the matrix."""
        along = iter((row, column))
        number = () if self.layer is None else (self.layer,)
        return self.tensor[(*number, *(next(along) if held is None else held for held in self.places))]


def tensor(
    name: str,
    *axes: Expr,
    positive: bool = False,
    layer: Symbol | None = None,
    values: Values = "real",
    says: Text | None = None,
) -> Tensor:
    """A tensor of real numbers with the given axis sizes.

    Parameters
    ----------
    name
        The name that the code uses, such as ``"dout"``.
    axes
        Sizes of the axes.
    positive
        Whether every entry is known to be greater than 0.
    layer
        For one array per layer: the symbol that counts layers in ``axes``.
    values
        What the entries may be, where values are tried.
    says
        What it is, in both languages: the page of notation has it from here.
    """
    made = _tensor(name, axes, {"positive": True} if positive else {"real": True}, layer, says)
    made.values = values
    return made


def labels(name: str, *axes: Expr, layer: Symbol | None = None, says: Text | None = None) -> Tensor:
    """A tensor of class labels: integers that index another tensor's axis. ``layer`` is as in `tensor`."""
    return _tensor(name, axes, {"integer": True, "nonnegative": True}, layer, says)


def _tensor(
    name: str, axes: Sequence[Expr], assumptions: dict[str, bool], layer: Symbol | None, says: Text | None
) -> Tensor:
    made = Tensor(name, **assumptions)
    made.axes, made.layer, made.values, made.says = tuple(axes), layer, "real", says
    return made


def total(summand: Expr, *over: Limits) -> Sum:
    """The sum of ``summand`` over whole axes, the outermost first: ``total(x[n, d] * w[d, m], (d, D))``."""
    return Sum(summand, *((index, 0, size - 1) for index, size in reversed(over)))


def limits_of(expression: Any) -> list[Limits]:
    """The ``(index, size)`` pairs of a `total`."""
    pairs = []
    for index, lower, upper in expression.limits:
        if lower != 0:
            raise ValueError(f"sums run over whole axes, from 0; got {index} from {lower}")
        pairs.append((index, upper + 1))
    return pairs
