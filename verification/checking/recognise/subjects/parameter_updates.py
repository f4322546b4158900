"""Updates of all parameters at once, as deeplearning.ai has them: dicts of W1, b1, … and of dW1, db1."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.judge.guards import small_numbers
from yudo.verification.checking.recognise.calling import WrongReturn, all_of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import parameters
from yudo.verification.checking.recognise.subjects import optimizers, updates
from yudo.verification.symbolic.inputs import Shape

NOTE = Text(
    "두 층의 매개변수로 한 걸음을 본다. 딕셔너리의 키는 `W1`, `b1`, …, 그래디언트와 상태의 키는 `dW1`, `db1`, …이다",
    "one step of the parameters of two layers is looked at; the keys are `W1`, `b1`, …, and `dW1`, `db1`, … of"
    " gradients and state",
)


def _called(signature: str, takes: tuple[int, ...], *names: str, result: str) -> Called:
    return Called(names, signature, (result,), takes, NOTE)


GD_NAMES = _called(
    "(parameters, grads, learning_rate) → parameters", (3,),
    "update_parameters", "update_parameters_with_gd", "update_params", "update_weights", result="sgd.next_w",
)  # fmt: skip
MOMENTUM_NAMES = _called(
    "(parameters, grads, v, beta, learning_rate) → parameters, v", (5,),
    "update_parameters_with_momentum", result="momentum.next_w",
)  # fmt: skip
ADAM_NAMES = _called(
    "(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon) → parameters, v, s", (9,),
    "update_parameters_with_adam", result="adam.next_w",
)  # fmt: skip
CALLED = (GD_NAMES, MOMENTUM_NAMES, ADAM_NAMES)

ARRAYS: dict[str, tuple[str | int, ...]] = {
    "W1": ("H", "D"),
    "b1": ("H", 1),
    "W2": ("C", "H"),
    "b2": ("C", 1),
}
"""The parameters of two layers, samples in columns."""
SHAPES = {
    **{key: Shape(sizes) for key, sizes in ARRAYS.items()},
    **{f"d{key}": Shape(sizes) for key, sizes in ARRAYS.items()},
    **{f"{one}_d{key}": Shape(sizes, "fixed") for one in ("v", "root_s") for key, sizes in ARRAYS.items()},
    **{
        one: updates.SHAPES[one]
        for one in ("learning_rate", "momentum", "beta1", "beta2", "epsilon", "history")
    },
}
PARTS = {
    "parameters": ("parameters", "params", "parameter", "theta", "weights", "model"),
    "grads": ("grads", "gradients", "grad", "gradient", "dparams"),
    "v": ("v", "velocity", "m"),
    "s": ("s", "S"),
    "t": ("t", "T", "iteration"),
    **optimizers.NUMBERS,
}
"""What the arguments are called."""


@dataclass(frozen=True)
class Update:
    """An update rule of all parameters.

    Attributes
    ----------
    called
        Its names.
    state
        The dicts of its state.
    numbers
        The numbers that it is given.
    reference
        The new parameters and state.
    readings, flaws
        The conventions, and how it goes wrong.
    """

    called: Called
    state: tuple[str, ...]
    numbers: tuple[str, ...]
    reference: Callable[..., Values]
    readings: tuple[Reading, ...]
    flaws: tuple[Flaw, ...]


def _all(rule: Callable[..., Values], state: Mapping[str, str], given: Given, **options: Any) -> Values:
    """All parameters and the state after a step of a rule; ``state`` has its results by what they start from."""
    values: Values = {}
    for key in ARRAYS:
        own = {"w": given[key], "dw": given[f"d{key}"]}
        own.update({name: _start(given, name, key) for name in state})
        new = rule({**given, **own}, **options)
        values[f"next_{key}"] = new["next_w"]
        values.update({f"next_{name}_d{key}": new[made] for name, made in state.items()})
    return values


def _start(given: Given, name: str, key: str) -> Any:
    """What the state begins with: ``s`` with a square, since a root is taken of it."""
    return given[f"root_s_d{key}"] ** 2 if name == "s" else given[f"{name}_d{key}"] * 1


# -- the rules ---------------------------------------------------------------------------------------------


def _momentum(
    given: Given, sign: int = 1, form: str = "averaged", rate: str = "", moved: str = "new", kept: str = "new"
) -> Values:
    """A step along an average of the gradients."""
    w, dw, v, eta, mu = (given[name] for name in ("w", "dw", "v", "learning_rate", "momentum"))
    if form == "velocity":  # it has the learning rate and the minus in it
        new = mu * v - eta * dw
        return {"next_w": w + new, "v": new}
    shares = {"averaged": (mu, 1 - mu), "summed": (mu, 1), "swapped": (1 - mu, mu)}[form]
    new = shares[0] * v + shares[1] * dw
    step = (1 if rate == "missing" else eta) * {"new": new, "old": v, "gradient": dw}[moved]
    return {"next_w": w - sign * step, "v": new if kept == "new" else v}


def gradient_descent(given: Given, **options: Any) -> Values:
    """Gradient descent."""
    return _all(updates.sgd, {}, given, **options)


def momentum(given: Given, **options: Any) -> Values:
    """Gradient descent with momentum."""
    return _all(_momentum, {"v": "v"}, given, **options)


def adam(given: Given, epsilon: float | None = None, **options: Any) -> Values:
    """Adam, whose ``m`` and ``v`` are called ``v`` and ``s``."""
    told = dict(given) if epsilon is None else {**given, "epsilon": epsilon}
    return _all(_adam, {"v": "v", "s": "s"}, told, **options)


def _adam(given: Given, **options: Any) -> Values:
    values = updates.adam({**given, "m": given["v"], "v": given["s"]}, **options)
    return {"next_w": values["next_w"], "v": values["m"], "s": values["v"]}


AVERAGED = Reading("standard")
SUMMED = Reading(
    "summed",
    Text("그래디언트에 `1 - beta`를 곱하지 않는다: `v = beta * v + dw`", "does not multiply the gradient by `1 - beta`: `v = beta * v + dw`"),
    {"form": "summed"},
)  # fmt: skip
VELOCITY = Reading(
    "velocity",
    Text("학습률과 음의 부호가 속도 안에 있다(CS231n): `v = beta * v - lr * dw`, `w + v`", "keeps the learning rate and the sign in the velocity, as CS231n does: `v = beta * v - lr * dw`, `w + v`"),
    {"form": "velocity"},
)  # fmt: skip
OF_MOMENTUM = (
    updates.UPHILL,
    Flaw("no-learning-rate", Text("학습률을 곱하지 않았다", "the learning rate is missing"), {"rate": "missing"}),
    Flaw("shares-swapped", Text("`beta`와 `1 - beta`가 서로 바뀌었다", "`beta` and `1 - beta` are swapped"), {"form": "swapped"}),
    Flaw("old-velocity", Text("매개변수를 새 속도가 아니라 옛 속도로 옮겼다", "the parameters move with the old velocity, not with the new one"), {"moved": "old"}),
    Flaw("plain-gradient", Text("속도를 쓰지 않고 그래디언트로 옮겼다", "the parameters move with the gradient, not with the velocity"), {"moved": "gradient"}),
    Flaw("velocity-not-kept", Text("새 속도를 남겨 두지 않았다", "the new velocity is not kept"), {"kept": "old"}),
)  # fmt: skip
OF_ADAM = tuple(
    one for one in updates.OF_ADAM if "counted" not in one.options and one.options.get("root") != "inside"
)
UPDATES = (
    Update(GD_NAMES, (), ("learning_rate",), gradient_descent, (updates.STANDARD,), updates.OF_SGD),
    Update(
        MOMENTUM_NAMES, ("v",), ("learning_rate", "momentum"), momentum, (AVERAGED, SUMMED, VELOCITY),
        OF_MOMENTUM,
    ),
    Update(
        ADAM_NAMES, ("v", "s"), ("learning_rate", "beta1", "beta2", "epsilon"), adam,
        optimizers.OF_ADAM, OF_ADAM,
    ),
)  # fmt: skip


# -- somebody's function -----------------------------------------------------------------------------------


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The functions of a module that update dicts of parameters."""
    for update in UPDATES:
        for function in all_of_names(names, update.called):
            made = _subject(function, update)
            if made is not None:
                yield made


def _subject(function: Any, update: Update) -> Subject | None:
    """What is checked of a function, if it is known what each of its arguments is."""
    if _other_keys(function):
        return None
    wanted = ["parameters", "grads", *update.state, *(["t"] if "s" in update.state else []), *update.numbers]
    taken: dict[str, str] = {}
    for one in parameters(function):
        part = next((part for part in wanted if one.name in PARTS[part] and part not in taken.values()), None)
        if part is not None:
            taken[one.name] = part
        elif one.default is one.empty:
            return None
    missing = {*wanted} - {*taken.values()} - {"epsilon"}
    if missing:
        return None
    readings = update.readings
    if "epsilon" in update.numbers:
        held: list[float | None] = [None] if "epsilon" in taken.values() else [*small_numbers(function)]
        readings = tuple(one for one in readings if one.options.get("epsilon") in held)
    if not readings:
        return None

    def arguments(given: Given) -> dict[str, Any]:
        dicts: dict[str, Any] = {
            "parameters": {key: given[key] * 1 for key in ARRAYS},
            "grads": {f"d{key}": given[f"d{key}"] * 1 for key in ARRAYS},
        }
        for name in update.state:
            dicts[name] = {f"d{key}": _start(given, name, key) for key in ARRAYS}
        if "s" in update.state:
            dicts["t"] = len(given["history"]) + 1
        return dicts

    def observe(given: Given) -> Values:
        passed = arguments(given)
        passed.update({part: given[part] for part in taken.values() if part not in passed})
        returned = function(*[passed[part] for part in taken.values()])
        listed = list(returned) if isinstance(returned, (tuple, list)) else [returned]
        if not isinstance(listed[0], dict):
            if listed[0] is not None:
                raise WrongReturn(NOT_A_DICT)
            listed = [passed["parameters"]]  # changed in place
        values = {f"next_{key}": listed[0].get(key) for key in ARRAYS}
        after = dict(zip(update.state, listed[1:]))  # noqa: B905 - what is not returned was changed in place
        for name in update.state:
            kept = after.get(name, passed[name])
            values.update({f"next_{name}_d{key}": kept.get(f"d{key}") for key in ARRAYS})
        return values

    name = function.__name__
    state = [f"{'root_s' if one == 's' else one}_d{key}" for one in update.state for key in ARRAYS]
    inputs = [*ARRAYS, *(f"d{key}" for key in ARRAYS), *state]
    inputs += [one for one in update.numbers if one in taken.values()]
    shapes = {one: SHAPES[one] for one in [*inputs, *(["history"] if "s" in update.state else [])]}
    quantities = [f"next_{key}" for key in ARRAYS]
    quantities += [f"next_{one}_d{key}" for one in update.state for key in ARRAYS]
    texts = {one: one for one in update.numbers}
    texts["parameters"] = f"{{{', '.join(f'{key!r}: {key} * 1' for key in ARRAYS)}}}"
    texts["grads"] = "{" + ", ".join(f"'d{key}': d{key} * 1" for key in ARRAYS) + "}"
    texts["v"] = "{" + ", ".join(f"'d{key}': v_d{key} * 1" for key in ARRAYS) + "}"
    texts["s"] = "{" + ", ".join(f"'d{key}': root_s_d{key} ** 2" for key in ARRAYS) + "}"
    texts["t"] = "len(history) + 1"
    dicts = ("parameters", "grads", *update.state)
    returns = ", ".join(("parameters", *update.state))
    snippet = (
        *(f"{one} = {texts[one]}" for one in dicts),
        f"returned = {name}({', '.join(one if one in dicts else texts[one] for one in taken.values())})",
        f"{returns} = {_unpacked(update)}",
    )
    reads = {f"next_{key}": f"parameters[{key!r}]" for key in ARRAYS}
    reads.update({f"next_{one}_d{key}": f"{one}['d{key}']" for one in update.state for key in ARRAYS})
    results = {f"next_{key}": update.called.results[0] for key in ARRAYS}
    return Subject(
        name, name, shapes, tuple(quantities), (Call(observe),), update.reference, snippet, results,
        readings=readings, flaws=update.flaws, reads=reads, source=function,
    )  # fmt: skip


def _other_keys(function: Any) -> set[str]:
    """The keys of parameters that a function names besides those of two layers, as ``W3`` and ``Wax``."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    named = {one for one in getattr(code, "co_consts", ()) if isinstance(one, str)}
    return {key for key in named if key.isidentifier() and f"d{key}" in named} - {*ARRAYS, "W", "b"}


def _unpacked(update: Update) -> str:
    if not update.state:
        return "parameters if returned is None else returned"
    return f"returned[:{len(update.state) + 1}]"


NOT_A_DICT = Text("매개변수의 딕셔너리를 돌려주지 않는다", "does not return the dict of parameters")
