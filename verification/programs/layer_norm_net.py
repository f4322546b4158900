"""The net with layer normalisation and dropout."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.layer_norm_net import ln_relu_backward, ln_relu_forward
from yudo.verification.programs._hidden_layers import gradients


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name; those of every layer as a dict by the layer's number."""
    return gradients(given, "layernorm", ln_relu_forward, ln_relu_backward)
