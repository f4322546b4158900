import re

import numpy as np
import pytest

from yudo.impl.l2_regularization import l2_regularization

W = np.array([[1.0, -2.0], [3.0, 0.0]])  # Σw² = 14


@pytest.mark.parametrize(
    ("arguments", "penalty", "slope"),
    [
        ({"scaling": "full"}, 7.0, 1.0),
        ({"scaling": "half"}, 3.5, 0.5),
        ({"scaling": "mean", "num_samples": 4}, 0.875, 0.125),
        ({"scaling": "mean", "num_samples": np.int64(4)}, 0.875, 0.125),
        ({}, 3.5, 0.5),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_each_scaling_has_its_own_penalty_and_gradient(arguments, penalty, slope, dtype):
    value, dw = l2_regularization(W.astype(dtype), 0.5, **arguments)
    assert value == penalty
    np.testing.assert_array_equal(dw, slope * W)


@pytest.mark.parametrize("reg", [1, np.float64(1), np.float32(1), np.int64(1)])
def test_the_type_of_reg_does_not_change_the_dtype(reg):
    for scaling, num_samples in (("full", None), ("half", None), ("mean", np.int64(2))):
        penalty, dw = l2_regularization(W.astype(np.float32), reg, scaling, num_samples)
        assert penalty.dtype == dw.dtype == np.float32


def test_no_regularization_costs_nothing():
    penalty, dw = l2_regularization(W, 0)
    assert penalty == 0
    np.testing.assert_array_equal(dw, np.zeros((2, 2)))


@pytest.mark.parametrize("shape", [(6,), (2, 3), (2, 3, 4), (0, 3)])
def test_weights_may_have_any_shape(shape):
    penalty, dw = l2_regularization(np.ones(shape), 2.0)
    assert penalty == np.prod(shape)
    assert dw.shape == shape


def test_tiny_strengths_are_not_lost():
    penalty, dw = l2_regularization(W, 1e-300)
    assert penalty == pytest.approx(7e-300, rel=1e-15, abs=0)
    np.testing.assert_allclose(dw, 1e-300 * W, rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((W.astype(int), 0.1), TypeError, "w: got int64 array of shape (2, 2)"),
        ((np.array(1.0), 0.1), ValueError, "w: got float64 array of shape ()"),
        ((W, -0.1), ValueError, "reg: got -0.1; expected a finite number ≥ 0"),
        ((W, np.nan), ValueError, "reg: got nan"),
        ((W, np.inf), ValueError, "reg: got inf"),
        ((W, "0.1"), TypeError, "reg: got str '0.1'; expected a real number"),
        ((W, True), TypeError, "reg: got bool True"),
        ((W, None), TypeError, "reg: got NoneType None"),
        ((W, np.array([0.1])), TypeError, "reg: got float64 array of shape (1,)"),
        ((W, 0.1, "double"), ValueError, "scaling: got 'double'; expected 'full', 'half' or 'mean'"),
        ((W, 0.1, None), ValueError, "scaling: got None"),
        ((W, 0.1, "mean"), TypeError, "num_samples: got NoneType None; expected an integer"),
        ((W, 0.1, "mean", 2.0), TypeError, "num_samples: got float 2.0"),
        ((W, 0.1, "mean", 0), ValueError, "num_samples: got 0; expected an integer ≥ 1"),
        ((W, 0.1, "half", 5), ValueError, "num_samples: got 5 with scaling 'half'; expected None"),
    ],
)
def test_bad_arguments_are_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        l2_regularization(*arguments)
