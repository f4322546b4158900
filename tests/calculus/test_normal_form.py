"""What the algebra shows, what it must not show, and that its rewriting keeps every value."""

import itertools

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    Abs,
    Indexed,
    Integer,
    KroneckerDelta,
    Max,
    Mul,
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
    sqrt,
    tanh,
)

from yudo.derivations.calculus import (
    difference,
    equal,
    gradient,
    indices,
    labels,
    maximum,
    normal_form,
    relu,
    scalars,
    sigmoid,
    size_family,
    sizes,
    step,
    tensor,
    total,
)
from yudo.derivations.calculus.algebra import (
    Undecidable,
    is_zero_by_cases,
    is_zero_off_ties,
    number,
    off_kinks,
    replace,
)
from yudo.derivations.calculus.functions import AffineIndex, Sum, floor, rint
from yudo.derivations.calculus.normal_form import polynomial
from yudo.derivations.calculus.steps import budget

N, D, C, L = sizes("N D C L")
n, d, c, k, i, j, t, s = indices("n d c k i j t s")
x = tensor("x", N, D)
v = tensor("v", D)
z = tensor("z", N, C)
p = tensor("p", N, C, positive=True)
y = labels("y", N)
a, b = scalars("a b")
(eps,) = scalars("epsilon", positive=True)
H = size_family("H")
W = tensor("W", H[t], H[t + 1], layer=t)


def softmax(n, c):
    return exp(z[n, c]) / total(exp(z[n, k]), (k, C))


def largest_of_a_window(n, c):
    return maximum(maximum(x[AffineIndex(2 * n + k), AffineIndex(c + t)], (k, D)), (t, N))


def by_sign(above, below):
    """What NumPy's masks ``a >= 0`` and ``a < 0`` choose."""
    return (1 - step(-a)) * above + step(-a) * below


SHOWN = {
    "bound indices may be renamed": (total(x[n, d], (d, D)), total(x[n, k], (k, D))),
    "sums exchange": (total(x[n, d], (n, N), (d, D)), total(x[n, d], (d, D), (n, N))),
    "a sum distributes over +": (total(v[d] + 1, (d, D)), total(v[d], (d, D)) + D),
    "a factor leaves its sum": (total(a * v[d], (d, D)), a * total(v[d], (d, D))),
    "a product of sums is a double sum": (total(v[d], (d, D)) ** 2, total(v[d] * v[k], (d, D), (k, D))),
    "a delta picks": (total(KroneckerDelta(c, y[n]) * z[n, c], (c, C)), z[n, y[n]]),
    "a delta equates what stands beside it": (
        KroneckerDelta(i, j) * softmax(n, i),
        KroneckerDelta(i, j) * softmax(n, j),
    ),
    "softmax sums to one": (total(softmax(n, c), (c, C)), Integer(1)),
    "softmax is shift invariant": (
        exp(z[n, c] - maximum(z[n, k], (k, C))) / total(exp(z[n, j] - maximum(z[n, k], (k, C))), (j, C)),
        softmax(n, c),
    ),
    "log-sum-exp may be shifted": (
        log(total(exp(z[n, k]), (k, C))),
        a + log(total(exp(z[n, k] - a), (k, C))),
    ),
    "nothing exceeds the largest of its row": (step(z[n, c] - maximum(z[n, k], (k, C))), Integer(0)),
    "no pixel of a window exceeds its largest": (
        total(
            v[i] * step(x[AffineIndex(2 * n + i), AffineIndex(c + j)] - largest_of_a_window(n, c)),
            (i, D),
            (j, N),
        ),
        Integer(0),
    ),
    "maxima exchange": (
        maximum(maximum(v[AffineIndex(D * n + 2 * i)] + z[n, j], (i, N)), (j, N)),
        maximum(maximum(v[AffineIndex(D * n + 2 * j)] + z[n, i], (i, N)), (j, N)),
    ),
    "a maximum moves with a shift": (maximum(z[n, k] + a, (k, C)), a + maximum(z[n, k], (k, C))),
    "sigmoids of opposite signs sum to one": (sigmoid(a) + sigmoid(-a), Integer(1)),
    "the derivative of the sigmoid": (gradient(sigmoid(a), a), sigmoid(a) * (1 - sigmoid(a))),
    "tanh is a stretched sigmoid": (tanh(a), 2 * sigmoid(2 * a) - 1),
    "the error function is odd": (erf(b - a), -erf(a - b)),
    "the error function of sums in another order": (
        erf(total(x[n, d] - v[d], (d, D))),
        -erf(total(v[k], (k, D)) - total(x[n, i], (i, D))),
    ),
    "an error function that tells signs apart": (erf(by_sign(a, b)), by_sign(erf(a), erf(b))),
    "the error function of the absolute value": (erf(Abs(a)), erf(a) * (2 * step(a) - 1)),
    "the derivative of the error function": (gradient(erf(a / sqrt(2)), a), sqrt(2 / pi) * exp(-(a**2) / 2)),
    "the normal probabilities of opposite numbers sum to one": (1 - erf(-a / sqrt(2)), 1 + erf(a / sqrt(2))),
    "sine is odd and cosine even": (sin(a - b) + cos(a - b), cos(b - a) - sin(b - a)),
    "squares of sine and cosine": (sin(a * b) ** 2 + cos(a * b) ** 2, Integer(1)),
    "the sine of a sum": (sin(a + 2 * b), sin(a) * cos(2 * b) + 2 * cos(a) * sin(b) * cos(b)),
    "powers of a cosine": (cos(a) ** 3, (cos(3 * a) + 3 * cos(a)) / 4),
    "the derivative of the tangent": (gradient(sin(a) / cos(a), a), 1 / cos(a) ** 2),
    "a quotient of a cosine and itself": (cos(a) * b / cos(a), b),
    "the sine of the absolute value": (sin(Abs(a)), sin(a) * (2 * step(a) - 1)),
    "the arctangent is odd": (atan(b - a), -atan(a - b)),
    "the derivative of the arctangent": (gradient(atan(2 * a), a), 2 / (1 + 4 * a**2)),
    "what is rounded down moves with nothing": (gradient(a - floor(3 * a) + rint(a), a), Integer(1)),
    "exponentials are compared by their exponents": (step(exp(2 * a) - exp(b)), step(2 * a - b)),
    "an exponential and one": (step(1 - exp(a / 2)), step(-a)),
    "a negative power of an absolute value": (a / (a * (step(a) - step(-a))), sign(a)),
    "logit inverts sigmoid": (log(sigmoid(a) / (1 - sigmoid(a))), a),
    "sigmoid inverts logit": (sigmoid(log(p[n, c] / (1 - p[n, c]))), p[n, c]),
    "a root of a sum squares away": (sqrt(a**2 + eps) ** 2, a**2 + eps),
    "powers of one base meet": (
        1 / sqrt(a**2 + eps) - a**2 / sqrt(a**2 + eps) ** 3,
        eps / sqrt(a**2 + eps) ** 3,
    ),
    "indicators are idempotent": (step(a) ** 2, step(a)),
    "opposite indicators exclude each other": (step(a) * step(-a), Integer(0)),
    "an indicator ignores a positive factor": (step(a / N * exp(b)), step(a)),
    "relu is its input times the indicator": (relu(a), a * step(a)),
    "a maximum of two numbers": (Max(a, 0), relu(a)),
    "the absolute value": (Abs(a), relu(a) + relu(-a)),
    "the sign is odd": (sign(-a), -sign(a)),
    "a sigmoid that tells signs apart": (
        by_sign(1, exp(a)) / (1 + by_sign(exp(-a), exp(a))),
        sigmoid(a),
    ),
    "the logarithm of one": (log(1 + by_sign(exp(-a), exp(a))), log(1 + exp(a)) - by_sign(a, 0)),
    "a power of one entry of a row": (
        1 / (1 + KroneckerDelta(i, j) * v[i]),
        1 - KroneckerDelta(i, j) * v[j] / (1 + v[j]),
    ),
    "a sum over a known number of terms expands": (total(v[d], (d, Integer(2))), v[0] + v[1]),
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_algebra_shows(name):
    assert equal(*SHOWN[name])
    assert difference(*SHOWN[name]) == 0


NOT_EQUAL = {
    "a sum of squares and the square of a sum": (total(v[d] ** 2, (d, D)), total(v[d], (d, D)) ** 2),
    "rows and columns": (total(x[n, d] * v[d], (d, D)), total(x[d, n] * v[d], (d, D))),
    "a mean and a sum": (total(v[d], (d, D)), total(v[d], (d, D)) / D),
    "the right class and another": (z[n, y[n]], z[n, c]),
    "strict and weak comparison at the kink": (step(a), 1 - step(-a)),
    "a sigmoid and one with its branches exchanged": (1 / (1 + by_sign(exp(a), exp(-a))), sigmoid(a)),
    "a root and its own branch": (1 / sqrt(1 + step(a) * b**2), 1 / sqrt(1 + b**2)),
    "an error function and twice the one of half": (erf(a), 2 * erf(a / 2)),
    "the error function and the hyperbolic tangent": (erf(a), tanh(2 * a / sqrt(pi))),
    "a sine and the angle": (sin(a), a),
    "the sine of twice and twice the sine": (sin(2 * a), 2 * sin(a)),
    "a sine and its cosine": (sin(a), cos(a)),
    "a tangent and its angle's inverse": (atan(sin(a) / cos(a)), a),
    "rounded down and to the nearest": (floor(a + Rational(1, 2)), rint(a)),
    "an exponential and two": (step(2 - exp(a)), step(-a)),
    "the root of a square and its base": (sqrt(a**2), a),
    "the logarithm of a square and twice the logarithm": (log(a**2), 2 * log(a)),
    "a collapse on a label's sample": (
        total(KroneckerDelta(c, y[n]) * z[n, c], (n, N)),
        z[i, c],
    ),
    "a delta whose number may lie outside the axis": (
        total(KroneckerDelta(d, 5) * v[d], (d, D)),
        v[5],
    ),
    "the largest of a window and a pixel that may lie outside of it": (
        step(v[AffineIndex(2 * n + i)] - maximum(v[AffineIndex(2 * n + k)], (k, C))),
        Integer(0),
    ),
    "the largest of a window and the pixels of a longer one": (
        total(v[i] * step(v[AffineIndex(2 * n + i)] - maximum(v[AffineIndex(2 * n + k)], (k, C))), (i, D)),
        Integer(0),
    ),
    "a bound layer's width and a free one's": (
        total(total(W[t + 1, i, j], (i, H[t])), (t, L)),
        total(total(W[s + 1, i, j], (i, H[t])), (s, L)),
    ),
}


@pytest.mark.parametrize("name", NOT_EQUAL)
def test_the_algebra_does_not_show(name):
    assert not equal(*NOT_EQUAL[name])
    assert difference(*NOT_EQUAL[name]) != 0


def test_a_bound_index_is_not_taken_for_the_free_one_of_the_entry():
    assert gradient(total(x[n, d], (d, D)), x[n, d]) != Sum(1, (d, 0, D - 1))
    assert equal(gradient(total(x[n, d], (d, D)), x[n, d]), 1)


def test_a_sign_that_follows_from_others_is_not_asked_again():
    clip, mask = step(1 - a) * step(1 + a), step(1 - Abs(a))
    assert is_zero_by_cases(polynomial(clip) - polynomial(mask))
    assert is_zero_by_cases(polynomial(step(a - 1) * step(a) * step(-2 - a)))
    assert is_zero_by_cases(polynomial(step(a - b) * step(b - 1) * (1 - step(a - 1))))
    for other in (step(1 - a) * step(2 + a), step(1 - a), step(1 + a), 1 - step(a - 1) * step(-1 - a)):
        assert not is_zero_by_cases(polynomial(other) - polynomial(mask))


def test_what_is_replaced_outside_of_a_sum_is_not_replaced_within():
    inside = Symbol("_1_0", integer=True)
    ((((atom, _),),),) = [polynomial(step(v[inside])).terms]
    for bound in (maximum(v[inside] * step(v[inside]), (inside, N)), total(step(v[inside]), (inside, N))):
        whole = polynomial(bound)
        assert replace(whole, {atom: number(1)}) == whole


def test_an_indicator_is_turned_round_inside_a_sum_too_for_whatever_index_it_binds():
    turned, _ = off_kinks(polynomial(step(-x[n, d]) + total(step(-x[n, d]) * v[d], (d, D))))
    assert turned == polynomial(1 - step(x[n, d]) + total((1 - step(x[n, d])) * v[d], (d, D)))


def test_the_terms_of_a_sum_share_what_they_have_in_common():
    inner = total(x[n, d] * v[d], (d, D))
    gates = [sigmoid(inner + place) for place in range(3)]
    factors = [gate * (1 - gate) for gate in gates]
    with budget(2_000):  # 5,200 if each term is renamed by itself
        polynomial(total(x[n, i] * Mul(*factors) * (1 - tanh(gates[0]) ** 2), (n, N)))


def test_what_has_no_reading_is_undecidable():
    with pytest.raises(Undecidable, match="no reading for"):
        polynomial(a**b)
    with pytest.raises(Undecidable, match="division by zero"):
        polynomial(1 / (total(v[d], (d, D)) - total(v[k], (k, D))))
    with pytest.raises(Undecidable, match="division by an indicator"):
        polynomial(1 / step(a))


# -- rewriting keeps values: random expressions, evaluated before and after at small sizes ----------------


def leaves():
    return st.sampled_from(
        [x[n, d], x[n, k], v[d], v[k], a, Integer(2), Rational(-1, 3), KroneckerDelta(d, k), N]
    )


def grown(children):
    return st.one_of(
        st.builds(lambda u, w: u + w, children, children),
        st.builds(lambda u, w: u * w, children, children),
        children.map(lambda u: u**2),
        children.map(lambda u: exp(u)),
        children.map(step),
        children.map(relu),
        children.map(sigmoid),
        children.map(lambda u: 1 / (u**2 + 1)),
        children.map(lambda u: total(u, (d, D))),
        children.map(lambda u: total(u, (k, D))),
        children.map(lambda u: log(1 + u**2)),
    )


def value(expression, here):
    """Evaluate at concrete sizes and entries by brute force; sums are loops."""
    if isinstance(expression, Sum):
        ((index, _, high), *rest) = expression.limits[::-1]
        inner = Sum(expression.function, *rest[::-1]) if rest else expression.function
        return sum(value(inner, here | {index: place}) for place in range(int(high.subs(here)) + 1))
    if isinstance(expression, Indexed):
        return float(here[(expression.base.name, *(int(q.subs(here)) for q in expression.indices))])
    if expression.is_Atom:
        return float(here.get(expression, expression))
    if isinstance(expression, KroneckerDelta):
        first, second = (q.subs(here) for q in expression.args)
        return float(first == second)
    parts = [value(part, here) for part in expression.args]
    if isinstance(expression, step):
        return float(parts[0] > 0)
    if isinstance(expression, relu):
        return max(parts[0], 0.0)
    return float(expression.func(*parts))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.recursive(leaves(), grown, max_leaves=6))
def test_normal_form_keeps_the_value_of_random_expressions(expression):
    entries = {
        ("x", row, column): Rational(number, 8)
        for (row, column), number in zip(
            itertools.product(range(2), range(3)), (3, -5, 1, 7, -2, 4), strict=True
        )
    }
    entries |= {("v", 0): Rational(-3, 4), ("v", 1): Rational(1, 2), ("v", 2): Rational(5, 8)}
    here = {N: 2, D: 3, n: 1, d: 2, k: 0, a: Rational(-5, 16), **entries}
    before, after = value(expression, here), value(normal_form(expression), here)
    if abs(before) < 1e12:
        assert after == pytest.approx(before, rel=1e-9, abs=1e-9)


def test_a_maximum_over_two_axes_cancels_like_one_over_a_row() -> None:
    N, C = sizes("N C")
    x = tensor("x", N, C)
    n, c, i, j = indices("n c i j")
    top = maximum(maximum(x[i, j], (j, C)), (i, N))
    row = total(exp(x[n, j] - top), (j, C))
    assert equal(exp(x[n, c] - top) / row, exp(x[n, c]) / total(exp(x[n, j]), (j, C)))


def test_what_stands_beside_a_delta_of_places_is_written_by_the_shorter_one():
    met = KroneckerDelta(i, AffineIndex(C * n + k))
    shifted = v[AffineIndex(C * n + k + d)]
    assert equal(met * shifted, met * v[AffineIndex(i + d)])
    assert not equal(met * shifted, met * v[AffineIndex(i)])
    assert equal(total(met * shifted, (k, N)), total(met * v[AffineIndex(i + d)], (k, N)))


def test_an_entry_is_kept_at_its_place_beside_a_delta_where_it_is_compared_with_another_entry():
    met = KroneckerDelta(i, AffineIndex(C * n + k))
    entry = v[AffineIndex(C * n + k)]
    assert equal(met * step(entry), met * step(v[i]))
    first = v[AffineIndex(C * n)]
    assert equal(met * step(entry - first) * step(first - entry), 0)
    assert not equal(met * step(entry - first), met * step(v[i]))


def test_a_maximum_of_relus_is_differentiated_as_no_entry_below_0_moves_it():
    pixel = x[AffineIndex(C * n + k), j]
    top = maximum(relu(pixel), (k, N))
    met = KroneckerDelta(i, AffineIndex(C * n + k)) * KroneckerDelta(j, s)
    assert equal(gradient(top, x[i, s]), total((1 - step(top - relu(pixel))) * step(pixel) * met, (k, N)))


def test_a_maximum_over_windows_is_differentiated_where_its_places_differ():
    pixel = x[AffineIndex(C * n + k), AffineIndex(j + 2 * d)]
    top = maximum(maximum(pixel, (k, N)), (j, L))
    met = KroneckerDelta(i, AffineIndex(C * n + k)) * KroneckerDelta(s, AffineIndex(j + 2 * d))
    assert equal(gradient(top, x[i, s]), total((1 - step(top - pixel)) * met, (k, N), (j, L)))
    often_the_same = (
        x[n, AffineIndex(j + k)],  # j and k move to one place
        x[j, y[k]],
    )
    for entry in often_the_same:
        with pytest.raises(ValueError, match="ties"):
            maximum(maximum(entry, (k, N)), (j, L)).diff(x[i, s])


def test_what_is_free_in_a_sum_is_what_sympy_says_without_rebuilding_it():
    inner = Sum(x[n, k] * v[k], (k, 0, D - 1))
    triangle = Sum(exp(inner) * z[n, c], (c, 0, n), (n, 0, N - 1))
    for expression in (inner, triangle, Sum(z[n, c], (n, 0, N - 1), (c, 0, C - n))):
        of_sympy = sympy.Sum(*expression.args)
        assert expression.free_symbols == of_sympy.free_symbols
        assert equal(of_sympy, inner) == (expression is inner)
    assert not triangle.free_symbols & {n, c, k}


def off_ties(e):
    """Whether an expression is shown to be zero where no two compared values are equal."""
    return is_zero_off_ties(off_kinks(polynomial(e))[0])


def larger(one, other):
    return other + relu(one - other)


FOUR = [z[n, place] for place in range(4)]
ORDERS = {
    "one of two is larger": step(FOUR[0] - FOUR[1]) + step(FOUR[1] - FOUR[0]) - 1,
    "no three are in a circle": step(FOUR[0] - FOUR[1]) * step(FOUR[1] - FOUR[2]) * step(FOUR[2] - FOUR[0]),
    "what equals the maximum is the largest": 1
    - step(larger(larger(FOUR[0], FOUR[1]), FOUR[2]) - FOUR[0])
    - step(FOUR[0] - FOUR[1]) * step(FOUR[0] - FOUR[2]),
    "maxima associate": larger(larger(FOUR[0], FOUR[1]), FOUR[2]) - larger(FOUR[0], larger(FOUR[1], FOUR[2])),
}


@pytest.mark.parametrize("name", ORDERS)
def test_what_holds_in_every_order_is_shown_off_ties(name):
    assert off_ties(ORDERS[name])
    assert not off_ties(ORDERS[name] + step(FOUR[0] - FOUR[3]) * step(FOUR[3] - FOUR[1]) * v[d])


def test_entries_that_may_be_one_are_not_told_apart_by_their_order():
    """Where ``c`` is the label, both are the same entry, and neither is larger."""
    assert not off_ties(step(z[n, c] - z[n, y[n]]) + step(z[n, y[n]] - z[n, c]) - 1)
    assert not off_ties(step(z[n, 0] - z[n, y[n]]) + step(z[n, y[n]] - z[n, 0]) - 1)


PAIRS_OF_FOUR = st.sampled_from(list(itertools.permutations(range(4), 2)))


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.integers(-2, 2), st.lists(PAIRS_OF_FOUR, max_size=3)), max_size=4))
def test_what_is_shown_off_ties_is_zero_in_each_of_the_orders(terms):
    def value(places):
        return sum(k * all(places[one] > places[other] for one, other in pairs) for k, pairs in terms)

    expression = sum(
        (k * Mul(*(step(FOUR[one] - FOUR[other]) for one, other in pairs)) for k, pairs in terms), Integer(0)
    )
    assert off_ties(expression) == all(value(places) == 0 for places in itertools.permutations(range(4)))


def test_addends_that_do_not_depend_on_an_entry_are_left_out_of_its_derivative_and_the_others_kept():
    others = z[0, 0] ** 2 * z[1, 1] + x[1, 1] + z[0, 1] * (z[1, 1] + z[0, 0]) * (z[1, 1] + 2)
    expected = z[0, 0] ** 2 + z[0, 1] * (2 * z[1, 1] + z[0, 0] + 2)
    assert equal(gradient(others, z[1, 1]), expected)
    delta = KroneckerDelta(i, 1) * KroneckerDelta(j, 1)
    assert equal(gradient(total(z[i, j] + z[0, 0] * z[1, 1], (k, D)), z[1, 1]), D * (delta + z[0, 0]))
