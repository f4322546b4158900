"""Nets whose hidden layers are normalised, or drop out: the classes of the other modules, made with options."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.agreement import FAR
from yudo.verification.checking.recognise.candidate import (
    NUMBERS,
    Flaw,
    Given,
    Reading,
    Subject,
    Values,
    both,
    one_hot_rows,
)
from yudo.verification.checking.recognise.drawing import drawing_in_turn, in_turn_as_text
from yudo.verification.checking.recognise.nets import (
    LISTED,
    Misbuilt,
    Template,
    Unmade,
    layer_numbers,
    make,
    size_names,
    strength_parameter,
    takes_list,
)
from yudo.verification.checking.recognise.reuse import reused
from yudo.verification.checking.recognise.subjects import fully_connected_net
from yudo.verification.checking.recognise.subjects.dropout import READINGS as OF_DROPOUT
from yudo.verification.checking.recognise.subjects.fully_connected_net import (
    gradients_of,
    nets,
    unmade,
)
from yudo.verification.checking.recognise.subjects.softmax_cross_entropy import reference as softmax_reference
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs
from yudo.verification.symbolic.tracing import TraceFailed

CALLED = ()

RATIO = 0.625
"""What dropout is made with: the probability of keeping, or of dropping."""
NAMED = ("normalization", "norm", "normalize", "norm_type")
SWITCHES = (
    "use_batchnorm",
    "use_batch_norm",
    "use_bn",
    "batchnorm",
    "batch_norm",
    "use_layernorm",
    "layernorm",
)
RATIOS = (
    "dropout_keep_ratio",
    "dropout",
    "dropout_ration",
    "dropout_ratio",
    "keep_prob",
    "dropout_rate",
    "p",
)
DROPS = ("use_dropout",)
_OPTION = re.compile(r"norm|drop|(?:^|_)bn(?:$|_)", re.IGNORECASE)
TRAINING = ("train_flg", "train", "training", "is_train", "is_training", "train_flag")


@dataclass(frozen=True)
class Option:
    """What a net is made with besides its sizes.

    Attributes
    ----------
    arguments
        Of its constructor, by name.
    normalized
        How its hidden layers are: ``"batchnorm"``, ``"layernorm"`` or not at all.
    drops
        Whether they drop out.
    """

    arguments: Mapping[str, Any]
    normalized: str = ""
    drops: bool = False

    @property
    def said(self) -> str:
        """As it stands after the name of the net."""
        return f" ({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})"

    def with_other(self, other: Option) -> Option:
        """Both at once."""
        return Option({**self.arguments, **other.arguments}, self.normalized or other.normalized, True)


def options_of(kind: type) -> tuple[list[Option], list[str]]:
    """The options that a constructor takes, and the names of those that look like some and are not known."""
    names = [one.name for one in inspect.signature(kind).parameters.values()]
    found: list[Option] = []
    named = next((name for name in NAMED if name in names), None)
    if named is not None:
        found += [Option({named: how}, how) for how in ("batchnorm", "layernorm")]
    switches = [name for name in SWITCHES if name in names]
    found += [Option({name: True}, "layernorm" if "layer" in name else "batchnorm") for name in switches]
    ratio = next((name for name in RATIOS if name in names), None)
    switch = [name for name in DROPS if name in names]
    if ratio is not None:
        dropping = Option({**dict.fromkeys(switch, True), ratio: RATIO}, drops=True)
        found += [dropping, *(one.with_other(dropping) for one in found)]
    known = {name for one in found for name in one.arguments}
    return found, [name for name in names if _OPTION.search(name) and name not in known]


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The nets of a module with each of their options, and with two at once."""
    for kind in nets(names):
        depth = LISTED if takes_list(kind) else 2
        found, unknown = options_of(kind)
        if not found and not unknown:
            continue
        try:
            plain = [one.function for one in fully_connected_net.of_class(kind, depth)]
        except Exception:  # the net by itself says so
            continue
        single = [one for one in found if not (one.normalized and one.drops)]
        for one in found:
            parts = [part for part in single if part.arguments.items() < one.arguments.items()]
            before = [f"{kind.__name__}.loss{part.said}" for part in parts]
            yield _made_with(kind, depth, one, (*plain, *before))
        for name in unknown:
            reason = Text(
                f"`{name}`에 무엇을 주어야 할지 모른다. 이 인자를 쓰지 않는 신경망만 보았다",
                f"what to give to `{name}` is not known; the net was looked at without it alone",
            )
            yield unmade(kind, depth, Unmade(reason), of_dropout, {}, {}, f" ({name}=…)", tuple(plain))


def _made_with(kind: type, depth: int, option: Option, after: tuple[str, ...]) -> Subject:
    compared = {"batchnorm": of_batchnorm, "layernorm": of_layernorm}.get(option.normalized, of_dropout)
    try:
        net = make(kind, depth, option.arguments)
        template = Template.of(net, options=option.arguments, normalized=bool(option.normalized))
    except (Misbuilt, Unmade) as reason:
        named = results(range(1, depth + 1), option.normalized)
        return unmade(kind, depth, reason, compared, named, option.arguments, option.said, after)
    return _subject(template, kind, option, compared, after)


def shapes(layers: Sequence[int], strength: bool, normalized: bool, drops: bool) -> dict[str, Shape]:
    """The inputs of such a net: ``u1``, … are the uniform numbers that its layers draw."""
    given = fully_connected_net.shapes(layers, strength)
    for number, width in zip(layers[:-1], size_names(len(layers))[1:-1], strict=True):
        if normalized:
            given |= {f"gamma{number}": Shape((width,)), f"beta{number}": Shape((width,))}
        if drops:
            given[f"u{number}"] = Shape(("N", width), "unit")
    return given


@dataclass(frozen=True)
class OptionProgram:
    """A method of such a net: on numbers alone, of which those that are drawn are given."""

    template: Template
    observe: Any

    def _observed(self, net: Any, given: Given) -> Values:
        drawn = [value for name, value in given.items() if re.fullmatch(r"u\d+", name)]
        with drawing_in_turn(*drawn):
            values: Values = self.observe(net, given)
        return values

    def fresh(self, given: Given) -> Values:
        """On numbers, by a new net."""
        return self._observed(self.template.real(given), given)

    def run(self, given: Given) -> Values:
        """On numbers, by nets that may have been used before."""
        return reused(self.template.real, self._observed, given)

    def trace(self, inputs: SymbolicInputs) -> Values:
        """Say that it is not read."""
        raise TraceFailed(NUMBERS_ALONE, False, None)


def _without_rounding(values: Values, layers: Sequence[int]) -> Values:
    """The gradients of biases that batch normalisation takes away again: 0, and nothing but rounding."""
    sizes = [np.abs(value).max() for name, value in values.items() if name[0] == "d" and value is not None]
    least = FAR * max(sizes, default=0.0)
    biases = {f"db{number}": values[f"db{number}"] for number in layers[:-1]}
    return {
        name: value if value is None else np.where(np.abs(value) <= least, 0.0, value)
        for name, value in biases.items()
    }


_ALIKE = 1e-3
"""Scores of a sample alone and among others that are no further apart are the same, but for rounding."""
NUMBERS_ALONE = Text(
    "정규화나 드롭아웃을 쓰는 신경망은 값으로만 비교한다",
    "a net with normalisation or dropout is compared by values alone",
)


def _subject(template: Template, kind: Any, option: Option, compared: Any, after: tuple[str, ...]) -> Subject:
    layers, function = template.layers, f"{kind.__name__}.loss{option.said}"
    passed = strength_parameter(kind.loss)
    given = shapes(
        layers, passed is not None or template.is_regularised, bool(option.normalized), option.drops
    )
    has_gradient = callable(getattr(kind, "gradient", None))
    gradients = [f"d{part}" for part in template.arrays]
    training = next((name for name in TRAINING if name in inspect.signature(kind.loss).parameters), None)
    by_name = ("" if passed is None else f", {passed}=reg") + (
        "" if training is None else f", {training}=True"
    )
    scored = f"net.{'predict' if has_gradient else 'loss'}"
    reads = {
        "scores": f"{scored}(x)",
        "other_samples": f"({scored}(x[:1]) - {scored}(x)[:1])",
    }
    if option.normalized != "batchnorm":
        tested: tuple[str, ...] = ("scores",)
    else:
        tested = () if option.drops else ("other_samples",)
    gives_scores = has_gradient or _labels_may_be_missing(kind)

    def named(given: Given) -> dict[str, Any]:
        options = {} if passed is None else {passed: given["reg"]}
        return options if training is None else {**options, training: True}

    def observe(net: Any, given: Given) -> Values:
        x, y = given["x"], given["y"]
        returned = net.loss(x, y, **named(given))
        if returned is None:
            return dict.fromkeys(("loss", *gradients))
        loss, grads = (returned, net.gradient(x, y)) if has_gradient else returned
        values = {"loss": loss, **gradients_of(template, grads, gradients, reads)}
        if option.normalized == "batchnorm":
            values |= _without_rounding(values, layers)
        score = net.predict if has_gradient else net.loss
        if gives_scores and "scores" in tested:
            values["scores"] = score(x)
        if gives_scores and "other_samples" in tested:
            alone, together = score(x[:1]), score(x)[:1]
            apart = ~np.isclose(alone, together, rtol=_ALIKE, atol=_ALIKE * np.max(np.abs(together)))
            values["other_samples"] = np.where(apart, alone - together, 0.0)
        return values

    def one_hot(net: Any, given: Given) -> Values:
        return observe(net, {**given, "y": np.eye(given[f"W{layers[-1]}"].shape[1])[given["y"]]})

    made = template.lines("reg" in given and passed is None)
    if option.drops:
        made += in_turn_as_text(kind, [name for name in given if re.fullmatch(r"u\d+", name)])
    called = [f"loss, grads = net.loss(x, y{by_name})"]
    if has_gradient:
        called = [f"loss = net.loss(x, y{by_name})", "grads = net.gradient(x, y)"]
    counted = (
        None if layers[0] == 1 else Text(f"층을 {layers[0]}부터 센다", f"layers are counted from {layers[0]}")
    )
    readings, flaws = conventions("reg" in given, option.normalized, option.drops)
    return Subject(
        function, function, given, (*(tested if gives_scores else ()), "loss", *gradients),
        (OptionProgram(template, observe), OptionProgram(template, one_hot)), compared, (*made, *called),
        results(layers, option.normalized),
        forms=(NUMBERS, one_hot_rows(f"W{layers[-1]}.shape[1]")),
        readings=tuple(one if counted is None else replace(one, name=both(counted, one.name)) for one in readings),
        flaws=flaws, kinks=True, reads=reads, source=kind, after=after,
    )  # fmt: skip


def results(layers: Sequence[int], normalized: str) -> dict[str, str]:
    """The permanent IDs by quantity; none of a net with dropout alone, which is on no page by itself."""
    if not normalized:
        return {}
    stem = {"batchnorm": "batch_norm_net", "layernorm": "layer_norm_net"}[normalized]
    *hidden, last = layers
    ids = {"loss": f"{stem}.loss"} | {f"dW{n}": f"{stem}.dW" for n in layers}
    ids |= {f"d{part}{n}": f"{stem}.d{part}" for n in hidden for part in ("b", "gamma", "beta")}
    return ids | {f"db{last}": f"{stem}.db_last" if normalized == "batchnorm" else f"{stem}.db"}


def _labels_may_be_missing(kind: Any) -> bool:
    second = list(inspect.signature(kind.loss).parameters.values())[2:3]
    return bool(second) and second[0].default is None


# -- what is right -----------------------------------------------------------------------------------------

_EPSILONS = (1e-5, 1e-6, 1e-7, 1e-8, 1e-3)
_OF_EPSILON = tuple(
    Reading(
        f"eps-{value:g}",
        None if value == 1e-5 else Text(f"분산에 {value:g}을 더한다", f"adds {value:g} to the variance"),
        {"eps": value},
    )
    for value in _EPSILONS
)
READINGS = {
    (normalized, drops, strength): tuple(
        Reading(
            "-".join(part.key for part in parts),
            both(*(part.name for part in parts)),
            {name: value for part in parts for name, value in part.options.items()},
        )
        for plain in (fully_connected_net.READINGS if strength else fully_connected_net.UNREGULARISED)
        for one in (_OF_EPSILON if normalized else (None,))
        for other in (OF_DROPOUT if drops else (None,))
        for parts in ([part for part in (plain, one, other) if part is not None],)
    )
    for normalized in (True, False)
    for drops in (True, False)
    for strength in (True, False)
}
ALL_READINGS = tuple(one for listed in READINGS.values() for one in listed)

OF_NORMALIZATION = (
    Flaw("not-normalized", Text("은닉층을 정규화하지 않았다", "the hidden layers are not normalised"), {"how": "none"}),
    Flaw("first-alone", Text("첫째 은닉층만 정규화했다", "the first hidden layer alone is normalised"), {"place": "first"}),
    Flaw("after-activation", Text("활성화 함수 다음에 정규화했다: 활성화 함수 앞이어야 한다", "normalised after the activation; it comes before it"), {"place": "after activation"}),
    Flaw("gradient-past-normalization", Text("역전파에서 정규화를 건너뛰었다: 그래디언트가 정규화의 역전파를 거치지 않는다", "the backward pass leaves the normalisation out: gradients do not go through its backward"), {"back": "past"}),
    Flaw("gamma-beta-exchanged", Text("`gamma`와 `beta`의 그래디언트가 뒤바뀌었다", "the gradients of `gamma` and `beta` are exchanged"), {"parameters": "exchanged"}),
    Flaw("mask-before-normalization", Text("ReLU 마스크를 정규화하기 전의 값에서 만들었다: ReLU에 들어간 값이어야 한다", "the ReLU mask is taken from the values before the normalisation, not from what goes into the ReLU"), {"back": "other mask"}),
    Flaw("bias-past-normalization", Text("은닉층 편향의 그래디언트를 정규화의 역전파를 거치기 전의 것으로 구했다: `beta`의 그래디언트와 같다", "the gradients of the hidden biases are taken before the backward of the normalisation: they are those of `beta`"), {"biases": "past"}),
    Flaw("gamma-regularised", Text("`gamma`까지 정규화 항(L2)에 넣었다", "`gamma` is in the L2 term, too"), {"penalised": True}),
    Flaw("scores-of-training", Text("점수를 훈련 모드로 계산했다: 레이블이 없으면 `mode`가 `'test'`여야 한다", "the scores are computed in training mode; without labels the `mode` is `'test'`"), {"tested": "train"}),
)  # fmt: skip
OF_BATCHES = Flaw("layers-for-batches", Text("배치 정규화가 아니라 층 정규화를 했다", "layer normalisation in the place of batch normalisation"), {"how": "layernorm"})  # fmt: skip
OF_LAYERS = Flaw("batches-for-layers", Text("층 정규화가 아니라 배치 정규화를 했다", "batch normalisation in the place of layer normalisation"), {"how": "batchnorm"})  # fmt: skip
OF_DROPPING = (
    Flaw("nothing-dropped", Text("훈련할 때 아무것도 끄지 않는다", "nothing is dropped in training"), {"dropped": "none"}),
    Flaw("first-dropped", Text("첫째 은닉층에서만 끈다", "the first hidden layer alone drops out"), {"dropped": "first"}),
    Flaw("last-dropped", Text("마지막 은닉층에서만 끈다", "the last hidden layer alone drops out"), {"dropped": "last"}),
    Flaw("mask-unused", Text("역전파에서 드롭아웃의 마스크를 곱하지 않았다", "the backward pass does not multiply by the mask of dropout"), {"dropped_back": "none"}),
    Flaw("mask-unscaled", Text("역전파에서 켤 확률로 나누지 않았다", "the backward pass does not divide by the probability of keeping"), {"dropped_back": "unscaled"}),
    Flaw("mask-divided-twice", Text("역전파에서 켤 확률로 두 번 나누었다: 마스크가 이미 나누어져 있다", "the backward pass divides twice by the probability of keeping: the mask is divided already"), {"dropped_back": "twice"}),
    Flaw("mask-exchanged", Text("역전파에서 드롭아웃의 마스크가 다른 은닉층의 것이다", "the backward pass takes the mask of dropout from another hidden layer"), {"dropped_back": "other"}),
    Flaw("not-divided", Text("켠 값을 켤 확률로 나누지 않았다", "what stays on is not divided by the probability of keeping it"), {"power": 0}),
    Flaw("scores-of-training", Text("점수를 훈련 모드로 계산했다: 레이블이 없으면 아무것도 끄지 않는다", "the scores are computed in training mode; without labels nothing is dropped"), {"tested": "train"}),
)  # fmt: skip


def conventions(strength: bool, normalized: str, drops: bool) -> tuple[tuple[Reading, ...], tuple[Flaw, ...]]:
    """The conventions of such a net, and the usual mistakes."""
    kind = OF_BATCHES if normalized == "batchnorm" else OF_LAYERS
    flaws = (*OF_NORMALIZATION, kind) if normalized else ()
    return READINGS[bool(normalized), drops, strength], (*flaws, *(OF_DROPPING if drops else ()))


def of_batchnorm(given: Given, **options: Any) -> Values:
    """A net with batch normalisation."""
    return _net(given, **{"how": "batchnorm", **options})


def of_layernorm(given: Given, **options: Any) -> Values:
    """A net with layer normalisation."""
    return _net(given, **{"how": "layernorm", **options})


def of_dropout(given: Given, **options: Any) -> Values:
    """A net with dropout alone."""
    return _net(given, **{"how": "none", **options})


@dataclass
class _Layer:
    """A hidden layer after its forward."""

    affine: Any
    entered: Any
    """What goes into the activation."""
    xhat: Any
    deviation: Any
    axis: int | None
    kept: Any


def _net(
    given: Given,
    how: str,
    activation: str = "relu",
    scale: Any = 1,
    average: str = "mean",
    eps: float = 1e-5,
    above: bool = False,
    drops: bool = False,
    vanilla: bool = False,
    place: str = "all",
    back: str = "",
    parameters: str = "",
    biases: str = "",
    penalised: bool = False,
    tested: str = "",
    dropped: str = "all",
    dropped_back: str = "",
    power: int = 1,
    kink: float = 0.0,
) -> Values:
    numbers = layer_numbers(given)
    hidden, last = numbers[:-1], numbers[-1]
    x, N = given["x"], given["x"].shape[0]
    probability = 1 - RATIO if drops else RATIO
    drops_out = any(name.startswith("u") for name in given)

    def slope(z: Any) -> Any:
        if activation == "relu":
            return (z >= 0) * 1.0 if kink else (z > 0) * 1.0
        return active(z) * (1 - active(z))

    def active(z: Any) -> Any:
        return np.maximum(z, 0) if activation == "relu" else 1 / (1 + np.exp(-z))

    def normalised(z: Any, number: int) -> tuple[Any, Any, Any, int | None]:
        if how == "none" or (place == "first" and number != hidden[0]) or f"gamma{number}" not in given:
            return z, None, None, None
        axis = 0 if how == "batchnorm" else 1
        centred = z - np.mean(z, axis=axis, keepdims=True)
        deviation = np.sqrt(np.mean(centred * centred, axis=axis, keepdims=True) + eps)
        xhat = centred / deviation
        return given[f"gamma{number}"] * xhat + given[f"beta{number}"], xhat, deviation, axis

    def kept(number: int) -> Any:
        if f"u{number}" not in given or dropped not in (
            "all",
            {hidden[0]: "first"}.get(number, ""),
            {hidden[-1]: "last"}.get(number, ""),
        ):
            return 1.0
        u = given[f"u{number}"]
        on = (u > 1 - probability if above else u < probability) * 1.0
        return on / probability ** (0 if vanilla else power)

    def scores(x: Any, *, training: bool) -> tuple[Any, list[Any], list[_Layer]]:
        entering, layers = [x], []
        for number in hidden:
            z = entering[-1] @ given[f"W{number}"] + given[f"b{number}"]
            before = active(z) if place == "after activation" else z
            out, xhat, deviation, axis = normalised(before, number)
            on = kept(number) if training else (probability if vanilla and f"u{number}" in given else 1.0)
            layers.append(_Layer(z, out, xhat, deviation, axis, on))
            entering.append((out if place == "after activation" else active(out)) * on)
        return entering[-1] @ given[f"W{last}"] + given[f"b{last}"], entering, layers

    out, entering, layers = scores(x, training=True)
    inner = softmax_reference({"x": out, "y": given["y"]}, average=average)
    values: Values = {"scores": scores(x, training=tested == "train")[0]}
    alone = scores(x[:1], training=True)[0] if tested == "train" and not drops_out else out[:1]
    values["other_samples"] = alone - out[:1]

    reg = given.get("reg", 0)
    strength = reg / N if scale == "mean" else reg * scale
    squared = [f"W{n}" for n in numbers] + [f"gamma{n}" for n in hidden if penalised and f"gamma{n}" in given]
    values["loss"] = inner["loss"] + strength * sum(np.sum(given[name] ** 2) for name in squared) / 2

    dz = past = inner["dx"]
    for index in range(len(numbers) - 1, -1, -1):
        number = numbers[index]
        values[f"dW{number}"] = entering[index].T @ dz + strength * given[f"W{number}"]
        values[f"db{number}"] = np.sum(past if biases == "past" else dz, axis=0)
        if not index:
            break
        layer, number = layers[index - 1], hidden[index - 1]
        on = layer.kept
        if dropped_back == "none" and np.ndim(on):
            on = 1.0
        elif dropped_back == "unscaled":
            on = on * probability
        elif dropped_back == "twice":
            on = on / probability
        elif dropped_back == "other":
            on = np.resize(layers[index % len(layers)].kept, np.shape(on)) if np.ndim(on) else on
        dz = (dz @ given[f"W{numbers[index]}"].T) * on
        if place != "after activation":
            dz = dz * slope(layer.affine if back == "other mask" else layer.entered)
        past = dz
        if f"gamma{number}" in given:
            xhat = 0.0 * dz if layer.xhat is None else layer.xhat
            of_gamma, of_beta = np.sum(dz * xhat, axis=0), np.sum(dz, axis=0)
            if parameters == "exchanged":
                of_gamma, of_beta = of_beta, of_gamma
            if penalised:
                of_gamma = of_gamma + strength * given[f"gamma{number}"]
            values |= {f"dgamma{number}": of_gamma, f"dbeta{number}": of_beta}
        if layer.axis is not None and back != "past":
            dxhat = dz * given[f"gamma{number}"]
            mean = np.mean(dxhat, axis=layer.axis, keepdims=True)
            along = layer.xhat * np.mean(dxhat * layer.xhat, axis=layer.axis, keepdims=True)
            dz = (dxhat - mean - along) / layer.deviation
        if place == "after activation":
            dz = dz * slope(layer.affine)
    return values | (_without_rounding(values, numbers) if how == "batchnorm" else {})
