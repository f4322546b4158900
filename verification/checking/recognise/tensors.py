"""Functions that are written with PyTorch, to be called with arrays.

Files that are checked get a PyTorch made of NumPy (`yudo.verification.checking.load.course.torch`), whether
the real one is installed or not.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import CodeType, FunctionType, ModuleType
from typing import Any

_PYTORCH, _NUMPY = "torch", "numpy"


def of_arrays(names: Mapping[str, Any]) -> dict[str, Any]:
    """A module's names, with functions and static methods that take tensors made to take arrays.

    What names PyTorch takes tensors, what names NumPy takes arrays, and what names neither takes what most of
    the others do. A ``torch.autograd.Function`` becomes a class whose forward returns its context as a cache.
    """
    torch = sys.modules.get(_PYTORCH)
    if torch is None or not hasattr(torch, "to_tensors"):
        return dict(names)
    kinds = {name: _kind(value) for name, value in names.items()}
    counted = [kind for kind in kinds.values() if kind is not None]
    usual = max((_PYTORCH, _NUMPY), key=counted.count)
    return {
        name: _made(value, torch) if (kinds[name] or usual) == _PYTORCH else value
        for name, value in names.items()
    }


def takes_tensors(source: Any) -> bool:
    """Whether a function, a class or what describes them is written with PyTorch."""
    parts = map(_function, vars(source).values()) if isinstance(source, type) else [source]
    return any(getattr(part, "takes_tensors", False) for part in parts)


def applied(forward: Any, inputs: Sequence[str], quantity: str | None) -> tuple[str, ...] | None:
    """How a ``torch.autograd.Function`` is called, the gradient last; None if the forward is of no such."""
    kind = getattr(forward, "applied_by", None)
    if kind is None:
        return None
    name = quantity.removeprefix("d") if quantity is not None else inputs[0]
    made = f"{name}.requires_grad_()", f"out = {kind}.apply({', '.join(inputs)})", "out.backward(dout)"
    return *made, f"{name}.grad"


def _kind(value: Any) -> str | None:
    """Which of the two a function names, or the functions of a class."""
    functions = [value] if isinstance(value, FunctionType) else []
    if isinstance(value, type):
        functions = [_function(part) for part in vars(value).values()]
    named = {home for one in functions if isinstance(one, FunctionType) for home in _homes(one)}
    return _PYTORCH if _PYTORCH in named else _NUMPY if _NUMPY in named else None


def _function(part: Any) -> Any:
    return part.__func__ if isinstance(part, (staticmethod, classmethod)) else part


def _homes(function: FunctionType) -> Iterator[str]:
    """The packages of the modules that a function names, and of what it names out of them."""
    for name in _names(function.__code__):
        value = function.__globals__.get(name)
        home = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        yield (home or "").partition(".")[0]


def _names(code: CodeType) -> set[str]:
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _made(value: Any, torch: ModuleType) -> Any:
    if isinstance(value, FunctionType) and value.__module__ != _PYTORCH:
        return _wrapped(value, value, torch)
    if not isinstance(value, type) or value.__module__ == _PYTORCH:
        return value
    parts = {name: _function(part) for name, part in vars(value).items() if isinstance(part, staticmethod)}
    if issubclass(value, torch.Function):
        if not {"forward", "backward"} <= parts.keys():
            return value
        calls = {
            "forward": _keeping_context(parts["forward"], torch.Context),
            "backward": _given_context(parts["backward"], len(_inputs(parts["forward"]))),
        }
    else:
        calls = parts
    if not calls:
        return value
    wrapped = {name: staticmethod(_wrapped(calls[name], parts[name], torch)) for name in calls}
    if issubclass(value, torch.Function):
        vars(wrapped["forward"].__func__).update(applied_by=value.__name__)
    return type(value.__name__, (), {**vars_of(value), **wrapped})


def vars_of(kind: type) -> dict[str, Any]:
    """What a class defines, without what Python adds."""
    return {name: part for name, part in vars(kind).items() if name not in ("__dict__", "__weakref__")}


def _wrapped(call: Callable[..., Any], function: FunctionType, torch: ModuleType) -> Callable[..., Any]:
    to_tensors, to_arrays = torch.to_tensors, torch.to_arrays

    @functools.wraps(call)
    def of_tensors(*given: Any, **named: Any) -> Any:
        tensors = [to_tensors(one) for one in given]
        options = {name: to_tensors(one) for name, one in named.items()}
        returned = to_arrays(call(*tensors, **options))
        for one, seen in zip((*given, *named.values()), (*tensors, *options.values())):  # noqa: B905 - traced
            if isinstance(one, dict):  # running averages are written there
                one.update(to_arrays(seen))
        return returned

    vars(of_tensors).update(__wrapped__=function, takes_tensors=True)
    return of_tensors


def _keeping_context(forward: FunctionType, context: Callable[[int], Any]) -> FunctionType:
    """A forward that makes the context itself, and returns it as its cache."""

    def keeping(*inputs: Any) -> Any:
        ctx = context(len(inputs))
        returned = forward(ctx, *inputs)
        return (*returned, ctx) if isinstance(returned, tuple) else (returned, ctx)

    return _signed(keeping, forward, _inputs(forward))


def _inputs(forward: FunctionType) -> list[inspect.Parameter]:
    """What is differentiated: what must be given, and what may be None instead of an array."""
    _, *inputs = inspect.signature(forward).parameters.values()
    return [one.replace(default=one.empty) for one in inputs if one.default in (one.empty, None)]


def _given_context(backward: FunctionType, inputs: int) -> FunctionType:
    """A backward that takes the context as a cache, last, and returns nothing of what is no array."""

    def given(*upstream_and_cache: Any) -> Any:
        *upstream, ctx = upstream_and_cache
        returned = backward(ctx, *upstream)
        return returned[:inputs] if isinstance(returned, tuple) else returned

    _, *upstream = inspect.signature(backward).parameters.values()
    cache = inspect.Parameter("cache", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return _signed(given, backward, [*upstream, cache])


def _signed(made: Any, function: FunctionType, parameters: Sequence[inspect.Parameter]) -> FunctionType:
    made.__name__, made.__module__ = function.__name__, function.__module__
    made.__signature__ = inspect.Signature(parameters)
    return made  # type: ignore[no-any-return]
