"""The same entries under other axes: reshape, transpose, squeeze, stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NoReturn

from sympy import Expr, Integer, Mul, cancel, expand

from yudo.derivations.calculus.functions import step
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.axes import (
    Axes,
    Axis,
    Index,
    Joined,
    Place,
    axis_of,
    broadcast,
    factors_of,
    is_concrete,
    joined_axis,
    parts_of,
    project,
    ravel,
    segments,
    shape_text,
    size_of,
    trailing,
    unravel,
)
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.elementwise import joint_kind
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.size_assumptions import decided


def with_axes(of: Content, axes: Axes) -> Content:
    """The same entries, at the same indices, grouped into other axes."""
    return Content(axes, of.at, of.kind, of.below)


def without_units(axes: Axes) -> Axes:
    """The axes that are not of size 1 at every size."""
    return tuple(axis for axis in axes if axis != ())


def reshape(of: Content, shape: Sequence[Expr]) -> Content:
    """Regroup the factors of the axes in row-major order; one size may be -1."""
    count = size_of(factors_of(of.axes))
    known = Mul(*(size for size in shape if size != -1))
    if sum(size == -1 for size in shape) > 1:
        raise NumPyRefuses(Text("reshape: -1은 한 크기에만 쓸 수 있다", "reshape: only one size can be -1"))
    missing = count / known
    if not missing.is_integer:  # as it is written; sums among the factors are left as they are otherwise
        missing = cancel(missing)
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


def _does_not_fit(of: Content, wanted: Sequence[Expr]) -> NoReturn:
    text = ", ".join(map(str, wanted))
    message = Text(
        f"모양 {shape_text(of.axes)}인 배열을 ({text})로 바꿀 수 없다",
        f"an array of shape {shape_text(of.axes)} does not reshape into ({text})",
    )
    if expand(size_of(factors_of(of.axes)) - Mul(*wanted)) == 0:
        raise Unreadable(
            Text(
                f"{message.ko}: 크기를 모르는 축을 나눠야 한다",
                f"{message.en} without splitting an axis of unknown size",
            )
        )
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
        while size_of(tuple(old)) != Mul(*new):
            ratio = Mul(*new) / size_of(tuple(old))
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
        raise NumPyRefuses(
            Text(
                f"{len(of.axes)}차원 배열의 축이 아닌 {tuple(order)}",
                f"axes {tuple(order)} are not those of a {len(of.axes)}-dimensional array",
            )
        )
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
        raise NumPyRefuses(
            Text(
                f"{ndim}차원 배열에 없는 축 {axis}",
                f"axis {axis} is out of bounds for an array of dimension {ndim}",
            )
        )
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
            if not is_concrete(size) and decided(1 - step(size_of((size,)) - 1)) is not False:
                raise Unreadable(
                    Text(
                        "축을 주지 않은 squeeze: 기호 크기가 1인지 알 수 없다",
                        "squeeze without an axis: whether a symbolic size is 1 is not known",
                    )
                )
        dropped = {place for place, axis in enumerate(of.axes) if axis == ()}
    else:
        dropped = {normalize_axis(place, len(of.axes)) for place in places}
    for place in dropped:
        if of.axes[place] != ():
            raise NumPyRefuses(
                Text(
                    f"squeeze: 모양 {shape_text(of.axes)}에서 크기가 1이 아닌 축 {place}",
                    f"squeeze: axis {place} of shape {shape_text(of.axes)} is not of size 1",
                )
            )
    return with_axes(of, tuple(axis for place, axis in enumerate(of.axes) if place not in dropped))


def broadcast_to(of: Content, axes: Axes) -> Content:
    """Repeat along axes of size 1."""
    if broadcast(of.axes, axes) != axes:
        raise NumPyRefuses(
            Text(
                f"브로드캐스팅되지 않는 모양: {shape_text(of.axes)}에서 {shape_text(axes)}",
                f"shape {shape_text(of.axes)} does not broadcast to {shape_text(axes)}",
            )
        )
    return Content(axes, lambda index: of.at(project(index, axes, of.axes)), of.kind, of.below, like=(of,))


def unjoined(axes: Axes) -> Axes:
    """The same shape without a word of what its axes were joined from."""
    return tuple(axis if parts_of(axis) is None else axis_of(expand(size_of(axis))) for axis in axes)


def joined(parts: Sequence[Content], place: int) -> Content:
    """Concatenate along an axis."""
    ndim = len(parts[0].axes)
    place = normalize_axis(place, ndim)
    if any(len(part.axes) != ndim for part in parts):
        raise NumPyRefuses(
            Text("concatenate: 배열의 차원이 서로 다르다", "concatenate: arrays of different dimensions")
        )
    if len(parts) == 1:
        return parts[0]
    others = [part.axes[:place] + part.axes[place + 1 :] for part in parts]
    if any(other != others[0] for other in others):
        shapes = " and ".join(shape_text(part.axes) for part in parts)
        if [[size_of(axis) for axis in other] for other in others[1:]] == [
            [size_of(axis) for axis in others[0]]
        ] * (len(parts) - 1):
            raise Unreadable(
                Text(
                    f"concatenate: 펼친 방식이 서로 다른 모양 {shapes}",
                    f"concatenate: shapes {shapes} were flattened in different ways",
                )
            )
        raise NumPyRefuses(
            Text(
                f"concatenate: 축 {place} 밖에서 다른 모양 {shapes}",
                f"concatenate: shapes {shapes} differ off axis {place}",
            )
        )
    flat = [reshape_axis(part, place) for part in parts]
    pieces = _pieces([part.axes[place] for part in flat])
    axis = joined_axis([merged for merged, _ in pieces])
    axes = (*parts[0].axes[:place], axis, *parts[0].axes[place + 1 :])
    where = segments(axes)[place]

    def entry(index: Index) -> Expr:
        number, within = _piece_at(index[where], axis)
        array, own = pieces[number][1](within)
        return flat[array].at((*index[: where.start], *own, *index[where.stop :]))

    below = parts[0].below if all(part.below == parts[0].below for part in parts) else None
    return Content(axes, entry, joint_kind(*parts), below)


def _piece_at(index: Index, axis: Axis) -> tuple[int, Index]:
    """The number of a part of a joined axis, and the indices within it."""
    if parts_of(axis) is not None:
        (place,) = index
        assert isinstance(place, Place)
        return place.part, place.within
    return 0, index


_Piece = tuple[Axis, Callable[[Index], tuple[int, Index]]]


def _pieces(axes: Sequence[Axis]) -> list[_Piece]:
    """The parts of the axis that these make together, each with the way to the array and its indices."""
    tails = {trailing(axis) for axis in axes}
    if len(tails) == 1 or all(map(is_concrete, (size_of(axis) for axis in axes))):
        return [_repeated([(array, None, axis) for array, axis in enumerate(axes)])]
    found: list[tuple[int, int | None, Axis]] = []
    for array, axis in enumerate(axes):
        inner = parts_of(axis)
        if inner is None:
            found.append((array, None, axis))
        else:
            found += [(array, number, part) for number, part in enumerate(inner)]
    made: list[_Piece] = []
    for concrete, group in groupby(found, key=lambda piece: is_concrete(size_of(piece[2]))):
        listed = list(group)
        made += [_repeated(listed, axes)] if concrete else [_repeated([one], axes) for one in listed]
    return made


def _repeated(pieces: Sequence[tuple[int, int | None, Axis]], axes: Sequence[Axis] = ()) -> _Piece:
    """Pieces that differ in a first factor of known size alone, as one of the sum of these sizes."""
    tail = trailing(pieces[0][2]) if len(pieces) > 1 else ()
    counts = [int(size_of(axis[: len(axis) - len(tail)])) if len(pieces) > 1 else 0 for *_, axis in pieces]

    def at(array: int, part: int | None, within: Index) -> tuple[int, Index]:
        if part is None:
            return array, within
        (factor,) = axes[array]
        assert isinstance(factor, Joined)
        return array, (factor.place(part, within),)

    def find(index: Index) -> tuple[int, Index]:
        if len(pieces) == 1:
            ((array, part, _),) = pieces
            return at(array, part, index)
        position, rest = int(index[0]), index[1:]
        for (array, part, axis), count in zip(pieces, counts, strict=True):
            if position < count:
                own = () if len(axis) == len(tail) else (Integer(position),)
                return at(array, part, (*own, *rest))
            position -= count
        raise AssertionError(index)

    if len(pieces) == 1:
        return pieces[0][2], find
    return (Integer(sum(counts)), *tail), find


def with_known_axes(of: Content) -> Content:
    """The same with a single factor along each axis of known size."""
    for place in range(len(of.axes)):
        of = reshape_axis(of, place)
    return of


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


def copies(of: Content, place: int, outer: Axis, inner: Axis) -> Content:
    """The same along two more factors of an axis, one around the others and one within."""
    own = of.axes[place]
    axes = (*of.axes[:place], (*outer, *own, *inner), *of.axes[place + 1 :])
    begin = sum(len(axis) for axis in of.axes[:place])

    def entry(index: Index) -> Expr:
        start = begin + len(outer)
        return of.at(
            (*index[:begin], *index[start : start + len(own)], *index[start + len(own) + len(inner) :])
        )

    return with_known_axes(Content(axes, entry, of.kind, of.below))
