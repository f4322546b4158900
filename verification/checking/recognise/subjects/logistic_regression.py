"""The cost of probabilities and logistic regression as deeplearning.ai has them: samples in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import WrongReturn, all_of_names
from yudo.verification.checking.recognise.candidate import (
    CONSTANT,
    Call,
    Flaw,
    Given,
    Guard,
    Reading,
    Subject,
    Values,
)
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import required_names
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

COST = Called(
    ("compute_cost",),
    "(AL, Y) → cost",
    ("binary_cross_entropy.loss",),
    (2,),
    Text(
        "`AL`은 `(1, m)` 모양의 확률이다. 소프트맥스의 비용은 검사하지 않는다",
        "`AL` are probabilities of shape `(1, m)`; the cost of a softmax is not checked",
    ),
)
PROPAGATE = Called(
    ("propagate",),
    "(w, b, X, Y) → grads, cost",
    ("binary_cross_entropy.loss",),
    (4,),
    Text("`grads`의 키는 `dw`와 `db`다", "the keys of `grads` are `dw` and `db`"),
)
WITH_PENALTY = Called(
    ("compute_cost_with_regularization",),
    "(A3, Y, parameters, lambd) → cost",
    ("binary_cross_entropy.loss",),
    (4,),
    Text(
        "`parameters`는 W1, b1, W2, b2, W3, b3의 딕셔너리다",
        "`parameters` is a dict of W1, b1, W2, b2, W3, b3",
    ),
)
CALLED = (COST, PROPAGATE, WITH_PENALTY)
SHAPES = {"ZL": Shape((1, "N")), "Y": Shape((1, "N"), "unit")}
"""Of the logits: what is given to the function is their sigmoid, between 0 and 1 for all."""
OF_REGRESSION = {"w": Shape(("D", 1)), "b": Shape(()), "X": Shape(("D", "N")), "Y": Shape((1, "N"), "unit")}
PARTS = {
    "W1": Shape(("H", "D")), "b1": Shape(("H", 1)), "W2": Shape(("K", "H")), "b2": Shape(("K", 1)),
    "W3": Shape((1, "K")), "b3": Shape((1, 1)),
}  # fmt: skip
OF_NET = {**SHAPES, **PARTS, "lambd": Shape((), "fixed")}
PREDICTED = ("A", "AL", "A2", "A3", "a", "a2", "a3", "al", "yhat", "y_hat", "Y_hat", "Yhat", "y_pred")

MEAN = Reading("standard")
SUM = Reading("sum", Text("평균이 아니라 합을 쓴다", "sums instead of averaging"), {"scale": "sum"})
SQUARED = tuple(
    Reading(f"squared-{scale}", Text(f"교차 엔트로피가 아니라 제곱 오차다: {said_ko}", f"the squared error, not the cross-entropy: {said}"), {"scale": scale, "terms": "squared"})
    for scale, said_ko, said in (("mean", "`1/m`", "`1/m`"), ("half", "`1/(2m)`", "`1/(2m)`"), ("sum", "합", "summed"))
)  # fmt: skip
OF_COST = (
    Flaw("only-yes", Text("정답이 0인 표본의 손실을 빠뜨렸다: `(1 - Y) * log(1 - AL)`의 항이 없다", "the loss of samples whose label is 0 is missing: there is no term `(1 - Y) * log(1 - AL)`"), {"terms": "yes"}),
    Flaw("exchanged", Text("`Y`와 `1 - Y`를 바꾸어 썼다", "`Y` and `1 - Y` are exchanged"), {"terms": "exchanged"}),
    Flaw("negated", Text("손실의 부호가 반대다", "the sign of the loss is wrong"), {"terms": "negated"}),
    Flaw("one-subtracted", Text("두 항을 더하지 않고 뺐다", "the two terms are subtracted instead of added"), {"terms": "subtracted"}),
    Flaw("half", Text("`1/m`이 아니라 `1/(2m)`을 곱했다", "multiplied by `1/(2m)`, not by `1/m`"), {"scale": "half"}),
)  # fmt: skip
OF_PROPAGATE = (
    *(one for one in OF_COST if one.key != "half"),
    Flaw("label-added", Text("`A - Y`가 아니라 `A + Y`를 썼다", "`A + Y` in the place of `A - Y`"), {"error": "added"}),
    Flaw("sign", Text("빼는 순서가 거꾸로다: `A - Y`이어야 한다", "the difference is the wrong way round: it is `A - Y`"), {"error": "reversed"}),
    Flaw("mean-forgotten", Text("그래디언트를 `m`으로 나누지 않았다", "the gradient is not divided by `m`"), {"averaged": False}),
    Flaw("slope-of-sigmoid", Text("시그모이드의 기울기를 한 번 더 곱했다: `A - Y`가 이미 로짓에 대한 그래디언트다", "the slope of the sigmoid is multiplied in once more: `A - Y` is the gradient with respect to the logits already"), {"error": "sloped"}),
)  # fmt: skip
OF_PENALTY = (
    *(one for one in OF_COST if one.key != "half"),
    Flaw("l2-missing-in-loss", Text("손실에 L2 항이 빠졌다", "L2 term missing from the loss"), {"penalty": 0}),
    Flaw("l2-half", Text("L2 항에 `1/2`이 빠졌다: `λ/(2m)`이어야 한다", "the L2 term lacks the `1/2`: it is `λ/(2m)`"), {"penalty": 2}),
    Flaw("l2-half", Text("L2 항에 `1/2`을 두 번 곱했다: `λ/(2m)`이어야 한다", "the L2 term has the `1/2` twice: it is `λ/(2m)`"), {"penalty": 0.5}),
    Flaw("l2-sign", Text("L2 항을 더하지 않고 뺐다", "the L2 term is subtracted instead of added"), {"penalty": -1}),
    Flaw("l2-mean", Text("L2 항을 `m`으로 나누지 않았다: `λ/(2m)`이어야 한다", "the L2 term is not divided by `m`: it is `λ/(2m)`"), {"averaged": False}),
    Flaw("l2-lambda", Text("L2 항에 `λ`가 빠졌다", "the L2 term lacks `λ`"), {"strength": 1}),
    *(
        Flaw("l2-layer-missing", Text(f"L2 항에 `{part}`이 빠졌다", f"the L2 term lacks `{part}`"), {"squared": tuple(one for one in ("W1", "W2", "W3") if one != part)})
        for part in ("W1", "W2", "W3")
    ),
    Flaw("l2-layer-missing", Text("L2 항에 첫째 층의 가중치만 들어 있다", "the L2 term has the weights of the first layer alone"), {"squared": ("W1",)}),
    Flaw("biases-regularised", Text("편향까지 정규화했다", "biases are regularised"), {"squared": tuple(PARTS)}),
    Flaw("not-squared", Text("가중치를 제곱하지 않았다", "the weights are not squared"), {"power": "none"}),
    Flaw("sum-squared", Text("제곱의 합이 아니라 합의 제곱을 썼다", "the square of the sum, not the sum of squares"), {"power": "of the sum"}),
)  # fmt: skip
GUARDS = (
    Guard("log-epsilon", Text("로그 안에 더한 작은 수", "a guard added inside the log,"), {"guard": CONSTANT, "how": "added"}, Text("확률이 0이나 1에 가까울 때 손실이 달라지고, 표본 하나의 손실은 {cap}을 넘지 못한다", "it changes the loss where a probability is near 0 or 1, and no sample's loss exceeds {cap}")),
    Guard("log-clip", Text("확률을 자른 경계", "probabilities are cut off at"), {"guard": CONSTANT, "how": "cut"}, Text("확률이 {size}보다 0이나 1에 가까울 때만 손실이 달라지고, 표본 하나의 손실은 {cap}을 넘지 못한다", "it changes the loss only where a probability is nearer than {size} to 0 or 1, and no sample's loss exceeds {cap}")),
)  # fmt: skip


def _scaled(N: Any, scale: str) -> Any:
    return {"mean": 1 / N, "half": 1 / (2 * N), "sum": 1}[scale]


def sigmoid(z: Any) -> Any:
    """The probabilities of logits."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def cost(given: Given, scale: str = "mean", terms: str = "both", guard: Any = 0, how: str = "") -> Values:
    """The cost of probabilities, which are the sigmoid of logits."""
    z, t = given["ZL"], given["Y"]
    factor, p = _scaled(z.shape[1], scale), sigmoid(z)
    if terms == "squared":
        return {"cost": factor * np.sum((p - t) ** 2)}
    if how == "cut":
        p = np.clip(p, guard, 1 - guard)
    more = guard if how == "added" else 0
    yes, no = (-np.log(p + more), -np.log(1 - p + more)) if how else (np.logaddexp(-z, 0), np.logaddexp(z, 0))
    return {"cost": factor * np.sum(_terms(t, yes, no, terms))}


def _terms(t: Any, yes: Any, no: Any, terms: str) -> Any:
    return {
        "both": t * yes + (1 - t) * no,
        "yes": t * yes,
        "exchanged": (1 - t) * yes + t * no,
        "negated": -t * yes - (1 - t) * no,
        "subtracted": t * yes - (1 - t) * no,
    }[terms]


def penalised(
    given: Given,
    penalty: float = 1,
    averaged: bool = True,
    strength: float | None = None,
    squared: tuple[str, ...] = ("W1", "W2", "W3"),
    power: str = "",
    **options: Any,
) -> Values:
    """The cost of probabilities with the L2 term of three weights."""
    sums: dict[str, Callable[[Any], Any]] = {
        "": lambda w: np.sum(w * w),
        "none": np.sum,
        "of the sum": lambda w: np.sum(w) ** 2,
    }
    factor = penalty * (given["lambd"] if strength is None else strength)
    factor = factor / (2 * given["Y"].shape[1]) if averaged else factor / 2
    total = sum([sums[power](given[part]) for part in squared])
    return {"cost": cost(given, **options)["cost"] + factor * total}


def propagate(
    given: Given, scale: str = "mean", terms: str = "both", error: str = "", averaged: bool = True
) -> Values:
    """The cost of logistic regression, and its gradient."""
    w, b, x, t = (given[name] for name in ("w", "b", "X", "Y"))
    z = np.dot(w.T, x) + b
    factor = _scaled(x.shape[1], scale)
    a = sigmoid(z)
    errors = {"": a - t, "added": a + t, "reversed": t - a, "sloped": (a - t) * a * (1 - a)}
    dz = (factor if averaged else 1) * errors[error]
    loss = factor * np.sum(_terms(t, np.logaddexp(-z, 0), np.logaddexp(z, 0), terms))
    return {"cost": loss, "dw": np.dot(x, dz.T), "db": np.sum(dz)}


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that are a cost of probabilities, or logistic regression as a whole."""
    for function in all_of_names(names, COST):
        taken = required_names(function)
        of_classes = any("softmax" in name.lower() for name in names) and _ignores_other_labels(function)
        if len(taken) != 2 or of_classes:
            continue
        if taken[0] in PREDICTED and taken[1].lower() in ("y", "labels"):
            yield _cost(function)
    for function in all_of_names(names, PROPAGATE):
        if required_names(function) == ["w", "b", "X", "Y"]:
            yield _propagate(function)

    for function in all_of_names(names, WITH_PENALTY):
        taken = required_names(function)
        if len(taken) == 4 and taken[0] in PREDICTED and taken[1:] == ["Y", "parameters", "lambd"]:
            yield _penalised(function)


def _ignores_other_labels(function: Any) -> bool:
    """Whether labels of 0 cost nothing, as of classes in one-hot columns."""
    with briefly(), np.errstate(all="ignore"):
        return not np.any(function(np.full((1, 2), 0.25), np.zeros((1, 2))))
    return False


def _cost(function: Any) -> Subject:
    name = function.__name__

    def observe(given: Given) -> Values:
        return {"cost": function(sigmoid(given["ZL"]), given["Y"])}

    return Subject(
        name, name, SHAPES, ("cost",), (Call(observe),), cost, (f"cost = {name}(1 / (1 + np.exp(-ZL)), Y)",),
        {"cost": COST.results[0]}, readings=(MEAN, SUM, *SQUARED), flaws=OF_COST, guards=GUARDS, source=function,
    )  # fmt: skip


def _penalised(function: Any) -> Subject:
    name = function.__name__

    def observe(given: Given) -> Values:
        parameters = {part: given[part] for part in PARTS}
        return {"cost": function(sigmoid(given["ZL"]), given["Y"], parameters, given["lambd"])}

    return Subject(
        name, name, OF_NET, ("cost",), (Call(observe),), penalised,
        (
            f"parameters = {{{', '.join(f'{part!r}: {part}' for part in PARTS)}}}",
            f"cost = {name}(1 / (1 + np.exp(-ZL)), Y, parameters, lambd)",
        ),
        {"cost": WITH_PENALTY.results[0]}, readings=(MEAN,), flaws=OF_PENALTY, guards=GUARDS, source=function,
    )  # fmt: skip


def _propagate(function: Any) -> Subject:
    name = function.__name__

    def observe(given: Given) -> Values:
        returned = function(*[given[part] for part in OF_REGRESSION])
        if not isinstance(returned, tuple) or len(returned) != 2 or not isinstance(returned[0], dict):
            raise WrongReturn(NOT_A_PAIR)
        return {"cost": returned[1], "dw": returned[0].get("dw"), "db": returned[0].get("db")}

    return Subject(
        name, name, OF_REGRESSION, ("cost", "dw", "db"), (Call(observe),), propagate,
        (f"grads, cost = {name}({', '.join(OF_REGRESSION)})",), {"cost": PROPAGATE.results[0]},
        readings=(MEAN, SUM), flaws=OF_PROPAGATE, reads={"dw": "grads['dw']", "db": "grads['db']"},
        source=function,
    )  # fmt: skip


NOT_A_PAIR = Text(
    "그래디언트의 딕셔너리와 비용의 둘을 돌려주지 않는다",
    "does not return a pair: the dict of gradients and the cost",
)
