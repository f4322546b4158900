"""ReLU: ``relu_forward``, ``relu_backward`` and classes in the style of ``Relu()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import Kept
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.entrywise import Entrywise, Names

NAMES = Names.of("relu", "Relu", "relu", backward=("relu_grad_backward",))
CALLED = NAMES.all

RESULTS = {"out": "relu.out", "dx": "relu.dx"}
CACHES = (lambda g: g["x"], lambda g: g["x"] > 0, lambda g: (g["x"],))

FORWARD_FLAWS = (
    Flaw(
        "absolute",
        Text(
            "음수를 0으로 만들지 않고 절댓값을 취했다",
            "takes the absolute value instead of the positive part",
        ),
        {"out": "abs"},
    ),
    Flaw(
        "negative-part",
        Text("양수와 음수를 거꾸로 처리했다", "keeps the negative part instead of the positive one"),
        {"out": "min"},
    ),
    Flaw(
        "identity", Text("음수 부분을 0으로 만들지 않았다", "negative entries are not set to 0"), {"out": "x"}
    ),
    Flaw(
        "step",
        Text("`x` 대신 0과 1의 마스크를 돌려준다", "returns the mask of zeros and ones instead of `x`"),
        {"out": "step"},
    ),
    Flaw(
        "threshold",
        Text("임곗값이 0이 아니라 1이다", "the threshold is 1 instead of 0"),
        {"out": "threshold"},
    ),
    Flaw(
        "threshold",
        Text("0이 아니라 1과의 최댓값을 취했다", "takes the maximum with 1 instead of 0"),
        {"out": "maximum with 1"},
    ),
    Flaw("clipped", Text("1보다 큰 값을 1로 잘랐다", "clips at 1"), {"out": "clipped"}),
    Flaw(
        "leaky",
        Text(
            "음수를 0으로 만들지 않고 0.01을 곱했다(leaky ReLU)",
            "negative entries are multiplied by 0.01 instead of 0 (leaky ReLU)",
        ),
        {"out": "leaky"},
    ),
)
BACKWARD_FLAWS = (
    Flaw("no-mask", Text("ReLU 마스크가 빠졌다: `dout`을 그대로 돌려준다", "the ReLU mask is missing: `dout` is returned as it is"), {"mask": "none"}),
    Flaw("mask-of-dout", Text("ReLU 마스크를 다른 변수에서 만들었다: `x > 0`이 아니라 `dout > 0`", "the ReLU mask is taken from the wrong variable: `dout > 0` instead of `x > 0`"), {"mask": "dout"}),
    Flaw("mask-of-dout", Text("ReLU 마스크에 `dout`의 부호까지 넣었다", "the sign of `dout` is taken into the ReLU mask, too"), {"mask": "both"}),
    Flaw("leaky", Text("음수 자리의 그래디언트에 0이 아니라 0.01을 곱했다(leaky ReLU)", "multiplies by 0.01 instead of 0 where x is negative (leaky ReLU)"), {"mask": "leaky"}),
    Flaw("mask-inverted", Text("ReLU 마스크가 뒤집혔다: 양수 자리의 그래디언트를 지웠다", "the ReLU mask is inverted: the gradient is cleared where x is positive"), {"mask": "inverted"}),
    Flaw("ignores-dout", Text("업스트림 그래디언트 `dout`을 곱하지 않았다", "the upstream gradient `dout` is not used"), {"upstream": "one"}),
    Flaw("x-for-dout", Text("`dout` 대신 `x`를 돌려준다", "uses `x` instead of `dout`"), {"upstream": "x"}),
    Flaw("times-x", Text("마스크가 아니라 ReLU의 출력을 곱했다", "multiplies by the output of ReLU instead of the mask"), {"upstream": "dout*x"}),
)  # fmt: skip


def _mask(x: Any, kink: float) -> Any:
    return (x >= 0) * 1.0 if kink else (x > 0) * 1.0


def reference(
    given: Given, out: str = "relu", mask: str = "x", upstream: str = "dout", kink: float = 0.0
) -> Values:
    """ReLU and its gradient; ``kink`` is the derivative at 0."""
    x = given["x"]
    positive = _mask(x, kink)
    outputs = {
        "relu": x * positive,
        "abs": x * (2 * positive - 1),
        "min": x * (1 - positive),
        "x": x,
        "step": positive,
        "threshold": x * (x > 1),
        "leaky": x * (0.01 + 0.99 * positive),
        "maximum with 1": x * (x > 1) + (x <= 1),
        "clipped": x * positive * (x < 1) + (x >= 1),
    }
    values = {"out": outputs[out]}
    if "dout" in given:
        dout = given["dout"]
        masks = {
            "x": positive,
            "none": 1.0,
            "inverted": 1 - positive,
            "dout": _mask(dout, kink),
            "both": positive * _mask(dout, kink),
            "leaky": 0.01 + 0.99 * positive,
        }
        factors = {"dout": dout, "one": 1.0 + 0 * x, "x": x, "dout*x": dout * x}
        values["dx"] = factors[upstream] * masks[mask]
    return values


LAYER = Entrywise(
    reference,
    RESULTS,
    FORWARD_FLAWS,
    BACKWARD_FLAWS,
    CACHES,
    "x",
    kinks=True,
    course=("relu_forward", "relu_backward"),
    kept={
        "mask": Kept("x > 0", lambda g: g["x"] > 0),
        "out": Kept("x * (x > 0)", lambda g: g["x"] * (g["x"] > 0)),
    },
)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions and classes of a module that are about this layer."""
    return LAYER.subjects(names, NAMES)
