"""Drawn index expressions: the evaluator's axes and contractions against plain loops over single numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mpmath import MPContext, mpf
from sympy import Abs, Add, Expr, Indexed, KroneckerDelta, Max, Min, Mul, Pow, Rational, Symbol, erf, exp, log
from sympy import tanh as hyperbolic_tangent

from yudo.derivations.calculus import (
    Definition,
    indices,
    labels,
    maximum,
    relu,
    sigmoid,
    size_family,
    sizes,
    step,
    tensor,
    total,
)
from yudo.derivations.calculus.functions import Maximum, Sum
from yudo.verification.cases.valuation import Valuation
from yudo.verification.numeric.balls import Evaluator, Unsettled, precision

mp = MPContext()
mp.prec = 900

N, C, L = sizes("N C L")
n, c, l = indices("n c l")  # noqa: E741
k, m = indices("k m")  # bound, over samples and over classes
x, w, v, y = tensor("x", N, C), tensor("w", C, C), tensor("v", N), labels("y", N)
h = tensor("h", N, C, layer=l)

Environment = dict[Any, Any]


def by_loops(e: Expr, at: Environment) -> mpf:
    """One entry of an expression, by plain recursion: sums are loops and arrays are indexed one by one."""
    if e.is_Rational:
        return mp.mpf(int(e.p)) / int(e.q)
    if isinstance(e, Symbol):
        return mp.mpf(at[e])
    if isinstance(e, Indexed):
        return mp.mpf(float(at[e.base.name][tuple(whole(index, at) for index in e.indices)]))
    if isinstance(e, Sum | Maximum):
        *inner, (index, _, last) = e.limits
        body = e.func(e.function, *inner) if inner else e.function
        terms = [by_loops(body, {**at, index: i}) for i in range(whole(last, at) + 1)]
        return mp.fsum(terms) if isinstance(e, Sum) else max(terms)
    if isinstance(e, KroneckerDelta):
        return mp.mpf(whole(e.args[0], at) == whole(e.args[1], at))
    parts = [by_loops(part, at) for part in e.args]
    if isinstance(e, Add):
        return mp.fsum(parts)
    if isinstance(e, Mul):
        return mp.fprod(parts)
    if isinstance(e, Pow):
        return parts[0] ** parts[1]
    return SCALAR[type(e)](*parts)


SCALAR: dict[type, Any] = {
    step: lambda a: mp.mpf(a > 0),
    relu: lambda a: max(a, mp.mpf(0)),
    Abs: abs,
    Max: max,
    Min: min,
    sigmoid: lambda a: 1 / (1 + mp.exp(-a)),
    exp: mp.exp,
    log: mp.log,
    hyperbolic_tangent: mp.tanh,
    erf: mp.erf,
}


def whole(e: Expr, at: Environment) -> int:
    """An index or the last value of one."""
    if isinstance(e, Indexed):
        return int(at[e.base.name][tuple(whole(index, at) for index in e.indices)])
    return int(e.xreplace({symbol: at[symbol] for symbol in e.free_symbols}))


def leaf(draw: st.DrawFn, samples: list[Symbol], classes: list[Symbol]) -> Expr:
    def row() -> Symbol:
        return draw(st.sampled_from(samples))

    def column() -> Expr:
        return y[row()] if draw(st.booleans()) else draw(st.sampled_from(classes))

    kinds = (
        lambda: x[row(), column()],
        lambda: w[column(), column()],
        lambda: v[row()],
        lambda: KroneckerDelta(column(), column()),
        lambda: KroneckerDelta(row(), row()),
        lambda: draw(st.sampled_from([Rational(2), Rational(-1), Rational(1, 4), N, C, *samples, *classes])),
    )
    return draw(st.sampled_from(kinds))()


UNARY = (
    relu,
    step,
    Abs,
    sigmoid,
    hyperbolic_tangent,
    erf,
    lambda a: a**2,
    lambda a: exp(-Abs(a)),
    lambda a: log(1 + a**2),
)
BINARY = (lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a / (1 + b**2), Max, Min)


@st.composite
def expressions(draw: st.DrawFn, depth: int) -> Expr:
    """An expression over ``n`` and ``c``, nested at most this deep; it may bind ``k`` and ``m``."""

    def grown(samples: list[Symbol], classes: list[Symbol], depth: int) -> Expr:
        kind = draw(st.sampled_from(["leaf", "unary", "binary", "bound"])) if depth else "leaf"
        if kind == "bound":
            index, size = draw(st.sampled_from([(k, N), (m, C)]))
            if index not in (*samples, *classes):
                more = ([*samples, index], classes) if size == N else (samples, [*classes, index])
                return draw(st.sampled_from([total, maximum]))(grown(*more, depth - 1), (index, size))
        if kind == "leaf":
            return leaf(draw, samples, classes)
        first = grown(samples, classes, depth - 1)
        if kind == "unary":
            # SymPy asks for the sign of what holds no symbol, and our functions don't tell it.
            return draw(st.sampled_from(UNARY))(first) if first.free_symbols else first
        second = grown(samples, classes, depth - 1)
        return draw(st.sampled_from(BINARY))(first, second)

    return grown([n], [c], depth)


def encloses(ball: arb, value: mpf) -> bool:
    """Whether a ball holds a number known to some 900 bits, and is small enough to mean something."""
    with precision(2000):
        magnitude, exponent = value.man_exp
        exact = arb(int(mp.sign(value)) * int(magnitude)) * arb(2) ** int(exponent)
        room = (abs(exact) + 1) * arb(2) ** -100
        return bool(abs(ball - exact) < room)


def values_of(
    e: Expr, valuation: Valuation, definitions: Any = (), free: Any = ((n, N), (c, C))
) -> np.ndarray:
    with precision(400):
        return Evaluator(valuation, definitions).value(e, free)


def draw_numbers(seed: int, samples: int, classes: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    quarters = {name: rng.integers(-8, 9, shape) / 4 for name, shape in
                {"x": (samples, classes), "w": (classes, classes), "v": (samples,)}.items()}  # fmt: skip
    return {**quarters, "y": rng.integers(0, classes, samples)}


SIZES = st.tuples(st.integers(1, 3), st.integers(1, 4))


@given(e=expressions(4), seed=st.integers(0, 2**32 - 1), lengths=SIZES)
@settings(max_examples=150, deadline=None)
def test_every_entry_of_a_drawn_expression_is_what_loops_find(
    e: Expr, seed: int, lengths: tuple[int, int]
) -> None:
    samples, classes = lengths
    tensors = draw_numbers(seed, samples, classes)
    try:
        found = values_of(e, Valuation({"N": samples, "C": classes}, {}, tensors))
    except Unsettled:  # two irrational numbers that are equal: no precision tells
        assume(False)
    assert found.shape == lengths
    for at_n, at_c in np.ndindex(lengths):
        expected = by_loops(e, {n: at_n, c: at_c, N: samples, C: classes, **tensors})
        assert encloses(found[at_n, at_c], expected), e


@given(
    first=expressions(2), second=expressions(1),
    seed=st.integers(0, 2**32 - 1), lengths=SIZES, depth=st.integers(1, 4),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_drawn_recurrences_are_followed_layer_by_layer(
    first: Expr, second: Expr, seed: int, lengths: tuple[int, int], depth: int
) -> None:
    samples, classes = lengths
    tensors = draw_numbers(seed, samples, classes)
    upwards = [
        Definition(h[0, n, c], first),
        Definition(h[l, n, c], total(h[l - 1, n, m] * w[m, c], (m, C)) / 2 + l * relu(second)),
    ]
    valuation = Valuation({"N": samples, "C": classes, "L": depth}, {}, tensors)
    try:
        found = values_of(h[L, n, c], valuation, upwards)
    except Unsettled:
        assume(False)
    at = {N: samples, C: classes, **tensors}
    entries = list(np.ndindex(lengths))
    below = {(i, j): by_loops(first, {**at, n: i, c: j}) for i, j in entries}
    for layer in range(1, depth + 1):
        added = {(i, j): layer * max(by_loops(second, {**at, n: i, c: j}), 0) for i, j in entries}
        contracted = {
            (i, j): mp.fsum(below[i, q] * mp.mpf(float(tensors["w"][q, j])) for q in range(classes)) / 2
            for i, j in entries
        }
        below = {entry: contracted[entry] + added[entry] for entry in entries}
    assert all(encloses(found[entry], below[entry]) for entry in entries)


@given(seed=st.integers(0, 2**32 - 1), widths=st.lists(st.integers(1, 4), min_size=2, max_size=5))
@settings(max_examples=30, deadline=None)
def test_a_sum_over_layers_of_drawn_widths_is_what_loops_find(seed: int, widths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    depth, H = len(widths) - 1, size_family("H")
    W = tensor("W", H[l - 1], H[l], layer=l)
    weights = {t: rng.integers(-8, 9, (widths[t - 1], widths[t])) / 4 for t in range(1, depth + 1)}
    t, i, j = indices("t i j")
    e = total(relu(W[t + 1, i, j]) ** 2 * (t + i * j), (t, L), (i, H[t]), (j, H[t + 1]))
    found = values_of(e, Valuation({"L": depth}, {"H": dict(enumerate(widths))}, {"W": weights}), free=())
    expected = mp.mpf(0)
    for layer in range(depth):
        for row, column in np.ndindex(weights[layer + 1].shape):
            entry = max(float(weights[layer + 1][row, column]), 0.0)
            expected += mp.mpf(entry) ** 2 * (layer + row * column)
    assert encloses(found.item(), expected)


AWKWARD = [0.0, -0.0, 1e4, -1e4, 700.0, -700.0, 5e-324, -1e-310, 1e-40, 0.1, -np.inf]


@given(
    rows=st.lists(st.lists(st.sampled_from(AWKWARD), min_size=3, max_size=3), min_size=1, max_size=3),
    picks=st.lists(st.integers(0, 2), min_size=3, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_softmax_of_awkward_logits_is_what_loops_find(rows: list[list[float]], picks: list[int]) -> None:
    assume(all(max(row) > -np.inf for row in rows))
    chosen = np.array(picks[: len(rows)])
    numbers = {"N": len(rows), "C": 3}
    valuation = Valuation(numbers, {}, {"x": np.array(rows), "y": chosen})
    softmax = exp(x[n, c]) / total(exp(x[n, k]), (k, C))
    probs = values_of(softmax, valuation)
    losses = values_of(log(total(exp(x[n, k]), (k, C))) - x[n, y[n]], valuation, free=((n, N),))
    for at_n, row in enumerate(rows):
        weights = [mp.exp(mp.mpf(value)) if value > -np.inf else mp.mpf(0) for value in row]
        for at_c, weight in enumerate(weights):
            assert encloses(probs[at_n, at_c], weight / mp.fsum(weights))
        picked = row[chosen[at_n]]
        if picked == -np.inf:
            assert losses[at_n] == arb.pos_inf()
        else:
            assert encloses(losses[at_n], mp.log(mp.fsum(weights)) - mp.mpf(picked))


@pytest.mark.parametrize("wrong", [x[c, n], total(x[n, m], (k, N)), x[n, c] ** 3])
def test_the_loops_tell_a_wrong_expression_from_the_right_one(wrong: Expr) -> None:
    # Otherwise agreement above would mean nothing.
    grid = np.arange(9.0).reshape(3, 3) - 4
    found = values_of(x[n, c], Valuation({"N": 3, "C": 3}, {}, {"x": grid}))
    at = {N: 3, C: 3, m: 0, "x": grid}
    pairs = [(found[i, j], by_loops(wrong, {**at, n: i, c: j})) for i, j in np.ndindex(3, 3)]
    assert not all(encloses(ball, value) for ball, value in pairs)
