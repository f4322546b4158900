"""The affine layer at every time step: ``temporal_affine_forward`` and ``temporal_affine_backward``."""

from __future__ import annotations

from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import inputs
from yudo.verification.checking.recognise.candidate import Flaw, Given, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "w", "b")
GRADIENTS = ("dx", "dw", "db")
RESULTS = {quantity: f"temporal_affine.{quantity}" for quantity in ("out", *GRADIENTS)}

FORWARD_NAMES = Called(("temporal_affine_forward",), "(x, w, b) → out, cache", (RESULTS["out"],), (3,))
BACKWARD_NAMES = Called(
    ("temporal_affine_backward",),
    "(dout, cache) → dx, dw, db",
    tuple(RESULTS[gradient] for gradient in GRADIENTS),
    (2,),
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

SHAPES = {"x": Shape(("N", "T", "D")), "w": Shape(("D", "M")), "b": Shape(("M",))}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "T", "M"))}

FORWARD_FLAWS = (
    Flaw("no-bias", Text("편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the bias is not added"), {"bias": 0}),
    Flaw("bias-subtracted", Text("편향을 더하지 않고 뺐다", "the bias is subtracted"), {"bias": -1}),
    Flaw("transposed", Text("`w`를 전치할 필요가 없는데 전치했다", "`w` is transposed, and must not be"), {"transposed": "out"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("averaged-over-samples", Text("`dw`를 표본의 수로 나누었다: 더하기만 해야 한다", "`dw` is divided by the number of samples: it is a sum"), {"dw": "samples"}),
    Flaw("averaged-over-steps", Text("`dw`를 시각의 수로 나누었다: 더하기만 해야 한다", "`dw` is divided by the number of time steps: it is a sum"), {"dw": "steps"}),
    Flaw("averaged", Text("`dw`를 표본과 시각의 수로 나누었다: 더하기만 해야 한다", "`dw` is divided by the number of samples and time steps: it is a sum"), {"dw": "both"}),
    Flaw("averaged-over-samples", Text("`db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples: it is a sum"), {"db": "samples"}),
    Flaw("averaged-over-steps", Text("`db`를 시각의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of time steps: it is a sum"), {"db": "steps"}),
    Flaw("averaged", Text("`db`를 표본과 시각의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples and time steps: it is a sum"), {"db": "both"}),
    Flaw("last-step", Text("`dw`에서 시각에 대해 더하지 않고 마지막 시각만 남았다", "the sum over the time steps is missing in `dw`: only the last one is left"), {"dw": "last step"}),
    Flaw("first-step", Text("`dw`에 첫 시각만 들어 있다", "`dw` is that of the first time step alone"), {"dw": "first step"}),
    Flaw("last-sample", Text("`dw`에서 표본에 대해 더하지 않고 마지막 표본만 남았다", "the sum over the samples is missing in `dw`: only the last one is left"), {"dw": "last sample"}),
    Flaw("last-step", Text("`db`에서 시각에 대해 더하지 않고 마지막 시각만 남았다", "the sum over the time steps is missing in `db`: only the last one is left"), {"db": "last step"}),
    Flaw("first-step", Text("`db`에 첫 시각만 들어 있다", "`db` is that of the first time step alone"), {"db": "first step"}),
    Flaw("last-sample", Text("`db`에서 표본에 대해 더하지 않고 마지막 표본만 남았다", "the sum over the samples is missing in `db`: only the last one is left"), {"db": "last sample"}),
    Flaw("over-samples-only", Text("`db`를 표본에 대해서만 더했다: 시각에 대해서도 더한다, `dout.sum(axis=(0, 1))`", "`db` is summed over the samples alone: sum over the time steps, too, `dout.sum(axis=(0, 1))`"), {"db": "over samples"}),
    Flaw("over-steps-only", Text("`db`를 시각에 대해서만 더했다: 표본에 대해서도 더한다, `dout.sum(axis=(0, 1))`", "`db` is summed over the time steps alone: sum over the samples, too, `dout.sum(axis=(0, 1))`"), {"db": "over steps"}),
    Flaw("db-from-x", Text("`db`를 업스트림 그래디언트가 아니라 `x`에서 계산했다", "`db` is computed from `x` instead of `dout`"), {"db": "x"}),
    Flaw("transposed", Text("`dx`에서 `w`를 전치하지 않았다: `dout @ w.T`여야 한다", "`w` is not transposed in `dx`: it is `dout @ w.T`"), {"transposed": "dx"}),
    Flaw("transposed", Text("`dw`가 전치되었다: 펴서 곱한 `x.T @ dout`이어야 한다", "`dw` is transposed: it is `x.T @ dout` of the flattened arrays"), {"transposed": "dw"}),
)  # fmt: skip

KEPT, CACHE = inputs(*INPUTS), "cache = (x, w, b)"
CACHES = (lambda g: (g["x"], g["w"], g["b"]),)


def _picked(x: Any, which: str) -> Any:
    """All time steps of all samples, or those of one step or of one sample, on three axes."""
    if which == "last step":
        return x[:, -1:]
    if which == "first step":
        return x[:, :1]
    return x[-1:] if which == "last sample" else x


def _share(x: Any, which: str) -> Any:
    """What the sum is divided by."""
    N, T = x.shape[:2]
    return {"samples": N, "steps": T, "both": N * T}.get(which, 1)


def reference(given: Given, bias: int = 1, dw: str = "", db: str = "", transposed: str = "") -> Values:
    """The layer and its gradients."""
    x, w = given["x"], given["w"]
    values = {"out": x @ (w.T if transposed == "out" else w) + bias * given["b"]}
    if "dout" in given:
        dout = given["dout"]
        values["dx"] = dout @ (w if transposed == "dx" else w.T)
        products = (_picked(x, dw)[:, :, :, None] * _picked(dout, dw)[:, :, None, :]).sum(axis=(0, 1))
        products = products / _share(x, dw)
        values["dw"] = products.T if transposed == "dw" else products
        if db == "x":
            values["db"] = x.sum(axis=(0, 1))
        elif db in ("over samples", "over steps"):
            values["db"] = dout.sum(axis=0 if db == "over samples" else 1)
        else:
            values["db"] = _picked(dout, db).sum(axis=(0, 1)) / _share(dout, db)
    return values


subjects = ForwardBackward(
    "temporal_affine", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "out", GRADIENTS, reference, RESULTS,
    FORWARD_FLAWS, BACKWARD_FLAWS, KEPT, CACHES, CACHE,
).subjects  # fmt: skip
"""The two functions of a module."""
