"""The sandwich of an affine layer and ReLU: ``affine_relu_forward`` and ``affine_relu_backward``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yudo.verification.checking.recognise.calling import backward_call, forward_call, of_names
from yudo.verification.checking.recognise.candidate import Call, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order
from yudo.verification.checking.recognise.subjects import affine, relu

FORWARD_NAMES = Called(("affine_relu_forward",), "(x, w, b) → out, cache", (), (3,))
BACKWARD_NAMES = Called(("affine_relu_backward",), "(dout, cache) → dx, dw, db", (), (2,))
CALLED = (
    FORWARD_NAMES,
    BACKWARD_NAMES,
)

RESULTS = {"out": "relu.out", "dx": "affine.dx", "dw": "affine.dw", "db": "affine.db"}
FORWARD_FLAWS = (*affine.FORWARD_FLAWS, *relu.FORWARD_FLAWS)
BACKWARD_FLAWS = (*relu.BACKWARD_FLAWS, *affine.FLAWS)


def reference(given: Given, kink: float = 0.0, **options: Any) -> Values:
    """ReLU after the affine layer; options of either make mistakes."""
    of_affine = {
        key: value
        for key, value in options.items()
        if key in ("bias", "db", "transposed", "product", "samples")
    }
    of_relu = {key: value for key, value in options.items() if key not in of_affine}
    inputs = {name: given[name] for name in ("x", "w", "b")}
    z = affine.reference(inputs, **of_affine)["out"]
    if "dout" not in given:
        return relu.reference({"x": z}, kink=kink, **of_relu)
    middle = relu.reference({"x": z, "dout": given["dout"]}, kink=kink, **of_relu)
    values = affine.reference({**inputs, "dout": middle["dx"]}, **of_affine)
    return {**values, "out": middle["out"]}


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module."""
    forward = of_names(names, FORWARD_NAMES)
    backward = of_names(names, BACKWARD_NAMES)
    if forward is not None:
        ordered = order(forward, affine.INPUTS)
        yield Subject(
            forward.__name__, "affine_relu", {name: affine.VECTORS[name] for name in affine.INPUTS}, ("out",),
            (Call(forward_call(forward, ordered, "out")),), reference,
            (f"out, cache = {forward.__name__}({', '.join(ordered)})",), RESULTS,
            flaws=FORWARD_FLAWS, further_shapes=affine.FORWARD_IMAGES, takes_images=True, source=forward,
        )  # fmt: skip
    if backward is not None:
        caches = (
            lambda g: ((g["x"], g["w"], g["b"]), g["x"].reshape(g["x"].shape[0], -1) @ g["w"] + g["b"]),
        )
        snippet = "out, cache = affine_relu_forward(x, w, b)"
        yield Subject(
            backward.__name__, "affine_relu", affine.VECTORS, ("dx", "dw", "db"),
            backward_call(forward, backward, affine.INPUTS, ("dx", "dw", "db"), caches), reference,
            (snippet, f"dx, dw, db = {backward.__name__}(dout, cache)"), RESULTS,
            flaws=BACKWARD_FLAWS, further_shapes=affine.IMAGES, takes_images=True, kinks=True, source=backward,
        )  # fmt: skip
