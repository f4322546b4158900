"""Weights whose gates are an axis of the record, and lie side by side in the code."""

from collections.abc import Iterable, Mapping
from typing import Any

WEIGHTS = ("Wx", "Wh", "b")


def side_by_side(given: Mapping[str, Any]) -> list[Any]:
    """The weights as the code takes them: the axes of the gates and the hidden units are one."""
    *_, gates, hidden = given["b"].shape
    return [given[name].reshape(*given[name].shape[:-2], gates * hidden) for name in WEIGHTS]


def divided(given: Mapping[str, Any], gradients: Iterable[Any]) -> dict[str, Any]:
    """The gradients of the weights as the record has them, by name."""
    return {f"d{name}": one.reshape(given[name].shape) for name, one in zip(WEIGHTS, gradients, strict=True)}
