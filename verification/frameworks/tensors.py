"""Functions that are written with PyTorch or JAX, to be called with arrays.

What they name of PyTorch or JAX is that of the modules that stand for them (`stand_ins`), whether the real
ones are installed or not.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.frameworks import stand_ins
from yudo.verification.frameworks.stand_ins import NotRead

_NUMPY = "numpy"


def of_arrays(names: Mapping[str, Any]) -> dict[str, Any]:
    """A module's names, with functions and static methods that take tensors made to take arrays.

    What names a framework takes its tensors, what names NumPy takes arrays, and what names neither takes
    what most of the others do. A ``torch.autograd.Function`` and a ``jax.custom_vjp`` become classes with a
    forward that returns its context, or its residuals, as a cache.
    """
    loaded = {one: sys.modules[one] for one in stand_ins.NAMES.values() if one in sys.modules}
    if not loaded:
        return dict(names)
    kinds = {name: _kind(value, loaded) for name, value in names.items()}
    counted = [kind for kind in kinds.values() if kind is not None]
    usual = max((*loaded, _NUMPY), key=counted.count)
    vjps = [one for one in names.values() if "bwd" in getattr(one, "__dict__", ())]
    parts = {id(part) for one in vjps for part in (one.fwd, one.bwd)}
    made = {}
    for name, value in names.items():
        framework = loaded.get(kinds[name] or usual)
        if id(value) not in parts:  # which is judged with the whole
            made[name] = value if framework is None else as_arrays(value, framework)
    return made


def functions(names: Mapping[str, Any]) -> dict[str, FunctionType]:
    """A module's functions, of arrays: also ``GELU.forward`` and ``GELU.backward`` of a class of both."""
    found: dict[str, Any] = {}
    for name, value in of_arrays(names).items():
        parts = vars(value) if isinstance(value, type) else {}
        static = {f"{name}.{key}": part for key, part in parts.items() if isinstance(part, staticmethod)}
        found |= {name: value} | {key: part.__func__ for key, part in static.items()}
    return {name: value for name, value in found.items() if isinstance(value, FunctionType)}


def framework_of(source: Any) -> str:
    """What a function, a class or what describes them is written with: ``torch``, ``jax``, or nothing."""
    parts = map(_function, vars(source).values()) if isinstance(source, type) else [source]
    named = (getattr(part, "framework", "") for part in parts)
    return next((one for one in named if one in TENSORS), "")


_X64 = 'import jax\nimport jax.numpy as jnp\n\njax.config.update("jax_enable_x64", True)'
TENSORS = {
    "torch": ("import torch", "torch.tensor({0}{1})", "torch.{0}"),
    "jax": (_X64, "jnp.array({0}{1})", "jnp.{0}"),
}
"""How a program begins that uses them, and how an array and a dtype are written."""


def applied(
    forward: Any, inputs: Sequence[str], given: Mapping[str, Any], quantity: str | None
) -> tuple[str, ...] | None:
    """How a function with a backward of its own is called, the gradient last; None if it has none.

    ``inputs`` are the names of its arrays, and ``given`` its other arguments by name.
    """
    kind = getattr(forward, "applied_by", None)
    if kind is None:
        return None
    name = quantity.removeprefix("d") if quantity is not None else inputs[0]
    if framework_of(forward) == "jax":
        place = f"[{list(inputs).index(name)}]" if name in inputs else ""
        listed = inspect.signature(forward).parameters
        whole = ", ".join(repr(given[one]) if one in given else one for one in listed)
        function = f"lambda {', '.join(inputs)}: {kind}({whole})" if {*listed} & {*given} else kind
        return f"out, vjp = jax.vjp({', '.join((function, *inputs))})", f"vjp(dout){place}"
    made = f"{name}.requires_grad_()", f"out = {kind}.apply({', '.join(inputs)})", "out.backward(dout)"
    return *made, f"{name}.grad"


def _kind(value: Any, loaded: Mapping[str, ModuleType]) -> str | None:
    """Which of them a function names, or the functions of a class."""
    if _is_custom_vjp(value):
        return stand_ins.NAMES["jax"]
    functions = [value] if isinstance(value, FunctionType) else []
    if isinstance(value, type):
        functions = [_function(part) for part in vars(value).values()]
    homes = {home for one in functions if isinstance(one, FunctionType) for home in _homes(one)}
    named = [one for one in loaded if one in homes]
    return named[0] if named else _NUMPY if _NUMPY in homes else None


def _is_custom_vjp(value: Any) -> bool:
    return isinstance(value, FunctionType) and "defvjp" in vars(value)


def _function(part: Any) -> Any:
    return part.__func__ if isinstance(part, (staticmethod, classmethod)) else part


def _homes(function: FunctionType) -> Iterator[str]:
    """The packages of the modules that a function names, and of what it names out of them."""
    for name in names_of(function.__code__):
        value = function.__globals__.get(name)
        home = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        yield (home or "").partition(".")[0]


def names_of(code: CodeType) -> set[str]:
    """The names that code takes from outside, those in its inner functions included."""
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*map(names_of, inner))


def as_arrays(value: Any, framework: ModuleType) -> Any:
    """A function, or a class of functions, of a framework's arrays as one of NumPy's."""
    if getattr(value, "__module__", None) == framework.__name__ and isinstance(value, (FunctionType, type)):
        return value
    if _is_custom_vjp(value):
        return _of_custom_vjp(value, framework)
    if isinstance(value, FunctionType):
        return _wrapped(value, value, framework)
    if not isinstance(value, type):
        return value
    parts = {name: _function(part) for name, part in vars(value).items() if isinstance(part, staticmethod)}
    if "Function" not in vars(framework) or not issubclass(value, framework.Function):
        wrapped = {name: staticmethod(_wrapped(part, part, framework)) for name, part in parts.items()}
        if wrapped:
            return type(value.__name__, (), {**vars_of(value), **wrapped})
        inherits = any(one.__module__ == framework.__name__ for one in value.__mro__)
        return _not_made(value) if inherits else _holding_arrays(value, framework)
    if not {"forward", "backward"} <= parts.keys():
        return value
    forward, backward, setup = parts["forward"], parts["backward"], parts.get("setup_context")
    inputs = _inputs(forward, setup)
    ahead = _signed(_keeping_context(forward, setup, framework.Context), forward, inputs)
    return _as_class(
        value.__name__,
        _wrapped(ahead, forward, framework),
        _wrapped(_given_context(backward, len(inputs)), backward, framework),
        vars_of(value),
    )


INHERITS = Text(
    "프레임워크의 클래스를 물려받은 클래스는 읽지 않는다. `forward`와 `backward`가 있는 평범한 클래스나 "
    "함수로 쓰면 읽는다",
    "a class that inherits from one of a framework's is not read; functions, and plain classes with "
    "`forward` and `backward`, are",
)


def _not_made(kind: type) -> type:
    """A class that says so when an object is made of it, instead of failing on the arrays that it gets."""

    @functools.wraps(vars(kind).get("__init__", object.__init__))
    def refuse(*_: Any, **__: Any) -> None:
        raise NotRead(INHERITS)

    return type(kind.__name__, (kind,), {**vars_of(kind), "__init__": refuse})


def _holding_arrays(kind: type, framework: ModuleType) -> type:
    """A class whose objects hold arrays, from which each method makes an object that holds tensors."""

    def of_arrays(method: FunctionType) -> Callable[..., Any]:
        def on_tensors(state: dict[str, Any], *given: Any, **named: Any) -> tuple[Any, dict[str, Any]]:
            within: Any = object.__new__(kind)
            vars(within).update(state)
            return method(within, *given, **named), vars(within)

        call = _wrapped(on_tensors, method, framework)

        @functools.wraps(method)
        def called(self: Any, *given: Any, **named: Any) -> Any:
            returned, state = call(vars(self), *given, **named)
            vars(self).update(state)
            return returned

        vars(called).update(vars(call))
        return called

    methods = {
        name: of_arrays(part)
        for one in reversed(kind.__mro__[:-1])
        for name, part in vars(one).items()
        if isinstance(part, FunctionType)
    }
    return type(kind.__name__, (), {**vars_of(kind), **methods})


def _of_custom_vjp(value: Any, jax: ModuleType) -> Any:
    """Its two functions; what is not differentiated goes into the cache, beside the residuals."""
    if "bwd" not in vars(value):
        return value
    forward, backward, places = value.fwd, value.bwd, value.nondiff_argnums
    parameters = list(inspect.signature(forward).parameters.values())
    names = [one.name for one in parameters]

    def ahead(*given: Any, **named: Any) -> Any:
        whole = [*given, *[named[name] for name in names[len(given) :] if name in named]]
        out, residuals = forward(*whole)
        return out, ([whole[place] for place in places], residuals)

    def back(dout: Any, cache: Any) -> Any:
        others, residuals = cache
        returned = backward(*others, residuals, dout)
        return returned if len(returned) > 1 else returned[0]

    ahead = _signed(ahead, forward, parameters)
    back = _signed(back, backward, list(inspect.signature(back).parameters.values()))
    return _as_class(
        value.__name__,
        _wrapped(ahead, forward, jax),
        _wrapped(back, backward, jax),
        {"__module__": forward.__module__},
    )


def _as_class(name: str, forward: Any, backward: Any, beside: Mapping[str, Any]) -> type:
    """A class with both for static methods, from which a program calls the whole by its name."""
    vars(forward).update(applied_by=name)
    return type(name, (), {**beside, "forward": staticmethod(forward), "backward": staticmethod(backward)})


def vars_of(kind: type) -> dict[str, Any]:
    """What a class defines, without what Python adds."""
    return {name: part for name, part in vars(kind).items() if name not in ("__dict__", "__weakref__")}


def _wrapped(call: Callable[..., Any], function: FunctionType, framework: ModuleType) -> Callable[..., Any]:
    arrays = framework.ARRAYS

    def to_tensors(value: Any) -> Any:
        return _turned(value, np.ndarray, arrays)

    def to_arrays(value: Any) -> Any:
        return _turned(value, arrays, _held)

    @functools.wraps(call)
    def of_tensors(*given: Any, **named: Any) -> Any:
        tensors = [to_tensors(one) for one in given]
        options = {name: to_tensors(one) for name, one in named.items()}
        returned = to_arrays(call(*tensors, **options))
        for one, seen in zip((*given, *named.values()), (*tensors, *options.values())):  # noqa: B905 - traced
            if isinstance(one, dict):  # running averages are written there
                one.update(to_arrays(seen))
        return returned

    name = framework.__name__.partition("_")[0]
    vars(of_tensors).update(__wrapped__=function, framework=name, stand_in=framework)
    return of_tensors


def _held(array: Any) -> Any:
    return array.held


def _turned(value: Any, kind: type, turn: Callable[[Any], Any]) -> Any:
    """A value with everything of a kind turned into something else, in whatever holds it."""
    if isinstance(value, kind):
        return turn(value)
    if isinstance(value, dict):
        return {key: _turned(part, kind, turn) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        parts = [_turned(part, kind, turn) for part in value]
        return tuple(parts) if isinstance(value, tuple) else parts
    return value


def _keeping_context(
    forward: FunctionType, setup: FunctionType | None, context: Callable[[int], Any]
) -> Callable[..., Any]:
    """A forward that makes the context itself, and returns it as its cache."""

    def keeping(*inputs: Any) -> Any:
        ctx = context(len(inputs))
        if setup is None:
            returned = forward(ctx, *inputs)
        else:
            returned = forward(*inputs)
            setup(ctx, inputs, returned)
        return (*returned, ctx) if isinstance(returned, tuple) else (returned, ctx)

    return keeping


def _inputs(forward: FunctionType, setup: FunctionType | None) -> list[inspect.Parameter]:
    """What is differentiated: what must be given, and what may be None instead of an array."""
    inputs = list(inspect.signature(forward).parameters.values())[setup is None :]
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
