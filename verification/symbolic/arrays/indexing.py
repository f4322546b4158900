"""``a[key]``: slices, integers, ``None``, ``...`` and integer arrays, read and written.

A key is worked out once into a `IndexPlan`: the axes of the result, how an index of the result leads to an
index of the source, and, for writing, which result index a source index comes from, if any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from sympy import Add, Expr, Integer, KroneckerDelta, Mul, cancel, expand

from yudo.derivations.calculus.functions import AffineIndex
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.axes import (
    Axes,
    Axis,
    Before,
    Index,
    Joined,
    Place,
    axis_of,
    broadcast,
    factors_of,
    index_along,
    indices_along,
    is_concrete,
    joined_axis,
    parts_of,
    project,
    segments,
    shape_text,
    size_of,
    trailing,
    unravel,
)
from yudo.verification.symbolic.arrays.content import Content, all_indices, over, summed
from yudo.verification.symbolic.arrays.elementwise import joint_kind
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.ranges import (
    IndexSymbol,
    floor_quotient,
    is_length,
    is_nonnegative,
    within,
)
from yudo.verification.symbolic.arrays.shaping import broadcast_to, reshape_axis

NEW_AXIS = None
Item = Any
"""One part of a key: a slice, None, an integer content without axes, or an integer content with axes."""


@dataclass(frozen=True)
class Fixed:
    """An axis of the source at one place."""

    index: Index


@dataclass(frozen=True)
class IndexRun:
    """An axis of the source that stays, whole or in part.

    Attributes
    ----------
    onto
        The source's indices for those of the result.
    back
        The result's indices for those of the source; None if these are not in the part.
    """

    onto: Callable[[Index], Index]
    back: Callable[[Index], Index | None]


@dataclass(frozen=True)
class Gathered:
    """An axis of the source addressed by an array of integers."""

    places: Content


@dataclass(frozen=True)
class Window:
    """An axis of the source from a computed place on, in steps: ``a[:, s * i : s * i + K]``."""

    start: Expr
    step: Expr

    def onto(self, index: Index) -> AffineIndex:
        """The source's index for the result's."""
        return AffineIndex(expand(self.start + self.step * (index[0] if index else 0)))


Part = Fixed | IndexRun | Window | Gathered


@dataclass(frozen=True)
class IndexPlan:
    """What a key means for one array."""

    source: Content
    places: tuple[Part, ...]
    axes: Axes
    """Of the result."""
    owners: tuple[int | None, ...]
    """For each axis of the result: the source axis that runs there, or None for a new or gathered axis."""
    gathered: Axes
    """The axes that the index arrays broadcast to."""
    gathered_at: int
    """Where they stand in the result."""

    @property
    def basic(self) -> bool:
        """Whether NumPy answers with a view."""
        return not any(isinstance(place, Gathered) for place in self.places)

    def own_and_gathered(self, index: Index) -> tuple[dict[int, Index], Index]:
        """Split a result index: by source axis, and the part for the index arrays."""
        parts = [index[s] for s in segments(self.axes)]
        middle = slice(self.gathered_at, self.gathered_at + len(self.gathered))
        runs = {owner: part for owner, part in zip(self.owners, parts, strict=True) if owner is not None}
        return runs, tuple(i for part in parts[middle] for i in part)


def plan(source: Content, key: Sequence[Item]) -> IndexPlan:
    """Work out a key; see `key_items` for what it may hold."""
    items = _without_ellipsis(key, len(source.axes))
    for place, item in enumerate(item for item in items if item is not NEW_AXIS):
        source = _one_length(_split_sum(reshape_axis(source, place), place, item), place, item)
    places: list[Part] = []
    axes: list[Axis] = []
    owners: list[int | None] = []
    advanced: list[int] = []
    positions: list[int] = []
    has_array = any(isinstance(item, Content) and item.axes for item in items)
    for item in items:
        if item is NEW_AXIS:
            axes.append(())
            owners.append(None)
            continue
        axis = source.axes[len(places)]
        if isinstance(item, slice):
            single = _single(axis, item)
            if single is not None:
                axes.append(())
                owners.append(None)
                places.append(single)
                continue
            run, size = _run(axis, item)
            axes.append(size)
            owners.append(len(places))
            places.append(run)
        elif item.axes or has_array:
            advanced.append(len(places))
            positions.append(len(axes))
            places.append(Gathered(_along(axis, item)))
        else:
            places.append(Fixed(_place(axis, item.at(()), item.below)))
    arrays = [places[i].places for i in advanced]  # type: ignore[union-attr]
    gathered = broadcast(*(array.axes for array in arrays)) if arrays else ()
    together = bool(advanced) and advanced == list(range(advanced[0], advanced[-1] + 1))
    together = together and len(set(positions)) == 1
    at = positions[0] if together else 0
    axes[at:at] = gathered
    owners[at:at] = [None] * len(gathered)
    return IndexPlan(source, tuple(places), tuple(axes), tuple(owners), gathered, at)


def _along(axis: Axis, places: Content) -> Content:
    """The places; those of an ``arange`` over an axis that was flattened in its order."""
    if len(axis) > 1 and places.below == size_of(axis) and places.axes != (axis,) and places.is_arange:
        return _all_along(axis)
    return places


def _without_ellipsis(key: Sequence[Item], ndim: int) -> list[Item]:
    used = sum(item is not NEW_AXIS and item is not Ellipsis for item in key)
    if used > ndim:
        raise NumPyRefuses(
            Text(
                f"인덱스가 너무 많다: {ndim}차원 배열에 {used}개",
                f"too many indices: {used} for an array of dimension {ndim}",
            )
        )
    fill = [slice(None)] * (ndim - used)
    items: list[Item] = []
    for item in key:
        if item is Ellipsis:
            items += fill
            fill = []
        else:
            items.append(item)
    return items + fill


def _run(axis: Axis, item: slice) -> tuple[IndexRun | Window, Axis]:
    size = size_of(axis)
    if is_concrete(size):
        start, stop, step = slice(
            *(_known(part, item) for part in (item.start, item.stop, item.step))
        ).indices(int(size))
        return _listed(axis, range(start, stop, step))
    if item.step in (None, 1):
        start, stop = _bound(item.start, size, Integer(0)), _bound(item.stop, size, size)
        if (start, stop) == (0, size):
            return IndexRun(lambda index: index, lambda index: index), axis
        found = _some_parts(axis, start, stop) or _some_copies(axis, start, stop)
        if found is not None:
            return found
    found = _every(axis, item)
    if found is not None:
        return found
    window = _window(axis, item)
    if window is not None:
        return window
    raise Unreadable(Text(f"크기가 기호 {size}인 축의 일부", f"a part of an axis of symbolic size {size}"))


def _every(axis: Axis, item: slice) -> tuple[IndexRun, Axis] | None:
    """Every second place, say, of an axis that is made of pairs."""
    size, step = size_of(axis), axis[-1]
    start = _bound(item.start, size, Integer(0))
    if len(axis) < 2 or not is_concrete(step) or _bound(item.step, size, Integer(1)) != step:
        return None
    if not (start.is_Integer and 0 <= start < step) or _bound(item.stop, size, size) != size:
        return None

    def back(index: Index) -> Index | None:
        return index[:-1] if index[-1] == start else None

    return IndexRun(lambda index: (*index, start), back), axis[:-1]


def _window(axis: Axis, item: slice) -> tuple[Window, Axis] | None:
    """Some places of an axis in equal steps, if all are shown to be within it."""
    size = size_of(axis)
    if len(axis) != 1 or parts_of(axis) is not None:
        return None
    start, stop = _bound(item.start, size, Integer(0)), _bound(item.stop, size, size)
    step = _bound(item.step, size, Integer(1))
    last = floor_quotient(stop - start - 1, step) if step.is_positive else None
    if last is None or not (is_nonnegative(start) and is_nonnegative(size - 1 - start - step * last)):
        return None
    length = axis_of(expand(last + 1))
    if not (is_nonnegative(last) or all(factor.is_positive for factor in length)):
        return None
    return Window(start, step), length


def _one_length(source: Content, place: int, item: Item) -> Content:
    """An axis that was joined as one of a length alone, where a key has computed places along it.

    The entries of each part are then met by deltas.
    """
    axis = source.axes[place]
    parts = parts_of(axis)
    if parts is None:
        return source
    (factor,) = axis
    offsets = [expand(offset) for offset in factor.offsets]
    if isinstance(item, slice):
        bounds = [_bound(item.start, offsets[-1], offsets[0]), _bound(item.stop, offsets[-1], offsets[-1])]
        if item.step in (None, 1) and all(expand(bound) in offsets for bound in bounds):
            return source
    elif all(map(is_concrete, factors_of(item.axes))) and all(
        item.at(place).is_Integer for place, _ in all_indices(factors_of(item.axes))
    ):
        return source
    return _of_one_length(source, place)


def _of_one_length(source: Content, place: int) -> Content:
    """An axis that was joined, as one of a length alone, unless its parts are products."""
    axis = source.axes[place]
    parts = parts_of(axis)
    if parts is None or any(len(part) > 1 for part in parts):
        return source
    at = sum(len(a) for a in source.axes[:place])

    def entry(index: Index) -> Expr:
        def picked(within: Index) -> Expr:
            (one,) = within
            value = source.at((*index[:at], one, *index[at + 1 :]))
            return KroneckerDelta(AffineIndex(_number(index[at])), AffineIndex(_number(one))) * value

        return summed(picked, axis)

    axes = (*source.axes[:place], axis_of(expand(size_of(axis))), *source.axes[place + 1 :])
    return Content(axes, entry, source.kind)


def _number(index: Expr) -> Expr:
    place = index.counted() if isinstance(index, Place) else index
    return place.definition() if isinstance(place, AffineIndex) else place


def _whole(index: Expr) -> int:
    """An index as a number; the place of a largest entry is none that is known."""
    if not index.is_Integer:
        raise Unreadable(
            Text(
                "크기가 수인 축의 일부에서 고른 자리",
                "a place that is picked from a part of an axis of known size",
            )
        )
    return int(index)


def _listed(axis: Axis, places: range) -> tuple[IndexRun, Axis]:
    """Known places along an axis of known size."""
    if not places:
        raise Unreadable(Text("빈 슬라이스", "an empty slice"))
    if axis == ():
        return IndexRun(lambda index: index, lambda index: index), ()
    single = len(places) == 1

    def onto(index: Index) -> Index:
        return (Integer(places[_whole(index[0]) if index else 0]),)

    def back(index: Index) -> Index | None:
        if _whole(index[0]) not in places:
            return None
        return () if single else (Integer(places.index(_whole(index[0]))),)

    return IndexRun(onto, back), () if single else (Integer(len(places)),)


def _bound(bound: Any, size: Expr, default: Expr) -> Expr:
    """Where a slice begins or ends, counted from the beginning."""
    if bound is None:
        return default
    value = bound.at(()) if isinstance(bound, Content) else Integer(bound)
    return size + value if value.is_negative else value


def _some_parts(axis: Axis, start: Expr, stop: Expr) -> tuple[IndexRun, Axis] | None:
    """Some of the parts that an axis was joined from."""
    if parts_of(axis) is None:
        return None
    (factor,) = axis
    assert isinstance(factor, Joined)
    offsets = [expand(offset) for offset in factor.offsets]
    if expand(start) not in offsets or expand(stop) not in offsets:
        return None
    first, last = offsets.index(expand(start)), offsets.index(expand(stop))
    if first >= last:
        raise Unreadable(Text("빈 슬라이스", "an empty slice"))
    part = joined_axis(factor.parts[first:last])
    inner = part[0] if last - first > 1 else None

    def onto(index: Index) -> Index:
        if inner is None:
            return (factor.place(first, index),)
        (place,) = index
        return (factor.place(first + place.part, place.within),)

    def back(index: Index) -> Index | None:
        (place,) = index
        if not first <= place.part < last:
            return None
        return place.within if inner is None else (inner.place(place.part - first, place.within),)

    return IndexRun(onto, back), part


def _some_copies(axis: Axis, start: Expr, stop: Expr) -> tuple[IndexRun, Axis] | None:
    """Some of a known number of parts of the same size: ``a[:, H : 2 * H]`` of an axis of size ``4 * H``."""
    tail = trailing(axis)
    if tail == axis:
        return None
    first, last = cancel(start / size_of(tail)), cancel(stop / size_of(tail))
    if not (first.is_Integer and last.is_Integer):
        return None
    first = max(first, Integer(0))
    count = int(min(last, axis[0]) - first)
    if count < 1:
        raise Unreadable(Text("빈 슬라이스", "an empty slice"))

    def onto(index: Index) -> Index:
        own = index[0] if count > 1 else Integer(0)
        return (first + own, *index[-len(tail) :])

    def back(index: Index) -> Index | None:
        own = index[0] - first
        if not 0 <= own < count:
            return None
        return (own, *index[1:]) if count > 1 else index[1:]

    return IndexRun(onto, back), (Integer(count), *tail) if count > 1 else tail


def _single(axis: Axis, item: slice) -> Fixed | None:
    """The one place of ``a[j : j + 1]``, if ``j`` is known to be one; of ``a[:1]`` and ``a[-1:]``, too."""
    start, stop = item.start, item.stop
    if not is_concrete(size_of(axis)) and item.step in (None, 1):
        for place, bounds in ((0, ((None, 1), (0, 1))), (-1, ((-1, None),))):
            if parts_of(axis) is None and (start, stop) in bounds:
                return Fixed(_place(axis, Integer(place), None))
    if not isinstance(start, Content) or stop is None or item.step not in (None, 1):
        return None
    j = start.at(())
    if start.below != size_of(axis) or expand((stop.at(()) if isinstance(stop, Content) else stop) - j) != 1:
        return None
    return Fixed(_place(axis, j, start.below))


def _split_sum(source: Content, place: int, item: Item) -> Content:
    """Split an axis that is known only as a sum, ``D + 1``, where a key has its bounds."""
    axis = source.axes[place]
    if len(axis) != 1 or not isinstance(axis[0], Add) or (isinstance(item, Content) and item.axes):
        return source
    size = axis[0]
    if isinstance(item, slice):
        bounds = [_bound(item.start, size, Integer(0)), _bound(item.stop, size, size)]
    else:
        value = item.at(())
        bounds = [value, value + 1] if value.is_nonnegative else [size + value, size + value + 1]
    cuts = list(dict.fromkeys([Integer(0), *bounds, size]))
    lengths = [expand(end - begin) for begin, end in pairwise(cuts)]
    if len(lengths) < 2 or not all(length.is_positive and length.is_integer for length in lengths):
        return source
    if any(is_concrete(a) and is_concrete(b) for a, b in pairwise(lengths)):
        return source
    split = joined_axis([axis_of(length) for length in lengths])
    axes = (*source.axes[:place], split, *source.axes[place + 1 :])
    return Content(axes, source.at, source.kind, source.below)


def _place_in_parts(axis: Axis, parts: Axes, index: int) -> Index:
    """A known place in the first or, if it is negative, the last part of an axis that was joined."""
    (factor,) = axis
    assert isinstance(factor, Joined)
    part = 0 if index >= 0 else len(parts) - 1
    size = size_of(parts[part])
    if not is_concrete(size) and index not in (0, -1):
        raise Unreadable(
            Text(
                f"여러 축을 이어 붙인 축의 {index}번째 자리",
                f"place {index} of an axis that was joined from several",
            )
        )
    return (factor.place(part, _place(parts[part], Integer(index), None)),)


def _known(part: Any, item: slice) -> int | None:
    if part is None or isinstance(part, int):
        return part
    raise Unreadable(
        Text(f"경계가 기호 {part.at(())}인 슬라이스", f"a slice with the symbolic bound {part.at(())}")
    )


def _place(axis: Axis, index: Expr, below: Expr | None) -> Index:
    size = size_of(axis)
    if index.is_Integer:
        if is_concrete(size):
            if not -size <= index < size:
                raise NumPyRefuses(
                    Text(
                        f"크기 {size}인 축을 벗어나는 인덱스 {index}",
                        f"index {index} is out of bounds for an axis of size {size}",
                    )
                )
            return () if axis == () else (index % size,)
        inner = parts_of(axis)
        if inner is not None:
            return _place_in_parts(axis, inner, int(index))
        if index == 0:
            return tuple(Integer(0) for _ in axis)
        if index == -1:
            return tuple(factor - 1 for factor in axis)
        raise Unreadable(
            Text(
                f"크기가 기호 {size}인 축의 {index}번째 자리",
                f"place {index} of an axis of symbolic size {size}",
            )
        )
    inner = parts_of(axis)
    if inner is not None:
        raise Unreadable(
            Text(
                f"여러 축을 이어 붙인 축의 {index}번째 자리",
                f"place {index} of an axis that was joined from several",
            )
        )
    if below != size and is_nonnegative(-1 - index):  # counted from the end
        index = expand(size + index)
    if len(axis) == 1 and index == size - 1 and not isinstance(size, Joined):
        return (index,)
    before = index + 1
    if below != size and isinstance(before, IndexSymbol) and before.below == size:
        return (Before(before, size),)
    if below != size and len(axis) == 1 and within(index, size):
        # ``T - 1 - (T - 1 - t)`` was computed, and is the index of the axis after all.
        return (index if isinstance(index, IndexSymbol) and index.below == size else AffineIndex(index),)
    if below != size and (flat := _unflattened(index, axis)) is not None:
        return flat
    if below != size and len(axis) == 1 and within(before, size):
        return (Before(before, size),)
    if below != size:
        raise Unreadable(
            Text(
                f"크기 {size}인 축 안에 있는지 알 수 없는 인덱스 {index}",
                f"whether the index {index} lies within an axis of size {size} is not known",
            )
        )
    found = indices_along(index, axis)
    if found is None:
        raise Unreadable(
            Text(
                f"{axis}를 펼친 축의 인덱스 {index}",
                f"the index {index} into an axis that was flattened from {axis}",
            )
        )
    return found


def _unflattened(index: Expr, axis: Axis) -> Index | None:
    """The indices that a place was computed of, as ``i * W + j`` is along an axis of ``H * W``."""
    *outer, last = axis
    if not outer:
        return (index,) if isinstance(index, IndexSymbol) and index.below == last else None
    for j in sorted((s for s in index.free_symbols if isinstance(s, IndexSymbol)), key=str):
        rest = cancel((index - j) / last) if j.below == last else j
        if not rest.has(j) and (found := _unflattened(rest, tuple(outer))) is not None:
            return (*found, j)
    return None


def unravelled(places: Content, axes: Axes) -> list[Content]:
    """The place along each axis that places in row-major order stand for."""
    factors, size = factors_of(axes), size_of(factors_of(axes))

    def split(place: Expr) -> Index:
        if place.is_Integer and is_concrete(size):
            if not 0 <= place < size:
                raise NumPyRefuses(
                    Text(
                        f"원소 {size}개인 배열을 벗어나는 자리 {place}",
                        f"place {place} is out of bounds for an array of {size} entries",
                    )
                )
            return tuple(map(Integer, unravel(int(place), [int(factor) for factor in factors])))
        found = indices_along(place, factors) if places.below == size else None
        if found is None:
            raise Unreadable(
                Text(
                    f"모양 {shape_text(axes)}인 배열에서 {place}번째 원소가 있는 자리",
                    f"where place {place} is in an array of shape {shape_text(axes)}",
                )
            )
        return found

    def along(where: slice, axis: Axis) -> Content:
        def entry(index: Index) -> Expr:
            return index_along(split(places.at(index))[where], axis) if axis else Integer(0)

        return Content(places.axes, entry, "int", size_of(axis))

    return [along(where, axis) for where, axis in zip(segments(axes), axes, strict=True)]


def read(plan: IndexPlan) -> Content:
    """The entries that a key picks."""
    source = plan.source

    def entry(index: Index) -> Expr:
        runs, gathered = plan.own_and_gathered(index)
        parts: list[Index] = []
        for place_number, place in enumerate(plan.places):
            axis = source.axes[place_number]
            if isinstance(place, Fixed):
                parts.append(place.index)
            elif isinstance(place, IndexRun):
                parts.append(place.onto(runs[place_number]))
            elif isinstance(place, Window):
                parts.append((place.onto(runs[place_number]),))
            else:
                e = place.places.at(project(gathered, plan.gathered, place.places.axes))
                parts.append(_place(axis, e, place.places.below))
        return entry_at(source, tuple(i for part in parts for i in part))

    return Content(plan.axes, entry, source.kind, source.below, like=(source,))


def entry_at(source: Content, index: Index) -> Expr:
    """The entry at an index that may be symbolic along an axis of known size: one case per place."""
    factors = factors_of(source.axes)
    for position, (factor, i) in enumerate(zip(factors, index, strict=True)):
        if is_concrete(factor) and not i.is_Integer:
            cases = (
                KroneckerDelta(i, Integer(place))
                * entry_at(source, (*index[:position], Integer(place), *index[position + 1 :]))
                for place in range(int(factor))
            )
            return sum(cases, start=Integer(0))
    return source.at(index)


def written(plan: IndexPlan, values: Content) -> Content:
    """The source after ``source[key] = values``."""
    source = plan.source
    values = (
        broadcast_to(values, plan.axes) if len(values.axes) <= len(plan.axes) else _stripped(values, plan)
    )
    if (source.kind == "int" and values.kind == "float") or (source.kind == "bool" and values.kind != "bool"):
        raise Unreadable(
            Text(
                f"{values.kind} 수를 {source.kind} 배열에 쓰면 잘린다",
                f"writing {values.kind} numbers into an array of kind {source.kind} cuts them off",
            )
        )
    inverse = _inverse_of_gathering(plan)
    windows = [(n, p, plan.owners.index(n)) for n, p in enumerate(plan.places) if isinstance(p, Window)]

    def entry(index: Index) -> Expr:
        parts = [index[s] for s in segments(source.axes)]
        hit, gathered = inverse(parts)
        result: list[Index] = [()] * len(plan.axes)
        for number, place in enumerate(plan.places):
            if isinstance(place, Fixed):
                hit *= _matches(parts[number], place.index)
            elif isinstance(place, IndexRun):
                back = place.back(parts[number])
                if back is None:
                    return source.at(index)
                result[plan.owners.index(number)] = back
        if hit == 0:
            return source.at(index)
        starts = segments(plan.gathered)
        for offset, s in enumerate(starts):
            result[plan.gathered_at + offset] = gathered[s]
        if windows:
            return source.at(index) + hit * changes(index, parts, result)
        value = values.at(tuple(i for part in result for i in part))
        return value if hit == 1 else hit * value + (1 - hit) * source.at(index)

    def changes(index: Index, parts: list[Index], result: list[Index]) -> Expr:
        """What is added to an entry that lies in the windows, as each does at one place of them at most."""
        terms = []
        for choice in product(*(list(all_indices(plan.axes[owner])) for _, _, owner in windows)):
            deltas: list[Expr] = []
            places = [
                p.index if isinstance(p, Fixed) else part for p, part in zip(plan.places, parts, strict=True)
            ]
            for (number, window, owner), (at, _) in zip(windows, choice, strict=True):
                there = window.onto(at)
                deltas.append(KroneckerDelta(AffineIndex(_number(parts[number][0])), there))
                places[number] = (there,)
                result[owner] = at
            value = values.at(tuple(i for part in result for i in part))
            limits = [limit for _, listed in choice for limit in listed]
            # Where the deltas are 1, the two are the same; what is added to (`+=`) cancels in this one.
            before = source.at(tuple(i for part in places for i in part))
            change = value - (before if value.has(before) else source.at(index))
            terms.append(over(Mul(*deltas) * change, limits))
        return Add(*terms)

    below = source.below if source.below == values.below else None
    return Content(source.axes, entry, source.kind, below, like=(source,))


def _stripped(values: Content, plan: IndexPlan) -> Content:
    extra = len(values.axes) - len(plan.axes)
    if any(axis != () for axis in values.axes[:extra]):
        raise NumPyRefuses(
            Text(
                f"들어맞지 않는 모양: {shape_text(plan.axes)}에 {shape_text(values.axes)}",
                f"shape {shape_text(values.axes)} does not fit into {shape_text(plan.axes)}",
            )
        )
    inner = Content(values.axes[extra:], values.at, values.kind, values.below)
    return broadcast_to(inner, plan.axes)


def _matches(at: Iterable[Expr], index: Iterable[Expr]) -> Expr:
    hit: Expr = Integer(1)
    for i, j in zip(at, index, strict=True):
        if isinstance(i, Place) and isinstance(j, Place):
            hit *= _matches(i.within, j.within) if i.part == j.part else Integer(0)
            continue
        gap = i - j
        hit *= Integer(int(gap == 0)) if gap.is_number else KroneckerDelta(i, j)
    return hit


Inverse = Callable[[list[Index]], tuple[Expr, Index]]


def _inverse_of_gathering(plan: IndexPlan) -> Inverse:
    arrays = [(n, place.places) for n, place in enumerate(plan.places) if isinstance(place, Gathered)]
    if not arrays:
        return lambda parts: (Integer(1), ())
    if not factors_of(plan.gathered):
        at = [(n, _place(plan.source.axes[n], array.at(()), array.below)) for n, array in arrays]
        return lambda parts: (Mul(*(_matches(parts[n], place) for n, place in at)), ())
    if all(map(is_concrete, factors_of(plan.gathered))):
        known = _known_places(plan, arrays)
        if known is not None:
            return lambda parts: _look_up(known, tuple(i for n, _ in arrays for i in parts[n]))
    for number, array in arrays:
        if array.is_arange and len(plan.gathered) == 1 and array.axes == plan.gathered:
            if plan.source.axes[number] != array.axes[0]:
                break
            others = [(n, other) for n, other in arrays if n != number]

            return _inverse_along(plan, number, others)
    raise Unreadable(
        Text(
            "겹칠 수 있는 계산된 자리에 대입한다: [arange(N), y]만 읽는다",
            "an assignment at computed places, which may repeat: only [arange(N), y] is read",
        )
    )


def _inverse_along(plan: IndexPlan, number: int, others: list[tuple[int, Content]]) -> Inverse:
    """The inverse of gathering where axis ``number`` is addressed by ``arange``, so that nothing repeats."""

    def inverse(parts: list[Index]) -> tuple[Expr, Index]:
        hit: Expr = Integer(1)
        for n, other in others:
            e = other.at(project(parts[number], plan.gathered, other.axes))
            hit *= _matches(parts[n], _place(plan.source.axes[n], e, other.below))
        return hit, parts[number]

    return inverse


def _known_places(plan: IndexPlan, arrays: list[tuple[int, Content]]) -> dict[Index, Index] | None:
    known: dict[Index, Index] = {}
    ranges = [range(int(f)) for f in factors_of(plan.gathered)]
    for choice in product(*ranges):
        index = tuple(map(Integer, choice))
        at: list[Expr] = []
        for n, array in arrays:
            e = array.at(project(index, plan.gathered, array.axes))
            if not e.is_Integer:
                return None
            at += _place(plan.source.axes[n], e, array.below)
        known[tuple(at)] = index
    return known


def _look_up(known: dict[Index, Index], at: Index) -> tuple[Expr, Index]:
    if not all(i.is_Integer for i in at):
        if len(known) != 1:
            raise Unreadable(
                Text(
                    "크기가 기호인 축의 아는 자리 여러 곳에 대입한다",
                    "an assignment at several known places of an axis of symbolic size",
                )
            )
        ((place, index),) = known.items()
        return _matches(at, place), index
    found = known.get(at)
    if found is None:
        return Integer(0), next(iter(known.values()))
    return Integer(1), found


def added_at(plan: IndexPlan, values: Content) -> Content:
    """The source after ``np.add.at(source, key, values)``: repeated places add up."""
    source = plan.source
    values = broadcast_to(values, plan.axes)
    if any(isinstance(place, Window) for place in plan.places):
        raise Unreadable(
            Text(
                "np.add.at으로 창에 더한다. `+=`이면 읽는다",
                "adds to a window by np.add.at; `+=` would be read",
            )
        )
    together = tuple(factor for axis in plan.gathered for factor in axis)

    def entry(index: Index) -> Expr:
        parts = [index[s] for s in segments(source.axes)]

        def term(gathered: Index) -> Expr:
            hit: Expr = Integer(1)
            result: list[Index] = [()] * len(plan.axes)
            for number, place in enumerate(plan.places):
                if isinstance(place, Fixed):
                    hit *= _matches(parts[number], place.index)
                elif isinstance(place, IndexRun):
                    back = place.back(parts[number])
                    if back is None:
                        return Integer(0)
                    result[plan.owners.index(number)] = back
                elif isinstance(place, Gathered):
                    e = place.places.at(project(gathered, plan.gathered, place.places.axes))
                    hit *= _matches(parts[number], _place(source.axes[number], e, place.places.below))
            for offset, s in enumerate(segments(plan.gathered)):
                result[plan.gathered_at + offset] = gathered[s]
            return hit * values.at(tuple(i for part in result for i in part)) if hit != 0 else Integer(0)

        return source.at(index) + summed(term, together)

    return Content(source.axes, entry, joint_kind(source, values))


def arange(size: Expr) -> Content:
    """The integers ``0 … size - 1``, fit to index an axis of that size."""
    axis = axis_of(size)
    if not all(is_length(f) and (is_concrete(f) or f.is_Symbol or f.is_Add) for f in axis):
        raise Unreadable(
            Text(
                f"arange({size}): 크기가 1 이상임을 알 수 없다",
                f"arange({size}): the size is not known to be at least 1",
            )
        )
    return _all_along(axis)


def sliding_windows(source: Content, place: int, length: Expr) -> Content:
    """All windows of a length along an axis, which then counts them; the last axis is what is in them."""
    source = _of_one_length(reshape_axis(source, place), place)
    axis = source.axes[place]
    size = size_of(axis)
    count, within = axis_of(expand(size - length + 1)), axis_of(length)
    fits = is_length(length) and is_nonnegative(size - length)
    if not fits or parts_of(axis) is not None or any(len(one) > 1 for one in (axis, count, within)):
        raise Unreadable(
            Text(
                f"크기 {size}인 축에서 길이 {length}인 창",
                f"windows of length {length} along an axis of size {size}",
            )
        )
    axes = (*source.axes[:place], count, *source.axes[place + 1 :], within)
    counted, inside = segments(axes)[place], segments(axes)[-1]

    def entry(index: Index) -> Expr:
        row = expand(Add(*map(_number, (*index[counted], *index[inside]))))
        seen = () if axis == () else (row if is_concrete(size) else AffineIndex(row),)
        return source.at((*index[: counted.start], *seen, *index[counted.stop : inside.start]))

    return Content(axes, entry, source.kind)


def _all_along(axis: Axis) -> Content:
    """Every place along an axis, in order."""
    return Content(
        (axis,), lambda index: index_along(index, axis) if axis else Integer(0), "int", size_of(axis)
    )


def along_axis(source: Content, labels: Content, place: int) -> Content:
    """Entries along one axis at the places that labels of the same number of axes name."""
    place = place % len(source.axes)
    axis = source.axes[place]
    if len(labels.axes) != len(source.axes) or len(axis) != 1 or labels.kind != "int":
        raise Unreadable(Text("이런 자리를 주는 np.take_along_axis", "np.take_along_axis with such places"))
    others = [i for i in range(len(source.axes)) if i != place]
    if any(labels.axes[i] != source.axes[i] for i in others):
        raise Unreadable(
            Text(
                "브로드캐스팅되는 자리를 주는 np.take_along_axis",
                "np.take_along_axis with places that are broadcast",
            )
        )
    if labels.below is not None and labels.below != axis[0]:
        raise Unreadable(
            Text(
                f"크기 {axis[0]}인 축에 쓴 {labels.below}보다 작은 레이블",
                f"labels below {labels.below} for an axis of size {axis[0]}",
            )
        )
    start = sum(len(a) for a in source.axes[:place])
    width = len(labels.axes[place])

    def entry(index: Index) -> Expr:
        return source.at((*index[:start], labels.at(index), *index[start + width :]))

    return Content(labels.axes, entry, source.kind)
