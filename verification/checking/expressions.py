"""Index expressions between processes: as data, of which nothing is executed.

An expression is a list of nodes, each with the places of its parts before it, so that what it has several
times is sent once. What a node may be is listed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    E,
    Expr,
    Indexed,
    KroneckerDelta,
    Mul,
    Pow,
    Rational,
    Symbol,
    Tuple,
    atan,
    cos,
    erf,
    exp,
    log,
    pi,
    sin,
)

from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, floor, relu, rint, sigmoid, step
from yudo.derivations.calculus.symbols import Tensor, labels
from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.axes import Before, FlatIndex, Joined, Place, fresh_index
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.arrays.maxima import PLACE
from yudo.verification.symbolic.arrays.ranges import IndexSymbol
from yudo.verification.symbolic.inputs import SymbolicInputs
from yudo.verification.symbolic.recurrences import CarriedEntry, State

_KINDS: dict[str, Any] = {
    one.__name__: one
    for one in (
        *(Abs, Add, CarriedEntry, Indexed, KroneckerDelta, Mul, Pow, Sum, Tuple),
        *(atan, cos, erf, exp, log, sin),
        *(AffineIndex, Maximum, floor, relu, rint, sigmoid, step, Before, FlatIndex, Place),
    )
}
_CONSTANTS: dict[str, Expr] = {str(one): one for one in (E, pi)}
_ASSUMPTIONS = ("integer", "real", "positive", "nonnegative")
_MOST = 200_000
_LONGEST = 5_000
_NAME = re.compile(r"\w[\w ]{0,99}")
_BOUND = re.compile(r"_i\d+")
_PLACE = re.compile(rf"{PLACE}\d+")


class Encoder:
    """Writes expressions down, one after the other."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self._places: dict[Basic, int] = {}

    def place(self, e: Basic) -> int:
        """The place of an expression among the nodes.

        Raises
        ------
        Unreadable
            If a part of it is of a kind that does not travel.
        """
        waiting = [e]
        while waiting:
            one = waiting[-1]
            parts = [] if one in self._places else [part for part in _parts(one) if part not in self._places]
            if parts:
                waiting += parts
                continue
            waiting.pop()
            if one not in self._places:
                self._places[one] = len(self.nodes)
                self.nodes.append(self._node(one))
        return self._places[e]

    def _node(self, e: Basic) -> list[Any]:
        if isinstance(e, Rational):
            return ["number", str(e)]
        if e.is_NumberSymbol and e in _CONSTANTS.values():
            return ["constant", str(e)]
        if isinstance(e, State):
            return ["state", e.name, *(self._places[axis] for axis in e.axes)]
        if isinstance(e, Tensor):
            return ["tensor", e.name]
        if type(e) in (Symbol, IndexSymbol):
            return ["symbol", e.name, {a: v for a, v in e.assumptions0.items() if a in _ASSUMPTIONS}]
        places = [self._places[part] for part in _parts(e)]
        if isinstance(e, Joined):
            return ["Joined", *places]
        name = type(e).__name__
        if _KINDS.get(name) is not type(e):
            raise Unreadable(Text(f"기호식에 {name}이 있다", f"the expression has a {name} in it"))
        return [name, *places]


def _parts(e: Basic) -> Sequence[Basic]:
    if isinstance(e, State):
        return e.axes
    return () if isinstance(e, Tensor) else e.args


def decoded(nodes: Any, inputs: SymbolicInputs) -> tuple[list[Expr], dict[str, State]]:
    """The expressions at all places, and the states in them by name, whose recurrences are still to be said.

    Tensors are those of the inputs; bound indices and states get names of their own.

    Raises
    ------
    ValueError
        If the nodes are none.
    """
    if not isinstance(nodes, list) or len(nodes) > _MOST:
        raise ValueError("no expression, or one that is too long")
    tensors = {name: one.tensor for name, one in inputs.by_name.items() if isinstance(one.tensor, Tensor)}
    made: list[Any] = []
    bound: dict[str, Symbol] = {}
    states: dict[str, State] = {}
    try:
        for kind, *rest in nodes:
            if kind == "state":
                name, *axes = rest
                made.append(states.setdefault(name, State.of_axes(tuple(made[place] for place in axes))))
            else:
                made.append(_made(kind, rest, made, tensors, bound))
    except (TypeError, KeyError, IndexError, AttributeError) as reason:
        raise ValueError(f"no expression: {type(reason).__name__} {reason}") from reason
    return made, states


def _made(
    kind: str,
    rest: Sequence[Any],
    made: Sequence[Any],
    tensors: Mapping[str, Tensor],
    bound: dict[str, Symbol],
) -> Any:
    if kind == "number":
        text = str(rest[0])
        if len(text) > _LONGEST or not re.fullmatch(r"-?\d+(/\d+)?", text):
            raise ValueError("no number")
        return Rational(text)
    if kind == "constant":
        return _CONSTANTS[rest[0]]
    if kind == "tensor":
        return labels(rest[0]) if _PLACE.fullmatch(rest[0]) else tensors[rest[0]]
    if kind == "symbol":
        name, assumptions = rest
        if not _NAME.fullmatch(name) or not all(
            a in _ASSUMPTIONS and type(v) is bool for a, v in assumptions.items()
        ):
            raise ValueError("no symbol")
        if _BOUND.fullmatch(name):
            return bound.setdefault(name, fresh_index())
        return Symbol(name, **assumptions)
    if not all(type(place) is int and 0 <= place < len(made) for place in rest):
        raise ValueError("parts come first")
    parts = [made[place] for place in rest]
    return Joined(*parts) if kind == "Joined" else _KINDS[kind](*parts)
