"""Square matrices of known size: determinant, inverse and powers."""

from __future__ import annotations

from functools import reduce

from sympy import Add, Expr, Integer

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import elementwise, errors, reductions
from yudo.verification.symbolic.arrays.axes import Index, size_of
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.defined import doubted
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.shaping import with_known_axes

_LARGEST = 3
"""The terms of a determinant grow as the factorial of its size."""


def _entries(of: Content) -> tuple[Content, list[list[Expr]]]:
    if len(of.axes) != 2:
        raise Unreadable(
            Text("여러 행렬의 행렬식이나 역행렬", "the determinants or inverses of several matrices")
        )
    rows, columns = map(size_of, of.axes)
    if rows != columns:
        raise NumPyRefuses(Text("정사각형이 아닌 행렬", "a matrix that is not square"))
    if not rows.is_Integer or rows > _LARGEST:
        raise Unreadable(
            Text(
                f"크기가 {rows}인 행렬의 행렬식이나 역행렬",
                f"the determinant or the inverse of a matrix of size {rows}",
            )
        )
    of = with_known_axes(elementwise.cast(of, "float"))
    places = range(int(rows))
    return of, [[of.at(_place(of, i, j)) for j in places] for i in places]


def _place(of: Content, row: int, column: int) -> Index:
    return tuple(Integer(at) for at, axis in zip((row, column), of.axes, strict=True) if axis != ())


def _without(rows: list[list[Expr]], row: int, column: int) -> list[list[Expr]]:
    return [line[:column] + line[column + 1 :] for number, line in enumerate(rows) if number != row]


def _determinant(rows: list[list[Expr]]) -> Expr:
    if not rows:
        return Integer(1)
    return Add(*((-1) ** j * one * _determinant(_without(rows, 0, j)) for j, one in enumerate(rows[0])))


def determinant(of: Content) -> Content:
    """The determinant."""
    _, rows = _entries(of)
    found = _determinant(rows)
    return Content((), lambda _: found, "float")


def inverse(of: Content) -> Content:
    """The inverse, by cofactors; of a singular matrix NumPy raises."""
    of, rows = _entries(of)
    errors.may_raise(Text("특이할 수도 있는 행렬의 역행렬", "the inverse of a matrix that may be singular"))
    whole = _determinant(rows)

    def entry(index: Index) -> Expr:
        i, j = map(int, index) if index else (0, 0)
        return doubted((-1) ** (i + j) * _determinant(_without(rows, j, i)) / whole, False)

    return Content(of.axes, entry, "float")


def raised(of: Content, power: int) -> Content:
    """The product of a matrix with itself, at least once."""
    if len(of.axes) != 2 or power < 1:
        raise Unreadable(
            Text(
                "자연수가 아닌 거듭제곱이나 여러 행렬의 거듭제곱",
                "powers of several matrices, or that are no natural numbers",
            )
        )
    return reduce(reductions.matmul, [of] * power)
