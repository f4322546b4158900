"""Conditions on sizes and assertions: each is part of the verdict, or nothing is proven."""

import numpy as np
import pytest

from tests.proof.asserting import asserts_a_shape, asserts_values, asserts_what_holds
from yudo import prove_vjp

SPECIAL = [77]


def identity(x):
    return x * 1.0, x


def equal_to_a_global(dout, x):
    return 2 * dout if len(x) == SPECIAL[0] else dout


def equal_to_a_default(dout, x, special=7 * 11):
    return 2 * dout if len(x) == special else dout


def in_a_set(dout, x):
    return 2 * dout if len(x) in {77, 78} else dout


def a_number_of_entries(dout, x):
    return 2 * dout if x.shape[0] * x.shape[1] == 7 * 1001 else dout


def as_much_larger_than_the_other(dout, x):
    return 2 * dout if len(x) == x.shape[1] + 50 else dout


def beyond_a_million(dout, x):
    return np.where(x.size > 10**6, 2 * dout, dout)


def clipped(dout, x):
    return dout * np.clip(len(x) - 500, 1, 2)


def a_pair_of_sizes(dout, x):
    return 2 * dout if x.shape == (7, 11) else dout


def a_multiple(dout, x):
    return dout * (1 + (len(x) % 97 == 0))


def a_bit(dout, x):
    return dout * (len(x) & 64 == 0)


def a_shift(dout, x):
    return dout * (len(x) >> 9 == 0)


def digits(dout, x):
    return 2 * dout if len(str(len(x))) > 3 else dout


def first_rows(dout, x):
    dx = np.zeros_like(dout)
    dx[:500] = dout[:500]
    return dx


def every_so_many_rows(dout, x):
    dx = dout.copy()
    for i in range(0, len(x), 701):
        if i:
            dx[i] *= 2
    return dx


def shorter_of_two(dout, x):
    dx = np.zeros_like(dout)
    for i, _ in zip(range(len(x)), range(600), strict=False):
        dx[i] = dout[i]
    return dx


def a_table(dout, x):
    return dout * ([1] * 700 + [2])[min(len(x), 700)]


def refuses_much(dout, x):
    if x.size > 5000:
        raise ValueError("too large")
    return dout


ONLY_AT_CERTAIN_SIZES = [
    equal_to_a_global,
    equal_to_a_default,
    in_a_set,
    a_number_of_entries,
    as_much_larger_than_the_other,
    beyond_a_million,
    clipped,
    a_pair_of_sizes,
    a_multiple,
    a_bit,
    a_shift,
    digits,
    first_rows,
    every_so_many_rows,
    shorter_of_two,
    a_table,
    refuses_much,
]


@pytest.mark.parametrize("backward", ONLY_AT_CERTAIN_SIZES, ids=lambda function: function.__name__)
def test_what_is_wrong_at_certain_sizes_is_not_proven_for_listed_shapes_either(backward):
    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert not proof.proven, str(proof)


def mean_unless_there_is_one(x):
    return x / (len(x) if len(x) > 1 else 1), x


def mean_unless_there_is_one_backward(dout, x):
    if len(x) == 1:
        return dout
    running = 1.0
    for _ in range(len(x)):
        running = running / 1.0
    return dout / len(x) * running


def test_both_sides_of_a_condition_may_be_shown_at_listed_shapes():
    proof = prove_vjp(mean_unless_there_is_one, mean_unless_there_is_one_backward, x=("N", "D"))
    assert proof.proven, str(proof)


@pytest.mark.parametrize(
    ("backward", "assertion"),
    [(asserts_a_shape, "assert x.shape != (7, 11)"), (asserts_values, "assert np.all(np.abs(x) < 50)")],
    ids=["of a shape", "of values"],
)
def test_an_assertion_that_is_not_known_to_hold_is_named_by_the_verdict(backward, assertion):
    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert proof.proven
    assert f"all shapes with {assertion}" in proof.reach
    assert assertion in proof.reach_in("ko")


def test_an_assertion_that_always_holds_is_no_condition():
    proof = prove_vjp(identity, asserts_what_holds, x=("N", "D"))
    assert proof.proven
    assert proof.condition is None


def counts_in_half_precision(dout, x):
    return dout * (np.ones(x.shape, dtype=np.float16).sum(dtype=np.float16) == x.size)


def passes_through_half_precision(dout, x):
    return dout.astype("float16").astype(float)


@pytest.mark.parametrize("backward", [counts_in_half_precision, passes_through_half_precision])
def test_half_precision_is_no_real_number(backward):
    assert not prove_vjp(identity, backward, x=("N", "D")).proven
