"""Attention, and the gradient of its scores alone."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.attention import attention_backward, attention_forward, scores_backward


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name."""
    out, cache = attention_forward(given["q"], given["k"], given["v"], given["mask"])
    _, _, v, p = cache
    dq, dk, dv = attention_backward(given["dout"], cache)
    dscores = scores_backward(given["dout"] @ v.transpose(0, 2, 1), p)
    return {"out": out, "dv": dv, "dscores": dscores, "dq": dq, "dk": dk}
