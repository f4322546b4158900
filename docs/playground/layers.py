"""The code of a lecture as one would paste it: without docstrings, annotations and checks of arguments."""

from __future__ import annotations

import ast
from pathlib import Path

_PACKAGE = "yudo.impl"


def pasted(stem: str, impl: Path) -> str:
    """The functions and classes of a layer, after those of other layers that it is made of."""
    parts = [ast.fix_missing_locations(_Bare().visit(one)) for one in _parts(stem, impl, set())]
    names = {node.id for one in parts for node in ast.walk(one) if isinstance(node, ast.Name)}
    imports = [one for one in parts if isinstance(one, ast.Import) and one.names[0].name in names]
    code = [one for one in parts if not isinstance(one, ast.Import)]
    top = "\n".join(["import numpy as np", *map(ast.unparse, imports)])
    return "\n\n\n".join([top, *map(ast.unparse, code)]) + "\n"


def _parts(stem: str, impl: Path, seen: set[str]) -> list[ast.stmt]:
    if stem in seen:
        return []
    seen.add(stem)
    found: list[ast.stmt] = []
    for one in ast.parse((impl / f"{stem}.py").read_text(encoding="utf-8")).body:
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith(f"{_PACKAGE}."):
            other = (one.module or "").removeprefix(f"{_PACKAGE}.")
            found += [] if other.startswith("_") else _parts(other, impl, seen)
        elif _is_run(one):
            found.append(one)
    return found


def _is_run(one: ast.stmt) -> bool:
    """Whether a statement matters to code without types: of names, those of what a call makes."""
    if isinstance(one, ast.Assign):
        return isinstance(one.value, ast.Call)
    if isinstance(one, ast.Import):
        return one.names[0].name != "numpy"
    return isinstance(one, (ast.FunctionDef, ast.ClassDef))


class _Bare(ast.NodeTransformer):
    """Takes docstrings, annotations and checks of arguments away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self._visited(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._visited(node)

    def _visited(self, node: ast.FunctionDef | ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.body = node.body or [ast.Pass()]
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        checks = ast.unparse(node.value).startswith("_arguments.")
        return None if checks or isinstance(node.value, ast.Constant) else node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        return None if node.value is None else ast.Assign([node.target], node.value)
