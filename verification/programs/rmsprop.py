"""One step of RMSProp, from a given running mean."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.rmsprop import rmsprop


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    state = {
        "learning_rate": given["eta"],
        "decay_rate": given["rho"],
        "epsilon": given["epsilon"],
        "cache": given["v"],
    }
    next_w, config = rmsprop(given["w"], given["dw"], state)
    return {"next_v": config["cache"], "next_w": next_w}
