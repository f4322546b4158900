"""The sigmoid and its inverse."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.sigmoid import logit, odds, sigmoid_backward, sigmoid_forward

LARGEST_FOR_ODDS = 15
"""From about 17 on, in float32, the probability is rounded to 1, and nothing is left of its odds."""


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = sigmoid_forward(given["x"])
    return {
        "out": out,
        "dx": sigmoid_backward(given["dout"], cache),
        "odds": odds(out),
        "logit": logit(given["p"]),
    }


def without_meaning(given: Mapping[str, Any]) -> set[str]:
    """The odds, where they are rounded away."""
    x = given["x"]
    return set() if (getattr(x, "high", x) <= LARGEST_FOR_ODDS).all() else {"odds"}
