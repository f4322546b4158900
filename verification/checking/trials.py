"""Concrete inputs to try a function on: ordinary ones, small integers, single samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from verification.proof.inputs import Shape

SEED = 20_231
"""All inputs are drawn from it: the same file gets the same report."""


@dataclass(frozen=True)
class Trial:
    """Inputs by name, and the sizes that they have."""

    sizes: Mapping[str, int]
    given: Mapping[str, Any]

    def copy(self) -> dict[str, Any]:
        """Fresh copies: whoever is called may write into what it gets."""
        return {name: np.array(value) if np.ndim(value) else value for name, value in self.given.items()}

    @property
    def words(self) -> str:
        """The shapes, as they are named in a message: ``x (2, 3), w (3, 4)``."""
        return ", ".join(f"{name} {np.shape(value)}" for name, value in self.given.items() if np.ndim(value))


def names_of(shapes: Mapping[str, Shape]) -> list[str]:
    """The sizes that the shapes speak of, in order."""
    return list(dict.fromkeys(name for shape in shapes.values() for name in shape.names()))


def length(size: str | int, sizes: Mapping[str, int]) -> int:
    """A size or a product of sizes as a number."""
    if isinstance(size, int):
        return size
    result = 1
    for part in (part.strip() for part in size.split("*")):
        result *= int(part) if part.isdigit() else sizes[part]
    return result


def ordinary(shapes: Mapping[str, Shape], count: int = 3) -> Iterator[Trial]:
    """Normal numbers at sizes that all differ, at least 3 samples."""
    rng = np.random.default_rng(SEED)
    names = names_of(shapes)
    for attempt in range(count):
        sizes = {name: 3 + (place + attempt) % len(names) for place, name in enumerate(names)}
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=(1.0, 1.5, 2.0)[attempt % 3]))


def awkward_sizes(shapes: Mapping[str, Shape]) -> Iterator[Trial]:
    """Each size 1 in turn, all sizes equal, and then more samples than anything else."""
    rng = np.random.default_rng(SEED + 1)
    names = names_of(shapes)
    for single in names:
        sizes = {name: 1 if name == single else 2 + place for place, name in enumerate(names)}
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=1.0))
    equal = dict.fromkeys(names, 3)
    yield Trial(equal, _drawn(shapes, equal, rng, spread=1.0))
    many = {name: 9 if place == 0 else 2 for place, name in enumerate(names)}
    yield Trial(many, _drawn(shapes, many, rng, spread=1.0))


def same_sizes(shapes: Mapping[str, Shape]) -> Iterator[Trial]:
    """All sizes equal: matrices that are transposed by mistake still fit."""
    rng = np.random.default_rng(SEED + 4)
    for size in (3, 4):
        sizes = dict.fromkeys(names_of(shapes), size)
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread=1.0))


def large(shapes: Mapping[str, Shape]) -> Iterator[Trial]:
    """Numbers of three digits beside small ones: code that clips shows itself."""
    rng = np.random.default_rng(SEED + 2)
    sizes = {name: 2 + place for place, name in enumerate(names_of(shapes))}
    for spread in (30.0, 300.0):
        yield Trial(sizes, _drawn(shapes, sizes, rng, spread))


def smallest_first(shapes: Mapping[str, Shape], tries: int = 4) -> Iterator[Trial]:
    """Small whole numbers at small sizes, the smallest sizes first."""
    rng = np.random.default_rng(SEED + 3)
    names = names_of(shapes)
    choices: Sequence[tuple[int, ...]] = sorted(
        product((1, 2, 3), repeat=len(names)), key=lambda c: (sum(c), max(c), c)
    )
    if len(choices) > 60:
        small = sorted(product((1, 2), repeat=len(names)), key=lambda c: (sum(c), c))
        choices = [*small[:50], tuple(2 + place % 2 for place in range(len(names)))]
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
        if shape.kind == "labels":
            given[name] = rng.integers(0, length(shape.below or 1, sizes), lengths)
        elif shape.kind == "fixed" and not shape.sizes:  # a strength
            given[name] = float(rng.integers(1, 4)) if spread is None else 0.5 + rng.random()
        elif spread is None:
            given[name] = rng.choice([-3, -2, -1, 1, 2, 3], lengths).astype(np.float64)
        else:
            given[name] = rng.normal(0, spread, lengths)
    return given
