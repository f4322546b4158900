"""Balls turned into floats, and comparisons on these, lose nothing that matters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from yudo.verification.numeric.balls import precision
from yudo.verification.numeric.entrywise import REFERENCE_ULPS, Exact, against_balls, ignored


def in_an_array(*values: Any) -> Any:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


@given(
    st.lists(
        st.tuples(st.floats(-1e300, 1e300), st.floats(-1e-12, 1e-12), st.floats(0, 1e-20)),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=100, deadline=None)
def test_a_ball_lies_within_the_radius_around_its_floats(parts: list[tuple[float, float, float]]) -> None:
    with precision(4096):
        balls = [arb(middle) * (1 + arb(off)) + arb(0, radius) for middle, off, radius in parts]
        exact = Exact.of(in_an_array(*balls))
        for ball, near, rest, radius in zip(balls, exact.near, exact.rest, exact.radius, strict=True):
            around = arb(near) + arb(rest) + arb(0, radius) + arb(0, 5e-324)
            assert around.contains(ball)
            assert near == float(ball.mid())


def test_what_is_narrow_stays_narrow_beside_what_is_wide() -> None:
    with precision(128):
        exact = Exact.of(in_an_array(arb(1), arb(1, 1e-3), arb(2).sqrt()))
    assert exact.radius[0] == 0
    assert exact.radius[1] >= 1e-3
    assert exact.radius[2] <= 1e-30


def test_infinite_balls_keep_their_sign_and_unknown_ones_have_an_infinite_radius() -> None:
    with precision(128):
        balls = in_an_array(
            arb.pos_inf(), arb.neg_inf(), arb("1e400"), arb.nan(), arb(0, float("inf")), arb(3)
        )
        exact = Exact.of(balls)
    assert exact.near[:3].tolist() == [np.inf, -np.inf, np.inf]
    assert exact.radius.tolist() == [0, 0, 0, np.inf, np.inf, 0]
    assert exact.near[5] == 3


def test_the_share_of_an_ulp_that_is_ignored_follows_the_dtype() -> None:
    values = np.array([1.0, 1e30, 1e39, 0.0])
    ulps = np.array([2.0**-52, np.spacing(1e30), np.spacing(1e39), 0.0])
    assert ignored(values, "float64") == pytest.approx(REFERENCE_ULPS * ulps, abs=5e-324)
    assert ignored(values, "float32")[0] == REFERENCE_ULPS * 2.0**-23
    assert np.isfinite(ignored(values, "float32")).all()


def one_and(bits: int) -> arb:
    """1 + 2^-bits."""
    with precision(200):
        return arb(1) + arb(2) ** -bits


def judged(seen: float, ball: arb, low: float, high: float, dtype: str = "float64") -> Any:
    with precision(128):
        exact = Exact.of(in_an_array(ball))
    return against_balls(np.array([seen]), exact, np.array([low]), np.array([high]), dtype)


@pytest.mark.parametrize(
    ("seen", "ball", "low", "high", "inside"),
    [
        (1.0, arb(1), 1.0, 1.0, True),
        (1.5, arb(1), 1.0, 1.5, True),
        (np.nextafter(1.5, 2), arb(1), 1.0, 1.5, False),
        (1.0, one_and(60), 1.0, 1.0, False),  # the exact value lies outside by 2^-60
        (1.0, one_and(80), 1.0, 1.0, True),  # by less than what is ignored
        (np.nan, arb(1), 0.0, 2.0, False),
        (np.inf, arb(1), 0.0, np.inf, False),
        (np.inf, arb.pos_inf(), 0.0, np.inf, True),
        (-np.inf, arb.pos_inf(), -np.inf, np.inf, False),
        (np.inf, arb("1e400"), 0.0, np.inf, True),
    ],
)
def test_an_entry_is_inside_if_it_and_its_exact_value_lie_in_the_enclosure(
    seen: float, ball: arb, low: float, high: float, inside: bool
) -> None:
    assert judged(seen, ball, low, high).inside.tolist() == [inside]


def test_what_is_too_large_for_float32_may_be_infinite_there_and_not_in_float64() -> None:
    for dtype, inside in (("float32", True), ("float64", False)):
        assert judged(np.inf, arb(1e39), 0.0, np.inf, dtype).inside.tolist() == [inside]


def test_error_tolerance_and_reach_are_measured_from_the_exact_value_and_from_the_seen_one() -> None:
    third = arb(1) / 3
    entries = judged(0.5, third, 0.25, 1.0)
    assert entries.error[0] == pytest.approx(1 / 6)
    assert entries.tolerance[0] == pytest.approx(2 / 3)
    assert entries.reach[0] == 0.5
