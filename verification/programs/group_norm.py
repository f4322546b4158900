"""Group normalisation: the record counts groups and the channels of each, the code all channels."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.group_norm import spatial_groupnorm_backward, spatial_groupnorm_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    x, dout = given["x"], given["dout"]
    N, G, K, *pixels = x.shape
    images = (N, G * K, *pixels)
    gamma, beta = (given[name].reshape(G * K) for name in ("gamma", "beta"))
    out, cache = spatial_groupnorm_forward(x.reshape(images), gamma, beta, G, {"eps": given["epsilon"]})
    dx, dgamma, dbeta = spatial_groupnorm_backward(dout.reshape(images), cache)
    return {
        "out": out.reshape(x.shape),
        "dbeta": dbeta.reshape(G, K),
        "dgamma": dgamma.reshape(G, K),
        "dx": dx.reshape(x.shape),
    }
