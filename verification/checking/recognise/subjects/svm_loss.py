"""The multi-class hinge loss.

``svm_loss(x, y)`` and the linear classifier's ``svm_loss_vectorized(W, X, y, reg)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.score_losses import ScoreLoss, averaged

LOSS_NAMES = Called(
    ("svm_loss", "multiclass_svm_loss", "multiclass_hinge_loss"),
    "(x, y) → loss, dx",
    ("svm_loss.loss", "svm_loss.dx"),
    (2,),
)
CLASSIFIER_NAMES = Called(("svm_loss_vectorized", "svm_loss_naive"), "(W, X, y, reg) → loss, dW", (), (4,))
CALLED = (LOSS_NAMES, CLASSIFIER_NAMES)

RESULTS = {"loss": "svm_loss.loss", "dx": "svm_loss.dx"}
FLAWS = (
    Flaw("right-class-forgotten", Text("정답 클래스의 그래디언트가 빠졌다: 어긴 클래스의 수를 빼야 한다", "the gradient of the right class is missing: the number of violations must be subtracted there"), {"right": "none"}),
    Flaw("counted-once", Text("정답 자리에서 어긴 클래스의 수가 아니라 1을 뺐다", "1 is subtracted at the right class instead of the number of violations"), {"right": "once"}),
    Flaw("counted-twice-over", Text("정답 자리에서 빼지 않고 더했다", "the number of violations is added at the right class instead of subtracted"), {"right": "added"}),
    Flaw("right-class-in-the-sum", Text("정답 클래스도 손실에 넣었다: 표본마다 마진만큼 크다", "the right class stays in the loss: each sample costs the margin more"), {"own": "loss"}),
    Flaw("no-margin", Text("마진 1을 더하지 않았다", "the margin of 1 is missing"), {"margin": 0}),
    Flaw("margin-subtracted", Text("마진을 더하지 않고 뺐다", "the margin is subtracted instead of added"), {"margin": -1}),
    Flaw("sign", Text("정답의 점수에서 다른 점수를 뺐다: 부호가 반대다", "other scores are subtracted from the right one: the sign is wrong"), {"sign": -1}),
    Flaw("not-cut-off", Text("음수를 0으로 자르지 않았다", "negative margins are not cut off at 0"), {"cut": "none"}),
    Flaw("size-of-violation", Text("그래디언트에 1이 아니라 어긴 양을 넣었다", "the gradient holds by how much the margin is violated instead of 1"), {"slope": "margins"}),
    Flaw("squared", Text("힌지를 제곱했다", "the hinge is squared"), {"slope": "squared"}),
    Flaw("labels-off-by-one", Text("레이블이 하나씩 어긋났다: `y - 1`을 쓴다", "labels off by one: `y - 1` is used"), {"label_shift": -1}),
    Flaw("no-mean-in-gradient", Text("그래디언트를 N으로 나누지 않았다", "the gradient is not divided by N"), {"share": "loss only"}),
    Flaw("largest-alone", Text("가장 크게 어긴 클래스 하나만 세었다", "only the largest violation counts"), {"cut": "largest"}),
)  # fmt: skip


def reference(
    given: Given,
    average: str = "mean",
    margin: float = 1,
    sign: int = 1,
    right: str = "number",
    own: str = "left out",
    cut: str = "below 0",
    slope: str = "step",
    share: str = "both",
    label_shift: int = 0,
    kink: float = 0.0,
) -> Values:
    """The mean hinge loss and its gradient; ``kink`` is the slope of a margin that is met exactly."""
    x = given["x"]
    N, C = x.shape
    y = (given["y"] + label_shift) % C if label_shift else given["y"]
    hot = np.eye(C)[y]
    lack = sign * (x - np.sum(x * hot, axis=1, keepdims=True)) + margin
    violated = (lack >= 0) * 1.0 if kink else (lack > 0) * 1.0
    wrong = (1.0 if cut == "none" else violated) * (1 - hot)
    if cut == "largest":
        largest = np.max(lack * (1 - hot), axis=1, keepdims=True)
        wrong = wrong * (lack >= largest)
    hinges = lack * wrong
    if slope == "squared":
        hinges, wrong = hinges * lack, 2 * hinges
    averaging = 1 / N if average == "mean" else 1
    loss = averaging * (np.sum(hinges) + (N * margin if own == "loss" else 0))
    if slope == "margins":
        wrong = hinges
    counts = {"none": 0, "once": 1, "added": -1}.get(right)
    if counts is None or right == "added":
        number = np.sum(wrong, axis=1, keepdims=True)
        counts = -number if right == "added" else number
    return {"loss": loss, "dx": (1 if share == "loss only" else averaging) * sign * (wrong - counts * hot)}


LOSS = ScoreLoss(reference, RESULTS, averaged("average"), FLAWS, kinks=True)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that are about this loss."""
    return LOSS.subjects(names, LOSS_NAMES, CLASSIFIER_NAMES)
