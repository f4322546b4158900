"""Softmax and cross-entropy at every time step: ``temporal_softmax_loss``, with a mask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import named, of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order, takes_parts
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "y", "mask")
QUANTITIES = ("loss", "dx")
RESULTS = {quantity: f"temporal_softmax_loss.{quantity}" for quantity in QUANTITIES}

NAMES = Called(("temporal_softmax_loss",), "(x, y, mask) → loss, dx", tuple(RESULTS.values()), (3, 4))
CALLED = (NAMES,)

SHAPES = {
    "x": Shape(("N", "T", "V")),
    "y": Shape(("N", "T"), "labels", "V"),
    "mask": Shape(("N", "T"), "labels", 2),
}

FLAWS = (
    Flaw("mask-missing-in-dx", Text("`dx`에 마스크를 곱하지 않았다", "`dx` is not multiplied by the mask"), {"masked": "loss"}),
    Flaw("mask-missing-in-loss", Text("손실에 마스크를 곱하지 않았다", "the loss is not multiplied by the mask"), {"masked": "dx"}),
    Flaw("mask-missing", Text("마스크를 쓰지 않았다", "the mask is not used"), {"masked": "nowhere"}),
    Flaw("mask-reversed", Text("마스크가 반대다: 세지 않을 자리를 센다", "the mask is the wrong way round: it counts the places that must not count"), {"masked": "reversed"}),
    Flaw("divided-by-places", Text("문장의 수 N이 아니라 N·T로 나누었다", "divides by N·T, not by the number N of sentences"), {"share": "places", "of": "both"}),
    Flaw("divided-by-places", Text("손실을 문장의 수 N이 아니라 N·T로 나누었다", "the loss is divided by N·T, not by the number N of sentences"), {"share": "places", "of": "loss"}),
    Flaw("divided-by-places", Text("`dx`를 문장의 수 N이 아니라 N·T로 나누었다", "`dx` is divided by N·T, not by the number N of sentences"), {"share": "places", "of": "dx"}),
    Flaw("divided-by-mask", Text("문장의 수 N이 아니라 마스크의 합으로 나누었다", "divides by the sum of the mask, not by the number N of sentences"), {"share": "mask", "of": "both"}),
    Flaw("divided-by-mask", Text("손실을 문장의 수 N이 아니라 마스크의 합으로 나누었다", "the loss is divided by the sum of the mask, not by the number N of sentences"), {"share": "mask", "of": "loss"}),
    Flaw("divided-by-mask", Text("`dx`를 문장의 수 N이 아니라 마스크의 합으로 나누었다", "`dx` is divided by the sum of the mask, not by the number N of sentences"), {"share": "mask", "of": "dx"}),
    Flaw("not-divided", Text("문장의 수 N으로 나누지 않았다", "is not divided by the number N of sentences"), {"share": "none", "of": "both"}),
    Flaw("not-divided", Text("손실을 문장의 수 N으로 나누지 않았다", "the loss is not divided by the number N of sentences"), {"share": "none", "of": "loss"}),
    Flaw("not-divided", Text("`dx`를 문장의 수 N으로 나누지 않았다", "`dx` is not divided by the number N of sentences"), {"share": "none", "of": "dx"}),
    Flaw("no-one-hot", Text("정답 단어의 자리에서 1을 빼지 않았다", "1 is not subtracted at the labels"), {"onehot": 0}),
    Flaw("one-hot-added", Text("정답 단어의 자리에서 1을 빼지 않고 더했다", "1 is added at the labels instead of subtracted"), {"onehot": -1}),
)  # fmt: skip


def reference(given: Given, masked: str = "both", share: str = "", of: str = "", onehot: int = 1) -> Values:
    """The loss of all time steps that count, and its gradient."""
    x, y = given["x"], given["y"]
    mask = given["mask"] * 1.0
    if masked == "reversed":
        mask = 1 - mask
    N, T, V = x.shape
    scores = x - np.max(x, axis=2, keepdims=True)
    e = np.exp(scores)
    total = np.sum(e, axis=2, keepdims=True)
    hot = np.eye(V)[y]
    losses = -np.sum((scores - np.log(total)) * hot, axis=2)
    wrong = {"places": N * T, "mask": np.sum(mask), "none": 1}.get(share, N)
    counted = {"loss": masked not in ("dx", "nowhere"), "dx": masked not in ("loss", "nowhere")}
    divisor = {quantity: wrong if of in (quantity, "both") else N for quantity in QUANTITIES}
    gradient = (e / total - onehot * hot) / divisor["dx"]
    return {
        "loss": np.sum(losses * mask if counted["loss"] else losses) / divisor["loss"],
        "dx": gradient * mask[:, :, None] if counted["dx"] else gradient,
    }


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The function of a module."""
    function = of_names(names, NAMES)
    if function is None or not takes_parts(function, INPUTS):
        return
    ordered, name = order(function, INPUTS), function.__name__

    def observe(given: Given) -> Values:
        return named(function(*[given[part] for part in ordered]), QUANTITIES)

    yield Subject(
        name, name, SHAPES, QUANTITIES, (Call(observe),), reference,
        (f"loss, dx = {name}({', '.join(ordered)})",), RESULTS, flaws=FLAWS, source=function,
    )  # fmt: skip
