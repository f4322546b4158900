"""Intermediate values of a forward, held while its inputs move: what remains takes them for constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from types import FunctionType
from typing import Any

from yudo.verification.symbolic.tracing.rewriting import Source

_MOST = 10
"""Intermediate values of one function that are held, one or two at a time."""
_HELD = "__held__"
_REPEATING = (ast.For, ast.While, ast.FunctionDef, ast.Lambda)


class Held:
    """A function that can be run with some of its intermediate values as they were in another run.

    Attributes
    ----------
    names
        The variables that hold these values.
    """

    def __init__(self, function: FunctionType, source: Source, steps: Sequence[ast.Assign]):
        self._function, self._values, self._holds = function, dict[int, Any](), False
        self.names = [_variable(step) for step in steps]
        before = [step.value for step in steps]
        for place, step in enumerate(steps):
            step.value = ast.Call(ast.Name(_HELD, ast.Load()), [ast.Constant(place), step.value], [])
        self._code = source.compiled()
        for step, value in zip(steps, before, strict=True):
            step.value = value

    @contextmanager
    def recording(self) -> Iterator[None]:
        """While this lasts, the function runs as it does, and its values are kept."""
        with self._in_place(False):
            yield

    @contextmanager
    def holding(self) -> Iterator[None]:
        """While this lasts, the values are those that were kept last."""
        with self._in_place(True):
            yield

    @contextmanager
    def _in_place(self, holds: bool) -> Iterator[None]:
        own, names = self._function.__code__, self._function.__globals__
        self._holds = holds
        if self._code is not None:
            names[_HELD], self._function.__code__ = self._value, self._code
        try:
            yield
        finally:
            self._function.__code__ = own
            names.pop(_HELD, None)

    def _value(self, place: int, value: Any) -> Any:
        import numpy as np

        if self._holds:
            value = self._values.get(place, value)
        else:
            self._values[place] = value
        return np.array(value) if isinstance(value, np.ndarray) else value


def ways_to_hold(functions: Sequence[FunctionType]) -> Iterator[Held]:
    """Each intermediate value of each function, and then each two."""
    for function in functions:
        source = Source.of(function)
        steps = [] if source is None else list(_steps(source.tree))[:_MOST]
        for count in (1, 2):
            for chosen in combinations(steps, count):
                assert source is not None
                yield Held(function, source, chosen)


def _steps(tree: ast.AST) -> Iterator[ast.Assign]:
    """The assignments of a function to one variable each, outside of loops."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            if isinstance(node.targets[0], ast.Name):
                yield node
        elif not isinstance(node, _REPEATING):
            yield from _steps(node)


def _variable(step: ast.Assign) -> str:
    target = step.targets[0]
    assert isinstance(target, ast.Name)
    return target.id
