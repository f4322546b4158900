"""Convolution of images: ``conv_forward_naive`` and its backward, at several strides and paddings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.windows import CHANNELS_LAST, Setting, Windowed
from yudo.verification.symbolic.inputs import Shape

RESULTS = {quantity: f"conv2d.{quantity}" for quantity in ("out", "dx", "dw", "db")}
GRADIENTS = ("dx", "dw", "db")
_AT = Text(
    "스트라이드가 얼마이든, 둘레에 0을 덧대지 않거나 한 줄 덧대고 본다. 덧댈 때에는 창이 가로세로로 셋부터다",
    "at any stride, without zeros around the images, or with a ring of them and three windows or more each way",
)
FORWARD_NAMES = Called(
    (
        "conv_forward_naive", "conv_forward_fast", "conv_forward_strides", "conv_forward_im2col", "conv_forward",
        "conv2d_forward", "conv_forward_vectorized", "conv2d_forward_naive",
    ),
    "(x, w, b, conv_param) → out, cache",
    (RESULTS["out"],),
    (4,),
    _AT,
)  # fmt: skip
BACKWARD_NAMES = Called(
    tuple(name.replace("forward", "backward") for name in FORWARD_NAMES.names),
    "(dout, cache) → dx, dw, db",
    tuple(RESULTS[gradient] for gradient in GRADIENTS),
    (2,),
    _AT,
)
CLASS_NAMES = Called(
    ("Convolution",), "Convolution(W, b, stride, pad) → .forward(x), .backward(dout), .dW, .db",
    tuple(RESULTS.values()), (), _AT,
)  # fmt: skip
_SQUARE = Text(
    "채널이 마지막 축이고 필터가 정사각형인 deeplearning.ai의 함수. 0을 한 줄 덧댈 때와 두 줄 덧댈 때를 본다",
    "deeplearning.ai's, with the channels last and square filters, with one ring of zeros and with two",
)
LAST_FORWARD_NAMES = Called(
    ("conv_forward",), "(A_prev, W, b, hparameters) → Z, cache", (RESULTS["out"],), (4,), _SQUARE
)
LAST_BACKWARD_NAMES = Called(
    ("conv_backward",), "(dZ, cache) → dA_prev, dW, db", BACKWARD_NAMES.results, (2,), _SQUARE
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES, LAST_FORWARD_NAMES, LAST_BACKWARD_NAMES)


def _settings(*pads: int) -> tuple[Setting, ...]:
    marks = ("", *map(str, range(2, 1 + len(pads))))
    return tuple(
        Setting(mark, pad, {"stride": "S", "pad": pad}, ("S", pad))
        for mark, pad in zip(marks, pads, strict=True)
    )


def _shapes(settings: tuple[Setting, ...], columns: str = "T", *, dout: bool = False) -> dict[str, Shape]:
    made = {f"x{one.mark}": Shape(("N", "C", *one.seen)) for one in settings}
    made |= {"w": Shape(("F", "C", "R", "T")), "b": Shape(("F",)), "S": Shape(("S",), "size")}
    if dout:
        made |= {f"dout{one.mark}": Shape(("N", "F", *one.counts)) for one in settings}
    return {name: shape.renamed("T", columns) for name, shape in made.items()}


SETTINGS, OF_SQUARE_FILTERS = _settings(1, 0), _settings(1, 2)
SHAPES, WITH_DOUT = _shapes(SETTINGS), _shapes(SETTINGS, dout=True)
SQUARE, SQUARE_WITH_DOUT = _shapes(OF_SQUARE_FILTERS, "R"), _shapes(OF_SQUARE_FILTERS, "R", dout=True)

FORWARD_FLAWS = (
    Flaw("bias-missing", Text("편향 `b`를 더하지 않았다", "the bias `b` is not added"), {"biases": "none"}),
    Flaw("bias-at-each-place", Text("편향을 필터의 자리마다 더했다: 출력마다 한 번이어야 한다", "the bias is added at every place of the filter: it is added once to each output"), {"biases": "places"}),
    Flaw("bias-at-each-product", Text("편향을 더하기 전의 곱마다 더했다: 출력마다 한 번이어야 한다", "the bias is added to each product, inside the sum: it is added once to each output"), {"biases": "products"}),
    Flaw("bias-at-each-channel", Text("편향을 채널마다 더했다: 출력마다 한 번이어야 한다", "the bias is added for every channel: it is added once to each output"), {"biases": "channels"}),
    Flaw("filter-turned", Text("필터를 뒤집었다: 이 층은 필터를 뒤집지 않고 곱한다", "the filter is turned around: this layer multiplies by it as it is"), {"turned": ("out",)}),
    Flaw("stride-forgotten", Text("창이 `stride`칸이 아니라 한 칸씩 움직인다: `i * stride`에서 시작해야 한다", "the windows move by one pixel: they begin at `i * stride`"), {"unstrided": ("out",)}),
    Flaw("not-padded", Text("둘레에 0을 덧대지 않은 `x`에서 창을 잘랐다", "the windows are cut out of `x` without the zeros around it"), {"shifted": True}),
    Flaw("averaged", Text("창과 필터의 곱을 더하지 않고 평균을 냈다", "the products of window and filter are averaged, not added"), {"averaged": ("out",)}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("cut-by-minus-pad", Text("`pad:-pad`는 `pad`가 0이면 빈 슬라이스다: `pad : pad + H`로 자른다", "`pad:-pad` is an empty slice where `pad` is 0: cut by `pad : pad + H`"), {"cut": "-pad"}),
    Flaw("not-cut", Text("`dx`에서 덧댄 0의 자리를 잘라 내지 않았다", "the places of the padding are not cut off from `dx`"), {"cut": "none"}),
    Flaw("dx-overwritten", Text("`dx`의 창에 `+=`가 아니라 `=`로 적었다: 겹치는 창에서 온 것을 모두 더해야 한다", "`dx` is assigned by `=`, not by `+=`: what comes from all windows that overlap is added"), {"overwritten": "windows"}),
    Flaw("dx-overwritten", Text("`dx`의 창에 `+=`가 아니라 `=`로 적었다: 겹치는 창과 다른 필터에서 온 것을 모두 더해야 한다", "`dx` is assigned by `=`, not by `+=`: what comes from all filters and all windows that overlap is added"), {"overwritten": "all"}),
    Flaw("filter-turned", Text("`dx`에서 필터를 뒤집었다: 순전파와 같은 자리에 `w`를 그대로 곱해 더한다", "the filter is turned around in `dx`: `w` is multiplied as it is and added where the forward read"), {"turned": ("dx",)}),
    Flaw("filter-turned", Text("`dw`가 뒤집혀 있다", "`dw` is turned around"), {"turned": ("dw",)}),
    Flaw("stride-forgotten", Text("`dx`의 창이 한 칸씩 움직인다: `i * stride`에서 시작해야 한다", "the windows of `dx` move by one pixel: they begin at `i * stride`"), {"unstrided": ("dx",)}),
    Flaw("stride-forgotten", Text("`dw`의 창이 한 칸씩 움직인다: `i * stride`에서 시작해야 한다", "the windows of `dw` move by one pixel: they begin at `i * stride`"), {"unstrided": ("dw",)}),
    Flaw("averaged-over-samples", Text("`dw`를 표본의 수로 나누었다: 더하기만 해야 한다", "`dw` is divided by the number of samples: it is a sum"), {"averaged": ("dw",)}),
    Flaw("averaged-over-samples", Text("`db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples: it is a sum"), {"averaged": ("db",)}),
    Flaw("averaged-over-places", Text("`db`를 자리의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of places: it is a sum"), {"averaged": ("db over places",)}),
    Flaw("averaged", Text("`db`를 표본과 자리의 수로 나누었다(`mean`): 더하기만 해야 한다(`sum`)", "`db` is the mean over samples and places: it is the sum"), {"averaged": ("db", "db over places")}),
    Flaw("last-sample", Text("`dw`에 마지막 표본에서 온 것만 남았다: `+=`로 더해야 한다", "`dw` keeps what comes from the last sample alone: it is added by `+=`"), {"last": ("dw",)}),
    Flaw("last-sample", Text("`db`에 마지막 표본에서 온 것만 남았다: `+=`로 더해야 한다", "`db` keeps what comes from the last sample alone: it is added by `+=`"), {"last": ("db",)}),
)  # fmt: skip


def reference(given: Given, settings: tuple[Setting, ...] = SETTINGS, **options: Any) -> Values:
    """Outputs and gradients with a ring of zeros around the images, and without."""
    values: Values = {}
    for one in settings:
        dout = given.get(f"dout{one.mark}")
        found = convolved(given[f"x{one.mark}"], given["w"], given["b"], given["S"], one.pad, dout, **options)
        values |= {f"{quantity}{one.mark}": value for quantity, value in found.items()}
    return values


def of_square_filters(given: Given, **options: Any) -> Values:
    """The same with one ring of zeros, and with two: the course's own backward cuts them off by ``pad:-pad``."""
    return reference(given, OF_SQUARE_FILTERS, **options)


def convolved(
    x: Any,
    w: Any,
    b: Any,
    stride: int,
    pad: int,
    dout: Any = None,
    biases: str = "outputs",
    turned: tuple[str, ...] = (),
    unstrided: tuple[str, ...] = (),
    averaged: tuple[str, ...] = (),
    last: tuple[str, ...] = (),
    overwritten: str = "",
    shifted: bool = False,
    cut: str = "",
) -> Values:
    """Output and gradients of one convolution, place by place of the filters; the options are mistakes."""
    N, C, H, W = x.shape
    R, T = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    P, Q = (H + 2 * pad - R) // stride + 1, (W + 2 * pad - T) // stride + 1
    read = np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad))) if shifted else padded

    steps = {quantity: 1 if quantity in unstrided else stride for quantity in ("out", "dx", "dw")}
    filters = {quantity: w[:, :, ::-1, ::-1] if quantity in turned else w for quantity in ("out", "dx")}
    times = {"outputs": 1, "none": 0, "places": R * T, "channels": C, "products": C * R * T}[biases]
    out = np.zeros((N, len(w), P, Q))
    step, weights = steps["out"], filters["out"]
    for r in range(R):
        for t in range(T):
            seen = read[:, :, r : r + step * P : step, t : t + step * Q : step]
            out += np.einsum("ncpq,fc->nfpq", seen, weights[:, :, r, t])
    summed = out / (C * R * T) if "out" in averaged else out
    values: Values = {"out": summed + times * b[:, None, None]}
    if dout is None:
        return values
    dw, step = np.zeros_like(w), steps["dw"]
    counted, given = (padded[-1:], dout[-1:]) if "dw" in last else (padded, dout)
    for r in range(R):
        for t in range(T):
            seen = counted[:, :, r : r + step * P : step, t : t + step * Q : step]
            dw[:, :, r, t] = np.einsum("nfpq,ncpq->fc", given, seen)
    dpadded, step, weights = np.zeros_like(padded), steps["dx"], filters["dx"]
    for r in range(R):
        for t in range(T):
            carried = np.einsum("nfpq,fc->ncpq", dout, weights[:, :, r, t])
            dpadded[:, :, r : r + step * P : step, t : t + step * Q : step] += carried
    if overwritten:
        dpadded = _overwritten(dpadded, w, dout, stride, overwritten == "all")
    db = (dout[-1:] if "db" in last else dout).sum(axis=(0, 2, 3))
    for name, count in (("db", N), ("db over places", P * Q)):
        db = db / count if name in averaged else db
    dw = dw / N if "dw" in averaged else dw
    inside = dpadded[:, :, pad : pad + H, pad : pad + W]
    if cut:
        inside = dpadded if cut == "none" else dpadded[:, :, pad:-pad, pad:-pad]
    return values | {
        "dx": inside,
        "dw": dw[:, :, ::-1, ::-1] if "dw" in turned else dw,
        "db": db,
    }


def _overwritten(dpadded: Any, w: Any, dout: Any, stride: int, of_filters: bool) -> Any:
    """What is left of the padded gradient if every window, or every filter's too, is assigned and not added."""
    left = np.zeros_like(dpadded)
    P, Q = dout.shape[2:]
    if of_filters:
        w, dout = w[-1:], dout[:, -1:]
    for r in range(w.shape[2])[::-1]:  # the last window that sees a pixel sees it at its first place
        for t in range(w.shape[3])[::-1]:
            given = np.einsum("nfpq,fc->ncpq", dout, w[:, :, r, t])
            left[:, :, r : r + stride * P : stride, t : t + stride * Q : stride] = given
    return left


CONVOLUTION = Windowed(
    FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES, "conv_param", SETTINGS, ("w", "b"), SHAPES, WITH_DOUT, GRADIENTS,
    reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS,
)  # fmt: skip
WITH_CHANNELS_LAST = replace(
    CONVOLUTION, forward=LAST_FORWARD_NAMES, backward=LAST_BACKWARD_NAMES, kind=None, param="hparameters",
    settings=OF_SQUARE_FILTERS, shapes=SQUARE, with_dout=SQUARE_WITH_DOUT, reference=of_square_filters,
    layout=CHANNELS_LAST,
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that convolve images with filters."""
    yield from CONVOLUTION.subjects(names)
    yield from WITH_CHANNELS_LAST.subjects(names)
