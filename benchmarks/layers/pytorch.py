"""PyTorch on the CPU, eager: forwards that record for autograd, backwards by autograd."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from benchmarks.layers.operations import REG, Arrays

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def _affine(x, w, b):
    return torch.addmm(b, x, w)


_FORWARD: dict[str, Callable[..., Any]] = {
    "affine": _affine,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "softmax": lambda x: torch.softmax(x, dim=1),
    "logit": torch.logit,
}


def _softmax_loss(x, y):
    loss = cross_entropy(x, y)
    return loss, *torch.autograd.grad(loss, (x,))


def _l2_regularization(w):
    penalty = 0.5 * REG * (w * w).sum()
    return penalty, *torch.autograd.grad(penalty, (w,))


def _net_loss(X, y, weights, biases):
    out = X
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True), 1):
        out = torch.addmm(b, out, w)
        if layer < len(weights):
            out = torch.relu(out)
    loss = cross_entropy(out, y) + 0.5 * REG * sum((w * w).sum() for w in weights)
    return loss, torch.autograd.grad(loss, (*weights, *biases))


def call(operation: str, a: Arrays) -> Callable[[], Any]:
    """A function without arguments that carries out the operation on the arrays."""
    t = {name: torch.from_numpy(array) for name, array in a.items()}
    dout = t.pop("dout", None)
    leaves = [array.requires_grad_() for name, array in t.items() if name not in ("X", "y", "p")]
    if operation == "logit":
        return lambda: torch.logit(t["p"])
    if operation == "softmax_loss":
        return lambda: _softmax_loss(t["x"], t["y"])
    if operation == "l2_regularization":
        return lambda: _l2_regularization(t["w"])
    if operation.endswith("net_loss"):
        weights = [array for name, array in t.items() if name.startswith("W")]
        biases = [array for name, array in t.items() if name.startswith("b")]
        return lambda: _net_loss(t["X"], t["y"], weights, biases)
    layer, _, direction = operation.rpartition("_")
    if direction == "forward":
        return lambda: _FORWARD[layer](*leaves)
    out = _FORWARD[layer](*leaves)
    return lambda: torch.autograd.grad(out, leaves, dout, retain_graph=True)
