"""A residual block: out = relu(x w + b) + x, whose input takes two ways that meet in the sum."""

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.affine import AffineCache, affine_backward, affine_forward
from yudo.impl.relu import relu_backward, relu_forward

ResidualCache = tuple[AffineCache, FloatArray]


def residual_forward(x: FloatArray, w: FloatArray, b: FloatArray) -> tuple[FloatArray, ResidualCache]:
    """Add the input to what an affine layer and a ReLU make of it.

    Parameters
    ----------
    x : (N, D); N may be 0
    w : weights, (D, D)
    b : biases, (D,)

    Returns
    -------
    out : (N, D), in the dtype of the arguments
    cache : for :func:`residual_backward`

    Raises
    ------
    TypeError
        an argument is not a floating-point array of at least 32 bits.
    ValueError
        the shapes do not fit together, or w is not square.

    Derivation: residual.out
    """
    _arguments.check_shapes("w: D D, b: D, x: N D", w, b, x)
    z, affine_cache = affine_forward(x, w, b)
    branch, relu_cache = relu_forward(z)
    out = branch + x
    return out, (affine_cache, relu_cache)


def residual_backward(dout: FloatArray, cache: ResidualCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back on both ways, and add them up where they fork.

    Parameters
    ----------
    dout : upstream gradient, (N, D)
    cache : what :func:`residual_forward` returned

    Returns
    -------
    dx : (N, D)
    dw : (D, D)
    db : (D,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of out.

    Derivation: residual.dx, residual.dw, residual.db
    """
    _arguments.check_cache(cache, "affine_cache, relu_cache", "residual_forward")
    affine_cache, relu_cache = cache
    _arguments.check_shapes("z: ..., dout: ...", relu_cache, dout)
    dz = relu_backward(dout, relu_cache)
    dx, dw, db = affine_backward(dz, affine_cache)
    dx += dout
    return dx, dw, db
