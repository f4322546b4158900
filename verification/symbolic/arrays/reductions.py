"""Sums, maxima and products over axes, and contractions of two arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from math import prod

from sympy import Add, Expr, Integer, KroneckerDelta, Mul, Symbol

from yudo.derivations.calculus.functions import step
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import dtypes
from yudo.verification.symbolic.arrays.axes import (
    Axis,
    Index,
    Joined,
    axis_of,
    factors_of,
    fresh_index,
    in_common,
    index_along,
    is_concrete,
    mismatch,
    segments,
    shape_text,
    size_of,
)
from yudo.verification.symbolic.arrays.content import MARK, Content, all_indices, largest, summed
from yudo.verification.symbolic.arrays.defined import need_number
from yudo.verification.symbolic.arrays.elementwise import cast, joint_kind
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.maxima import define, new_places
from yudo.verification.symbolic.arrays.shaping import normalize_axis, reshape_axis

Reduction = Callable[[Callable[[Index], Expr], Axis], Expr]


def reduce(of: Content, places: Sequence[int] | None, keepdims: bool, over: Reduction, kind: str) -> Content:
    """Reduce over axes, one after the other; None means all."""
    listed = _reduced(of, places)
    reduced = set(listed)
    if len(reduced) != len(listed):
        raise NumPyRefuses(Text("한 축을 두 번 줄인다", "an axis is reduced twice"))
    if keepdims:
        axes = tuple(() if place in reduced else axis for place, axis in enumerate(of.axes))
    else:
        axes = tuple(axis for place, axis in enumerate(of.axes) if place not in reduced)
    together = tuple(factor for place in sorted(reduced) for factor in of.axes[place])

    def entry(index: Index) -> Expr:
        kept = iter(index)
        outer = [None if p in reduced else [next(kept) for _ in axis] for p, axis in enumerate(of.axes)]

        def inner(bound: Index) -> Expr:
            rest = iter(bound)
            parts = [
                [next(rest) for _ in of.axes[p]] if part is None else part for p, part in enumerate(outer)
            ]
            return of.at(tuple(i for part in parts for i in part))

        return over(inner, together)

    return Content(axes, entry, kind)


def _reduced(of: Content, places: Sequence[int] | None) -> list[int]:
    ndim = len(of.axes)
    if places is None or (ndim == 0 and all(place in (0, -1) for place in places)):
        return list(range(ndim))  # NumPy takes axis 0 of a scalar for none
    return [normalize_axis(place, ndim) for place in places]


def total(of: Content, places: Sequence[int] | None, keepdims: bool) -> Content:
    """The sum over axes."""
    return reduce(of, places, keepdims, summed, _counting(of.kind))


def maximum(of: Content, places: Sequence[int] | None, keepdims: bool) -> Content:
    """The largest entry over axes."""
    return reduce(of, places, keepdims, largest, of.kind)


def _counting(kind: str) -> str:
    """The kind of sums and products: those of masks are whole numbers."""
    return "int" if kind == "bool" else kind


def multiplied(of: Content, places: Sequence[int] | None, keepdims: bool) -> Content:
    """The product over axes of known sizes."""

    def over(factor: Callable[[Index], Expr], axis: Axis) -> Expr:
        if not all(map(is_concrete, axis)):
            raise Unreadable(Text("크기가 기호인 축을 따르는 곱", "a product over an axis of symbolic size"))
        return Mul(*(factor(index) for index, _ in all_indices(axis)))

    return reduce(of, places, keepdims, over, _counting(of.kind))


def multiplied_up_to_each(of: Content, place: int) -> Content:
    """The products of all entries up to each, along an axis of known size."""
    of = reshape_axis(of, normalize_axis(place, len(of.axes)))
    where = segments(of.axes)[normalize_axis(place, len(of.axes))]
    if not all(map(is_concrete, factors_of(of.axes)[where])):
        raise Unreadable(Text("크기가 기호인 축을 따르는 곱", "a product over an axis of symbolic size"))

    def entry(index: Index) -> Expr:
        if not index[where]:
            return of.at(index)
        last = int(index[where.start])
        before = ((*index[: where.start], Integer(i), *index[where.stop :]) for i in range(last + 1))
        return Mul(*map(of.at, before))

    return Content(of.axes, entry, _counting(of.kind))


def cumulated(of: Content, place: int) -> Content:
    """The sums of all entries up to each, along an axis."""
    return _up_to_each(of, place, summed, lambda own: Integer(0), _counting(of.kind))


def running_maximum(of: Content, place: int) -> Content:
    """The largest of all entries up to each, along an axis."""
    return _up_to_each(of, place, largest, lambda own: own, of.kind)


def _up_to_each(
    of: Content, place: int, over: Reduction, beyond: Callable[[Expr], Expr], kind: str
) -> Content:
    """A reduction over the entries up to each: ``beyond`` it says what stands for all that come later."""
    of = reshape_axis(of, normalize_axis(place, len(of.axes)))
    place = normalize_axis(place, len(of.axes))
    axis, where = of.axes[place], segments(of.axes)[place]
    if len(axis) > 1 or isinstance(size_of(axis), Add):
        raise Unreadable(
            Text(
                "펼치거나 이어 붙인 축을 따르는 누적",
                "accumulates along an axis that was flattened or joined",
            )
        )

    def entry(index: Index) -> Expr:
        before, own, after = index[: where.start], index[where], index[where.stop :]
        later = beyond(of.at(index))

        def up_to(other: Index) -> Expr:
            gap = Add(*other) - Add(*own)
            if gap.is_Integer and gap > 0:
                return later
            here = of.at((*before, *other, *after))
            return here if gap.is_Integer else here * (1 - step(gap)) + later * step(gap)

        return over(up_to, axis)

    return Content(of.axes, entry, kind)


def count(of: Content, places: Sequence[int] | None) -> Expr:
    """How many entries a reduction takes together."""
    return size_of(tuple(factor for place in _reduced(of, places) for factor in of.axes[place]))


def einsum(letters: Sequence[str], result: str, operands: Sequence[Content]) -> Content:
    """The sum of products that ``np.einsum`` spells: one letter per axis."""
    axis_of_letter: dict[str, Axis] = {}
    for spelled, operand in zip(letters, operands, strict=True):
        if len(spelled) != len(operand.axes):
            raise NumPyRefuses(
                Text(
                    f"einsum: 모양 {shape_text(operand.axes)}의 축과 맞지 않는 {spelled!r}",
                    f"einsum: {spelled!r} does not name the axes of {shape_text(operand.axes)}",
                )
            )
        if any(len({*axes}) > 1 for axes in _axes_by_letter(spelled, operand).values()):
            raise Unreadable(
                Text(
                    f"einsum: 모양 {shape_text(operand.axes)}의 대각선을 뽑는 {spelled!r}",
                    f"einsum: {spelled!r} takes the diagonal of {shape_text(operand.axes)}",
                )
            )
        for letter, axis in zip(spelled, operand.axes, strict=True):
            known = axis_of_letter.setdefault(letter, axis)
            if known == ():
                axis_of_letter[letter] = axis
            elif axis not in ((), known):
                common = in_common(known, axis)
                if common is not None:
                    axis_of_letter[letter] = common
                    continue
                shapes = " and ".join(shape_text(o.axes) for o in operands)
                mismatch(
                    known,
                    axis,
                    Text(f"곱할 수 없는 모양 {shapes}", f"shapes {shapes} do not fit together in a product"),
                )
    if len(set(result)) != len(result) or not set(result) <= axis_of_letter.keys():
        raise NumPyRefuses(
            Text(
                f"einsum: {', '.join(letters)}에서 만들 수 없는 결과 {result!r}",
                f"einsum: no result {result!r} from {', '.join(letters)}",
            )
        )
    contracted = [letter for letter in axis_of_letter if letter not in result]
    together = tuple(factor for letter in contracted for factor in axis_of_letter[letter])
    axes = tuple(axis_of_letter[letter] for letter in result)

    def entry(index: Index) -> Expr:
        given = dict(zip(result, (index[s] for s in segments(axes)), strict=True))

        def product(bound: Index) -> Expr:
            places = segments(tuple(axis_of_letter[letter] for letter in contracted))
            at = given | dict(zip(contracted, (bound[s] for s in places), strict=True))
            factors = []
            for spelled, operand in zip(letters, operands, strict=True):
                own = (
                    () if axis == () else at[letter]
                    for letter, axis in zip(spelled, operand.axes, strict=True)
                )
                factors.append(operand.at(tuple(i for part in own for i in part)))
            return Mul(*factors)

        return summed(product, together)

    kind = joint_kind(*operands)
    if kind == "int":
        dtypes.need_long()
    if kind == "bool":
        raise Unreadable(
            Text(
                "NumPy에서는 마스크끼리의 축약이 다시 마스크다: 하나를 수로 바꾼다",
                "a contraction of masks is a mask again in NumPy: cast one of them",
            )
        )
    return Content(axes, entry, kind)


def _axes_by_letter(spelled: str, operand: Content) -> dict[str, list[Axis]]:
    found: dict[str, list[Axis]] = {}
    for letter, axis in zip(spelled, operand.axes, strict=True):
        found.setdefault(letter, []).append(axis)
    return found


def dot(a: Content, b: Content) -> Content:
    """``a.dot(b)``: the last axis of ``a`` with the last but one of ``b``."""
    if not a.axes or not b.axes:
        raise AssertionError("products with a scalar are elementwise")
    first = _letters(len(a.axes), "a")
    second = _letters(len(b.axes), "A")
    shared = first[-1]
    place = -1 if len(b.axes) == 1 else -2
    _fits(a, b, a.axes[-1], b.axes[place])
    left = first[:-1]
    right = second[:-1] if place == -1 else second[:-2] + second[-1]
    spelled = second[:-1] + shared if place == -1 else second[:-2] + shared + second[-1]
    return einsum([first, spelled], left + right, [a, b])


def matmul(a: Content, b: Content) -> Content:
    """``a @ b``: leading axes broadcast."""
    if not a.axes or not b.axes:
        raise NumPyRefuses(Text("matmul: 피연산자가 스칼라다", "matmul: an operand is a scalar"))
    if len(a.axes) <= 2 and len(b.axes) <= 2:
        return dot(a, b)
    if len(a.axes) == 1 or len(b.axes) == 1:
        return dot(a, b) if len(b.axes) == 1 else _vector_times_stack(a, b)
    _fits(a, b, a.axes[-1], b.axes[-2])
    depth = max(len(a.axes), len(b.axes)) - 2
    batch = _letters(depth, "a")
    first = batch[depth - (len(a.axes) - 2) :] + "XY"
    second = batch[depth - (len(b.axes) - 2) :] + "YZ"
    return einsum([first, second], batch + "XZ", [a, b])


def _vector_times_stack(a: Content, b: Content) -> Content:
    _fits(a, b, a.axes[0], b.axes[-2])
    batch = _letters(len(b.axes) - 2, "a")
    return einsum(["Y", batch + "YZ"], batch + "Z", [a, b])


def _fits(a: Content, b: Content, one: Axis, other: Axis) -> None:
    if in_common(one, other) is None:
        shapes = f"shapes {shape_text(a.axes)} and {shape_text(b.axes)}"
        mismatch(
            one,
            other,
            Text(f"행렬곱에 맞지 않는 모양 {shapes}", f"{shapes} do not fit together in a matrix product"),
        )


def _letters(count: int, start: str) -> str:
    return "".join(chr(ord(start) + i) for i in range(count))


def place_of_largest(of: Content, place: int | None) -> Content:
    """The place of the largest entry along an axis, or of all: the label of a one-hot row, else any place.

    What is shown for any places, one per row, holds for those of the maxima. That they depend on the entries
    is lost but off ties (`maxima`): a result is differentiated only where they cancel, as in a shift.
    """
    reduced = _reduced(of, None if place is None else [place])
    kept = tuple(axis for number, axis in enumerate(of.axes) if number not in reduced)
    before = len(factors_of(of.axes[: min(reduced, default=0)]))
    along = tuple(factor for number in reduced for factor in of.axes[number])
    bound = [fresh_index() for _ in along]
    anywhere = new_places(len(along))

    def entry(index: Index) -> Expr:
        one = of.at((*index[:before], *bound, *index[before:]))
        need_number(one)
        if not along:  # of one entry
            return Integer(0)
        if isinstance(one, KroneckerDelta) and len(along) == 1 and bound[0] in one.args:
            (label,) = [i for i in one.args if i != bound[0]] or bound
            if not label.has(bound[0]):
                return label
        if any(is_concrete(factor) or isinstance(factor, (Add, Joined)) for factor in along):
            raise Unreadable(
                Text(
                    "크기가 기호 하나가 아닌 축에서, 원-핫이 아닌 것의 argmax",
                    "argmax of what is not one-hot along an axis whose size is not a single symbol",
                )
            )
        symbols = [symbol for symbol in one.free_symbols if isinstance(symbol, Symbol)]
        if any(symbol.name.startswith(MARK) for symbol in symbols):
            raise Unreadable(
                Text(
                    "반복이 다음번으로 넘기는 값의 argmax",
                    "argmax of what a loop carries from one run to the next",
                )
            )
        # The row is a function of its indices, those of loops among them; so is the place.
        rest = {symbol for symbol in symbols if symbol.is_integer and not symbol.is_nonnegative}
        at = (*index, *sorted(rest - {*bound, *index}, key=str))
        define(anywhere, at, bound, along, one)
        places = [p[at] if at else Symbol(p.name, integer=True, nonnegative=True) for p in anywhere]
        return index_along(places, along)

    return Content(kept, entry, "int", size_of(along))


def all_hold(mask: Content, places: Sequence[int] | None, keepdims: bool) -> Content:
    """Whether all of a mask's entries hold, over axes of known sizes."""
    return cast(multiplied(mask, places, keepdims), "bool")


def diagonal(of: Content, offset: Expr) -> Content:
    """The entries of a matrix of known sizes on a diagonal."""
    if len(of.axes) != 2 or not offset.is_Integer or not all(map(is_concrete, factors_of(of.axes))):
        raise Unreadable(
            Text(
                "정사각형이 아니거나 크기가 기호인 행렬의 다른 대각선",
                "another diagonal, or that of a matrix of symbolic sizes that is not square",
            )
        )
    of = reshape_axis(reshape_axis(of, 0), 1)
    rows, columns = (int(size_of(axis)) for axis in of.axes)
    down, along = max(-int(offset), 0), max(int(offset), 0)
    length = min(rows - down, columns - along)
    if length < 1:
        raise Unreadable(Text("행렬 밖의 대각선", "a diagonal outside of the matrix"))
    places = [(down + i, along + i) for i in range(length)]

    def entry(index: Index) -> Expr:
        at = places[int(index[0]) if index else 0]
        axes = [place for place, axis in zip(at, of.axes, strict=True) if axis != ()]
        return of.at(tuple(map(Integer, axes)))

    return Content((axis_of(Integer(length)),), entry, of.kind)


def known_truth(of: Content, among: Callable[[Iterable[bool]], bool] = all) -> bool:
    """Whether ``all`` entries of a whole array hold, or ``any`` does, where the truth of each is known."""
    factors = factors_of(of.axes)
    if prod(int(f) for f in factors if is_concrete(f)) > _MOST_TRUTHS:
        raise Unreadable(Text("너무 큰 배열의 조건", "a condition on too large an array"))
    places = product(*(map(Integer, range(int(f))) if is_concrete(f) else [fresh_index()] for f in factors))
    truths = set()
    for index in places:
        value = of.at(index)
        if not value.is_number:
            raise Unreadable(
                Text(f"모든 곳에서 성립하는지 묻는 조건 {value}", f"asks whether {value} holds everywhere")
            )
        truths.add(bool(value != 0))
    return among(truths)


_MOST_TRUTHS = 10_000
