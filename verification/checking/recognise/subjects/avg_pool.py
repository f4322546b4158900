"""Average pooling: ``avg_pool_forward`` and its backward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.subjects.max_pool import (
    AT,
    OVERWRITTEN,
    SHAPES,
    STRIDE_FORGOTTEN,
    WINDOW,
    WITH_DOUT,
)
from yudo.verification.checking.recognise.subjects.max_pool import WITH_CHANNELS_LAST as MAXIMA
from yudo.verification.checking.recognise.windows import Windowed

RESULTS = {"out": "avg_pool.out", "dx": "avg_pool.dx"}
FORWARD_NAMES = Called(
    (
        "avg_pool_forward", "avg_pool_forward_naive", "avg_pool_forward_fast", "average_pool_forward",
        "mean_pool_forward", "avgpool_forward", "avg_pool2d_forward",
    ),
    "(x, pool_param) → out, cache", (RESULTS["out"],), (2,), AT,
)  # fmt: skip
BACKWARD_NAMES = Called(
    tuple(name.replace("forward", "backward") for name in FORWARD_NAMES.names),
    "(dout, cache) → dx", (RESULTS["dx"],), (2,), AT,
)  # fmt: skip
CLASS_NAMES = Called(
    ("AveragePooling", "AvgPooling"),
    "AveragePooling(pool_h, pool_w, stride, pad) → .forward(x), .backward(dout)",
    tuple(RESULTS.values()), (), AT,
)  # fmt: skip
LAST_FORWARD_NAMES = replace(MAXIMA.forward, results=(RESULTS["out"],))
LAST_BACKWARD_NAMES = replace(MAXIMA.backward, results=(RESULTS["dx"],))
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES, LAST_FORWARD_NAMES, LAST_BACKWARD_NAMES)

FORWARD_FLAWS = (
    Flaw("not-divided", Text("창의 합을 픽셀의 수로 나누지 않았다", "the sum of a window is not divided by the number of its pixels"), {"divided": "not"}),
    Flaw("divided-by-rows", Text("창의 합을 행의 수로만 나누었다", "the sum of a window is divided by the number of its rows alone"), {"divided": "rows"}),
    Flaw("divided-by-stride", Text("창의 합을 픽셀의 수가 아니라 `stride ** 2`로 나누었다", "the sum of a window is divided by `stride ** 2`, not by the number of its pixels"), {"divided": "stride"}),
    STRIDE_FORGOTTEN,
)  # fmt: skip
BACKWARD_FLAWS = (
    OVERWRITTEN,
    Flaw("not-divided", Text("`dout`을 창의 픽셀의 수로 나누지 않았다", "`dout` is not divided by the number of pixels of a window"), {"divided": "not"}),
    Flaw("divided-by-rows", Text("`dout`을 창의 행의 수로만 나누었다", "`dout` is divided by the number of rows of a window alone"), {"divided": "rows"}),
    Flaw("divided-by-stride", Text("`dout`을 픽셀의 수가 아니라 `stride ** 2`로 나누었다", "`dout` is divided by `stride ** 2`, not by the number of pixels of a window"), {"divided": "stride"}),
    STRIDE_FORGOTTEN,
)  # fmt: skip


def reference(given: Given, divided: str = "pixels", overwritten: bool = False, stride: Any = None) -> Values:
    """Output and gradient."""
    x, R, S = (given[name] for name in ("x", "R", "S"))
    T = given.get("T", R)
    N, C, H, W = x.shape
    P, Q = (H - R) // S + 1, (W - T) // S + 1
    step, count = stride or S, {"pixels": R * T, "not": 1, "rows": R, "stride": S * S}[divided]
    total = np.zeros((N, C, P, Q))
    for r in range(R):
        for t in range(T):
            total += x[:, :, r : r + step * P : step, t : t + step * Q : step]
    values = {"out": total / count}
    if "dout" in given:
        dx, share = np.zeros_like(x), given["dout"] / count
        for r in (
            range(R)[::-1] if overwritten else range(R)
        ):  # the last window sees a pixel at its first place
            for t in range(T)[::-1] if overwritten else range(T):
                rows, columns = slice(r, r + step * P, step), slice(t, t + step * Q, step)
                if overwritten:
                    dx[:, :, rows, columns] = share
                else:
                    dx[:, :, rows, columns] += share
        values["dx"] = dx
    return values


POOLING = Windowed(
    FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES, "pool_param", (WINDOW,), (), SHAPES, WITH_DOUT, ("dx",),
    reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS,
)  # fmt: skip
WITH_CHANNELS_LAST = replace(
    MAXIMA, forward=LAST_FORWARD_NAMES, backward=LAST_BACKWARD_NAMES, reference=reference, results=RESULTS, forward_flaws=FORWARD_FLAWS, backward_flaws=BACKWARD_FLAWS,
    kinks=False, options={"mode": "average"},
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that average the pixels of each window."""
    yield from POOLING.subjects(names)
    yield from WITH_CHANNELS_LAST.subjects(names)
