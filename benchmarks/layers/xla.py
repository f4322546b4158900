"""JAX on the CPU: everything under ``jax.jit``, compiled before it is timed; backwards by ``jax.vjp``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from benchmarks.layers.operations import REG, Arrays

jax.config.update("jax_enable_x64", True)

_FORWARD: dict[str, Callable[..., Any]] = {
    "affine": lambda x, w, b: x @ w + b,
    "relu": jax.nn.relu,
    "sigmoid": jax.nn.sigmoid,
    "softmax": lambda x: jax.nn.softmax(x, axis=1),
}


def _mean_cross_entropy(x, y):
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(x), y[:, None], axis=1))


def _penalty(w):
    return 0.5 * REG * jnp.sum(w * w)


def _net_loss(params, X, y):
    out, depth = X, len(params) // 2
    for layer in range(1, depth + 1):
        out = out @ params[f"W{layer}"] + params[f"b{layer}"]
        if layer < depth:
            out = jax.nn.relu(out)
    penalties = sum(_penalty(params[f"W{layer}"]) for layer in range(1, depth + 1))
    return _mean_cross_entropy(out, y) + penalties


def _pull_back(pullback, dout):
    return pullback(dout)


def call(operation: str, a: Arrays) -> Callable[[], Any]:
    """A function without arguments that carries out the operation on the arrays and waits for the result."""
    j = {name: jnp.asarray(array) for name, array in a.items()}
    dout = j.pop("dout", None)
    arguments: tuple[Any, ...] = tuple(j.values())
    function: Callable[..., Any]
    if operation == "logit":
        function = jax.scipy.special.logit
    elif operation == "softmax_loss":
        function = jax.value_and_grad(_mean_cross_entropy)
    elif operation == "l2_regularization":
        function = jax.value_and_grad(_penalty)
    elif operation.endswith("net_loss"):
        X, y = j.pop("X"), j.pop("y")
        function, arguments = jax.value_and_grad(_net_loss), (j, X, y)
    else:
        layer, _, direction = operation.rpartition("_")
        function = _FORWARD[layer]
        if direction == "backward":
            # The forward has run: what it keeps for the backward is an argument.
            _, pullback = jax.jit(lambda *given: jax.vjp(_FORWARD[layer], *given))(*arguments)
            function, arguments = _pull_back, (pullback, dout)
    compiled = jax.jit(function)
    return lambda: jax.block_until_ready(compiled(*arguments))
