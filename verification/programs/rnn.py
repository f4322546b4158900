"""A recurrent net over time: the record has one array per step, the code an axis of steps."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl.rnn import rnn_backward, rnn_forward
from yudo.impl.rnn_step import rnn_step_backward

STEPS = 1
"""The axis of steps in the arrays of the code."""


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name, each with all steps in one array."""
    x, h0, Wx, Wh, b, dh = (given[name] for name in ("x", "h0", "Wx", "Wh", "b", "dh"))
    h, cache = rnn_forward(x, h0, Wx, Wh, b)
    dx, dh0, dWx, dWh, db = rnn_backward(dh, cache)

    # What each step hands to the one before, which the net does not return.
    dprev_h = np.zeros_like(h)
    handed_back = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        prev_h = h[:, t - 1] if t > 0 else h0
        _, handed_back, *_ = rnn_step_backward(dh[:, t] + handed_back, (x[:, t], prev_h, Wx, Wh, h[:, t]))
        dprev_h[:, t] = handed_back
    return {"out": h, "dprev_h": dprev_h, "dx": dx, "dh0": dh0, "dWx": dWx, "dWh": dWh, "db": db}
