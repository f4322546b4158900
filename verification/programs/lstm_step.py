"""A step of an LSTM: the gates are an axis of the record, and lie side by side in the code."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward
from yudo.verification.programs._gates import divided, side_by_side


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    state = given["prev_h"], given["prev_c"]
    next_h, next_c, cache = lstm_step_forward(given["x"], *state, *side_by_side(given))
    dx, dprev_h, dprev_c, *gradients = lstm_step_backward(given["dnext_h"], given["dnext_c"], cache)
    return {
        "next_c": next_c,
        "next_h": next_h,
        "dprev_c": dprev_c,
        "dx": dx,
        "dprev_h": dprev_h,
        **divided(given, gradients),
    }
