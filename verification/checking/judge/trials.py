"""Concrete inputs to try a function on: ordinary ones, small integers, single samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.counterexample import telling
from yudo.verification.symbolic.inputs import Shape, length

SEED = 20_231
"""All inputs are drawn from it and from a salt: with the same salt the same file gets the same report."""

_salt: ContextVar[int] = ContextVar("salt of the inputs that are drawn", default=0)


@contextmanager
def salted(salt: int) -> Iterator[None]:
    """Draw inputs meanwhile that nobody has seen who does not know the salt; 0 draws the usual ones.

    The small whole numbers that counterexamples are looked for among stay what they are.
    """
    token = _salt.set(salt)
    try:
        yield
    finally:
        _salt.reset(token)


def apart() -> AbstractContextManager[None]:
    """Draw other inputs meanwhile than those that verdicts come from."""
    return salted(_salt.get() + 1)


def _generator(purpose: int) -> np.random.Generator:
    salt = _salt.get()
    return np.random.default_rng([SEED + purpose, salt] if salt else SEED + purpose)


@dataclass(frozen=True)
class Trial:
    """Inputs by name, and the sizes that they have."""

    sizes: Mapping[str, int]
    given: Mapping[str, Any]
    about: Text | None = None
    """What is special about it, to be read after "wrong"."""
    extreme: bool = False
    """Whether the inputs are so large that exponentials may overflow, or vanish."""

    def copy(self) -> dict[str, Any]:
        """Fresh copies: whoever is called may write into what it gets."""
        return {name: np.array(value) if np.ndim(value) else value for name, value in self.given.items()}

    def in_double_precision(self) -> dict[str, Any]:
        """The same inputs for a reference, which is to round as little as can be."""
        return {name: _widened(value) for name, value in self.given.items()}

    @property
    def words(self) -> str:
        """The shapes, as they are named in a message: ``x (2, 3), w (3, 4)``."""
        return ", ".join(f"{name} {np.shape(value)}" for name, value in self.given.items() if np.ndim(value))


def _widened(value: Any) -> Any:
    array = np.array(value)
    return (
        array.astype(np.float64)
        if array.ndim and array.dtype.kind == "f"
        else value
        if not array.ndim
        else array
    )


def names_of(shapes: Mapping[str, Shape]) -> list[str]:
    """The sizes that the shapes speak of, in order."""
    return list(dict.fromkeys(name for shape in shapes.values() for name in shape.names()))


def _entries(shapes: Mapping[str, Shape], sizes: Mapping[str, int]) -> int:
    return sum(prod(length(size, sizes) for size in shape.sizes) for shape in shapes.values())


def ordinary(shapes: Mapping[str, Shape], count: int = 3) -> Iterator[Trial]:
    """Normal numbers at sizes that all differ, at least 3 samples."""
    rng = _generator(0)
    names = names_of(shapes)
    for attempt in range(count):
        sizes = {name: 3 + (place + attempt) % len(names) for place, name in enumerate(names)}
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=(1.0, 1.5, 2.0)[attempt % 3]))


def classes_of(shapes: Mapping[str, Shape]) -> set[str]:
    """The sizes that are numbers of classes; with a single class there is nothing to tell."""
    return {
        name for one in shapes.values() if one.kind == "labels" for name in Shape((one.below or 1,)).names()
    }


def is_degenerate(trial: Trial, shapes: Mapping[str, Shape]) -> bool:
    """Whether there is a single class."""
    return any(trial.sizes.get(name) == 1 for name in classes_of(shapes))


def awkward_sizes(shapes: Mapping[str, Shape]) -> Iterator[Trial]:
    """Each size 1 in turn, sizes that are equal, more samples than anything else, and sizes above 256."""
    rng = _generator(1)
    names = names_of(shapes)
    if not names:
        return
    for single in names:
        sizes = {name: 1 if name == single else 2 + place for place, name in enumerate(names)}
        about = Text(f"{single} = 1일 때", f"where {single} = 1")
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=1.0), about)
    equal = dict.fromkeys(names, 3)
    about = Text("크기가 서로 같을 때", "where sizes are equal, such as " + " = ".join(names))
    yield Trial(equal, _drawn(shapes, equal, rng, spread=1.0), about)
    many = {name: 9 if place == 0 else 2 for place, name in enumerate(names)}
    about = Text(f"{names[0]}이 다른 크기보다 클 때", f"where {names[0]} is larger than the other sizes")
    yield Trial(many, _drawn(shapes, many, rng, spread=1.0), about)
    for one, other in combinations(names, 2) if len(names) > 2 else ():
        same = {name: 2 + place for place, name in enumerate(names)}
        same[one] = same[other]
        yield Trial(
            same,
            _drawn(shapes, same, rng, spread=1.0),
            Text(f"{one} = {other}일 때", f"where {one} = {other}"),
        )
    for chosen, size in product(names, _USUAL):
        sizes = {name: size if name == chosen else 2 + place % 2 for place, name in enumerate(names)}
        if _entries(shapes, sizes) > _MOST_ENTRIES:
            continue
        about = Text(f"{chosen} = {size}일 때", f"where {chosen} = {size}")
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=1.0), about)


_USUAL = (7, 8, 10, 16, 32, 64, 100, 128, 300)
"""Sizes that people choose, and may have in their code; the last is more than a byte counts."""
_MOST_ENTRIES = 100_000
"""Of all inputs together: a stride makes both sides of an image larger."""
WIDE = 32
"""A larger size may be more than some function of NumPy takes."""


def of_sizes(shapes: Mapping[str, Shape], sizes: Mapping[str, int], count: int = 3) -> Iterator[Trial]:
    """Normal numbers at these sizes."""
    rng = _generator(5)
    for _ in range(count):
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=1.0))


def whole_numbers(shapes: Mapping[str, Shape], sizes: Mapping[str, int], about: Text | None = None) -> Trial:
    """Small whole numbers at these sizes."""
    return Trial(sizes, _drawn(shapes, sizes, np.random.default_rng(SEED + 6), spread=None), about)


def same_sizes(shapes: Mapping[str, Shape]) -> Iterator[Trial]:
    """All sizes equal: matrices that are transposed by mistake still fit."""
    rng = np.random.default_rng(SEED + 4)
    for size in (3, 4):
        sizes = dict.fromkeys(names_of(shapes), size)
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=1.0))


_MAGNITUDES = (30.0, 300.0, 1e-4, 1e-9)
_LEAST_POWER, _GREATEST_POWER = -6.0, 12.0


def large(shapes: Mapping[str, Shape]) -> Iterator[Trial]:
    """Inputs that are large, tiny, of one sign, equal, of all magnitudes, or in single precision.

    Code that clips or branches shows itself.
    """
    rng = _generator(2)
    sizes = {name: 2 + place for place, name in enumerate(names_of(shapes))}
    for spread in _MAGNITUDES:
        kind = Text("크기가", "as large as") if spread > 1 else Text("크기가", "as small as")
        about = Text(f"입력의 {kind.ko} {spread:g}쯤일 때", f"for inputs {kind.en} {spread:g}")
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread), about, extreme=spread > 1)
    ordinary_ones = _drawn(shapes, sizes, rng, 1.0)
    given = _mixed(ordinary_ones, _drawn(shapes, sizes, rng, 1e4), rng)
    about = Text("10000쯤 되는 입력이 있을 때", "where some inputs are as large as 10000")
    yield Trial(sizes, given, about, extreme=True)
    changes: tuple[tuple[str, Callable[[Any], Any], Text], ...] = (
        ("first", np.abs, Text("입력이 모두 양수일 때", "where all inputs are positive")),
        ("last", lambda v: -np.abs(v), Text("입력이 모두 음수일 때", "where all inputs are negative")),
        ("ties", np.ones_like, Text("x의 원소가 모두 같을 때", "where all entries of x are equal")),
        ("zeros", _half_zero, Text("입력에 0이 있을 때", "where some inputs are exactly 0")),
    )
    for name, change, about in changes:
        given = {}
        for part, value in ordinary_ones.items():
            # Equal entries everywhere would let gradients cancel to nothing but rounding.
            if not np.ndim(value) or (name == "ties" and part != "x"):
                given[part] = 0.0 if name == "last" and shapes[part].kind == "fixed" else value
            elif shapes[part].kind == "labels":
                last = length(shapes[part].below or 1, sizes) - 1
                given[part] = np.full_like(value, last if name == "last" else 0)
            else:
                given[part] = change(value)
        yield Trial(sizes, given, about)
    wide = {
        name: _of_all_magnitudes(value, rng)
        for name, value in ordinary_ones.items()
        if np.ndim(value) and shapes[name].kind != "labels"
    }
    for chosen in (*({name} for name in ("x", "dout") if name in wide), wide.keys()):
        changed = {name: value for name, value in wide.items() if name in chosen}
        names = ", ".join(f"`{name}`" for name in changed)
        about = Text(
            f"{names}의 원소가 매우 크거나 작을 때", f"where entries of {names} are very large or small"
        )
        yield Trial(sizes, {**ordinary_ones, **changed}, about, extreme=True)
    for place in range(2):
        sizes = {name: 2 + (2 * at + 3 * place) % 5 for at, name in enumerate(names_of(shapes))}
        yield in_single_precision(Trial(sizes, _drawn(shapes, sizes, rng, 1.0)))


def _of_all_magnitudes(value: Any, rng: np.random.Generator) -> Any:
    """The signs of an array, with magnitudes of every order, the greatest among them."""
    powers = rng.uniform(_LEAST_POWER, _GREATEST_POWER, value.shape)
    powers[np.unravel_index(rng.integers(powers.size), powers.shape)] = _GREATEST_POWER
    return np.copysign(10.0**powers, value)


def in_single_precision(trial: Trial) -> Trial:
    """The same inputs as float32."""
    given = {
        name: value.astype(np.float32) if np.ndim(value) and value.dtype.kind == "f" else value
        for name, value in trial.given.items()
    }
    return Trial(trial.sizes, given, Text("입력이 float32일 때", "for inputs in float32"), trial.extreme)


def _half_zero(value: Any) -> Any:
    return np.where(np.arange(value.size).reshape(value.shape) % 2, value, 0.0)


def _mixed(small: Mapping[str, Any], big: Mapping[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Entries of one or the other, so that not all of a sigmoid or a softmax is saturated."""
    return {
        name: value if np.ndim(value) == 0 else np.where(rng.random(np.shape(value)) < 0.5, value, big[name])
        for name, value in small.items()
    }


def smallest_first(shapes: Mapping[str, Shape], tries: int = 4) -> Iterator[Trial]:
    """Small whole numbers at small sizes, the smallest first; sizes of 1, which show little, come last."""
    rng = np.random.default_rng(SEED + 3)
    names = names_of(shapes)
    least = [2 if name in classes_of(shapes) else 1 for name in names]
    choices: Sequence[tuple[int, ...]] = sorted(product(*(range(one, 4) for one in least)), key=telling)
    if len(choices) > 60:
        small = sorted(product(*(range(one, 3) for one in least)), key=telling)
        everywhere = range(len(names))
        larger = [tuple(3 if one == place else 2 for one in everywhere) for place in everywhere]
        choices = [small[0], *larger, *small[1:50], tuple(2 + place % 2 for place in range(len(names)))]
    for choice in choices:
        sizes = dict(zip(names, choice, strict=True))
        for _ in range(tries):
            yield Trial(sizes, _drawn(shapes, sizes, rng, spread=None))


def _drawn(
    shapes: Mapping[str, Shape], sizes: Mapping[str, int], rng: np.random.Generator, spread: float | None
) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, shape in shapes.items():
        lengths = tuple(length(size, sizes) for size in shape.sizes)
        if shape.kind == "size":
            (given[name],) = lengths
        elif shape.kind == "labels":
            given[name] = rng.integers(0, length(shape.below or 1, sizes), lengths)
        elif shape.kind == "probability":  # not 1/2, which is as likely as its opposite
            given[name] = float(rng.choice([0.25, 0.75])) if spread is None else 0.1 + 0.3 * rng.random()
        elif shape.kind == "unit":
            given[name] = (
                rng.choice([0.25, 0.75], lengths) if spread is None else rng.uniform(0.1, 0.9, lengths)
            )
        elif shape.kind == "fixed" and not shape.sizes:  # a strength
            given[name] = float(rng.integers(1, 4)) if spread is None else spread * (0.5 + rng.random())
        elif spread is None:
            given[name] = rng.choice([-3, -2, -1, 1, 2, 3], lengths).astype(np.float64)
        else:
            # Large numbers are whole sixteenths: code in single precision subtracts them exactly.
            drawn = rng.normal(0, spread, lengths)
            given[name] = drawn if spread < 1e3 else np.round(drawn * 16) / 16
    return given
