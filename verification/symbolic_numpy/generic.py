"""Branches on sizes: what holds for all but a few small ones is assumed, where assumptions are collected.

``if t.size == y.size`` asks whether ``N == N·C``. For symbols that has no answer, but for sizes of at
least 2 it has. Whoever traces code may collect such assumptions (`collected`) and must then say what they
were.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sympy import Expr, Integer

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
