"""One step of Nesterov's momentum, from a given velocity."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.nesterov import sgd_nesterov


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    state = {"learning_rate": given["eta"], "momentum": given["mu"], "velocity": given["v"]}
    next_w, config = sgd_nesterov(given["w"], given["dw"], state)
    return {"next_v": config["velocity"], "next_w": next_w}
