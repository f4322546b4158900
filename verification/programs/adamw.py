"""One step of AdamW, from a given state."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.adamw import adamw
from yudo.verification.programs.adam import state


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    next_w, config = adamw(given["w"], given["dw"], {**state(given), "weight_decay": given["lambda"]})
    return {"next_m": config["m"], "next_v": config["v"], "next_w": next_w}
