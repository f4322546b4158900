"""The plain textbook form of every operation in NumPy: correct, and as short as a lecture has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.layers.operations import REG, Arrays


def _affine_forward(x, w, b):
    return x @ w + b, (x, w, b)


def _affine_backward(dout, cache):
    x, w, _ = cache
    return dout @ w.T, x.T @ dout, np.sum(dout, axis=0)


def _relu_forward(x):
    return np.maximum(0, x), x


def _relu_backward(dout, x):
    return dout * (x > 0)


def _sigmoid_forward(x):
    out = 1 / (1 + np.exp(-x))
    return out, out


def _sigmoid_backward(dout, out):
    return dout * out * (1 - out)


def _logit(p):
    return np.log(p / (1 - p))


def _softmax_forward(x):
    exps = np.exp(x - np.max(x, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    return probs, probs


def _softmax_backward(dout, probs):
    return probs * (dout - np.sum(dout * probs, axis=1, keepdims=True))


def _softmax_loss(x, y):
    N = x.shape[0]
    exps = np.exp(x - np.max(x, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    return loss, dx / N


def _l2_regularization(w):
    return 0.5 * REG * np.sum(w * w), REG * w


def _net_loss(X, y, **params):
    depth = len(params) // 2
    caches, out = [], X
    for layer in range(1, depth + 1):
        out, affine_cache = _affine_forward(out, params[f"W{layer}"], params[f"b{layer}"])
        relu_cache = None
        if layer < depth:
            out, relu_cache = _relu_forward(out)
        caches.append((affine_cache, relu_cache))
    loss, dout = _softmax_loss(out, y)
    grads = {}
    for layer in range(depth, 0, -1):
        affine_cache, relu_cache = caches[layer - 1]
        if relu_cache is not None:
            dout = _relu_backward(dout, relu_cache)
        dout, grads[f"W{layer}"], grads[f"b{layer}"] = _affine_backward(dout, affine_cache)
        W = params[f"W{layer}"]
        loss += 0.5 * REG * np.sum(W * W)
        grads[f"W{layer}"] += REG * W
    return loss, grads


def call(operation: str, a: Arrays) -> Callable[[], Any]:
    """A function without arguments that carries out the operation on the arrays."""
    if operation.endswith("net_loss"):
        return lambda: _net_loss(**a)
    function = globals()[f"_{operation}"]
    if operation.endswith("_backward"):
        dout = a.pop("dout")
        _, cache = globals()[f"_{operation.removesuffix('backward')}forward"](**a)
        return lambda: function(dout, cache)
    a.pop("dout", None)
    arguments = tuple(a.values())
    return lambda: function(*arguments)
