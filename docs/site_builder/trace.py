"""How the prover reads `softmax_loss`: every line of it, with the entry that the symbolic array then holds.

Traced in a process of its own, for the same reason as `docs.site_builder.records`.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.languages import label
from docs.site_builder.notebooks import content_hash

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
    hashes = "".join(content_hash(root / folder) for folder in folders)
    cached = cache / f"trace.{hashlib.sha256(hashes.encode()).hexdigest()[:16]}.json"
    if cached.exists():
        return json.loads(cached.read_text(encoding="utf-8"))
    process = subprocess.run(
        [sys.executable, "-m", "docs.site_builder.trace"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode != 0:
        raise TraceError(f"{_STEM} cannot be traced:\n{process.stderr}")
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob("trace.*.json"):
        old.unlink()
    cached.write_text(process.stdout, encoding="utf-8")
    return json.loads(process.stdout)


def _trace() -> dict[str, Any]:
    import derivations
    from impl import softmax_cross_entropy as traced
    from verification.proof.layers import CHECKS_OF_ARGUMENTS
    from verification.proof.setting import Setting
    from verification.tracing import Tracer

    watched = [traced._shifted_exponentials, traced.softmax_loss]
    lines: dict[str, list[list[Any]]] = {function.__name__: [] for function in watched}
    statements = {function.__code__: dict(_statements(function)) for function in watched}

    def watch(frame: FrameType, event: str, _: Any) -> Any:
        if event != "call" or frame.f_code not in statements:
            return None
        own, running = statements[frame.f_code], None

        def follow(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal running
            if running in own and event in ("line", "return"):
                source, names = own[running]
                entries = [_entry(name, frame.f_locals[name]) for name in names]
                lines[frame.f_code.co_name].append([running, source, entries])
            running = frame.f_lineno
            return follow

        return follow

    given = Setting(derivations.layer(_STEM), 2, 1, {}).given()
    sys.settrace(watch)
    try:
        Tracer(CHECKS_OF_ARGUMENTS).call(traced.softmax_loss, given["x"], given["y"])
    finally:
        sys.settrace(None)
    return {"trace": lines, "proof": _proof()}


def _proof() -> dict[str, str]:
    from derivations.calculus import difference
    from derivations.calculus.latex import latex
    from verification.proof import prove_layer
    from verification.proof.comparison import readable

    part = prove_layer(_STEM).gradients["dx"]
    subject = latex(part.entry)
    return {
        "traced": f"{subject} = {latex(readable(part.found))}",
        "derived": f"{subject} = {latex(readable(part.expected))}",
        "normal_form": f"{subject} = {latex(part.normal_form)}",
        "difference": latex(difference(part.expected, part.found)),
    }


def _statements(function: Callable[..., Any]) -> Iterator[tuple[int, tuple[str, list[str]]]]:
    """Each line of a function's body that is a statement of its own: source and names that it writes to."""
    source, first = inspect.getsourcelines(function)
    (definition,) = ast.parse("".join(source)).body
    assert isinstance(definition, ast.FunctionDef)
    for statement in definition.body[1:]:  # without the docstring
        if not isinstance(statement, ast.Return):
            text = source[statement.lineno - 1].strip()
            yield first + statement.lineno - 1, (text, list(_written(statement)))


def _written(node: ast.AST) -> Iterator[str]:
    """Names of the arrays that a statement writes to, or that a target names."""
    match node:
        case ast.Assign(targets=parts) | ast.Tuple(elts=parts):
            yield from (name for part in parts for name in _written(part))
        case ast.AugAssign(target=part) | ast.Subscript(value=part):
            yield from _written(part)
        case ast.Expr(value=ast.Call(keywords=keywords)):
            yield from (
                name for keyword in keywords if keyword.arg == "out" for name in _written(keyword.value)
            )
        case ast.Name(id=name):
            yield name


def _entry(name: str, value: Any) -> str:
    """One entry of a symbolic array as an equation, with indices named after the axes."""
    from sympy import Integer

    from derivations.calculus.latex import latex, name_latex
    from verification.proof.comparison import places, readable
    from verification.symbolic_numpy.array import as_content

    content = as_content(value)
    (index,) = places(content.axes, (), ())
    known = iter(index)
    shown = [next(known) if axis else Integer(0) for axis in content.axes]
    subscript = f"_{{{','.join(map(latex, shown))}}}" if shown else ""
    return f"{name_latex(name)}{subscript} = {latex(readable(content.at(index)))}"


if __name__ == "__main__":
    print(json.dumps(_trace()))
