"""The view of Python that code under examination gets: that of a program in which there is no checker.

What a file of the submission imports comes through `importing`: this project's packages are not there, and
`sys`, `builtins`, `importlib` and `inspect` show neither its modules nor the calls that led here. It keeps
verdicts from depending on being judged; it is no wall, which is the isolation's affair.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

HIDDEN = ("yudo", "sympy", "jax", "mpmath")
"""Packages that belong to the checker."""

DIVISION = "yudo.verification.checking.load.course.past_utils"
"""What is not hidden: what the loader has files import that were written for older Python and NumPy."""

Find = Callable[[str], ModuleType]
"""Finds a module of the submission, or what stands for it, by the name of a hidden package."""


def is_hidden(name: str) -> bool:
    """Whether a module belongs to the checker."""
    return name.partition(".")[0] in HIDDEN and name != DIVISION


def namespace(find: Find) -> dict[str, Any]:
    """The builtins for a file of the submission.

    Parameters
    ----------
    find
        Answers imports of what is hidden.
    """
    names = dict(vars(builtins))
    shown = {"builtins": _copy(builtins, {}), "inspect": None, "sys": None, "importlib": None}

    def importing(
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Iterable[str] = (),
        level: int = 0,
    ) -> ModuleType:
        if level == 0 and is_hidden(name):
            found = find(name)
            return found if fromlist else find(name.partition(".")[0])
        module = builtins.__import__(name, globals, locals, tuple(fromlist or ()), level)
        return view(name, module) if level == 0 else module

    def view(name: str, module: ModuleType) -> ModuleType:
        if name not in shown:
            return module
        made = shown[name]
        if made is None:
            made = shown[name] = _copy(import_module(name), changes[name]())
        return made

    def named(name: str, package: str | None = None) -> ModuleType:
        if is_hidden(name):
            return find(name)
        return view(name, import_module(name, package))

    changes: dict[str, Callable[[], dict[str, Any]]] = {
        "sys": lambda: {
            "modules": {name: one for name, one in sys.modules.items() if not is_hidden(name)},
            "_getframe": _no_frames,
            "_current_frames": dict,
        },
        "importlib": lambda: {"import_module": named},
        "inspect": lambda: {"currentframe": lambda: None, "stack": lambda context=1: []},
    }
    names["__import__"] = importing
    vars(shown["builtins"]).update(names)
    return names


def _no_frames(depth: int = 0) -> Any:
    raise ValueError("call stack is not deep enough")


def _copy(module: ModuleType, changes: Mapping[str, Any]) -> ModuleType:
    made = ModuleType(module.__name__, module.__doc__)
    vars(made).update({**vars(module), **changes})
    return made
