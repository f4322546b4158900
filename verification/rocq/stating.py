"""The theorems of a layer: its records and the traced code of ``impl``, read into the theory's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from sympy import Add, Derivative, Indexed, Integer, Mul, Pow, Symbol, pi
from sympy import Expr as SymPyExpr

from yudo import derivations
from yudo.derivations.calculus.definitions import Definition, expand
from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.gradient import with_fresh_bounds
from yudo.derivations.calculus.records import Result
from yudo.derivations.calculus.symbols import Tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.program import program_of
from yudo.verification.rocq.printing import Moved
from yudo.verification.rocq.reading import Reader, Unstatable
from yudo.verification.rocq.theorems import Stated, Theorem, stated
from yudo.verification.symbolic.arrays.array import as_content
from yudo.verification.symbolic.arrays.axes import factors_of
from yudo.verification.symbolic.instance import Instance, has_flattened_axis, is_deep, tensors_of
from yudo.verification.symbolic.prove import RANKS
from yudo.verification.symbolic.tracing import Tracer

PI = Symbol("pi", positive=True)
"""Stands for pi, which the theory has no word for: what is claimed is claimed of every positive number."""


MOST_PARTS = 2_500
"""Numbers, names and operations of a line with every array written out: longer ones are not stated."""
_LONG = Unstatable(
    Text(
        f"중간 배열을 모두 풀어 쓰면 수, 이름, 연산이 {MOST_PARTS}개 넘게 나온다",
        f"with every array written out, it has more than {MOST_PARTS} numbers, names and operations",
    )
)


def of_layer(stem: str, names: Iterable[str]) -> dict[str, list[Stated] | Unstatable]:
    """The theorems of results of a layer, by the result's name, at each rank of its inputs.

    A result that cannot be stated has the reason in its place.
    """
    results = derivations.layer(stem).results
    made: dict[str, list[Stated] | Unstatable] = {}
    observed = _observed(stem) if any(_is_short(results[name]) for name in names) else []
    for name in names:
        if not _is_short(results[name]):
            made[name] = _LONG
            continue
        try:
            made[name] = [stated(t) for s, seen in observed for t in of_result(s, results[name], seen)]
        except Unstatable as reason:
            made[name] = reason
    return made


def mistakes(stem: str) -> list[Theorem | Unstatable]:
    """What would be claimed if a mistake of a layer were the closed form: each at each rank of the inputs.

    A mistake that cannot be stated at a rank, such as a transposed array with flattened axes, has the
    reason in its place.
    """
    every = derivations.mistakes(stem)
    made: list[Theorem | Unstatable] = []
    observed = _observed(stem) if any(_is_short(mistake.result) for mistake in every) else []
    for mistake in every:
        if not _is_short(mistake.result):
            made.append(_LONG)
            continue
        for setting, seen in observed:
            try:
                made += of_result(setting, mistake.result, seen, mistake.wrong)
            except Unstatable as reason:
                made.append(reason)
    return made


def _is_short(result: Result) -> bool:
    """Whether the lines of a result that are stated are short enough with every array written out."""
    values = {d.tensor: d.value for d in result.definitions}
    known: dict[SymPyExpr, int] = {}

    def parts(e: SymPyExpr) -> int:
        if e not in known:
            known[e] = 1  # within itself, as of a step within the one after
            value = values.get(e.base) if isinstance(e, Indexed) else None
            known[e] = 1 + sum(map(parts, e.args)) if value is None else parts(value)
        return known[e]

    return max(parts(result.derivation.start), parts(result.closed_form)) <= MOST_PARTS


def _observed(stem: str) -> list[tuple[Instance, Mapping[str, Any]]]:
    """What a layer's code computes, at each rank of its inputs that is proved."""
    layer = derivations.layer(stem)
    program = program_of(stem)
    ranks = RANKS if has_flattened_axis(layer) and not is_deep(layer) else RANKS[:1]
    settings = [Instance(layer, rank, 1) for rank in ranks]
    return [(setting, program(setting.given(), Tracer().call)) for setting in settings]


def of_result(
    setting: Instance, result: Result, observed: Mapping[str, Any], closed: SymPyExpr | None = None
) -> list[Theorem]:
    """What is claimed of one result at one rank; ``closed`` may put another closed form in its place.

    A derivative by what the code computes holds of any such array, and that is one theorem; another says that
    the code puts in what it computes. An axis whose size is a number has a theorem for each of its places.
    """
    indices = [
        (part, factor)
        for index, size in result.indices
        for part, factor in zip(setting.parts(index, size), setting.axis(size), strict=True)
    ]
    listed = {index: range(size) for index, size in indices if size.is_Integer}
    return [
        theorem
        for places in product(*listed.values())
        for theorem in _at_places(
            setting, result, observed, closed, indices, dict(zip(listed, map(Integer, places), strict=True))
        )
    ]


def _at_places(
    setting: Instance,
    result: Result,
    observed: Mapping[str, Any],
    closed: SymPyExpr | None,
    all_indices: Sequence[tuple[Symbol, SymPyExpr]],
    known: Mapping[Symbol, SymPyExpr],
) -> list[Theorem]:
    """What is claimed where some of the indices are known."""
    indices = [(index, size) for index, size in all_indices if index not in known]

    def read(e: SymPyExpr, definitions: Sequence[Definition] = result.derivation.definitions) -> SymPyExpr:
        return with_fresh_bounds(setting.reading(expand(e, definitions), result.indices).xreplace(known))

    def theorem(
        facts: Sequence[SymPyExpr], by: SymPyExpr | None, part: str = "", **given: SymPyExpr | None
    ) -> Theorem:
        given = {name: e if e is None else e.xreplace({pi: PI}) for name, e in given.items()}
        told = [e for e in (*given.values(), *facts, *(size for _, size in indices)) if e is not None]
        if any(e.has(PI) for e in told):
            facts = [*facts, PI]
        reader = Reader([index for index, _ in indices], label_ranges(setting), told)
        moved = None
        if by is not None:
            entry = reader.entry(setting.reading(by, result.indices).xreplace(known))
            moved = Moved(entry.f, entry.l)
        suffix = f"_rank{setting.rank}" if setting.rank > 2 else ""
        suffix += "".join(f"_{index}{place}" for index, place in known.items())
        return Theorem(
            name=f"{result.layer}_{result.name}{suffix}{part}",
            id=result.id,
            title=result.title,
            reader=reader,
            indices=tuple((index.name, reader.size(size)) for index, size in indices),
            moved=moved,
            facts=tuple(map(reader.term, facts)),
            **{name: None if e is None else reader.term(e) for name, e in given.items()},  # type: ignore[arg-type]
        )

    closed = result.closed_form if closed is None else closed
    positive = [e for assumption in result.assumptions for e in assumption.positive]
    start, by = differentiated(result.derivation.start)
    content = as_content(observed[result.name])
    place = tuple(known.get(index, index) for index, _ in all_indices)
    code = with_fresh_bounds(content.at(place if content.axes else ()))
    computed = {d.tensor for d in result.definitions} - {d.tensor for d in result.derivation.definitions}
    differentiated_by = getattr(by, "base", None)
    if any(t == differentiated_by or start.has(t) for t in computed if not code.has(t)):
        every = result.definitions
        facts = [*map(read, positive), *_under_moved_roots(read(start), by)]
        derivative = theorem(facts, by, objective=read(start), closed=read(closed))
        put_in = [read(e, every) for e in positive]
        return [derivative, theorem(put_in, None, "_code", objective=read(closed, every), closed=code)]
    forward = None if by is None else traced_forward(setting, start, observed)
    facts = [
        *map(read, positive),
        *_cancelled(read(start), read(closed)),
        *_under_moved_roots(read(start), by),
    ]
    return [theorem(facts, by, objective=read(start), closed=read(closed), code=code, forward=forward)]


def _cancelled(start: SymPyExpr, closed: SymPyExpr) -> list[SymPyExpr]:
    """What a closed form no longer divides by: 1 less a power of a share, positive as a share is below 1."""

    def divided_by(e: SymPyExpr) -> set[SymPyExpr]:
        shares = {one for one in e.atoms(Pow) if one.exp.is_integer and getattr(one.base, "below", None) == 1}
        return {1 - share for share in shares if e.has(1 / (1 - share))}

    return sorted(divided_by(start) - divided_by(closed), key=str)


def _under_moved_roots(start: SymPyExpr, by: Indexed | Symbol | None) -> list[SymPyExpr]:
    """Positive numbers under a root that moves, such as the epsilon beside a variance."""
    if by is None:
        return []
    moved = getattr(by, "base", by)
    roots = [one.base for one in start.atoms(Pow) if not one.exp.is_integer and one.base.has(moved)]
    numbers = {part for base in roots for part in Add.make_args(base)}
    return sorted((one for one in numbers if isinstance(one, Symbol) and one.is_positive), key=str)


def differentiated(start: SymPyExpr) -> tuple[SymPyExpr, Indexed | Symbol | None]:
    """What a record differentiates and by which entry; factors beside a derivative go inside."""
    derivatives = [f for f in Mul.make_args(start) if isinstance(f, Derivative)]
    if not derivatives:
        if start.has(Derivative):
            raise Unstatable(Text(f"안쪽의 도함수: {start}", f"a derivative inside: {start}"))
        return start, None
    (derivative,) = derivatives
    if len(derivative.variables) != 1:
        raise Unstatable(Text(f"고계 도함수: {start}", f"a higher derivative: {start}"))
    (by,) = derivative.variables
    beside = Mul(*(f for f in Mul.make_args(start) if f is not derivative))
    if beside.has(getattr(by, "base", by)):
        raise Unstatable(Text(f"변수와 함께 움직이는 부분: {beside}", f"a factor that moves: {beside}"))
    return derivative.expr * beside, by


def traced_forward(setting: Instance, objective: SymPyExpr, observed: Mapping[str, Any]) -> SymPyExpr | None:
    """The objective as the traced forward pass computes it, if the code has one.

    For a layer with an upstream gradient that is its contraction with the output, else the loss with the same
    closed form.
    """
    layer = setting.layer
    if layer.upstream is not None and objective.has(layer.upstream) and "out" in layer.results:
        out = layer.results["out"]
        value = as_content(observed["out"])
        names = [Symbol(f"o{place}", integer=True) for place, _ in enumerate(out.indices)]
        renamed = [(name, size) for name, (_, size) in zip(names, out.indices, strict=True)]
        limits = [
            (part, 0, factor - 1)
            for name, size in renamed
            for part, factor in zip(setting.parts(name, size), setting.axis(size), strict=True)
        ]
        index = tuple(part for part, *_ in limits)
        return with_fresh_bounds(Sum(layer.upstream[index] * value.at(index), *reversed(limits)))
    for result in layer.results.values():
        if not result.indices and result.closed_form == objective:
            return with_fresh_bounds(as_content(observed[result.name]).at(()))
    return None


def label_ranges(setting: Instance) -> dict[str, tuple[tuple[SymPyExpr, ...], SymPyExpr]]:
    """For each tensor of labels, the sizes of its axes and the size that its labels stay below."""
    return {
        t.name: (factors_of(setting.axes(t.axes)), setting.classes(t))
        for t in tensors_of(setting.layer)
        if isinstance(t, Tensor) and t.label.is_integer
    }
