"""The mathematics: one notebook per layer, each ending in records that the machine has checked.

Layers are discovered by their file's name; adding one edits no list.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from yudo.derivations.calculus.course import in_reading_order
from yudo.derivations.calculus.lecture import Mistake
from yudo.derivations.calculus.records import Layer, Result


def stems() -> list[str]:
    """The names of all layers that have a notebook here, alphabetically."""
    return sorted(m.name for m in iter_modules(__path__) if not m.ispkg and not m.name.startswith("_"))


@cache
def layer(stem: str) -> Layer:
    """The record of one layer, by its stem. Runs the notebook, and with it every check in it.

    Raises
    ------
    KeyError
        If there is no notebook of that name.
    """
    if stem not in stems():
        raise KeyError(f"no layer {stem!r}; there are {', '.join(stems())}")
    found: Layer = import_module(f"yudo.derivations.{stem}").LAYER
    return found


def mistakes(stem: str) -> list[Mistake]:
    """The mistakes that are often made in a layer, as its notebook has them."""
    lecture = getattr(import_module(f"yudo.derivations.{stem}"), "LECTURE", None)
    return lecture.mistakes if lecture is not None else []


def layers() -> dict[str, Layer]:
    """All layers by stem in the order of a course: part by part, each after those that are read before it.

    Raises
    ------
    ValueError
        If there is no such order.
    """
    found = {stem: layer(stem) for stem in stems()}
    parts = {stem: its.part for stem, its in found.items()}
    before = {stem: its.before for stem, its in found.items()}
    return {stem: found[stem] for stem in in_reading_order(parts, before)}


def result(identifier: str) -> Result:
    """One result by its permanent ID, such as ``"affine.dw"``.

    Raises
    ------
    KeyError
        If there is no such layer or result.
    """
    stem, _, name = identifier.partition(".")
    results = layer(stem).results
    if name not in results:
        raise KeyError(f"no result {identifier!r}; {stem} has {', '.join(results)}")
    return results[name]
