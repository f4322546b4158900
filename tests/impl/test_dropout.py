import re

import numpy as np
import pytest

from yudo.impl.dropout import dropout_backward, dropout_forward

X = np.array([[2.0, -4, 6], [1, 8, 10]])
MASK = np.array([[1.0, 0, 1], [1, 1, 0]])
DOUT = np.array([[4.0, 5, -2], [6, 1, 7]])
KEPT = {"mode": "train", "p": 2 / 3, "mask": MASK}


def training(**more):
    return {"mode": "train", "p": 0.5, "seed": 0, **more}


def test_what_stays_on_is_divided_by_p_and_the_rest_is_0():
    out, cache = dropout_forward(X, KEPT)
    np.testing.assert_allclose(out, [[3, 0, 9], [1.5, 12, 0]], rtol=1e-15)
    np.testing.assert_allclose(dropout_backward(DOUT, cache), [[6, 0, -3], [9, 1.5, 0]], rtol=1e-15)


@pytest.mark.parametrize("p", [0.25, 0.5, 0.9])
def test_drawn_masks_keep_their_share_and_the_mean(p):
    x = np.full((400, 500), 3.0)
    out, _ = dropout_forward(x, training(p=p))
    kept = out != 0
    # 200,000 independent draws: five standard deviations.
    assert abs(kept.mean() - p) < 5 * np.sqrt(p * (1 - p) / x.size)
    np.testing.assert_allclose(out[kept], 3 / p, rtol=1e-15)
    assert len({row.tobytes() for row in kept}) == 400


def test_a_seed_repeats_the_mask_and_without_one_it_changes():
    x = np.ones((20, 20))
    first, again = (dropout_forward(x, training())[0] for _ in range(2))
    np.testing.assert_array_equal(first, again)
    unseeded = {"mode": "train", "p": 0.5}
    assert (dropout_forward(x, unseeded)[0] != dropout_forward(x, unseeded)[0]).any()


def test_the_backward_uses_the_mask_that_the_forward_drew():
    x = np.ones((30, 4, 5))
    out, cache = dropout_forward(x, {"mode": "train", "p": 0.3})
    np.testing.assert_array_equal(dropout_backward(np.ones_like(x), cache), out)


def test_test_mode_and_p_of_1_change_nothing_and_share_no_memory():
    for dropout_param in ({"mode": "test", "p": 0.5}, training(p=1)):
        out, cache = dropout_forward(X, dropout_param)
        dx = dropout_backward(DOUT, cache)
        np.testing.assert_array_equal(out, X)
        np.testing.assert_array_equal(dx, DOUT)
        assert not np.shares_memory(out, X)
        assert not np.shares_memory(dx, DOUT)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4), (0, 3)])
def test_every_shape_and_dtype_is_kept(dtype, shape):
    x = np.ones(shape, dtype)
    out, cache = dropout_forward(x, training())
    dx = dropout_backward(x, cache)
    assert out.shape == dx.shape == shape
    assert out.dtype == dx.dtype == dtype


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: dropout_forward(X.astype(int), training()), TypeError, "x: got int64 array"),
        (lambda: dropout_forward(np.array(1.0), training()), ValueError, "x: got float64 array of shape ()"),
        (lambda: dropout_forward(X, 0.5), TypeError, "dropout_param: got float 0.5; expected a dict"),
        (lambda: dropout_forward(X, {"p": 0.5}), ValueError, "dropout_param['mode']: got None"),
        (lambda: dropout_forward(X, training(p=0)), ValueError, "dropout_param['p']: got 0; expected a prob"),
        (lambda: dropout_forward(X, training(p=1.5)), ValueError, "dropout_param['p']: got 1.5"),
        (lambda: dropout_forward(X, training(p=None)), TypeError, "dropout_param['p']: got NoneType None"),
        (lambda: dropout_forward(X, training(mask=MASK[:1])), ValueError, "mask: got shape (1, 3)"),
        (lambda: dropout_forward(X, training(mask=MASK > 0)), TypeError, "mask: got bool array"),
        (lambda: dropout_backward(DOUT, MASK), TypeError, "cache: got float64 array"),
        (lambda: dropout_backward(DOUT[0], (KEPT, MASK)), ValueError, "dout: got shape (3,)"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call()
