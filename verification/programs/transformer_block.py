"""The transformer block: in the weights, heads are an axis of the record, and side by side in the code."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.layer_norm import layernorm_backward
from yudo.impl.transformer_block import (
    feed_forward_backward,
    self_attention_backward,
    transformer_block_backward,
    transformer_block_forward,
)

NAMES = ("gamma1", "beta1", "Wq", "Wk", "Wv", "Wo", "gamma2", "beta2", "W1", "b1", "W2", "b2")


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    x, dout = given["x"], given["dout"]
    E, H, D = given["Wq"].shape
    params = {name: given[name] for name in NAMES}
    params |= {name: given[name].reshape(E, H * D) for name in ("Wq", "Wk", "Wv")}
    params["Wo"] = given["Wo"].reshape(H * D, E)
    out, cache = transformer_block_forward(x, params, H, {"eps": given["epsilon"]}, given["mask"])
    dx, grads = transformer_block_backward(dout, cache)
    gradients = {f"d{name}": grads[name].reshape(given[name].shape) for name in NAMES}

    # What arrives between the halves, and at the first norm's output, which the block does not return.
    _, attention_cache, norm2_cache, feed_cache = cache
    du2, *_ = feed_forward_backward(dout, feed_cache)
    dy, _, _ = layernorm_backward(du2.reshape(norm2_cache[0].shape), norm2_cache)
    dy = dy.reshape(x.shape) + dout
    du1, *_ = self_attention_backward(dy, attention_cache)

    return {"out": out, "dx": dx, "dy": dy, "du1": du1, **gradients}
