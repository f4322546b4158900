"""A residual block: ``residual_forward(x, w, b)`` and its backward, with the ReLU before the sum or after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import of_names
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.over_time import WITH_ITS_FORWARD, net_subjects
from yudo.verification.checking.recognise.signature import parameters
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "w", "b")
GRADIENTS = ("dx", "dw", "db")
RESULTS = {quantity: f"residual.{quantity}" for quantity in ("out", *GRADIENTS)}
FUNCTIONS = ("residual", "residual_block", "skip_connection")
FORWARD_NAMES = Called(
    tuple(f"{name}_forward" for name in FUNCTIONS), "(x, w, b) → out, cache", (RESULTS["out"],), (3,)
)
BACKWARD_NAMES = Called(
    tuple(f"{name}_backward" for name in FUNCTIONS),
    "(dout, cache) → dx, dw, db",
    tuple(RESULTS[gradient] for gradient in GRADIENTS),
    (2,),
    WITH_ITS_FORWARD,
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

SHAPES = {"x": Shape(("N", "D")), "w": Shape(("D", "D")), "b": Shape(("D",))}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "D"))}

READINGS = (
    Reading("standard", None, {"place": ""}),
    Reading("after", Text("ReLU를 더한 다음에 적용한다", "the ReLU comes after the sum"), {"place": "after"}),
)
FORWARD_FLAWS = (
    Flaw("skip-not-added", Text("입력을 더하지 않았다: `+ x`가 없다", "the input is not added: there is no `+ x`"), {"skip": "none"}),
    Flaw("no-activation", Text("ReLU를 씌우지 않았다", "the ReLU is not applied"), {"activation": "none"}),
    Flaw("no-bias", Text("편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the bias is not added"), {"bias": 0}),
    Flaw("skip-doubled", Text("입력을 두 번 더했다", "the input is added twice"), {"skip": "twice"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("skip-forgotten", Text("`dx`에 지름길로 온 `dout`을 더하지 않았다: 값이 갈라지는 곳에서 그래디언트는 더해진다", "the `dout` of the skip connection is not added to `dx`: where a value forks, gradients are added"), {"dx": "branch"}),
    Flaw("branch-forgotten", Text("`dx`에 지름길로 온 것만 있다: 가중치를 지나는 갈래가 빠졌다", "`dx` has the skip connection alone: the branch through the weights is missing"), {"dx": "skip"}),
    Flaw("skip-masked", Text("지름길로 온 것의 마스크가 다른 관례의 것이다: ReLU를 더하기 전에 적용하면 곱하지 않고, 더한 다음에 적용하면 곱한다", "the skip connection is masked as in the other convention: with the ReLU before the sum it is not masked, with the ReLU after it, it is"), {"dx": "other convention"}),
    Flaw("mask-of-the-output", Text("마스크를 ReLU의 입력이 아니라 출력으로 만들었다: 입력을 더한 다음의 부호다", "the mask is that of the output, whose sign is taken after the input was added"), {"mask": "out"}),
    Flaw("mask-missing", Text("ReLU의 마스크를 곱하지 않았다", "the mask of the ReLU is not multiplied in"), {"mask": "none"}),
    Flaw("not-transposed", Text("`dx`에서 `w`를 전치하지 않았다: `dz @ w.T`여야 한다", "`w` is not transposed in `dx`: it is `dz @ w.T`"), {"dx": "not transposed"}),
    Flaw("weights-transposed", Text("`dw`가 전치되었다: `x.T @ dz`여야 한다", "`dw` is transposed: it is `x.T @ dz`"), {"dw": "transposed"}),
    Flaw("output-for-input", Text("`dw`에 입력이 아니라 출력을 곱했다: 순전파가 `x`를 제자리에서 고치면 이렇게 된다", "`dw` is made of the output instead of the input, as where the forward changes `x` in place"), {"dw": "out"}),
    Flaw("bias-averaged", Text("`db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples: it is a sum"), {"db": "mean"}),
    *FORWARD_FLAWS,
)  # fmt: skip


def reference(
    given: Given,
    place: str = "",
    skip: str = "",
    activation: str = "relu",
    bias: int = 1,
    dx: str = "",
    mask: str = "",
    dw: str = "",
    db: str = "sum",
    kink: float = 0.0,
) -> Values:
    """The block and its gradients; ``place`` is the convention."""
    x, w, b = (given[name] for name in INPUTS)
    times = {"none": 0, "twice": 2}.get(skip, 1)
    inside = times if place else 0
    z = x @ w + bias * b + inside * x
    active = z if activation == "none" else np.maximum(z, 0)
    out = active + (times - inside) * x
    values = {"out": out}
    if "dout" in given:
        dout = given["dout"]
        signed = out if mask == "out" else z
        passed = 1 if "none" in (mask, activation) else (signed > 0) + kink * (signed == 0)
        dz = dout * passed
        back = dz @ (w if dx == "not transposed" else w.T)
        skipped = dz if bool(place) != (dx == "other convention") else dout
        values["dx"] = {"branch": back, "skip": times * skipped}.get(dx, back + times * skipped)
        kept = out if dw == "out" else x
        values["dw"] = dz.T @ kept if dw == "transposed" else kept.T @ dz
        values["db"] = dz.sum(axis=0) / (len(x) if db == "mean" else 1)
    return values


BLOCK = ForwardBackward(
    "residual", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "out", GRADIENTS, reference, RESULTS,
    FORWARD_FLAWS, BACKWARD_FLAWS, {}, (), "", READINGS, kinks=True,
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module, if it is a block of one layer: others bear the same name."""
    forward = of_names(names, FORWARD_NAMES)
    if forward is not None and [one.name.lower() for one in parameters(forward)] == [*INPUTS]:
        yield from net_subjects(names, BLOCK)
