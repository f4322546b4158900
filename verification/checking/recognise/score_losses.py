"""Losses of scores and labels, ``loss, dx = softmax_loss(x, y)``, and the linear classifiers they train."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import WrongReturn, all_of_names
from yudo.verification.checking.recognise.candidate import (
    NUMBERS,
    Call,
    Flaw,
    Form,
    Given,
    Guard,
    Reading,
    Reference,
    Subject,
    Values,
    both,
)
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import call, order, parameters
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape, labels

SHAPES = {"x": Shape(("N", "C")), "y": labels("N", below="C")}

CLASSIFIER = {
    "w": Shape(("D", "C")), "x": Shape(("N", "D")), "y": labels("N", below="C"), "reg": Shape((), "fixed"),
}  # fmt: skip
COLUMN_CLASSIFIER = {**CLASSIFIER, "w": Shape(("C", "D")), "x": Shape(("D", "N"))}
SCALES = (
    Reading("full", Text("L2 항을 `reg·ΣW²`로 쓴다", "the L2 term is `reg·ΣW²`"), {"scale": 2}),
    Reading("half", Text("L2 항을 `½·reg·ΣW²`로 쓴다", "the L2 term is `½·reg·ΣW²`"), {"scale": 1}),
)
CLASSIFIER_FLAWS = (
    Flaw(
        "l2-factor",
        Text(
            "손실에는 `reg·ΣW²`를, 그래디언트에는 `reg·W`를 썼다: 인수 2",
            "loss uses `reg·ΣW²` but the gradient `reg·W`: factor 2",
        ),
        {"decay": "half"},
    ),
    Flaw(
        "l2-factor",
        Text(
            "손실에는 `½·reg·ΣW²`를, 그래디언트에는 `2·reg·W`를 썼다: 인수 2",
            "loss uses `½·reg·ΣW²` but the gradient `2·reg·W`: factor 2",
        ),
        {"decay": "double"},
    ),
    Flaw("l2-missing", Text("`dW`에 L2 항이 빠졌다", "L2 term missing from dW"), {"decay": "none"}),
    Flaw(
        "l2-missing-in-loss",
        Text("손실에 L2 항이 빠졌다", "L2 term missing from the loss"),
        {"penalty": "none"},
    ),
)
_DECAYS = {"right": 1, "half": 0.5, "double": 2, "none": 0}


def averaged(option: str) -> tuple[Reading, ...]:
    """The two conventions over the samples, as an option of a reference."""
    summed = Text("표본에 대해 평균이 아니라 합을 쓴다", "sums over the samples instead of averaging")
    return Reading("mean", None, {option: "mean"}), Reading("sum", summed, {option: "sum"})


@dataclass(frozen=True)
class ScoreLoss:
    """A loss of scores and labels that returns its gradient, too.

    Attributes
    ----------
    reference, results
        What is right, and its permanent IDs.
    readings, flaws, guards
        Its conventions, the mistakes that are named, and where small constants may stand.
    encodings
        Other ways to hand in the labels, and what is said of each.
    kinks
        Whether the gradient has a convention at a kink.
    """

    reference: Reference
    results: Mapping[str, str]
    readings: tuple[Reading, ...]
    flaws: tuple[Flaw, ...]
    guards: tuple[Guard, ...] = ()
    encodings: tuple[tuple[Callable[[Given], Given], Form], ...] = ()
    kinks: bool = False

    @cached_property
    def conventions(self) -> tuple[Reading, ...]:
        """Those of a linear classifier, over the samples and of L2."""
        return tuple(
            Reading(f"{scale.key}-{one.key}", both(scale.name, one.name), {**scale.options, **one.options})
            for one in self.readings
            for scale in SCALES
        )

    @cached_property
    def derived(self) -> Mapping[str, Reference]:
        """What is right for a linear classifier, with samples in rows and in columns."""
        reference = self.reference

        def in_rows(
            given: Given, scale: int = 2, decay: str = "right", penalty: str = "right", **options: Any
        ) -> Values:
            w, x, reg = given["w"], given["x"], given["reg"]
            inner = reference({"x": x @ w, "y": given["y"]}, **options)
            squares = np.sum(w * w) * (1 if penalty == "right" else 0)
            return {
                "loss": inner["loss"] + reg * scale * squares / 2,
                "dw": x.T @ inner["dx"] + _DECAYS[decay] * scale * reg * w,
            }

        def in_columns(given: Given, **options: Any) -> Values:
            values = in_rows({**given, "w": given["w"].T, "x": given["x"].T}, **options)
            return {**values, "dw": values["dw"].T}

        return {"in_rows": in_rows, "in_columns": in_columns}

    def subjects(self, names: Mapping[str, Any], losses: Called, classifiers: Called) -> Iterator[Subject]:
        """The functions of a module that compute this loss, of scores or of weights and data."""
        for function in all_of_names(names, losses):
            takes_weights = len(parameters(function)) >= 4
            yield self.of_classifier(function) if takes_weights else self.of_scores(function)
        for function in all_of_names(names, classifiers):
            yield self.of_classifier(function)

    def of_scores(self, function: Any) -> Subject:
        """``loss, dx = softmax_loss(x, y)``."""
        parts = ["x" if part == "scores" else part for part in order(function, ("scores", "y"))]

        def observe(given: Given) -> Values:
            return _loss_and_gradient(function(*[given[part] for part in parts]), "dx")

        def encoded(encoding: Callable[[Given], Given]) -> Call:
            return Call(lambda given: observe(encoding(given)))

        name = function.__name__
        return Subject(
            name, name, SHAPES, ("loss", "dx"), (Call(observe), *(encoded(one) for one, _ in self.encodings)),
            self.reference, (f"loss, dx = {name}({', '.join(parts)})",), self.results, self.readings,
            self.flaws, self.guards, kinks=self.kinks, source=function,
            forms=(NUMBERS, *(form for _, form in self.encodings)),
        )  # fmt: skip

    def of_classifier(self, function: Any) -> Subject:
        """``loss, dW = softmax_loss_vectorized(W, X, y, reg)``, samples in rows or in columns."""
        ordered = order(function, ("w", "x", "y", "reg"))

        def observe(given: Given) -> Values:
            return _loss_and_gradient(function(*[given[part] for part in ordered]), "dw")

        turned = _takes_columns(function, ordered)
        columns = Text("표본이 열이다", "samples are columns") if turned else None
        readings = tuple(replace(one, name=both(columns, one.name)) for one in self.conventions)
        name = function.__name__
        return Subject(
            name, name, COLUMN_CLASSIFIER if turned else CLASSIFIER, ("loss", "dw"), (Call(observe),),
            self.derived["in_columns" if turned else "in_rows"],
            (f"loss, dw = {name}({', '.join(ordered)})",),
            {"loss": self.results["loss"], "dw": "affine.dw"}, readings, (*CLASSIFIER_FLAWS, *self.flaws),
            self.guards, kinks=self.kinks, source=function,
        )  # fmt: skip


def _takes_columns(function: Any, ordered: Sequence[str]) -> bool:
    """Whether a classifier takes ``W`` of shape (C, D) and ``X`` of shape (D, N), and only so."""
    rows = {"w": np.ones((3, 4)), "x": np.ones((5, 3)), "y": np.zeros(5, dtype=np.int64), "reg": 0.0}
    columns = {**rows, "w": np.ones((4, 3)), "x": np.ones((3, 5))}
    with briefly():
        call(function, rows, ordered)
        return False
    with briefly():
        call(function, columns, ordered)
        return True
    return False


def _loss_and_gradient(returned: Any, gradient: str) -> Values:
    if returned is None:
        return {"loss": None, gradient: None}
    if not isinstance(returned, (tuple, list)) or len(returned) != 2:
        raise WrongReturn(
            Text(
                f"loss와 {gradient}, 두 값을 돌려주어야 한다", f"must return two values: loss and {gradient}"
            )
        )
    return {"loss": returned[0], gradient: returned[1]}
