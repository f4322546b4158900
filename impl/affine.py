"""The affine (fully connected) layer: out = x_flat w + b.

The products are written with ``dot``, which costs less than ``@`` on small arrays.
"""

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

AffineCache = tuple[FloatArray, FloatArray, FloatArray]


def affine_forward(x: FloatArray, w: FloatArray, b: FloatArray) -> tuple[FloatArray, AffineCache]:
    """Map every sample, flattened to a row of D numbers, to M numbers.

    Parameters
    ----------
    x : (N, d1, …, dk) with k ≥ 1 and d1 · … · dk = D; N may be 0
    w : weights, (D, M)
    b : biases, (M,)

    Returns
    -------
    out : (N, M), in the dtype of the arguments
    cache : (x, w, b) for :func:`affine_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.

    Derivation: affine.out
    """
    _arguments.check_shapes("w: D M, b: M, x: N D*", w, b, x)
    out = x.reshape(x.shape[0], w.shape[0]).dot(w)
    out += b
    return out, (x, w, b)


def affine_backward(dout: FloatArray, cache: AffineCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back to the input, the weights and the biases.

    Parameters
    ----------
    dout : upstream gradient, (N, M)
    cache : what :func:`affine_forward` returned

    Returns
    -------
    dx : (N, d1, …, dk), the shape of x
    dw : (D, M)
    db : (M,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not an affine cache.
    ValueError
        dout does not have the shape of out.

    Derivation: affine.dx, affine.dw, affine.db
    """
    dw, db = affine_parameter_gradients(dout, cache)
    x, w, _ = cache
    dx = dout.dot(w.T).reshape(x.shape)
    return dx, dw, db


def affine_parameter_gradients(dout: FloatArray, cache: AffineCache) -> tuple[FloatArray, FloatArray]:
    """Return dw and db alone: a network's first layer needs no dx, and dx is half of the backward's work.

    Arguments, dw, db, errors: as in :func:`affine_backward`.

    Derivation: affine.dw, affine.db
    """
    _arguments.check_cache(cache, "x, w, b", "affine_forward")
    x, w, _ = cache
    _arguments.check_shapes("x: N D*, w: D M, dout: N M", x, w, dout)
    dw = x.reshape(x.shape[0], w.shape[0]).T.dot(dout)
    db = dout.sum(axis=0)
    return dw, db
