"""One way to run a layer's code on symbols, and how its records read there.

A record speaks of a flattened axis ``D``, of a layer ``l`` and of widths ``H[l]``; the code that is traced
has axes ``d1, d2``, a known number of layers and sizes with names. A `Instance` translates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sympy import Add, Dummy, Expr, Indexed, Integer, KroneckerDelta, Mul, Symbol

from yudo import derivations
from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.gradient import with_fresh_bounds
from yudo.derivations.calculus.lecture import Mistake
from yudo.derivations.calculus.records import Layer, Result
from yudo.derivations.calculus.replacing import remade, replaced
from yudo.derivations.calculus.symbols import FlattenedSize, Tensor, limits_of, sizes, tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.array import ndarray
from yudo.verification.symbolic.arrays.axes import Axes, Axis, factors_of, fresh_index, is_concrete
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.inputs import Input, Shape, SymbolicInputs


def tensors_of(layer: Layer) -> list[Tensor]:
    """Every tensor that a layer's records mention: inputs, upstream gradient and what single results add."""
    found = [t for t in (*layer.inputs, layer.upstream) if isinstance(t, Tensor)]
    for result in layer.results.values():
        lines = (result.derivation.start, result.closed_form)
        for e in (*lines, *(d.value for d in result.definitions)):
            found += [entry.base for entry in _entries(e)]
    return list(dict.fromkeys(t for t in found if isinstance(t, Tensor)))


def _entries(e: Expr) -> list[Indexed]:
    # Sorted, so that a run is the same every time.
    return sorted(e.atoms(Indexed), key=str)


def is_deep(layer: Layer) -> bool:
    """Whether a layer is a net with one array per layer among its inputs."""
    return any(isinstance(t, Tensor) and t.layer is not None for t in layer.inputs)


def has_flattened_axis(layer: Layer) -> bool:
    """Whether an axis stands for several."""
    return any(isinstance(size, FlattenedSize) for t in tensors_of(layer) for size in t.axes)


class Instance:
    """A rank for flattened inputs, and a depth for a net of any depth.

    Parameters
    ----------
    layer
        The records.
    rank
        How many axes an input with a flattened axis has; 2 leaves it as one.
    depth
        How many layers a deep net has.
    """

    def __init__(self, layer: Layer, rank: int, depth: int):
        self.layer = layer
        self.rank = rank
        self.depth = depth
        self._ends = {(str(width.base.label), width.indices[0] == 0): size for width, size in layer.ties}
        self._factors: dict[Expr, tuple[Expr, ...]] = {}
        for t in tensors_of(layer):
            for size in t.axes:
                if isinstance(size, FlattenedSize) and rank > 2:
                    self._factors[size] = sizes(" ".join(f"{str(size).lower()}{i}" for i in range(1, rank)))
        self._plain = {s.name: s for t in tensors_of(layer) for s in t.axes if isinstance(s, Symbol)}
        counts = [r.layers[1] for r in layer.results.values() if r.layers]
        self._count = next((c for c in counts if c.is_Symbol), None) if is_deep(layer) else None

    # -- sizes and axes ------------------------------------------------------------------------------------

    def size(self, size: Expr) -> Expr:
        """A size of a record, as the traced code has it."""
        if self._count is not None:
            size = size.xreplace({self._count: Integer(self.depth)})
        named = {width: self._width(width) for width in size.atoms(Indexed) if width.indices[0].is_Integer}
        return size.xreplace(named)

    def _width(self, width: Indexed) -> Symbol:
        family, number = str(width.base.label), int(width.indices[0])
        if number in (0, self.depth):
            return self._ends[family, number == 0]
        return sizes(f"{family}{number}")[0]

    def axis(self, size: Expr) -> Axis:
        """The factors of an axis of a record."""
        size = self.size(size)
        return () if size == 1 else self._factors.get(size, (size,))

    def axes(self, sizes: Iterable[Expr]) -> Axes:
        """The axes of an array of a record, as the traced code has it.

        What was flattened is several axes, behind the samples; the first axis of a weight matrix is one of
        as many factors.
        """
        found: list[Axis] = []
        for place, size in enumerate(sizes):
            factors = self.axis(size)
            several = size in self._factors and size.is_several_at(place)
            found += [(factor,) for factor in factors] if several else [factors]
        return tuple(found)

    def parts(self, index: Symbol, size: Expr) -> tuple[Expr, ...]:
        """The indices that one index of a record stands for: of a bound one, indices of their own."""
        factors = self.axis(size)
        if len(factors) == 1:
            return (index,)
        name = f"{index.name}{index.dummy_index}" if isinstance(index, Dummy) else index.name
        return tuple(Symbol(f"{name}_{place}", integer=True) for place in range(1, len(factors) + 1))

    # -- inputs --------------------------------------------------------------------------------------------

    def given(self) -> dict[str, Any]:
        """Symbolic arrays for all that the records mention, by name; per layer, as a dict by its number.

        Each free index ``n`` of a result is given as an integer, too, and for a matrix ``x`` of the inputs
        ``x2``, with two columns.
        """
        given: dict[str, Any] = {}
        for t in tensors_of(self.layer):
            if t.layer is None:
                given[t.name] = self._array(t, ())
            elif self._count is None:
                given[t.name] = self._array(t, (t.layer - 1,))
            elif t in (*self.layer.inputs, self.layer.upstream):
                given[t.name] = {n: self._array(t, (Integer(n),)) for n in range(1, self.depth + 1)}
        for s in self.layer.inputs:
            if isinstance(s, Symbol):
                given[s.name] = _scalar(s, None)
            elif isinstance(s, Tensor) and len(s.axes) == 2 and s.layer is None:
                axes = (self.axis(s.axes[0]), (Integer(2),))
                given[f"{s.name}2"] = ndarray(Content(axes, lambda index, s=s: s[index]))  # type: ignore[misc]
        for result in self.layer.results.values():
            for index, size in result.indices:
                given.setdefault(index.name, _scalar(index, size))
        return given

    def inputs(self) -> tuple[SymbolicInputs, dict[str, str | dict[int, str]]]:
        """All that is given, to be drawn as numbers: each array under a name of its own.

        The second value tells what stands under each name that the program knows, for the arrays of a net's
        layers by their numbers. What is part of another array is not among them.
        """
        drawn: dict[str, Input] = {}
        names: dict[str, str | dict[int, str]] = {}
        counted = {}
        for name, value in self.given().items():
            if isinstance(value, dict):
                names[name] = {number: self._drawn(one, drawn) for number, one in value.items()}
            elif _is_size(value):
                counted[name] = sizes(name)[0]
            elif not self._is_part(name, value) and self._has_range(value):
                names[name] = self._drawn(value, drawn)
        inputs = SymbolicInputs({name: one.shape for name, one in drawn.items()})
        factors = [factor for one in drawn.values() for factor in factors_of(one.axes)]
        known = {size.name: size for factor in factors for size in sorted(factor.free_symbols, key=str)}
        named = {name: size for name, size in inputs.sizes.items() if name.isidentifier()}
        inputs.by_name, inputs.sizes = drawn, named | known | counted
        return inputs, names

    def _is_part(self, name: str, value: ndarray) -> bool:
        """Whether it is two columns of an array that is given under a name of its own."""
        return any(map(is_concrete, factors_of(value.content.axes))) and _name_of(value) != name

    def _has_range(self, value: ndarray) -> bool:
        below = value.content.below
        return below is None or all(size.is_Symbol or size.is_Integer for size in self.axis(below))

    def _drawn(self, value: ndarray, drawn: dict[str, Input]) -> str:
        content = value.content
        axes = tuple(tuple(map(plain, axis)) for axis in content.axes)
        entry = _entry_of(value)
        name = _name_of(value)
        kind, below = "real", None
        if content.below is not None:
            kind, below = "labels", "*".join(str(factor) for factor in self.axis(content.below)) or 1
        shape = Shape(tuple("*".join(map(str, axis)) or 1 for axis in axes), kind, below)
        drawn[name] = Input(name, shape, axes, entry.base if isinstance(entry, Indexed) else entry)
        return name

    def _array(self, t: Tensor, numbers: tuple[Expr, ...]) -> ndarray:
        axes = t.axes if t.layer is None else [axis.subs(t.layer, numbers[0]) for axis in t.axes]
        labelled = bool(t.label.is_integer)
        return ndarray(
            Content(
                self.axes(axes),
                lambda index: t[(*numbers, *index)],
                "int" if labelled else "float",
                self.classes(t) if labelled else None,
            )
        )

    def classes(self, labels: Tensor) -> Expr:
        """The size of the axis that labels pick from, as seen where they stand as an index."""
        for result in self.layer.results.values():
            for e in (result.closed_form, *(d.value for d in result.definitions)):
                for entry in _entries(e):
                    if isinstance(entry.base, Tensor) and entry.base.layer is None:
                        for index, axis in zip(entry.indices, entry.base.axes, strict=True):
                            if isinstance(index, Indexed) and index.base == labels:
                                return axis
        raise Unreadable(
            Text(
                f"인덱스로 쓰인 곳이 없어 범위를 모르는 레이블 {labels.name}",
                f"the labels {labels.name} stand as an index nowhere: their range is not known",
            )
        )

    # -- expressions -----------------------------------------------------------------------------------------

    def definitions(self, result: Result) -> list[Definition]:
        """The named tensors of a result at this depth; a single step of a recurrence names none."""
        if result.layers and self._count is None:
            return []
        fixed = {} if self._count is None else {self._count: Integer(self.depth)}
        return [
            Definition(d.entry.xreplace(fixed), self._over_layers(d.value.xreplace(fixed)))
            for d in result.definitions
        ]

    def numbers(self, result: Result) -> range | None:
        """The layers that a result speaks of, in a deep net; None if it is a single statement."""
        if result.layers is None or self._count is None:
            return None
        return range(1, int(self.size(result.layers[1])) + 1)

    def statement(self, result: Result, number: int | None, closed_form: Expr | None = None) -> Expr:
        """The closed form of a result, or a wrong one, for the layer of a number where there are several."""
        renaming: dict[Expr, Expr] = {} if self._count is None else {self._count: Integer(self.depth)}
        if number is not None and result.layers:
            renaming[result.layers[0]] = Integer(number)
        stated = result.closed_form if closed_form is None else closed_form
        return self._over_layers(stated.xreplace(renaming))

    def mistakes(self, result: Result) -> Iterator[tuple[Mistake, Expr]]:
        """The mistakes that are often made in a result, each with its closed form."""
        for mistake in derivations.mistakes(self.layer.stem):
            if mistake.result is result:
                yield mistake, mistake.wrong

    def _over_layers(self, e: Expr) -> Expr:
        """The same, with sums over the layers written out: what a name stands for depends on the layer."""
        if self._count is None or not e.has(Sum) or isinstance(e, Indexed):
            return e
        e = e.func(*map(self._over_layers, e.args)) if e.args else e
        if isinstance(e, Sum):
            numbers = [entry.indices[0] for entry in _entries(e) if getattr(entry.base, "layer", None)]
            for k, size in limits_of(e):
                if size.is_Integer and any(number.has(k) for number in numbers):
                    return Add(*map(self._over_layers, _terms(e, k, int(size))))
        return e

    def reading(self, e: Expr, indices: Iterable[tuple[Symbol, Expr]]) -> Expr:
        """An expression with the given free indices in terms of the traced inputs."""
        return self._read(e, {index: self.parts(index, size) for index, size in indices})

    def _read(self, e: Expr, split: dict[Symbol, tuple[Expr, ...]]) -> Expr:
        if isinstance(e, Indexed):
            if not isinstance(e.base, Tensor):
                return self.size(e)
            parts = (split[i] if i in split else (self._read(i, split),) for i in e.indices)
            return e.base[tuple(i for part in parts for i in part)]
        if isinstance(e, Sum):
            return self._read_sum(e, split)
        if isinstance(e, KroneckerDelta) and all(i in split for i in e.args):
            return Mul(*(KroneckerDelta(i, j) for i, j in zip(*(split[i] for i in e.args), strict=True)))
        if isinstance(e, Symbol):
            return Mul(*self._factors[e]) if e in self._factors else e
        if not e.args:
            return e
        return remade(e, [self._read(part, split) for part in e.args])

    def _read_sum(self, e: Sum, split: dict[Symbol, tuple[Expr, ...]]) -> Expr:
        e = with_fresh_bounds(e)
        bound = limits_of(e)
        for k, size in bound:
            length = self.size(size)
            if length.is_Integer:  # over layers: written out
                return Add(*(self._read(term, split) for term in _terms(e, k, int(length))))
        within = split | {k: self.parts(k, size) for k, size in bound}
        limits = [
            (part, 0, factor - 1)
            for k, size in bound
            for part, factor in zip(within[k], self.axis(size), strict=True)
        ]
        body = self._read(e.function, within)
        return Sum(body, *limits) if limits else body


def _terms(e: Sum, k: Symbol, length: int) -> list[Expr]:
    """The terms of a sum for each value of one of its indices."""
    rest = [limit for limit in e.limits if limit[0] != k]
    inner = Sum(e.function, *rest) if rest else e.function
    return [replaced(inner, {k: Integer(place)}) for place in range(length)]


def plain(e: Expr) -> Expr:
    """The same, with sizes that are not flattened and the array of each layer under a name of its own."""
    if isinstance(e, FlattenedSize):
        return sizes(e.name)[0]
    if isinstance(e, Indexed) and isinstance(e.base, Tensor) and e.base.layer is not None:
        number, *indices = map(plain, e.indices)
        axes = [axis.subs(e.base.layer, number) for axis in e.base.axes]
        return tensor(f"{e.base.name}[{number}]", *axes)[tuple(indices)]
    return remade(e, [*map(plain, e.args)]) if e.args else e


def _entry_of(value: ndarray) -> Expr:
    content = value.content
    return plain(content.at(tuple(fresh_index() for _ in factors_of(content.axes))))


def _name_of(value: ndarray) -> str:
    entry = _entry_of(value)
    return str(entry.base.label if isinstance(entry, Indexed) else entry.name)


def _is_size(value: ndarray) -> bool:
    content = value.content
    return not content.axes and content.kind == "int" and content.below is None


def _scalar(s: Symbol, below: Expr | None) -> ndarray:
    return ndarray(Content((), lambda _: s, "int" if s.is_integer else "float", below))
