"""The same check for functions and objects of the running program: in a notebook or in a test."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from yudo.derivations.calculus.text import reader_language
from yudo.verification.checking import verdicts
from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.examine import with_scale
from yudo.verification.checking.pairs.pairs import check_functions
from yudo.verification.checking.pairs.unchecked import spoken_of, unrecognised
from yudo.verification.checking.presentation import MARKS, details, grouped, headline, markdown_details
from yudo.verification.checking.recognise.candidate import Subject
from yudo.verification.checking.recognise.nets import Template, Unmade, make
from yudo.verification.checking.recognise.recognition import as_bound, recognised
from yudo.verification.checking.recognise.subjects.fully_connected_net import of_template
from yudo.verification.checking.submission import with_aliases
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.frameworks.live import class_of, framework_behind, pair_of


@dataclass(frozen=True)
class Report:
    """The verdicts on some functions; shows itself in a notebook, and as text elsewhere.

    Attributes
    ----------
    functions
        One report each.
    language
        What it shows itself in: ``"ko"`` or ``"en"``.
    """

    functions: tuple[FunctionReport, ...]
    language: str

    @property
    def good(self) -> bool:
        """Whether every function is correct."""
        return all(one.verdict == verdicts.CORRECT for one in self.functions)

    def text(self, language: str | None = None) -> str:
        """The report as plain text."""
        chosen = language or self.language
        lines = []
        for names, one in grouped(self.functions):
            lines.append(f"{MARKS[one.verdict][0]} {names}: {headline(one, chosen)}")
            lines += [f"    {line}" for line in details(one, chosen)]
        return "\n".join(lines)

    def markdown(self, language: str | None = None) -> str:
        """The report as Markdown with formulas in LaTeX."""
        chosen = language or self.language
        lines = []
        for names, one in grouped(self.functions):
            lines.append(f"- {MARKS[one.verdict][0]} **`{names}`**: {headline(one, chosen)}")
            lines += [f"  {line}" if line else "" for line in markdown_details(one, chosen)]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/markdown": self.markdown()}


def check(
    *objects: Any,
    functions: Mapping[str, str] | None = None,
    reg_scale: str | None = None,
    given: Mapping[str, Any] | None = None,
    lang: str | None = None,
    **shapes: Any,
) -> Report:
    """Check layer functions, layer classes or a net object.

    Parameters
    ----------
    objects
        Functions and classes with the names of the course (``affine_forward``, ``Relu``, …), a net object or
        class with ``.params`` and ``.loss``; or, with shapes, a forward and a backward of any name. A
        ``torch.autograd.Function`` and a ``jax.custom_vjp`` are forward and backward in one.
    functions
        For other names, the results that they compute: ``{"dense": "affine.out"}``.
    reg_scale
        The only scaling of L2 that counts as right: ``"half"``, ``"full"`` or ``"mean"``.
    given
        For a forward and backward of your own, arguments that are no arrays, by name:
        ``{"bn_param": {"mode": "train"}}``.
    lang
        ``"ko"`` or ``"en"``; by default the locale's.
    shapes
        For a forward and backward of your own, the shapes of the forward's inputs by name:
        ``x=("N", "D"), w=("D", "M")``, as `prove_vjp` takes them.

    Raises
    ------
    TypeError
        If an object is neither a function nor a class nor a net, or has a name that is not known.
    Misuse
        A `ValueError`: an argument of the forward is given neither a shape nor a value.

    Examples
    --------
    >>> from yudo.impl.affine import affine_backward, affine_forward
    >>> print(check(affine_forward, affine_backward, lang="en"))
    ✓ affine_forward: correct (proof for all shapes)
    ✓ affine_backward: correct (proof for all shapes)
    """
    language = lang or reader_language()
    if shapes:
        forward, backward = _pair(objects)
        return Report((check_functions(forward, backward, _read(shapes), given or {}),), language)
    names, nets = _named(objects)
    known = recognised(with_aliases(names, functions))
    others = unrecognised(names, names, known)
    reports = check_subjects([with_scale(one, reg_scale) for one in (*known, *nets)])
    reports += spoken_of(others, names, reports)
    _demand_verdicts(names, reports, known)
    return Report(tuple(reports), language)


def _read(shapes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(shape.split()) if isinstance(shape, str) else shape for name, shape in shapes.items()}


def _pair(objects: Sequence[Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """A forward and a backward, also those of one function that has its own."""
    if len(objects) == 1:
        made = class_of(objects[0])
        names = as_bound({made.__name__: made})
        return names[f"{made.__name__}.forward"], names[f"{made.__name__}.backward"]
    if len(objects) != 2 or not all(callable(one) for one in objects):
        raise TypeError("with shapes, check() takes a forward and a backward")
    return objects[0], objects[1]


def _named(objects: Sequence[Any]) -> tuple[dict[str, Any], list[Subject]]:
    """Functions and classes by name, and what is checked of nets."""
    if not objects:
        raise TypeError("check() takes functions, classes or a net object")
    names: dict[str, Any] = {}
    nets: list[Subject] = []
    for one in objects:
        if framework_behind(one):
            shapes = ", ".join(f'{name}="N D"' for name in inspect.signature(pair_of(one)[0]).parameters)
            raise TypeError(
                f"{one.__name__}: say which shapes its inputs have: check({one.__name__}, {shapes})"
            )
        if isinstance(one, (FunctionType, type)):
            names[one.__name__] = one
        elif callable(getattr(one, "loss", None)):
            nets += _of_net(one)
        else:
            raise TypeError(
                f"got {type(one).__name__}; expected a function, a class, or a net with .params and .loss"
            )
    return as_bound(names), nets


def _demand_verdicts(
    names: Iterable[str], reports: Sequence[FunctionReport], known: Sequence[Subject]
) -> None:
    told = {_name(one.source) for one in known}
    if any(one.verdict != verdicts.NOT_CHECKED for one in reports):  # then a forward may be taken as given
        told |= {one.function.partition(".")[0] for one in reports}
    unknown = sorted({*names} - told)
    if unknown:
        raise TypeError(
            f"{', '.join(unknown)}: no name of the course; say what it computes with "
            f"functions={{'{unknown[0]}': 'affine.out'}}, or give the shapes of a forward and its backward"
        )


def _name(source: Callable[..., Any]) -> str:
    return getattr(source, "__name__", "")


def _of_net(net: Any) -> list[Subject]:
    try:
        template = Template.of(net, live=True)
    except Unmade as reason:
        raise TypeError(f"{type(net).__name__}: {reason}") from reason
    with suppress(Unmade):  # another of its class says more: every size is recognised in it
        template = Template.of(make(type(net), len(template.layers)))
    return list(of_template(template, type(net)))
