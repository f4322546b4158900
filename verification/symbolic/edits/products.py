"""Matrix products and elementwise ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.edits.tree import (
    Edit,
    Scope,
    copy_of,
    factors_of,
    places,
    places_of,
    statements,
    text_of,
    times,
)


def other_products(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """Matrix products for elementwise ones, the other way round, and factors in the other order."""
    elementwise = Text(
        "원소별 곱이어야 하는데 행렬곱이다", "a matrix product where the elementwise one is meant"
    )
    matrix = Text(
        "행렬곱이어야 하는데 원소별 곱이다", "an elementwise product where the matrix product is meant"
    )
    order = Text(
        "행렬곱의 순서나 전치가 다르다",
        "the matrix product has its factors in another order, or one transposed",
    )
    for place in places(tree):
        if isinstance(place.node, ast.BinOp) and isinstance(place.node.op, ast.Mult):
            made = ast.BinOp(place.node.left, ast.MatMult(), place.node.right)
            yield from place.changed("matrix-product", matrix, made)
        factors = factors_of(place.node)
        if factors is None:
            continue
        left, right = factors
        yield from place.changed("elementwise-product", elementwise, times(left, right))
        turned = [(one, _transposed(one)) for one in (left, right)]
        for a, b in [*product(*turned), *product(*reversed(turned))]:
            if (a, b) != (left, right):
                yield from place.changed("product-order", order, ast.BinOp(a, ast.MatMult(), b))
    for statement in statements(tree):
        yield from _all_elementwise(statement, elementwise)


def _all_elementwise(statement: ast.stmt, what: Text) -> Iterator[Edit]:
    """The products of a statement but for some, elementwise; ``a.T @ a`` becomes ``a * a``."""
    places = [place for place in places_of(statement) if factors_of(place.node) is not None]
    if not 1 < len(places) <= 4 or not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return)):
        return
    value = statement.value
    assert value is not None
    for kept in product((True, False), repeat=len(places)):
        if sum(not one for one in kept) < 2:
            continue
        chosen = {id(place.node) for place, keeps in zip(places, kept, strict=True) if not keeps}
        made = _Elementwise(chosen).visit(value)
        statement.value = made
        try:
            yield Edit("elementwise-product", what, statement.lineno, text_of(value), text_of(made))
        finally:
            statement.value = value


class _Elementwise(ast.NodeTransformer):
    """A copy of an expression with some of its products elementwise."""

    def __init__(self, chosen: set[int]):
        self._chosen = chosen

    def generic_visit(self, node: ast.AST) -> ast.AST:
        factors = factors_of(node) if id(node) in self._chosen and isinstance(node, ast.expr) else None
        fields = {
            name: [self.visit(one) if isinstance(one, ast.AST) else one for one in value]
            if isinstance(value, list)
            else self.visit(value)
            if isinstance(value, ast.AST)
            else value
            for name, value in ast.iter_fields(node)
        }
        if factors is None:
            return ast.copy_location(type(node)(**fields), node)
        left, right = (self.visit(one) for one in factors)
        plain = _transposed(left) if _is_transposed(left) else left
        if ast.unparse(plain) == ast.unparse(right):
            left = plain
        return times(left, right)


def _is_transposed(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "T"


def _transposed(node: ast.expr) -> ast.expr:
    return (
        node.value
        if isinstance(node, ast.Attribute) and node.attr == "T"
        else ast.Attribute(node, "T", ast.Load())
    )


def softmax_sums(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """The sum in the derivative of a softmax: ``p * (d - sum(p * d))``."""
    what = Text(
        "소프트맥스의 도함수에서 합 항이 빠졌다", "the sum in the derivative of the softmax is missing"
    )
    for place in places(tree):
        node = place.node
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for p, d in ((node.left, node.right), (node.right, node.left)):
                total = scope.call("sum", times(copy_of(p), copy_of(d)), axis=-1, keepdims=True)
                made = times(p, ast.BinOp(d, ast.Sub(), total))
                yield from place.changed("softmax-sum", what, made)
