"""ReLU, and a chain of sigmoids."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.sigmoid import sigmoid_backward, sigmoid_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = relu_forward(given["x"])
    if "a" in given:  # one more layer of the chain
        _, saturated = sigmoid_forward(given["a"])
        saturation: Any = sigmoid_backward(given["g"], saturated)
    else:
        saturation = _chain_gradients(given["x"], given["K"])
    return {"out": out, "dx": relu_backward(given["dout"], cache), "saturation": saturation}


def _chain_gradients(x: Any, K: int) -> dict[int, Any]:
    """The gradient of the output of every sigmoid in the chain with respect to the input, by its number."""
    caches, gradients, out = [], {}, x
    for depth in range(1, K + 1):
        out, cache = sigmoid_forward(out)
        caches.append(cache)
        gradient = x * 0 + 1
        for passed in reversed(caches):
            gradient = sigmoid_backward(gradient, passed)
        gradients[depth] = gradient
    return gradients
