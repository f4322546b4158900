"""AdamW: Adam, with a decay of the weights that does not go through its running means."""

from collections.abc import Mapping
from typing import Any

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.adam import adam


def adamw(
    w: FloatArray, dw: FloatArray, config: Mapping[str, Any] | None = None
) -> tuple[FloatArray, dict[str, Any]]:
    """Move the weights by one step of Adam, and let them decay towards 0.

    config and its arrays are left alone.

    Parameters
    ----------
    w : weights, any shape with at least one axis
    dw : gradient of the loss without any penalty on the weights, the shape of w
    config : as for :func:`yudo.impl.adam.adam`, and

        ``"weight_decay"``
            a finite number ≥ 0; 1e-2 if it is missing

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

    Derivation: adamw.next_m, adamw.next_v, adamw.next_w
    """
    _arguments.check_update(w, dw, config)
    config = {"learning_rate": 1e-3, "weight_decay": 1e-2, **(config or {})}
    next_w, after = adam(w, dw, config)
    next_w -= config["learning_rate"] * config["weight_decay"] * w
    return next_w, after
