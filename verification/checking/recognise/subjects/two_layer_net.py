"""The two-layer net: classes with ``.params`` W1, b1, W2, b2 and one hidden size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import all_of_names
from yudo.verification.checking.recognise.candidate import Call, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.nets import takes_list
from yudo.verification.checking.recognise.signature import parameters
from yudo.verification.checking.recognise.subjects.fully_connected_net import (
    nets,
    of_class,
    shapes,
    subject_of,
)

NET_NAMES = Called(
    ("TwoLayerNet",),
    ".params; loss(X, y) → loss, grads",
    ("two_layer_net.loss",),
    note=Text(
        "`.predict`, `.loss`, `.gradient`로 나뉘어 있어도 된다",
        "or split into `.predict`, `.loss` and `.gradient`",
    ),
)
FUNCTION_NAMES = Called(
    ("two_layer_net",),
    "(X, model, y, reg) → loss, grads",
    ("two_layer_net.loss",),
    (4,),
    note=Text("`model`은 W1, b1, W2, b2의 딕셔너리다", "`model` is a dict of W1, b1, W2, b2"),
)
CALLED = (NET_NAMES, FUNCTION_NAMES)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The nets of a module with one hidden layer."""
    for kind in nets(names):
        if not takes_list(kind):
            yield from of_class(kind, 2)
    for function in all_of_names(names, FUNCTION_NAMES):
        if len(parameters(function)) == 4:
            yield _of_function(function)


PARTS = ("W1", "b1", "W2", "b2")


def _of_function(function: Callable[..., Any]) -> Subject:
    """A function of the inputs, a dict of parameters, the labels and the strength of L2."""
    name, scored = function.__name__, parameters(function)[2].default is None

    def observe(given: Given) -> Values:
        def model() -> dict[str, Any]:
            return {part: given[part] for part in PARTS}

        returned = function(given["x"], model(), given["y"], given["reg"])
        if not isinstance(returned, (tuple, list)):
            return {"loss": returned}
        loss, grads = returned
        values = {"loss": loss} | {f"d{part}": grads.get(part, grads.get(f"d{part}")) for part in PARTS}
        return values | {"scores": function(given["x"], model())} if scored else values

    return subject_of(
        name, name, shapes((1, 2), strength=True), (*(("scores",) if scored else ()), "loss", *(f"d{p}" for p in PARTS)),
        (Call(observe),),
        (
            'model = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}',
            *((f"scores = {name}(x, model)",) if scored else ()),
            f"loss, grads = {name}(x, model, y, reg)",
            "dW1, db1, dW2, db2 = (grads[part] for part in model)",
        ),
        function,
    )  # fmt: skip
