"""The sigmoid: ``sigmoid``, ``sigmoid_forward``, ``sigmoid_backward`` and classes in the style of ``Sigmoid()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import all_of_names, of_names, returns_cache
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.entrywise import SHAPES, Entrywise
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import required

FORWARD_NAMES = Called(("sigmoid_forward",), "(x) → out, cache", ("sigmoid.out",), (1,))
ALONE_NAMES = Called(("sigmoid",), "(x) → out", (), (1,))
BACKWARD_NAMES = Called(("sigmoid_backward",), "(dout, cache) → dx", ("sigmoid.dx",), (2,))
SLOPE_NAMES = Called(
    ("sigmoid_grad", "sigmoid_derivative", "sigmoid_prime", "d_sigmoid", "dsigmoid"), "(x) → dx", (), (1,)
)
CLASS_NAMES = Called(
    ("Sigmoid", "SigmoidLayer", "Activation_Sigmoid", "SigmoidActivation"),
    "forward(x) → out; backward(dout) → dx",
    ("sigmoid.out", "sigmoid.dx"),
)
CALLED = (
    FORWARD_NAMES,
    ALONE_NAMES,
    BACKWARD_NAMES,
    SLOPE_NAMES,
    CLASS_NAMES,
)

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


LAYER = Entrywise(reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS, CACHES)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    forward = of_names(names, FORWARD_NAMES)
    alone = of_names(names, ALONE_NAMES)
    for one in (forward, alone):
        if one is not None:
            call = f"out, cache = {one.__name__}(x)" if one is forward else f"out = {one.__name__}(x)"
            yield LAYER.of_forward(one, "sigmoid", call)
    backward = of_names(names, BACKWARD_NAMES)
    if backward is not None:
        kept = next((one for one in (forward, alone) if one is not None and returns_cache(one)), None)
        yield LAYER.of_backward(backward, kept, "sigmoid", "1 / (1 + np.exp(-x))")
    slope = of_names(names, SLOPE_NAMES)
    if slope is not None and required(slope) == 1:
        yield _slope(slope)
    for kind in all_of_names(names, CLASS_NAMES):
        yield from LAYER.of_class(kind)


def _slope(slope: Any) -> Subject:
    """A derivative of one argument: of x itself, or of the output."""

    def derivative(given: Given, dx: str = "sigma") -> Values:
        return {"dx": reference({"x": given["x"], "dout": 1.0}, dx=dx)["dx"]}

    programs = (
        Call(lambda given: {"dx": slope(given["x"])}),
        Call(lambda given: {"dx": slope(_sigma(given["x"]))}),
    )
    return Subject(
        slope.__name__, slope.__name__, {"x": SHAPES["x"]}, ("dx",), programs, derivative,
        (f"dx = {slope.__name__}(x)",), RESULTS, source=slope,
    )  # fmt: skip
