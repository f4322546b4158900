"""Whether the code of `impl` computes what the records of `derivations` state, for every shape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from time import perf_counter
from typing import Any

from sympy import Basic, Expr, Indexed, Integer, Symbol

from yudo import derivations
from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.definitions import Definition
from yudo.derivations.calculus.gradient import rebuilt, with_fresh_bounds
from yudo.derivations.calculus.records import Result
from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.steps import budget
from yudo.derivations.calculus.symbols import Tensor
from yudo.derivations.calculus.text import Text
from yudo.verification.program import NoProgram, Program, Results, axis_of_steps, program_of
from yudo.verification.symbolic import canaries, counterexample
from yudo.verification.symbolic.arrays.array import as_content
from yudo.verification.symbolic.arrays.axes import Axes, Index, alike, shape_text
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.comparison import compare
from yudo.verification.symbolic.cross_examination import Disagreement, Draw, constants_of, examine
from yudo.verification.symbolic.inputs import SymbolicInputs
from yudo.verification.symbolic.instance import Instance, has_flattened_axis, is_deep, plain
from yudo.verification.symbolic.lets import LetBindings, Matcher
from yudo.verification.symbolic.recurrences import allowed
from yudo.verification.symbolic.stepped import SteppedInstance
from yudo.verification.symbolic.tracing import TraceFailed, Tracer
from yudo.verification.verdicts import PROVEN, REFUTED, UNDECIDED, Comparison, Diagnosis, Proof

RANKS = (2, 3, 4)
"""How many axes an input with a flattened axis has, in turn, if it is a matrix in the record."""
DEPTHS = (1, 2, 3)
"""How many layers a net of any depth has, in turn."""


def prove_layer(stem: str, depths: Iterable[int] = DEPTHS, program: Program | None = None) -> Proof:
    """Prove every result of a layer from the source in ``impl``.

    The code is traced with symbolic sizes: once for each rank of the input where an axis is flattened, and
    once for each of some depths where a net may have any. A layer over time is proven by induction, for any
    number of steps.

    Parameters
    ----------
    stem
        The name of the layer.
    depths
        The depths that a net of any depth is proved at.
    program
        What is proved in place of the code of ``impl``.

    Returns
    -------
    Proof
        Its ``gradients`` hold one comparison per result, by the result's name, each with its seconds.

    Raises
    ------
    KeyError
        If there is no such layer.
    """
    layer = derivations.layer(stem)
    start = perf_counter()
    steps = axis_of_steps(stem)
    depths = tuple(depths) if is_deep(layer) and steps is None else ()
    proof = Proof(PROVEN, depths=depths)
    try:
        program = program or program_of(stem)
    except NoProgram:
        file = f"impl/{stem}.py"
        return Proof(UNDECIDED, why=Text(f"{file} 파일이 없다", f"{file} does not exist"))
    broken = canaries.failure()
    if broken is not None:
        return Proof(UNDECIDED, why=broken)
    if steps is not None:
        with allowed():
            _prove_at(proof, SteppedInstance(layer, steps), program)
    else:
        for rank in RANKS if has_flattened_axis(layer) and not is_deep(layer) else RANKS[:1]:
            for depth in depths or (1,):
                _prove_at(proof, Instance(layer, rank, depth), program)
    for name in layer.results:
        if name not in proof.gradients:
            proof.gradients[name] = Comparison(
                name, UNDECIDED, why=Text("아무것도 비교하지 않았다", "nothing was compared")
            )
    verdicts = {part.verdict for part in proof.gradients.values()} | {proof.verdict}
    proof.verdict = next(v for v in (REFUTED, UNDECIDED, PROVEN) if v in verdicts)
    proof.seconds = perf_counter() - start
    return proof


def proof_checks(stem: str) -> dict[str, dict[str, Any]]:
    """What the evidence says about the proof of each result of a layer, by the result's name.

    ``{"verdict": "proven" | "refuted" | "undecided", "scope": "all shapes" | "listed shapes", "seconds"}``,
    and a ``"reason"`` where it is not proven.
    """
    proof = prove_layer(stem)
    checks: dict[str, dict[str, Any]] = {}
    for name, part in proof.gradients.items():
        checks[name] = {"verdict": part.verdict, "scope": proof.scope, "seconds": round(part.seconds, 3)}
        if proof.depths:
            checks[name]["depths"] = list(proof.depths)
        if part.verdict != PROVEN:
            checks[name]["reason"] = part.reason or (part.counterexample and part.counterexample.told("en"))
    return checks


def _prove_at(proof: Proof, setting: Instance, program: Program) -> None:
    """Add what is shown at one setting to a proof; the worst verdict of each result stays."""
    # A composition is read by its parts first. Where that shows nothing, the parts are inserted, which
    # takes time exponential in the depth and is left to nets of a known depth.
    layer = setting.layer
    open_ones = [name for name in layer.results if _is_open(proof, name)]
    shown, misread = _compare_all(setting, program, open_ones, named=bool(layer.uses))
    # What NumPy computes otherwise than it was read stays undecided, however it is read again.
    left = [name for name, one in shown.items() if one.verdict != PROVEN and name not in misread]
    left = [name for name in left if _can_be_written_out(layer.results[name])]
    if left and layer.uses and not is_deep(layer):
        again, _ = _compare_all(setting, program, left, named=False)
        for name, one in again.items():
            one.seconds += shown[name].seconds
        shown |= again
    for name, one in shown.items():
        if one.verdict == UNDECIDED and _can_be_written_out(layer.results[name]):
            _look_for_counterexample(one, setting, program)
        _keep_worst(proof, name, one)


_MOST_PARTS = 10_000
"""Parts of a closed form whose names are replaced by what they stand for; most have less than a thousand."""


def _can_be_written_out(result: Result) -> bool:
    """Whether a closed form without any names is short enough to be compared: it grows with every name."""
    defined = {definition.tensor: definition.value for definition in reversed(result.definitions)}
    known: dict[Tensor, int] = {}

    def parts(e: Basic) -> int:
        if not isinstance(e, Indexed) or e.base not in defined:
            return 1 + sum(map(parts, e.args))
        if e.base not in known:
            known[e.base] = 0  # a name that comes back to itself, as a state does, is written out once
            known[e.base] = parts(defined[e.base])
        return known[e.base]

    return parts(result.closed_form) <= _MOST_PARTS


def _is_open(proof: Proof, name: str) -> bool:
    return name not in proof.gradients or proof.gradients[name].verdict == PROVEN


def _compare_all(
    setting: Instance, program: Program, wanted: list[str], *, named: bool
) -> tuple[dict[str, Comparison], frozenset[str]]:
    """The comparisons of the wanted results, of the layers of a net the worst.

    And the results that were proven of what was read, with which NumPy disagrees.
    """
    start = perf_counter()
    results = {name: setting.layer.results[name] for name in wanted}
    bindings = LetBindings()
    called: list[Callable[..., Any]] = []
    try:
        tracer = Tracer(on_return=bindings.bind if named else None)

        def call(function: Callable[..., Any], *arguments: Any) -> Any:
            called.append(function)
            return tracer.call(function, *arguments)

        observed = program(setting.given(), call)
    except TraceFailed as failure:
        failed = {
            name: Comparison(name, UNDECIDED, why=failure.text, raises=failure.refused) for name in results
        }
        return failed, frozenset()
    traced = (perf_counter() - start) / max(len(results), 1)
    matcher = Matcher(bindings)
    shown: dict[str, Comparison] = {}
    for name, result in results.items():
        begin = perf_counter()
        comparisons = _of_layers(result, observed.get(name), setting, matcher)
        if comparisons:  # a net of one layer has no layer between two others
            shown[name] = next((one for one in comparisons if one.verdict != PROVEN), comparisons[0])
            passed = frozenset.intersection(*(one.also for one in comparisons))
            if passed:  # neither is to be believed: right and wrong were both proven
                why = canaries.told(sorted(passed))
                shown[name] = Comparison(name, UNDECIDED, why=why)
            shown[name].seconds = perf_counter() - begin + traced
    begin = perf_counter()
    proven = [one for one in shown.values() if one.verdict == PROVEN]
    disagreement = _cross_examined(setting, program, {one.name: observed[one.name] for one in proven}, called)
    for one in proven:
        one.seconds += (perf_counter() - begin) / len(proven)
        if disagreement is not None:
            one.verdict, one.why = UNDECIDED, disagreement.text
    return shown, frozenset(one.name for one in proven if disagreement is not None)


def _cross_examined(
    setting: Instance, program: Program, proven: Results, called: Sequence[Callable[..., Any]]
) -> Disagreement | None:
    """Whether the program computes in real NumPy what was proven of it.

    ``proven`` are the results as they were returned on symbols, by the functions that were ``called``.
    """
    if not proven:
        return None
    named = _Named()
    read: dict[str, Content] = {}
    for name, value in proven.items():
        result = setting.layer.results[name]
        names = _Names(setting, setting.definitions(result), named)
        for number in setting.numbers(result) or (None,):
            content = as_content(value if number is None else value[number])
            indices = [] if not content.axes else list(_at(result.indices, result, number))
            statement = plain(setting.reading(names.expanded(setting.statement(result, number)), indices))
            parts = [part for index, size in indices for part in setting.parts(index, size)]
            axes = tuple(tuple(map(plain, axis)) for axis in content.axes)
            read[name if number is None else f"{name}[{number}]"] = _content(axes, parts, statement)
    inputs, arrays = setting.inputs()

    def run(draw: Draw) -> Results:
        returned = program(_numbers(draw, inputs, arrays))
        values: Results = {}
        for name in proven:
            value = returned[name]
            layers = value.items() if isinstance(value, dict) else ()
            values |= {f"{name}[{number}]": one for number, one in layers} or {name: value}
        return values

    return examine(read, inputs, run, constants_of(*called), named.contents)


def _numbers(
    draw: Draw, inputs: SymbolicInputs, arrays: Mapping[str, str | dict[int, str]]
) -> dict[str, Any]:
    """What the program is given: arrays by the names that it knows, sizes, and what is part of another."""

    def number(name: str) -> Any:
        value = draw.array(inputs.by_name[name])
        return value if value.ndim else value.item()

    given: dict[str, Any] = dict(draw.sizes)
    for name, one in arrays.items():
        given[name] = {n: number(key) for n, key in one.items()} if isinstance(one, dict) else number(one)
        if getattr(given[name], "ndim", 0) == 2:  # of a single column, a second one
            given[f"{name}2"] = given[name][:, [0, -1]] if given[name].shape[1] == 1 else given[name][:, :2]
    return given


def _content(axes: Axes, symbols: Sequence[Expr], entry: Expr) -> Content:
    return Content(axes, lambda index: replaced(entry, dict(zip(symbols, index, strict=True))))


class _Named:
    """Takes the names of a record as they are, and keeps what they stand for."""

    def __init__(self) -> None:
        self.contents: dict[str, Content] = {}

    def known(self, named: Tensor, numbers: tuple[Expr, ...]) -> bool | None:
        """True if it has been named before."""
        return True if self._name(named, numbers) in self.contents else None

    def match(
        self,
        named: Tensor,
        numbers: tuple[Expr, ...],
        symbols: tuple[Expr, ...],
        sizes: list[Expr],
        value: Expr,
    ) -> bool:
        """Keep what it stands for."""
        axes = tuple((plain(size),) for size in sizes)
        self.contents[self._name(named, numbers)] = _content(axes, symbols, plain(value))
        return True

    @staticmethod
    def _name(named: Tensor, numbers: tuple[Expr, ...]) -> str:
        return f"{named.name}[{numbers[0]}]" if numbers else named.name


def _of_layers(result: Result, value: Any, setting: Instance, matcher: Matcher) -> list[Comparison]:
    """The comparisons of one result: for each layer of a deep net, one."""
    numbers = setting.numbers(result)
    if numbers is None:
        return [_result(result, None, value, setting, matcher)]
    if not isinstance(value, dict) or set(value) != set(numbers):
        why = Text(
            f"코드의 {result.id}: 층마다 하나가 아니다", f"the code's {result.id} is not one for each layer"
        )
        return [Comparison(result.name, UNDECIDED, why=why)]
    return [_result(result, number, value[number], setting, matcher) for number in numbers]


def _look_for_counterexample(one: Comparison, setting: Instance, program: Program) -> None:
    """Refute a comparison if plain NumPy computes another value than the record states."""
    result = setting.layer.results[one.name]
    if result.layers:
        return
    names = _Names(setting, setting.definitions(result), Matcher(LetBindings()))
    indices = result.indices
    statement = setting.reading(names.expanded(setting.statement(result, None)), indices)
    parts = [part for index, size in indices for part in setting.parts(index, size)]
    axes = setting.axes(size for _, size in indices)
    found = counterexample.of_a_record(
        one.name, statement, parts, axes, setting.given(), program, may_raise=one.raises
    )
    if found is not None:
        given = (*setting.layer.inputs, setting.layer.upstream)
        shown = {str(getattr(t, "label", t)) for t in given if t is not None}
        kept = {name: value for name, value in found.inputs.items() if name in shown}
        one.verdict, one.why, one.counterexample = REFUTED, None, replace(found, inputs=kept)


def _keep_worst(proof: Proof, name: str, one: Comparison) -> None:
    known = proof.gradients.get(name)
    if known is None or (known.verdict == PROVEN and one.verdict != PROVEN):
        proof.gradients[name] = one
        one.seconds += known.seconds if known is not None else 0
    else:
        known.seconds += one.seconds


def _result(
    result: Result, number: int | None, value: Any, setting: Instance, matcher: Matcher
) -> Comparison:
    if value is None:
        why = Text(f"{result.id}을 내는 impl 호출이 없다", f"no call of impl yields {result.id}")
        return Comparison(result.name, UNDECIDED, why=why)
    try:
        return _compare(result, number, as_content(value), setting, matcher)
    except (Undecidable, Unreadable, NumPyRefuses) as reason:
        return Comparison(result.name, UNDECIDED, why=reason.text)


def _compare(
    result: Result, number: int | None, found: Content, setting: Instance, matcher: Matcher
) -> Comparison:
    names = _Names(setting, setting.definitions(result), matcher)
    indices = [] if not found.axes else list(_at(result.indices, result, number))
    axes = setting.axes(size for _, size in indices)
    if not alike(found.axes, axes):
        shapes = shape_text(axes), shape_text(found.axes)
        why = Text(
            f"{result.id}의 모양은 {shapes[0]}인데 코드의 모양은 {shapes[1]}이다",
            f"{result.id} has shape {shapes[0]}, the code's {shapes[1]}",
        )
        return Comparison(result.name, UNDECIDED, why=why)
    parts = [part for index, size in indices for part in setting.parts(index, size)]

    def found_at(index: Index) -> Expr:
        read = matcher.of_code(found.at(index))
        # An entry that is known by a record's name is what that name stands for.
        return names.opened(read) if isinstance(read, Indexed) else read

    def compared(closed_form: Expr, read: Callable[[Index], Expr] = found_at) -> Comparison:
        statement = names.expanded(setting.statement(result, number, closed_form))
        expected = setting.reading(statement, indices)
        return compare(
            result.name,
            axes,
            lambda index: replaced(expected, dict(zip(parts, index, strict=True))),
            read,
            lambda _: result.subject,
            off_kinks=False,
            symbols=parts,
        )

    comparison = compared(result.closed_form)
    if comparison.verdict != PROVEN and not result.closed_form.has(Indexed):
        # The derivation opened names that its last line does without.
        opened = {d.tensor for d in result.derivation.definitions}
        comparison = compared(result.closed_form, lambda index: names.without(opened, found_at(index)))
    known = list(setting.mistakes(result))
    if comparison.verdict == PROVEN:
        with budget(_STEPS_OF_CANARIES), suppress(Undecidable, Unreadable):
            comparison.also = frozenset(one.name for one, wrong in known if compared(wrong).verdict == PROVEN)
        return comparison
    for one, wrong in known:
        # What equals a wrong closed form for all shapes is that mistake: no guess, a theorem.
        if compared(wrong).verdict == PROVEN:
            comparison.mistake = Diagnosis(one.name, one.title)
            break
    return comparison


_STEPS_OF_CANARIES = 50_000
"""What the refusal of the known mistakes of a result may take; most take a few hundred."""


def _at(
    indices: Iterable[tuple[Symbol, Expr]], result: Result, number: int | None
) -> Iterator[tuple[Symbol, Expr]]:
    for index, size in indices:
        if number is not None and result.layers:
            size = size.xreplace({result.layers[0]: Integer(number)})
        yield index, size


class _Names:
    """The named tensors of a record, replaced by what they stand for unless the code has a name for them."""

    def __init__(self, setting: Instance, definitions: list[Definition], matcher: Matcher | _Named):
        self._setting = setting
        self._definitions = definitions
        self._matcher = matcher

    def expanded(self, e: Expr) -> Expr:
        """The expression in terms of inputs and common names."""
        if isinstance(e, Indexed):
            entry = e.base[tuple(self.expanded(i) for i in e.indices)]
            value = self._value(entry)
            if value is None or self._is_common(entry):
                return entry
            return self.expanded(value)
        if not e.args:
            return e
        return rebuilt(e, [self.expanded(part) for part in e.args])

    def opened(self, entry: Indexed) -> Expr:
        """A named entry as what it stands for."""
        value = self._value(entry)
        if value is None:
            return entry
        numbers = entry.indices[:1] if entry.base.layer is not None else ()
        reading, symbols = self._reading_of(entry.base, numbers)
        return reading.xreplace(dict(zip(symbols, entry.indices[len(numbers) :], strict=True)))

    def without(self, tensors: Collection[Tensor], e: Expr) -> Expr:
        """The expression with the entries of some named tensors as what they stand for."""
        while named := [entry for entry in e.atoms(Indexed) if entry.base in tensors]:
            opened = {entry: with_fresh_bounds(self.opened(entry)) for entry in named}
            if all(entry == stands for entry, stands in opened.items()):
                return e
            e = e.xreplace(opened)
        return e

    def _reading_of(self, named: Tensor, numbers: tuple[Expr, ...]) -> tuple[Expr, tuple[Expr, ...]]:
        """What a named tensor stands for in terms of the traced inputs, and the index symbols in it."""
        axes = _axes(named, numbers)
        generic = [Symbol(f"_m{place}", integer=True) for place in range(len(axes))]
        value = self._value(named[(*numbers, *generic)])
        assert value is not None
        indices = list(zip(generic, axes, strict=True))
        reading = self._setting.reading(with_fresh_bounds(self.expanded(value)), indices)
        return reading, tuple(part for index, size in indices for part in self._setting.parts(index, size))

    def _value(self, entry: Indexed) -> Expr | None:
        values = (d.at(entry.indices) for d in self._definitions if d.tensor == entry.base)
        return next((value for value in values if value is not None), None)

    def _is_common(self, entry: Indexed) -> bool:
        named: Tensor = entry.base
        numbers = entry.indices[:1] if named.layer is not None else ()
        if any(not i.is_Integer for i in numbers):
            return False
        known = self._matcher.known(named, numbers)
        if known is not None:
            return known
        reading, symbols = self._reading_of(named, numbers)
        sizes = [factor for axis in _axes(named, numbers) for factor in self._setting.axis(axis)]
        return self._matcher.match(named, numbers, symbols, sizes, reading)


def _axes(named: Tensor, numbers: tuple[Expr, ...]) -> list[Expr]:
    return [axis.subs(named.layer, numbers[0]) if numbers else axis for axis in named.axes]
