"""The linear SVM, whose code calls the strength of the penalty ``reg``."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.linear_svm import linear_svm


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    loss, dW = linear_svm(given["W"], given["x"], given["y"], given["lambda"], given["margin"])
    return {"loss": loss, "dW": dW}
