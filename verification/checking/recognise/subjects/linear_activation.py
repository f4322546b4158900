"""An affine layer with samples in columns, and an activation: ``linear_activation_forward(A, W, b, "relu")``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import WrongReturn, first, named, of_names
from yudo.verification.checking.recognise.candidate import Call, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order
from yudo.verification.checking.recognise.subjects import affine, relu, sigmoid

_NOTE = Text('활성화는 `"relu"`와 `"sigmoid"`다', 'the activations are `"relu"` and `"sigmoid"`')
FORWARD_NAMES = Called(
    ("linear_activation_forward",), "(A_prev, W, b, activation) → A, cache", (), (4,), _NOTE
)
BACKWARD_NAMES = Called(
    ("linear_activation_backward",), "(dA, cache, activation) → dA_prev, dW, db", (), (3,), _NOTE
)
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

ACTIVATIONS: Mapping[str, tuple[str, Callable[..., Values]]] = {
    "relu": ("", relu.reference),
    "sigmoid": ("_sigmoid", sigmoid.reference),
}
"""What is added to the quantities of each, and its reference."""
GRADIENTS = ("dx", "dw", "db")


def reference(given: Given, average: int = 0, kink: float = 0.0) -> Values:
    """The layer with each activation."""
    inputs = {name: given[name] for name in affine.INPUTS}
    z = affine.column_reference(inputs)["out"]
    values = {}
    for name, (suffix, activation) in ACTIVATIONS.items():
        options = {"kink": kink} if name == "relu" else {}
        if "dout" not in given:
            values[f"out{suffix}"] = activation({"x": z})["out"]
        else:
            dz = activation({"x": z, "dout": given["dout"]}, **options)["dx"]
            gradients = affine.column_reference({**inputs, "dout": dz}, average)
            values.update({f"{name}{suffix}": gradients[name] for name in GRADIENTS})
    return values


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module; a backward needs the cache of its own forward."""
    forward, backward = of_names(names, FORWARD_NAMES), of_names(names, BACKWARD_NAMES)
    if forward is None:
        return
    ordered = order(forward, affine.INPUTS)
    name = forward.__name__
    calls = [
        (f'out{suffix}, cache{suffix} = {name}({", ".join(ordered)}, "{activation}")', activation, suffix)
        for activation, (suffix, _) in ACTIVATIONS.items()
    ]
    made = tuple(line for line, *_ in calls)

    def ahead(given: Given) -> Values:
        arrays = [given[part] for part in ordered]
        return {f"out{suffix}": first(forward(*arrays, a)) for a, (suffix, _) in ACTIVATIONS.items()}

    def back(given: Given) -> Values:
        values = {}
        for activation, (suffix, _) in ACTIVATIONS.items():
            returned = forward(*[given[part] for part in ordered], activation)
            if not isinstance(returned, (tuple, list)) or len(returned) != 2:
                raise WrongReturn(Text("순전파가 캐시를 돌려주지 않는다", "the forward returns no cache"))
            gradients = named(backward(given["dout"], returned[1], activation), GRADIENTS)
            values.update({f"{part}{suffix}": gradients[part] for part in GRADIENTS})
        return values

    suffixes = [suffix for suffix, _ in ACTIVATIONS.values()]
    yield Subject(
        name, name, {part: affine.COLUMNS[part] for part in affine.INPUTS}, tuple(f"out{s}" for s in suffixes),
        (Call(ahead),), reference, made, {}, affine.COLUMN_READINGS[1:], source=forward,
    )  # fmt: skip
    if backward is not None:
        back_calls = (
            f'dx{s}, dw{s}, db{s} = {backward.__name__}(dout, cache{s}, "{activation}")'
            for _, activation, s in calls
        )
        yield Subject(
            backward.__name__, backward.__name__, affine.COLUMNS, tuple(f"{part}{s}" for s in suffixes for part in GRADIENTS),
            (Call(back),), reference, (*made, *back_calls), {},
            affine.COLUMN_READINGS, kinks=True, source=backward,
        )  # fmt: skip
