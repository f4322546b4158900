"""The code of a lecture as one would paste it: without docstrings, annotations and checks of arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

_PACKAGE = "yudo.impl"


def pasted(stem: str, impl: Path) -> str:
    """The functions and classes of a layer, after those of other layers and what they are made of."""
    parts = list(_parts(stem, impl, set()))
    code = [one for one in parts if isinstance(one, (ast.FunctionDef, ast.ClassDef))]
    used = _names(code)
    for one in reversed(parts):  # a name of a module is made of those above it
        if isinstance(one, ast.Assign) and _names(one.targets) & used:
            code.insert(0, one)
            used |= _names([one.value])
    code.sort(key=parts.index)
    imports = [one for one in parts if isinstance(one, (ast.Import, ast.ImportFrom))]
    top = {"import numpy as np": None} | {ast.unparse(kept): None for kept in _kept(imports, used)}
    return "\n\n\n".join(["\n".join(top), *map(ast.unparse, code)]) + "\n"


def _parts(stem: str, impl: Path, seen: set[str]) -> Iterator[ast.stmt]:
    if stem in seen:
        return
    seen.add(stem)
    for one in ast.parse((impl / f"{stem}.py").read_text(encoding="utf-8")).body:
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith(f"{_PACKAGE}."):
            other = (one.module or "").removeprefix(f"{_PACKAGE}.")
            yield from () if other.startswith("_") else _parts(other, impl, seen)
        elif (bare := _Bare().visit(one)) is not None:
            yield ast.fix_missing_locations(bare)


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {node.id for one in nodes for node in ast.walk(one) if isinstance(node, ast.Name)}


def _kept(imports: Iterable[ast.Import | ast.ImportFrom], used: set[str]) -> Iterator[ast.stmt]:
    """Imports without the names that only annotations needed."""
    for one in imports:
        one.names = [name for name in one.names if (name.asname or name.name) in used]
        if one.names:
            yield one


class _Bare(ast.NodeTransformer):
    """Takes docstrings, annotations, signatures of overloads and checks of arguments away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        if any(ast.unparse(one) == "overload" for one in node.decorator_list):
            return None
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
