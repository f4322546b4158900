"""The net with batch normalisation and dropout: the last bias has a result of its own."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.batch_norm_net import bn_relu_backward, bn_relu_forward
from yudo.verification.programs._hidden_layers import gradients


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name; those of every layer as a dict by the layer's number."""
    found = gradients(given, "batchnorm", bn_relu_forward, bn_relu_backward)
    *hidden, last = found["db"]
    return {**found, "db": {layer: found["db"][layer] for layer in hidden}, "db_last": found["db"][last]}
