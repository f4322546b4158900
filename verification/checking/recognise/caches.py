"""What a backward expects in its cache where no forward tells: read off the names that it takes out of it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.verification.checking.recognise.candidate import Given
from yudo.verification.checking.recognise.signature import order, parameters, parts_of


@dataclass(frozen=True)
class Kept:
    """What a forward may keep: as source text, and how it is made of the inputs."""

    text: str
    value: Callable[[Given], Any]


def inputs(*names: str) -> dict[str, Kept]:
    """The inputs themselves."""
    return {name: Kept(name, _entry(name)) for name in names}


def _entry(name: str) -> Callable[[Given], Any]:
    return lambda given: given[name]


@dataclass(frozen=True)
class Caches:
    """The caches that a backward may be called with.

    Attributes
    ----------
    values
        How they are made of the inputs, the likeliest first.
    line
        The first of them as source text.
    is_guess
        Whether the backward takes it apart in a way that says nothing of what is in it.
    """

    values: Sequence[Callable[[Given], Any]]
    line: str
    is_guess: bool = False


def caches_of(
    backward: Callable[..., Any],
    forward: Callable[..., Any] | None,
    kept: Mapping[str, Kept],
    usual: Sequence[Callable[[Given], Any]],
    line: str,
) -> Caches:
    """The cache that a backward takes apart, if the names there are known, before the ``usual`` ones.

    Parameters
    ----------
    backward
        A function of ``dout`` and a cache.
    forward
        Its forward, which tells itself what it keeps, even where it fails.
    kept
        What its forward may keep, by the part that it plays.
    usual
        What courses keep.
    line
        The first of these as source text.
    """
    names = _taken_out(backward) if forward is None else {}
    if not names:
        return Caches(usual, line)
    parts = parts_of(list(names.values()), tuple(kept))
    if parts is None:  # those that are not used may be anything
        used = {*_used(backward), ""} | {name for key, name in names.items() if isinstance(key, str)}
        parts = parts_of([name for name in names.values() if name in used], tuple(kept))
    if _WHOLE in names and not parts:
        return Caches(usual, line)
    if parts is None:
        return Caches(usual, line, is_guess=True)
    if _WHOLE in names:
        whole = kept[parts[names[_WHOLE]]]
        return Caches((whole.value, *usual), f"cache = {whole.text}")
    chosen = {key: kept[parts[name]] if name in parts else _NOTHING for key, name in names.items()}
    texts, made = [one.text for one in chosen.values()], [one.value for one in chosen.values()]
    if all(isinstance(key, str) for key in chosen):
        told = ", ".join(f"{key!r}: {text}" for key, text in zip(chosen, texts, strict=True))
        return Caches((_by_key(list(chosen), made), *usual), f"cache = {{{told}}}")
    if list(chosen) != list(range(len(chosen))):
        return Caches(usual, line, is_guess=True)
    told = ", ".join(texts) + ("," if len(texts) == 1 else "")
    return Caches((_in_order(made), *usual), f"cache = ({told})")


def _by_key(keys: Sequence[str], made: Sequence[Callable[[Given], Any]]) -> Callable[[Given], Any]:
    return lambda given: {key: make(given) for key, make in zip(keys, made)}  # noqa: B905 - traced code


def _in_order(made: Sequence[Callable[[Given], Any]]) -> Callable[[Given], Any]:
    return lambda given: tuple(make(given) for make in made)


_NOTHING = Kept("None", lambda _: None)
_WHOLE = None
"""The key of a name for the whole cache."""


def _tree(function: Callable[..., Any]) -> ast.AST | None:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None


def _used(function: Callable[..., Any]) -> set[str]:
    """The names that a function reads."""
    tree = _tree(function)
    listed = ast.walk(tree) if tree is not None else ()
    return {one.id for one in listed if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}


def _taken_out(backward: Callable[..., Any]) -> dict[Any, str]:
    """The names that a backward gives to what is in its cache, by place or by key."""
    tree, listed = _tree(backward), parameters(backward)
    if tree is None or len(listed) < 2:
        return {}
    cache = listed[order(backward, ("dout", "cache")).index("cache")].name
    found: dict[Any, str] = {}
    for one in ast.walk(tree):
        if isinstance(one, ast.Assign):
            for target in one.targets:
                found |= _named(target, one.value, cache)
    for one in ast.walk(tree):
        if isinstance(one, ast.Attribute) and _is(one.value, cache) and not hasattr(np.ndarray, one.attr):
            return {one.attr: ""}
        if isinstance(one, ast.Subscript) and _is(one.value, cache) and isinstance(one.slice, ast.Constant):
            key = one.slice.value
            found.setdefault(key, key if isinstance(key, str) else "")
    if len(found) > 1:
        found.pop(_WHOLE, None)
    return dict(sorted(found.items())) if all(isinstance(key, int) for key in found) else found


def _named(target: ast.expr, value: ast.expr, cache: str) -> dict[Any, str]:
    several = (ast.Tuple, ast.List)
    if isinstance(target, ast.Name) and _is(value, cache):
        return {_WHOLE: target.id}
    if isinstance(target, several) and _is(value, cache):
        return {place: getattr(one, "id", "") for place, one in enumerate(target.elts)}
    if isinstance(target, several) and isinstance(value, several):
        pairs = zip(target.elts, value.elts, strict=False)
        return {key: name for one, other in pairs for key, name in _named(one, other, cache).items()}
    if isinstance(value, ast.Subscript) and _is(value.value, cache) and isinstance(value.slice, ast.Constant):
        return {value.slice.value: getattr(target, "id", "")}
    return {}


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
