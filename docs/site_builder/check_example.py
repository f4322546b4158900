"""What the page of ``yudo check`` is filled with: the names it knows, and worked examples.

An example is a file with mistakes, and what the command says of it. The command is run when the site is
built, so that the page shows its output as it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from tokenize import TokenError

from mkdocs.exceptions import BuildError
from sympy import IndexedBase, Symbol
from sympy.parsing.sympy_parser import parse_expr

from docs.site_builder.notebooks import content_hash
from yudo.verification.checking.recognise.names import table
from yudo.verification.reports.writing import write_text

_EXAMPLE = re.compile(r"<!-- check:(source|output) (\w+\.py) -->")
KNOWN = "<!-- check:names -->"
# A line of the report that says what an entry is: its heading, and the equation.
_FORMULA = re.compile(r"\s+(\S[^=:]*:)\s{2,}(\w+(?:\[[^\]]*\])? = .+)")
EXAMPLES = Path("docs") / "examples"


def fill(markdown: str, language: str, *, root: Path, cache: Path) -> str:
    """Fill in the names, the sources of examples and the command's output in a language."""

    def filled(found: re.Match[str]) -> str:
        what, name = found.groups()
        if what == "output":
            return typeset(_output(root, cache, language, name))
        source = (root / EXAMPLES / name).read_text(encoding="utf-8").partition('"""\n\n')[2]
        return f"```python\n{source}```"

    return _EXAMPLE.sub(filled, markdown.replace(KNOWN, table(language)))


def typeset(output: str) -> str:
    """Return the output of the command as Markdown: its formulas set as formulas, all else as it is."""
    parts: list[str] = []
    lines: list[str] = []
    for line in output.rstrip("\n").splitlines():
        formula = _FORMULA.fullmatch(line)
        tex = formula and _latex(formula[2])
        if not tex:
            lines.append(line)
            continue
        parts += [_text(lines), f"{formula[1]}\n\n$$\n{tex}\n$$"]
        lines = []
    parts.append(_text(lines))
    inside = "\n\n".join(part for part in parts if part)
    return f'<div class="yudo-output" markdown="1">\n\n{inside}\n\n</div>'


def _text(lines: list[str]) -> str:
    return "\n".join(["```text", *lines, "```"]) if lines else ""


def _latex(equation: str) -> str | None:
    """Return an equation between SymPy expressions as LaTeX; None if it is none."""
    from yudo.derivations.calculus.latex import latex

    indexed = {name: IndexedBase(name, real=True) for name in re.findall(r"(\w+)\[", equation)}
    others = {name: Symbol(name) for name in re.findall(r"\b[A-Z]\b", equation)}
    sides = equation.split(" = ")
    try:
        return " = ".join(latex(parse_expr(side, {**others, **indexed})) for side in sides)
    except (SyntaxError, TokenError, TypeError, ValueError):
        return None


def _output(root: Path, cache: Path, language: str, name: str) -> str:
    folders = ("derivations/calculus", "verification", "docs/examples")
    hashes = "".join(content_hash(root / folder) for folder in folders)
    cached = cache / f"check.{name}.{language}.{hashlib.sha256(hashes.encode()).hexdigest()[:16]}.txt"
    if not cached.exists():
        ran = subprocess.run(
            [sys.executable, "-m", "yudo", "check", name, "--lang", language],
            cwd=root / EXAMPLES,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "COLUMNS": "88"},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if ran.returncode != 1:  # the examples have mistakes
            raise BuildError(f"yudo check {name} ended with {ran.returncode}: {ran.stderr[-800:]}")
        cached.parent.mkdir(parents=True, exist_ok=True)
        write_text(cached, ran.stdout)
    return cached.read_text(encoding="utf-8")
