"""Formulas as SymPy code that runs where it is pasted: declarations, then one equation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

import sympy
from sympy import Basic, Expr, Indexed, Lambda, Max, Mul, NumberSymbol, Piecewise, Symbol
from sympy.printing.str import StrPrinter

from yudo.derivations.calculus.functions import AffineIndex, Maximum, relu, sigmoid, step

_MAXIMUM = '''class Maximum(ExprWithLimits):
    """The largest value as an index runs over an axis."""'''
_MATRIX_SUM = '''class MatrixSum(MatrixExpr):
    """The sum of a matrix as an index counts from 0 to below a number."""

    shape = property(lambda self: self.args[0].shape)'''


def identifier(name: str) -> str:
    """A name as Python can have it: ``W[l - 1]`` is ``W_l_minus_1``, and ``lambda`` is ``lambda_``."""
    plain = re.sub(r"\W+", "_", name.replace("+", "plus").replace("-", "minus")).strip("_")
    return f"{plain}_" if iskeyword(plain) else plain


def equation(subject: Expr, value: Expr, upper: Expr | None = None) -> str:
    """The code of ``subject = value`` in index notation, which it names ``equation``.

    Where there is an upper bound, a second line names ``value <= upper`` as ``bound``.
    """
    sides = [plain(side) for side in (subject, value, upper) if side is not None]
    left, right, *most = map(_Printer().doprint, sides)
    lines = [f"equation = Eq({left}, {right}, evaluate=False)"]
    lines += [f"bound = Le({right}, {one}, evaluate=False)" for one in most]
    return _with_declarations(sides, "\n".join(lines))


def matrix_expression(value: Expr) -> str:
    """The code of a matrix expression, which it names ``expression``."""
    return _with_declarations([value], f"expression = {_Printer().doprint(value)}")


def plain(e: Basic) -> Basic:
    """An index expression in SymPy's own functions, `Maximum` excepted."""
    e = e.xreplace({place: place.definition() for place in e.atoms(AffineIndex)})
    if isinstance(e, (relu, sigmoid, step)):
        return _meaning(type(e), plain(e.args[0]))
    if not e.args or isinstance(e, Indexed):
        return e
    return e.func(*(plain(part) for part in e.args))


def _meaning(function: Any, a: Basic) -> Basic:
    if function is relu:
        return Max(a, 0)
    if function is step:
        return Piecewise((1, a > 0), (0, True))
    return sigmoid(a).definition()


def _with_declarations(expressions: list[Basic], last: str) -> str:
    lines = list(_declarations(expressions))
    if "Maximum(" in last:
        lines.append(_MAXIMUM)
    if "MatrixSum(" in last:
        lines.append(_MATRIX_SUM)
    code = "\n".join([*lines, last])
    called = {*re.findall(r"\b([A-Za-z]\w*)\(", code), *re.findall(r"applyfunc\((\w+)\)", code)}
    numbers = {str(one) for e in expressions for one in e.atoms(NumberSymbol)}
    used = sorted(name for name in called | numbers if hasattr(sympy, name))
    header = [f"from sympy import {', '.join(used)}"]
    if "Maximum(" in last:
        header.append("from sympy.concrete.expr_with_limits import ExprWithLimits")
    if "MatrixSum(" in last:
        header.append("from sympy.matrices.expressions.matexpr import MatrixExpr")
    return "\n".join([*header, "", code])


def _declarations(expressions: list[Basic]) -> Iterable[str]:
    """One line for each kind of symbol, and one for each array."""
    atoms = set().union(*(e.atoms(Symbol, sympy.IndexedBase, sympy.MatrixSymbol) for e in expressions))
    arrays = {a for a in atoms if isinstance(a, sympy.IndexedBase)}
    matrices = {a for a in atoms if isinstance(a, sympy.MatrixSymbol)}
    labels = {a.label for a in arrays} | {a.args[0] for a in matrices}
    bound_by_lambda = {v for e in expressions for f in e.atoms(Lambda) for v in f.variables}
    for matrix in matrices:
        atoms |= set().union(*(size.atoms(Symbol, sympy.IndexedBase) for size in matrix.shape))
    arrays |= {a for a in atoms if isinstance(a, sympy.IndexedBase)}
    labels |= {a.label for a in arrays}
    symbols = sorted(
        (a for a in atoms if isinstance(a, Symbol) and a not in labels and a not in bound_by_lambda), key=str
    )
    kinds: dict[str, list[Symbol]] = {}
    for symbol in symbols:
        kinds.setdefault(_assumptions(symbol), []).append(symbol)
    for assumptions, members in sorted(kinds.items(), reverse=True):
        names = ", ".join(identifier(str(member)) for member in members)
        words = " ".join(str(member) for member in members)
        call = "symbols" if len(members) > 1 else "Symbol"
        yield f'{names} = {call}("{words}"{assumptions})'
    for array in sorted(arrays, key=str):
        yield f'{identifier(str(array))} = IndexedBase("{array}"{_assumptions(array.label)})'
    for matrix in sorted(matrices, key=str):
        rows, columns = map(_Printer().doprint, matrix.shape)
        yield f'{identifier(matrix.name)} = MatrixSymbol("{matrix.name}", {rows}, {columns})'


def _assumptions(symbol: Any) -> str:
    given = getattr(symbol, "assumptions0", {})
    if given.get("integer"):
        kept = ("integer", *(key for key in ("positive", "nonnegative") if given.get(key)))[:2]
    else:
        kept = ("positive",) if given.get("positive") else ("real",)
    return "".join(f", {key}=True" for key in kept)


class _Printer(StrPrinter):  # type: ignore[misc]
    """SymPy's own notation, with every name a Python name and every fraction exact."""

    def _print_Rational(self, number: Any) -> str:
        return f"Rational({number.p}, {number.q})"

    def _print_Half(self, number: Any) -> str:
        return self._print_Rational(number)

    def _print_Mul(self, product: Any) -> str:
        # Read from the left, 2*(x - y)*z is 2*x - 2*y times z: SymPy multiplies a number into a sum.
        number, rest = product.as_coeff_Mul()
        sums = [factor for factor in Mul.make_args(rest) if factor.is_Add]
        others = Mul(*(factor for factor in Mul.make_args(rest) if not factor.is_Add))
        if number == 1 or not sums or others == 1:
            return str(super()._print_Mul(product))
        return "*".join([self._print(number * others), *(f"({self._print(one)})" for one in sums)])

    def _print_Symbol(self, symbol: Symbol) -> str:
        return identifier(symbol.name)

    def _print_Dummy(self, symbol: Symbol) -> str:
        return identifier(symbol.name)

    def _print_MatrixSymbol(self, matrix: Any) -> str:
        return identifier(matrix.name)

    def _print_Indexed(self, entry: Indexed) -> str:
        return f"{identifier(str(entry.base))}[{', '.join(map(self._print, entry.indices))}]"

    def _print_step(self, e: step) -> str:
        return str(self._print(plain(e)))

    _print_relu = _print_sigmoid = _print_step

    def _print_Maximum(self, e: Maximum) -> str:
        return f"Maximum({', '.join(self._print(part) for part in e.args)})"

    def _print_OneMatrix(self, matrix: Any) -> str:
        return f"OneMatrix({', '.join(map(self._print, matrix.shape))})"

    def _print_ZeroMatrix(self, matrix: Any) -> str:
        return f"ZeroMatrix({', '.join(map(self._print, matrix.shape))})"

    def _print_Diagonal(self, matrix: Any) -> str:
        return f"DiagMatrix({self._print(matrix.args[0])})"

    def _print_Row(self, matrix: Any) -> str:
        of, number = matrix.args
        return f"{self._atom(of)}[{self._print(number)}, :].T"

    def _print_MatrixSum(self, matrix: Any) -> str:
        return f"MatrixSum({', '.join(map(self._print, matrix.args))})"

    def _print_HadamardProduct(self, e: Any) -> str:
        return f"HadamardProduct({', '.join(map(self._print, e.args))})"

    def _print_HadamardPower(self, e: Any) -> str:
        return f"HadamardPower({', '.join(map(self._print, e.args))})"

    def _print_ElementwiseApplyFunction(self, e: Any) -> str:
        (variable,) = e.function.variables
        element = Symbol("t", real=True)
        body = plain(e.function.expr.subs(variable, element))
        named = body.func.__name__ if body.args == (element,) else f"lambda t: {self._print(body)}"
        return f"{self._atom(e.expr)}.applyfunc({named})"

    def _atom(self, matrix: Any) -> str:
        text = self._print(matrix)
        return text if isinstance(matrix, sympy.MatrixSymbol) else f"({text})"
