"""Branches on sizes: what holds for all but a few small ones is assumed, where assumptions are collected.

``if t.size == y.size`` asks whether ``N == N·C``. For symbols that has no answer, but for sizes of at
least 2 it has. Whoever traces code may collect such assumptions (`collected`) and must then say what they
were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice, product

from sympy import Basic, Expr, Integer

_PRIMES = (
    (11, 7, 5, 3, 13, 17),
    (3, 5, 11, 7, 17, 13),
    (1009, 13, 101, 41, 7, 211),
    (2, 997, 31, 2003, 5, 19),
)
"""Sizes in every order of magnitude relative to each other."""

_collector: ContextVar[list[Expr] | None] = ContextVar("assumptions on sizes", default=None)


@contextmanager
def collected() -> Iterator[list[Expr]]:
    """While this lasts, branches on sizes take the generic way; the conditions that decided are listed."""
    assumptions: list[Expr] = []
    token = _collector.set(assumptions)
    try:
        yield assumptions
    finally:
        _collector.reset(token)


def collecting() -> bool:
    """Whether assumptions are collected."""
    return _collector.get() is not None


def assume(condition: Expr) -> None:
    """List a condition that was assumed, by somebody else who traced code."""
    assumptions = _collector.get()
    if assumptions is not None:
        assumptions.append(condition)


def decided(condition: Expr) -> bool | None:
    """The truth of a condition on sizes alone, if it is the same for all sizes that are tried."""
    assumptions = _collector.get()
    symbols = sorted(condition.free_symbols, key=str)
    if assumptions is None or not symbols or any(not (s.is_positive and s.is_integer) for s in symbols):
        return None
    if len(symbols) > len(_PRIMES[0]):
        return None
    seen = set()
    for row in _PRIMES:
        value = condition.subs(dict(zip(symbols, map(Integer, row), strict=False))).doit()
        if not value.is_number:
            return None
        seen.add(bool(value != 0))
    if len(seen) != 1:
        return None
    assumptions.append(condition)
    return seen.pop()


def as_for_most(condition: Expr, sizes: Mapping[str, int]) -> bool:
    """Whether a condition that was assumed is at these sizes what it is for most."""
    symbols = sorted(condition.free_symbols, key=str)
    here = [sizes[str(symbol)] for symbol in symbols]
    return _truth(condition, symbols, here) == _truth(condition, symbols, _PRIMES[0])


@dataclass(frozen=True)
class Exceptions:
    """Sizes at which a condition that was assumed is not what it is for most.

    ``open_ended`` says that much larger sizes than the condition names are among them.
    """

    cases: list[dict[str, int]]
    open_ended: bool


def exceptions(condition: Expr) -> Exceptions:
    """The exceptions among small sizes, those that the condition names, their neighbours, and large ones."""
    symbols = sorted(condition.free_symbols, key=str)
    usual = _truth(condition, symbols, _PRIMES[0])
    named = {abs(int(number)) for number in condition.atoms(Integer) if abs(number) > 1}
    near = {max(1, number + step) for number in named for step in (-1, 0, 1)}
    beyond = {10 * number + 7 for number in named}
    tried = sorted({*range(1, _SMALL[min(len(symbols), 3)] + 1), *near, *beyond})
    rows = product(tried, repeat=len(symbols))
    found = [row for row in islice(rows, _MOST) if _truth(condition, symbols, row) != usual]
    cases = [dict(zip(map(str, symbols), row, strict=True)) for row in found]
    return Exceptions(cases, any(size in beyond for row in found for size in row))


_SMALL = {1: 12, 2: 6, 3: 3}
"""Up to what sizes all are tried, by how many sizes a condition is about."""
_MOST = 300


def _truth(condition: Expr, symbols: Sequence[Basic], sizes: Sequence[int]) -> bool:
    return bool(condition.subs(dict(zip(symbols, map(Integer, sizes), strict=False))).doit() != 0)
