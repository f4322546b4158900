"""The evaluator of closed forms against numbers worked out by hand and against plain loops."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Abs, Integer, KroneckerDelta, Max, Min, Rational, Symbol, exp, log, sinh, sqrt, tanh

from yudo.derivations.calculus import (
    AffineIndex,
    Definition,
    indices,
    labels,
    maximum,
    relu,
    scalars,
    sigmoid,
    size_family,
    sizes,
    step,
    tensor,
    total,
)
from yudo.verification.cases.valuation import Unevaluable, Valuation
from yudo.verification.numeric.balls import Evaluator, Unsettled, balls, precision

N, D, C, L = sizes("N D C L")
n, d, c, k, i, l = indices("n d c k i l")  # noqa: E741
(strength,) = scalars("lambda")
x, v, y = tensor("x", N, C), tensor("v", N), labels("y", N)
a, z = tensor("a", N, C), tensor("z", N, layer=l)


def evaluate(
    e: Any, free: Any = (), definitions: Any = (), numbers: Any = None, **tensors: Any
) -> np.ndarray:
    sizes_of = {"N": 3, "C": 4} | (numbers or {})
    valuation = Valuation(sizes_of, {"H": {0: 2, 1: 3, 2: 1}}, tensors)
    with precision(200):
        return Evaluator(valuation, definitions).value(e, free)


def encloses(ball: arb, value: float | Fraction) -> bool:
    exact = Fraction(value)
    with precision(200):
        return bool(abs(ball - arb(exact.numerator) / exact.denominator) < arb(2) ** -150)


def agree(found: np.ndarray, expected: Any) -> bool:
    expected = np.asarray(expected, dtype=object)
    return found.shape == expected.shape and all(map(encloses, found.ravel(), expected.ravel()))


GRID = np.arange(12.0).reshape(3, 4) - 5
ROW = np.array([2.0, -1.0, 0.5])
PICKS = np.array([3, 0, 3])


def test_a_contraction_is_the_matrix_product() -> None:
    weights = np.arange(8.0).reshape(4, 2)
    w = tensor("w", C, D)
    found = evaluate(total(x[n, c] * w[c, d], (c, C)), [(n, N), (d, D)], numbers={"D": 2}, x=GRID, w=weights)
    assert agree(found, GRID @ weights)


@pytest.mark.parametrize(
    ("samples", "windows", "width", "stride"), [(3, 2, 3, 1), (2, 4, 2, 3), (0, 2, 2, 2)]
)
@pytest.mark.parametrize("room", [0, 2, -1])
def test_a_sum_over_windows_adds_each_term_where_its_delta_puts_it(
    samples: int, windows: int, width: int, stride: int, room: int
) -> None:
    W, K, S, U = sizes("W K S U")
    p, r, h = indices("p r h")
    length = stride * (windows - 1) + width + room
    given = tensor("g", N, C, W, K)
    terms = np.arange(samples * 2 * windows * width, dtype=float).reshape(samples, 2, windows, width)
    met = KroneckerDelta(h, AffineIndex(S * p + r)) * given[n, c, p, r]
    known = {"N": samples, "C": 2, "W": windows, "K": width, "S": stride, "U": length}
    found = evaluate(total(met, (c, C), (p, W), (r, K)), [(n, N), (h, U)], numbers=known, g=terms)
    expected = np.zeros((samples, length))
    for at, of in np.ndindex(windows, width):
        if stride * at + of < length:
            expected[:, stride * at + of] += terms[:, :, at, of].sum(axis=1)
    assert agree(found, expected)


P, Q = tensor("p", N, D), tensor("q", C, D)
WHOLE = {
    "x": GRID,
    "p": np.arange(6.0).reshape(3, 2) - 2,
    "q": np.arange(8.0).reshape(4, 2) - 3,
    "v": ROW,
}


@pytest.mark.parametrize(
    ("summand", "bounds", "free", "subscripts"),
    [
        (x[n, c] * Q[c, d], "c", "nd", "nc,cd->nd"),
        (x[n, c] * Q[c, d], "c", "dn", "nc,cd->dn"),
        (x[n, c] * x[k, c] * Q[c, d], "cd", "nk", "nc,kc,cd->nk"),
        (x[n, c] * P[n, d], "nk", "cd", "nc,nd,kcd->cd"),
        (v[n] * x[n, c] * P[n, d], "n", "cd", "n,nc,nd->cd"),
        (v[n] * x[n, c], "nc", "", "n,nc->"),
        (x[n, c] * x[n, c], "c", "n", "nc,nc->n"),
        (x[n, c] * x[n, k] * Q[c, d] * Q[k, d], "nd", "ck", "nc,nk,cd,kd->ck"),
        (x[n, c] * P[n, d] * x[n, k], "n", "cdk", "nc,nd,nk->cdk"),
        (x[n, c] * P[k, d], "c", "nkd", "nc,kd->nkd"),
    ],
)
def test_a_sum_of_products_is_what_einsum_makes_of_whole_numbers(
    summand: Any, bounds: str, free: str, subscripts: str
) -> None:
    axes = {"n": (n, N), "c": (c, C), "d": (d, D), "k": (k, C if "ck" in free or free == "cdk" else N)}
    found = evaluate(
        total(summand, *(axes[letter] for letter in bounds)), [axes[letter] for letter in free],
        numbers={"D": 2}, **WHOLE,
    )  # fmt: skip
    inputs, _ = subscripts.split("->")
    by_letters = {
        "nc": GRID, "kc": GRID, "nk": GRID, "nd": WHOLE["p"], "kd": WHOLE["q" if "cd,kd" in inputs else "p"],
        "cd": WHOLE["q"], "n": ROW, "kcd": np.ones((3, 4, 2)),
    }  # fmt: skip
    assert agree(found, np.einsum(subscripts, *(by_letters[part] for part in inputs.split(","))))


def test_an_indicator_picks_across_the_matrices_of_a_product_even_beside_infinity() -> None:
    weights = np.where(np.arange(4)[:, None] == 2, np.inf, WHOLE["q"])
    scores = np.where(np.arange(4) == 2, -1.0, np.abs(GRID) + 1)
    found = evaluate(
        total(step(x[n, c]) * Q[c, d], (c, C)), [(n, N), (d, D)], numbers={"D": 2}, x=scores, q=weights
    )
    assert agree(found, np.broadcast_to(weights[[0, 1, 3]].sum(axis=0), (3, 2)))


def test_axes_come_in_the_order_of_the_free_indices() -> None:
    assert agree(evaluate(x[n, c], [(c, C), (n, N)], x=GRID), GRID.T)


def test_what_does_not_depend_on_an_index_is_repeated_along_it() -> None:
    assert agree(evaluate(v[n], [(n, N), (c, C)], v=ROW), np.repeat(ROW[:, None], 4, axis=1))


def test_a_summand_without_the_bound_index_counts_as_often_as_the_axis_is_long() -> None:
    assert agree(evaluate(total(v[n], (c, C)), [(n, N)], v=ROW), 4 * ROW)
    assert agree(evaluate(total(Integer(1), (n, N), (c, C))), 12)


def test_labels_pick_one_entry_of_each_row() -> None:
    for dtype in ("int64", "uint8"):
        found = evaluate(x[n, y[n]], [(n, N)], x=GRID, y=PICKS.astype(dtype))
        assert agree(found, GRID[np.arange(3), PICKS])


def test_a_delta_of_labels_is_one_hot() -> None:
    found = evaluate(KroneckerDelta(c, y[n]), [(n, N), (c, C)], y=PICKS)
    assert agree(found, np.eye(4)[PICKS])


def test_a_delta_picks_even_beside_an_infinite_logarithm() -> None:
    zeros = np.zeros((3, 4))
    zeros[np.arange(3), PICKS] = 1
    found = evaluate(total(KroneckerDelta(c, y[n]) * log(x[n, c]), (c, C)), [(n, N)], x=zeros, y=PICKS)
    assert agree(found, [0, 0, 0])


def test_fixed_entries_can_be_named() -> None:
    assert agree(evaluate(x[n, 1] - x[n, 0], [(n, N)], x=GRID), [1, 1, 1])


def test_an_index_and_a_size_are_numbers_too() -> None:
    assert agree(evaluate(n / N + n, [(n, N)]), [0, Fraction(4, 3), Fraction(8, 3)])


def test_a_scalar_has_its_name() -> None:
    found = evaluate(strength * v[n] / 2, [(n, N)], numbers={"lambda": 0.5}, v=ROW)
    assert agree(found, ROW / 4)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (step(v[n]), [1, 0, 1]),
        (relu(v[n]), [2, 0, 0.5]),
        (Abs(v[n]), [2, 1, 0.5]),
        (v[n] ** 2, [4, 1, 0.25]),
        (v[n] ** -2, [0.25, 1, 4]),
        (sqrt(v[n] ** 2), [2, 1, 0.5]),
        (Max(v[n], 0), [2, 0, 0.5]),
        (Min(v[n], Rational(1, 4)), [0.25, -1, 0.25]),
        (log(exp(v[n])), [2, -1, 0.5]),
        (sigmoid(v[n]) + sigmoid(-v[n]), [1, 1, 1]),
        (tanh(v[n]) - (2 * sigmoid(2 * v[n]) - 1), [0, 0, 0]),
        (maximum(x[n, c], (c, C)), [-2, 2, 6]),
    ],
)
def test_functions_have_their_values(expression: Any, expected: Any) -> None:
    assert agree(evaluate(expression, [(n, N)], v=ROW, x=GRID), expected)


def test_an_indicator_is_zero_at_both_zeros() -> None:
    assert agree(evaluate(step(v[n]), [(n, N)], v=np.array([0.0, -0.0, 5e-324])), [0, 0, 1])


def test_a_masked_logit_has_no_weight_and_an_infinite_loss() -> None:
    masked = np.array([[0.0, -np.inf, 0.0, -np.inf]] * 3)
    softmax = exp(x[n, c]) / total(exp(x[n, k]), (k, C))
    assert agree(evaluate(softmax, [(n, N), (c, C)], x=masked), [[0.5, 0, 0.5, 0]] * 3)
    loss = evaluate(-log(softmax.subs(c, 1)), [(n, N)], x=masked)
    assert all(ball == arb.pos_inf() for ball in loss)


def test_exponentials_have_no_range_to_leave() -> None:
    found = evaluate(log(total(exp(x[n, c]), (c, C))), [(n, N)], x=np.full((3, 4), 1e4))
    with precision(200):
        expected = arb(10000) + arb(4).log()
        assert all(abs(ball - expected) < arb(2) ** -150 for ball in found)


def test_a_definition_is_looked_up_at_other_indices() -> None:
    square = Definition(a[n, c], x[n, c] ** 2)
    found = evaluate(total(a[k, c], (k, N)) + a[i, y[i]], [(i, N), (c, C)], [square], x=GRID, y=PICKS)
    squared = GRID**2
    assert agree(found, squared.sum(axis=0) + squared[np.arange(3), PICKS][:, None])


def test_a_recurrence_ends_in_its_exact_case() -> None:
    up = [Definition(z[0, n], v[n]), Definition(z[l, n], 2 * z[l - 1, n] + l)]
    assert agree(evaluate(z[3, n], [(n, N)], up, v=ROW), 8 * ROW + 11)
    down = [Definition(z[L, n], v[n]), Definition(z[l, n], z[l + 1, n] / 2)]
    assert agree(evaluate(z[1, n], [(n, N)], down, numbers={"L": 4}, v=ROW), ROW / 8)


def test_a_sum_over_layers_has_a_width_of_its_own_in_each() -> None:
    H = size_family("H")
    W = tensor("W", H[l - 1], H[l], layer=l)
    weights = {1: np.array([[1.0, 2, 3], [4, 5, 6]]), 2: np.array([[7.0], [8], [9]])}
    t = Symbol("t", integer=True)
    squares = total(W[t + 1, i, k] ** 2, (t, L), (i, H[t]), (k, H[t + 1]))
    assert agree(evaluate(squares, numbers={"L": 2}, W=weights), sum((w**2).sum() for w in weights.values()))


def test_an_empty_axis_sums_to_nothing() -> None:
    found = evaluate(total(v[n], (n, N)), numbers={"N": 0}, v=np.zeros(0))
    assert agree(found, 0)


@given(seed=st.integers(0, 2**32 - 1), sizes=st.tuples(*[st.integers(1, 4)] * 3))
@settings(max_examples=25, deadline=None)
def test_a_closed_form_equals_its_loops(seed: int, sizes: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(seed)
    samples, features, classes = sizes
    rows, weights = rng.integers(-4, 5, (samples, features)), rng.integers(-4, 5, (features, classes))
    picks = rng.integers(0, classes, samples)
    p, w = tensor("p", N, D), tensor("w", D, C)
    scores = total(p[n, d] * w[d, c], (d, D))
    form = total(relu(scores) * (KroneckerDelta(c, y[n]) - Rational(1, 3)), (n, N)) * w[i, y[0]] ** 2
    found = evaluate(
        form, [(c, C), (i, D)], numbers={"N": samples, "D": features, "C": classes},
        p=rows.astype(float), w=weights.astype(float), y=picks,
    )  # fmt: skip
    expected = np.zeros((classes, features), dtype=object)
    for C_, D_ in product(range(classes), range(features)):
        for sample in range(samples):
            score = sum(int(rows[sample, f]) * int(weights[f, C_]) for f in range(features))
            expected[C_, D_] += max(score, 0) * (int(picks[sample] == C_) - Fraction(1, 3))
        expected[C_, D_] *= int(weights[D_, picks[0]]) ** 2
    assert agree(found, expected)


def test_a_sign_that_the_precision_leaves_open_is_not_guessed() -> None:
    cancelling = {"v": np.array([1e-300, 1e300, -1e300])}
    mean = step(total(v[n], (n, N)))
    with pytest.raises(Unsettled), precision(128):
        Evaluator(Valuation({"N": 3}, {}, cancelling)).value(mean, ())
    with precision(4096):
        (found,) = Evaluator(Valuation({"N": 3}, {}, cancelling)).value(mean, ()).ravel()
    assert found == 1


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        (sinh(v[n]), "sinh"),
        (tensor("unknown", N)[n], "unknown"),
        (Symbol("q", real=True) * v[n], "q"),
        (total(v[n], (n, N)), "shadows"),
        (total(v[k], (k, D)), "D"),
    ],
)
def test_what_has_no_value_is_refused_by_name(expression: Any, named: str) -> None:
    with pytest.raises(Unevaluable, match=named):
        evaluate(expression, [(n, N)], v=ROW)


@pytest.mark.parametrize("power", [Rational(1, 3), Rational(-1, 4), Rational(3, 2), Rational(-5, 2)])
def test_every_rational_power_of_positive_numbers_has_a_value(power: Rational) -> None:
    found = evaluate(v[n] ** power, [(n, N)], v=np.array([0.5, 1.0, 7.0]))
    for ball, base in zip(found, (0.5, 1.0, 7.0), strict=True):
        assert abs(float(ball.mid()) - base ** float(power)) < 1e-14 * base ** float(power)


def test_balls_of_floats_are_exact() -> None:
    values = np.array([0.1, 5e-324, -np.inf, 1e308])
    assert all(
        ball == arb(value) and ball.rad() == 0 for ball, value in zip(balls(values), values, strict=True)
    )


def test_a_sigmoid_needs_no_sign_where_both_of_its_forms_are_good():
    third = Rational(1, 3)
    nothing = (v[n] + third) ** 2 - v[n] ** 2 - 2 * third * v[n] - third**2
    assert nothing != 0
    found = evaluate(sigmoid(nothing), [(n, N)], v=np.array([1.0, 2.0, 300.0]))
    assert agree(found, [Fraction(1, 2)] * 3)


def test_what_rows_of_a_batch_have_in_common_is_multiplied_batch_by_batch():
    rng = np.random.default_rng(0)
    left, right = tensor("left", N, D, C), tensor("right", N, C, D)
    given = {"left": rng.integers(-9, 9, (3, 5, 4)) / 4, "right": rng.integers(-9, 9, (3, 4, 5)) / 4}
    product_of = total(left[n, d, c] * right[n, c, i], (c, C))
    found = evaluate(product_of, [(n, N), (d, D), (i, D)], numbers={"D": 5}, **given)
    assert agree(found, given["left"] @ given["right"])
    infinite = {**given, "left": np.where(given["left"] == given["left"][0, 0, 0], np.inf, given["left"])}
    with np.errstate(all="ignore"):
        expected = np.einsum("ndc,nci->ndi", infinite["left"], infinite["right"])
    found = evaluate(product_of, [(n, N), (d, D), (i, D)], numbers={"D": 5}, **infinite)
    finite = np.isfinite(expected)
    assert not finite.all()
    assert agree(found[finite], expected[finite])
    assert not any(ball.is_finite() for ball in found[~finite])
