"""What is run: the code of a layer in ``impl``, as a function from inputs by name to results by name.

A function of ``impl`` takes what the record calls by the names of its parameters, and its docstring names
what it returns: ``Derivation: affine.dx, affine.dw, affine.db``. That makes the program. One value more than
named is the cache, which the backward of the same name takes as ``cache``. A layer whose results are not such
calls (a net's parameters, the Jacobian of a softmax) has a module in `yudo.verification.programs`.

The same program runs on floats, intervals and symbols, so it imports nothing but the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter, getdoc, signature
from types import FunctionType, MappingProxyType
from typing import Any, Protocol

Given = Mapping[str, Any]
Results = dict[str, Any]


class Program(Protocol):
    """From inputs by name to results by name."""

    def __call__(
        self, given: Given, call: Callable[..., Any] = ..., names: Collection[str] | None = None
    ) -> Results:
        """Run the code.

        Parameters
        ----------
        given
            What the layer's records take, by name.
        call
            How a function is called; a tracer calls it on symbols.
        names
            The results that are wanted, by default all.
        """


class NoProgram(LookupError):
    """The code of a layer cannot be called by the names of its record."""


def directly(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function as Python does."""
    return function(*arguments)


def program_of(stem: str) -> Program:
    """The program of a layer.

    Raises
    ------
    NoProgram
        If there is no ``impl/<stem>.py``.
    """
    if find_spec(f"yudo.impl.{stem}") is None:
        raise NoProgram(f"impl/{stem}.py does not exist")
    if find_spec(f"yudo.verification.programs.{stem}") is None:
        return by_names(stem)
    module = import_module(f"yudo.verification.programs.{stem}")
    return through(module.results, getattr(module, "APART", {}))


def axis_of_steps(stem: str) -> int | None:
    """Where the code of a layer over time has its axis of steps; None for a layer of another kind.

    The record of such a layer has one array per step, and the code one for all.
    """
    if find_spec(f"yudo.verification.programs.{stem}") is None:
        return None
    axis: int | None = getattr(import_module(f"yudo.verification.programs.{stem}"), "STEPS", None)
    return axis


def through(
    function: Callable[[Given], Results], apart: Mapping[str, Callable[[Given], Any]] | None = None
) -> Program:
    """The program that is one function; what stands apart is run only where it is wanted."""

    def run(
        given: Given, call: Callable[..., Any] = directly, names: Collection[str] | None = None
    ) -> Results:
        results = dict(call(function, given))
        wanted = {n: f for n, f in (apart or {}).items() if names is None or n in names}
        values = {f: call(f, given) for f in dict.fromkeys(wanted.values())}
        results |= {name: values[f] for name, f in wanted.items()}
        return results if names is None else {n: v for n, v in results.items() if n in names}

    return run


def without_meaning(stem: str, given: Given) -> Collection[str]:
    """The results that have no meaning at these numbers, or none that is left after rounding."""
    if find_spec(f"yudo.verification.programs.{stem}") is None:
        return ()
    module = import_module(f"yudo.verification.programs.{stem}")
    found: Collection[str] = module.without_meaning(given) if hasattr(module, "without_meaning") else ()
    return found


def by_names(stem: str, instead: Mapping[str, Callable[..., Any]] = MappingProxyType({})) -> Program:
    """The program that the names in a layer's code make; ``instead`` are other functions of these names."""

    def run(
        given: Given, call: Callable[..., Any] = directly, names: Collection[str] | None = None
    ) -> Results:
        results: Results = {}
        caches: dict[str, Any] = {}
        for documented, named in _documented(stem):
            if {*named} <= {*results}:
                continue
            function = instead.get(documented.__name__, documented)
            pair = re.sub("_(forward|backward)$", "", function.__name__)
            known = given if pair not in caches else {**given, "cache": caches[pair]}
            returned = call(function, *_arguments(function, known, stem))
            values = returned if isinstance(returned, tuple) else (returned,)
            if len(values) == len(named) + 1:
                values, caches[pair] = values[:-1], values[-1]
            if len(values) != len(named):
                raise NoProgram(
                    f"{function.__name__} returns {len(values)} values; {stem} has {', '.join(named)}"
                )
            results |= zip(named, values, strict=True)
        return results if names is None else {n: v for n, v in results.items() if n in names}

    return run


def functions_of(stem: str) -> set[str]:
    """The names of the functions of ``impl`` that yield results of a layer."""
    return {function.__name__ for function, _ in _documented(stem)}


def _documented(stem: str) -> Iterator[tuple[FunctionType, list[str]]]:
    """The public functions of a layer's module, each with the results that its docstring names."""
    module = import_module(f"yudo.impl.{stem}")
    for name, function in list(vars(module).items()):
        if not isinstance(function, FunctionType) or name.startswith("_"):
            continue
        _, _, after = (getdoc(function) or "").rpartition("Derivation:")
        if named := re.findall(rf"\b{stem}\.(\w+)", after):
            yield function, named


def _arguments(function: Callable[..., Any], known: Given, stem: str) -> Iterator[Any]:
    for name, parameter in signature(function).parameters.items():
        if name in known:
            yield known[name]
        elif parameter.default is not Parameter.empty:
            yield parameter.default
        else:
            raise NoProgram(
                f"impl/{stem}.py: {function.__name__} takes {name}, which the record does not have"
            )
