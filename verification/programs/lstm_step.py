"""A step of an LSTM: the record takes apart by gates what the code has side by side."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward

GATES = "ifog"


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    H = given["prev_h"].shape[1]
    Wx, Wh, b = (
        np.concatenate([given[f"{name}{gate}"] for gate in GATES], axis=-1) for name in ("Wx", "Wh", "b")
    )
    next_h, next_c, cache = lstm_step_forward(given["x"], given["prev_h"], given["prev_c"], Wx, Wh, b)
    dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(given["dnext_h"], given["dnext_c"], cache)
    values = {"next_h": next_h, "next_c": next_c, "dx": dx, "dprev_h": dprev_h, "dprev_c": dprev_c}
    for place, gate in enumerate(GATES):
        columns = slice(place * H, (place + 1) * H)
        values |= {f"dWx{gate}": dWx[:, columns], f"dWh{gate}": dWh[:, columns], f"db{gate}": db[columns]}
    return values
