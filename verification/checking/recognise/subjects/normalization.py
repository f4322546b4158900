"""The normalisations of the course: ``batchnorm_forward``, ``layernorm_forward`` and their backwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import (
    NO_CACHE,
    WrongReturn,
    all_of_names,
    first,
    named,
    of_names,
    takes_dout_first,
)
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import accepts, order, parameters
from yudo.verification.symbolic.inputs import Shape

RESULTS = {
    "out": "batch_norm.out",
    "running_mean": "batch_norm.running_mean",
    "running_var": "batch_norm.running_var",
    "out_test": "batch_norm.out_test",
    "dx": "batch_norm.dx",
    "dgamma": "batch_norm.dgamma",
    "dbeta": "batch_norm.dbeta",
}
FORWARD_QUANTITIES = ("out", "running_mean", "running_var", "out_test")

FORWARD_NAMES = Called(
    ("batchnorm_forward", "batch_norm_forward", "bn_forward"),
    "(x, gamma, beta, bn_param) → out, cache",
    tuple(RESULTS[quantity] for quantity in FORWARD_QUANTITIES),
    (4,),
    Text(
        "훈련과 테스트 모드를 모두 보고, `bn_param`에 넣은 이동 평균도 본다",
        "in both modes, with the running averages that it puts into `bn_param`",
    ),
)
BACKWARD_NAMES = Called(
    ("batchnorm_backward", "batch_norm_backward", "bn_backward"),
    "(dout, cache) → dx, dgamma, dbeta",
    ("batch_norm.dx", "batch_norm.dgamma", "batch_norm.dbeta"),
    (2,),
    Text("캐시는 그 파일의 순전파가 돌려준 것이다", "with the cache of the file's own forward"),
)
ALT_NAMES = Called(
    ("batchnorm_backward_alt", "batch_norm_backward_alt", "bn_backward_alt"),
    "(dout, cache) → dx, dgamma, dbeta",
    (),
    (2,),
)
LAYER_RESULTS = {
    "out": "layer_norm.out",
    "dx": "layer_norm.dx",
    "dgamma": "layer_norm.dgamma",
    "dbeta": "layer_norm.dbeta",
}
LAYER_FORWARD_NAMES = Called(
    ("layernorm_forward", "layer_norm_forward", "ln_forward"),
    "(x, gamma, beta, ln_param) → out, cache",
    ("layer_norm.out",),
    (4,),
)
LAYER_BACKWARD_NAMES = Called(
    ("layernorm_backward", "layer_norm_backward", "ln_backward"),
    "(dout, cache) → dx, dgamma, dbeta",
    ("layer_norm.dx", "layer_norm.dgamma", "layer_norm.dbeta"),
    (2,),
    Text("캐시는 그 파일의 순전파가 돌려준 것이다", "with the cache of the file's own forward"),
)
CALLED = (
    FORWARD_NAMES,
    BACKWARD_NAMES,
    ALT_NAMES,
    LAYER_FORWARD_NAMES,
    LAYER_BACKWARD_NAMES,
)

INPUTS = ("x", "gamma", "beta")


def shapes_of(*axes: str) -> dict[str, Shape]:
    """The shapes of all that a normalisation is given: axis 1 counts the features."""
    features = Shape(axes[1:2])
    return {
        "x": Shape(axes),
        "gamma": features,
        "beta": features,
        "eps": Shape((), "fixed"),
        "momentum": Shape((), "probability"),
        "running_mean": replace(features, kind="fixed"),
        "running_std": replace(features, kind="fixed"),  # its square is a variance
        "dout": Shape(axes),
    }


SHAPES = shapes_of("N", "D")
GRADIENTS = ("dx", "dgamma", "dbeta")

OF_THE_STATISTICS = (
    Flaw("eps-outside", Text("`eps`를 제곱근 밖에서 더했다: `sqrt(var + eps)`여야 한다", "`eps` is added outside the root: it is `sqrt(var + eps)`"), {"root": "eps outside"}),
    Flaw("eps-missing", Text("분산에 `eps`를 더하지 않았다", "`eps` is not added to the variance"), {"root": "no eps"}),
    Flaw("eps-twice", Text("`eps`를 두 번 더했다", "`eps` is added twice"), {"root": "eps twice"}),
    Flaw("eps-squared", Text("`eps`를 제곱하여 더했다", "the square of `eps` is added"), {"root": "eps squared"}),
    Flaw("no-root", Text("표준편차가 아니라 분산으로 나누었다: 제곱근이 없다", "divides by the variance, not by its root"), {"root": "none"}),
    Flaw("unbiased", Text("분산을 값의 개수가 아니라 그보다 1 작은 수로 나누었다(`ddof=1`)", "the variance is divided by one less than the number of values (`ddof=1`)"), {"less": 1}),
    Flaw("other-axis", Text("다른 축을 따라 평균과 분산을 구했다", "mean and variance are taken along the other axis"), {"other_axis": True}),
)  # fmt: skip
OF_THE_OUTPUT = (
    Flaw("no-gamma", Text("`gamma`를 곱하지 않았다", "`gamma` is not multiplied in"), {"scale": 0}),
    Flaw("no-beta", Text("`beta`를 더하지 않았다", "`beta` is not added"), {"shift": 0}),
    Flaw("not-centred", Text("평균을 빼지 않고 나누었다", "the mean is not subtracted"), {"centred": False}),
)
OF_THE_GRADIENTS = (
    Flaw("variance-constant", Text("`dx`에서 분산을 거치는 항이 빠졌다", "the term of `dx` through the variance is missing"), {"through_variance": 0}),
    Flaw("mean-constant", Text("`dx`에서 평균을 거치는 항이 빠졌다", "the term of `dx` through the mean is missing"), {"through_mean": 0}),
    Flaw("moments-constant", Text("`dx`에서 평균과 분산을 상수로 보았다: 두 항이 빠졌다", "mean and variance are taken for constants: two terms of `dx` are missing"), {"through_mean": 0, "through_variance": 0}),
    Flaw("variance-sign", Text("`dx`에서 분산을 거치는 항의 부호가 반대다", "the term of `dx` through the variance has the wrong sign"), {"through_variance": -1}),
    Flaw("mean-sign", Text("`dx`에서 평균을 거치는 항의 부호가 반대다", "the term of `dx` through the mean has the wrong sign"), {"through_mean": -1}),
    Flaw("variance-without-eps", Text("`dx`에서 분산을 거치는 항에 `eps`가 빠졌다: `(var + eps) ** -1.5`여야 한다", "`eps` is missing from the term of `dx` through the variance: it is `(var + eps) ** -1.5`"), {"through_variance": "no eps"}),
    Flaw("variance-half", Text("`dx`에서 분산을 거치는 항이 절반이다: 제곱을 미분한 2가 빠졌다", "the term of `dx` through the variance is halved: the 2 of the square is missing"), {"through_variance": 0.5}),
    Flaw("variance-double", Text("`dx`에서 분산을 거치는 항이 두 배다: 제곱근을 미분한 1/2이 빠졌다", "the term of `dx` through the variance is doubled: the ½ of the root is missing"), {"through_variance": 2}),
    Flaw("variance-summed", Text("`dx`에서 분산을 거치는 항을 개수로 나누지 않았다", "the term of `dx` through the variance is not divided by the number of values"), {"through_variance": "summed"}),
    Flaw("mean-summed", Text("`dx`에서 평균을 거치는 항을 개수로 나누지 않았다", "the term of `dx` through the mean is not divided by the number of values"), {"through_mean": "summed"}),
    Flaw("dx-without-gamma", Text("`dx`를 구할 때 `dout`에 `gamma`를 곱하지 않았다", "`dx` is computed from `dout` without the factor `gamma`"), {"dxhat": "dout"}),
    Flaw("gradients-averaged", Text("`gamma`나 `beta`의 그래디언트를 더하지 않고 평균 냈다: 표본을 따라 더한 합이어야 한다", "the gradient of `gamma` or `beta` is averaged: it is the sum over the samples"), {"averaged": True}),
    Flaw("dgamma-of-x", Text("`dgamma`에 정규화한 입력이 아니라 `x`를 썼다", "`dgamma` uses `x` instead of the normalised input"), {"dgamma": "x"}),
    Flaw("dgamma-of-centred", Text("`dgamma`에서 표준편차로 나누지 않았다", "`dgamma` uses the centred input, which is not divided by the standard deviation"), {"dgamma": "centred"}),
    Flaw("dgamma-of-out", Text("`dgamma`에 정규화한 입력이 아니라 출력을 썼다", "`dgamma` uses the output instead of the normalised input"), {"dgamma": "out"}),
)  # fmt: skip
OF_ROWS = (
    Flaw("gamma-outside", Text("`gamma`를 합 밖에서 곱했다(배치 정규화의 식): 특성마다 다르므로 합 안에 있어야 한다", "`gamma` is outside the sums, as in batch normalisation: it differs from feature to feature and belongs inside"), {"dxhat": "gamma outside"}),
    Flaw("divided-by-samples", Text("`dx`에서 특성의 수가 아니라 표본의 수로 나누었다", "`dx` is divided by the number of samples instead of the number of features"), {"through_mean": "samples", "through_variance": "samples"}),
)  # fmt: skip
RUNNING = (
    Flaw("not-kept", Text("새 이동 평균을 `bn_param`에 넣지 않았다", "the new running averages are not put into `bn_param`"), {"running": "old"}),
    Flaw("momentum-reversed", Text("`momentum`을 옛 값이 아니라 새 값에 곱했다", "`momentum` multiplies the new value instead of the old one"), {"running": "reversed"}),
    Flaw("running-std", Text("이동 분산에 분산이 아니라 표준편차를 넣었다", "the running variance is fed with the standard deviation"), {"running": "std"}),
    Flaw("running-unbiased", Text("이동 분산에 N - 1로 나눈 분산을 넣었다(PyTorch의 관례)", "the running variance is fed with the variance divided by N - 1, as PyTorch does"), {"running": "unbiased"}),
    Flaw("running-eps", Text("이동 분산에 `eps`까지 더한 분산을 넣었다", "the running variance is fed with the variance plus `eps`"), {"running": "with eps"}),
    Flaw("running-replaced", Text("이동 평균을 내지 않고 배치의 값으로 바꾸었다", "the running averages are replaced by those of the batch"), {"running": "new"}),
)  # fmt: skip
TESTED = (
    Flaw("batch-at-test", Text("테스트 모드에서도 배치의 평균과 분산을 썼다", "test mode uses mean and variance of the batch instead of the running averages"), {"tested": "batch"}),
    Flaw("test-eps-missing", Text("테스트 모드에서 분산에 `eps`를 더하지 않았다", "test mode does not add `eps` to the variance"), {"tested": "no eps"}),
    Flaw("test-eps-outside", Text("테스트 모드에서 `eps`를 제곱근 밖에서 더했다", "test mode adds `eps` outside the root"), {"tested": "eps outside"}),
    Flaw("test-no-root", Text("테스트 모드에서 이동 분산의 제곱근을 구하지 않았다", "test mode divides by the running variance, not by its root"), {"tested": "none"}),
    Flaw("test-not-scaled", Text("테스트 모드에서 `gamma`를 곱하고 `beta`를 더하지 않았다", "test mode does not apply `gamma` and `beta`"), {"tested": "bare"}),
    Flaw("test-as-given", Text("테스트 모드에서 입력을 그대로 돌려준다", "test mode returns its input"), {"tested": "input"}),
)  # fmt: skip


Axes = tuple[int, ...]


@dataclass(frozen=True)
class Statistics:
    """Mean along axes, what is divided by, how that changes with the variance, and how many are counted."""

    mean: Any
    divisor: Any
    slope: Any
    count: Any


def statistics(x: Any, axis: Axes, eps: Any, root: str, less: int, centred: bool) -> Statistics:
    """Mean and variance, with ``eps`` where it belongs or where mistakes put it."""
    count = size_along(x, axis)
    mean = np.sum(x, axis=axis, keepdims=True) / count
    variance = np.sum((x - mean) ** 2, axis=axis, keepdims=True) / (count - less)
    divisor, slope = divided_by(variance, eps, root)
    return Statistics(mean if centred else 0 * mean, divisor, slope * count / (count - less), count)


def divided_by(variance: Any, eps: Any, root: str = "") -> tuple[Any, Any]:
    """The standard deviation that is divided by, and its derivative with respect to the variance."""
    if root == "none":
        return variance + eps, 1 + 0 * variance
    if root == "eps outside":
        std = np.sqrt(variance)
        return std + eps, 1 / (2 * std)
    added = {"no eps": 0, "eps twice": 2 * eps, "eps squared": eps * eps}.get(root, eps)
    std = np.sqrt(variance + added)
    return std, 1 / (2 * std)


def size_along(x: Any, axis: Axes) -> Any:
    """How many numbers share a statistic."""
    count = 1
    for one in axis:
        count = count * x.shape[one]
    return count


def spread(features: Any, over: Any) -> Any:
    """One number for each feature, in line with the axes of the input that count the features."""
    return features.reshape((*features.shape, *[1] * (over.ndim - 1 - features.ndim)))


def normalised(
    given: Given,
    axis: Axes,
    root: str = "",
    less: int = 0,
    other_axis: bool = False,
    centred: bool = True,
    scale: int = 1,
    shift: int = 1,
    dxhat: str = "",
    through_mean: Any = 1,
    through_variance: Any = 1,
    dgamma: str = "",
    averaged: Any = False,
) -> Values:
    """Output and gradients; every option but the axes makes a mistake.

    ``axis`` are those that share mean and variance; axis 1 counts the features, each with its own scale and shift.
    They may lie along several axes, as many as those of ``gamma``.
    """
    x = given["x"]
    gamma, beta = (spread(given[name], x) for name in INPUTS[1:])
    shared = (0, *range(1 + given["gamma"].ndim, x.ndim))
    along = (1 - axis[0],) if other_axis else axis
    of = statistics(x, along, given["eps"], root, less, centred)
    difference = x - of.mean
    xhat = difference / of.divisor
    values = {"out": (gamma if scale else 1) * xhat + (beta if shift else 0)}
    if "dout" not in given:
        return values
    dout = given["dout"]
    back = dout if dxhat else dout * gamma
    factor = {
        "summed": of.count,
        "samples": of.count / x.shape[0],
        "pixels": of.count / size_along(x, shared[1:]),
    }
    if through_variance == "no eps":
        variance = np.sum(difference**2, axis=along, keepdims=True) / of.count
        factor["no eps"] = (variance + given["eps"]) ** 1.5 / variance**1.5
    over_mean = np.sum(back / of.divisor, axis=along, keepdims=True) / of.count
    over_variance = difference * np.sum(back * difference, axis=along, keepdims=True)
    over_variance = over_variance * 2 * of.slope / (of.count * of.divisor**2)
    values["dx"] = (
        back / of.divisor
        - factor.get(through_mean, through_mean) * over_mean
        - factor.get(through_variance, through_variance) * over_variance
    )
    if dxhat == "gamma outside":
        values["dx"] = values["dx"] * gamma
    kept = {"x": x, "centred": difference, "out": values["out"]}.get(dgamma, xhat)
    share = 1 / (x.shape[0] if averaged == "samples" else size_along(x, shared)) if averaged else 1
    values["dgamma"] = share * np.sum(dout * kept, axis=shared)
    values["dbeta"] = share * np.sum(dout, axis=shared)
    return values


def with_its_cache(
    forward: Callable[[Given], Any], backward: Any, gradients: Sequence[str]
) -> tuple[Callable[[Given], Values], str]:
    """A backward, called with the cache that its forward returned, and that call as source text."""
    dout_first = takes_dout_first(backward)

    def observe(given: Given) -> Values:
        returned = forward(given)
        if not isinstance(returned, (tuple, list)) or len(returned) < 2:
            raise WrongReturn(NO_CACHE)
        cache = returned[1] if len(returned) == 2 else tuple(returned[1:])
        pair = (given["dout"], cache) if dout_first else (cache, given["dout"])
        return named(backward(*pair), gradients)

    pair = "dout, cache" if dout_first else "cache, dout"
    return observe, f"{', '.join(gradients)} = {backward.__name__}({pair})"


def as_it_is(given: Given) -> Given:
    """What is given, for a function that takes just that."""
    return given


@dataclass(frozen=True)
class Found:
    """A forward of a file and how it is called.

    Attributes
    ----------
    forward
        The function.
    option
        What the course calls its last argument.
    mode
        What the dict holds beside ``eps``.
    reference, results
        As a `Subject` has them.
    shapes
        Of all inputs, those of the running averages and ``dout`` among them.
    flaws, flaws_of_gradients
        The mistakes of its own beside those of all normalisations; the latter change gradients alone.
    more
        What it takes between the shift and the last argument.
    prepared, written
        How its arguments are made of the inputs, as a function and as source text.
    """

    forward: Any
    option: str
    mode: Mapping[str, str]
    reference: Callable[..., Values]
    results: Mapping[str, str]
    shapes: Mapping[str, Shape]
    flaws: Sequence[Flaw] = ()
    flaws_of_gradients: Sequence[Flaw] = ()
    more: Sequence[str] = ()
    prepared: Callable[[Given], Given] = as_it_is
    written: Sequence[str] = ()

    def given(self, *more: str) -> dict[str, Shape]:
        """The shapes of what a forward takes in all modes, and of more."""
        return {name: self.shapes[name] for name in (*INPUTS, "eps", *more)}

    @property
    def takes_eps(self) -> bool:
        """Whether its last argument is ``eps`` itself."""
        last = parameters(self.forward)[len(INPUTS) + len(self.more)]
        return last.name.lower() in ("eps", "epsilon")

    @property
    def ordered(self) -> list[str]:
        """Its arguments in their order."""
        return order(self.forward, (*INPUTS, *self.more, self.option))

    @property
    def call(self) -> str:
        """The call as source text."""
        return f"{self.forward.__name__}({', '.join(self.ordered)})"

    @property
    def called(self) -> tuple[str, ...]:
        """The making of its arguments and the call as source text."""
        parts = ", ".join([*(f"{key!r}: {value!r}" for key, value in self.mode.items()), "'eps': eps"])
        made = f"{self.option} = {'eps' if self.takes_eps else f'{{{parts}}}'}"
        return (*self.written, made, f"out, cache = {self.call}")

    def ahead(self) -> Subject:
        """The forward, as far as it is the same in all modes."""
        name, call = self.forward.__name__, self.with_options()

        def observe(given: Given) -> Values:
            return {"out": first(call(given))}

        return Subject(
            name, name, self.given(), ("out",), (Call(observe),), self.reference,
            self.called, self.results,
            flaws=(*OF_THE_STATISTICS, *OF_THE_OUTPUT, *self.flaws), source=self.forward,
        )  # fmt: skip

    def with_options(self) -> Callable[[Given], Any]:
        """The forward as a function of the inputs; it is traced, so it holds nothing but what it calls."""
        forward, ordered, option, takes_eps = self.forward, self.ordered, self.option, self.takes_eps
        mode, prepared = list(self.mode.items()), self.prepared

        def call(given: Given) -> Any:
            options = given["eps"] if takes_eps else {**dict(mode), "eps": given["eps"]}
            arguments = prepared(given)
            return forward(*[options if part == option else arguments[part] for part in ordered])

        return call

    def back(self, backward: Any) -> Subject:
        """A backward, called with the cache that the forward returned."""
        observe, written = with_its_cache(self.with_options(), backward, GRADIENTS)
        return Subject(
            backward.__name__, self.forward.__name__, self.given("dout"), GRADIENTS, (Call(observe),), self.reference,
            (*self.called, written), self.results,
            flaws=(*OF_THE_GRADIENTS, *self.flaws_of_gradients, *self.flaws, *OF_THE_STATISTICS), source=backward,
        )  # fmt: skip


def found_in(names: Mapping[str, Any], called: Called) -> Any:
    """The forward of a module, if it takes as many arguments as that of the course does."""
    forward = of_names(names, called)
    return forward if forward is not None and accepts(forward, called.takes[0]) else None


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that normalise."""
    forward = found_in(names, FORWARD_NAMES)
    if forward is not None:
        found = Found(forward, "bn_param", {"mode": "train"}, reference, RESULTS, SHAPES)
        yield from of_batches(found, names, (BACKWARD_NAMES, ALT_NAMES))
    forward = found_in(names, LAYER_FORWARD_NAMES)
    if forward is not None:
        found = Found(forward, "ln_param", {}, of_rows, LAYER_RESULTS, SHAPES, (), OF_ROWS)
        yield found.ahead()
        yield from (found.back(one) for one in all_of_names(names, LAYER_BACKWARD_NAMES)[:1])


def of_batches(found: Found, names: Mapping[str, Any], backwards: Sequence[Called]) -> Iterator[Subject]:
    """A forward of batch normalisation, and the backwards that go with it."""
    yield found.ahead() if found.takes_eps else with_running_averages(found)
    for called in backwards:
        yield from (found.back(one) for one in all_of_names(names, called)[:1])


def of_rows(given: Given, **options: Any) -> Values:
    """Layer normalisation."""
    return normalised(given, (1,), **options)


# -- batch normalisation -----------------------------------------------------------------------------------


def reference(
    given: Given, running: str = "", tested: str = "", along: Axes | None = None, **options: Any
) -> Values:
    """Output in both modes, new running averages and gradients; ``along`` are the axes of a mistake."""
    x = given["x"]
    shared = (0, *range(2, x.ndim))
    values = normalised(given, along or shared, **options)
    if "momentum" not in given:
        return values
    eps, momentum, count = given["eps"], given["momentum"], size_along(x, shared)
    mean = x.sum(axis=shared) / count
    variance = ((x - spread(mean, x)) ** 2).sum(axis=shared) / (count - options.get("less", 0))
    fed = {
        "std": divided_by(variance, eps)[0],
        "with eps": variance + eps,
        "unbiased": variance * count / (count - 1) if running == "unbiased" else None,
    }
    old = given["running_mean"], given["running_std"] ** 2
    new = mean, fed.get(running, variance)
    share: Any = {"old": 1, "new": 0, "reversed": 1 - momentum}.get(running, momentum)
    values["running_mean"], values["running_var"] = (
        share * before + (1 - share) * now for before, now in zip(old, new, strict=True)
    )
    values["out_test"] = _tested(given, old, tested or options.get("root", ""), values["out"])
    return values


def _tested(given: Given, running: tuple[Any, Any], tested: str, out: Any) -> Any:
    """The output at test time."""
    if tested in ("batch", "input"):
        return out if tested == "batch" else given["x"] * 1
    x = given["x"]
    std = divided_by(running[1], given["eps"], tested)[0]
    xhat = (x - spread(running[0], x)) / spread(std, x)
    return xhat if tested == "bare" else spread(given["gamma"], x) * xhat + spread(given["beta"], x)


def with_running_averages(found: Found) -> Subject:
    """The forward of batch normalisation in both modes."""
    forward, ordered, option = found.forward, found.ordered, found.option

    def call(given: Given, bn_param: Any) -> Any:
        return first(forward(*[bn_param if part == option else given[part] for part in ordered]))

    def options(given: Given, mode: str) -> dict[str, Any]:
        # New arrays: a function may write into its running averages.
        return {
            "mode": mode,
            "eps": given["eps"],
            "momentum": given["momentum"],
            "running_mean": given["running_mean"] * 1,
            "running_var": given["running_std"] ** 2,
        }

    def observe(given: Given) -> Values:
        bn_param = options(given, "train")
        out = call(given, bn_param)
        tested = call(given, options(given, "test"))
        return {
            "out": out,
            "running_mean": bn_param.get("running_mean"),
            "running_var": bn_param.get("running_var"),
            "out_test": tested,
        }

    def made(mode: str) -> str:
        # Anew for each mode, as above.
        return (
            f"bn_param = {{'mode': {mode!r}, 'eps': eps, 'momentum': momentum,"
            " 'running_mean': running_mean * 1, 'running_var': running_std ** 2}"
        )

    tested, trained = f"out_test = {found.call}[0]", f"out, cache = {found.call}"
    snippet = (made("test"), tested, made("train"), trained)
    reads = {part: f"bn_param['{part}']" for part in ("running_mean", "running_var")}
    name = found.forward.__name__
    shapes = found.given("momentum", "running_mean", "running_std")
    return Subject(
        name, name, shapes, FORWARD_QUANTITIES, (Call(observe),), found.reference, snippet, found.results,
        flaws=(*OF_THE_STATISTICS, *OF_THE_OUTPUT, *found.flaws, *RUNNING, *TESTED), reads=reads, source=found.forward,
    )  # fmt: skip
