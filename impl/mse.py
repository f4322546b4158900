"""The mean squared error: the mean over all entries of the squared difference from a target."""

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar


def mse_loss(x: FloatArray, target: FloatArray) -> tuple[FloatScalar, FloatArray]:
    """Return the mean of (x - target)² over all entries, and its gradient with respect to x.

    Parameters
    ----------
    x : predictions, any shape with at least one axis and one entry
    target : the shape of x

    Returns
    -------
    loss : scalar
    dx : the shape of x

    Raises
    ------
    TypeError
        x or target is not a floating-point array of at least 32 bits.
    ValueError
        target does not have the shape of x, or x has no axis or no entry.

    Derivation: mse.loss, mse.dx
    """
    _arguments.check_shapes("x: ..., target: ...", x, target)
    _arguments.check_entries("x", x)
    dx = x - target
    loss = (dx * dx).sum() / dx.size
    dx *= 2 / dx.size
    return loss, dx
