"""Somebody's net object, copied with other parameters in it: numbers of any size, or symbols."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import WrongReturn
from yudo.verification.checking.recognise.candidate import Given, Values
from yudo.verification.checking.recognise.reuse import reused
from yudo.verification.symbolic.inputs import SymbolicInputs
from yudo.verification.symbolic.tracing import Tracer

LISTED = 3
"""The depth that a net is made with if it takes a list of hidden sizes."""
INPUT, CLASSES, HIDDEN = 37, 31, (41, 43, 47, 53)
"""Sizes that a net is made with: primes, so that they are recognised wherever the object keeps them."""

_PARAMETERS = {
    "input": ("input_dim", "input_size", "in_dim", "in_size", "n_in", "n_input", "num_inputs", "input_dims",
              "D", "n_features", "num_features", "in_features", "d_in", "D_in", "input_shape"),
    "hidden": ("hidden_dim", "hidden_size", "n_hidden", "num_hidden", "H", "hidden", "hidden_units",
               "d_hidden", "D_h"),
    "hiddens": ("hidden_dims", "hidden_size_list", "hidden_sizes", "hidden_layers", "hidden_list"),
    "classes": ("num_classes", "output_size", "output_dim", "n_out", "n_output", "n_classes", "num_outputs",
                "C", "out_dim", "out_features", "d_out", "D_out", "classes", "out_size", "n_outputs",
                "n_neurons", "neurons", "units", "fan_out", "nout", "out_units", "output_features", "num_out",
                "num_units", "outsize", "n_units"),
}  # fmt: skip
NONE: Mapping[str, Any] = MappingProxyType({})
STRENGTH = 0.40625
"""The strength of L2 that a net is made with, recognised in the same way."""
_STRENGTHS = ("reg", "weight_decay_lambda", "reg_lambda", "lambda_", "lam", "l2", "l2_reg", "weight_decay",
              "reg_strength", "lamb", "lmbda", "decay", "regularization")  # fmt: skip
_RATES = ("lr", "learning_rate", "eta", "std", "weight_scale", "weight_init_std", "scale", "init_scale")


class Misbuilt(WrongReturn):
    """A net was made, and is not the one that was asked for."""


class Unmade(Exception):
    """A net could not be made: the text says why. ``unfinished`` if it has no parameters yet.

    Its cause is what the constructor raised, if it did.
    """

    def __init__(self, text: Text, *, unfinished: bool = False):
        self.text = text
        self.unfinished = unfinished
        super().__init__(text.en)


def make(kind: type, depth: int, options: Mapping[str, Any] = NONE) -> Any:
    """A net of that class and depth with sizes that are recognised later, and with other ``options``.

    Raises
    ------
    Unmade
        If the class takes other arguments, or its constructor raises.
    """
    hidden = list(HIDDEN[: depth - 1])
    return constructor_arguments(
        kind, [INPUT, hidden[0] if len(hidden) == 1 else hidden, CLASSES], hidden, options=options
    )


def constructor_arguments(
    kind: type,
    positional: list[Any],
    hidden: Sequence[int] = (),
    classes: int = CLASSES,
    options: Mapping[str, Any] = NONE,
) -> Any:
    """An object whose constructor takes sizes: by their names, or else in the order given.

    Raises
    ------
    Unmade
        If the class takes other arguments, or its constructor raises.
    """
    values = {
        "input": INPUT, "hidden": hidden[0] if hidden else None, "hiddens": list(hidden), "classes": classes,
        "strength": STRENGTH,
    }  # fmt: skip
    given, named = _arguments(kind, positional, values, hidden=bool(hidden))
    return _made(kind, given, {**named, **options})


def _arguments(
    kind: type, positional: list[Any], values: Mapping[str, Any], *, hidden: bool
) -> tuple[list[Any], dict[str, Any]]:
    """What the constructor is called with, by position and by name."""
    sizes: list[str] = []
    unknown: list[str] = []
    named: dict[str, Any] = {}
    for one in inspect.signature(kind).parameters.values():
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            continue
        known = next((part for part, names in _PARAMETERS.items() if one.name in names), None)
        if known is not None and (hidden or "hidden" not in known):
            named[one.name] = values[known]
            sizes.append(one.name)
        elif one.name == "dtype":
            named[one.name] = np.float64
        elif one.name in _STRENGTHS:
            named[one.name] = values["strength"]
        elif one.name in _RATES:
            named[one.name] = 0.1
        elif one.default is one.empty:
            sizes.append(one.name)
            unknown.append(one.name)
    if unknown and len(sizes) == len(positional):
        named.update(zip(sizes, positional, strict=True))
    elif unknown:
        raise Unmade(
            Text(
                f"{kind.__name__}(…)의 인자 {unknown[0]!r}에 무엇을 주어야 할지 모른다",
                f"{kind.__name__}(…) takes {unknown[0]!r}, which is not known here",
            )
        )
    elif not sizes:
        return positional, {}
    return [], named


def _made(kind: type, positional: list[Any], named: dict[str, Any]) -> Any:
    try:
        return kind(*positional, **named)
    except Exception as reason:
        raised = f"{type(reason).__name__}: {reason}"
        raise Unmade(
            Text(f"{kind.__name__}(…)을 만들 때 오류: {raised}", f"{kind.__name__}(…) raises {raised}"),
            unfinished=isinstance(reason, NotImplementedError),
        ) from reason


def made_as(kind: type, depth: int, options: Mapping[str, Any] = NONE) -> str:
    """Source text of the call by which `make` makes a net."""
    hidden = list(HIDDEN[: depth - 1])
    values = {
        "input": INPUT, "hidden": hidden[0] if hidden else None, "hiddens": hidden, "classes": CLASSES,
        "strength": STRENGTH,
    }  # fmt: skip
    ordered = [INPUT, hidden[0] if len(hidden) == 1 else hidden, CLASSES]
    given, named = _arguments(kind, ordered, values, hidden=bool(hidden))
    told = {name: repr(value) for name, value in options.items()}
    return f"{kind.__name__}({_told(given, {**named, **told})})"


def _told(given: Sequence[Any], named: Mapping[str, Any]) -> str:
    """The arguments of a call as source text; those by name that are no text are values."""
    texts = (
        f"{name}={'float' if name == 'dtype' else value if isinstance(value, str) else repr(value)}"
        for name, value in named.items()
    )
    return ", ".join([*map(str, given), *texts])


def takes_list(kind: type) -> bool:
    """Whether the constructor takes a list of hidden sizes."""
    return any(name in _PARAMETERS["hiddens"] for name in inspect.signature(kind).parameters)


_NUMBERED = {"W": r"(?:w|weights?|theta|kernel)_?(\d+)", "b": r"(?:b|bias|biases)_?(\d+)"}


@dataclass
class Template:
    """A net with the arrays that play the parts of W1, b1, … in it, by the numbers that it gives to them."""

    net: Any
    arrays: dict[str, Any]
    keys: dict[str, str]
    """What the net calls them."""
    turned: bool = False
    """Whether weights are (outputs, inputs)."""
    live: bool = False
    """Whether the net was made by somebody else: its sizes may be any numbers, and are known by name only."""
    numbers: frozenset[str] = frozenset()
    """Biases that begin as a number."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What it was made with besides."""

    @classmethod
    def of(
        cls, net: Any, *, live: bool = False, options: Mapping[str, Any] = NONE, normalized: bool = False
    ) -> Template:
        """Find the parameters of a net.

        Parameters
        ----------
        net
            The net.
        live
            Whether it was not made by `make`.
        options
            What else it was made with.
        normalized
            Whether its hidden layers are, so that they have a gamma and a beta.

        Raises
        ------
        Unmade
            If there are no weights and biases of affine layers.
        Misbuilt
            If it was made by `make`, and its weights do not lead from the inputs to the classes.
        """
        params = getattr(net, "params", None)
        source = params if isinstance(params, dict) else vars(net)
        keys = _by_number(source)
        if not keys:
            if params == {}:
                raise Unmade(Text("`.params`가 비어 있다", "`.params` is empty"), unfinished=True)
            raise Unmade(
                Text(".params에 W1, b1, W2, b2, …가 없다", "its .params do not hold W1, b1, W2, b2, …")
            )
        numbers = layer_numbers(keys)
        weights = [source[keys[f"W{n}"]] for n in numbers]
        turned = not _leads_on(weights) and _leads_on([one.T for one in weights])
        if turned:
            weights = [one.T for one in weights]
        if not live:
            _check_widths(type(net), source, keys, weights)
        bare = frozenset(part for part, key in keys.items() if not np.ndim(source[key]))
        net, source = _with_arrays(
            net, source, {keys[f"b{n}"]: one.shape[1] for n, one in zip(numbers, weights, strict=True)}
        )
        if normalized:
            keys |= _of_normalization(source, numbers)
        arrays = {part: source[key] for part, key in keys.items()}
        return cls(net, arrays, keys, turned, live, bare, options)

    @property
    def layers(self) -> list[int]:
        """The numbers of the layers, as the net counts them."""
        return layer_numbers(self.keys)

    @property
    def sizes(self) -> dict[int, str]:
        """The names of the sizes, by the numbers that stand for them in the object."""
        inner, outer = (1, 0) if self.turned else (0, 1)
        widths = [
            self.arrays[f"W{self.layers[0]}"].shape[inner],
            *(self.arrays[f"W{n}"].shape[outer] for n in self.layers),
        ]
        return dict(zip(widths, size_names(len(self.layers)), strict=True))

    @property
    def is_regularised(self) -> bool:
        """Whether the net, or a layer that it holds, keeps a strength of L2."""
        return strength_attribute(self.net) is not None or (
            not self.live and _holds(self.net, STRENGTH, set())
        )

    def real(self, given: Given) -> Any:
        """A copy with arrays of numbers."""
        memo: dict[int, Any] = {
            id(array): np.array(self._shaped(name, given)) for name, array in self.arrays.items()
        }
        # deepcopy keeps what stands in its memo alive by itself; the originals live in the template.
        net = copy.deepcopy(self.net, memo)
        self._resize(net, given)
        if self.options:
            _resize_arrays(
                net, {number: size_of(given, name) for number, name in self.sizes.items()}, set(memo)
            )
        return net

    def symbolic(self, tracer: Tracer, given: Given) -> Any:
        """A copy with symbolic arrays, whose methods are traced."""
        for name, array in self.arrays.items():
            tracer.replace(array, self._shaped(name, given))
        net = tracer.rebuilt(self.net)
        self._resize(net, given)
        return net

    def lines(self, strength: bool) -> list[str]:
        """Source text that makes such a net of ``W1``, ``b1``, …, and of ``reg`` if it takes a strength."""
        weights = [f"W{n}" for n in self.layers]
        hidden = [f"{name}.shape[1]" for name in weights[:-1]]
        values = {
            "input": f"{weights[0]}.shape[0]", "hidden": hidden[0] if hidden else None,
            "hiddens": f"[{', '.join(hidden)}]", "classes": f"{weights[-1]}.shape[1]",
            "strength": "reg" if strength else "0.0",
        }  # fmt: skip
        ordered = [values["input"], hidden[0] if len(hidden) == 1 else values["hiddens"], values["classes"]]
        if self.live:
            made = []  # net is the object that was checked
        else:
            given, named = _arguments(type(self.net), ordered, values, hidden=bool(hidden))
            options = {name: repr(value) for name, value in self.options.items()}
            made = [f"net = {type(self.net).__name__}({_told(given, {**named, **options})})"]
        held = isinstance(getattr(self.net, "params", None), dict)
        for part, key in self.keys.items():
            place = f"net.params[{key!r}]" if held else f"net.{key}"
            made.append(f"{place}{'' if part in self.numbers else '[...]'} = {self._written(part)}")
        name = strength_attribute(self.net)
        return [*made, *([f"net.{name} = reg"] if strength and name is not None else [])]

    def reading(self, part: str, gradient: str) -> str:
        """Source text of a gradient in the shape of the inputs."""
        if part.startswith("W"):
            return f"{gradient}.T" if self.turned else gradient
        return gradient if self.arrays[part].ndim < 2 else f"{gradient}.reshape(-1)"

    def _written(self, part: str) -> str:
        if part.startswith("W"):
            return f"{part}.T" if self.turned else part
        if self.arrays[part].ndim < 2:
            return part
        return f"{part}.reshape({'-1, 1' if self.arrays[part].shape[1] == 1 else '1, -1'})"

    def gradient(self, part: str, value: Any) -> Any:
        """A gradient in the shape of the inputs, if it has the shape that the net's own array has."""
        if value is None or not self.arrays[part].ndim == value.ndim == 2:
            return value
        if part.startswith("W"):
            return value.T if self.turned else value
        return value.reshape(value.shape[0 if self.arrays[part].shape[1] == 1 else 1])

    def _resize(self, net: Any, given: Given) -> None:
        sizes: dict[float, Any] = {number: size_of(given, name) for number, name in self.sizes.items()}
        if "reg" in given and not self.live:
            sizes[STRENGTH] = given["reg"]
        resize(net, sizes, _SIZE_NAMES if self.live else None)
        name = strength_attribute(net)
        if name is not None and "reg" in given:
            setattr(net, name, given["reg"])

    def _shaped(self, part: str, given: Given) -> Any:
        value, array = given[part], self.arrays[part]
        if part.startswith("W"):
            return value.T if self.turned else value
        if array.ndim < 2:
            return value
        return value.reshape((value.shape[0], 1) if array.shape[1] == 1 else (1, value.shape[0]))


def _by_number(source: Mapping[Any, Any]) -> dict[str, str]:
    """What plays W1, b1, W2, …, with the numbers in the names; nothing if some are missing."""
    found: dict[str, dict[int, str]] = {}
    for kind, pattern in _NUMBERED.items():
        for name, value in source.items():
            match = re.fullmatch(pattern, str(name), re.IGNORECASE)
            is_part = np.ndim(value) == 2 if kind == "W" else np.ndim(value) in (0, 1, 2)
            if match and is_part and isinstance(value, (np.ndarray, int, float)):
                found.setdefault(kind, {})[int(match[1])] = name
    numbers = sorted(found.get("W", ()))
    if (
        not numbers
        or numbers != list(range(numbers[0], numbers[-1] + 1))
        or numbers != sorted(found.get("b", ()))
    ):
        return {}
    return {f"{kind}{n}": found[kind][n] for n in numbers for kind in "Wb"}


def _of_normalization(source: Mapping[Any, Any], numbers: Sequence[int]) -> dict[str, str]:
    """What plays gamma and beta of the hidden layers.

    Raises
    ------
    Unmade
        If there are none at all: it is not normalised yet.
    Misbuilt
        If some are missing, or the output layer has them, too.
    """
    found = {}
    for part in ("gamma", "beta"):
        for name, value in source.items():
            match = re.fullmatch(rf"{part}_?(\d+)", str(name), re.IGNORECASE)
            if match and np.ndim(value) in (1, 2):
                found[f"{part}{match[1]}"] = name
    wanted = [f"{part}{n}" for n in numbers[:-1] for part in ("gamma", "beta")]
    if not found:
        raise Unmade(
            Text(f".params에 {', '.join(wanted)}가 없다", f"its .params do not hold {', '.join(wanted)}"),
            unfinished=True,
        )
    if {f"gamma{numbers[-1]}", f"beta{numbers[-1]}"} & {*found}:
        raise Misbuilt(
            Text(
                f"출력층에도 gamma와 beta가 있다. .params에 은닉층의 {', '.join(wanted)}만 있어야 한다",
                "the output layer has a gamma and a beta, too; only the hidden layers have them, "
                f"{', '.join(wanted)}",
            )
        )
    missing = [part for part in wanted if part not in found]
    if missing:
        raise Misbuilt(
            Text(
                f"정규화한 은닉층마다 gamma와 beta가 있어야 하는데 .params에 {', '.join(missing)}가 없다",
                "every hidden layer that is normalised has a gamma and a beta; .params lack "
                f"{', '.join(missing)}",
            )
        )
    return {part: found[part] for part in wanted}


def layer_numbers(names: Iterable[str]) -> list[int]:
    """The numbers of the layers whose weights are among some names, such as ``W0`` and ``W1``."""
    return sorted(int(name[1:]) for name in names if re.fullmatch(r"W\d+", name))


def _leads_on(weights: Sequence[Any]) -> bool:
    """Whether each weight takes what the one before it gives."""
    return all(one.shape[1] == after.shape[0] for one, after in pairwise(weights))


def _check_widths(
    kind: type, source: Mapping[str, Any], keys: Mapping[str, str], weights: Sequence[Any]
) -> None:
    """Raise `Misbuilt` unless the weights lead from the inputs to the classes, through all hidden layers."""
    made = [weights[0].shape[0], *(one.shape[1] for one in weights)]
    asked = [INPUT, *HIDDEN[: (LISTED if takes_list(kind) else len(weights)) - 1], CLASSES]
    if not takes_list(kind):  # several hidden layers may have the one width that was given
        asked[1:-1] = made[1:-1]
    if _leads_on(weights) and made == asked:
        return
    widths = " → ".join(map(str, asked))
    missing = Text("", "")
    if made == asked[:-1]:
        missing = Text("출력층이 없다: ", "the output layer is missing: ")
    listed = ", ".join(f"{key} {source[key].shape}" for part, key in keys.items() if part.startswith("W"))
    raise Misbuilt(
        Text(
            f"{missing.ko}크기 {widths}의 신경망을 만들었는데 가중치는 {listed}뿐이다",
            f"{missing.en}made with the widths {widths}, it has the weights {listed}",
        )
    )


def _with_arrays(net: Any, source: dict[str, Any], widths: Mapping[str, int]) -> tuple[Any, dict[str, Any]]:
    """The net with an array for each bias that begins as a number, which stands for any length."""
    numbers = {key: np.zeros(width) for key, width in widths.items() if not np.ndim(source[key])}
    if not numbers:
        return net, source
    net, held = copy.copy(net), {**source, **numbers}
    if source is getattr(net, "params", None):
        net.params = held
    else:
        vars(net).update(numbers)
    return net, held


def size_names(depth: int) -> list[str]:
    """The names of the widths of a net: D, H1, …, C."""
    middle = ["H"] if depth == 2 else [f"H{n}" for n in range(1, depth)]
    return ["D", *middle, "C"]


def size_of(given: Given, name: str) -> Any:
    """A size as the inputs have it."""
    layers = layer_numbers(given)
    place = size_names(len(layers)).index(name)
    return given[f"W{layers[0]}"].shape[0] if place == 0 else given[f"W{layers[place - 1]}"].shape[1]


_SIZE_NAMES = frozenset(name for names in _PARAMETERS.values() for name in names)


def resize(
    value: Any, sizes: Mapping[float, Any], named: frozenset[str] | None = None, seen: set[int] | None = None
) -> None:
    """Replace the recognised numbers in the attributes of an object and of the layers that it holds."""
    seen = set() if seen is None else seen
    if id(value) in seen or not hasattr(value, "__dict__") or isinstance(value, type):
        return
    seen.add(id(value))
    for name, part in list(vars(value).items()):
        if named is not None and name not in named and isinstance(part, (int, list, tuple)):
            continue
        if isinstance(part, (int, float)) and not isinstance(part, bool) and part in sizes:
            setattr(value, name, sizes[part])
        elif isinstance(part, (list, tuple)) and part and all(isinstance(one, int) for one in part):
            setattr(value, name, type(part)(sizes.get(one, one) for one in part))
        else:
            for one in (
                part.values()
                if isinstance(part, dict)
                else part
                if isinstance(part, (list, tuple))
                else [part]
            ):
                resize(one, sizes, named, seen)


def _resize_arrays(held: Any, sizes: Mapping[int, int], seen: set[int]) -> None:
    """Give running averages, which begin as arrays of one number, the sizes of the layers."""
    if id(held) in seen or isinstance(held, type):
        return
    seen.add(id(held))
    own = vars(held) if hasattr(held, "__dict__") else held
    if not isinstance(own, (dict, list)):
        return
    for key, one in list(own.items() if isinstance(own, dict) else enumerate(own)):
        begins_alike = isinstance(one, np.ndarray) and one.size in sizes and one.shape[-1:] == (one.size,)
        if begins_alike and np.all(one == one.flat[0]):
            own[key] = np.full((*one.shape[:-1], sizes[one.size]), one.flat[0])
        else:
            _resize_arrays(one, sizes, seen)


def _holds(value: Any, number: float, seen: set[int]) -> bool:
    """Whether a number is among the attributes of an object or of the layers that it holds."""
    if id(value) in seen or isinstance(value, type):
        return False
    seen.add(id(value))
    held = vars(value) if hasattr(value, "__dict__") else value
    parts = held.values() if isinstance(held, dict) else held if isinstance(held, (list, tuple)) else ()
    return any(
        one == number if isinstance(one, (int, float)) else _holds(one, number, seen) for one in list(parts)
    )


def strength_attribute(net: Any) -> str | None:
    """The attribute that holds the strength of L2."""
    return next((name for name in _STRENGTHS if isinstance(vars(net).get(name), (int, float))), None)


def strength_parameter(method: Callable[..., Any]) -> str | None:
    """The parameter of ``loss`` that takes the strength of L2."""
    return next((name for name in inspect.signature(method).parameters if name in _STRENGTHS), None)


@dataclass(frozen=True)
class NetProgram:
    """A method of a net as a program."""

    template: Template
    observe: Callable[[Any, Given], Values]

    def fresh(self, given: Given) -> Values:
        """On numbers, by a new net."""
        return self.observe(self.template.real(given), given)

    def run(self, given: Given) -> Values:
        """On numbers, by nets that may have been used before."""
        return reused(self.template.real, self.observe, given)

    def trace(self, inputs: SymbolicInputs) -> Values:
        """On symbols."""
        tracer, given = Tracer(), inputs.given()
        net = self.template.symbolic(tracer, given)
        return tracer.call(self.observe, net, given)  # type: ignore[no-any-return]
