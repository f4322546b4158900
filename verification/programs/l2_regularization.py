"""The L2 penalty under its three scalings."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.l2_regularization import l2_regularization


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    w, reg = given["w"], given["lambda"]
    loss, dw = l2_regularization(w, reg, "full")
    loss_half, dw_half = l2_regularization(w, reg, "half")
    loss_mean, dw_mean = l2_regularization(w, reg, "mean", given["N"])
    return {
        "loss": loss,
        "dw": dw,
        "loss_half": loss_half,
        "dw_half": dw_half,
        "loss_mean": loss_mean,
        "dw_mean": dw_mean,
    }
