"""Nets of images: a convolution, a pooling and two affine layers, made at one small size."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.built_nets import (
    BuiltProgram,
    demand_parts,
    told,
    typed,
    unbuilt,
)
from yudo.verification.checking.recognise.candidate import (
    NUMBERS,
    Flaw,
    Given,
    Program,
    Reading,
    Subject,
    Values,
    one_hot_rows,
)
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.nets import strength_attribute
from yudo.verification.checking.recognise.subjects.softmax_cross_entropy import reference as softmax_reference
from yudo.verification.symbolic.inputs import Shape, labels

CALLED = (
    Called(
        ("ThreeLayerConvNet", "SimpleConvNet"),
        ".params; loss(X, y) → loss, grads",
        ("three_layer_conv_net.loss",),
        note=Text(
            "`input_dim`(또는 `input_dims`), 필터의 수와 크기, 은닉층과 클래스의 수를 강의의 이름으로 받아 만드는 것만 검사한다",
            "only those that are made of `input_dim` (or `input_dims`), number and size of filters, hidden units and classes, "
            "named as in the course",
        ),
    ),
)

_SIZES = {"num_filters": 2, "filter_size": 5, "hidden_dim": 6, "num_classes": 5}
_COURSES = tuple({name: (1, 4, 2), **_SIZES} for name in ("input_dim", "input_dims"))
_SCRATCH = {
    "input_dim": (1, 6, 6), "conv_param": {"filter_num": 2, "filter_size": 3, "pad": 0, "stride": 1},
    "hidden_size": 6, "output_size": 5,
}  # fmt: skip
_OF_AFFINE = {
    "b1": Shape((2,)),
    "b2": Shape((6,)),
    "W3": Shape((6, 5)),
    "b3": Shape((5,)),
    "y": labels(3, below=5),
}
PADDED = {"x": Shape((3, 1, 4, 2)), "W1": Shape((2, 1, 5, 5)), "W2": Shape((4, 6)), **_OF_AFFINE}
"""The course's: the convolution keeps the size of the images."""
REGULARISED = {**PADDED, "reg": Shape((), "fixed")}
UNPADDED = {"x": Shape((3, 1, 6, 6)), "W1": Shape((2, 1, 3, 3)), "W2": Shape((8, 6)), **_OF_AFFINE}
PARTS = ("W1", "b1", "W2", "b2", "W3", "b3")
RESULTS = {
    name: f"three_layer_conv_net.{name}" for name in ("scores", "loss", *(f"d{part}" for part in PARTS))
}
"""The permanent IDs by quantity."""

READINGS = (
    Reading("half"),
    Reading("full", Text("L2 항을 `reg·ΣW²`로 쓴다", "the L2 term is `reg·ΣW²`"), {"scale": 2}),
)
PLAIN = (Reading("standard"),)
_WEIGHTS = ("W1", "W2", "W3")
FLAWS = (
    Flaw("relu-missing", Text("합성곱 다음의 ReLU가 없다", "there is no ReLU after the convolution"), {"relus": (2,)}),
    Flaw("relu-missing", Text("은닉 아핀층 다음의 ReLU가 없다", "there is no ReLU after the hidden affine layer"), {"relus": (1,)}),
    Flaw("relu-on-output", Text("출력층에도 ReLU를 적용했다", "ReLU on the output layer"), {"relus": (1, 2, 3)}),
    Flaw("relu-on-output", Text("출력층에도 ReLU를 적용하고, 역전파에서는 빠뜨렸다", "ReLU on the output layer, and not in the backward pass"), {"relus": (1, 2, 3), "masks": (1, 2)}),
    Flaw("no-mask", Text("역전파에서 합성곱 다음의 ReLU가 빠졌다", "the backward pass leaves out the ReLU after the convolution"), {"masks": (2, 3)}),
    Flaw("no-mask", Text("역전파에서 은닉 아핀층 다음의 ReLU가 빠졌다", "the backward pass leaves out the ReLU after the hidden affine layer"), {"masks": (1, 3)}),
    Flaw("mean-pooling", Text("창의 최댓값이 아니라 평균을 썼다", "the mean of each window, not its largest value"), {"pooling": "mean"}),
)  # fmt: skip
OF_PENALTY = (
    Flaw("l2-factor", Text("손실에는 `reg·ΣW²`를, 그래디언트에는 `reg·W`를 썼다: 인수 2", "loss uses `reg·ΣW²` but the gradient `reg·W`: factor 2"), {"scale": 2, "decay": 0.5}),
    Flaw("l2-factor", Text("손실에는 `½·reg·ΣW²`를, 그래디언트에는 `2·reg·W`를 썼다: 인수 2", "loss uses `½·reg·ΣW²` but the gradient `2·reg·W`: factor 2"), {"scale": 1, "decay": 2}),
    Flaw("l2-missing", Text("L2 항이 손실에도 그래디언트에도 없다", "there is no L2 term, neither in the loss nor in the gradients"), {"decay": 0, "penalty": 0}),
    Flaw("l2-missing", Text("`dW`에 L2 항이 빠졌다", "L2 term missing from dW"), {"decay": 0}),
    Flaw("l2-missing-in-loss", Text("손실에 L2 항이 빠졌다", "L2 term missing from the loss"), {"penalty": 0}),
    Flaw("biases-regularised", Text("편향까지 정규화했다", "biases are regularised"), {"penalised": PARTS, "decayed": PARTS}),
    Flaw("biases-regularised", Text("편향의 그래디언트까지 정규화했다", "biases are regularised, in the gradient alone"), {"decayed": PARTS}),
    *(
        Flaw("l2-layer-missing", Text(f"L2 항에서 `{part}`이 {ko} 빠졌다", f"the L2 term lacks `{part}`, {en}"), {name: tuple(one for one in _WEIGHTS if one != part) for name in where})
        for part in _WEIGHTS
        for where, ko, en in (
            (("penalised", "decayed"), "손실과 그래디언트 모두에서", "in the loss and in the gradient"),
            (("penalised",), "손실에서만", "in the loss alone"),
            (("decayed",), "그래디언트에서만", "in the gradient alone"),
        )
    ),
)  # fmt: skip


def reference(
    given: Given,
    scale: float = 1,
    decay: float = 1,
    penalty: float = 1,
    penalised: tuple[str, ...] = _WEIGHTS,
    decayed: tuple[str, ...] = _WEIGHTS,
    relus: tuple[int, ...] = (1, 2),
    masks: tuple[int, ...] = (1, 2, 3),
    pooling: str = "max",
    kink: float = 0.0,
) -> Values:
    """Scores, loss and gradients of convolution, ReLU, 2x2 pooling, affine, ReLU, affine, softmax.

    The convolution keeps the size of the images, if its filter is larger than 3x3, or else does not pad.
    """
    x, w = given["x"], given["W1"]
    pad = (w.shape[2] - 1) // 2 if w.shape[2] > 3 else 0
    windows = _windows(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), w.shape[2])
    convolved = np.einsum("nchwij,fcij->nfhw", windows, w) + given["b1"][:, None, None]

    def active(z: Any, place: int) -> Any:
        return np.maximum(z, 0) if place in relus else z

    def slope(z: Any, place: int) -> Any:
        if place not in relus or place not in masks:
            return 1.0
        return (z >= 0) * 1.0 if kink else (z > 0) * 1.0

    a = active(convolved, 1)
    N, F, H, W = a.shape
    cells = a.reshape(N, F, H // 2, 2, W // 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, F, H // 2, W // 2, 4)
    largest = cells.max(axis=-1, keepdims=True)
    chosen = (cells == largest) * 1.0
    if not kink:
        chosen = np.eye(4)[cells.argmax(axis=-1)]
    if pooling == "mean":
        chosen = np.full(cells.shape, 0.25)
    pooled = (cells.mean(axis=-1) if pooling == "mean" else largest[..., 0]).reshape(N, -1)
    z2 = pooled @ given["W2"] + given["b2"]
    hidden = active(z2, 2)
    z3 = hidden @ given["W3"] + given["b3"]
    scores = active(z3, 3)
    inner = softmax_reference({"x": scores, "y": given["y"]})

    strength = scale * given.get("reg", 0)
    squares = sum(np.sum(given[part] ** 2) for part in penalised)
    values: Values = {"scores": scores, "loss": inner["loss"] + penalty * strength * squares / 2}
    dz3 = inner["dx"] * slope(z3, 3)
    dz2 = (dz3 @ given["W3"].T) * slope(z2, 2)
    dcells = (dz2 @ given["W2"].T).reshape(N, F, H // 2, W // 2, 1) * chosen
    da = dcells.reshape(N, F, H // 2, W // 2, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(a.shape)
    dconvolved = da * slope(convolved, 1)
    values |= {
        "dW1": np.einsum("nchwij,nfhw->fcij", windows, dconvolved), "db1": dconvolved.sum(axis=(0, 2, 3)),
        "dW2": pooled.T @ dz2, "db2": dz2.sum(axis=0), "dW3": hidden.T @ dz3, "db3": dz3.sum(axis=0),
    }  # fmt: skip
    for part in decayed:
        values[f"d{part}"] = values[f"d{part}"] + decay * strength * given[part]
    return values


def _windows(x: Any, size: int) -> Any:
    return np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))


# -- somebody's class --------------------------------------------------------------------------------------


NUMBERS_ALONE = Text(
    "합성곱 신경망은 작은 크기 하나에서 값으로만 비교한다",
    "a net with a convolution is compared by values alone, at one small size",
)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The nets of a module that are made of images, with the constructor of a course."""
    for kind in names.values():
        if (
            isinstance(kind, type)
            and callable(getattr(kind, "loss", None))
            and "net" in kind.__name__.lower()
        ):
            takes = inspect.signature(kind).parameters.keys()
            for arguments in (*_COURSES, _SCRATCH):
                if arguments.keys() <= takes:
                    given = UNPADDED if arguments is _SCRATCH else REGULARISED
                    yield _of_class(kind, arguments, given)


def _of_class(kind: type, arguments: Mapping[str, Any], given: Mapping[str, Shape]) -> Subject:
    name, has_gradient = kind.__name__, callable(getattr(kind, "gradient", None))
    made = f"net = {told(kind, {part: repr(value) for part, value in arguments.items()})}"
    function = f"{name}.{'gradient' if has_gradient else 'loss'}"
    try:
        net = kind(**arguments, **typed(kind))
        demand_parts(net, {part: given[part].sizes for part in PARTS})
    except Exception as error:
        return unbuilt(kind, function, error, made, reference)
    if strength_attribute(net) is None and "reg" in given:
        given = PADDED
    strength = strength_attribute(net) if "reg" in given else None
    gradients = [f"d{part}" for part in PARTS]
    reads = {"scores": "net.predict(x)" if has_gradient else "net.loss(x)"}
    reads |= {f"d{part}": f"grads[{part!r}]" for part in PARTS}

    def observe(net: Any, given: Given) -> Values:
        x, y = given["x"], given["y"]
        if strength is not None:
            setattr(net, strength, given["reg"])
        returned = net.loss(x, y)
        if returned is None:
            return dict.fromkeys(("loss", *gradients))
        loss, grads = (returned, net.gradient(x, y)) if has_gradient else returned
        values = {"loss": loss, **{f"d{part}": grads.get(part) for part in PARTS}}
        return values | {"scores": net.predict(x) if has_gradient else net.loss(x)}

    def one_hot(net: Any, given: Given) -> Values:
        return observe(net, {**given, "y": np.eye(given["W3"].shape[1])[given["y"]]})

    lines = [made, *(f"net.params[{part!r}][...] = {part}" for part in PARTS)]
    if strength is not None:
        lines.append(f"net.{strength} = reg")
    lines += (
        ["loss = net.loss(x, y)", "grads = net.gradient(x, y)"]
        if has_gradient
        else ["loss, grads = net.loss(x, y)"]
    )
    programs: tuple[Program, ...] = tuple(
        BuiltProgram(lambda given: net, PARTS, one, NUMBERS_ALONE) for one in (observe, one_hot)
    )
    return Subject(
        function, name, given, ("scores", "loss", *gradients), programs, reference, tuple(lines), RESULTS,
        forms=(NUMBERS, one_hot_rows("W3.shape[1]")), readings=READINGS if "reg" in given else PLAIN,
        flaws=(*FLAWS, *(OF_PENALTY if "reg" in given else ())), kinks=True, reads=reads, source=kind,
    )  # fmt: skip
