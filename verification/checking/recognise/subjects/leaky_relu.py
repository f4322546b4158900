"""The leaky ReLU: ``leaky_relu``, ``leaky_relu_backward`` and classes in the style of ``LeakyReLU()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("leaky_relu", "LeakyReLU", "leaky_relu", "leakyrelu", "lrelu")
CALLED = NAMES.all

RESULTS = {"out": "leaky_relu.out", "dx": "leaky_relu.dx"}

ALPHA = 0.01


def _slope(alpha: float) -> Reading:
    said = Text(f"음수 쪽의 기울기: {alpha:g}", f"the slope on the negative side is {alpha:g}")
    return Reading(f"slope-{alpha:g}", said, {"alpha": alpha})


READINGS = (
    Reading("standard", None, {"alpha": ALPHA}),
    *map(_slope, (0.1, 0.2, 0.3, 0.25, 0.05, 0.02, 0.001)),
)
"""The course's slope first, then those that are usual elsewhere."""

FORWARD_FLAWS = (
    Flaw("relu", Text("음수를 0으로 만들었다(ReLU)", "sets negative entries to 0 (ReLU)"), {"out": "relu"}),
    Flaw("input-forgotten", Text("음수 자리에 `alpha * x`가 아니라 `alpha`를 넣었다", "puts `alpha` instead of `alpha * x` where x is negative"), {"out": "alpha"}),
    Flaw("sides-exchanged", Text("양수와 음수를 거꾸로 처리했다", "multiplies the positive side by `alpha` instead of the negative one"), {"out": "exchanged"}),
    Flaw("sign", Text("음수 자리의 부호가 뒤집혔다", "the sign is wrong where x is negative"), {"out": "sign"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("mask-of-relu", Text("음수 자리의 그래디언트를 0으로 만들었다: ReLU의 역전파다", "sets the gradient to 0 where x is negative: that is the backward pass of ReLU"), {"dx": "relu"}),
    Flaw("output-for-slope", Text("음수 자리에 `alpha`가 아니라 `alpha * x`를 곱했다", "multiplies by `alpha * x` instead of `alpha` where x is negative"), {"dx": "output"}),
    Flaw("mask-of-dout", Text("마스크를 다른 변수에서 만들었다: `x > 0`이 아니라 `dout > 0`", "the mask is taken from the wrong variable: `dout > 0` instead of `x > 0`"), {"dx": "dout"}),
    Flaw("sides-exchanged", Text("양수와 음수를 거꾸로 처리했다", "multiplies by `alpha` where x is positive instead of negative"), {"dx": "exchanged"}),
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("dout-forgotten-below", Text("음수 자리에서 `dout`을 곱하지 않았다", "`dout` is not used where x is negative"), {"dx": "alpha"}),
    Flaw("no-mask", Text("`dout`을 그대로 돌려준다", "`dout` is returned as it is"), {"dx": "none"}),
    Flaw("slope-on-top", Text("양수 자리에도 `alpha`를 더했다: 기울기가 `1 + alpha`다", "adds `alpha` where x is positive, too: the slope is `1 + alpha`"), {"dx": "1+alpha"}),
)  # fmt: skip

CACHES = (
    lambda g: g["x"],
    lambda g: (g["x"], ALPHA),
    lambda g: g["x"] > 0,
    lambda g: (g["x"],),
)


def _positive(x: Any, kink: float = 0.0) -> Any:
    return (x >= 0) * 1.0 if kink else (x > 0) * 1.0


def reference(
    given: Given, alpha: float = ALPHA, out: str = "leaky", dx: str = "leaky", kink: float = 0.0
) -> Values:
    """The leaky ReLU and its gradient; ``kink`` chooses the derivative at 0: alpha, or 1."""
    x = given["x"]
    positive = _positive(x, kink)
    negative = 1 - positive
    outputs = {
        "leaky": x * positive + alpha * x * negative,
        "relu": x * positive,
        "alpha": x * positive + alpha * negative,
        "exchanged": x * negative + alpha * x * positive,
        "sign": x * positive - alpha * x * negative,
    }
    values = {"out": outputs[out]}
    if "dout" in given:
        dout = given["dout"]
        slope = positive + alpha * negative
        gradients = {
            "leaky": dout * slope,
            "relu": dout * positive,
            "output": dout * (positive + alpha * x * negative),
            "dout": dout * (alpha + (1 - alpha) * _positive(dout)),
            "exchanged": dout * (negative + alpha * positive),
            "no dout": slope,
            "alpha": dout * positive + alpha * negative,
            "none": dout + 0 * x,
            "1+alpha": dout * (positive + alpha),
        }
        values["dx"] = gradients[dx]
    return values


LAYER = Entrywise(
    reference,
    RESULTS,
    FORWARD_FLAWS,
    BACKWARD_FLAWS,
    CACHES,
    "x",
    kinks=True,
    readings=READINGS,
    numbers=(ALPHA,),
)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
