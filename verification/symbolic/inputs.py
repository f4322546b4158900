"""Inputs of the functions that are proved: their shapes, by names of sizes, and their symbols."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from math import prod
from typing import Any

from sympy import Add, Expr, Integer, Mul, Symbol

from yudo.derivations.calculus.symbols import Tensor
from yudo.derivations.calculus.symbols import labels as label_tensor
from yudo.derivations.calculus.symbols import sizes as size_symbols
from yudo.derivations.calculus.symbols import tensor as real_tensor
from yudo.verification.symbolic.arrays.array import ndarray, scalar
from yudo.verification.symbolic.arrays.axes import Axes, Index, factors_of, is_concrete
from yudo.verification.symbolic.arrays.content import Content

Size = str | int


@dataclass(frozen=True)
class Shape:
    """What an input is: its sizes, and whether a gradient with respect to it is wanted.

    ``kind`` is ``"real"``, ``"unit"`` (real numbers that are tried between 0 and 1), ``"fixed"`` (real
    numbers that no gradient is taken of), ``"probability"`` (such a number strictly between 0 and 1),
    ``"labels"`` (integers from 0 to ``below - 1``) or ``"size"`` (its one size itself, as a number: how long
    a window is, and how far it moves). A size is a name, an integer, a product of names
    (``"H*W"``) or a sum of such (``"2*P+R-2"``, the rows that P windows of R rows see two apart).
    """

    sizes: tuple[Size, ...]
    kind: str = "real"
    below: Size | None = None

    @property
    def differentiated(self) -> bool:
        """Whether a gradient is wanted."""
        return self.kind in ("real", "unit")

    @property
    def is_constant(self) -> bool:
        """Whether it is a single number that no gradient is taken of, such as a strength: not negative."""
        return self.kind == "fixed" and not self.sizes

    def names(self) -> list[str]:
        """The names of all sizes, in order."""
        sizes = [*self.sizes, *([] if self.below is None else [self.below])]
        parts = [part for size in sizes for _, product in terms_of(size) for part in product]
        return [part for part in parts if not part.isdigit()]

    def renamed(self, name: str, size: str) -> Shape:
        """The same with another size for a name: ``"2*K"`` for ``"D"``."""

        def new(old: Size) -> Size:
            return re.sub(rf"\b{name}\b", size, old) if isinstance(old, str) else old

        below = None if self.below is None else new(self.below)
        return Shape(tuple(map(new, self.sizes)), self.kind, below)


_TERM = re.compile(r"([+-]?)([^+-]+)")
_SUM = re.compile(r"\w+(\s*[*+-]\s*\w+)*")


def terms_of(size: Size) -> list[tuple[int, list[str]]]:
    """The terms of a size, each with its sign and the names and numbers that are multiplied in it."""
    return [
        (-1 if sign == "-" else 1, [part.strip() for part in product.split("*")])
        for sign, product in _TERM.findall(str(size).replace(" ", ""))
    ]


def length(size: Size, sizes: Mapping[str, int]) -> int:
    """A size as a number."""
    return sum(
        sign * prod(sizes[part] if part in sizes else int(part) for part in product)
        for sign, product in terms_of(size)
    )


_PROBABILITY = re.compile(
    r"(keep|drop|dropout)?_?(p|probs?|probabilit(y|ies)|rate|ratio)|beta_?[12]|decay_rate|momentum",
    re.IGNORECASE,
)


def is_probability(name: str) -> bool:
    """Whether an input's name says that its values lie between 0 and 1."""
    return _PROBABILITY.fullmatch(name) is not None


def labels(*sizes: Size, below: Size) -> Shape:
    """An input of class labels, integers from 0 to ``below - 1``: ``y=labels("N", below="C")``."""
    return Shape(tuple(sizes), "labels", below)


def fixed(*sizes: Size) -> Shape:
    """A real input that no gradient is taken of, such as a dropout mask: ``mask=fixed("N", "D")``."""
    return Shape(tuple(sizes), "fixed")


def read_shapes(given: Mapping[str, Any]) -> dict[str, Shape]:
    """The shapes as they are given to `prove_vjp`: tuples, single names, or made by the functions above."""
    read = {}
    for name, shape in given.items():
        if isinstance(shape, Shape):
            read[name] = shape
        elif isinstance(shape, str):
            read[name] = Shape(tuple(shape.replace(",", " ").split()))
        elif isinstance(shape, Sequence) and all(isinstance(size, (str, int)) for size in shape):
            read[name] = Shape(tuple(shape))
        else:
            raise TypeError(f"{name}: got the shape {shape!r}; expected a tuple of size names and integers")
        for size in read[name].sizes:
            if isinstance(size, int) and size < 1:
                raise ValueError(f"{name}: got the size {size}; sizes are at least 1")
            if isinstance(size, str) and not _is_positive(size):
                raise ValueError(f"{name}: got the size {size!r}; expected a name or an integer")
    return read


def _is_positive(size: str) -> bool:
    """Whether it is a size at least 1 whatever the names in it stand for."""
    if _SUM.fullmatch(size) is None or any(
        sign < 0 and not all(part.isdigit() for part in product) for sign, product in terms_of(size)
    ):
        return False
    return length(size, dict.fromkeys(Shape((size,)).names(), 1)) >= 1


def upstream_name(taken: Container[str]) -> str:
    """A name for the upstream gradient that no input has."""
    names = chain(("dout", "upstream"), (f"dout_{i}" for i in count(1)))
    return next(name for name in names if name not in taken)


@dataclass
class Input:
    """One input made of symbols."""

    name: str
    shape: Shape
    axes: Axes
    tensor: Tensor | Expr
    values: dict[Index, Expr] = field(default_factory=dict)
    """Entries that are given as numbers."""

    def entry(self, index: Index) -> Expr:
        """The entry at one index per factor."""
        if index in self.values:
            return self.values[index]
        return self.tensor[index] if isinstance(self.tensor, Tensor) else self.tensor

    def array(self, below: Expr | None = None) -> Any:
        """A fresh symbolic array of it, or the number."""
        if self.shape.kind == "size":
            return scalar(self.tensor)
        kind = "int" if self.shape.kind == "labels" else "float"
        return ndarray(Content(self.axes, self.entry, kind, below))


class SymbolicInputs:
    """All inputs of a forward, with the symbols of their sizes."""

    def __init__(self, shapes: Mapping[str, Shape], sizes: Mapping[str, int] | None = None):
        names = dict.fromkeys(name for shape in shapes.values() for name in shape.names())
        chosen = sizes or {}
        self.sizes: dict[str, Expr] = {
            name: Integer(chosen[name]) if name in chosen else size_symbols(name)[0] for name in names
        }
        self.shapes = dict(shapes)
        self.upstream: Input | None = None
        """The upstream gradient, once the shape of the output is known."""
        self.by_name = {name: self._input(name, shape) for name, shape in shapes.items()}

    def size(self, size: Size) -> tuple[Expr, ...]:
        """The factors of a size."""
        if isinstance(size, int):
            return () if size == 1 else (Integer(size),)
        terms = [
            (sign, [self.sizes.get(part) or Integer(part) for part in product])
            for sign, product in terms_of(size)
        ]
        factors = terms[0][1] if len(terms) == 1 else [Add(*(Mul(sign, *product) for sign, product in terms))]
        return tuple(factor for factor in factors if factor != 1)

    def _input(self, name: str, shape: Shape) -> Input:
        if shape.kind == "size":
            return Input(name, shape, (), Mul(*self.size(shape.sizes[0])))
        axes = tuple(self.size(size) for size in shape.sizes)
        factors = factors_of(axes)
        if shape.kind == "labels" and factors:
            made: Any = label_tensor(name, *factors)
        elif shape.kind == "labels":  # a single label
            made = Symbol(name, integer=True, nonnegative=True)
        elif factors:
            made = real_tensor(name, *factors)
        else:
            made = Symbol(name, **({"positive": True} if shape.kind == "probability" else {"real": True}))
        return Input(name, shape, axes, made)

    def arrays(self) -> list[Any]:
        """Fresh arrays, in the order of the inputs."""
        return [
            one.array(None if one.shape.below is None else Mul(*self.size(one.shape.below)))
            for one in self.by_name.values()
        ]

    def given(self) -> dict[str, Any]:
        """Fresh arrays by name."""
        return dict(zip(self.by_name, self.arrays(), strict=True))

    @property
    def concrete(self) -> bool:
        """Whether every size is a number."""
        return all(is_concrete(f) for one in self.by_name.values() for f in factors_of(one.axes))
