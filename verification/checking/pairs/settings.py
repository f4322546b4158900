"""What layers take beside arrays, such as modes and strides; shapes and values as a command line has them."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.signature import parameters

if TYPE_CHECKING:
    from yudo.verification.symbolic.inputs import Shape

SETTINGS: dict[str, tuple[Any, ...]] = {
    "bn_param": ({"mode": "train"},),
    "ln_param": ({},),
    "gn_param": ({},),
    "dropout_param": ({"mode": "train", "p": 0.5, "seed": 123},),
    "conv_param": ({"stride": 1, "pad": 1}, {"stride": 2, "pad": 0}, {"stride": 2, "pad": 1}),
    "pool_param": (
        {"pool_height": 2, "pool_width": 2, "stride": 2},
        {"pool_height": 2, "pool_width": 2, "stride": 1},
        {"pool_height": 1, "pool_width": 2, "stride": 1},
    ),
    "pool_h": (2,),
    "pool_w": (2, 3),
    "pool_size": (2,),
    "kernel_size": (2, 3),
    "mode": ("train",),
    "activation": ("relu", "sigmoid"),
    "rate": (0.5,),
    "dropout_ratio": (0.5,),
    "keep_prob": (0.5,),
    "train_flg": (True,),
    "training": (True,),
    "is_training": (True,),
    "stride": (1, 2),
    "pad": (1, 0),
    "padding": (1, 0),
    "G": (2,),
    "eps": (1e-5,),
    "delta": (1.0,),
}
"""What courses pass beside arrays, by the parameter's name."""


class Misuse(ValueError):
    """What was asked does not fit the functions of the file; the message says what does."""

    def __init__(self, text: Text):
        self.text = text
        super().__init__(text.en)


def read_value(text: str) -> Any:
    """A value as Python writes it: a dict, a list, a string, a number, True, False or None.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    try:
        value = ast.literal_eval(text.strip())
        json.dumps(value)  # it travels to another process
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError) as reason:
        raise ValueError(f"{text.strip()!r} is no value of Python's") from reason
    return value


def read_shape(text: str) -> Shape:
    """A shape in words: ``N D``; ``fixed N D`` without a gradient; ``labels N < C`` from 0 to C - 1.

    Raises
    ------
    ValueError
        If labels lack their bound.
    """
    from yudo.verification.symbolic.inputs import Shape  # the command line does not wait for it

    kind, *sizes = text.split() or [""]
    if kind == "fixed":
        return Shape(_sizes(sizes), "fixed")
    if kind != "labels":
        return Shape(_sizes(text.split()))
    if len(sizes) < 2 or sizes[-2] != "<":
        raise ValueError(f"got {text.strip()!r}; labels are written as labels N < C")
    return Shape(_sizes(sizes[:-2]), "labels", _sizes(sizes[-1:])[0])


def _sizes(words: Sequence[str]) -> tuple[str | int, ...]:
    return tuple(int(word) if word.isdigit() else word for word in words)


def bound(function: Callable[..., Any], inputs: Sequence[str], given: Mapping[str, Any]) -> Any:
    """A function of its arrays alone; the other arguments are given by name, and are new at each call."""
    if not given:
        return function
    named = {*inputs} <= {one.name for one in parameters(function)}

    def of_arrays(*arrays: Any) -> Any:
        options = _fresh(given)
        if named:
            return function(**dict(zip(inputs, arrays)), **options)  # noqa: B905 - traced code
        return function(*arrays, **options)

    of_arrays.__name__, of_arrays.__module__ = function.__name__, function.__module__
    return of_arrays


def _fresh(value: Any) -> Any:
    """A copy: layers write running averages into their options."""
    if isinstance(value, dict):
        return {key: _fresh(part) for key, part in value.items()}
    return [_fresh(part) for part in value] if isinstance(value, list) else value


def call_text(function: Callable[..., Any], inputs: Sequence[str], given: Mapping[str, Any]) -> str:
    """The call of `bound`, as source text."""
    names = [one.name for one in parameters(function)]
    leading = names[: len(inputs)]
    by_name = bool(given) and list(inputs) != leading and {*inputs} <= {*names}
    arguments = [f"{name}={name}" if by_name else name for name in inputs]
    arguments += [f"{name}={value!r}" for name, value in given.items()]
    return f"{function.__name__}({', '.join(arguments)})"


def taken(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a function has a parameter for."""
    names = {one.name for one in parameters(function)}
    return {name: value for name, value in given.items() if name in names}


def demand_all(
    function: Callable[..., Any], inputs: Sequence[str], given: Mapping[str, Any], *, live: bool = False
) -> None:
    """Refuse a call that leaves a parameter without a value, or gives one that is not there.

    Parameters
    ----------
    function
        A forward.
    inputs, given
        Its arrays, and its other arguments by name.
    live
        Whether it is called from Python, and not from the command line.

    Raises
    ------
    Misuse
        The message says how to give what is missing.
    """
    name = function.__name__
    listed = parameters(function)
    names = [one.name for one in listed]
    unknown = [one for one in given if one not in names]
    if unknown:
        raise Misuse(
            Text(
                f"`{name}`에 인자 `{unknown[0]}`이 없다. 있는 인자는 {', '.join(names)}이다",
                f"`{name}` takes no `{unknown[0]}`; it takes {', '.join(names)}",
            )
        )
    open_ones = [one for one in listed if one.name not in given]
    if {*inputs} <= {*names}:
        missing = [one.name for one in open_ones if one.name not in inputs and one.default is one.empty]
    else:
        missing = [one.name for one in open_ones[len(inputs) :] if one.default is one.empty]
    if missing:
        told = ", ".join(f"`{one}`" for one in missing)
        if live:
            shapes, ways = "shapes", f"given={{{', '.join(f'{one!r}: {_example(one)}' for one in missing)}}}"
        else:
            shapes, ways = "--shapes", " ".join(f'--given "{one}={_example(one)}"' for one in missing)
        raise Misuse(
            Text(
                f"`{name}`에는 인자 {told}도 있다. `{ways}`로 값을 주거나 `{shapes}`에 모양을 적는다",
                f"`{name}` also takes {told}; give its value with `{ways}`, or its shape in `{shapes}`",
            )
        )


def _example(name: str) -> str:
    return repr(SETTINGS[name][0]) if name in SETTINGS else "…"
