"""Max pooling: ``max_pool_forward_naive`` and its backward, and the book's class ``Pooling``."""

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

RESULTS = {"out": "max_pool.out", "dx": "max_pool.dx"}
AT = Text("창의 크기와 스트라이드는 얼마이든 된다", "with windows of any size, at any stride")
FORWARD_NAMES = Called(
    (
        "max_pool_forward_naive", "max_pool_forward_fast", "max_pool_forward", "maxpool_forward",
        "max_pool_forward_im2col", "max_pool2d_forward",
    ),
    "(x, pool_param) → out, cache", (RESULTS["out"],), (2,), AT,
)  # fmt: skip
BACKWARD_NAMES = Called(
    tuple(name.replace("forward", "backward") for name in FORWARD_NAMES.names),
    "(dout, cache) → dx", (RESULTS["dx"],), (2,), AT,
)  # fmt: skip
CLASS_NAMES = Called(
    ("Pooling", "MaxPooling"), "Pooling(pool_h, pool_w, stride, pad) → .forward(x), .backward(dout)",
    tuple(RESULTS.values()), (), AT,
)  # fmt: skip
_SQUARE_AT = Text(
    "채널이 마지막 축이고 창이 정사각형인 deeplearning.ai의 함수. `mode`마다 본다",
    "deeplearning.ai's, with the channels last and square windows, in each `mode`",
)
LAST_FORWARD_NAMES = Called(
    ("pool_forward",),
    "(A_prev, hparameters, mode) → A, cache",
    (RESULTS["out"],),
    (2, 3),
    _SQUARE_AT,
)
LAST_BACKWARD_NAMES = Called(
    ("pool_backward",), "(dA, cache, mode) → dA_prev", (RESULTS["dx"],), (2, 3), _SQUARE_AT
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES, LAST_FORWARD_NAMES, LAST_BACKWARD_NAMES)

WINDOW = Setting("", 0, {"pool_height": "R", "pool_width": "T", "stride": "S"}, ("R", "T", "S", 0))
SHAPES = {"x": Shape(("N", "C", *WINDOW.seen)), **{size: Shape((size,), "size") for size in ("R", "T", "S")}}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "C", *WINDOW.counts))}
SQUARE_WINDOW = Setting("", 0, {"f": "R", "stride": "S"}, ())
SQUARE, SQUARE_WITH_DOUT = (
    {name: shape.renamed("T", "R") for name, shape in shapes.items() if name != "T"}
    for shapes in (SHAPES, WITH_DOUT)
)

STRIDE_FORGOTTEN = Flaw(
    "stride-forgotten", Text("창이 `stride`칸이 아니라 한 칸씩 움직인다: `i * stride`에서 시작해야 한다", "the windows move by one pixel: they begin at `i * stride`"), {"stride": 1}
)  # fmt: skip
OVERWRITTEN = Flaw(
    "dx-overwritten", Text("`dx`의 창에 `+=`가 아니라 `=`로 적었다: 겹치는 창에서 온 것을 모두 더해야 한다", "`dx` is assigned by `=`, not by `+=`: what comes from all windows that overlap is added"), {"overwritten": True}
)  # fmt: skip
FORWARD_FLAWS = (
    Flaw("mean-pooling", Text("창의 최댓값이 아니라 평균을 냈다", "the mean of each window, not its largest value"), {"of": "mean"}),
    Flaw("smallest", Text("창의 최댓값이 아니라 최솟값을 골랐다", "the smallest value of each window, not the largest"), {"of": "min"}),
    STRIDE_FORGOTTEN,
)  # fmt: skip
BACKWARD_FLAWS = (
    OVERWRITTEN,
    Flaw("dx-overwritten", Text("가장 큰 픽셀에 `+=`가 아니라 `=`로 적었다: 한 픽셀이 겹치는 창에서 여러 번 가장 크면 그 `dout`을 모두 더해야 한다", "`dx` is assigned by `=`, not by `+=`: where a pixel is the largest of several windows that overlap, the `dout` of all of them is added"), {"overwritten": "largest"}),
    Flaw("to-all-pixels", Text("`dout`을 창의 모든 픽셀에 보냈다: 가장 큰 픽셀에만 보낸다", "`dout` goes to all pixels of the window: it goes to the largest alone"), {"mask": "all"}),
    Flaw("shared-out", Text("`dout`을 창의 픽셀에 고르게 나누었다: 가장 큰 픽셀에 모두 보낸다", "`dout` is shared out among the pixels of the window: all of it goes to the largest"), {"mask": "shared"}),
    Flaw("mask-alone", Text("마스크에 `dout`을 곱하지 않았다", "the mask is not multiplied by `dout`"), {"mask": "alone"}),
    Flaw("value-for-mask", Text("마스크 대신 가장 큰 값을 곱했다: 최댓값의 미분은 1이다", "`dout` is multiplied by the largest value instead of the mask: the derivative of a maximum is 1"), {"mask": "value"}),
    STRIDE_FORGOTTEN,
)  # fmt: skip


def reference(
    given: Given,
    of: str = "max",
    mask: str = "",
    overwritten: bool | str = False,
    stride: Any = None,
    kink: float = 0.0,
) -> Values:
    """Output and gradient: each of several largest pixels gets the whole, or with ``kink`` none of them."""
    x, R, S = (given[name] for name in ("x", "R", "S"))
    T = given.get("T", R)
    P, Q = (x.shape[2] - R) // S + 1, (x.shape[3] - T) // S + 1
    step = stride or S
    out = x[:, :, : step * P : step, : step * Q : step].copy()
    total = np.zeros_like(out)
    for r in range(R):
        for t in range(T):
            seen = x[:, :, r : r + step * P : step, t : t + step * Q : step]
            total += seen
            if of == "min":
                np.minimum(out, seen, out=out)
            else:
                np.maximum(out, seen, out=out)
    values = {"out": total / (R * T) if of == "mean" else out}
    if "dout" not in given:
        return values
    dx, share = np.zeros_like(x), given["dout"]
    if kink:
        largest = np.zeros_like(out)
        for r in range(R):
            for t in range(T):
                largest += x[:, :, r : r + step * P : step, t : t + step * Q : step] >= out
        share = share * (largest == 1)
    for r in range(R)[::-1] if overwritten else range(R):  # the last window sees a pixel at its first place
        for t in range(T)[::-1] if overwritten else range(T):
            rows, columns = slice(r, r + step * P, step), slice(t, t + step * Q, step)
            chosen = (x[:, :, rows, columns] >= out) * 1.0
            if mask == "all":
                chosen = chosen * 0 + 1
            if mask == "shared":
                chosen = (chosen * 0 + 1) / (R * T)
            if mask == "value":
                chosen = chosen * out
            given_back = chosen if mask == "alone" else share * chosen
            if overwritten == "largest":
                dx[:, :, rows, columns] = np.where(chosen > 0, given_back, dx[:, :, rows, columns])
            elif overwritten:
                dx[:, :, rows, columns] = given_back
            else:
                dx[:, :, rows, columns] += given_back
    return {**values, "dx": dx}


POOLING = Windowed(
    FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES, "pool_param", (WINDOW,), (), SHAPES, WITH_DOUT, ("dx",),
    reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS, kinks=True,
)  # fmt: skip
WITH_CHANNELS_LAST = replace(
    POOLING, forward=LAST_FORWARD_NAMES, backward=LAST_BACKWARD_NAMES, kind=None, param="hparameters",
    settings=(SQUARE_WINDOW,), shapes=SQUARE, with_dout=SQUARE_WITH_DOUT, layout=CHANNELS_LAST,
    options={"mode": "max"},
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that keep the largest pixel of each window."""
    yield from POOLING.subjects(names)
    yield from WITH_CHANNELS_LAST.subjects(names)
