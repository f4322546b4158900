"""Stochastic gradient descent: one step against the gradient."""

from collections.abc import Mapping
from typing import Any

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def sgd(
    w: FloatArray, dw: FloatArray, config: Mapping[str, Any] | None = None
) -> tuple[FloatArray, dict[str, Any]]:
    """Move the weights by one step against the gradient.

    CS231n's function writes into config; this one leaves it alone and returns a new dict.

    Parameters
    ----------
    w : weights, any shape with at least one axis
    dw : gradient of the loss with respect to w, the shape of w
    config : a dict with

        ``"learning_rate"``
            a finite number ≥ 0; 1e-2 if it is missing

    Returns
    -------
    next_w : the shape and dtype of w
    config : for the next step

    Raises
    ------
    TypeError
        w or dw is not a floating-point array of at least 32 bits, config is no dict, or holds no number.
    ValueError
        the shapes differ, w has no axis, or the learning rate is negative or not finite.

    Derivation: sgd.next_w
    """
    _arguments.check_update(w, dw, config)
    config = {"learning_rate": 1e-2, **(config or {})}
    next_w = w.copy()
    next_w -= config["learning_rate"] * dw
    return next_w, config
