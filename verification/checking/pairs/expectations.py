"""What the output of a well-known layer is like, whatever its code: normalised, or a sum over windows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.agreement import CLOSE

_LARGEST_EPSILON = 0.01
"""Added to a variance before its root is taken; courses use 1e-5 and less."""


def unlike_its_name(
    name: str, arrays: Mapping[str, Any], settings: Mapping[str, Any], out: Any
) -> Text | None:
    """What of an output is not as the layer's name says, if anything is.

    Parameters
    ----------
    name
        Of the layer.
    arrays, out
        Its inputs in numbers, with two axes at least, and its output.
    settings
        Its other arguments: stride and padding, the size of a window.
    """
    conv_param, pool_param = settings.get("conv_param", {}), settings.get("pool_param", {})
    if re.match("conv_(?!relu)", name, re.IGNORECASE) and conv_param.keys() >= {"stride", "pad"}:
        return _convolved(arrays, conv_param, out)
    pooled = re.match("(?:(max)|avg|average|mean)_?pool", name, re.IGNORECASE)
    if pooled is not None and pool_param.keys() >= {"pool_height", "pool_width", "stride"}:
        return _pooled(arrays, pool_param, out, np.max if pooled[1] else np.mean)
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


def _convolved(arrays: Mapping[str, Any], conv_param: Mapping[str, int], out: Any) -> Text | None:
    x, w, b = (arrays.get(name) for name in ("x", "w", "b"))
    if x is None or w is None or b is None or x.ndim != 4 or w.ndim != 4 or b.shape != w.shape[:1]:
        return None
    pad = conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = _windows(padded, w.shape[2:], conv_param["stride"])
    right = np.einsum("ncijpq,fcpq->nfij", windows, w) + b[:, None, None]
    said = Text(
        "출력이 창의 값에 필터를 곱해 더하고 편향을 더한 것이 아니다",
        "its output is not the sum of the window times the filter, plus the bias",
    )
    return _differing(right, out, said, conv_param)


def _pooled(
    arrays: Mapping[str, Any], pool_param: Mapping[str, int], out: Any, of_window: Callable[..., Any]
) -> Text | None:
    x = arrays.get("x")
    if x is None or x.ndim != 4:
        return None
    shape = pool_param["pool_height"], pool_param["pool_width"]
    right = of_window(_windows(x, shape, pool_param["stride"]), axis=(4, 5))
    what = Text("최댓값", "largest value") if of_window is np.max else Text("평균", "mean")
    said = Text(f"출력이 창마다 구한 {what.ko}이 아니다", f"its output is not the {what.en} of each window")
    return _differing(right, out, said, pool_param)


def _windows(x: Any, shape: tuple[int, ...], stride: int) -> Any:
    """The windows of images, (N, C, H', W', height, width)."""
    windows = np.lib.stride_tricks.sliding_window_view(x, shape, axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def _differing(right: Any, out: Any, said: Text, settings: Mapping[str, int]) -> Text | None:
    if np.shape(out) != right.shape:
        said = Text(
            f"출력의 모양이 {np.shape(out)}이다. {right.shape}이어야 한다",
            f"its output has shape {np.shape(out)} instead of {right.shape}",
        )
    elif np.allclose(out, right, rtol=CLOSE, atol=CLOSE):
        return None
    return Text(f"{said.ko} ({dict(settings)})", f"{said.en} ({dict(settings)})")
