"""Multi-head attention: the record has an axis of heads, the code has their features side by side."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.multi_head_attention import multi_head_attention_backward, multi_head_attention_forward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    heads = {name: given[name] for name in ("q", "k", "v", "dout")}
    q, k, v, dout = (one.reshape(*one.shape[:2], one.shape[2] * one.shape[3]) for one in heads.values())
    out, cache = multi_head_attention_forward(q, k, v, given["q"].shape[2], given["mask"])
    dq, dk, dv = multi_head_attention_backward(dout, cache)
    found = {"out": (out, "dout"), "dv": (dv, "v"), "dq": (dq, "q"), "dk": (dk, "k")}
    return {name: value.reshape(heads[of].shape) for name, (value, of) in found.items()}
