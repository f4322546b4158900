"""How the prover reads `softmax_loss`: every line of it, with the entry that the symbolic array then holds.

Traced in a process of its own, for the same reason as `docs.site_builder.records`.
"""

from __future__ import annotations

import json
import re
from itertools import starmap
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.following import SourceFile, following
from docs.site_builder.languages import label
from docs.site_builder.printed import read_printed

_PLACEHOLDER = re.compile(r"<!-- (trace|proof):(\w+) -->")
_STEM = "softmax_cross_entropy"


class TraceError(BuildError):
    """The code cannot be traced."""


def fill(markdown: str, language: str, *, root: Path, cache: Path) -> str:
    """Fill in the placeholders of the page on the proof; KeyError for an unknown name.

    ``<!-- trace:FUNCTION -->`` becomes the table of a function's lines, ``<!-- proof:PART -->`` the formula
    that is ``traced``, ``derived``, the ``normal_form`` or the ``difference`` of the gradient.
    """
    read = _read_trace(root, cache)

    def replacement(match: re.Match[str]) -> str:
        kind, name = match.groups()
        return _table(read[kind][name], language) if kind == "trace" else f"$${read[kind][name]}$$"

    return _PLACEHOLDER.sub(replacement, markdown)


def _table(lines: list[list[Any]], language: str) -> str:
    rows = [[label(key, language) for key in ("trace line", "trace entry")], ["---:", "---"]]
    for number, source, formulas in lines:
        entries = [rf"$\displaystyle {formula}$" for formula in formulas]
        rows.append([str(number), "<br>".join([f"`{source}`", *entries])])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f'<div class="yudo-trace" markdown="1">\n\n{table}\n\n</div>'


def _read_trace(root: Path, cache: Path) -> dict[str, Any]:
    folders = ("derivations", "impl", "verification", "docs/site_builder")
    traced: dict[str, Any] = read_printed(
        "docs.site_builder.trace",
        *(root / folder for folder in folders),
        root=root,
        cache=cache,
        error=TraceError,
        wrong=f"{_STEM} cannot be traced",
    )
    return traced


def _trace() -> dict[str, Any]:
    from yudo import derivations
    from yudo.impl import softmax_cross_entropy as traced
    from yudo.verification.symbolic.arrays.array import as_content
    from yudo.verification.symbolic.instance import Instance
    from yudo.verification.symbolic.tracing import Tracer

    path = Path(traced.__file__)
    source = path.read_text(encoding="utf-8").splitlines()
    file = SourceFile(path)
    given = Instance(derivations.layer(_STEM), 2, 1).given()
    with following(file, as_content) as visits:
        Tracer().call(traced.softmax_loss, given["x"], given["y"])
    lines: dict[str, list[list[Any]]] = {}
    for function in (traced._shifted_exponentials, traced.softmax_loss):
        own = file.functions[function.__code__.co_firstlineno]
        lines[function.__name__] = [
            [number, source[number - 1].strip(), list(starmap(_entry, visit.values.items()))]
            for visit in visits
            if (number := visit.statement.first) in own and not visit.statement.returns
        ]
    return {"trace": lines, "proof": _proof()}


def _proof() -> dict[str, str]:
    from yudo.derivations.calculus import difference
    from yudo.derivations.calculus.latex import latex
    from yudo.verification.symbolic import prove_layer
    from yudo.verification.symbolic.comparison import readable

    part = prove_layer(_STEM).gradients["dx"]
    subject = latex(part.entry)
    return {
        "traced": f"{subject} = {latex(readable(part.found))}",
        "derived": f"{subject} = {latex(readable(part.expected))}",
        "normal_form": f"{subject} = {latex(part.normal_form)}",
        "difference": latex(difference(part.expected, part.found)),
    }


def _entry(name: str, content: Any) -> str:
    """One entry of a symbolic array as an equation, with indices named after the axes."""
    from sympy import Integer

    from yudo.derivations.calculus.latex import latex, name_latex
    from yudo.verification.symbolic.comparison import places, readable

    (index,) = places(content.axes, (), ())
    known = iter(index)
    shown = [next(known) if axis else Integer(0) for axis in content.axes]
    subscript = f"_{{{','.join(map(latex, shown))}}}" if shown else ""
    return f"{name_latex(name)}{subscript} = {latex(readable(content.at(index)))}"


if __name__ == "__main__":
    print(json.dumps(_trace()))
