"""Systematic mutants of functions: one small change each, made in the syntax tree."""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator

_SWAPS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
}


def mutants(function: Callable) -> Iterator[tuple[str, str]]:
    """Yield a description and the source of every mutant of a function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    original = ast.unparse(tree)
    seen = {original}
    for position, node in enumerate(ast.walk(tree)):
        for description, change in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(changed)) if i == position)
            replacement = change(target)
            if replacement is not None:
                changed = _Replace(target, replacement).visit(changed)
            source = ast.unparse(ast.fix_missing_locations(changed))
            if source not in seen:
                seen.add(source)
                place = f"{function.__name__}:{getattr(node, 'lineno', 0)}"
                shown = "" if isinstance(node, ast.FunctionDef) else f": {ast.unparse(node)}"
                yield f"{place}: {description}{shown}", source


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST):
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable]]:
    """What can be done to a node: a function that changes it in place, or returns what replaces it."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for other in _SWAPS.get(type(node.op), ()):
            yield f"{type(node.op).__name__} to {other.__name__}", _setter("op", other())
    if isinstance(node, ast.BinOp):
        yield "left operand alone", lambda n: n.left
        yield "right operand alone", lambda n: n.right
        if not isinstance(node.op, (ast.Add, ast.Mult)):
            yield "swapped operands", _swap_operands
    if isinstance(node, ast.Compare):
        for other in _SWAPS.get(type(node.ops[0]), ()):
            yield f"{type(node.ops[0]).__name__} to {other.__name__}", _setter("ops", [other()])
    if isinstance(node, ast.UnaryOp):
        yield "operator dropped", lambda n: n.operand
    if isinstance(node, ast.Constant):
        if node.value is True or node.value is False:
            yield "flag turned", _setter("value", not node.value)
        elif isinstance(node.value, (int, float)):
            for other in (node.value + 1, -node.value):
                yield f"{node.value} to {other}", _setter("value", other)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose dropped", lambda n: n.value
    if isinstance(node, ast.Tuple) and len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
        yield "elements swapped", _swap_elements
    if isinstance(node, ast.Call) and len(node.args) > 1:
        yield "arguments swapped", _swap_arguments
    if isinstance(node, ast.Call) and node.keywords:
        yield "last keyword dropped", _drop_keyword
    if isinstance(node, ast.FunctionDef):
        for place, statement in enumerate(node.body):
            if not isinstance(statement, ast.Return):
                yield f"without `{ast.unparse(statement)}`", _dropper(place)


def _setter(name: str, value: object) -> Callable:
    return lambda node: setattr(node, name, value)


def _dropper(place: int) -> Callable:
    return lambda node: node.body.pop(place) and None


def _swap_operands(node: ast.BinOp) -> None:
    node.left, node.right = node.right, node.left


def _swap_elements(node: ast.Tuple) -> None:
    node.elts[0], node.elts[1] = node.elts[1], node.elts[0]


def _swap_arguments(node: ast.Call) -> None:
    node.args[0], node.args[1] = node.args[1], node.args[0]


def _drop_keyword(node: ast.Call) -> None:
    node.keywords.pop()
