"""Matrix notation: SymPy matrix expressions and the entries they stand for.

A vector is a column. Products, transposes and sums are SymPy's; a function applied to every entry is
``elementwise(f, A)``, and ``A ∘ B`` is SymPy's ``HadamardProduct``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import count

from sympy import (
    Dummy,
    Expr,
    HadamardPower,
    HadamardProduct,
    Integer,
    Inverse,
    KroneckerDelta,
    Lambda,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    OneMatrix,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixExpr
from sympy.matrices.expressions.special import Identity

from yudo.derivations.calculus.symbols import Cut, Tensor, total


class Diagonal(MatrixExpr):  # type: ignore[misc]
    """The diagonal matrix with a column on its diagonal; SymPy's own simplifies away too eagerly."""

    def __new__(cls, column: MatrixExpr) -> Diagonal:
        """Build it from a column."""
        made: Diagonal = MatrixExpr.__new__(cls, column)
        return made

    @property
    def shape(self) -> tuple[Expr, Expr]:
        """As many rows and columns as the column has rows."""
        return (self.args[0].rows, self.args[0].rows)


class Row(MatrixExpr):  # type: ignore[misc]
    """Row ``n`` of a matrix, as a column: what NumPy writes ``probs[n, :]``."""

    def __new__(cls, matrix: MatrixExpr, n: Expr) -> Row:
        """Build it from a matrix and the number of a row."""
        made: Row = MatrixExpr.__new__(cls, matrix, n)
        return made

    @property
    def shape(self) -> tuple[Expr, Expr]:
        """A column with as many rows as the matrix has columns."""
        return (self.args[0].cols, Integer(1))


class MatrixSum(MatrixExpr):  # type: ignore[misc]
    """The sum of a matrix over the numbers of layers or steps, ``index`` from 0 to ``size - 1``."""

    def __new__(cls, matrix: MatrixExpr, index: Symbol, size: Expr) -> MatrixSum:
        """Build it from the matrix that is summed and what is counted."""
        made: MatrixSum = MatrixExpr.__new__(cls, matrix, index, size)
        return made

    @property
    def shape(self) -> tuple[Expr, Expr]:
        """That of every term."""
        rows, columns = self.args[0].shape
        return (rows, columns)


def ones(size: Expr) -> OneMatrix:
    """The column of ``size`` ones."""
    return OneMatrix(size, 1)


def elementwise(function: type, matrix: MatrixExpr) -> ElementwiseApplyFunction:
    """``function`` applied to every entry."""
    argument = Dummy("element", real=True)
    return ElementwiseApplyFunction(Lambda(argument, function(argument)), matrix)


_inner = count()


def entry(
    matrix: Expr, row: Expr, column: Expr, tensors: Iterable[Tensor | Cut], layers: Sequence[Expr] = ()
) -> Expr:
    """The entry of a matrix expression, as an index expression.

    Parameters
    ----------
    matrix
        A matrix expression over the symbols of ``tensors``.
    row, column
        The indices of the entry; a column vector has the column 0.
    tensors
        The tensors, and the cuts through tensors, whose matrices occur.
    layers
        The layers whose matrices occur, besides ``l - 1``, ``l`` and ``l + 1``.

    Raises
    ------
    ValueError
        If shapes do not fit (SymPy lets symbolic ones pass) or a matrix has no known entry.
    """
    known = _entries_by_matrix(tensors, layers)

    def at(part: Expr, i: Expr, j: Expr) -> Expr:
        match part:
            case MatrixSymbol():
                return known[part](i, j)
            case Transpose():
                return at(part.arg, j, i)
            case MatAdd() | HadamardProduct() if len({term.shape for term in part.args}) > 1:
                raise ValueError(f"shapes do not fit in {part}: {[term.shape for term in part.args]}")
            case MatAdd():
                result = at(part.args[0], i, j)
                for term in part.args[1:]:
                    result = result + at(term, i, j)
                return result
            case MatMul():
                return product_entry(part, i, j)
            case HadamardProduct():
                result = at(part.args[0], i, j)
                for factor in part.args[1:]:
                    result = result * at(factor, i, j)
                return result
            case HadamardPower():
                return at(part.base, i, j) ** part.exp
            case ElementwiseApplyFunction():
                return part.function(at(part.expr, i, j))
            case ZeroMatrix():
                return Integer(0)
            case OneMatrix():
                return Integer(1)
            case Identity():
                return KroneckerDelta(i, j)
            case Diagonal():
                return KroneckerDelta(i, j) * at(part.args[0], i, 0)
            case Row():
                return at(part.args[0], part.args[1], i)
            case MatrixSum():
                term, index, size = part.args
                return total(at(term, i, j), (index, size))
            case Inverse(arg=Diagonal() as diagonal) | MatPow(base=Diagonal() as diagonal):
                return KroneckerDelta(i, j) / at(diagonal.args[0], i, 0)
        raise ValueError(f"no entry is known for {type(part).__name__}: {part}")

    def product_entry(part: MatMul, i: Expr, j: Expr) -> Expr:
        coefficient, factors = part.as_coeff_matrices()
        first, *rest = factors
        if not rest:
            return scalar(coefficient) * at(first, i, j)
        size = first.cols
        if rest[0].rows != size:
            raise ValueError(f"shapes do not fit in {part}: {size} columns times {rest[0].rows} rows")
        if size == 1:
            return scalar(coefficient) * at(first, i, 0) * at(MatMul(*rest), 0, j)
        k = Dummy(f"k{next(_inner)}", integer=True)
        return scalar(coefficient) * total(at(first, i, k) * at(MatMul(*rest), k, j), (k, size))

    def scalar(part: Expr) -> Expr:
        """Replace traces, the only matrices that may stand inside a scalar."""
        if isinstance(part, Trace):
            k = Dummy(f"k{next(_inner)}", integer=True)
            return total(at(part.arg, k, k), (k, part.arg.rows))
        return part.func(*(scalar(p) for p in part.args)) if part.has(Trace) else part

    return at(matrix, row, column) if isinstance(matrix, MatrixExpr) else scalar(matrix)


def _entries_by_matrix(
    tensors: Iterable[Tensor | Cut], layers: Sequence[Expr]
) -> dict[MatrixSymbol, Callable[[Expr, Expr], Expr]]:
    known: dict[MatrixSymbol, Callable[[Expr, Expr], Expr]] = {}
    for t in tensors:
        if isinstance(t, Cut):
            known[t.matrix] = t.entry
        elif t.layer is None:
            known[t.matrix] = partial(_entry_of_tensor, t, ())
        else:
            for layer in (t.layer - 1, t.layer, t.layer + 1, *layers):
                known[t.matrix_at(layer)] = partial(_entry_of_tensor, t, (layer,))
    return known


def _entry_of_tensor(t: Tensor, layer: tuple[Expr, ...], i: Expr, j: Expr) -> Expr:
    return t[(*layer, i)] if len(t.axes) == 1 else t[(*layer, i, j)]
