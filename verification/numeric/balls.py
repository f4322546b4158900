"""The reference: a record's closed form, evaluated in ball arithmetic straight from the SymPy expression.

Inputs are floating-point numbers and therefore exact; every value is a ball of python-flint (``arb``) that
encloses the true one. Nothing here knows a layer: sums become contractions over named axes, as products of
matrices if they can; ``x[n, y[n]]`` becomes a gather; a defined tensor is evaluated once and looked up from
then on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat, ctx
from sympy import (
    Abs,
    Add,
    E,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Symbol,
    atan,
    cos,
    erf,
    exp,
    log,
    pi,
    sign,
    sin,
    tanh,
)

from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, relu, sigmoid, step
from yudo.derivations.calculus.symbols import Tensor, limits_of
from yudo.verification.cases.valuation import Unevaluable, Valuation

Balls = npt.NDArray[np.object_]
"""An array of ``arb``."""

PRECISIONS = (128, 512, 4096)
"""Working precisions in bits, tried in turn until every comparison with a ball is decided."""


class Unsettled(Unevaluable):
    """At this precision a ball contains 0 where its sign decides; more bits may settle it."""


def precision(bits: int) -> AbstractContextManager[Any]:
    """Work with balls of that many bits."""
    context: AbstractContextManager[Any] = ctx.workprec(bits)
    return context


def balls(array: npt.NDArray[np.floating[Any]]) -> Balls:
    """The entries of a float array as exact balls."""
    made = np.empty(array.shape, dtype=object)
    made.ravel()[:] = list(map(arb, array.ravel().tolist()))
    return made


def total(matrix: arb_mat) -> arb:
    """The sum of all entries: finite if every entry is, and at least as wide as any of them."""
    left, right = (
        arb_mat(1, matrix.nrows(), [1] * matrix.nrows()),
        arb_mat(matrix.ncols(), 1, [1] * matrix.ncols()),
    )
    return (left * matrix * right)[0, 0]


@dataclass(frozen=True)
class _Named:
    """Values over named axes, in the order of ``axes``: balls, exact floats, or integers that are indices."""

    values: Any
    axes: tuple[Symbol, ...]

    @property
    def balls(self) -> Balls:
        """The values, floats as balls."""
        return balls(self.values) if self.values.dtype.kind == "f" else self.values

    def along(self, axes: tuple[Symbol, ...]) -> Balls:
        """The balls with exactly these axes, of length 1 where they don't vary."""
        return self._moved(self.balls, axes)

    def entries(self, axes: tuple[Symbol, ...]) -> list[Any]:
        """The values in the order of these axes, as balls or floats."""
        entries: list[Any] = self._moved(self.values, axes).ravel().tolist()
        return entries

    def _moved(self, values: npt.NDArray[Any], axes: tuple[Symbol, ...]) -> npt.NDArray[Any]:
        present = [axis for axis in axes if axis in self.axes]
        moved = np.transpose(values, [self.axes.index(axis) for axis in present])
        return moved[tuple(slice(None) if axis in self.axes else None for axis in axes)]


_Scope = Mapping[Symbol, int]


class Evaluator:
    """Evaluates index expressions at one valuation and the precision in force.

    Parameters
    ----------
    valuation
        Numbers for sizes, scalars and tensors.
    definitions
        Named tensors that the expressions may mention. Of several for one tensor the most specific one that
        matches is used: ``a[0, n, d]`` before ``a[l, n, d]``.
    """

    def __init__(self, valuation: Valuation, definitions: Iterable[Definition] = ()):
        self._valuation = valuation
        self._definitions: dict[str, list[Definition]] = {}
        for definition in definitions:
            self._definitions.setdefault(definition.tensor.name, []).append(definition)
        self._known: dict[tuple[str, int | None], npt.NDArray[Any]] = {}

    def at_layer(self, numbers: Mapping[str, int]) -> Evaluator:
        """The same evaluator with further numbers known; both share what they have evaluated."""
        other = copy(self)
        other._valuation = replace(self._valuation, numbers={**self._valuation.numbers, **numbers})
        return other

    def value(self, expression: Expr, indices: Iterable[tuple[Symbol, Expr]]) -> Balls:
        """All entries of an expression with the given free indices, one axis for each.

        Raises
        ------
        Unevaluable
            If a part of the expression has no reading, or no value at these inputs.
        Unsettled
            If the sign of a ball is not decided at this precision.
        """
        scope = {index: self._valuation.integer(size) for index, size in indices}
        named = self._evaluate(expression, scope)
        result = np.empty(tuple(scope.values()), dtype=object)
        result[...] = named.along(tuple(scope))
        return result

    # -- expressions ----------------------------------------------------------------------------------

    def _evaluate(self, e: Expr, scope: _Scope) -> _Named:
        for kind, read in _READERS.items():
            if isinstance(e, kind):
                return read(self, e, scope)
        raise Unevaluable(f"no numeric reading for {type(e).__name__}: {e}")

    def _rational(self, e: Expr, scope: _Scope) -> _Named:
        return _constant(arb(int(e.p)) / int(e.q) if e.q != 1 else arb(int(e.p)))

    def _symbol(self, e: Symbol, scope: _Scope) -> _Named:
        if e in scope:
            return _Named(balls(np.arange(scope[e], dtype=float)), (e,))
        if e.name not in self._valuation.numbers:
            raise Unevaluable(f"no number is known for {e}")
        return _constant(arb(self._valuation.numbers[e.name]))

    def _add(self, e: Expr, scope: _Scope) -> _Named:
        return self._fold(np.add, e.args, scope)

    def _mul(self, e: Expr, scope: _Scope) -> _Named:
        # An indicator picks: where it is 0 the term is absent, even beside log 0 = -inf.
        picks = [part for part in e.args if isinstance(part, KroneckerDelta | step)]
        others = [part for part in e.args if part not in picks]
        if not picks or not others:
            return self._fold(np.multiply, e.args, scope)
        chosen, rest = self._fold(np.multiply, picks, scope), self._fold(np.multiply, others, scope)
        axes = _union(chosen, rest)
        return _Named(_boxed(_pick(chosen.along(axes), rest.along(axes))), axes)

    def _fold(self, operation: np.ufunc, parts: Iterable[Expr], scope: _Scope) -> _Named:
        first, *rest = (self._evaluate(part, scope) for part in parts)
        for other in rest:
            axes = _union(first, other)
            first = _Named(_boxed(operation(first.along(axes), other.along(axes))), axes)
        return first

    def _power(self, e: Expr, scope: _Scope) -> _Named:
        base = self._evaluate(e.base, scope)
        exponent = e.exp
        if not exponent.is_Rational:
            exponent = Rational(self._valuation.integer(exponent))
        if exponent == Rational(1, 2):
            return _mapped(_sqrt, base)
        if exponent == Rational(-1, 2):
            return _mapped(_reciprocal_sqrt, base)
        root, power = int(exponent.q), int(exponent.p)
        if root != 1:
            base = _mapped(np.frompyfunc(lambda ball: ball.root(root), 1, 1), base)
        return _mapped(np.frompyfunc(lambda ball: _integer_power(ball, power), 1, 1), base)

    def _sum(self, e: Sum, scope: _Scope) -> _Named:
        *innermost, (index, _, high) = e.limits
        if any(size.has(index) for _, _, size in innermost) or _counts_layers(e.function, index):
            # Another array, and perhaps another width, for each t of a sum over t: one layer after the other.
            layers = range(self._valuation.integer(high + 1))
            body = Sum(e.function, *innermost)
            terms = [self.at_layer({index.name: t})._evaluate(body.subs(index, t), scope) for t in layers]
            return _added(terms)
        inner, bounds = self._binder(e, scope)
        return self._summed(e.function, inner, bounds)

    def _summed(self, body: Expr, inner: _Scope, bounds: list[Symbol]) -> _Named:
        if (spread := self._spread(body, inner, bounds)) is not None:
            return spread
        if (product := self._matrix_product(body, inner, bounds)) is not None:
            return product
        return _summed(self._evaluate(body, inner), inner, bounds)

    def _spread(self, body: Expr, inner: _Scope, bounds: list[Symbol]) -> _Named | None:
        """Sum over windows, ``delta(h, s * p + r)``: each term is added where its delta puts it.

        None if no delta has an index of the result on one side alone and a computed place on the other.
        """
        factors = list(Mul.make_args(body))
        puts: dict[Symbol, tuple[Expr, Expr]] = {}
        for delta in factors:
            if not isinstance(delta, KroneckerDelta):
                continue
            for at, place in (delta.args, delta.args[::-1]):
                if not isinstance(place, AffineIndex) or at not in inner or at in bounds:
                    continue
                alone = not any(other.has(at) for other in factors if other is not delta)
                if alone and place.free_symbols & inner.keys() <= {*bounds}:
                    puts[at] = delta, place
        if not puts:
            return None
        moving = [index for index in bounds if any(place.has(index) for _, place in puts.values())]
        deltas = [delta for delta, _ in puts.values()]
        rest = Mul(*(factor for factor in factors if factor not in deltas))
        terms = self._summed(rest, inner, [index for index in bounds if index not in moving])
        kept = tuple(axis for axis in terms.axes if axis not in moving)
        axes = (*kept, *moving)
        shape = tuple(inner[axis] for axis in axes)
        own = np.indices(shape)[: len(kept)]
        targets = [
            np.broadcast_to(self._index(place, inner).along(axes), shape) for _, place in puts.values()
        ]
        inside = np.ones(shape, dtype=bool)
        for at, target in zip(puts, targets, strict=True):
            inside &= (target >= 0) & (target < inner[at])
        result = np.full([inner[axis] for axis in (*kept, *puts)], arb(0), dtype=object)
        put = tuple(index[inside] for index in (*own, *targets))
        np.add.at(result, put, np.broadcast_to(terms.along(axes), shape)[inside])
        return _Named(result, (*kept, *puts))

    def _matrix_product(self, body: Expr, inner: _Scope, bounds: list[Symbol]) -> _Named | None:
        """Sum over the bounds by products of matrices; None if the body is no product of two parts.

        The parts are factors that share no free index but those which all factors have: one product for each
        of their entries. Of the bounds, those that only one of the parts has are summed first; the others are
        contracted.
        """
        factors = Mul.make_args(body)
        free = {*inner} - {*bounds}
        own = [axes for factor in factors if (axes := factor.free_symbols & free)]
        batch = tuple(index for index in inner if own and all(index in axes for axes in own))
        parts = _apart(factors, free - {*batch})
        if len(parts) != 2:
            return None
        left, right = (self._evaluate(part, inner) for part in parts)
        common = tuple(index for index in bounds if index in left.axes and index in right.axes)
        if not common or any(index not in part.axes for index in batch for part in (left, right)):
            return None
        rows, columns = (_summed(part, inner, [i for i in bounds if i in part.axes and i not in common])
                         for part in (left, right))  # fmt: skip
        row_axes, column_axes = (
            tuple(a for a in part.axes if a not in (*common, *batch)) for part in (rows, columns)
        )
        height, width, length, count = (
            prod(inner[axis] for axis in axes) for axes in (row_axes, column_axes, common, batch)
        )
        row_entries = rows.entries((*batch, *row_axes, *common))
        column_entries = columns.entries((*batch, *common, *column_axes))
        entries: list[arb] = []
        for k in range(count):
            a = arb_mat(height, length, row_entries[k * height * length : (k + 1) * height * length])
            b = arb_mat(length, width, column_entries[k * length * width : (k + 1) * length * width])
            product = a * b
            if not total(product).is_finite():
                return None  # infinities follow the rules for single terms
            entries += product.entries()
        values = np.empty(len(entries), dtype=object)
        values[:] = entries
        repeated = [index for index in bounds if index not in left.axes and index not in right.axes]
        shaped = values.reshape([inner[axis] for axis in (*batch, *row_axes, *column_axes)])
        return _summed(_Named(shaped, (*batch, *row_axes, *column_axes)), inner, repeated)

    def _maximum(self, e: Maximum, scope: _Scope) -> _Named:
        inner, bounds = self._binder(e, scope)
        body = self._evaluate(e.function, inner)
        over = [index for index in bounds if index in body.axes]
        if any(inner[index] == 0 for index in bounds):
            raise Unevaluable("a maximum over an empty axis")
        values = body.balls
        for index in over:
            values = _larger.reduce(values, axis=body.axes.index(index))
            body = _Named(_boxed(values), tuple(a for a in body.axes if a != index))
        return body

    def _binder(self, e: Expr, scope: _Scope) -> tuple[dict[Symbol, int], list[Symbol]]:
        bounds = limits_of(e)
        if any(index in scope for index, _ in bounds):
            raise Unevaluable(f"a bound index shadows a free one in {e}")
        sizes = {index: self._valuation.integer(size) for index, size in bounds}
        return {**scope, **sizes}, list(sizes)

    def _kronecker(self, e: KroneckerDelta, scope: _Scope) -> _Named:
        first, second = (self._index(part, scope) for part in e.args)
        axes = _union(first, second)
        same = first.along(axes) == second.along(axes)
        return _Named(_boxed(_indicator(same)), axes)

    def _unary(self, function: np.ufunc, e: Expr, scope: _Scope) -> _Named:
        return _mapped(function, self._evaluate(e.args[0], scope))

    def _larger(self, e: Max, scope: _Scope) -> _Named:
        return self._fold(_larger, e.args, scope)

    def _smaller(self, e: Min, scope: _Scope) -> _Named:
        return self._fold(_smaller, e.args, scope)

    # -- entries of tensors ---------------------------------------------------------------------------

    def _entry(self, e: Indexed, scope: _Scope) -> _Named:
        if not isinstance(e.base, Tensor):
            return _constant(arb(self._valuation.integer(e)))
        name, layer, indices = e.base.name, None, e.indices
        if e.base.layer is not None:
            layer, indices = self._valuation.integer(indices[0]), indices[1:]
        array = (self._defined if name in self._definitions else self._given)(name, layer)
        positions = [self._index(index, scope) for index in indices]
        axes = _union(*positions) if positions else ()
        picked = array[tuple(position.along(axes) for position in positions)]
        return _Named(_boxed(picked), axes)

    def _given(self, name: str, layer: int | None) -> npt.NDArray[Any]:
        if (name, layer) not in self._known:
            array = self._valuation.tensors.get(name)
            if isinstance(array, Mapping):
                array = array.get(layer) if layer is not None else None
            if array is None:
                raise Unevaluable(f"no array is known for {name}" + ("" if layer is None else f"[{layer}]"))
            # Labels count in plain integers: a uint8 would wrap around.
            self._known[name, layer] = array.astype(np.int64 if array.dtype.kind in "iu" else np.float64)
        return self._known[name, layer]

    def _defined(self, name: str, layer: int | None) -> Balls:
        if (name, layer) not in self._known:
            definition, at_layer = self._matching(name, layer)
            tensor = definition.tensor
            pattern = definition.entry.indices[0 if layer is None else 1 :]
            axes = tensor.axes if layer is None else [a.xreplace({tensor.layer: layer}) for a in tensor.axes]
            if not all(isinstance(index, Symbol) for index in pattern):
                raise Unevaluable(f"a definition of single entries: {definition.entry}")
            inner = self.at_layer(at_layer)
            self._known[name, layer] = inner.value(definition.value, zip(pattern, axes, strict=True))
        return self._known[name, layer]

    def _matching(self, name: str, layer: int | None) -> tuple[Definition, dict[str, int]]:
        general: tuple[Definition, dict[str, int]] | None = None
        for definition in self._definitions[name]:
            if layer is None:
                return definition, {}
            pattern = definition.entry.indices[0]
            if isinstance(pattern, Symbol) and not pattern.is_positive:  # an index: any layer
                general = general or (definition, {pattern.name: layer})
            elif self._valuation.integer(pattern) == layer:
                return definition, {}
        if general is None:
            raise Unevaluable(f"no definition of {name} covers layer {layer}")
        return general

    def _index(self, e: Expr, scope: _Scope) -> _Named:
        """An index expression as plain integers."""
        if isinstance(e, Symbol) and e in scope:
            return _Named(np.arange(scope[e]), (e,))
        if isinstance(e, Indexed) and isinstance(e.base, Tensor):
            return self._entry(e, scope)
        if isinstance(e, AffineIndex):
            return self._index(e.definition(), scope)
        if isinstance(e, Add | Mul) and e.free_symbols & scope.keys():
            operation = np.add if isinstance(e, Add) else np.multiply
            first, *rest = (self._index(part, scope) for part in e.args)
            for other in rest:
                axes = _union(first, other)
                first = _Named(operation(first.along(axes), other.along(axes)), axes)
            return first
        return _Named(np.array(self._valuation.integer(e)), ())


def _counts_layers(e: Expr, index: Symbol) -> bool:
    """Whether an index stands where the number of a layer does."""
    entries = (entry for entry in e.atoms(Indexed) if isinstance(entry.base, Tensor))
    return any(entry.base.layer is not None and entry.indices[0].has(index) for entry in entries)


def _apart(factors: Iterable[Expr], free: set[Symbol]) -> list[Expr]:
    """The products of factors that hang together by free indices; what has none goes with the first."""
    parts: list[tuple[set[Symbol], Expr]] = []
    loose = Integer(1)
    for factor in factors:
        axes = factor.free_symbols & free
        if not axes:
            loose *= factor
            continue
        for part in [part for part in parts if part[0] & axes]:
            parts.remove(part)
            axes, factor = axes | part[0], factor * part[1]
        parts.append((axes, factor))
    products = [factor for _, factor in parts]
    return [loose * products[0], *products[1:]] if products else [loose]


def _summed(body: _Named, inner: _Scope, bounds: Collection[Symbol]) -> _Named:
    """The sum over some indices; one that the body lacks counts as often as its axis is long."""
    missing = prod(inner[index] for index in bounds if index not in body.axes)
    over = tuple(body.axes.index(index) for index in bounds if index in body.axes)
    values = np.add.reduce(body.balls, axis=over, initial=arb(0)) if over else body.values
    summed = _Named(_boxed(values), tuple(a for a in body.axes if a not in bounds))
    return summed if missing == 1 else _Named(_boxed(summed.balls * arb(missing)), summed.axes)


def _added(terms: list[_Named]) -> _Named:
    first, *rest = terms or [_constant(arb(0))]
    for other in rest:
        axes = _union(first, other)
        first = _Named(_boxed(np.add(first.along(axes), other.along(axes))), axes)
    return first


def _constant(ball: arb) -> _Named:
    return _Named(_boxed(ball), ())


def _boxed(values: Any) -> Any:
    """Keep a single value an array: NumPy unpacks object arrays without axes."""
    if isinstance(values, np.ndarray):
        return values
    if not isinstance(values, arb):
        return np.asarray(values)
    box = np.empty((), dtype=object)
    box[()] = values
    return box


def _union(*parts: _Named) -> tuple[Symbol, ...]:
    return tuple(dict.fromkeys(axis for part in parts for axis in part.axes))


def _mapped(function: np.ufunc, of: _Named) -> _Named:
    return _Named(_boxed(function(of.balls)), of.axes)


# -- functions of balls ---------------------------------------------------------------------------------


def is_positive(ball: arb) -> bool:
    """Whether a ball lies right of 0; raises `Unsettled` if it reaches across."""
    if ball > 0:
        return True
    if ball <= 0:
        return False
    raise Unsettled(f"the sign of {ball} is open at {ctx.prec} bits")


def _integer_power(ball: arb, exponent: int) -> arb:
    # python-flint answers nan for (a ball around 0) ** 2 where the ball is extremely small.
    result = arb(1)
    for _ in range(abs(exponent)):
        result *= ball
    return result if exponent >= 0 else 1 / result


def _logarithm(ball: arb) -> arb:
    return arb.neg_inf() if ball == 0 else ball.log()


def _sigmoid(ball: arb) -> arb:
    # Of the two equal forms, the one whose exponential stays small; around 0 both do.
    if ball < 0:
        grown = ball.exp()
        return grown / (1 + grown)
    return 1 / (1 + (-ball).exp())


def _ufunc(function: Callable[..., arb], arguments: int = 1) -> np.ufunc:
    made: np.ufunc = np.frompyfunc(function, arguments, 1)
    return made


_exp = _ufunc(lambda ball: ball.exp())
_log = _ufunc(_logarithm)
_sqrt = _ufunc(lambda ball: ball.sqrt())
_reciprocal_sqrt = _ufunc(lambda ball: ball.rsqrt())
_tanh = _ufunc(lambda ball: ball.tanh())
_error_function = _ufunc(lambda ball: ball.erf())
_sine = _ufunc(lambda ball: ball.sin())
_cosine = _ufunc(lambda ball: ball.cos())
_inverse_tangent = _ufunc(lambda ball: ball.atan())
_absolute = _ufunc(lambda ball: abs(ball))
_sign = _ufunc(lambda ball: arb(1) if is_positive(ball) else arb(0) if ball == 0 else arb(-1))
_step = _ufunc(lambda ball: arb(1 if is_positive(ball) else 0))
_relu = _ufunc(lambda ball: ball if is_positive(ball) else arb(0))
_logistic = _ufunc(_sigmoid)
_indicator = _ufunc(lambda same: arb(1 if same else 0))
_pick = _ufunc(lambda chosen, value: arb(0) if chosen == 0 else chosen * value, 2)
_larger = _ufunc(lambda a, b: a.max(b), 2)
_smaller = _ufunc(lambda a, b: a.min(b), 2)


def _reads(function: np.ufunc) -> Callable[[Evaluator, Expr, _Scope], _Named]:
    return lambda evaluator, e, scope: evaluator._unary(function, e, scope)


_READERS: dict[Any, Callable[[Evaluator, Any, _Scope], _Named]] = {
    Rational: Evaluator._rational,
    Indexed: Evaluator._entry,
    Symbol: Evaluator._symbol,
    Add: Evaluator._add,
    Mul: Evaluator._mul,
    exp: _reads(_exp),
    type(E): lambda evaluator, e, scope: _constant(arb(1).exp()),
    type(pi): lambda evaluator, e, scope: _constant(arb.pi()),
    Pow: Evaluator._power,
    Sum: Evaluator._sum,
    Maximum: Evaluator._maximum,
    KroneckerDelta: Evaluator._kronecker,
    log: _reads(_log),
    step: _reads(_step),
    relu: _reads(_relu),
    sigmoid: _reads(_logistic),
    tanh: _reads(_tanh),
    erf: _reads(_error_function),
    sin: _reads(_sine),
    cos: _reads(_cosine),
    atan: _reads(_inverse_tangent),
    Abs: _reads(_absolute),
    sign: _reads(_sign),
    Max: Evaluator._larger,
    Min: Evaluator._smaller,
}
