"""Worked examples as data, for the script that works them out again when a reader changes a number.

An index expression becomes nested lists: ``["sum", ["*", ["@", "x", ["$", "n"], ["$", "i"]], …], ["n", …]]``.
All of it is read off the records; `docs/theme/assets/javascripts/yudo-exact.js` computes with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import BuildError

from docs.site_builder.export import in_both
from docs.site_builder.languages import label
from docs.site_builder.mathml import FormulaRenderer
from docs.site_builder.printed import read_printed

if TYPE_CHECKING:
    from sympy import Expr, Symbol

    from yudo.derivations.calculus import Example, Result, Tensor

Node = Any
"""A number, a name or an operation on nodes; see `docs.site_builder.living`."""

_ANNOTATION = re.compile("<annotation.*?</annotation>", re.DOTALL)
_PLACE = '<div class="yudo-example" markdown="1">'
_ASSETS = "../../assets"
_NEEDED = ("stylesheets/living.css", "javascripts/yudo-exact.js", "javascripts/yudo-living.js")
_STEPPING = "javascripts/yudo-stepping.js"
_LARGEST = 4
"""The largest size that a reader can choose."""
_SHORT = 60
"""The longest matrix notation that stands before an array."""
_NOTHING: Mapping[Any, str] = MappingProxyType({})
_RANGES: dict[str, dict[str, Node]] = {
    "probability": {"above": 0, "below": 1},
    "share": {"least": 0, "most": 1},
    "variance": {"above": 0},
    "mean_square": {"least": 0},
    "mask": {"whole": 1, "least": 0, "most": 1},
    "logits": {"masked": 1},
}
"""What entries may be, by the `Values` of their array: ``above`` and ``below`` exclude the bound."""


class LivingError(BuildError):
    """The examples cannot be read."""


class NotData(ValueError):
    """An example that cannot be written as data, with the reason."""


def read_living(root: Path, cache: Path) -> dict[str, dict[str, Any]]:
    """Return the example of every layer that has one, by stem: its data, or the ``reason`` why not."""
    living: dict[str, dict[str, Any]] = read_printed(
        "docs.site_builder.living",
        root / "derivations",
        *(Path(__file__).with_name(name) for name in ("living.py", "stepping.py", "figures")),
        root=root,
        cache=cache,
        error=LivingError,
        wrong="examples of derivations/ cannot be read",
    )
    return living


def fill(page: str, data: Mapping[str, Any] | None, renderer: FormulaRenderer, language: str) -> str:
    """Return the Markdown of a lecture with the data of its example, and what is to be fetched for them."""
    if data is None or "reason" in data or _PLACE not in page:
        return page
    written = json.dumps(_rendered(data, renderer, language), ensure_ascii=False, separators=(",", ":"))
    written = written.replace("<", "\\u003c")
    # Fetched when a reader comes near, or asks for the steps: see yudo.js.
    needed = " ".join(f"{_ASSETS}/{name}" for name in _NEEDED)
    asked = f' data-steps="{_ASSETS}/{_STEPPING}" data-ask="{label("step through", language)}"'
    opening = f'<script type="application/json" id="yudo-numbers" data-load="{needed}"'
    block = f"{opening}{asked if data['steps'] else ''}>{written}</script>"
    return page.replace(_PLACE, f"{block}\n\n{_PLACE}", 1)


def _rendered(data: Mapping[str, Any], renderer: FormulaRenderer, language: str) -> dict[str, Any]:
    """The data in one language, with MathML for TeX."""

    def one(value: Any) -> Any:
        if isinstance(value, list):
            return [one(part) for part in value]
        if not isinstance(value, dict):
            return value
        found = {name: one(part) for name, part in value.items()}
        if "tex" in found:
            found["tex"] = _ANNOTATION.sub("", renderer.mathml(found["tex"], block=False))
        if "title" in found:
            found["title"] = found["title"][language]
        return found

    rendered: dict[str, Any] = one(data)
    return rendered


class _Writer:
    """Writes the expressions of one example."""

    def __init__(self, example: Example) -> None:
        self._example = example
        self._named = {str(one) for one in (*example.sizes, *example.given)}

    def bound(self, indices: Sequence[Symbol], outer: Mapping[Symbol, str] = _NOTHING) -> dict[Symbol, str]:
        """Names for indices that nothing else has where they are bound."""
        names = dict(outer)
        for index in indices:
            taken = self._named | {name for symbol, name in names.items() if symbol != index}
            name, again = index.name, 0
            while name in taken:
                again += 1
                name = f"{index.name}{again}"
            names[index] = name
        return names

    def node(self, e: Expr, names: Mapping[Symbol, str] = _NOTHING) -> Node:
        """An expression in which index symbols go by their names."""
        from sympy import Indexed, KroneckerDelta, Symbol, erf, exp, log, oo, pi, tanh

        from yudo.derivations.calculus.functions import (
            AffineIndex,
            Maximum,
            Sum,
            relu,
            sigmoid,
            step,
        )
        from yudo.derivations.calculus.latex import in_reading_order
        from yudo.derivations.calculus.symbols import limits_of

        functions = {exp: "exp", log: "log", tanh: "tanh", relu: "relu", sigmoid: "sigmoid", step: "step"}
        functions |= {KroneckerDelta: "delta", erf: "erf"}
        if e.is_Integer:
            return int(e)
        if e.is_Rational:
            return f"{e.p}/{e.q}"
        if e in (oo, -oo, pi):
            return {oo: "oo", -oo: "-oo", pi: "pi"}[e]
        if isinstance(e, Symbol):
            return ["$", names.get(e, str(e))]
        if isinstance(e, Indexed):
            return ["@", str(e.base.label), *(self.node(index, names) for index in e.indices)]
        if isinstance(e, AffineIndex):
            return self.node(e.definition(), names)
        if isinstance(e, (Sum, Maximum)):
            limits = [*reversed(limits_of(e))]
            inner = self.bound([index for index, _ in limits], names)
            over = [[inner[index], self.node(size, inner)] for index, size in limits]
            return ["max" if isinstance(e, Maximum) else "sum", self.node(e.function, inner), *over]
        if e.is_Add or e.is_Mul:
            return ["+" if e.is_Add else "*", *(self.node(part, names) for part in in_reading_order(e))]
        if e.is_Pow:
            return ["^", *(self.node(part, names) for part in e.args)]
        if e.func in functions:
            return [functions[e.func], *(self.node(part, names) for part in e.args)]
        raise NotData(f"there is no {e.func.__name__} among the functions of the script")


def data(example: Example) -> dict[str, Any]:
    """Return an example as data.

    Raises
    ------
    NotData
        If something in it has no place there.
    """
    writer = _Writer(example)
    shown = [shown_array(example, what, places) for what, *places in example.show]
    return {
        "sizes": {str(size): int(value) for size, value in example.sizes.items()},
        "adjustable": list(_adjustable(example)),
        "given": list(_given(example, writer)),
        "definitions": definitions(example, shown),
        "shown": shown,
    }


def _adjustable(example: Example) -> Iterator[str]:
    """Sizes that a reader may choose: those of axes, unless widths of layers have to fit each other."""
    from sympy import Indexed

    from yudo.derivations.calculus.symbols import Tensor

    if any(isinstance(size, Indexed) for size in example.sizes):
        return
    axes = [axis for what in example.given if isinstance(what, Tensor) for axis in what.axes]
    for size, value in example.sizes.items():
        if any(axis.has(size) for axis in axes) and value <= _LARGEST:
            yield str(size)


def _given(example: Example, writer: _Writer) -> Iterator[dict[str, Any]]:
    """What the layer is given: one array after the other, of a family with its number in ``at``."""
    from sympy import Integer, sympify

    from yudo.derivations.calculus.examples import layered_name
    from yudo.derivations.calculus.latex import latex, name_latex
    from yudo.derivations.calculus.symbols import Tensor

    def values(of: Any) -> Node:
        return [values(part) for part in of] if isinstance(of, (list, tuple)) else writer.node(sympify(of))

    for what, value in example.given.items():
        if not isinstance(what, Tensor):
            found = {"name": str(what), "tex": latex(what), "at": [], "axes": [], "values": values(value)}
            yield found | {"range": _range_of_scalar(what)}
            continue
        bounds = _range(example, writer, what)
        for layer, array in [(None, value)] if what.layer is None else value.items():
            fixed = {} if layer is None else {what.layer: Integer(layer)}
            yield {
                "name": what.name,
                "tex": name_latex(what.name) if layer is None else layered_name(what, layer),
                "at": [] if layer is None else [layer],
                "axes": [writer.node(axis.xreplace(fixed)) for axis in what.axes],
                "values": values(array),
                "range": bounds,
            }


def _range_of_scalar(scalar: Symbol) -> dict[str, Node]:
    found: dict[str, Node] = {}
    if scalar.is_positive:
        found["above"] = 0
    elif scalar.is_nonnegative:
        found["least"] = 0
    for name, kind in (("at_most", "most"), ("below", "below")):
        bound = getattr(scalar, name, None)
        if bound is not None:
            found[kind] = str(Fraction(bound))
    return found


def _range(example: Example, writer: _Writer, of: Tensor) -> dict[str, Node]:
    """Between which numbers the entries lie; those of labels are whole, and below the number of classes."""
    if of.assumptions0.get("integer"):
        return {"whole": 1, "least": 0, "below": writer.node(_classes(example, of))}
    if of.assumptions0.get("positive") and of.values == "real":
        return {"above": 0}
    return _RANGES.get(of.values, {})


def _classes(example: Example, labels: Tensor) -> Expr:
    """The size of the axis that labels point into: where they are an index, or are compared with one."""
    from sympy import Indexed, KroneckerDelta
    from sympy.concrete.expr_with_limits import ExprWithLimits

    from yudo.derivations.calculus.symbols import limits_of

    def is_label(e: Expr) -> bool:
        return isinstance(e, Indexed) and e.base == labels

    definitions = [d for result in example.layer.results.values() for d in result.definitions]
    sizes = dict(pair for result in example.layer.results.values() for pair in result.indices)
    sizes |= {i: n for d in definitions for i, n in zip(d.entry.indices, d.tensor.axes, strict=False)}
    for e in (*(r.closed_form for r in example.layer.results.values()), *(d.value for d in definitions)):
        sizes |= {index: size for binder in e.atoms(ExprWithLimits) for index, size in limits_of(binder)}
        for entry in e.atoms(Indexed):
            for index, size in zip(entry.indices, getattr(entry.base, "axes", ()), strict=False):
                if is_label(index):
                    return size
        for delta in e.atoms(KroneckerDelta):
            for index, other in (delta.args, delta.args[::-1]):
                if is_label(index) and other in sizes:
                    return sizes[other]
    raise NotData(f"nothing tells how many classes {labels} has")


def shown_array(example: Example, what: Any, places: Sequence[tuple[int, ...]]) -> dict[str, Any]:
    """Return a result, by its name, or a defined tensor, with its indices and its value in terms of them."""
    from sympy import Indexed, Integer, Symbol

    from yudo.derivations.calculus.examples import layered_name
    from yudo.derivations.calculus.latex import name_latex
    from yudo.derivations.calculus.symbols import Tensor

    writer = _Writer(example)
    place = places[0]
    if isinstance(what, Tensor):
        fixed = {} if what.layer is None else {what.layer: Integer(place[0])}
        indices = [Symbol(f"i{number}") for number in range(len(what.axes))]
        names = writer.bound(indices)
        entry = what[(*fixed.values(), *indices)]
        axes = [axis.xreplace(fixed) for axis in what.axes]
        label = name_latex(what.name) if what.layer is None else layered_name(what, place[0])
        number_of_layer = [*fixed.values()]
        found: dict[str, Any] = {"name": what.name, "tex": label, "value": writer.node(entry, names)}
    else:
        result = example.layer.results[what]
        fixed = {} if result.layers is None else {result.layers[0]: Integer(place[0])}
        indices = [index for index, _ in result.indices]
        names = writer.bound(indices)
        axes = [size.xreplace(fixed) for _, size in result.indices]
        subject = result.subject
        number_of_layer = [*fixed.values()]
        if isinstance(subject, Indexed) and getattr(subject.base, "layer", None) is not None:
            number_of_layer = [example.value(subject.indices[0], fixed)]
        found = {
            "name": str(subject.base.label) if isinstance(subject, Indexed) else result.name,
            "id": result.id,
            "title": in_both(result.title),
            "tex": _heading(example, result, fixed),
            "value": writer.node(result.closed_form.xreplace(fixed), names),
        }
    found["at"] = [int(number) for number in number_of_layer]
    found["axes"] = [[names[i], writer.node(size, names)] for i, size in zip(indices, axes, strict=True)]
    found["first"] = list(place[len(fixed) :])
    return found


def _heading(example: Example, result: Result, fixed: Mapping[Symbol, Expr]) -> str:
    """The left-hand side of all entries, and what it is in matrix notation where that is short."""
    from yudo.derivations.calculus.latex import latex
    from yudo.derivations.calculus.records import matrix_subject

    free = [index for index, _ in result.indices]
    name = matrix_subject(result.subject.xreplace({**fixed, **example.sizes}), free)
    whole = not fixed and not result.held and 0 < len(free) <= 2
    formula = latex(result.matrix) if whole else ""
    return f"{name} = {formula}" if 0 < len(formula) <= _SHORT else name


def definitions(example: Example, shown: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return what arrays are made of, by name: patterns of indices with values; the first that fits."""
    writer = _Writer(example)
    found: dict[str, list[dict[str, Any]]] = {}
    general: set[str] = set()
    asked = [name for one in shown for name in _arrays(one["value"])]
    while asked:
        name = asked.pop()
        if name in found:
            continue
        found[name] = []
        for definition in example.definitions:
            if definition.tensor.name != name or name in general:
                continue
            pattern = definition.entry.indices
            indices = [index for index in pattern if index.is_Symbol]
            names = writer.bound(indices)
            value = writer.node(definition.value, names)
            at = [names[index] if index.is_Symbol else writer.node(index) for index in pattern]
            found[name].append({"at": at, "value": value})
            if len(indices) == len(pattern):
                general.add(name)
            asked += _arrays(value)
    return {name: known for name, known in found.items() if known}


def _arrays(node: Node) -> Iterator[str]:
    """The names of the arrays in a node."""
    if isinstance(node, list):
        if node[0] == "@":
            yield node[1]
        for part in node[1:]:
            yield from _arrays(part)


def _living() -> dict[str, dict[str, Any]]:
    import importlib

    from docs.site_builder.stepping import steps
    from yudo.derivations import layers

    every, found = layers(), {}
    for stem in every:
        lecture = getattr(importlib.import_module(f"yudo.derivations.{stem}"), "LECTURE", None)
        if lecture is None or lecture.worked is None:
            continue
        try:
            found[stem] = data(lecture.worked)
            found[stem] |= steps(lecture.worked, every, found[stem])
        except NotData as reason:
            found[stem] = {"reason": str(reason)}
    return found


if __name__ == "__main__":
    print(json.dumps(_living()))
