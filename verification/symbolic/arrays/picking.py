"""Turned around, cut to a triangle, counted: what NumPy makes of places and comparisons."""

from __future__ import annotations

from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import elementwise, indexing, reductions, shaping
from yudo.verification.symbolic.arrays.array import (
    as_content,
    asarray,
    axes_list,
    expression,
    into,
    ndarray,
    truth,
)
from yudo.verification.symbolic.arrays.axes import factors_of
from yudo.verification.symbolic.arrays.content import Content, all_indices, constant
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable


def flip(m: Any, axis: Any = None) -> ndarray:
    """The entries in the opposite order along axes, of which none named means all; a view."""
    array = asarray(m)
    named = range(array.ndim) if axis is None else axes_list(axis) or []
    places = [shaping.normalize_axis(int(place), array.ndim) for place in named]
    key = (slice(None, None, -1) if place in places else slice(None) for place in range(array.ndim))
    return array[tuple(key)]  # type: ignore[no-any-return]


def flipud(m: Any) -> ndarray:
    """The rows in the opposite order."""
    return flip(m, 0)


def fliplr(m: Any) -> ndarray:
    """The columns in the opposite order."""
    return flip(m, 1)


def rot90(m: Any, k: Any = 1, axes: Any = (0, 1)) -> ndarray:
    """A plane turned by right angles; a view."""
    array, (first, second) = asarray(m), axes
    turns = int(asarray(k)) % 4
    if turns in (1, 2):
        array = flip(array, second)
    if turns in (2, 3):
        array = flip(array, first)
    return array if turns in (0, 2) else array.swapaxes(first, second)


def _below(rows: Any, columns: Any, k: Any, short_of: int = 0) -> Content:
    offset = expression(k) - short_of
    if not offset.is_Integer:
        raise Unreadable(Text(f"{offset}번째 대각선", f"the diagonal {offset}"))
    down = shaping.expand_dims(indexing.arange(expression(rows)), [1])
    along = elementwise.subtract(indexing.arange(expression(columns)), constant(int(offset)))
    return elementwise.greater_equal(down, along)


def tri(N: Any, M: Any = None, k: Any = 0, dtype: Any = float) -> ndarray:
    """Ones on and below a diagonal."""
    return ndarray(elementwise.cast_to(_below(N, N if M is None else M, k), dtype), array=True)


def _matrix(m: Any, name: str) -> tuple[Content, tuple[Any, ...]]:
    array = asarray(m)
    if array.ndim < 2:
        raise Unreadable(Text(f"벡터의 np.{name}", f"np.{name} of a vector"))
    return array.content, array.shape[-2:]


def tril(m: Any, k: Any = 0) -> ndarray:
    """The entries on and below a diagonal, with zeros above; a copy."""
    content, (rows, columns) = _matrix(m, "tril")
    zero = elementwise.cast(constant(0), content.kind)
    return ndarray(elementwise.where(_below(rows, columns, k), content, zero), array=True)


def triu(m: Any, k: Any = 0) -> ndarray:
    """The entries on and above a diagonal, with zeros below; a copy."""
    content, (rows, columns) = _matrix(m, "triu")
    zero = elementwise.cast(constant(0), content.kind)
    below = _below(rows, columns, k, 1)
    return ndarray(elementwise.where(below, zero, content), array=True)


def diff(a: Any, n: Any = 1, axis: Any = -1) -> ndarray:
    """What each entry is more than the one before it along an axis."""
    array = asarray(a)
    if expression(n) != 1 or array.content.kind == "bool":
        raise Unreadable(Text("마스크의, 또는 여러 번의 np.diff", "np.diff of a mask, or more than once"))
    before = (slice(None),) * shaping.normalize_axis(int(axis), array.ndim)
    made: ndarray = array[(*before, slice(1, None))] - array[(*before, slice(None, -1))]
    return made


def argsort(a: Any, axis: Any = -1) -> ndarray:
    """The order that sorts known numbers, of which no two are equal."""
    content = as_content(a)
    numbers = [content.at(index) for index, _ in all_indices(factors_of(content.axes))]
    if len(content.axes) != 1 or not all(one.is_number for one in numbers) or len({*numbers}) < len(numbers):
        raise Unreadable(Text("값을 모르는 수의 np.argsort", "np.argsort of numbers that are not known"))
    return asarray(sorted(range(len(numbers)), key=numbers.__getitem__))


def count_nonzero(a: Any, axis: Any = None, *, keepdims: Any = False) -> ndarray:
    """How many entries are not zero."""
    return ndarray(reductions.total(elementwise.nonzero(as_content(a)), axes_list(axis), truth(keepdims)))


def ptp(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> ndarray:
    """How far apart the largest and the smallest entry are."""
    array, kept = asarray(a), truth(keepdims)
    gap = elementwise.subtract(array.max(axis, keepdims=kept).content, array.min(axis, keepdims=kept).content)
    return into(out, gap)


def fill_diagonal(a: ndarray, val: Any, wrap: Any = False) -> None:
    """Write on the diagonal of a square matrix: a number, or a vector that is as long."""
    axes, new = a.content.axes, as_content(val)
    if len(axes) != 2 or axes[0] != axes[1] or new.axes not in ((), axes[:1]) or truth(wrap):
        raise Unreadable(
            Text(
                "정사각형이 아닌 행렬이나 길이가 다른 값의 np.fill_diagonal",
                "np.fill_diagonal of no square matrix, or with values of another length",
            )
        )
    places = ndarray(indexing.arange(expression(a.shape[0])))
    a[places, places] = ndarray(new)


def bincount(x: Any, weights: Any = None, minlength: Any = 0) -> ndarray:
    """How often each label occurs, or the sum of its weights."""
    labels = as_content(x)
    if len(labels.axes) != 1 or labels.kind != "int":
        raise NumPyRefuses(Text("라벨의 벡터가 아닌 것의 np.bincount", "np.bincount of no vector of labels"))
    if labels.below is None or expression(minlength) != labels.below:
        raise Unreadable(
            Text(
                "라벨의 범위와 minlength가 다른 np.bincount",
                "np.bincount whose minlength is no range of labels",
            )
        )
    column = Content((*labels.axes, ()), lambda at: labels.at(at), "int", labels.below)
    counted = elementwise.equal(column, indexing.arange(labels.below))
    if weights is not None:
        one = elementwise.cast(as_content(weights), "float")
        if one.axes != labels.axes:
            raise NumPyRefuses(
                Text("np.bincount: 가중치의 수가 다르다", "np.bincount: as many weights as labels")
            )
        counted = elementwise.multiply(shaping.expand_dims(one, [1]), counted)
    return ndarray(reductions.total(counted, [0], False))
