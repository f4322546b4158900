"""The sigmoid: ``sigmoid``, ``sigmoid_forward``, ``sigmoid_backward`` and classes in the style of ``Sigmoid()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import Kept
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("sigmoid", "Sigmoid", "sigmoid")
CALLED = NAMES.all

RESULTS = {"out": "sigmoid.out", "dx": "sigmoid.dx"}

FORWARD_FLAWS = (
    Flaw(
        "sign-of-exponent",
        Text(
            "지수의 부호가 반대다: `exp(-x)`여야 한다", "the sign in the exponent is wrong: it is `exp(-x)`"
        ),
        {"argument": -1},
    ),
    Flaw("two-sigma", Text("`2σ(x) - 1`(tanh)을 계산했다", "computes `2σ(x) - 1`, a tanh"), {"out": "tanh"}),
    Flaw(
        "doubled",
        Text("지수에 2를 곱했다: `exp(-2x)`", "the exponent is doubled: `exp(-2x)`"),
        {"argument": 2},
    ),
)
BACKWARD_FLAWS = (
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("only-out", Text("`1 - out` 인수가 빠졌다", "the factor `1 - out` is missing"), {"dx": "out"}),
    Flaw("only-rest", Text("`out` 인수가 빠졌다", "the factor `out` is missing"), {"dx": "1-out"}),
    Flaw("x-for-out", Text("출력 `out`이 아니라 입력 `x`로 `x(1 - x)`를 계산했다", "uses the input `x` where the output `out` belongs: `x (1 - x)`"), {"dx": "x"}),
    Flaw("one-plus", Text("`1 - out`이 아니라 `1 + out`을 곱했다", "multiplies by `1 + out` instead of `1 - out`"), {"dx": "1+out"}),
    Flaw("tanh", Text("`1 - out²`는 tanh의 도함수다", "`1 - out²` is the derivative of tanh"), {"dx": "1-out^2"}),
    Flaw("twice", Text("시그모이드를 두 번 적용했다: 캐시가 이미 `out`이다", "applies the sigmoid twice: the cache is `out` already"), {"dx": "twice"}),
    Flaw("rest-squared", Text("`out` 대신 `1 - out`을 두 번 곱했다", "multiplies by `1 - out` twice instead of `out (1 - out)`"), {"dx": "(1-out)^2"}),
    Flaw("out-squared", Text("`1 - out` 대신 `out`을 두 번 곱했다", "multiplies by `out` twice instead of `out (1 - out)`"), {"dx": "out^2"}),
)  # fmt: skip


def _sigma(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


CACHES = (
    lambda g: _sigma(g["x"]),
    lambda g: g["x"],
    lambda g: (_sigma(g["x"]),),
    lambda g: (g["x"],),
)


def reference(given: Given, argument: int = 1, out: str = "sigma", dx: str = "sigma") -> Values:
    """The sigmoid and its gradient."""
    x = given["x"]
    s = _sigma(argument * x)
    values = {"out": 2 * s - 1 if out == "tanh" else s}
    if "dout" in given:
        slopes = {
            "sigma": s * (1 - s), "no dout": s * (1 - s), "out": s, "1-out": 1 - s, "x": x * (1 - x),
            "1+out": s * (1 + s), "1-out^2": 1 - s * s, "(1-out)^2": (1 - s) ** 2, "out^2": s * s, "twice": _sigma(s) * (1 - _sigma(s)),
        }  # fmt: skip
        values["dx"] = slopes[dx] if dx == "no dout" else given["dout"] * slopes[dx]
    return values


LAYER = Entrywise(
    reference,
    RESULTS,
    FORWARD_FLAWS,
    BACKWARD_FLAWS,
    CACHES,
    "1 / (1 + np.exp(-x))",
    kept={"out": Kept("1 / (1 + np.exp(-x))", lambda g: _sigma(g["x"]))},
    slope_of=(lambda g: g["x"], lambda g: _sigma(g["x"])),
)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
