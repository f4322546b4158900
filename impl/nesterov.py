"""Nesterov's momentum: the gradient is taken where the velocity is about to lead."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def sgd_nesterov(
    w: FloatArray, dw: FloatArray, config: Mapping[str, Any] | None = None
) -> tuple[FloatArray, dict[str, Any]]:
    """Move the weights by one step of Nesterov's momentum.

    The weights are kept at the point that the velocity leads to, so that dw is simply the gradient at w.
    config and its arrays are left alone.

    Parameters
    ----------
    w : weights, any shape with at least one axis
    dw : gradient of the loss with respect to w, the shape of w
    config : a dict with

        ``"learning_rate"``
            a finite number ≥ 0; 1e-2 if it is missing
        ``"momentum"``
            how much of the velocity is kept, in [0, 1]; 0.9 if it is missing
        ``"velocity"``
            the shape of w; zeros if it is missing

    Returns
    -------
    next_w : the shape and dtype of w
    config : for the next step, with the new velocity

    Raises
    ------
    TypeError
        w, dw or the velocity is not a floating-point array of at least 32 bits, config is no dict, or holds
        no numbers.
    ValueError
        the shapes differ, w has no axis, or a number of config is out of its range.

    Derivation: nesterov.next_v, nesterov.next_w
    """
    _arguments.check_update(w, dw, config)
    config = {"learning_rate": 1e-2, "momentum": 0.9, "velocity": np.zeros_like(w), **(config or {})}
    _arguments.check_state(w, config, "velocity")
    mu, step = config["momentum"], config["learning_rate"] * dw
    v = config["velocity"].copy()  # written in place, so that no NumPy number in config changes the dtype
    v *= mu
    v -= step
    next_w = w.copy()
    next_w -= step
    next_w += mu * v
    return next_w, {**config, "velocity": v}
