"""RMSProp: every weight has a step of its own, divided by the root mean square of its gradients."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def rmsprop(
    w: FloatArray, dw: FloatArray, config: Mapping[str, Any] | None = None
) -> tuple[FloatArray, dict[str, Any]]:
    """Move the weights by one step of RMSProp.

    CS231n's function writes into config; this one leaves config and its arrays alone and returns a new dict.

    Parameters
    ----------
    w : weights, any shape with at least one axis
    dw : gradient of the loss with respect to w, the shape of w
    config : a dict with

        ``"learning_rate"``
            a finite number ≥ 0; 1e-2 if it is missing
        ``"decay_rate"``
            how much of the running mean is kept, in [0, 1]; 0.99 if it is missing
        ``"epsilon"``
            what is added to the root, > 0; 1e-8 if it is missing
        ``"cache"``
            running mean of the squared gradients, the shape of w; zeros if it is missing

    Returns
    -------
    next_w : the shape and dtype of w
    config : for the next step, with the new cache

    Raises
    ------
    TypeError
        w, dw or the cache is not a floating-point array of at least 32 bits, config is no dict, or holds no
        numbers.
    ValueError
        the shapes differ, w has no axis, or a number of config is out of its range.

    Derivation: rmsprop.next_v, rmsprop.next_w
    """
    _arguments.check_update(w, dw, config)
    defaults = {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8, "cache": np.zeros_like(w)}
    config = {**defaults, **(config or {})}
    _arguments.check_state(w, config, "cache")
    decay_rate = config["decay_rate"]
    v = config["cache"].copy()  # written in place, so that no NumPy number in config changes the dtype
    v *= decay_rate
    v += (1 - decay_rate) * (dw * dw)
    next_w = w.copy()
    next_w -= config["learning_rate"] * dw / (np.sqrt(v) + config["epsilon"])
    return next_w, {**config, "cache": v}
