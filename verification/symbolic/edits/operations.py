"""Another operation, axis, function or number than the one that is meant, and what is too much."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import product

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.edits.tree import (
    REDUCTIONS,
    Edit,
    Place,
    Scope,
    name_called,
    places,
    places_of,
    results,
    statements,
    text_of,
)

_CONFUSED = {
    "mean": ("sum",), "sum": ("mean",), "maximum": ("minimum",), "minimum": ("maximum",), "max": ("min",),
    "min": ("max",), "zeros": ("zeros_like",), "ones": ("ones_like",), "log": ("exp",), "exp": ("log",),
    "log10": ("log",), "log2": ("log",), "sin": ("cos",), "cos": ("sin",), "tanh": ("cosh",),
    "outer": ("dot",), "dot": ("outer",), "var": ("std",), "std": ("var",), "abs": ("sign", "square"),
    "sqrt": ("square",), "square": ("sqrt",),
}  # fmt: skip
"""Functions that are taken one for the other."""


def lost_axes(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """An axis that is lost where it is needed for broadcasting."""
    what = Text("`keepdims=True`가 빠졌다", "`keepdims=True` is missing")

    def reductions(places: Sequence[Place]) -> list[ast.Call]:
        return [
            place.node
            for place in places
            if isinstance(place.node, ast.Call)
            and name_called(place.node) in REDUCTIONS
            and any(one.arg == "axis" for one in place.node.keywords)
            and not any(one.arg == "keepdims" for one in place.node.keywords)
        ]

    def kept(calls: Sequence[ast.Call], line: int) -> Iterator[Edit]:
        before = text_of(calls[0])
        for call in calls:
            call.keywords.append(ast.keyword("keepdims", ast.Constant(True)))
        try:
            yield Edit("keepdims", what, line, before, text_of(calls[0]))
        finally:
            for call in calls:
                call.keywords.pop()

    for statement in statements(tree):
        calls = reductions(list(places_of(statement)))
        for few in [[call] for call in calls] + ([calls] if len(calls) > 1 else []):
            yield from kept(few, statement.lineno)
    everywhere = reductions(places(tree))
    if len(everywhere) > 1:
        yield from kept(everywhere, everywhere[0].lineno)


def other_operations(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """Signs, quotients, comparisons, functions and axes."""
    sign = Text("부호가 틀렸다", "a sign is wrong")
    quotient = Text(
        "곱하고 나누는 것이 뒤바뀌었다", "it multiplies where it ought to divide, or the other way round"
    )
    comparison = Text("비교의 방향이 틀렸다", "the comparison is the wrong way round")
    axis = Text("다른 축을 따라야 한다", "another axis is meant")
    function = Text("다른 함수가 맞다", "another function is meant")
    others: dict[type, tuple[type, Text]] = {
        ast.Add: (ast.Sub, sign),
        ast.Sub: (ast.Add, sign),
        ast.Mult: (ast.Div, quotient),
        ast.Div: (ast.Mult, quotient),
    }
    compared: dict[type, type] = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.LtE, ast.LtE: ast.GtE}
    for place in places(tree):
        node = place.node
        if isinstance(node, ast.BinOp) and type(node.op) in others:
            operator, what = others[type(node.op)]
            yield from place.changed("operation", what, ast.BinOp(node.left, operator(), node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield from place.changed("sign", sign, node.operand)
        if isinstance(node, ast.Compare) and type(node.ops[0]) in compared:
            turned = ast.Compare(node.left, [compared[type(node.ops[0])]()], node.comparators)
            yield from place.changed("comparison", comparison, turned)
        if isinstance(node, ast.Call):
            for made in _along_other_axes(node):
                yield from place.changed("axis", axis, made)
            for other in _CONFUSED.get(name_called(node) or "", ()):
                assert isinstance(node.func, ast.Attribute)
                called = ast.Attribute(node.func.value, other, ast.Load())
                yield from place.changed("function", function, ast.Call(called, node.args, node.keywords))
    for statement in statements(tree):
        if isinstance(statement, ast.AugAssign) and type(statement.op) in others:
            operator, what = others[type(statement.op)]
            before, own = text_of(statement), statement.op
            statement.op = operator()
            try:
                yield Edit("operation", what, statement.lineno, before, text_of(statement))
            finally:
                statement.op = own
    for place in results(tree):
        yield from place.changed("sign", sign, ast.UnaryOp(ast.USub(), place.node))


def _along_other_axes(call: ast.Call) -> Iterator[ast.Call]:
    if name_called(call) not in REDUCTIONS:
        return
    kept = [one for one in call.keywords if one.arg != "axis"]
    keeping = [ast.keyword("keepdims", ast.Constant(True))]
    for axis, more in product((1, 0, -1, None), ([], keeping)):
        if axis is None and more:
            continue
        keyword = [] if axis is None else [ast.keyword("axis", ast.Constant(axis))]
        rest = [*kept, *more] if not any(one.arg == "keepdims" for one in kept) else kept
        made = ast.Call(call.func, call.args, [*keyword, *rest])
        if ast.unparse(made) != ast.unparse(call):
            yield made


def other_numbers(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """Another number."""
    what = Text("다른 수여야 한다", "another number is meant")
    for place in places(tree):
        value = getattr(place.node, "value", None)
        if (
            isinstance(place.node, ast.Constant)
            and isinstance(value, int | float)
            and not isinstance(value, bool)
        ):
            for other in dict.fromkeys([value + 1, value - 1, 2 * value, value / 2]):
                if other != value:
                    yield from place.changed(
                        "number", what, ast.Constant(int(other) if other == int(other) else other)
                    )


def parts_too_much(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """A factor or a term that ought not to be there."""
    factor = Text("인수를 하나 더 곱했다", "a factor too much")
    term = Text("필요 없는 항이 있다", "a term too much")
    for place in places(tree):
        node = place.node
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, (ast.Mult, ast.Div, ast.Add, ast.Sub)):
            continue
        key, what = ("factor", factor) if isinstance(node.op, (ast.Mult, ast.Div)) else ("term", term)
        yield from place.changed(f"extra-{key}", what, node.left)
        if not isinstance(node.op, ast.Div):
            yield from place.changed(f"extra-{key}", what, node.right)
