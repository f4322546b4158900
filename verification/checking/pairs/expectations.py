"""What the output of a well-known layer is like, whatever its code: normalised, adding up to 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.agreement import CLOSE

_LARGEST_EPSILON = 0.01
"""Added to a variance before its root is taken; courses use 1e-5 and less."""


def unlike_its_name(name: str, arrays: Mapping[str, Any], out: Any) -> Text | None:
    """What of an output is not as the layer's name says, if anything is.

    Parameters
    ----------
    name
        Of the layer.
    arrays, out
        Its inputs in numbers, with two axes at least, and its output.
    """
    if re.search("batch_?norm", name, re.IGNORECASE):
        return _normalised(arrays, out, 0, Text("표본에 대한", "over the samples"))
    if re.search("layer_?norm", name, re.IGNORECASE):
        return _normalised(arrays, out, 1, Text("특징에 대한", "over the features"))
    if re.fullmatch(r"(?:\w+_)?softmax(?:_forward|\.forward)?", name, re.IGNORECASE) and "log" not in name:
        if np.shape(out) and np.allclose(np.sum(out, axis=-1), 1, rtol=0, atol=CLOSE):
            return None
        return Text("출력의 각 행을 더해도 1이 아니다", "the rows of its output do not add up to 1")
    return None


def _normalised(arrays: Mapping[str, Any], out: Any, axis: int, over: Text) -> Text | None:
    x, gamma, beta = (arrays.get(name) for name in ("x", "gamma", "beta"))
    if x is None or gamma is None or beta is None or x.ndim != 2 or np.shape(out) != x.shape:
        return None
    z = (out - beta) / gamma
    scale = np.max(np.abs(z))
    if np.max(np.abs(z.mean(axis=axis))) > CLOSE * scale:
        return Text(
            f"정규화한 값의 {over.ko} 평균이 0이 아니다",
            f"the mean {over.en} of what it normalises is not 0",
        )
    variance = x.var(axis=axis)
    least = variance / (variance + _LARGEST_EPSILON)
    if np.any(z.var(axis=axis) > 1 + CLOSE) or np.any(z.var(axis=axis) < least):
        return Text(
            f"정규화한 값의 {over.ko} 분산이 1이 아니다",
            f"the variance {over.en} of what it normalises is not 1",
        )
    return None
