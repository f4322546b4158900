"""Optimizers as classes: ``update(params, grads)``, with their state in the object.

What the object keeps may have any name: the weights are looked at, after each of the first steps.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.judge.guards import small_numbers
from yudo.verification.checking.recognise.calling import all_of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values, both
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import parameters
from yudo.verification.checking.recognise.subjects import updates
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

STEPS = 3
"""That are looked at: the second shows what the first has kept, the third that it goes on."""
SIGNATURE = "update(params, grads)"
NOTE = Text(
    "`params`와 `grads`는 딕셔너리이거나 리스트다. 새 객체의 첫 세 걸음을 본다",
    "`params` and `grads` are dicts or lists; the first three steps of a new object are looked at",
)


def _called(rule: Called | None, *names: str) -> Called:
    return Called(names, SIGNATURE, () if rule is None else rule.results[:1], note=NOTE)


SGD_NAMES = _called(updates.SGD_NAMES, "SGD", "GradientDescent")
MOMENTUM_NAMES = _called(updates.MOMENTUM_NAMES, "Momentum", "SGDMomentum", "MomentumSGD")
NESTEROV_NAMES = _called(updates.NESTEROV_NAMES, "Nesterov", "NAG", "NesterovMomentum")
ADAGRAD_NAMES = _called(None, "AdaGrad")
RMSPROP_NAMES = _called(updates.RMSPROP_NAMES, "RMSprop")
ADAM_NAMES = _called(updates.ADAM_NAMES, "Adam")
ADAMW_NAMES = _called(updates.ADAMW_NAMES, "AdamW")
CALLED = (
    SGD_NAMES,
    MOMENTUM_NAMES,
    NESTEROV_NAMES,
    ADAGRAD_NAMES,
    RMSPROP_NAMES,
    ADAM_NAMES,
    ADAMW_NAMES,
)

ARRAYS = {
    "W": Shape(("N", "D")),
    "b": Shape(("D",)),
    "dW": Shape((STEPS, "N", "D")),
    "db": Shape((STEPS, "D")),
}
NUMBERS = {
    "learning_rate": ("lr", "learning_rate", "eta", "alpha", "step_size", "rate"),
    "momentum": ("momentum", "mu", "beta", "gamma", "rho", "m"),
    "decay_rate": ("decay_rate", "rho", "decay", "beta", "gamma", "rate", "alpha"),
    "beta1": ("beta1", "beta_1", "b1", "rho1"),
    "beta2": ("beta2", "beta_2", "b2", "rho2"),
    "epsilon": ("epsilon", "eps", "e", "delta"),
    "weight_decay": ("weight_decay", "wd", "lam", "lambda_", "decay"),
}
"""What the numbers are called by constructors, or else by attributes."""
SHAPES = {**ARRAYS, **{name: updates.SHAPES[name] for name in NUMBERS}}
QUANTITIES = (*(f"W_after_{step}" for step in range(1, STEPS + 1)), f"b_after_{STEPS}")


# -- the rules ---------------------------------------------------------------------------------------------


def _steps(
    rule: Callable[..., Values], state: Mapping[str, str], given: Given, epsilon: float | None, **options: Any
) -> Values:
    """The weights after each step from a state of zeros; ``state`` has its results by what they start from."""
    found: Values = {}
    told = dict(given) if epsilon is None else {**given, "epsilon": epsilon}
    for name in ("W", "b"):
        w = given[name]
        kept = {start: 0 * w for start in state}
        for step in range(STEPS):
            inputs = {**told, **kept, "w": w, "dw": given[f"d{name}"][step], "history": [0] * step}
            values = rule(inputs, **options)
            w, kept = values["next_w"], {start: values[made] for start, made in state.items()}
            found[f"{name}_after_{step + 1}"] = w
    return found


def sgd(given: Given, **options: Any) -> Values:
    """Gradient descent."""
    return _steps(updates.sgd, {}, given, None, **options)


def momentum(given: Given, **options: Any) -> Values:
    """Gradient descent with momentum."""
    return _steps(updates.momentum, {"velocity": "velocity"}, given, None, **options)


def nesterov(given: Given, **options: Any) -> Values:
    """Nesterov's momentum."""
    return _steps(updates.nesterov, {"velocity": "velocity"}, given, None, **options)


def _adagrad(given: Given, sign: int = 1, root: str = "", summed: bool = True, fed: str = "square") -> Values:
    """One step, from the sum of the squares so far."""
    w, dw = given["w"], given["dw"]
    total = (given["total"] if summed else 0) + (dw if fed == "gradient" else dw**2)
    return {
        "next_w": w - sign * given["learning_rate"] * dw / updates.divisor(total, given["epsilon"], root),
        "total": total,
    }


def adagrad(given: Given, epsilon: float | None = None, **options: Any) -> Values:
    """AdaGrad."""
    return _steps(_adagrad, {"total": "total"}, given, epsilon, **options)


def rmsprop(given: Given, epsilon: float | None = None, **options: Any) -> Values:
    """RMSProp."""
    return _steps(updates.rmsprop, {"cache": "cache"}, given, epsilon, **options)


def adam(given: Given, epsilon: float | None = None, **options: Any) -> Values:
    """Adam."""
    return _steps(updates.adam, {"m": "m", "v": "v"}, given, epsilon, **options)


def adamw(given: Given, epsilon: float | None = None, **options: Any) -> Values:
    """AdamW."""
    return _steps(updates.adamw, {"m": "m", "v": "v"}, given, epsilon, **options)


# -- conventions -------------------------------------------------------------------------------------------

EPSILONS = (1e-7, 1e-8, 1e-6, 1e-10, 1e-5, 1e-9, 1e-4, 1e-12, 1e-3, 1e-15, 1e-16, 2.0**-52)
"""What code adds to the root where its constructor takes no number for that."""
AVERAGED = Reading(
    "averaged",
    Text(
        "그래디언트에 `1 - momentum`을 곱해 평균 낸다: `v = beta * v + (1 - beta) * dw`, `w - lr * v`",
        "averages the gradients: `v = beta * v + (1 - beta) * dw`, `w - lr * v`",
    ),
    {"shrunk": "averaged"},
)
INSIDE = Reading(
    "epsilon-inside",
    Text("`epsilon`을 제곱근 안에 더한다", "`epsilon` is added inside the root"),
    {"root": "inside"},
)


def _with_constants(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The conventions, with a number that the constructor takes, and with each that code may name."""
    inside = tuple(
        Reading(f"{one.key}-inside", both(one.name, INSIDE.name), {**one.options, **INSIDE.options})
        for one in readings
        if "hat" not in one.options
    )
    return tuple(
        Reading(one.key, one.name, {**one.options, "epsilon": epsilon})
        for epsilon in (None, *EPSILONS)
        for one in (*readings, *inside)
    )


PLAIN = (updates.STANDARD,)
OF_MOMENTUM = (updates.STANDARD, updates.RATE_OUTSIDE, AVERAGED)
GUARDED = _with_constants(PLAIN)
OF_ADAM = _with_constants((updates.STANDARD, updates.EPSILON_HAT))
OF_ADAMW = _with_constants((updates.STANDARD, updates.DECAY_WITHOUT_RATE))
NOT_SUMMED = Flaw(
    "not-summed",
    Text(
        "제곱을 더해 나가지 않고 이번 것만 쓴다: `h += grads**2`여야 한다",
        "the squares are not summed up, the last one alone is used: it is `h += grads**2`",
    ),
    {"summed": False},
)
COUNTED = (
    Flaw(
        "step-zero",
        Text(
            "첫 걸음에서 걸음 수가 아직 0이어서 0으로 나눈다: 쓰기 전에 1을 더한다",
            "the number of steps is still 0 at the first step, and it divides by 0: add 1 before it is used",
        ),
        {"counted": "late"},
    ),
    Flaw(
        "step-stays-1",
        Text("걸음 수가 1에서 늘지 않는다", "the number of steps stays 1"),
        {"counted": "once"},
    ),
)
ADAGRAD_FLAWS = (NOT_SUMMED, *updates.OF_THE_ROOT, updates.UPHILL)


@dataclass(frozen=True)
class Optimizer:
    """An update rule as a class: what is right, under which conventions, and how it goes wrong."""

    called: Called
    reference: Callable[..., Values]
    numbers: tuple[str, ...]
    readings: tuple[Reading, ...]
    flaws: tuple[Flaw, ...]


HEAVY_BALL = tuple(one for one in updates.OF_HEAVY_BALL if one.key != AVERAGED.key)
OPTIMIZERS = (
    Optimizer(SGD_NAMES, sgd, ("learning_rate",), PLAIN, updates.OF_SGD),
    Optimizer(MOMENTUM_NAMES, momentum, updates.OF_MOMENTUM, OF_MOMENTUM, HEAVY_BALL),
    Optimizer(NESTEROV_NAMES, nesterov, updates.OF_MOMENTUM, PLAIN, updates.OF_NESTEROV),
    Optimizer(ADAGRAD_NAMES, adagrad, ("learning_rate", "epsilon"), GUARDED, ADAGRAD_FLAWS),
    Optimizer(
        RMSPROP_NAMES, rmsprop, ("learning_rate", "decay_rate", "epsilon"), GUARDED, updates.OF_RMSPROP
    ),
    Optimizer(ADAM_NAMES, adam, updates.OF_MEANS, OF_ADAM, (*COUNTED, *updates.OF_ADAM)),
    Optimizer(
        ADAMW_NAMES, adamw, (*updates.OF_MEANS, "weight_decay"), OF_ADAMW, (*COUNTED, *updates.OF_ADAMW)
    ),
)


# -- somebody's class --------------------------------------------------------------------------------------


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The optimizers of a module."""
    kinds = {name: value for name, value in names.items() if _is_optimizer(value)}
    for one in OPTIMIZERS:
        for kind in all_of_names(kinds, one.called, is_one=_is_optimizer):
            # Gradient descent that takes a momentum is the rule with momentum.
            rule = OPTIMIZERS[1] if one is OPTIMIZERS[0] and _taken(kind, "momentum") else one
            made = _made(kind, rule)
            if made is not None:
                yield made


def _is_optimizer(value: Any) -> bool:
    if not isinstance(value, type):
        return False
    # What stands in for NumPy is not asked: it refuses to answer for what it does not know.
    update = next((vars(kind)["update"] for kind in value.__mro__ if "update" in vars(kind)), None)
    return callable(update) and len(parameters(update)) == 3


def _taken(kind: type, number: str) -> str | None:
    """The parameter of the constructor that a number is given by."""
    listed = list(inspect.signature(kind).parameters)
    return next((name for name in listed if name in NUMBERS[number]), None)


def _made(kind: type, rule: Optimizer) -> Subject | None:
    """What is checked of a class, if it is known how its objects are made."""
    taken: dict[str, str] = {}
    for number in rule.numbers:
        name = next(
            (
                n
                for n in inspect.signature(kind).parameters
                if n in NUMBERS[number] and n not in taken.values()
            ),
            None,
        )
        if name is not None:
            taken[number] = name
    required = {n for n, one in inspect.signature(kind).parameters.items() if one.default is one.empty}
    if required - {*taken.values()}:
        return None
    try:
        kept = vars(kind(**dict.fromkeys(taken.values(), 0.5)))
    except Exception:  # which leaves it among what is not checked
        return None
    attributes = {
        number: next((name for name in NUMBERS[number] if name in kept), None)
        for number in rule.numbers
        if number not in taken
    }
    held = {number: name for number, name in attributes.items() if name is not None}
    if {*rule.numbers} - {*taken, *held} - {"epsilon"}:
        return None
    epsilons: list[float | None] = [None] if "epsilon" in {**taken, **held} else [*small_numbers(kind)]
    readings = tuple(one for one in rule.readings if one.options.get("epsilon") in epsilons)
    if "epsilon" not in rule.numbers:
        readings = rule.readings
    if not readings:
        return None
    return _subject(kind, rule, readings, taken, held)


@dataclass(frozen=True)
class _Use:
    """A way to use an optimizer: what it is given, and the source text of that.

    Attributes
    ----------
    held
        From the two weights, or their gradients, what is passed.
    parts
        From what was passed, the weights, as far as there are any.
    texts
        The same as source text, for weights, gradients and what is kept after a step.
    """

    held: Callable[[Any, Any], Any]
    parts: Callable[[Any], tuple[Any, ...]]
    texts: tuple[str, str, str]


def _as_dict(W: Any, b: Any) -> Any:
    return {"W": W, "b": b}


def _as_list(W: Any, b: Any) -> Any:
    return [W, b]


def _alone(W: Any, b: Any) -> Any:
    return W


USES = (
    _Use(
        _as_dict,
        lambda held: (held["W"], held["b"]),
        ('{"W": W * 1, "b": b * 1}', '{"W": dW[step], "b": db[step]}', 'params["W"] * 1, params["b"] * 1'),
    ),
    _Use(
        _as_list,
        lambda held: (held[0], held[1]),
        ("[W * 1, b * 1]", "[dW[step], db[step]]", "params[0] * 1, params[1] * 1"),
    ),
    _Use(_alone, lambda held: (held,), ("W * 1", "dW[step]", "params * 1,")),
)
"""All weights at once in a dict or in a list; or one array, with an object for each."""


def _subject(
    kind: type,
    rule: Optimizer,
    readings: tuple[Reading, ...],
    taken: Mapping[str, str],
    held: Mapping[str, str],
) -> Subject | None:
    name = kind.__name__
    first, second = (one.name.lower() for one in parameters(kind.update)[1:])  # type: ignore[attr-defined]
    swapped = "grad" in first

    def made(given: Given) -> Any:
        optimizer = kind(**{argument: given[number] for number, argument in taken.items()})
        for number, attribute in held.items():
            setattr(optimizer, attribute, given[number])
        return optimizer

    def step_of(optimizer: Any, params: Any, grads: Any) -> Any:
        returned = optimizer.update(grads, params) if swapped else optimizer.update(params, grads)
        return params if returned is None else returned

    def steps(use: _Use) -> Call:
        hold, parts = use.held, use.parts

        def observe(given: Given) -> Values:
            optimizer = made(given)
            params = hold(given["W"] * 1, given["b"] * 1)
            values: Values = {}
            for step in range(STEPS):
                params = step_of(optimizer, params, hold(given["dW"][step], given["db"][step]))
                values[f"W_after_{step + 1}"] = parts(params)[0] * 1
            if len(parts(params)) > 1:
                values[f"b_after_{STEPS}"] = parts(params)[1] * 1
            return values

        return Call(observe)

    use = next((one for one in USES if _runs(steps(one), (*taken, *held))), None)
    if use is None and not ("param" in first + second and "grad" in first + second):
        return None  # it takes something else
    use = use or USES[0]
    arguments = ", ".join(f"{argument}={number}" for number, argument in taken.items())
    params, grads, kept = use.texts
    returns = _returns(lambda given: _first_step(made(given), use, given, swapped), (*taken, *held))
    call = f"optimizer.update({f'{grads}, params' if swapped else f'params, {grads}'})"
    snippet = (
        f"params, after = {params}, []",
        f"optimizer = {name}({arguments})",
        *(f"optimizer.{attribute} = {number}" for number, attribute in held.items()),
        f"for step in {tuple(range(STEPS))}: {'params = ' if returns else ''}{call}; after.append(({kept}))",
    )
    reads = {f"W_after_{step}": f"after[{step - 1}][0]" for step in range(1, STEPS + 1)}
    quantities = QUANTITIES if use is not USES[2] else QUANTITIES[:STEPS]
    shapes = {one: SHAPES[one] for one in (*ARRAYS, *taken, *held)}
    return Subject(
        f"{name}.update", f"{name}.update", shapes, quantities, (steps(use),), rule.reference, snippet,
        dict.fromkeys(quantities, rule.called.results[0]) if rule.called.results else {}, readings=readings,
        flaws=rule.flaws, in_sequence=True, reads={**reads, f"b_after_{STEPS}": f"after[{STEPS - 1}][1]"}, source=kind,
    )  # fmt: skip


def _first_step(optimizer: Any, use: _Use, given: Given, swapped: bool) -> Any:
    """What ``update`` itself returns."""
    params, grads = use.held(given["W"] * 1, given["b"] * 1), use.held(given["dW"][0], given["db"][0])
    return optimizer.update(grads, params) if swapped else optimizer.update(params, grads)


def _sample(numbers: Collection[str]) -> dict[str, Any]:
    arrays = {"W": np.ones((2, 3)), "b": np.ones(3), "dW": np.ones((STEPS, 2, 3)), "db": np.ones((STEPS, 3))}
    return {**arrays, **dict.fromkeys(numbers, 0.5)}


def _runs(program: Call, numbers: Collection[str]) -> bool:
    with briefly(), np.errstate(all="ignore"):
        program.run(_sample(numbers))
        return True
    return False


def _returns(call: Callable[[Given], Any], numbers: Collection[str]) -> bool:
    """Whether it returns the new weights."""
    with briefly(), np.errstate(all="ignore"):
        return call(_sample(numbers)) is not None
    return False
