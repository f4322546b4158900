"""A function on symbols: what it ought to return, and how what it returns compares with that.

Nothing here needs NumPy: what judges by numbers as well, and what has none, go by these comparisons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, product
from types import FunctionType
from typing import Any

from sympy import Expr, Integer, Mul, Symbol

from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.symbols import tensor
from yudo.verification.checking.recognise.candidate import (
    Described,
    Reading,
    Reference,
    Subject,
    Values,
    call_on_symbols,
)
from yudo.verification.checking.recognise.signature import is_empty
from yudo.verification.checking.verdicts import Formula
from yudo.verification.symbolic.arrays.array import as_content, ndarray
from yudo.verification.symbolic.arrays.axes import factors_of
from yudo.verification.symbolic.arrays.content import at_largest
from yudo.verification.symbolic.comparison import can_be_read, compare
from yudo.verification.symbolic.diagnosis import differing
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs, length
from yudo.verification.verdicts import Comparison, cut


def is_stub(subject: Subject) -> bool:
    """Whether the function's body is empty."""
    source = subject.source
    if isinstance(source, Described):
        return source.is_stub
    if isinstance(source, type):
        source = getattr(source, subject.function.rpartition(".")[2], None)
    return is_empty(source)


def traced_reference(reference: Reference, reading: Reading, inputs: SymbolicInputs) -> Values:
    """What a reference returns on symbols; kept, as every file asks for the same."""
    key = (
        *_identity(reference),
        tuple(sorted(reading.options.items())),
        tuple((name, one.axes, str(one.tensor), str(one.values)) for name, one in inputs.by_name.items()),
    )
    if key not in _traced:
        _traced[key] = call_on_symbols(reference, inputs.given(), reading.options)
    return _traced[key]


_traced: dict[Any, Values] = {}


def _identity(function: Any) -> tuple[Any, ...]:
    """What a function is told from others by: its name, and the functions that a local one closes over."""
    held = [cell.cell_contents for cell in function.__closure__ or ()]
    return (
        function.__module__,
        function.__qualname__,
        *(_identity(one) for one in held if isinstance(one, FunctionType)),
    )


def in_masks(found: Any) -> Any:
    """What is found of a quantity, with masks in place of argmax: the same where no maximum is shared."""
    if found is None:
        return None
    content = as_content(found)
    masked = at_largest(content)
    return found if masked is content else ndarray(masked)


def compared(
    name: str, found: Any, expected: Any, inputs: SymbolicInputs, *, off_kinks: bool
) -> Comparison | None:
    """What is found of a quantity against what is expected; None for another shape."""
    left, right = as_content(expected), as_content(found)
    if left.axes != right.axes:
        if not left.axes and all(not axis or axis == (Integer(1),) for axis in right.axes):
            right = as_content(found.reshape(()))
        else:
            return None
    factors = factors_of(left.axes)
    symbol: Any = tensor(name, *factors) if factors else Symbol(name, real=True)
    return compare(
        name,
        left.axes,
        left.at,
        right.at,
        lambda index: symbol[index] if index else symbol,
        off_kinks=off_kinks,
        avoid=[*inputs.sizes, *inputs.by_name],
        shown=False,
    )


_SIZES = ((2,), (1, 3), (2, 1, 3))
"""In turns: in the last, sizes that belong to each other, such as height and width, differ."""
_MOST_LABELINGS = 2


def listed_inputs(shapes: Mapping[str, Shape]) -> Iterator[SymbolicInputs]:
    """The inputs at small sizes, with several choices of labels."""
    names = list(SymbolicInputs(shapes).sizes)
    for pattern in _SIZES:
        sizes = {name: pattern[place % len(pattern)] for place, name in enumerate(names)}
        whole = {name: _multiplied_out(shape, sizes) for name, shape in shapes.items()}
        plain = SymbolicInputs(whole, sizes)
        cells: list[tuple[str, tuple[Expr, ...], int]] = []
        for one in plain.by_name.values():
            if one.shape.kind == "labels":
                below = int(Mul(*plain.size(one.shape.below or 1)))
                places = product(*(range(int(f)) for f in factors_of(one.axes)))
                cells += [(one.name, tuple(map(Integer, place)), below) for place in places]
        choices = list(product(*(range(below) for *_, below in cells)))
        step = max(1, len(choices) // _MOST_LABELINGS)
        for choice in choices[::step][:_MOST_LABELINGS]:
            made = SymbolicInputs(whole, sizes)
            for (name, place, _), label in zip(cells, choice, strict=True):
                made.by_name[name].values[place] = Integer(label)
            yield made


def _multiplied_out(shape: Shape, sizes: Mapping[str, int]) -> Shape:
    """The shape with a number for each product of sizes: cut and joined, its axis stays one axis."""
    return replace(
        shape,
        sizes=tuple(
            length(one, sizes) if isinstance(one, str) and "*" in one else one for one in shape.sizes
        ),
    )


LONG = 160
"""Characters of a formula from which on terms that both sides have are left out."""


def formula_of(quantity: str, one: Comparison) -> Formula:
    """A comparison as text and as LaTeX; of long formulas the terms that differ."""
    entry, expected, found, more = one.entry, one.expected, one.found, ""
    if max(len(str(expected)), len(str(found))) > LONG:
        apart = differing(one)
        if apart is not None:
            (expected, found), more = apart, " + …"
    told = [cut(str(e)) + more if e != 0 else more.removeprefix(" + ") or "0" for e in (expected, found)]
    dots = r" + \cdots" if more else ""
    right, written = (
        latex(e) + dots if e != 0 else dots.removeprefix(" + ") or "0" for e in (expected, found)
    )
    return Formula(
        quantity, str(entry), told[0], told[1], cut(str(one.difference)), (latex(entry), right, written)
    )


_SCREEN = 600
"""Characters of formulas that are read at once."""


def formulas_of(comparisons: Mapping[str, Comparison | None]) -> list[Formula]:
    """The first of the formulas that differ, and as many more as are read together with it."""
    formulas = [
        formula_of(quantity, one)
        for quantity, one in comparisons.items()
        if one is not None
        and one.difference is not None
        and all(can_be_read(e) for e in (one.expected, one.found, one.difference) if e is not None)
    ]
    lengths = accumulate(len(one.expected) + len(one.found) for one in formulas)
    return [
        one
        for place, (one, length) in enumerate(zip(formulas, lengths, strict=True))
        if place == 0 or length <= _SCREEN
    ]
