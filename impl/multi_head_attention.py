"""Multi-head attention between its projections: H heads attend side by side, each with its own features."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

MultiHeadCache = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def _split(x: FloatArray, heads: int) -> FloatArray:
    """(N, T, H·D) → (N, H, T, D): neighbouring features belong to the same head."""
    N, T, features = x.shape
    return x.reshape(N, T, heads, features // heads).transpose(0, 2, 1, 3)


def _join(x: FloatArray) -> FloatArray:
    """(N, H, T, D) → (N, T, H·D), the way back."""
    N, heads, T, D = x.shape
    return x.transpose(0, 2, 1, 3).reshape(N, T, heads * D)


def multi_head_attention_forward(
    q: FloatArray, k: FloatArray, v: FloatArray, num_heads: int, mask: FloatArray | None = None
) -> tuple[FloatArray, MultiHeadCache]:
    """Cut the features into H heads, let every head attend by itself, and put the outputs side by side.

    Parameters
    ----------
    q : queries of all heads, (N, T, H·D) with D ≥ 1; N and T may be 0
    k : keys, (N, S, H·D) with S ≥ 1
    v : values, (N, S, H·M)
    num_heads : H
    mask : what is added to the scores of every head, (N, T, S): 0 where a query may look, -inf where it
        must not

    Returns
    -------
    out : (N, T, H·M), in the dtype of q, k and v
    cache : for :func:`multi_head_attention_backward`

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, or num_heads is no integer.
    ValueError
        the shapes do not fit together, H does not divide the features, there are no keys or no features, or
        a query has no softmax: its scores hold NaN or +inf, or are -inf throughout.

    Derivation: multi_head_attention.out
    """
    _arguments.check_shapes("q: N T E, k: N S E, v: N S F", q, k, v)
    _arguments.check_keys(k)
    _arguments.check_heads(num_heads, k=k, v=v)
    q, k, v = (_split(array, num_heads) for array in (q, k, v))
    scores = np.matmul(q, k.transpose(0, 1, 3, 2))
    scores *= q.shape[3] ** -0.5
    if mask is not None:
        _arguments.check_shapes("q: N H T D, k: N H S D, mask: N T S", q, k, mask)
        scores += mask[:, None]
    row_max = scores.max(axis=3, keepdims=True)
    _arguments.check_scores(scores, row_max)
    scores -= row_max
    p = np.exp(scores)
    p /= p.sum(axis=3, keepdims=True)
    out = _join(np.matmul(p, v))
    return out, (q, k, v, p)


def multi_head_attention_backward(
    dout: FloatArray, cache: MultiHeadCache
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back through every head by itself.

    Parameters
    ----------
    dout : upstream gradient, (N, T, H·M)
    cache : what :func:`multi_head_attention_forward` returned

    Returns
    -------
    dq, dk, dv : (N, T, H·D), (N, S, H·D) and (N, S, H·M)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: multi_head_attention.dq, multi_head_attention.dk, multi_head_attention.dv
    """
    _arguments.check_cache(cache, "q, k, v, p", "multi_head_attention_forward")
    q, k, v, p = cache
    _arguments.check_heads_of(dout, p, v)
    dout = _split(dout, p.shape[1])
    dv = _join(np.matmul(p.transpose(0, 1, 3, 2), dout))
    dscores = np.matmul(dout, v.transpose(0, 1, 3, 2))
    averages: FloatArray = np.einsum("nhts,nhts->nht", dscores, p)
    dscores -= averages[:, :, :, None]
    dscores *= p
    dscores *= q.shape[3] ** -0.5
    dq = _join(np.matmul(dscores, k))
    dk = _join(np.matmul(dscores.transpose(0, 1, 3, 2), q))
    return dq, dk, dv
