"""RMS normalisation: ``rmsnorm_forward`` and ``rmsnorm_backward``, with ``eps`` as a number or in a dict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import first, of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import accepts, order, parameters
from yudo.verification.checking.recognise.subjects.normalization import (
    OF_THE_STATISTICS,
    divided_by,
    with_its_cache,
)
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "gamma")
GRADIENTS = ("dx", "dgamma")
RESULTS = {quantity: f"rms_norm.{quantity}" for quantity in ("out", *GRADIENTS)}

FORWARD_NAMES = Called(
    ("rmsnorm_forward", "rms_norm_forward", "RMSNorm_forward"),
    "(x, gamma, eps) → out, cache",
    (RESULTS["out"],),
    (3,),
)
BACKWARD_NAMES = Called(
    ("rmsnorm_backward", "rms_norm_backward", "RMSNorm_backward"),
    "(dout, cache) → dx, dgamma",
    tuple(RESULTS[gradient] for gradient in GRADIENTS),
    (2,),
    Text("캐시는 그 파일의 순전파가 돌려준 것이다", "with the cache of the file's own forward"),
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

SHAPES = {"x": Shape(("N", "D")), "gamma": Shape(("D",)), "eps": Shape((), "fixed")}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "D"))}

FORWARD_FLAWS = (
    Flaw("eps-outside", Text("`eps`를 제곱근 밖에서 더했다: `sqrt(ms + eps)`여야 한다", "`eps` is added outside the root: it is `sqrt(ms + eps)`"), {"root": "eps outside"}),
    Flaw("eps-missing", Text("제곱평균에 `eps`를 더하지 않았다", "`eps` is not added to the mean square"), {"root": "no eps"}),
    *(flaw for flaw in OF_THE_STATISTICS if flaw.key in ("eps-twice", "eps-squared")),
    Flaw("no-root", Text("제곱평균의 제곱근이 아니라 제곱평균으로 나누었다", "divides by the mean square, not by its root"), {"root": "none"}),
    Flaw("no-gamma", Text("`gamma`를 곱하지 않았다", "`gamma` is not multiplied in"), {"scale": 0}),
    Flaw("variance", Text("제곱평균이 아니라 분산으로 나누었다", "divides by the root of the variance instead of the mean square"), {"of": "variance"}),
    Flaw("centred", Text("평균을 뺐다(층 정규화): RMS 정규화는 빼지 않는다", "the mean is subtracted, as in layer normalisation: here it is not"), {"of": "centred"}),
    Flaw("norm", Text("제곱을 평균 내지 않고 더하기만 했다", "the squares are summed, not averaged"), {"of": "sum"}),
    Flaw("other-axis", Text("다른 축을 따라 제곱평균을 구했다", "the mean square is taken along the other axis"), {"axis": 0}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("rms-constant", Text("`dx`에서 나누는 수를 상수로 보았다: 제곱평균을 거치는 항이 빠졌다", "the divisor is taken for a constant: the term of `dx` through the mean square is missing"), {"through": 0}),
    Flaw("through-sign", Text("`dx`에서 제곱평균을 거치는 항의 부호가 반대다", "the term of `dx` through the mean square has the wrong sign"), {"through": -1}),
    Flaw("through-summed", Text("`dx`에서 제곱평균을 거치는 항을 특성의 수로 나누지 않았다", "the term of `dx` through the mean square is not divided by the number of features"), {"through": "sum"}),
    Flaw("through-half", Text("`dx`에서 제곱평균을 거치는 항이 절반이다", "the term of `dx` through the mean square is halved"), {"through": 0.5}),
    Flaw("divided-by-samples", Text("`dx`에서 특성의 수가 아니라 표본의 수로 나누었다", "`dx` is divided by the number of samples instead of the number of features"), {"through": "samples"}),
    Flaw("layer-norm", Text("`dx`에 평균을 거치는 항이 있다: 층 정규화의 식이다", "`dx` has a term through the mean, as in layer normalisation"), {"mean": 1}),
    Flaw("gamma-outside", Text("`gamma`를 합 밖에서 곱했다: 특성마다 다르므로 합 안에 있어야 한다", "`gamma` is outside the sum: it differs from feature to feature and belongs inside"), {"gamma": "outside"}),
    Flaw("dx-without-gamma", Text("`dx`를 구할 때 `dout`에 `gamma`를 곱하지 않았다", "`dx` is computed from `dout` without the factor `gamma`"), {"gamma": "none"}),
    Flaw("dgamma-of-x", Text("`dgamma`에 정규화한 입력이 아니라 `x`를 썼다", "`dgamma` uses `x` instead of the normalised input"), {"dgamma": "x"}),
    Flaw("dgamma-of-out", Text("`dgamma`에 정규화한 입력이 아니라 출력을 썼다", "`dgamma` uses the output instead of the normalised input"), {"dgamma": "out"}),
    Flaw("dgamma-averaged", Text("`dgamma`를 평균 냈다: 표본을 따라 더한 합이어야 한다", "`dgamma` is averaged: it is the sum over the samples"), {"dgamma": "averaged"}),
)  # fmt: skip


def reference(
    given: Given,
    root: str = "",
    of: str = "",
    axis: int = 1,
    scale: int = 1,
    through: Any = 1,
    mean: int = 0,
    gamma: str = "",
    dgamma: str = "",
) -> Values:
    """Output and gradients."""
    x, factor = given["x"], given["gamma"]
    count = x.shape[axis]
    centred = x - x.sum(axis=axis, keepdims=True) / count if of in ("variance", "centred") else x
    x_used = centred if of == "centred" else x
    square = (centred * centred).sum(axis=axis, keepdims=True) / (1 if of == "sum" else count)
    divisor, slope = divided_by(square, given["eps"], root)
    xhat = x_used / divisor
    values = {"out": (factor if scale else 1) * xhat}
    if "dout" in given:
        dout = given["dout"]
        back = dout if gamma else dout * factor
        counted = 1 if of == "sum" else count
        share = {"sum": 1, "samples": 1 / x.shape[0]}.get(through, 1 / counted)
        weight = through if through not in ("sum", "samples") else 1
        along = (back * xhat).sum(axis=axis, keepdims=True) * share * 2 * slope
        values["dx"] = (
            back - weight * along * x - mean * back.sum(axis=axis, keepdims=True) / count
        ) / divisor
        if gamma == "outside":
            values["dx"] = values["dx"] * factor
        kept = {"x": x, "out": values["out"]}.get(dgamma, xhat)
        values["dgamma"] = (dout * kept).sum(axis=0) / (x.shape[0] if dgamma == "averaged" else 1)
    return values


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module; the backward has a meaning with the cache of its own forward alone."""
    forward, backward = of_names(names, FORWARD_NAMES), of_names(names, BACKWARD_NAMES)
    if forward is None or not accepts(forward, 3):
        return
    call, written, name = _with_eps(forward), _written(forward), forward.__name__
    yield Subject(
        name, "rms_norm", SHAPES, ("out",), (Call(lambda given: {"out": first(call(given))}),), reference,
        (written,), RESULTS, flaws=FORWARD_FLAWS, source=forward,
    )  # fmt: skip
    if backward is None or not accepts(backward, 2):
        return
    observe, back = with_its_cache(call, backward, GRADIENTS)
    yield Subject(
        backward.__name__, "rms_norm", WITH_DOUT, GRADIENTS, (Call(observe),), reference,
        (written, back), RESULTS,
        flaws=(*BACKWARD_FLAWS, *FORWARD_FLAWS), source=backward,
    )  # fmt: skip


def _takes_eps(forward: Any) -> bool:
    """Whether its third argument is ``eps`` itself, and not a dict that holds it."""
    return parameters(forward)[len(INPUTS)].name.lower() in ("eps", "epsilon")


def _with_eps(forward: Any) -> Callable[[Given], Any]:
    """The forward as a function of the inputs."""
    ordered, takes_eps = order(forward, (*INPUTS, "eps")), _takes_eps(forward)

    def call(given: Given) -> Any:
        eps = given["eps"] if takes_eps else {"eps": given["eps"]}
        return forward(*[eps if part == "eps" else given[part] for part in ordered])

    return call


def _written(forward: Any) -> str:
    """The call as source text."""
    eps = "eps" if _takes_eps(forward) else "{'eps': eps}"
    arguments = [eps if part == "eps" else part for part in order(forward, (*INPUTS, "eps"))]
    return f"out, cache = {forward.__name__}({', '.join(arguments)})"
