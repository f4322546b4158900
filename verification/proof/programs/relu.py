"""ReLU, and one more layer of a chain of sigmoids."""

from collections.abc import Mapping
from typing import Any

from impl.relu import relu_backward, relu_forward
from impl.sigmoid import sigmoid_backward, sigmoid_forward


def observe(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = relu_forward(given["x"])
    _, saturated = sigmoid_forward(given["a"])
    return {
        "out": out,
        "dx": relu_backward(given["dout"], cache),
        "saturation": sigmoid_backward(given["g"], saturated),
    }
