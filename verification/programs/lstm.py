"""An LSTM over time: the record has one array per step, and the gates are an axis of it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl.lstm import lstm_backward, lstm_forward
from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward
from yudo.verification.programs._gates import divided, side_by_side

STEPS = 1
"""The axis of steps in the arrays of the code."""


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name, each with all steps in one array."""
    x, h0, dh = given["x"], given["h0"], given["dh"]
    Wx, Wh, b = side_by_side(given)
    h, cache = lstm_forward(x, h0, Wx, Wh, b)
    dx, dh0, *gradients = lstm_backward(dh, cache)

    # What each step hands to the one before, which the net does not return.
    caches = []
    next_h, next_c = h0, np.zeros_like(h0)
    for t in range(x.shape[1]):
        next_h, next_c, of_step = lstm_step_forward(x[:, t], next_h, next_c, Wx, Wh, b)
        caches.append(of_step)
    dprev_h, dprev_c = np.zeros_like(dh), np.zeros_like(dh)
    back_h, back_c = np.zeros_like(h0), np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        _, back_h, back_c, *_ = lstm_step_backward(dh[:, t] + back_h, back_c, caches[t])
        dprev_h[:, t] = back_h
        dprev_c[:, t] = back_c
    handed_back = {"dprev_h": dprev_h, "dprev_c": dprev_c}
    return {"out": h, "dx": dx, "dh0": dh0, **handed_back, **divided(given, gradients)}
