"""Calls of somebody's functions and classes, as programs from inputs by name to quantities by name.

What is here runs on symbols as well as on numbers: it is traced together with the code that it calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

from derivations.calculus.text import Text
from verification.checking.signature import accepts, order, parameters, required
from verification.checking.subject import Call, Given, Values

Function = Callable[..., Any]


class WrongReturn(Exception):
    """A function returned something else than the course's functions do."""

    def __init__(self, text: Text):
        self.text = text
        super().__init__(text.en)


def of_names(names: Mapping[str, Any], *wanted: str, classes: bool = False) -> Any:
    """The first function of one of these names (any capitals); with ``classes``, all classes with methods."""
    if classes:
        return [
            value
            for name, value in names.items()
            if isinstance(value, type)
            and name.lower().replace("_", "") in wanted
            and callable(getattr(value, "forward", None))
            and callable(getattr(value, "backward", None))
        ]
    for one in wanted:
        for name, value in names.items():
            if name.lower() == one and isinstance(value, FunctionType):
                return value
    return None


def first(returned: Any) -> Any:
    """The output, where it is returned with a cache."""
    return returned[0] if isinstance(returned, (tuple, list)) else returned


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
    dout_first = _takes_dout_first(backward)

    if len(parameters(backward)) > 2 and required(backward) > 2:
        ordered = order(backward, ("dout", *inputs))
        if accepts(backward, len(ordered)):
            programs.append(Call(lambda given: named(backward(*[given[p] for p in ordered]), quantities)))

    if forward is not None:
        forward_order = order(forward, inputs)

        def through_forward(given: Given) -> Values:
            returned = forward(*[given[part] for part in forward_order])
            if not isinstance(returned, (tuple, list)) or len(returned) < 2:
                raise WrongReturn(Text("순전파가 캐시를 돌려주지 않는다", "the forward returns no cache"))
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


def _takes_dout_first(backward: Function) -> bool:
    ordered = order(backward, ("dout", "cache"))
    return ordered[0] == "dout"


def class_forward(
    kind: type, made_of: Sequence[str], takes: Sequence[str], quantity: str
) -> Callable[[Given], Values]:
    """The forward of a fresh object."""

    def observe(given: Given) -> Values:
        layer = kind(*[given[part] for part in made_of])
        return {quantity: first(layer.forward(*[given[part] for part in takes]))}

    return observe


def class_backward(
    kind: type,
    made_of: Sequence[str],
    takes: Sequence[str],
    quantities: Sequence[str],
) -> Callable[[Given], Values]:
    """The backward of an object after its forward; gradients of parameters are looked for in attributes."""

    def observe(given: Given) -> Values:
        layer = kind(*[given[part] for part in made_of])
        layer.forward(*[given[part] for part in takes])
        returned = layer.backward(given["dout"]) if "dout" in given else layer.backward()
        if isinstance(returned, (tuple, list)):
            return named(returned, quantities)
        values = {quantities[0]: returned}
        for quantity in quantities[1:]:
            values[quantity] = _attribute(layer, quantity[1:])
        return values

    return observe


_GRADIENT = r"(?:d|g|grad|delta)_?{part}|{part}_?(?:grad|gradient|g|d|bar)"


def _attribute(layer: Any, part: str) -> Any:
    """The gradient of a parameter among an object's attributes, or in its dict or list of gradients."""
    wanted = re.compile(_GRADIENT.format(part=_PARTS[part]), re.IGNORECASE)
    for name, value in vars(layer).items():
        if value is not None and wanted.fullmatch(name):
            return value
    for holder in ("grads", "grad", "gradients", "dparams"):
        grads = getattr(layer, holder, None)
        if isinstance(grads, dict):
            for key, value in grads.items():
                if wanted.fullmatch(str(key)) or re.fullmatch(_PARTS[part], str(key), re.IGNORECASE):
                    return value
        if isinstance(grads, (list, tuple)) and len(grads) == 2:
            return grads[0] if part == "w" else grads[1]
    return None


_PARTS = {"w": "(?:w|weight|weights|kernel)", "b": "(?:b|bias|biases)"}
