"""RMS normalisation."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.rms_norm import rmsnorm_backward, rmsnorm_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = rmsnorm_forward(given["x"], given["gamma"], given["epsilon"])
    dx, dgamma = rmsnorm_backward(given["dout"], cache)
    return {"out": out, "dgamma": dgamma, "dx": dx}
