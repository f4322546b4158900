"""Shapes and values as a command line has them."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yudo.verification.symbolic.inputs import Shape


def read_value(text: str) -> Any:
    """A value as Python writes it: a dict, a list, a string, a number, True, False or None.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    try:
        value = ast.literal_eval(text.strip())
        json.dumps(value)  # it travels to another process
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError) as reason:
        raise ValueError(f"{text.strip()!r} is no value of Python's") from reason
    return value


def read_shape(text: str) -> Shape:
    """A shape in words: ``N D``, ``unit N`` between 0 and 1, ``fixed N`` without gradient, ``labels N < C``.

    Raises
    ------
    ValueError
        If labels lack their bound.
    """
    from yudo.verification.symbolic.inputs import Shape  # the command line does not wait for it

    kind, *sizes = text.split() or [""]
    if kind in ("fixed", "unit"):
        return Shape(_sizes(sizes), kind)
    if kind != "labels":
        return Shape(_sizes(text.split()))
    if len(sizes) < 2 or sizes[-2] != "<":
        raise ValueError(f"got {text.strip()!r}; labels are written as labels N < C")
    return Shape(_sizes(sizes[:-2]), "labels", _sizes(sizes[-1:])[0])


def _sizes(words: Sequence[str]) -> tuple[str | int, ...]:
    return tuple(int(word) if word.isdigit() else word for word in words)
