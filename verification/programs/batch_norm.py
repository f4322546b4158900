"""Batch normalisation, in training and at test time."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.batch_norm import (
    batchnorm_backward,
    batchnorm_backward_alt,
    batchnorm_forward,
    statistics_gradients,
)


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    layer = given["x"], given["gamma"], given["beta"]
    bn_param = {
        "mode": "train",
        "eps": given["epsilon"],
        "momentum": given["momentum"],
        "running_mean": given["running_mean"],
        "running_var": given["running_var"],
    }
    tested, _ = batchnorm_forward(*layer, {**bn_param, "mode": "test"})
    out, cache = batchnorm_forward(*layer, bn_param)
    assert cache is not None  # it was called for training
    centred, _, std, gamma = cache
    dvar, dmu = statistics_gradients(given["dout"] * gamma, centred, std)
    dx_graph, _, _ = batchnorm_backward(given["dout"], cache)
    dx, dgamma, dbeta = batchnorm_backward_alt(given["dout"], cache)
    return {
        "out": out,
        "running_mean": bn_param["running_mean"],
        "running_var": bn_param["running_var"],
        "out_test": tested,
        "dbeta": dbeta,
        "dgamma": dgamma,
        "dvar": dvar,
        "dmu": dmu,
        "dx_graph": dx_graph,
        "dx": dx,
    }
