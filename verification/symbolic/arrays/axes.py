"""Axes of symbolic arrays: products of sizes, broadcasting and regrouping.

An axis is a tuple of factors, the sizes it was flattened from: ``(N,)``, or ``(d1, d2)`` for an axis of
size ``d1 * d2`` in row-major order, or ``()`` for an axis of size 1. An entry is addressed by one index
per factor, so that no division with remainder is ever needed. A factor is *concrete* if it is an
integer; its index is then always an integer too. A factor may also be a sum: a `Joined` factor has one
axis after the other, of a column of ones behind a matrix, say, and its index is a `Place`, which names the
part and the indices within it, so that no case is ever distinguished by size.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from sympy import Add, Expr, Function, Integer, KroneckerDelta, Mul, Symbol, Tuple, expand

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.ranges import IndexSymbol, Quotient, window_count

Axis = tuple[Expr, ...]
Axes = tuple[Axis, ...]
Index = tuple[Expr, ...]
"""One index per factor of all axes, flat."""

_numbers = count()
INDEX = "_i"
"""How the names of index symbols begin that occur nowhere else."""


class FlatIndex(Function):  # type: ignore[misc]
    """A place along an axis that was flattened: the index and the size of each factor in turn."""

    is_integer = True
    is_nonnegative = True

    def definition(self) -> Expr:
        """The place as a number, in row-major order."""
        place: Expr = Integer(0)
        for index, size in zip(self.args[::2], self.args[1::2], strict=True):
            place = place * size + index
        return place


class Before(Function):  # type: ignore[misc]
    """The place before one along an axis, as ``a[t - 1]`` has it: before the first comes the last."""

    nargs = 2
    is_integer = True
    is_nonnegative = True

    @classmethod
    def eval(cls, place: Expr, size: Expr) -> Expr | None:
        """Before a known place is a known one."""
        return place - 1 if place.is_positive else size - 1 if place == 0 else None

    def definition(self) -> Expr:
        """The place as a number."""
        place, size = self.args
        return place - 1 + size * KroneckerDelta(place, 0)


class Joined(Expr):  # type: ignore[misc]
    """A factor that was joined from axes: ``Joined((D,), ())`` has D entries, and one more.

    Made by `joined_axis`, so that no two neighbours are of known size.
    """

    is_integer = True
    is_positive = True

    def __new__(cls, *parts: Axis) -> Joined:
        """Join the axes in this order."""
        made: Joined = Expr.__new__(cls, *(Tuple(*part) for part in parts))
        return made

    @property
    def parts(self) -> Axes:
        """The axes that it was joined from."""
        return tuple(tuple(part) for part in self.args)

    @property
    def offsets(self) -> list[Expr]:
        """Where each part begins, and where the last one ends."""
        found: list[Expr] = [Integer(0)]
        for part in self.parts:
            found.append(found[-1] + size_of(part))
        return found

    def place(self, part: int, within: Sequence[Expr]) -> Place:
        """The place with these indices within a part."""
        return Place(Integer(part), self.offsets[part], *within)


class Place(Function):  # type: ignore[misc]
    """A place along a `Joined` factor: which part, where that begins, and the indices within it."""

    is_integer = True
    is_nonnegative = True

    @property
    def part(self) -> int:
        """Which part it is in."""
        return int(self.args[0])

    @property
    def within(self) -> Index:
        """The indices within that part."""
        return tuple(self.args[2:])

    def counted(self) -> Expr:
        """The place as a number, counted from the beginning of the whole factor."""
        if len(self.within) > 1:
            raise Unreadable(
                Text(
                    "펼친 축들을 이어 붙인 축을 따라 자리를 센다",
                    "counts places along an axis that was joined from flattened ones",
                )
            )
        return Add(self.args[1], *self.within)


def joined_axis(parts: Sequence[Axis]) -> Axis:
    """The axis of several one after the other, of which no two neighbours are of known size."""
    if len(parts) == 1:
        return parts[0]
    if any(isinstance(factor, Joined) for part in parts for factor in part):
        raise Unreadable(
            Text(
                "이어 붙인 축을 펼친 축을 다시 잇는다",
                "joins an axis that was flattened from one that was joined",
            )
        )
    return (Joined(*parts),)


def trailing(axis: Axis) -> Axis:
    """The axis without a first factor that is concrete."""
    return axis[1:] if axis and is_concrete(axis[0]) else axis


def parts_of(axis: Axis) -> Axes | None:
    """The parts of an axis that is a `Joined` factor."""
    return axis[0].parts if len(axis) == 1 and isinstance(axis[0], Joined) else None


def counted(index: Sequence[Expr]) -> Index:
    """An index with each `Place` as a number."""
    return tuple(i.counted() if isinstance(i, Place) else i for i in index)


def index_along(at: Sequence[Expr], axis: Axis) -> Expr:
    """The place along an axis that has these indices along its factors."""
    if len(at) == 1:
        return at[0]
    return FlatIndex(*(part for pair in zip(at, axis, strict=True) for part in pair))


def indices_along(index: Expr, axis: Axis) -> Index | None:
    """The indices along an axis's factors; None if the axis was flattened in another way."""
    if isinstance(index, FlatIndex):
        return index.args[::2] if index.args[1::2] == tuple(axis) else None
    return (index,) if len(axis) == 1 else None


def fresh_index(below: Expr | None = None) -> Symbol:
    """An index symbol that occurs nowhere else, of an axis of that size if it is known."""
    name = f"{INDEX}{next(_numbers)}"
    if below is None:
        return Symbol(name, integer=True)
    made = IndexSymbol(name, integer=True)
    made.below = below
    return made


def axis_of(size: Expr) -> Axis:
    """The axis of a size; a product becomes several factors, a difference of sizes a number of windows."""
    if size == 1:
        return ()
    count = window_count(size) if isinstance(size, (Add, Quotient)) else None
    if count is not None:
        return (count,)
    if isinstance(size, Mul):
        return tuple(size.args)
    return (size,)


def size_of(axis: Axis) -> Expr:
    """How many entries an axis has."""
    return Mul(*(factor.offsets[-1] if isinstance(factor, Joined) else factor for factor in axis))


def factors_of(axes: Axes) -> tuple[Expr, ...]:
    """The factors of all axes, flat."""
    return tuple(factor for axis in axes for factor in axis)


def is_concrete(factor: Expr) -> bool:
    """Whether a factor is a number."""
    return isinstance(factor, Integer)


def shape_text(axes: Axes) -> str:
    """A shape as NumPy would print it: ``(N, d1*d2, 1)``."""
    inside = ", ".join(str(size_of(axis)) for axis in axes)
    return f"({inside},)" if len(axes) == 1 else f"({inside})"


def broadcast(*shapes: Axes) -> Axes:
    """The axes that arrays of these shapes broadcast to."""
    ndim = max(len(axes) for axes in shapes)
    result: list[Axis] = []
    for place in range(1, ndim + 1):
        joined: Axis = ()
        for axes in shapes:
            axis = axes[-place] if place <= len(axes) else ()
            if axis == () or axis == joined:
                continue
            if joined != ():
                common = in_common(joined, axis)
                if common is None:
                    listed = [shape_text(shape) for shape in shapes]
                    mismatch(
                        joined,
                        axis,
                        Text(
                            f"함께 브로드캐스팅되지 않는 모양: {', '.join(listed)}",
                            f"shapes {' and '.join(listed)} do not broadcast",
                        ),
                    )
                    raise AssertionError("unreachable")
                axis = common
            joined = axis
        result.append(joined)
    return tuple(reversed(result))


def in_common(a: Axis, b: Axis) -> Axis | None:
    """The axis of two of the same size, where one may be joined and the other known only as a sum."""
    if a == b:
        return a
    if not any(len(axis) == 1 and isinstance(axis[0], Add) for axis in (a, b)) or size_of(a) != size_of(b):
        return None
    return a if parts_of(a) is not None else b if parts_of(b) is not None else None


def alike(a: Axes, b: Axes) -> bool:
    """Whether arrays have the same axes, in whatever way a sum of sizes is written."""

    def same(one: Axis, other: Axis) -> bool:
        if one == other or not len(one) == len(other) == 1 or parts_of(one) or parts_of(other):
            return one == other
        return bool(expand(one[0] - other[0]) == 0)

    return len(a) == len(b) and all(map(same, a, b))


def mismatch(a: Axis, b: Axis, message: Text) -> None:
    """Raise for two axes that should agree and do not."""
    if expand(size_of(a) - size_of(b)) == 0:
        raise Unreadable(
            Text(
                f"{message.ko}: 크기는 같지만 펼친 순서가 다른 {a}, {b}",
                f"{message.en}: {a} and {b} have the same size but were flattened in another order",
            )
        )
    raise NumPyRefuses(message)


def segments(axes: Axes) -> list[slice]:
    """Where each axis has its indices within a flat index."""
    found, start = [], 0
    for axis in axes:
        found.append(slice(start, start + len(axis)))
        start += len(axis)
    return found


def project(index: Index, axes: Axes, onto: Axes) -> Index:
    """The part of a broadcast index that an operand of axes ``onto`` sees."""
    parts = [index[s] for s in segments(axes)][len(axes) - len(onto) :]
    return tuple(i for part, axis in zip(parts, onto, strict=True) if axis != () for i in part)


def ravel(index: Sequence[int], sizes: Sequence[int]) -> int:
    """The place of a tuple of integers in row-major order."""
    place = 0
    for i, size in zip(index, sizes, strict=True):
        place = place * size + i
    return place


def unravel(place: int, sizes: Sequence[int]) -> list[int]:
    """The tuple of integers at a place in row-major order."""
    found = []
    for size in reversed(sizes):
        place, i = divmod(place, size)
        found.append(i)
    return found[::-1]
