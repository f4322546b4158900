import re

import numpy as np
import pytest

from yudo.impl.attention import attention_backward, attention_forward
from yudo.impl.multi_head_attention import multi_head_attention_backward, multi_head_attention_forward

Q = np.array([[[2.0, 0, 1, 0, 0, 2, 0, 0]]])
K = np.array([[[np.log(3), 0, 0, 1, 0, 0, 1, 0], [0, 1, 0, 0, 1, np.log(2), 0, 0]]])
V = np.array([[[4.0, 3], [8, -3]]])
MASK = np.zeros((1, 1, 2))
DOUT = np.array([[[2.0, 3]]])


def drawn(heads, N=2, T=3, S=4, D=5, M=6):
    rng = np.random.default_rng(0)
    shapes = ((N, T, heads * D), (N, S, heads * D), (N, S, heads * M), (N, T, S), (N, T, heads * M))
    return tuple(rng.standard_normal(shape) for shape in shapes)


def test_the_output_and_the_gradients_are_those_that_a_pencil_gives():
    out, cache = multi_head_attention_forward(Q, K, V, 2, MASK)
    np.testing.assert_allclose(out, [[[5, -1]]], rtol=1e-14)
    dq, dk, dv = multi_head_attention_backward(DOUT, cache)
    log2, log3 = np.log(2), np.log(3)
    np.testing.assert_allclose(
        dq, [[[-0.75 * log3, 0.75, 0, -0.75, -2, -2 * log2, 2, 0]]], rtol=1e-13, atol=1e-15
    )
    np.testing.assert_allclose(
        dk, [[[-1.5, 0, -0.75, 0, 0, 4, 0, 0], [1.5, 0, 0.75, 0, 0, -4, 0, 0]]], rtol=1e-13
    )
    np.testing.assert_allclose(dv, [[[1.5, 1], [0.5, 2]]], rtol=1e-14)


@pytest.mark.parametrize("heads", [1, 2, 3])
def test_every_head_is_attention_of_neighbouring_features(heads):
    q, k, v, mask, dout = drawn(heads)
    out, cache = multi_head_attention_forward(q, k, v, heads, mask)
    gradients = multi_head_attention_backward(dout, cache)
    for h in range(heads):
        features, values = slice(5 * h, 5 * h + 5), slice(6 * h, 6 * h + 6)
        alone, cache_alone = attention_forward(q[:, :, features], k[:, :, features], v[:, :, values], mask)
        np.testing.assert_allclose(out[:, :, values], alone, rtol=1e-12)
        of_one = attention_backward(dout[:, :, values], cache_alone)
        for found, expected, cut in zip(gradients, of_one, (features, features, values), strict=True):
            np.testing.assert_allclose(found[:, :, cut], expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("empty", ["N", "T", "M"])
def test_without_samples_queries_or_values_there_are_sums_of_nothing(empty):
    q, k, v, mask, dout = drawn(2, **{empty: 0})
    out, cache = multi_head_attention_forward(q, k, v, 2, mask)
    assert out.shape == dout.shape
    for gradient, of in zip(multi_head_attention_backward(dout, cache), (q, k, v), strict=True):
        np.testing.assert_array_equal(gradient, np.zeros(of.shape))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((Q[0], K, V, 2), ValueError, "q: got shape (1, 8)"),
        ((Q, K.astype(int), V, 2), TypeError, "k: got int64 array"),
        ((Q, K[:, :, :4], V, 2), ValueError, "k: got shape (1, 2, 4); expected (1, S, 8)"),
        ((Q, K[:, :0], V[:, :0], 2), ValueError, "k: got shape (1, 0, 8); expected at least one key"),
        ((Q, K, V, 3), ValueError, "num_heads: got 3; expected a divisor of 8, the features of k"),
        ((Q, K, V, 4), ValueError, "num_heads: got 4; expected a divisor of 2, the features of v"),
        ((Q, K, V, 0), ValueError, "num_heads: got 0; expected an integer ≥ 1"),
        ((Q, K, V, 2.0), TypeError, "num_heads: got float 2.0; expected an integer"),
        ((Q, K, V, 2, MASK[0]), ValueError, "mask: got shape (1, 2); expected (1, 1, 2)"),
        ((Q, K, V, 2, MASK - np.inf), ValueError, "mask: got no key for query (0, 0, 0)"),
    ],
)
def test_bad_arguments_of_the_forward_are_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        multi_head_attention_forward(*arguments)


@pytest.mark.parametrize(
    ("dout", "cache", "error", "message"),
    [
        (DOUT[:, :, :1], None, ValueError, "dout: got shape (1, 1, 1); expected (1, 1, 2)"),
        (DOUT.astype(int), None, TypeError, "dout: got int64 array"),
        (DOUT, (Q, K, V), TypeError, "cache: got tuple"),
    ],
)
def test_bad_arguments_of_the_backward_are_refused_by_name(dout, cache, error, message):
    cache = multi_head_attention_forward(Q, K, V, 2)[1] if cache is None else cache
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        multi_head_attention_backward(dout, cache)
