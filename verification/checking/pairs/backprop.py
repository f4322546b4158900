"""Nets whose ``backprop(x, y)`` returns lists of gradients, one for each layer; a sample is a column.

Nielsen's *Neural Networks and Deep Learning* has them so. Which cost is meant is told by the gradient of the
last bias; a net whose last bias fits no cost that is known is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.pairs.consistency import Own
from yudo.verification.checking.pairs.guessing import Guess
from yudo.verification.checking.recognise.agreement import CLOSE, gap
from yudo.verification.checking.recognise.signature import required_names
from yudo.verification.checking.verdicts import Remark
from yudo.verification.sandbox.timeouts import briefly

Function = Callable[..., Any]

_FORWARDS = ("feedforward", "feed_forward")
OTHER_COST = Text(
    "`backprop(x, y)`가 열벡터를 받아 모든 층의 편향과 가중치의 그래디언트를 돌려주고 "
    "비용이 제곱 오차의 절반이거나 교차 엔트로피일 때만 순전파와 비교한다. "
    "이것은 그런 꼴이 아니거나 비용이 다르다",
    "compared with its forward is a `backprop(x, y)` of columns that returns the gradients of all biases and "
    "weights, for half the squared error or the cross-entropy; this is of another form, or of another cost",
)
_WIDTHS = ("D", "H", "K", "C")
_LAYERS = range(1, len(_WIDTHS))
_SHAPES = {
    **{f"W{layer}": f"{_WIDTHS[layer]} {_WIDTHS[layer - 1]}" for layer in _LAYERS},
    **{f"b{layer}": f"{_WIDTHS[layer]} 1" for layer in _LAYERS},
    "x": "fixed D 1",
    "y": "labels C 1 < 2",
}


def quadratic(a: Any, y: Any) -> Any:
    """Half the squared distance."""
    return np.sum((a - y) ** 2) / 2


def cross_entropy(a: Any, y: Any) -> Any:
    """The cross-entropy of one probability for each output."""
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))


_COSTS = {
    quadratic: Text("제곱 오차의 절반", "half the squared error"),
    cross_entropy: Text("교차 엔트로피", "the cross-entropy"),
}


def forward_of_net(kind: Any) -> str | None:
    """The method that takes a column through the net."""
    return next((name for name in _FORWARDS if callable(getattr(kind, name, None))), None)


def of_backprop(kind: Any, method: str) -> Own | None:
    """A net of three layers of weights; None where it is no such net, or has another cost."""
    forward = forward_of_net(kind)
    taken = required_names(getattr(kind, method))
    if forward is None or len(taken) != 3 or len(required_names(kind)) != 1:
        return None
    with briefly():
        net = kind([2, 4, 3, 2])
        found = _returned(net, method, net.weights, net.biases)
        cost = None if found is None else _cost(net, forward, found)
        if found is not None and cost is not None:
            return _own(net, forward, method, cost, weights_first=found[0])
    return None


def _returned(net: Any, method: str, weights: Any, biases: Any) -> tuple[bool, Any] | None:
    """Whether the gradients of the weights come first, and those of the last bias; None for anything else."""
    shapes = [[np.shape(one) for one in listed] for listed in (weights, biases)]
    x, y = _sample()
    returned = getattr(net, method)(x, y)
    if not isinstance(returned, (tuple, list)) or len(returned) != 2:
        return None
    found = [[np.shape(one) for one in listed] for listed in returned]
    if found not in (shapes, shapes[::-1]) or shapes[1][-1] != (2, 1):
        return None
    return found == shapes, returned[1 if found == shapes else 0][-1]


def _sample() -> tuple[Any, Any]:
    return np.array([[0.5], [-1.5]]), np.array([[1], [0]])


def _cost(net: Any, forward: str, found: tuple[bool, Any]) -> Function | None:
    """The cost whose slope the gradient of the last bias is, if the last layer is one of sigmoids."""
    x, y = _sample()
    a = getattr(net, forward)(x)
    slopes = {quadratic: (a - y) * a * (1 - a), cross_entropy: a - y}
    return next((cost for cost, slope in slopes.items() if gap(found[1], slope) <= CLOSE), None)


def _own(net: Any, forward: str, method: str, cost: Function, *, weights_first: bool) -> Own:
    keys = [name for name in _SHAPES if name not in ("x", "y")]

    def made(settings: Mapping[str, Any], place: int) -> tuple[Function, Function]:
        def ahead(*given: Any) -> Any:
            by_name = dict(zip(_SHAPES, given))  # noqa: B905 - traced code
            net.weights = [by_name[f"W{layer}"] for layer in _LAYERS]
            net.biases = [by_name[f"b{layer}"] for layer in _LAYERS]
            return cost(getattr(net, forward)(by_name["x"]), by_name["y"]), by_name

        def back(dout: Any, by_name: Any) -> Any:
            net.weights = [by_name[f"W{layer}"] for layer in _LAYERS]
            net.biases = [by_name[f"b{layer}"] for layer in _LAYERS]
            first, second = getattr(net, method)(by_name["x"], by_name["y"])
            listed = [*first, *second] if weights_first else [*second, *first]
            return {key: dout * one for key, one in zip(keys, listed)}  # noqa: B905 - traced code

        return ahead, back

    def calls(settings: Mapping[str, Any], quantity: str, place: int, cache: Any) -> list[str]:
        kind, layer = quantity[1:2], int(quantity[2:] or 1)
        which = int((kind == "W") != weights_first)
        widths = ", ".join(["W1.shape[1]", *(f"W{layer}.shape[0]" for layer in _LAYERS)])
        weights, biases = (", ".join(f"{part}{layer}" for layer in _LAYERS) for part in "Wb")
        return [
            f"net = {type(net).__name__}([{widths}])",
            f"net.weights, net.biases = [{weights}], [{biases}]",
            f"net.{method}(x, y)[{which}][{layer - 1}]",
        ]

    name, said = f"{type(net).__name__}.{forward}", _COSTS[cost]
    against = Text(
        f"`{name}`의 {said.ko}의 그래디언트인지 보았다. `{name}` 자체가 옳은지는 보지 않았다",
        f"compared with the gradient of {said.en} of `{name}`, which is taken as given",
    )
    return Own(
        f"{type(net).__name__}.{method}", list(_SHAPES), made, calls, Remark("own-cost", against),
        (type(net),), loss=True, arguments=Guess(_SHAPES, ({},)),
    )  # fmt: skip
