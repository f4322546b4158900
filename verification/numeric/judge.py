"""Judging one case: every entry of every result against the derivation and against JAX.

For a result there are four arrays: what the code of ``impl/`` *observed*; an *enclosure* of it, from the same
code run on intervals that hold the exact value and everything that rounding may make of it; the *reference*,
the record's closed form in ball arithmetic; and the *witness*, JAX in 64 bits. An entry passes

* against SymPy if both the observed value and the reference lie in the enclosure;
* against JAX if the witness lies in the enclosure, or in one whose rounding errors are those of float64 times
  `WITNESS_FACTOR`: JAX computes the same by operations of its own choice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from sympy import Expr, Integer

from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.records import Layer, Result
from yudo.derivations.calculus.symbols import FlattenedSize, Limits
from yudo.impl import _arguments
from yudo.verification.cases.draw import Case, Filled, Inputs, fill
from yudo.verification.cases.valuation import Unevaluable, Valuation
from yudo.verification.numeric.balls import PRECISIONS, Evaluator, Unsettled, precision
from yudo.verification.numeric.conditioning import BEYOND, TURNS, LostDigits, lost_digits, moved
from yudo.verification.numeric.entrywise import (
    Exact,
    ExactEntries,
    against_balls,
    against_witness,
    ends,
    ignored,
)
from yudo.verification.numeric.intervals import Arithmetic, NotEnclosed, enclosed_entries
from yudo.verification.program import (
    Given,
    Program,
    Results,
    axis_of_steps,
    directly,
    program_of,
    without_meaning,
)

Array = npt.NDArray[Any]

WITNESS_FACTOR = 16
"""How much larger the rounding errors of JAX may be, operation by operation, than those of our own code."""

CHECKS = ("sympy", "jax")

_NO_DIGITS = 0.5
"""A relative error from which on no digit is right, and none more can be lost."""

_MOST_ENTRIES = 2**17
"""A result with more entries, such as a Jacobian of many classes, is not judged in that case."""


@dataclass(frozen=True)
class Sensitivity:
    """The smallest relative errors that a comparison would have caught, whatever their sign.

    Entries whose exact value is 0, or below the normal range of the dtype, are left out: relative errors mean
    nothing there.

    Attributes
    ----------
    median, median_index
        In the entry of median magnitude, and which one that is.
    worst, worst_index
        In the entry where the largest one would go unseen.
    """

    median: float
    median_index: tuple[int, ...]
    worst: float
    worst_index: tuple[int, ...]


@dataclass(frozen=True)
class Measurement:
    """The worst entry of one result in one case, against one check.

    Attributes
    ----------
    result, check
        The name of the result within its layer, and ``"sympy"`` or ``"jax"``.
    passed
        Whether every entry passed. None if it could not be decided, for the ``reason`` given.
    error, tolerance
        ``|observed - expected|`` at the worst entry, and the most that rounding can account for.
    ulps
        The error in units in the last place of the expected value.
    index, observed, expected
        The entry and its two values; for one array per layer the first index is the layer's number.
    most_ulps, most_ulps_index
        The largest error in units in the last place of all entries, and where: often another entry, because
        a value that nearly cancels has small units.
    sensitivity
        What this comparison would have caught; None if every entry is left out, and against JAX.
    lost
        The entry that lost digits which the inputs determine, if one did; None against JAX.
    """

    result: str
    check: str
    passed: bool | None
    error: float = 0.0
    tolerance: float = 0.0
    ulps: float = 0.0
    index: tuple[int, ...] = ()
    observed: float = 0.0
    expected: float = 0.0
    reason: str = ""
    most_ulps: float = 0.0
    most_ulps_index: tuple[int, ...] = ()
    sensitivity: Sensitivity | None = None
    lost: LostDigits | None = None

    @property
    def ratio(self) -> float:
        """The error as a share of the tolerance."""
        if self.error == 0:
            return 0.0
        return self.error / self.tolerance if self.tolerance else float("inf")

    @property
    def severity(self) -> tuple[int, float]:
        """Orders measurements: failed before undecided before passed, then by ratio."""
        return ({False: 2, None: 1, True: 0}[self.passed], self.ratio)


class Judge:
    """Judges cases of one layer.

    Parameters
    ----------
    layer
        The layer's record.
    witness
        Computes the witness's results from keyword arguments in float64; without one nothing is measured
        against JAX.
    """

    def __init__(self, layer: Layer, witness: Callable[..., Mapping[str, Any]] | None = None):
        self.layer = layer
        self.inputs = Inputs(layer)
        self._program = _by_step(program_of(layer.stem), layer)
        self._witness = witness
        self._most_lost: dict[tuple[str, str], float] = {}
        """By result and dtype the largest relative error that was the formula's own; a worse one counts."""

    def judge(
        self,
        case: Case,
        dtype: str,
        names: tuple[str, ...],
        checks: tuple[str, ...] = CHECKS,
        *,
        digits: bool = True,
    ) -> Iterator[Measurement]:
        """Measure the named results in one case.

        One that the case has no meaning for is left out, and so is one with far too many entries. Whether
        code lost digits is found out from closed forms at other inputs, which takes time; without `digits`,
        it is not found out.

        Yields
        ------
        Measurement
            For every result and check, in order.
        """
        filled = fill(self.inputs, case, dtype)
        names = tuple(n for n in names if _entries(self._shapes(n, case, filled.valuation)) <= _MOST_ENTRIES)
        handed = fill(self.inputs, case, dtype).arguments
        observed = self.observe(handed, names)
        written = [name for name, value in handed.items() if not _same(value, filled.arguments[name])]
        if written:
            reason = f"the code writes into its argument {', '.join(written)}"
            yield from (Measurement(n, c, False, reason=reason) for n in names for c in checks)
            return
        yield from self.judge_observed(observed, case, filled, dtype, names, checks, digits=digits)

    def judge_observed(
        self,
        observed: Mapping[str, Any],
        case: Case,
        filled: Filled,
        dtype: str,
        names: tuple[str, ...],
        checks: tuple[str, ...] = CHECKS,
        *,
        digits: bool = False,
    ) -> Iterator[Measurement]:
        """Measure results that were observed at a case; of the case itself only the sizes count."""
        wanted = [name for name in names if name in observed]
        enclosed, hindrance = self._enclosed(filled, Arithmetic.of(dtype), wanted)
        if "sympy" in checks:
            references = _References(filled, self.layer, dtype)
            elsewhere = cache(lambda turn: _References(moved(self.inputs, filled, turn), self.layer, dtype))
            for name in wanted:
                references.evaluate(name)
                if name in references.exceeded:
                    reason = f"the value exceeds {self.layer.results[name].upper_bound}"
                    yield Measurement(name, "sympy", False, reason=reason)
                    continue
                if flaw := _flaw(observed[name], self._shapes(name, case, filled.valuation), dtype):
                    yield Measurement(name, "sympy", False, error=float("inf"), reason=flaw)
                    continue
                measured = self._against(
                    name, "sympy", hindrance or references.hindrance.get(name),
                    partial(_of_name, name, observed, references.values, [enclosed]),
                )  # fmt: skip
                if digits and measured.passed and measured.most_ulps > BEYOND:
                    lost = self._lost_digits(name, observed[name], references.values[name], elsewhere, dtype)
                    measured = replace(measured, lost=lost)
                yield measured
        if "jax" in checks and self._witness is not None:
            witnessed = self._witness(**_in_float64(filled.arguments))
            loose: tuple[Mapping[str, Any], str | None] | None = None
            for name in wanted:
                measured = self._against(
                    name, "jax", hindrance,
                    partial(_of_name, name, observed, witnessed, [enclosed]),
                )  # fmt: skip
                if measured.passed is False:
                    # Only now the wider enclosure, which allows for JAX's own rounding errors.
                    loose = loose or self._enclosed(filled, Arithmetic.of_witness(WITNESS_FACTOR), wanted)
                    measured = self._against(
                        name, "jax", loose[1],
                        partial(_of_name, name, observed, witnessed, [enclosed, loose[0]]),
                    )  # fmt: skip
                yield measured

    def _shapes(self, name: str, case: Case, valuation: Valuation) -> Shapes:
        """The shape that a result must have; per layer for one that has one array per layer."""
        result = self.layer.results[name]
        axes = [size for _, size in result.indices]
        if result.layers is None:
            return _shape(axes, valuation, case)
        layer, last = result.layers
        return {
            number: _shape([size.xreplace({layer: Integer(number)}) for size in axes], valuation, case)
            for number in range(1, valuation.integer(last) + 1)
        }

    def _lost_digits(
        self, name: str, observed: Any, reference: Any, elsewhere: Callable[[int], _References], dtype: str
    ) -> LostDigits | None:
        """The digits that the code lost and the problem does not, if more than in earlier cases.

        The references `elsewhere` are those where the inputs are moved, by turn.
        """
        known = [reference]
        worst = _most_lost(observed, known)
        for turn in range(1, TURNS + 1):
            before = self._most_lost.get((name, dtype), 0.0)
            if worst is None or min(worst.error, _NO_DIGITS) <= before:
                return None
            references = elsewhere(turn)
            references.evaluate(name)
            if name not in references.values:
                return None
            known.append(references.values[name])
            worst = _most_lost(observed, known)
        if worst is not None:
            self._most_lost[name, dtype] = worst.error
        return worst

    def _against(
        self, name: str, check: str, hindrance: str | None, compare: Callable[[], dict[str, Any]]
    ) -> Measurement:
        if hindrance:
            return Measurement(name, check, None, reason=hindrance)
        return Measurement(name, check, **compare())

    def observe(self, arguments: Mapping[str, Any], names: Sequence[str]) -> Mapping[str, Any]:
        """Run the code of ``impl/``, on arrays or on enclosures, as far as the named results need it."""
        # Overflow and division by zero are what some of the inputs are about; the values are judged.
        with np.errstate(all="ignore"):
            given = {name.removesuffix("_"): value for name, value in arguments.items()}
            return self._program(given, names={*names} - {*without_meaning(self.layer.stem, given)})

    def _enclosed(
        self, filled: Filled, arithmetic: Arithmetic, names: Sequence[str]
    ) -> tuple[Mapping[str, Any], str | None]:
        arguments = {
            name: arithmetic.number(value) if isinstance(value, float) else _mapped(arithmetic.enclose, value)
            for name, value in filled.arguments.items()
        }
        try:
            with _unchecked_arguments(), _of_every_entry(self.layer.stem):
                return self.observe(arguments, names), None
        except NotEnclosed as reason:
            return {}, f"the code could not be run on enclosures: {reason}"


def _by_step(program: Program, layer: Layer) -> Program:
    """The program of a layer over time with one array per step, as its record has it; another as it is."""
    axis = axis_of_steps(layer.stem)
    if axis is None:
        return program
    before = (slice(None),) * axis

    def run(
        given: Given, call: Callable[..., Any] = directly, names: Collection[str] | None = None
    ) -> Results:
        stacked = {
            name: np.stack([value[t] for t in sorted(value)], axis=axis) if isinstance(value, dict) else value
            for name, value in given.items()
        }
        results = program(stacked, call, names)
        for name, value in results.items():
            if layer.results[name].layers is not None:
                results[name] = {t + 1: value[(*before, t)] for t in range(np.shape(value)[axis])}
        return results

    return run


Shapes = tuple[int, ...] | dict[int, tuple[int, ...]]


def _entries(shapes: Shapes) -> int:
    return sum(map(prod, shapes.values())) if isinstance(shapes, dict) else prod(shapes)


def _shape(axes: Sequence[Expr], valuation: Valuation, case: Case) -> tuple[int, ...]:
    shape: list[int] = []
    for position, axis in enumerate(axes):
        flattened = isinstance(axis, FlattenedSize) and axis.is_several_at(position)
        several = case.sizes.get(str(axis)) if flattened else None
        shape += several if isinstance(several, list) else [valuation.integer(axis)]
    return tuple(shape)


def _flaw(observed: Any, shapes: Shapes, dtype: str) -> str | None:
    """What is wrong with an observed result apart from its values."""
    if isinstance(shapes, dict):
        if not isinstance(observed, dict) or set(observed) != set(shapes):
            return f"expected one array for each of the layers {sorted(shapes)}"
        flaws = (_flaw(observed[number], shapes[number], dtype) for number in shapes)
        return next((flaw for flaw in flaws if flaw), None)
    if np.shape(observed) != shapes:
        return f"shape {np.shape(observed)}, expected {shapes}"
    if np.asarray(observed).dtype != np.dtype(dtype):
        return f"dtype {np.asarray(observed).dtype}, expected {dtype}"
    return None


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, dict):
        return all(_same(a[key], b[key]) for key in a)
    return np.array_equal(a, b, equal_nan=isinstance(a, np.ndarray) and a.dtype.kind == "f")


@contextmanager
def _unchecked_arguments() -> Iterator[None]:
    """Run the code of ``impl/`` without its argument checks: they refuse what is not a plain array."""
    checks = {name: value for name, value in vars(_arguments).items() if name.startswith("check_")}
    try:
        for name in checks:
            setattr(_arguments, name, lambda *args, **kwargs: None)
        yield
    finally:
        for name, check in checks.items():
            setattr(_arguments, name, check)


@contextmanager
def _of_every_entry(stem: str) -> Iterator[None]:
    """Let what the layer's code makes with ``np.vectorize`` of functions of one number read enclosures."""
    module = import_module(f"yudo.impl.{stem}")
    vectorised = {name: value for name, value in vars(module).items() if isinstance(value, np.vectorize)}
    try:
        for name, value in vectorised.items():
            setattr(module, name, enclosed_entries(value))
        yield
    finally:
        for name, value in vectorised.items():
            setattr(module, name, value)


def _mapped(function: Callable[[Array], Any], value: Any) -> Any:
    """Apply a function to the float arrays among the arguments."""
    if isinstance(value, dict):
        return {key: _mapped(function, part) for key, part in value.items()}
    return function(value) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def _in_float64(arguments: Mapping[str, Any]) -> dict[str, Any]:
    exact = {name: _mapped(lambda a: a.astype(np.float64), value) for name, value in arguments.items()}
    return {
        name: value.astype(np.int64) if isinstance(value, np.ndarray) and value.dtype.kind in "iu" else value
        for name, value in exact.items()
    }


class _References:
    """Closed forms at one case, each at the first precision that decides every comparison.

    Attributes
    ----------
    values
        The exact values of results that were evaluated.
    hindrance
        Why there are none, by result.
    exceeded
        Results that are larger than their upper bound.
    """

    def __init__(self, filled: Filled, layer: Layer, dtype: str):
        self._filled, self._layer, self._dtype = filled, layer, dtype
        self.values: dict[str, Any] = {}
        self.hindrance: dict[str, str] = {}
        self.exceeded: set[str] = set()
        self._common = tuple(dict.fromkeys(d for r in layer.results.values() for d in r.definitions))
        # Results that mean the same by their names share what these evaluate to.
        self._evaluators: dict[tuple[int, tuple[Definition, ...]], Evaluator] = {}

    def evaluate(self, name: str) -> None:
        """Find the values of one result."""
        result = self._layer.results[name]
        definitions = self._common if _means_the_same(result, self._common) else result.definitions
        for bits in PRECISIONS:
            evaluator = self._evaluators.setdefault(
                (bits, definitions), Evaluator(self._filled.valuation, definitions)
            )
            try:
                with precision(bits):
                    values = _evaluated(evaluator, self._filled, result, result.closed_form, result.indices)
                    self.values[name] = _settled(values, self._dtype)
                    if result.upper_bound is not None:
                        bound = _evaluated(evaluator, self._filled, result, result.upper_bound, ())
                        if _exceeds(values, bound):
                            self.exceeded.add(name)
                self.hindrance.pop(name, None)
                return
            except Unsettled as reason:
                self.hindrance[name] = f"undecided at {bits} bits: {reason}"
            except Unevaluable as reason:
                self.hindrance[name] = str(reason)
                return


def _means_the_same(result: Result, definitions: Sequence[Definition]) -> bool:
    """Whether all names that a result reaches are defined in the same way among these definitions."""
    return [*result.reached.values()] == [d for d in definitions if d.tensor in result.names]


def _evaluated(
    evaluator: Evaluator, filled: Filled, result: Result, expression: Expr, indices: Sequence[Limits]
) -> Any:
    if result.layers is None:
        return evaluator.value(expression, indices)
    index, last = result.layers
    return {
        number: evaluator.at_layer({index.name: number}).value(expression, indices)
        for number in range(1, filled.valuation.integer(last) + 1)
    }


def _settled(values: Any, dtype: str) -> Any:
    """The balls as floats; `Unsettled` if one is wider than the share of an ulp that comparisons ignore."""
    if isinstance(values, dict):
        return {number: _settled(part, dtype) for number, part in values.items()}
    exact = Exact.of(values)
    finite = np.isfinite(exact.near)
    wide = exact.radius > np.where(finite, ignored(np.where(finite, exact.near, 0), dtype), np.inf)
    wide |= np.isnan(exact.near)
    if wide.any():
        raise Unsettled(f"the reference is known only as {values.ravel()[int(wide.argmax())].str(10)}")
    return exact


def _exceeds(values: Any, bounds: Any) -> bool:
    """Whether any value is certainly larger than its bound."""
    if isinstance(values, dict):
        return any(_exceeds(values[number], bounds[number]) for number in values)
    return any(value > bounds.item() for value in values.ravel())


def _of_name(
    name: str, observed: Mapping[str, Any], expected: Mapping[str, Any], enclosed: list[Mapping[str, Any]]
) -> dict[str, Any]:
    return _compare(observed[name], expected[name], [one[name] for one in enclosed])


def _compare(observed: Any, expected: Any, enclosures: list[Any]) -> dict[str, Any]:
    """Find the worst entry; for one array per layer, over all layers."""
    if not isinstance(observed, dict):
        return _compared([((), observed, expected, enclosures)])
    if set(observed) != set(expected):
        return {"passed": False, "reason": f"layers {set(observed)} against {set(expected)}"}
    return _compared([((n,), observed[n], expected[n], [e[n] for e in enclosures]) for n in observed])


_Part = tuple[tuple[int, ...], Any, Any, list[Any]]
"""The first index, if there is one array per layer; what was observed and expected; its enclosures."""


def _compared(parts: list[_Part]) -> dict[str, Any]:
    judged: list[ExactEntries] = []
    for _, observed, expected, enclosures in parts:
        values = np.asarray(observed)
        size = expected.near.size if isinstance(expected, Exact) else np.size(expected)
        if values.size != size:
            shapes = f"shape {values.shape}, expected {np.shape(expected)}"
            return {"passed": False, "error": float("inf"), "reason": shapes}
        low = np.min([np.ravel(ends(e).low) for e in enclosures], axis=0)
        high = np.max([np.ravel(ends(e).high) for e in enclosures], axis=0)
        seen = values.astype(np.float64).ravel()
        if isinstance(expected, Exact):
            judged.append(against_balls(seen, expected, low, high, values.dtype))
        else:
            judged.append(against_witness(seen, np.ravel(expected), low, high, values.dtype))
    if not sum(entries.seen.size for entries in judged):
        return {"passed": True}
    seen, near, inside, error, tolerance, reach = (
        np.concatenate([getattr(entries, name) for entries in judged])
        for name in ("seen", "near", "inside", "error", "tolerance", "reach")
    )
    with np.errstate(all="ignore"):
        ulps = error / np.spacing(np.abs(near).astype(values.dtype)).astype(np.float64)
        share = np.where(error == 0, 0, error / tolerance)
    passed: bool | None = bool(inside.all())
    worst = int(np.argmax(np.where(inside & ~np.all(inside), -1, share)))
    reason = ""
    exact = isinstance(parts[0][2], Exact)
    if exact and passed and np.isinf(tolerance).any():
        passed, reason = None, "rounding alone could make the value anything: its bound is infinite"
    most = int(np.argmax(np.where(np.isnan(ulps), -1, ulps)))
    return {
        "passed": passed,
        "reason": reason,
        "error": float(error[worst]),
        "tolerance": float(tolerance[worst]),
        "ulps": float(ulps[worst]),
        "index": _index(worst, parts),
        "observed": float(seen[worst]),
        "expected": float(near[worst]),
        "most_ulps": float(ulps[most]),
        "most_ulps_index": _index(most, parts),
        "sensitivity": _sensitivity(near, reach, values.dtype, parts) if exact else None,
    }


def _most_lost(observed: Any, known: Sequence[Any]) -> LostDigits | None:
    """The entry that lost most digits; for one array per layer, of all layers."""
    if isinstance(observed, dict):
        found = [lost_digits(observed[n], *(one[n] for one in known), layer=(n,)) for n in observed]
    else:
        found = [lost_digits(observed, *known)]
    return max((one for one in found if one is not None), key=lambda one: one.error, default=None)


def _index(position: int, parts: list[_Part]) -> tuple[int, ...]:
    """The index of an entry of the parts, laid one after the other."""
    for first, observed, _, _ in parts:
        if position < np.size(observed):
            shape = np.shape(observed)
            return (*first, *(int(i) for i in np.unravel_index(position, shape))) if shape else first
        position -= np.size(observed)
    raise IndexError(position)


def _sensitivity(near: Array, reach: Array, dtype: npt.DTypeLike, parts: list[_Part]) -> Sensitivity | None:
    (counted,) = np.nonzero((np.abs(near) >= np.finfo(dtype).smallest_normal) & np.isfinite(near))
    if not counted.size:
        return None
    magnitude = np.abs(near[counted])
    with np.errstate(all="ignore"):
        relative = np.where(np.isnan(reach[counted]), np.inf, reach[counted]) / magnitude
    middle, worst = (
        int(np.argpartition(magnitude, counted.size // 2)[counted.size // 2]),
        int(np.argmax(relative)),
    )
    return Sensitivity(
        float(relative[middle]),
        _index(int(counted[middle]), parts),
        float(relative[worst]),
        _index(int(counted[worst]), parts),
    )
