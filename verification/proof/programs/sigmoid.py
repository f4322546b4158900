"""The sigmoid and its inverse."""

from collections.abc import Mapping
from typing import Any

from impl.sigmoid import logit, odds, sigmoid_backward, sigmoid_forward


def observe(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = sigmoid_forward(given["x"])
    return {
        "out": out,
        "dx": sigmoid_backward(given["dout"], cache),
        "odds": odds(out),
        "logit": logit(given["p"]),
    }
