"""JAX as a witness: the layer's independent definition, compiled once for each shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import ModuleType
from typing import Any

import jax

# A witness in float32 would have larger errors than what it is asked about.
jax.config.update("jax_enable_x64", True)

COMPILER_FLAGS = "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"
"""Halve the time to compile; a shape is compiled and run once or twice, so the time to run is no matter."""


def compiled(module: ModuleType) -> Callable[..., Mapping[str, Any]]:
    """The witness of a module of `verification.layers`, all its results in one compiled function.

    Whole numbers among the arguments are sizes and stay as they are, for a shape may depend on them.
    """

    @cache
    def at_sizes(sizes: tuple[tuple[str, int], ...]) -> Callable[..., Mapping[str, Any]]:
        return jax.jit(partial(module.witness, **dict(sizes)))

    def call(**arguments: Any) -> Mapping[str, Any]:
        sizes = tuple((name, value) for name, value in arguments.items() if isinstance(value, int))
        rest = {name: value for name, value in arguments.items() if not isinstance(value, int)}
        return at_sizes(sizes)(**rest)

    return call
