"""Arrays put together and taken apart: concatenate and its kin, pad, repeat, tile and split."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sympy import Expr, Integer, cancel

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import elementwise, shaping
from yudo.verification.symbolic.arrays.array import (
    as_content,
    asarray,
    axes_from_shape,
    expression,
    ndarray,
    number,
)
from yudo.verification.symbolic.arrays.axes import axis_of, is_concrete, size_of
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.sequences import sequence_of

# -- joining -----------------------------------------------------------------------------------------------


def concatenate(arrays: Any, axis: Any = 0) -> ndarray:
    """Join along an axis, or all entries if that is None."""
    if sequence_of(arrays) is not None:
        if axis != 0:
            raise Unreadable(
                Text(
                    "길이가 기호인 리스트를 첫 축이 아닌 축으로 잇는 np.concatenate",
                    "np.concatenate of a list of symbolic length but along its first axis",
                )
            )
        return _rows_of(arrays, 0)
    if axis is None:
        arrays, axis = [asarray(part).reshape(-1) for part in arrays], 0
    return ndarray(shaping.joined([as_content(part) for part in arrays], int(axis)))


concat = concatenate


def stack(arrays: Any, axis: int = 0) -> ndarray:
    """Join along a new axis."""
    if sequence_of(arrays) is not None:
        made = asarray(arrays)
        place = shaping.normalize_axis(axis, made.ndim)
        return made.transpose([*range(1, place + 1), 0, *range(place + 1, made.ndim)])
    parts = [as_content(part) for part in arrays]
    place = shaping.normalize_axis(axis, len(parts[0].axes) + 1)
    return ndarray(shaping.joined([shaping.expand_dims(part, [place]) for part in parts], place))


def _rows_of(arrays: Any, at_least: int) -> ndarray:
    """A list of symbolic length whose arrays have one row each, joined along their first axis."""
    made = asarray(arrays)
    if made.ndim <= at_least and at_least:
        return made if made.ndim == at_least else made[:, None]
    if made.ndim < 2 or made.content.axes[1] != ():
        raise Unreadable(
            Text(
                "행이 여럿인 배열을 기호 개수만큼 잇는다",
                "joins a symbolic number of arrays of more than one row",
            )
        )
    return ndarray(made[:, 0].content)


def _at_least(ndim: int, part: Any, in_front: bool = True) -> ndarray:
    """An array with axes of size 1 added until there are so many."""
    content = as_content(part)
    more = ((),) * (ndim - len(content.axes))
    return ndarray(shaping.with_axes(content, more + content.axes if in_front else content.axes + more))


def vstack(arrays: Any) -> ndarray:
    """Join along the first of at least two axes."""
    if sequence_of(arrays) is not None:
        return _rows_of(arrays, 2)
    return concatenate([_at_least(2, part) for part in arrays], 0)


def hstack(arrays: Any) -> ndarray:
    """Join along the second axis, or the only one."""
    parts = [_at_least(1, part) for part in arrays]
    return concatenate(parts, 0 if parts[0].ndim == 1 else 1)


def column_stack(arrays: Any) -> ndarray:
    """Join columns; vectors are columns."""
    return concatenate([_at_least(2, part, in_front=asarray(part).ndim != 1) for part in arrays], 1)


def dstack(arrays: Any) -> ndarray:
    """Join along the third axis; vectors are rows."""
    parts = [asarray(_at_least(2, part)) for part in arrays]
    return concatenate([part[:, :, None] if part.ndim == 2 else part for part in parts], 2)


def append(arr: Any, values: Any, axis: Any = None) -> ndarray:
    """Join two along an axis, or all their entries."""
    return concatenate([arr, values], axis)


def insert(arr: Any, obj: Any, values: Any, axis: Any = None) -> ndarray:
    """One more row or column, of a number or a vector, before the first or behind the last."""
    array = asarray(arr)
    if axis is None or array.ndim > 2:
        raise Unreadable(Text("행이나 열이 아닌 것의 np.insert", "np.insert but of a row or a column"))
    place = shaping.normalize_axis(int(axis), array.ndim)
    size = size_of(array.content.axes[place])
    at = expression(obj)
    if at not in (0, size):
        raise Unreadable(Text(f"다른 것들 사이 {at}에 넣는 np.insert", f"np.insert at {at}, between others"))
    given = as_content(values)
    if len(given.axes) >= 2:
        raise Unreadable(Text("행렬의 np.insert", "np.insert of a matrix"))
    wanted = (*array.content.axes[:place], (), *array.content.axes[place + 1 :])
    if given.axes and array.ndim == 2:
        given = shaping.expand_dims(given, [place])
    one = _into_kind(shaping.broadcast_to(given, wanted), array.content)
    return concatenate([one, array] if at == 0 else [array, one], place)


def _into_kind(values: Content, array: Content) -> Content:
    if elementwise.joint_kind(values, array) != array.kind:
        raise Unreadable(
            Text(
                f"{values.kind} 수를 {array.kind} 배열에 쓰면 잘린다",
                f"writing {values.kind} numbers into an array of kind {array.kind} cuts them off",
            )
        )
    return elementwise.cast(values, array.kind)


class _Joiner:
    """``np.c_[a, b]`` and ``np.r_[a, b]``."""

    def __init__(self, ndim: int, axis: int):
        self._ndim, self._axis = ndim, axis

    def __getitem__(self, key: Any) -> ndarray:
        parts = key if isinstance(key, tuple) else (key,)
        if any(isinstance(part, (str, slice)) for part in parts):
            raise Unreadable(
                Text("문자열이나 범위를 준 np.c_ 또는 np.r_", "np.c_ or np.r_ with a string or a range")
            )
        return concatenate([_at_least(self._ndim, part, in_front=False) for part in parts], self._axis)


c_, r_ = _Joiner(2, -1), _Joiner(1, 0)


def pad(array: Any, pad_width: Any, mode: Any = "constant", *, constant_values: Any = 0) -> ndarray:
    """The array with a number around it."""
    content = as_content(array)
    if mode == "edge":
        return _with_edges(asarray(array), _widths(pad_width, len(content.axes)))
    if mode != "constant":
        raise Unreadable(Text(f"mode={mode!r}인 np.pad", f"np.pad with mode={mode!r}"))
    filling, *others = _numbers_in(constant_values)
    if filling.axes or any(other.axes or other.at(()) != filling.at(()) for other in others):
        raise Unreadable(Text("수를 여럿 준 np.pad", "np.pad with several numbers"))
    filling = _into_kind(filling, content)
    number, nothing_else = filling.at(()), content
    for place, widths in enumerate(_widths(pad_width, len(content.axes))):
        before, after = (_block(filling, content, place, width) for width in widths)
        content = shaping.joined([*before, content, *after], place)
    if all(nothing_else.at(index) == number for index in nothing_else.places()):
        # Zeros around zeros are zeros: nothing tells the parts apart.
        content = shaping.broadcast_to(filling, shaping.unjoined(content.axes))
    return ndarray(content)


def _with_edges(array: ndarray, widths: list[tuple[int, int]]) -> ndarray:
    """The array with its first and last entries repeated around it."""
    for place, (before, after) in enumerate(widths):
        along = (slice(None),) * place
        first, last = array[(*along, slice(0, 1))], array[(*along, slice(-1, None))]
        array = concatenate([*([first] * before), array, *([last] * after)], place)
    return array


def _numbers_in(given: Any) -> list[Content]:
    """A number, or those of a pair for each side, or of such pairs."""
    if isinstance(given, (tuple, list)):
        return [number for part in given for number in _numbers_in(part)]
    return [as_content(given)]


def _block(filling: Content, beside: Content, place: int, width: int) -> list[Content]:
    """An array of one number that fits beside another along an axis; none of width 0."""
    wanted = (*beside.axes[:place], axis_of(Integer(width)), *beside.axes[place + 1 :])
    return [shaping.broadcast_to(filling, wanted)] if width else []


def _widths(given: Any, ndim: int) -> list[tuple[int, int]]:
    """How much is added before and behind, for each axis."""
    listed = list(given) if isinstance(given, (tuple, list)) else [given]
    if not any(isinstance(part, (tuple, list)) for part in listed):
        numbers = [int(asarray(part)) for part in listed]
        if len(numbers) not in (1, 2):
            raise NumPyRefuses(
                Text(
                    "np.pad: 너비의 개수가 축의 개수와 맞지 않는다",
                    "np.pad: the widths do not fit the number of axes",
                )
            )
        both = [(numbers[0], numbers[-1])] * ndim
    else:
        pairs = [[int(asarray(width)) for width in part] for part in listed]
        both = [(pair[0], pair[-1]) for pair in pairs] * (ndim if len(pairs) == 1 else 1)
        if len(both) != ndim or any(len(pair) not in (1, 2) for pair in pairs):
            raise NumPyRefuses(
                Text(
                    "np.pad: 너비의 개수가 축의 개수와 맞지 않는다",
                    "np.pad: the widths do not fit the number of axes",
                )
            )
    if any(width < 0 for pair in both for width in pair):
        raise NumPyRefuses(Text("np.pad: 너비가 음수다", "np.pad: a width is negative"))
    return both


# -- repeating ---------------------------------------------------------------------------------------------


def repeat(a: Any, repeats: Any, axis: Any = None) -> ndarray:
    """Each entry along an axis so many times."""
    return asarray(a).repeat(repeats, axis)


def tile(a: Any, repeats: Any) -> ndarray:
    """The whole array so many times along its axes."""
    counts = list(axes_from_shape(repeats))
    content = _at_least(len(counts), a).content
    counts = [()] * (len(content.axes) - len(counts)) + counts
    for place, count in enumerate(counts):
        content = shaping.copies(content, place, count, ())
    return ndarray(content)


def kron(a: Any, b: Any) -> ndarray:
    """The second array, multiplied with each entry of the first."""
    ndim = max(asarray(a).ndim, asarray(b).ndim)
    first, second = (_at_least(ndim, part).content for part in (a, b))
    apart = elementwise.multiply(
        shaping.expand_dims(first, range(1, 2 * ndim, 2)), shaping.expand_dims(second, range(0, 2 * ndim, 2))
    )
    sizes = [size_of(one) * size_of(other) for one, other in zip(first.axes, second.axes, strict=True)]
    return ndarray(shaping.reshape(apart, sizes))


def roll(a: Any, shift: Any, axis: Any = None) -> ndarray:
    """The entries moved on along axes, from the end to the beginning."""
    array = asarray(a)
    if axis is None:
        return roll(array.reshape(-1), shift, 0).reshape(array.shape)
    by, along = (part if isinstance(part, (tuple, list)) else (part,) for part in (shift, axis))
    for one, place in zip(by, along, strict=True):
        array = _rolled(array, expression(one), shaping.normalize_axis(int(place), array.ndim))
    return array


def _rolled(array: ndarray, shift: Expr, place: int) -> ndarray:
    size = size_of(array.content.axes[place])
    if not shift.is_Integer:
        raise Unreadable(Text(f"{shift}만큼 옮기는 np.roll", f"np.roll by {shift}"))
    if is_concrete(size):
        shift = shift % size
    if shift == 0 or size == 1:
        return array._duplicate()
    before = (slice(None),) * place
    cut = -int(shift)
    return concatenate([array[(*before, slice(cut, None))], array[(*before, slice(None, cut))]], place)


# -- splitting ---------------------------------------------------------------------------------------------


def split(ary: Any, indices_or_sections: Any, axis: Any = 0) -> list[ndarray]:
    """Parts of equal size along an axis, or the parts between given places: views."""
    return _split(asarray(ary), indices_or_sections, int(axis), equal=True)


def array_split(ary: Any, indices_or_sections: Any, axis: Any = 0) -> list[ndarray]:
    """The same; the sizes may differ by one."""
    return _split(asarray(ary), indices_or_sections, int(axis), equal=False)


def hsplit(ary: Any, indices_or_sections: Any) -> list[ndarray]:
    """Split along the second axis, or the only one."""
    array = asarray(ary)
    return _split(array, indices_or_sections, 0 if array.ndim == 1 else 1, equal=True)


def vsplit(ary: Any, indices_or_sections: Any) -> list[ndarray]:
    """Split along the first axis."""
    return _split(asarray(ary), indices_or_sections, 0, equal=True)


def _split(array: ndarray, given: Any, axis: int, equal: bool) -> list[ndarray]:
    place = shaping.normalize_axis(axis, array.ndim)
    size = size_of(array.content.axes[place])
    if isinstance(given, (list, tuple)) or (isinstance(given, ndarray) and given.ndim):
        cuts = [expression(cut) for cut in given]
    else:
        cuts = _equal_cuts(size, int(asarray(given)), equal)
    bounds = [ndarray(number(cut)) for cut in [Integer(0), *cuts, size]]
    return [array[(slice(None),) * place + (slice(begin, end),)] for begin, end in pairwise(bounds)]


def _equal_cuts(size: Expr, sections: int, equal: bool) -> list[Expr]:
    if sections < 1:
        raise NumPyRefuses(Text("한 조각도 없는 np.split", "np.split into no sections"))
    width = cancel(size / sections)
    if width.is_integer:
        return [width * i for i in range(1, sections)]
    if not is_concrete(size):
        raise Unreadable(
            Text(
                f"크기 {size}인 축을 {sections}조각으로 나눈다",
                f"splits an axis of size {size} into {sections}",
            )
        )
    if equal:
        raise NumPyRefuses(
            Text(
                f"np.split: 크기 {size}인 축은 같은 크기의 {sections}조각으로 나뉘지 않는다",
                f"np.split: an axis of size {size} has no {sections} equal parts",
            )
        )
    width, longer = divmod(int(size), sections)
    return [Integer(i * width + min(i, longer)) for i in range(1, sections)]
