"""The operations that are timed: their sizes, inputs, and the work that no implementation can avoid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

SIZES: Mapping[str, tuple[int, int, int]] = {
    "small": (128, 64, 10),
    "medium": (256, 1024, 512),
    "large": (1024, 2048, 2048),
}
"""N, D, M. Layers without weights take arrays (N, M), nets D inputs, M hidden units and 10 classes."""

OPERATIONS = (
    "affine_forward",
    "affine_backward",
    "relu_forward",
    "relu_backward",
    "sigmoid_forward",
    "sigmoid_backward",
    "logit",
    "softmax_forward",
    "softmax_backward",
    "softmax_loss",
    "l2_regularization",
    "two_layer_net_loss",
    "fully_connected_net_loss",
)
"""Those without a direction in their name return loss and gradients together; the logit has no backward."""

DTYPES = ("float32", "float64")
CLASSES = 10
REG = 0.1

Arrays = dict[str, Any]


def inputs(operation: str, dtype: str, size: str, seed: int) -> Arrays:
    """Random inputs of an operation, by name."""
    N, D, M = SIZES[size]
    rng = np.random.default_rng(seed)

    def normal(*shape: int, scale: float = 1.0) -> Any:
        return (scale * rng.standard_normal(shape)).astype(dtype)

    layer = operation.rsplit("_", 1)[0]
    if layer == "affine":
        return {"x": normal(N, D), "w": normal(D, M, scale=D**-0.5), "b": normal(M), "dout": normal(N, M)}
    if layer in ("relu", "sigmoid") or operation in ("softmax_forward", "softmax_backward"):
        return {"x": normal(N, M), "dout": normal(N, M)}
    if operation == "logit":
        return {"p": rng.uniform(0.01, 0.99, (N, M)).astype(dtype)}
    if operation == "softmax_loss":
        return {"x": normal(N, M), "y": rng.integers(0, M, N)}
    if operation == "l2_regularization":
        return {"w": normal(D, M)}
    widths = [D, M, CLASSES] if operation == "two_layer_net_loss" else [D, M, M, CLASSES]
    arrays = {"X": normal(N, D), "y": rng.integers(0, CLASSES, N)}
    for layer_number, (rows, columns) in enumerate(pairwise(widths), 1):
        arrays[f"W{layer_number}"] = normal(rows, columns, scale=rows**-0.5)
        arrays[f"b{layer_number}"] = normal(columns)
    return arrays


@dataclass(frozen=True)
class Work:
    """The least that an operation takes: multiplications and additions of products, or bytes moved."""

    flops: int
    moved: int


def work(operation: str, dtype: str, size: str) -> Work:
    """Flops of the matrix products, or, of operations without, the bytes of what must be read and written."""
    N, D, M = SIZES[size]
    width = np.dtype(dtype).itemsize
    arrays = {name: array.shape for name, array in inputs(operation, dtype, size, 0).items()}
    if operation == "affine_forward":
        return Work(2 * N * D * M, 0)
    if operation == "affine_backward":
        return Work(4 * N * D * M, 0)
    if operation.endswith("net_loss"):
        products = [prod(shape) for name, shape in arrays.items() if name.startswith("W")]
        # Forward and two products back for every layer, of which the first needs only one.
        return Work(2 * N * (3 * sum(products) - products[0]), 0)
    read_and_written = {"relu_backward": 3, "sigmoid_backward": 3, "softmax_backward": 3}
    first = prod(next(iter(arrays.values())))
    return Work(0, read_and_written.get(operation, 2) * first * width)
