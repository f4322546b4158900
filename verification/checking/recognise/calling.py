"""Calls of somebody's functions and classes, as programs from inputs by name to quantities by name.

What is here runs on symbols as well as on numbers: it is traced together with the code that it calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Call, Given, Values
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import (
    accepts,
    order,
    parts_of,
    required_names,
)
from yudo.verification.sandbox.timeouts import briefly

Function = Callable[..., Any]

NO_CACHE = Text("순전파가 캐시를 돌려주지 않는다", "the forward returns no cache")


class WrongReturn(Exception):
    """A function returned something else than the course's functions do."""

    def __init__(self, text: Text):
        self.text = text
        super().__init__(text.en)


def all_of_names(
    names: Mapping[str, Any], called: Called, is_one: Callable[[Any], bool] | None = None
) -> list[Any]:
    """The functions, or the classes with both methods or of another kind, that bear one of the names."""
    if called.is_class:
        fits = is_one or _is_layer
        return [value for name, value in names.items() if called.has(name) and fits(value)]
    functions = {
        name.lower().replace(".", "_"): value  # of a static method, Linear.forward, too
        for name, value in names.items()
        if isinstance(value, FunctionType)
    }
    return [functions[name.lower()] for name in called.names if name.lower() in functions]


def of_names(names: Mapping[str, Any], called: Called) -> Any:
    """The first of them, if there is one."""
    return next(iter(all_of_names(names, called)), None)


def _is_layer(value: Any) -> bool:
    return isinstance(value, type) and all(
        callable(getattr(value, method, None)) for method in ("forward", "backward")
    )


def first(returned: Any) -> Any:
    """The output, where it is returned with a cache."""
    return returned[0] if isinstance(returned, (tuple, list)) else returned


def returns_cache(forward: Function) -> bool:
    """Whether a forward of ``x`` alone returns more than its output."""
    with briefly():  # what it raises is found when it is judged
        returned = forward(np.array([[1.0, -2.0, 3.0]]))
        return isinstance(returned, (tuple, list)) and len(returned) > 1
    return False


def named(returned: Any, quantities: Sequence[str]) -> Values:
    """What was returned, by name: a tuple in the course's order, a dict by keys, or a single value."""
    if returned is None:
        return dict.fromkeys(quantities)
    if isinstance(returned, dict):
        return {q: returned.get(q, returned.get(q[1:])) for q in quantities}
    values = list(returned) if isinstance(returned, (tuple, list)) else [returned]
    if len(values) != len(quantities):
        listed = ", ".join(quantities)
        raise WrongReturn(
            Text(
                f"값을 {len(values)}개 돌려준다. {listed}의 {len(quantities)}개여야 한다",
                f"returns {len(values)} values; expected {len(quantities)}: {listed}",
            )
        )
    return dict(zip(quantities, values))  # noqa: B905 - traced code; lengths were compared


def forward_call(forward: Function, ordered: Sequence[str], quantity: str) -> Callable[[Given], Values]:
    """A forward, called with the inputs in its order."""

    def observe(given: Given) -> Values:
        return {quantity: first(forward(*[given[part] for part in ordered]))}

    return observe


def backward_call(
    forward: Function | None,
    backward: Function,
    inputs: Sequence[str],
    quantities: Sequence[str],
    caches: Sequence[Callable[[Given], Any]],
) -> tuple[Call, ...]:
    """Ways to call a backward: with the cache of its own forward, then with what the course caches."""
    programs = []
    dout_first = takes_dout_first(backward)

    ordered = taken_directly(backward, inputs)
    if ordered is not None:
        programs.append(Call(lambda given: named(backward(*[given[p] for p in ordered]), quantities)))

    if forward is not None:
        forward_order = order(forward, inputs)

        def through_forward(given: Given) -> Values:
            returned = forward(*[given[part] for part in forward_order])
            if not isinstance(returned, (tuple, list)) or len(returned) < 2:
                raise WrongReturn(NO_CACHE)
            cache = returned[1] if len(returned) == 2 else tuple(returned[1:])
            pair = (given["dout"], cache) if dout_first else (cache, given["dout"])
            return named(backward(*pair), quantities)

        programs.append(Call(through_forward))

    def with_cache(cache_of: Callable[[Given], Any]) -> Call:
        def observe(given: Given) -> Values:
            pair = (given["dout"], cache_of(given)) if dout_first else (cache_of(given), given["dout"])
            return named(backward(*pair), quantities)

        return Call(observe)

    # With a forward of its own the course's first kind of cache is the only other one: among many kinds, one
    # might make an inverted mask look right.
    programs += [with_cache(cache_of) for cache_of in (caches if forward is None else caches[:1])]
    return tuple(programs)


def taken_directly(backward: Function, inputs: Sequence[str]) -> list[str] | None:
    """What a backward takes besides ``dout`` if it takes inputs in the place of a cache, in its order."""
    names = required_names(backward)
    if len(names) < 3:
        return None
    parts = parts_of(names, ("dout", *inputs))
    if parts is not None and "dout" in parts.values():
        return [parts[name] for name in names]
    whole = order(backward, ("dout", *inputs))
    return whole if accepts(backward, len(whole)) else None


def takes_dout_first(backward: Function) -> bool:
    """Whether a backward takes the upstream gradient before the cache."""
    ordered = order(backward, ("dout", "cache"))
    return ordered[0] == "dout"


def called(layer: Any, method: str, *arguments: Any) -> Any:
    """What a method of an object returns; where it returns nothing, what it keeps as its output."""
    returned = getattr(layer, method)(*arguments)
    if returned is None:
        kept = ("output", "out", "outputs") if method == "forward" else ("dinputs", "dinput", "dx", "dX")
        returned = next((vars(layer)[name] for name in kept if vars(layer).get(name) is not None), None)
    return returned


_GRADIENT = r"(?:d|g|grad|delta)_?{part}|{part}_?(?:grad|gradient|grads|g|d|bar)"
_HOLDERS = re.compile(r"_?(?:grads?|gradients?|dparams|d|params?_?grads?|grad_?params?)", re.IGNORECASE)


def parameter(layer: Any, part: str) -> tuple[str, Any]:
    """The weight or the bias among an object's attributes, and the name of it."""
    for name, value in vars(layer).items():
        if re.fullmatch(_PARTS[part], name, re.IGNORECASE):
            return name, value
    raise WrongReturn(Text(f"`{part}`라는 속성이 없다", f"keeps no attribute `{part}`"))


def _has_gradient(value: Any) -> bool:
    # A symbolic array is not asked: it refuses to answer for what it does not know.
    return "grad" in getattr(value, "__dict__", {}) or hasattr(type(value), "grad")


def kept_gradient(layer: Any, part: str, place: int) -> tuple[str, Any] | None:
    """The gradient of a parameter, and where it is: an attribute, in a dict or a list, or ``weight.grad``.

    In a list it is looked for at its ``place`` among the parameters.
    """
    pattern = _PARTS.get(part, re.escape(part))
    wanted = re.compile(_GRADIENT.format(part=pattern), re.IGNORECASE)
    for name, value in vars(layer).items():
        if value is not None and wanted.fullmatch(name):
            return name, value
    for name, value in vars(layer).items():
        if isinstance(value, dict):
            held = _HOLDERS.fullmatch(name)
            for key, one in value.items():
                if wanted.fullmatch(str(key)) or (held and re.fullmatch(pattern, str(key), re.IGNORECASE)):
                    return f"{name}[{key!r}]", one
        if isinstance(value, (list, tuple)) and len(value) > place and _HOLDERS.fullmatch(name):
            return f"{name}[{place}]", value[place]
        if re.fullmatch(pattern, name, re.IGNORECASE) and _has_gradient(value):
            return f"{name}.grad", value.grad
    return None


_PARTS = {"w": "(?:w|weight|weights|kernel)", "b": "(?:b|bias|biases)"}
