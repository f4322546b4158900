"""The affine layer."""

from collections.abc import Mapping
from typing import Any

from impl.affine import affine_backward, affine_forward


def observe(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = affine_forward(given["x"], given["w"], given["b"])
    dx, dw, db = affine_backward(given["dout"], cache)
    return {"out": out, "dx": dx, "dw": dw, "db": db}
