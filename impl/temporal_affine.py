"""The affine layer at every time step: out = x w + b, with the same weights for all steps and samples.

The steps of all samples are put into one matrix, so that one product does for all of them.
"""

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

TemporalAffineCache = tuple[FloatArray, FloatArray, FloatArray]


def _rows(array: FloatArray) -> FloatArray:
    """The last axis as rows of a matrix."""
    rows = 1
    for size in array.shape[:-1]:
        rows *= size
    return array.reshape(rows, array.shape[-1])


def temporal_affine_forward(
    x: FloatArray, w: FloatArray, b: FloatArray
) -> tuple[FloatArray, TemporalAffineCache]:
    """Map the D numbers of every time step to M numbers.

    Parameters
    ----------
    x : (N, T, D), or with any other axes, at least one, in the place of N and T; they may be empty
    w : weights, (D, M)
    b : biases, (M,)

    Returns
    -------
    out : (N, T, M), in the dtype of the arguments
    cache : (x, w, b) for :func:`temporal_affine_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together.

    Derivation: temporal_affine.out
    """
    _arguments.check_shapes("w: D M, b: M, x: ... D", w, b, x)
    rows = _rows(x).dot(w)
    rows += b
    out = rows.reshape(*x.shape[:-1], w.shape[1])
    return out, (x, w, b)


def temporal_affine_backward(
    dout: FloatArray, cache: TemporalAffineCache
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back to the input, and to the weights and biases that all steps share.

    Parameters
    ----------
    dout : upstream gradient, (N, T, M)
    cache : what :func:`temporal_affine_forward` returned

    Returns
    -------
    dx : (N, T, D)
    dw : (D, M), summed over samples and time steps
    db : (M,), summed likewise

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: temporal_affine.dx, temporal_affine.dw, temporal_affine.db
    """
    _arguments.check_cache(cache, "x, w, b", "temporal_affine_forward")
    x, w, _ = cache
    _arguments.check_shapes("x: ... D, w: D M, dout: ... M", x, w, dout)
    rows = _rows(dout)
    dx = rows.dot(w.T).reshape(x.shape)
    dw = _rows(x).T.dot(rows)
    db = rows.sum(axis=0)
    return dx, dw, db
