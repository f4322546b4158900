"""Indices that choose other entries than those that are meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.edits.tree import (
    Edit,
    Scope,
    copy_of,
    loaded,
    places_within,
    statements,
    text_of,
    times,
)


def whole_columns(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """Whole columns, where one entry of each row is meant."""
    what = Text(
        "행마다 한 원소가 아니라 열 전체를 고른다",
        "this takes whole columns instead of one entry of each row",
    )
    for outer in ast.walk(tree):
        index = outer.slice if isinstance(outer, ast.Subscript) else None
        if not isinstance(outer, ast.Subscript) or not isinstance(index, ast.Tuple) or len(index.elts) != 2:
            continue
        rows, label = index.elts
        if (
            isinstance(rows, ast.Slice)
            and rows.lower is rows.upper is None
            and not isinstance(label, ast.Slice)
        ):
            before, length = text_of(outer), ast.Call(ast.Name("len", ast.Load()), [loaded(outer.value)], [])
            outer.slice = ast.Tuple([scope.call("arange", length), label], ast.Load())
            try:
                yield Edit("whole-columns", what, outer.lineno, before, text_of(outer))
            finally:
                outer.slice = index


def missing_strides(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """Windows that begin at ``i`` instead of at ``i * stride``."""
    what = Text("창의 첨자에 스트라이드가 빠졌다", "the stride is missing from the index of the window")
    for statement in statements(tree):
        bounds = [
            place
            for outer in ast.walk(statement)
            if isinstance(outer, ast.Slice)
            for place in places_within(outer, statement)
            if isinstance(place.node, ast.Name) and _begins(outer, place.node)
        ]
        if isinstance(statement, (ast.For, ast.While, ast.If)) or not bounds:
            continue
        for value in scope.values():
            before = text_of(statement)
            for place in bounds:
                place.put(times(place.node, copy_of(value)))
            try:
                yield Edit("stride", what, statement.lineno, before, text_of(statement))
            finally:
                for place in bounds:
                    place.put(place.node)


def _begins(window: ast.Slice, name: ast.Name) -> bool:
    """Whether a name is where a window begins: ``i`` in ``i:i + height``."""
    return isinstance(window.lower, ast.Name) and window.lower.id == name.id
