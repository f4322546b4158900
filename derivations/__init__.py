"""The mathematics: one notebook per layer, each ending in records that the machine has checked.

Layers are discovered by their file's name; adding one edits no list.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

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
    """All layers by stem in the order of a course: each after those it uses, in the order in which it names them.

    It starts where most is built up: of the layers that no other one uses, with the one that needs the most others.

    Raises
    ------
    ValueError
        If layers use each other in a circle.
    """
    used = {name for stem in stems() for name in layer(stem).uses}
    ordered: dict[str, Layer] = {}

    def visit(stem: str, users: tuple[str, ...] = ()) -> None:
        if stem in users:
            raise ValueError(f"layers use each other in a circle: {' -> '.join([*users, stem])}")
        for name in layer(stem).uses:
            visit(name, (*users, stem))
        ordered.setdefault(stem, layer(stem))

    def needed(stem: str) -> set[str]:
        return {stem}.union(*(needed(name) for name in layer(stem).uses))

    for stem in stems():  # a circle is found before anything is counted in one
        visit(stem)
    ordered.clear()
    for stem in sorted((stem for stem in stems() if stem not in used), key=lambda stem: -len(needed(stem))):
        visit(stem)
    return ordered


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
