"""Dropout: ``dropout_forward`` and ``dropout_backward``, with the uniform numbers that they draw as an input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import (
    NO_CACHE,
    WrongReturn,
    first,
    named,
    of_names,
    takes_dout_first,
)
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.drawing import Drawing, as_text
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order, parameters
from yudo.verification.symbolic.inputs import Shape

FORWARD_NAMES = Called(
    ("dropout_forward",),
    "(x, dropout_param) → out, cache",
    ("dropout.out", "dropout.out_test"),
    (2,),
    Text(
        "훈련과 테스트 모드를 모두 본다. `p`는 켤 확률이든 끌 확률이든 된다",
        "in both modes; `p` may be the probability of keeping or of dropping",
    ),
)
BACKWARD_NAMES = Called(
    ("dropout_backward",),
    "(dout, cache) → dx",
    ("dropout.dx",),
    (2,),
    Text("캐시는 그 파일의 순전파가 돌려준 것이다", "with the cache of the file's own forward"),
)
CALLED = (
    FORWARD_NAMES,
    BACKWARD_NAMES,
)

RESULTS = {"out": "dropout.out", "out_test": "dropout.out_test", "dx": "dropout.dx"}
SHAPES = {"x": Shape(("N", "D")), "u": Shape(("N", "D"), "fixed"), "p": Shape((), "probability")}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "D"))}
"""``u`` is what is drawn."""

DROPS = Text("`p`를 끌 확률로 쓴다", "takes `p` for the probability that an entry is dropped")
VANILLA = Text(
    "훈련할 때 나누지 않고 테스트할 때 곱한다(역드롭아웃이 아니다)",
    "multiplies at test time instead of dividing in training: not inverted dropout",
)
READINGS = (
    Reading("keeps"),
    Reading("keeps-above", None, {"above": True}),
    Reading("drops", DROPS, {"above": True, "drops": True}),
    Reading("drops-below", DROPS, {"drops": True}),
    Reading("vanilla", VANILLA, {"vanilla": True}),
    Reading("vanilla-drops", VANILLA, {"vanilla": True, "above": True, "drops": True}),
)
FORWARD_FLAWS = (
    Flaw("not-divided", Text("켠 값을 켤 확률로 나누지 않았다", "what stays on is not divided by the probability of keeping it"), {"power": 0}),
    Flaw("divided-twice", Text("켠 값을 켤 확률로 두 번 나누었다", "what stays on is divided twice by the probability of keeping it"), {"power": 2}),
    Flaw("multiplied", Text("켠 값을 켤 확률로 나누지 않고 곱했다", "what stays on is multiplied by the probability of keeping it, not divided"), {"power": -1}),
    Flaw("divided-by-dropping", Text("켠 값을 켤 확률이 아니라 끌 확률로 나누었다", "what stays on is divided by the probability of dropping it"), {"power": "other"}),
    Flaw("nothing-dropped", Text("훈련할 때 아무것도 끄지 않는다", "nothing is dropped in training"), {"mask": "none"}),
    Flaw("normal", Text("마스크를 정규분포로 뽑았다(`randn`): 켤 확률이 `p`가 되려면 균등분포로 뽑는다(`rand`)", "the mask is drawn from a normal distribution (`randn`): with a uniform one (`rand`) the probability is `p`"), {"mask": "normal"}),
    Flaw("test-scaled", Text("테스트할 때에도 켤 확률을 곱했다: 훈련할 때 이미 나누었다", "test mode multiplies by the probability of keeping: training has divided by it already"), {"tested": "scaled"}),
    Flaw("test-dropped", Text("테스트할 때에도 끈다", "test mode drops entries, too"), {"tested": "dropped"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("backward-without-mask", Text("`dx`에 마스크를 곱하지 않았다", "`dx` is not multiplied by the mask"), {"mask": "none"}),
    Flaw("normal", Text("마스크를 정규분포로 뽑았다(`randn`): 켤 확률이 `p`가 되려면 균등분포로 뽑는다(`rand`)", "the mask is drawn from a normal distribution (`randn`): with a uniform one (`rand`) the probability is `p`"), {"mask": "normal"}),
    Flaw("backward-as-is", Text("`dout`을 그대로 돌려준다: 마스크도 켤 확률도 쓰지 않았다", "returns `dout` as it is: neither mask nor probability is used"), {"mask": "none", "power": 0}),
    Flaw("backward-not-divided", Text("`dx`를 켤 확률로 나누지 않았다", "`dx` is not divided by the probability of keeping"), {"power": 0}),
    Flaw("backward-divided-twice", Text("`dx`를 켤 확률로 두 번 나누었다: 마스크가 이미 나누어져 있다", "`dx` is divided twice by the probability of keeping: the mask is divided already"), {"power": 2}),
    Flaw("backward-divided-by-dropping", Text("`dx`를 켤 확률이 아니라 끌 확률로 나누었다", "`dx` is divided by the probability of dropping"), {"power": "other"}),
    Flaw("mask-reversed", Text("`dx`에서 마스크가 반대다: 끈 자리로 흐른다", "the mask of `dx` is the wrong way round: gradient flows where entries are off"), {"mask": "reversed"}),
)  # fmt: skip


def reference(
    given: Given,
    above: bool = False,
    drops: bool = False,
    vanilla: bool = False,
    power: Any = 1,
    mask: str = "",
    tested: str = "",
    kink: float = 0.0,
) -> Values:
    """Output in both modes and gradient; ``kink`` says nothing here, where a number equals the probability."""
    x, u, p = given["x"], -given["u"] if mask == "normal" else given["u"], given["p"]
    kept = 1 - p if drops else p
    on = (u > 1 - kept if above else u < kept) * 1.0
    on = {"none": 0 * on + 1, "reversed": 1 - on}.get(mask, on)
    scaled = on / (1 - kept) if power == "other" else on / kept ** (0 if vanilla else power)
    values = {"out": x * scaled}
    values["out_test"] = {"scaled": kept * x, "dropped": x * scaled}.get(tested, (kept if vanilla else 1) * x)
    if "dout" in given:
        values["dx"] = given["dout"] * scaled
    return values


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that are about this layer."""
    forward, backward = of_names(names, FORWARD_NAMES), of_names(names, BACKWARD_NAMES)
    if forward is None or len(parameters(forward)) != 2 or "param" not in parameters(forward)[1].name:
        return
    ordered = order(forward, ("x", "dropout_param"))
    name = forward.__name__

    def call(given: Given, mode: str) -> Any:
        dropout_param = {"mode": mode, "p": given["p"], "seed": 0}
        return forward(*[dropout_param if part == "dropout_param" else given[part] for part in ordered])

    def ahead(given: Given) -> Values:
        return {"out": first(call(given, "train")), "out_test": first(call(given, "test"))}

    called = f"{name}({', '.join(ordered)})"
    made = (
        *as_text(forward, "u"),
        "dropout_param = {'mode': 'train', 'p': p}",
        f"out, cache = {called}",
    )
    tested = ("dropout_param['mode'] = 'test'", f"out_test = {called}[0]")
    yield Subject(
        name, name, SHAPES, ("out", "out_test"), (Drawing(ahead, "u"),), reference, (*made, *tested), RESULTS,
        READINGS, FORWARD_FLAWS, kinks=True, source=forward,
    )  # fmt: skip
    if backward is None:
        return
    dout_first = takes_dout_first(backward)

    def back(given: Given) -> Values:
        returned = call(given, "train")
        if not isinstance(returned, (tuple, list)) or len(returned) < 2:
            raise WrongReturn(NO_CACHE)
        cache = returned[1] if len(returned) == 2 else tuple(returned[1:])
        pair = (given["dout"], cache) if dout_first else (cache, given["dout"])
        return named(backward(*pair), ("dx",))

    pair = "dout, cache" if dout_first else "cache, dout"
    yield Subject(
        backward.__name__, name, WITH_DOUT, ("dx",), (Drawing(back, "u"),), reference,
        (*made, f"dx = {backward.__name__}({pair})"), RESULTS, READINGS, BACKWARD_FLAWS, kinks=True,
        source=backward, convention_of=name,
    )  # fmt: skip
