"""Inputs for a layer: what its record takes, and the cases that are drawn or prescribed for it.

A `Case` is small and plain: sizes, a style of values and a memory layout for every array, and a seed for the
numbers. Hypothesis draws cases and shrinks them; the awkward ones that must never be left to luck are listed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import cycle
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st
from sympy import Basic, Expr, Indexed, IndexedBase, Integer, KroneckerDelta, Pow, Symbol
from sympy.concrete.expr_with_limits import ExprWithLimits

from yudo.derivations.calculus.records import Layer
from yudo.derivations.calculus.symbols import FlattenedSize, Scalar, Tensor, Values
from yudo.verification.cases.valuation import Valuation

Array = npt.NDArray[Any]
Arrays = Mapping[int, Array]
"""One array per layer, by the layer's number."""

# -- what a layer takes ------------------------------------------------------------------------------------


class Inputs:
    """What the results of a layer depend on, read off its record.

    Attributes
    ----------
    tensors
        Every array that is given and not defined, by name: the layer's inputs, its upstream gradient, and
        what single results mention beside them.
    scalars
        Names of real scalars, such as the regularisation strength.
    sizes
        Names of axis sizes and of numbers of layers.
    families
        Sizes per layer, by name, with the size that counts the layers: ``{"H": "L"}``.
    classes
        For a tensor of labels, the size of the axis that it picks from.
    depths
        For a tensor with one array per layer, the size that counts the layers.
    ties
        Pairs of names for one size, as the record has them.
    domains
        The styles of values that each array of floats is filled with.
    positive
        The scalars that are never 0.
    at_most
        The largest numbers of the scalars that have one.
    below
        The numbers that scalars never reach.
    moderate
        The scalars that are neither very small nor very large.
    mean
        Whether the layer divides by a size, such as the number of samples, and has no meaning without any.
    free_sizes
        The sizes that no array shows.
    terms
        The axes that each sum of a closed form or a definition runs over, for all entries.
    squares
        The axes of the arrays that are defined on the way and have one axis twice.
    """

    def __init__(self, layer: Layer):
        given = [t for t in (*layer.inputs, layer.upstream) if isinstance(t, Tensor)]
        results = layer.results.values()
        expressions = [r.closed_form for r in results]
        expressions += [d.value for r in results for d in r.definitions]
        defined = {d.tensor.name for r in results for d in r.definitions}
        mentioned = [e.base for x in expressions for e in _entries(x) if isinstance(e.base, Tensor)]
        self.tensors: dict[str, Tensor] = {t.name: t for t in given}
        self.tensors |= {t.name: t for t in mentioned if t.name not in defined and t.name not in self.tensors}
        counts = {s.name: None for r in results if r.layers for s in r.layers[1].free_symbols}
        depth = next(iter(counts), "")
        axes = [axis for t in self.tensors.values() for axis in t.axes]
        named = [s for s in layer.inputs if isinstance(s, Symbol)]
        self.scalars = tuple(s.name for s in named if not s.is_integer)
        self.positive = frozenset(s.name for s in named if isinstance(s, Scalar) and s.is_positive)
        scalars = [s for s in named if isinstance(s, Scalar)]
        self.at_most = {s.name: s.at_most for s in scalars if s.at_most is not None}
        self.below = {s.name: s.below for s in scalars if s.below is not None}
        self.moderate = frozenset(s.name for s in scalars if s.values == "moderate")
        self.families = {e.base.name: depth for axis in axes for e in _entries(axis)}
        plain = [a for a in axes if isinstance(a, Symbol)] + [s for s in named if s.is_integer]
        self.flattened = {a.name for a in axes if isinstance(a, FlattenedSize)}
        self.sizes = tuple(dict.fromkeys([*(a.name for a in plain), *counts]))
        self.ties = layer.ties
        self.depths = {t.name: depth for t in self.tensors.values() if t.layer is not None}
        self.classes = {
            t.name: _classes_of(t, [*expressions, *(d.entry for r in results for d in r.definitions)])
            for t in self.tensors.values()
            if is_labels(t)
        }
        self.domains = {t.name: DOMAINS[t.values] for t in self.tensors.values() if not is_labels(t)}
        divisors = {power.base for e in expressions for power in e.atoms(Pow) if power.exp.is_negative}
        counted = {size for divisor in divisors for size in _outside_exponents(divisor).free_symbols}
        self.mean = any(str(size) in self.sizes for size in counted)
        shown = {str(axis) for axis in axes}
        self.free_sizes = tuple(name for name in self.sizes if name not in shown)
        stated = [(r.closed_form, dict(r.indices)) for r in results]
        stated += [
            (d.value, dict(zip(d.entry.indices[-len(d.tensor.axes) :], d.tensor.axes, strict=True)))
            for d in dict.fromkeys(d for r in results for d in r.definitions)
            if d.tensor.axes
        ]
        on_the_way = {d.tensor.axes for r in results for d in r.definitions if d.tensor.layer is None}
        self.squares = {axes for axes in on_the_way if len(set(axes)) < len(axes)}
        self.terms = [axes for value, sizes in stated for axes in _sums(value, sizes)]

    def strengths(self, name: str) -> Mapping[str, float]:
        """The values that a scalar is tried at."""
        return {
            k: v
            for k, v in STRENGTHS.items()
            if (np.float32(v) or name not in self.positive)
            and (k in MODERATE or name not in self.moderate)
            and v <= self.at_most.get(name, np.inf)
            and v < self.below.get(name, np.inf)
        }

    def split_axis(self, axes: Iterable[Expr]) -> int | None:
        """The axis that stands for several in the code's arrays."""
        for position, axis in enumerate(axes):
            if isinstance(axis, FlattenedSize) and axis.is_several_at(position):
                return position
        return None


def _sums(expression: Basic, sizes: Mapping[Any, Expr]) -> Iterator[tuple[Expr, ...]]:
    """The axes that each sum in an expression runs over, for all values of the indices that it depends on.

    An index that a delta picks costs nothing.
    """
    if isinstance(expression, ExprWithLimits):
        sizes = {**sizes, **{index: last - first + 1 for index, first, last in expression.limits}}
        met = expression.atoms(KroneckerDelta)
        yield tuple(
            size
            for index, size in sizes.items()
            if expression.function.has(index) and not any(delta.has(index) for delta in met)
        )
    for part in expression.args:
        yield from _sums(part, sizes)


def is_labels(tensor: Tensor) -> bool:
    """Whether a tensor holds integer labels."""
    return bool(tensor.label.is_integer)


def _entries(e: Expr) -> Iterator[Indexed]:
    if isinstance(e, Indexed):
        yield e
    for part in e.args:
        if not isinstance(part, IndexedBase):
            yield from _entries(part)


def _outside_exponents(e: Expr) -> Expr:
    return e.replace(lambda part: part.is_Pow, lambda part: _outside_exponents(part.base))


def _classes_of(labels: Tensor, expressions: Iterable[Expr]) -> Expr:
    """The size of the axis that labels pick from, as seen where they stand as an index."""
    expressions = list(expressions)
    for expression in expressions:
        for e in _entries(expression):
            if isinstance(e.base, Tensor):
                axes = e.base.axes if e.base.layer is None else (None, *e.base.axes)
                for index, axis in zip(e.indices, axes, strict=True):
                    if isinstance(index, Indexed) and index.base == labels:
                        return axis if e.base.layer is None else axis.subs(e.base.layer, e.indices[0])
    raise ValueError(f"the labels {labels.name} stand as an index nowhere: their range is unknown")


# -- styles of values --------------------------------------------------------------------------------------

Style = Callable[[np.random.Generator, tuple[int, ...]], npt.NDArray[np.float64]]


def _each_of(
    values: list[float], rng: np.random.Generator, shape: tuple[int, ...]
) -> npt.NDArray[np.float64]:
    """Every one of the values equally often, in random order: luck leaves none out."""
    return rng.permutation(np.resize(values, prod(shape))).reshape(shape)


def _normal(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return rng.standard_normal(shape)


def _integers(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return rng.integers(-3, 4, shape).astype(np.float64)


def _zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return _each_of([0.0, -0.0, 0.0, -0.0, 1.0, -1.0], rng, shape)


def _ties(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return rng.choice(rng.standard_normal(2), shape)


def _wide(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return rng.standard_normal(shape) * 10.0 ** rng.uniform(-6, 6, shape)


def _subnormal(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Subnormal in float32 (about 1e-40) and in float64 (about 1e-310), and their signed neighbours."""
    return _each_of([1e-40, -3e-41, 5e-324, -2e-310, 2e-38], rng, shape) * rng.integers(1, 4, shape)


def _ten_thousand(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return _each_of([1e4, -1e4, 0.0], rng, shape)


def _seven_hundred(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return _each_of([700.0, -700.0], rng, shape) + rng.standard_normal(shape)


def _tens(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Where an exponential is small beside 1, and yet a normal number in float32 as well."""
    sizes: npt.NDArray[np.float64] = rng.uniform(5, 40, shape) * rng.choice([-1.0, 1.0], shape)
    return sizes


def _masked(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Some classes masked by -inf, at least one in a row left."""
    values = rng.standard_normal(shape)
    mask = rng.random(shape) < 0.5
    if shape[-1]:
        np.put_along_axis(mask, rng.integers(0, shape[-1], (*shape[:-1], 1)), False, axis=-1)
    return np.where(mask, -np.inf, values)


def _inside(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return rng.uniform(0.01, 0.99, shape)


def _near_the_ends(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return _each_of([1e-30, 1e-6, 0.5, 1 - 2.0**-20, 1 - 2.0**-24], rng, shape)


def _squares(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return rng.standard_normal(shape) ** 2 + 0.01


def _far_apart(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """From a feature that hardly varies to one that is measured in tens of thousands."""
    return _each_of([1e-12, 1e-4, 1.0, 1e8], rng, shape)


def _initial(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """As the weights that a net begins with: a product of many of them stays of the size of one."""
    scaled: npt.NDArray[np.float64] = rng.standard_normal(shape) / max(prod(shape), 1) ** 0.25
    return scaled


def _kept(rng: np.random.Generator, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    return _each_of([0.0, 1.0], rng, shape)


STYLES: Mapping[str, Style] = {
    "normal": _normal,
    "integers": _integers,
    "zeros": _zeros,
    "ties": _ties,
    "wide": _wide,
    "subnormal": _subnormal,
    "ten_thousand": _ten_thousand,
    "seven_hundred": _seven_hundred,
    "tens": _tens,
    "masked": _masked,
    "inside": _inside,
    "near_the_ends": _near_the_ends,
    "squares": _squares,
    "far_apart": _far_apart,
    "kept": _kept,
    "initial": _initial,
}

Domain = tuple[str, ...]
"""The styles that a tensor may be filled in; the first is the plainest."""

TAME: Domain = ("normal", "integers", "zeros", "ties", "subnormal")
GENERIC: Domain = ("normal", "ties")
REAL: Domain = (*TAME, "wide", "ten_thousand", "seven_hundred", "tens")
LOGITS: Domain = (*REAL, "masked")
PROBABILITY: Domain = ("inside", "near_the_ends")
VARIANCE: Domain = ("squares", "far_apart")
MEAN_SQUARE: Domain = (*VARIANCE, "kept")
MASK: Domain = ("kept",)
SHARE: Domain = (*MASK, *PROBABILITY)
DOMAINS: Mapping[Values, Domain] = {
    "real": REAL,
    "moderate": TAME,
    "generic": GENERIC,
    "logits": LOGITS,
    "probability": PROBABILITY,
    "share": SHARE,
    "variance": VARIANCE,
    "mean_square": MEAN_SQUARE,
    "mask": MASK,
}

STRENGTHS: Mapping[str, float] = {
    "tenth": 0.1,
    "most": 0.999,  # what is kept of a running mean: the rest of 1 loses digits
    "none": 0.0,
    "one": 1.0,
    "tiny": 1e-12,
    "tinier": 1e-50,  # 0 in float32
    "large": 1e4,
}
MODERATE = ("tenth", "most", "none", "one")
"""Those that a chain of products keeps from overflowing."""
LABELS = ("random", "first", "last")
LABEL_DTYPES = ("int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8")
LAYOUTS = ("C", "F", "strided", "reversed", "readonly")
LARGE, LARGE_ALL, MOST_ENTRIES, MOST_TERMS = 300, 70, 70**3, 3_000_000
"""A size beyond the numbers of one byte; one that gives matrices thousands of entries; how many of them
an array may have; and how many products all sums of a layer may be made of where every size is large."""
MOST_BESIDE_LARGE = 200_000
"""How many products these may be made of where one size is: layers of many axes have many such cases."""
MOST_DRAWN = 20_000
"""How many products these may be made of in the many small cases."""
_WIDTH = 5
"""How wide the layers of a net of any depth are there."""
_DISTINCT = (4, 6, 5, 3, 7, 2, 8, 3)
"""The sizes of the plain case; the last one may be that of an axis that no array shows."""
LIMITS = {"int8": 2**7, "uint8": 2**8}
"""How many classes an integer type of one byte has numbers for."""


def _laid_out(array: Array, layout: str) -> Array:
    """The same entries in another memory layout."""
    if layout == "F":
        return np.asfortranarray(array)
    if layout == "strided":
        roomy = np.zeros(tuple(2 * n for n in array.shape), array.dtype)
        view = roomy[tuple(slice(None, None, 2) for _ in array.shape)]
        view[...] = array
        return view
    if layout == "reversed":
        flip = tuple(slice(None, None, -1) for _ in array.shape)
        return np.ascontiguousarray(array[flip])[flip]
    if layout == "readonly":
        array.setflags(write=False)
    elif layout != "C":
        raise ValueError(f"no layout {layout!r}; there are {', '.join(LAYOUTS)}")
    return array


# -- cases -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One input: everything needed to build it again.

    Attributes
    ----------
    sizes
        Axis sizes and numbers of layers. A flattened size is a list of the axes it stands for.
    families
        Sizes per layer, from layer 0.
    values
        The style of every tensor, scalar and label array.
    layouts
        The memory layout of every tensor; for labels, their dtype.
    seed
        Seed of the numbers.
    """

    sizes: Mapping[str, int | list[int]]
    families: Mapping[str, list[int]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0

    @cached_property
    def text(self) -> str:
        """The case as compact JSON: the form that replays it."""
        return json.dumps({k: v for k, v in asdict(self).items() if v not in ({}, [])}, separators=(",", ":"))

    def __hash__(self) -> int:
        return hash(json.dumps(asdict(self), sort_keys=True))  # equal mappings may differ in their order

    @classmethod
    def parse(cls, text: str) -> Case:
        """Read a case from the text that replays it.

        Raises
        ------
        ValueError
            If the text is not a case.
        """
        try:
            case = cls(**json.loads(text))
        except (TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"not a case: {error}") from None
        for name, allowed in (("sizes", int | list), ("families", list), ("values", str), ("layouts", str)):
            given = getattr(case, name)
            if not isinstance(given, dict) or not all(isinstance(v, allowed) for v in given.values()):
                raise ValueError(f"not a case: {name} {given!r}")
        counts = [case.seed, *case.sizes.values(), *case.families.values()]
        for count in (part for value in counts for part in (value if isinstance(value, list) else [value])):
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise ValueError(f"not a case: {count!r} where a number of at least 0 is expected")
        return case

    def size(self, name: str) -> int:
        """A size as one number."""
        size = self.sizes[name]
        return prod(size) if isinstance(size, list) else size


@dataclass(frozen=True)
class Filled:
    """A case with numbers in it.

    Attributes
    ----------
    arguments
        What the code is called with, by name; ``lambda`` is spelt ``lambda_``.
    valuation
        The same numbers for the record, flattened as the record has them.
    """

    arguments: dict[str, Any]
    valuation: Valuation


def fill(inputs: Inputs, case: Case, dtype: npt.DTypeLike) -> Filled:
    """Draw the numbers of a case in one dtype.

    Raises
    ------
    ValueError
        If the case does not fit the layer: a missing size, an unknown style, layout or dtype of labels.
    """
    missing = {*inputs.sizes} - {*case.sizes} | {*inputs.families} - {*case.families}
    if missing:
        raise ValueError(f"not a case of this layer: no size for {', '.join(sorted(missing))}")
    strengths = {
        name: _looked_up(inputs.strengths(name), case.values.get(name, "tenth")) for name in inputs.scalars
    }
    plain = numbers_of(inputs, case, strengths)
    arguments: dict[str, Any] = {}
    for position, (name, tensor) in enumerate(inputs.tensors.items()):
        if name in inputs.depths:
            arguments[name] = {
                layer: _array(inputs, case, plain, tensor, position, dtype, layer)
                for layer in range(1, int(plain.numbers[inputs.depths[name]]) + 1)
            }
        else:
            arguments[name] = _array(inputs, case, plain, tensor, position, dtype)
    return filled(inputs, plain, arguments)


def numbers_of(inputs: Inputs, case: Case, scalars: Mapping[str, float]) -> Valuation:
    """The sizes of a case and the given scalars, and no arrays yet."""
    numbers: dict[str, int | float] = {name: case.size(name) for name in inputs.sizes}
    numbers |= scalars
    families = {name: dict(enumerate(sizes)) for name, sizes in case.families.items()}
    plain = Valuation(numbers, families, {})
    for width, size in inputs.ties:
        family, layer = families[width.base.name], plain.integer(width.indices[0])
        family[layer] = int(numbers.setdefault(size.name, family[layer]))
    return plain


def most_entries(inputs: Inputs, case: Case) -> int:
    """How many entries the largest array of a case has."""
    plain = numbers_of(inputs, case, {})
    axes = [
        [axis.xreplace({tensor.layer: layer}) for axis in tensor.axes]
        for name, tensor in inputs.tensors.items()
        for layer in (range(1, case.size(inputs.depths[name]) + 1) if name in inputs.depths else (None,))
    ]
    return max(prod(map(plain.integer, one)) for one in axes)


def most_squared(inputs: Inputs, case: Case) -> int:
    """How many entries the largest array that is defined on the way and has one axis twice has in a case."""
    plain = numbers_of(inputs, case, {})
    return max((prod(map(plain.integer, axes)) for axes in inputs.squares), default=1)


def sum_lengths(inputs: Inputs, case: Case, width: int) -> list[int]:
    """How many products each sum is made of in a case, where layers are so wide."""
    plain = numbers_of(inputs, case, {})

    def length(axis: Expr) -> int:
        return plain.integer(axis.replace(lambda part: isinstance(part, Indexed), lambda _: Integer(width)))

    lengths = {axis: length(axis) for axis in {axis for axes in inputs.terms for axis in axes}}
    return [prod(lengths[axis] for axis in axes) for axes in inputs.terms]


def filled(inputs: Inputs, plain: Valuation, arguments: Mapping[str, Any]) -> Filled:
    """The arrays of a case in both forms: as the code takes them, and as the record has them."""
    numbers = plain.numbers
    tensors: dict[str, Array | Arrays] = {
        name: arguments[name]
        if name in inputs.depths
        else arguments[name].reshape([plain.integer(axis) for axis in tensor.axes])
        for name, tensor in inputs.tensors.items()
    }
    every = {**arguments, **{name: numbers[name] for name in (*sorted(inputs.free_sizes), *inputs.scalars)}}
    spelt = {f"{name}_" if name == "lambda" else name: value for name, value in every.items()}
    return Filled(spelt, replace(plain, tensors=tensors))


def _array(
    inputs: Inputs,
    case: Case,
    plain: Valuation,
    tensor: Tensor,
    position: int,
    dtype: npt.DTypeLike,
    layer: int | None = None,
) -> Array:
    name = tensor.name
    rng = np.random.default_rng([case.seed, position, layer or 0])
    axes = tensor.axes if layer is None else [axis.xreplace({tensor.layer: layer}) for axis in tensor.axes]
    shape = [plain.integer(axis) if not axis.is_Integer else int(axis) for axis in axes]
    flat = tuple(shape)
    split = inputs.split_axis(axes)
    if split is not None and isinstance(several := case.sizes[str(axes[split])], list):
        shape[split : split + 1] = several
    if name in inputs.classes:
        classes = plain.integer(inputs.classes[name])
        picked = {
            "random": rng.integers(0, classes, shape),
            "first": np.zeros(shape, np.int64),
            "last": np.full(shape, classes - 1),
        }
        labels = _looked_up(picked, case.values.get(name, LABELS[0]))
        dtype_of_labels = case.layouts.get(name, LABEL_DTYPES[0])
        if dtype_of_labels not in LABEL_DTYPES:
            raise ValueError(f"no dtype {dtype_of_labels!r} of labels; there are {', '.join(LABEL_DTYPES)}")
        return np.asarray(labels).astype(dtype_of_labels)
    style = _looked_up(STYLES, case.values.get(name, "normal"))
    array = style(rng, flat).astype(dtype).reshape(shape)
    return _laid_out(array, case.layouts.get(name, LAYOUTS[0]))


def _looked_up(table: Mapping[str, Any], key: str) -> Any:
    if key not in table:
        raise ValueError(f"no style {key!r}; there are {', '.join(table)}")
    return table[key]


# -- drawn and prescribed cases ----------------------------------------------------------------------------


def drawn(inputs: Inputs) -> st.SearchStrategy[Case]:
    """Cases drawn by Hypothesis: it shrinks sizes towards 1, styles and layouts towards the plainest."""

    @st.composite
    def cases(draw: st.DrawFn) -> Case:
        sizes: dict[str, int | list[int]] = {}
        for name in inputs.sizes:
            if name in inputs.flattened:
                sizes[name] = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3), label=name)
            elif name in inputs.families.values():
                sizes[name] = draw(st.integers(1, 3), label=name)
            else:
                sizes[name] = draw(st.integers(1, 7), label=name)
        depths = {name: size for name, size in sizes.items() if isinstance(size, int)}
        families = {
            name: [draw(st.integers(1, 5), label=name) for _ in range(depths[depth] + 1)]
            for name, depth in inputs.families.items()
        }
        values = {
            name: draw(st.sampled_from(tuple(inputs.strengths(name))), label=name) for name in inputs.scalars
        }
        layouts = {}
        for name in inputs.tensors:
            if name in inputs.classes:
                values[name] = draw(st.sampled_from(LABELS), label=name)
                layouts[name] = draw(st.sampled_from(LABEL_DTYPES), label=name)
            else:
                values[name] = draw(st.sampled_from(_drawable(inputs.domains[name])), label=name)
                layouts[name] = draw(st.sampled_from(LAYOUTS), label=name)
        seed = draw(st.integers(0, 2**32 - 1), label="seed")
        return _affordable(inputs, Case(sizes, families, values, layouts, seed))

    return cases()


def _drawable(domain: Domain) -> Domain:
    # Subnormals are prescribed; drawn everywhere they would hide errors of a usual size from the table.
    # Saturated numbers are prescribed, too, and are there to show digits that are lost.
    return tuple(style for style in domain if style not in ("subnormal", "tens"))


def prescribed(inputs: Inputs, seed: int) -> Iterator[tuple[str, Case]]:
    """The awkward cases of every run, each with what it is about.

    Two base shapes are shared by most of them, because JAX compiles once for each shape.
    """
    start = _base(inputs, seed)
    floats = [*inputs.domains]
    yield "plain", start
    for style in STYLES:
        filled = {name: style for name in floats if style in inputs.domains[name]}
        if filled:
            yield f"values: {style}", replace(start, values={**start.values, **filled})
    for layout in LAYOUTS[1:]:
        yield f"layout: {layout}", replace(start, layouts=dict.fromkeys(floats, layout))
    for strength in STRENGTHS:
        chosen = {name: strength for name in inputs.scalars if strength in inputs.strengths(name)}
        if chosen:
            yield f"strength: {strength}", replace(start, values={**start.values, **chosen})
    if len(inputs.scalars) > 1:  # one in the place of another
        allowed = [tuple(inputs.strengths(name)) for name in inputs.scalars]
        different = {
            n: one[k % len(one)] for k, (n, one) in enumerate(zip(inputs.scalars, allowed, strict=True))
        }
        yield "strengths: different", replace(start, values={**start.values, **different})
    for dtype in LABEL_DTYPES:
        if inputs.classes:
            yield f"labels: {dtype}", replace(start, layouts=dict.fromkeys(inputs.classes, dtype))
    for labels in LABELS[1:]:
        if inputs.classes:
            yield (
                f"labels: all {labels}",
                replace(start, values={**start.values, **dict.fromkeys(inputs.classes, labels)}),
            )
    yield "every size 1", _resized(inputs, start, dict.fromkeys(inputs.sizes, 1), width=1)
    for name in inputs.sizes:
        if name not in map(str, inputs.classes.values()):
            yield f"{name} = 1", _resized(inputs, start, {name: 1})
    for name in dict.fromkeys(str(size) for size in inputs.classes.values()):
        for count in (1, 2):
            yield f"{name} = {count}", _resized(inputs, start, {name: count})
    for name in sorted(inputs.flattened):
        yield f"{name} = 2 x 3", _resized(inputs, start, {name: [2, 3]})
        yield f"{name} = 2 x 1 x 3", _resized(inputs, start, {name: [2, 1, 3]})
    first = str(next(iter(inputs.tensors.values())).axes[0])
    yield f"{first} = 33", _resized(inputs, start, {first: 33})
    yield from _large(inputs, start)
    if not inputs.mean:
        yield "no samples", _resized(inputs, start, {first: 0})


def _large(inputs: Inputs, start: Case) -> Iterator[tuple[str, Case]]:
    """What small shapes hide: numbers of rows and labels that leave a small type, arrays of many entries."""
    axes = {str(axis) for tensor in inputs.tensors.values() for axis in tensor.axes}
    widths = [name for name in inputs.sizes if name in axes]
    classes = dict.fromkeys(map(str, inputs.classes.values()))
    first = str(next(iter(inputs.tensors.values())).axes[0])
    # Long sums of products of sums make logits whose rounding alone could make an exponential anything.
    chained = [name for name, domain in inputs.domains.items() if domain is TAME]
    start = replace(start, values={**start.values, **dict.fromkeys(chained, "initial")})
    for name in dict.fromkeys([*widths, *classes]):
        last = {label: "last" for label, size in inputs.classes.items() if str(size) == name}
        case = replace(start, values={**start.values, **last})
        # An array on the way may have the axis twice, as the scores of words that look at each other, and
        # sums may run over many axes: the others are cut then, to 2 at most, and the samples to 1 at last.
        beside = [other for other in widths if other not in inputs.flattened]
        largest = max(map(case.size, beside), default=1)
        cuts = [dict.fromkeys(beside, most) for most in range(largest, 1, -1)]
        cuts.append({**dict.fromkeys(beside, 2), first: 1})
        resized = [
            _resized(inputs, case, {**{n: min(case.size(n), cut[n]) for n in beside}, name: LARGE})
            for cut in cuts
        ]
        fitting = (
            c
            for c in resized
            if most_squared(inputs, c) <= MOST_ENTRIES
            and sum(sum_lengths(inputs, c, _WIDTH)) <= MOST_BESIDE_LARGE
        )
        yield f"{name} = {LARGE}", next(fitting, resized[-1])
    every = ((size, _resized(inputs, start, dict.fromkeys(widths, size))) for size in range(LARGE_ALL, 0, -1))
    largest, case = next(
        (size, case)
        for size, case in every
        if sum(sum_lengths(inputs, case, size)) <= MOST_TERMS and most_entries(inputs, case) <= MOST_ENTRIES
    )
    yield f"every size {largest}", case
    for dtype, limit in LIMITS.items():
        for name in classes:
            labels = {label: dtype for label, size in inputs.classes.items() if str(size) == name}
            case = replace(
                start, layouts=labels, values={**start.values, **dict.fromkeys(inputs.classes, "last")}
            )
            yield f"{name} = {limit}, labels: {dtype}", _resized(inputs, case, {name: limit, first: 2})


def _base(inputs: Inputs, seed: int) -> Case:
    """Axes that differ, so that a swapped one cannot hide: all, or of very many the neighbours."""
    shown = [name for name in inputs.sizes if name not in inputs.free_sizes]
    distinct = dict(zip((*shown, *inputs.free_sizes), cycle(_DISTINCT), strict=False))
    sizes: dict[str, int | list[int]] = {
        name: [size] if name in inputs.flattened else size for name, size in distinct.items()
    }
    sizes |= dict.fromkeys(inputs.families.values(), 3)
    plainest = {name: domain[0] for name, domain in inputs.domains.items()}
    case = Case(sizes, {name: [5, 4, 6, 3] for name in inputs.families}, plainest, seed=seed)
    return case if len(distinct) <= len(_DISTINCT) else _affordable(inputs, case)


def _affordable(inputs: Inputs, case: Case) -> Case:
    """The case with its largest sizes made smaller until its sums are short; neighbours stay different."""
    sizes = [name for name in inputs.sizes if name not in {*inputs.families.values(), *inputs.flattened}]
    while sum(sum_lengths(inputs, case, _WIDTH)) > MOST_DRAWN:
        counts = [case.size(name) for name in sizes]
        beside = zip([0, *counts], [*counts[1:], 0], strict=False)
        smaller = [
            (count, name)
            for name, count, near in zip(sizes, counts, beside, strict=False)
            if count > 2 and count - 1 not in near
        ]
        if not smaller:
            return case
        count, name = max(smaller)
        case = replace(case, sizes={**case.sizes, name: count - 1})
    return case


def _resized(
    inputs: Inputs, case: Case, sizes: Mapping[str, int | list[int]], width: int | None = None
) -> Case:
    own = {name: size for name, size in sizes.items() if name in inputs.sizes}
    lists = {k: [v] if isinstance(v, int) and k in inputs.flattened else v for k, v in own.items()}
    resized = replace(case, sizes={**case.sizes, **lists})
    depths = {name: resized.size(depth) for name, depth in inputs.families.items()}
    families = {
        name: [width] * (depths[name] + 1) if width else widths[: depths[name] + 1]
        for name, widths in case.families.items()
    }
    for tied, size in inputs.ties:
        width_of_tied = sizes.get(str(size)) if str(size) not in own else None
        if isinstance(width_of_tied, int):  # a width by another name, such as C for H[L]
            families[tied.base.name][resized.size(str(tied.indices[0]))] = width_of_tied
    return replace(resized, families=families)
