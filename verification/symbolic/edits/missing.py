"""Another variable than the one that is meant, and factors and terms that are missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import product

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.edits.tree import (
    Edit,
    Place,
    Scope,
    copy_of,
    places_of,
    results,
    statements,
    text_of,
    times,
)


def other_variables(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """Another variable than the one that is meant: in one place, or throughout a statement."""
    what = Text("다른 변수를 썼다", "another variable is meant")
    value = Text("다른 값을 써야 한다", "another value is meant")
    another = Text("다른 인수를 곱해야 한다", "another factor is meant")
    for statement in statements(tree):
        same: dict[str, list[Place]] = {}
        for place in places_of(statement):
            if _is_value(place.node, scope):
                same.setdefault(ast.unparse(place.node), []).append(place)
            elif isinstance(place.node, (ast.BinOp, ast.Call)):
                for given in scope.given:
                    yield from place.changed("other-value", value, ast.Name(given, ast.Load()))
                if isinstance(place.node, ast.BinOp) and isinstance(place.node.op, (ast.Mult, ast.Div)):
                    for factor in scope.values():
                        yield from place.changed("another-factor", another, times(place.node.left, factor))
        for text, places in same.items():
            for other in scope.values():
                if ast.unparse(other) == text:
                    continue
                for place in places:
                    yield from place.changed("other-variable", what, copy_of(other))
                if len(places) > 1:
                    yield from _all_changed(places, "other-variable", what, other)


def _all_changed(places: Sequence[Place], key: str, what: Text, node: ast.expr) -> Iterator[Edit]:
    before = text_of(places[0].node)
    for place in places:
        place.put(copy_of(node))
    try:
        yield Edit(key, what, places[0].statement.lineno, before, text_of(node))
    finally:
        for place in places:
            place.put(place.node)


def _is_value(node: ast.expr, scope: Scope) -> bool:
    if isinstance(node, ast.Name):
        return node.id in scope.names
    return (
        isinstance(node, ast.Attribute)
        and node.attr in scope.attributes
        and isinstance(node.value, ast.Name)
        and node.value.id == scope.me
    )


def missing_derivatives(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """The local derivative of a step of the forward that the backward leaves out."""
    for place in results(tree):
        for value in scope.values():
            for key, what, slope in _local_derivatives(value):
                yield from place.changed(key, what, times(place.node, slope))


def _local_derivatives(of: ast.expr) -> Iterator[tuple[str, Text, ast.expr]]:
    positive = ast.Compare(copy_of(of), [ast.Gt()], [ast.Constant(0)])
    yield "no-mask", Text("마스크가 빠졌다", "the mask is missing"), positive
    square = ast.BinOp(copy_of(of), ast.Pow(), ast.Constant(2))
    yield (
        "no-slope",
        Text("tanh의 도함수가 빠졌다", "the derivative of tanh is missing"),
        ast.BinOp(_one(), ast.Sub(), square),
    )
    yield (
        "no-slope",
        Text("시그모이드의 도함수가 빠졌다", "the derivative of the sigmoid is missing"),
        times(copy_of(of), ast.BinOp(_one(), ast.Sub(), copy_of(of))),
    )


def _one() -> ast.expr:
    return ast.Constant(1)


def missing_parts(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """A factor or a term that is missing: a number, a variable, the number of samples."""
    factor = Text("인수가 빠졌다", "a factor is missing")
    term = Text("항이 빠졌다", "a term is missing")
    places = list(results(tree))
    for place, number in product(places, (2, 0.5)):
        yield from place.changed("missing-factor", factor, times(ast.Constant(number), place.node))
    for place, value in product(places, list(scope.values())):
        yield from place.changed("missing-factor", factor, times(place.node, copy_of(value)))
        size = ast.Call(ast.Name("len", ast.Load()), [copy_of(value)], [])
        for divisor in (copy_of(value), size):
            made: ast.expr = ast.BinOp(place.node, ast.Div(), divisor)
            yield from place.changed("missing-factor", factor, made)
        for operator in (ast.Add(), ast.Sub()):
            made = ast.BinOp(place.node, operator, copy_of(value))
            yield from place.changed("missing-term", term, made)
