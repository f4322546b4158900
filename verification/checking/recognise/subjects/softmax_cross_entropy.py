"""Softmax and cross-entropy.

``softmax_loss(x, y)``, ``softmax(x)``, the linear classifier's ``softmax_loss_vectorized(W, X, y, reg)`` and
classes in the style of ``SoftmaxWithLoss()``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import all_of_names, called, first, of_names
from yudo.verification.checking.recognise.candidate import (
    CONSTANT,
    NUMBERS,
    Call,
    Flaw,
    Given,
    Guard,
    Reading,
    Subject,
    Values,
    one_hot_rows,
)
from yudo.verification.checking.recognise.layers import Constructed, LayerProgram, forward_of
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.score_losses import SHAPES, ScoreLoss, averaged
from yudo.verification.checking.recognise.signature import parameters, required
from yudo.verification.sandbox.timeouts import briefly

SOFTMAX_NAMES = Called(
    ("softmax", "softmax_forward", "stable_softmax"),
    "(x) → probs",
    ("softmax_cross_entropy.probs",),
    (1,),
)
SOFTMAX_CLASS_NAMES = Called(("Softmax", "Activation_Softmax", "SoftmaxLayer"), "forward(x) → probs", ())
LOSS_NAMES = Called(
    ("softmax_loss", "softmax_cross_entropy", "softmax_cross_entropy_loss"),
    "(x, y) → loss, dx",
    ("softmax_cross_entropy.loss", "softmax_cross_entropy.dx"),
    (2,),
)
CLASSIFIER_NAMES = Called(
    ("softmax_loss_vectorized", "softmax_loss_naive"), "(W, X, y, reg) → loss, dW", (), (4,)
)
LOSS_CLASS_NAMES = Called(
    (
        *("SoftmaxWithLoss", "SoftmaxCrossEntropy", "SoftmaxCrossEntropyLoss", "SoftmaxLoss"),
        *("SoftmaxWithCrossEntropy", "SoftmaxWithCrossEntropyLoss", "SoftmaxCrossEntropyLayer"),
        *("SoftmaxWithLossLayer", "Activation_Softmax_Loss_CategoricalCrossentropy"),
    ),
    "forward(x, t) → loss; backward(dout=1) → dx",
    ("softmax_cross_entropy.probs", "softmax_cross_entropy.loss", "softmax_cross_entropy.dx"),
)
PERHAPS_NAMES = Called(
    ("CrossEntropy", "CrossEntropyLoss", "CategoricalCrossEntropy", "CELoss"),
    "forward(x, t) → loss; backward(dout=1) → dx",
    (),
    note=Text("점수를 받으면", "if it takes scores, not probabilities"),
)
CALLED = (
    SOFTMAX_NAMES,
    SOFTMAX_CLASS_NAMES,
    LOSS_NAMES,
    CLASSIFIER_NAMES,
    LOSS_CLASS_NAMES,
    PERHAPS_NAMES,
)

RESULTS = {
    "out": "softmax_cross_entropy.probs",
    "loss": "softmax_cross_entropy.loss",
    "dx": "softmax_cross_entropy.dx",
}
READINGS = averaged("average")
FLAWS = (
    Flaw("labels-off-by-one", Text("레이블이 하나씩 어긋났다: `y - 1`을 쓴다", "labels off by one: `y - 1` is used"), {"label_shift": -1}),
    Flaw("labels-off-by-one", Text("레이블이 하나씩 어긋났다: `y + 1`을 쓴다", "labels off by one: `y + 1` is used"), {"label_shift": 1}),
    Flaw("no-one-hot", Text("정답 레이블 자리에서 1을 빼지 않았다", "1 is not subtracted at the labels"), {"onehot": 0}),
    Flaw("one-hot-added", Text("정답 레이블 자리에서 1을 빼지 않고 더했다", "1 is added at the labels instead of subtracted"), {"onehot": -1}),
    Flaw("one-hot-after-average", Text("평균을 낸 다음에 1을 뺐다: 1도 N으로 나누어야 한다", "1 is subtracted after dividing by N: it must be divided, too"), {"onehot": "N"}),
    Flaw("average-of-labels-only", Text("정답 레이블 항만 N으로 나누었다", "only the label term is divided by N"), {"onehot": "labels only"}),
    Flaw("columns", Text("소프트맥스를 행이 아니라 열 방향으로 정규화했다", "the softmax is normalised along the columns instead of each row"), {"normalise": 0, "shift": 0}),
    Flaw("columns", Text("소프트맥스를 행이 아니라 열 방향으로 정규화했다", "the softmax is normalised along the columns instead of each row"), {"normalise": 0}),
    Flaw("whole-array", Text("소프트맥스를 행마다가 아니라 배열 전체로 정규화했다", "the softmax is normalised over the whole array instead of each row"), {"normalise": None, "shift": None}),
    Flaw("whole-array", Text("소프트맥스를 행마다가 아니라 배열 전체로 정규화했다", "the softmax is normalised over the whole array instead of each row"), {"normalise": None}),
    Flaw("log-of-ten", Text("자연로그가 아니라 상용로그를 썼다", "uses log10 instead of the natural logarithm"), {"base": 10.0}),
    Flaw("log-of-two", Text("자연로그가 아니라 밑이 2인 로그를 썼다", "uses log2 instead of the natural logarithm"), {"base": 2.0}),
    Flaw("all-classes", Text("정답 레이블만이 아니라 모든 클래스의 로그 확률을 더했다", "sums the log-probabilities of all classes, not of the labels alone"), {"loss": "all"}),
    Flaw("last-sample", Text("표본에 대해 더하지 않고 마지막 표본만 남았다", "the sum over the samples is missing: only the last one is left"), {"samples": "last"}),
    Flaw("no-log", Text("로그를 취하지 않았다", "the logarithm is missing"), {"loss": "no log"}),
    Flaw("score-only", Text("로그-합-지수(log-sum-exp) 항이 빠졌다", "the log-sum-exp term is missing"), {"loss": "scores"}),
    Flaw("scores-for-probs", Text("확률이 아니라 점수에서 1을 뺐다", "subtracts 1 from the scores instead of the probabilities"), {"probs": "scores"}),
    Flaw("jacobian-only-diagonal", Text("야코비 행렬의 대각 원소만 썼다: `p (1 - p)`", "uses only the diagonal of the Jacobian: `p (1 - p)`"), {"probs": "diagonal"}),
)  # fmt: skip


def _everywhere(key: str, text: Text, options: dict[str, Any], effect: Text, scale: float) -> Iterator[Guard]:
    """A guard whose gradient is that of the loss without it, has the guarded probabilities, or is exact."""
    for gradient in ("plain", "guarded", "exact"):
        yield Guard(key, text, {**options, "gradient": gradient}, effect, scale)


_LIKELY = Text(
    "레이블의 확률이 1% 이상이면 손실이 최대 {size}만큼 달라지고, 표본 하나의 손실은 {cap}을 넘지 못한다",
    "it changes the loss by up to {size} where the label has a probability of 1% or more, and no sample's loss exceeds {cap}",
)
_UNLIKELY = Text(
    "레이블의 확률이 {size}보다 작을 때만 손실이 달라지고, 표본 하나의 손실은 {cap}을 넘지 못한다",
    "it changes the loss only where the label has a probability below {size}, and no sample's loss exceeds {cap}",
)
LOG_GUARDS = (
    *_everywhere("epsilon", Text("로그 안에 더한 작은 수", "a guard added inside the log,"), {"epsilon": CONSTANT}, _LIKELY, 100),
    *_everywhere("floor", Text("로그 안의 확률을 자른 하한", "a floor under the probability inside the log,"), {"floor": CONSTANT}, _UNLIKELY, 1),
    *_everywhere("clip", Text("로그 안의 확률을 자른 하한", "the probability is clipped inside the log at"), {"floor": CONSTANT, "ceiling": "1"}, _UNLIKELY, 1),
    *_everywhere("clip", Text("로그 안의 확률을 양쪽에서 자른 여유", "the probability is clipped inside the log at both ends, by"), {"floor": CONSTANT, "ceiling": "1 - floor"}, _LIKELY, 1),
)  # fmt: skip
SHARE_GUARDS = (
    Guard("denominator", Text("소프트맥스의 분모에 더한 작은 수", "a guard added to the denominator of the softmax,"), {"denominator": CONSTANT}, Text("손실이 최대 {size}만큼 달라진다", "it changes the loss by up to {size}")),
    Guard("denominator", Text("소프트맥스의 분모에 더한 작은 수", "a guard added to the denominator of the softmax,"), {"denominator": CONSTANT, "shift": "none"}, Text("가장 큰 로짓이 0 이상이면 손실이 최대 {size}만큼 달라진다", "it changes the loss by up to {size} where the largest logit is 0 or more")),
)  # fmt: skip
GUARDS = (*LOG_GUARDS, *SHARE_GUARDS)


def _in_log(p: Any, floor: float, ceiling: str) -> Any:
    """The probabilities that the logarithm is taken of, cut off."""
    if ceiling:
        return np.clip(p, floor, 1 if ceiling == "1" else 1 - floor)
    return np.maximum(p, floor) if floor else p


def reference(
    given: Given,
    average: str = "mean",
    label_shift: int = 0,
    onehot: Any = 1,
    epsilon: float = 0.0,
    floor: float = 0.0,
    ceiling: str = "",
    denominator: float = 0.0,
    gradient: str = "plain",
    normalise: int | None = 1,
    shift: int | str | None = 1,
    samples: str = "all",
    base: float = 0.0,
    loss: str = "labels",
    probs: str = "softmax",
) -> Values:
    """Softmax, its cross-entropy, and the gradient of that."""
    x = given["x"]
    # ``shift`` is the axis that the maximum is taken along. Each step is made once: that is cheaper on symbols.
    scores = x if isinstance(shift, str) else x - np.max(x, axis=shift, keepdims=True)
    e = np.exp(scores)
    total = np.sum(e, axis=normalise, keepdims=True)
    if denominator:
        total = total + denominator
    p = e / total
    values = {"out": p}
    if "y" not in given:
        return values
    N, C = x.shape
    y = (given["y"] + label_shift) % C if label_shift else given["y"]
    hot = np.eye(C)[y]
    share = 1 / N if average == "mean" else 1
    kept = _in_log(p, floor, ceiling)
    if epsilon or floor:
        logs = np.log(kept + epsilon if epsilon else kept)
    else:
        logs = scores - np.log(total) if normalise == 1 else np.log(p)
    if base:
        logs = logs / np.log(base)
    terms = {"labels": logs * hot, "all": logs, "no log": p * hot, "scores": x * hot}[loss]
    values["loss"] = -share * np.sum(terms if samples == "all" else terms[-1])
    q = {"softmax": kept if gradient == "guarded" else p, "scores": x, "diagonal": p * (1 - p) + hot}[probs]
    if onehot == "N":
        values["dx"] = share * q - hot
    elif onehot == "labels only":
        values["dx"] = q - share * hot
    else:
        values["dx"] = share * (q - onehot * hot)
    if gradient == "exact":
        own = np.sum(p * hot, axis=1, keepdims=True)
        slope = own / (own + epsilon) if epsilon else (own > floor) * 1.0
        values["dx"] = values["dx"] * (slope * (own < 1 - floor) if ceiling == "1 - floor" else slope)
    if "dout" in given:
        values["dx"] = given["dout"] * values["dx"]
    return values


ONE_HOT = one_hot_rows("x.shape[1]")


def one_hot(given: Given) -> Given:
    """The inputs with labels as one-hot rows."""
    return {**given, "y": np.eye(given["x"].shape[1], dtype=given["x"].dtype)[given["y"]]}


LOSS = ScoreLoss(reference, RESULTS, READINGS, FLAWS, GUARDS, encodings=((one_hot, ONE_HOT),))


VECTORS = (
    Reading("rows"),
    Reading(
        "vector",
        Text(
            "벡터 하나를 받는다: 배치를 주면 배열 전체를 함께 정규화한다",
            "takes a single vector: a batch is normalised as a whole",
        ),
        {"normalise": None, "shift": None},
    ),
    Reading(
        "columns",
        Text(
            "표본이 열이다: 배치를 주면 열마다 정규화한다",
            "samples are columns: each column of a batch is normalised",
        ),
        {"normalise": 0, "shift": 0},
    ),
)
"""A softmax on its own may be meant for one vector, or for columns; where the file gives it rows, it may not."""


def _gets_rows(names: Mapping[str, Any]) -> bool:
    """Whether something in the file gives batches of rows to a softmax."""
    if any(map(_is_of_columns, names.values())):
        return False
    plain = [name.lower().replace("_", "") for name in names]
    told = any("net" in name or "loss" in name or "crossentropy" in name for name in plain)
    return told or any(map(LOSS_CLASS_NAMES.has, names))


def _is_of_columns(function: Any) -> bool:
    """Whether a function takes what deeplearning.ai's do, where each sample is a column."""
    if not isinstance(function, FunctionType):
        return False
    return bool({"a_prev", "parameters"} & {one.name.lower() for one in parameters(function)})


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    softmax = of_names(names, SOFTMAX_NAMES)
    if softmax is not None and required(softmax) == 1:
        # Without an axis of its own it has none until it is told one.
        along = {one.name: 1 for one in parameters(softmax)[1:] if one.name == "axis" and one.default is None}
        yield Subject(
            softmax.__name__, "softmax", {"x": SHAPES["x"]}, ("out",),
            (Call(lambda given: {"out": first(softmax(given["x"], **along))}),), reference,
            (f"out = {softmax.__name__}(x{', axis=1' if along else ''})",), RESULTS, source=softmax,
            readings=VECTORS[:1] if _gets_rows(names) else VECTORS,
            flaws=tuple(flaw for flaw in FLAWS if flaw.key in ("columns", "whole-array")), guards=SHARE_GUARDS,
        )  # fmt: skip
    for kind in all_of_names(names, SOFTMAX_CLASS_NAMES):
        if len(parameters(kind.forward)) == 2:  # self and x
            yield Subject(
                f"{kind.__name__}.forward", kind.__name__, {"x": SHAPES["x"]}, ("out",),
                (forward_of(Constructed(kind)),), reference,
                (f"layer = {kind.__name__}()", "out = layer.forward(x)"), RESULTS, source=kind,
                flaws=tuple(flaw for flaw in FLAWS if flaw.key in ("columns", "whole-array")), guards=SHARE_GUARDS,
            )  # fmt: skip
    yield from LOSS.subjects(names, LOSS_NAMES, CLASSIFIER_NAMES)
    for kind in all_of_names(names, LOSS_CLASS_NAMES):
        yield from of_class(kind)
    for kind in all_of_names(names, PERHAPS_NAMES):
        if _takes_scores(kind):
            yield from of_class(kind)


# -- classes -----------------------------------------------------------------------------------------------


def _takes_scores(kind: type) -> bool:
    """Whether a loss class gives a number for scores of any sign, one-hot rows or labels."""
    scores = np.array([[-1.0, 2.0, -3.0], [0.5, -0.25, 1.0]])
    for y in (np.array([0, 1]), np.eye(3)[[0, 1]]):
        with briefly(), np.errstate(all="ignore"):
            loss = first(called(kind(), "forward", scores, y))
            return bool(np.all(np.isfinite(loss)))
    return True


def of_class(kind: type) -> Iterator[Subject]:
    """``forward(x, t)`` and ``backward(dout=1)``, with labels or one-hot targets."""
    name = kind.__name__
    maker = Constructed(kind)

    def forward(layer: Any, given: Given) -> Values:
        return {"loss": first(called(layer, "forward", given["x"], given["y"]))}

    def forward_one_hot(layer: Any, given: Given) -> Values:
        return forward(layer, one_hot(given))

    takes = required(kind.backward) - 1  # type: ignore[attr-defined]

    def backward(layer: Any, given: Given) -> Values:
        called(layer, "forward", given["x"], given["y"])
        arguments = (layer.output, given["y"]) if takes > 1 else (1.0,) * takes
        return {"dx": first(called(layer, "backward", *arguments))}

    def backward_one_hot(layer: Any, given: Given) -> Values:
        return backward(layer, one_hot(given))

    made = (f"layer = {name}()", "loss = layer.forward(x, y)")
    yield Subject(
        f"{name}.forward", name, SHAPES, ("loss",), (LayerProgram(maker, forward), LayerProgram(maker, forward_one_hot)), reference,
        made, RESULTS, READINGS, FLAWS, GUARDS, source=kind, forms=(NUMBERS, ONE_HOT),
    )  # fmt: skip
    yield Subject(
        f"{name}.backward", name, SHAPES, ("dx",), (LayerProgram(maker, backward), LayerProgram(maker, backward_one_hot)), reference,
        (*made, "dx = layer.backward()"), RESULTS, READINGS, FLAWS, GUARDS, source=kind, forms=(NUMBERS, ONE_HOT),
    )  # fmt: skip
