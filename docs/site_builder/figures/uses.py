"""Which results a result uses, found in its derivation: nobody types the list.

A result `S` is used by a result `R` where a line of `R`, or a named tensor that a line mentions, contains a
form of `S` with other tensors, indices and sizes in place of its own: `two_layer_net.dW1` contains
``Sum(x[n, i]*dz1[n, j], n)``, which is `affine.dw` with ``dz1`` for ``dout``. All lines of `S` were shown
equal, so every one of them counts as a form of it. An expression that several results have as a form is
credited to the first of them. The search is by structure: what it finds is an instance of `S` for certain;
an instance that is written in quite another way can be missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from sympy import (
    Add,
    Derivative,
    Expr,
    Indexed,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Mul,
    Symbol,
    exp,
    expand_mul,
    log,
    sympify,
)

from yudo.derivations.calculus import Definition, Layer, Result, Tensor
from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.symbols import limits_of

_Bindings = dict[object, object]


def used_results(layers: Mapping[str, Layer]) -> dict[str, tuple[str, ...]]:
    """Return, for the ID of every result, the IDs of those that it uses directly, not through another one.

    `layers` come in dependency order, as `derivations.layers` has them.
    """
    ordered = [result for layer in layers.values() for result in layer.results.values()]
    upstream = {stem: layer.upstream for stem, layer in layers.items()}
    found: dict[str, tuple[str, ...]] = {}
    for place, result in enumerate(ordered):
        reachable = _with_indirect(layers, result.layer)
        earlier = [other for other in ordered[:place] if other.layer in reachable]
        found[result.id] = tuple(_uses(result, earlier, upstream))
    return _without_indirect(found)


def instances(value: Expr, user: Result, layers: Mapping[str, Layer]) -> tuple[str, ...]:
    """Return the IDs of the results whose forms add up to `value`, an expression of `user`; () if none do.

    Of several results with a form in common the first counts, and a result does not count for itself.
    """
    reachable = _with_indirect(layers, user.layer)
    results = [result for stem in layers if stem in reachable for result in layers[stem].results.values()]
    named = {definition.tensor for definition in user.definitions}
    # What was computed on the way comes first, a penalty on parameters after it.
    terms = sorted(Add.make_args(expand_mul(value)), key=lambda term: not term.atoms(IndexedBase) & named)
    for candidate in (value, expand_mul(value)):
        for other in results:
            if other is user:
                continue
            upstream = layers[other.layer].upstream
            if any(_is_instance(form, candidate, other, user, upstream) for form in _forms(other)):
                return (other.id,)
    if len(terms) == 1:
        return ()
    parts = [instances(term, user, layers) for term in terms]
    return tuple(dict.fromkeys(part[0] for part in parts)) if all(parts) else ()


def _with_indirect(layers: Mapping[str, Layer], stem: str) -> set[str]:
    return {stem}.union(*(_with_indirect(layers, used) for used in layers[stem].uses))


def _without_indirect(uses: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Leave out what is used through another used result: the transitive reduction."""
    everything: dict[str, set[str]] = {}
    for result, used in uses.items():
        everything[result] = set(used).union(*(everything[other] for other in used))
    return {
        result: tuple(other for other in used if not any(other in everything[third] for third in used))
        for result, used in uses.items()
    }


def _uses(result: Result, earlier: Sequence[Result], upstream: Mapping[str, Tensor | None]) -> Iterator[str]:
    credited: dict[Expr, str] = {}
    lines = list(_lines(result))
    for other in earlier:
        forms = list(_forms(other))
        hits = [
            part
            for line in lines
            for part in _parts(line)
            if any(_is_instance(form, part, other, result, upstream[other.layer]) for form in forms)
        ]
        if other.id in [credited.setdefault(part, other.id) for part in hits] or _named(other, result, lines):
            yield other.id


def _named(other: Result, result: Result, lines: Sequence[Expr]) -> bool:
    """Whether a derivation mentions by its name the tensor that another result of the same layer states."""
    if other.layer != result.layer:
        return False
    mentioned = {entry.base for line in lines for entry in line.atoms(Indexed)}
    named = [d for d in result.definitions if d.tensor in mentioned]
    if isinstance(other.subject, Derivative):
        return any(_is_instance(other.closed_form, d.value, other, result, None) for d in named)
    if not isinstance(other.subject, Indexed) or not any(d.tensor == other.subject.base for d in named):
        return False
    tensor, layer = other.subject.base, _layer(other.subject)[0]
    entries = {entry for line in lines for entry in line.atoms(Indexed) if entry.base == tensor}
    return any(_layer(entry)[0] == layer for entry in entries)


def _forms(result: Result) -> Iterator[Expr]:
    """Yield the lines of a derivation that say the result by themselves, the closed form first."""
    lines = [result.derivation.start, *(step.expression for step in result.derivation.steps)]
    for line in reversed(lines):
        # A bare entry, or exp or log of one, stands everywhere and says nothing.
        core = line.args[0] if isinstance(line, (exp, log)) else line
        if not line.has(Derivative) and not isinstance(core, Indexed):
            yield line


def _lines(result: Result) -> Iterator[Expr]:
    """Yield the lines of a derivation and the values of the named tensors that they mention."""
    lines = [result.derivation.start, *(step.expression for step in result.derivation.steps)]
    mentioned: set[IndexedBase] = set()
    while lines:
        line = lines.pop(0)
        yield line
        yield expand_mul(line)
        fresh = line.atoms(IndexedBase) - mentioned
        mentioned |= fresh
        lines += [d.value for d in result.definitions if d.tensor in fresh]


def _parts(expression: Expr) -> Iterator[Expr]:
    """Yield the expression and all expressions in it; of a sum of terms also every choice of its terms."""
    if isinstance(expression, Indexed) or not expression.args:
        return
    if isinstance(expression, Add):
        for count in range(1, len(expression.args)):
            yield from (Add(*terms) for terms in combinations(expression.args, count) if count > 1)
    yield expression
    if isinstance(expression, Derivative):
        yield from _parts(expression.expr)
    elif isinstance(expression, Sum):
        yield from _parts(expression.function)
    else:
        for part in expression.args:
            yield from _parts(part)


def _is_instance(form: Expr, part: Expr, of: Result, user: Result, upstream: Tensor | None) -> bool:
    """Whether `part` is `form` with other names, and what the names of `of` stand for fits as well."""
    if form.is_Function and len(form.args) == 1 and isinstance(form.args[0], Indexed):
        # What is said of a function of an entry holds for that function of any number.
        return bool(form.func == part.func)
    if of.layer == user.layer:
        # Within a layer a name means one thing.
        same: _Bindings = {
            base: base if _layered(base) else (base, Integer(0)) for base in form.atoms(Tensor)
        }
        return any(True for _ in _match(form, part, same, upstream))
    return any(
        _definitions_fit(of, user, found, upstream, frozenset()) for found in _match(form, part, {}, upstream)
    )


def _definitions_fit(
    of: Result, user: Result, bindings: _Bindings, upstream: Tensor | None, seen: frozenset[Definition]
) -> bool:
    """Whether `user` defines what the named tensors of `of` stand for in the way that `of` does."""
    for ours in of.definitions:
        if ours.tensor in bindings and ours not in seen:
            return any(
                _definitions_fit(of, user, found, upstream, seen | {ours})
                for theirs in user.definitions
                for found in _same_value(ours, theirs, bindings, upstream)
            )
    return True


def _same_value(
    ours: Definition, theirs: Definition, bindings: _Bindings, upstream: Tensor | None
) -> Iterator[_Bindings]:
    named = {key: value for key, value in bindings.items() if not _is_index(key)}
    for found in _match(ours.entry, theirs.entry, named, upstream):
        yield from _match(ours.value, theirs.value, found, upstream)


def _is_index(symbol: object) -> bool:
    return isinstance(symbol, Symbol) and bool(symbol.is_integer) and not symbol.is_positive


def _match(form: Expr, part: Expr, bindings: _Bindings, upstream: Tensor | None) -> Iterator[_Bindings]:
    """Yield every way to read `part` as `form` with other names."""
    if isinstance(form, Symbol):
        yield from _match_symbol(form, part, bindings)
    elif isinstance(form, Indexed):
        yield from _match_entry(form, part, bindings, upstream)
    elif form.is_Number:
        if form == part:
            yield bindings
    elif form.func != part.func:
        return
    elif isinstance(form, Sum):
        yield from _match_sum(form, part, bindings, upstream)
    elif isinstance(form, (Add, Mul)):
        yield from _match_terms(list(form.args), list(part.args), bindings, upstream, form.func)
    elif isinstance(form, KroneckerDelta):
        for args in (part.args, part.args[::-1]):
            yield from _match_all(form.args, args, bindings, upstream)
    elif len(form.args) == len(part.args):
        yield from _match_all(form.args, part.args, bindings, upstream)


def _match_all(
    forms: Sequence[Expr], parts: Sequence[Expr], bindings: _Bindings, upstream: Tensor | None
) -> Iterator[_Bindings]:
    if not forms:
        yield bindings
        return
    for found in _match(forms[0], parts[0], bindings, upstream):
        yield from _match_all(forms[1:], parts[1:], found, upstream)


def _match_symbol(form: Symbol, part: Expr, bindings: _Bindings) -> Iterator[_Bindings]:
    # A size may be the width of a net, an index may be a label or a number; a scalar stays a scalar.
    if _is_index(form):
        alike = part.is_integer and not (isinstance(part, Symbol) and part.is_positive)
    elif form.is_integer:
        alike = part.is_integer and part.is_positive
    else:
        alike = isinstance(part, Symbol) and not part.is_integer and form.is_positive == part.is_positive
    if alike:
        yield from _bound(form, part, bindings)


def _bound(key: object, value: object, bindings: _Bindings) -> Iterator[_Bindings]:
    if key not in bindings or bindings[key] == value:
        yield {**bindings, key: value}


def _match_entry(
    form: Indexed, part: Expr, bindings: _Bindings, upstream: Tensor | None
) -> Iterator[_Bindings]:
    if not isinstance(part, Indexed):
        return
    (layer, indices), (their_layer, their_indices) = _layer(form), _layer(part)
    if len(indices) != len(their_indices):
        return
    # A statement about one layer of a net becomes a statement about another layer of the same net only.
    base: object = (part.base, their_layer) if layer == 0 else part.base
    for found in _bound(form.base, base, bindings):
        for aligned in _match(layer, their_layer, found, upstream) if layer != 0 else (found,):
            yield from _match_all(indices, their_indices, aligned, upstream)


def _match_sum(form: Sum, part: Sum, bindings: _Bindings, upstream: Tensor | None) -> Iterator[_Bindings]:
    ours, theirs = limits_of(form), limits_of(part)
    if len(ours) != len(theirs):
        return
    for order in permutations(theirs):
        fresh = dict(bindings)
        for (index, _), (other, _) in zip(ours, order, strict=True):
            fresh[index] = other
        sizes = ([size for _, size in ours], [size for _, size in order])
        bound = {other for other, _ in order}
        for found in _match_all(*sizes, fresh, upstream):
            for inner in _match(form.function, part.function, found, upstream):
                outer = {
                    key: value for key, value in inner.items() if key not in {index for index, _ in ours}
                }
                # Nothing outside of a sum can stand for its index.
                if not any(
                    isinstance(key, Symbol) and sympify(value).free_symbols & bound
                    for key, value in outer.items()
                ):
                    yield {**outer, **{key: bindings[key] for key, _ in ours if key in bindings}}


def _match_terms(
    forms: list[Expr], parts: list[Expr], bindings: _Bindings, upstream: Tensor | None, kind: type[Expr]
) -> Iterator[_Bindings]:
    """Match factors or terms in any order; the upstream gradient may stand for several factors."""
    if not forms:
        if not parts:
            yield bindings
        return
    forms = sorted(forms, key=lambda form: isinstance(form, Indexed) and form.base == upstream)
    form, *rest = forms
    for place, part in enumerate(parts):
        for found in _match(form, part, bindings, upstream):
            yield from _match_terms(rest, parts[:place] + parts[place + 1 :], found, upstream, kind)
    if kind is Mul and not rest and parts and isinstance(form, Indexed) and form.base == upstream:
        yield from _match_upstream(form, Mul(*parts), bindings)


def _match_upstream(form: Indexed, part: Expr, bindings: _Bindings) -> Iterator[_Bindings]:
    """Read any expression that has just the indices of the upstream gradient as the upstream gradient."""
    at = {bindings.get(index) for index in form.indices}
    free = {symbol for symbol in part.free_symbols if _is_index(symbol)}
    names = {symbol for symbol in free if not _is_layer(symbol, part)}
    if names == at and not isinstance(part, Indexed):
        yield from _bound(form.base, part, bindings)


def _is_layer(symbol: Symbol, expression: Expr) -> bool:
    """Whether a symbol only counts layers of a net."""
    entries = expression.atoms(Indexed)
    counting = [entry for entry in entries if symbol in _layer(entry)[0].free_symbols]
    return bool(counting) and not any(symbol in _layer(entry)[1] for entry in entries)


def _layered(base: IndexedBase) -> bool:
    return isinstance(base, Tensor) and base.layer is not None


def _layer(entry: Indexed) -> tuple[Expr, tuple[Expr, ...]]:
    """Split the indices of an entry into the number of a layer, 0 without layers, and the rest."""
    if _layered(entry.base):
        return entry.indices[0], entry.indices[1:]
    return Integer(0), entry.indices
