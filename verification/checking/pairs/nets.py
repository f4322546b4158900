"""Nets as two functions: a forward of its parameters, and a backward that begins at the labels.

deeplearning.ai has them with a dict of parameters: ``forward_propagation(X, parameters)`` and
``backward_propagation(parameters, cache, X, Y)``, ``L_model_forward`` and
``L_model_backward(AL, Y, caches)``. Others hand over each array by its name:
``forward_prop(W1, b1, W2, b2, X)`` and ``backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y)``.
Samples are in columns.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.pairs.consistency import Own
from yudo.verification.checking.pairs.guessing import Guess
from yudo.verification.checking.recognise.signature import required_names
from yudo.verification.checking.verdicts import Remark

Function = Callable[..., Any]

_PARTS = {
    **dict.fromkeys(("AL", "A", "A2", "A3", "yhat"), "out"),
    **dict.fromkeys(("cache", "caches"), "cache"),
    **dict.fromkeys(("parameters", "params", "weights"), "parameters"),
    **dict.fromkeys(("X", "x"), "X"),
    **dict.fromkeys(("Y", "y"), "Y"),
    "lambd": "lambd",
    "keep_prob": "keep_prob",
}
"""What the arguments of both are called, and what they are."""
_WIDTHS = {2: ("D", "H"), 3: ("D", "H", "K")}
KEEP = 0.5


def nets(forward: Function, backward: Function, names: Mapping[str, Any]) -> Iterator[Own]:
    """The net of two functions, with two layers and with three, and with its own cost if there is one."""
    yield from _of_arrays(forward, backward, names)
    ahead, behind = required_names(forward), required_names(backward)
    parts = [_PARTS.get(name, "") for name in behind]
    if not all(parts) or not {"Y", "cache"} <= {*parts}:
        return
    if (
        not {"X", "parameters"}
        <= {_PARTS.get(name, "") for name in ahead}
        <= {"X", "parameters", "keep_prob"}
    ):
        return
    several = any("softmax" in name.lower() for name in names)
    own = names.get("compute_cost")
    costs = [many if several else two] + ([own] if callable(own) and len(required_names(own)) == 2 else [])
    for depth in _WIDTHS:
        for cost in costs:
            yield _net(forward, backward, depth, "C" if several else "1", cost)


def two(a: Any, y: Any) -> Any:
    """The mean cross-entropy of one probability a sample."""
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / y.shape[1]


def many(a: Any, y: Any) -> Any:
    """The mean cross-entropy of one-hot columns."""
    return -np.sum(y * np.log(a)) / y.shape[1]


def _net(forward: Function, backward: Function, depth: int, outputs: str, cost: Function) -> Own:
    widths = (*_WIDTHS[depth], outputs)
    layers = range(1, depth + 1)
    weights = {f"W{layer}": f"{widths[layer]} {widths[layer - 1]}" for layer in layers}
    keys = [f"{kind}{layer}" for layer in layers for kind in "Wb"]
    shapes = {key: weights.get(key) or f"{widths[int(key[1:])]} 1" for key in keys}
    shapes |= {"X": "fixed D N", "Y": f"labels {outputs} N < 2"}
    ahead, behind = required_names(forward), required_names(backward)
    penalised = "lambd" in behind
    if penalised:
        shapes["lambd"] = "fixed"

    def made(settings: Mapping[str, Any], place: int) -> tuple[Function, Function]:
        def whole(*given: Any) -> Any:
            by_name = dict(zip(shapes, given))  # noqa: B905 - traced code
            passed = {"X": by_name["X"], "Y": by_name["Y"], "keep_prob": KEEP}
            passed["parameters"] = {key: by_name[key] for key in keys}
            passed["out"], passed["cache"] = forward(*[passed[_PARTS[name]] for name in ahead])
            loss = cost(passed["out"], passed["Y"])
            if penalised:
                passed["lambd"] = by_name["lambd"]
                squares = sum([np.sum(by_name[key] ** 2) for key in weights])
                loss = loss + passed["lambd"] / (2 * by_name["Y"].shape[1]) * squares
            return loss, passed

        def back(dout: Any, passed: Any) -> Any:
            gradients = backward(*[passed[_PARTS[name]] for name in behind])
            found = {key: gradients.get(f"d{key}") for key in keys}
            return {key: None if one is None else dout * one for key, one in found.items()}

        return whole, back

    def calls(settings: Mapping[str, Any], quantity: str, place: int, cache: Any) -> list[str]:
        texts = {"parameters": "parameters", "out": "out", "cache": "cache", "keep_prob": str(KEEP)}
        listed = [", ".join(texts.get(_PARTS[name], _PARTS[name]) for name in one) for one in (ahead, behind)]
        return [
            f"parameters = {{{', '.join(f'{key!r}: {key}' for key in keys)}}}",
            f"out, cache = {forward.__name__}({listed[0]})",
            f"{backward.__name__}({listed[1]})",
        ]

    own = None if cost in (two, many) else f"`{cost.__name__}`"
    said = Text(
        f"`{forward.__name__}`의 {own or '평균 교차 엔트로피'}의 그래디언트인지 보았다."
        f" `{forward.__name__}` 자체가 옳은지는 보지 않았다",
        f"compared with the gradient of {own or 'the mean cross-entropy'} of `{forward.__name__}`,"
        " which is taken as given",
    )
    return Own(
        backward.__name__, list(shapes), made, calls, Remark("own-cost", said), (forward, backward),
        loss=True, arguments=Guess(shapes, ({},)),
    )  # fmt: skip


# -- each array by its name --------------------------------------------------------------------------------


def _of_arrays(forward: Function, backward: Function, names: Mapping[str, Any]) -> Iterator[Own]:
    """The net of functions that take and return each array, by the names that the code gives them."""
    ahead, behind = required_names(forward), required_names(backward)
    made, gradients = returned_names(forward), returned_names(backward)
    weights = sorted(name for name in ahead if re.fullmatch(r"W\d", name))
    depth = len(weights)
    keys = [f"{kind}{layer}" for layer in range(1, depth + 1) for kind in "Wb"]
    activations = [name for name in made if re.fullmatch(r"[aA]\d", name)]
    known = {*ahead, *made, "Y"}
    if depth not in _WIDTHS or {*ahead} != {*keys, "X"} or not activations:
        return
    if not {"Y"} < {*behind} <= known or not {f"d{key}" for key in keys} <= {*gradients}:
        return
    several = any("softmax" in name.lower() for name in names)
    widths = (*_WIDTHS[depth], "C" if several else "1")
    shapes = {
        key: f"{widths[int(key[1:])]} {widths[int(key[1:]) - 1] if key[0] == 'W' else 1}" for key in keys
    }
    shapes |= {"X": "fixed D N", "Y": "labels N < C" if several else "labels 1 N < 2"}
    out = max(activations, key=lambda name: name[1:])

    def made_of(settings: Mapping[str, Any], place: int) -> tuple[Function, Function]:
        def whole(*given: Any) -> Any:
            passed = dict(zip(shapes, given))  # noqa: B905 - traced code
            returned = forward(*[passed[name] for name in ahead])
            passed.update(zip(made, returned))  # noqa: B905 - traced code
            labels = passed["Y"]
            hot = np.eye(passed[out].shape[0])[labels].T if several else labels
            return (many if several else two)(passed[out], hot), passed

        def back(dout: Any, passed: Any) -> Any:
            returned = backward(*[passed[name] for name in behind])
            found = dict(zip(gradients, returned))  # noqa: B905 - traced code
            return {key: dout * found[f"d{key}"] for key in keys}

        return whole, back

    def calls(settings: Mapping[str, Any], quantity: str, place: int, cache: Any) -> list[str]:
        return [
            f"{', '.join(made)} = {forward.__name__}({', '.join(ahead)})",
            f"{', '.join(gradients)} = {backward.__name__}({', '.join(behind)})",
            quantity,
        ]

    said = Text(
        f"`{forward.__name__}`의 평균 교차 엔트로피의 그래디언트인지 보았다."
        f" `{forward.__name__}` 자체가 옳은지는 보지 않았다",
        f"compared with the gradient of the mean cross-entropy of `{forward.__name__}`,"
        " which is taken as given",
    )
    yield Own(
        backward.__name__, list(shapes), made_of, calls, Remark("own-cost", said), (forward, backward),
        loss=True, arguments=Guess(shapes, ({},)),
    )  # fmt: skip


def returned_names(function: Function) -> list[str]:
    """The names of what is returned as a tuple, empty for what is no variable; none without a tuple."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError):
        return []
    last = [node for node in ast.walk(tree) if isinstance(node, ast.Return)][-1:]
    if not last or not isinstance(last[0].value, ast.Tuple):
        return []
    parts = last[0].value.elts
    return [one.id if isinstance(one, ast.Name) else "" for one in parts]
