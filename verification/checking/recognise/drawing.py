"""Functions that draw random numbers, run on numbers that are given: then what they return can be told."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.verification.checking.recognise.candidate import Given, Values, call_on_symbols
from yudo.verification.frameworks.tensors import framework_of
from yudo.verification.symbolic.arrays.random import drawing
from yudo.verification.symbolic.inputs import SymbolicInputs

DRAWS = ("rand", "randn", "random", "random_sample", "ranf", "sample", "uniform", "binomial", "choice")
MAKERS = ("default_rng", "RandomState")


@dataclass(frozen=True)
class Drawing:
    """A program whose uniform numbers are an input: ``drawn`` names it, with the shape of what is drawn."""

    observe: Callable[[Given], Values]
    drawn: str

    def run(self, given: Given) -> Values:
        """Run it on numbers."""
        with drawing_in_turn(given[self.drawn]):
            return self.observe(given)

    def trace(self, inputs: SymbolicInputs) -> Values:
        """Run it on symbols."""
        given = inputs.given()
        with drawing(given[self.drawn]):
            return call_on_symbols(self.observe, given)


_AS_TEXT = {
    **{name: f"np.random.{name} = lambda *size: {{drawn}}" for name in ("rand", "random", "random_sample")},
    "uniform": "np.random.uniform = lambda low=0, high=1, size=None: low + (high - low) * {drawn}",
    "binomial": "np.random.binomial = lambda n, p, size=None: ({drawn} < p) * 1",
    "choice": "np.random.choice = lambda a, size=None, p=None: np.where({drawn} < p[1], a[1], a[0])",
    "randn": "np.random.randn = lambda *size: -{drawn}",
    "standard_normal": "np.random.standard_normal = lambda size=None: -{drawn}",
    "normal": "np.random.normal = lambda loc=0, scale=1, size=None: loc - scale * {drawn}",
    **{name: f"np.random.{name} = lambda *seed: np.random" for name in MAKERS},
}
_OF_TENSORS_AS_TEXT = {
    **{name: f"torch.{name} = lambda *size, **_: {{drawn}}" for name in ("rand", "rand_like")},
    **{name: f"torch.{name} = lambda *size, **_: -{{drawn}}" for name in ("randn", "randn_like")},
}
_IN_TURN = {
    "": "np.random.rand = lambda *size: drawn.pop(0)",
    "torch": "torch.rand = torch.rand_like = lambda *size, **_: drawn.pop(0)",
}


def as_text(function: Any, drawn: str) -> tuple[str, ...]:
    """The same as source text, for the functions that somebody's function calls."""
    called = inspect.unwrap(function).__code__.co_names
    texts = _OF_TENSORS_AS_TEXT if framework_of(function) == "torch" else _AS_TEXT
    return tuple(line.format(drawn=drawn) for name, line in texts.items() if name in called)


def in_turn_as_text(source: Any, drawn: Sequence[str]) -> tuple[str, ...]:
    """The same for a net, whose layers draw one array after the other."""
    given = f"drawn = [{', '.join(drawn)}]  # in the place of what is drawn"
    return given, _IN_TURN.get(framework_of(source), _IN_TURN[""])


class _Draws:
    """Arrays that are drawn in turn, each where its shape is asked for; after the last, the first again."""

    def __init__(self, arrays: Sequence[Any]):
        self._arrays = list(arrays)

    def of(self, size: Any) -> Any:
        """A copy of the next one of a shape; None if there is none."""
        wanted = None if size is None else tuple(np.atleast_1d(size))
        place = next((i for i, one in enumerate(self._arrays) if one.shape == wanted), None)
        if place is None:
            return None
        self._arrays.append(self._arrays.pop(place))
        return self._arrays[-1].copy()


class _Generator:
    """Uniform numbers in the place of NumPy's; what has another shape, or is not uniform, NumPy draws."""

    def __init__(self, numbers: _Draws, real: Any):
        self._numbers, self._real = numbers, real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def rand(self, *size: int) -> Any:
        drawn = self._numbers.of(size)
        return self._real.rand(*size) if drawn is None else drawn

    def randn(self, *size: int) -> Any:
        # Told from uniform ones by their sign.
        drawn = self._numbers.of(size)
        return self._real.randn(*size) if drawn is None else -drawn

    def standard_normal(self, size: Any = None, *more: Any, **named: Any) -> Any:
        drawn = self._numbers.of(size)
        return self._real.standard_normal(size, *more, **named) if drawn is None else -drawn

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        drawn = self._numbers.of(size)
        return self._real.normal(loc, scale, size) if drawn is None else loc - scale * drawn

    def random(self, size: Any = None, *more: Any, **named: Any) -> Any:
        drawn = self._numbers.of(size)
        return self._real.random(size, *more, **named) if drawn is None else drawn

    random_sample = ranf = sample = random

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        drawn = self._numbers.of(size)
        return self._real.uniform(low, high, size) if drawn is None else low + (high - low) * drawn

    def binomial(self, n: Any, p: Any, size: Any = None) -> Any:
        drawn = self._numbers.of(size) if np.ndim(n) == 0 and n == 1 else None
        return self._real.binomial(n, p, size) if drawn is None else (drawn < p).astype(int)

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        values = np.arange(a) if np.ndim(a) == 0 else np.asarray(a)
        drawn = self._numbers.of(size) if len(values) == 2 and p is not None else None
        return (
            self._real.choice(a, size, replace, p)
            if drawn is None
            else np.where(drawn < p[1], values[1], values[0])
        )


@contextmanager
def drawing_in_turn(*arrays: Any) -> Iterator[None]:
    """Let these be what is drawn meanwhile, in this order where several have the same shape."""
    numbers = _Draws(arrays)
    kept = {name: getattr(np.random, name) for name in (*DRAWS, *MAKERS)}
    given = _Generator(numbers, _Kept(kept))
    for name in DRAWS:
        setattr(np.random, name, getattr(given, name))
    for name in MAKERS:
        setattr(np.random, name, _maker(numbers, kept[name]))
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(np.random, name, function)


def _maker(numbers: _Draws, real: Callable[..., Any]) -> type:
    """What makes generators; a type, because NumPy asks whether a seed is one."""

    def made(cls: type, *seed: Any) -> _Generator:
        return _Generator(numbers, real(*seed))

    return type("Maker", (), {"__new__": made})


class _Kept:
    """The functions that NumPy had."""

    def __init__(self, functions: dict[str, Any]):
        self.__dict__.update(functions)
