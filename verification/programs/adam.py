"""One step of Adam from a given state; and from the one that a constant gradient leads to."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.adam import adam


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    next_w, config = adam(given["w"], given["dw"], state(given))
    return {"next_m": config["m"], "next_v": config["v"], "next_w": next_w}


def state(given: Mapping[str, Any]) -> dict[str, Any]:
    """What ``config`` holds before step t."""
    return {
        "learning_rate": given["eta"],
        "beta1": given["beta_1"],
        "beta2": given["beta_2"],
        "epsilon": given["epsilon"],
        "m": given["m"],
        "v": given["v"],
        "t": given["t"] - 1,
    }


def under_constant_gradient(given: Mapping[str, Any]) -> Any:
    """The corrected mean after t steps with the same gradient: what the first t - 1 leave, and one more."""
    beta1, t = given["beta_1"], given["t"]
    before = (1 - beta1 ** (t - 1)) * given["dw"]
    _, config = adam(given["w"], given["dw"], {**state(given), "m": before})
    return config["m"] / (1 - beta1**t)


APART = {"corrected": under_constant_gradient}
