"""Which functions of somebody's module are functions of the course."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from importlib import import_module
from types import FunctionType
from typing import Any

from yudo.verification.checking.recognise import subjects
from yudo.verification.checking.recognise.candidate import Subject, plain_name
from yudo.verification.checking.recognise.names import stems
from yudo.verification.checking.recognise.signature import by_position, with_keywords
from yudo.verification.frameworks import tensors


def as_bound(names: Mapping[str, Any]) -> dict[str, Any]:
    """A module's names, every function and class called what it is bound to, and functions by position.

    Static methods are functions, too: ``"Linear.forward"``.
    After ``softmax_loss = my_version`` the course's name counts, and a ``lambda`` has no other.
    """
    renamed = {name: _renamed(value, name) for name, value in tensors.of_arrays(names).items()}
    static = {
        f"{name}.{method}": _renamed(part.__func__, f"{name}.{method}")
        for name, value in renamed.items()
        if isinstance(value, type)
        for method, part in vars(value).items()
        if isinstance(part, staticmethod) and isinstance(part.__func__, FunctionType)
    }
    return {
        name: by_position(value) if isinstance(value, FunctionType) else value
        for name, value in (renamed | static).items()
    }


def _renamed(value: Any, name: str) -> Any:
    if not isinstance(value, (FunctionType, type)) or value.__name__ == name:
        return value
    if isinstance(value, type):
        try:
            return type(value)(name, (value,), {"__module__": value.__module__, "__doc__": value.__doc__})
        except TypeError:  # a class that nothing can be derived of
            return value
    made = FunctionType(value.__code__, value.__globals__, name, value.__defaults__, value.__closure__)
    made.__dict__.update(vars(value))
    made.__kwdefaults__, made.__module__, made.__doc__ = value.__kwdefaults__, value.__module__, value.__doc__
    return made


def recognised(names: Mapping[str, Any]) -> list[Subject]:
    """Everything in a module's namespace that can be checked, in the order of the file."""
    found: dict[str, Subject] = {}
    keywords = any(
        hasattr(value, "__wrapped__") for value in names.values() if isinstance(value, FunctionType)
    )
    for module in stems():
        for one in import_module(f"{subjects.__name__}.{module}").subjects(names):
            one.line = _line(one)
            one.snippet = (
                tuple(with_keywords(line, names) for line in one.snippet) if keywords else one.snippet
            )
            found.setdefault(one.function, one)
    return sorted(found.values(), key=lambda one: one.line or 0)


def is_own(subject: Subject, own: Collection[str]) -> bool:
    """Whether a subject is what a file defines itself, by the names that it defines."""
    return getattr(subject.source, "__name__", "") in own or subject.function.partition(".")[0] in own


def _line(subject: Subject) -> int | None:
    source = subject.source
    if isinstance(source, type):
        source = getattr(source, plain_name(subject.function).rpartition(".")[2], source)
    code = getattr(inspect.unwrap(source), "__code__", None)
    return None if code is None else code.co_firstlineno
