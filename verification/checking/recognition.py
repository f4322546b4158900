"""Which functions of somebody's module are functions of the course."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import FunctionType
from typing import Any

from verification.checking import subjects
from verification.checking.subject import Subject


def recognised(names: Mapping[str, Any]) -> list[Subject]:
    """Everything in a module's namespace that can be checked, in the order of the file."""
    for name, value in names.items():
        if isinstance(value, FunctionType) and "<" in value.__qualname__:  # a lambda, or made by a function
            value.__name__ = name
    found: dict[str, Subject] = {}
    for module in stems():
        for one in import_module(f"{subjects.__name__}.{module}").subjects(names):
            one.line = _line(one)
            found.setdefault(one.function, one)
    return sorted(found.values(), key=lambda one: one.line or 0)


def stems() -> list[str]:
    """The layers that functions are recognised of."""
    return [module.name for module in pkgutil.iter_modules(subjects.__path__)]


def _line(subject: Subject) -> int | None:
    source = subject.source
    if isinstance(source, type):
        source = getattr(source, subject.function.rpartition(".")[2], source)
    code = getattr(inspect.unwrap(source), "__code__", None)
    return None if code is None else code.co_firstlineno
