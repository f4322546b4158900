"""Arguments that are no arrays: given to a pair by name, and refused with a word on how to give them."""

from __future__ import annotations

from functools import partial
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from yudo import fixed, prove_vjp
from yudo.verification.symbolic.arguments import Misuse, bound, call_text, demand_all


def normalised(x: Any, bn_param: Any, eps: float) -> Any:
    bn_param["calls"] = bn_param.get("calls", 0) + 1
    assert bn_param["calls"] == 1
    if bn_param["mode"] == "train":
        return x / np.sqrt(4 + eps), bn_param
    return 2 * x, bn_param


def normalised_backward(dout: Any, bn_param: Any, eps: float) -> Any:
    return dout / np.sqrt(4 + eps) if bn_param["mode"] == "train" else 2 * dout


def scaled(x: Any, *, factor: float = 1.0) -> Any:
    return factor * x, None


@pytest.mark.parametrize(
    ("backward", "given", "verdict"),
    [
        (normalised_backward, {"bn_param": {"mode": "train"}, "eps": 1e-5}, "proven"),
        (normalised_backward, {"bn_param": {"mode": "test"}, "eps": 0}, "proven"),
        (lambda dout, cache: dout / 2, {"bn_param": {"mode": "train"}, "eps": 0}, "proven"),
        (lambda dout, cache: dout / 2, {"bn_param": {"mode": "train"}, "eps": 1e-1}, "refuted"),
    ],
)
def test_given_arguments_reach_both_functions_anew_at_each_call(
    backward: Any, given: dict[str, Any], verdict: str
) -> None:
    proof = prove_vjp(normalised, backward, given=given, x=("N", "D"))
    assert (proof.verdict, proof.scope) == (verdict, "all shapes"), str(proof)


def test_a_number_may_be_any_number_instead_of_a_given_one() -> None:
    given = {"bn_param": {"mode": "train"}}
    proof = prove_vjp(normalised, lambda dout, cache: dout / 2, given=given, x=("N", "D"), eps=fixed())
    assert proof.verdict == "refuted", str(proof)


@pytest.mark.parametrize(
    ("forward", "backward", "given"),
    [
        (scaled, lambda dout, cache: 3 * dout, {"factor": 3}),
        (partial(scaled, factor=3), lambda dout, cache: 3 * dout, {}),
        (lambda x, **options: (x * options["factor"], None), lambda dout, cache: 3 * dout, {"factor": 3}),
        (lambda x: (3 * x, None), lambda dout, cache, factor: factor * dout, {"factor": 3}),
        (lambda *arrays: (3 * arrays[0], None), lambda cache, dout: 3 * dout, {}),
    ],
    ids=["keyword-only", "partial", "any keyword", "of the backward alone", "any number"],
)
def test_parameters_of_every_kind_take_their_values(forward: Any, backward: Any, given: Any) -> None:
    proof = prove_vjp(forward, backward, given=given, x=("N",))
    assert proof.verdict == "proven", str(proof)


def test_shapes_belong_to_the_parameters_that_bear_their_names() -> None:
    def product(x: Any, scale: float = 1.0, w: Any = None) -> Any:
        return scale * (x @ w), (x, w)

    def backward(dout: Any, cache: Any) -> Any:
        x, w = cache
        return dout @ w.T, x.T @ dout

    proof = prove_vjp(product, backward, w=("D", "M"), x=("N", "D"))
    assert proof.verdict == "proven", str(proof)
    assert list(proof.gradients) == ["x", "w"]


@pytest.mark.parametrize(
    ("given", "shapes", "said"),
    [
        (
            {"eps": 1},
            {"x": "N D"},
            "`normalised` also takes `bn_param`; give its value with `given={'bn_param': {",
        ),
        ({"bn_param": {}}, {"x": "N D"}, "`given={'eps': 1e-05}`, or its shape in `shapes`"),
        (
            {"bn_param": {}, "eps": 1, "epsilon": 1},
            {"x": "N D"},
            "takes no `epsilon`; it takes x, bn_param, eps",
        ),
        ({"bn_param": {}, "eps": 1}, {"x": "N D", "eps": ""}, "`eps` is given a shape and a value"),
        ({"bn_param": {"mean": np.ones(2)}, "eps": 1}, {"x": "N D"}, "`bn_param` holds an array"),
        (
            {"bn_param": {}, "eps": 1},
            {"x": "N D", "w": "D"},
            "is to be called with 2 arrays (x, w) and has room for 1",
        ),
    ],
)
def test_a_call_that_cannot_be_meant_says_how_to_give_what_is_missing(
    given: dict[str, Any], shapes: dict[str, str], said: str
) -> None:
    with pytest.raises(Misuse) as raised:
        prove_vjp(normalised, normalised_backward, given=given, **shapes)
    assert said in str(raised.value)
    assert raised.value.text.ko != raised.value.text.en


def test_what_a_backward_takes_and_nobody_gives_is_asked_for() -> None:
    def back(dout: Any, cache: Any, w: Any) -> Any:
        return dout * w

    with pytest.raises(Misuse, match=r"`back` also takes `w`; .* or put it into the cache"):
        prove_vjp(lambda x: (x, None), back, x="N")


def test_values_that_bear_no_names_are_refused() -> None:
    with pytest.raises(TypeError, match="expected values by name"):
        prove_vjp(scaled, lambda dout, cache: dout, given=("N", "D"), x="N")  # type: ignore[arg-type]


def function(source: str) -> FunctionType:
    names: dict[str, FunctionType] = {}
    exec(source, names)
    return names["f"]


@pytest.mark.parametrize(
    ("source", "inputs", "call"),
    [
        ("def f(x, w, pad): return x + w * pad", ["x", "w"], "f(x, w, pad=2)"),
        ("def f(pad, x, w): return x + w * pad", ["x", "w"], "f(x=x, w=w, pad=2)"),
        ("def f(x, w, pad): return x + w * pad", ["a", "b"], "f(a, b, pad=2)"),
        ("def f(pad, x, w): return x + w * pad", ["a", "b"], "f(x=a, w=b, pad=2)"),
        ("def f(x, w, *, pad): return x + w * pad", ["x", "w"], "f(x, w, pad=2)"),
    ],
)
def test_a_bound_function_is_called_as_the_snippet_says(source: str, inputs: list[str], call: str) -> None:
    made, given = function(source), {"pad": 2}
    assert bound(made, inputs, given)(3, 5) == 13
    assert call_text(made, inputs, given) == call
    assert eval(call, {"f": made, "x": 3, "w": 5, "a": 3, "b": 5}) == 13


def test_a_parameter_with_a_default_may_be_left_out() -> None:
    demand_all(function("def f(x, eps=1e-5): return x"), ["x"], {})
    with pytest.raises(Misuse, match="`w`"):
        demand_all(function("def f(x, w): return x"), ["a"], {})
