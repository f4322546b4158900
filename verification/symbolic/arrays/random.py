"""``np.random``: what is drawn is an input of which nothing is known, another one with every draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count, tee
from typing import Any

from sympy import Symbol

from yudo.derivations.calculus.symbols import tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import elementwise
from yudo.verification.symbolic.arrays.array import as_content, axes_from_shape, expression, ndarray
from yudo.verification.symbolic.arrays.axes import Joined, factors_of
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.writes import stands_for_many

DRAWN = "_drawn"
"""How the names of what is drawn begin."""
_numbers: ContextVar[Iterator[int]] = ContextVar("numbers of the draws")
_numbers.set(count())
_given: ContextVar[ndarray | None] = ContextVar("given", default=None)


@contextmanager
def drawing(array: ndarray) -> Iterator[None]:
    """Let whatever is drawn within the context be this array."""
    token = _given.set(array)
    try:
        yield
    finally:
        _given.reset(token)


@contextmanager
def draws_of_before() -> Iterator[Callable[[], None]]:
    """Within this, what is yielded lets the draws since the beginning come once more."""
    first, more = tee(_numbers.get())
    token = _numbers.set(first)

    def again() -> None:
        _numbers.set(more)

    try:
        yield again
    finally:
        _numbers.reset(token)


def _draw(shape: Any) -> Content:
    """Real numbers that occur nowhere else."""
    if stands_for_many():
        raise Unreadable(
            Text(
                "크기가 기호인 반복문이나 값에 따른 분기 안에서 난수를 뽑는다",
                "draws random numbers in a loop over a symbolic size or in a branch on a value",
            )
        )
    axes = () if shape is None else axes_from_shape(shape)
    factors = factors_of(axes)
    if any(isinstance(factor, Joined) for factor in factors):
        raise Unreadable(
            Text("이어 붙인 축을 따라 난수를 뽑는다", "draws random numbers along an axis that was joined")
        )
    given = _given.get()
    if given is not None:
        content = as_content(given)
        if content.axes != axes:
            raise Unreadable(
                Text("다른 모양의 난수를 뽑는다", "draws random numbers of another shape than the input")
            )
        return content
    name = f"{DRAWN}{next(_numbers.get())}"
    drawn: Any = tensor(name, *factors) if factors else Symbol(name, real=True)
    return Content(axes, lambda index: drawn[index] if index else drawn)


def _scaled(low: Any, width: Any, drawn: Content) -> ndarray:
    return ndarray(
        _of_shape(drawn, elementwise.add(as_content(low), elementwise.multiply(as_content(width), drawn)))
    )


def _of_shape(drawn: Content, made: Content) -> Content:
    """What was made of a draw, unless more was drawn: NumPy draws for each entry of an array of bounds."""
    if made.axes != drawn.axes:
        raise Unreadable(
            Text("범위가 배열인 난수를 뽑는다", "draws random numbers of bounds that are arrays")
        )
    return made


def _listed(*sizes: Any) -> ndarray:
    """``rand(N, D)``."""
    return ndarray(_draw(sizes or None))


def _sized(size: Any = None, dtype: Any = None) -> ndarray:
    """``random_sample((N, D))``."""
    return ndarray(_draw(size))


def _told_apart(drawn: Content) -> Content:
    """Normal numbers; where uniform ones are given, they are told from those by their sign."""
    return drawn if _given.get() is None else elementwise.negative(drawn)


def _listed_normal(*sizes: Any) -> ndarray:
    """``randn(N, D)``."""
    return ndarray(_told_apart(_draw(sizes or None)))


def _sized_normal(size: Any = None, dtype: Any = None) -> ndarray:
    """``standard_normal((N, D))``."""
    return ndarray(_told_apart(_draw(size)))


def _uniform(low: Any = 0.0, high: Any = 1.0, size: Any = None) -> ndarray:
    return _scaled(low, elementwise.subtract(as_content(high), as_content(low)), _draw(size))


def _normal(loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> ndarray:
    return _scaled(loc, scale, _told_apart(_draw(size)))


def _binomial(n: Any, p: Any, size: Any = None) -> ndarray:
    """One throw: 1 with the probability ``p``, else 0."""
    if expression(n) != 1:
        raise Unreadable(Text("시행이 여러 번인 np.random.binomial", "np.random.binomial of several throws"))
    drawn = _draw(size)
    return ndarray(_of_shape(drawn, elementwise.cast(elementwise.greater(as_content(p), drawn), "int")))


def _nothing(*_: Any, **__: Any) -> None:
    """Where the generator starts says nothing about what it draws."""


DRAWS: dict[str, Callable[..., Any]] = {
    "rand": _listed,
    "randn": _listed_normal,
    **dict.fromkeys(("random", "random_sample", "ranf", "sample"), _sized),
    "standard_normal": _sized_normal,
    "uniform": _uniform,
    "normal": _normal,
    "binomial": _binomial,
    "seed": _nothing,
}
"""The functions by their names in ``np.random``; generators have them as methods."""
