"""How somebody's net, or layer, that keeps its parameters is made and run."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np

from yudo.verification.checking.pairs.nets import returned_names
from yudo.verification.checking.pairs.places import arrays_of, is_off, is_rate
from yudo.verification.checking.recognise.looks import BACKWARDS, words
from yudo.verification.checking.recognise.signature import parameters

Function = Callable[..., Any]

_FORWARDS = r"_*(?:forward|feed_?forward|forward_?(?:prop|pass|propagat\w*|propogat\w*)|predict|query|think)"
_X = (
    r"x|x_?(?:train|batch|in|data|input)|inputs?(?:_?(?:data|list|array|vector|values))?|data|features|"
    r"images?|samples?"
)
_Y = (
    r"y|y_?(?:true|train|batch|real|label|one_?hot|hot)|one_?hot_?y|t|targets?(?:_?(?:list|array|vector))?|"
    r"(?:true_?)?labels?|expected(?:_?outputs?)?|ground_?truth|desired(?:_?outputs?)?|actual"
)
_OUT = (
    r"o|out(?:put)?s?|y_?(?:pred|hat)\w*|pred(?:iction|icted)?s?(?:_?outputs?)?|a\d?|al|probs?|scores|"
    r"final_?outputs?|h"
)
_DOUT = (
    r"d_?out|d_?y|d_?z|d_?a|grad(?:ient)?s?|output_?(?:grad(?:ient)?|error)|grad_?out(?:put)?|upstream\w*|"
    r"error|delta|d_?next"
)
_CACHE = r"caches?|memory"
_SIZES = (
    r"(?:hidden_?)?(?:layers?|layer_?(?:sizes|dims|nodes)|sizes|dims|dimensions|architecture|topology|"
    r"structure|nodes|units)"
)
_KINDS = (
    (
        "in",
        r"(?:.*_)?(?:n_?)?(?:x|in|inputs?|features|inodes|vocab)(?:_.*|nodes|size|dim|layer)?|d|n_?x|d_in|"
        r".*input.*|.*features.*",
    ),
    ("out", r".*(?:out|class).*|c|n_?y|k|onodes|neurons_y"),
    ("hidden", r".*hid.*|h\d?|n_?h\d?|hnodes|neurons?|m"),
)
"""What sizes are called."""
_INPUT, _HIDDEN, _OUTPUT = 11, (13, 17, 19), 7
"""Sizes that an object is made with: primes, so that they are recognised wherever it keeps them."""
_SAMPLES = 5


def is_target(name: str) -> bool:
    """Whether an argument of this name is what a net ought to answer."""
    return re.fullmatch(_Y, name, re.IGNORECASE) is not None


def is_backward(name: str) -> bool:
    """Whether a method of this name goes backward through a net."""
    found = words(name)
    return bool({*found} & BACKWARDS) or found[:1] == ["back"]


# -- making an object --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """An object, and how to make it."""

    net: Any
    arguments: Mapping[str, Any]
    data: Mapping[str, str]
    """Arguments that are arrays: "x" or "y"."""


def _objects(kind: type, outputs: int, x: Any, y: Any) -> Iterator[Made]:
    """Objects of a class, made with sizes, rates and names of activations as far as they can be guessed."""
    for activation, listed in product(("sigmoid", "relu", "tanh"), (True, False)):
        arguments = _arguments(kind, outputs, x, y, activation, listed)
        try:
            net = kind(**arguments)
        except Exception:  # it is somebody's code
            continue
        for name, value in vars(net).items():
            if isinstance(value, float) and (is_rate(name) or is_off(name)):
                setattr(net, name, 1 if is_rate(name) else 0)
        data = {
            name: "x" if value is x else "y" for name, value in arguments.items() if value is x or value is y
        }
        yield Made(net, {k: v for k, v in arguments.items() if k not in data}, data)
        if not any(isinstance(one, (str, list)) for one in arguments.values()):
            return


def _arguments(kind: type, outputs: int, x: Any, y: Any, activation: str, listed: bool) -> dict[str, Any]:
    given: dict[str, Any] = {}
    sizes: list[str] = []
    for one in inspect.signature(kind).parameters.values():
        name, required = one.name, one.default is one.empty
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            continue
        if is_rate(name):
            given[name] = 1
        elif is_off(name):
            given[name] = 0
        elif re.fullmatch(_X, name, re.IGNORECASE) and required and np.ndim(x) and not _is_count(name):
            given[name] = x
        elif re.fullmatch(_Y, name, re.IGNORECASE) and required:
            given[name] = y
        elif re.fullmatch(_SIZES, name, re.IGNORECASE) and listed:
            given[name] = [*_HIDDEN[:1]] if "hidden" in name else [_INPUT, _HIDDEN[0], outputs]
        elif re.search(r"activ|func", name):
            if required:
                given[name] = activation
        elif re.search(r"epoch|iter|batch|seed", name):
            if required:
                given[name] = 1
        elif required or (isinstance(one.default, int) and _kind(name)):
            sizes.append(name)
    return given | _as_sizes(sizes, outputs)


def _is_count(name: str) -> bool:
    return bool(re.search(r"size|dim|num|n_", name))


def _kind(name: str) -> str | None:
    return next((kind for kind, pattern in _KINDS if re.fullmatch(pattern, name, re.IGNORECASE)), None)


def _as_sizes(names: Sequence[str], outputs: int) -> dict[str, int]:
    """Sizes by their names, or by the order in which they are taken."""
    hidden = iter(_HIDDEN)
    kinds = [_kind(name) for name in names]
    if len(names) > 1 and ("in" not in kinds or "out" not in kinds) and "hidden" not in kinds:
        kinds = ["in", *["hidden"] * (len(names) - 2), "out"]
    return {
        name: _INPUT if kind == "in" else outputs if kind == "out" else next(hidden, 23)
        for name, kind in zip(names, kinds, strict=True)
    }


# -- how it is used ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Use:
    """How an object is run forward and backward.

    Attributes
    ----------
    made
        The object as it was made.
    forward, backward
        The names of the methods.
    ahead, behind
        What each of them takes, in order: "x", "y", "out", "rate", "off", "dout", "cache", or the name of a
        part of what the forward returns, or an attribute, as ``".name"``.
    names
        What the forward calls the parts of what it returns.
    out
        Where the output is: the place in what is returned, or the name of an attribute; None if it is all.
    columns
        Whether samples are columns; None where there is one, without an axis.
    labels
        Whether targets are numbers of classes.
    data
        Attributes that hold the inputs or the targets, and whether samples are columns there.
    """

    made: Made
    forward: str
    backward: str
    ahead: Sequence[str]
    behind: Sequence[str]
    names: Sequence[str]
    out: Any = None
    columns: bool | None = False
    labels: bool = False
    example: Any = None
    """An output."""
    data: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    width: int = _INPUT
    """Of the inputs."""

    @property
    def axis(self) -> int:
        """Of the output, that its classes run along."""
        return 1 if self.columns is False else 0

    @property
    def classes(self) -> int:
        """How many there are."""
        shape = np.shape(self.example)
        return shape[self.axis] if len(shape) > self.axis else 1

    @property
    def samples(self) -> int:
        """How many there are."""
        shape = np.shape(self.example)
        return 1 if self.columns is None or not shape else shape[-1 if self.columns else 0]

    def kept(self) -> Use:
        """The same with an object of its own, as it is now."""
        return replace(self, made=replace(self.made, net=copy.deepcopy(self.made.net)))

    def run_forward(self, net: Any, x: Any, y: Any) -> tuple[Any, Any]:
        """All that is returned, and the output."""
        for name, (what, columns) in self.data.items():
            array = x if what == "x" else y
            if array is not None:
                setattr(net, name, array if columns == self.columns else array.T)
        returned = getattr(net, self.forward)(*[x if one == "x" else y for one in self.ahead])
        if self.out is None:
            return returned, returned
        return returned, getattr(net, self.out) if isinstance(self.out, str) else returned[self.out]

    def run_backward(self, net: Any, x: Any, y: Any, returned: Any, out: Any, dout: Any = None) -> Any:
        """What the backward returns."""
        passed = {"x": x, "y": y, "out": out, "rate": 1, "off": 0, "dout": dout}
        given = []
        for one in self.behind:
            if one in passed:
                given.append(passed[one])
            elif one == "cache":
                given.append(returned[1])
            elif one[:1] == ".":
                given.append(getattr(net, one[1:]))
            else:
                given.append(returned[self.names.index(one)])
        return getattr(net, self.backward)(*given)


def _parts(function: Function, names: Sequence[str], made: Made, net_after: Any = None) -> list[str] | None:
    """What the required parameters of a method, and those of rates, are; None if one is not known."""
    found = []
    for one in parameters(function):
        name = one.name
        if name == "self":
            continue
        required = one.default is one.empty
        if is_rate(name):
            found.append("rate")
        elif is_off(name):
            found.append("off")
        elif name in names:
            found.append(name)
        elif re.fullmatch(_CACHE, name):
            found.append("cache")
        elif re.fullmatch(_Y, name, re.IGNORECASE):
            found.append("y")
        elif re.fullmatch(_X, name, re.IGNORECASE):
            found.append("x")
        elif net_after is not None and hasattr(net_after, name):
            found.append(f".{name}")
        elif re.fullmatch(_DOUT, name, re.IGNORECASE):
            found.append("dout")
        elif re.fullmatch(_OUT, name, re.IGNORECASE):
            found.append("out")
        elif required:
            return None
        else:
            break
    return found


def uses(kind: Any, method: str) -> Iterator[tuple[Use, Any, Any]]:
    """The ways in which an object of a class may be meant to be used, each with inputs and targets."""
    draw = np.random.default_rng(5)
    forwards = [name for name in dir(kind) if re.fullmatch(_FORWARDS, name, re.IGNORECASE)]
    forward = min(forwards, key=lambda name: (name not in vars(kind), "forward" not in name), default=None)
    if forward is None:
        return
    names = returned_names(getattr(kind, forward))
    objects: dict[tuple[int, bool], list[Made]] = {}
    for samples, outputs, turned in product((_SAMPLES, 1, 0), (_OUTPUT, 1), (False, True)):
        arrays = [np.zeros((_SAMPLES, size)) for size in (_INPUT, outputs)]
        if (outputs, turned) not in objects:
            given = (one.T if turned else one for one in arrays)
            objects[outputs, turned] = list(_objects(kind, outputs, *given))
        for columns, made in product((False, True), objects[outputs, turned]):
            if turned and samples and not made.data:
                continue
            layout = (None, columns) if not samples else (columns, turned)
            with suppress(Exception):  # it is somebody's code
                yield from _called(made, forward, method, names, layout, samples, draw)


def _called(
    made: Made,
    forward: str,
    method: str,
    names: Sequence[str],
    layout: tuple[bool | None, bool],
    samples: int,
    draw: Any,
) -> Iterator[tuple[Use, Any, Any]]:
    """The uses of an object with samples in rows or columns, with each output and form of the targets."""
    kind, (columns, turned) = type(made.net), layout
    weights = [one for one in arrays_of(made.net).values() if np.ndim(one)]
    matrices = [one for one in weights if one.ndim == 2 and min(one.shape) >= 1]
    first = matrices[0].shape if matrices else weights[0].shape * 2
    width = first[-1] if (turned if columns is None else columns) else first[0]
    if made.data:
        width = _INPUT
    shape = (width,) if columns is None else (width, samples) if columns else (samples, width)
    x = draw.normal(size=shape)
    data = _data_of(made, turned)
    ahead = _parts(getattr(kind, forward), (), made)
    if ahead is None or not {*ahead} <= {"x", "y"}:
        return
    probe = copy.deepcopy(made.net)
    trial = Use(made, forward, method, ahead, (), names, columns=columns, data=data)
    before = {name: id(value) for name, value in vars(probe).items()}
    returned, _ = trial.run_forward(probe, x, None)
    outs = _outputs(probe, returned, before)
    behind = _parts(getattr(kind, method), names, made, probe)
    if behind is None:
        return
    for out, value in outs:
        if not ({"y", "dout"} & {*behind} or "y" in dict(data.values())):
            return
        for labels in (False, True)[: 1 if "dout" in behind else 2]:
            y = targets_for(value, columns, labels, draw)
            if y is None:
                continue
            yield (
                Use(made, forward, method, ahead, behind, names, out, columns, labels, value, data, width),
                x,
                y,
            )


def _data_of(made: Made, turned: bool) -> dict[str, tuple[str, bool]]:
    """The attributes that hold the arrays that an object was made of."""
    signs = {"x": 2.5, "y": 3.5}
    arrays = {}
    for name, what in made.data.items():
        one = np.full((_SAMPLES, _INPUT if what == "x" else _OUTPUT), signs[what])
        arrays[name] = one.T if turned else one
    if not arrays:
        return {}
    other = type(made.net)(**{**made.arguments, **arrays})
    found = {}
    for name, value in vars(other).items():
        if isinstance(value, np.ndarray) and value.size > 1:
            held = next((key for key, sign in signs.items() if np.all(value == sign)), None)
            if held is not None:
                found[name] = (held, value.shape[0] != _SAMPLES)
    return found


def _outputs(net: Any, returned: Any, before: Mapping[str, int]) -> list[tuple[Any, Any]]:
    """What may be the output of a forward: where it is, and its value, the likeliest first."""
    if isinstance(returned, (np.ndarray, float)):
        return [(None, returned)]
    if isinstance(returned, (tuple, list)):
        listed = [(at, one) for at, one in enumerate(returned) if isinstance(one, np.ndarray)]
        return [*listed[-1:], *listed[:-1]]
    kept = [
        (name, value)
        for name, value in vars(net).items()
        if isinstance(value, np.ndarray) and before.get(name) != id(value)
    ]
    return sorted(kept[::-1], key=lambda one: not re.fullmatch(_OUT, one[0]))


def targets_for(out: Any, columns: bool | None, labels: bool, draw: Any) -> Any:
    """Targets for an output: one-hot, or numbers of classes; None if there are none."""
    shape = np.shape(out)
    if len(shape) == 1 and columns is None and shape[0] > 1:
        at = draw.integers(0, shape[0])
        return at if labels else np.eye(shape[0])[at]
    if len(shape) == 1:
        return None if labels else draw.integers(0, 2, size=shape).astype(float)
    if len(shape) != 2:
        return None
    classes, samples = shape if columns else shape[::-1]
    if classes == 1:
        return None if labels else draw.integers(0, 2, size=shape).astype(float)
    at = draw.integers(0, classes, size=samples)
    if labels:
        return at
    hot = np.eye(classes)[at]
    return hot.T if columns else hot
