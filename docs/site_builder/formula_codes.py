"""Every numbered formula of the records as code to copy, by the ID that stands beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import BuildError

from docs.site_builder.printed import read_printed

if TYPE_CHECKING:
    from sympy import Expr

    from yudo.derivations.calculus.records import Result
    from yudo.derivations.calculus.symbols import Limits

Codes = dict[str, dict[str, str]]
"""For a formula's ID: its ``SymPy`` code and, where it is a computation, its ``NumPy`` code."""


class FormulaCodesError(BuildError):
    """A formula has no code."""


def read_formula_codes(root: Path, cache: Path) -> Codes:
    """Return the code of every numbered formula of every record, and of every common mistake."""
    here = Path(__file__).parent
    modules = ("formula_codes.py", "numpy_code.py", "sympy_code.py")
    codes: Codes = read_printed(
        "docs.site_builder.formula_codes",
        root / "derivations",
        *(here / name for name in modules),
        root=root,
        cache=cache,
        error=FormulaCodesError,
        wrong="formulas of derivations/ cannot be written as code",
    )
    return codes


def formulas(result: Result) -> Iterator[tuple[str, Expr, Expr, tuple[Limits, ...], str]]:
    """Yield the numbered formulas of a result in index notation.

    Each with its ID, its two sides, the free indices with their sizes, and the name for the left-hand side.
    """
    lines = [result.derivation.start, *(step.expression for step in result.derivation.steps)]
    for number, line in enumerate(lines, start=1):
        if result.derivation.steps:
            yield f"{result.id}.{number}", result.subject, line, result.indices, result.name
    yield f"{result.id}.index", result.subject, result.closed_form, result.indices, result.name
    for number, definition in result.told.items():
        tensor, indices = definition.tensor, definition.entry.indices
        name, sizes = tensor.name, tensor.axes
        if tensor.layer is not None:
            layer, *indices = indices
            name, sizes = f"{name}[{layer}]", [size.xreplace({tensor.layer: layer}) for size in sizes]
        axes = tuple(zip(indices, sizes, strict=True))
        yield result.definition_id(number), definition.entry, definition.value, axes, name


def _formula_codes() -> Codes:
    from docs.site_builder import numpy_code, sympy_code
    from yudo.derivations import layers, mistakes

    codes: Codes = {}
    for layer in layers().values():
        for result in layer.results.values():
            for identifier, subject, value, indices, name in formulas(result):
                upper = result.upper_bound if identifier == f"{result.id}.index" else None
                codes[identifier] = {"SymPy": sympy_code.equation(subject, value, upper)}
                with suppress(numpy_code.NoNumPy):
                    codes[identifier]["NumPy"] = numpy_code.statement(name, value, indices)
            matrix = codes[f"{result.id}.matrix"] = {"SymPy": sympy_code.matrix_expression(result.matrix)}
            with suppress(numpy_code.NoNumPy):
                axes = len(result.matrix_indices)
                matrix["NumPy"] = numpy_code.matrix_statement(result.name, result.matrix, axes)
        for slip in mistakes(layer.stem):
            with suppress(numpy_code.NoNumPy):
                code = numpy_code.statement(slip.result.name, slip.wrong, slip.result.indices)
                codes[f"{layer.stem}.mistake.{slip.name}"] = {"NumPy": code}
    return codes


if __name__ == "__main__":
    print(json.dumps(_formula_codes()))
