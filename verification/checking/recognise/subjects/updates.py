"""The updates of the course's ``optim.py``: one step of a rule, from a state in ``config`` to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import WrongReturn, all_of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import order, parameters
from yudo.verification.symbolic.inputs import Shape

SIGNATURE = "(w, dw, config) → next_w, config"
IN_CONFIG = Text(
    "`config`의 키는 CS231n의 것이고, 거기에 돌려주는 상태도 본다",
    "with the keys of CS231n in `config`; the state that it returns there is looked at, too",
)


def _called(stem: str, *names: str, state: tuple[str, ...] = ()) -> Called:
    results = tuple(f"{stem}.next_{one}" for one in ("w", *state))
    return Called(names, SIGNATURE, results, (3,), IN_CONFIG)


SGD_NAMES = _called("sgd", "sgd", "sgd_update")
MOMENTUM_NAMES = _called("momentum", "sgd_momentum", "momentum", "momentum_update", state=("v",))
NESTEROV_NAMES = _called(
    "nesterov", "sgd_nesterov", "nesterov", "nesterov_momentum", "sgd_nesterov_momentum", "nag", state=("v",)
)
RMSPROP_NAMES = _called("rmsprop", "rmsprop", "rms_prop", "rmsprop_update", state=("v",))
ADAM_NAMES = _called("adam", "adam", "adam_update", state=("m", "v"))
ADAMW_NAMES = _called("adamw", "adamw", "adam_w", state=("m", "v"))
CALLED = (SGD_NAMES, MOMENTUM_NAMES, NESTEROV_NAMES, RMSPROP_NAMES, ADAM_NAMES, ADAMW_NAMES)

STATE = Shape(("N", "D"), "fixed")
NUMBER = Shape((), "fixed")
SHARE = Shape((), "probability")
SHAPES = {
    "w": Shape(("N", "D")),
    "dw": Shape(("N", "D")),
    **dict.fromkeys(("velocity", "root_cache", "m", "root_v"), STATE),
    **dict.fromkeys(("learning_rate", "epsilon", "weight_decay"), NUMBER),
    **dict.fromkeys(("momentum", "decay_rate", "beta1", "beta2"), SHARE),
    "history": Shape(("t",), "fixed"),
}
"""Of all rules. What a root is taken of starts from a square; the number of losses before this step is the
``t`` of ``config``."""


@dataclass(frozen=True)
class Rule:
    """An update rule.

    Attributes
    ----------
    called
        Its names.
    numbers
        The numbers in ``config``, by key.
    state
        The arrays in ``config``, by key: the input that each starts from, and the result that it is afterwards.
        What a root is taken of starts from the square of its input.
    counts
        Whether ``config`` counts the steps.
    formula
        The new weights and state.
    """

    called: Called
    numbers: tuple[str, ...]
    state: Mapping[str, tuple[str, str]]
    counts: bool
    formula: Callable[..., Values]
    flaws: tuple[Flaw, ...]
    readings: tuple[Reading, ...] = (Reading("standard"),)

    @property
    def shapes(self) -> dict[str, Shape]:
        """The inputs."""
        started = [start.removesuffix(" ** 2") for start, _ in self.state.values()]
        counted = ["history"] if self.counts else []
        return {name: SHAPES[name] for name in ("w", "dw", *started, *self.numbers, *counted)}

    @property
    def config(self) -> str:
        """The state before the step as source text."""
        parts = [f"'{key}': {key}" for key in self.numbers]
        parts += [
            f"'{key}': {start if start.endswith('** 2') else f'{start} * 1'}"
            for key, (start, _) in self.state.items()
        ]
        if self.counts:
            parts.append("'t': len(history)")
        return f"config = {{{', '.join(parts)}}}"

    def subject(self, function: Any) -> Subject:
        """One function of a file."""
        ordered = order(function, ("w", "dw", "config"))
        numbers, counts = self.numbers, self.counts
        squared = [(key, start[:-5]) for key, (start, _) in self.state.items() if start.endswith("** 2")]
        plain = [(key, start) for key, (start, _) in self.state.items() if not start.endswith("** 2")]

        def observe(given: Given) -> Values:
            # New arrays: a function of the course writes into its weights and into its state.
            config = {key: given[key] for key in numbers}
            config.update({key: given[start] ** 2 for key, start in squared})
            config.update({key: given[start] * 1 for key, start in plain})
            if counts:
                config["t"] = len(given["history"])
            passed = {"w": given["w"] * 1, "dw": given["dw"] * 1, "config": config}
            returned = function(*[passed[part] for part in ordered])
            if not isinstance(returned, (tuple, list)) or len(returned) != 2:
                raise WrongReturn(NOT_A_PAIR)
            next_w, after = returned
            values = {"next_w": next_w}
            values.update({key: after.get(key) for key, _ in squared + plain})
            if counts:
                values["t"] = after.get("t")
            return values

        name = function.__name__
        keys = [*self.state, *(["t"] if counts else [])]
        stem = self.called.results[0].partition(".")[0]
        results = {"next_w": f"{stem}.next_w", **{k: f"{stem}.{made}" for k, (_, made) in self.state.items()}}
        if counts:
            results["t"] = f"{stem}.next_w"
        snippet = (self.config, f"next_w, config = {name}({', '.join(ordered)})")
        return Subject(
            name, name, self.shapes, ("next_w", *keys), (Call(observe),), self.formula, snippet, results,
            self.readings, self.flaws, reads={key: f"config['{key}']" for key in keys}, source=function,
        )  # fmt: skip


NOT_A_PAIR = Text(
    "새 가중치와 `config`의 둘을 돌려주지 않는다", "does not return a pair: the new weights and `config`"
)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that are updates with a ``config``."""
    for rule in RULES:
        for function in all_of_names(names, rule.called):
            taken = parameters(function)
            if len(taken) == 3 and "conf" in taken[2].name.lower():
                yield rule.subject(function)


# -- the rules, and how they go wrong ----------------------------------------------------------------------


def sgd(given: Given, sign: int = 1, rate: Any = "once") -> Values:
    """Gradient descent."""
    eta = {"once": given["learning_rate"], "missing": 1, "twice": given["learning_rate"] ** 2}[rate]
    return {"next_w": given["w"] - sign * eta * given["dw"]}


def momentum(
    given: Given,
    sign: int = 1,
    direction: int = 1,
    rate: str = "inside",
    shrunk: str = "velocity",
    moved: str = "new",
    kept: str = "new",
) -> Values:
    """Gradient descent with momentum."""
    w, dw, v, eta, mu = (given[name] for name in ("w", "dw", "velocity", "learning_rate", "momentum"))
    if rate == "outside":
        new = mu * v + dw
        return {"next_w": w - eta * new, "velocity": new}
    push = sign * (dw if rate == "missing" else eta * dw)
    new = {
        "velocity": mu * v - push,
        "both": mu * (v - push),
        "none": v - push,
        "averaged": mu * v - (1 - mu) * push,
    }[shrunk]
    steps = {"new": new, "old": v, "ahead": (1 + mu) * new - mu * v}
    return {"next_w": w + direction * steps[moved], "velocity": steps[kept]}


def nesterov(given: Given, sign: int = 1, behind: int = -1, ahead: Any = "new", kept: str = "new") -> Values:
    """Nesterov's momentum."""
    w, dw, v, eta, mu = (given[name] for name in ("w", "dw", "velocity", "learning_rate", "momentum"))
    new = mu * v - sign * eta * dw
    if ahead == "plain":
        return {"next_w": w + new, "velocity": new}
    return {"next_w": w + behind * mu * v + (1 + mu) * new, "velocity": new if kept == "new" else v}


def divisor(square: Any, epsilon: Any, root: str) -> Any:
    """What divides the gradient, right or with one of the usual mistakes."""
    if root == "inside":
        return np.sqrt(square + epsilon)
    if root == "none":
        return square + epsilon
    return np.sqrt(square) + (0 if root == "no epsilon" else epsilon)


def rmsprop(
    given: Given,
    sign: int = 1,
    root: str = "",
    divided: str = "new",
    kept: str = "new",
    fed: str = "square",
    shares: str = "",
) -> Values:
    """RMSProp."""
    w, dw, eta, rho, epsilon = (given[name] for name in ("w", "dw", "learning_rate", "decay_rate", "epsilon"))
    old = given["cache"] if "cache" in given else given["root_cache"] ** 2
    square = dw if fed == "gradient" else dw**2
    old_share, new_share = {
        "": (rho, 1 - rho),
        "swapped": (1 - rho, rho),
        "summed": (1, 1),
        "not averaged": (rho, 1),
        "twice": (rho, rho),
    }[shares]
    caches = {"new": old_share * old + new_share * square, "old": old}
    step = eta * dw / divisor(caches[divided], epsilon, root)
    return {"next_w": w - sign * step, "cache": caches[kept]}


def adam(
    given: Given,
    sign: int = 1,
    root: str = "",
    corrected: str = "both",
    counted: str = "",
    kept: str = "means",
    fed: str = "square",
    shares: str = "",
    penalty: Any = 0,
    hat: bool = False,
) -> Values:
    """Adam."""
    w, dw, eta, epsilon = (given[name] for name in ("w", "dw", "learning_rate", "epsilon"))
    dw = dw + penalty * w
    beta1, beta2, before = given["beta1"], given["beta2"], len(given["history"])
    if shares == "exchanged":
        beta1, beta2 = beta2, beta1
    share1, share2 = (beta1, beta2) if shares == "swapped" else (1 - beta1, 1 - beta2)
    kept1, kept2 = (1 - beta1, 1 - beta2) if shares == "swapped" else (beta1, beta2)
    if shares == "one beta":
        kept2, share2 = beta1, 1 - beta1
    old = given["v"] if "v" in given else given["root_v"] ** 2
    m = kept1 * given["m"] + share1 * dw
    v = kept2 * old + share2 * (dw if fed == "gradient" else dw**2)
    t = {"never": before, "late": before, "once": 1}.get(counted, before + 1)
    by_m = 1 - beta1**t if corrected in ("both", "first") else 1
    by_v = 1 - beta2**t if corrected in ("both", "second") else 1
    if corrected == "not to the power":
        by_m, by_v = 1 - beta1, 1 - beta2
    if corrected == "multiplied":
        by_m, by_v = 1 / (1 - beta1**t), 1 / (1 - beta2**t)
    mhat, vhat = m / by_m, v / by_v
    step = eta * mhat / divisor(vhat, epsilon, root)
    if hat:
        step = eta * np.sqrt(by_v) / by_m * m / (np.sqrt(v) + epsilon)
    means = {"means": (m, v), "hats": (mhat, vhat), "old": (given["m"], old)}[kept]
    stored = before if counted in ("never", "forgotten") else before + 1
    return {"next_w": w - sign * step, "m": means[0], "v": means[1], "t": stored}


def adamw(given: Given, decay: str = "apart", **options: Any) -> Values:
    """AdamW."""
    strength, eta, w = given["weight_decay"], given["learning_rate"], given["w"]
    values = adam(given, penalty=strength if decay == "gradient" else 0, **options)
    taken = {"apart": eta * strength, "whole": strength, "added": -eta * strength}.get(decay, 0)
    values["next_w"] = values["next_w"] - taken * w
    if decay == "after":
        values["next_w"] = values["next_w"] * (1 - eta * strength)
    return values


UPHILL = Flaw(
    "sign",
    Text("그래디언트를 더했다: 오르막으로 간다", "the gradient is added: the step goes uphill"),
    {"sign": -1},
)
OF_THE_ROOT = (
    Flaw("epsilon-inside", Text("`epsilon`을 제곱근 안에 더했다: `np.sqrt(v) + epsilon`이어야 한다", "`epsilon` is added inside the root: it is `np.sqrt(v) + epsilon`"), {"root": "inside"}),
    Flaw("epsilon-missing", Text("분모에 `epsilon`을 더하지 않았다", "`epsilon` is not added to the divisor"), {"root": "no epsilon"}),
    Flaw("no-root", Text("분모에서 제곱근을 빠뜨렸다", "the root in the divisor is missing"), {"root": "none"}),
    Flaw("not-squared", Text("이동 평균에 그래디언트를 제곱하지 않고 넣었다", "the running mean of the squares is fed with the gradient, which is not squared"), {"fed": "gradient"}),
)  # fmt: skip
OF_ADAM = (
    Flaw("no-correction", Text("치우침을 보정하지 않았다: `m / (1 - beta1**t)`, `v / (1 - beta2**t)`", "no bias correction: `m / (1 - beta1**t)`, `v / (1 - beta2**t)`"), {"corrected": "none"}),
    Flaw("first-alone-corrected", Text("`v`의 치우침을 보정하지 않았다", "`v` is not corrected for its bias"), {"corrected": "first"}),
    Flaw("second-alone-corrected", Text("`m`의 치우침을 보정하지 않았다", "`m` is not corrected for its bias"), {"corrected": "second"}),
    Flaw("not-to-the-power", Text("`1 - beta**t`이 아니라 `1 - beta`로 나누었다", "divides by `1 - beta` instead of `1 - beta**t`"), {"corrected": "not to the power"}),
    *(
        Flaw("multiplied-by-the-correction", Text("치우침을 보정할 때 나누지 않고 곱했다: `m / (1 - beta1**t)`", "the bias correction multiplies instead of dividing: `m / (1 - beta1**t)`"), {"corrected": "multiplied", "counted": counted})
        for counted in ("", "late")
    ),
    Flaw("step-not-counted", Text("`t`를 늘리지 않았다", "`t` is not increased"), {"counted": "never"}),
    Flaw("step-counted-late", Text("`t`를 쓰고 나서 늘렸다: 먼저 1을 더한다", "`t` is increased after it was used: add 1 first"), {"counted": "late"}),
    Flaw("step-forgotten", Text("늘린 `t`를 남겨 두지 않았다", "the new `t` is not kept"), {"counted": "forgotten"}),
    Flaw("hats-kept", Text("보정한 평균을 남겨 두었다: 다음 걸음에서 또 나누게 된다", "the corrected means are kept: the next step corrects them once more"), {"kept": "hats"}),
    Flaw("means-not-kept", Text("새 `m`과 `v`를 남겨 두지 않았다", "the new `m` and `v` are not kept"), {"kept": "old"}),
    Flaw("one-beta", Text("`v`에도 `beta1`을 썼다", "`beta1` is used for `v`, too"), {"shares": "one beta"}),
    Flaw("betas-exchanged", Text("`beta1`과 `beta2`가 서로 바뀌었다", "`beta1` and `beta2` are exchanged"), {"shares": "exchanged"}),
    Flaw("shares-swapped", Text("`beta`와 `1 - beta`가 서로 바뀌었다", "`beta` and `1 - beta` are swapped"), {"shares": "swapped"}),
    *OF_THE_ROOT,
    UPHILL,
)  # fmt: skip
EPSILON_HAT = Reading(
    "epsilon-hat",
    Text(
        "치우침을 학습률에서 보정한다: `epsilon`은 보정하지 않은 `np.sqrt(v)`에 더한다",
        "corrects the learning rate instead of the means: `epsilon` is added to `np.sqrt(v)`, uncorrected",
    ),
    {"hat": True},
)
OF_VELOCITY = (
    UPHILL,
    Flaw("velocity-not-kept", Text("새 속도를 남겨 두지 않았다", "the new velocity is not kept"), {"kept": "old"}),
)  # fmt: skip
VELOCITY = {"velocity": ("velocity", "next_v")}
OF_MOMENTUM = ("learning_rate", "momentum")
MEANS = {"m": ("m", "next_m"), "v": ("root_v ** 2", "next_v")}
OF_MEANS = ("learning_rate", "beta1", "beta2", "epsilon")

OF_SGD = (
    UPHILL,
    Flaw("no-learning-rate", Text("학습률을 곱하지 않았다", "the learning rate is missing"), {"rate": "missing"}),
    Flaw("learning-rate-twice", Text("학습률을 두 번 곱했다", "the learning rate is multiplied in twice"), {"rate": "twice"}),
)  # fmt: skip
OF_HEAVY_BALL = (
    *OF_VELOCITY,
    Flaw("subtracted", Text("가중치에서 속도를 뺐다: 속도에 이미 음의 부호가 있다", "the velocity is subtracted from the weights: it contains the minus sign already"), {"direction": -1}),
    Flaw("old-velocity", Text("가중치를 새 속도가 아니라 옛 속도로 옮겼다", "the weights move with the old velocity, not with the new one"), {"moved": "old"}),
    Flaw("nesterov", Text("네스테로프 모멘텀이다: 보통의 모멘텀은 새 속도만 더한다, `w + v`", "this is Nesterov's momentum: plain momentum adds the new velocity alone, `w + v`"), {"moved": "ahead"}),
    Flaw("no-learning-rate", Text("학습률을 곱하지 않았다", "the learning rate is missing"), {"rate": "missing"}),
    Flaw("all-shrinks", Text("그래디언트에도 `momentum`을 곱했다", "`momentum` multiplies the gradient, too"), {"shrunk": "both"}),
    Flaw("no-friction", Text("속도에 `momentum`을 곱하지 않았다", "`momentum` does not multiply the velocity"), {"shrunk": "none"}),
    Flaw("averaged", Text("그래디언트에 `1 - momentum`을 곱했다", "the gradient is multiplied by `1 - momentum`"), {"shrunk": "averaged"}),
)  # fmt: skip
OF_NESTEROV = (
    *OF_VELOCITY,
    Flaw("plain-momentum", Text("새 속도만 더했다: 보통의 모멘텀이다", "the new velocity alone is added: this is plain momentum"), {"ahead": "plain"}),
    Flaw("old-velocity-added", Text("`-mu * v_prev`의 부호가 반대다", "`-mu * v_prev` has the wrong sign"), {"behind": 1}),
    Flaw("old-velocity-missing", Text("`-mu * v_prev`가 빠졌다", "`-mu * v_prev` is missing"), {"behind": 0}),
)  # fmt: skip
OF_RMSPROP = (
    *OF_THE_ROOT,
    UPHILL,
    Flaw("old-mean", Text("새 이동 평균이 아니라 옛 이동 평균으로 나누었다", "divided by the old running mean, not by the new one"), {"divided": "old"}),
    Flaw("cache-not-kept", Text("새 이동 평균을 남겨 두지 않았다", "the new running mean is not kept"), {"kept": "old"}),
    Flaw("shares-swapped", Text("`decay_rate`와 `1 - decay_rate`가 서로 바뀌었다", "`decay_rate` and `1 - decay_rate` are swapped"), {"shares": "swapped"}),
    Flaw("share-twice", Text("새 제곱에도 `1 - decay_rate`가 아니라 `decay_rate`를 곱했다", "the new square is multiplied by `decay_rate`, too, instead of `1 - decay_rate`"), {"shares": "twice"}),
    Flaw("summed", Text("제곱을 평균 내지 않고 더했다(AdaGrad)", "the squares are summed, not averaged (AdaGrad)"), {"shares": "summed"}),
    Flaw("not-averaged", Text("새 제곱에 `1 - decay_rate`를 곱하지 않았다", "the new square is not multiplied by `1 - decay_rate`"), {"shares": "not averaged"}),
)  # fmt: skip
OF_ADAMW = (
    Flaw("decay-in-the-gradient", Text("감쇠를 그래디언트에 더했다: Adam과 L2 벌점이지 AdamW가 아니다", "the decay is added to the gradient: that is Adam with an L2 penalty, not AdamW"), {"decay": "gradient"}),
    Flaw("no-decay", Text("가중치를 줄이지 않았다", "the weights do not decay"), {"decay": "none"}),
    Flaw("decay-added", Text("감쇠를 뺀 것이 아니라 더했다", "the decay is added instead of subtracted"), {"decay": "added"}),
    Flaw("new-weights-decay", Text("옛 가중치가 아니라 옮긴 가중치를 줄였다", "the weights decay after they were moved, not before"), {"decay": "after"}),
    *OF_ADAM,
)  # fmt: skip
STANDARD = Reading("standard")
RATE_OUTSIDE = Reading("rate-outside", Text("학습률이 속도 밖에 있다(PyTorch): `v = mu * v + dw`, `w - lr * v`", "keeps the learning rate outside the velocity, as PyTorch does: `v = mu * v + dw`, `w - lr * v`"), {"rate": "outside"})  # fmt: skip
SUBTRACTED = Reading("subtracted", Text("속도에 음의 부호를 넣지 않고 가중치에서 뺀다: `v = mu * v + lr * dw`, `w - v`", "keeps the velocity without the minus sign, and subtracts it: `v = mu * v + lr * dw`, `w - v`"), {"sign": -1, "direction": -1})  # fmt: skip
DECAY_WITHOUT_RATE = Reading("decay-without-rate", Text("감쇠에 학습률을 곱하지 않는다(논문)", "does not multiply the decay by the learning rate, as in the paper"), {"decay": "whole"})  # fmt: skip

RULES = (
    Rule(SGD_NAMES, ("learning_rate",), {}, False, sgd, OF_SGD),
    Rule(MOMENTUM_NAMES, OF_MOMENTUM, VELOCITY, False, momentum, OF_HEAVY_BALL, (STANDARD, RATE_OUTSIDE, SUBTRACTED)),
    Rule(NESTEROV_NAMES, OF_MOMENTUM, VELOCITY, False, nesterov, OF_NESTEROV),
    Rule(
        RMSPROP_NAMES, ("learning_rate", "decay_rate", "epsilon"), {"cache": ("root_cache ** 2", "next_v")}, False,
        rmsprop, OF_RMSPROP,
    ),
    Rule(ADAM_NAMES, OF_MEANS, MEANS, True, adam, OF_ADAM, (STANDARD, EPSILON_HAT)),
    Rule(
        ADAMW_NAMES, (*OF_MEANS, "weight_decay"), MEANS, True, adamw, OF_ADAMW, (STANDARD, DECAY_WITHOUT_RATE),
    ),
)  # fmt: skip
