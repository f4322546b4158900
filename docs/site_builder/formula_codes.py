"""Every numbered formula of the records as code to copy, by the ID that stands beside it.

Written in a process of its own, for the same reason as `docs.site_builder.records`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import BuildError

from docs.site_builder.fingerprint import fingerprint
from yudo.verification.reports.writing import write_text

if TYPE_CHECKING:
    from sympy import Expr

    from yudo.derivations.calculus.records import Result
    from yudo.derivations.calculus.symbols import Limits

Codes = dict[str, dict[str, str]]
"""For a formula's ID: its ``SymPy`` code and, where it is a computation, its ``NumPy`` code."""


class FormulaCodesError(BuildError):
    """A formula has no code."""


def read_formula_codes(root: Path, cache: Path) -> Codes:
    """Return the code of every numbered formula of every record."""
    here = Path(__file__).parent
    modules = ("formula_codes.py", "numpy_code.py", "sympy_code.py")
    sources = fingerprint(root / "derivations", *(here / name for name in modules))
    cached = cache / f"formula_codes.{sources}.json"
    if cached.exists():
        return json.loads(cached.read_text(encoding="utf-8"))
    process = subprocess.run(
        [sys.executable, "-m", "docs.site_builder.formula_codes"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode != 0:
        raise FormulaCodesError(f"formulas of derivations/ cannot be written as code:\n{process.stderr}")
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob("formula_codes.*.json"):
        old.unlink(missing_ok=True)
    write_text(cached, process.stdout)
    return json.loads(process.stdout)


def formulas(result: Result) -> Iterator[tuple[str, Expr, Expr, tuple[Limits, ...], str]]:
    """Yield the numbered formulas of a result in index notation.

    Each with its ID, its two sides, the free indices with their sizes, and the name for the left-hand side.
    """
    lines = [result.derivation.start, *(step.expression for step in result.derivation.steps)]
    for number, line in enumerate(lines, start=1):
        if result.derivation.steps:
            yield f"{result.id}.{number}", result.subject, line, result.indices, result.name
    yield f"{result.id}.index", result.subject, result.closed_form, result.indices, result.name
    for number, definition in enumerate(result.definitions, start=1):
        tensor, indices = definition.tensor, definition.entry.indices
        name, sizes = tensor.name, tensor.axes
        if tensor.layer is not None:
            layer, *indices = indices
            name, sizes = f"{name}[{layer}]", [size.xreplace({tensor.layer: layer}) for size in sizes]
        axes = tuple(zip(indices, sizes, strict=True))
        yield f"{result.id}.where.{number}", definition.entry, definition.value, axes, name


def _formula_codes() -> Codes:
    from docs.site_builder import numpy_code, sympy_code
    from yudo.derivations import layers

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
                axes = len(result.indices[-2:])
                matrix["NumPy"] = numpy_code.matrix_statement(result.name, result.matrix, axes)
    return codes


if __name__ == "__main__":
    print(json.dumps(_formula_codes()))
