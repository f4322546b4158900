"""L2: functions that return the penalty, its gradient, or both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import all_of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order, parameters
from yudo.verification.symbolic.inputs import Shape

PENALTY_NAMES = Called(
    (
        *("l2_regularization", "l2_loss", "l2_penalty", "l2_reg", "l2_regularizer"),
        *("l2_regularization_loss", "l2_forward"),
    ),
    "(w, reg) → loss, dw",
    ("l2_regularization.loss",),
    (2,),
    Text("손실만 돌려줘도 된다", "it may return the loss alone"),
)
GRADIENT_NAMES = Called(
    (
        *("l2_gradient", "l2_grad", "l2_backward", "l2_regularization_grad", "l2_loss_grad"),
        "l2_regularization_backward",
    ),
    "(w, reg) → dw",
    ("l2_regularization.dw",),
    (2,),
)
CALLED = (
    PENALTY_NAMES,
    GRADIENT_NAMES,
)

SHAPES = {"w": Shape(("D", "M")), "reg": Shape((), "fixed")}
RESULTS = {"loss": "l2_regularization.loss", "dw": "l2_regularization.dw"}
READINGS = (
    Reading("half", Text("`½·reg·ΣW²`를 쓴다", "uses `½·reg·ΣW²`"), {"scale": 1}),
    Reading("full", Text("`reg·ΣW²`를 쓴다", "uses `reg·ΣW²`"), {"scale": 2}),
)
FLAWS = (
    Flaw("l2-factor", Text("손실에는 `reg·ΣW²`를, 그래디언트에는 `reg·W`를 썼다: 인수 2", "loss uses `reg·ΣW²` but the gradient `reg·W`: factor 2"), {"decay": 0.5}),
    Flaw("l2-factor", Text("손실에는 `½·reg·ΣW²`를, 그래디언트에는 `2·reg·W`를 썼다: 인수 2", "loss uses `½·reg·ΣW²` but the gradient `2·reg·W`: factor 2"), {"decay": 2}),
    Flaw("not-squared", Text("가중치를 제곱하지 않았다", "the weights are not squared"), {"power": 1}),
    Flaw("root", Text("제곱합의 제곱근(노름)을 썼다", "takes the norm: the square root of the sum of squares"), {"power": 0}),
    Flaw("absolute", Text("제곱이 아니라 절댓값을 더했다(L1)", "sums absolute values instead of squares (L1)"), {"power": "absolute"}),
    Flaw("absolute", Text("제곱이 아니라 절댓값을 더했다(L1)", "sums absolute values instead of squares (L1)"), {"power": "absolute", "scale": 2}),
    Flaw("spectral", Text("원소의 제곱합이 아니라 스펙트럼 노름을 썼다: `norm(W, 2)`", "uses the spectral norm `norm(W, 2)` instead of the sum of squares"), {"power": "spectral"}),
    Flaw("gradient-summed", Text("`dw`의 모든 원소가 `ΣW`다", "every entry of `dw` is `ΣW`"), {"decay": "sum"}),
)  # fmt: skip


def reference(given: Given, scale: int = 1, decay: Any = 1, power: Any = 2) -> Values:
    """The penalty and its gradient."""
    w, reg = given["w"], given["reg"]
    total = np.sum(w) if power == 1 else np.sum(w * w)
    if power == 0:
        total = np.sqrt(total)
    if power == "absolute":
        return {"loss": scale * reg * np.sum(np.abs(w)) / 2, "dw": scale * reg * np.sign(w) / 2}
    if power == "spectral":
        total = np.linalg.norm(w, 2) ** 2
    slope = np.sum(w) + 0 * w if decay == "sum" else decay * w
    return {"loss": scale * reg * total / 2, "dw": scale * reg * slope}


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that are about the penalty."""
    penalties = [one for one in all_of_names(names, PENALTY_NAMES) if len(parameters(one)) >= 2]
    for penalty in penalties:
        yield _subject(penalty, ("loss", "dw"), penalty.__name__)
    for gradient in all_of_names(names, GRADIENT_NAMES):
        if len(parameters(gradient)) >= 2:
            group = penalties[0].__name__ if len(penalties) == 1 else gradient.__name__
            yield _subject(gradient, ("dw",), group)


def _subject(function: Any, quantities: tuple[str, ...], group: str) -> Subject:
    ordered = order(function, ("w", "reg"))
    reads: dict[str, str] = {}

    def observe(given: Given) -> Values:
        returned = function(*[given[part] for part in ordered])
        several = isinstance(returned, (tuple, list))
        values = list(returned) if several else [returned]
        reads.update({q: f"result[{i}]" if several else "result" for i, q in enumerate(quantities)})
        return {quantity: value for quantity, value in zip(quantities, values)}  # noqa: B905

    name = function.__name__
    return Subject(
        name, group, SHAPES, quantities, (Call(observe),), reference,
        (f"result = {name}({', '.join(ordered)})",), RESULTS, READINGS, FLAWS, reads=reads, source=function,
    )  # fmt: skip
