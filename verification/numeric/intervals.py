"""Arrays of enclosures: the bounds that rounding leaves, found by running the program itself on them.

An `IntervalArray` stands in for a NumPy array. It runs through the unmodified functions of ``impl/`` and
carries, for every entry, an interval that holds

* the value that the program has in exact arithmetic, and
* every value that floating-point arithmetic can give it, in whatever order NumPy or BLAS adds.

The width is built operation by operation (running error analysis; Higham, *Accuracy and Stability of
Numerical Algorithms*, ch. 3): one unit roundoff for ``+ - * /`` and square roots; for a contraction, a bound
that holds in every order of summation (`_any_order`); a stated number of ulps for ``exp``, ``log``, ``tanh``,
``erf`` and powers; the smallest subnormal for what may underflow, infinity for what may overflow, and both
answers for a comparison that rounding may turn. So the tolerance of a comparison is a theorem about the code
as it is written; no ``rtol`` or ``atol`` is chosen. What it rests on is listed in `ASSUMPTIONS`.

Numbers that a program computes with by themselves, such as ``1 - beta**t``, are `IntervalNumber`: Python does
that in double precision, whatever the dtype of the arrays is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

Floats = npt.NDArray[np.float64]
Ends = tuple[Floats, Floats]
"""Lower and upper ends of intervals."""

FUNCTION_ULPS = 4
"""Assumed of ``exp``, ``log``, ``log1p``, ``expm1``, ``tanh`` and powers: at most this many ulps off."""

ERROR_FUNCTION_ULPS = 16
"""Assumed of ``math.erf`` and ``math.erfc``, which compute in double precision: at most so many ulps off."""

ASSUMPTIONS: Mapping[str, str] = {
    "rounding": "+, -, *, / and square roots, and fused multiply-adds, round to nearest (IEEE 754)",
    "functions": f"exp, log, log1p, expm1, tanh and powers are at most {FUNCTION_ULPS} ulps off",
    "error function": f"math.erf and math.erfc are at most {ERROR_FUNCTION_ULPS} ulps of a double off",
    "summation": "sums and contractions add each term once, in any order",
    "underflow": "below the normal range *, / and the functions lose at most the smallest subnormal",
}
"""What the bounds rest on beside the mathematics, in the words of the report."""

_DOUBLE_ROUNDOFF = 2.0**-53
_SLIGHTLY_MORE = 1 + 2.0**-20  # covers the rounding of the bounds themselves
_FAR_ABOVE_SUBNORMAL = 2.0**-900
_EXACT_INTEGERS = 2.0**24  # up to here float32 holds every integer


class NotEnclosed(TypeError):
    """The program did something with an array that enclosures have no rule for; the message names it."""


@dataclass(frozen=True)
class Arithmetic:
    """What is assumed of floating-point arithmetic.

    Attributes
    ----------
    dtype
        The dtype that the program computes in.
    roundoff
        Largest relative error of one operation.
    underflow
        Largest absolute error of a result below the normal range.
    largest
        Largest finite number; beyond it a result may be infinite.
    flushes
        Whether subnormal numbers may be taken as 0, wherever they occur.
    """

    dtype: np.dtype[Any]
    roundoff: float
    underflow: float
    largest: float
    flushes: bool = False

    @classmethod
    def of(cls, dtype: npt.DTypeLike) -> Arithmetic:
        """IEEE arithmetic in ``float32`` or ``float64``: round to nearest, gradual underflow."""
        info = np.finfo(np.dtype(dtype))
        return cls(info.dtype, float(info.eps) / 2, float(info.smallest_subnormal), float(info.max))

    @classmethod
    def of_witness(cls, factor: float) -> Arithmetic:
        """``float64`` with errors ``factor`` times as large, and subnormals flushed to 0, as XLA does."""
        info = np.finfo(np.float64)
        roundoff, tiny = factor * float(info.eps) / 2, float(info.smallest_normal)
        return cls(info.dtype, roundoff, tiny, float(info.max), flushes=True)

    def enclose(self, array: npt.NDArray[Any]) -> IntervalArray:
        """An array of exact inputs."""
        values = np.array(array, dtype=np.float64)
        low, high = values, values.copy()
        if self.flushes:
            subnormal = np.abs(values) < self.underflow
            low = np.where(subnormal, np.minimum(low, 0), low)
            high = np.where(subnormal, np.maximum(high, 0), high)
        return IntervalArray(low, high, self)

    def number(self, value: float) -> IntervalNumber:
        """A number that is given exactly, as a Python float."""
        double = self if self.dtype == np.float64 else Arithmetic.of(np.float64)
        exactly = np.array(value, dtype=np.float64)
        return IntervalNumber(exactly, exactly.copy(), double)

    def _constant(self, value: float | np.generic | npt.NDArray[Any]) -> IntervalArray:
        """A number of the program's text. A fraction such as ``1 / N`` was rounded once as a Python float."""
        values = np.array(value, dtype=np.float64)
        inexact = (values != np.rint(values * 4) / 4) | (np.abs(values) > _EXACT_INTEGERS)
        inexact &= np.isfinite(values)
        low, high = self._rounded((values, values.copy()), exact=~inexact)
        slack = np.where(inexact, _DOUBLE_ROUNDOFF * _SLIGHTLY_MORE * np.abs(values), 0)
        return IntervalArray(low - slack, high + slack, self)

    def _rounded(
        self,
        ends: Ends,
        *,
        exact: npt.NDArray[np.bool_] | bool = False,
        errors: float = 1,
        underflows: bool = True,
    ) -> Ends:
        """Widen intervals by the rounding of one operation.

        Parameters
        ----------
        ends
            The operation applied to the ends, computed in float64.
        exact
            Where the operation does not round.
        errors
            Its relative error in units of the roundoff.
        underflows
            Whether a tiny result loses bits; a sum of floats does not, unless subnormals are flushed.
        """
        # The ends were computed with float64 errors of the same kind; where the program computes in float64
        # itself, its own result at the ends is the computed one, as rounding is monotone.
        own = _DOUBLE_ROUNDOFF if self.roundoff > _DOUBLE_ROUNDOFF or errors != 1 else 0.0
        relative = errors * (self.roundoff + own) * _SLIGHTLY_MORE
        absolute = self.underflow if underflows or self.flushes else 0.0
        low, high = ends
        slack_low = np.where(exact, 0, relative * np.abs(low) + absolute)
        slack_high = np.where(exact, 0, relative * np.abs(high) + absolute)
        wide_low, wide_high = self._widened(ends, slack_low, slack_high)
        # Rounding does not carry a result across 0.
        wide_low = np.where(low > 0, np.maximum(wide_low, 0), wide_low)
        wide_high = np.where(high < 0, np.minimum(wide_high, 0), wide_high)
        return wide_low, wide_high

    def _widened(self, ends: Ends, slack_low: Floats, slack_high: Floats) -> Ends:
        low, high = ends
        with np.errstate(invalid="ignore"):
            wide_low, wide_high = low - slack_low, high + slack_high
        if (wide_low >= -self.largest).all() and (wide_high <= self.largest).all():
            return wide_low, wide_high  # nothing is infinite or unknown, and nothing overflows
        unknown = np.isnan(low) | np.isnan(high)
        low = np.where(np.isfinite(low), low - np.where(np.isfinite(low), slack_low, 0), low)
        high = np.where(np.isfinite(high), high + np.where(np.isfinite(high), slack_high, 0), high)
        # Beyond the largest number the program has an infinity and exact arithmetic a finite value.
        low = np.where(low < -self.largest, -np.inf, low)
        high = np.where(high > self.largest, np.inf, high)
        return np.where(unknown, -np.inf, low), np.where(unknown, np.inf, high)


class IntervalArray(NDArrayOperatorsMixin):
    """An array of intervals that NumPy programs compute with as with an array of floats.

    Attributes
    ----------
    low, high
        The ends of the intervals; float64 arrays of the same shape.
    arithmetic
        What is assumed of the program's arithmetic.
    truth
        Whether this is the outcome of a comparison: ends 0 or 1.
    total
        Of which terms this was the sum when it was made, if it was one: a term divided by its sum is bounded
        as a share.
    """

    __array_priority__ = 1000

    def __init__(self, low: Floats, high: Floats, arithmetic: Arithmetic, *, truth: bool = False):
        self.low = low
        self.high = high
        self.arithmetic = arithmetic
        self.truth = truth
        self.total: _Total | None = None
        self._writes = [0]  # how often the memory was written to; shared by all views of it
        self._source: _Source | None = None

    # -- what an array is -------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape."""
        return self.low.shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self.low.ndim

    @property
    def size(self) -> int:
        """The number of entries."""
        return self.low.size

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype that the program sees."""
        return np.dtype(bool) if self.truth else self.arithmetic.dtype

    @property
    def T(self) -> IntervalArray:
        """The transpose, a view."""
        return self._view(lambda ends: ends.T)

    def __len__(self) -> int:
        return len(self.low)

    def __repr__(self) -> str:
        return f"IntervalArray({self.low!r}, {self.high!r})"

    def __bool__(self) -> bool:
        if self.size == 1 and self.low.item() == self.high.item():
            return bool(self.low.item())
        raise NotEnclosed("the program branches on a value that rounding may change")

    def __float__(self) -> float:
        raise NotEnclosed("float() of a computed value: its rounding error would be lost")

    def _view(self, of: Callable[[Floats], Any]) -> IntervalArray:
        view = IntervalArray(of(self.low), of(self.high), self.arithmetic, truth=self.truth)
        view._writes = self._writes
        return view

    def reshape(self, *shape: Any, order: Any = "C") -> IntervalArray:
        """As of an array."""
        return self._view(lambda ends: ends.reshape(*shape, order=order))

    def ravel(self) -> IntervalArray:
        """As of an array."""
        return self.reshape(-1)

    def transpose(self, *axes: Any) -> IntervalArray:
        """As of an array."""
        return self._view(lambda ends: ends.transpose(*axes))

    def copy(self, order: Any = "C") -> IntervalArray:
        """As of an array."""
        copied = IntervalArray(self.low.copy(order), self.high.copy(order), self.arithmetic, truth=self.truth)
        memory, places = self._origin()
        copied._source = _Source(memory, places, memory._writes[0], copied._writes[0])
        return copied

    def astype(self, dtype: npt.DTypeLike, copy: bool = True, **_: Any) -> IntervalArray:
        """As of an array; only to the dtype it has, or from truth values to numbers."""
        if np.dtype(dtype) == self.dtype:
            return self.copy() if copy else self
        if self.truth and np.dtype(dtype) == self.arithmetic.dtype:
            return IntervalArray(self.low.copy(), self.high.copy(), self.arithmetic)
        raise NotEnclosed(f"astype({np.dtype(dtype)}) of an array of {self.dtype}")

    def __getitem__(self, key: Any) -> IntervalArray:
        plain = _plain(key)
        return self._view(lambda ends: np.asarray(ends[plain]))

    def __setitem__(self, key: Any, value: Any) -> None:
        given = self._enclosed(value)
        self._writes[0] += 1
        if isinstance(key, IntervalArray) and key.truth and not np.array_equal(key.low, key.high):
            if given.size != 1:
                raise NotEnclosed("an assignment of several values under a mask that rounding may change")
            certain, possible = key.low > 0, key.high > 0
            self.low[possible] = np.minimum(self.low[possible], given.low)
            self.high[possible] = np.maximum(self.high[possible], given.high)
            self.low[certain], self.high[certain] = given.low, given.high
            return
        plain = _plain(key)
        self.low[plain], self.high[plain] = given.low, given.high

    @property
    def total_now(self) -> _Total | None:
        """`total`, unless the sum or its terms have been written to since, through whatever view."""
        total = self.total
        if total is None or self._writes[0] or total.writes != total.terms._writes[0]:
            return None
        return total

    def _origin(self) -> tuple[IntervalArray, Callable[[], npt.NDArray[np.int64]]]:
        """Whose entries these are, and where in that memory: the array's own, or what they are copies of."""
        source = self._source
        if source is not None and source.writes == source.memory._writes[0] and source.own == self._writes[0]:
            return source.memory, source.places
        return self, cache(lambda: _addresses(self.low))

    def _enclosed(self, value: Any) -> IntervalArray:
        if isinstance(value, IntervalNumber):
            return value.beside(self)
        if isinstance(value, IntervalArray):
            return value
        if not isinstance(value, np.ndarray | np.generic | int | float):
            raise NotEnclosed(f"arithmetic with a {type(value).__name__}")
        if isinstance(value, np.ndarray) and value.dtype.kind not in "biuf":
            raise NotEnclosed(f"arithmetic with an array of {value.dtype}")
        return self.arithmetic._constant(value)

    def _of_its_kind(self, result: IntervalArray) -> IntervalArray:
        return result

    # -- how NumPy reaches it ----------------------------------------------------------------------------

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        out = options.pop("out", None)
        if method == "reduce" and ufunc in _REDUCTIONS:
            result = _REDUCTIONS[ufunc](inputs[0], **options)
        elif method == "at" and ufunc is np.add:
            return _add_at(*inputs)
        elif method == "__call__" and ufunc in _RULES and not options:
            host = _first_array(inputs)
            operands = [host._enclosed(value) for value in inputs]
            result = _RULES[ufunc](*operands)
            if ufunc.signature is None:  # entry by entry, unlike a product of matrices
                result = _unknown_where_unknown(result, operands)
            result = host._of_its_kind(result)
            if ufunc in (np.maximum, np.minimum):
                result._source = _picked(ufunc, *operands)
        else:
            named = ", ".join(f"{key}=" for key in options)
            raise NotEnclosed(f"numpy.{ufunc.__name__}, {method}{' with ' + named if named else ''}")
        if out is None:
            return result
        (target,) = out
        if not isinstance(target, IntervalArray):
            raise NotEnclosed(f"numpy.{ufunc.__name__} into a plain array")
        target.low[...], target.high[...] = result.low, result.high
        target._writes[0] += 1
        if result._source is not None:
            target._source = replace(result._source, own=target._writes[0])
        return target

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if func not in _FUNCTIONS:
            raise NotEnclosed(f"numpy.{func.__name__}")
        return _FUNCTIONS[func](*args, **kwargs)

    def sum(self, axis: Any = None, keepdims: bool = False) -> IntervalArray:
        """As of an array."""
        return _sum(self, axis=axis, keepdims=keepdims)

    def max(self, axis: Any = None, keepdims: bool = False) -> IntervalArray:
        """As of an array."""
        return _extremum(np.max, self, axis, keepdims)

    def min(self, axis: Any = None, keepdims: bool = False) -> IntervalArray:
        """As of an array."""
        return _extremum(np.min, self, axis, keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False) -> IntervalArray:
        """As of an array."""
        return _mean(self, axis=axis, keepdims=keepdims)

    def dot(self, other: Any) -> IntervalArray:
        """As of an array."""
        return _dot(self, other)


class IntervalNumber(IntervalArray):
    """A number that the program computes with in double precision, as Python does.

    Beside an array it is rounded to the dtype of the array.
    """

    def beside(self, other: IntervalArray) -> IntervalArray:
        """The number as it enters an operation with another number or an array."""
        arithmetic = other.arithmetic
        if isinstance(other, IntervalNumber) or arithmetic.dtype == self.arithmetic.dtype:
            return self
        with np.errstate(over="ignore", under="ignore"):
            exact = self.low.astype(arithmetic.dtype) == self.low
        ends = arithmetic._rounded((self.low, self.high), exact=exact & (self.low == self.high))
        return _made(ends, arithmetic)

    def _enclosed(self, value: Any) -> IntervalArray:
        if isinstance(value, np.ndarray) and value.ndim:
            raise NotEnclosed("arithmetic of a number with a plain array")
        return super()._enclosed(value)

    def _of_its_kind(self, result: IntervalArray) -> IntervalArray:
        return result if result.truth else IntervalNumber(result.low, result.high, result.arithmetic)

    def __float__(self) -> float:
        if self.low.item() == self.high.item():
            return float(self.low.item())
        return super().__float__()


def _first_array(values: Sequence[Any]) -> IntervalArray:
    """The first enclosure among the values that is an array, or else the first that is a number."""
    enclosures = [value for value in values if isinstance(value, IntervalArray)]
    arrays = [value for value in enclosures if not isinstance(value, IntervalNumber)]
    return (arrays or enclosures)[0]


@dataclass(frozen=True)
class _Source:
    """Where the entries of an array were copied from.

    Attributes
    ----------
    memory
        An array whose memory holds the entries.
    places
        Their addresses in it; 0 for an entry that may be any of several.
    writes, own
        How often that memory, and the array's own, had been written to.
    """

    memory: IntervalArray
    places: Callable[[], npt.NDArray[np.int64]]
    writes: int
    own: int = 0


def _addresses(array: Floats) -> npt.NDArray[np.int64]:
    places: npt.NDArray[np.int64] = np.full(array.shape, array.__array_interface__["data"][0], np.int64)
    for axis, (length, stride) in enumerate(zip(array.shape, array.strides, strict=True)):
        places += (np.arange(length) * stride).reshape(-1, *[1] * (array.ndim - 1 - axis))
    return places


def _picked(ufunc: np.ufunc, a: IntervalArray, b: IntervalArray) -> _Source | None:
    """What the larger or the smaller of two entries of one memory is a copy of, where that is certain."""
    (memory, first), (other, second) = a._origin(), b._origin()
    if memory._writes is not other._writes or a.shape != b.shape:
        return None
    above, below = a.low > b.high, a.high < b.low
    if ufunc is np.minimum:
        above, below = below, above
    places = np.where(above | (first() == second()), first(), np.where(below, second(), 0))
    return _Source(memory, lambda: places, memory._writes[0])


def _are_one(a: IntervalArray, b: IntervalArray) -> npt.NDArray[np.bool_] | None:
    """Where two arrays hold the same entry of one memory, a number; None where they are of two."""
    (memory, first), (other, second) = a._origin(), b._origin()
    if memory._writes is not other._writes or a.shape != b.shape:
        return None
    one: npt.NDArray[np.bool_] = (
        (first() == second()) & (first() != 0) & np.isfinite(a.low) & np.isfinite(a.high)
    )
    return one


@dataclass(frozen=True)
class _Total:
    """What a sum over one axis, kept as an axis of length 1, consists of.

    Attributes
    ----------
    terms, writes
        The terms, none of them negative, and how often their memory had been written to.
    low, high
        The sums of the lower and of the upper ends, computed in float64.
    factor
        An exact positive number that the sum was multiplied by.
    roundings
        How many rounding errors the computed sum may have, in units of the roundoff.
    """

    terms: IntervalArray
    writes: int
    low: Floats
    high: Floats
    factor: float
    roundings: int


def _plain(key: Any) -> Any:
    """An index without enclosures: masks that rounding does not change become plain masks."""
    if isinstance(key, tuple):
        return tuple(_plain(part) for part in key)
    if isinstance(key, IntervalArray):
        if key.truth and np.array_equal(key.low, key.high):
            return key.low > 0
        raise NotEnclosed("an index that rounding may change")
    return key


def _made(ends: Ends, arithmetic: Arithmetic, *, truth: bool = False) -> IntervalArray:
    return IntervalArray(np.asarray(ends[0]), np.asarray(ends[1]), arithmetic, truth=truth)


def _quietly(function: Callable[..., Any]) -> Callable[..., Any]:
    """Ends may overflow and may be undefined: that is what they say, and no reason to warn."""

    def quiet(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return quiet


# -- arithmetic, one rule for an operation -----------------------------------------------------------------


def _is(e: IntervalArray, *values: float) -> npt.NDArray[np.bool_]:
    """Where an enclosure is certainly one of these values."""
    certain: npt.NDArray[np.bool_] = (e.low == e.high) & np.isin(e.low, values)
    return certain


def _add(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    exact = _is(a, 0) | _is(b, 0)
    rounded = a.arithmetic._rounded((a.low + b.low, a.high + b.high), exact=exact, underflows=False)
    return _made(rounded, a.arithmetic)


def _subtract(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    return _add(a, _negative(b))


def _negative(a: IntervalArray) -> IntervalArray:
    return _made((-a.high, -a.low), a.arithmetic)


def _unknown_where_unknown(result: IntervalArray, operands: Sequence[IntervalArray]) -> IntervalArray:
    """Nothing is known of what is made from what may not be a number; its interval is the whole line."""
    if result.truth or all(np.isfinite(one.low).all() for one in operands):
        return result
    unknown = np.zeros(result.shape, dtype=bool)
    for one in operands:
        unknown |= np.isneginf(one.low) & np.isposinf(one.high)
    if not unknown.any():
        return result
    return _made(
        (np.where(unknown, -np.inf, result.low), np.where(unknown, np.inf, result.high)), result.arithmetic
    )


def _positive(a: IntervalArray) -> IntervalArray:
    return a.copy()


def _multiply(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    exact = _is(a, 0, 1, -1) | _is(b, 0, 1, -1)
    ends = np.minimum.reduce(corners), np.maximum.reduce(corners)
    if a is b:  # a square is not negative
        ends = np.maximum(ends[0], 0), ends[1]
    product = _made(a.arithmetic._rounded(ends, exact=exact), a.arithmetic)
    for summed, other in ((a, b), (b, a)):
        if (total := summed.total_now) and other.size == 1 and other.low.item() == other.high.item() > 0:
            scaled = total.factor * other.low.item()
            product.total = replace(total, factor=scaled, roundings=total.roundings + 1)
    return product


def _square(a: IntervalArray) -> IntervalArray:
    return _multiply(a, a)


def _divide(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    corners = [a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high]
    around_zero = (b.low <= 0) & (b.high >= 0) & ~_is(b, 0)
    low = np.where(around_zero, -np.inf, np.minimum.reduce(corners))
    high = np.where(around_zero, np.inf, np.maximum.reduce(corners))
    # A denominator that only reaches 0 from one side leaves the sign of the quotient known, not of 0 / 0.
    signed = around_zero & ((a.low > 0) | (a.high < 0))
    same_sign = ((a.low >= 0) & (b.low >= 0)) | ((a.high <= 0) & (b.high <= 0))
    low = np.where(signed & same_sign, 0, low)
    opposite = ((a.low >= 0) & (b.high <= 0)) | ((a.high <= 0) & (b.low >= 0))
    high = np.where(signed & opposite, 0, high)
    quotient = _made(a.arithmetic._rounded((low, high), exact=_is(b, 1, -1)), a.arithmetic)
    if (total := b.total_now) and total.terms is a:
        return _share(quotient, a, b, total)
    return quotient


def _share(
    quotient: IntervalArray, term: IntervalArray, divisor: IntervalArray, total: _Total
) -> IntervalArray:
    """Narrow the quotient of a term and the sum that it is part of: ``e / (e + rest)`` grows with ``e``.

    As no term is negative, the computed sum has a small relative error.
    """
    arithmetic = term.arithmetic
    slack = _gamma(total.roundings + 3, _DOUBLE_ROUNDOFF)
    rest_high = (total.high - term.high) + slack * total.high
    rest_low = np.maximum((total.low - term.low) - slack * total.low, 0)
    ends = term.low / (term.low + rest_high) / total.factor, term.high / (term.high + rest_low) / total.factor
    # Beside the roundings of the sum there is the division, and three operations of the bounds themselves.
    errors = _gamma(total.roundings + 4, arithmetic.roundoff) / arithmetic.roundoff
    low, high = arithmetic._rounded(ends, errors=errors)
    # Where all terms may underflow, the program may divide 0 by 0.
    known = (divisor.low > 0) & np.isfinite(divisor.high) & np.isfinite(ends[0]) & np.isfinite(ends[1])
    if arithmetic.flushes:  # subnormal terms that are taken as 0 are nothing beside such a sum
        known &= divisor.low > _FAR_ABOVE_SUBNORMAL
    low = np.where(known, np.maximum(low, quotient.low), quotient.low)
    high = np.where(known, np.minimum(high, quotient.high), quotient.high)
    return _made((low, high), arithmetic)


def _reciprocal(a: IntervalArray) -> IntervalArray:
    return _divide(a.arithmetic._constant(1.0), a)


def _power(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    if _is(b, 2).all():
        return _multiply(a, a)
    if _is(b, 0.5).all():
        return _sqrt(a)
    whole = (b.low == b.high) & (b.low == np.rint(b.low)) & (b.low >= 0)
    if not whole.all() or (a.low < 0).any():
        raise NotEnclosed("numpy.power other than to 1/2, to 2 and of numbers ≥ 0 to a whole number ≥ 0")
    ends = a.low**b.low, a.high**b.low
    exact = _is(a, 0, 1) | _is(b, 0, 1)
    return _made(a.arithmetic._rounded(ends, exact=exact, errors=2 * FUNCTION_ULPS), a.arithmetic)


def _sqrt(a: IntervalArray) -> IntervalArray:
    ends = np.sqrt(np.maximum(a.low, 0)), np.sqrt(a.high)
    return _made(a.arithmetic._rounded(ends), a.arithmetic)


def _increasing(
    function: np.ufunc, *, begins: float = -np.inf, least: float = -np.inf, most: float = np.inf
) -> Callable[[IntervalArray], IntervalArray]:
    """The rule for a growing function of stated accuracy, defined from ``begins``, with bounded values."""

    def rule(a: IntervalArray) -> IntervalArray:
        low, high = function(np.maximum(a.low, begins)), function(a.high)
        # Where only float64 overflows, exact arithmetic has a finite value beyond the largest number.
        low = np.where(np.isposinf(low) & np.isfinite(a.low), np.finfo(float).max, low)
        # A function that is off by k ulps errs by at most 2 k roundoffs.
        low, high = a.arithmetic._rounded((low, high), exact=_is(a, -np.inf), errors=2 * FUNCTION_ULPS)
        return _made((np.maximum(low, least), np.minimum(high, most)), a.arithmetic)

    return rule


def _error_function(a: IntervalArray, turn: int = 1) -> IntervalArray:
    """The rule for ``math.erf``, and turned for ``math.erfc``, which falls from 2 to 0, of every entry."""
    function = _ERF if turn > 0 else _ERFC
    ends = (function(a.low), function(a.high))[::turn]
    # Off by k ulps of a double, which is 2 k roundoffs, and then rounded to the dtype.
    errors = 2.0 * ERROR_FUNCTION_ULPS
    if a.arithmetic.dtype != np.float64:
        errors = 1 + errors * _DOUBLE_ROUNDOFF / a.arithmetic.roundoff
    low, high = a.arithmetic._rounded(ends, exact=_is(a, -np.inf, np.inf), errors=errors)
    least, most = (-1, 1) if turn > 0 else (0, 2)
    return _made((np.maximum(low, least), np.minimum(high, most)), a.arithmetic)


_ERF, _ERFC = (np.vectorize(function, otypes=[float]) for function in (math.erf, math.erfc))


def _maximum(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    return _made((np.maximum(a.low, b.low), np.maximum(a.high, b.high)), a.arithmetic)


def _logaddexp(a: Any, b: Any) -> IntervalArray:
    """As NumPy computes it: the larger of the two, and a logarithm that cannot overflow."""
    result: IntervalArray = np.maximum(a, b) + np.log1p(np.exp(-np.abs(a - b)))
    return result


def _minimum(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    return _made((np.minimum(a.low, b.low), np.minimum(a.high, b.high)), a.arithmetic)


def _absolute(a: IntervalArray) -> IntervalArray:
    touching = (a.low < 0) & (a.high > 0)
    low = np.where(touching, 0, np.minimum(np.abs(a.low), np.abs(a.high)))
    return _made((low, np.maximum(np.abs(a.low), np.abs(a.high))), a.arithmetic)


def _comparison(
    certain: Callable[..., Any], possible: Callable[..., Any], of_one: bool
) -> Callable[..., IntervalArray]:
    """The rule for a comparison that of an entry with itself is ``of_one``, however little is known of it."""

    def rule(a: IntervalArray, b: IntervalArray) -> IntervalArray:
        low, high = certain(a, b), possible(a, b)
        one = _are_one(a, b)
        if one is not None:
            low, high = np.where(one, of_one, low), np.where(one, of_one, high)
        return _made((low.astype(np.float64), high.astype(np.float64)), a.arithmetic, truth=True)

    return rule


_greater = _comparison(lambda a, b: a.low > b.high, lambda a, b: a.high > b.low, of_one=False)
_greater_equal = _comparison(lambda a, b: a.low >= b.high, lambda a, b: a.high >= b.low, of_one=True)


def _less(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    return _greater(b, a)


def _less_equal(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    return _greater_equal(b, a)


_equal = _comparison(
    lambda a, b: (a.low == b.high) & (a.high == b.low),
    lambda a, b: (a.high >= b.low) & (a.low <= b.high),
    of_one=True,
)


def _connective(function: np.ufunc) -> Callable[[IntervalArray, IntervalArray], IntervalArray]:
    def rule(a: IntervalArray, b: IntervalArray) -> IntervalArray:
        if not (a.truth and b.truth):
            raise NotEnclosed(f"numpy.{function.__name__} of numbers")
        return _made((function(a.low, b.low), function(a.high, b.high)), a.arithmetic, truth=True)

    return rule


_and = _connective(np.minimum)
_or = _connective(np.maximum)


def _not(a: IntervalArray) -> IntervalArray:
    if not a.truth:
        raise NotEnclosed("the complement of numbers")
    return _made((1 - a.high, 1 - a.low), a.arithmetic, truth=True)


def _where(condition: Any, chosen: Any, other: Any) -> IntervalArray:
    some = _first_array((condition, chosen, other))
    a, b = some._enclosed(chosen), some._enclosed(other)
    if isinstance(condition, IntervalArray):
        certain, possible = condition.low > 0, condition.high > 0
    else:
        certain = possible = np.asarray(condition)
    low = np.where(certain, a.low, np.where(possible, np.minimum(a.low, b.low), b.low))
    high = np.where(certain, a.high, np.where(possible, np.maximum(a.high, b.high), b.high))
    return _made((low, high), some.arithmetic)


# -- contractions, in any order of summation ---------------------------------------------------------------


def _gamma(length: int, roundoff: float) -> float:
    """Higham's gamma: the relative error of a sum or product of ``length`` rounded operations."""
    if length * roundoff >= 1:
        raise NotEnclosed(f"a contraction of length {length} in this precision")
    return length * roundoff / (1 - length * roundoff)


def _any_order(adds: int, products: bool, roundoff: float, magnitude: Floats, largest: Floats) -> Floats:
    """Bound the rounding error of a sum of ``adds + 1`` terms, in whatever order they are added.

    Let ``T`` be the sum of the terms' magnitudes and ``S`` their sum. The product in a term errs by at most
    ``u`` times the term; together ``u T``. An addition errs by at most ``u`` times its exact result. That is
    a sum over some of the terms, hence at most ``M = (T + |S|) / 2`` (all terms of one sign), moved by
    earlier errors, which are at most ``gamma_k T`` with ``gamma_k = k u / (1 - k u)``, ``k = adds + 1``. So
    the additions err by at most ``adds u (M + gamma_k T)``: where signs are mixed, about half of the usual
    ``gamma_k T``.

    Parameters
    ----------
    adds, products
        How many additions, and whether the terms are products that were rounded.
    roundoff
        The unit roundoff ``u``.
    magnitude, largest
        ``T``, and an upper bound of ``|S|``.
    """
    error = roundoff * magnitude if products else np.zeros_like(magnitude)
    if adds:
        one_sign, moved = (magnitude + largest) / 2, _gamma(adds + 1, roundoff) * magnitude
        error = error + adds * roundoff * (one_sign + moved)
    return error


def _accumulated(
    ends: Ends, magnitude: Floats, adds: int, products: int, finite: bool, arithmetic: Arithmetic
) -> IntervalArray:
    """Widen computed sums of terms whose magnitudes add up to ``magnitude`` by `_any_order`.

    The ends were themselves summed in float64, and moved by a radius: hence a second such bound.
    """
    slack: Any = 0.0
    if adds or products:
        largest = np.maximum(np.abs(ends[0]), np.abs(ends[1]))
        own = _any_order(adds + 2, bool(products), _DOUBLE_ROUNDOFF, magnitude, magnitude)
        largest = np.minimum(largest + own, magnitude)
        own = _any_order(adds + 2, bool(products), _DOUBLE_ROUNDOFF, magnitude, largest)
        slack = _any_order(adds, bool(products), arithmetic.roundoff, magnitude, largest) + own
    slack = slack * _SLIGHTLY_MORE + (products + (adds if arithmetic.flushes else 0)) * arithmetic.underflow
    # Finite terms may overflow on the way, in some order; a term that is infinite itself is what it is.
    overflows = (magnitude > arithmetic.largest) & (finite | np.isfinite(magnitude))
    low, high = arithmetic._widened(ends, slack, slack)
    return _made((np.where(overflows, -np.inf, low), np.where(overflows, np.inf, high)), arithmetic)


def _finite(a: IntervalArray) -> bool:
    return bool(np.isfinite(a.low).all() and np.isfinite(a.high).all())


def _sum(a: IntervalArray, axis: Any = None, keepdims: bool = False) -> IntervalArray:
    ends = a.low.sum(axis=axis, keepdims=keepdims), a.high.sum(axis=axis, keepdims=keepdims)
    magnitude = np.maximum(np.abs(a.low), np.abs(a.high)).sum(axis=axis, keepdims=keepdims)
    axes = range(a.ndim) if axis is None else np.atleast_1d(axis)
    length = prod(a.shape[k] for k in axes)
    result = _accumulated(ends, np.asarray(magnitude), max(length - 1, 0), 0, _finite(a), a.arithmetic)
    if keepdims and (a.low >= 0).all():
        result.total = _Total(a, a._writes[0], *ends, 1.0, length)
    return result


def _add_at(target: Any, places: Any, terms: Any) -> None:
    """``np.add.at``: to every entry of the target all terms that are meant for it, in any order."""
    if not isinstance(target, IntervalArray):
        raise NotEnclosed("numpy.add.at into a plain array")
    plain, terms = _plain(places), target._enclosed(terms)
    counts = np.zeros(target.shape, dtype=np.int64)
    np.add.at(counts, plain, 1)
    low, high = target.low.copy(), target.high.copy()
    magnitude = np.maximum(np.abs(low), np.abs(high))
    adds = int(counts.max(initial=0)) - (not magnitude.any())  # 0 plus the first term does not round
    np.add.at(low, plain, terms.low)
    np.add.at(high, plain, terms.high)
    np.add.at(magnitude, plain, np.maximum(np.abs(terms.low), np.abs(terms.high)))
    finite = _finite(target) and _finite(terms)
    result = _accumulated((low, high), magnitude, max(adds, 0), 0, finite, target.arithmetic)
    target.low[...] = np.where(counts, result.low, target.low)
    target.high[...] = np.where(counts, result.high, target.high)
    target._writes[0] += 1


def _contract(
    product: Callable[[Floats, Floats], Floats], length: int, a: IntervalArray, b: IntervalArray
) -> IntervalArray:
    """A bilinear contraction of ``length`` products for each entry, by midpoints and radii."""
    (mid_a, rad_a), (mid_b, rad_b) = _midpoint(a), _midpoint(b)
    centre = product(mid_a, mid_b)
    size_a, size_b = np.abs(mid_a) + rad_a, np.abs(mid_b) + rad_b
    radius: float | npt.NDArray[np.float64] = 0.0
    if rad_a.any() or rad_b.any():
        radius = product(np.abs(mid_a), rad_b) + product(rad_a, size_b)
        radius = radius * _SLIGHTLY_MORE
    ends = np.asarray(centre - radius), np.asarray(centre + radius)
    magnitude = np.asarray(product(size_a, size_b))
    return _accumulated(ends, magnitude, max(length - 1, 0), length, _finite(a) and _finite(b), a.arithmetic)


def _midpoint(a: IntervalArray) -> tuple[Floats, Floats]:
    if np.array_equal(a.low, a.high):
        return a.low, np.zeros_like(a.low)
    middle = a.low / 2 + a.high / 2
    radius = np.maximum(a.high - middle, middle - a.low)
    inexact = a.low != a.high
    return np.where(inexact, middle, a.low), np.where(inexact, radius * _SLIGHTLY_MORE, 0)


def _matmul(a: IntervalArray, b: IntervalArray) -> IntervalArray:
    return _contract(np.matmul, a.shape[-1], a, b)


def _dot(a: Any, b: Any) -> IntervalArray:
    some = _first_array((a, b))
    a, b = some._enclosed(a), some._enclosed(b)
    if a.ndim == 0 or b.ndim == 0:
        return _multiply(a, b)
    return _contract(np.dot, a.shape[-1], a, b)


def _einsum(subscripts: Any, *operands: Any) -> IntervalArray:
    if not isinstance(subscripts, str) or "." in subscripts or len(operands) != 2:
        raise NotEnclosed("numpy.einsum other than of two operands with named axes")
    text = subscripts.replace(" ", "")
    inputs, _, output = text.partition("->")
    if "->" not in text:
        output = "".join(sorted({c for c in inputs if inputs.count(c) == 1 and c != ","}))
    some = _first_array(operands)
    a, b = (some._enclosed(part) for part in operands)
    sizes = dict(zip(inputs.replace(",", ""), (*a.shape, *b.shape), strict=True))
    length = prod(size for axis, size in sizes.items() if axis not in output)
    return _contract(lambda p, q: np.einsum(f"{inputs}->{output}", p, q), length, a, b)


def _mean(a: IntervalArray, axis: Any = None, keepdims: bool = False) -> IntervalArray:
    total = _sum(a, axis=axis, keepdims=keepdims)
    count = a.size // max(total.size, 1)
    mean: IntervalArray = total / count
    return mean


def _extremum(function: Any, a: IntervalArray, axis: Any, keepdims: bool) -> IntervalArray:
    ends = function(a.low, axis=axis, keepdims=keepdims), function(a.high, axis=axis, keepdims=keepdims)
    return _made(ends, a.arithmetic)


def _like(value: float) -> Callable[..., IntervalArray]:
    def made(a: IntervalArray, *, shape: Any = None, **_: Any) -> IntervalArray:
        shape = a.shape if shape is None else shape
        return _made((np.full(shape, value), np.full(shape, value)), a.arithmetic)

    return made


def _joined(function: Any) -> Callable[..., IntervalArray]:
    def made(parts: Sequence[Any], axis: int = 0) -> IntervalArray:
        some = _first_array(parts)
        enclosed = [some._enclosed(part) for part in parts]
        ends = tuple(
            function([getattr(part, end) for part in enclosed], axis=axis) for end in ("low", "high")
        )
        return _made((ends[0], ends[1]), some.arithmetic)

    return made


def _method(name: str) -> Callable[..., IntervalArray]:
    return lambda a, *args, **kwargs: getattr(a, name)(*args, **kwargs)


def _axes_moved(function: Any) -> Callable[..., IntervalArray]:
    return lambda a, *args, **kwargs: a._view(lambda ends: function(ends, *args, **kwargs))


_OPERATIONS: dict[np.ufunc, Callable[..., Any]] = {
    np.add: _add,
    np.subtract: _subtract,
    np.negative: _negative,
    np.positive: _positive,
    np.multiply: _multiply,
    np.square: _square,
    np.divide: _divide,
    np.reciprocal: _reciprocal,
    np.power: _power,
    np.sqrt: _sqrt,
    np.exp: _increasing(np.exp, least=0),
    np.expm1: _increasing(np.expm1, least=-1),
    np.log: _increasing(np.log, begins=0),
    np.log1p: _increasing(np.log1p, begins=-1),
    np.logaddexp: _logaddexp,
    np.tanh: _increasing(np.tanh, least=-1, most=1),
    np.maximum: _maximum,
    np.minimum: _minimum,
    np.absolute: _absolute,
    np.greater: _greater,
    np.greater_equal: _greater_equal,
    np.less: _less,
    np.less_equal: _less_equal,
    np.equal: _equal,
    np.not_equal: lambda a, b: _not(_equal(a, b)),
    np.logical_and: _and,
    np.bitwise_and: _and,
    np.logical_or: _or,
    np.bitwise_or: _or,
    np.logical_not: _not,
    np.invert: _not,
    np.matmul: _matmul,
}

_OF_NUMBERS: dict[Any, Callable[[IntervalArray], IntervalArray]] = {
    math.erf: _error_function,
    math.erfc: lambda a: _error_function(a, -1),
}
"""Functions of one number: what ``np.vectorize`` makes of them never asks an array, as NumPy's own do."""


def enclosed_entries(vectorised: np.vectorize) -> Callable[[Any], Any]:
    """The counterpart of what ``np.vectorize`` made of a function of one number, for enclosures as well."""

    def read(a: Any) -> Any:
        if not isinstance(a, IntervalArray):
            return vectorised(a)
        if vectorised.pyfunc not in _OF_NUMBERS:
            raise NotEnclosed(f"numpy.vectorize({getattr(vectorised.pyfunc, '__name__', 'a function')})")
        return _unknown_where_unknown(_OF_NUMBERS[vectorised.pyfunc](a), [a])

    return read


_RULES = {ufunc: _quietly(rule) for ufunc, rule in _OPERATIONS.items()}

_REDUCTIONS: dict[np.ufunc, Callable[..., IntervalArray]] = {
    np.add: _quietly(lambda a, axis=0, keepdims=False: _sum(a, axis, keepdims)),
    np.maximum: lambda a, axis=0, keepdims=False: a.max(axis, keepdims),
    np.minimum: lambda a, axis=0, keepdims=False: a.min(axis, keepdims),
}

_FUNCTIONS: dict[Any, Callable[..., Any]] = {
    np.sum: _quietly(_sum),
    np.mean: _quietly(_mean),
    np.max: _method("max"),
    np.min: _method("min"),
    np.dot: _quietly(_dot),
    np.einsum: _quietly(_einsum),
    np.where: _quietly(_where),
    np.zeros_like: _like(0.0),
    np.ones_like: _like(1.0),
    np.empty_like: _like(0.0),
    np.copy: _method("copy"),
    np.reshape: _method("reshape"),
    np.ravel: _method("ravel"),
    np.shape: lambda a: a.shape,
    np.transpose: _axes_moved(np.transpose),
    np.swapaxes: _axes_moved(np.swapaxes),
    np.expand_dims: _axes_moved(np.expand_dims),
    np.squeeze: _axes_moved(np.squeeze),
    np.broadcast_to: _axes_moved(np.broadcast_to),
    np.roll: _axes_moved(np.roll),
    np.flip: _axes_moved(np.flip),
    np.pad: _axes_moved(np.pad),
    np.concatenate: _joined(np.concatenate),
    np.stack: _joined(np.stack),
}
