"""Errors planted in the functions of ``impl/``: the shipped source with one thing wrong in it."""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType
from typing import Any

import pytest

import yudo.verification.programs


@dataclass(frozen=True)
class Planted:
    """One error: what is wrong, where, and which results of a layer it breaks.

    Attributes
    ----------
    wrong
        What is wrong, in words.
    function
        The function that is changed, or the method of a class.
    edits
        Pieces of its source and what replaces them.
    fails
        The results that the error breaks; every other result of the layer stays as it was.
    stem
        The layer that is verified.
    witness_rounds
        Results that stay 0 where the code now adds up zeros alone; the witness adds up what rounding leaves.
    """

    wrong: str
    function: FunctionType
    edits: tuple[tuple[str, str], ...]
    fails: str
    stem: str
    witness_rounds: str = ""

    @property
    def id(self) -> str:
        """Names the error where tests are listed."""
        return f"{self.stem}: {self.function.__qualname__}: {self.wrong}"


def plant(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the wrong function in place of the right one, wherever that has been imported."""
    replace_everywhere(planted.function, edited(planted.function, planted.edits), monkeypatch)


def edited(function: FunctionType, edits: tuple[tuple[str, str], ...]) -> Callable[..., Any]:
    """The function with pieces of its source replaced; a piece must occur exactly once."""
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in edits:
        assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in\n{source}"
        source = source.replace(old, new)
    names: dict[str, Any] = {}
    exec(compile(source, f"<{function.__qualname__}, planted>", "exec"), function.__globals__, names)
    made: Callable[..., Any] = names[function.__name__]
    return made


def replace_everywhere(old: FunctionType, new: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bind another function wherever a module of impl or verification, or a class there, has it."""
    # A module imported only afterwards would keep the wrong function.
    for module in iter_modules(yudo.verification.programs.__path__, "yudo.verification.programs."):
        import_module(module.name)
    owners: list[Any] = [
        module
        for name, module in sys.modules.items()
        if name.startswith(("yudo.impl.", "yudo.verification."))
    ]
    owners += [value for module in owners for value in vars(module).values() if isinstance(value, type)]
    places = [(owner, name) for owner in owners for name, value in vars(owner).items() if value is old]
    assert places, f"{old.__qualname__} is nowhere to be found"
    for owner, name in dict.fromkeys(places):
        monkeypatch.setattr(owner, name, new)
