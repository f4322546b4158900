"""Global average pooling: functions and classes that keep the mean of each channel, with its axes or without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import Kept, inputs
from yudo.verification.checking.recognise.calling import all_of_names, first, of_names
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.layers import Constructed, backward_lines, backward_of, forward_of
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import accepts
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

RESULTS = {"out": "global_avg_pool.out", "dx": "global_avg_pool.dx"}
FUNCTIONS = ("global_avg_pool", "global_average_pool", "global_avg_pooling", "global_average_pooling", "gap")
FORWARD_NAMES = Called(
    tuple(f"{name}_forward" for name in FUNCTIONS), "(x) → out, cache", (RESULTS["out"],), (1,)
)
BACKWARD_NAMES = Called(
    tuple(f"{name}_backward" for name in FUNCTIONS), "(dout, cache) → dx", (RESULTS["dx"],), (2,)
)
CLASS_NAMES = Called(
    (
        "GlobalAvgPool",
        "GlobalAvgPool2d",
        "GlobalAveragePool",
        "GlobalAveragePooling",
        "GlobalAveragePooling2D",
    ),
    "forward(x) → out; backward(dout) → dx",
    tuple(RESULTS.values()),
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, CLASS_NAMES)

SHAPES = {"x": Shape(("N", "C", "H", "W"))}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "C"))}
WITH_AXES = {**SHAPES, "dout": Shape(("N", "C", 1, 1))}

NOT_DIVIDED = Flaw("not-divided", Text("픽셀의 수로 나누지 않았다", "not divided by the number of pixels"), {"divided": "not"})  # fmt: skip
FORWARD_FLAWS = (
    NOT_DIVIDED,
    Flaw("divided-by-rows", Text("픽셀의 수가 아니라 행의 수로만 나누었다", "divided by the number of rows alone, not of pixels"), {"divided": "rows"}),
    Flaw("divided-by-columns", Text("픽셀의 수가 아니라 열의 수로만 나누었다", "divided by the number of columns alone, not of pixels"), {"divided": "columns"}),
    Flaw("divided-by-channels", Text("채널까지 세어 나누었다", "divided by a number that counts the channels, too"), {"divided": "channels"}),
    Flaw("divided-by-samples", Text("픽셀의 수가 아니라 표본의 수로 나누었다", "divided by the number of samples, not of pixels"), {"divided": "samples"}),
    Flaw("maximum", Text("평균이 아니라 최댓값을 구했다", "the largest pixel, not the mean"), {"of": "maximum"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    *FORWARD_FLAWS[:-1],
    Flaw("divided-by-all", Text("픽셀의 수가 아니라 `x`의 원소의 수로 나누었다", "divided by the number of all entries of `x`, not of pixels"), {"divided": "all"}),
    Flaw("divided-twice", Text("픽셀의 수로 두 번 나누었다", "divided by the number of pixels twice"), {"divided": "twice"}),
    Flaw("first-pixel-alone", Text("채널의 첫 픽셀에만 그래디언트를 주었다", "only the first pixel of each channel gets a gradient"), {"spread": "first"}),
    Flaw("averaged-over-samples", Text("`dout`을 표본에 대해 평균 내었다", "`dout` is averaged over the samples"), {"spread": "mean"}),
    Flaw("times-x", Text("`dx`에 `x`를 곱했다: 평균의 미분에는 픽셀의 값이 없다", "`dx` is multiplied by `x`: the derivative of a mean has no pixel in it"), {"spread": "times x"}),
)  # fmt: skip


def _size(place: int) -> Callable[[Given], Any]:
    return lambda given: given["x"].shape[place]


KEPT = {
    **inputs("x"),
    "shape": Kept("x.shape", lambda given: given["x"].shape),
    **{name: Kept(f"x.shape[{place}]", _size(place)) for place, name in enumerate("NCHW")},
}
CACHES = (lambda g: g["x"], lambda g: g["x"].shape, lambda g: (g["x"],), lambda g: (g["x"].shape,))


def reference(
    given: Given, axes: bool = False, divided: str = "pixels", of: str = "mean", spread: str = ""
) -> Values:
    """Output and gradient; with ``axes`` two of size 1 are left."""
    x = given["x"]
    N, C, H, W = x.shape
    counts = {
        "pixels": H * W, "not": 1, "rows": H, "columns": W, "channels": C * H * W, "samples": N,
        "all": N * C * H * W, "twice": H * W * H * W,
    }  # fmt: skip
    means = x.sum(axis=(2, 3)) / counts[divided]
    out = x.max(axis=(2, 3)) if of == "maximum" else means
    values = {"out": out.reshape(N, C, 1, 1) if axes else out}
    if "dout" in given:
        share = given["dout"].reshape(N, C) / counts[divided]
        if spread == "mean":
            share = share.sum(axis=0, keepdims=True) / N + 0 * share
        dx = np.zeros_like(x)
        if spread == "first":
            dx[:, :, 0, 0] = share * (H * W)
        else:
            dx += share[:, :, None, None] * (x if spread == "times x" else 1)
        values["dx"] = dx
    return values


POOLING = ForwardBackward(
    "global_avg_pool", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "out", ("dx",), reference, RESULTS,
    FORWARD_FLAWS, BACKWARD_FLAWS, KEPT, CACHES, "cache = x",
)  # fmt: skip
AXES = Reading("axes", Text("크기가 1인 축 둘을 남긴다", "leaves two axes of size 1"), {"axes": True})
KEEPING_AXES = replace(POOLING, with_dout=WITH_AXES, readings=(AXES,))


def _kept(forward: Any) -> ForwardBackward:
    """What is right for a forward: with or without the axes of its output."""
    with briefly():
        if forward is not None and np.shape(first(forward(np.ones((2, 3, 4, 5))))) == (2, 3, 1, 1):
            return KEEPING_AXES
    return POOLING


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module."""
    yield from _kept(of_names(names, FORWARD_NAMES)).subjects(names)
    for kind in all_of_names(names, CLASS_NAMES):
        if accepts(kind, 0):
            yield from _of_class(kind)


def _of_class(kind: type) -> Iterator[Subject]:
    """The two methods of a class without parameters."""
    maker, name = Constructed(kind), kind.__name__
    reads: dict[str, str] = {}
    right = _kept(lambda x: kind().forward(x))
    made = (*maker.lines, "out = layer.forward(x)")
    yield Subject(
        f"{name}.forward", name, SHAPES, ("out",), (forward_of(maker),), reference, made, RESULTS,
        readings=right.readings, flaws=FORWARD_FLAWS, source=kind,
    )  # fmt: skip
    back = backward_of(maker, ("dx",), reads)
    yield Subject(
        f"{name}.backward", name, right.with_dout, ("dx",), (back,), reference, backward_lines(maker, ("dx",)),
        RESULTS, readings=right.readings, flaws=BACKWARD_FLAWS, source=kind, reads=reads,
    )  # fmt: skip
