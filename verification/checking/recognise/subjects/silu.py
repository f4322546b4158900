"""The sigmoid linear unit: ``silu``, ``swish``, their backward passes and classes in the style of ``SiLU()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("silu", "SiLU", "silu", "swish", classes=("Swish",))
CALLED = NAMES.all

RESULTS = {"out": "silu.out", "dx": "silu.dx"}

FORWARD_FLAWS = (
    Flaw("gate-alone", Text("`x`를 곱하지 않았다: 시그모이드를 계산했다", "not multiplied by `x`: a sigmoid is computed"), {"out": "s"}),
    Flaw("sign-of-exponent", Text("지수의 부호가 반대다: `x σ(-x)`를 계산했다", "the sign in the exponent is wrong: `x σ(-x)` is computed"), {"out": "x(1-s)"}),
    Flaw("tanh", Text("시그모이드가 아니라 tanh를 곱했다", "multiplies by tanh instead of the sigmoid"), {"out": "x tanh"}),
    Flaw("sum", Text("곱하지 않고 더했다: `x + σ(x)`", "adds instead of multiplying: `x + σ(x)`"), {"out": "x+s"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("gate-constant", Text("게이트 `σ(x)`를 상수로 보았다: 둘째 항 `x σ(x) (1 - σ(x))`가 빠졌다", "takes the gate `σ(x)` as constant: the second term `x σ(x) (1 - σ(x))` is missing"), {"dx": "s"}),
    Flaw("gate-alone", Text("게이트만 미분했다: 첫째 항 `σ(x)`가 빠졌다", "differentiates the gate alone: the first term `σ(x)` is missing"), {"dx": "xs(1-s)"}),
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("x-forgotten", Text("둘째 항에서 `x`를 빠뜨렸다: `σ(x) + σ(x) (1 - σ(x))`를 곱했다", "`x` is missing in the second term: multiplies by `σ(x) + σ(x) (1 - σ(x))`"), {"dx": "s+s(1-s)"}),
    Flaw("sign", Text("둘째 항의 부호가 반대다", "the sign of the second term is wrong"), {"dx": "s-xs(1-s)"}),
    Flaw("output", Text("`out`에 `σ(x)`를 더하기만 했다: `out + σ(x) (1 - out)`이어야 한다", "`σ(x)` is only added to `out`: it is `out + σ(x) (1 - out)`"), {"dx": "out+s"}),
    Flaw("output-for-gate", Text("`σ(x)` 자리에 출력을 넣었다: `out (1 - out)`은 시그모이드의 도함수다", "the output stands where `σ(x)` belongs: `out (1 - out)` is the derivative of a sigmoid"), {"dx": "out(1-out)"}),
    Flaw("sigmoid", Text("시그모이드의 도함수를 곱했다", "multiplies by the derivative of the sigmoid"), {"dx": "s(1-s)"}),
)  # fmt: skip


def _sigma(x: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


CACHES = (
    lambda g: g["x"],
    lambda g: (g["x"], _sigma(g["x"])),
    lambda g: (g["x"],),
)


def reference(given: Given, out: str = "xs", dx: str = "s+xs(1-s)") -> Values:
    """The sigmoid linear unit and its gradient."""
    x = given["x"]
    s = _sigma(x)
    y = x * s
    outputs = {"xs": y, "s": s, "x(1-s)": x * (1 - s), "x tanh": x * np.tanh(x), "x+s": x + s}
    values = {"out": outputs[out]}
    if "dout" in given:
        opening = y * (1 - s)
        slopes = {
            "s+xs(1-s)": s + opening, "no dout": s + opening, "s": s, "xs(1-s)": opening, "s+s(1-s)": s + s * (1 - s),
            "s-xs(1-s)": s - opening, "out+s": y + s, "out(1-out)": y * (1 - y), "s(1-s)": s * (1 - s),
        }  # fmt: skip
        values["dx"] = slopes[dx] if dx == "no dout" else given["dout"] * slopes[dx]
    return values


LAYER = Entrywise(reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS, CACHES, "x")


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
