"""A small checker of stated results, without Rocq: the programs of ``theory/``, function by function.

``norm``, ``D``, ``same``, ``gradient_check`` and the others are the definitions of those names in ``Norm.v``,
``Derivative.v`` and ``Check.v``, of which ``theory/`` proves that they preserve meaning. That this file says
the same is not proven: it is a second program that must agree. It needs the standard library alone.
"""

# ruff: noqa: D103  (what each function does is said beside its definition in theory/)

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import chain, repeat
from typing import Any, TypeVar

from yudo.verification.rocq.terms import (
    ONE,
    ZERO,
    Add,
    Const,
    Context,
    Delta,
    Entry,
    Exp,
    Expr,
    Idx,
    Inv,
    Lab,
    Len,
    Ln,
    Max,
    Minus,
    Mul,
    Neg,
    Num,
    Plus,
    Relu,
    Size,
    Step,
    Sum,
    Times,
    Var,
    mentions,
    parts,
    parts_idx,
)

A = TypeVar("A")
B = TypeVar("B")
Binders = tuple[tuple[int, int], ...]
Factors = tuple[Expr, ...]
Places = tuple[Idx, ...]
Term = tuple[Fraction, Binders, Factors]
Poly = list[Term]

# -- occurrence and substitution -------------------------------------------------------------------------


def occurs_idx(v: int, i: Idx) -> bool:
    return v in vars_idx(i)


def vars_idx(i: Idx) -> list[int]:
    return [i.v] if isinstance(i, Var) else [v for part in parts_idx(i) for v in vars_idx(part)]


def occurs(v: int, e: Expr) -> bool:
    match e:
        case Entry(_, places):
            return any(occurs_idx(v, i) for i in places)
        case Delta(i, j):
            return occurs_idx(v, i) or occurs_idx(v, j)
    return (isinstance(e, (Sum, Max)) and v == e.k) or any(occurs(v, part) for part in parts(e))


def subst_idx(k: int, j: Idx, i: Idx) -> Idx:
    match i:
        case Var(v):
            return j if v == k else i
        case Lab(y, places):
            return Lab(y, tuple(subst_idx(k, j, place) for place in places))
        case Plus(a, b) | Times(a, b) | Minus(a, b):
            return type(i)(subst_idx(k, j, a), subst_idx(k, j, b))
    return i


def subst(k: int, j: Idx, e: Expr) -> Expr:
    """The index ``j`` for the variable ``k``."""
    match e:
        case Entry(f, places):
            return Entry(f, tuple(subst_idx(k, j, i) for i in places))
        case Delta(a, b):
            return Delta(subst_idx(k, j, a), subst_idx(k, j, b))
        case Sum(l, s, a) | Max(l, s, a):
            return e if l == k else type(e)(l, s, subst(k, j, a))
    made = [subst(k, j, part) for part in parts(e)]
    return type(e)(*made) if made else e


def nocap(k: int, j: Idx, e: Expr) -> bool:
    """No binder captures a variable of ``j`` when it is put for ``k``."""
    if isinstance(e, (Sum, Max)):
        return e.k == k or (not occurs_idx(e.k, j) and nocap(k, j, e.a))
    return all(nocap(k, j, part) for part in parts(e))


# -- a total order ---------------------------------------------------------------------------------------

KINDS_IDX = (Var, Num, Lab, Len, Plus, Times, Minus)
KINDS = (Const, Size, Entry, Add, Neg, Mul, Inv, Exp, Ln, Step, Relu, Delta, Sum, Max)


def key_idx(i: Idx) -> tuple[Any, ...]:
    kind = KINDS_IDX.index(type(i))
    match i:
        case Var(n) | Num(n) | Len(n):
            return (kind, n)
        case Lab(y, places):
            return (kind, y, tuple(map(key_idx, places)))
    return (kind, *map(key_idx, parts_idx(i)))


def key(e: Expr) -> tuple[Any, ...]:
    """Tuples that are ordered as ``compare`` orders expressions."""
    kind = KINDS.index(type(e))
    match e:
        case Const(q):
            return (kind, q.numerator, q.denominator)
        case Size(s):
            return (kind, s)
        case Entry(f, places):
            return (kind, f, tuple(map(key_idx, places)))
        case Delta(i, j):
            return (kind, key_idx(i), key_idx(j))
        case Sum(k, s, a) | Max(k, s, a):
            return (kind, k, s, key(a))
    return (kind, *map(key, parts(e)))


# -- terms and normal forms ------------------------------------------------------------------------------


def bound(v: int, bs: Binders) -> bool:
    return any(v == k for k, _ in bs)


def sums(bs: Binders, e: Expr) -> Expr:
    return reduce(lambda made, b: Sum(b[0], b[1], made), reversed(bs), e)


def prods(fs: Factors) -> Expr:
    return reduce(lambda made, f: Mul(f, made), reversed(fs)) if fs else ONE


def reify_term(t: Term) -> Expr:
    c, bs, fs = t
    return Mul(Const(c), sums(bs, prods(fs)))


def reify(p: Poly) -> Expr:
    return reduce(lambda made, e: Add(e, made), reversed([reify_term(t) for t in p])) if p else ZERO


def single(*fs: Expr) -> Poly:
    return [(Fraction(1), (), fs)]


def masked(bs: Binders, e: Expr) -> Expr:
    for k, _ in bs:
        e = subst(k, Num(0), e)
    return e


def isort(bs: Binders, fs: Iterable[Expr]) -> Factors:
    """Factors in order, with the names of their binders hidden at first."""
    return tuple(sorted(fs, key=lambda f: (key(masked(bs, f)), key(f))))


def picks(fs: Factors) -> list[tuple[Expr, Factors]]:
    """Each factor, with the others."""
    return [(f, fs[:n] + fs[n + 1 :]) for n, f in enumerate(fs)]


def first(f: Callable[[A], B | None], l: Iterable[A]) -> B | None:  # noqa: E741
    return next((b for b in map(f, l) if b is not None), None)


# -- binders ---------------------------------------------------------------------------------------------


def nodupb(bs: Binders) -> bool:
    return len({k for k, _ in bs}) == len(bs)


def permb(bs: Binders, others: Binders) -> bool:
    return sorted(bs) == sorted(others)


def freshen(n: int, bs: Binders, fs: Factors) -> tuple[Binders, Factors]:
    """Binders renamed to ``n``, ``n + 1``, ... where nothing is captured."""
    if not bs:
        return (), fs
    (k, s), rest = bs[0], bs[1:]
    rest, fs = freshen(n + 1, rest, fs)
    free = not bound(n, rest) and not bound(k, rest)
    if free and all(nocap(k, Var(n), f) and not occurs(n, f) for f in fs):
        return ((n, s), *rest), tuple(subst(k, Var(n), f) for f in fs)
    return ((k, s), *rest), fs


def variables(e: Expr) -> list[int]:
    match e:
        case Entry(_, places):
            return [v for i in places for v in vars_idx(i)]
        case Delta(i, j):
            return vars_idx(i) + vars_idx(j)
    return [v for part in parts(e) for v in variables(part)]


def reorder(bs: Binders, fs: Factors) -> Binders:
    mentioned = dict.fromkeys(v for f in fs for v in variables(f))
    wanted = tuple(b for v in mentioned for b in bs if b[0] == v)
    return wanted if permb(bs, wanted) and nodupb(bs) else bs


def height(e: Expr) -> int:
    return isinstance(e, (Sum, Max)) + max(map(height, parts(e)), default=0)


def largest(e: Expr) -> int:
    own = [e.k] if isinstance(e, (Sum, Max)) else variables(e) if isinstance(e, (Entry, Delta)) else []
    return max(chain(own, map(largest, parts(e))), default=0)


def beyond(bs: Binders, fs: Factors) -> int:
    return 1 + max(chain((k for k, _ in bs), map(largest, fs)), default=0)


def base(h: int) -> int:
    return 1000 + 16 * h


def canonical(t: Term) -> Term:
    c, bs, fs = t
    for _ in range(2):
        fs = isort(bs, fs)
        bs = reorder(bs, fs)
        bs, fs = freshen(max(100000, beyond(bs, fs)), bs, fs)
        bs, fs = freshen(base(1 + max(map(height, fs), default=0)), bs, fs)
        fs = isort((), fs)
    return c, bs, fs


# -- sums and products of normal forms -------------------------------------------------------------------


def depends(bs: Binders, f: Expr) -> bool:
    return any(occurs(k, f) for k, _ in bs)


def mul_term(t1: Term, t2: Term) -> Term:
    (c1, bs1, fs1), (c2, bs2, fs2) = t1, t2
    n = max(200000, beyond(bs1, fs1), beyond(bs2, fs2))
    bs1, fs1 = freshen(n, bs1, fs1)
    bs2, fs2 = freshen(max(n, beyond(bs1, fs1)), bs2, fs2)
    if any(depends(bs1, f) for f in fs2) or any(depends(bs2, f) for f in fs1):
        return Fraction(1), (), (reify_term((c1, bs1, fs1)), reify_term((c2, bs2, fs2)))
    return c1 * c2, bs1 + bs2, fs1 + fs2


def mul_poly(p: Poly, q: Poly) -> Poly:
    return [mul_term(t, u) for t in p for u in q]


# -- what is known ---------------------------------------------------------------------------------------


def under(c: Context, *bs: tuple[int, int]) -> Context:
    """Under binders, what is known of outer variables of their names is hidden."""
    facts = tuple(f for f in c.facts if not depends(bs, f))
    return Context((*reversed(bs), *c.ranges), c.domains, facts)


def in_range(c: Context, i: Idx, s: int) -> bool:
    match i:
        case Var(v):
            return next((size for k, size in c.ranges if k == v), None) == s
        case Num(n):
            return n == 0
        case Lab(y, places) if y < len(c.domains) and len(places) == len(c.domains[y][0]):
            return c.domains[y][1] == s and all(map(in_range, repeat(c), places, c.domains[y][0]))
    return False


def positive(c: Context, e: Expr) -> bool:
    """Visibly greater than 0."""
    if e in c.facts:
        return True
    match e:
        case Const(q):
            return q > 0
        case Size() | Exp():
            return True
        case Add(a, b) | Mul(a, b):
            return positive(c, a) and positive(c, b)
        case Inv(a):
            return positive(c, a)
        case Sum(k, s, a):
            return positive(under(c, (k, s)), a)
    return False


# -- factors that meet -----------------------------------------------------------------------------------


def combine(c: Context, f: Expr, g: Expr) -> Factors | None:
    """What the product is, as no or one factor; None where nothing is known."""
    match f, g:
        case Inv(a), _:
            return () if a == g and positive(c, g) else None
        case _, Inv(b):
            return () if f == b and positive(c, f) else None
        case Exp(Mul(Const(p), x)), Exp(Mul(Const(q), y)) if x == y:
            return () if p + q == 0 else (Exp(Mul(Const(p + q), x)),)
        case (Step(), Step()) | (Delta(), Delta()) if f == g:
            return (f,)
    return None


def meet(c: Context, f: Expr, l: Factors) -> Factors:  # noqa: E741
    if not l:
        return (f,)
    met = combine(c, f, l[0])
    if met is None:
        return (l[0], *meet(c, f, l[1:]))
    return meet(c, met[0], l[1:]) if met else l[1:]


def meets(c: Context, fs: Factors) -> Factors:
    return reduce(lambda made, f: meet(c, f, made), reversed(fs), ())


# -- deltas ----------------------------------------------------------------------------------------------


def without(k: int, bs: Binders) -> Binders:
    return tuple(b for b in bs if b[0] != k)


def collapse_at(c: Context, bs: Binders, i: Idx, j: Idx, rest: Factors) -> tuple[Binders, Factors] | None:
    if not isinstance(i, Var):
        return None
    k = i.v
    s = next((size for name, size in bs if name == k), None)
    if s is None:
        return None
    kept = without(k, bs)
    sound = permb(bs, (*kept, (k, s))) and nodupb(bs) and not occurs_idx(k, j)
    if sound and in_range(under(c, *kept), j, s) and all(nocap(k, j, f) for f in rest):
        return kept, tuple(subst(k, j, f) for f in rest)
    return None


def collapse(c: Context, bs: Binders, fs: Factors) -> tuple[Binders, Factors]:
    """A delta under the sum over one of its arguments picks one term of the sum."""

    def at(pick: tuple[Expr, Factors]) -> tuple[Binders, Factors] | None:
        f, rest = pick
        if not isinstance(f, Delta):
            return None
        return collapse_at(c, bs, f.i, f.j, rest) or collapse_at(c, bs, f.j, f.i, rest)

    for _ in range(len(bs)):
        found = first(at, picks(fs))
        if found is None:
            break
        bs, fs = found
    return bs, fs


def align_at(pick: tuple[Expr, Factors]) -> Factors | None:
    f, rest = pick
    if not isinstance(f, Delta):
        return None
    kept, gone = (f.i, f.j) if isinstance(f.j, Var) else (f.j, f.i)
    if not isinstance(gone, Var):
        return None
    k = gone.v
    if any(occurs(k, g) for g in rest) and not occurs_idx(k, kept) and all(nocap(k, kept, g) for g in rest):
        return (f, *(subst(k, kept, g) for g in rest))
    return None


def align(fs: Factors) -> Factors:
    """Beside a delta that stays, the larger of its arguments is replaced by the smaller."""
    found = first(align_at, picks(fs))
    return fs if found is None else found


# -- one term, then a sum of terms -----------------------------------------------------------------------


def simplify_term(c: Context, t: Term) -> Term:
    q, bs, fs = t
    bs, fs = collapse(c, bs, fs)
    fs = align(align(fs))
    kept = tuple(b for b in bs if any(occurs(b[0], f) for f in fs))
    sizes = tuple(Size(s) for k, s in bs if (k, s) not in kept)
    return canonical((q, kept, meets(under(c, *kept), sizes + fs)))


def simplify(c: Context, p: Poly) -> Poly:
    made: Poly = []
    for t in reversed([simplify_term(c, t) for t in p if t[0] != 0]):
        equal = next((n for n, u in enumerate(made) if u[1:] == t[1:]), None)
        if equal is None:
            made.append(t)
        elif (q := made[equal][0] + t[0]) == 0:
            del made[equal]
        else:
            made[equal] = (q, *t[1:])
    return made


# -- functions of a normal form --------------------------------------------------------------------------


def factors(bs: Binders, fs: Factors) -> Factors:
    """The factors outside of the sums, and what remains under them as one (``outer ++ core``)."""
    outer = tuple(f for f in fs if not depends(bs, f))
    return (*outer, sums(bs, prods(tuple(f for f in fs if depends(bs, f))))) if bs else outer


def inv_factor(f: Expr) -> Expr:
    match f:
        case Exp(Mul(Const(c), b)):
            return Exp(Mul(Const(-c), b))
        case Inv(a):
            return a
        case Delta() | Step():
            return f
    return Inv(f)


def denominator(c: Context, p: Poly) -> Expr | None:
    """A positive denominator in a term that stands outside of its binders."""
    for _, bs, fs in p:
        for f in fs:
            if isinstance(f, Inv) and positive(c, f.a) and not depends(bs, f):
                return f
    return None


def shared(c: Context, p: Poly) -> Expr | None:
    """A positive factor of all terms."""
    for f in p[0][2] if p else ():
        if positive(c, f) and not depends(p[0][1], f) and all(f in fs for *_, fs in p[1:]):
            return f
    return None


def inv_poly(c: Context, p: Poly) -> Poly:
    if not p:
        return []
    if len(p) == 1:
        ((q, bs, fs),) = p
        return [(1 / q if q else q, (), tuple(map(inv_factor, factors(bs, fs))))]
    f = denominator(c, p) or shared(c, p)
    if f is not None and positive(c, f):
        return single(inv_factor(f), Inv(Mul(reify(p), Inv(f))))
    return single(Inv(reify(p)))


def ln_factor(f: Expr) -> Expr:
    match f:
        case Exp(b):
            return b
        case Inv(a):
            return Neg(Ln(a))
    return Ln(f)


def ln_poly(c: Context, p: Poly) -> Poly:
    if len(p) == 1:
        ((q, bs, fs),) = p
        told = factors(bs, fs)
        if q > 0 and all(positive(c, f) for f in told):
            number = [] if q == 1 else single(Ln(Const(q)))
            return number + [t for f in told for t in single(ln_factor(f))]
    return single(Ln(reify(p)))


def step_poly(c: Context, p: Poly) -> Poly:
    if not p:
        return []
    if len(p) == 1 and not p[0][1] and p[0][0] > 0:
        fs = tuple(f for f in p[0][2] if not positive(c, f))
        return single(Step(prods(fs))) if fs else single()
    return single(Step(reify(p)))


def max_poly(k: int, s: int, p: Poly) -> Poly:
    e = reify(p)
    n = base(1 + height(e))
    if nocap(k, Var(n), e) and not occurs(n, e):
        return single(Max(n, s, subst(k, Var(n), e)))
    return single(Max(k, s, e))


def delta_poly(i: Idx, j: Idx) -> Poly:
    if i == j:
        return single()
    if isinstance(i, Num) and isinstance(j, Num):
        return []
    return single(Delta(i, j) if key_idx(i) < key_idx(j) else Delta(j, i))


# -- the normal form -------------------------------------------------------------------------------------


def norm(c: Context, e: Expr) -> Poly:
    return simplify(c, _norm(c, e))


def _norm(c: Context, e: Expr) -> Poly:
    match e:
        case Const(q):
            return [(q, (), ())]
        case Size() | Entry():
            return single(e)
        case Add(a, b):
            return norm(c, a) + norm(c, b)
        case Neg(a):
            return [(-q, bs, fs) for q, bs, fs in norm(c, a)]
        case Mul(a, b):
            return mul_poly(norm(c, a), norm(c, b))
        case Inv(a):
            return inv_poly(c, norm(c, a))
        case Exp(a):
            return single(*(Exp(reify_term(t)) for t in norm(c, a)))
        case Ln(a):
            return ln_poly(c, norm(c, a))
        case Step(a):
            return step_poly(c, norm(c, a))
        case Relu(a):
            p = norm(c, a)
            return mul_poly(p, step_poly(c, p))
        case Delta(i, j):
            return delta_poly(i, j)
        case Sum(k, s, a):
            return [(q, ((k, s), *bs), fs) for q, bs, fs in norm(under(c, (k, s)), a)]
        case Max(k, s, a):
            return max_poly(k, s, norm(under(c, (k, s)), a))
    raise TypeError(f"not a term: {e!r}")


def passes(n: int, c: Context, e: Expr) -> Poly:
    for _ in range(n):
        e = reify(norm(c, e))
    return norm(c, e)


# -- equality --------------------------------------------------------------------------------------------


def strip_term(v: int, s: int, t: Term) -> Term | None:
    """The term under a sum over an axis of size ``s``, with the index named ``v``."""
    q, bs, fs = t
    fits = [b for b in bs if b[1] == s]
    divided = [b for b in fits if any(isinstance(f, Inv) and occurs(b[0], f) for f in fs)]
    if not fits:
        return None
    k, _ = (divided or fits)[0]
    kept = without(k, bs)
    sound = permb(bs, ((k, s), *kept)) and nodupb(bs) and not bound(v, kept)
    if sound and all(nocap(k, Var(v), f) and not occurs(v, f) for f in fs):
        return q, kept, tuple(subst(k, Var(v), f) for f in fs)
    return None


def axis(p: Poly) -> int | None:
    """The axis that a denominator under a sum depends on."""
    for _, bs, fs in p:
        for f in fs:
            if isinstance(f, Inv) and depends(bs, f):
                return next(s for k, s in bs if occurs(k, f))
    return None


def zero(fuel: int, c: Context, p: Poly) -> bool:
    """Zero, once positive denominators are multiplied out."""
    if not p or not fuel:
        return not p
    f = denominator(c, p)
    if f is not None:
        return positive(c, f) and zero(fuel - 1, c, passes(1, c, Mul(reify(p), Inv(f))))
    s = axis(p)
    if s is None:
        return False
    v = 300000 + fuel - 1
    stripped = [u for t in p if (u := strip_term(v, s, t)) is not None]
    inside = under(c, (v, s))
    return len(stripped) == len(p) and zero(fuel - 1, inside, simplify(inside, stripped))


def same(n: int, c: Context, a: Expr, b: Expr) -> bool:
    return zero(8, c, passes(n, c, Add(a, Neg(b))))


# -- differentiation -------------------------------------------------------------------------------------


def deltas(places: Places, moved: Places) -> Expr:
    if len(places) != len(moved):
        return ZERO
    return prods((*(Delta(i, j) for i, j in zip(places, moved, strict=True)), ONE))


def below(d: Callable[[Expr], Expr], m: Expr, b: Expr) -> Expr:
    """The derivatives of what the maximum ``m`` is taken of, where it is attained."""
    if isinstance(b, Max):
        return Sum(b.k, b.s, below(d, m, b.a))
    return Mul(Add(ONE, Neg(Step(Add(m, Neg(b))))), d(b))


def D(g: int, l0: Places, e: Expr) -> Expr:
    """The derivative by the entry of ``g`` at the places ``l0``."""
    match e:
        case Entry(f, places):
            return deltas(places, l0) if f == g else ZERO
        case Add(a, b):
            return Add(D(g, l0, a), D(g, l0, b))
        case Neg(a):
            return Neg(D(g, l0, a))
        case Mul(a, b):
            return Add(Mul(D(g, l0, a), b), Mul(a, D(g, l0, b)))
        case Inv(a):
            return Neg(Mul(D(g, l0, a), Mul(Inv(a), Inv(a))))
        case Exp(Mul(Const(q), Ln(a))):
            return Mul(Mul(Const(q), D(g, l0, a)), Exp(Mul(Const(q - 1), Ln(a))))
        case Exp(a):
            return Mul(D(g, l0, a), e)
        case Ln(a):
            return Mul(D(g, l0, a), Inv(a))
        case Relu(a):
            return Mul(Step(a), D(g, l0, a))
        case Sum(k, s, a):
            return Sum(k, s, D(g, l0, a))
        case Max(k, s, a) if mentions(g, a):
            return Sum(k, s, below(lambda b: D(g, l0, b), e, a))
    return ZERO


def apart(l0: Places, e: Expr) -> bool:
    """No bound index is one that the place mentions."""
    captured = isinstance(e, (Sum, Max)) and any(occurs_idx(e.k, i) for i in l0)
    return not captured and all(apart(l0, part) for part in parts(e))


def nonnegative(c: Context, e: Expr) -> bool:
    """Visibly not less than 0."""
    match e:
        case Mul(a, b) if b in (a, Mul(a, ONE)):
            return True
        case Add(a, b) | Mul(a, b):
            return nonnegative(c, a) and nonnegative(c, b)
        case Sum(k, s, a):
            return nonnegative(under(c, (k, s)), a)
    return positive(c, e)


def above(c: Context, e: Expr) -> bool:
    """Greater than 0, as a square and something positive are."""
    return positive(c, e) or (isinstance(e, Add) and positive(c, e.a) and nonnegative(c, e.b))


def defined(g: int, c: Context, e: Expr) -> bool:
    """What the entry can move divides and is taken the logarithm of only where positive."""
    match e:
        case Inv(a) | Ln(a):
            return not mentions(g, a) or (above(c, a) and defined(g, c, a))
        case Sum(k, s, a) | Max(k, s, a):
            return defined(g, under(c, (k, s)), a)
    return all(defined(g, c, part) for part in parts(e))


# -- results ---------------------------------------------------------------------------------------------


def settled(c: Context) -> Context:
    once = tuple(reify(norm(c, f)) for f in c.facts)
    return replace(c, facts=(*c.facts, *once, *(reify(norm(c, f)) for f in once)))


def gradient_check(n: int, c: Context, g: int, l0: Places, objective: Expr, closed: Expr, code: Expr) -> bool:
    known = settled(c)
    differentiable = apart(l0, objective) and defined(g, c, objective)
    return differentiable and same(n, known, D(g, l0, objective), code) and same(n, known, closed, code)


def traced_check(
    n: int, c: Context, g: int, l0: Places, forward: Expr, objective: Expr, closed: Expr, code: Expr
) -> bool:
    if any(mentions(g, f) for f in c.facts) or not same(n, settled(c), forward, objective):
        return False
    return gradient_check(n, c, g, l0, objective, closed, code)


def value_check(n: int, c: Context, start: Expr, closed: Expr, code: Expr) -> bool:
    return same(n, settled(c), start, code) and same(n, settled(c), closed, code)


def accepts(n: int, theorem: Any) -> bool:
    """Whether a theorem's terms pass the check that its proof in Rocq computes.

    ``theorem`` has ``context``, ``moved``, ``forward``, ``objective``, ``closed`` and ``code``.
    """
    t, c = theorem, theorem.context
    code = t.closed if t.code is None else t.code
    if t.moved is None:
        return value_check(n, c, t.objective, t.closed, code)
    g, l0 = t.moved.g, t.moved.places
    if t.forward is None or t.code is None:
        return gradient_check(n, c, g, l0, t.objective, t.closed, code)
    return traced_check(n, c, g, l0, t.forward, t.objective, t.closed, code)
