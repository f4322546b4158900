"""Dropout with a given mask, and with the expectation of one in its place."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.dropout import dropout_backward, dropout_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    x, p = given["x"], given["p"]
    out, cache = dropout_forward(x, {"mode": "train", "p": p, "mask": given["mask"]})
    tested, _ = dropout_forward(x, {"mode": "test", "p": p})
    average = given["mask"] * 0 + p  # the layer is linear in the mask
    expectation, _ = dropout_forward(x, {"mode": "train", "p": p, "mask": average})
    return {
        "out": out,
        "out_test": tested,
        "expectation": expectation,
        "dx": dropout_backward(given["dout"], cache),
    }
