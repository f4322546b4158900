"""Binary cross-entropy of logits: functions that return the loss, its gradient or both, and classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.paired_losses import PairedLoss
from yudo.verification.sandbox.timeouts import briefly

CALLED = (
    Called(
        (
            *("binary_cross_entropy_loss", "bce_loss", "bce_with_logits", "bce_with_logits_loss"),
            *("binary_cross_entropy", "binary_cross_entropy_with_logits", "sigmoid_cross_entropy"),
            *(
                "sigmoid_cross_entropy_with_logits",
                "sigmoid_cross_entropy_loss",
                "sigmoid_bce",
                "sigmoid_loss",
            ),
        ),
        "(x, target) → loss, dx",
        ("binary_cross_entropy.loss", "binary_cross_entropy.dx"),
        (2,),
        Text(
            "로짓을 받는 것만 검사한다. 손실만 돌려줘도 된다",
            "only those that take logits are checked; it may return the loss alone",
        ),
        ("binary_cross_entropy.dx",),
    ),
    Called(
        (
            *("bce_with_logits_grad", "bce_with_logits_backward", "bce_with_logits_prime"),
            *("binary_cross_entropy_with_logits_grad", "binary_cross_entropy_with_logits_backward"),
            *("sigmoid_cross_entropy_grad", "sigmoid_cross_entropy_backward", "sigmoid_bce_grad"),
        ),
        "(x, target) → dx",
        ("binary_cross_entropy.dx",),
        (2,),
    ),
    Called(
        (
            *("BCEWithLogitsLoss", "BCEWithLogits", "BinaryCrossEntropyWithLogits", "SigmoidBCE"),
            *("SigmoidCrossEntropy", "SigmoidCrossEntropyLoss", "SigmoidBCELoss"),
        ),
        "forward(x, target) → loss; backward(dout=1) → dx",
        ("binary_cross_entropy.loss", "binary_cross_entropy.dx"),
    ),
)
RESULTS = {"loss": "binary_cross_entropy.loss", "dx": "binary_cross_entropy.dx"}
READINGS = (
    Reading("entries", None, {"scale": "entries"}),
    Reading("samples", Text("모든 원소가 아니라 표본에 대해 평균한다: `1/N`", "averages over the samples, not over all entries: `1/N`"), {"scale": "samples"}),
    Reading("sum", Text("평균이 아니라 합을 쓴다", "sums instead of averaging"), {"scale": "sum"}),
)  # fmt: skip
FLAWS = (
    Flaw("sign", Text("빼는 순서가 거꾸로다: `sigmoid(x) - target`이어야 한다", "the difference is the wrong way round: it is `sigmoid(x) - target`"), {"slope": "t-s"}),
    Flaw("sigmoid-forgotten", Text("그래디언트에서 시그모이드를 씌우지 않았다: `sigmoid(x) - target`이어야 한다", "the sigmoid is missing in the gradient: it is `sigmoid(x) - target`"), {"slope": "x-t"}),
    Flaw("slope-of-sigmoid", Text("시그모이드의 기울기를 한 번 더 곱했다: `sigmoid(x) - target`이 이미 로짓에 대한 그래디언트다", "the slope of the sigmoid is multiplied in once more: `sigmoid(x) - target` is the gradient with respect to the logits already"), {"slope": "(s-t)s(1-s)"}),
    Flaw("mean-forgotten", Text("그래디언트를 평균의 수로 나누지 않았다", "the gradient is not divided by what the mean is taken over"), {"slope": "sum"}),
    Flaw("samples-alone", Text("그래디언트를 원소의 수가 아니라 표본의 수로만 나누었다", "the gradient is divided by the number of samples alone, not of entries"), {"slope": "samples"}),
    Flaw("before-the-sigmoid", Text("확률에 대한 그래디언트에서 멈췄다: 시그모이드의 기울기를 곱하지 않았다", "stops at the gradient with respect to the probability: the slope of the sigmoid is not multiplied in"), {"slope": "of p"}),
    Flaw("only-yes", Text("정답이 0인 원소의 손실을 빠뜨렸다: `(1 - target)`의 항이 없다", "the loss of entries whose target is 0 is missing: there is no term with `1 - target`"), {"terms": "yes"}),
    Flaw("exchanged", Text("`target`과 `1 - target`을 바꾸어 썼다", "`target` and `1 - target` are exchanged"), {"terms": "exchanged"}),
    Flaw("negated", Text("손실의 부호가 반대다", "the sign of the loss is wrong"), {"terms": "negated"}),
)  # fmt: skip


def reference(given: Given, scale: str = "entries", slope: str = "s-t", terms: str = "both") -> Values:
    """Binary cross-entropy of logits and its gradient."""
    x, t = given["x"], given["target"]
    N, D = x.shape
    factor = {"entries": 1 / (N * D), "samples": 1 / N, "sum": 1}[scale]
    yes, no = np.logaddexp(-x, 0), np.logaddexp(x, 0)
    losses = {
        "both": t * yes + (1 - t) * no, "yes": t * yes, "exchanged": (1 - t) * yes + t * no,
        "negated": -t * yes - (1 - t) * no,
    }  # fmt: skip
    with np.errstate(over="ignore"):
        s = 1 / (1 + np.exp(-x))
    slopes = {
        "s-t": factor * (s - t), "t-s": factor * (t - s), "x-t": factor * (x - t), "sum": s - t,
        "samples": (s - t) / N, "(s-t)s(1-s)": factor * (s - t) * s * (1 - s),
    }  # fmt: skip
    gradient = factor * (s - t) / (s * (1 - s)) if slope == "of p" else slopes[slope]
    return {"loss": factor * np.sum(losses[terms]), "dx": gradient}


def _takes_logits(loss: Callable[[Any, Any], Any]) -> bool:
    """Whether negative numbers have losses of their own: as probabilities they have none, or are clipped."""
    yes = np.ones((1, 1))
    with briefly(), np.errstate(all="ignore"):
        far, near = (float(np.asarray(loss(np.full((1, 1), x), yes)).sum()) for x in (-3.0, -2.0))
        return bool(np.isfinite([far, near]).all()) and far != near
    return False


LOSS = PairedLoss(CALLED, reference, RESULTS, READINGS, FLAWS, _takes_logits, "unit")


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this loss."""
    return LOSS.subjects(names)
