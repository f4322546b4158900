"""Adam: running means of the gradient and of its square, both corrected for having started at 0."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray


def adam(
    w: FloatArray, dw: FloatArray, config: Mapping[str, Any] | None = None
) -> tuple[FloatArray, dict[str, Any]]:
    """Move the weights by one step of Adam.

    CS231n's function writes into config; this one leaves config and its arrays alone and returns a new dict.

    Parameters
    ----------
    w : weights, any shape with at least one axis
    dw : gradient of the loss with respect to w, the shape of w
    config : a dict with

        ``"learning_rate"``
            a finite number ≥ 0; 1e-3 if it is missing
        ``"beta1"``, ``"beta2"``
            how much of the running means is kept, in [0, 1); 0.9 and 0.999 if they are missing
        ``"epsilon"``
            what is added to the root, > 0; 1e-8 if it is missing
        ``"m"``, ``"v"``
            running means of the gradient and of its square, the shape of w; zeros if they are missing
        ``"t"``
            the number of steps so far, an integer ≥ 0; 0 if it is missing

    Returns
    -------
    next_w : the shape and dtype of w
    config : for the next step, with the new m, v and t

    Raises
    ------
    TypeError
        w, dw, m or v is not a floating-point array of at least 32 bits, t is no integer, config is no dict,
        or holds no numbers.
    ValueError
        the shapes differ, w has no axis, or a number of config is out of its range.

    Derivation: adam.next_m, adam.next_v, adam.next_w
    """
    _arguments.check_update(w, dw, config)
    zeros = {"m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0}
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, **zeros, **(config or {})}
    _arguments.check_state(w, config, "m", "v")
    beta1, beta2, t = config["beta1"], config["beta2"], config["t"] + 1
    m, v = config["m"].copy(), config["v"].copy()  # written in place: no NumPy number changes the dtype
    m *= beta1
    m += (1 - beta1) * dw
    v *= beta2
    v += (1 - beta2) * (dw * dw)
    mhat, vhat = m / (1 - beta1**t), v / (1 - beta2**t)
    next_w = w.copy()
    next_w -= config["learning_rate"] * mhat / (np.sqrt(vhat) + config["epsilon"])
    return next_w, {**config, "m": m, "v": v, "t": t}
