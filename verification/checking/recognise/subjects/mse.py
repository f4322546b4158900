"""The mean squared error: functions that return the loss, its gradient or both, and classes like ``MSELoss()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MethodType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import all_of_names, called, first, named
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.layers import Constructed, LayerProgram
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order, required
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

LOSS_NAMES = Called(
    (
        *("mse_loss", "mse", "mean_squared_error", "mean_square_error", "mean_squared_error_loss"),
        *("squared_loss", "squared_error", "sum_squared_error", "quadratic_loss"),
    ),
    "(x, target) → loss, dx",
    ("mse.loss", "mse.dx"),
    (2,),
    Text("손실만 돌려줘도 된다", "it may return the loss alone"),
    ("mse.dx",),
)
GRADIENT_NAMES = Called(
    (
        *("mse_grad", "mse_gradient", "mse_prime", "mse_derivative", "mse_backward", "mse_loss_grad"),
        *("mse_loss_prime", "mse_loss_backward", "d_mse", "dmse", "mean_squared_error_grad"),
        *("mean_squared_error_prime", "mean_squared_error_derivative", "mean_squared_error_gradient"),
    ),
    "(x, target) → dx",
    ("mse.dx",),
    (2,),
)
CLASS_NAMES = Called(
    (
        *("MSELoss", "MSE", "MeanSquaredError", "MeanSquaredErrorLoss", "MeanSquareError", "SquaredLoss"),
        *("Loss_MeanSquaredError", "MSELayer"),
    ),
    "forward(x, target) → loss; backward(dout=1) → dx",
    ("mse.loss", "mse.dx"),
)
CALLED = (LOSS_NAMES, GRADIENT_NAMES, CLASS_NAMES)

SHAPES = {"x": Shape(("N", "D")), "target": Shape(("N", "D"), "fixed")}
RESULTS = {"loss": "mse.loss", "dx": "mse.dx"}
READINGS = (
    Reading("entries", None, {"scale": "entries"}),
    Reading("samples", Text("모든 원소가 아니라 표본에 대해 평균한다: `1/N`", "averages over the samples, not over all entries: `1/N`"), {"scale": "samples"}),
    Reading("half-samples", Text("표본 평균의 절반이다: `1/(2N)`", "takes half the mean over the samples: `1/(2N)`"), {"scale": "half samples"}),
    Reading("half-sum", Text("합의 절반이다: `½·Σ(x - target)²`", "takes half the sum: `½·Σ(x - target)²`"), {"scale": "half sum"}),
    Reading("half-entries", Text("모든 원소에 대한 평균의 절반이다", "takes half the mean over all entries"), {"scale": "half entries"}),
    Reading("sum", Text("평균이 아니라 합을 쓴다", "sums instead of averaging"), {"scale": "sum"}),
)  # fmt: skip
FLAWS = (
    Flaw("two-forgotten", Text("제곱을 미분할 때 나오는 2가 빠졌다", "the 2 from the derivative of the square is missing"), {"slope": 0.5}),
    Flaw("two-left-over", Text("손실의 ½이 없앤 2를 그래디언트에서 또 곱했다", "the gradient has a 2 that the ½ of the loss cancels"), {"slope": 2}),
    Flaw("sign", Text("빼는 순서가 거꾸로다: `x - target`이어야 한다", "the difference is the wrong way round: it is `x - target`"), {"slope": -1}),
    Flaw("sign-and-two", Text("빼는 순서가 거꾸로고 2도 빠졌다", "the difference is the wrong way round, and the 2 is missing"), {"slope": -0.5}),
    Flaw("mean-forgotten", Text("그래디언트를 평균의 수로 나누지 않았다", "the gradient is not divided by what the mean is taken over"), {"slope": "sum"}),
    Flaw("samples-alone", Text("그래디언트를 원소의 수가 아니라 표본의 수로만 나누었다", "the gradient is divided by the number of samples alone, not of entries"), {"slope": "samples"}),
    Flaw("not-squared", Text("차를 제곱하지 않았다", "the difference is not squared"), {"power": 1}),
    Flaw("absolute", Text("제곱이 아니라 절댓값을 썼다", "takes the absolute value instead of the square"), {"power": "absolute"}),
    Flaw("root", Text("제곱근을 씌웠다(RMSE)", "takes the square root (RMSE)"), {"power": "root"}),
    Flaw("input-alone", Text("목표를 빼지 않았다", "the target is not subtracted"), {"slope": "x"}),
)  # fmt: skip


def reference(given: Given, scale: str = "entries", slope: Any = 1, power: Any = 2) -> Values:
    """The mean squared error and its gradient."""
    x = given["x"]
    N, D = x.shape
    factors = {
        "entries": 1 / (N * D), "half entries": 1 / (2 * N * D), "samples": 1 / N, "half samples": 1 / (2 * N),
        "half sum": 0.5, "sum": 1,
    }  # fmt: skip
    factor = factors[scale]
    miss = x - given["target"]
    terms = {1: miss, "absolute": np.abs(miss)}.get(power, miss * miss)
    loss = factor * np.sum(terms)
    if power == "root":
        loss = np.sqrt(loss)
    if slope == "sum":
        gradient = 2 * miss
    elif slope == "samples":
        gradient = 2 * miss / N
    elif slope == "x":
        gradient = 2 * factor * x
    else:
        gradient = slope * 2 * factor * miss
    return {"loss": loss, "dx": gradient}


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this loss."""
    losses = [one for one in all_of_names(names, LOSS_NAMES) if required(one) <= 2]
    for loss in losses:
        yield _function(loss, ("loss", "dx") if _returns_both(loss) else ("loss",), loss.__name__)
    for gradient in all_of_names(names, GRADIENT_NAMES):
        if required(gradient) == 2:
            bearing = [one.__name__ for one in losses if gradient.__name__.startswith(one.__name__)]
            own = [one.__name__ for one in losses[:1] if len(losses) == 1] or [gradient.__name__]
            yield _function(gradient, ("dx",), max(bearing or own, key=len))
    for kind in all_of_names(names, CLASS_NAMES):
        yield from _class(kind)


def _returns_both(function: Any) -> bool:
    with briefly():
        returned = function(np.ones((2, 3)), np.zeros((2, 3)))
        return isinstance(returned, (tuple, list)) and len(returned) == 2
    return False


def _function(function: Any, quantities: tuple[str, ...], group: str) -> Subject:
    parts = _parts(function)

    def observe(given: Given) -> Values:
        return named(function(*[given[part] for part in parts]), quantities)

    name = function.__name__
    return Subject(
        name, group, SHAPES, quantities, (Call(observe),), reference,
        (f"{', '.join(quantities)} = {name}({', '.join(parts)})",), RESULTS, READINGS, FLAWS, source=function,
    )  # fmt: skip


def _parts(function: Any) -> list[str]:
    return ["x" if part == "prediction" else part for part in order(function, ("prediction", "target"))]


def _class(kind: Any) -> Iterator[Subject]:
    """``forward(x, target)`` and ``backward()``, ``backward(dout)`` or ``backward(x, target)``."""
    name, maker = kind.__name__, Constructed(kind)
    parts, again = (_parts(MethodType(method, object())) for method in (kind.forward, kind.backward))
    takes = required(kind.backward) - 1

    def forward(layer: Any, given: Given) -> Values:
        return {"loss": first(called(layer, "forward", *[given[part] for part in parts]))}

    def backward(layer: Any, given: Given) -> Values:
        called(layer, "forward", *[given[part] for part in parts])
        arguments = [given[part] for part in again] if takes > 1 else [1.0] * takes
        return {"dx": first(called(layer, "backward", *arguments))}

    made = (f"layer = {name}()", f"loss = layer.forward({', '.join(parts)})")
    passed = again if takes > 1 else ["1.0"] * takes
    yield Subject(
        f"{name}.forward", name, SHAPES, ("loss",), (LayerProgram(maker, forward),), reference,
        made, RESULTS, READINGS, FLAWS, source=kind,
    )  # fmt: skip
    yield Subject(
        f"{name}.backward", name, SHAPES, ("dx",), (LayerProgram(maker, backward),), reference,
        (*made, f"dx = layer.backward({', '.join(passed)})"), RESULTS, READINGS, FLAWS, source=kind,
    )  # fmt: skip
