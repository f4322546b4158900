"""Functions with a backward of their own, out of a program that uses the real PyTorch or JAX.

They are taken over into the modules that stand for them (`stand_ins`): what their code names of the framework
becomes its counterpart there, so that they can be read as NumPy. The framework itself has its say, too
(`disagreement`).
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import CellType, FunctionType, ModuleType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.frameworks import stand_ins
from yudo.verification.frameworks.tensors import as_arrays, names_of

Function = Callable[..., Any]


def framework_behind(value: Any) -> str:
    """``torch`` for a subclass of its ``autograd.Function``, ``jax`` for a ``custom_vjp``, else nothing."""
    of_class = isinstance(value, type)
    kinds = value.__mro__[1:] if of_class else type(value).__mro__
    named = {(kind.__module__.partition(".")[0], kind.__name__) for kind in kinds}
    wanted = ("torch", "Function") if of_class else ("jax", "custom_vjp")
    return wanted[0] if wanted in named else ""


def class_of(value: Any) -> type:
    """A function with a backward of its own as a class with a static forward and backward of arrays.

    Parameters
    ----------
    value
        A subclass of ``torch.autograd.Function``, or a ``jax.custom_vjp`` with ``defvjp``.

    Raises
    ------
    TypeError
        If it is neither, or has no backward.
    """
    framework = framework_behind(value)
    name = getattr(value, "__name__", repr(value))
    if not framework:
        raise TypeError(
            f"{name} alone: a function with a backward of its own is a torch.autograd.Function or a"
            " jax.custom_vjp; of others give the forward and the backward"
        )
    module = _stand_in(framework)
    made: type = as_arrays(_Taken(framework, module).whole(value), module)
    if not {"forward", "backward"} <= getattr(made, "__dict__", {}).keys():
        lacking = "static forward and backward" if framework == "torch" else "defvjp(forward, backward)"
        raise TypeError(f"{name} has no {lacking}")
    vars(vars(made)["forward"].__func__).update(live=value)
    return made


def pair_of(value: Any) -> tuple[Function, Function]:
    """Its forward and its backward, as functions of arrays; raises what `class_of` does."""
    made: Any = class_of(value)
    return made.forward, made.backward


_stand_in = functools.cache(stand_ins.stand_in)


class _Taken:
    """Takes functions, and what they name, over from a framework into the module that stands for it."""

    def __init__(self, framework: str, module: ModuleType):
        self._framework = framework
        self._module = module
        self._made = {id(real): made for real, made in _counterparts(sys.modules[framework], module)}
        self._globals: dict[int, dict[str, Any]] = {}
        self._alive: list[Any] = []

    def whole(self, value: Any) -> Any:
        """A function with its backward."""
        if framework_behind(value) == "torch":
            return self.over(value)
        made = self._module.custom_vjp(self.over(value.fun), tuple(value.nondiff_argnums))
        if value.fwd is not None and value.bwd is not None:
            made.defvjp(self.over(value.fwd), self.over(value.bwd))
        return made

    def over(self, value: Any) -> Any:
        """What stands for a value: itself, if it has nothing to do with the framework."""
        if id(value) not in self._made:
            self._alive.append(value)  # its number is not to be another's
            self._made[id(value)] = value
            self._made[id(value)] = self._new(value)
        return self._made[id(value)]

    def _new(self, value: Any) -> Any:
        if isinstance(value, FunctionType):
            return self._function(value) if self._is_own(value.__module__) else value
        if isinstance(value, ModuleType):
            return self._of_module(value)
        kind = framework_behind(value)
        if kind == "torch":
            parts = {name: self._part(part) for name, part in vars(value).items() if name[:1] != "_"}
            return type(value.__name__, (self._module.Function,), {**parts, "__module__": value.__module__})
        if kind == "jax":
            return self.over(value.fun)  # which is what a call of it computes
        if isinstance(value, functools.partial):
            options = {name: self.over(part) for name, part in value.keywords.items()}
            return functools.partial(self.over(value.func), *map(self.over, value.args), **options)
        if type(value).__module__.partition(".")[0] not in (self._framework, f"{self._framework}lib"):
            return value
        if isinstance(getattr(value, "__wrapped__", None), FunctionType):  # compiled
            return self.over(value.__wrapped__)
        return self._module.ARRAYS(np.asarray(value)) if hasattr(value, "__array__") else value

    def _is_own(self, module: str | None) -> bool:
        """Whether a function was written by whoever uses the framework, and may name it."""
        top = (module or "").partition(".")[0]
        return top == "__main__" or top not in {*sys.stdlib_module_names, "numpy", self._framework}

    def _of_module(self, module: ModuleType) -> ModuleType:
        if module.__name__.partition(".")[0] == self._framework:
            return stand_ins.without_names(module.__name__)
        if not self._is_own(module.__name__):
            return module
        made = ModuleType(module.__name__)
        vars(made)["__getattr__"] = lambda name: self.over(getattr(module, name))
        return made

    def _part(self, part: Any) -> Any:
        return staticmethod(self.over(part.__func__)) if isinstance(part, staticmethod) else self.over(part)

    def _function(self, function: FunctionType) -> FunctionType:
        outside = function.__globals__
        names = self._globals.setdefault(id(outside), {"__builtins__": outside["__builtins__"]})
        names.setdefault("__name__", function.__module__)
        cells = tuple(CellType() for _ in function.__closure__ or ())
        made = FunctionType(function.__code__, names, function.__name__, None, cells or None)
        self._made[id(function)] = made  # it may name itself
        for name in names_of(function.__code__) & outside.keys() - names.keys():
            names[name] = None  # until it is there, for those that name one another
            names[name] = self.over(outside[name])
        for cell, old in zip(cells, function.__closure__ or (), strict=True):
            with suppress(ValueError):  # nothing is in it yet
                cell.cell_contents = self.over(old.cell_contents)
        made.__defaults__ = function.__defaults__ and tuple(map(self.over, function.__defaults__))
        named = function.__kwdefaults__
        made.__kwdefaults__ = named and {name: self.over(value) for name, value in named.items()}
        made.__module__, made.__doc__ = function.__module__, function.__doc__
        return made


def _counterparts(real: Any, made: ModuleType) -> Iterator[tuple[Any, Any]]:
    """What a framework has under the names that the module in its place has, and what that has."""
    yield real, made
    for name, value in vars(made).items():
        other = None if name[:1] == "_" else getattr(real, name, None)
        if isinstance(value, ModuleType) and isinstance(other, ModuleType):
            if value.__name__.startswith(f"{made.__name__}."):
                yield from _counterparts(other, value)
        elif other is not None and not isinstance(other, (bool, int, float, str)):
            yield other, value


# -- the frameworks themselves -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """What was read, at one input: arrays by name, and the output and the gradients of arrays."""

    inputs: Mapping[str, Any]
    upstream: Any
    output: Any
    gradients: Mapping[str, Any]


def disagreement(forward: Function, examples: Iterable[Example]) -> Text | None:
    """Where the framework, running a function of `pair_of` itself, computes something else than was read."""
    value = vars(forward)["live"]
    names = list(inspect.signature(forward).parameters)
    framework = framework_behind(value)
    run = _by_torch if framework == "torch" else _by_jax
    for one in examples:
        given = [one.inputs.get(name) for name in names]
        places = [place for place, name in enumerate(names) if name in one.gradients]
        try:
            output, gradients = run(value, given, places, one.upstream)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            return Text(
                f"{framework}에서 실행하면 오류가 난다: {said}", f"run by {framework}, it raises {said}"
            )
        read = [one.output, *(one.gradients[names[place]] for place in places)]
        quantities = "out", *(f"d{names[place]}" for place in places)
        for quantity, mine, theirs in zip(quantities, read, (output, *gradients), strict=True):
            if not _close(np.asarray(mine), theirs):
                return Text(
                    f"{framework}가 계산한 값과 NumPy로 읽은 값이 `{quantity}`에서 다르다: 알려 주기 바란다",
                    f"{framework} computes another `{quantity}` than was read as NumPy: please report this",
                )
    return None


_DIGITS = 1e4
"""A reading is another from this many roundings on: what the order of operations does is far less."""


def _close(mine: Any, theirs: Any) -> bool:
    if theirs.dtype.kind != "f" or mine.shape != theirs.shape:
        return mine.shape == theirs.shape and bool(np.all(mine == theirs))
    room = _DIGITS * np.finfo(theirs.dtype).eps * np.max(np.abs(mine), initial=1.0)
    return bool(np.all(np.abs(mine - theirs) <= room))


def _by_torch(value: Any, given: list[Any], places: list[int], upstream: Any) -> tuple[Any, list[Any]]:
    torch: Any = sys.modules["torch"]
    tensors: list[Any] = [one if one is None else torch.tensor(one) for one in given]
    for place in places:
        tensors[place].requires_grad_()
    out = value.apply(*tensors)
    out.backward(torch.tensor(upstream))
    return out.detach().numpy(), [tensors[place].grad.numpy() for place in places]


def _by_jax(value: Any, given: list[Any], places: list[int], upstream: Any) -> tuple[Any, list[Any]]:
    jax: Any = sys.modules["jax"]
    arrays = [jax.numpy.asarray(one) if isinstance(one, np.ndarray) else one for one in given]

    def of(*chosen: Any) -> Any:
        whole = dict(enumerate(arrays)) | dict(zip(places, chosen, strict=True))
        return value(*whole.values())

    out, vjp = jax.vjp(of, *(arrays[place] for place in places))
    return np.asarray(out), [np.asarray(one) for one in vjp(jax.numpy.asarray(upstream, out.dtype))]
