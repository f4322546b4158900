"""Which cost the gradients of a net are of: the one that most of them fit, with one factor for all."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.pairs.nets import returned_names
from yudo.verification.checking.pairs.object_costs import COSTS, contraction, is_usual, may_be
from yudo.verification.checking.pairs.object_use import Use, targets_for, uses
from yudo.verification.checking.pairs.places import Left, Place, arrays_of, gradients_left, is_parameter
from yudo.verification.checking.verdicts import Remark

Function = Callable[..., Any]

Found = tuple[Use, "dict[str, Place]", "dict[Place, Left]", Any, float]
"""A use, the parameters, where their gradients are left, the cost, and a factor of it."""


def best_use(kind: Any, method: str) -> Found | None:
    """The use of an object under which most of its gradients fit a cost."""
    best: tuple[int, Found] | None = None
    for use, x, y in uses(kind, method):
        if best is not None and use.samples < best[1][0].samples:
            break
        try:
            tried = _fitted(use, x, y)
        except Exception:  # it is somebody's code, called as it may not be meant
            continue
        if tried is None:
            continue
        fitting, missing, found = tried
        if not missing:
            return found
        if best is None or fitting > best[0]:
            best = fitting, found
    return None if best is None else best[1]


_ENTRIES = 9
"""Of one parameter, whose derivatives are compared to find the cost."""
_STEP = 1e-5
_FITS = 1e-6


def _fitted(use: Use, x: Any, y: Any) -> tuple[int, int, Found] | None:
    """How many gradients fit the cost that fits best, how many do not, and what was found."""
    axis = use.axis

    def output(net: Any) -> Any:
        return np.array(use.run_forward(net, x, y)[1], dtype=float)

    places = {
        place: np.array(value, dtype=float)
        for place, value in arrays_of(use.made.net).items()
        if place.steps[0] not in use.data
    }
    draw = np.random.default_rng(3)
    start = copy.deepcopy(use.made.net)
    for place, value in places.items():
        place.put(start, draw.normal(size=value.shape) * 0.6 + 0.1)
    out = output(copy.deepcopy(start))
    moving = {}
    for place in places:
        net = copy.deepcopy(start)
        place.put(net, np.array(place.get(net)) * 1.5 + 0.25)
        if not np.array_equal(output(net), out):
            moving[place.name] = place
    if not moving or not np.all(np.isfinite(out)):
        return None
    dout = draw.normal(size=out.shape) if "dout" in use.behind else None
    hot = _hot(y, out, use) if dout is None else dout
    gradients, left = _gradients(use, start, list(places), x, y, dout)
    beside = [name for name in gradients if name not in moving and is_parameter(name)]
    gradients = {name: one for name, one in gradients.items() if name in moving}
    if not gradients or beside:  # a part of the net, if it does not depend on all parameters
        return None
    for name, gradient in gradients.items():
        if gradient.shape != np.shape(moving[name].get(start)):
            return None
    entries = {name: _some(np.shape(moving[name].get(start)), draw) for name in gradients}
    moved = {
        (name, at, sign): _moved(start, moving[name], at, sign * _STEP, output)
        for name in gradients
        for at in entries[name]
        for sign in (1, -1)
    }
    best: tuple[tuple[int, bool, int], Function, float] | None = None
    costs: Sequence[Function] = [*COSTS] if dout is None else [contraction]
    for cost in costs:
        if dout is None and not may_be(cost, out, hot, axis):
            continue
        factors = {}
        for name, gradient in gradients.items():
            slopes = np.array([
                (cost(moved[name, at, 1], hot, axis) - cost(moved[name, at, -1], hot, axis)) / (2 * _STEP)
                for at in entries[name]
            ])  # fmt: skip
            factors[name] = _factor(np.array([gradient[at] for at in entries[name]]), slopes)
        # One number is a multiple of any other.
        telling = [name for name, at in entries.items() if len(at) > 1]
        for factor in dict.fromkeys(one for name in telling if (one := factors[name]) is not None):
            fitting = [name for name, one in factors.items() if one and abs(one / factor - 1) < 1e-4]
            rank = len({*fitting} & {*telling}), is_usual(factor, use), len(fitting)
            if best is None or rank > best[0]:
                best = rank, cost, factor
    if best is None:
        return None
    (_, _, fits), cost, factor = best
    return fits, len(gradients) - fits, (use, {name: moving[name] for name in gradients}, left, cost, factor)


def _hot(y: Any, out: Any, use: Use) -> Any:
    if not use.labels:
        return y
    hot = np.eye(use.classes)[y]
    return hot.T if use.columns else hot


def _some(shape: tuple[int, ...], draw: Any) -> list[tuple[int, ...]]:
    places = list(np.ndindex(*shape))
    chosen = draw.permutation(len(places))[:_ENTRIES]
    return [places[at] for at in chosen]


def _moved(start: Any, place: Place, at: tuple[int, ...], by: float, output: Function) -> Any:
    net = copy.deepcopy(start)
    array = np.array(place.get(net), dtype=float)
    array[at] += by
    place.put(net, array)
    return output(net)


def _factor(found: Any, slopes: Any) -> float | None:
    """What a gradient is this many times of; None if of nothing."""
    size = float(np.max(np.abs(slopes)))
    if size < 1e-12:
        return None
    factor = float(np.sum(found * slopes) / np.sum(slopes * slopes))
    close = np.max(np.abs(found - factor * slopes)) <= _FITS * max(1.0, abs(factor)) * max(size, 1e-3)
    return factor if close and abs(factor) > 1e-6 else None


def _gradients(
    use: Use, start: Any, places: Sequence[Place], x: Any, y: Any, dout: Any
) -> tuple[dict[str, Any], dict[Place, Left]]:
    """What the backward takes from the parameters; or else what it returns or keeps of gradients."""
    net = copy.deepcopy(start)
    returned, out = use.run_forward(net, x, y)
    left = use.run_backward(net, x, y, returned, out, dout)
    taken = {place.name: np.array(place.get(start)) - np.array(place.get(net)) for place in places}
    if any(np.any(one) for one in taken.values()):
        return {name: one for name, one in taken.items() if np.any(one)}, {}
    names = returned_names(getattr(type(start), use.backward))
    where = gradients_left(places, net, left, names)
    return {one.name: np.array(way.get(net, left), dtype=float) for one, way in where.items()}, where


# -- parameters that are changed too early -------------------------------------------------------------------


class _Waiting(np.ndarray):
    """An array that a step in place leaves as it is: what it would become is another array."""

    def __iadd__(self, other: Any) -> Any:  # type: ignore[misc]
        return np.array(self) + other

    def __isub__(self, other: Any) -> Any:  # type: ignore[misc]
        return np.array(self) - other


class _LaterList(list):  # type: ignore[type-arg]
    def __init__(self, held: Any) -> None:
        super().__init__(held)
        self.later: dict[Any, Any] = {}

    def __setitem__(self, key: Any, value: Any) -> None:
        self.later[key] = value


class _LaterDict(dict):  # type: ignore[type-arg]
    def __init__(self, held: Any) -> None:
        super().__init__(held)
        self.later: dict[Any, Any] = {}

    def __setitem__(self, key: Any, value: Any) -> None:
        self.later[key] = value


def _changes_at_the_end(
    use: Use, start: Any, places: Mapping[str, Place], x: Any, y: Any, dout: Any
) -> dict[str, Any]:
    """What the backward takes from the parameters if all changes wait until it has returned."""
    net = copy.deepcopy(start)
    returned, out = use.run_forward(net, x, y)
    held: dict[str, Any] = {}
    for place in places.values():
        place.put(net, np.array(place.get(net)).view(_Waiting))
    for attribute in {place.steps[0] for place in places.values() if len(place.steps) > 1}:
        value = getattr(net, attribute)
        held[attribute] = (_LaterDict if isinstance(value, dict) else _LaterList)(value)
        setattr(net, attribute, held[attribute])
    later: dict[str, Any] = {}
    kind = type(net)

    def wait(self: Any, name: str, value: Any) -> None:
        if name in known:
            later[name] = value
        else:
            object.__setattr__(self, name, value)

    known = {place.steps[0] for place in places.values()}
    net.__class__ = type(kind.__name__, (kind,), {"__setattr__": wait})
    back = use.run_backward(net, x, y, returned, out, dout)
    found = {"x": back}
    for name, place in places.items():
        first, *rest = place.steps
        value = held[first].later.get(rest[0]) if rest else later.get(first)
        if value is not None:
            found[name] = np.array(place.get(start)) - np.array(value)
    return found


def changed_early(use: Use, places: Mapping[str, Place], cost: Function, factor: float) -> Remark | None:
    """That parameters are changed before the gradients of others are taken through them, if that is all."""
    draw = np.random.default_rng(7)
    net, y = copy.deepcopy(use.made.net), None
    shape = np.shape(use.example)
    samples = () if use.columns is None else (use.samples,)
    x = draw.normal(size=(use.width, *samples) if use.columns else (*samples, use.width))
    for place in places.values():
        place.put(net, draw.normal(size=np.shape(place.get(net))) * 0.6 + 0.1)
    dout = draw.normal(size=shape)
    if "dout" not in use.behind:
        y = targets_for(use.example, use.columns, use.labels, draw)
    hot = dout if y is None else _hot(y, use.example, use)

    def output(moved: Any, given: Any = x) -> Any:
        return np.array(use.run_forward(copy.deepcopy(moved), given, y)[1], dtype=float)

    def slope(place: Place | None, at: tuple[int, ...]) -> float:
        outs = []
        for by in (_STEP, -_STEP):
            moved = np.array(x)
            if place is None:
                moved[at] += by
            outs.append(output(net, moved) if place is None else _moved(net, place, at, by, output))
        above, below = (float(cost(one, hot, use.axis)) for one in outs)
        return (above - below) / (2 * _STEP)

    try:
        taken = _changes_at_the_end(use, net, places, x, y, dout)
        for name in [*places, *(["x"] if y is None else [])]:
            for at in _some(np.shape(taken[name]), draw):
                if abs(taken[name][at] - factor * slope(places.get(name), at)) > _FITS:
                    return None
    except Exception:  # it is somebody's code
        return None
    return Remark(
        "changed-too-early",
        Text(
            "매개변수를 너무 일찍 바꾼다. 뒤 층의 가중치를 이미 바꾼 뒤에 "
            "그 가중치로 앞 층의 그래디언트를 구한다. 그래디언트를 모두 구한 다음에 바꾼다",
            "parameters are changed too early: the gradients of earlier layers are taken through weights "
            "that were already changed; compute all gradients first, and change the parameters afterwards",
        ),
    )
