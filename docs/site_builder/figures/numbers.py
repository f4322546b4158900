"""Numbers that pages quote: constants of the verification out of its source, and facts of the last run."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.evidence import Evidence
from docs.site_builder.languages import label

_PLACE = re.compile(r"<!-- number:(\w+) -->")
_CONSTANTS = {
    "error_function_ulps": ("verification/numeric/intervals.py", "ERROR_FUNCTION_ULPS"),
    "function_ulps": ("verification/numeric/intervals.py", "FUNCTION_ULPS"),
    "witness_factor": ("verification/numeric/judge.py", "WITNESS_FACTOR"),
    "precisions": ("verification/numeric/balls.py", "PRECISIONS"),
    "ranks": ("verification/symbolic/prove.py", "RANKS"),
    "depths": ("verification/symbolic/prove.py", "DEPTHS"),
}


class NumberError(BuildError):
    """A constant that a page quotes is not where it is said to be."""


def fill(markdown: str, root: Path, evidence: Evidence | None, language: str) -> str:
    """Replace ``<!-- number:NAME -->`` by the number of that name; KeyError for an unknown one."""

    def replacement(match: re.Match[str]) -> str:
        name = match[1]
        if name in _CONSTANTS:
            value = constant(root, *_CONSTANTS[name])
            return ", ".join(str(item) for item in value) if isinstance(value, tuple) else str(value)
        if evidence is None:
            return label("missing.verdict", language)
        return _OF_A_RUN[name](evidence.run)

    return _PLACE.sub(replacement, markdown)


def constant(root: Path, file: str, name: str) -> Any:
    """Return the literal that a module of the repository gives to `name`, without importing it."""
    for node in ast.parse((root / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in node.targets
        ):
            return ast.literal_eval(node.value)
    raise NumberError(f"{file} no longer has the constant {name}; see docs/site_builder/figures/numbers.py")


def _cases(run: Mapping[str, Any]) -> str:
    counts = [result["checks"]["sympy"]["cases"] for result in run["results"]]
    return f"{min(counts):,}–{max(counts):,}"


def _proven(run: Mapping[str, Any]) -> str:
    checks = (result["checks"].get("proof", {}) for result in run["results"])
    return str(sum(check.get("verdict") == "proven" and check["scope"] == "all shapes" for check in checks))


_OF_A_RUN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "cases": _cases,
    "proven": _proven,
    "results": lambda run: str(len(run["results"])),
    "dtypes": lambda run: ", ".join(run["dtypes"]),
    "date": lambda run: run["date"][:10],
    "versions": lambda run: ", ".join(f"{name} {number}" for name, number in run["versions"].items()),
}
