"""How much work a question is worth, counted in steps of the algebra: the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from yudo.derivations.calculus.text import Text


class Undecidable(ValueError):
    """The algebra has no reading for what it was given, or no answer."""

    def __init__(self, text: Text):
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text.en


class OutOfSteps(Undecidable):
    """The budget was used up."""

    def __init__(self) -> None:
        super().__init__(Text("대수 계산의 단계 한도를 다 썼다", "the budget of algebraic steps is used up"))


_left: int | None = None


def spend(steps: int) -> None:
    """Count steps; raise `OutOfSteps` if there is a budget and it is used up."""
    global _left
    if _left is not None:
        _left -= steps
        if _left < 0:
            raise OutOfSteps


def left() -> int | None:
    """How many steps of the budget are left, if there is one."""
    return _left


@contextmanager
def budget(steps: int) -> Iterator[None]:
    """Let the body take so many steps at most; within another budget, no more than that has left."""
    global _left
    outer = _left
    granted = _left = steps if outer is None else min(steps, outer)
    try:
        yield
    finally:
        _left = None if outer is None else outer - (granted - max(_left or 0, 0))
