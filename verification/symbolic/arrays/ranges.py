"""Between what whole numbers lie that are made of sizes and indices: whether a window is within its axis.

Windows of width K that move by a stride s over an axis of size U stand at ``(U - K) // s + 1`` places. The
`Quotient` in it is a whole number of which two bounds are known. Where an axis or a loop is so long, its size
is a `WindowCount`: that there is room for one window is then a condition of the proof, which is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from sympy import Add, Expr, Indexed, Integer, Symbol, cancel, expand

from yudo.verification.symbolic.arrays.maxima import size_along


class IndexSymbol(Symbol):  # type: ignore[misc]
    """An index that runs over an axis of a known size: ``0 ≤ i < below``."""

    below: Expr

    def bounds(self) -> tuple[Expr, Expr]:
        """Between what it lies."""
        return Integer(0), self.below - 1


class Quotient(Symbol):  # type: ignore[misc]
    """A difference of sizes divided with remainder: ``room // stride``."""

    room: Expr
    stride: Expr

    @classmethod
    def of(cls, room: Expr, stride: Expr) -> Quotient:
        """The quotient."""
        made: Quotient = cls(f"(({room})//{stride})", integer=True)
        made.room, made.stride = room, stride
        return made

    def at(self, sizes: Mapping[Expr, Any]) -> int:
        """The number at known sizes."""
        return number_at(self.room, sizes) // number_at(self.stride, sizes)

    def bounds(self) -> tuple[Expr, Expr]:
        """Between what it lies."""
        return (self.room - self.stride + 1) / self.stride, self.room / self.stride


class WindowCount(Symbol):  # type: ignore[misc]
    """How many windows fit in, ``room // stride + 1``, where there is room for one: it is positive."""

    room: Expr
    stride: Expr

    @classmethod
    def of(cls, room: Expr, stride: Expr) -> WindowCount:
        """The number for so much room beside the first window."""
        made: WindowCount = cls(f"(({room})//{stride} + 1)", integer=True, positive=True)
        made.room, made.stride = room, stride
        rooms = _rooms.get()
        assert rooms is not None
        if room not in rooms:
            rooms.append(room)
        return made

    def at(self, sizes: Mapping[Expr, Any]) -> int:
        """The number at known sizes."""
        return number_at(self.room, sizes) // number_at(self.stride, sizes) + 1

    def bounds(self) -> tuple[Expr, Expr]:
        """Between what it lies."""
        return Integer(1), 1 + self.room / self.stride


def number_at(size: Expr, sizes: Mapping[Expr, Any]) -> int:
    """A size that numbers of windows may be part of, at known sizes."""
    counts = {one: one.at(sizes) for one in size.atoms(Quotient, WindowCount) - sizes.keys()}
    return int(size.xreplace({**sizes, **counts}))


def window_count(size: Expr) -> WindowCount | None:
    """The number of windows that a size is: a quotient and so much more, or a difference of sizes."""
    if _rooms.get() is None:
        return None
    size = expand(size)
    quotients = size.atoms(Quotient)
    if not quotients:
        return WindowCount.of(size - 1, Integer(1)) if is_room(size - 1) else None
    (one, *others) = quotients
    more = size - one
    if others or more.has(one) or not _are_sizes(more):
        return None
    return WindowCount.of(expand(one.room + (more - 1) * one.stride), one.stride)


_rooms: ContextVar[list[Expr] | None] = ContextVar("what must not be negative", default=None)


@contextmanager
def rooms_collected() -> Iterator[list[Expr]]:
    """While this lasts, it is listed what was taken to be at least 0, so that a window fits in."""
    rooms: list[Expr] = []
    token = _rooms.set(rooms)
    try:
        yield rooms
    finally:
        _rooms.reset(token)


def in_words(room: Expr) -> str:
    """``H + 2 >= K`` for the room ``H - K + 2``."""
    larger, smaller = _by_sign(expand(room))
    return f"{larger} >= {smaller}"


def _by_sign(e: Expr) -> tuple[Expr, Expr]:
    sides: tuple[list[Expr], list[Expr]] = ([], [])
    for part in Add.make_args(e):
        negative = bool(part.as_coeff_Mul()[0].is_negative)
        sides[negative].append(-part if negative else part)
    return Add(*sides[0]), Add(*sides[1])


def is_room(e: Expr) -> bool:
    """Whether it is a difference of sizes, which may be negative, and somebody tells that it must not be."""
    if _rooms.get() is None:
        return False
    larger, smaller = _by_sign(e)
    return not larger.is_number and smaller != 0 and _are_sizes(e)


def _are_sizes(e: Expr) -> bool:
    return all(isinstance(s, Symbol) and s.is_integer and s.is_positive for s in e.free_symbols)


def floor_quotient(number: Expr, divisor: Expr) -> Expr | None:
    """``number // divisor`` for a divisor that is positive; None if nothing is known of it."""
    whole, rest = [], []
    for part in Add.make_args(expand(number)):
        coefficient, factor = part.as_coeff_Mul()
        if divisor.is_Integer and coefficient.is_Integer:
            times = int(abs(coefficient)) // int(divisor) * (1 if coefficient > 0 else -1)
            whole.append(times * factor)
            rest.append((coefficient - times * divisor) * factor)
        elif _is_whole(cancel(part / divisor)):
            whole.append(cancel(part / divisor))
        else:
            rest.append(part)
    left = Add(*rest)
    if left == 0:
        return Add(*whole)
    if left.is_Integer and divisor.is_Integer:
        return Add(*whole, Integer(int(left) // int(divisor)))
    if left == -1 and divisor.is_integer and divisor.is_positive:
        return Add(*whole, Integer(-1))
    if is_room(expand(number)):
        return Add(*whole, Quotient.of(left, divisor))
    return None


def _is_whole(e: Expr) -> bool:
    return bool(e.is_integer) and e.as_numer_denom()[1] == 1


def is_nonnegative(e: Expr) -> bool:
    """Whether a whole number is shown to be at least 0, whatever its sizes and indices."""
    e = expand(e)
    if _is_lowest(e):
        return True
    return any(_is_lowest(expand(e - room)) for room in _rooms.get() or ())


def _is_lowest(e: Expr) -> bool:
    """Whether it is at least 0 where indices and numbers of windows make it smallest."""
    for place in e.atoms(Indexed):
        if (size := size_along(place)) is not None:
            within = IndexSymbol(f"_in{place}", integer=True)
            within.below = size
            e = e.xreplace({place: within})
    while bounded := sorted(e.atoms(IndexSymbol, WindowCount, Quotient), key=str):
        # Last comes what the bounds of others are made of.
        one = next(s for s in bounded if not any(s in b.free_symbols for t in bounded for b in t.bounds()))
        slope = e.coeff(one, 1)
        if expand(e - slope * one).has(one):
            return False
        least, most = one.bounds()
        if not _never_negative(slope):
            least = most
            if not _never_negative(-slope):
                return False
        e = expand(e.subs(one, least))
    return _never_negative(e)


@lru_cache(maxsize=4096)
def _never_negative(e: Expr) -> bool:
    """Whether a polynomial in sizes is at least 0 for all of them from 1 on."""
    if any(not (s.is_integer and s.is_positive) for s in e.free_symbols):
        return False
    moved = expand(e.xreplace({s: s + 1 for s in e.free_symbols}))
    return all(bool(part.as_coeff_Mul()[0] >= 0) for part in Add.make_args(moved))


def is_length(e: Expr) -> bool:
    """Whether a whole number is shown to be at least 1, so that an axis may have it for its size."""
    return bool(e.is_integer) and (bool(e.is_positive) or is_nonnegative(e - 1))


def within(place: Expr, size: Expr) -> bool:
    """Whether a place is shown to be within an axis."""
    return is_nonnegative(place) and is_nonnegative(size - 1 - place)
