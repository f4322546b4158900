"""Depthwise convolution: functions and classes with a filter for each channel, of shape (C, R, T) or (C, 1, R, T)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import first, of_names
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order
from yudo.verification.checking.recognise.windows import Setting, Windowed
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

GRADIENTS = ("dx", "dw", "db")
RESULTS = {quantity: f"depthwise_conv2d.{quantity}" for quantity in ("out", *GRADIENTS)}
_AT = Text(
    "스트라이드가 얼마이든, 0을 한 줄 덧댈 때와 덧대지 않을 때를 본다. 필터의 모양은 (C, R, T), 그렇게 부를 수 없으면 (C, 1, R, T)다",
    "at any stride, with a ring of zeros and without; with filters of shape (C, R, T), or else (C, 1, R, T)",
)
FUNCTIONS = ("depthwise_conv2d", "depthwise_conv", "depthwise_convolution")
FORWARD_NAMES = Called(
    tuple(f"{name}_forward{how}" for name in FUNCTIONS for how in ("", "_naive", "_fast")),
    "(x, w, b, conv_param) → out, cache",
    (RESULTS["out"],),
    (4,),
    _AT,
)
BACKWARD_NAMES = Called(
    tuple(name.replace("forward", "backward") for name in FORWARD_NAMES.names),
    "(dout, cache) → dx, dw, db",
    tuple(RESULTS[gradient] for gradient in GRADIENTS),
    (2,),
    _AT,
)
CLASS_NAMES = Called(
    ("DepthwiseConv2d", "DepthwiseConv", "DepthwiseConvolution"),
    "DepthwiseConv2d(W, b, stride, pad) → .forward(x), .backward(dout), .dW, .db",
    tuple(RESULTS.values()), (), _AT,
)  # fmt: skip
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES)

SETTINGS = tuple(
    Setting(mark, pad, {"stride": "S", "pad": pad}, ("S", pad)) for mark, pad in (("", 1), ("2", 0))
)


def _shapes(*filters: str | int, dout: bool = False) -> dict[str, Shape]:
    made = {f"x{one.mark}": Shape(("N", "C", *one.seen)) for one in SETTINGS}
    made |= {"w": Shape(filters), "b": Shape(("C",)), "S": Shape(("S",), "size")}
    if dout:
        made |= {f"dout{one.mark}": Shape(("N", "C", *one.counts)) for one in SETTINGS}
    return made


SHAPES, WITH_DOUT = _shapes("C", "R", "T"), _shapes("C", "R", "T", dout=True)
OF_PYTORCH, OF_PYTORCH_WITH_DOUT = _shapes("C", 1, "R", "T"), _shapes("C", 1, "R", "T", dout=True)

FORWARD_FLAWS = (
    Flaw("bias-missing", Text("편향 `b`를 더하지 않았다", "the bias `b` is not added"), {"biases": "none"}),
    Flaw("bias-at-each-place", Text("편향을 필터의 자리마다 더했다: 출력마다 한 번이어야 한다", "the bias is added at every place of the filter: it is added once to each output"), {"biases": "places"}),
    Flaw("channels-summed", Text("합성곱처럼 채널을 따라서도 더했다: 채널은 섞이지 않는다", "the channels are summed over as in a convolution: here they do not mix"), {"mixed": ("out",)}),
    Flaw("first-filter", Text("모든 채널에 첫 필터를 썼다", "the first filter is used for all channels"), {"filters": "first"}),
    Flaw("filter-turned", Text("필터를 뒤집었다: 이 층은 필터를 뒤집지 않고 곱한다", "the filter is turned around: this layer multiplies by it as it is"), {"turned": ("out",)}),
    Flaw("stride-forgotten", Text("창이 `stride`칸이 아니라 한 칸씩 움직인다: `i * stride`에서 시작해야 한다", "the windows move by one pixel: they begin at `i * stride`"), {"unstrided": ("out",)}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("cut-by-minus-pad", Text("`pad:-pad`는 `pad`가 0이면 빈 슬라이스다: `pad : pad + H`로 자른다", "`pad:-pad` is an empty slice where `pad` is 0: cut by `pad : pad + H`"), {"cut": "-pad"}),
    Flaw("not-cut", Text("`dx`에서 덧댄 0의 자리를 잘라 내지 않았다", "the places of the padding are not cut off from `dx`"), {"cut": "none"}),
    Flaw("dx-overwritten", Text("`dx`의 창에 `+=`가 아니라 `=`로 적었다: 겹치는 창에서 온 것을 모두 더해야 한다", "`dx` is assigned by `=`, not by `+=`: what comes from all windows that overlap is added"), {"overwritten": True}),
    Flaw("channels-mixed", Text("`dx`에 모든 채널에서 온 것을 더했다: 채널은 섞이지 않는다", "`dx` adds up what comes from all channels: they do not mix"), {"mixed": ("dx",)}),
    Flaw("filter-turned", Text("`dx`에서 필터를 뒤집었다: 순전파와 같은 자리에 `w`를 그대로 곱해 더한다", "the filter is turned around in `dx`: `w` is multiplied as it is and added where the forward read"), {"turned": ("dx",)}),
    Flaw("stride-forgotten", Text("`dx`의 창이 한 칸씩 움직인다: `i * stride`에서 시작해야 한다", "the windows of `dx` move by one pixel: they begin at `i * stride`"), {"unstrided": ("dx",)}),
    Flaw("averaged-over-samples", Text("`dw`를 표본의 수로 나누었다: 더하기만 해야 한다", "`dw` is divided by the number of samples: it is a sum"), {"averaged": ("dw",)}),
    Flaw("averaged-over-samples", Text("`db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples: it is a sum"), {"averaged": ("db",)}),
    Flaw("averaged-over-places", Text("`db`를 자리의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of places: it is a sum"), {"averaged": ("db over places",)}),
    Flaw("averaged", Text("`db`를 표본과 자리의 수로 나누었다(`mean`): 더하기만 해야 한다(`sum`)", "`db` is the mean over samples and places: it is the sum"), {"averaged": ("db", "db over places")}),
)  # fmt: skip


def reference(given: Given, **options: Any) -> Values:
    """Outputs and gradients with a ring of zeros around the images, and without."""
    values: Values = {}
    w = given["w"]
    filters = w if w.ndim == 3 else w[:, 0]
    for one in SETTINGS:
        dout = given.get(f"dout{one.mark}")
        found = convolved(given[f"x{one.mark}"], filters, given["b"], given["S"], one.pad, dout, **options)
        if "dw" in found and w.ndim == 4:
            found["dw"] = found["dw"][:, None]
        values |= {f"{quantity}{one.mark}": value for quantity, value in found.items()}
    return values


def convolved(
    x: Any,
    w: Any,
    b: Any,
    stride: int,
    pad: int,
    dout: Any = None,
    biases: str = "outputs",
    filters: str = "",
    mixed: tuple[str, ...] = (),
    turned: tuple[str, ...] = (),
    unstrided: tuple[str, ...] = (),
    averaged: tuple[str, ...] = (),
    overwritten: bool = False,
    cut: str = "",
) -> Values:
    """Output and gradients of one convolution, place by place of the filters; the options are mistakes."""
    N, C, H, W = x.shape
    R, T = w.shape[1:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    P, Q = (H + 2 * pad - R) // stride + 1, (W + 2 * pad - T) // stride + 1
    steps = {quantity: 1 if quantity in unstrided else stride for quantity in ("out", "dx")}
    weights = {quantity: w[:, ::-1, ::-1] if quantity in turned else w for quantity in ("out", "dx")}
    if filters == "first":
        weights["out"] = w[:1] + 0 * w
    times = {"outputs": 1, "none": 0, "places": R * T}[biases]

    out, step = np.zeros((N, C, P, Q)), steps["out"]
    for r in range(R):
        for t in range(T):
            seen = padded[:, :, r : r + step * P : step, t : t + step * Q : step]
            out += seen * weights["out"][:, r, t][:, None, None]
    if "out" in mixed:
        out = out.sum(axis=1, keepdims=True) + 0 * out
    values: Values = {"out": out + times * b[:, None, None]}
    if dout is None:
        return values
    dw, dpadded, step = np.zeros_like(w), np.zeros_like(padded), steps["dx"]
    for r in range(R):
        for t in range(T):
            seen = padded[:, :, r : r + stride * P : stride, t : t + stride * Q : stride]
            dw[:, r, t] = np.einsum("ncpq,ncpq->c", dout, seen)
            carried = dout * weights["dx"][:, r, t][:, None, None]
            if "dx" in mixed:
                carried = carried.sum(axis=1, keepdims=True) + 0 * carried
            dpadded[:, :, r : r + step * P : step, t : t + step * Q : step] += carried
    if overwritten:
        dpadded = _overwritten(dpadded, w, dout, stride)
    db = dout.sum(axis=(0, 2, 3))
    for name, count in (("db", N), ("db over places", P * Q)):
        db = db / count if name in averaged else db
    inside = dpadded[:, :, pad : pad + H, pad : pad + W]
    if cut:
        inside = dpadded if cut == "none" else dpadded[:, :, pad:-pad, pad:-pad]
    return values | {"dx": inside, "dw": dw / N if "dw" in averaged else dw, "db": db}


def _overwritten(dpadded: Any, w: Any, dout: Any, stride: int) -> Any:
    """What is left of the padded gradient if every window is assigned and not added."""
    left = np.zeros_like(dpadded)
    P, Q = dout.shape[2:]
    for r in range(w.shape[1])[::-1]:  # the last window that sees a pixel sees it at its first place
        for t in range(w.shape[2])[::-1]:
            carried = dout * w[:, r, t][:, None, None]
            left[:, :, r : r + stride * P : stride, t : t + stride * Q : stride] = carried
    return left


DEPTHWISE = Windowed(
    FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES, "conv_param", SETTINGS, ("w", "b"), SHAPES, WITH_DOUT, GRADIENTS,
    reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS,
)  # fmt: skip
LIKE_PYTORCH = replace(DEPTHWISE, shapes=OF_PYTORCH, with_dout=OF_PYTORCH_WITH_DOUT)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module."""
    forward = of_names(names, FORWARD_NAMES)
    like_pytorch = forward is not None and not _runs(forward, (3, 2, 2)) and _runs(forward, (3, 1, 2, 2))
    yield from (LIKE_PYTORCH if like_pytorch else DEPTHWISE).subjects(names)


def _runs(forward: Any, filters: tuple[int, ...]) -> bool:
    """Whether a forward makes an image of filters of this shape."""
    given: dict[str, Any] = {"x": np.ones((2, 3, 5, 4)), "w": np.ones(filters), "b": np.ones(3)}
    given["conv_param"] = {"stride": 1, "pad": 0}
    with briefly():  # what it raises is found when it is judged
        out = first(forward(*[given[name] for name in order(forward, DEPTHWISE.inputs)]))
        return bool(np.shape(out) == (2, 3, 4, 3))
    return False
