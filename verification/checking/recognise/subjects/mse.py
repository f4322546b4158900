"""The mean squared error: functions that return the loss, its gradient or both, and classes like ``MSELoss()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.paired_losses import PairedLoss

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


LOSS = PairedLoss(CALLED, reference, RESULTS, READINGS, FLAWS)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this loss."""
    return LOSS.subjects(names)
