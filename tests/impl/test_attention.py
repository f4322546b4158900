import re

import numpy as np
import pytest

from yudo.impl.attention import attention_backward, attention_forward, scores_backward

Q = np.array([[[4.0, 2, 0, 0], [2, 0, 4, 0]]])
K = np.array([[[np.log(3), 0, 0, 2], [0, 2, 0, 1]]])
V = np.array([[[4.0, 0], [0, 8]]])
MASK = np.array([[[0, -np.inf], [0, 0]]])
DOUT = np.array([[[1.0, 2], [4, -4]]])
DTYPES = [np.float32, np.float64]


def drawn(N=2, T=3, S=4, D=5, M=6):
    rng = np.random.default_rng(0)
    return tuple(rng.standard_normal(shape) for shape in ((N, T, D), (N, S, D), (N, S, M)))


def test_attention_and_its_gradients_are_those_that_a_pencil_gives():
    out, cache = attention_forward(Q, K, V, MASK)
    np.testing.assert_allclose(out, [[[4, 0], [3, 2]]], rtol=1e-14)
    dq, dk, dv = attention_backward(DOUT, cache)
    np.testing.assert_allclose(dq, [[[0, 0, 0, 0], [4.5 * np.log(3), -9, 0, 4.5]]], rtol=1e-14)
    np.testing.assert_allclose(dk, [[[9, 0, 18, 0], [-9, 0, -18, 0]]], rtol=1e-14)
    np.testing.assert_allclose(dv, [[[4, -1], [1, -1]]], rtol=1e-14)


def test_the_gradients_of_the_scores_are_those_that_a_pencil_gives():
    _, (_, _, v, p) = attention_forward(Q, K, V, MASK)
    dscores = scores_backward(DOUT @ v.transpose(0, 2, 1), p)
    np.testing.assert_allclose(dscores, [[[0, 0], [9, -9]]], rtol=1e-14)


def test_without_a_mask_nothing_is_added_to_the_scores():
    q, k, v = drawn()
    out, cache = attention_forward(q, k, v)
    other, cache_of_zeros = attention_forward(q, k, v, np.zeros((2, 3, 4)))
    np.testing.assert_array_equal(out, other)
    dout = np.ones(out.shape)
    for one, two in zip(
        attention_backward(dout, cache), attention_backward(dout, cache_of_zeros), strict=True
    ):
        np.testing.assert_array_equal(one, two)


def test_a_hidden_key_is_as_if_it_were_not_there():
    q, k, v = drawn()
    mask = np.zeros((2, 3, 4))
    mask[:, :, 1] = -np.inf
    rest = [0, 2, 3]
    out, cache = attention_forward(q, k, v, mask)
    alone, cache_alone = attention_forward(q, k[:, rest], v[:, rest])
    np.testing.assert_allclose(out, alone, rtol=1e-14)
    dout = np.arange(36.0).reshape(2, 3, 6)
    dq, dk, dv = attention_backward(dout, cache)
    dq_alone, dk_alone, dv_alone = attention_backward(dout, cache_alone)
    np.testing.assert_allclose(dq, dq_alone, rtol=1e-12)
    for all_keys, without in ((dk, dk_alone), (dv, dv_alone)):
        np.testing.assert_allclose(all_keys[:, rest], without, rtol=1e-11, atol=1e-13)
        np.testing.assert_array_equal(all_keys[:, 1], 0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_scores_choose_one_key_and_raise_no_warning(dtype):
    q = np.array([[[1e4], [-1e4]]], dtype)
    k = np.array([[[1.0], [-1.0]]], dtype)
    v = np.array([[[2.0], [3.0]]], dtype)
    out, cache = attention_forward(q, k, v)
    np.testing.assert_array_equal(out, [[[2.0], [3.0]]])
    dq, dk, dv = attention_backward(np.ones_like(out), cache)
    np.testing.assert_array_equal(dq, np.zeros_like(q))
    np.testing.assert_array_equal(dk, np.zeros_like(k))
    np.testing.assert_array_equal(dv, np.ones_like(v))
    assert {a.dtype for a in (out, dq, dk, dv)} == {np.dtype(dtype)}


@pytest.mark.parametrize("empty", ["N", "T", "M"])
def test_without_samples_queries_or_values_there_are_sums_of_nothing(empty):
    q, k, v = drawn(**{empty: 0})
    out, cache = attention_forward(q, k, v)
    assert out.shape == (q.shape[0], q.shape[1], v.shape[2])
    for gradient, of in zip(attention_backward(out, cache), (q, k, v), strict=True):
        np.testing.assert_array_equal(gradient, np.zeros(of.shape))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((Q[0], K, V), ValueError, "q: got shape (2, 4)"),
        ((Q.astype(int), K, V), TypeError, "q: got int64 array"),
        ((Q, K[:, :, :3], V), ValueError, "k: got shape (1, 2, 3); expected (1, S, 4)"),
        ((Q, K, V[:, :1]), ValueError, "v: got shape (1, 1, 2); expected (1, 2, M)"),
        ((Q, K[:, :0], V[:, :0]), ValueError, "k: got shape (1, 0, 4); expected at least one key, S ≥ 1"),
        ((Q[:, :, :0], K[:, :, :0], V), ValueError, "k: got shape (1, 2, 0); expected at least one feature"),
        ((Q, K, V, MASK[0]), ValueError, "mask: got shape (2, 2); expected (1, 2, 2)"),
        ((Q, K, V, MASK == 0), TypeError, "mask: got bool array"),
        ((Q, K, V, np.full((1, 2, 2), -np.inf)), ValueError, "mask: got no key for query (0, 0)"),
        ((Q, K, V, MASK + np.nan), ValueError, "scores: got scores[0, 0, 0] = nan; expected numbers below"),
        ((Q, K, V, -MASK), ValueError, "scores: got scores[0, 0, 1] = inf; expected numbers below +inf"),
    ],
)
def test_bad_arguments_of_the_forward_are_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        attention_forward(*arguments)


@pytest.mark.parametrize(
    ("dout", "cache", "error", "message"),
    [
        (DOUT[0], None, ValueError, "dout: got shape (2, 2); expected (1, 2, 2)"),
        (DOUT.astype(int), None, TypeError, "dout: got int64 array"),
        (DOUT, (Q, K, V), TypeError, "cache: got tuple"),
    ],
)
def test_bad_arguments_of_the_backward_are_refused_by_name(dout, cache, error, message):
    cache = attention_forward(Q, K, V, MASK)[1] if cache is None else cache
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        attention_backward(dout, cache)
