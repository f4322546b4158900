"""Definitions of the layers that were written independently in ``jax.numpy``, and are differentiated by JAX.

A layer has at most one module here, by its stem; independence cannot be generated, and where it is missing,
the table and the page say so. The module has either

``definition``
    the layer itself, from its inputs by position to its output, or to its loss; or
``witness(**arguments)``
    the results by name, from the inputs of the record by name (``lambda`` is spelt ``lambda_``), the upstream
    gradient, and the sizes that no array shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from yudo.derivations.calculus.records import Layer
from yudo.derivations.calculus.symbols import Tensor

Witness = Callable[..., Mapping[str, Any]]


def has_witness(layer: Layer) -> bool:
    """Whether a layer has an independent definition."""
    return find_spec(f"{__name__}.{layer.stem}") is not None


def witness_of(layer: Layer) -> Witness:
    """The results by name, as the layer's definition in JAX has them."""
    module = import_module(f"{__name__}.{layer.stem}")
    if hasattr(module, "witness"):
        found: Witness = module.witness
        return found
    return _differentiated(layer, module.definition)


def _differentiated(layer: Layer, definition: Callable[..., Any]) -> Witness:
    """The output, or the loss, and its gradients with respect to every float input: ``dw`` for ``w``."""
    import jax

    names = [given.name for given in layer.inputs]
    floats = [t.name for t in layer.inputs if isinstance(t, Tensor) and not t.label.is_integer]
    output = "loss" if layer.upstream is None else "out"

    def witness(**arguments: Any) -> dict[str, Any]:
        def forward(*values: Any) -> Any:
            known = {**arguments, **dict(zip(floats, values, strict=True))}
            return definition(*(known[name] for name in names))

        out, pullback = jax.vjp(forward, *(arguments[name] for name in floats))
        upstream = jax.numpy.ones_like(out) if layer.upstream is None else arguments[layer.upstream.name]
        gradients = {f"d{name}": d for name, d in zip(floats, pullback(upstream), strict=True)}
        return {output: out, **gradients}

    return witness
