"""Batch normalisation of images, in training and at test time."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.spatial_batch_norm import spatial_batchnorm_backward, spatial_batchnorm_forward


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
    tested, _ = spatial_batchnorm_forward(*layer, {**bn_param, "mode": "test"})
    out, cache = spatial_batchnorm_forward(*layer, bn_param)
    assert cache is not None  # it was called for training
    dx, dgamma, dbeta = spatial_batchnorm_backward(given["dout"], cache)
    return {
        "out": out,
        "running_mean": bn_param["running_mean"],
        "running_var": bn_param["running_var"],
        "out_test": tested,
        "dbeta": dbeta,
        "dgamma": dgamma,
        "dx": dx,
    }
