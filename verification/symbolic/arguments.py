"""What functions take beside arrays, such as modes and strides: given by name, and new at each call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from yudo.derivations.calculus.text import Text

Function = Callable[..., Any]
T = TypeVar("T")

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

UPSTREAM = ("dout", "cache")
"""The arguments that a backward gets of itself."""


class Misuse(ValueError):
    """What was asked does not fit the functions; the message says what does."""

    def __init__(self, text: Text):
        self.text = text
        super().__init__(text.en)


def read_given(given: Any) -> Mapping[str, Any]:
    """The arguments that are no arrays, by name.

    Raises
    ------
    TypeError
        If they are not given by name.
    Misuse
        If an array is among them.
    """
    if not isinstance(given, Mapping):
        raise TypeError(f"given: got {given!r}; expected values by name, such as {{'eps': 1e-05}}")
    for name, value in given.items():
        if _holds_array(value):
            raise Misuse(
                Text(
                    f"`{name}`에 배열이 들어 있다. 배열은 값이 아니라 모양으로 준다. 그래디언트가 필요 없으면"
                    " `fixed(…)`로 적는다",
                    f"`{name}` holds an array: of arrays give the shape, as `fixed(…)` where no gradient is"
                    " wanted",
                )
            )
    return given


def _holds_array(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_array, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_holds_array, value))
    return bool(getattr(value, "shape", ()))


def bound_pair(
    forward: Function,
    backward: Function,
    inputs: Sequence[str],
    given: Mapping[str, Any],
    *,
    live: bool = True,
) -> tuple[Function, Function]:
    """Both functions, of their arrays alone.

    Parameters
    ----------
    forward, backward
        As `prove_vjp` takes them, with more parameters.
    inputs
        The names of the forward's arrays, in its order.
    given
        The other arguments by name: each goes to those of the two that have a parameter for it.
    live
        Whether it is called from Python, and not from the command line.

    Raises
    ------
    Misuse
        If a parameter is left without a value, or neither function takes what is given.
    """
    ahead, behind = taken(forward, given), taken(backward, given, UPSTREAM)
    elsewhere = behind.keys() - ahead.keys()
    demand_all(forward, inputs, {name: given[name] for name in given if name not in elsewhere}, live=live)
    demand_all(backward, UPSTREAM, behind, live=live)
    return bound(forward, inputs, ahead), bound(backward, UPSTREAM, behind)


def in_order(function: Function, shapes: Mapping[str, T]) -> dict[str, T]:
    """What is said of each input, in the order of the parameters if they bear the same names."""
    names = [one.name for one in _parameters(function)]
    return {name: shapes[name] for name in (names if {*shapes} <= {*names} else shapes) if name in shapes}


def bound(function: Function, inputs: Sequence[str], given: Mapping[str, Any]) -> Function:
    """A function of its arrays alone; the other arguments are given by name, and are new at each call."""
    targets = _targets(function, inputs, given)
    if not given and targets is None:
        return function

    def of_arrays(*arrays: Any) -> Any:
        options = _fresh(given)
        if targets is None:
            return function(*arrays, **options)
        return function(**dict(zip(targets, arrays)), **options)  # noqa: B905 - traced code

    of_arrays.__name__, of_arrays.__module__ = name_of(function), function.__module__
    return of_arrays


def _fresh(value: Any) -> Any:
    """A copy: layers write running averages into their options."""
    if isinstance(value, dict):
        return {key: _fresh(part) for key, part in value.items()}
    return [_fresh(part) for part in value] if isinstance(value, list) else value


def call_text(function: Function, inputs: Sequence[str], given: Mapping[str, Any]) -> str:
    """The call of `bound`, as source text."""
    called = name_of(function)
    function = inspect.unwrap(function)  # which may take by keyword what it is given here by position
    targets = _targets(function, inputs, given)
    arguments = (
        list(inputs) if targets is None else [f"{a}={b}" for a, b in zip(targets, inputs, strict=True)]
    )
    arguments += [f"{name}={value!r}" for name, value in given.items()]
    return f"{called}({', '.join(arguments)})"


def _places(function: Function, inputs: Sequence[str], given: Mapping[str, Any]) -> list[str]:
    """The parameters that the arrays are for: those of their names, or else the first that are open."""
    names = [one.name for one in _parameters(function)]
    if {*inputs} <= {*names}:
        return list(inputs)
    return [name for name in names if name not in given][: len(inputs)]


def _targets(function: Function, inputs: Sequence[str], given: Mapping[str, Any]) -> list[str] | None:
    """The parameters that the arrays are passed to by name; None if they are passed by position."""
    places = _places(function, inputs, given)
    leading = _parameters(function)[: len(inputs)]
    in_place = places == [one.name for one in leading] and all(
        one.kind != one.KEYWORD_ONLY for one in leading
    )
    return None if in_place or len(places) < len(inputs) else places


def taken(function: Function, given: Mapping[str, Any], beside: Sequence[str] = ()) -> dict[str, Any]:
    """The options that a function has a parameter for, beside those that some arrays go to."""
    names = {one.name for one in _parameters(function)} - {*_places(function, beside, {})}
    return {name: value for name, value in given.items() if name in names or _takes(function, "VAR_KEYWORD")}


def demand_all(
    function: Function, inputs: Sequence[str], given: Mapping[str, Any], *, live: bool = False
) -> None:
    """Refuse a call that leaves a parameter without a value, or gives one that is not there.

    Parameters
    ----------
    function
        A forward, or a backward with `UPSTREAM` for its inputs.
    inputs, given
        Its arrays, and its other arguments by name.
    live
        Whether it is called from Python, and not from the command line.

    Raises
    ------
    Misuse
        The message says how to give what is missing.
    """
    name, listed = name_of(function), _parameters(function)
    names = [one.name for one in listed]
    unknown = [one for one in given if one not in taken(function, given)]
    if unknown:
        raise Misuse(
            Text(
                f"`{name}`에 인자 `{unknown[0]}`이 없다. 있는 인자는 {', '.join(names)}이다",
                f"`{name}` takes no `{unknown[0]}`; it takes {', '.join(names)}",
            )
        )
    twice = [one for one in inputs if one in given]
    if twice:
        raise Misuse(
            Text(
                f"`{twice[0]}`에 모양과 값을 둘 다 주었다. 하나만 준다",
                f"`{twice[0]}` is given a shape and a value; give one of them",
            )
        )
    places = _places(function, inputs, given)
    if len(places) < len(inputs) and not _takes(function, "VAR_POSITIONAL"):
        count, wanted = len(places), ", ".join(inputs)
        raise Misuse(
            Text(
                f"`{name}`에 배열 {len(inputs)}개({wanted})를 넘겨야 하는데, 받을 인자는 {count}개뿐이다",
                f"`{name}` is to be called with {len(inputs)} arrays ({wanted}) and has room for {count}",
            )
        )
    left = [one for one in listed if one.name not in (*places, *given) and one.default is one.empty]
    if left:
        raise Misuse(_how_to_give(name, [one.name for one in left], inputs == UPSTREAM, live))


def _how_to_give(function: str, missing: Sequence[str], is_backward: bool, live: bool) -> Text:
    told = ", ".join(f"`{one}`" for one in missing)
    if live:
        shapes, ways = "shapes", f"given={{{', '.join(f'{one!r}: {_example(one)}' for one in missing)}}}"
    else:
        shapes, ways = "--shapes", " ".join(f'--given "{one}={_example(one)}"' for one in missing)
    if is_backward:  # its arrays come in the cache
        return Text(
            f"`{function}`에는 인자 {told}도 있다. `{ways}`로 값을 주거나 캐시에 담는다",
            f"`{function}` also takes {told}; give its value with `{ways}`, or put it into the cache",
        )
    return Text(
        f"`{function}`에는 인자 {told}도 있다. `{ways}`로 값을 주거나 `{shapes}`에 모양을 적는다",
        f"`{function}` also takes {told}; give its value with `{ways}`, or its shape in `{shapes}`",
    )


def _example(name: str) -> str:
    return repr(SETTINGS[name][0]) if name in SETTINGS else "…"


def name_of(function: Function) -> str:
    """What a function, or an object that can be called, is called."""
    return getattr(function, "__name__", None) or type(function).__name__


def _parameters(function: Function) -> list[inspect.Parameter]:
    """The parameters that have names of their own."""
    listed = _signature(function).parameters.values()
    return [one for one in listed if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]


def _takes(function: Function, kind: str) -> bool:
    return any(one.kind.name == kind for one in _signature(function).parameters.values())


def _signature(function: Function) -> inspect.Signature:
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):  # of C: nobody knows
        return inspect.signature(lambda *arrays, **options: None)
