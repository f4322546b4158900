"""The algebra of index expressions: canonical sums of monomials.

A `Polynomial` maps monomials to rational coefficients; a monomial is a product of `Atom` powers.
Everything that is not a sum, a product or a number is an atom: an entry of a tensor, a Kronecker
delta, an indicator ``[a > 0]``, an exponential of one monomial, a sum over indices, and so on.
The constructors below keep five promises, so that equal things look equal:

* ``exp(a + b)`` is stored as ``exp(a) * exp(b)``, one atom per monomial of the exponent;
* a sum over an index is distributed over ``+``, frees itself of every factor that does not depend on
  the index, falls apart into independent sums, and names its indices by the height of the nesting;
* ``delta(k, e)`` collapses the sum over ``k`` only when one argument *is* ``k`` and the other is free
  of it; beside a delta that stays, its two arguments are written alike;
* an indicator is idempotent and knows its argument only up to a positive factor;
* the base of a negative or fractional power is primitive: positive factors and common factors are
  taken out.

All quantities are real, every index lies in the range of its axis and every axis has at least one
element. The rewriting is sound (it preserves the value wherever both sides are defined), not complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from math import floor, gcd, lcm
from typing import Any

from sympy import Add, Indexed, IndexedBase, Integer, Mul, Symbol, expand, factorint
from sympy.core.basic import Basic

from yudo.derivations.calculus.functions import AffineIndex
from yudo.derivations.calculus.steps import Undecidable as Undecidable
from yudo.derivations.calculus.steps import spend
from yudo.derivations.calculus.text import Text

Index = Any
"""An index or a size: a SymPy expression over index symbols, integers and label entries."""


_INDICATORS = ("delta", "step")
"""Kinds of atoms whose value is 0 or 1."""
_WAVES = ("sin", "cos")
"""Kinds of atoms of which products are sums."""
_ENTIRE = (*_WAVES, "erf", "atan")
"""Kinds of functions that are analytic wherever their argument is."""


class Atom:
    """A factor that the algebra does not take apart.

    ``kind`` says what it is and ``args`` holds its parts; ``free`` are the symbols it depends on,
    ``height`` is the nesting depth of the sums inside it and ``key`` orders atoms.
    """

    __slots__ = ("_hash", "args", "free", "height", "key", "kind", "positive")

    def __init__(
        self,
        kind: str,
        args: tuple[Any, ...],
        *,
        positive: bool,
        binds: Iterable[Symbol] = (),
        height: int = 0,
    ):
        self.kind = kind
        self.args = args
        self.free = frozenset[Symbol]().union(*(_free(part) for part in args)) - set(binds)
        self.height = max([height, *(_height(part) for part in args)])
        self.key = f"{kind}({','.join(_key(part) for part in args)})"
        self.positive = positive
        self._hash = hash((self.key, self.args if kind in ("symbol", "entry") else None))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Atom)
            and self._hash == other._hash
            and self.kind == other.kind
            and self.args == other.args
        )

    def __repr__(self) -> str:
        return self.key


Exponent = int | Fraction
"""An integer is no fraction here: monomials are looked up by their hashes, and those of fractions are slow."""

Coefficient = int | Fraction
"""A rational number; most are integers, with which Python reckons many times faster than with fractions."""

Monomial = tuple[tuple[Atom, Exponent], ...]
"""A product of atoms with exponents other than 0, ordered by the atoms' keys; ``()`` is 1."""

ONE: Monomial = ()


class Polynomial:
    """A sum of monomials with rational coefficients, immutable."""

    __slots__ = ("_hash", "_key", "terms")

    def __init__(self, terms: Mapping[Monomial, Coefficient]):
        self.terms = {monomial: c for monomial, c in terms.items() if c}
        self._hash: int | None = None
        self._key: str | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Polynomial) and self.terms == other.terms

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def key(self) -> str:
        """A canonical text: equal polynomials have equal keys, in every run."""
        if self._key is None:
            self._key = " + ".join(f"{c}*{monomial_key(m)}" for m, c in self.ordered())
        return self._key

    def __repr__(self) -> str:
        return self.key or "0"

    def ordered(self) -> list[tuple[Monomial, Coefficient]]:
        """The terms in the canonical order."""
        return sorted(self.terms.items(), key=lambda term: monomial_key(term[0]))

    def __add__(self, other: Polynomial) -> Polynomial:
        spend(len(other.terms))
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            terms[monomial] = terms.get(monomial, 0) + c
        return Polynomial(terms)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + other.scaled(-1)

    def __mul__(self, other: Polynomial) -> Polynomial:
        spend(len(self.terms) * len(other.terms))
        result: dict[Monomial, Coefficient] = {}
        for (a, c), (b, d) in product(self.terms.items(), other.terms.items()):
            for monomial, e in _times(a, b).terms.items():
                result[monomial] = result.get(monomial, 0) + c * d * e
        return Polynomial(result)

    def scaled(self, factor: Coefficient) -> Polynomial:
        """The polynomial times a number."""
        return Polynomial({m: c * factor for m, c in self.terms.items()})

    @property
    def constant(self) -> Coefficient | None:
        """The number this polynomial is, if it is one."""
        if not self.terms:
            return 0
        return self.terms.get(ONE) if len(self.terms) == 1 else None


# -- parts of atoms: what they depend on, how deep they are, how they are ordered ---------------------


def _free(part: Any) -> frozenset[Symbol]:
    if isinstance(part, Polynomial):
        return frozenset[Symbol]().union(*(monomial_free(m) for m in part.terms))
    if isinstance(part, Basic):
        return _index_symbols(part)
    if isinstance(part, tuple):
        if part and isinstance(part[0], tuple) and isinstance(part[0][0], Atom):
            return monomial_free(part)
        return frozenset[Symbol]().union(*(_free(p) for p in part))
    return frozenset()


@lru_cache(maxsize=65536)
def _index_symbols(index: Basic) -> frozenset[Symbol]:
    return frozenset(index.atoms(Symbol)) - {base.label for base in index.atoms(IndexedBase)}


def _height(part: Any) -> int:
    if isinstance(part, Polynomial):
        return max((monomial_height(m) for m in part.terms), default=0)
    if isinstance(part, tuple):
        if part and isinstance(part[0], tuple) and isinstance(part[0][0], Atom):
            return monomial_height(part)
        return max((_height(p) for p in part), default=0)
    return 0


def _key(part: Any) -> str:
    if isinstance(part, tuple):
        if part and isinstance(part[0], tuple) and isinstance(part[0][0], Atom):
            return monomial_key(part)
        return "(" + ",".join(_key(p) for p in part) + ")"
    return part.key if isinstance(part, (Polynomial, Atom)) else str(part)


def monomial_free(monomial: Monomial) -> frozenset[Symbol]:
    """The symbols that a monomial depends on."""
    return frozenset[Symbol]().union(*(atom.free for atom, _ in monomial))


def monomial_height(monomial: Monomial) -> int:
    """How deep sums are nested in a monomial."""
    return max((atom.height for atom, _ in monomial), default=0)


@lru_cache(maxsize=65536)
def monomial_key(monomial: Monomial) -> str:
    """A canonical text for a monomial."""
    return "*".join(atom.key if e == 1 else f"{atom.key}^{e}" for atom, e in monomial) or "1"


# -- leaves ---------------------------------------------------------------------------------------------


def number(value: Coefficient) -> Polynomial:
    """A rational number."""
    return Polynomial({ONE: _exact(value)})


def _exact(value: Coefficient) -> Coefficient:
    """The same number, an integer where it is one."""
    return value.numerator if value.denominator == 1 else value


def quotient(a: Coefficient, b: Coefficient) -> Coefficient:
    """``a / b``, which of two integers would be a float."""
    return _exact(Fraction(a) / b)


def _single(atom: Atom, exponent: Exponent = 1) -> Polynomial:
    return Polynomial({((atom, exponent),): 1})


def symbol(name: Symbol) -> Polynomial:
    """A size or another scalar; pi is one, too, of which nothing is known but that it is positive."""
    return _single(Atom("symbol", (name,), positive=bool(name.is_positive)))


def size_polynomial(size: Index) -> Polynomial:
    """A size (or an index, or another scalar) built from numbers and symbols by + and *."""
    if size.is_Rational:
        return number(Fraction(int(size.p), int(size.q)))
    if isinstance(size, Symbol):
        return symbol(size)
    if isinstance(size, Indexed):
        return entry(size.base, size.indices, positive=bool(size.is_positive))
    parts = [size_polynomial(part) for part in size.args]
    if isinstance(size, Add):
        return _sum(parts)
    if isinstance(size, Mul):
        return _product(parts)
    raise Undecidable(
        Text(
            f"크기가 아닌 {size}: 크기는 수와 기호를 +와 *로 이어 만든다",
            f"{size} is not a size: sizes are built from numbers and symbols by + and *",
        )
    )


def entry(base: Any, indices: tuple[Index, ...], *, positive: bool = False) -> Polynomial:
    """An entry of a tensor."""
    return _single(Atom("entry", (base, indices), positive=positive))


def delta(i: Index, j: Index) -> Polynomial:
    """The Kronecker delta of two indices."""
    if isinstance(i, AffineIndex) or isinstance(j, AffineIndex):
        return _meeting(i, j)
    difference = i - j if not (isinstance(i, tuple) or isinstance(j, tuple)) else None
    if i == j:
        return number(1)
    if difference is not None:
        if difference.is_Number:
            return number(0)
        more, of = difference.as_coeff_Add()
        if isinstance(of, Symbol) or isinstance(-of, Symbol):
            i, j = (-more, of) if isinstance(of, Symbol) else (more, -of)
    first, second = sorted((i, j), key=_delta_order)
    return _single(Atom("delta", (first, second), positive=False))


def _meeting(i: Index, j: Index) -> Polynomial:
    """The delta of two places of which one is computed: canonical by their difference, all signs positive."""
    gap = expand(_place(i) - _place(j))
    if gap.is_Number:
        return number(1 if gap == 0 else 0)
    sides: tuple[list[Index], list[Index]] = ([], [])
    for part in Add.make_args(gap):
        negative = part.as_coeff_Mul()[0].is_negative
        sides[bool(negative)].append(-part if negative else part)
    first, second = sorted((AffineIndex(Add(*side)) for side in sides), key=str)
    return _single(Atom("delta", (first, second), positive=False))


def _place(index: Index) -> Index:
    return index.definition() if isinstance(index, AffineIndex) else index


def _delta_order(index: Index) -> tuple[bool, str]:
    # The first argument is the one that stays: rather an expression than a symbol, then by name.
    return (isinstance(index, Symbol), str(index))


# -- products -----------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _times(a: Monomial, b: Monomial) -> Polynomial:
    exponents = dict(a)
    for atom, e in b:
        exponents[atom] = exponents.get(atom, 0) + e
    return _monomial(exponents)


def _monomial(exponents: Mapping[Atom, Exponent]) -> Polynomial:
    """The product of powers of atoms, in canonical form."""
    factors: dict[Atom, Exponent] = {}
    expanded: list[Polynomial] = []
    waves: dict[Atom, Exponent] = {}
    coefficient: Coefficient = 1
    for atom, e in exponents.items():
        if e == 0:
            continue
        if atom.kind in _INDICATORS:
            if e < 0:
                raise Undecidable(Text("지시함수로 나누기", "division by an indicator"))
            factors[atom] = 1
        elif atom.kind in _WAVES:
            waves[atom] = e
        elif atom.kind == "base":
            whole = floor(e) if e > 0 else 0
            if whole:
                expanded.append(power(atom.args[0], whole))
            if e != whole:
                factors[atom] = e - whole
        elif atom.kind == "prime":
            whole = floor(e)
            coefficient *= _exact(Fraction(atom.args[0]) ** whole)
            if e != whole:
                factors[atom] = e - whole
        else:
            factors[atom] = e
    if waves:
        expanded += _product_of_waves(waves, factors)
    for atom in factors:
        if atom.kind == "step" and _opposite(atom) in factors:
            return number(0)
    for atom in sorted((f for f in factors if f.kind == "delta"), key=lambda f: f.key):
        kept, replaced = atom.args
        others = {f: e for f, e in factors.items() if f != atom}
        replaceable = isinstance(replaced, Symbol) and replaced not in _free(kept)
        rest: Polynomial | None = None
        if replaceable and any(replaced in f.free for f in others):
            rest = substitute(_sorted(others), {replaced: kept})
        elif isinstance(kept, AffineIndex) and (shorter := _shorter_places(atom, others)):
            rest = replace(Polynomial({_sorted(others): 1}), shorter)
        if rest is not None:
            return _product([rest, _single(atom), number(coefficient), *expanded])
    result = Polynomial({_sorted(factors): coefficient})
    return _product([result, *expanded]) if expanded else result


def _product_of_waves(waves: Mapping[Atom, Exponent], factors: dict[Atom, Exponent]) -> list[Polynomial]:
    """The sum that a product of several sines and cosines is; one, and other powers, go among the ``factors``."""
    several: list[Atom] = []
    for wave, e in waves.items():
        base = Atom("base", (_single(wave),), positive=False)
        left = e + factors.pop(base, 0)
        whole = floor(left) if left > 0 else 0
        if left != whole:
            factors[base] = left - whole
        several += [wave] * whole
    if len(several) == 1:
        factors[several[0]] = 1
    if len(several) <= 1:
        return []
    made = number(1)
    for wave in several:
        made = _sum(_times_a_wave(monomial, wave).scaled(c) for monomial, c in made.terms.items())
    return [made]


def _times_a_wave(monomial: Monomial, wave: Atom) -> Polynomial:
    """``sin(a) cos(b) = (sin(a + b) + sin(a - b)) / 2`` and its like; of a number, the wave."""
    if not monomial:
        return _single(wave)
    ((other, _),) = monomial
    a, b = other.args[0], wave.args[0]
    if other.kind != wave.kind:
        a, b = (a, b) if other.kind == "sin" else (b, a)
        both = sine(a + b) + sine(a - b)
    elif wave.kind == "sin":
        both = cosine(a - b) - cosine(a + b)
    else:
        both = cosine(a - b) + cosine(a + b)
    return both.scaled(Fraction(1, 2))


def _shorter_places(meeting: Atom, others: Iterable[Atom]) -> dict[Atom, Polynomial]:
    """What stands at computed places, with the places that a delta says to be the same in fewer terms."""
    first, second = meeting.args
    gap = first.definition() - second.definition()

    def shorter(place: Index) -> Index:
        if not isinstance(place, AffineIndex):
            return place
        written = place.definition()
        least = min(expand(written - gap), expand(written + gap), key=lambda way: len(Add.make_args(way)))
        if len(Add.make_args(least)) >= len(Add.make_args(written)):
            return place
        return least if isinstance(least, Symbol) else AffineIndex(least)

    within = frozenset[Atom]().union(*map(_atoms_in, others))
    if any(map(_compares_entries, within)):
        return {}  # Entries that are compared with each other are known by their places.
    if any(k in meeting.free for atom in within if atom.kind == "sum" for k, _ in atom.args[0]):
        return {}  # A name inside would mean another index than in the delta.
    found: dict[Atom, Polynomial] = {}
    for atom in within:
        if atom.kind == "delta":
            found[atom] = delta(*map(shorter, atom.args))
        elif atom.kind == "entry":
            found[atom] = entry(atom.args[0], tuple(map(shorter, atom.args[1])), positive=atom.positive)
    return {atom: new for atom, new in found.items() if new != _single(atom)}


def _compares_entries(atom: Atom) -> bool:
    """Whether an atom compares entries with each other, and not one entry with 0."""
    within = _atoms_in(atom.args)
    return atom.kind == "maximum" or (atom.kind == "step" and sum(a.kind == "entry" for a in within) > 1)


@lru_cache(maxsize=65536)
def _atoms_in(part: Any) -> frozenset[Atom]:
    """The atom, and all atoms that it is made of."""
    if isinstance(part, Polynomial):
        part = tuple(part.terms)
    if isinstance(part, tuple):
        return frozenset[Atom]().union(*map(_atoms_in, part))
    return _atoms_in(part.args) | {part} if isinstance(part, Atom) else frozenset()


def is_longer(of: Polynomial, most: int) -> bool:
    """Whether it has more factors than so many, those within functions and sums counted wherever they stand."""
    todo: list[Any] = [of]
    while todo:
        part = todo.pop()
        if isinstance(part, Polynomial):
            todo += part.terms
        elif isinstance(part, Atom):
            todo += part.args
        elif isinstance(part, tuple):
            todo += (one[0] if isinstance(one, tuple) and one else one for one in part)
            most -= len(part)
            if most < 0:
                return True
    return False


def _sorted(factors: Mapping[Atom, Exponent]) -> Monomial:
    return tuple(sorted(factors.items(), key=lambda factor: factor[0].key))


def _product(polynomials: Iterable[Polynomial]) -> Polynomial:
    result = number(1)
    for polynomial in polynomials:
        result = result * polynomial
    return result


def _sum(polynomials: Iterable[Polynomial]) -> Polynomial:
    terms: dict[Monomial, Coefficient] = {}
    for polynomial in polynomials:
        spend(len(polynomial.terms))
        for monomial, c in polynomial.terms.items():
            terms[monomial] = terms.get(monomial, 0) + c
    return Polynomial(terms)


def _opposite(indicator: Atom) -> Atom:
    return _step_atom(indicator.args[0].scaled(-1))


# -- substitution --------------------------------------------------------------------------------------


def substitute(of: Polynomial | Monomial, values: Mapping[Symbol, Index]) -> Polynomial:
    """Replace index symbols, sizes or scalars, and bring the result into canonical form again."""
    spend(1)
    if isinstance(of, Polynomial):
        return _sum(substitute(monomial, values).scaled(c) for monomial, c in of.terms.items())
    chosen = frozenset(values.items())
    return _product(
        power(_substitute_atom(atom, chosen), e) if atom.free & values.keys() else _single(atom, e)
        for atom, e in of
    )


@lru_cache(maxsize=65536)
def _substitute_atom(atom: Atom, chosen: frozenset[tuple[Symbol, Index]]) -> Polynomial:
    # Kept, as the terms of a sum have most of their factors in common.
    values = dict(chosen)

    def inside(polynomial: Polynomial) -> Polynomial:
        return substitute(polynomial, values)

    kind, args = atom.kind, atom.args
    if kind == "symbol":
        return size_polynomial(values[args[0]])
    if kind == "entry":
        return entry(args[0], tuple(_substitute_index(i, values) for i in args[1]), positive=atom.positive)
    if kind == "delta":
        return delta(*(_substitute_index(i, values) for i in args))
    if kind == "sum":
        bounds, body = args
        if not _clashes((k for k, _ in bounds), values):
            return total_over(
                substitute(body, values), [(k, _substitute_index(size, values)) for k, size in bounds]
            )
        fresh = [(_fresh(k), _substitute_index(size, values)) for k, size in bounds]
        renamed = substitute(body, {k: new for (k, _), (new, _) in zip(bounds, fresh, strict=True)})
        return total_over(substitute(renamed, values), fresh)
    if kind == "maximum":
        ((k, size),), body = args
        if not _clashes([k], values):
            return maximum_over(substitute(body, values), (k, _substitute_index(size, values)))
        new = _fresh(k)
        renamed = substitute(body, {k: new})
        return maximum_over(substitute(renamed, values), (new, _substitute_index(size, values)))
    return _REBUILD[kind](args, inside)


def _clashes(bound: Iterable[Symbol], values: Mapping[Symbol, Index]) -> bool:
    """Whether bound indices must be renamed before a substitution under their sum."""
    return any(k in values or any(k in _free(value) for value in values.values()) for k in bound)


def _substitute_index(index: Index, values: Mapping[Symbol, Index]) -> Index:
    return index.xreplace(values) if isinstance(index, Basic) else index


_counter = 0


def _fresh(like: Symbol) -> Symbol:
    """An index symbol that occurs nowhere else; it is renamed before anything leaves this module."""
    global _counter
    _counter += 1
    return Symbol(f"{like.name.split('~')[0]}~{_counter}", integer=True)


# -- powers, exponentials, logarithms, indicators ------------------------------------------------------


def power(base: Polynomial, exponent: Exponent) -> Polynomial:
    """``base ** exponent`` for a rational exponent."""
    e = exponent.numerator if exponent.denominator == 1 else exponent
    if e == 0:
        return number(1)
    if not base:
        if e < 0:
            raise Undecidable(Text("0으로 나누기", "division by zero"))
        return base
    if e == 1:
        return base
    if len(base.terms) == 1:
        return _power_of_monomial(base, e)
    if e.denominator == 1 and e > 0:
        return _product([base] * int(e))
    by_cases = _at_an_indicator(base, lambda case: power(case, e), defined_at_zero=e > 0)
    if by_cases is not None:
        return by_cases
    content, primitive = _primitive(base, signed=e.denominator == 1)
    if len(primitive.terms) == 1:
        return power(content * primitive, e)
    atom = Atom("base", (primitive,), positive=is_positive(primitive))
    return power(content, e) * _monomial({atom: e})


def _power_of_monomial(base: Polynomial, e: Exponent) -> Polynomial:
    ((monomial, c),) = base.terms.items()
    if e.denominator == 1:
        return _monomial({atom: k * e for atom, k in monomial}).scaled(_exact(Fraction(c) ** e.numerator))
    if c < 0:
        # A negative number times something negative may still have a root: leave it whole.
        inner = Atom("base", (base,), positive=False)
        return _monomial({inner: e})
    outer = {atom: k * e for atom, k in monomial if atom.positive}
    rest = [(atom, k) for atom, k in monomial if not atom.positive]
    if len(rest) == 1 and rest[0][1] == 1 and rest[0][0].kind != "base":
        outer[rest[0][0]] = e
    elif rest:
        inner = Atom("base", (Polynomial({_sorted(dict(rest)): 1}),), positive=False)
        outer[inner] = e
    for prime, k in _factors(c):
        outer[Atom("prime", (prime,), positive=True)] = k * e
    return _monomial(outer)


def _factors(c: Coefficient) -> list[tuple[int, int]]:
    found = dict(factorint(c.numerator))
    for prime, k in factorint(c.denominator).items():
        found[prime] = found.get(prime, 0) - k
    return [(int(prime), int(k)) for prime, k in found.items() if prime != 1]


def _primitive(base: Polynomial, *, signed: bool) -> tuple[Polynomial, Polynomial]:
    """Split ``base = content * primitive``; only positive content is taken out unless ``signed``.

    The content is one term. A primitive of one term means that the base itself collapsed to one.
    """
    content, primitive = number(1), base
    while len(primitive.terms) > 1:
        shared, rest = _common_factor(primitive, signed=signed)
        if shared.constant == 1:
            break
        content, primitive = content * shared, rest
    return content, primitive


def _common_factor(base: Polynomial, *, signed: bool) -> tuple[Polynomial, Polynomial]:
    terms = base.ordered()
    numbers = [c for _, c in terms]
    rational = quotient(gcd(*(c.numerator for c in numbers)), lcm(*(c.denominator for c in numbers)))
    common: dict[Atom, Exponent] = {}
    atoms = {atom: None for monomial, _ in terms for atom, _ in monomial}
    exponential = sorted((a for a in atoms if a.kind == "exp"), key=lambda a: a.key)
    vectors = [tuple(dict(m).get(a, 0) for a in exponential) for m, _ in terms]
    common.update(zip(exponential, min(vectors), strict=True))
    for atom in atoms:
        if atom.kind in ("delta", "step", "exp") or not (atom.positive or signed):
            continue
        common[atom] = min(dict(m).get(atom, 0) for m, _ in terms)
    # The first term decides the sign, so that (a - b)^2 and (b - a)^2 meet.
    if signed and terms[0][1] < 0:
        rational = -rational
    # As a product of powers, so that they meet the negative powers before they are expanded.
    inverse = Polynomial({_sorted({a: -e for a, e in common.items() if e}): 1})
    rest = base * inverse
    return _monomial(common).scaled(rational), rest.scaled(quotient(1, rational))


def exponential(of: Polynomial) -> Polynomial:
    """``exp(of)``, as one atom per monomial of the exponent."""
    result = number(1)
    for monomial, c in of.terms.items():
        if len(monomial) == 1 and monomial[0][0].kind == "log" and monomial[0][1] == 1:
            result = result * power(monomial[0][0].args[0], c)
        elif any(atom.kind in _INDICATORS for atom, _ in monomial):
            # exp(s a) = s exp(a) + (1 - s) for s in {0, 1}.
            present = Polynomial({tuple(f for f in monomial if f[0].kind in _INDICATORS): 1})
            rest = Polynomial({tuple(f for f in monomial if f[0].kind not in _INDICATORS): c})
            result = result * (number(1) - present + present * exponential(rest))
        else:
            result = result * _single(Atom("exp", (Polynomial({monomial: 1}),), positive=True), _exact(c))
    return result


def logarithm(of: Polynomial) -> Polynomial:
    """``log(of)``, split at the factors that are known to be positive."""
    if not of:
        raise Undecidable(Text("0의 로그", "the logarithm of zero"))
    if of.constant == 1:
        return number(0)
    by_cases = _at_an_indicator(of, logarithm)
    if by_cases is not None:
        return by_cases
    content, primitive = _primitive(of, signed=False) if len(of.terms) > 1 else (of, number(1))
    if len(primitive.terms) == 1:
        content, primitive = content * primitive, number(1)
    ((monomial, c),) = content.terms.items()
    result = number(0)
    opaque: dict[Atom, Exponent] = {}
    for atom, e in monomial:
        if atom.kind == "exp":
            result = result + atom.args[0].scaled(e)
        elif atom.kind == "base" and atom.positive:
            result = result + _log_atom(atom.args[0]).scaled(e)
        elif atom.positive:
            result = result + _log_atom(_single(atom)).scaled(e)
        else:
            opaque[atom] = e
    if c < 0:
        primitive = primitive.scaled(-1)
    for prime, k in _factors(abs(Fraction(c))):
        result = result + _log_atom(number(prime)).scaled(k)
    if primitive.constant == 1 and len(opaque) == 1:
        ((atom, e),) = opaque.items()
        if e.denominator == 1 and e.numerator % 2 == 1:
            # An odd power is positive exactly where its base is, so log(a^e) = e log(a).
            base = atom.args[0] if atom.kind == "base" else _single(atom)
            return result + _log_atom(base).scaled(e)
    rest = primitive * _monomial(opaque)
    return result if rest.constant == 1 else result + _log_atom(rest)


def _log_atom(of: Polynomial) -> Polynomial:
    return _single(Atom("log", (of,), positive=False))


def indicator(of: Polynomial) -> Polynomial:
    """``[of > 0]``; the argument is kept only up to a positive factor."""
    if of.constant is not None:
        return number(1 if of.constant > 0 else 0)
    if is_positive(of):
        return number(1)
    if is_positive(of.scaled(-1)):
        return number(0)
    if _exceeds_a_maximum(of):
        return number(0)
    inner = _first_indicator(of)
    if inner is not None:
        return _of_cases(inner, *(indicator(case) for case in _cases(inner, of)))
    if len(of.terms) > 1:
        _, primitive = _primitive(of, signed=False)
        if len(primitive.terms) == 1:
            return indicator(primitive)
        exponents = _compared_exponentials(primitive)
        if exponents is not None:
            return indicator(exponents)
        of = primitive
    else:
        ((monomial, c),) = of.terms.items()
        kept = {}
        for atom, e in monomial:
            if not atom.positive:
                # The sign of a power with an integer exponent is that of its parity.
                odd = e.denominator == 1 and e.numerator % 2 == 1
                kept[atom] = 1 if odd and atom.kind != "base" else e
        of = _monomial(kept).scaled(1 if c > 0 else -1)
        if of.constant is not None:
            return number(1 if of.constant > 0 else 0)
    return _single(_step_atom(of))


def _compared_exponentials(of: Polynomial) -> Polynomial | None:
    """``a - b`` for ``exp(a) - exp(b)``, which has its sign; one of them may be 1."""
    if len(of.terms) != 2 or sum(of.terms.values()) != 0:
        return None
    if any(atom.kind != "exp" for monomial in of.terms for atom, _ in monomial):
        return None
    return _sum(atom.args[0].scaled(e * (1 if c > 0 else -1)) for m, c in of.terms.items() for atom, e in m)


def _first_indicator(of: Polynomial) -> Atom | None:
    return min(
        (atom for monomial in of.terms for atom, _ in monomial if atom.kind in _INDICATORS),
        key=lambda atom: atom.key,
        default=None,
    )


def _cases(indicator: Atom, of: Polynomial) -> tuple[Polynomial, Polynomial]:
    """What a polynomial is where an indicator is 1, and where it is 0."""
    return replace(of, {indicator: number(1)}), replace(of, {indicator: number(0)})


def _of_cases(indicator: Atom, where: Polynomial, elsewhere: Polynomial) -> Polynomial:
    """``f(s a + (1 - s) b) = s f(a) + (1 - s) f(b)`` for s in {0, 1}, of ``f(a)`` and ``f(b)``."""
    present = _single(indicator)
    return present * where + (number(1) - present) * elsewhere


def _at_an_indicator(
    of: Polynomial, f: Callable[[Polynomial], Polynomial], *, defined_at_zero: bool = True
) -> Polynomial | None:
    """``f(of)`` by the cases of the one indicator in a sum, if it has one and is 0 in neither case.

    So ``1 / (1 + where(x > 0, exp(-x), exp(x)))`` comes into one form with its branches. Several indicators
    would double the cases again and again. Where ``of`` is 0 with its argument, as ``abs(x)`` is, and ``f`` not
    defined there, one of two opposite indicators is 1.
    """
    inner = _first_indicator(of) if len(of.terms) > 1 else None
    if inner is None:
        return None
    opposite = _opposite(inner) if inner.kind == "step" else inner
    others = {atom for monomial in of.terms for atom, _ in monomial if atom.kind in _INDICATORS}
    if others - {inner, opposite}:
        return None
    where, elsewhere = _cases(inner, of)
    where = replace(where, {opposite: number(0)})
    if inner.kind == "step" and not defined_at_zero and not replace(elsewhere, {opposite: number(0)}):
        elsewhere = replace(elsewhere, {opposite: number(1)})
        if where and elsewhere:
            return _single(inner) * f(where) + _single(opposite) * f(elsewhere)
    return _of_cases(inner, f(where), f(elsewhere)) if where and elsewhere else None


def _exceeds_a_maximum(of: Polynomial) -> bool:
    """Whether ``of`` is ``f(i) - max_k f(k)`` up to a positive number, and so never positive."""
    for atom, c, rest in _less_a_maximum(of):
        compared, body = _compared(atom)
        if not all(_indexes_an_axis(k, body) for k, _ in compared):
            continue  # Other places may lie outside of what was compared.
        free = sorted({s for m in rest.terms for s in monomial_free(m)}, key=str)
        if _is_among(rest, body, c, compared, [free] * len(compared)):
            return True
    return False


def _exceeds_what_it_is_among(of: Polynomial, bounds: Sequence[Bound]) -> bool:
    """Whether ``of`` is ``f(i) - max_k f(k)`` up to a positive number, where ``i`` runs as far as ``k``."""
    for atom, c, rest in _less_a_maximum(of):
        compared, body = _compared(atom)
        alike = [[i for i, size in bounds if size == compared_size] for _, compared_size in compared]
        if _is_among(rest, body, c, compared, alike):
            return True
    return False


def _less_a_maximum(of: Polynomial) -> Iterable[tuple[Atom, Coefficient, Polynomial]]:
    """The maxima that are taken off, each with its coefficient and the other terms."""
    for monomial, c in of.terms.items():
        if c < 0 and len(monomial) == 1 and monomial[0][0].kind == "maximum" and monomial[0][1] == 1:
            yield monomial[0][0], c, of + _single(monomial[0][0]).scaled(-c)


def _compared(maximum: Atom) -> tuple[list[Bound], Polynomial]:
    """The indices that a maximum, or a maximum of maxima, runs over, and what it compares."""
    compared: list[Bound] = []
    while True:
        (bound,), body = maximum.args
        compared.append(bound)
        inner = body.ordered()[0][0]
        if len(inner) != 1 or inner[0][0].kind != "maximum" or body != _single(inner[0][0]):
            return compared, body
        maximum = inner[0][0]


def _is_among(
    rest: Polynomial,
    body: Polynomial,
    c: Coefficient,
    compared: Sequence[Bound],
    choices: Sequence[Sequence[Symbol]],
) -> bool:
    for places in product(*choices):
        chosen = {k: i for (k, _), i in zip(compared, places, strict=True)}
        if substitute(body, chosen).scaled(-c) == rest:
            return True
    return False


def _indexes_an_axis(k: Symbol, of: Polynomial) -> bool:
    """Whether ``k`` is an index of an entry, not only part of a computed place such as that of a window."""
    for monomial in of.terms:
        for atom, _ in monomial:
            if atom.kind == "entry" and k in atom.args[1]:
                return True
            inner = [part for part in atom.args if isinstance(part, Polynomial)]
            if atom.kind == "sum":
                inner.append(Polynomial({atom.args[1]: 1}))
            if any(_indexes_an_axis(k, part) for part in inner):
                return True
    return False


def positive_part(of: Polynomial) -> Polynomial:
    """``max(of, 0)``, so written that ``max(a, 0) - max(-a, 0)`` is visibly ``a``."""
    indicated = indicator(of)
    steps = [atom for monomial in indicated.terms for atom, _ in monomial if atom.kind == "step"]
    if any(atom.args[0].ordered()[0][1] < 0 for atom in steps):
        turned = of.scaled(-1)
        return of + turned * indicator(turned)
    return of * indicated


def error_function(of: Polynomial) -> Polynomial:
    """``erf(of)``, an odd function: the argument is kept with its first coefficient positive."""
    return _odd("erf", error_function, of)


def sine(of: Polynomial) -> Polynomial:
    """``sin(of)``, an odd function."""
    return _odd("sin", sine, of)


def cosine(of: Polynomial) -> Polynomial:
    """``cos(of)``, an even function."""
    if not of:
        return number(1)
    by_cases = _by_all_cases(cosine, of)
    return _single(Atom("cos", (_turned(of)[1],), positive=False)) if by_cases is None else by_cases


def inverse_tangent(of: Polynomial) -> Polynomial:
    """``atan(of)``, an odd function."""
    return _odd("atan", inverse_tangent, of)


def rounded(kind: str, of: Polynomial) -> Polynomial:
    """``floor(of)`` or ``rint(of)``, of which nothing is known but that it is one function."""
    by_cases = _by_all_cases(lambda case: rounded(kind, case), of)
    return _single(Atom(kind, (of,), positive=False)) if by_cases is None else by_cases


def _odd(kind: str, f: Callable[[Polynomial], Polynomial], of: Polynomial) -> Polynomial:
    if not of:
        return number(0)
    by_cases = _by_all_cases(f, of)
    if by_cases is not None:
        return by_cases
    turn, turned = _turned(of)
    return _single(Atom(kind, (turned,), positive=kind != "sin" and is_positive(turned))).scaled(turn)


def _turned(of: Polynomial) -> tuple[int, Polynomial]:
    """A sign, and the argument with its first coefficient positive."""
    turn = -1 if of.ordered()[0][1] < 0 else 1
    return turn, of.scaled(turn)


def _by_all_cases(f: Callable[[Polynomial], Polynomial], of: Polynomial) -> Polynomial | None:
    """``f(of)`` by the cases of an indicator, if there is one."""
    inner = _first_indicator(of)
    if inner is None:
        return None
    where, elsewhere = _cases(inner, of)
    if inner.kind == "step":
        where = replace(where, {_opposite(inner): number(0)})
    return _of_cases(inner, f(where), f(elsewhere))


def is_positive(of: Polynomial) -> bool:
    """Whether every term is visibly positive."""
    return bool(of.terms) and all(
        c > 0 and all(atom.positive for atom, _ in monomial) for monomial, c in of.terms.items()
    )


_REBUILD: dict[str, Callable[[tuple[Any, ...], Callable[[Polynomial], Polynomial]], Polynomial]] = {
    "exp": lambda args, inside: exponential(inside(args[0])),
    "log": lambda args, inside: logarithm(inside(args[0])),
    "step": lambda args, inside: indicator(inside(args[0])),
    "base": lambda args, inside: inside(args[0]),
    "erf": lambda args, inside: error_function(inside(args[0])),
    "sin": lambda args, inside: sine(inside(args[0])),
    "cos": lambda args, inside: cosine(inside(args[0])),
    "atan": lambda args, inside: inverse_tangent(inside(args[0])),
    "floor": lambda args, inside: rounded("floor", inside(args[0])),
    "rint": lambda args, inside: rounded("rint", inside(args[0])),
}


# -- sums over indices -----------------------------------------------------------------------------------

Bound = tuple[Symbol, Index]
"""A bound index and the size of its axis."""


def total_over(summand: Polynomial, bounds: Iterable[Bound]) -> Polynomial:
    """The sum of a polynomial over whole axes."""
    listed = []
    for k, size in bounds:
        if size.is_Integer:
            summand = _sum(substitute(summand, {k: place}) for place in map(Integer, range(int(size))))
        else:
            listed.append((k, size if size.is_Symbol else _multiplied_out(size)))
    names = {k for k, _ in listed}
    inner = [(k, size) for k, size in listed if names & _free(size)]
    if inner:
        # The width of layer l is an axis inside the sum over l: that sum comes last.
        return total_over(total_over(summand, inner), [b for b in listed if b not in inner])
    return _sum(_sum_of_monomial(monomial, listed).scaled(c) for monomial, c in summand.terms.items())


@lru_cache(maxsize=4096)
def _multiplied_out(size: Index) -> Index:
    """A size that is written in one way only."""
    return expand(size)


def _sum_of_monomial(monomial: Monomial, bounds: list[Bound]) -> Polynomial:
    if any(atom.kind == "step" and _exceeds_what_it_is_among(atom.args[0], bounds) for atom, _ in monomial):
        return Polynomial({})
    opened = _open_inner_sums(monomial, bounds)
    if opened is not None:
        return total_over(*opened)
    collapsed = _collapse_a_delta(monomial, bounds)
    if collapsed is not None:
        return total_over(*collapsed)
    result = number(1)
    remaining = list(bounds)
    factors = list(monomial)
    while remaining:
        group, members = [remaining.pop(0)], []
        grown = True
        while grown:
            names = {k for k, _ in group}
            joined = [f for f in factors if f[0].free & names]
            factors = [f for f in factors if f not in joined]
            members += joined
            reached = {s for atom, _ in members for s in atom.free}
            more = [b for b in remaining if b[0] in reached]
            remaining = [b for b in remaining if b not in more]
            group += more
            grown = bool(more or joined)
        result = result * (_canonical_sum(group, members) if members else size_polynomial(group[0][1]))
    return result * Polynomial({tuple(factors): 1})


def _open_inner_sums(monomial: Monomial, bounds: list[Bound]) -> tuple[Polynomial, list[Bound]] | None:
    """Merge sums that depend on the outer indices into one sum over all their indices together."""
    names = {k for k, _ in bounds}
    inner = [
        (atom, e)
        for atom, e in monomial
        if atom.kind == "sum"
        and e.denominator == 1
        and e > 0
        and atom.free & names
        # An axis whose size depends on an outer index (the width of layer l) stays inside it.
        and not any(names & _free(size) for _, size in atom.args[0])
    ]
    if not inner:
        return None
    merged = list(bounds)
    parts = [Polynomial({tuple(f for f in monomial if f not in inner): 1})]
    for atom, e in inner:
        for _ in range(int(e)):
            fresh = [(_fresh(k), size) for k, size in atom.args[0]]
            renaming = {k: new for (k, _), (new, _) in zip(atom.args[0], fresh, strict=True)}
            parts.append(substitute(atom.args[1], renaming))
            merged += fresh
    return _product(parts), merged


def _collapse_a_delta(monomial: Monomial, bounds: list[Bound]) -> tuple[Polynomial, list[Bound]] | None:
    """Let ``delta(k, e)`` with ``e`` free of ``k`` pick one term of the sum over ``k``."""
    for atom, _ in monomial:
        if atom.kind != "delta":
            continue
        for k, other in (atom.args, atom.args[::-1]):
            size = next((size for name, size in bounds if name == k), None)
            if size is not None and k not in _free(other) and _in_range(other, size):
                rest = tuple(f for f in monomial if f[0] is not atom)
                return substitute(rest, {k: other}), [b for b in bounds if b[0] != k]
    return None


def _in_range(index: Index, size: Index) -> bool:
    # Indices and labels are in the range of the axis they index; of a number that must be seen.
    if isinstance(index, (Symbol, Indexed)):
        return True
    return bool(index in (0, size - 1) or (index.is_Integer and size.is_Integer and 0 <= index < size))


def _canonical_sum(bounds: list[Bound], factors: list[tuple[Atom, Exponent]]) -> Polynomial:
    """The atom for one connected sum, its indices named so that renamed sums are the same atom."""
    level = 1 + max(atom.height for atom, _ in factors)
    ordered = sorted(bounds, key=lambda bound: str(bound[1]))
    groups: list[list[Bound]] = []
    for bound in ordered:
        if groups and str(groups[-1][0][1]) == str(bound[1]):
            groups[-1].append(bound)
        else:
            groups.append([bound])
    names = [Symbol(f"_{level}_{place}", integer=True) for place in range(len(ordered))]
    monomial = tuple(factors)
    best: tuple[str, Polynomial] | None = None
    for choice in product(*(permutations(group) for group in groups)):
        arranged = [bound for group in choice for bound in group]
        body = substitute(
            monomial, {k: name for (k, _), name in zip(arranged, names, strict=True) if k != name}
        )
        if best is None or body.key < best[0]:
            best = (body.key, body)
    assert best is not None
    body = best[1]
    named = tuple((name, size) for name, (_, size) in zip(names, ordered, strict=True))
    if len(body.terms) != 1 or not all(name in _free(body) for name in names):
        # Renaming showed more structure than before (a delta between two of the indices): go on with it.
        return total_over(body, named)
    ((only, c),) = body.terms.items()
    positive = all(a.positive for a, _ in only)
    return _single(Atom("sum", (named, only), positive=positive, binds=names, height=level)).scaled(c)


def maximum_over(of: Polynomial, bound: Bound) -> Polynomial:
    """The largest value of ``of`` as the index runs over its axis."""
    k, size = bound[0], _multiplied_out(bound[1])
    outside = Polynomial({m: c for m, c in of.terms.items() if k not in monomial_free(m)})
    inside = of - outside
    if not inside:
        return outside
    level = 1 + max(monomial_height(m) for m in inside.terms)
    name = Symbol(f"_{level}_0", integer=True)
    renamed = substitute(inside, {k: name})
    parts = (((name, size),), renamed)
    return outside + _single(
        Atom("maximum", parts, positive=is_positive(renamed), binds=[name], height=level)
    )


# -- the zero test ------------------------------------------------------------------------------------------


def is_zero(of: Polynomial) -> bool:
    """Whether a polynomial is shown to be zero wherever it is defined.

    The denominators are multiplied out, again and again, until none is left; what remains is zero if
    all terms cancel. A yes is certain; a no means "not shown".
    """
    while of:
        denominators = {
            atom: e for monomial in of.terms for atom, e in monomial if atom.kind == "base" and e < 0
        }
        if not denominators:
            return _is_zero_by_summands(of, is_zero)
        atom = max(denominators, key=lambda a: (a.height, a.key))
        lowest = min(e for monomial in of.terms for a, e in monomial if a == atom)
        of = of * _cleared(atom, -floor(lowest))
    return True


def _is_zero_by_summands(of: Polynomial, is_zero: Callable[[Polynomial], bool]) -> bool:
    """Whether terms that are sums over the same axes cancel under the sign of summation."""
    groups: dict[tuple[Index, ...], tuple[list[Bound], Polynomial]] = {}
    for monomial, c in of.terms.items():
        sums = [atom for atom, e in monomial if atom.kind == "sum" and e == 1]
        if not sums:
            return False
        chosen = max(sums, key=lambda atom: (atom.height, atom.key))
        bounds, summand = chosen.args
        sizes = tuple(size for _, size in bounds)
        fresh, together = groups.get(sizes) or ([(_fresh(k), size) for k, size in bounds], number(0))
        renaming = {k: new for (k, _), (new, _) in zip(bounds, fresh, strict=True)}
        rest = Polynomial({tuple(f for f in monomial if f[0] is not chosen): c})
        groups[sizes] = fresh, together + rest * substitute(summand, renaming)
    return all(is_zero(together) for _, together in groups.values())


def _cleared(atom: Atom, exponent: int) -> Polynomial:
    # Kept as a power of the atom, so that it meets the negative powers before it is expanded.
    return Polynomial({((atom, exponent),): 1})


# -- indicators: cases and kinks --------------------------------------------------------------------------


def is_zero_by_cases(of: Polynomial, most: int = 4, positive: tuple[Polynomial, ...] = ()) -> bool:
    """Whether a polynomial is shown to be zero by looking at each sign of its indicators' arguments.

    Where an argument is 0, one of its entries is expressed by the others. What follows from what is ``positive``
    in a case is not asked again: of ``a > 1``, ``a > 0``. At most ``most`` arguments are told apart; sums are not
    looked into.
    """
    if is_zero(of):
        return True
    argument = _an_indicator(of)
    if argument is None:
        return False
    opposite = argument.scaled(-1)
    for side, other in ((argument, opposite), (opposite, argument)):
        if _follows(side, positive):
            return is_zero_by_cases(_where_positive(of, side, other), most, positive)
    if most == 0 or not all(
        is_zero_by_cases(_where_positive(of, side, other), most - 1, (*positive, side))
        for side, other in ((argument, opposite), (opposite, argument))
    ):
        return False
    none = number(0)
    level = replace(of, {_step_atom(argument): none, _step_atom(opposite): none})
    if is_zero_by_cases(level, most - 1):
        return True
    solved = _solved_entry(argument)
    if solved is None:
        return False
    try:
        there = replace(level, dict([solved]))
        known = tuple(replace(one, dict([solved])) for one in positive)
    except Undecidable:  # a division by zero there
        return False
    return is_zero_by_cases(there, most - 1, known)


def _where_positive(of: Polynomial, side: Polynomial, other: Polynomial) -> Polynomial:
    """What a polynomial is where ``side`` is positive, and so ``other``, its opposite, negative."""
    return replace(of, {_step_atom(side): number(1), _step_atom(other): number(0)})


def _step_atom(of: Polynomial) -> Atom:
    return Atom("step", (of,), positive=False)


def is_zero_off_ties(of: Polynomial, most: int = 6) -> bool:
    """Whether a polynomial is shown to be zero wherever no indicator's argument is 0, in whatever order they are.

    What follows from the signs that are known is not asked again: of ``a > b`` and ``b > c``, ``a > c``. At most
    ``most`` arguments are told apart, all of which are 0 on a set of measure zero; terms that are sums over the
    same axes are compared under the sign of summation.
    """
    return _is_zero_where(of, (), most) or _is_zero_by_summands(of, lambda part: is_zero_off_ties(part, most))


def _is_zero_where(of: Polynomial, positive: tuple[Polynomial, ...], most: int) -> bool:
    if is_zero(of):
        return True
    parts = _by_other_factors(of)
    if len(parts) > 1:
        return all(_is_zero_where(part, positive, most) for part in parts)
    argument = _an_indicator(of)
    if argument is None or not is_generic(argument):
        return False
    for side, other in ((argument, argument.scaled(-1)), (argument.scaled(-1), argument)):
        if _follows(other, positive):
            continue
        known = _follows(side, positive)
        if most == 0 and not known:
            return False
        here = _where_positive(of, side, other)
        if not _is_zero_where(here, positive if known else (*positive, side), most if known else most - 1):
            return False
    return True


def _follows(of: Polynomial, positive: tuple[Polynomial, ...]) -> bool:
    """Whether it is a sum of multiples of some of these and of what is visibly positive, and so positive."""
    spend(1)
    for place, one in enumerate(positive):
        others = positive[:place] + positive[place + 1 :]
        for times in {quotient(of.terms[m], c) for m, c in one.terms.items() if m in of.terms and m != ONE}:
            if times > 0:
                rest = of - one.scaled(times)
                if not rest or is_positive(rest) or _follows(rest, others):
                    return True
    return False


def _by_other_factors(of: Polynomial) -> list[Polynomial]:
    """The terms, those together that differ in indicators alone."""
    parts: dict[Monomial, dict[Monomial, Coefficient]] = {}
    for monomial, c in of.terms.items():
        others = tuple(factor for factor in monomial if factor[0].kind != "step")
        parts.setdefault(others, {})[monomial] = c
    return [Polynomial(terms) for terms in parts.values()]


def _an_indicator(of: Polynomial) -> Polynomial | None:
    found = {}
    todo = [of]
    while todo:
        for monomial in todo.pop().terms:
            for atom, _ in monomial:
                if atom.kind == "step":
                    found[atom.key] = atom.args[0]
                elif atom.kind not in ("sum", "maximum"):
                    todo += [part for part in atom.args if isinstance(part, Polynomial)]
    return found[min(found)] if found else None


def _solved_entry(zero: Polynomial) -> tuple[Atom, Polynomial] | None:
    """An entry that occurs once in ``zero = 0``, and what it is then equal to."""
    for monomial, c in zero.ordered():
        if len(monomial) != 1 or monomial[0][1] != 1 or monomial[0][0].kind not in ("entry", "symbol"):
            continue
        atom = monomial[0][0]
        rest = zero - _single(atom).scaled(c)
        if replace(rest, {atom: number(0)}) == rest:
            return atom, rest.scaled(quotient(-1, c))
    return None


def replace(of: Polynomial, values: Mapping[Atom, Polynomial], *, at_all_indices: bool = False) -> Polynomial:
    """Replace atoms wherever they stand, also inside functions and sums.

    Parameters
    ----------
    of, values
        The polynomial, and what atoms are replaced with.
    at_all_indices
        Whether an atom equals its value whatever its indices are, so also where a sum binds them; else a name
        that is bound inside means another index than the same name in ``values``.
    """
    return _sum(
        _product(power(_replace_in_atom(atom, values, at_all_indices), e) for atom, e in monomial).scaled(c)
        for monomial, c in of.terms.items()
    )


def _replace_in_atom(atom: Atom, values: Mapping[Atom, Polynomial], at_all_indices: bool) -> Polynomial:
    if atom in values:
        return values[atom]

    def inside(polynomial: Polynomial) -> Polynomial:
        return replace(polynomial, values, at_all_indices=at_all_indices)

    if atom.kind in ("sum", "maximum"):
        bounds, body = atom.args
        whole = body if isinstance(body, Polynomial) else Polynomial({body: 1})
        mentioned = frozenset[Symbol]().union(*(_free(part) | one.free for one, part in values.items()))
        if not at_all_indices and any(k in mentioned for k, _ in bounds):
            fresh = [(_fresh(k), size) for k, size in bounds]
            whole = substitute(whole, {k: name for (k, _), (name, _) in zip(bounds, fresh, strict=True)})
            bounds = fresh
        new = inside(whole)
        if new == whole:
            return _single(atom)
        fresh = [(_fresh(k), size) for k, size in bounds]
        new = substitute(new, {k: name for (k, _), (name, _) in zip(bounds, fresh, strict=True)})
        return total_over(new, fresh) if atom.kind == "sum" else maximum_over(new, fresh[0])
    return _REBUILD[atom.kind](atom.args, inside) if atom.kind in _REBUILD else _single(atom)


def off_kinks(of: Polynomial) -> tuple[Polynomial, list[Polynomial]]:
    """Write every indicator in one orientation, ``[-a > 0] = 1 - [a > 0]``, true where ``a`` is not 0.

    Returns the rewritten polynomial and the arguments ``a``. Only arguments that are 0 on a set of measure
    zero, whatever the indices, are rewritten.
    """
    turned: dict[Atom, Polynomial] = {}
    kinks: dict[str, Polynomial] = {}
    for atom in _indicators(of):
        argument = atom.args[0]
        opposite = argument.scaled(-1)
        if argument.ordered()[0][1] < 0 and is_generic(argument):
            turned[atom] = number(1) - _single(_step_atom(opposite))
            kinks[opposite.key] = opposite
    return (replace(of, turned, at_all_indices=True), list(kinks.values())) if turned else (of, [])


def _indicators(of: Polynomial) -> dict[Atom, None]:
    found: dict[Atom, None] = {}
    for monomial in of.terms:
        for atom, _ in monomial:
            if atom.kind == "step":
                found[atom] = None
            for part in atom.args:
                if isinstance(part, Polynomial):
                    found |= _indicators(part)
                elif atom.kind == "sum" and part and isinstance(part[0][0], Atom):
                    found |= _indicators(Polynomial({part: 1}))
    return found


def is_generic(of: Polynomial) -> bool:
    """Whether an expression is shown not to be identically zero in its entries, whatever its indices.

    It is then analytic and not zero, hence zero only on a set of measure zero. Few sights suffice: an
    entry of a tensor that occurs nowhere else; a value that is positive where all entries are 1, alone or with
    what vanishes with a tensor of its own; a value that is not 0 where all entries are 0.
    """
    for monomial in of.terms:
        if len(monomial) == 1 and monomial[0][0].kind == "entry" and monomial[0][1] == 1:
            others = [m for m in of.terms if m != monomial]
            if not any(_may_mention(m, monomial[0][0]) for m in others) and all(map(_is_analytic, others)):
                return True
    if not all(map(_is_analytic, of.terms)):
        return False
    signs = {c > 0 for c in of.terms.values()}
    if len(signs) == 1 and all(map(_positive_at_ones, of.terms)):
        return True
    if any(_positive_at_ones(one) and _moves_alone(one, of) for one in of.terms):
        return True
    standing = [monomial for monomial in of.terms if not _vanishes_at_zeros(monomial)]
    return len(standing) == 1 and all(atom.positive and atom.kind != "sum" for atom, _ in standing[0])


def _moves_alone(monomial: Monomial, of: Polynomial) -> bool:
    """Whether it is 0 where all entries of a tensor are, which no other term mentions."""
    others = " ".join(monomial_key(one) for one in of.terms if one != monomial)
    factors = list(monomial)
    while factors:
        atom, e = factors.pop()
        if atom.kind == "entry" and e > 0 and str(atom.args[0]) not in others:
            return True
        if atom.kind == "sum" and e > 0:
            factors += atom.args[1]
    return False


def _may_mention(monomial: Monomial, entry: Atom) -> bool:
    """Whether an entry may occur in a monomial; entries at two known places are two."""
    base, place = entry.args
    if str(base) not in monomial_key(monomial):
        return False
    ((atom, _),) = monomial if len(monomial) == 1 else ((entry, 1),)
    if atom.kind != "entry" or atom.args[0] != base:
        return True
    gaps = (expand(_place(i) - _place(j)) for i, j in zip(atom.args[1], place, strict=True))
    return not any(gap.is_Integer and gap != 0 for gap in gaps)


def _is_analytic(monomial: Monomial) -> bool:
    return all(
        (atom.kind in ("entry", "symbol") and (e > 0 or atom.positive) and e.denominator == 1)
        or (atom.kind == "sum" and e > 0 and e.denominator == 1 and _is_analytic(atom.args[1]))
        or (atom.kind == "symbol" and atom.positive)
        or atom.kind == "prime"
        or (atom.kind == "exp" and all(map(_is_analytic, atom.args[0].terms)))
        or (
            atom.kind in _ENTIRE
            and e > 0
            and e.denominator == 1
            and all(map(_is_analytic, atom.args[0].terms))
        )
        for atom, e in monomial
    )


def _positive_at_ones(monomial: Monomial) -> bool:
    return all(
        atom.kind in ("entry", "symbol", "exp", "prime")
        or (atom.kind == "sum" and _positive_at_ones(atom.args[1]))
        for atom, _ in monomial
    )


def _vanishes_at_zeros(monomial: Monomial) -> bool:
    return any(
        (atom.kind == "entry" and e > 0)
        or (atom.kind == "sum" and e > 0 and _vanishes_at_zeros(atom.args[1]))
        or (
            atom.kind in _ENTIRE
            and atom.kind != "cos"
            and e > 0
            and all(map(_vanishes_at_zeros, atom.args[0].terms))
        )
        for atom, e in monomial
    )
