"""Which arrays are written to while a piece of code runs, and how they were before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any

from sympy import Expr

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.errors import Unreadable

_births = count()


def birth() -> int:
    """A number for a new array, greater than those before."""
    return next(_births)


class WriteJournal:
    """Notes the state of every array before its first write, from `open` to `close`.

    Attributes
    ----------
    run
        Of the body of a loop over a symbolic size: how many runs there are, and which one this is.
    popped
        The lists that a value was popped from.
    """

    def __init__(self) -> None:
        self.before: dict[int, tuple[Any, Any]] = {}
        self.began = 0
        self.run: tuple[Expr, Expr] | None = None
        self.popped: list[Any] = []

    def open(self) -> None:
        """Begin."""
        self.began = birth()
        _journals.get().append(self)

    def close(self) -> list[tuple[Any, Any]]:
        """End, and list what was `written`."""
        stack = _journals.get()
        if not stack or stack[-1] is not self:
            raise Unreadable(
                Text(
                    "요약하던 반복이나 분기를 예외가 빠져나갔다",
                    "an exception left a loop or a branch that was being summarised",
                )
            )
        stack.pop()
        return self.written()

    def written(self) -> list[tuple[Any, Any]]:
        """The arrays that were there at the beginning and were written to, with their state then."""
        return [(array, state) for array, state in self.before.values() if array.born < self.began]


_journals: ContextVar[list[WriteJournal]] = ContextVar("open journals")
_journals.set([])


def note(array: Any) -> None:
    """An array is about to be written to."""
    for journal in _journals.get([]):
        if id(array) not in journal.before:
            journal.before[id(array)] = (array, array.state())


def popped_in_run(one: Any) -> tuple[Expr, Expr] | None:
    """How many runs a loop has and which one this is, where every run pops one value from a list.

    None where code runs that stands for something else, or pops from it again.
    """
    innermost = _journals.get([])[-1:]
    if not innermost or any(one is other for other in innermost[0].popped):
        return None
    innermost[0].popped.append(one)
    return innermost[0].run


def current_run() -> tuple[Expr, Expr] | None:
    """How many runs a loop has and which one this is; None elsewhere, and in a branch within it."""
    innermost = _journals.get([])[-1:]
    return innermost[0].run if innermost else None


def summarising() -> bool:
    """Whether code runs that stands for many runs of it, or for one that may not happen."""
    return bool(_journals.get([]))


_repeated: ContextVar[bool] = ContextVar("a function that is called for every entry", default=False)


@contextmanager
def repeated() -> Iterator[None]:
    """While this lasts, code stands for a call of it with every entry of an array."""
    token = _repeated.set(True)
    try:
        yield
    finally:
        _repeated.reset(token)


def stands_for_many() -> bool:
    """Whether one run of the code that runs may stand for several, or for none."""
    return _repeated.get() or summarising()


def depth() -> int:
    """How many journals are open."""
    return len(_journals.get([]))


def cut(to: int) -> None:
    """Give up the journals that were opened since there were so many."""
    del _journals.get()[to:]


@contextmanager
def no_journals() -> Iterator[None]:
    """A fresh start, whatever happens within."""
    token = _journals.set([])
    try:
        yield
        if _journals.get():
            raise Unreadable(
                Text(
                    "요약하던 반복이나 분기를 예외가 빠져나갔다",
                    "an exception left a loop or a branch that was being summarised",
                )
            )
    finally:
        _journals.reset(token)
