"""The Gaussian error linear unit: ``gelu``, ``gelu_backward`` and classes in the style of ``GELU()``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("gelu", "GELU", "gelu", "new_gelu", "gelu_new", "gelu_tanh", classes=("Gelu", "NewGELU"))
CALLED = NAMES.all

RESULTS = {"out": "gelu.out", "dx": "gelu.dx"}


def _rounded(scale: float) -> Reading:
    said = Text(f"`np.sqrt(2 / np.pi)` 대신 {scale}", f"{scale} instead of `np.sqrt(2 / np.pi)`")
    return Reading(f"scale-{scale}", said, {"scale": scale})


READINGS = (
    Reading("standard"),
    Reading("exact", Text("정규분포의 확률로 쓴 식 `x Φ(x)`", "the form with the normal probability, `x Φ(x)`"), {"form": "exact"}),
    Reading("sigmoid", Text("시그모이드로 쓴 식 `x σ(1.702 x)`", "the form with a sigmoid, `x σ(1.702 x)`"), {"form": "sigmoid"}),
    *map(_rounded, (0.7978845608, 0.79788456)),
)  # fmt: skip
"""The form with tanh first, then the others that bear the name."""

FORWARD_FLAWS = (
    Flaw("half-forgotten", Text("2로 나누지 않았다: `0.5 * x * (1 + np.tanh(u))`여야 한다", "not halved: it is `0.5 * x * (1 + np.tanh(u))`"), {"out": "2xg"}),
    Flaw("one-forgotten", Text("tanh에 1을 더하지 않았다: `0.5 * x * (1 + np.tanh(u))`여야 한다", "1 is not added to tanh: it is `0.5 * x * (1 + np.tanh(u))`"), {"out": "xt/2"}),
    Flaw("gate-alone", Text("`x`를 곱하지 않았다", "not multiplied by `x`"), {"out": "g"}),
    Flaw("square-for-cube", Text("`x**3`이 아니라 `x**2`을 더했다", "adds `x**2` instead of `x**3`"), {"power": 2}),
    Flaw("cube-forgotten", Text("`0.044715 * x**3`을 더하지 않았다", "`0.044715 * x**3` is not added"), {"cubic": 0.0}),
    Flaw("pi-over-two", Text("`np.sqrt(2 / np.pi)`가 아니라 `np.sqrt(np.pi / 2)`를 곱했다", "multiplies by `np.sqrt(np.pi / 2)` instead of `np.sqrt(2 / np.pi)`"), {"scale": "inverse"}),
    Flaw("no-root", Text("`2 / np.pi`의 제곱근을 취하지 않았다", "the root of `2 / np.pi` is not taken"), {"scale": "square"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("gate-constant", Text("게이트를 상수로 보았다: 둘째 항이 빠졌다", "takes the gate as constant: the second term is missing"), {"dx": "g"}),
    Flaw("gate-slope-alone", Text("게이트만 미분했다: 첫째 항이 빠졌다", "differentiates the gate alone: the first term is missing"), {"dx": "xg'"}),
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("inner-slope-forgotten", Text("연쇄 법칙에서 tanh 안의 식의 도함수를 곱하지 않았다", "the derivative of what is inside tanh is missing from the chain rule"), {"inner": "none"}),
    Flaw("three-forgotten", Text("`x**3`을 미분할 때 3을 빠뜨렸다: `1 + 3 * 0.044715 * x**2`여야 한다", "the 3 is forgotten in the derivative of `x**3`: it is `1 + 3 * 0.044715 * x**2`"), {"inner": "1"}),
    Flaw("scale-forgotten", Text("tanh 안의 식을 미분할 때 `np.sqrt(2 / np.pi)`를 빠뜨렸다", "`np.sqrt(2 / np.pi)` is missing from the derivative of what is inside tanh"), {"inner": "bare"}),
    Flaw("x-forgotten", Text("둘째 항에서 `x`를 빠뜨렸다", "`x` is missing in the second term"), {"dx": "g+g'"}),
    Flaw("half-of-slope-forgotten", Text("둘째 항을 2로 나누지 않았다: `0.5 * x * (1 - np.tanh(u)**2)`이어야 한다", "the second term is not halved: it is `0.5 * x * (1 - np.tanh(u)**2)`"), {"dx": "g+2xg'"}),
    Flaw("sign", Text("둘째 항의 부호가 반대다", "the sign of the second term is wrong"), {"dx": "g-xg'"}),
    Flaw("square-forgotten", Text("tanh의 도함수에서 제곱을 빠뜨렸다: `1 - np.tanh(u)**2`이어야 한다", "the square is forgotten in the derivative of tanh: it is `1 - np.tanh(u)**2`"), {"dx": "1-t"}),
)  # fmt: skip

CACHES = (
    lambda g: g["x"],
    lambda g: (g["x"],),
    lambda g: (g["x"], np.tanh(_inner(g["x"])[0])),
    lambda g: (g["x"], (1 + np.tanh(_inner(g["x"])[0])) / 2),
)


def _inner(x: Any, cubic: float = 0.044715, power: int = 3, scale: str | float = "", slope: str = "3") -> Any:
    """What tanh is applied to, and its derivative."""
    if isinstance(scale, float):
        factor = scale
    else:
        factor = np.sqrt(2 / np.pi) if not scale else np.sqrt(np.pi / 2) if scale == "inverse" else 2 / np.pi
    derived = 1 + (1 if slope == "1" else power) * cubic * x ** (power - 1)
    inner = factor * (x + cubic * x**power)
    return inner, {"none": 1.0, "bare": derived}.get(slope, factor * derived)


def _gate(x: Any, form: str, **options: Any) -> tuple[Any, Any, Any]:
    """The gate, tanh of the same argument, and the derivative of the gate."""
    if form == "exact":
        gate = (1 + np.vectorize(math.erf)(x / np.sqrt(2))) / 2
        return gate, 2 * gate - 1, np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
    inner, slope = (1.702 * x / 2, 1.702 / 2) if form == "sigmoid" else _inner(x, **options)
    t = np.tanh(inner)
    return (1 + t) / 2, t, (1 - t * t) / 2 * slope


def reference(
    given: Given,
    form: str = "tanh",
    out: str = "xg",
    dx: str = "g+xg'",
    inner: str = "3",
    cubic: float = 0.044715,
    power: int = 3,
    scale: str | float = "",
) -> Values:
    """The Gaussian error linear unit and its gradient."""
    x = given["x"]
    gate, t, opening = _gate(x, form, cubic=cubic, power=power, scale=scale, slope=inner)
    outputs = {"xg": x * gate, "2xg": 2 * x * gate, "xt/2": x * t / 2, "g": gate}
    values = {"out": outputs[out]}
    if "dout" in given:
        slopes = {
            "g": gate, "xg'": x * opening, "g+g'": gate + opening, "g+2xg'": gate + 2 * x * opening,
            "g-xg'": gate - x * opening, "1-t": gate + x * opening / (1 + t),
        }  # fmt: skip
        slope = slopes.get(dx, gate + x * opening)
        values["dx"] = slope if dx == "no dout" else given["dout"] * slope
    return values


LAYER = Entrywise(reference, RESULTS, FORWARD_FLAWS, BACKWARD_FLAWS, CACHES, "x", readings=READINGS)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
