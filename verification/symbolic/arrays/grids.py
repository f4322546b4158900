"""Places along axes as arrays: what NumPy makes for indexing and for functions of positions."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, Rational

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import elementwise, indexing, shaping
from yudo.verification.symbolic.arrays.array import (
    as_content,
    asarray,
    axes_from_shape,
    expression,
    ndarray,
    truth,
)
from yudo.verification.symbolic.arrays.axes import Axes, axis_of, size_of
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable


def _along(of: Content, place: int, ndim: int) -> Content:
    """A vector that lies along one of several axes."""
    return shaping.with_axes(of, tuple(of.axes[0] if at == place else () for at in range(ndim)))


def _positions(axes: Axes, *, dense: bool) -> list[ndarray]:
    """For each axis, the places along it."""
    made = [_along(indexing.arange(size_of(axis)), place, len(axes)) for place, axis in enumerate(axes)]
    return [ndarray(shaping.broadcast_to(one, axes) if dense else one, array=True) for one in made]


def _stacked(parts: list[ndarray]) -> ndarray:
    return ndarray(shaping.joined([shaping.expand_dims(part.content, [0]) for part in parts], 0), array=True)


def indices(dimensions: Any, dtype: Any = int, sparse: Any = False) -> Any:
    """The places along each axis of a shape, stacked, or one array for each."""
    dense = not truth(sparse)
    made = [part.astype(dtype) for part in _positions(axes_from_shape(tuple(dimensions)), dense=dense)]
    return _stacked(made) if dense else tuple(made)


def meshgrid(*xi: Any, copy: Any = True, sparse: Any = False, indexing: Any = "xy") -> tuple[ndarray, ...]:
    """Vectors along an axis each, repeated along those of the others."""
    if not truth(copy) or indexing not in ("xy", "ij"):
        raise Unreadable(Text("조각을 함께 쓰는 np.meshgrid", "np.meshgrid that shares memory"))
    vectors = [asarray(one).reshape(-1).content for one in xi]
    order = list(range(len(vectors)))
    if indexing == "xy" and len(order) > 1:
        order[:2] = [1, 0]
    axes = tuple(vectors[order.index(place)].axes[0] for place in range(len(order)))
    made = [_along(one, place, len(order)) for place, one in zip(order, vectors, strict=True)]
    if not truth(sparse):
        made = [shaping.broadcast_to(one, axes) for one in made]
    return tuple(ndarray(one, array=True) for one in made)


class _Grid:
    """``np.ogrid[:n, :m]`` and ``np.mgrid[:n, :m]``, of ranges from 0 in steps of 1."""

    def __init__(self, dense: bool):
        self._dense = dense

    def __getitem__(self, key: Any) -> Any:
        parts = key if isinstance(key, tuple) else (key,)
        if not all(
            isinstance(part, slice)
            and part.stop is not None
            and part.start in (None, 0)
            and part.step in (None, 1)
            for part in parts
        ):
            raise Unreadable(
                Text("0부터 세지 않는 np.mgrid", "np.mgrid or np.ogrid that does not count from 0")
            )
        made = _positions(axes_from_shape(tuple(part.stop for part in parts)), dense=self._dense)
        if not isinstance(key, tuple):
            return made[0]
        return _stacked(made) if self._dense else tuple(made)


ogrid, mgrid = _Grid(dense=False), _Grid(dense=True)


def ix_(*args: Any) -> tuple[ndarray, ...]:
    """Vectors of places, one along each axis, that together choose rows and columns."""
    vectors = [as_content(one) for one in args]
    if any(len(one.axes) != 1 for one in vectors):
        raise NumPyRefuses(Text("벡터가 아닌 것의 np.ix_", "np.ix_ of what is no vector"))
    if any(one.kind != "int" for one in vectors):
        raise Unreadable(Text("자리가 아닌 것의 np.ix_", "np.ix_ of what are no places"))
    return tuple(ndarray(_along(one, place, len(vectors)), array=True) for place, one in enumerate(vectors))


def diag_indices(n: Any, ndim: Any = 2) -> tuple[ndarray, ...]:
    """The places of a diagonal."""
    along = ndarray(indexing.arange(expression(n)))
    return (along,) * int(asarray(ndim))


def linspace(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, retstep: Any = False, dtype: Any = None
) -> ndarray:
    """Numbers at equal distances, of which the number is known."""
    count, last = expression(num), truth(endpoint)
    if not count.is_Integer or count < 1 or truth(retstep):
        raise Unreadable(Text(f"{count}개의 수를 만드는 np.linspace", f"np.linspace of {count} numbers"))
    begin, gap = (elementwise.cast(as_content(one), "float") for one in (start, asarray(stop) - start))
    if begin.axes or gap.axes:
        raise Unreadable(Text("배열 사이의 np.linspace", "np.linspace between arrays"))
    steps = int(count) - last

    def entry(index: tuple[Expr, ...]) -> Expr:
        (place,) = index or (Integer(0),)
        return begin.at(()) + gap.at(()) * Rational(int(place), max(steps, 1))

    made = Content((axis_of(count),), entry, "float")
    return ndarray(made if dtype is None else elementwise.cast_to(made, dtype), array=True)
