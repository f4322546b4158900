"""Small concrete inputs at which a backward is wrong, reproduced with plain NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import Any

from sympy import Expr, Integer, Mul, Symbol

from yudo.derivations.calculus.steps import OutOfSteps, budget
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.axes import Axes, factors_of, is_concrete
from yudo.verification.symbolic.arrays.random import DRAWN
from yudo.verification.symbolic.evaluation import ScalarEvaluator, Undefined
from yudo.verification.symbolic.inputs import Input, SymbolicInputs, is_probability
from yudo.verification.verdicts import REFUTED, UNDECIDED, Comparison, Counterexample, Proof, raised

Function = Callable[..., Any]
_TRIES, _MOST = 60, 150
_TOLERANCE = 1e-6
STEPS = 20_000
"""How many terms of sums the search for one may add up: a wrong net of two layers takes some hundreds."""


def look_for(forward: Function, backward: Function, inputs: SymbolicInputs, proof: Proof) -> None:
    """Turn undecided comparisons with a counterexample into refuted ones."""
    for name, part in proof.gradients.items():
        if part.verdict != UNDECIDED or part.expected is None:
            continue
        try:
            with budget(STEPS):
                found = _wrong_value(forward, backward, inputs, name, part)
        except OutOfSteps:
            found = None
        if found is not None:
            part.verdict, part.counterexample, part.why = REFUTED, found, None


class _Case:
    """Concrete values for all inputs and the upstream gradient, drawn when they are first needed."""

    def __init__(self, inputs: SymbolicInputs, sizes: dict[str, int], seed: int):
        self.inputs = inputs
        self.sizes = sizes
        self._random = Random(seed)
        self._spread = 4 if seed % 4 == 3 else 2
        self._positive = seed % 3 == 2
        self._natural = seed % 4 < 3
        self._drawn: dict[tuple[str, tuple[int, ...]], Fraction] = {}
        for one in inputs.by_name.values():
            for place in product(*(range(self.length(f)) for f in factors_of(one.axes))):
                self.entry(one.name, place)

    def length(self, size: Expr) -> int:
        """A size as a number."""
        return int(size.xreplace({self.inputs.sizes[k]: v for k, v in self.sizes.items()}))

    def entry(self, name: str, place: tuple[int, ...]) -> Fraction | int:
        """One entry of an input or of the upstream gradient."""
        if name.startswith(DRAWN):
            raise Undefined("a number that the code draws itself")
        if (name, place) not in self._drawn:
            self._drawn[name, place] = self._draw(name, place)
        return self._drawn[name, place]

    def _draw(self, name: str, place: tuple[int, ...]) -> Fraction:
        one = self.inputs.by_name.get(name)
        if one is not None and one.shape.kind == "size":
            return Fraction(self.length(one.tensor))
        if one is not None and one.shape.kind == "labels":
            given = one.values.get(tuple(map(Integer, place)))
            if given is not None:
                return Fraction(int(given))
            below = Mul(*self.inputs.size(one.shape.below or 1))
            return Fraction(self._random.randrange(self.length(below)))
        if is_probability(name) or (one is not None and one.shape.kind == "unit"):
            return Fraction(self._random.randint(1, 3), 4)
        is_constant = one is not None and one.shape.is_constant
        low = 1 if self._positive or (self._natural and is_constant) else -self._spread
        value = Fraction(0)
        while value == 0:
            value = Fraction(self._random.randint(low, self._spread))
        return value / 2 if self._spread > 2 else value

    def input(self, name: str) -> Input:
        """An input, or the upstream gradient, by its name."""
        upstream = self.inputs.upstream
        return upstream if upstream is not None and name == upstream.name else self.inputs.by_name[name]

    def array(self, name: str) -> Any:
        """An input as nested lists, in the shape that the code sees."""
        one = self.input(name)
        flat = [
            self.entry(name, place)
            for place in product(*(range(self.length(f)) for f in factors_of(one.axes)))
        ]
        values: list[Any] = [int(v) if one.shape.kind in ("labels", "size") else float(v) for v in flat]
        for axis in reversed(one.axes):
            length = self.length(Mul(*axis))
            values = [values[i : i + length] for i in range(0, len(values), length)]
        return values[0]

    def readable(self) -> dict[str, Any]:
        """All inputs as nested lists, whole numbers as integers, and the upstream gradient if it is known."""
        upstream = self.inputs.upstream
        names = [*self.inputs.by_name, *([upstream.name] if upstream is not None else [])]
        return {name: _plain(self.array(name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if value == int(value) else value


def _cases(inputs: SymbolicInputs, sizes: list[dict[str, int]], tries: int) -> Iterator[_Case]:
    for seed in range(tries):
        for one in sizes:
            yield _Case(inputs, one, seed)


def telling(sizes: tuple[int, ...]) -> tuple[Any, ...]:
    """The place of sizes in the order in which a reader wants to see them: small, and none of them 1."""
    return sizes.count(1), sum(sizes), max(sizes, default=0), sizes


def small_sizes(inputs: SymbolicInputs) -> list[dict[str, int]]:
    """Assignments of small sizes, the most telling first."""
    free = [name for name, size in inputs.sizes.items() if not is_concrete(size)]
    choices = sorted(product((1, 2, 3), repeat=len(free)), key=telling)
    if len(choices) > 40:
        small = [c for c in choices if max(c) <= 2][:32]
        choices = [*small, tuple(2 + i % 2 for i in range(len(free)))]
    fixed = {name: int(size) for name, size in inputs.sizes.items() if is_concrete(size)}
    return [fixed | dict(zip(free, choice, strict=True)) for choice in choices]


def evaluated(inputs: SymbolicInputs, axes: Axes, part: Comparison) -> Counterexample | None:
    """The first small inputs at which two expressions differ, evaluated in 40 digits; NumPy is not asked."""
    with suppress(OutOfSteps), budget(STEPS):
        return next((made for _, made in _differences(inputs, axes, part)), None)
    return None


def small_inputs(inputs: SymbolicInputs) -> tuple[dict[str, int], dict[str, Any]]:
    """The sizes and the values of the inputs that a counterexample is looked for at first."""
    case = next(_cases(inputs, small_sizes(inputs), 1))
    return case.sizes, case.readable()


def _differences(
    inputs: SymbolicInputs, axes: Axes, part: Comparison
) -> Iterator[tuple[_Case, Counterexample]]:
    for case in islice(_cases(inputs, small_sizes(inputs), _TRIES), _MOST):
        place = _differing_place(case, axes, part)
        if place is not None:
            yield case, Counterexample(case.sizes, case.readable(), *place)


def _wrong_value(
    forward: Function, backward: Function, inputs: SymbolicInputs, name: str, part: Comparison
) -> Counterexample | None:
    axes = inputs.by_name[name].axes
    for case, made in _differences(inputs, axes, part):
        ran = _run(forward, backward, case)
        if ran is None:  # NumPy is not there to ask
            return made
        if isinstance(ran, Exception):
            continue
        assert made.found is not None
        value = _entry_of(ran, inputs, name, made.index, axes, case)
        if value is None or abs(value - made.found) > _TOLERANCE * (1 + abs(made.found)):
            part.why = Text(
                "코드가 계산하는 것을 기호로 읽은 결과와 NumPy가 서로 다르다",
                "the symbolic reading and NumPy disagree on what the code computes",
            )
            return None
        return replace(made, reproduced=True)
    return None


def _differing_place(case: _Case, axes: Any, part: Comparison) -> tuple[tuple[int, ...], float, float] | None:
    sizes = {case.inputs.sizes[name]: value for name, value in case.sizes.items()}
    evaluate = ScalarEvaluator(
        {size: value for size, value in sizes.items() if not is_concrete(size)}, case.entry
    )
    symbols = getattr(part.entry, "indices", None) or ()
    known = [i for i in symbols if not i.is_Integer]
    ranges = [range(case.length(f)) for f in factors_of(axes) if not is_concrete(f)]
    for place in product(*ranges):
        at = dict(zip(known, place, strict=True))
        evaluate.kinks = 0
        try:
            expected, found = evaluate(part.expected, at), evaluate(part.found, at)
        except Undefined:
            return None
        if not evaluate.kinks and abs(expected - found) > _TOLERANCE * (1 + abs(expected)):
            position = tuple(int(at.get(i, i)) for i in symbols)
            return position, float(expected), float(found)
    return None


def _run_forward(forward: Function, case: _Case) -> tuple[Any, Any]:
    """Upstream gradient and cache of the real forward."""
    import numpy as np

    given = []
    for name, one in case.inputs.by_name.items():
        array = np.array(
            case.array(name), dtype=np.int64 if one.shape.kind in ("labels", "size") else np.float64
        )
        given.append(array if array.ndim else array[()])
    returned = forward(*given)
    output, cache = returned if isinstance(returned, tuple) else (returned, tuple(given))
    if case.inputs.upstream is None:
        return np.ones_like(output), cache
    return np.array(case.array(case.inputs.upstream.name)), cache


def _run(forward: Function, backward: Function, case: _Case) -> Any:
    """What the real backward returns, the exception it raises, or None where there is no NumPy."""
    try:
        import numpy as np
    except ImportError:
        return None
    try:
        with np.errstate(all="ignore"):
            dout, cache = _run_forward(forward, case)
            return backward(dout if np.ndim(dout) else dout[()], cache)
    except Exception as error:
        return error


def _gradient_of(returned: Any, inputs: SymbolicInputs, name: str) -> Any:
    wanted = [n for n, shape in inputs.shapes.items() if shape.differentiated]
    if isinstance(returned, dict):
        return returned.get(f"d{name}", returned.get(name))
    values = list(returned) if isinstance(returned, (tuple, list)) else [returned]
    order = list(inputs.shapes) if len(values) == len(inputs.shapes) else wanted
    return values[order.index(name)] if len(values) == len(order) else None


def _entry_of(
    returned: Any, inputs: SymbolicInputs, name: str, index: tuple[int, ...], axes: Any, case: _Case
) -> float | None:
    import numpy as np

    value = _gradient_of(returned, inputs, name)
    if value is None:
        return None
    sizes = [case.length(f) for f in factors_of(axes)]
    flat = np.asarray(value, dtype=np.float64).reshape(-1)
    place = 0
    for i, size in zip(index, sizes, strict=True):
        place = place * size + i
    return float(flat[place]) if place < flat.size else None


# -- against a record --------------------------------------------------------------------------------------


def of_a_record(
    name: str,
    statement: Expr,
    parts: list[Expr],
    axes: Any,
    given: Mapping[str, Any],
    program: Callable[[Mapping[str, Any]], dict[str, Any]],
    *,
    may_raise: bool,
) -> Counterexample | None:
    """Inputs at which plain NumPy computes another value than the record's statement.

    Parameters
    ----------
    name
        The result, as ``program`` names it.
    statement
        Its value in terms of the inputs' entries, with the index symbols ``parts`` along ``axes``.
    given
        The symbolic inputs, from which numbers are made.
    may_raise
        Whether NumPy was shown to raise at all sizes; else what raises may want other inputs.
    """
    try:
        import numpy as np
    except ImportError:
        return None
    for seed in range(8):
        draw = _Draw(seed)
        numbers = {key: draw.numbers(value) for key, value in given.items()}
        try:
            with np.errstate(all="ignore"):
                value = program(numbers)[name]
        except Exception as error:
            if not may_raise:
                continue
            return Counterexample(draw.sizes, draw.readable(numbers), error=raised(error), reproduced=True)
        if not np.ndim(value):  # of a single sample, whose number is among the inputs
            parts, axes = [], ()
        evaluate = ScalarEvaluator(draw.size_symbols, draw.entry)
        lengths = [draw.length(f) for f in factors_of(axes)]
        if np.size(value) != int(np.prod(lengths)):
            wanted = tuple(draw.length(Mul(*axis)) for axis in axes)
            told = Text(
                f"모양은 {np.shape(value)}, 옳은 모양은 {wanted}이다",
                f"the shape is {np.shape(value)}, correct is {wanted}",
            )
            return Counterexample(draw.sizes, draw.readable(numbers), error=told, reproduced=True)
        flat = np.asarray(value, dtype=np.float64).reshape(-1)
        for position, place in enumerate(product(*map(range, lengths))):
            try:
                expected = float(evaluate(statement, dict(zip(parts, place, strict=True))))
            except Undefined:
                break
            if abs(expected - flat[position]) > _TOLERANCE * (1 + abs(expected)):
                return Counterexample(
                    draw.sizes,
                    draw.readable(numbers),
                    place,
                    expected,
                    float(flat[position]),
                    reproduced=True,
                )
    return None


class _Draw:
    """Small numbers for symbolic inputs: sizes of 2 and 3, entries of small halves; zeros in later draws."""

    def __init__(self, seed: int):
        self._random = Random(seed)
        self._values = (-3, -2, -1, 1, 2, 3) if seed < 4 else (-1, 0, 0, 1)
        self.size_symbols: dict[Symbol, int] = {}
        self._entries: dict[tuple[str, tuple[int, ...]], Fraction] = {}
        self._below: dict[str, int] = {}

    @property
    def sizes(self) -> dict[str, int]:
        """The sizes by name."""
        return {symbol.name: value for symbol, value in self.size_symbols.items()}

    def length(self, size: Expr) -> int:
        """A size as a number."""
        for symbol in sorted(size.free_symbols, key=str):
            self.size_symbols.setdefault(symbol, self._random.choice((2, 3)))
        return int(size.xreplace(self.size_symbols))

    def entry(self, name: str, place: tuple[int, ...]) -> Fraction:
        """One entry of an input."""
        if (name, place) not in self._entries:
            if name in self._below:
                drawn = Fraction(self._random.randrange(self._below[name]))
            else:
                drawn = Fraction(self._random.choice(self._values), 2)
            self._entries[name, place] = drawn
        return self._entries[name, place]

    def numbers(self, value: Any) -> Any:
        """The numbers for a symbolic array, or for a dict of them."""
        import numpy as np

        if isinstance(value, dict):
            return {key: self.numbers(part) for key, part in value.items()}
        content = value.content
        lengths = [self.length(f) for f in factors_of(content.axes)]
        symbols = [Symbol(f"_d{place}", integer=True) for place in range(len(lengths))]
        flat = []
        for place in product(*map(range, lengths)):
            index = tuple(
                Integer(i) if is_concrete(f) else s
                for i, f, s in zip(place, factors_of(content.axes), symbols, strict=True)
            )
            e = content.at(index)
            flat.append(self._number(e, dict(zip(symbols, map(Integer, place), strict=True)), content))
        shape = [self.length(Mul(*axis)) for axis in content.axes]
        return np.array(flat, dtype=np.int64 if content.kind == "int" else np.float64).reshape(shape)[()]

    def _number(self, e: Expr, at: dict[Symbol, int], content: Any) -> float | int:
        if isinstance(e, Symbol):  # a size, an index or a scalar
            if content.below is not None:
                return int(
                    self.size_symbols.setdefault(e, self._random.randrange(self.length(content.below)))
                )
            if e.is_integer:
                return self.length(e)
            value = self._entries[e.name, ()] = abs(self.entry(e.name, ()))
            return float(value)
        place = tuple(self._layer(i.xreplace(at)) for i in e.indices)
        name = str(e.base.label)
        if content.below is not None:
            self._below[name] = self.length(content.below)
        value = self.entry(name, place)
        if e.is_positive:
            value = self._entries[name, place] = Fraction(abs(value) / 4)
        return int(value) if content.below is not None else float(value)

    def _layer(self, index: Expr) -> int:
        """An index as a number; the symbol that counts layers, if any, is 2."""
        for symbol in index.free_symbols:
            self.size_symbols.setdefault(symbol, 2)
        return int(index.xreplace(self.size_symbols))

    @staticmethod
    def readable(numbers: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs as nested lists."""
        import numpy as np

        def plain(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: plain(part) for key, part in value.items()}
            return _plain(np.asarray(value).tolist())

        return {key: plain(value) for key, value in numbers.items()}
