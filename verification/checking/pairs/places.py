"""Where an object keeps its parameters, and where code leaves the gradients of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_RATE = r"lr|l_?rate|learn(?:ing)?_?rate|lea\w*rate|eta|alpha|rate|step_?size|η|α"
_OFF = r"(?:l2|reg|lamb?da|lmbda|lambd|lam|weight_?decay|momentum|dropout|drop)\w*|decay|beta|mu|λ"


def is_rate(name: str) -> bool:
    """Whether a number of this name is how far a step goes."""
    return re.fullmatch(_RATE, name, re.IGNORECASE) is not None


def is_off(name: str) -> bool:
    """Whether a number of this name is the strength of what a step of plain descent has not."""
    return re.fullmatch(_OFF, name, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Place:
    """An attribute of an object, or an entry of a list or a dict that is one.

    Attributes
    ----------
    steps
        The attribute, and the index or the key, if any.
    """

    steps: tuple[Any, ...]

    @property
    def name(self) -> str:
        """What is kept there, in one word."""
        *before, last = self.steps
        if isinstance(last, str):
            return last
        return f"{before[-1]}{last + 1}"

    def written(self, owner: str) -> str:
        """The place as source text."""
        return f"{owner}.{self.steps[0]}" + "".join(f"[{step!r}]" for step in self.steps[1:])

    def get(self, owner: Any) -> Any:
        """What is there."""
        held = getattr(owner, self.steps[0])
        for step in self.steps[1:]:
            held = held[step]
        return held

    def put(self, owner: Any, value: Any) -> None:
        """Write there."""
        if len(self.steps) == 1:
            setattr(owner, self.steps[0], value)
        else:
            getattr(owner, self.steps[0])[self.steps[1]] = value


def arrays_of(owner: Any) -> dict[Place, Any]:
    """All arrays of numbers with at most two axes that an object keeps; a bias may be a number."""
    return {
        Place(steps): value
        for steps, value in _leaves(vars(owner))
        if not (isinstance(value, float) and is_rate(str(steps[-1])))
    }


def _leaves(held: Mapping[Any, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for name, value in held.items():
        if _is_array(value):
            yield (name,), value
        elif isinstance(value, dict):
            yield from (((name, key), one) for key, one in value.items() if _is_array(one))
        elif isinstance(value, (list, tuple)):
            yield from (((name, at), one) for at, one in enumerate(value) if _is_array(one))


def _is_array(value: Any) -> bool:
    return (
        isinstance(value, (np.ndarray, float)) and np.asarray(value).dtype.kind == "f" and np.ndim(value) < 3
    )


# -- gradients by their names ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Left:
    """Where a gradient was left: in what a function returned, or in an attribute of the object.

    Attributes
    ----------
    returned
        Whether it is in what was returned.
    steps
        The way there.
    """

    returned: bool
    steps: tuple[Any, ...]

    def get(self, owner: Any, returned: Any) -> Any:
        """The gradient."""
        if not self.returned:
            return Place(self.steps).get(owner)
        for step in self.steps:
            returned = returned[step]
        return returned

    def written(self, owner: str, returned: str) -> str:
        """The same as source text."""
        if not self.returned:
            return Place(self.steps).written(owner)
        return returned + "".join(f"[{step!r}]" for step in self.steps)


def gradients_left(
    parameters: Sequence[Place], owner: Any, returned: Any, names: Sequence[str]
) -> dict[Place, Left]:
    """Which of all that was left is the gradient of which parameter, by its name.

    Parameters
    ----------
    parameters
        The places of the parameters.
    owner
        The object.
    returned
        What the function returned.
    names
        What it calls the parts of that, where it returns several.
    """
    found: dict[str, Left] = {}
    if isinstance(returned, dict):
        _add(found, _parts((), returned), returned=True)
    elif isinstance(returned, (tuple, list)) and len(names) == len(returned):
        for at, (name, value) in enumerate(zip(names, returned, strict=True)):
            _add(found, _parts((at,), value), returned=True, name=None if isinstance(value, dict) else name)
    for name, value in vars(owner).items():
        if _is_gradient(name) and Place((name,)) not in parameters:
            _add(found, _parts((name,), value), returned=False)
    matched = {one: found.get(_plain(one.name)) for one in parameters}
    return {one: left for one, left in matched.items() if left is not None}


def _parts(steps: tuple[Any, ...], value: Any) -> dict[tuple[Any, ...], Any]:
    """What a dict holds, or what is no dict, by the way there."""
    return {(*steps, key): one for key, one in value.items()} if isinstance(value, dict) else {steps: value}


def _add(
    found: dict[str, Left], values: Mapping[tuple[Any, ...], Any], *, returned: bool, name: str | None = None
) -> None:
    """Note where arrays are, and the parts of lists, by their names without what tells that of a gradient."""
    for steps, value in values.items():
        plain = _plain(str(steps[-1] if name is None else name))
        if isinstance(value, (list, tuple)):
            for at in range(len(value)):
                found.setdefault(f"{plain}{at + 1}", Left(returned, (*steps, at)))
        elif value is not None:
            found.setdefault(plain, Left(returned, steps))


_GRADIENT = r"(?:gradients?|grads?|nabla|delta|d[LEJC]_?d|d)(?=_|[A-Zwb])_?(?:of_|wrt_|loss_|MSE_?2?)?(.+)"
_AFTER = r"(.+?)_?(?:gradients?|grads?|_deltas?)"


def _is_gradient(name: str) -> bool:
    return bool(
        re.fullmatch(_GRADIENT, name) or re.fullmatch(_AFTER, name) or re.fullmatch("gradients?|grads?", name)
    )


def _plain(name: str) -> str:
    """The name of an array, or of the gradient of it, without what tells which of the two it is."""
    match = re.fullmatch(_GRADIENT, name) or re.fullmatch(_AFTER, name)
    plain = (match[1] if match else name).lower().replace("_", "")
    return re.sub(r"bias(?:es)?", "b", re.sub(r"weights?", "w", plain))


def is_parameter(name: str) -> bool:
    """Whether an array of this name is a weight or a bias."""
    return re.match(r"[wb]\d*(?![a-z]*(?:grad|veloc|moment))", _plain(name)) is not None
