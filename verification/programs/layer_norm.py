"""Layer normalisation."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.layer_norm import layernorm_backward, layernorm_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = layernorm_forward(given["x"], given["gamma"], given["beta"], {"eps": given["epsilon"]})
    dx, dgamma, dbeta = layernorm_backward(given["dout"], cache)
    return {"out": out, "dbeta": dbeta, "dgamma": dgamma, "dx": dx}
