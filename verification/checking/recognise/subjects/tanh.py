"""The hyperbolic tangent: ``tanh``, ``tanh_forward``, ``tanh_backward`` and classes in the style of ``Tanh()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import Kept
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("tanh", "Tanh", "tanh", "hyperbolic_tangent")
CALLED = NAMES.all

RESULTS = {"out": "tanh.out", "dx": "tanh.dx"}

FORWARD_FLAWS = (
    Flaw("sigmoid", Text("시그모이드를 계산했다: 출력이 0과 1 사이에 있다", "computes a sigmoid, with outputs between 0 and 1"), {"out": "sigmoid"}),
    Flaw("not-shifted", Text("1을 빼지 않았다: `2σ(2x) - 1`이어야 한다", "1 is not subtracted: it is `2σ(2x) - 1`"), {"out": "plus 1"}),
    Flaw("half-argument", Text("지수에 2를 곱하지 않았다: `2σ(x) - 1`이 아니라 `2σ(2x) - 1`이다", "the exponent is not doubled: it is `2σ(2x) - 1`, not `2σ(x) - 1`"), {"argument": 0.5}),
    Flaw("doubled", Text("지수에 2를 한 번 더 곱했다: `tanh(2x)`를 계산했다", "the exponent is doubled once too often: this is `tanh(2x)`"), {"argument": 2}),
    Flaw("sign", Text("부호가 반대다: `exp(-x) - exp(x)`를 계산했다", "the sign is wrong: `exp(-x) - exp(x)` is computed"), {"argument": -1}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("square-forgotten", Text("출력의 제곱을 빠뜨렸다: `1 - out`을 곱했다", "the square of the output is forgotten: multiplies by `1 - out`"), {"dx": "1-out"}),
    Flaw("x-for-out", Text("출력 `out`이 아니라 입력 `x`로 `1 - x²`을 계산했다", "uses the input `x` where the output `out` belongs: `1 - x²`"), {"dx": "1-x^2"}),
    Flaw("sigmoid", Text("`out(1 - out)`은 시그모이드의 도함수다", "`out (1 - out)` is the derivative of the sigmoid"), {"dx": "out(1-out)"}),
    Flaw("tanh-itself", Text("도함수 `1 - out²`이 아니라 tanh 자체를 곱했다", "multiplies by tanh itself instead of its derivative, `1 - out²`"), {"dx": "out"}),
    Flaw("one-plus", Text("`1 - out²`이 아니라 `1 + out²`을 곱했다", "multiplies by `1 + out²` instead of `1 - out²`"), {"dx": "1+out^2"}),
    Flaw("square-alone", Text("1에서 빼지 않고 `out²`을 곱했다", "multiplies by `out²` without subtracting it from 1"), {"dx": "out^2"}),
    Flaw("sign", Text("부호가 반대다: `out² - 1`을 곱했다", "the sign is wrong: multiplies by `out² - 1`"), {"dx": "out^2-1"}),
    Flaw("squared-difference", Text("`1 - out²`이 아니라 `(1 - out)²`을 곱했다", "multiplies by `(1 - out)²` instead of `1 - out²`"), {"dx": "(1-out)^2"}),
    Flaw("twice", Text("tanh를 두 번 적용했다: 캐시가 이미 `out`이다", "applies tanh twice: the cache is `out` already"), {"dx": "twice"}),
)  # fmt: skip

CACHES = (
    lambda g: np.tanh(g["x"]),
    lambda g: g["x"],
    lambda g: (np.tanh(g["x"]),),
    lambda g: (g["x"],),
)


def reference(given: Given, argument: float = 1, out: str = "tanh", dx: str = "1-out^2") -> Values:
    """The hyperbolic tangent and its gradient."""
    x = given["x"]
    t = np.tanh(argument * x)
    outputs = {"tanh": t, "sigmoid": 1 / (1 + np.exp(-x)), "plus 1": t + 1}
    values = {"out": outputs[out]}
    if "dout" in given:
        slopes = {
            "1-out^2": 1 - t * t, "no dout": 1 - t * t, "1-out": 1 - t, "1-x^2": 1 - x * x, "out(1-out)": t * (1 - t),
            "out": t, "1+out^2": 1 + t * t, "out^2": t * t, "out^2-1": t * t - 1, "(1-out)^2": (1 - t) ** 2,
            "twice": 1 - np.tanh(t) ** 2,
        }  # fmt: skip
        values["dx"] = slopes[dx] if dx == "no dout" else given["dout"] * slopes[dx]
    return values


LAYER = Entrywise(
    reference,
    RESULTS,
    FORWARD_FLAWS,
    BACKWARD_FLAWS,
    CACHES,
    "np.tanh(x)",
    kept={"out": Kept("np.tanh(x)", lambda g: np.tanh(g["x"]))},
    slope_of=(lambda g: g["x"], lambda g: np.tanh(g["x"])),
)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
