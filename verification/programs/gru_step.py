"""A step of a GRU: the gates are an axis of the record, and lie side by side in the code."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.gru_step import gru_step_backward, gru_step_forward
from yudo.verification.programs._gates import divided, side_by_side


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    next_h, cache = gru_step_forward(given["x"], given["prev_h"], *side_by_side(given))
    dx, dprev_h, *gradients = gru_step_backward(given["dnext_h"], cache)
    return {"out": next_h, "dx": dx, "dprev_h": dprev_h, **divided(given, gradients)}
