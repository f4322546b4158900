"""The costs that nets are trained with, and the factors that they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.pairs.object_use import Use

Function = Callable[..., Any]


def contraction(a: Any, dout: Any, axis: int) -> Any:
    """Of a layer: the contraction of its output with an upstream gradient."""
    return np.sum(a * dout)


def _squares(a: Any, y: Any, axis: int) -> Any:
    return np.sum((a - y) ** 2)


def _bernoulli(a: Any, y: Any, axis: int) -> Any:
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))


def _categorical(a: Any, y: Any, axis: int) -> Any:
    return -np.sum(y * np.log(a))


def _of_logits(a: Any, y: Any, axis: int) -> Any:
    p = np.exp(a)
    return -np.sum(y * np.log(p / np.sum(p, axis=axis, keepdims=True)))


def _of_one_logit(a: Any, y: Any, axis: int) -> Any:
    p = 1 / (1 + np.exp(-a))
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


COSTS = {
    _squares: Text("제곱 오차", "the squared error"),
    _bernoulli: Text("이진 교차 엔트로피", "the binary cross-entropy"),
    _categorical: Text("교차 엔트로피", "the cross-entropy"),
    _of_logits: Text("소프트맥스 교차 엔트로피", "the softmax cross-entropy"),
    _of_one_logit: Text("시그모이드 교차 엔트로피", "the sigmoid cross-entropy"),
}


ONE_HOT = (_categorical, _of_logits)
"""Those whose targets are classes."""
SQUARES = _squares


def may_be(cost: Function, out: Any, y: Any, axis: int) -> bool:
    """Whether outputs may be what a cost is of."""
    several = np.ndim(out) > axis and np.shape(out)[axis] > 1
    sums = np.abs(np.sum(out, axis=axis) - 1) if several else np.ones(1)
    inside = bool(np.all(out > 0) and np.all(out < 1))
    if cost is _categorical:
        return inside and several and bool(np.all(sums < 1e-9))
    if cost is _bernoulli:
        return inside and not (several and bool(np.all(sums < 1e-9)))
    if cost is _of_logits:
        return several and not inside
    return cost is _squares or not inside


_FACTORS = {1.0: "", 2.0: "2", 0.5: "1/2"}


def scale(factor: float, use: Use) -> tuple[Function, Text]:
    """The factor as a function of the output's shape, and how it is told."""
    samples, classes, across, along = use.samples, use.classes, use.axis, -1 if use.columns else 0
    sign = -1 if factor < 0 else 1
    for number, told in _FACTORS.items():
        for by_samples, by_classes in product((False, True), repeat=2):
            divisor = (samples if by_samples else 1) * (classes if by_classes else 1)
            if abs(abs(factor) * divisor / number - 1) < 1e-6:
                times = sign * (int(number) if number >= 1 else 0.5)
                axes = [*([along] if by_samples else []), *([across] if by_classes else [])]
                below = ("N" if by_samples else "") + ("C" if by_classes else "")
                return partial(_over, times, axes), _times(sign, told, below)
    return (lambda a: factor), _times(1, f"{factor:.6g}", "")


def _over(times: float, axes: Sequence[int], a: Any) -> Any:
    """A number over the lengths of axes of an output."""
    for axis in axes:
        times = times / a.shape[axis]
    return times


def is_usual(factor: float, use: Use) -> bool:
    """Whether a factor is one that a cost has, and not a rate that is written out."""
    return scale(factor, use)[1] != _times(1, f"{factor:.6g}", "")


def _times(sign: int, number: str, below: str) -> Text:
    """How a factor is told."""
    if below:
        number = f"{number or 1}/{below}" if "/" not in number else f"1/(2{below})"
    if not number and sign > 0:
        return Text("", "")
    told = f"{'-' if sign < 0 else ''}{number or 1}"
    return Text(f"의 {told}배", f" times {told}")
