"""Depthwise convolution: the record has images that are padded already, and a stride that is a size."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.depthwise_conv2d import depthwise_conv2d_backward, depthwise_conv2d_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    options = {"stride": given["S"], "pad": 0}
    out, cache = depthwise_conv2d_forward(given["x"], given["w"], given["b"], options)
    dx, dw, db = depthwise_conv2d_backward(given["dout"], cache)
    return {"out": out, "db": db, "dw": dw, "dx": dx}
