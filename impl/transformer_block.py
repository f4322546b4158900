"""A transformer block with its norms first: y = x + attention(norm(x)), out = y + feed_forward(norm(y))."""

from collections.abc import Mapping
from typing import Any

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.layer_norm import LayerNormCache, layernorm_backward, layernorm_forward
from yudo.impl.multi_head_attention import (
    MultiHeadCache,
    multi_head_attention_backward,
    multi_head_attention_forward,
)
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.temporal_affine import (
    TemporalAffineCache,
    temporal_affine_backward,
    temporal_affine_forward,
)

SelfAttentionCache = tuple[
    FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, MultiHeadCache
]
FeedForwardCache = tuple[TemporalAffineCache, FloatArray, TemporalAffineCache]
BlockCache = tuple[LayerNormCache, SelfAttentionCache, LayerNormCache, FeedForwardCache]


def _rows(x: FloatArray) -> FloatArray:
    """(N, T, E) → (N·T, E): one row for every position."""
    N, T, E = x.shape
    return x.reshape(N * T, E)


def _project(x: FloatArray, W: FloatArray) -> FloatArray:
    """(N, T, E) times (E, M): the same weights at every position, and no biases."""
    N, T, _ = x.shape
    out: FloatArray = _rows(x).dot(W).reshape(N, T, W.shape[1])
    return out


def _with_skip(branch: FloatArray, x: FloatArray) -> FloatArray:
    """The sum in which a branch meets its skip connection, forward and backward."""
    return branch.reshape(x.shape) + x


def self_attention_forward(
    u: FloatArray,
    Wq: FloatArray,
    Wk: FloatArray,
    Wv: FloatArray,
    Wo: FloatArray,
    num_heads: int,
    mask: FloatArray | None = None,
) -> tuple[FloatArray, SelfAttentionCache]:
    """Project positions to queries, keys and values, let the heads attend, and project back.

    Parameters
    ----------
    u : (N, T, E) with T ≥ 1
    Wq, Wk, Wv : weights of queries, keys and values of all heads, (E, H·D)
    Wo : weights of the outputs of all heads, (H·D, E)
    num_heads : H
    mask : what is added to the scores of every head, (N, T, T): 0 where a position may look, -inf where it
        must not

    Returns
    -------
    out : (N, T, E), in the dtype of the arguments
    cache : for :func:`self_attention_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, or num_heads is no integer.
    ValueError
        the shapes do not fit together, H does not divide the columns of Wq, there are no positions, or one of
        them has no softmax: its scores hold NaN or +inf, or are -inf throughout.
    """
    _arguments.check_shapes("u: N T E, Wq: E K, Wk: E K, Wv: E K, Wo: K E", u, Wq, Wk, Wv, Wo)
    q, k, v = (_project(u, W) for W in (Wq, Wk, Wv))
    heads, attention_cache = multi_head_attention_forward(q, k, v, num_heads, mask)
    out = _project(heads, Wo)
    return out, (u, Wq, Wk, Wv, Wo, heads, attention_cache)


def self_attention_backward(
    dout: FloatArray, cache: SelfAttentionCache
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back through the heads, and add up what queries, keys and values hand back.

    Parameters
    ----------
    dout : upstream gradient, (N, T, E)
    cache : what :func:`self_attention_forward` returned

    Returns
    -------
    du : (N, T, E)
    dWq, dWk, dWv : (E, H·D)
    dWo : (H·D, E)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.
    """
    _arguments.check_cache(cache, "u, Wq, Wk, Wv, Wo, heads, attention_cache", "self_attention_forward")
    u, Wq, Wk, Wv, Wo, heads, attention_cache = cache
    _arguments.check_shapes("u: N T E, dout: N T E", u, dout)
    dWo = _rows(heads).T.dot(_rows(dout))
    dq, dk, dv = multi_head_attention_backward(_project(dout, Wo.T), attention_cache)
    dWq, dWk, dWv = (_rows(u).T.dot(_rows(d)) for d in (dq, dk, dv))
    du = _project(dq, Wq.T)
    du += _project(dk, Wk.T)
    du += _project(dv, Wv.T)
    return du, dWq, dWk, dWv, dWo


def feed_forward_forward(
    u: FloatArray, W1: FloatArray, b1: FloatArray, W2: FloatArray, b2: FloatArray
) -> tuple[FloatArray, FeedForwardCache]:
    """Send every position by itself through an affine layer, a ReLU and another affine layer.

    Parameters
    ----------
    u : (N, T, E)
    W1, b1 : weights and biases of the hidden units, (E, F) and (F,)
    W2, b2 : weights and biases of the output, (F, E) and (E,)

    Returns
    -------
    out : (N, T, E), in the dtype of the arguments
    cache : for :func:`feed_forward_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.
    """
    _arguments.check_shapes("u: N T E, W1: E F, b1: F, W2: F E, b2: E", u, W1, b1, W2, b2)
    z, cache1 = temporal_affine_forward(u, W1, b1)
    active, relu_cache = relu_forward(z)
    out, cache2 = temporal_affine_forward(active, W2, b2)
    return out, (cache1, relu_cache, cache2)


def feed_forward_backward(
    dout: FloatArray, cache: FeedForwardCache
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back through the second affine layer, the ReLU and the first affine layer.

    Parameters
    ----------
    dout : upstream gradient, (N, T, E)
    cache : what :func:`feed_forward_forward` returned

    Returns
    -------
    du : (N, T, E)
    dW1, db1 : (E, F) and (F,)
    dW2, db2 : (F, E) and (E,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.
    """
    _arguments.check_cache(cache, "cache1, relu_cache, cache2", "feed_forward_forward")
    cache1, relu_cache, cache2 = cache
    dactive, dW2, db2 = temporal_affine_backward(dout, cache2)
    dz = relu_backward(dactive, relu_cache)
    du, dW1, db1 = temporal_affine_backward(dz, cache1)
    return du, dW1, db1, dW2, db2


def transformer_block_forward(
    x: FloatArray,
    params: Mapping[str, FloatArray],
    num_heads: int,
    ln_param: Mapping[str, Any],
    mask: FloatArray | None = None,
) -> tuple[FloatArray, BlockCache]:
    """Add to the input what attention makes of its norm, and what a feed-forward net makes of that.

    Parameters
    ----------
    x : (N, T, E) with T ≥ 1 and E ≥ 1; N may be 0
    params : {"gamma1": (E,), "beta1": (E,), "Wq": (E, H·D), "Wk": (E, H·D), "Wv": (E, H·D), "Wo": (H·D, E),
        "gamma2": (E,), "beta2": (E,), "W1": (E, F), "b1": (F,), "W2": (F, E), "b2": (E,)}
    num_heads : H
    ln_param : options of both norms, as :func:`yudo.impl.layer_norm.layernorm_forward` takes them
    mask : what is added to the scores of every head, (N, T, T): 0 where a position may look, -inf where it
        must not

    Returns
    -------
    out : (N, T, E), in the dtype of the arguments
    cache : for :func:`transformer_block_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, num_heads is no integer, or ln_param no dict.
    ValueError
        a parameter is missing, the shapes do not fit together, H does not divide the columns of Wq, there are
        no positions, or one of them has no softmax.

    Derivation: transformer_block.out
    """
    _arguments.check_block(x, params)
    Wq, Wk, Wv, Wo = (params[name] for name in ("Wq", "Wk", "Wv", "Wo"))
    u1, norm1_cache = layernorm_forward(_rows(x), params["gamma1"], params["beta1"], ln_param)
    attended, attention_cache = self_attention_forward(u1.reshape(x.shape), Wq, Wk, Wv, Wo, num_heads, mask)
    y = _with_skip(attended, x)
    u2, norm2_cache = layernorm_forward(_rows(y), params["gamma2"], params["beta2"], ln_param)
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    fed, feed_cache = feed_forward_forward(u2.reshape(x.shape), W1, b1, W2, b2)
    out = _with_skip(fed, y)
    return out, (norm1_cache, attention_cache, norm2_cache, feed_cache)


def transformer_block_backward(
    dout: FloatArray, cache: BlockCache
) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Carry the upstream gradient back through both halves; in each it takes the skip connection as well.

    Parameters
    ----------
    dout : upstream gradient, (N, T, E)
    cache : what :func:`transformer_block_forward` returned

    Returns
    -------
    dx : (N, T, E)
    grads : a dict with the keys and shapes of params

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: transformer_block.dx, transformer_block.dgamma1, transformer_block.dbeta1,
    transformer_block.dWq, transformer_block.dWk, transformer_block.dWv, transformer_block.dWo,
    transformer_block.dgamma2, transformer_block.dbeta2, transformer_block.dW1, transformer_block.db1,
    transformer_block.dW2, transformer_block.db2
    """
    names = "norm1_cache, attention_cache, norm2_cache, feed_cache"
    _arguments.check_cache(cache, names, "transformer_block_forward")
    norm1_cache, attention_cache, norm2_cache, feed_cache = cache
    grads: dict[str, FloatArray] = {}
    du2, grads["W1"], grads["b1"], grads["W2"], grads["b2"] = feed_forward_backward(dout, feed_cache)
    branch, grads["gamma2"], grads["beta2"] = layernorm_backward(_rows(du2), norm2_cache)
    dy = _with_skip(branch, dout)
    du1, grads["Wq"], grads["Wk"], grads["Wv"], grads["Wo"] = self_attention_backward(dy, attention_cache)
    branch, grads["gamma1"], grads["beta1"] = layernorm_backward(_rows(du1), norm1_cache)
    dx = _with_skip(branch, dy)
    return dx, grads
