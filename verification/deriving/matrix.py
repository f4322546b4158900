"""A backward in matrix notation, read off its statements."""

from __future__ import annotations

import ast

from yudo.derivations.calculus.latex import name_latex
from yudo.verification.deriving.backward import Backward
from yudo.verification.deriving.code import substituted


def read(source: str, made: Backward) -> dict[str, str]:
    """The gradient of each input as LaTeX, by the input's name; without those that have no such notation.

    Parameters
    ----------
    source
        A function whose statements assign expressions to variables.
    """
    assigned: dict[str, ast.expr] = {}
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    for statement in function.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if not _unpacks(statement):
                assigned[name] = substituted(value, assigned)
            case ast.AugAssign() | ast.Expr() | ast.Assign(targets=[ast.Subscript()]):
                assigned.clear()  # what is written into parts of arrays has no such notation
                return {}
    found = {}
    for name, returned in made.returned.items():
        node = substituted(ast.parse(returned, mode="eval").body, assigned)
        try:
            found[name] = _written(node, 0)
        except _Unwritable:
            continue
    return found


class _Unwritable(Exception):
    """An operation that matrix notation has no sign for."""


_SUM, _ENTRYWISE, _PRODUCT, _FACTOR = range(4)


def _unpacks(statement: ast.Assign) -> bool:
    return isinstance(statement.value, ast.Name) and statement.value.id == "cache"


def _written(node: ast.expr, binding: int) -> str:
    """An expression, in brackets where what stands around it binds more tightly."""
    match node:
        case ast.Name(id=name):
            return name_latex(name)
        case ast.Constant(value=int() | float() as value):
            return f"{value:g}"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _bracketed(f"-{_written(operand, _PRODUCT)}", _SUM, binding)
        case ast.Attribute(value=value, attr="T"):
            return f"{_written(value, _FACTOR)}^{{\\top}}"
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
            between = "+" if isinstance(sign, ast.Add) else "-"
            return _bracketed(f"{_written(left, _SUM)} {between} {_written(right, _PRODUCT)}", _SUM, binding)
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return _bracketed(f"{_written(left, _PRODUCT)} \\, {_written(right, _FACTOR)}", _PRODUCT, binding)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            sign_ = "\\," if isinstance(left, ast.Constant) else "\\odot"
            own = _PRODUCT if isinstance(left, ast.Constant) else _ENTRYWISE
            return _bracketed(f"{_written(left, own)} {sign_} {_written(right, own + 1)}", own, binding)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return f"\\frac{{{_written(left, _SUM)}}}{{{_written(right, _SUM)}}}"
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=value)):
            return f"{_written(left, _FACTOR)}^{{\\circ {value!r}}}"
        case ast.Compare(left=left, ops=[ast.Gt()], comparators=[right]):
            return f"[{_written(left, _SUM)} > {_written(right, _SUM)}]"
        case ast.Call(
            func=ast.Attribute(value=value, attr="sum"),
            args=[],
            keywords=[ast.keyword(value=ast.Constant(value=0))],
        ):
            return _bracketed(f"\\mathbf{{1}}^{{\\top}} {_written(value, _FACTOR)}", _PRODUCT, binding)
    raise _Unwritable


def _bracketed(text: str, own: int, binding: int) -> str:
    return text if own >= binding else f"\\left({text}\\right)"
