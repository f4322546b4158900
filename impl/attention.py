"""Scaled dot-product attention of one head: out = softmax(q kᵀ / sqrt(D) + mask) v."""

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

AttentionCache = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def attention_forward(
    q: FloatArray, k: FloatArray, v: FloatArray, mask: FloatArray | None = None
) -> tuple[FloatArray, AttentionCache]:
    """Compare every query with all keys, and average the values by the probabilities that come out.

    Parameters
    ----------
    q : queries, (N, T, D) with D ≥ 1; N and T may be 0
    k : keys, (N, S, D) with S ≥ 1
    v : values, (N, S, M)
    mask : what is added to the scores, (N, T, S): 0 where a query may look, -inf where it must not

    Returns
    -------
    out : (N, T, M), in the dtype of q, k and v
    cache : (q, k, v, p) for :func:`attention_backward`; p are the probabilities, (N, T, S)

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together, there are no keys or no features, or a query has no softmax: its
        scores hold NaN or +inf, or are -inf throughout.

    Derivation: attention.out
    """
    _arguments.check_shapes("q: N T D, k: N S D, v: N S M", q, k, v)
    _arguments.check_keys(k)
    scores = np.matmul(q, k.transpose(0, 2, 1))
    scores *= q.shape[2] ** -0.5
    if mask is not None:
        _arguments.check_shapes("q: N T D, k: N S D, mask: N T S", q, k, mask)
        scores += mask
    row_max = scores.max(axis=2, keepdims=True)
    _arguments.check_scores(scores, row_max)
    scores -= row_max
    p = np.exp(scores)
    p /= p.sum(axis=2, keepdims=True)
    out = np.matmul(p, v)
    return out, (q, k, v, p)


def scores_backward(dp: FloatArray, p: FloatArray) -> FloatArray:
    """Multiply the gradient of the probabilities by the softmax Jacobian diag(p) - p pᵀ of each query.

    Parameters
    ----------
    dp : gradient with respect to the probabilities, (N, T, S)
    p : the probabilities, (N, T, S)

    Returns
    -------
    dscores : (N, T, S)

    Raises
    ------
    TypeError
        dp or p is not a floating-point array of at least 32 bits.
    ValueError
        dp does not have the shape of p.

    Derivation: attention.dscores
    """
    _arguments.check_shapes("p: N T S, dp: N T S", p, dp)
    averages: FloatArray = np.einsum("nts,nts->nt", dp, p)
    dscores = dp - averages[:, :, None]
    dscores *= p
    return dscores


def attention_backward(dout: FloatArray, cache: AttentionCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back through the average, the softmax and the products.

    Parameters
    ----------
    dout : upstream gradient, (N, T, M)
    cache : what :func:`attention_forward` returned

    Returns
    -------
    dq, dk, dv : (N, T, D), (N, S, D) and (N, S, M)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: attention.dq, attention.dk, attention.dv
    """
    _arguments.check_cache(cache, "q, k, v, p", "attention_forward")
    q, k, v, p = cache
    _arguments.check_shapes("p: N T S, v: N S M, dout: N T M", p, v, dout)
    dv = np.matmul(p.transpose(0, 2, 1), dout)
    dp = np.matmul(dout, v.transpose(0, 2, 1))
    dscores = scores_backward(dp, p)
    dscores *= q.shape[2] ** -0.5
    dq = np.matmul(dscores, k)
    dk = np.matmul(dscores.transpose(0, 2, 1), q)
    return dq, dk, dv
