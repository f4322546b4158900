import re

import numpy as np
import pytest

from yudo.impl.group_norm import spatial_groupnorm_backward, spatial_groupnorm_forward
from yudo.impl.layer_norm import layernorm_backward, layernorm_forward

X = np.array([[[0.0, 0], [0, 4], [6, -2], [2, 2]], [[1, 5], [1, 1], [-1, -1], [3, -1]]])
GAMMA, BETA = np.array([2.0, 1, 1, 3]), np.array([1.0, 0, 0, -1])
DOUT = np.array([[[1.0, 3], [0, 4], [3, 0], [1, -1]], [[2, 0], [4, 0], [1, 1], [-2, 0]]])


def forward(x=X, gamma=GAMMA, beta=BETA, groups=2, **gn_param):
    return spatial_groupnorm_forward(x, gamma, beta, groups, {"eps": 1.0, **gn_param})


def drawn(*shape):
    rng = np.random.default_rng(0)
    gamma, beta = rng.uniform(0.5, 1.5, (2, shape[1]))
    return *rng.normal(size=(2, *shape)), gamma, beta


def test_groups_of_variance_3_and_8_are_divided_by_2_and_3():
    out, _ = forward()
    expected = [[[0, 0], [-1 / 2, 3 / 2], [4 / 3, -4 / 3], [-1, -1]]]
    expected += [[[0, 4], [-1 / 2, -1 / 2], [-1 / 2, -1 / 2], [7 / 2, -5 / 2]]]
    np.testing.assert_allclose(out, expected, rtol=1e-14, atol=1e-15)


def test_the_gradients_are_those_that_a_pencil_gives():
    dx, dgamma, dbeta = spatial_groupnorm_backward(DOUT, forward()[1])
    expected = [[[-3 / 8, 13 / 8], [-11 / 8, 1 / 8], [11 / 36, 7 / 36], [3 / 4, -5 / 4]]]
    expected += [[[3 / 4, -1 / 4], [3 / 4, -5 / 4], [3 / 8, 3 / 8], [-5 / 8, -1 / 8]]]
    np.testing.assert_allclose(dx, expected, rtol=1e-14)
    np.testing.assert_allclose(dgamma, [-3, 4, 3, -3], rtol=1e-14)
    np.testing.assert_allclose(dbeta, [6, 8, 5, -2], rtol=1e-15)


@pytest.mark.parametrize("pixels", [(1,), (5,), (2, 3), (2, 3, 2)])
@pytest.mark.parametrize("groups", [1, 2, 3, 6])
def test_a_group_is_a_row_of_layer_normalisation(groups, pixels):
    x, dout, gamma, beta = drawn(4, 6, *pixels)
    per_channel = (6, *[1] * len(pixels))
    out, cache = spatial_groupnorm_forward(x, gamma, beta, groups, {})
    rows = x.reshape(4 * groups, -1)
    one, none = np.ones(rows.shape[1]), np.zeros(rows.shape[1])
    unit, of_rows = layernorm_forward(rows, one, none, {})
    unit = unit.reshape(x.shape)
    expected = gamma.reshape(per_channel) * unit + beta.reshape(per_channel)
    np.testing.assert_allclose(out, expected, rtol=1e-12, atol=1e-14)
    dx, dgamma, dbeta = spatial_groupnorm_backward(dout, cache)
    back = (dout * gamma.reshape(per_channel)).reshape(rows.shape)
    np.testing.assert_allclose(
        dx, layernorm_backward(back, of_rows)[0].reshape(x.shape), rtol=1e-10, atol=1e-13
    )
    axes = (0, *range(2, x.ndim))
    np.testing.assert_allclose(dgamma, (dout * unit).sum(axis=axes), rtol=1e-11)
    np.testing.assert_allclose(dbeta, dout.sum(axis=axes), rtol=1e-12)


def test_neighbouring_channels_make_a_group():
    x, _, gamma, beta = drawn(2, 6, 3)
    moved = x.copy()
    moved[:, 3:] += 5
    before, after = (forward(one, gamma, beta)[0] for one in (x, moved))
    np.testing.assert_array_equal(before[:, :3], after[:, :3])


def test_scale_and_shift_of_the_course_have_gradients_in_their_shape():
    x, dout, gamma, beta = drawn(2, 4, 3, 2)
    of_course = [array.reshape(1, 4, 1, 1) for array in (gamma, beta)]
    flat, course = (forward(x, *arrays) for arrays in ((gamma, beta), of_course))
    np.testing.assert_array_equal(flat[0], course[0])
    dx, dgamma, dbeta = spatial_groupnorm_backward(dout, flat[1])
    found = spatial_groupnorm_backward(dout, course[1])
    for one, expected in zip(
        found, (dx, dgamma[None, :, None, None], dbeta[None, :, None, None]), strict=True
    ):
        np.testing.assert_array_equal(one, expected)
        assert one.shape == expected.shape


def test_an_empty_batch_has_no_means_and_gradients_of_zero():
    out, cache = forward(X[:0])
    assert out.shape == (0, 4, 2)
    dx, dgamma, dbeta = spatial_groupnorm_backward(DOUT[:0], cache)
    assert dx.shape == (0, 4, 2)
    np.testing.assert_array_equal([dgamma, dbeta], np.zeros((2, 4)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_constant_groups_give_no_nan(dtype):
    x = np.full((2, 4, 3, 3), 1e4, dtype)
    out, cache = spatial_groupnorm_forward(x, GAMMA.astype(dtype), BETA.astype(dtype), 2, {})
    for array in (out, *spatial_groupnorm_backward(np.ones_like(x), cache)):
        assert array.dtype == dtype
        assert np.isfinite(array).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: forward(gamma=GAMMA[:1]),
            ValueError,
            "gamma: got shape (1,); expected (4,) or (1, 4, 1), the",
        ),
        (lambda: forward(gamma=GAMMA[:, None]), ValueError, "gamma: got shape (4, 1); expected (4,)"),
        (lambda: forward(beta=BETA[None, :, None]), ValueError, "beta: got shape (1, 4, 1); expected (4,)"),
        (lambda: forward(gamma=[1.0] * 4), TypeError, "gamma: got list"),
        (lambda: forward(X[0, 0]), ValueError, "x: got shape (2,)"),
        (lambda: forward(X.astype(int)), TypeError, "x: got int64 array"),
        (
            lambda: forward(X[:, :, :0]),
            ValueError,
            "x: got shape (2, 4, 0); expected an entry in every group",
        ),
        (lambda: forward(groups=3), ValueError, "G: got 3; expected a divisor of 4, the C of x"),
        (lambda: forward(groups=8), ValueError, "G: got 8; expected a divisor of 4, the C of x"),
        (lambda: forward(groups=0), ValueError, "G: got 0; expected an integer ≥ 1"),
        (lambda: forward(groups=2.0), TypeError, "G: got float 2.0; expected an integer"),
        (lambda: forward(eps=0.0), ValueError, "gn_param['eps']: got 0.0"),
        (lambda: spatial_groupnorm_forward(X, GAMMA, BETA, 2, None), TypeError, "gn_param: got NoneType"),
        (lambda: spatial_groupnorm_backward(DOUT, None), TypeError, "cache: got NoneType"),
        (lambda: spatial_groupnorm_backward(DOUT[:1], forward()[1]), ValueError, "dout: got shape (1, 4, 2)"),
        (lambda: spatial_groupnorm_backward(DOUT.tolist(), forward()[1]), TypeError, "dout: got list"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
