"""A NumPy of symbols: the same functions, on arrays whose sizes and entries are expressions.

It is put in NumPy's place when an implementation is traced (`yudo.verification.symbolic.tracing`), and needs
SymPy and the standard library alone. What it has no reading for raises `Unreadable`; where NumPy itself would
raise, it raises `NumPyRefuses`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from functools import reduce
from itertools import product
from typing import Any

import sympy
from sympy import Expr, Integer, KroneckerDelta

from yudo.derivations.calculus import functions
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import (
    dtypes,
    elementwise,
    errors,
    indexing,
    matrices,
    reductions,
    shaping,
    writes,
)
from yudo.verification.symbolic.arrays.array import (
    Masked,
    Nonzero,
    as_content,
    axes_from_shape,
    axes_list,
    expression,
    in_floating_point,
    into,
    key_items,
    ndarray,
)
from yudo.verification.symbolic.arrays.array import asarray as _array_of
from yudo.verification.symbolic.arrays.array import number as as_number
from yudo.verification.symbolic.arrays.axes import (
    Joined,
    axis_of,
    factors_of,
    fresh_index,
    is_concrete,
    size_of,
)
from yudo.verification.symbolic.arrays.axes import broadcast as common_axes
from yudo.verification.symbolic.arrays.content import Content, constant, unwritten, written_over
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.grids import diag_indices as diag_indices
from yudo.verification.symbolic.arrays.grids import indices as indices
from yudo.verification.symbolic.arrays.grids import ix_ as ix_
from yudo.verification.symbolic.arrays.grids import linspace as linspace
from yudo.verification.symbolic.arrays.grids import meshgrid as meshgrid
from yudo.verification.symbolic.arrays.grids import mgrid as mgrid
from yudo.verification.symbolic.arrays.grids import ogrid as ogrid
from yudo.verification.symbolic.arrays.joining import append as append
from yudo.verification.symbolic.arrays.joining import array_split as array_split
from yudo.verification.symbolic.arrays.joining import c_ as c_
from yudo.verification.symbolic.arrays.joining import column_stack as column_stack
from yudo.verification.symbolic.arrays.joining import concat as concat
from yudo.verification.symbolic.arrays.joining import concatenate as concatenate
from yudo.verification.symbolic.arrays.joining import dstack as dstack
from yudo.verification.symbolic.arrays.joining import hsplit as hsplit
from yudo.verification.symbolic.arrays.joining import hstack as hstack
from yudo.verification.symbolic.arrays.joining import insert as insert
from yudo.verification.symbolic.arrays.joining import kron as kron
from yudo.verification.symbolic.arrays.joining import pad as pad
from yudo.verification.symbolic.arrays.joining import r_ as r_
from yudo.verification.symbolic.arrays.joining import repeat as repeat
from yudo.verification.symbolic.arrays.joining import roll as roll
from yudo.verification.symbolic.arrays.joining import split as split
from yudo.verification.symbolic.arrays.joining import stack as stack
from yudo.verification.symbolic.arrays.joining import tile as tile
from yudo.verification.symbolic.arrays.joining import vsplit as vsplit
from yudo.verification.symbolic.arrays.joining import vstack as vstack
from yudo.verification.symbolic.arrays.picking import argsort as argsort
from yudo.verification.symbolic.arrays.picking import bincount as bincount
from yudo.verification.symbolic.arrays.picking import count_nonzero as count_nonzero
from yudo.verification.symbolic.arrays.picking import diff as diff
from yudo.verification.symbolic.arrays.picking import fill_diagonal as fill_diagonal
from yudo.verification.symbolic.arrays.picking import flip as flip
from yudo.verification.symbolic.arrays.picking import fliplr as fliplr
from yudo.verification.symbolic.arrays.picking import flipud as flipud
from yudo.verification.symbolic.arrays.picking import ptp as ptp
from yudo.verification.symbolic.arrays.picking import rot90 as rot90
from yudo.verification.symbolic.arrays.picking import tri as tri
from yudo.verification.symbolic.arrays.picking import tril as tril
from yudo.verification.symbolic.arrays.picking import triu as triu
from yudo.verification.symbolic.arrays.sequences import Collected, Entries, Places, Rows

_all, _any, _round = all, any, round

newaxis = None
pi = ndarray(Content((), lambda _: sympy.pi))
e = ndarray(Content((), lambda _: sympy.exp(1)))

float16, float32, float64, longdouble = (
    dtypes.ScalarType(name, "float") for name in ("float16", "float32", "float64", "longdouble")
)
int8, int16, int32, int64, uint8, intp = (
    dtypes.ScalarType(name, "int") for name in ("int8", "int16", "int32", "int64", "uint8", "intp")
)
bool_ = dtypes.bool_
floating = dtypes.ScalarType("floating", "float")
integer = dtypes.ScalarType("integer", "int")


# -- entry by entry ----------------------------------------------------------------------------------------


def _function(f: Callable[..., Content], arity: int) -> Callable[..., Any]:
    def read(*operands: Any, out: Any = None, where: Any = True, dtype: Any = None) -> Any:
        in_floating_point(dtype)
        if arity + 1 == len(operands):
            *operands, out = operands  # type: ignore[assignment]
        if len(operands) != arity:
            raise NumPyRefuses(
                Text(
                    f"피연산자는 {arity}개여야 하는데 {len(operands)}개다",
                    f"expected {arity} operands, got {len(operands)}",
                )
            )
        if isinstance(out, tuple):
            (out,) = out
        if arity == 1 and isinstance(operands[0], Masked):
            return Masked(operands[0].mask, f(operands[0].values))
        made = f(*(as_content(operand) for operand in operands))
        if made.kind == "int":
            dtypes.need_long()
        if where is not True:
            if out is None:
                raise Unreadable(
                    Text("out=이 없는 원소별 함수의 where=", "where= without out= in an elementwise function")
                )
            made = elementwise.where(as_content(where), made, written_over(out.content))
        return into(out, made)

    return read


def _in_floats(f: Callable[..., Content]) -> Callable[..., Content]:
    """A function whose values are floats: of masks alone NumPy computes them in half precision."""

    def read(*operands: Content) -> Content:
        if _all(operand.kind == "bool" for operand in operands):
            raise Unreadable(
                Text("반정밀도로 계산되는 마스크의 함수", "a function of a mask, in half precision")
            )
        return f(*operands)

    return read


def _of_numbers(f: Callable[[Content], Content]) -> Callable[[Content], Content]:
    """A function that NumPy does not have for masks."""

    def read(a: Content) -> Content:
        if a.kind == "bool":
            raise NumPyRefuses(
                Text("NumPy에는 마스크에 대한 이 함수가 없다", "NumPy has no such function of masks")
            )
        return f(a)

    return read


def _two(a: Content) -> Content:
    return elementwise.power(constant(2), a)


def _float_power(a: Content, b: Content) -> Content:
    return elementwise.power(elementwise.cast(a, "float"), b)


def _square(a: Content) -> Content:
    if a.kind == "bool":
        raise Unreadable(
            Text("한 바이트 정수인 마스크의 제곱", "the square of a mask, an integer of one byte")
        )
    return elementwise.multiply(a, a)


def _rint(a: Content) -> Content:
    return elementwise.cast(elementwise.rounded(lambda p: Integer(_round(p)), functions.rint)(a), "float")


def _reciprocal(a: Content) -> Content:
    if a.kind != "float":
        raise Unreadable(
            Text("소수점 아래가 잘리는 정수의 np.reciprocal", "np.reciprocal of integers, which is cut off")
        )
    return elementwise.divide(constant(1), a)


def _exp_minus_one(a: Content) -> Content:
    return elementwise.subtract(elementwise.exponential(a), constant(1))


def _log_one_plus(a: Content) -> Content:
    return elementwise.logarithm(elementwise.add(constant(1), a))


def _tanh(a: Content) -> Content:
    squared = elementwise.exponential(elementwise.multiply(constant(2), a))
    return elementwise.divide(
        elementwise.subtract(squared, constant(1)), elementwise.add(squared, constant(1))
    )


def _cosh(a: Content) -> Content:
    both = elementwise.add(elementwise.exponential(a), elementwise.exponential(elementwise.negative(a)))
    return elementwise.divide(both, constant(2))


def _sinh(a: Content) -> Content:
    gap = elementwise.subtract(elementwise.exponential(a), elementwise.exponential(elementwise.negative(a)))
    return elementwise.divide(gap, constant(2))


def _tangent(a: Content) -> Content:
    return elementwise.divide(elementwise.sine(a), elementwise.cosine(a))


def _inverse_hyperbolic_sine(a: Content) -> Content:
    root = elementwise.square_root(elementwise.add(elementwise.multiply(a, a), constant(1)))
    return elementwise.logarithm(elementwise.add(a, root))


def _inverse_hyperbolic_tangent(a: Content) -> Content:
    ratio = elementwise.divide(elementwise.add(constant(1), a), elementwise.subtract(constant(1), a))
    return elementwise.divide(elementwise.logarithm(ratio), constant(2))


def _hypotenuse(a: Content, b: Content) -> Content:
    squares = elementwise.add(elementwise.multiply(a, a), elementwise.multiply(b, b))
    return elementwise.square_root(squares)


def _sinc(a: Content) -> Content:
    level = elementwise.equal(a, constant(0))
    angle = elementwise.multiply(a, pi.content)
    safe = elementwise.where(level, constant(1), angle)
    return elementwise.where(level, constant(1.0), elementwise.divide(elementwise.sine(safe), safe))


def _in_degrees(a: Content) -> Content:
    return elementwise.divide(elementwise.multiply(a, constant(180)), pi.content)


def _in_radians(a: Content) -> Content:
    return elementwise.divide(elementwise.multiply(a, pi.content), constant(180))


def _error_function_to_one(a: Content) -> Content:
    return elementwise.subtract(constant(1), elementwise.error_function(a))


def _logaddexp(a: Content, b: Content) -> Content:
    return elementwise.logarithm(elementwise.add(elementwise.exponential(a), elementwise.exponential(b)))


def _heaviside(a: Content, at_zero: Content) -> Content:
    above = elementwise.cast(elementwise.greater(a, constant(0)), "float")
    level = elementwise.cast(elementwise.equal(a, constant(0)), "float")
    return elementwise.add(above, elementwise.multiply(level, at_zero))


def _log_to(base: int) -> Callable[[Content], Content]:
    return lambda a: elementwise.divide(
        elementwise.logarithm(a), Content((), lambda _: sympy.log(Integer(base)), "float")
    )


add = _function(elementwise.add, 2)
subtract = _function(elementwise.subtract, 2)
multiply = _function(elementwise.multiply, 2)
divide = true_divide = _function(elementwise.divide, 2)
floor_divide = _function(elementwise.floor_divide, 2)
mod = remainder = _function(elementwise.remainder, 2)
power = pow = _function(elementwise.power, 2)
float_power = _function(_float_power, 2)
floor = _function(elementwise.rounded(lambda p: p.floor(), functions.floor, elementwise.windows_below), 1)
ceil = _function(elementwise.rounded(lambda p: p.ceiling(), lambda p: -functions.floor(-p)), 1)
trunc = fix = _function(
    elementwise.rounded(
        lambda p: Integer(int(p)), elementwise.integer_towards_0, elementwise.windows_towards_0
    ),
    1,
)
rint = _function(_rint, 1)
negative = _function(elementwise.negative, 1)
positive = conj = conjugate = _function(_of_numbers(lambda a: a), 1)
exp = _function(_in_floats(elementwise.exponential), 1)
exp2 = _function(_in_floats(_two), 1)
log2 = _function(_in_floats(_log_to(2)), 1)
log10 = _function(_in_floats(_log_to(10)), 1)
expm1 = _function(_in_floats(_exp_minus_one), 1)
log = _function(_in_floats(elementwise.logarithm), 1)
log1p = _function(_in_floats(_log_one_plus), 1)
sqrt = _function(_in_floats(elementwise.square_root), 1)
square = _function(_square, 1)
reciprocal = _function(_reciprocal, 1)
abs = absolute = _function(elementwise.absolute, 1)
fabs = _function(_in_floats(elementwise.absolute), 1)
sign = _function(_of_numbers(elementwise.sign), 1)
tanh = _function(_in_floats(_tanh), 1)
cosh = _function(_in_floats(_cosh), 1)
sinh = _function(_in_floats(_sinh), 1)
sin = _function(_in_floats(elementwise.sine), 1)
cos = _function(_in_floats(elementwise.cosine), 1)
tan = _function(_in_floats(_tangent), 1)
arctan = atan = _function(_in_floats(elementwise.inverse_tangent), 1)
arcsinh = asinh = _function(_in_floats(_inverse_hyperbolic_sine), 1)
arctanh = atanh = _function(_in_floats(_inverse_hyperbolic_tangent), 1)
hypot = _function(_in_floats(_hypotenuse), 2)
cbrt = _function(_in_floats(elementwise.cube_root), 1)
degrees = rad2deg = _function(_in_floats(_in_degrees), 1)
radians = deg2rad = _function(_in_floats(_in_radians), 1)
_erf = _function(_in_floats(elementwise.error_function), 1)  # of `math`: NumPy has neither
_erfc = _function(_in_floats(_error_function_to_one), 1)
logaddexp = _function(_in_floats(_logaddexp), 2)
heaviside = _function(_in_floats(_heaviside), 2)
maximum = _function(elementwise.maximum, 2)
minimum = _function(elementwise.minimum, 2)
fmax = _function(lambda a, b: elementwise.maximum(*elementwise.numbers(a, b)), 2)
fmin = _function(lambda a, b: elementwise.minimum(*elementwise.numbers(a, b)), 2)
greater = _function(elementwise.greater, 2)
greater_equal = _function(elementwise.greater_equal, 2)
less = _function(lambda a, b: elementwise.greater(b, a), 2)
less_equal = _function(lambda a, b: elementwise.greater_equal(b, a), 2)
equal = _function(elementwise.equal, 2)
not_equal = _function(elementwise.not_equal, 2)
logical_and = _function(elementwise.logical_and, 2)
logical_or = _function(elementwise.logical_or, 2)
logical_xor = _function(elementwise.logical_xor, 2)
logical_not = _function(elementwise.logical_not, 1)


def round(a: Any, decimals: Any = 0, out: Any = None) -> ndarray:
    """The nearest integer."""
    if expression(decimals) != 0:
        raise Unreadable(Text("소수 자리까지의 np.round", "np.round to decimals"))
    return rint(a, out)  # type: ignore[no-any-return]


around = round


def sinc(x: Any) -> ndarray:
    """``sin(pi x) / (pi x)``, and 1 at 0."""
    return ndarray(_in_floats(_sinc)(as_content(x)), array=True)


def isclose(a: Any, b: Any, rtol: Any = 1e-5, atol: Any = 1e-8) -> Any:
    """Whether entries differ by at most ``atol + rtol |b|``."""
    return less_equal(abs(subtract(a, b)), add(atol, multiply(rtol, abs(b))))


def where(condition: Any, *branches: Any) -> Any:
    """``branches[0]`` where the condition holds, else ``branches[1]``; alone, the places where it holds."""
    if not branches:
        return nonzero(condition)
    return ndarray(elementwise.where(as_content(condition), *map(as_content, branches)), array=True)


def nonzero(a: Any) -> Nonzero:
    """The places of what is not zero."""
    content = as_content(a)
    if not content.axes:
        raise NumPyRefuses(Text("수 하나의 np.nonzero", "np.nonzero of a number"))
    return Nonzero(elementwise.nonzero(content))


def select(conditions: Any, choices: Any, default: Any = 0) -> ndarray:
    """The choice of the first condition that holds."""
    chosen = as_content(default)
    for condition, choice in reversed(list(zip(conditions, choices, strict=True))):
        chosen = elementwise.where(as_content(condition), as_content(choice), chosen)
    return ndarray(chosen, array=True)


def choose(labels: Any, choices: Any) -> ndarray:
    """Entry ``i`` of the choice with the number ``labels[i]``."""
    array = _array_of(choices)
    chosen: ndarray = array[_array_of(labels), arange(array.shape[1])]
    return chosen


def take_along_axis(a: Any, indices: Any, axis: Any = -1) -> ndarray:
    """Entries along one axis at the places that the labels name."""
    return ndarray(indexing.along_axis(as_content(a), as_content(indices), axis))


def isfinite(a: Any) -> ndarray:
    """Whether entries are finite: real numbers are."""
    (numbers,) = elementwise.numbers(as_content(a))
    numbers.read_once()
    return ndarray(shaping.broadcast_to(constant(True), numbers.axes))


def isnan(a: Any) -> ndarray:
    """Whether entries are not numbers: real numbers are."""
    return logical_not(isfinite(a))  # type: ignore[no-any-return]


isinf = isposinf = isneginf = isnan


def modf(x: Any) -> tuple[ndarray, ndarray]:
    """What stands behind the decimal point, and what before it."""
    whole = trunc(x)
    return subtract(x, whole), whole


def nan_to_num(a: Any, copy: Any = True, **_: Any) -> ndarray:
    """The array: all its entries are finite."""
    array = _array_of(a)
    isfinite(array)
    return array._duplicate() if copy else array


def isscalar(a: Any) -> bool:
    """Whether it is a number."""
    return not isinstance(a, ndarray) or not a.is_array


def clip(a: Any, *bounds: Any, out: Any = None, **named: Any) -> ndarray:
    """Cut off below and above."""
    names = {"a_min": "low", "a_max": "high", "min": "low", "max": "high"}
    given = {"out": out} | {names[name]: bound for name, bound in named.items()}
    return _array_of(a).clip(*bounds, **given)


# -- reductions and products -------------------------------------------------------------------------------


def sum(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    initial: Any = None,
    where: Any = True,
) -> ndarray:
    """The sum over axes."""
    if isinstance(a, Generator) or (isinstance(a, Collected) and a.generated):
        raise Unreadable(
            Text(
                "제너레이터의 np.sum: NumPy의 버전마다 뜻이 다르다",
                "np.sum of a generator: NumPy's versions do not agree on it",
            )
        )
    if isinstance(a, Masked) and axis is dtype is out is None and not keepdims:
        return a.sum()
    return _array_of(a).sum(axis, dtype, out, keepdims, initial, where)


def mean(
    a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False, *, where: Any = True
) -> ndarray:
    """The mean over axes."""
    return _array_of(a).mean(axis, dtype, out, keepdims, where=where)


def nansum(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False) -> ndarray:
    """The sum over axes: no real number is left out."""
    return sum(nan_to_num(a, copy=False), axis, dtype, out, keepdims)


def nanmean(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False) -> ndarray:
    """The mean over axes: no real number is left out."""
    return mean(nan_to_num(a, copy=False), axis, dtype, out, keepdims)


def average(a: Any, axis: Any = None, weights: Any = None, *, keepdims: Any = False) -> ndarray:
    """The mean over axes, with weights in the array's shape or one for each place along an axis."""
    if weights is None:
        return mean(a, axis, keepdims=keepdims)
    array, given = _array_of(a), _array_of(weights)
    if given.content.axes == array.content.axes:
        whole = given.sum(axis, keepdims=keepdims)
    else:
        place = shaping.normalize_axis(int(axis), array.ndim) if isinstance(axis, int) else array.ndim
        if given.content.axes != array.content.axes[place : place + 1]:
            raise Unreadable(
                Text("모양이 다른 가중치를 준 np.average", "np.average with weights of another shape")
            )
        whole = given.sum()
        given = given.reshape((*given.shape, *([1] * (array.ndim - place - 1))))
    errors.may_raise(Text("합이 0일 수도 있는 가중치", "weights whose sum may be 0"))
    return divide(multiply(array, given).sum(axis, keepdims=keepdims), whole)  # type: ignore[no-any-return]


def var(
    a: Any, axis: Any = None, dtype: Any = None, out: Any = None, ddof: Any = 0, keepdims: Any = False
) -> Any:
    """The mean square distance from the mean."""
    return _array_of(a).var(axis, dtype, out, ddof, keepdims)


def std(
    a: Any, axis: Any = None, dtype: Any = None, out: Any = None, ddof: Any = 0, keepdims: Any = False
) -> Any:
    """The root of the variance."""
    return _array_of(a).std(axis, dtype, out, ddof, keepdims)


def max(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False, initial: Any = None) -> ndarray:
    """The largest entry over axes."""
    return _array_of(a).max(axis, out, keepdims, initial)


def min(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False, initial: Any = None) -> ndarray:
    """The smallest entry over axes."""
    return _array_of(a).min(axis, out, keepdims, initial)


amax, amin = max, min


def argmax(a: Any, axis: Any = None, out: Any = None, *, keepdims: Any = False) -> ndarray:
    """The place of the largest entry along an axis."""
    return _array_of(a).argmax(axis, out, keepdims=keepdims)


def argmin(a: Any, axis: Any = None, out: Any = None, *, keepdims: Any = False) -> ndarray:
    """The place of the smallest entry along an axis."""
    return _array_of(a).argmin(axis, out, keepdims=keepdims)


def unravel_index(indices: Any, shape: Any, order: str = "C") -> tuple[ndarray, ...]:
    """The place along each axis of a shape that places in row-major order stand for."""
    if order != "C":
        raise Unreadable(
            Text(f"order={order!r}인 np.unravel_index", f"np.unravel_index with order={order!r}")
        )
    return tuple(map(ndarray, indexing.unravelled(as_content(indices), axes_from_shape(shape))))


def all(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """Whether all entries hold: of a whole array where each is known, or along axes."""
    return _array_of(a).all(axis, out, keepdims)


def any(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """Whether any entry holds: of a whole array where each is known, or along axes."""
    return _array_of(a).any(axis, out, keepdims)


def prod(a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """The product over axes of known sizes."""
    if isinstance(a, (tuple, list)) and not a:
        return 1.0
    return _array_of(a).prod(axis, dtype, out, keepdims)


def cumsum(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> ndarray:
    """The sums of all entries up to each, along an axis."""
    return _array_of(a).cumsum(axis, dtype, out)


def cumprod(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> ndarray:
    """The products of all entries up to each, along an axis of known size."""
    return _array_of(a).cumprod(axis, dtype, out)


def _largest_so_far(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None) -> ndarray:
    in_floating_point(dtype)
    return into(out, reductions.running_maximum(as_content(a), int(axis)))


def _smallest_so_far(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None) -> ndarray:
    return negative(_largest_so_far(negative(a), axis, dtype), out)  # type: ignore[no-any-return]


def dot(a: Any, b: Any, out: Any = None) -> ndarray:
    """The matrix product, or the product with a scalar."""
    return _array_of(a).dot(b, out)


def matmul(a: Any, b: Any, out: Any = None) -> ndarray:
    """``a @ b``."""
    return into(out, reductions.matmul(as_content(a), as_content(b)))


def inner(a: Any, b: Any) -> ndarray:
    """The sum of products over the last axes."""
    first, second = _array_of(a), _array_of(b)
    if not first.ndim or not second.ndim:
        return multiply(first, second)  # type: ignore[no-any-return]
    return ndarray(tensordot(first, second, ((first.ndim - 1,), (second.ndim - 1,))).content)


def vdot(a: Any, b: Any) -> ndarray:
    """The sum of all products of entries at the same place."""
    first, second = as_content(a), as_content(b)
    if first.axes == second.axes:
        return ndarray(elementwise.multiply(first, second)).sum()
    return inner(ndarray(first).reshape(-1), ndarray(second).reshape(-1))


def outer(a: Any, b: Any, out: Any = None) -> ndarray:
    """All products of an entry of ``a`` and one of ``b``, both flattened."""
    first, second = (_array_of(part).reshape(-1).content for part in (a, b))
    return into(out, reductions.einsum(["i", "j"], "ij", [first, second]))


def einsum(spelled: Any, *operands: Any, out: Any = None, optimize: Any = False) -> ndarray:
    """The sum of products that the letters spell."""
    if not isinstance(spelled, str):
        spelled, operands = _spell_lists((spelled, *operands))
    given, arrow, result = spelled.replace(" ", "").partition("->")
    contents = [as_content(operand) for operand in operands]
    letters = given.split(",")
    if len(letters) != len(contents):
        raise NumPyRefuses(
            Text(
                f"einsum: 문자열은 피연산자 {len(letters)}개를 적었는데 {len(contents)}개가 주어졌다",
                f"einsum: {len(letters)} operands are spelled, {len(contents)} given",
            )
        )
    if "." in spelled:
        letters, result = _spell_ellipsis(letters, result, arrow, contents)
    elif not arrow:
        joined = "".join(letters)
        result = "".join(sorted(letter for letter in set(joined) if joined.count(letter) == 1))
    if (
        len(operands) == 1
        and out is None
        and len(result) == len(set(letters[0]))
        and isinstance(operands[0], ndarray)
    ):
        return operands[0].perhaps_a_view(lambda base: reductions.einsum(letters, result, [base]))
    made = into(out, reductions.einsum(letters, result, contents))
    # On an optimised path NumPy may return an array where it otherwise returns a scalar.
    return made.perhaps_a_view(lambda base: base) if optimize is not False and not made.ndim else made


def _spell_lists(given: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """``np.einsum(a, [0, 1], b, [1, 2], [0, 2])``, in letters."""

    def spelled(places: Any) -> str:
        return "".join(
            "..." if place is Ellipsis else chr(ord("a") + int(_array_of(place))) for place in places
        )

    operands, places = given[: len(given) // 2 * 2 : 2], given[1::2]
    result = f"->{spelled(given[-1])}" if len(given) % 2 else ""
    return ",".join(map(spelled, places)) + result, operands


def _spell_ellipsis(
    letters: list[str], result: str, arrow: str, contents: list[Content]
) -> tuple[list[str], str]:
    depth = [len(c.axes) - len(s.replace("...", "")) for s, c in zip(letters, contents, strict=True)]
    deepest = sorted(depth)[-1]
    batch = "".join(chr(0x100 + i) for i in range(deepest))
    spelled = [s.replace("...", batch[deepest - d :]) for s, d in zip(letters, depth, strict=True)]
    if not arrow:
        joined = "".join(letters).replace(".", "")
        return spelled, batch + "".join(sorted(one for one in set(joined) if joined.count(one) == 1))
    if deepest and "..." not in result:
        raise NumPyRefuses(Text("einsum: 결과에 줄임표가 없다", "einsum: there is no ellipsis in the result"))
    return spelled, result.replace("...", batch)


def tensordot(a: Any, b: Any, axes: Any = 2) -> ndarray:
    """Contract chosen axes of two arrays; the result is an array even where no axis is left."""
    first, second = as_content(a), as_content(b)
    n, m = len(first.axes), len(second.axes)
    if isinstance(axes, int):
        left, right = list(range(n - axes, n)), list(range(axes))
    else:
        listed = [axes_list(part) for part in axes]
        left = [shaping.normalize_axis(i, n) for i in listed[0] or []]
        right = [shaping.normalize_axis(i, m) for i in listed[1] or []]
    ours = [chr(ord("a") + i) for i in range(n)]
    theirs = [chr(ord("A") + i) for i in range(m)]
    for i, j in zip(left, right, strict=True):
        if first.axes[i] != second.axes[j]:
            raise NumPyRefuses(
                Text(
                    "tensordot: 합하는 축의 크기가 서로 다르다",
                    "tensordot: the sizes of contracted axes differ",
                )
            )
        theirs[j] = ours[i]
    kept = [s for i, s in enumerate(ours) if i not in left] + [
        s for j, s in enumerate(theirs) if j not in right
    ]
    product = reductions.einsum(["".join(ours), "".join(theirs)], "".join(kept), [first, second])
    return ndarray(product, array=True)


def trace(a: Any, offset: Any = 0) -> ndarray:
    """The sum of a diagonal."""
    return _array_of(a).trace(offset)


def cross(a: Any, b: Any) -> ndarray:
    """The vectors that are perpendicular to two others in space."""
    first, second = _array_of(a), _array_of(b)
    if _any(array.content.axes[-1:] != ((Integer(3),),) for array in (first, second)):
        raise Unreadable(Text("원소가 셋이 아닌 벡터의 np.cross", "np.cross but of three components"))
    turns = ((1, 2), (2, 0), (0, 1))
    return stack([first[..., i] * second[..., j] - first[..., j] * second[..., i] for i, j in turns], -1)


def polyval(p: Any, x: Any) -> ndarray:
    """A polynomial whose coefficients are given, the leading one first."""
    made = multiply(0, _array_of(x))
    for coefficient in _array_of(p):
        made = add(multiply(made, x), coefficient)
    return made  # type: ignore[no-any-return]


class linalg:
    """``np.linalg``, as far as it is read."""

    @staticmethod
    def norm(a: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> ndarray:
        """The root of the sum of squares."""
        content = as_content(a)
        vectors = len(content.axes) == 1 or isinstance(axis, int)
        if vectors and not isinstance(ord, str) and ord == 1:
            made: ndarray = abs(ndarray(content)).sum(axis, keepdims=keepdims)
            return made
        if not (ord is None or ord == "fro" or (ord == 2 and vectors)):
            raise Unreadable(Text(f"ord={ord}인 np.linalg.norm", f"np.linalg.norm with ord={ord}"))
        root: ndarray = sqrt(ndarray(_square(content)).sum(axis, keepdims=keepdims))
        return root

    @staticmethod
    def multi_dot(arrays: Any) -> ndarray:
        """The product of several matrices."""
        return reduce(dot, arrays)  # type: ignore[no-any-return]

    @staticmethod
    def matrix_power(a: Any, n: Any) -> ndarray:
        """The product of a matrix with itself."""
        return ndarray(matrices.raised(as_content(a), int(_array_of(n))))

    @staticmethod
    def det(a: Any) -> ndarray:
        """The determinant of a small matrix."""
        return ndarray(matrices.determinant(as_content(a)))

    @staticmethod
    def inv(a: Any) -> ndarray:
        """The inverse of a small matrix."""
        return ndarray(matrices.inverse(as_content(a)))

    @staticmethod
    def solve(a: Any, b: Any) -> ndarray:
        """What a small matrix takes to a vector, or to the columns of a matrix."""
        if _array_of(b).ndim > 2:
            raise Unreadable(Text("여러 행렬의 np.linalg.solve", "np.linalg.solve of several matrices"))
        return matmul(matrices.inverse(as_content(a)), b)


# -- functions applied along axes ---------------------------------------------------------------------------


def vectorize(f: Callable[..., Any], otypes: Any = None, **_: Any) -> Callable[..., ndarray]:
    """A function of numbers, applied to each entry of arrays that are repeated to one shape."""

    def read(*given: Any) -> ndarray:
        operands = [as_content(one) for one in given]
        axes = common_axes(*(one.axes for one in operands))
        of = [shaping.broadcast_to(one, axes) for one in operands]

        def entry(place: Any) -> Expr:
            return value(place).at(())

        def one_of(content: Content, place: Any) -> ndarray:
            return ndarray(Content((), lambda _: content.at(place), content.kind))

        def value(place: Any) -> Content:
            with writes.repeated():
                made = as_content(f(*(one_of(content, place) for content in of)))
            if made.axes:
                raise Unreadable(
                    Text(
                        "배열을 돌려주는 함수의 np.vectorize",
                        "np.vectorize of a function that returns an array",
                    )
                )
            return made

        kind = value(Content(axes, lambda _: Integer(0)).generic()).kind
        made = Content(axes, entry, kind)
        return ndarray(made if not otypes else elementwise.cast_to(made, otypes[0]))

    vars(read).update(pyfunc=f, otypes=otypes)  # as NumPy's own has them
    return read


def apply_along_axis(f: Callable[..., Any], axis: Any, a: Any, *more: Any, **named: Any) -> ndarray:
    """A function of a vector, applied to each along an axis of a matrix."""
    array = _array_of(a)
    if array.ndim != 2:
        raise Unreadable(
            Text("행렬이 아닌 것의 np.apply_along_axis", "np.apply_along_axis of what is not a matrix")
        )
    along = shaping.normalize_axis(int(axis), 2)
    rows = array if along else array.T
    size = rows.content.axes[0]
    if len(size) != 1 or is_concrete(size[0]):
        made = stack([f(row, *more, **named) for row in rows])
    else:
        i = fresh_index()
        with writes.repeated():
            value = f(Rows(rows).place(i)._duplicate(), *more, **named)
        made = _array_of(Collected(size, (i,), value))
    return made if along else made.T


def ndindex(*shape: Any) -> Any:
    """All places of an array of a shape."""
    sizes = [size for axis in axes_from_shape(shape) for size in (axis or (Integer(1),))]
    if _all(map(is_concrete, sizes)):
        return product(*(range(int(size)) for size in sizes))
    if _any(map(is_concrete, sizes)) or len(sizes) != len(axes_from_shape(shape)):
        raise Unreadable(
            Text(
                "아는 크기와 모르는 크기가 섞인 모양의 np.ndindex",
                "np.ndindex of a shape with known and unknown sizes",
            )
        )
    return Places(sizes)


def ndenumerate(a: Any) -> Any:
    """All places of an array, each with its entry."""
    array = _array_of(a)
    axes = array.content.axes
    if _all(map(is_concrete, factors_of(axes))):
        return ((place, array[place]) for place in ndindex(*array.shape))
    if _any(len(axis) != 1 or is_concrete(axis[0]) or isinstance(axis[0], Joined) for axis in axes):
        raise Unreadable(
            Text(
                "아는 크기와 모르는 크기가 섞인 배열의 np.ndenumerate",
                "np.ndenumerate of an array with known and unknown sizes",
            )
        )
    return Entries(array)


# -- making arrays -----------------------------------------------------------------------------------------


def _filled(shape: Any, value: Any, dtype: Any, order: str) -> ndarray:
    axes = axes_from_shape(shape)
    content = as_content(value)
    kind = dtypes.kind_of(dtype) if dtype is not None else content.kind
    filled = shaping.broadcast_to(elementwise.cast(content, kind), axes)
    return ndarray(filled, array=True, in_order=order == "C")


def zeros(shape: Any, dtype: Any = None, order: str = "C") -> ndarray:
    """An array of zeros."""
    return _filled(shape, 0.0, dtype, order)


def ones(shape: Any, dtype: Any = None, order: str = "C") -> ndarray:
    """An array of ones."""
    return _filled(shape, 1.0, dtype, order)


def full(shape: Any, value: Any, dtype: Any = None, order: str = "C") -> ndarray:
    """An array of one value."""
    return _filled(shape, value, dtype, order)


def empty(shape: Any, dtype: Any = None, order: str = "C") -> ndarray:
    """An array that must be written before it is read."""
    axes = axes_from_shape(shape)
    kind = dtypes.kind_of(dtype) if dtype is not None else "float"
    return ndarray(Content(axes, unwritten, kind), written=False, array=True, in_order=order == "C")


def zeros_like(a: Any, dtype: Any = None, *, shape: Any = None) -> ndarray:
    """Zeros in the shape, unless another is given, and kind of an array."""
    return _like(a, 0, dtype, shape)


def ones_like(a: Any, dtype: Any = None, *, shape: Any = None) -> ndarray:
    """Ones in the shape, unless another is given, and kind of an array."""
    return _like(a, 1, dtype, shape)


def full_like(a: Any, value: Any, dtype: Any = None, *, shape: Any = None) -> ndarray:
    """One value in the shape, unless another is given, and kind of an array."""
    return _like(a, value, dtype, shape)


def empty_like(a: Any, dtype: Any = None) -> ndarray:
    """An array, shaped like another, that must be written before it is read."""
    content = as_content(a)
    kind = dtypes.kind_of(dtype) if dtype is not None else content.kind
    return ndarray(Content(content.axes, unwritten, kind), written=False, array=True)


def _like(a: Any, value: Any, dtype: Any, shape: Any) -> ndarray:
    content = as_content(a)
    kind = dtypes.kind_of(dtype) if dtype is not None else content.kind
    # What was joined is of one length here: nothing yet tells its parts apart.
    axes = shaping.unjoined(content.axes) if shape is None else axes_from_shape(shape)
    made = shaping.broadcast_to(elementwise.cast(as_content(value), kind), axes)
    return ndarray(made, array=True)


def array(value: Any, dtype: Any = None, copy: Any = True, ndmin: int = 0) -> ndarray:
    """A new array of what was given."""
    content = as_content(value)
    if ndmin:
        raise Unreadable(Text("ndmin을 준 np.array", "np.array with ndmin"))
    if copy is not True and isinstance(value, ndarray) and value.is_array:
        return value.perhaps_a_view(lambda base: base if dtype is None else elementwise.cast_to(base, dtype))
    cast = content if dtype is None else elementwise.cast_to(content, dtype)
    return ndarray(cast, array=True)


def asarray(value: Any, dtype: Any = None) -> ndarray:
    """The array itself, or a new one of what was given."""
    made = _array_of(value)
    if not made.is_array:
        made = ndarray(made.content, array=True)
    return made if dtype is None else made.astype(dtype, copy=False)


asanyarray = asarray


def ascontiguousarray(value: Any, dtype: Any = None) -> ndarray:
    """The array itself or a copy, that depends on how it lies in memory; at least of one axis."""
    made = asarray(value, dtype)
    return made.perhaps_a_view(lambda base: base) if made.ndim else made.reshape(1)


def copy(a: Any) -> ndarray:
    """A copy, which is an array even of a scalar."""
    return ndarray(as_content(a), array=True)


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> ndarray:
    """The integers ``0 … stop - 1``, or from and to known integers."""
    begin, end, by = (
        expression(part) for part in ((0, start, step) if stop is None else (start, stop, step))
    )
    if (begin, by) == (0, 1):
        made = indexing.arange(end)
    else:
        made = as_content(list(range(*(int(ndarray(as_number(part))) for part in (begin, end, by)))))
    return ndarray(made if dtype is None else elementwise.cast_to(made, dtype))


def eye(rows: Any, columns: Any = None, k: Any = 0, dtype: Any = None) -> ndarray:
    """Ones on a diagonal: of the identity matrix, or of any matrix of known sizes."""
    size, offset = expression(rows), expression(k)
    width = size if columns is None else expression(columns)
    kind = dtypes.kind_of(dtype) if dtype is not None else "float"
    if (width, offset) != (size, 0):
        return _other_eye(size, width, offset, kind)
    axis = axis_of(size)

    def entry(index: Any) -> Expr:
        half = len(axis)
        found: Expr = Integer(1)
        for i, j in zip(index[:half], index[half:], strict=True):
            found *= KroneckerDelta(i, j)
        return found

    return ndarray(Content((axis, axis), entry, kind))


def _other_eye(rows: Expr, columns: Expr, offset: Expr, kind: str) -> ndarray:
    if not (rows.is_Integer and columns.is_Integer and offset.is_Integer):
        raise Unreadable(
            Text(
                "정사각형이 아니거나 다른 대각선이 있는, 크기가 기호인 np.eye",
                "np.eye of symbolic sizes that is not square, or has another diagonal",
            )
        )
    places = product(range(int(rows)), range(int(columns)))
    ones_at = {(Integer(i), Integer(j)) for i, j in places if j - i == offset}

    def entry(index: Any) -> Expr:
        here = iter(index)
        at = tuple(Integer(0) if axis == () else next(here) for axis in axes)
        return Integer(at in ones_at)

    axes = (axis_of(rows), axis_of(columns))
    return ndarray(Content(axes, entry, kind))


identity = eye


# -- shapes ------------------------------------------------------------------------------------------------


def reshape(a: Any, shape: Any, order: str = "C") -> ndarray:
    """Regroup in row-major order."""
    return _array_of(a).reshape(shape, order=order)


def ravel(a: Any) -> ndarray:
    """One axis of all entries."""
    return _array_of(a).ravel()


def transpose(a: Any, axes: Any = None) -> ndarray:
    """Reorder the axes."""
    return _array_of(a).transpose() if axes is None else _array_of(a).transpose(axes)


def swapaxes(a: Any, first: int, second: int) -> ndarray:
    """Exchange two axes."""
    return _array_of(a).swapaxes(first, second)


def moveaxis(a: Any, source: Any, destination: Any) -> ndarray:
    """Move axes to other places; the others keep their order."""
    array = _array_of(a)
    old, new = (
        [shaping.normalize_axis(place, array.ndim) for place in axes_list(given) or []]
        for given in (source, destination)
    )
    if len(old) != len(new) or len(set(old)) != len(old) or len(set(new)) != len(new):
        raise NumPyRefuses(
            Text("np.moveaxis: 축의 자리가 짝을 이루지 않는다", "np.moveaxis: the places do not pair up")
        )
    order = [place for place in range(array.ndim) if place not in old]
    for there, here in sorted(zip(new, old, strict=True)):
        order.insert(there, here)
    return array.transpose(order)


def rollaxis(a: Any, axis: int, start: int = 0) -> ndarray:
    """Move an axis to the place before another."""
    array = _array_of(a)
    place = shaping.normalize_axis(int(axis), array.ndim)
    before = int(start) + array.ndim if int(start) < 0 else int(start)
    return moveaxis(array, place, before - 1 if before > place else before)


def matrix_transpose(x: Any) -> ndarray:
    """The last two axes reversed."""
    return _array_of(x).mT


def diag(a: Any, k: Any = 0) -> ndarray:
    """The diagonal of a matrix, or the matrix with a diagonal."""
    array = _array_of(a)
    if array.ndim == 2:
        return diagonal(array, k)
    if expression(k) != 0:
        raise Unreadable(
            Text("다른 대각선이 있는 행렬을 만드는 np.diag", "np.diag that makes another diagonal")
        )
    if array.ndim != 1:
        raise NumPyRefuses(
            Text("벡터도 행렬도 아닌 것의 np.diag", "np.diag of what is neither a vector nor a matrix")
        )
    return multiply(expand_dims(array, 1), eye(array.shape[0], dtype=array.dtype))  # type: ignore[no-any-return]


def diagflat(a: Any) -> ndarray:
    """The matrix with a diagonal, whatever shape that was given in."""
    return diag(_array_of(a).reshape(-1))


def diagonal(a: Any, offset: Any = 0) -> ndarray:
    """A diagonal of a matrix."""
    return _array_of(a).diagonal(offset)


def take(a: Any, indices: Any, axis: Any = None) -> ndarray:
    """Entries along an axis at the places that integers name."""
    return _array_of(a).take(indices, axis)


def expand_dims(a: Any, axis: Any) -> ndarray:
    """Insert axes of size 1."""
    array = _array_of(a)
    old = array.content.axes
    places = axes_list(axis) or []
    return array._view(
        lambda base: shaping.expand_dims(base, places), lambda _, new: shaping.with_axes(new, old)
    )


def squeeze(a: Any, axis: Any = None) -> ndarray:
    """Remove axes of size 1."""
    return _array_of(a).squeeze(axis)


def atleast_1d(a: Any) -> ndarray:
    """At least one axis."""
    array = _array_of(a)
    return array if array.ndim else expand_dims(array, 0)


def atleast_2d(a: Any) -> ndarray:
    """At least two axes."""
    array = _array_of(a)
    return array if array.ndim >= 2 else expand_dims(array, list(range(2 - array.ndim)))


def broadcast_to(a: Any, shape: Any) -> ndarray:
    """Repeat along axes of size 1."""
    axes = axes_from_shape(shape)
    made = _array_of(a).perhaps_a_view(lambda base: shaping.broadcast_to(base, axes))
    made.fixed = Text("np.broadcast_to가 돌려준 배열에 쓰기", "writes into what np.broadcast_to returned")
    return made


def broadcast_arrays(*args: Any) -> tuple[ndarray, ...]:
    """Arrays repeated to one shape."""
    arrays = [_array_of(one) for one in args]
    axes = common_axes(*(one.content.axes for one in arrays))
    sizes = tuple(ndarray(as_number(size_of(axis))) for axis in axes)
    return tuple(broadcast_to(one, sizes) for one in arrays)


def shape(a: Any) -> tuple[Any, ...]:
    """The sizes."""
    return _array_of(a).shape


def ndim(a: Any) -> int:
    """How many axes."""
    return _array_of(a).ndim


def size(a: Any, axis: Any = None) -> Any:
    """How many entries."""
    return _array_of(a).size if axis is None else _array_of(a).shape[axis]


def _add_at(a: ndarray, key: Any, values: Any) -> None:
    """``np.add.at``: repeated places add up."""
    a._updated(indexing.added_at(indexing.plan(a.content, key_items(key)), as_content(values)))


def _subtract_at(a: ndarray, key: Any, values: Any) -> None:
    _add_at(a, key, negative(_array_of(values)))


add.at, subtract.at = _add_at, _subtract_at  # type: ignore[attr-defined]


def _reduces(whole: Callable[..., Any]) -> Callable[..., Any]:
    """``np.add.reduce`` and its like: over the first axis if none is named."""

    def read(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None, keepdims: Any = False) -> Any:
        if dtype is not None and whole is sum:
            return sum(a, axis, dtype, out, keepdims)
        in_floating_point(dtype)
        return (
            whole(a, axis=axis, keepdims=keepdims)
            if out is None
            else whole(a, axis, out=out, keepdims=keepdims)
        )

    return read


def _outer_of(f: Callable[..., Any]) -> Callable[..., Any]:
    """``np.subtract.outer`` and its like: all pairs of entries."""

    def read(a: Any, b: Any) -> Any:
        first, second = _array_of(a), _array_of(b)
        return f(first[(..., *([None] * second.ndim))], second)

    return read


def _sum_so_far(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None) -> ndarray:
    return cumsum(a, axis, dtype, out)


def _product_so_far(a: Any, axis: Any = 0, dtype: Any = None, out: Any = None) -> ndarray:
    return cumprod(a, axis, dtype, out)


def _log_of_sum(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> ndarray:
    return log(sum(exp(a), axis, keepdims=keepdims), out)  # type: ignore[no-any-return]


for _f, _whole in (
    (add, sum),
    (multiply, prod),
    (maximum, max),
    (minimum, min),
    (logaddexp, _log_of_sum),
    (logical_and, all),
    (logical_or, any),
):
    _f.reduce = _reduces(_whole)  # type: ignore[attr-defined]
for _f, _so_far in (
    (add, _sum_so_far),
    (multiply, _product_so_far),
    (maximum, _largest_so_far),
    (minimum, _smallest_so_far),
):
    _f.accumulate = _so_far  # type: ignore[attr-defined]
for _f in (add, subtract, multiply, divide, power, maximum, minimum, greater, equal):
    _f.outer = _outer_of(_f)  # type: ignore[attr-defined]


# -- writing -----------------------------------------------------------------------------------------------


def copyto(to: ndarray, source: Any, casting: str = "same_kind", where: Any = True) -> None:
    """Write where a mask holds."""
    if where is True:
        to[...] = source
    else:
        putmask(to, where, shaping.broadcast_to(as_content(source), to.content.axes))


def putmask(a: ndarray, mask: Any, values: Any) -> None:
    """Write where a mask holds: a number, or the entries of an array of the same shape."""
    content = as_content(values)
    if content.axes and content.axes != a.content.axes:
        raise Unreadable(Text("모양이 다른 값을 넣는 np.putmask", "np.putmask with values of another shape"))
    condition = shaping.broadcast_to(elementwise.nonzero(as_content(mask)), a.content.axes)
    a[ndarray(condition)] = ndarray(content)


def put_along_axis(a: ndarray, indices: Any, values: Any, axis: Any) -> None:
    """Write in each row at the place that its label names."""
    places = _array_of(indices)
    if a.ndim != 2 or places.ndim != 2 or int(axis) not in (1, -1) or places.content.axes[1] != ():
        raise Unreadable(
            Text(
                "행렬의 행마다 한 자리가 아닌 곳에 쓰는 np.put_along_axis",
                "np.put_along_axis but at one place of each row of a matrix",
            )
        )
    written = broadcast_to(values, places.shape)[:, 0]
    a[arange(a.shape[0]), places[:, 0]] = written


# -- what has no effect on real numbers --------------------------------------------------------------------


def errstate(**actions: Any) -> AbstractContextManager[None]:
    """Warnings about floating point mean nothing here."""
    seterr(**actions)
    return nullcontext()


def seterr(**actions: Any) -> dict[str, str]:
    """Warnings about floating point mean nothing here; errors would."""
    if not set(actions.values()) <= {None, "ignore", "warn"}:
        raise Unreadable(
            Text("부동소수점 경고를 오류로 만든다", "makes something of warnings about floating point")
        )
    return {}


def issubdtype(one: Any, other: Any) -> bool:
    """Whether a dtype is another, or of a kind that has several."""
    if other in (floating, integer):
        return dtypes.kind_of(one) == dtypes.kind_of(other)
    return bool(dtype(one) == dtype(other))


def result_type(*operands: Any) -> dtypes.ScalarType:
    """The dtype that arithmetic on the operands has."""
    kinds = [
        part.reads_as if isinstance(part, dtypes.ScalarType) else as_content(part).kind for part in operands
    ]
    made = dtypes.OF_KIND[sorted(kinds, key=["bool", "int", "float"].index)[-1]]
    given = {dtype(part) for part in operands if isinstance(part, dtypes.ScalarType)}
    if not given <= set(dtypes.OF_KIND.values()):
        raise Unreadable(
            Text("정밀도가 다른 자료형의 np.result_type", "np.result_type of dtypes of another precision")
        )
    return made


def dtype(given: Any) -> dtypes.ScalarType:
    """The dtype that a name or a type stands for."""
    return dtypes.of(given)


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise Unreadable(Text(f"기호로 읽는 법이 없는 np.{name}", f"np.{name} has no symbolic reading"))
