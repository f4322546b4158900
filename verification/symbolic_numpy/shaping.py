"""The same entries under other axes: reshape, transpose, squeeze, stack."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Integer, Mul, cancel

from derivations.calculus.functions import step
from verification.symbolic_numpy.axes import (
    Axes,
    Axis,
    Index,
    axis_of,
    broadcast,
    factors_of,
    is_concrete,
    project,
    ravel,
    segments,
    shape_text,
    size_of,
    unravel,
)
from verification.symbolic_numpy.content import Content
from verification.symbolic_numpy.elementwise import joint_kind
from verification.symbolic_numpy.errors import NumPyRefuses, Unreadable
from verification.symbolic_numpy.generic import decided


def with_axes(of: Content, axes: Axes) -> Content:
    """The same entries, at the same indices, grouped into other axes."""
    return Content(axes, of.at, of.kind, of.below)


def reshape(of: Content, shape: Sequence[Expr]) -> Content:
    """Regroup the factors of the axes in row-major order; one size may be -1."""
    count = Mul(*factors_of(of.axes))
    known = Mul(*(size for size in shape if size != -1))
    if sum(size == -1 for size in shape) > 1:
        raise NumPyRefuses("reshape: only one size can be -1")
    missing = cancel(count / known)
    wanted = [missing if size == -1 else size for size in shape]
    if Mul(*wanted) != count:
        _does_not_fit(of, wanted)
    if not missing.is_integer:
        _does_not_fit(of, wanted)
    groups = _regroup(factors_of(of.axes), wanted)
    if groups is None:
        _does_not_fit(of, wanted)
    new_axes: list[Axis] = []
    for old, new in groups:
        new_axes += new if new is not None else [tuple(old)]

    def entry(index: Index) -> Expr:
        found: list[Expr] = []
        position = 0
        for old, new in groups:
            if new is None:
                found += index[position : position + len(old)]
                position += len(old)
            else:
                sizes = [int(f) for axis in new for f in axis]
                place = ravel([int(i) for i in index[position : position + len(sizes)]], sizes)
                found += [Integer(i) for i in unravel(place, [int(f) for f in old])]
                position += len(sizes)
        return of.at(tuple(found))

    return Content(tuple(new_axes), entry, of.kind, of.below)


def _does_not_fit(of: Content, wanted: Sequence[Expr]) -> None:
    text = ", ".join(map(str, wanted))
    message = f"an array of shape {shape_text(of.axes)} does not reshape into ({text})"
    count, other = Mul(*factors_of(of.axes)), Mul(*wanted)
    if count == other:
        raise Unreadable(message + " without splitting an axis of unknown size")
    raise NumPyRefuses(message)


def _regroup(
    factors: tuple[Expr, ...], wanted: Sequence[Expr]
) -> list[tuple[list[Expr], list[Axis] | None]] | None:
    """Match factors with wanted sizes: pairs of factors and the new axes, None for one axis of them all."""
    groups: list[tuple[list[Expr], list[Axis] | None]] = []
    rest = list(factors)
    todo = list(wanted)
    while todo:
        size = todo.pop(0)
        if size == 1:
            groups.append(([], None))
            continue
        old = [rest.pop(0)] if rest else []
        new = [size]
        while Mul(*old) != Mul(*new):
            ratio = Mul(*new) / Mul(*old)
            if rest and ratio.is_integer:
                old.append(rest.pop(0))
            elif todo and (1 / ratio).is_integer:
                new.append(todo.pop(0))
            elif rest and todo:
                old.append(rest.pop(0))
                new.append(todo.pop(0))
            else:
                return None
        if all(map(is_concrete, old)) and all(map(is_concrete, new)):
            groups.append((old, [axis_of(size) for size in new]))
        elif len(new) == 1:
            groups.append((old, None))
        elif len(old) == len(new) and list(old) == list(new):
            groups += [([factor], None) for factor in old]
        else:
            return None
    return groups if not rest else None


def transpose(of: Content, order: Sequence[int]) -> Content:
    """Reorder the axes."""
    if sorted(order) != list(range(len(of.axes))):
        raise NumPyRefuses(f"axes {tuple(order)} are not those of a {len(of.axes)}-dimensional array")
    axes = tuple(of.axes[place] for place in order)

    def entry(index: Index) -> Expr:
        parts = [index[s] for s in segments(axes)]
        restored = [parts[list(order).index(place)] for place in range(len(of.axes))]
        return of.at(tuple(i for part in restored for i in part))

    return Content(axes, entry, of.kind, of.below)


def inverse_order(order: Sequence[int]) -> list[int]:
    """The order that undoes another."""
    return [list(order).index(place) for place in range(len(order))]


def normalize_axis(axis: int, ndim: int) -> int:
    """An axis counted from the front."""
    if not -ndim <= axis < ndim:
        raise NumPyRefuses(f"axis {axis} is out of bounds for an array of dimension {ndim}")
    return axis % ndim


def expand_dims(of: Content, places: Sequence[int]) -> Content:
    """Insert axes of size 1."""
    ndim = len(of.axes) + len(places)
    new = {normalize_axis(place, ndim) for place in places}
    old = iter(of.axes)
    return with_axes(of, tuple(() if place in new else next(old) for place in range(ndim)))


def squeeze(of: Content, places: Sequence[int] | None) -> Content:
    """Remove axes of size 1."""
    if places is None:
        for size in factors_of(of.axes):
            if not is_concrete(size) and decided(1 - step(size - 1)) is not False:
                raise Unreadable("squeeze without an axis: whether a symbolic size is 1 is not known")
        dropped = {place for place, axis in enumerate(of.axes) if axis == ()}
    else:
        dropped = {normalize_axis(place, len(of.axes)) for place in places}
    for place in dropped:
        if of.axes[place] != ():
            raise NumPyRefuses(f"squeeze: axis {place} of shape {shape_text(of.axes)} is not of size 1")
    return with_axes(of, tuple(axis for place, axis in enumerate(of.axes) if place not in dropped))


def broadcast_to(of: Content, axes: Axes) -> Content:
    """Repeat along axes of size 1."""
    if broadcast(of.axes, axes) != axes:
        raise NumPyRefuses(f"shape {shape_text(of.axes)} does not broadcast to {shape_text(axes)}")
    return Content(axes, lambda index: of.at(project(index, axes, of.axes)), of.kind, of.below)


def joined(parts: Sequence[Content], place: int) -> Content:
    """Concatenate along an axis of known sizes."""
    ndim = len(parts[0].axes)
    place = normalize_axis(place, ndim)
    sizes = [size_of(part.axes[place]) if len(part.axes) == ndim else Integer(-1) for part in parts]
    if any(len(part.axes) != ndim for part in parts):
        raise NumPyRefuses("concatenate: arrays of different dimensions")
    if len(parts) == 1:
        return parts[0]
    if not all(map(is_concrete, sizes)):
        raise Unreadable("concatenate along an axis of symbolic size")
    others = [part.axes[:place] + part.axes[place + 1 :] for part in parts]
    if any(other != others[0] for other in others):
        shapes = " and ".join(shape_text(part.axes) for part in parts)
        raise NumPyRefuses(f"concatenate: shapes {shapes} differ off axis {place}")
    flat = [reshape_axis(part, place) for part in parts]
    total = sum(int(size) for size in sizes)
    axes = (*parts[0].axes[:place], (Integer(total),), *parts[0].axes[place + 1 :])
    at = segments(axes)[place].start

    def entry(index: Index) -> Expr:
        position = int(index[at])
        for part, size in zip(flat, sizes, strict=True):
            if position < size:
                own = () if size == 1 else (Integer(position),)
                return part.at((*index[:at], *own, *index[at + 1 :]))
            position -= int(size)
        raise AssertionError(index)

    below = parts[0].below if all(part.below == parts[0].below for part in parts) else None
    return Content(axes, entry, joint_kind(*parts), below)


def reshape_axis(of: Content, place: int) -> Content:
    """Make one axis of known size a single factor."""
    axis = of.axes[place]
    if len(axis) <= 1 or not all(map(is_concrete, axis)):
        return of
    sizes = [int(f) for f in axis]
    axes = (*of.axes[:place], (size_of(axis),), *of.axes[place + 1 :])
    at = segments(axes)[place].start

    def entry(index: Index) -> Expr:
        split = (Integer(i) for i in unravel(int(index[at]), sizes))
        return of.at((*index[:at], *split, *index[at + 1 :]))

    return Content(axes, entry, of.kind, of.below)
