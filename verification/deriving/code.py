"""Pieces of NumPy source with the shape of what they compute, combined as arrays would be."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yudo.verification.symbolic.arrays.axes import Axes, broadcast


@dataclass(frozen=True)
class Code:
    """An expression of NumPy source, and the axes of its value."""

    node: ast.expr
    axes: Axes

    def __add__(self, other: Code) -> Code:
        return _binary(self, ast.Add(), other)

    def __sub__(self, other: Code) -> Code:
        return _binary(self, ast.Sub(), other)

    def __mul__(self, other: Code | int) -> Code:
        return _binary(self, ast.Mult(), other if isinstance(other, Code) else number(other))

    def __rmul__(self, other: int) -> Code:
        return _binary(number(other), ast.Mult(), self)

    def __rsub__(self, other: int) -> Code:
        return _binary(number(other), ast.Sub(), self)

    def __truediv__(self, other: Code) -> Code:
        return _binary(self, ast.Div(), other)

    def __pow__(self, power: int) -> Code:
        return Code(ast.BinOp(self.node, ast.Pow(), ast.Constant(power)), self.axes)

    def __neg__(self) -> Code:
        return Code(_without_sign(self.node) or _with_sign(self.node), self.axes)

    @property
    def is_negated(self) -> bool:
        """Whether it begins with a minus."""
        return _without_sign(self.node) is not None

    def matmul(self, other: Code, axes: Axes) -> Code:
        """The matrix product, whose axes the caller knows."""
        return Code(ast.BinOp(self.node, ast.MatMult(), other.node), axes)

    def compared(self, sign: ast.cmpop, other: Code) -> Code:
        """A mask."""
        return Code(ast.Compare(self.node, [sign], [other.node]), broadcast(self.axes, other.axes))

    @property
    def transposed(self) -> Code:
        """``.T``."""
        return Code(_transposed(self.node), self.axes[::-1])

    def method(self, name: str, axes: Axes, *arguments: ast.expr, **named: ast.expr) -> Code:
        """A method call, such as ``.sum(axis=0)``."""
        keywords = [ast.keyword(key, value) for key, value in named.items()]
        return Code(ast.Call(ast.Attribute(self.node, name, ast.Load()), list(arguments), keywords), axes)

    def by_entry(self, name: str) -> Code:
        """A function of ``math``, which NumPy does not have, of every entry."""
        function = ast.parse(f"np.vectorize(math.{name}, otypes=[float])", mode="eval").body
        return Code(ast.Call(function, [self.node], []), self.axes)

    @property
    def is_name(self) -> bool:
        """Whether it is a variable."""
        return isinstance(self.node, ast.Name)

    def __str__(self) -> str:
        return ast.unparse(self.node)


BY_ENTRY = ("erf", "erfc")
"""Functions of ``math`` that NumPy does not have."""


def number(value: float) -> Code:
    """A number."""
    node: ast.expr = ast.Constant(abs(value))
    return Code(ast.UnaryOp(ast.USub(), node) if value < 0 else node, ())


def call(name: str, axes: Axes, *arguments: ast.expr, **named: ast.expr) -> Code:
    """A call of one of NumPy's functions."""
    function = ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())
    return Code(ast.Call(function, list(arguments), [ast.keyword(k, v) for k, v in named.items()]), axes)


def literal(value: object) -> ast.expr:
    """A Python value as source: a number, a tuple, True."""
    return ast.parse(repr(value), mode="eval").body


def _binary(left: Code, sign: ast.operator, right: Code) -> Code:
    axes = broadcast(left.axes, right.axes)
    ones = [isinstance(one.node, ast.Constant) and one.node.value == 1 for one in (left, right)]
    if isinstance(sign, ast.Mult) and any(ones):
        return Code((right if ones[0] else left).node, axes)
    if isinstance(sign, ast.Div) and ones[1]:
        return Code(left.node, axes)
    positive = _without_sign(right.node) if isinstance(sign, (ast.Add, ast.Sub)) else None
    if positive is not None:
        return Code(
            ast.BinOp(left.node, ast.Sub() if isinstance(sign, ast.Add) else ast.Add(), positive), axes
        )
    return Code(ast.BinOp(left.node, sign, right.node), axes)


def _transposed(node: ast.expr) -> ast.expr:
    match node:
        case ast.Attribute(value=value, attr="T"):
            return value
        case ast.BinOp(left=left, op=ast.MatMult() as sign, right=right):
            return ast.BinOp(_transposed(right), sign, _transposed(left))
    return ast.Attribute(node, "T", ast.Load())


def _without_sign(node: ast.expr) -> ast.expr | None:
    """The node without the minus that it begins with; None if it has none."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return operand
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as sign, right=right):
            inner = _without_sign(left)
            return None if inner is None else ast.BinOp(inner, sign, right)
    return None


def _with_sign(node: ast.expr) -> ast.expr:
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as sign, right=right):
            return ast.BinOp(_with_sign(left), sign, right)
    return ast.UnaryOp(ast.USub(), node)


def names_in(nodes: Iterable[ast.AST]) -> list[str]:
    """The variables that occur, each once, in order."""
    found = (part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name))
    return list(dict.fromkeys(found))


class _Substitution(ast.NodeTransformer):
    def __init__(self, replaced: Mapping[str, ast.expr]):
        self._replaced = replaced

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._replaced.get(node.id, node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        value = self.visit(node.value)
        return _transposed(value) if node.attr == "T" else ast.Attribute(value, node.attr, node.ctx)


def substituted(node: ast.expr, replaced: Mapping[str, ast.expr]) -> ast.expr:
    """The same expression with expressions for variables."""
    return _Substitution(replaced).visit(copy.deepcopy(node))  # type: ignore[no-any-return]
