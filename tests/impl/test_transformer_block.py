"""The transformer block, its branches and what they refuse."""

import re

import numpy as np
import pytest

from yudo.impl.transformer_block import (
    feed_forward_backward,
    feed_forward_forward,
    self_attention_backward,
    self_attention_forward,
    transformer_block_backward,
    transformer_block_forward,
)

N, T, E, H, D, F = 2, 3, 4, 2, 5, 6
SHAPES = {
    "gamma1": (E,), "beta1": (E,), "Wq": (E, H * D), "Wk": (E, H * D), "Wv": (E, H * D), "Wo": (H * D, E),
    "gamma2": (E,), "beta2": (E,), "W1": (E, F), "b1": (F,), "W2": (F, E), "b2": (E,),
}  # fmt: skip
RNG = np.random.default_rng(0)
PARAMS = {name: RNG.standard_normal(shape) for name, shape in SHAPES.items()}
X, DOUT = RNG.standard_normal((2, N, T, E))
CAUSAL = np.where(np.tri(T) > 0, 0.0, -np.inf) * np.ones((N, 1, 1))


def test_the_output_and_the_gradients_are_those_that_a_pencil_gives():
    log3 = np.log(3)
    params = {
        "gamma1": np.array([5 / 4, 5 / 4]), "beta1": np.array([0.0, 1]),
        "Wq": np.array([[2.0, 0, 0, 0], [0, 0, 0, 0]]), "Wk": np.array([[0, 0, 0, 0], [log3 / 2, 0, 0, 0]]),
        "Wv": np.array([[-2.0, 0, 0, 0], [0, 0, 0, 0]]), "Wo": np.array([[-7.0, 7], [0, 0], [0, 0], [0, 0]]),
        "gamma2": np.array([5 / 3, 10 / 3]), "beta2": np.zeros(2),
        "W1": np.array([[1.0, 0], [1, -1]]), "b1": np.array([2.0, 0]),
        "W2": np.array([[1.0, 0], [-1, 2]]), "b2": np.array([1.0, 0]),
    }  # fmt: skip
    x, dout = np.array([[[16.0, -16], [-15, 17]]]), np.array([[[0.0, 45], [45, 0]]])
    out, cache = transformer_block_forward(x, params, 1, {"eps": 144})
    np.testing.assert_allclose(out, [[[9, -5], [-4, 10]]], rtol=1e-12)
    dx, grads = transformer_block_backward(dout, cache)
    np.testing.assert_allclose(grads["b2"], [45, 45])
    np.testing.assert_allclose(grads["W2"], [[135, 45], [0, 90]])
    np.testing.assert_allclose(grads["W1"], [[-45, 90], [90, -180]])
    np.testing.assert_allclose(grads["Wo"][0], [6.4 - 43.4, 38.6 - 1.6], rtol=1e-12)
    np.testing.assert_allclose(dx.sum(axis=2), dout.sum(axis=2), rtol=1e-12)


@pytest.mark.parametrize("mask", [None, CAUSAL], ids=["all seen", "causal"])
@pytest.mark.parametrize("name", ["x", *SHAPES])
def test_every_gradient_is_the_one_that_central_differences_find(name, mask):
    given = {"x": X, **PARAMS}
    direction = np.random.default_rng(1).standard_normal(given[name].shape)
    sums = []
    for step in (1e-6, -1e-6):
        moved = given | {name: given[name] + step * direction}
        out, _ = transformer_block_forward(moved["x"], moved, H, {}, mask)
        sums.append(np.sum(out * DOUT))
    dx, grads = transformer_block_backward(DOUT, transformer_block_forward(X, PARAMS, H, {}, mask)[1])
    found = np.sum({"x": dx, **grads}[name] * direction)
    np.testing.assert_allclose(found, (sums[0] - sums[1]) / 2e-6, rtol=1e-5)


def test_with_a_causal_mask_no_word_sees_those_behind_it():
    out, cache = transformer_block_forward(X, PARAMS, H, {}, CAUSAL)
    changed = X.copy()
    changed[:, -1] += 1
    again, _ = transformer_block_forward(changed, PARAMS, H, {}, CAUSAL)
    np.testing.assert_array_equal(again[:, :-1], out[:, :-1])
    of_first = np.zeros_like(DOUT)
    of_first[:, 0] = DOUT[:, 0]
    dx, _ = transformer_block_backward(of_first, cache)
    np.testing.assert_array_equal(dx[:, 1:], np.zeros((N, T - 1, E)))


def test_without_weights_on_the_branches_the_block_passes_on_what_it_gets():
    silent = PARAMS | {name: np.zeros(SHAPES[name]) for name in ("Wo", "W2", "b2")}
    out, cache = transformer_block_forward(X, silent, H, {})
    np.testing.assert_array_equal(out, X)
    dx, grads = transformer_block_backward(DOUT, cache)
    np.testing.assert_array_equal(dx, DOUT)
    assert np.any(grads["Wo"])
    assert np.any(grads["W2"])


def test_what_gets_in_gets_out_word_by_word():
    dx, _ = transformer_block_backward(DOUT, transformer_block_forward(X, PARAMS, H, {})[1])
    np.testing.assert_allclose(dx.sum(axis=2), DOUT.sum(axis=2), rtol=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtypes_are_kept_and_nothing_is_written_to(dtype):
    params = {name: p.astype(dtype) for name, p in PARAMS.items()}
    x, dout = X.astype(dtype), DOUT.astype(dtype)
    before = {name: p.copy() for name, p in params.items()}
    out, cache = transformer_block_forward(x, params, H, {})
    dx, grads = transformer_block_backward(dout, cache)
    assert (out.dtype, dx.dtype) == (dtype, dtype)
    assert {n: (g.shape, g.dtype) for n, g in grads.items()} == {n: (s, dtype) for n, s in SHAPES.items()}
    np.testing.assert_array_equal(x, X.astype(dtype))
    np.testing.assert_array_equal(dout, DOUT.astype(dtype))
    for name, p in params.items():
        np.testing.assert_array_equal(p, before[name])


def test_without_samples_there_are_sums_of_nothing():
    out, cache = transformer_block_forward(X[:0], PARAMS, H, {})
    dx, grads = transformer_block_backward(DOUT[:0], cache)
    assert out.shape == dx.shape == (0, T, E)
    for name, gradient in grads.items():
        np.testing.assert_array_equal(gradient, np.zeros(SHAPES[name]))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"x": X[0]}, ValueError, "x: got shape (3, 4)"),
        ({"x": X.astype(int)}, TypeError, "x: got int64 array"),
        ({"Wk": PARAMS["Wk"][:, :4]}, ValueError, "params['Wk']: got shape (4, 4); expected (4, 10)"),
        ({"W2": PARAMS["W1"]}, ValueError, "params['W2']: got shape (4, 6); expected (6, 4)"),
        ({"num_heads": 3}, ValueError, "num_heads: got 3; expected a divisor of 10"),
        ({"ln_param": {"eps": 0.0}}, ValueError, "ln_param['eps']: got 0.0"),
        ({"mask": CAUSAL[0]}, ValueError, "mask: got shape (3, 3)"),
        ({"mask": CAUSAL - np.inf}, ValueError, "mask: got no key for query"),
    ],
)
def test_bad_arguments_of_the_forward_are_refused_by_name(changes, error, message):
    given = {"x": X, **PARAMS, "num_heads": H, "ln_param": {}, "mask": None} | changes
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        transformer_block_forward(given["x"], given, given["num_heads"], given["ln_param"], given["mask"])


def test_a_missing_parameter_is_named():
    params = {name: p for name, p in PARAMS.items() if name != "Wo"}
    with pytest.raises(ValueError, match="expected 'Wo' among them"):
        transformer_block_forward(X, params, H, {})


@pytest.mark.parametrize(
    ("dout", "error", "message"),
    [
        (DOUT[:, :2], ValueError, "dout: got shape (2, 2, 4)"),
        (DOUT.astype(int), TypeError, "dout: got int64 array"),
    ],
)
def test_bad_upstream_gradients_are_refused_by_name(dout, error, message):
    _, cache = transformer_block_forward(X, PARAMS, H, {})
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        transformer_block_backward(dout, cache)


@pytest.mark.parametrize(
    "backward", [transformer_block_backward, self_attention_backward, feed_forward_backward]
)
def test_what_is_no_cache_is_refused(backward):
    with pytest.raises(TypeError, match="cache: got tuple"):
        backward(DOUT, (X, X))


@pytest.mark.parametrize(
    ("forward", "names"),
    [
        (feed_forward_forward, ("W1", "b1", "W2", "b2")),
        (lambda u, *W: self_attention_forward(u, *W, H), ("Wq", "Wk", "Wv", "Wo")),
    ],
)
def test_the_branches_refuse_shapes_that_do_not_fit(forward, names):
    weights = [PARAMS[name] for name in names]
    with pytest.raises(ValueError, match=f"^{names[0]}: got shape"):
        forward(X[:, :, :3], *weights)
