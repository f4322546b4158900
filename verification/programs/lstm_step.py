"""A step of an LSTM: the gates are an axis of the record, and lie side by side in the code."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward

GATES = 4


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    D, H = given["x"].shape[1], given["prev_h"].shape[1]
    Wx, Wh = given["Wx"].reshape(D, GATES * H), given["Wh"].reshape(H, GATES * H)
    b = given["b"].reshape(GATES * H)
    next_h, next_c, cache = lstm_step_forward(given["x"], given["prev_h"], given["prev_c"], Wx, Wh, b)
    dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(given["dnext_h"], given["dnext_c"], cache)
    return {
        "next_c": next_c,
        "next_h": next_h,
        "dprev_c": dprev_c,
        "dx": dx,
        "dprev_h": dprev_h,
        "dWx": dWx.reshape(D, GATES, H),
        "dWh": dWh.reshape(H, GATES, H),
        "db": db.reshape(GATES, H),
    }
