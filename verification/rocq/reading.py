"""SymPy's index expressions as terms, with names and numbers for all that they mention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

import sympy
from sympy import Expr as SymPyExpr
from sympy import Indexed, KroneckerDelta, Pow, Rational, Symbol, exp, expand, log, tanh

from yudo.derivations.calculus import functions
from yudo.derivations.calculus.symbols import limits_of
from yudo.derivations.calculus.text import Text
from yudo.verification.rocq import terms
from yudo.verification.rocq.terms import (
    Const,
    Entry,
    Expr,
    Idx,
    Inv,
    Lab,
    Len,
    Minus,
    Mul,
    Neg,
    Num,
    Plus,
    Times,
    Var,
    power,
)

A = TypeVar("A")

FIRST_BOUND = 100
"""Bound variables are numbered from here by how deep they are nested; free indices from 0."""


class Unstatable(Exception):
    """What the theory has no word for; ``text`` says what it is."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


class Reader:
    """Reads expressions into one vocabulary.

    Parameters
    ----------
    free
        The free indices, numbered in this order.
    domains
        For a tensor of labels, by name: the sizes it is indexed by and the size its labels stay below.
    expressions
        All that will be read. Sizes and tensors are numbered by their names, so that no number depends on
        the order in which SymPy keeps a sum.
    """

    def __init__(
        self,
        free: Sequence[Symbol],
        domains: Mapping[str, tuple[tuple[SymPyExpr, ...], SymPyExpr]],
        expressions: Iterable[SymPyExpr],
    ):
        self.sizes: dict[SymPyExpr, int] = {}
        self.tensors: dict[tuple[str, tuple[SymPyExpr, ...]], int] = {}
        """By name and, for one array per layer, the number of the layer."""
        self.ranks: list[int] = []
        self.powers: dict[int, tuple[int, Idx]] = {}
        """Tensors without axes that are powers: the number of the base, and the exponent."""
        self.steps: dict[int, tuple[int, int]] = {}
        """Those to a size less 1, where that to the size is read as one factor more: base and size."""
        self.computed: dict[int, Idx] = {}
        """Sizes that are computed from others."""
        self.labels: dict[str, int] = {}
        self._free: dict[SymPyExpr, Idx] = {index: Var(number) for number, index in enumerate(free)}
        self._domains = domains
        expressions = list(expressions)
        atoms = {atom for e in expressions for atom in e.atoms(Symbol, Indexed)}
        for atom in sorted(atoms, key=str):
            if atom.is_integer and atom.is_positive:
                self.size(atom)
            elif isinstance(atom, Indexed) and not atom.is_integer:
                layer = () if getattr(atom.base, "layer", None) is None else atom.indices[:1]
                self._tensor(str(atom.base.label), layer, len(atom.indices) - len(layer))
        raised = {one for e in expressions for one in e.atoms(Pow) if _is_to_a_size(one.base, one.exp)}
        self._less = {one for one in raised if not isinstance(one.exp, Symbol)}
        for one in sorted(raised, key=str):
            self._raised(one)

    def size(self, s: SymPyExpr) -> int:
        """The number of a size, in whatever way it is written."""
        if not isinstance(s, (Symbol, Indexed)):
            s = next((known for known in self.sizes if expand(known - s) == 0), s)
        if s not in self.sizes:
            computed = None if isinstance(s, (Symbol, Indexed)) else self.index(s, {})
            number = self.sizes[s] = len(self.sizes)
            if computed is not None:
                self.computed[number] = computed
        return self.sizes[s]

    def index(self, i: SymPyExpr, scope: Mapping[SymPyExpr, Idx] | None = None) -> Idx:
        """An index, or what one is computed from; nothing in it is negative."""
        bound = self._free if scope is None else scope
        if i in bound:
            return bound[i]
        if i.is_Integer and i >= 0:
            return Num(int(i))
        if isinstance(i, functions.AffineIndex):
            return self.index(i.definition(), scope)
        if isinstance(i, Indexed) and str(i.base.label) in self._domains:
            number = self._label(str(i.base.label))
            return Lab(number, tuple(self.index(place, scope) for place in i.indices))
        if i.is_integer and i.is_positive and isinstance(i, (Symbol, Indexed)):
            return Len(self.size(i))
        if isinstance(i, sympy.Mul) and not _is_negative(i):
            factors = (self.index(part, scope) for part in i.args)
            return _folded(
                Times, sorted(factors, key=lambda one: (not isinstance(one, Num), _place_idx(one)))
            )
        if isinstance(i, sympy.Add):
            kept, taken = (
                sorted((self.index(part, scope) for part in side), key=_place_idx) for side in _sides(i)
            )
            if kept:
                return _folded(Minus, [_folded(Plus, kept), *taken])
        raise Unstatable(Text(f"인덱스 {i}", f"the index {i}"))

    def delta(self, i: SymPyExpr, j: SymPyExpr, scope: Mapping[SymPyExpr, Idx]) -> Expr:
        """Whether two indices are equal: where one is computed, with what is subtracted on the other side."""
        if any(isinstance(one, functions.AffineIndex) for one in (i, j)):
            both = sympy.expand((i - j).replace(functions.AffineIndex, lambda place: place))
            read = (self.index(sympy.Add(*side), scope) for side in _sides(both))
            return terms.Delta(*sorted(read, key=lambda one: (not isinstance(one, Var), repr(one))))
        return terms.Delta(self.index(i, scope), self.index(j, scope))

    def _label(self, name: str) -> int:
        if name not in self.labels:
            self.labels[name] = len(self.labels)
            axes, below = self._domains[name]
            for size in (*axes, below):
                self.size(size)
        return self.labels[name]

    def domain(self, name: str) -> tuple[tuple[int, ...], int]:
        """The sizes of a tensor of labels, by number."""
        axes, below = self._domains[name]
        return tuple(map(self.size, axes)), self.size(below)

    @property
    def label_ranks(self) -> list[int]:
        """The numbers of axes of the labels."""
        return [len(self._domains[name][0]) for name in self.labels]

    def entry(self, e: SymPyExpr, scope: Mapping[SymPyExpr, Idx] | None = None) -> Entry:
        """An entry of a tensor."""
        if isinstance(e, Symbol):
            return Entry(self._tensor(e.name, (), 0), ())
        layer = () if getattr(e.base, "layer", None) is None else e.indices[:1]
        places = tuple(self.index(i, scope) for i in e.indices[len(layer) :])
        return Entry(self._tensor(str(e.base.label), layer, len(places)), places)

    def _tensor(self, name: str, layer: tuple[SymPyExpr, ...], rank: int) -> int:
        key = name, layer
        if key not in self.tensors:
            self.tensors[key] = len(self.tensors)
            self.ranks.append(rank)
        if self.ranks[self.tensors[key]] != rank:
            raise Unstatable(Text(f"축의 수가 다른 {name}", f"{name} with different numbers of axes"))
        return self.tensors[key]

    def _raised(self, e: Pow) -> Expr:
        """A power to a size or to one less: a tensor without axes, or what it is times the base."""
        base = self._tensor(e.base.name, (), 0)
        less = e.base ** (e.exp - 1)
        if less in self._less:
            number = self._tensor(str(less), (), 0)
            self.steps[number] = base, self.size(e.exp)
            return Mul(Entry(base, ()), Entry(number, ()))
        number = self._tensor(str(e), (), 0)
        self.powers[number] = base, self.index(e.exp, {})
        return Entry(number, ())

    def term(self, e: SymPyExpr, scope: Mapping[SymPyExpr, Idx] | None = None) -> Expr:
        """An expression.

        Raises
        ------
        Unstatable
            If something in it is not in the language of the theory.
        """
        scope = self._free if scope is None else scope
        if isinstance(e, Rational):
            return _number(e)
        if isinstance(e, Symbol) and e.is_integer:
            if e.is_positive:
                return terms.Size(self.size(e))
            raise Unstatable(Text(f"수로 쓰인 인덱스 {e}", f"the index {e} as a number"))
        if isinstance(e, Indexed) and e.is_integer:
            if e.is_positive:
                return terms.Size(self.size(e))
            raise Unstatable(Text(f"수로 쓰인 레이블 {e}", f"the label {e} as a number"))
        if isinstance(e, (Symbol, Indexed)):
            return self.entry(e, scope)
        if isinstance(e, sympy.Add):
            return _folded(terms.Add, sorted((self.term(part, scope) for part in e.args), key=_place))
        if isinstance(e, sympy.Mul):
            return self._product(e, scope)
        if isinstance(e, Pow):
            base, exponent = e.args
            return self._power(base, exponent, scope)
        for function, made in _FUNCTIONS.items():
            if isinstance(e, function):
                return made(self.term(e.args[0], scope))
        if isinstance(e, KroneckerDelta):
            i, j = e.args
            return self.delta(i, j, scope)
        if isinstance(e, (functions.Sum, functions.Maximum)):
            return self._binder(e, scope)
        raise Unstatable(Text(f"{type(e).__name__} 연산: {e}", f"the operation {type(e).__name__}: {e}"))

    def _product(self, e: SymPyExpr, scope: Mapping[SymPyExpr, Idx]) -> Expr:
        number, rest = e.as_coeff_Mul(rational=True)
        if number.is_negative:
            return Neg(self.term(-e, scope))
        factors = [] if number == 1 else [number]
        factors += sympy.Mul.make_args(rest)
        return _folded(Mul, sorted((self.term(f, scope) for f in factors), key=_place))

    def _power(self, base: SymPyExpr, exponent: SymPyExpr, scope: Mapping[SymPyExpr, Idx]) -> Expr:
        if _is_to_a_size(base, exponent):
            return self._raised(base**exponent)
        if not isinstance(exponent, Rational):
            raise Unstatable(Text(f"지수 {exponent}", f"the exponent {exponent}"))
        read = self.term(base, scope)
        size = abs(exponent)
        if size == 1:
            raised = read
        elif size.is_Integer:
            raised = power(read, int(size))
        else:  # x ^ q = exp(q ln x), which asks for a positive x
            raised = terms.Exp(Mul(_number(size), terms.Ln(read)))
        return raised if exponent > 0 else Inv(raised)

    def _binder(self, e: SymPyExpr, scope: Mapping[SymPyExpr, Idx]) -> Expr:
        made = terms.Sum if isinstance(e, functions.Sum) else terms.Max
        heads, inside = [], dict(scope)
        for k, size in reversed(limits_of(e)):
            if size.is_Integer:
                return self._written_out(e, k, int(size), scope)
            number = FIRST_BOUND + len(inside) - len(self._free)
            heads.append((number, self.size(size)))
            inside[k] = Var(number)
        read = self.term(e.function, inside)
        for number, s in reversed(heads):
            read = made(number, s, read)
        return read

    def _written_out(self, e: SymPyExpr, k: Symbol, size: int, scope: Mapping[SymPyExpr, Idx]) -> Expr:
        """A sum over an axis whose size is a number."""
        if not isinstance(e, functions.Sum):
            raise Unstatable(Text(f"크기가 수인 축의 최댓값: {e}", f"a maximum over a listed size: {e}"))
        rest = [limit for limit in e.limits if limit[0] != k]
        inner = functions.Sum(e.function, *rest) if rest else e.function
        return _folded(
            terms.Add, [self.term(inner.xreplace({k: sympy.Integer(i)}), scope) for i in range(size)]
        )


_FUNCTIONS = {
    exp: terms.Exp,
    log: terms.Ln,
    functions.step: terms.Step,
    functions.relu: terms.Relu,
    functions.sigmoid: terms.sigmoid,
    tanh: terms.tanh,
}


def _number(q: Rational) -> Expr:
    return Neg(_number(-q)) if q < 0 else Const(Fraction(int(q.p), int(q.q)))


def _place(e: Expr) -> tuple[bool, int, str]:
    """Where a summand or factor stands: what is subtracted or divided by comes last, sums behind entries."""
    order = (Const, terms.Size, Entry, terms.Delta, terms.Step, terms.Relu, Mul, terms.Exp, terms.Ln)
    place = next((number for number, kind in enumerate(order) if isinstance(e, kind)), len(order))
    return isinstance(e, (Neg, Inv)), place, repr(e)


def _is_to_a_size(base: SymPyExpr, exponent: SymPyExpr) -> bool:
    """Whether a power of a letter has a size, or a size less 1, as its exponent."""
    sizes = (exponent, exponent + 1)
    return isinstance(base, Symbol) and any(isinstance(s, Symbol) and s.is_integer for s in sizes)


def _is_negative(i: SymPyExpr) -> bool:
    return bool(i.as_coeff_Mul()[0].is_negative)


def _sides(i: SymPyExpr) -> tuple[list[SymPyExpr], list[SymPyExpr]]:
    """What is added and what is subtracted in a sum of integers."""
    summands = sympy.Add.make_args(i)
    return [one for one in summands if not _is_negative(one)], [-one for one in summands if _is_negative(one)]


def _place_idx(i: Idx) -> tuple[int, str]:
    """Where a part of a computed index stands: as in ``S * (P - 1) + R``, whatever a variable is called."""
    order = (Times, Len, Var, Lab, Plus, Minus, Num)
    return order.index(type(i)), repr(i)


def _folded(made: Callable[[A, A], A], read: Sequence[A]) -> A:
    """From the left, as ``a + b + c`` is read."""
    whole, *rest = read
    for part in rest:
        whole = made(whole, part)
    return whole
