"""Nets of affine layers with an activation between: classes with ``.params`` and ``.loss``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.built_nets import Unmakeable
from yudo.verification.checking.recognise.candidate import (
    NUMBERS,
    Flaw,
    Given,
    Program,
    Reading,
    Reference,
    Subject,
    Values,
    both,
    one_hot_rows,
)
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.nets import (
    LISTED,
    NONE,
    Misbuilt,
    NetProgram,
    Template,
    Unmade,
    layer_numbers,
    made_as,
    make,
    size_names,
    strength_parameter,
    takes_list,
)
from yudo.verification.checking.recognise.subjects.softmax_cross_entropy import FLAWS as SOFTMAX_FLAWS
from yudo.verification.checking.recognise.subjects.softmax_cross_entropy import GUARDS
from yudo.verification.checking.recognise.subjects.softmax_cross_entropy import reference as softmax_reference
from yudo.verification.symbolic.inputs import Shape, labels

NET_NAMES = Called(
    ("FullyConnectedNet", "MultiLayerNet"),
    ".params; loss(X, y) → loss, grads",
    ("fully_connected_net.loss",),
    note=Text("이름에 net이 든 다른 클래스도", "and other classes with net in their names"),
)
CALLED = (NET_NAMES,)

_SCALES = (
    ("half", Text("L2 항을 `½·reg·ΣW²`로 쓴다", "the L2 term is `½·reg·ΣW²`"), 1),
    ("full", Text("L2 항을 `reg·ΣW²`로 쓴다", "the L2 term is `reg·ΣW²`"), 2),
    ("mean", Text("L2 항을 `reg/(2N)·ΣW²`로 쓴다", "the L2 term is `reg/(2N)·ΣW²`"), "mean"),
    ("none", Text("L2 항이 없다", "there is no L2 term"), 0),
)
_AVERAGES = (
    ("mean", None),
    ("sum", Text("표본에 대해 평균이 아니라 합을 쓴다", "sums over the samples instead of averaging")),
)
_ACTIVATIONS = (
    ("relu", None),
    ("sigmoid", Text("활성화 함수는 시그모이드다", "the activation is the sigmoid")),
)
READINGS, UNREGULARISED = (
    tuple(
        Reading(f"{a}-{scale}-{average}", both(activation, scale_name if scale != "half" else None, sums),
                {"activation": a, "scale": factor, "average": average})
        for a, activation in _ACTIVATIONS
        for average, sums in _AVERAGES
        for scale, scale_name, factor in scales
    )
    for scales in (_SCALES, _SCALES[-1:])
)  # fmt: skip
PREDICTIONS = tuple(
    Reading(f"{a}-{shown}", both(activation, shown_name), {"activation": a, "predicts": shown})
    for a, activation in _ACTIVATIONS
    for shown, shown_name in (
        ("scores", None),
        ("probabilities", Text("`predict`가 확률을 돌려준다", "`predict` returns probabilities")),
    )
)

FLAWS = (
    Flaw("l2-factor", Text("손실에는 `reg·ΣW²`를, 그래디언트에는 `reg·W`를 썼다: 인수 2", "loss uses `reg·ΣW²` but the gradient `reg·W`: factor 2"), {"decay": 0.5}),
    Flaw("l2-factor", Text("손실에는 `½·reg·ΣW²`를, 그래디언트에는 `2·reg·W`를 썼다: 인수 2", "loss uses `½·reg·ΣW²` but the gradient `2·reg·W`: factor 2"), {"decay": 2}),
    Flaw("l2-missing", Text("`dW`에 L2 항이 빠졌다", "L2 term missing from dW"), {"decay": 0}),
    Flaw("l2-sign", Text("L2 항의 부호가 반대다", "the sign of the L2 term in the gradient is wrong"), {"decay": -1}),
    Flaw("l2-missing-in-loss", Text("손실에 L2 항이 빠졌다", "L2 term missing from the loss"), {"penalty": 0}),
    Flaw("biases-regularised", Text("편향까지 정규화했다", "biases are regularised"), {"biases": "both"}),
    Flaw("biases-regularised", Text("편향의 그래디언트까지 정규화했다", "biases are regularised, in the gradient alone"), {"biases": "gradient"}),
    Flaw("biases-regularised", Text("손실에서 편향까지 정규화했다", "biases are regularised, in the loss alone"), {"biases": "loss"}),
    Flaw("l2-layer-missing", Text("L2 항에 첫째 층의 가중치만 들어 있다", "the L2 term has the weights of the first layer alone"), {"decayed": "first"}),
    Flaw("l2-layer-missing", Text("L2 항에 마지막 층의 가중치만 들어 있다", "the L2 term has the weights of the last layer alone"), {"decayed": "last"}),
    Flaw("l2-layer-missing", Text("L2 항에서 마지막 층의 가중치가 손실과 그래디언트 모두에서 빠졌다", "the L2 term leaves out the weights of the last layer, in the loss and in the gradient"), {"decayed": "not last"}),
    Flaw("l2-layer-missing", Text("L2 항에서 첫째 층의 가중치가 손실과 그래디언트 모두에서 빠졌다", "the L2 term leaves out the weights of the first layer, in the loss and in the gradient"), {"decayed": "not first"}),
    Flaw("relu-on-output", Text("출력층에도 ReLU를 적용했다", "ReLU on the output layer"), {"output": "relu"}),
    Flaw("relu-on-output", Text("출력층에도 ReLU를 적용하고, 역전파에서는 빠뜨렸다", "ReLU on the output layer, and not in the backward pass"), {"output": "relu forward"}),
    Flaw("no-activation", Text("은닉층에 활성화 함수가 없다", "there is no activation on the hidden layer"), {"hidden": "none"}),
    Flaw("no-mask", Text("ReLU 마스크가 빠졌다", "the ReLU mask is missing"), {"mask": "none"}),
    Flaw("no-mask", Text("첫째 은닉층에서 ReLU 마스크가 빠졌다", "the ReLU mask is missing at the first hidden layer"), {"mask": "not first"}),
    Flaw("no-mask", Text("마지막 은닉층에서 ReLU 마스크가 빠졌다", "the ReLU mask is missing at the last hidden layer"), {"mask": "not last"}),
    Flaw("l2-absolute", Text("L2 항의 그래디언트에 `W` 대신 `|W|`를 썼다", "the L2 term in the gradient uses `|W|` instead of `W`"), {"decayed": "absolute"}),
    Flaw("mask-of-dout", Text("ReLU 마스크를 다른 변수에서 만들었다: 그래디언트의 부호로 지웠다", "the ReLU mask is taken from the wrong variable: from the gradient itself"), {"mask": "gradient"}),
    Flaw("mask-inverted", Text("ReLU 마스크가 뒤집혔다", "the ReLU mask is inverted"), {"mask": "inverted"}),
    Flaw("no-bias", Text("편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the biases are not added"), {"bias": "none"}),
    Flaw("no-bias", Text("첫째 층의 편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the first bias is not added"), {"bias": "not first"}),
    Flaw("no-bias", Text("마지막 층의 편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the last bias is not added"), {"bias": "not last"}),
    Flaw("factor-1/N", Text("그래디언트를 N으로 나누지 않았다: 데이터 항이 옳은 값의 N배다", "the gradient is not divided by N: off by the factor 1/N"), {"gradient_average": "sum"}),
    Flaw("factor-1/N", Text("그래디언트를 N으로 두 번 나누었다: 데이터 항이 옳은 값의 1/N배다", "the gradient is divided by N twice: off by the factor 1/N"), {"gradient_average": "twice"}),
    Flaw("pre-activation", Text("dW 계산에 활성화 이후가 아니라 이전의 값을 썼다", "dW uses the hidden layer before its activation"), {"inputs": "before activation"}),
    Flaw("db-mean", Text("`db`를 더하지 않고 평균 냈다", "`db` is averaged over the samples instead of summed"), {"db": "mean"}),
)  # fmt: skip
INNER = (
    "labels-off-by-one",
    "no-one-hot",
    "one-hot-added",
    "one-hot-after-average",
    "columns",
    "whole-array",
)


def reference(
    given: Given,
    activation: str = "relu",
    scale: Any = 1,
    decay: float = 1,
    penalty: float = 1,
    biases: str = "no",
    decayed: str = "all",
    output: str = "linear",
    hidden: str = "activation",
    mask: str = "right",
    bias: str = "all",
    gradient_average: str = "once",
    inputs: str = "after activation",
    db: str = "sum",
    kink: float = 0.0,
    predicts: str = "scores",
    **options: Any,
) -> Values:
    """Scores, loss and gradients of the net; the options after ``scale`` make mistakes."""
    numbers = layer_numbers(given)
    depth = len(numbers)
    weights = {layer: given[f"W{n}"] for layer, n in enumerate(numbers, 1)}
    added_to = {layer: given[f"b{n}"] for layer, n in enumerate(numbers, 1)}
    y, reg, N = given["y"], given.get("reg", 0), given["x"].shape[0]
    active, before, masks = {0: given["x"]}, {0: given["x"]}, {}
    for layer in range(1, depth + 1):
        added = bias == "all" or (bias == "not first" and layer > 1) or (bias == "not last" and layer < depth)
        z = active[layer - 1] @ weights[layer] + (added_to[layer] if added else 0)
        last = layer == depth
        linear = (last and output == "linear") or (not last and hidden == "none")
        before[layer] = z
        if linear:
            active[layer], masks[layer] = z, 1.0
        elif activation == "relu" or last:
            positive = (z >= 0) * 1.0 if kink else (z > 0) * 1.0
            active[layer], masks[layer] = z * positive, positive
        else:
            active[layer] = 1 / (1 + np.exp(-z))
            masks[layer] = active[layer] * (1 - active[layer])
    inner = softmax_reference({"x": active[depth], "y": y}, **options)
    values = {"scores": inner["out"] if predicts == "probabilities" else active[depth]}

    strength = reg / N if scale == "mean" else reg * scale
    chosen = {
        "first": range(1, 2), "last": range(depth, depth + 1),
        "not first": range(2, depth + 1), "not last": range(1, depth),
    }.get(decayed, range(1, depth + 1))  # fmt: skip
    squares = 0.0
    for layer in range(1, depth + 1):
        if layer in chosen:
            squares = squares + np.sum(weights[layer] * weights[layer])
        if biases in ("both", "loss"):
            squares = squares + np.sum(added_to[layer] * added_to[layer])
    values["loss"] = inner["loss"] + penalty * strength * squares / 2

    dz = inner["dx"] * {"once": 1, "sum": N, "twice": 1 / N}[gradient_average]
    if output == "relu":
        dz = dz * masks[depth]
    for layer in range(depth, 0, -1):
        number = numbers[layer - 1]
        weight = np.abs(weights[layer]) if decayed == "absolute" else weights[layer]
        kept = before if inputs == "before activation" else active
        values[f"dW{number}"] = kept[layer - 1].T @ dz + (decay * strength * weight if layer in chosen else 0)
        total = np.sum(dz, axis=0) / (N if db == "mean" else 1)
        values[f"db{number}"] = total + (strength * added_to[layer] if biases in ("both", "gradient") else 0)
        if layer > 1:
            dactive = dz @ weights[layer].T
            positive = masks[layer - 1]
            chosen_mask = {
                "right": positive,
                "none": 1.0,
                "inverted": 1 - positive,
                "gradient": (dactive > 0) * 1.0,
                "not first": 1.0 if layer == 2 else positive,
                "not last": 1.0 if layer == depth else positive,
            }
            dz = dactive * chosen_mask[mask]
    return values


def shapes(layers: Sequence[int], strength: bool) -> dict[str, Shape]:
    """The inputs of a net whose layers have these numbers."""
    widths = size_names(len(layers))
    given: dict[str, Shape] = {"x": Shape(("N", "D"))}
    for number, (before, after) in zip(layers, pairwise(widths), strict=True):
        given[f"W{number}"] = Shape((before, after))
        given[f"b{number}"] = Shape((after,))
    given["y"] = labels("N", below="C")
    if strength:
        given["reg"] = Shape((), "fixed")
    return given


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The nets of a module whose constructor takes a list of hidden sizes."""
    for kind in nets(names):
        if takes_list(kind):
            yield from of_class(kind, LISTED)


def nets(names: Mapping[str, Any]) -> list[type]:
    """The classes of a module that look like nets."""
    return [
        value
        for name, value in names.items()
        if isinstance(value, type)
        and callable(getattr(value, "loss", None))
        and "net" in name.lower()
        and not _has_filters(value)
    ]


_FILTERS = re.compile(r"conv|filter|kernel|channel|stride|pool", re.IGNORECASE)


def _has_filters(kind: type) -> bool:
    """Whether a net is made of images rather than of vectors: those have other layers."""
    listed = inspect.signature(kind).parameters.values()
    return bool(_FILTERS.search(kind.__name__)) or any(
        _FILTERS.search(one.name) or (isinstance(one.default, tuple) and len(one.default) > 2)
        for one in listed
    )


def of_class(kind: type, depth: int) -> Iterator[Subject]:
    """The methods of a net class."""
    try:
        template = Template.of(make(kind, depth))
    except (Misbuilt, Unmade) as reason:
        yield unmade(kind, depth, reason, reference, results(range(1, depth + 1)))
    else:
        yield from of_template(template, kind)


def unmade(
    kind: type,
    depth: int,
    reason: Misbuilt | Unmade,
    compared: Reference,
    identifiers: Mapping[str, str],
    options: Mapping[str, Any] = NONE,
    said: str = "",
    after: tuple[str, ...] = (),
) -> Subject:
    """The loss of a net that cannot be made, or is not what was asked for; ``said`` stands after its name."""
    shown: tuple[str, ...] = ()
    if isinstance(reason, Misbuilt):
        parts = 'net.__dict__.get("params", net.__dict__).items()'
        shown = (
            f"net = {made_as(kind, depth, options)}",
            f"print({{name: np.shape(value) for name, value in {parts}}})",
        )
    elif reason.__cause__ is not None:
        shown = (f"net = {made_as(kind, depth, options)}",)
    return Subject(
        f"{kind.__name__}.loss{said}", f"{kind.__name__}{said}", {}, ("loss",), (Unmakeable(reason),),
        compared, shown, identifiers, source=kind, after=after,
    )  # fmt: skip


def results(layers: Sequence[int]) -> dict[str, str]:
    """The permanent IDs by quantity, for a net whose layers have these numbers."""
    parts = [(f"d{p}", place, n) for place, n in enumerate(layers, 1) for p in "Wb"]
    if len(layers) == 2:
        ids = {q: f"two_layer_net.{q}" for q in ("scores", "loss")}
        return ids | {f"{part}{n}": f"two_layer_net.{part}{place}" for part, place, n in parts}
    ids = {q: f"fully_connected_net.{q}" for q in ("scores", "loss")}
    return ids | {f"{part}{n}": f"fully_connected_net.{part}" for part, _, n in parts}


def subject_of(
    function: str,
    group: str,
    given: Mapping[str, Shape],
    quantities: tuple[str, ...],
    programs: tuple[Program, ...],
    snippet: tuple[str, ...],
    source: Any,
    said: Text | None = None,
) -> Subject:
    """A net in whatever form, with its conventions; ``said`` is what all of them have in common."""
    readings = tuple(
        replace(one, name=both(said, one.name)) for one in (READINGS if "reg" in given else UNREGULARISED)
    )
    inner = tuple(flaw for flaw in SOFTMAX_FLAWS if flaw.key in INNER)
    return Subject(
        function, group, given, quantities, programs, reference, snippet, results(layer_numbers(given)), readings,
        (*FLAWS, *inner), GUARDS, kinks=True, source=source,
    )  # fmt: skip


def gradients_of(template: Template, grads: Any, gradients: Sequence[str], reads: dict[str, str]) -> Values:
    """The gradients by name, from a dict or in a row; ``reads`` learns how each is written."""
    values = {}
    listed = isinstance(grads, (tuple, list))
    if isinstance(grads, (tuple, list)) and len(grads) == len(gradients):
        grads = {gradients[place]: value for place, value in enumerate(grads)}
    for gradient in gradients:
        part = gradient[1:]
        key = template.keys[part]
        names = (key, f"d{key}", part, gradient)
        name = next((one for one in names if grads.get(one) is not None), key)
        value = grads.get(name)
        place = gradients.index(gradient) if listed else repr(name)
        reads[gradient] = template.reading(part, f"grads[{place}]")
        values[gradient] = template.gradient(part, value)
    return values


def of_template(template: Template, kind: Any) -> Iterator[Subject]:
    """The methods of a net: ``loss`` with gradients, or ``predict``, ``loss`` and ``gradient``."""
    layers, name = template.layers, kind.__name__
    counted = (
        None if layers[0] == 1 else Text(f"층을 {layers[0]}부터 센다", f"layers are counted from {layers[0]}")
    )
    loss_parameter = strength_parameter(kind.loss)
    strength = loss_parameter is not None or template.is_regularised
    gradients = [f"d{p}{n}" for n in layers for p in "Wb"]
    given = shapes(layers, strength)
    has_gradient = callable(getattr(kind, "gradient", None))
    by_name = "" if loss_parameter is None else f", {loss_parameter}=reg"

    def named(given: Given) -> dict[str, Any]:
        return {} if loss_parameter is None else {loss_parameter: given["reg"]}

    reads: dict[str, str] = {"scores": f"net.{'predict' if has_gradient else 'loss'}(x)"}

    def gathered(grads: Any) -> Values:
        return gradients_of(template, grads, gradients, reads)

    def one_hot(observe: Any) -> Any:
        """The same with targets that are one-hot rows."""

        def observed(net: Any, given: Given) -> Values:
            values: Values = observe(
                net, {**given, "y": np.eye(given[f"W{layers[-1]}"].shape[1])[given["y"]]}
            )
            return values

        return observed

    def scores(net: Any, given: Given) -> Values:
        return {"scores": net.predict(given["x"])}

    def loss_alone(net: Any, given: Given) -> Values:
        return {"loss": net.loss(given["x"], given["y"], **named(given))}

    def gradient_alone(net: Any, given: Given) -> Values:
        return gathered(net.gradient(given["x"], given["y"]))

    def loss_and_gradients(net: Any, given: Given) -> Values:
        returned = net.loss(given["x"], given["y"], **named(given))
        if returned is None:
            return dict.fromkeys(("loss", *gradients))
        if not isinstance(returned, (tuple, list)):
            return {"loss": returned}
        values = {"loss": returned[0], **gathered(returned[1])}
        if without_labels:
            values["scores"] = net.loss(given["x"])
        return values

    labels_parameter = list(inspect.signature(kind.loss).parameters.values())[2:3]
    without_labels = bool(labels_parameter) and labels_parameter[0].default is None

    def subject(method: str, quantities: tuple[str, ...], observe: Any, snippet: str) -> Subject:
        programs = (NetProgram(template, observe), NetProgram(template, one_hot(observe)))
        made = (*template.lines("reg" in given and loss_parameter is None), snippet)
        subject = subject_of(f"{name}.{method}", name, given, quantities, programs, made, kind, counted)
        return replace(subject, reads=reads, forms=(NUMBERS, one_hot_rows(f"W{layers[-1]}.shape[1]")))

    if has_gradient:
        if callable(getattr(kind, "predict", None)):
            named_so = tuple(replace(one, name=both(counted, one.name)) for one in PREDICTIONS)
            predict = subject("predict", ("scores",), scores, "scores = net.predict(x)")
            yield replace(predict, readings=named_so)
        yield subject("loss", ("loss",), loss_alone, f"loss = net.loss(x, y{by_name})")
        yield subject("gradient", tuple(gradients), gradient_alone, "grads = net.gradient(x, y)")
    else:
        first = ("scores",) if without_labels else ()
        yield subject(
            "loss", (*first, "loss", *gradients), loss_and_gradients, f"loss, grads = net.loss(x, y{by_name})"
        )
