"""What a symbolic array holds: axes, and a function from indices to the entry's expression."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

from sympy import Add, E, Expr, Integer, Mul, Rational, Symbol, pi, sqrt

from yudo.derivations.calculus.functions import Maximum, Sum, relu
from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.steps import spend
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import maxima
from yudo.verification.symbolic.arrays.axes import (
    Axes,
    Axis,
    Index,
    Joined,
    Place,
    broadcast,
    counted,
    factors_of,
    fresh_index,
    index_along,
    is_concrete,
    project,
)
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.location import Origin, origin
from yudo.verification.symbolic.arrays.maxima import names_a_place


class Content:
    """An immutable array of expressions.

    ``kind`` is ``"float"``, ``"int"`` or ``"bool"``; ``below`` is, for integers that may serve as
    indices, the size of the axis that they index. ``like`` are contents whose entries it is made of: it takes
    the symbols of their axes for its own, so that an entry handed on needs no renaming. ``in_doubt`` says
    that an entry was made of what may be no number, whether or not its expression still shows it.
    """

    __slots__ = (
        "_entry",
        "_known",
        "_sums",
        "_symbols",
        "axes",
        "below",
        "in_doubt",
        "kind",
        "off_ties",
        "origin",
    )

    def __init__(
        self,
        axes: Axes,
        entry: Callable[[Index], Expr],
        kind: str = "float",
        below: Expr | None = None,
        like: Sequence[Content] = (),
    ):
        spend(1)
        self.axes = axes
        self.kind = kind
        self.below = below
        self._entry = entry
        self._symbols = _symbols_for(factors_of(self.axes), () if _entries_at_work else like)
        self._known: dict[Index, Expr] = {}
        self._sums = any(isinstance(factor, (Add, Joined)) for factor in factors_of(self.axes))
        self.origin: Origin | None = origin()
        self.off_ties = False
        """Whether it is what the code computes only where no maximum is shared."""
        self.in_doubt = False

    def at(self, index: Index) -> Expr:
        """The entry at one index per factor.

        It is computed once per choice of the concrete indices, with symbols for the others, and renamed
        from there: shared parts are not computed again.
        """
        if self._sums:
            generic, renaming = self._renamed_places(index)
        else:
            generic = tuple(i if s is None else s for i, s in zip(index, self._symbols, strict=True))
            renaming = {s: i for s, i in zip(self._symbols, index, strict=True) if s is not None and s != i}
        if generic not in self._known:
            spend(1)
            _entries_at_work.append(self)
            try:
                self._known[generic] = self._entry(generic)
            except Unreadable as reason:
                reason.origin = reason.origin or self.origin
                raise
            finally:
                _entries_at_work.pop()
        if self.in_doubt:
            doubt()
        found = self._known[generic]
        return replaced(found, renaming) if renaming else found

    def _renamed_places(self, index: Index) -> tuple[Index, dict[Expr, Expr]]:
        """The same for an index along axes that were joined, or whose sizes are sums."""
        generic: list[Expr] = []
        renaming: dict[Expr, Expr] = {}
        for factor, i, s in zip(factors_of(self.axes), index, self._symbols, strict=True):
            if not isinstance(factor, Joined):
                (i,) = counted((i,))
                generic.append(i if s is None else s)
                if s is not None and s != i:
                    renaming[s] = i
                continue
            if not isinstance(i, Place):
                raise Unreadable(
                    Text(
                        f"여러 축을 이어 붙인 축의 인덱스 {i}",
                        f"the index {i} into an axis that was joined from several",
                    )
                )
            within = tuple(
                j if is_concrete(inner) else Symbol(f"{s}_{i.part}_{n}", integer=True)
                for n, (inner, j) in enumerate(zip(factor.parts[i.part], i.within, strict=True))
            )
            generic.append(factor.place(i.part, within))
            renaming |= {k: j for k, j in zip(within, i.within, strict=True) if k != j}
        return tuple(generic), renaming

    def read_once(self) -> None:
        """Work out one entry, so that what cannot be read is said at the line that asks for it."""
        self.at(self.generic())

    def generic(self) -> Index:
        """An index of symbols, of zeros along concrete factors."""
        return tuple(
            next(iter(all_indices((factor,))))[0][0]
            if isinstance(factor, Joined)
            else Integer(0)
            if s is None
            else s
            for factor, s in zip(factors_of(self.axes), self._symbols, strict=True)
        )

    def places(self) -> Iterator[Index]:
        """One index of symbols for all places along symbolic factors, and each place along the others."""
        yield from product(
            *(
                [place for place, _ in _choices(factor)] if s is None or isinstance(factor, Joined) else [s]
                for factor, s in zip(factors_of(self.axes), self._symbols, strict=True)
            )
        )

    @property
    def is_arange(self) -> bool:
        """Whether entry ``i`` is ``i``, along one axis."""
        if len(self.axes) != 1 or self.axes[0] == () or self.kind != "int":
            return False
        (axis,) = self.axes
        if any(isinstance(factor, Joined) for factor in axis):
            return False
        return all(self.at(index) == index_along(index, axis) for index, _ in all_indices(axis))


_entries_at_work: list[Content] = []
"""Whose entries are being worked out. What is made meanwhile may hold their symbols and gets new ones."""


def doubt() -> None:
    """Note that the entry which is being worked out is made of what may be no number."""
    if _entries_at_work:
        _entries_at_work[-1].in_doubt = True


def is_in_doubt() -> bool:
    """Whether that was noted."""
    return bool(_entries_at_work) and _entries_at_work[-1].in_doubt


def _symbols_for(factors: Sequence[Expr], like: Sequence[Content]) -> tuple[Symbol | None, ...]:
    """A symbol for each factor that is no number: one of the same factor in ``like``, or a new one."""
    known = [
        (factor, symbol)
        for content in like
        for factor, symbol in zip(factors_of(content.axes), content._symbols, strict=True)
    ]
    chosen: list[Symbol | None] = []
    for factor in factors:
        if is_concrete(factor):
            chosen.append(None)
            continue
        free = (symbol for one, symbol in known if one == factor and symbol not in chosen)
        chosen.append(next(free, None) or fresh_index(factor))
    return tuple(chosen)


def exact(value: Any) -> Expr:
    """A Python number as the one that was meant.

    ``0.1`` and ``0.3 - 0.2`` are 1/10, ``1 / 3`` is 1/3, and ``2 ** 0.5`` is the root of 2. The numbers that
    ``math.pi`` and ``(2 / math.pi) ** 0.5`` are stand for pi and the root of 2 / pi.
    """
    if isinstance(value, bool):
        return Integer(int(value))
    if isinstance(value, int):
        return Integer(value)
    if value != value or value in (float("inf"), float("-inf")):
        raise Unreadable(Text(f"실수가 아닌 수 {value}", f"{value} is not a real number"))
    simple = Fraction(value).limit_denominator(10**6)
    if float(simple) == value:
        return Rational(simple.numerator, simple.denominator)
    short = Fraction(value).limit_denominator(1000)
    if short and abs(float(short) - value) <= math.ulp(value):
        return Rational(short.numerator, short.denominator)
    square = Fraction(value * value).limit_denominator(1000)
    if math.sqrt(square) == abs(value):
        return sqrt(Rational(square.numerator, square.denominator)) * (1 if value > 0 else -1)
    for power in (1, -1, 2, -2):
        square = Fraction(value * value / math.pi**power).limit_denominator(1000)
        if square and abs(math.sqrt(square * math.pi**power) - abs(value)) <= math.ulp(value):
            root = sqrt(Rational(square.numerator, square.denominator) * pi**power)
            return root * (1 if value > 0 else -1)
    if value == math.e:
        return E
    written = Fraction(repr(float(value)))
    return Rational(written.numerator, written.denominator)


MARK = "_m"
"""How the names of marks begin: what an array held when a run of a loop's body began."""
UNWRITTEN = Symbol("unwritten memory", real=True)
"""Stands where a part of ``np.empty`` was written to and this entry may not be among it."""


def unwritten(_: Index) -> Expr:
    """The entry of ``np.empty``."""
    raise Unreadable(
        Text(
            "값을 쓴 적이 없는 np.empty의 원소를 읽는다", "reads an entry of np.empty that was never written"
        )
    )


def written_over(content: Content) -> Content:
    """A content that a part of is about to be written: what is not is `UNWRITTEN` rather than an error."""
    if content._entry is not unwritten:
        return content
    return Content(content.axes, lambda _: UNWRITTEN, content.kind)


def constant(value: Any) -> Content:
    """A number as an array without axes."""
    kind = "bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "float"
    number = exact(value)
    return Content((), lambda _: number, kind)


def elementwise(f: Callable[..., Expr], *operands: Content, kind: str) -> Content:
    """Apply a function to the entries of broadcast operands."""
    operands = tuple(_in_the_order_of(operands, operand) for operand in operands)
    axes = broadcast(*(operand.axes for operand in operands))

    def entry(index: Index) -> Expr:
        return f(*(operand.at(project(index, axes, operand.axes)) for operand in operands))

    return Content(axes, entry, kind, like=operands)


def _in_the_order_of(others: Sequence[Content], content: Content) -> Content:
    """A content that holds one number everywhere, with axes flattened in the order of the others'."""
    places = {
        place: other.axes[-place]
        for place, axis in enumerate(reversed(content.axes), start=1)
        for other in others
        if len(axis) > 1 and place <= len(other.axes) and _flattened_otherwise(other.axes[-place], axis)
    }
    if not places or content._entry is unwritten:
        return content
    one, another = (tuple(fresh_index() for _ in factors_of(content.axes)) for _ in range(2))
    number = content.at(one)
    if number != content.at(another):
        return content
    axes = [places.get(len(content.axes) - at, axis) for at, axis in enumerate(content.axes)]
    return Content(tuple(axes), lambda _: number, content.kind, content.below)


def _flattened_otherwise(one: Axis, other: Axis) -> bool:
    return one != other and len(one) == len(other) and Mul(*one) == Mul(*other)


def all_indices(axis: Axis) -> Iterable[tuple[Index, list[tuple[Symbol, Expr]]]]:
    """The indices of an axis, each with the symbols in it and what these are below.

    Concrete factors are listed, and so are the parts of joined ones; the others get a bound symbol each.
    """
    for chosen in product(*(list(_choices(factor)) for factor in axis)):
        yield tuple(i for i, _ in chosen), [limit for _, limits in chosen for limit in limits]


def _choices(factor: Expr) -> Iterable[tuple[Expr, list[tuple[Symbol, Expr]]]]:
    if isinstance(factor, Joined):
        for part, axis in enumerate(factor.parts):
            for within, limits in all_indices(axis):
                yield factor.place(part, within), limits
    elif is_concrete(factor):
        for i in range(int(factor)):
            yield Integer(i), []
    else:
        k = fresh_index(factor)
        yield k, [(k, factor)]


def summed(summand: Callable[[Index], Expr], axis: Axis) -> Expr:
    """The sum over one axis."""
    return Add(*(over(summand(index), limits) for index, limits in all_indices(axis)))


def over(term: Expr, limits: Sequence[tuple[Symbol, Expr]]) -> Expr:
    """The sum of a term over indices, each with what it is below."""
    return Sum(term, *((k, 0, size - 1) for k, size in limits)) if limits and term != 0 else term


def largest(of: Callable[[Index], Expr], axis: Axis) -> Expr:
    """The maximum over one axis."""
    parts = []
    for index, limits in all_indices(axis):
        part = of(index)
        for k, size in limits:
            part = Maximum(part, (k, 0, size - 1))
        parts.append(part)
    return reduce(larger, parts)


def at_largest(content: Content) -> Content:
    """A content with masks in place of argmax, where it depends on one: it is the same off ties."""
    if not any(names_a_place(content.at(index)) for index in content.places()):
        return content
    made = Content(content.axes, lambda index: maxima.at_largest(content.at(index)), content.kind)
    made.off_ties = True
    return made


def larger(a: Expr, b: Expr) -> Expr:
    """``max(a, b)``, with a number last."""
    if a == b:
        return a
    if a.is_Number:
        a, b = b, a
    return b + relu(a - b)
