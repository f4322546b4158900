"""The exponential linear unit: ``elu``, ``elu_backward`` and classes in the style of ``ELU()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("elu", "ELU", "elu", "exponential_linear_unit")
CALLED = NAMES.all

RESULTS = {"out": "elu.out", "dx": "elu.dx"}

FORWARD_FLAWS = (
    Flaw("one-forgotten", Text("음수 쪽에서 1을 빼지 않았다: `exp(x) - 1`이어야 한다", "1 is not subtracted on the negative side: it is `exp(x) - 1`"), {"out": "exp"}),
    Flaw("sides-exchanged", Text("양수와 음수를 거꾸로 처리했다", "treats the positive side as the negative one"), {"out": "exchanged"}),
    Flaw("sign", Text("음수 쪽의 부호가 반대다: `1 - exp(x)`를 계산했다", "the sign is wrong on the negative side: `1 - exp(x)` is computed"), {"out": "sign"}),
    Flaw("relu", Text("음수를 0으로 만들었다(ReLU)", "sets negative entries to 0 (ReLU)"), {"out": "relu"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("output-for-slope", Text("음수 쪽에 기울기 `out + alpha`가 아니라 출력을 곱했다", "multiplies by the output instead of the slope `out + alpha` on the negative side"), {"dx": "output"}),
    Flaw("mask-of-relu", Text("음수 자리의 그래디언트를 0으로 만들었다: ReLU의 역전파다", "sets the gradient to 0 where x is negative: that is the backward pass of ReLU"), {"dx": "relu"}),
    Flaw("slope-alpha", Text("음수 쪽의 기울기를 `alpha`로 두었다: `alpha * exp(x)`여야 한다", "takes `alpha` for the slope on the negative side: it is `alpha * exp(x)`"), {"dx": "alpha"}),
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("dout-forgotten-below", Text("음수 자리에서 `dout`을 곱하지 않았다", "`dout` is not used where x is negative"), {"dx": "no dout below"}),
    Flaw("no-mask", Text("모든 자리에 음수 쪽의 기울기를 곱했다", "multiplies by the slope of the negative side everywhere"), {"dx": "everywhere"}),
)  # fmt: skip

CACHES = (
    lambda g: g["x"],
    lambda g: (g["x"], 1.0),
    lambda g: reference({"x": g["x"]})["out"],
    lambda g: (g["x"],),
)


def reference(given: Given, out: str = "elu", dx: str = "elu") -> Values:
    """The exponential linear unit and its gradient; with alpha = 1 there is no kink."""
    x = given["x"]
    positive = (x > 0) * 1.0
    negative = 1 - positive
    with np.errstate(over="ignore"):
        exponential = np.exp(x)
    grown = np.where(x > 0, 1.0, exponential)
    outputs = {
        "elu": x * positive + (grown - 1) * negative,
        "exp": x * positive + grown * negative,
        "exchanged": x * negative + (grown - 1) * positive,
        "sign": x * positive + (1 - grown) * negative,
        "relu": x * positive,
    }
    values = {"out": outputs[out]}
    if "dout" in given:
        dout = given["dout"]
        slope = positive + grown * negative
        gradients = {
            "elu": dout * slope,
            "output": dout * (positive + (grown - 1) * negative),
            "relu": dout * positive,
            "alpha": dout + 0 * x,
            "no dout": slope,
            "no dout below": dout * positive + grown * negative,
            "everywhere": dout * exponential,
        }
        values["dx"] = gradients[dx]
    return values


LAYER = Entrywise(reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS, CACHES, "x", numbers=(1.0,))


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
