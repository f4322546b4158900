"""Formulas as NumPy code: index notation as einsum and broadcasting, matrix notation as ``@``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_letters
from typing import Any

from sympy import (
    Add,
    Derivative,
    Expr,
    HadamardPower,
    HadamardProduct,
    Indexed,
    Integer,
    KroneckerDelta,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Pow,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
    cos,
    erf,
    exp,
    log,
    pi,
    sin,
    sympify,
    tanh,
)
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.inverse import Inverse
from sympy.matrices.expressions.matexpr import MatrixExpr

from docs.site_builder.sympy_code import identifier
from yudo.derivations.calculus.functions import AffineIndex, Maximum, Sum, relu, sigmoid, step
from yudo.derivations.calculus.latex import decimal
from yudo.derivations.calculus.matrices import Diagonal, MatrixSum, Row
from yudo.derivations.calculus.symbols import Limits, Tensor, limits_of

_SUM, _PRODUCT, _UNARY, _POWER, _ATOM = range(5)


class NoNumPy(ValueError):
    """A formula that is not a computation, such as one with a derivative in it."""


@dataclass(frozen=True)
class _Array:
    """Code of an array whose axes are index symbols, and how tightly it binds."""

    code: str
    axes: tuple[Symbol, ...] = ()
    binds: int = _ATOM

    def within(self, binds: int) -> str:
        """The code, in brackets if what is around binds more tightly."""
        return self.code if self.binds >= binds else f"({self.code})"


def statement(name: str, value: Expr, indices: Sequence[Limits]) -> str:
    """The code that computes ``name`` from an index expression.

    Parameters
    ----------
    name
        What is assigned to.
    value
        The expression of one entry.
    indices
        The free indices that are axes of the result, each with its size, in order.

    Raises
    ------
    NoNumPy
        If the expression has a derivative, or something else that is not a computation on arrays.
    """
    return _Writer(indices).statement(name, value, tuple(index for index, _ in indices))


def matrix_statement(name: str, value: Expr, axes: int) -> str:
    """The code that computes ``name`` from a matrix expression.

    With one axis it is a column as a vector; without any, a number, or the one entry of a matrix.
    """
    code, binds = _matrix(value)
    at = "[:, 0]" if axes == 1 else "[0, 0]" if axes == 0 and isinstance(value, MatrixExpr) else ""
    last = f"{code if binds == _ATOM else f'({code})'}{at}" if at else code
    return _with_header([*_sizes_of(value)], f"{name} = {last}")


class _Writer:
    def __init__(self, indices: Iterable[Limits]) -> None:
        self._sizes: dict[Symbol, Expr] = dict(indices)
        self._order = list(self._sizes)
        self._shapes: dict[Symbol, str] = {}
        self._needed: set[Symbol] = set()

    def statement(self, name: str, value: Expr, axes: tuple[Symbol, ...]) -> str:
        self._look_at(value)
        made = self._array(value)
        whole = set(made.axes) == set(axes)
        code = self._aligned(made, axes).code if whole else self._broadcast(made, axes)
        known = [
            f"{size} = {self._shapes[size]}" for size in sorted(self._needed, key=str) if size in self._shapes
        ]
        return _with_header(known, f"{name} = {code}")

    def _broadcast(self, made: _Array, axes: tuple[Symbol, ...]) -> str:
        """The code with every axis of the result, also those that the expression does not depend on."""
        shape = ", ".join(self._size(self._sizes[axis]) for axis in axes)
        return f"np.broadcast_to({self._aligned(made, axes).code}, ({shape}{',' if len(axes) == 1 else ''}))"

    def _look_at(self, e: Expr) -> None:
        """Learn from which array each size can be read; of arrays that a sum goes through, from the first."""
        first = {k: Integer(0) for one in e.atoms(Sum) for k, _ in limits_of(one)}
        for entry in sorted(e.atoms(Indexed), key=str):
            if isinstance(entry.base, Tensor):
                offset = 0 if entry.base.layer is None else 1
                for place, size in enumerate(entry.base.axes):
                    if isinstance(size, Symbol):
                        base = self._name(entry.xreplace(first))[0]
                        self._shapes.setdefault(size, f"{base}.shape[{place}]")
                for index, size in zip(entry.indices[offset:], entry.base.axes, strict=True):
                    if isinstance(index, Symbol):
                        layer = {entry.base.layer: entry.indices[0]} if offset else {}
                        self._sizes.setdefault(index, sympify(size).xreplace(layer))

    def _size(self, size: Expr) -> str:
        self._needed |= {symbol for symbol in size.free_symbols if symbol in self._shapes}
        return _scalar(size)

    def _name(self, entry: Indexed) -> tuple[str, Sequence[Expr]]:
        """An array's name, its layer included, and the indices that are left."""
        name = identifier(str(entry.base.label))
        if entry.base.layer is None:
            return name, entry.indices
        return f"{name}[{_scalar(entry.indices[0])}]", entry.indices[1:]

    # -- expressions -----------------------------------------------------------------------------------------

    def _array(self, e: Expr) -> _Array:
        match e:
            case Derivative():
                raise NoNumPy("a derivative is not a computation on arrays")
            case Indexed():
                return self._entry(e)
            case Symbol():
                return self._counted(e) if e in self._sizes else _Array(self._size(e))
            case Add():
                return self._sum_of_terms(e)
            case Mul():
                return self._product(e)
            case exp() | log() | tanh() | sin() | cos():
                inner = self._array(e.args[0])
                return _Array(f"np.{type(e).__name__}({inner.code})", inner.axes)
            case erf():
                inner = self._array(e.args[0])
                return _Array(f"np.vectorize(math.erf)({inner.code})", inner.axes)
            case Pow():
                return self._power(e)
            case relu():
                inner = self._array(e.args[0])
                return _Array(f"np.maximum({inner.code}, 0)", inner.axes)
            case step():
                inner = self._array(e.args[0])
                return _Array(f"({inner.within(_SUM)} > 0)", inner.axes)
            case sigmoid() | AffineIndex():
                return self._array(e.definition())
            case KroneckerDelta():
                return self._delta(e)
            case Sum():
                return self._sum(e)
            case Maximum():
                return self._reduced(e, "max")
        if e.is_Rational:
            whole = e >= 0 and (e.is_Integer or decimal(e))
            return _Array(decimal(e) or str(e), (), _ATOM if whole else _PRODUCT)
        if e is pi:
            return _Array("np.pi")
        raise NoNumPy(f"{type(e).__name__} has no counterpart")

    def _counted(self, index: Symbol) -> _Array:
        return _Array(f"np.arange({self._size(self._sizes[index])})", (index,))

    def _entry(self, e: Indexed) -> _Array:
        if not isinstance(e.base, Tensor):
            return _Array(f"{identifier(str(e.base.label))}[{_scalar(e.indices[0])}]")
        name, indices = self._name(e)
        axes = [i for i in indices if isinstance(i, Symbol) and i in self._sizes]
        sized = list(zip(indices, map(sympify, e.base.axes), strict=True))
        once = len(set(axes)) == len(axes)
        part = [isinstance(self._sizes.get(i), Integer) and not size.is_Integer for i, size in sized]
        if once and axes == list(indices) and not any(part):
            return self._known(_Array(name, tuple(indices)))
        if once and all(i in axes or isinstance(i, Integer) for i in indices):
            # A few of all classes, say: the sum does not run over the whole axis.
            places = [f":{self._sizes[i]}" if few else ":" for i, few in zip(indices, part, strict=True)]
            shown = [place if i in axes else str(i) for i, place in zip(indices, places, strict=True)]
            return self._known(_Array(f"{name}[{', '.join(shown)}]", tuple(axes)))
        parts = [self._array(i) for i in indices]
        union = self._union(parts)
        return _Array(f"{name}[{', '.join(self._aligned(part, union).code for part in parts)}]", union)

    def _known(self, a: _Array) -> _Array:
        self._order += [axis for axis in a.axes if axis not in self._order]
        return a

    def _union(self, parts: Iterable[_Array]) -> tuple[Symbol, ...]:
        return tuple(sorted({axis for part in parts for axis in part.axes}, key=self._order.index))

    def _aligned(self, a: _Array, axes: tuple[Symbol, ...]) -> _Array:
        """The array with its axes in the order of ``axes`` and of length 1 where it has none of them.

        Leading axes of length 1 come by themselves.
        """
        if not a.axes:
            return a
        wanted = tuple(axis for axis in axes if axis in a.axes)
        if wanted != a.axes:
            places = ", ".join(str(a.axes.index(axis)) for axis in wanted)
            turned = f"{a.within(_ATOM)}.T" if len(wanted) == 2 else f"np.transpose({a.code}, ({places}))"
            a = _Array(turned, wanted)
        first = axes.index(a.axes[0])
        if a.axes == axes[first:]:
            return a
        shown = ", ".join(":" if axis in a.axes else "None" for axis in axes[first:])
        return _Array(f"{a.within(_ATOM)}[{shown}]", a.axes)

    def _sum_of_terms(self, e: Add) -> _Array:
        terms = [(term.could_extract_minus_sign(), term) for term in sorted(e.args, key=_reading_order)]
        terms.sort(key=lambda one: one[0])
        parts = [(minus, self._array(-term if minus else term)) for minus, term in terms]
        axes = self._union(part for _, part in parts)
        code = ""
        for minus, part in parts:
            text = self._aligned(part, axes).within(_PRODUCT)
            code += f" {'-' if minus else '+'} {text}" if code else ("-" if minus else "") + text
        return _Array(code, axes, _SUM)

    def _product(self, e: Mul) -> _Array:
        if e.could_extract_minus_sign():
            inner = self._array(-e)
            return _Array(f"-{inner.within(_PRODUCT)}", inner.axes, _PRODUCT)
        above, below = _fraction(e)
        factors = [self._array(f) for f in sorted(above, key=_reading_order)]
        divisors = [self._array(f) for f in below]
        axes = self._union([*factors, *divisors])
        code = " * ".join(self._aligned(f, axes).within(_UNARY) for f in factors) or "1"
        if divisors:
            inside = " * ".join(self._aligned(f, axes).within(_UNARY) for f in divisors)
            code += f" / ({inside})" if len(divisors) > 1 else f" / {inside}"
        return _Array(code, axes, _PRODUCT)

    def _power(self, e: Pow) -> _Array:
        if _is_divisor(e):
            return self._product(Mul(1, e, evaluate=False))
        base, power = self._array(e.base), self._array(e.exp)
        axes = self._union([base, power]) if power.axes else base.axes
        code = f"{self._aligned(base, axes).within(_ATOM)} ** {self._aligned(power, axes).within(_ATOM)}"
        return _Array(code, axes, _POWER)

    def _delta(self, e: KroneckerDelta) -> _Array:
        i, j = sorted(e.args, key=lambda index: (not isinstance(index, Symbol), str(index)))
        if isinstance(j, Symbol) and self._sizes.get(i) == self._sizes.get(j):
            return self._known(_Array(f"np.eye({self._size(self._sizes[i])})", (i, j)))
        parts = [self._array(i), self._array(j)]
        axes = self._union(parts)
        left, right = (self._aligned(part, axes).within(_SUM) for part in parts)
        return _Array(f"({left} == {right})", axes)

    # -- sums ------------------------------------------------------------------------------------------------

    def _sum(self, e: Sum) -> _Array:
        layers = [(k, size) for k, size in limits_of(e) if self._counts_layers(k, e.function)]
        if layers:
            ((k, size),) = layers
            rest = [limit for limit in e.limits if limit[0] != k]
            inner = self._array(Sum(e.function, *rest) if rest else e.function)
            return _Array(f"sum({inner.code} for {k} in range({_scalar(size)}))", inner.axes)
        return self._contracted(e) or self._reduced(e, "sum")

    def _counts_layers(self, k: Symbol, body: Expr) -> bool:
        return any(
            isinstance(entry.base, Tensor) and entry.base.layer is not None and entry.indices[0].has(k)
            for entry in body.atoms(Indexed)
        )

    def _open(self, e: Any) -> list[Symbol]:
        """Take the bound indices of a sum as axes, after those there are."""
        bound = [k for k, _ in limits_of(e)]
        self._sizes.update(limits_of(e))
        self._order += [k for k in bound if k not in self._order]
        return bound

    def _contracted(self, e: Sum) -> _Array | None:
        """A sum over a product of several arrays, as one contraction."""
        bound = self._open(e)
        minus = e.function.could_extract_minus_sign()
        above, below = _fraction(-e.function if minus else e.function)
        arrays = [self._array(f) for f in sorted(above, key=_reading_order)]
        if len(arrays) < 2 or below or not all(a.axes for a in arrays):
            return None
        axes = tuple(axis for axis in self._union(arrays) if axis not in bound)
        letters = self._letters(arrays)
        subscripts = ",".join("".join(letters[axis] for axis in a.axes) for a in arrays)
        result = "".join(letters[axis] for axis in axes)
        operands = ", ".join(a.code for a in arrays)
        code = f'np.einsum("{subscripts}->{result}", {operands})'
        return _Array(f"-{code}" if minus else code, axes, _PRODUCT if minus else _ATOM)

    @staticmethod
    def _letters(arrays: Iterable[_Array]) -> dict[Symbol, str]:
        letters: dict[Symbol, str] = {}
        for axis in (axis for a in arrays for axis in a.axes):
            if axis not in letters:
                tries = [c for c in (str(axis)[0], *ascii_letters) if c.isascii() and c.isalpha()]
                letters[axis] = next(c for c in tries if c not in letters.values())
        return letters

    def _reduced(self, e: Any, method: str) -> _Array:
        """A sum or a maximum along axes."""
        bound = self._open(e)
        inner = self._array(e.function)
        missing = [k for k in bound if k not in inner.axes]
        if missing:
            raise NoNumPy(f"nothing is summed along {missing[0]}")
        axes = tuple(axis for axis in inner.axes if axis not in bound)
        places = [str(inner.axes.index(k)) for k in bound]
        where = "" if not axes else f"axis={places[0]}" if len(places) == 1 else f"axis=({', '.join(places)})"
        return _Array(f"{inner.within(_ATOM)}.{method}({where})", axes)


def _fraction(e: Expr) -> tuple[list[Expr], list[Expr]]:
    """What stands above and below the line of a product."""
    above, below = [], []
    for factor in Mul.make_args(e):
        if factor.is_Rational:
            if decimal(factor):
                above.append(factor)
                continue
            above += [Integer(factor.p)] * (factor.p != 1)
            below += [Integer(factor.q)] * (factor.q != 1)
        elif _is_divisor(factor):
            below.append(1 / factor)
        else:
            above.append(factor)
    return above, below


def _is_divisor(e: Expr) -> bool:
    return isinstance(e, Pow) and not isinstance(e, exp) and bool(e.exp.could_extract_minus_sign())


def _reading_order(e: Expr) -> tuple[int, str]:
    """Numbers, scalars, arrays; weights last, as one writes ``x w``."""
    if e.is_Number:
        return (0, "")
    if isinstance(e, Symbol):
        return (1, str(e))
    if isinstance(e, Indexed):
        name = str(e.base.label)
        return (4 if name[0] in "wWb" else 3 if name[0] == "d" and len(name) > 1 else 2, str(e))
    return (2 if isinstance(e, Sum) else 5, str(e))


def _scalar(e: Expr) -> str:
    """The code of a size, of the number of a layer, or of one entry of an array."""
    if isinstance(e, Indexed):
        return f"{identifier(str(e.base.label))}[{', '.join(map(_scalar, e.indices))}]"
    if isinstance(e, Symbol):
        return identifier(e.name)
    if isinstance(e, Add):
        first, *rest = sorted(e.args, key=lambda part: (part.is_Number, str(part)))
        return _scalar(first) + "".join(
            f" - {_scalar(-part)}" if part.could_extract_minus_sign() else f" + {_scalar(part)}"
            for part in rest
        )
    return str(e)


# -- matrix notation -----------------------------------------------------------------------------------------


def _matrix(e: Expr) -> tuple[str, int]:
    """The code of a matrix expression and how tightly it binds; vectors are columns."""

    def part(inner: Expr, binds: int) -> str:
        code, own = _matrix(inner)
        return code if own >= binds else f"({code})"

    match e:
        case MatrixSymbol():
            name = _matrix_name(e.name)
            return (f"{name}[:, None]" if e.cols == 1 else name), _ATOM
        case Transpose(arg=MatrixSymbol() as vector) if vector.cols == 1:
            return f"{_matrix_name(vector.name)}[None, :]", _ATOM
        case Transpose():
            return f"{part(e.arg, _ATOM)}.T", _ATOM
        case OneMatrix():
            return f"np.ones(({', '.join(map(_scalar, e.shape))}))", _ATOM
        case ZeroMatrix():
            return f"np.zeros(({', '.join(map(_scalar, e.shape))}))", _ATOM
        case ElementwiseApplyFunction():
            return _applied(e.function, part)(e.expr)
        case Diagonal():
            return f"np.diagflat({part(e.args[0], _SUM)})", _ATOM
        case Inverse(arg=Diagonal() as diagonal) | MatPow(base=Diagonal() as diagonal):
            return f"np.diagflat(1 / {part(diagonal.args[0], _ATOM)})", _ATOM
        case Row():
            return f"{part(e.args[0], _ATOM)}[{_scalar(e.args[1])}][:, None]", _ATOM
        case MatrixSum():
            term, index, size = e.args
            return f"sum({part(term, _SUM)} for {_scalar(index)} in range({_scalar(size)}))", _ATOM
        case HadamardPower():
            return f"{part(e.base, _ATOM)} ** {part(e.exp, _ATOM)}", _POWER
        case HadamardProduct():
            return " * ".join(part(factor, _UNARY) for factor in e.args), _PRODUCT
        case Trace():
            return f"np.trace({part(e.arg, _SUM)})", _ATOM
        case step():
            return f"({part(e.args[0], _SUM)} > 0)", _ATOM
        case MatMul():
            scalar, matrices = e.as_coeff_matrices()
            product = " @ ".join(part(m, _UNARY) for m in matrices)
            if scalar == 1:
                return product, _PRODUCT
            if scalar == -1:
                return f"-({product})" if len(matrices) > 1 else f"-{product}", _PRODUCT
            return f"{part(scalar, _UNARY)} * {f'({product})' if len(matrices) > 1 else product}", _PRODUCT
        case MatAdd() | Add():
            terms = sorted(e.args, key=_is_negative)
            code = part(terms[0], _PRODUCT)
            for term in terms[1:]:
                code += f" - {part(-term, _PRODUCT)}" if _is_negative(term) else f" + {part(term, _PRODUCT)}"
            return code, _SUM
        case Mul():
            if e.could_extract_minus_sign():
                return f"-{part(-e, _PRODUCT)}", _PRODUCT
            above, below = _fraction(e)
            code = " * ".join(part(factor, _UNARY) for factor in above) or "1"
            inside = " * ".join(part(factor, _UNARY) for factor in below)
            divided = f" / {f'({inside})' if len(below) > 1 else inside}" if below else ""
            return code + divided, _PRODUCT
        case Pow(exp=exponent) if exponent == -1:
            return f"1 / {part(e.base, _UNARY)}", _PRODUCT
        case Pow():
            return f"{part(e.base, _ATOM)} ** {part(e.exp, _ATOM)}", _POWER
        case Sum():
            loops = [f"for {k} in range({_scalar(size)})" for k, size in reversed(limits_of(e))]
            return f"sum({part(e.function, _SUM)} {' '.join(loops)})", _ATOM
    return (_scalar(e), _ATOM) if not e.is_Rational or e.is_Integer else (str(e), _PRODUCT)


def _is_negative(term: Expr) -> bool:
    scalar = term.as_coeff_mmul()[0] if isinstance(term, MatMul) else term
    return bool(scalar.could_extract_minus_sign())


def _applied(function: Any, part: Any) -> Any:
    """What applies a function of one variable to every entry of a matrix."""
    body, (variable,) = function.expr, function.variables

    def apply(inner: Expr) -> tuple[str, int]:
        if body in [function(variable) for function in (exp, log, tanh, sin, cos)]:
            return f"np.{type(body).__name__}({part(inner, _SUM)})", _ATOM
        if body == step(variable):
            return f"({part(inner, _SUM)} > 0)", _ATOM
        if body == relu(variable):
            return f"np.maximum({part(inner, _SUM)}, 0)", _ATOM
        if body == sigmoid(variable):
            return f"1 / (1 + np.exp(-{part(inner, _UNARY)}))", _PRODUCT
        raise NoNumPy(f"{body} has no counterpart")

    return apply


def _matrix_name(name: str) -> str:
    """``W[l]`` stays as it is: an array from a list or a dict of them."""
    stem, bracket, layer = name.partition("[")
    return identifier(stem) + bracket + layer


def _sizes_of(e: Expr) -> Iterable[str]:
    """Where the sizes of matrices of ones can be read; within a sum over layers, off its first term."""
    counted = {str(one.args[1]) for one in e.atoms(MatrixSum)}
    shapes: Mapping[Expr, str] = {
        size: _length(_first(matrix.name, counted), place)
        for matrix in sorted(e.atoms(MatrixSymbol), key=str, reverse=True)
        for place, size in enumerate(matrix.shape)
        if isinstance(size, Symbol)
    }
    return (f"{size} = {shapes[size]}" for size in sorted(e.free_symbols, key=str) if size in shapes)


def _first(matrix: str, counted: Collection[str]) -> str:
    """The name of a layer's matrix where what is counted is 0: ``da[1]`` for ``da[s + 1]``."""
    found = re.match(r"(.+?)\[(\w+)(?: \+ (\d+))?\](.*)", matrix)
    if found is None or found[2] not in counted:
        return matrix
    return f"{found[1]}[{found[3] or 0}]{found[4]}"


def _length(matrix: str, place: int) -> str:
    """The code of a number of rows or columns; of a cut ``x[n, :, :]``, ``n`` need not be known for it."""
    name, _, cut = matrix.rstrip("]").rpartition("[")
    if ":" not in cut:
        return f"{_matrix_name(matrix)}.shape[{place}]"
    axes = [axis for axis, held in enumerate(cut.split(", ")) if held == ":"]
    return f"{_matrix_name(name)}.shape[{axes[place]}]"


def _with_header(lines: Sequence[str], last: str) -> str:
    imports = [f"import {name}" for name, use in (("math", "math."), ("numpy as np", "np.")) if use in last]
    return "\n".join([*imports, "", *lines, last] if imports else [*lines, last])
