"""The bounds are of use: ordinary errors come within a hundredth of them."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import DTYPES, contractions, shares
from yudo import derivations

USEFUL = 0.01


@pytest.mark.parametrize("dtype", DTYPES)
def test_up_to_length_64_the_worst_error_of_a_contraction_is_at_least_a_hundredth_of_its_bound(dtype):
    measured = contractions(dtype, (1, 2, 4, 8, 16, 32, 64))
    assert [one.length for one in measured] == [1, 2, 4, 8, 16, 32, 64]
    assert all(USEFUL <= one.share <= 1 for one in measured)


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_error_and_its_bound_are_in_units_of_one_rounding_of_every_term(dtype):
    (one,) = contractions(dtype, (1,))
    assert one.error <= 1  # a single product is rounded once
    assert one.share == pytest.approx(one.error / one.bound)


@pytest.mark.parametrize("size", [4, 16, 64])
def test_every_result_of_the_affine_layer_comes_within_a_hundredth_of_its_bound(size):
    found = shares(size, ("affine",))
    assert set(found) == {result.id for result in derivations.layer("affine").results.values()}
    assert all(USEFUL <= by[dtype] <= 1 for by in found.values() for dtype in DTYPES)


def test_a_layer_that_does_not_round_has_the_share_0():
    assert shares(4, ("relu",))["relu.dx"] == {"float32": 0, "float64": 0}


def test_a_layer_with_arrays_of_millions_of_entries_is_left_out_at_that_size():
    assert shares(64, ("group_norm",)) == {}
    assert shares(4, ("group_norm",))["group_norm.dx"]["float32"] > USEFUL
    assert shares(16, ("conv2d", "avg_pool")) == {}  # images have room for 16 windows, 16 pixels apart
    assert shares(4, ("avg_pool",)).keys() == {"avg_pool.out", "avg_pool.dx"}
