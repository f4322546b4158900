"""Functions applied entry by entry, with NumPy's rules for kinds: float, int and bool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import (
    Abs,
    Add,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Mul,
    Pow,
    Rational,
    atan,
    cancel,
    cos,
    erf,
    exp,
    fraction,
    log,
    sin,
    together,
)

from yudo.derivations.calculus.functions import floor, step
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import dtypes
from yudo.verification.symbolic.arrays.axes import Before, FlatIndex, index_along
from yudo.verification.symbolic.arrays.content import Content, constant, elementwise, larger
from yudo.verification.symbolic.arrays.defined import doubted, is_positive, is_power_a_number, need_number
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.ranges import (
    IndexSymbol,
    Quotient,
    floor_quotient,
    is_nonnegative,
    window_count,
)
from yudo.verification.symbolic.recurrences import is_found_first

_RANK = {"bool": 0, "int": 1, "float": 2}


def joint_kind(*operands: Content) -> str:
    """The kind that arithmetic on these operands has."""
    return max((operand.kind for operand in operands), key=_RANK.__getitem__)


def add(a: Content, b: Content) -> Content:
    """``a + b``; of two masks, either."""
    kind = joint_kind(a, b)
    if kind == "bool":
        return elementwise(lambda p, q: p + q - p * q, a, b, kind=kind)
    return elementwise(lambda p, q: p + q, a, b, kind=kind)


def subtract(a: Content, b: Content) -> Content:
    """``a - b``."""
    kind = joint_kind(a, b)
    if kind == "bool":
        raise NumPyRefuses(Text("NumPy는 마스크를 빼지 않는다", "NumPy does not subtract masks"))
    return elementwise(lambda p, q: p - q, a, b, kind=kind)


def multiply(a: Content, b: Content) -> Content:
    """``a * b``; of two masks, both."""
    return elementwise(lambda p, q: p * q, a, b, kind=joint_kind(a, b))


def divide(a: Content, b: Content) -> Content:
    """``a / b``."""

    def quotient(p: Expr, q: Expr) -> Expr:
        if q == 0:
            raise Unreadable(Text("0으로 나누기", "division by zero"))
        return doubted(p / q, is_power_a_number(q, Integer(-1)))

    return elementwise(quotient, a, b, kind="float")


def _whole(
    symbol: str, on_integers: Callable[[int, int], int], exact: bool, a: Content, b: Content
) -> Content:
    integers = joint_kind(a, b) == "int"

    def entry(p: Expr, q: Expr) -> Expr:
        if p.is_Integer and q.is_Integer and q != 0:
            return Integer(on_integers(int(p), int(q)))
        if integers and (parted := _parted(p, q)) is not None:
            return parted[0] if exact else parted[1]
        quotient = cancel(p / q) if integers and q.is_positive else None
        if quotient is not None and quotient.is_integer:
            return quotient if exact else Integer(0)
        whole = floor_quotient(p, q) if exact and quotient is not None else None
        if whole is not None:
            return whole
        if q.is_Rational and q != 0 and p.has(Indexed) and not integers:
            need_number(p)
            return floor(p / q) if exact else p - q * floor(p / q)
        raise Unreadable(
            Text(
                f"{p} {symbol} {q}: 나머지가 있는 나눗셈은 값을 아는 정수로만 한다",
                f"{p} {symbol} {q}: only whole numbers that are known are divided with remainder",
            )
        )

    return elementwise(entry, a, b, kind=joint_kind(a, b))


def _parted(place: Expr, size: Expr) -> tuple[Expr, Expr] | None:
    """A place along a flattened axis divided by the size of its last factors, with remainder."""
    if not isinstance(place, FlatIndex):
        return None
    at, sizes = place.args[::2], place.args[1::2]
    for cut in range(1, len(sizes)):
        if Mul(*sizes[cut:]) == size:
            return index_along(at[:cut], sizes[:cut]), index_along(at[cut:], sizes[cut:])
    return None


def floor_divide(a: Content, b: Content) -> Content:
    """``a // b``, of known integers and of what is divided without remainder."""
    return _whole("//", lambda p, q: p // q, True, a, b)


def remainder(a: Content, b: Content) -> Content:
    """``a % b``, of known integers and of what is divided without remainder."""
    return _whole("%", lambda p, q: p % q, False, a, b)


def rounded(
    to_integer: Callable[[Expr], Expr],
    of_entries: Callable[[Expr], Expr],
    windows: Callable[[Expr], Expr | None] = lambda p: None,
) -> Callable[[Content], Content]:
    """``floor``, ``ceil`` and their like: of known numbers, integers, numbers of ``windows``, and entries."""

    def entry(p: Expr) -> Expr:
        if p.is_integer:
            return p
        if p.is_Rational:
            return to_integer(p)
        whole = windows(p)
        if whole is not None:
            return whole
        if p.has(Indexed):
            return of_entries(p)
        raise Unreadable(Text(f"반올림하는데 값을 모르는 수 {p}", f"rounds {p}, which is not known"))

    return lambda a: elementwise(entry, a, kind="int" if a.kind == "int" else "float")


def integer_towards_0(p: Expr) -> Expr:
    """``p`` without what stands behind its decimal point."""
    return step(p) * floor(p) - step(-p) * floor(-p)


def windows_below(p: Expr) -> Expr | None:
    """A number of windows, ``(H - K) / s + 1``, rounded down; None for what is none."""
    return floor_quotient(*fraction(together(p))) if p.has(Add) else None


def windows_towards_0(p: Expr) -> Expr | None:
    """The same rounded towards 0, which is down if there is a window: a condition of the proof."""
    whole = windows_below(p)
    if whole is None or not whole.has(Quotient) or window_count(whole) is not None:
        return whole
    return None


def power(a: Content, b: Content) -> Content:
    """``a ** b``."""
    kind = joint_kind(a, b)
    if a.kind == "bool" and kind != "float":
        raise Unreadable(
            Text("한 바이트 정수인 마스크의 거듭제곱", "a power of a mask, an integer of one byte")
        )

    def entry(p: Expr, q: Expr) -> Expr:
        if kind == "int" and not q.is_nonnegative:
            raise NumPyRefuses(
                Text(
                    "NumPy는 정수를 음의 정수로 거듭제곱하지 않는다",
                    "NumPy does not raise integers to negative integer powers",
                )
            )
        if p == 0 and not q.is_positive:
            raise Unreadable(Text(f"0 ** {q}", f"0 ** {q}"))
        return _raised(p, q)

    return elementwise(entry, a, b, kind=kind)


def _raised(p: Expr, q: Expr) -> Expr:
    """``p ** q``; SymPy answers with the absolute value to the root of a square."""
    power = doubted(Pow(p, q), is_power_a_number(p, q))
    return power.replace(Abs, lambda base: base * (step(base) - step(-base))) if power.has(Abs) else power


def negative(a: Content) -> Content:
    """``-a``."""
    if a.kind == "bool":
        raise NumPyRefuses(
            Text(
                "NumPy는 마스크의 부호를 -로 바꾸지 않는다. ~를 쓴다",
                "NumPy does not negate masks with -; use ~",
            )
        )
    return elementwise(lambda p: -p, a, kind=a.kind)


def absolute(a: Content) -> Content:
    """``|a|``, as ``a ([a > 0] - [-a > 0])``."""
    if a.kind == "bool":
        return a
    return elementwise(lambda p: p * (step(p) - step(-p)), a, kind=a.kind)


def sign(a: Content) -> Content:
    """``[a > 0] - [-a > 0]``."""
    return elementwise(lambda p: step(p) - step(-p), a, kind=a.kind)


def exponential(a: Content) -> Content:
    """``exp(a)``."""
    return elementwise(exp, a, kind="float")


def logarithm(a: Content) -> Content:
    """``log(a)``."""

    def entry(p: Expr) -> Expr:
        if p.is_Number and p <= 0:
            raise Unreadable(Text(f"실수가 아닌 log({p})", f"log({p}) is not a real number"))
        return doubted(log(p), is_positive(p))

    return elementwise(entry, a, kind="float")


def sine(a: Content) -> Content:
    """``sin(a)``."""
    return elementwise(sin, a, kind="float")


def cosine(a: Content) -> Content:
    """``cos(a)``."""
    return elementwise(cos, a, kind="float")


def inverse_tangent(a: Content) -> Content:
    """``atan(a)``."""
    return elementwise(atan, a, kind="float")


def cube_root(a: Content) -> Content:
    """The number, of the sign of ``a``, whose cube is ``a``."""

    def entry(p: Expr) -> Expr:
        positive, negative = step(p), step(-p)
        return (positive - negative) * Pow(p * (positive - negative), Rational(1, 3))

    return elementwise(entry, a, kind="float")


def error_function(a: Content) -> Content:
    """``erf(a)``."""
    return elementwise(erf, a, kind="float")


def square_root(a: Content) -> Content:
    """``a ** (1/2)``; of a square, the absolute value."""
    return elementwise(lambda p: _raised(p, Rational(1, 2)), a, kind="float")


def maximum(a: Content, b: Content) -> Content:
    """The larger of two entries."""
    return elementwise(larger, a, b, kind=joint_kind(a, b))


def minimum(a: Content, b: Content) -> Content:
    """The smaller of two entries."""
    return elementwise(lambda p, q: -larger(-p, -q), a, b, kind=joint_kind(a, b))


def numbers(*operands: Content) -> tuple[Content, ...]:
    """The operands, none of which may be ``nan`` or infinite."""

    def entry(p: Expr) -> Expr:
        need_number(p)
        return p

    return tuple(elementwise(entry, a, kind=a.kind) for a in operands)


def where(condition: Content, a: Content, b: Content) -> Content:
    """``a`` where the condition holds, else ``b``: ``c a + (1 - c) b``."""
    if condition.kind != "bool":
        condition = nonzero(condition)
    return elementwise(chosen, condition, a, b, kind=joint_kind(a, b))


def chosen(c: Expr, p: Expr, q: Expr) -> Expr:
    """``p`` where an indicator is 1, else ``q``; what a branch knows of a loop's index is used in it."""
    if c in (0, 1):
        return p if c == 1 else q
    for holds, (one, other) in ((c, (p, q)), (1 - c, (q, p))):
        if isinstance(holds, KroneckerDelta):
            index = next((i for i in holds.args if isinstance(i, IndexSymbol)), None)
            if index is not None and holds == KroneckerDelta(index, 0):
                later = other.xreplace({Before(index, index.below): index - 1, holds: Integer(0)})
                p, q = (one, later) if holds == c else (later, one)
                if is_found_first(later, index, one):
                    return later
    return p if p == q else c * p + (1 - c) * q


# -- comparisons: 0 or 1 -----------------------------------------------------------------------------------


def _indicator(a: Content, b: Content) -> Callable[[Expr, Expr], Expr]:
    """The reading of ``p > q``: for integers, what is known about sizes decides where it can."""
    integers = joint_kind(a, b) != "float"

    def entry(p: Expr, q: Expr) -> Expr:
        need_number(p, q)
        gap = p - q
        if integers and gap.is_positive:
            return Integer(1)
        if integers and gap.is_nonpositive:
            return Integer(0)
        at_end = _place_that_alone_fails(gap) if integers else None
        if at_end is not None:
            return 1 - KroneckerDelta(*at_end)
        if integers and gap.has(IndexSymbol) and is_nonnegative(-gap):
            return Integer(0)
        return step(gap)

    return entry


def _place_that_alone_fails(gap: Expr) -> tuple[Expr, Expr] | None:
    """The one place of a loop's index at which ``t > 0``, or ``T - 1 > t``, does not hold."""
    for index in gap.atoms(IndexSymbol):
        if gap == index:
            return index, Integer(0)
        if gap == index.below - 1 - index:
            return index, index.below - 1
    return None


def greater(a: Content, b: Content) -> Content:
    """``a > b``."""
    return elementwise(_indicator(a, b), a, b, kind="bool")


def greater_equal(a: Content, b: Content) -> Content:
    """``a >= b``, that is ``1 - [b > a]``."""
    return logical_not(greater(b, a))


def equal(a: Content, b: Content) -> Content:
    """``a == b``: a delta for indices of one axis, else ``1 - [a > b] - [b > a]``."""
    if "float" not in (a.kind, b.kind) and (a.below is not None or b.below is not None):
        return elementwise(_delta(a, b), a, b, kind="bool")
    above = _indicator(a, b)
    return elementwise(lambda p, q: 1 - above(p, q) - above(q, p), a, b, kind="bool")


def _delta(a: Content, b: Content) -> Callable[[Expr, Expr], Expr]:
    below = a.below if a.below is not None else b.below

    def entry(p: Expr, q: Expr) -> Expr:
        gap = p - q
        if gap.is_number:
            return Integer(int(gap == 0))
        if gap.has(FlatIndex):
            raise Unreadable(
                Text("펼친 축을 따라 자리를 비교한다", "compares places along an axis that was flattened")
            )
        for other in (a, b):
            if other.below != below:
                (only,) = [side for side, of in ((p, a), (q, b)) if of is other]
                if only not in (0, below - 1 if below is not None else 0):
                    raise Unreadable(
                        Text(
                            f"서로 다른 축의 인덱스를 비교하는 {p} == {q}",
                            f"{p} == {q} compares indices of different axes",
                        )
                    )
        return KroneckerDelta(p, q)

    return entry


def not_equal(a: Content, b: Content) -> Content:
    """``a != b``."""
    return logical_not(equal(a, b))


def nonzero(a: Content) -> Content:
    """``a != 0``, what a number means where a mask is wanted."""
    return a if a.kind == "bool" else not_equal(a, constant(0))


def logical_not(a: Content) -> Content:
    """``~a`` of a mask."""
    return elementwise(lambda p: 1 - p, nonzero(a), kind="bool")


def logical_and(a: Content, b: Content) -> Content:
    """``a & b`` of masks."""
    return elementwise(lambda p, q: p * q, nonzero(a), nonzero(b), kind="bool")


def logical_or(a: Content, b: Content) -> Content:
    """``a | b`` of masks."""
    return elementwise(lambda p, q: p + q - p * q, nonzero(a), nonzero(b), kind="bool")


def logical_xor(a: Content, b: Content) -> Content:
    """``a ^ b`` of masks."""
    return elementwise(lambda p, q: p + q - 2 * p * q, nonzero(a), nonzero(b), kind="bool")


def cast(a: Content, kind: str) -> Content:
    """The same numbers as another kind."""
    if kind == a.kind:
        return a
    if kind == "bool":
        return nonzero(a)
    if kind == "int" and a.kind == "float":
        constants = elementwise(_integer, a, kind="int")
        return constants
    return Content(a.axes, a.at, kind, a.below if kind == "int" else None)


def cast_to(a: Content, dtype: Any) -> Content:
    """The same numbers in a dtype."""
    kind = dtypes.kind_of(dtype)

    def held(p: Expr) -> Expr:
        if p.is_Symbol or (p.is_number and abs(p) < 2**31):
            return p
        raise Unreadable(
            Text(f"int32의 범위를 넘을 수도 있는 {p}", f"{p}, which may be out of the range of int32")
        )

    if dtypes.is_short(dtype) and a.kind != "bool" and a.below is None:
        return elementwise(held, cast(a, kind), kind=kind)
    return cast(a, kind)


def summands(a: Content, dtype: Any) -> Content:
    """The same numbers in a dtype in which they are summed."""
    made = cast_to(a, dtype)
    if made.kind == "int":
        dtypes.need_long()
    return made


def _integer(p: Expr) -> Expr:
    if p.is_integer:  # a size, or sizes divided without remainder
        return p
    if p.is_Number:
        return Integer(int(p))
    whole = windows_towards_0(p)
    if whole is not None:
        return whole
    raise Unreadable(Text(f"정수로 자르는 값 {p}", f"{p} is cut off to an integer"))
