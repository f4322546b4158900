"""Formulas as LaTeX, in the notation of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sympy import (
    Add,
    Derivative,
    Expr,
    HadamardProduct,
    Indexed,
    Integer,
    MatAdd,
    MatMul,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Pow,
    Rational,
    Symbol,
    Trace,
    Transpose,
    exp,
)
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.printing.latex import LatexPrinter

from yudo.derivations.calculus.functions import Maximum, step
from yudo.derivations.calculus.matrices import Diagonal, MatrixSum, Row
from yudo.derivations.calculus.symbols import Tensor

_LARGE = (ExprWithLimits, Derivative, Trace)
"""What reads better behind a fraction than in its numerator."""

_GREEK = "alpha beta gamma delta zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega"
_NAMES = {name: rf"\{name}" for name in (*_GREEK.split(), "ell")}
_NAMES |= {"epsilon": r"\varepsilon", "margin": r"\Delta", "Phi": r"\Phi"}


def name_latex(name: str) -> str:
    """A name of the code as a formula writes it: ``dW1`` as dW with a superscript (1)."""
    if cut := re.fullmatch(r"(.+)\[(.*:.*)\]", name):
        return f"{name_latex(cut[1])}_{{{cut[2].replace(' ', '')}}}"
    layer = re.fullmatch(r"(.+)\[(.+)\]", name) or re.fullmatch(r"([A-Za-z]+?)(\d+)", name)
    if layer:
        return f"{name_latex(layer[1])}^{{({layer[2].replace(' ', '')})}}"
    if name in _NAMES:
        return _NAMES[name]
    if re.fullmatch(r"d[a-zA-Z]", name) or (name[1:] in _NAMES and name[0] == "d"):
        return rf"\mathrm{{d}}{name_latex(name[1:])}"
    if numbered := re.fullmatch(r"([a-z]+)_(\d+)", name):
        return f"{name_latex(numbered[1])}_{{{numbered[2]}}}"
    if re.fullmatch(r"[a-zA-Z]hat", name):
        return rf"\hat{{{name[0]}}}"
    escaped = name.replace("_", r"\_")
    return escaped if len(name) == 1 else rf"\mathrm{{{escaped}}}"


def decimal(number: Rational) -> str | None:
    """A number that is known by its decimals, such as 0.044715; None for what reads better as a fraction."""
    q = int(number.q)
    finite = q > 1000 and 10 ** q.bit_length() % q == 0
    return f"{Decimal(int(number.p)) / q:f}" if finite else None


class Printer(LatexPrinter):  # type: ignore[misc]
    """SymPy's LaTeX printer with the names, the order and the brackets of the field."""

    def __init__(self) -> None:
        super().__init__({"mul_symbol": r"\,", "fold_short_frac": False})

    def _print_Symbol(self, symbol: Symbol, **_: Any) -> str:
        stem, _, number = symbol.name.lstrip("_").partition("_")
        return name_latex(stem) + (f"_{{{number}}}" if number else "")

    def _print_Dummy(self, symbol: Symbol) -> str:
        return self._print_Symbol(symbol)

    def _print_Tensor(self, tensor: Tensor) -> str:
        """An array whose axes are all of length 1, which has one entry and no index."""
        return name_latex(tensor.name)

    def _print_FlattenedSize(self, symbol: Symbol) -> str:
        return self._print_Symbol(symbol)

    def _print_MatrixSymbol(self, matrix: Any) -> str:
        return name_latex(matrix.name)

    def _print_Indexed(self, entry: Indexed, exp: str | None = None) -> str:
        indices = list(entry.indices)
        superscript = ""
        if isinstance(entry.base, Tensor) and entry.base.layer is not None:
            superscript = f"({self._print(indices.pop(0)).replace(' ', '')})"
        name = name_latex(str(entry.base.label))
        split = re.fullmatch(r"(.*)\^\{(.*)\}", name)
        if split:
            name, superscript = split[1], split[2]
        subscript = ",".join(self._print(i) for i in indices)
        base = name + (f"_{{{subscript}}}" if subscript else "")
        base += f"^{{{superscript}}}" if superscript else ""
        if exp is None:
            return base
        return rf"\left({base}\right)^{{{exp}}}" if superscript else f"{base}^{{{exp}}}"

    def _print_Pow(self, expression: Pow) -> str:
        base, exponent = expression.base, expression.exp
        is_root = exponent == Rational(1, 2)
        if isinstance(base, Indexed) and not is_root and not exponent.could_extract_minus_sign():
            return self._print_Indexed(base, exp=self._print(exponent))
        return str(super()._print_Pow(expression))

    def _print_Rational(self, number: Rational) -> str:
        return decimal(number) or str(super()._print_Rational(number))

    def _print_step(self, expression: Expr, exp: str | None = None) -> str:
        return rf"\left[{self._print(expression.args[0])} > 0\right]"

    def _print_relu(self, expression: Expr, exp: str | None = None) -> str:
        return self._named(r"\operatorname{ReLU}", expression, exp)

    def _print_sigmoid(self, expression: Expr, exp: str | None = None) -> str:
        return self._named(r"\sigma", expression, exp)

    def _print_log(self, expression: Expr, exp: str | None = None) -> str:
        return self._named(r"\log", expression, exp)

    def _print_erf(self, expression: Expr, exp: str | None = None) -> str:
        return self._named(r"\operatorname{erf}", expression, exp)

    def _named(self, name: str, expression: Expr, exp: str | None) -> str:
        power = f"^{{{exp}}}" if exp else ""
        return rf"{name}{power}\left({self._print(expression.args[0])}\right)"

    def _print_AffineIndex(self, place: Expr) -> str:
        return str(self._print(place.args[0]))

    def _print_KroneckerDelta(self, expression: Expr, exp: str | None = None) -> str:
        i, j = sorted(expression.args, key=lambda index: (not index.is_Symbol, str(index)))
        return rf"\delta_{{{self._print(i)},\,{self._print(j)}}}"

    def _print_Sum(self, expression: Expr) -> str:
        signs = "".join(self._print_sign(*limits) for limits in reversed(expression.limits))
        body = self._print(expression.function)
        bracketed = isinstance(expression.function, Add) or body.startswith("-")
        return signs + (rf"\left({body}\right)" if bracketed else body)

    def _print_sign(self, index: Symbol, low: Expr, high: Expr) -> str:
        upper = self._print(high).replace(" ", "")
        return rf"\sum_{{{self._print(index)}={self._print(low)}}}^{{{upper}}} "

    def _print_Maximum(self, expression: Maximum) -> str:
        over = ", ".join(self._print(k) for k, *_ in reversed(expression.limits))
        body = self._print(expression.function)
        return rf"\max_{{{over}}} " + (
            rf"\left({body}\right)" if isinstance(expression.function, Add) else body
        )

    def _print_Derivative(self, expression: Derivative) -> str:
        ((variable, _),) = expression.variable_count
        below = rf"\partial {self._print(variable)}"
        of = expression.expr
        if isinstance(of, (Symbol, Indexed)):
            return rf"\frac{{\partial {self._print(of)}}}{{{below}}}"
        return rf"\frac{{\partial}}{{{below}}} \left({self._print(of)}\right)"

    def _print_OneMatrix(self, matrix: Any) -> str:
        # The bold 1 is a column, whatever its length: a row is its transpose, a whole matrix their product.
        column, row = matrix.rows != 1, matrix.cols != 1
        return r" \, ".join([r"\mathbf{1}"] * (column or not row) + [r"\mathbf{1}^{\top}"] * row)

    def _print_Diagonal(self, matrix: Any) -> str:
        return rf"\operatorname{{diag}}\left({self._print(matrix.args[0])}\right)"

    def _print_Row(self, matrix: Any) -> str:
        of, n = matrix.args
        if isinstance(of, MatrixSymbol) and ":" in of.name:  # of a cut: one index more is held
            return name_latex(of.name.replace(":", self._print(n), 1))
        if isinstance(of, Transpose):
            return rf"{self._print(of.arg)}_{{:,{self._print(n)}}}"
        return rf"{self._print(of)}_{{{self._print(n)},:}}"

    def _print_MatrixSum(self, matrix: Any) -> str:
        term, index, size = matrix.args
        return rf"\sum_{{{self._print(index)}=0}}^{{{self._print(size - 1)}}} {self._print(term)}"

    def _print_ElementwiseApplyFunction(self, matrix: Any) -> str:
        argument, applied = matrix.function.variables[0], matrix.function.expr
        if isinstance(applied, exp):
            # e to the power of a matrix would be read as the matrix exponential.
            return rf"\exp\left({self._print(matrix.expr)}\right)"
        text: str = self._print(applied)
        return text.replace(self._print(argument), self._print(matrix.expr))

    def _print_HadamardProduct(self, matrix: Any) -> str:
        factors = sorted(matrix.args, key=lambda f: not f.is_symbol)
        composite = (MatAdd, MatMul, OneMatrix, MatrixSum)
        texts = (
            rf"\left({self._print(f)}\right)" if isinstance(f, composite) else self._print(f) for f in factors
        )
        return r" \circ ".join(texts)

    def _print_Transpose(self, matrix: Any) -> str:
        return self._raised(matrix.arg, r"\top")

    def _print_Inverse(self, matrix: Any) -> str:
        return self._raised(matrix.arg, "-1")

    def _raised(self, matrix: Any, superscript: str) -> str:
        inner = self._print(matrix)
        plain = "^" not in inner and (matrix.is_symbol or isinstance(matrix, (Diagonal, Row)))
        return (inner if plain else rf"\left({inner}\right)") + f"^{{{superscript}}}"

    def _print_MatMul(self, matrix: Any) -> str:
        coefficient, factors = matrix.as_coeff_matrices()
        composite = (MatAdd, HadamardProduct, MatrixSum)
        texts = [
            rf"\left({self._print(f)}\right)" if isinstance(f, composite) else self._print(f) for f in factors
        ]
        if coefficient == -1:
            return "-" + r" \, ".join(texts)
        scaled = self._print(coefficient)
        if isinstance(coefficient, Add):
            scaled = rf"\left({scaled}\right)"
        return r" \, ".join(([] if coefficient == 1 else [scaled]) + texts)

    def _print_MatAdd(self, matrix: Any) -> str:
        # Products first, then what is added to them: a spread-out bias (1 bᵀ) or a penalty's gradient (λ W).
        def place(term: Any) -> tuple[bool, bool, bool]:
            scaled = isinstance(term, MatMul) and term.args[0].is_scalar
            return (term.could_extract_minus_sign(), term.has(OneMatrix), scaled)

        terms = sorted(matrix.args, key=place)
        return self._joined(self._print(term) for term in terms)

    def _print_Add(self, expression: Add, order: str | None = None) -> str:
        return self._joined(self._print(term) for term in in_reading_order(expression))

    def _joined(self, terms: Iterable[str]) -> str:
        first, *rest = terms
        return first + "".join(f" - {t[1:].lstrip()}" if t.startswith("-") else f" + {t}" for t in rest)

    def _print_Mul(self, expression: Expr) -> str:
        above, below = [], []
        sign = ""
        for factor in _factors_in_order(expression):
            if factor.is_Rational:
                sign = "-" if factor.is_negative else ""
                if decimal(factor):
                    above.append(abs(factor))
                    continue
                above += [] if abs(factor.p) == 1 else [Integer(abs(factor.p))]
                below += [] if factor.q == 1 else [Integer(factor.q)]
            elif isinstance(factor, Pow) and factor.exp.is_Rational and factor.exp.is_negative:
                below.append(
                    Pow(factor.base, -factor.exp, evaluate=False) if factor.exp != -1 else factor.base
                )
            else:
                above.append(factor)
        if not below:
            return sign + self._juxtaposed(above)
        # A sum or a long numerator reads better behind its fraction: 1/N · Σ …
        behind = [f for f in above if f.has(*_LARGE)]
        if behind and not any(f.has(*_LARGE) for f in below):
            front = [f for f in above if f not in behind]
            fraction = rf"\frac{{{self._numerator(front)}}}{{{self._juxtaposed(below)}}}"
            return sign + fraction + r" \, " + self._juxtaposed(behind)
        numerator = self._numerator(above)
        denominator = self._print(below[0]) if len(below) == 1 else self._juxtaposed(below)
        return sign + rf"\frac{{{numerator}}}{{{denominator}}}"

    def _numerator(self, factors: list[Any]) -> str:
        if len(factors) == 1 and isinstance(factors[0], Add):
            return str(self._print(factors[0]))
        return self._juxtaposed(factors) or "1"

    def _juxtaposed(self, factors: list[Any]) -> str:
        parts = []
        for place, factor in enumerate(factors):
            text = self._print(factor)
            last = place == len(factors) - 1
            # What follows a sum sign belongs to the sum, so a sum that is not the last factor is closed off.
            open_ended = isinstance(factor, ExprWithLimits)
            if isinstance(factor, Add) or (open_ended and not last):
                text = rf"\left({text}\right)"
            parts.append(text)
        return r" \, ".join(parts)


def _is_penalty(term: Expr) -> bool:
    """Whether a term is scaled by a scalar such as λ, is one, or is the derivative of one."""
    factors = (f.expr if isinstance(f, Derivative) else f for f in Mul.make_args(term))
    return any(isinstance(f, Symbol) and f.is_real and not f.is_integer for f in factors)


def in_reading_order(expression: Expr) -> list[Expr]:
    """The terms of a sum or the factors of a product, as one writes them."""
    return _terms_in_order(expression) if expression.is_Add else _factors_in_order(expression)


def _terms_in_order(expression: Expr) -> list[Expr]:
    """Sums first, then what is added to them, a penalty last; l + 1 rather than 1 + l, but 1 + exp(x)."""
    counting = all(t.is_Number or t.is_Symbol for t in expression.args)

    def place(term: Expr) -> tuple[bool, bool, bool, bool, str]:
        number = term.is_Number and counting
        minus = term.could_extract_minus_sign()
        return (number, not counting and _is_penalty(term), minus, not term.has(*_LARGE), str(term))

    return sorted(expression.args, key=place)


def _factors_in_order(expression: Expr) -> list[Expr]:
    """Numbers, scalars, then tensors as one writes them (``x w``, ``x dout``, ``dout w``); sums last."""

    def place(factor: Expr) -> tuple[int, str]:
        core = factor.base if isinstance(factor, Pow) and not isinstance(factor, exp) else factor
        if core.is_Number:
            return (0, "")
        if isinstance(core, Symbol):
            return (1, str(core))
        if isinstance(core, Indexed):
            name = str(core.base.label)
            gradient = name.startswith("d") and len(name) > 1
            return (4 if name[0] in "wW" else 3 if gradient else 2, str(core))
        if isinstance(core, Derivative):
            return (8, str(core))
        if isinstance(core, ExprWithLimits):
            return (7, str(core))
        return (6 if isinstance(core, step) else 5, str(core))

    return sorted(Mul.make_args(expression), key=place)


def latex(expression: Expr) -> str:
    """The LaTeX of an index or matrix expression."""
    return str(Printer().doprint(expression))
