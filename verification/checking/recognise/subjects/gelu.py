"""The Gaussian error linear unit: ``gelu``, ``gelu_backward`` and classes in the style of ``GELU()``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("gelu", "GELU", "gelu", "new_gelu", "gelu_new", "gelu_tanh", classes=("Gelu", "NewGELU"))
EXACT_NAMES = Names.of(
    "gelu", "ExactGELU", "gelu_exact", "exact_gelu", "gelu_erf", classes=("GELUExact",), results=("out_exact", "dx_exact")
)  # fmt: skip
CALLED = (*NAMES.all, *EXACT_NAMES.all)

RESULTS = {"out": "gelu.out", "dx": "gelu.dx"}
EXACT_RESULTS = {"out": "gelu.out_exact", "dx": "gelu.dx_exact"}


def _rounded(scale: float) -> Reading:
    said = Text(f"`np.sqrt(2 / np.pi)` 대신 {scale}", f"{scale} instead of `np.sqrt(2 / np.pi)`")
    return Reading(f"scale-{scale}", said, {"form": "tanh", "scale": scale})


EXACT = Reading("exact", Text("정규분포의 확률로 쓴 식 `x Φ(x)`", "the form with the normal probability, `x Φ(x)`"), {"form": "exact"}, EXACT_RESULTS)  # fmt: skip


READINGS = (
    Reading("standard", None, {"form": "tanh"}),
    EXACT,
    Reading("sigmoid", Text("시그모이드로 쓴 식 `x σ(1.702 x)`", "the form with a sigmoid, `x σ(1.702 x)`"), {"form": "sigmoid"}),
    *map(_rounded, (0.7978845608, 0.79788456)),
)  # fmt: skip
"""The form with tanh first, then the others that bear the name."""

OF_THE_ROOT = Flaw("root-of-two-forgotten", Text("erf에 `x`를 그대로 넣었다: `erf(x / np.sqrt(2))`여야 한다", "erf is given `x` as it is: it is `erf(x / np.sqrt(2))`"), {"argument": "x"})  # fmt: skip
FLAWS = (
    Flaw("half-forgotten", Text("2로 나누지 않았다: `0.5 * x * (1 + np.tanh(u))`나 `0.5 * x * (1 + erf(x / np.sqrt(2)))`여야 한다", "not halved: it is `0.5 * x * (1 + np.tanh(u))`, or `0.5 * x * (1 + erf(x / np.sqrt(2)))`"), {"out": "2xg"}),
    Flaw("one-forgotten", Text("tanh나 erf에 1을 더하지 않았다: `0.5 * x * (1 + np.tanh(u))`여야 한다", "1 is not added to tanh, or to erf: it is `0.5 * x * (1 + np.tanh(u))`"), {"out": "xt/2"}),
    Flaw("gate-alone", Text("`x`를 곱하지 않았다", "not multiplied by `x`"), {"out": "g"}),
)  # fmt: skip
TANH_FLAWS = (
    Flaw("square-for-cube", Text("`x**3`이 아니라 `x**2`을 더했다", "adds `x**2` instead of `x**3`"), {"power": 2}),
    Flaw("cube-forgotten", Text("`0.044715 * x**3`을 더하지 않았다", "`0.044715 * x**3` is not added"), {"cubic": 0.0}),
    Flaw("pi-over-two", Text("`np.sqrt(2 / np.pi)`가 아니라 `np.sqrt(np.pi / 2)`를 곱했다", "multiplies by `np.sqrt(np.pi / 2)` instead of `np.sqrt(2 / np.pi)`"), {"scale": "inverse"}),
    Flaw("no-root", Text("`2 / np.pi`의 제곱근을 취하지 않았다", "the root of `2 / np.pi` is not taken"), {"scale": "square"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("gate-constant", Text("게이트를 상수로 보았다: 둘째 항이 빠졌다", "takes the gate as constant: the second term is missing"), {"dx": "g"}),
    Flaw("gate-slope-alone", Text("게이트만 미분했다: 첫째 항이 빠졌다", "differentiates the gate alone: the first term is missing"), {"dx": "xg'"}),
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"dx": "no dout"}),
    Flaw("x-forgotten", Text("둘째 항에서 `x`를 빠뜨렸다", "`x` is missing in the second term"), {"dx": "g+g'"}),
    Flaw("sign", Text("둘째 항의 부호가 반대다", "the sign of the second term is wrong"), {"dx": "g-xg'"}),
    Flaw("sigmoid-for-another", Text("순전파와 다른 식이다: `x σ(1.702 x)`를 미분했다", "belongs to another form than the forward: this is the derivative of `x σ(1.702 x)`"), {"derived": "sigmoid"}),
)  # fmt: skip
TANH_BACKWARD_FLAWS = (
    Flaw("inner-slope-forgotten", Text("연쇄 법칙에서 tanh 안의 식의 도함수를 곱하지 않았다", "the derivative of what is inside tanh is missing from the chain rule"), {"inner": "none"}),
    Flaw("three-forgotten", Text("`x**3`을 미분할 때 3을 빠뜨렸다: `1 + 3 * 0.044715 * x**2`여야 한다", "the 3 is forgotten in the derivative of `x**3`: it is `1 + 3 * 0.044715 * x**2`"), {"inner": "1"}),
    Flaw("scale-forgotten", Text("tanh 안의 식을 미분할 때 `np.sqrt(2 / np.pi)`를 빠뜨렸다", "`np.sqrt(2 / np.pi)` is missing from the derivative of what is inside tanh"), {"inner": "bare"}),
    Flaw("half-of-slope-forgotten", Text("둘째 항을 2로 나누지 않았다: `0.5 * x * (1 - np.tanh(u)**2)`이어야 한다", "the second term is not halved: it is `0.5 * x * (1 - np.tanh(u)**2)`"), {"dx": "g+2xg'"}),
    Flaw("square-forgotten", Text("tanh의 도함수에서 제곱을 빠뜨렸다: `1 - np.tanh(u)**2`이어야 한다", "the square is forgotten in the derivative of tanh: it is `1 - np.tanh(u)**2`"), {"dx": "1-t"}),
    Flaw("exact-for-tanh", Text("순전파와 다른 식이다: `x Φ(x)`를 미분했다", "belongs to another form than the forward: this is the derivative of `x Φ(x)`"), {"derived": "exact"}),
)  # fmt: skip
EXACT_BACKWARD_FLAWS = (
    OF_THE_ROOT,
    Flaw("exponent-not-halved", Text("밀도의 지수를 2로 나누지 않았다: `np.exp(-x**2 / 2)`여야 한다", "the exponent of the density is not halved: it is `np.exp(-x**2 / 2)`"), {"density": "exponent"}),
    Flaw("height-forgotten", Text("밀도를 `np.sqrt(2 * np.pi)`로 나누지 않았다", "the density is not divided by `np.sqrt(2 * np.pi)`"), {"density": "bare"}),
    Flaw("height-of-pi", Text("밀도를 `np.sqrt(2 * np.pi)`가 아니라 `np.sqrt(np.pi)`로 나누었다", "the density is divided by `np.sqrt(np.pi)` instead of `np.sqrt(2 * np.pi)`"), {"density": "pi"}),
    Flaw("tanh-for-exact", Text("순전파와 다른 식이다: tanh로 쓴 식을 미분했다", "belongs to another form than the forward: this is the derivative of the form with tanh"), {"derived": "tanh"}),
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


def _density(x: Any, density: str) -> Any:
    height = {"bare": 1.0, "pi": 1 / np.sqrt(np.pi)}.get(density, 1 / np.sqrt(2 * np.pi))
    return np.exp(-x * x / (1 if density == "exponent" else 2)) * height


def _gate(x: Any, form: str, argument: str, density: str, **options: Any) -> tuple[Any, Any, Any]:
    """The gate, tanh of the same argument or erf, and the derivative of the gate."""
    if form == "exact":
        t = np.vectorize(math.erf, otypes=[float])(x / (1 if argument == "x" else np.sqrt(2)))
        return (1 + t) / 2, t, _density(x, density)
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
    argument: str = "",
    density: str = "",
    derived: str = "",
) -> Values:
    """The Gaussian error linear unit and its gradient."""
    x = given["x"]
    options = {"cubic": cubic, "power": power, "scale": scale, "slope": inner}
    gate, t, opening = _gate(x, form, argument, density, **options)
    outputs = {"xg": x * gate, "2xg": 2 * x * gate, "xt/2": x * t / 2, "g": gate}
    values = {"out": outputs[out]}
    if "dout" in given:
        if derived:
            gate, t, opening = _gate(x, derived, argument, density, **options)
        slopes = {
            "g": gate, "xg'": x * opening, "g+g'": gate + opening, "g+2xg'": gate + 2 * x * opening,
            "g-xg'": gate - x * opening, "1-t": gate + x * opening / (1 + t),
        }  # fmt: skip
        slope = slopes.get(dx, gate + x * opening)
        values["dx"] = slope if dx == "no dout" else given["dout"] * slope
    return values


LAYER = Entrywise(
    reference,
    RESULTS,
    (*FLAWS, *TANH_FLAWS, OF_THE_ROOT),
    (*BACKWARD_FLAWS, *TANH_BACKWARD_FLAWS, *EXACT_BACKWARD_FLAWS),
    CACHES,
    "x",
    readings=READINGS,
)

EXACT_LAYER = replace(
    LAYER,
    results=EXACT_RESULTS,
    forward_flaws=(*FLAWS, OF_THE_ROOT),
    backward_flaws=(*BACKWARD_FLAWS, *EXACT_BACKWARD_FLAWS),
    readings=(replace(EXACT, name=None),),
)
"""Functions whose name says that they are of the exact form."""


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    yield from LAYER.subjects(names, NAMES)
    yield from EXACT_LAYER.subjects(names, EXACT_NAMES)
