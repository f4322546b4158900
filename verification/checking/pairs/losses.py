"""Functions that return a loss and, under their names, the gradients of all parameters of a net.

The parameters are global arrays, as in a character RNN's ``lossFun(inputs, targets, hprev)``; entries of a
dict, as in ``loss(params, X, y, reg)``; or arguments, as in ``loss(X, y, W1, b1, W2, b2)``.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.pairs.consistency import Own
from yudo.verification.checking.pairs.guessing import Guess, numbers, read_all
from yudo.verification.checking.pairs.nets import returned_names
from yudo.verification.checking.pairs.places import Place, gradients_left, is_off, is_rate
from yudo.verification.checking.recognise.signature import parameters
from yudo.verification.checking.verdicts import Remark

Function = Callable[..., Any]

_STEPS = 3
"""Of time: loops over time are run, and their lists are written out."""
_RECURRENT = {
    "Wxh": "H V", "Whh": "H H", "Why": "V H", "bh": "H 1", "by": "V 1",
    "hprev": "fixed H 1", "h_prev": "fixed H 1",
    "inputs": f"labels {_STEPS} < V", "targets": f"labels {_STEPS} < V",
}  # fmt: skip
_SIZES = {1: ("vocab_size", "vocabulary_size", "n_vocab"), 0: ("hidden_size", "n_hidden", "hidden_dim")}
"""What the sizes of Wxh are called, by its axes."""
_WIDTHS = {1: "DC", 2: "DHC", 3: "DHKC"}
_LOSSES = r"(?:total_?)?(?:loss|cost|j|l|error)"
SHRUNK = 0.25
"""What parameters are multiplied by where gradients are clipped, so that none is."""


@dataclass(frozen=True)
class _Reading:
    """What a function takes.

    Attributes
    ----------
    owner
        An object that keeps the parameters.
    places
        Where, by name.
    shapes
        Of the parameters and of all other arguments, in words.
    run
        From the owner and the arguments by name, what the function returns.
    lines
        The call as source text, its result named ``returned``.
    """

    owner: Any
    places: Mapping[str, Place]
    shapes: Mapping[str, str]
    run: Callable[[Any, Mapping[str, Any]], Any]
    lines: Sequence[str]


def of_loss_with_gradients(function: Function) -> Iterator[Own]:
    """A function's loss, and the gradients that it returns by name, under each reading that may be meant."""
    if not isinstance(inspect.unwrap(function), FunctionType):
        return
    names = returned_names(function)
    for reading in _readings(function, names):
        yield from _own(function, reading, names)


def _own(function: Function, reading: _Reading, names: Sequence[str]) -> Iterator[Own]:
    places, shapes = dict(reading.places), dict(reading.shapes)
    factor = SHRUNK if "clip" in inspect.unwrap(function).__code__.co_names else 1
    listed, owner, run = list(places.items()), reading.owner, reading.run

    def settled(by_name: Any) -> Any:
        for name, place in listed:
            place.put(owner, factor * by_name[name])
        return run(owner, by_name)

    try:
        returned = settled(numbers(read_all(shapes)))
        at = _loss_in(returned, names)
        left = gradients_left(list(places.values()), SimpleNamespace(), returned, _as_listed(returned, names))
        if at is None or len(left) < len(places) or np.ndim(returned[at]):
            return
    except Exception:  # it is somebody's code, called as it may not be meant
        return

    def made(settings: Mapping[str, Any], place: int) -> tuple[Function, Function]:
        def ahead(*given: Any) -> Any:
            by_name = dict(zip(shapes, given))  # noqa: B905 - traced code
            found = settled(by_name)
            return found[at], found

        def back(dout: Any, found: Any) -> Any:
            return {name: dout * factor * left[where].get(None, found) for name, where in listed}

        return ahead, back

    def calls(settings: Mapping[str, Any], quantity: str, place: int, cache: Any) -> list[str]:
        where = places.get(quantity[1:], listed[0][1])
        shrunk = [f"{name} = {factor} * {name}" for name in places] if factor != 1 else []
        times = f"{factor} * " if factor != 1 else ""
        return [*shrunk, *reading.lines, f"{times}{left[where].written('', 'returned')}"]

    said = Text(
        "그래디언트를 함수가 함께 돌려주는 손실과 비교했다. 손실 자체가 옳은지는 보지 않았다",
        "its gradients were compared with the loss that it returns, which is taken as given",
    )
    yield Own(
        function.__name__, list(shapes), made, calls, Remark("own-loss", said), (function,), loss=True,
        arguments=Guess(shapes, ({},)),
    )  # fmt: skip


def _loss_in(returned: Any, names: Sequence[str]) -> int | None:
    """Where the loss is among all that was returned."""
    if not isinstance(returned, (tuple, list)):
        return None
    for at, name in enumerate(names):
        if re.fullmatch(_LOSSES, name, re.IGNORECASE):
            return at
    found = [at for at, one in enumerate(returned) if not isinstance(one, dict) and np.ndim(one) == 0]
    return found[0] if found else None


def _as_listed(returned: Any, names: Sequence[str]) -> list[str]:
    """Names for all that was returned, also where they are not known."""
    return list(names) if len(names) == len(returned) else [f"returned{at}" for at in range(len(returned))]


# -- readings ----------------------------------------------------------------------------------------------


def _readings(function: Function, names: Sequence[str]) -> Iterator[_Reading]:
    code = inspect.unwrap(function).__code__
    takes = [one.name for one in parameters(function)]
    gradients = [name[1:] for name in names if name[:1] == "d"]
    free = [name for name in gradients if name in code.co_names and name not in takes]
    if free and {*free, *takes} <= {*_RECURRENT}:
        yield _of_globals(function, free, takes)
    if takes and not free:
        keys = _keys(function, takes[0])
        named = [name for name in gradients if name in takes]
        if keys:
            yield from _of_net(function, keys, takes, held=takes[0])
        elif named:
            yield from _of_net(function, named, takes, held=None)


def _of_globals(function: Function, free: Sequence[str], takes: Sequence[str]) -> _Reading:
    owner = SimpleNamespace(**dict.fromkeys(free))
    plain = inspect.unwrap(function)
    axes = {name: axis for axis, found in _SIZES.items() for name in found if name in plain.__code__.co_names}

    def run(owner: Any, by_name: Mapping[str, Any]) -> Any:
        known = {name: by_name["Wxh"].shape[axis] for name, axis in axes.items()}
        around = {**plain.__globals__, **vars(owner), **known}
        one = FunctionType(plain.__code__, around, plain.__name__, plain.__defaults__, plain.__closure__)
        return one(*[by_name[name] for name in takes])

    shapes = {name: _RECURRENT[name] for name in (*free, *takes)}
    kept = [f"module.{name} = {name}" for name in free]
    kept += [f"module.{name} = Wxh.shape[{axis}]" for name, axis in axes.items()]
    call = f"returned = {function.__name__}({', '.join(takes)})"
    lines = ["import sys", f"module = sys.modules[{function.__name__}.__module__]", *kept, call]
    return _Reading(owner, {name: Place((name,)) for name in free}, shapes, run, lines)


def _of_net(
    function: Function, keys: Sequence[str], takes: Sequence[str], held: str | None
) -> Iterator[_Reading]:
    """Readings of a net whose weights and biases have numbers, with samples in rows and in columns."""
    numbered = {key: re.fullmatch(r"([wWb])_?(\d)", key) for key in keys}
    depth = sum(key[0] in "wW" for key in keys)
    if depth not in _WIDTHS or not all(numbered.values()):
        return
    first = min(int(match[2]) for match in numbered.values() if match)
    others = [name for name in takes if name not in keys and name != held]
    data = [name for name in others if not (is_rate(name) or is_off(name))]
    if len(data) != 2:
        return
    for columns, outputs, bias in product((False, True), ("C", "1"), (1, 2)):
        widths = [*_WIDTHS[depth][:-1], outputs]
        shapes: dict[str, str] = {}
        for key, match in numbered.items():
            layer = int(match[2]) - first if match else 0
            before, after = widths[layer], widths[layer + 1]
            if key[0] in "wW":
                shapes[key] = f"{after} {before}" if columns else f"{before} {after}"
            else:
                shapes[key] = after if bias == 1 else f"{after} 1" if columns else f"1 {after}"
        out = f"{outputs} N" if columns else f"N {outputs}"
        for target in (f"labels N < {outputs}", f"fixed {out}", f"labels {out} < 2", "fixed N"):
            if outputs == "1" and target.endswith("< 1"):
                continue
            whole = shapes | {data[0]: "fixed D N" if columns else "fixed N D", data[1]: target}
            whole |= {name: "fixed" for name in others if is_off(name)}
            yield _reading(function, keys, takes, held, whole)


def _reading(
    function: Function, keys: Sequence[str], takes: Sequence[str], held: str | None, shapes: Mapping[str, str]
) -> _Reading:
    blank = dict.fromkeys(keys)
    owner = SimpleNamespace(**blank) if held is None else SimpleNamespace(**{held: dict(blank)})
    places = {key: Place((key,) if held is None else (held, key)) for key in keys}

    def run(owner: Any, by_name: Mapping[str, Any]) -> Any:
        given = []
        for name in takes:
            if name == held or (held is None and name in keys):
                given.append(getattr(owner, name))
            else:
                given.append(by_name.get(name, 1))
        return function(*given)

    texts = [name if name in shapes or name == held else "1" for name in takes]
    lines = [f"{held} = {{{', '.join(f'{key!r}: {key}' for key in keys)}}}"] if held is not None else []
    lines.append(f"returned = {function.__name__}({', '.join(texts)})")
    return _Reading(owner, places, shapes, run, lines)


def _keys(function: Function, held: str) -> list[str]:
    """The keys under which a function reads arrays from a dict that it is given."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError):
        return []
    found = [
        node.slice.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == held
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    ]
    return list(dict.fromkeys(found))
