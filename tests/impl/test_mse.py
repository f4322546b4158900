import re

import numpy as np
import pytest

from yudo.impl.mse import mse_loss

DTYPES = [np.float32, np.float64]


@pytest.mark.parametrize("dtype", DTYPES)
def test_it_is_the_mean_over_all_entries(dtype):
    x = np.array([[1, 5, -2], [0, 2, 7]], dtype)
    loss, dx = mse_loss(x, np.array([[1, 2, 1], [3, -1, 1]], dtype))
    assert loss == 12
    np.testing.assert_allclose(dx, np.array([[0, 3, -3], [-3, 3, 6]]) / 3, rtol=4 * np.finfo(dtype).eps)
    assert loss.dtype == dx.dtype == dtype


@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4)])
def test_every_shape_is_kept(shape):
    loss, dx = mse_loss(np.full(shape, 2.0), np.ones(shape))
    assert (loss, dx.shape) == (1, shape)


@pytest.mark.parametrize(("dtype", "most"), [(np.float32, 1.8e19), (np.float64, 1.3e154)])
def test_the_loss_overflows_where_the_square_does_and_the_gradient_does_not(dtype, most):
    fits, overflows = np.array([most], dtype), np.array([1.1 * most], dtype)
    assert np.isfinite(mse_loss(fits, np.zeros_like(fits))[0])
    with np.errstate(over="ignore"):
        loss, dx = mse_loss(overflows, np.zeros_like(fits))
    assert loss == np.inf
    assert dx == 2 * overflows


@pytest.mark.parametrize(
    ("x", "target", "error", "message"),
    [
        (np.ones((3, 1)), np.ones(3), ValueError, "target: got shape (3,); expected (3, 1), the shape of x"),
        (np.ones(3), np.ones(3, int), TypeError, "target: got int64 array of shape (3,)"),
        (1.0, np.ones(1), TypeError, "x: got float 1.0"),
        (np.ones((0, 3)), np.ones((0, 3)), ValueError, "x: got shape (0, 3); expected an entry"),
    ],
)
def test_bad_arguments_are_refused_by_name(x, target, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        mse_loss(x, target)
