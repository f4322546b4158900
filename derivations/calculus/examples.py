"""Worked examples: small exact numbers put into the definitions and closed forms of a layer.

Everything is computed with SymPy's exact numbers when the example is shown, nothing when it is made: a
notebook that is imported for its records does not pay for its examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sympy import (
    Add,
    Expr,
    Indexed,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Max,
    Mul,
    Symbol,
    exp,
    log,
    logcombine,
    sympify,
)
from sympy.functions.elementary.hyperbolic import HyperbolicFunction

from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.display import bilingual
from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, relu, sigmoid
from yudo.derivations.calculus.latex import Printer, latex, name_latex
from yudo.derivations.calculus.records import Layer, Result, matrix_subject
from yudo.derivations.calculus.symbols import Tensor, limits_of
from yudo.derivations.calculus.text import LANGUAGES, Text

Array = Any
"""Nested sequences of exact numbers, or a single one."""

Environment = Mapping[Symbol, Expr]
"""What index symbols stand for at one place of a sum."""

_GIVEN = Text("주어진 값", "Given")
_WRITTEN_OUT = Text(
    "배열마다 원소 하나씩은 수를 넣어 풀어 썼다.",
    "Of each array, an entry or two are written out in numbers.",
)

_SHORT = 60
"""The longest matrix notation that stands beside the numbers."""

_DIGITS = 4
"""Significant digits of a rounded value that stands beside an exact one."""


class Example:
    """Exact numbers for the inputs of a layer, and what its records make of them.

    Parameters
    ----------
    layer
        The layer whose results are evaluated.
    sizes
        A number for every size that occurs, ``{N: 2, D: 3}``; for a family of sizes one for each layer,
        ``{H[0]: 3, H[1]: 2}``.
    given
        The inputs, the upstream gradient included: nested lists of exact numbers for tensors, a number for
        a scalar. A tensor with one array per layer takes a dictionary by the number of the layer.
    show
        What is shown, in reading order: a result's name or a defined tensor, and the indices of the entries
        that are written out, as in ``("dw", (0, 1))`` or ``(z1, (0, 0), (1, 0))``. For a statement about
        layer ``l`` the first index is the number of the layer.

    Raises
    ------
    ValueError
        When a value is asked for that has the wrong shape or is not determined by what is given.
    """

    def __init__(
        self,
        layer: Layer,
        *,
        sizes: Mapping[Expr, int],
        given: Mapping[Any, Array],
        show: Sequence[tuple[Any, ...]] = (),
    ):
        self.layer = layer
        self.sizes = {size: Integer(value) for size, value in sizes.items()}
        self.given = dict(given)
        self.show = tuple(show)
        self._entries: dict[tuple[IndexedBase, tuple[int, ...]], Expr] = {}

    # -- values ---------------------------------------------------------------------------------------

    def value(self, expression: Expr, at: Environment | None = None) -> Expr:
        """The exact value of an index expression, with ``at`` for its free indices."""
        return self._value(sympify(expression), dict(at or {}))

    def result(self, name: str, layer: int | None = None) -> Array:
        """The value of a result at these numbers: nested lists, or a number for a scalar."""
        return self.array(self.layer.results[name], self.layer.results[name].closed_form, layer)

    def array(self, result: Result, expression: Expr, layer: int | None = None) -> Array:
        """The values of an expression over the free indices of a result."""
        fixed = self._layer_of(result, layer)
        ranges = [(index, self.size(size, fixed)) for index, size in result.indices]

        def over(remaining: Sequence[tuple[Symbol, int]], at: dict[Symbol, Expr]) -> Array:
            if not remaining:
                return self.value(expression, at)
            (index, size), *rest = remaining
            return [over(rest, {**at, index: Integer(k)}) for k in range(size)]

        return over(ranges, fixed)

    def tensor(self, of: Tensor, layer: int | None = None) -> Array:
        """The values of a given or defined tensor as nested lists."""
        fixed = {} if of.layer is None else {of.layer: Integer(_known(layer))}
        axes = [range(self.size(axis, fixed)) for axis in of.axes]
        first = () if of.layer is None else (int(fixed[of.layer]),)

        def over(position: tuple[int, ...]) -> Array:
            place = len(position) - len(first)
            if place == len(axes):
                return self._entry(of, position)
            return [over((*position, k)) for k in axes[place]]

        return over(first)

    def size(self, size: Expr, at: Environment | None = None) -> int:
        """The number that a size stands for."""
        return int(self._value(size, dict(at or {})))

    @cached_property
    def definitions(self) -> list[Definition]:
        """What the results of the layer name, with the sizes of the example in the patterns."""
        seen: dict[Expr, Definition] = {}
        for result in self.layer.results.values():
            for definition in result.definitions:
                seen.setdefault(definition.entry, definition)
        return [Definition(d.entry.xreplace(self.sizes), d.value) for d in seen.values()]

    def _value(self, e: Expr, at: dict[Symbol, Expr]) -> Expr:
        if e in self.sizes:
            return self.sizes[e]
        if isinstance(e, Symbol):
            return self._symbol(e, at)
        if isinstance(e, Indexed):
            return self._indexed(e, at)
        if isinstance(e, (Sum, Maximum)):
            terms = [self._value(e.function, inner) for inner in self.places(e, at)]
            return Max(*terms) if isinstance(e, Maximum) else sum(terms, start=Integer(0))
        if isinstance(e, (relu, sigmoid)):
            return self._value(e.definition(), at)
        if isinstance(e, HyperbolicFunction):
            return self._value(e.rewrite(exp), at)
        if not e.args:
            return e
        return e.func(*(self._value(part, at) for part in e.args))

    def places(self, binder: Expr, at: Environment) -> Iterator[dict[Symbol, Expr]]:
        """The bindings that a sum or a maximum runs through, in the order of its signs."""
        outermost_first = reversed(limits_of(binder))
        places = [dict(at)]
        # A size may depend on an index further out, as the widths of layers do on the number of the layer.
        for index, size in outermost_first:
            places = [{**place, index: Integer(k)} for place in places for k in range(self.size(size, place))]
        yield from places

    def _symbol(self, symbol: Symbol, at: Environment) -> Expr:
        for known in (at, self.given):
            if symbol in known:
                return sympify(known[symbol])
        raise ValueError(f"the example of {self.layer.stem} has no value for {symbol}")

    def _indexed(self, e: Indexed, at: dict[Symbol, Expr]) -> Expr:
        indices = tuple(self._value(index, at) for index in e.indices)
        family = e.base[indices]
        if family in self.sizes:
            return self.sizes[family]
        return self._entry(e.base, tuple(int(index) for index in indices))

    def _entry(self, base: IndexedBase, position: tuple[int, ...]) -> Expr:
        key = (base, position)
        if key not in self._entries:
            self._entries[key] = self._given_entry(base, position)
        return self._entries[key]

    def _given_entry(self, base: IndexedBase, position: tuple[int, ...]) -> Expr:
        if base in self.given:
            value = self.given[base]
            try:
                for index in position:
                    value = value[index]
                return sympify(value)
            except (IndexError, KeyError, TypeError):
                raise ValueError(f"{base}{list(position)} is outside of what the example gives") from None
        return self.value(*self._defined(base, position))

    def _defined(self, base: IndexedBase, position: tuple[int, ...]) -> tuple[Expr, Environment]:
        """What an entry is defined as, and what the index symbols stand for."""
        for definition in self.definitions:
            if definition.entry.base == base and (at := _matched(definition.entry, position)) is not None:
                return definition.value, at
        raise ValueError(f"the example of {self.layer.stem} has no value for {base}")

    def _layer_of(self, result: Result, layer: int | None) -> dict[Symbol, Expr]:
        return {} if result.layers is None else {result.layers[0]: Integer(_known(layer))}

    # -- and how they are shown -----------------------------------------------------------------------

    def spelled(self, expression: Expr, at: Environment | None = None) -> str:
        """The LaTeX of an expression with every entry replaced by its number, and nothing worked out."""
        return _NumberPrinter(self, dict(at or {})).spelled(sympify(expression))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return bilingual(Text(*(self._markdown(language) for language in LANGUAGES)), repr(self))

    def __repr__(self) -> str:
        return f"a worked example of {self.layer.stem} at {self.sizes}"

    def _markdown(self, language: str) -> str:
        blocks = ['<div class="yudo-example" markdown="1">', "", f"**{_GIVEN[language]}**", ""]
        blocks += [displayed(line) for line in self.given_lines()]
        blocks += [_WRITTEN_OUT[language], ""]
        for what, *places in self.show:
            if isinstance(what, Tensor):
                blocks += self._shown_tensor(what, places)
            else:
                blocks += self._shown_result(what, places, language)
        return "\n".join([*blocks, "</div>"])

    def given_lines(self) -> Iterator[str]:
        """What is given as LaTeX, two arrays a line: a phone holds no more."""
        facts = [f"{latex(size)} = {self.sizes[size]}" for size in self.layer.inputs if size in self.sizes]
        for what, value in self.given.items():
            if isinstance(value, Mapping):
                facts += [f"{layered_name(what, k)} = {array_latex(v)}" for k, v in value.items()]
            else:
                name = name_latex(what.name) if isinstance(what, Tensor) else latex(what)
                facts.append(f"{name} = {array_latex(value)}")
        for first in range(0, len(facts), 2):
            yield r",\quad ".join(facts[first : first + 2])

    def _shown_result(self, name: str, places: list[tuple[int, ...]], language: str) -> list[str]:
        result = self.layer.results[name]
        counted = [*([(result.layers[0], result.layers[1])] if result.layers else []), *result.indices]
        bindings = [
            {index: Integer(k) for (index, _), k in zip(counted, place, strict=True)} for place in places
        ]
        blocks = [f"**{result.title[language]}** [`{result.id}`](#{result.id})", ""]
        blocks += ['<div class="yudo-worked" markdown="1">', ""]
        if result.indices:
            blocks += [displayed(self._whole(result, bindings[0]))]
        for at in bindings:
            subject = latex(result.subject.xreplace({**at, **self.sizes}))
            value = equals_latex(self.value(result.closed_form, at))
            blocks += [displayed(f"{subject} = {self.spelled(result.closed_form, at)} {value}")]
        return [*blocks, "</div>", ""]

    def _whole(self, result: Result, at: Environment) -> str:
        """All entries of a result; of one with three indices, those that share what matrix notation holds."""
        free = [index for index, _ in result.indices]
        shown = result.matrix_indices or free[-2:]
        values = self.result(result.name, None if result.layers is None else int(at[result.layers[0]]))
        for axis, index in reversed([*enumerate(free)]):
            if index not in shown:
                values = _at(values, axis, int(at[index]))
        fixed = {symbol: value for symbol, value in at.items() if symbol not in shown}
        name = matrix_subject(result.subject.xreplace({**fixed, **self.sizes}), shown)
        formula = "" if fixed or result.held else f" = {latex(result.matrix)}"
        return f"{name}{formula if len(formula) <= _SHORT else ''} = {array_latex(values)}"

    def _shown_tensor(self, what: Tensor, places: list[tuple[int, ...]]) -> list[str]:
        layer = None if what.layer is None else places[0][0]
        name = name_latex(what.name) if layer is None else layered_name(what, layer)
        blocks = ['<div class="yudo-worked" markdown="1">', ""]
        blocks += [displayed(f"{name} = {array_latex(self.tensor(what, layer))}")]
        for place in places:
            value, at = self._defined(what, place)
            entry = latex(what[place])
            blocks += [
                displayed(f"{entry} = {self.spelled(value, at)} {equals_latex(self.value(value, at))}")
            ]
        return [*blocks, "</div>", ""]


def _known(layer: int | None) -> int:
    if layer is None:
        raise ValueError("which layer? There is one array per layer")
    return layer


def _matched(entry: Indexed, position: tuple[int, ...]) -> dict[Symbol, Expr] | None:
    """What the index symbols of a pattern stand for at a position; None where it does not match."""
    at: dict[Symbol, Expr] = {}
    for pattern, index in zip(entry.indices, position, strict=True):
        if isinstance(pattern, Symbol):
            at[pattern] = Integer(index)
        elif pattern != index:
            return None
    return at


def displayed(tex: str) -> str:
    """A formula on lines of its own."""
    return f"$$\n{tex}\n$$\n"


def layered_name(of: Tensor, layer: int) -> str:
    """The LaTeX of the array of one layer."""
    return name_latex(f"{of.name}[{layer}]")


def equals_latex(value: Expr) -> str:
    """``= value`` for an exact number; one that is not rational with, or as, its rounded value."""
    value = sympify(value)
    exact = logcombine(value, force=True)
    if exact.is_Rational:
        return f"= {latex(exact)}"
    # Beyond a number and a logarithm, the exact form says nothing to a reader.
    simple = all(part.is_Rational or _is_log_of_number(part) for part in Add.make_args(exact))
    return (f"= {latex(exact)} " if simple else "") + rf"\approx {_rounded(value)}"


def _rounded(value: Expr) -> str:
    return str(value.evalf(_DIGITS))


def _at(values: Any, axis: int, place: int) -> Any:
    """Nested lists without an axis: at one place on it."""
    return values[place] if axis == 0 else [_at(inner, axis - 1, place) for inner in values]


def array_latex(values: Array) -> str:
    """Nested lists as a matrix, a single list as one row; a number as itself. Deeper lists are its cells.

    The rows of a single sample stand below each other, which leaves room on a phone.
    """
    if not isinstance(values, (list, tuple)):
        return _cell(values)
    nested = all(isinstance(row, (list, tuple)) for row in values)
    body: list[Any] = list(values) if nested else [values]
    if len(body) == 1 and all(isinstance(cell, (list, tuple)) for cell in body[0]):
        body = [[cell] for cell in body[0]]
    cells = (" & ".join(map(array_latex, row)) for row in body)
    return r"\begin{pmatrix}" + r" \\ ".join(cells) + r"\end{pmatrix}"


def _cell(value: Any) -> str:
    exact = logcombine(sympify(value), force=True)
    as_it_is = exact.is_Rational or exact.is_infinite or _is_log_of_number(exact)
    return latex(exact) if as_it_is else _rounded(exact)


def _is_log_of_number(value: Expr) -> bool:
    positive = -value if value.could_extract_minus_sign() else value
    return positive.func is log and positive.args[0].is_Rational


class _NumberPrinter(Printer):
    """Prints a formula with numbers for its entries, in the order in which the formula is read.

    Sums are written out between two marks, which become brackets only where brackets are needed.
    """

    _OPEN, _CLOSE = "\x01", "\x02"

    def __init__(self, example: Example, at: dict[Symbol, Expr]):
        super().__init__()
        self._example = example
        self._at = at

    def spelled(self, expression: Expr) -> str:
        return self._bracketed(str(self.doprint(expression)))

    def _print_Symbol(self, symbol: Symbol, **_: Any) -> str:
        return self._number(self._example.value(symbol, self._at))

    def _print_Indexed(self, entry: Indexed, exp: str | None = None) -> str:
        text = self._number(self._example.value(entry, self._at))
        if exp is None:
            return text
        return f"{text}^{{{exp}}}" if text.isdecimal() else rf"\left({text}\right)^{{{exp}}}"

    def _number(self, value: Expr) -> str:
        if not (value.is_Rational or value.has(log)):
            return _rounded(value)
        return f"{self._OPEN}{latex(value)}{self._CLOSE}" if value.is_Add else latex(value)

    def _print_Sum(self, expression: Sum) -> str:
        met = [f for f in Mul.make_args(expression.function) if isinstance(f, KroneckerDelta)]
        met = [delta for delta in met if delta.has(AffineIndex)]
        if not met:
            return self._OPEN + self._joined(self._terms(expression)) + self._CLOSE
        # Of all windows, those that meet the pixel.
        rest = expression.function.xreplace(dict.fromkeys(met, Integer(1)))
        terms = [
            _NumberPrinter(self._example, place)._print(rest)
            for place in self._example.places(expression, self._at)
            if all(self._example.value(delta, place) == 1 for delta in met)
        ]
        return self._OPEN + self._joined(terms or ["0"]) + self._CLOSE

    def _print_Maximum(self, expression: Maximum) -> str:
        return rf"\max\left({', '.join(self._terms(expression))}\right)"

    def _terms(self, binder: Expr) -> list[str]:
        return [
            _NumberPrinter(self._example, place)._print(binder.function)
            for place in self._example.places(binder, self._at)
        ]

    def _print_KroneckerDelta(self, expression: KroneckerDelta, exp: str | None = None) -> str:
        return super()._print_KroneckerDelta(
            KroneckerDelta(*(self._example.value(i, self._at) for i in expression.args), evaluate=False)
        )

    def _juxtaposed(self, factors: list[Any]) -> str:
        texts = []
        for factor in factors:
            text = self._print(factor)
            texts.append(rf"\left({text}\right)" if factor.is_Add or text.startswith("-") else text)
        return r" \cdot ".join(texts)

    def _bracketed(self, text: str) -> str:
        """Turn the marks around sums into brackets, save where something else holds the sum together."""
        opened: list[int] = []
        pairs = {}
        for place, character in enumerate(text):
            if character == self._OPEN:
                opened.append(place)
            elif character == self._CLOSE:
                pairs[opened.pop()] = place
        marks = {}
        for start, end in pairs.items():
            held = text[:start].endswith((r"\cdot ", r"\, ", "-", "- ")) or text[end + 1 :].startswith(
                (r" \cdot", "^")
            )
            bracket = re.search(r" [+-] ", _outside(text[start + 1 : end])) and held
            marks[start], marks[end] = (r"\left(", r"\right)") if bracket else ("", "")
        return "".join(marks.get(place, character) for place, character in enumerate(text))


def _outside(text: str) -> str:
    """The text without what stands between inner marks or in braces."""
    shorter = re.sub(r"\x01[^\x01\x02]*\x02|\{[^{}]*\}|\\left\([^()]*\\right\)", "", text)
    return text if shorter == text else _outside(shorter)
