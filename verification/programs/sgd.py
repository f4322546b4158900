"""One step of gradient descent."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.sgd import sgd


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    next_w, _ = sgd(given["w"], given["dw"], {"learning_rate": given["eta"]})
    return {"next_w": next_w}
