"""The softplus: ``softplus``, ``softplus_backward`` and classes in the style of ``Softplus()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("softplus", "Softplus", "softplus", "soft_plus", classes=("SoftPlus",))
CALLED = NAMES.all

RESULTS = {"out": "softplus.out", "dx": "softplus.dx"}

FORWARD_FLAWS = (
    Flaw("log-of-sigmoid", Text("시그모이드의 로그를 계산했다: 출력이 음수다", "computes the logarithm of the sigmoid, which is negative"), {"out": "log sigmoid"}),
    Flaw("sign-of-exponent", Text("지수의 부호가 반대다: `log(1 + exp(-x))`를 계산했다", "the sign in the exponent is wrong: `log(1 + exp(-x))` is computed"), {"out": "sign"}),
    Flaw("sigmoid", Text("로그를 취하지 않고 시그모이드를 계산했다", "computes the sigmoid, without a logarithm"), {"out": "sigmoid"}),
    Flaw("one-forgotten", Text("지수에 1을 더하지 않았다: 로그와 지수가 상쇄되어 `x`가 그대로 나온다", "1 is not added to the exponential: logarithm and exponential cancel, and `x` comes out"), {"out": "x"}),
    Flaw("relu", Text("모서리를 다듬지 않았다(ReLU)", "the corner is not rounded off (ReLU)"), {"out": "relu"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("slope-of-sigmoid", Text("시그모이드가 아니라 시그모이드의 도함수를 곱했다", "multiplies by the derivative of the sigmoid instead of the sigmoid"), {"dx": "s(1-s)"}),
    Flaw("sign-of-exponent", Text("지수의 부호가 반대다: `σ(-x)`를 곱했다", "the sign in the exponent is wrong: multiplies by `σ(-x)`"), {"dx": "1-s"}),
    Flaw("output-for-slope", Text("기울기 대신 출력을 곱했다", "multiplies by the output instead of the slope"), {"dx": "out"}),
    Flaw("sigmoid-of-output", Text("입력이 아니라 출력의 시그모이드를 곱했다", "multiplies by the sigmoid of the output instead of the input"), {"dx": "s(out)"}),
    Flaw("mask-of-relu", Text("음수 자리의 그래디언트를 0으로 만들었다: ReLU의 역전파다", "sets the gradient to 0 where x is negative: that is the backward pass of ReLU"), {"dx": "relu"}),
    Flaw("exponential", Text("분모를 빠뜨렸다: `exp(x)`를 곱했다", "the denominator is missing: multiplies by `exp(x)`"), {"dx": "exp"}),
)  # fmt: skip

CACHES = (
    lambda g: g["x"],
    lambda g: (g["x"],),
    lambda g: np.logaddexp(g["x"], 0),
)


def _sigma(x: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def reference(given: Given, out: str = "softplus", dx: str = "s") -> Values:
    """The softplus and its gradient."""
    x = given["x"]
    s, soft = _sigma(x), np.logaddexp(x, 0)
    outputs = {
        "softplus": soft, "log sigmoid": -np.logaddexp(-x, 0), "sign": np.logaddexp(-x, 0), "sigmoid": s,
        "x": x * 1.0, "relu": x * (x > 0),
    }  # fmt: skip
    values = {"out": outputs[out]}
    if "dout" in given:
        with np.errstate(over="ignore"):
            slopes = {
                "s": s, "no dout": s, "s(1-s)": s * (1 - s), "1-s": 1 - s, "out": soft, "s(out)": _sigma(soft),
                "relu": (x > 0) * 1.0, "exp": np.exp(x),
            }  # fmt: skip
        values["dx"] = slopes[dx] if dx == "no dout" else given["dout"] * slopes[dx]
    return values


LAYER = Entrywise(reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS, CACHES, "x")


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
