"""Enclosures hold what exact arithmetic gives and what rounding makes of it, and no more than they must."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from yudo.verification.numeric.intervals import Arithmetic, IntervalArray, NotEnclosed, enclosed_entries

DTYPES = ("float32", "float64")


def floats(dtype: str, shape: Any = (3, 4), bound: float = 1e3) -> st.SearchStrategy[np.ndarray]:
    width = np.dtype(dtype).itemsize * 8
    largest = float(np.dtype(dtype).type(bound))
    return hnp.arrays(dtype, shape, elements=st.floats(-largest, largest, width=width))


def in_fractions(array: np.ndarray) -> np.ndarray:
    """The entries as exact rational numbers."""
    exact = np.empty(array.shape, dtype=object)
    exact.ravel()[:] = [Fraction(float(value)) for value in array.ravel()]
    return exact


def holds(enclosure: IntervalArray, value: Any) -> bool:
    """Whether every entry lies in its interval; comparisons of fractions and floats are exact."""
    ends = zip(enclosure.low.ravel(), np.ravel(value), enclosure.high.ravel(), strict=True)
    return all(low <= entry <= high for low, entry, high in ends)


RATIONAL: dict[str, Callable[..., Any]] = {
    "sum": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "square": lambda a, b: a * a,
    "contraction": lambda a, b: a @ b.T,
    "contraction of contractions": lambda a, b: (a @ b.T) @ (b @ a.T),
    "sum over an axis": lambda a, b: (a * b).sum(axis=0),
    "shared denominator": lambda a, b: a / (b * b + 1),
    "in place": lambda a, b: _in_place(a, b),
    "one entry of a row": lambda a, b: _picked(a, b),
    "maximum": lambda a, b: np.maximum(a - b, 0),
    "half": lambda a, b: a / 2 + b * 0.5,
    "shares of a sum": lambda a, b: _shares(a * a + b * b + 1),
    "shares of a sum, divided by their number": lambda a, b: _shares(a * a + 1, 3),
    "shares of a sum whose terms change": lambda a, b: _changed_shares(a * a + 1, b),
}


def _shares(terms: Any, factor: int = 1) -> Any:
    terms /= factor * terms.sum(axis=1, keepdims=True)
    return terms


def _changed_shares(terms: Any, b: Any) -> Any:
    total = terms.sum(axis=1, keepdims=True)
    row = terms[0]
    row[...] = b[0] * b[0]
    return terms / total


def _in_place(a: Any, b: Any) -> Any:
    out = a - b
    out *= b
    out += a
    return out


def _picked(a: Any, b: Any) -> Any:
    out = a * b
    out[np.arange(3), [0, 3, 1]] -= 1
    return out


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("program", RATIONAL.values(), ids=RATIONAL)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_rational_programs_stay_within_their_enclosures(
    program: Callable[..., Any], dtype: str, data: st.DataObject
) -> None:
    a, b = data.draw(floats(dtype)), data.draw(floats(dtype))
    arithmetic = Arithmetic.of(dtype)
    enclosure = program(arithmetic.enclose(a), arithmetic.enclose(b))
    assert holds(enclosure, program(in_fractions(a), in_fractions(b)))
    assert holds(enclosure, program(a, b).astype(np.float64))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("function", ["exp", "log", "expm1", "log1p", "tanh", "sqrt"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_functions_stay_within_their_enclosures(function: str, dtype: str, data: st.DataObject) -> None:
    width = np.dtype(dtype).itemsize * 8
    positive = function in ("log", "log1p", "sqrt")
    x = data.draw(hnp.arrays(dtype, 5, elements=st.floats(0.0 if positive else -87, 87, width=width)))
    if function == "log":
        x = np.where(x == 0, x.dtype.type(1), x)
    enclosure = getattr(np, function)(Arithmetic.of(dtype).enclose(x))
    assert holds(enclosure, getattr(np, function)(x).astype(np.float64))
    with ctx.workprec(300):
        exact = [getattr(arb(float(value)), function)() for value in x]
        ends = zip(enclosure.low, exact, enclosure.high, strict=True)
        assert all(arb(float(low)) <= ball <= arb(float(high)) for low, ball, high in ends)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["erf", "erfc"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_an_error_function_of_every_entry_stays_in_its_enclosure(
    name: str, dtype: str, data: st.DataObject
) -> None:
    function = np.vectorize(getattr(math, name), otypes=[float])
    width = np.dtype(dtype).itemsize * 8
    x = data.draw(hnp.arrays(dtype, 5, elements=st.floats(-30, 30, width=width)))
    enclosure = enclosed_entries(function)(Arithmetic.of(dtype).enclose(x) + x.dtype.type(0))
    assert holds(enclosure, function(x).astype(dtype).astype(np.float64))
    with ctx.workprec(2000):
        exact = [getattr(arb(float(value)), name)() for value in x]
        ends = zip(enclosure.low, exact, enclosure.high, strict=True)
        assert all(arb(float(low)) <= ball <= arb(float(high)) for low, ball, high in ends)


def test_an_error_function_is_known_to_an_interval_of_both_ends() -> None:
    erf, erfc = (enclosed_entries(np.vectorize(f, otypes=[float])) for f in (math.erf, math.erfc))
    between = wide([-1e300, -1, 3], [1e300, 2, 3])
    assert holds(erf(between), [1, math.erf(0.5), math.erf(3)])
    assert not holds(erf(between), [1.1, 0, math.erf(3)])
    assert not holds(erf(between), [0, -0.85, math.erf(3)])
    assert not holds(erfc(between), [0, 1, math.erfc(3) * (1 + 1e-14)])
    with pytest.raises(NotEnclosed, match="vectorize"):
        enclosed_entries(np.vectorize(abs))(between)


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_logarithm_of_two_exponentials_stays_in_its_enclosure(dtype: str, data: st.DataObject) -> None:
    width = np.dtype(dtype).itemsize * 8
    a, b = (data.draw(hnp.arrays(dtype, 5, elements=st.floats(-300, 300, width=width))) for _ in range(2))
    arithmetic = Arithmetic.of(dtype)
    enclosure = np.logaddexp(arithmetic.enclose(a), arithmetic.enclose(b))
    assert holds(enclosure, np.logaddexp(a, b).astype(np.float64))
    with ctx.workprec(2000):
        exact = [(arb(float(one)).exp() + arb(float(two)).exp()).log() for one, two in zip(a, b, strict=True)]
        ends = zip(enclosure.low, exact, enclosure.high, strict=True)
        assert all(arb(float(low)) <= ball <= arb(float(high)) for low, ball, high in ends)


@pytest.mark.parametrize("dtype", DTYPES)
@given(seed=st.integers(0, 2**32 - 1), length=st.integers(2, 300))
@settings(max_examples=40, deadline=None)
def test_a_contraction_holds_in_every_order_of_summation(dtype: str, seed: int, length: int) -> None:
    rng = np.random.default_rng(seed)
    scales = 10.0 ** rng.uniform(-3, 3, length)
    a, b = ((rng.standard_normal(length) * scales).astype(dtype) for _ in range(2))
    arithmetic = Arithmetic.of(dtype)
    enclosure = arithmetic.enclose(a).dot(arithmetic.enclose(b))
    products = a * b
    for order in (np.arange(length), np.argsort(products), np.argsort(-products), rng.permutation(length)):
        total = np.dtype(dtype).type(0)
        for product in products[order]:
            total += product
        assert enclosure.low <= float(total) <= enclosure.high
        assert enclosure.low <= float(_in_pairs(products[order])) <= enclosure.high


def _in_pairs(terms: Any) -> Any:
    middle = len(terms) // 2
    return terms[0] if len(terms) == 1 else _in_pairs(terms[:middle]) + _in_pairs(terms[middle:])


@pytest.mark.parametrize("dtype", DTYPES)
@settings(max_examples=25)
@given(data=st.data())
def test_terms_that_are_added_to_places_stay_within_their_enclosures(dtype: str, data: st.DataObject) -> None:
    before, terms = data.draw(floats(dtype, 4)), data.draw(floats(dtype, 9))
    places = np.array(data.draw(st.lists(st.integers(0, 3), min_size=9, max_size=9)))
    enclosure = Arithmetic.of(dtype).enclose(before)
    np.add.at(enclosure, places, Arithmetic.of(dtype).enclose(terms))
    computed, exact = before.copy(), in_fractions(before)
    np.add.at(computed, places[::-1], terms[::-1])
    for place, term in zip(places, in_fractions(terms), strict=True):
        exact[place] += term
    assert holds(enclosure, computed)
    assert holds(enclosure, exact)
    untouched = ~np.isin(np.arange(4), places)
    np.testing.assert_array_equal(enclosure.low[untouched], enclosure.high[untouched])


def test_the_bound_of_a_sum_is_reached_to_a_quarter_by_the_worst_order() -> None:
    # Every addition to 1 + u loses almost u: the additions alone make up the bound.
    terms = np.full(1000, np.float32(2.0**-24) * np.float32(1 - 2.0**-10))
    terms[0] = 1
    total = np.float32(0)
    for term in terms:
        total += term
    enclosure = Arithmetic.of("float32").enclose(terms).sum()
    exact = sum(map(float, terms))
    assert abs(float(total) - exact) >= (enclosure.high - exact) / 4


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_width_of_one_operation_is_at_most_two_ulps(dtype: str) -> None:
    rng = np.random.default_rng(1)
    a, b = (rng.uniform(1, 2, 100).astype(dtype) for _ in range(2))
    arithmetic = Arithmetic.of(dtype)
    for program in (np.add, np.multiply, np.divide):
        enclosure = program(arithmetic.enclose(a), arithmetic.enclose(b))
        ulps = (enclosure.high - enclosure.low) / np.spacing(program(a, b)).astype(np.float64)
        assert ulps.max() <= 2.01


@pytest.mark.parametrize("length", [1, 8, 64])
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_bound_of_a_contraction_is_within_a_hundred_times_the_error(dtype: str, length: int) -> None:
    rng = np.random.default_rng(length)
    a, b = (rng.standard_normal((40, length)).astype(dtype) for _ in range(2))
    arithmetic = Arithmetic.of(dtype)
    enclosure = arithmetic.enclose(a) @ arithmetic.enclose(b).T
    exact = in_fractions(a) @ in_fractions(b).T
    error = np.abs(in_fractions((a @ b.T).astype(np.float64)) - exact)
    width = in_fractions(enclosure.high - enclosure.low) / 2
    assert (error / width).max() >= Fraction(1, 100)


def wide(low: Any, high: Any, dtype: str = "float64") -> IntervalArray:
    return IntervalArray(np.array(low, dtype=float), np.array(high, dtype=float), Arithmetic.of(dtype))


def test_a_share_of_a_sum_is_as_narrow_as_the_other_terms_allow() -> None:
    terms = wide([[0.5, 1e-9]], [[1.5, 3e-9]])
    share = terms / terms.sum(axis=1, keepdims=True)
    assert share.high[0, 0] <= 1
    assert share.low[0, 0] == pytest.approx(0.5 / (0.5 + 3e-9), abs=1e-14)
    assert share.high[0, 1] == pytest.approx(3e-9 / (0.5 + 3e-9), rel=1e-12)


def test_a_sum_knows_nothing_of_terms_that_were_written_to_since() -> None:
    for write in (
        lambda terms: terms.__setitem__((0, 0), wide(0.5, 1.5)),
        lambda terms: terms[0].__setitem__(0, wide(0.5, 1.5)),
        lambda terms: np.multiply(terms, wide([[0.5, 1.0]], [[1.5, 1.0]]), out=terms),
    ):
        terms = wide([[0.5, 0.5]], [[1.5, 1.5]])
        total = terms.sum(axis=1, keepdims=True)
        write(terms)
        assert (terms / total).high[0, 0] >= 1.5


def test_a_sum_that_was_written_to_itself_is_one_no_more() -> None:
    terms = wide([[0.5, 0.5]], [[1.5, 1.5]])
    total = terms.sum(axis=1, keepdims=True)
    total[0][...] = wide([0.25], [0.25])
    share = terms / total
    assert (share.low[0, 0], share.high[0, 0]) == pytest.approx((2, 6))


def test_a_sum_that_may_overflow_in_its_dtype_leaves_a_share_of_0_possible() -> None:
    terms = wide([[3e38, 3e38]], [[3e38, 3e38]], "float32")
    assert (terms / terms.sum(axis=1, keepdims=True)).low[0, 0] <= 0


def test_what_does_not_round_has_no_width() -> None:
    arithmetic = Arithmetic.of("float32")
    x = arithmetic.enclose(np.array([-1.5, -0.0, 0.0, 0.1, 1e30], dtype=np.float32))
    for exact in (np.maximum(x, 0), x * (x > 0), -x, x + 0, x * 1, x.T, np.where(x > 0, x, 0), abs(x)):
        np.testing.assert_array_equal(exact.low, exact.high)


def test_a_comparison_that_rounding_may_turn_takes_both_values() -> None:
    arithmetic = Arithmetic.of("float32")
    x = arithmetic.enclose(np.array([0.1, 0.1, 0.1], dtype=np.float32))
    gap = x * 3 - np.float32(0.3)
    mask = gap > 0
    np.testing.assert_array_equal(mask.low, [0, 0, 0])
    np.testing.assert_array_equal(mask.high, [1, 1, 1])
    assert holds(mask * 5, [0, 0, 0])
    assert holds(mask * 5, [5, 5, 5])


def rounded(*values: float) -> IntervalArray:
    """Numbers of which the last digits are open."""
    exact = np.array(values)
    return wide(exact - 1e-9, exact + 1e-9)


def largest_of_pairs(x: Any) -> Any:
    out = x[::2].copy()
    return np.maximum(out, x[1::2], out=out)


def test_what_is_larger_by_more_than_rounding_is_a_copy_of_one_entry_and_not_less_than_that() -> None:
    x = rounded(1, 2, 5, 3)
    out = largest_of_pairs(x)
    for place, expected in ((0, [0, 1]), (1, [1, 0])):
        for mask in (x[place::2] >= out, x[place::2] == out, out <= x[place::2]):
            assert mask.low.tolist() == mask.high.tolist() == expected
    assert (x[1::2] > out).high.tolist() == [0, 0]


def test_what_may_be_any_of_several_is_no_copy_of_one() -> None:
    x = rounded(1, 1, 5, 3)
    mask = x[1::2] >= largest_of_pairs(x)
    assert (mask.low.tolist(), mask.high.tolist()) == ([0, 0], [1, 0])


@pytest.mark.parametrize("written", ["the entries", "the copy"])
def test_a_copy_that_was_written_to_since_or_whose_entries_were_is_none(written: str) -> None:
    x = rounded(1, 2)
    out = largest_of_pairs(x)
    if written == "the copy":
        out *= 1.0
    else:
        x[1:] = rounded(2)
    mask = x[1::2] >= out
    assert (mask.low.item(), mask.high.item()) == (0, 1)


def test_equal_numbers_that_are_not_one_entry_stay_open() -> None:
    x, other = rounded(1, 2), rounded(1, 2)
    mask = other[1::2] >= largest_of_pairs(x)
    assert (mask.low.item(), mask.high.item()) == (0, 1)


def test_what_is_no_number_is_not_equal_to_its_copy() -> None:
    unknown = wide([-np.inf], [np.inf])
    mask = unknown == unknown.copy()
    assert (mask.low.item(), mask.high.item()) == (0, 1)


def test_an_assignment_under_an_uncertain_mask_keeps_both_values() -> None:
    arithmetic = Arithmetic.of("float64")
    x = arithmetic.enclose(np.array([0.1, 2.0, -2.0])) * 3
    mask = x - 0.30000000000000004 > 0
    x[mask] = 7.0
    assert x.low[0] < 0.31
    assert x.high[0] == 7
    assert (x.low[1], x.high[1]) == (7, 7)
    assert x.high[2] < 0


def test_overflow_opens_the_interval_and_the_sigmoid_closes_it_again() -> None:
    arithmetic = Arithmetic.of("float32")
    grown = np.exp(-arithmetic.enclose(np.array([-100.0, -1e4], dtype=np.float32)))
    np.testing.assert_array_equal(grown.high, [np.inf, np.inf])
    sigmoid = 1 / (1 + grown)
    assert holds(sigmoid, [0, 0])
    assert (sigmoid.high - sigmoid.low < 1e-37).all()


def test_infinity_minus_infinity_says_nothing() -> None:
    x = Arithmetic.of("float64").enclose(np.array([np.inf, -np.inf]))
    for unknown in (x - x, x * 0, x / x):
        np.testing.assert_array_equal(unknown.low, [-np.inf, -np.inf])
        np.testing.assert_array_equal(unknown.high, [np.inf, np.inf])


def test_a_product_of_matrices_knows_nothing_of_the_rows_that_have_an_unknown_entry() -> None:
    x = Arithmetic.of("float64").enclose(np.array([[[1.0, 2.0], [0.0, 3.0]]]))
    column = Arithmetic.of("float64").enclose(np.ones((1, 2, 1)))
    rows = (x / np.array([[[1.0, 1.0], [0.0, 1.0]]])) @ column
    np.testing.assert_allclose(rows.low, [[[3.0], [-np.inf]]], rtol=1e-15)
    np.testing.assert_allclose(rows.high, [[[3.0], [np.inf]]], rtol=1e-15)


def test_a_masked_class_has_exactly_no_weight() -> None:
    x = Arithmetic.of("float64").enclose(np.array([-np.inf, 1.0]))
    weights = np.exp(x - x.max(keepdims=True))
    assert (weights.low[0], weights.high[0]) == (0, 0)


def test_an_overflow_on_the_way_through_a_sum_is_seen() -> None:
    x = Arithmetic.of("float32").enclose(np.array([3e38, 3e38, -3e38, -3e38], dtype=np.float32))
    total = x.sum()
    assert (total.low, total.high) == (-np.inf, np.inf)


def test_a_sum_keeps_a_term_that_is_infinite_itself() -> None:
    total = Arithmetic.of("float32").enclose(np.array([1.0, np.inf], dtype=np.float32)).sum()
    assert (total.low, total.high) == (np.inf, np.inf)


def test_underflow_leaves_room_for_the_smallest_number() -> None:
    arithmetic = Arithmetic.of("float32")
    tiny = arithmetic.enclose(np.array([1e-30], dtype=np.float32))
    product = tiny * tiny
    assert product.low[0] <= 0 < product.high[0]


def test_a_witness_may_flush_subnormal_numbers() -> None:
    x = Arithmetic.of_witness(4).enclose(np.array([5e-324, -1e-310, 1.0]))
    assert holds(x, [0, 0, 1])
    assert holds(x > 0, [0, 0, 1])
    assert holds(x > 0, [1, 0, 1])


def test_a_fraction_in_the_program_counts_as_rounded_once() -> None:
    x = Arithmetic.of("float64").enclose(np.array([1.0]))
    third = x * (1 / 3)
    assert holds(third, [Fraction(1, 3)])


@pytest.mark.parametrize(
    ("program", "named"),
    [
        (lambda x: np.sort(x), "sort"),
        (lambda x: np.sin(x), "sin"),
        (lambda x: x.astype(np.float16), "astype"),
        (lambda x: float(x[0]), "float"),
        (lambda x: x[0] if x[0] * 3 - np.float32(0.3) > 0 else x, "branches"),
        (lambda x: x**2.5, "power"),
        (lambda x: (x - 1) ** 3, "power"),
        (lambda x: float(1 - x[0].arithmetic.number(0.1)), "float"),
        (lambda x: x.arithmetic.number(0.1) * np.ones(3), "plain array"),
        (lambda x: x[x * 3 > np.float32(0.3)], "index"),
        (lambda x: x + "1", "str"),
    ],
)
def test_what_has_no_rule_is_refused_by_name(program: Callable[[Any], Any], named: str) -> None:
    x = Arithmetic.of("float32").enclose(np.full(9, 0.1, dtype=np.float32))
    with pytest.raises(NotEnclosed, match=named):
        program(x)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("beta", [0.999, 0.1, 1e-12])
def test_what_python_computes_with_numbers_is_enclosed_in_double_precision(dtype: str, beta: float) -> None:
    arithmetic = Arithmetic.of(dtype)
    array = np.array([3.0, 0.7], dtype=dtype)
    for t in (1, 2, 3, 300):
        correction = 1 - arithmetic.number(beta) ** t
        exact = 1 - Fraction(beta) ** t
        assert holds(correction, [exact])
        assert holds(correction, [Fraction(1 - beta**t)])
        # The power may be 4 ulps off, and so may the ends of its enclosure.
        assert float(correction.high - correction.low) < 2 * (2 * 8 + 2) * 2.0**-53
        corrected = arithmetic.enclose(array) / correction
        assert corrected.dtype == np.dtype(dtype)
        assert holds(corrected, [Fraction(float(entry)) / exact for entry in array])
        assert holds(corrected, [Fraction(float(entry)) for entry in array / (1 - beta**t)])
    assert float(arithmetic.number(beta)) == beta
    assert bool(arithmetic.number(beta) < 1)


@pytest.mark.parametrize("dtype", DTYPES)
def test_rounding_carries_nothing_across_zero(dtype: str) -> None:
    arithmetic = Arithmetic.of(dtype)
    tiny = arithmetic.enclose(np.array([8 * np.finfo(dtype).smallest_subnormal]))
    squared = np.exp(arithmetic.enclose(np.array([-100.0]))) / 3
    for positive in (tiny * 0.75, tiny / 3, squared):
        assert positive.low[0] >= 0
        assert (-positive).high[0] <= 0


def test_masks_combine_where_rounding_may_turn_one_of_them() -> None:
    x = Arithmetic.of("float64").enclose(np.array([0.1, 2.0])) * 3
    open_first = x > 0.30000000000000004
    certain = x < 100
    for mask, ends in ((open_first & certain, ([0, 1], [1, 1])), (open_first | certain, ([1, 1], [1, 1]))):
        np.testing.assert_array_equal([mask.low, mask.high], ends)
    np.testing.assert_array_equal((~open_first).high, [1, 0])


def test_views_write_through_to_the_array_they_show() -> None:
    x = Arithmetic.of("float64").enclose(np.zeros((2, 3)))
    x.T[0] += 1
    np.testing.assert_array_equal(x.low[:, 0], [1, 1])
