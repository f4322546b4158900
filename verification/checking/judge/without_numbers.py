"""The verdict on one function where there is no NumPy: what `decide` says, from expressions alone.

The code is read on symbols and compared with what is right, by proof; two sides that are not shown equal are
evaluated in many digits, and are different only where they differ there. What floating point shows, such as
overflow, dtypes, the layout in memory and writing into arguments, is left out, and so is running the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from time import perf_counter
from typing import Any

from sympy import Expr, Integer, Mul

from yudo.derivations.calculus.steps import OutOfSteps, Undecidable, budget, left, spend
from yudo.derivations.calculus.text import Text, said
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge.exactly import Spots, differ
from yudo.verification.checking.judge.formulas import (
    compared,
    formulas_of,
    in_masks,
    is_stub,
    listed_inputs,
    traced_reference,
)
from yudo.verification.checking.judge.groups import Group
from yudo.verification.checking.judge.guards import flaws, guarded
from yudo.verification.checking.judge.snippets import Listed, comparison, program
from yudo.verification.checking.recognise.calling import WrongReturn
from yudo.verification.checking.recognise.candidate import Flaw, Program, Reading, Subject, Values
from yudo.verification.checking.recognise.nets import Unmade
from yudo.verification.checking.verdicts import FunctionReport, Remark, WrongExample
from yudo.verification.frameworks.stand_ins import NotRead
from yudo.verification.symbolic import canaries, recurrences
from yudo.verification.symbolic.arrays.array import as_content
from yudo.verification.symbolic.arrays.axes import shape_text
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.location import TracedGlobals
from yudo.verification.symbolic.arrays.size_assumptions import collected, exceptions
from yudo.verification.symbolic.counterexample import STEPS, evaluated, small_inputs
from yudo.verification.symbolic.diagnosis import diagnose as by_formulas
from yudo.verification.symbolic.diagnosis import of_shape
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs
from yudo.verification.symbolic.tracing import TraceFailed
from yudo.verification.verdicts import PROVEN, Comparison

STEPS_FOR_VERDICT, STEPS_FOR_NAMING = 200_000, 60_000
"""Of the algebra, for a verdict and then for the mistake in words; a slow phone has a minute for both."""
STEPS_FOR_A_FLAW = 800
"""What a quantity of a reference with a mistake in it costs, beside what the algebra takes."""
_MANY = 3
"""A net returns more quantities than these: there the loss alone tells the convention, as each takes long."""
_LARGEST, _MOST_CASES = 12, 6
"""Of sizes at which a branch is taken otherwise: the largest that is tried, and how many are."""
_UNREAD = (Unreadable, Undecidable, ValueError, TypeError, KeyError, AttributeError, RecursionError)
EQUAL, DIFFERENT, OPEN = "equal", "different", "open"


def judge(subject: Subject, group: Group = ()) -> FunctionReport:
    """The verdict on one function, with its explanation.

    Parameters
    ----------
    subject
        What is checked.
    group
        The functions of the same group that were judged before.
    """
    start = perf_counter()
    report = _Judge(subject, group).report()
    report.seconds = perf_counter() - start
    report.line = subject.line
    return report


class _Failed(Exception):
    """A program that raises, or cannot be read: then ``report`` is what is said of the function."""

    def __init__(self, verdict: str, **said: Any):
        super().__init__(verdict)
        self.verdict, self.said = verdict, said

    @property
    def is_unread(self) -> bool:
        return self.verdict == verdicts.UNDECIDED


@dataclass(frozen=True)
class _View:
    """What a program returns for some inputs, and what was assumed of their sizes."""

    inputs: SymbolicInputs
    values: Values
    assumed: tuple[Expr, ...] = ()


@dataclass
class _Fit:
    """How the quantities of a view compare with what a reading says."""

    view: _View
    expected: Values
    comparisons: dict[str, Comparison | None]
    states: dict[str, str]

    def of(self, *states: str) -> tuple[str, ...]:
        return tuple(q for q, state in self.states.items() if state in states)


@dataclass
class _Judge:
    subject: Subject
    group: Group
    findings: list[Remark] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Sizes and ranks that a proof does not speak of."""
    best: dict[int, tuple[_View, Reading, _Fit]] = field(default_factory=dict)
    spots: dict[int, tuple[SymbolicInputs, Spots]] = field(default_factory=dict)
    why_listed: Text | None = None
    """What stood in the way of a proof for all shapes."""

    def report(self) -> FunctionReport:
        if is_stub(self.subject):
            return self._made(verdicts.NOT_IMPLEMENTED, reason=Text("본문이 비어 있다", "the body is empty"))
        try:
            with recurrences.allowed(), budget(STEPS_FOR_VERDICT):
                views, listed = self._chosen()
                missing = self._missing(views[0].values)
                return missing or self._judged(views, listed)
        except _Failed as reason:
            return self._made(reason.verdict, **reason.said)
        except (*_UNREAD, TraceFailed, NumPyRefuses) as reason:
            return self._made(verdicts.UNDECIDED, reason=_first_line(said(reason)))

    def _made(self, verdict: str, **more: Any) -> FunctionReport:
        return FunctionReport(self.subject.function, verdict, **more)

    # -- which program ----------------------------------------------------------------------------------

    def _chosen(self) -> tuple[list[_View], bool]:
        """The views of the first program that runs; of one that agrees where its own forward is wrong."""
        forward_is_fine = bool(self.group) and all(
            other.verdict == verdicts.CORRECT for _, other in self.group
        )
        tried: list[tuple[list[_View], bool]] = []
        failures: list[_Failed] = []
        for one in self.subject.programs:
            try:
                views, listed = self._views(one)
            except _Failed as reason:
                failures.append(reason)
                if reason.is_unread:
                    break  # whether it is the one that runs is not known
                continue
            tried.append((views, listed))
            self.program = one
            if self._missing(views[0].values) is not None:
                return views, listed
            if forward_is_fine or not self._best(views[0])[1].of(DIFFERENT, OPEN):
                return views, listed
        if failures and failures[-1].is_unread and not tried:
            raise failures[-1]
        if not tried:
            raise failures[0]
        if failures and failures[-1].is_unread:
            raise failures[-1]
        return tried[0]

    def _views(self, one: Program) -> tuple[list[_View], bool]:
        """A program for inputs of all shapes; where it cannot be read so, at listed ones."""
        try:
            return [self._view(one, SymbolicInputs(self.subject.shapes))], False
        except _Failed as reason:
            if not reason.is_unread:
                raise
            why = reason
        with suppress(_Failed):
            views = [self._view(one, inputs) for inputs in listed_inputs(self.subject.shapes)]
            self.why_listed = why.said.get("reason")
            return views, True
        raise why

    def _view(self, one: Program, inputs: SymbolicInputs) -> _View:
        try:
            with collected() as assumed:
                values = one.trace(inputs)
        except (TraceFailed, *_UNREAD, NumPyRefuses, WrongReturn, Unmade, NameError, ImportError) as reason:
            raise self._failure(reason) from reason
        if self.subject.kinks:
            values = {name: in_masks(value) for name, value in values.items()}
        return _View(inputs, values, tuple(dict.fromkeys(assumed)))

    def _failure(self, reason: BaseException) -> _Failed:
        """What a failure says of the function: it crashes, returns something else, or was not read."""
        causes = [reason]
        while causes[-1].__cause__ is not None:
            causes.append(causes[-1].__cause__)
        for one in causes:
            if isinstance(one, NotImplementedError):
                text = Text("NotImplementedError를 낸다", "raises NotImplementedError")
                return _Failed(verdicts.NOT_IMPLEMENTED, reason=text)
            if isinstance(one, NotRead):
                return _Failed(verdicts.UNDECIDED, reason=one.text)
            if isinstance(one, WrongReturn):
                return _Failed(verdicts.WRONG, diagnosis=[Remark("returns", one.text)])
            if isinstance(one, Unmade):
                unfinished = Text("`.params`가 비어 있다", "`.params` is empty")
                if one.unfinished:
                    return _Failed(verdicts.NOT_IMPLEMENTED, reason=unfinished)
        refused = any(isinstance(one, NumPyRefuses) or getattr(one, "refused", False) for one in causes)
        verdict = verdicts.CRASHES if refused or _is_pythons_own(causes[-1]) else verdicts.UNDECIDED
        return _Failed(verdict, reason=_first_line(said(reason)))

    def _missing(self, values: Values) -> FunctionReport | None:
        """Nothing returned, or nothing but zeros."""
        none = [q for q, value in values.items() if value is None]
        if none or not values:
            reason = self.subject.lacks(none or self.subject.quantities)
            return self._made(verdicts.NOT_IMPLEMENTED, reason=reason)
        return None

    # -- which convention -------------------------------------------------------------------------------

    def _fit(self, view: _View, reading: Reading) -> _Fit:
        expected = traced_reference(self.subject.reference, reading, view.inputs)
        made = _Fit(view, expected, {}, {})
        for q in (q for q in self.subject.quantities if q in view.values):
            one = compared(q, view.values[q], expected[q], view.inputs, off_kinks=self.subject.kinks)
            made.comparisons[q] = one
            if one is None:
                made.states[q] = DIFFERENT
            elif one.verdict == PROVEN:
                made.states[q] = EQUAL
            else:
                made.states[q] = DIFFERENT if not view.assumed and differ(one, view.inputs) else OPEN
        return made

    def _best(self, view: _View) -> tuple[Reading, _Fit]:
        """The convention that fits best where it is evaluated, and how it fits by proof."""
        if id(view) not in self.best:
            self.best[id(view)] = view, *self._compared_with_all(view)
        return self.best[id(view)][1:]

    def _compared_with_all(self, view: _View) -> tuple[Reading, _Fit]:
        quantities = [q for q in self.subject.quantities if q in view.values]
        best: tuple[float, Reading] | None = None
        for place, reading in enumerate(self.subject.readings):
            try:
                expected = traced_reference(self.subject.reference, reading, view.inputs)
            except TraceFailed:
                continue  # a convention that numbers alone can tell
            off = [q for q in quantities if self._seem_apart(view.values[q], expected[q], view.inputs)]
            # A convention is told by the loss first: the gradient belongs to it.
            cost = len(off) + 10 * ("loss" in off) + place / 100
            if best is None or cost < best[0]:
                best = cost, reading
            if not off or ("loss" in {*quantities} - {*off} and len(quantities) > _MANY):
                break
        assert best is not None
        return best[1], self._fit(view, best[1])

    def _seem_apart(self, found: Any, right: Any, inputs: SymbolicInputs) -> bool:
        """Whether they differ at a point; that a number is an array of one entry does not count."""
        one, other = as_content(found), as_content(right)
        if one.axes and not other.axes and all(axis in ((), (Integer(1),)) for axis in one.axes):
            one = as_content(found.reshape(()))
        spots = self.spots.setdefault(id(inputs), (inputs, Spots(inputs)))[1]
        return spots.apart(one, other)

    # -- the verdict ------------------------------------------------------------------------------------

    def _judged(self, views: Sequence[_View], listed: bool) -> FunctionReport:
        reading, fit = self._best(views[0])
        if fit.of(OPEN) and not fit.of(DIFFERENT):
            # Where nothing is left open about numbers of samples, it may be decided there.
            self.why_listed = _open(fit)
            views, listed = (
                [self._view(self.program, one) for one in listed_inputs(self.subject.shapes)],
                True,
            )
            reading, fit = self._best(views[0])
        if not fit.of(DIFFERENT, OPEN):
            fits = [self._fit(view, reading) for view in views[1:]]
            fit = next((one for one in fits if one.of(DIFFERENT)), fit)
            still_open = next((one for one in fits if one.of(OPEN)), None)
            if not fit.of(DIFFERENT) and still_open is not None:
                return self._made(verdicts.UNDECIDED, reason=_open(still_open))
        if not fit.of(DIFFERENT, OPEN):
            fit = self._elsewhere(reading, fit) if not listed else self._at_further_ranks(reading, fit)
        if fit.of(DIFFERENT):
            return self._guarded(reading, fit) or self._wrong(reading, fit)
        if fit.of(OPEN):
            return self._made(verdicts.UNDECIDED, reason=_open(fit))
        broken = canaries.failure()
        if broken is not None:
            return self._made(verdicts.UNDECIDED, reason=broken)
        return self._wrong_in_another_form(reading) or self._correct(reading, fit, listed)

    def _wrong_in_another_form(self, reading: Reading) -> FunctionReport | None:
        """The report of a form of the labels that its loss takes, too, and where a gradient is wrong."""
        for one, form in zip(self.subject.programs, self.subject.forms, strict=False):
            if one is self.program:
                continue
            with suppress(_Failed):
                fit = self._fit(self._view(one, SymbolicInputs(self.subject.shapes)), reading)
                if fit.states.get("loss") == EQUAL and fit.of(DIFFERENT):
                    report = self._wrong(reading, fit)
                    said = Text(f"{form.text.ko}일 때만 틀린다", f"wrong for {form.text.en} alone")
                    report.diagnosis.insert(0, Remark("form-of-labels", said))
                    return report
        return None

    def _correct(self, reading: Reading, fit: _Fit, listed: bool) -> FunctionReport:
        evidence = verdicts.LISTED_SHAPES if listed else verdicts.ALL_SHAPES
        report = self._made(verdicts.CORRECT, evidence=evidence, findings=self.findings)
        if listed:
            why = self.why_listed or Text("", "")
            report.reason = Text(f"모든 모양에 대해서는 아니다: {why.ko}", f"not for all shapes: {why.en}")
        elif self.left_out:
            few = ", ".join(dict.fromkeys(self.left_out))
            report.reason = Text(f"{few}인 모양은 증명에서 빠진다", f"the proof leaves out shapes with {few}")
        if reading.name is not None:
            report.convention = Remark(reading.key, reading.name)
        report.results = self.subject.results_of(fit.states, reading)
        return report

    def _elsewhere(self, reading: Reading, fit: _Fit) -> _Fit:
        """The fit at sizes that were left out by a branch, and at other ranks of x, if it is worse there."""
        cases = [case for condition in fit.view.assumed for case in exceptions(condition).cases]
        small = [case for case in cases if max(case.values()) <= _LARGEST][:_MOST_CASES]
        if len(small) < len(cases):
            self.left_out.append(f"{_worded(cases[len(small)])}, …")
        for case in small:
            other = self._fit_at(SymbolicInputs(self.subject.shapes, case), reading)
            if other is None or other.of(OPEN):
                self.left_out.append(_worded(case))
            elif other.of(DIFFERENT):
                return other
        for rank, shapes in self.subject.further_shapes.items():
            try:
                other = self._fit_at(SymbolicInputs(shapes), reading, crashes=True)
            except _Failed as reason:
                if self.subject.takes_images:
                    raise
                what = reason.said["reason"]
                text = Text(f"{rank}차원 x에서 실패한다: {what.ko}", f"fails on rank-{rank} x: {what.en}")
                self.findings = [Remark(f"fails-on-rank-{rank}", text)]
                self.left_out.append("x.ndim > 2")
                break
            if other is None or other.of(OPEN):
                self.left_out.append(f"x.ndim = {rank}")
                other = self._different_at_listed_sizes(shapes, reading)
            if other is not None and other.of(DIFFERENT):
                return other
        return fit

    def _at_further_ranks(self, reading: Reading, fit: _Fit) -> _Fit:
        """The fit at small sizes of x of other ranks, if it is worse there."""
        found = (
            self._different_at_listed_sizes(one, reading) for one in self.subject.further_shapes.values()
        )
        return next((one for one in found if one is not None), fit)

    def _different_at_listed_sizes(self, shapes: Mapping[str, Shape], reading: Reading) -> _Fit | None:
        """A fit that differs at small sizes, where code is not read for all."""
        fits = (self._fit_at(inputs, reading) for inputs in islice(listed_inputs(shapes), _MOST_CASES))
        return next((one for one in fits if one is not None and one.of(DIFFERENT)), None)

    def _fit_at(self, inputs: SymbolicInputs, reading: Reading, *, crashes: bool = False) -> _Fit | None:
        try:
            return self._fit(self._view(self.program, inputs), reading)
        except _Failed as reason:
            if crashes and reason.verdict == verdicts.CRASHES:
                raise
            return None

    def _guarded(self, reading: Reading, fit: _Fit) -> FunctionReport | None:
        """The verdict under a convention with a guard in it that the code follows, if there is one."""
        subject = self.subject
        if fit.states.get("loss") == EQUAL:  # which a guard would have changed
            return None
        # Where a guard spoils the loss and there is no gradient, any convention may be meant.
        plains = [reading] if len(fit.states) > 1 else [reading, *subject.readings]
        for plain in plains:
            for one in guarded(subject.guards, subject.source, plain):
                spend(STEPS_FOR_A_FLAW * len(fit.states))
                if self._agrees(fit.view, one.reading, tuple(fit.states)):
                    self.findings += one.findings()
                    return self._correct(plain, fit, listed=False)
        return None

    def _agrees(self, view: _View, reading: Reading, quantities: Sequence[str]) -> bool:
        """Whether quantities are what a reading says: they are evaluated before they are proven."""
        try:
            expected = traced_reference(self.subject.reference, reading, view.inputs)
            if any(self._seem_apart(view.values[q], expected[q], view.inputs) for q in quantities):
                return False
            ones = [
                compared(q, view.values[q], expected[q], view.inputs, off_kinks=self.subject.kinks)
                for q in quantities
            ]
        except (TraceFailed, NumPyRefuses, IndexError, *_UNREAD) as reason:
            if isinstance(reason, OutOfSteps):
                raise
            return False
        return all(one is not None and one.verdict == PROVEN for one in ones)

    # -- wrong ------------------------------------------------------------------------------------------

    def _wrong(self, reading: Reading, fit: _Fit) -> FunctionReport:
        wrong = fit.of(DIFFERENT)
        if all(one is not None and one.found == 0 for one in fit.comparisons.values()):
            reason = Text("0만 돌려준다", "returns nothing but zeros")
            return self._made(verdicts.NOT_IMPLEMENTED, reason=reason)
        subject = self.subject
        self.subject = replace(subject, flaws=(*subject.flaws, *flaws(subject.guards, subject.source)))
        diagnosis: list[Remark] = []
        beside_an_example = max((left() or 0) - STEPS, 0)  # without an example nothing is called wrong
        with suppress(OutOfSteps), budget(min(STEPS_FOR_NAMING, beside_an_example)):
            others = [one for one in subject.readings if one is not reading]
            known = self._mistake(fit.view, wrong, [reading])
            if known is None:
                diagnosis = list(self._mistakes(reading, fit, wrong))
                known = None if diagnosis else self._mistake(fit.view, wrong, others)
            if known is not None:
                reading, diagnosis = known[0], [known[1]]
                fit = self._fit(fit.view, reading)
                wrong = fit.of(DIFFERENT) or wrong
        example = self._example(fit, wrong)
        if example is None:
            names = ", ".join(wrong)
            reason = Text(
                f"{names}: 값이 다르게 나오지만 작은 반례를 찾지 못했다",
                f"{names}: values differ, but no small counterexample was found",
            )
            return self._made(verdicts.UNDECIDED, reason=reason)
        report = self._made(verdicts.WRONG, wrong=wrong, counterexample=example, diagnosis=diagnosis)
        if reading.name is not None:
            report.convention = Remark(reading.key, reading.name)
        report.formulas = formulas_of({q: fit.comparisons[q] for q in wrong})
        report.results = self.subject.results_of(wrong, reading)
        return report

    def _mistake(
        self, view: _View, wrong: Sequence[str], readings: Sequence[Reading]
    ) -> tuple[Reading, Remark] | None:
        """The convention and the one mistake in it that give everything that is returned."""
        quantities = tuple(dict.fromkeys((*wrong, *view.values)))  # what tells most mistakes apart goes first
        for reading in readings:
            for flaw in self.subject.flaws:
                if self._is_flawed_so(view, reading, flaw, quantities):
                    return reading, Remark(flaw.key, flaw.text)
        return None

    def _is_flawed_so(self, view: _View, reading: Reading, flaw: Flaw, quantities: Sequence[str]) -> bool:
        spend(STEPS_FOR_A_FLAW * len(view.values))
        return self._agrees(view, _with(reading, flaw), quantities)

    def _mistakes(self, reading: Reading, fit: _Fit, wrong: Sequence[str]) -> Iterator[Remark]:
        """What is wrong with each quantity, in words, each thing once."""
        found, expected = fit.view.values, fit.expected
        formulas = by_formulas({q: one for q in wrong if (one := fit.comparisons[q]) is not None})
        said = set()
        for q in wrong:
            if fit.comparisons[q] is None:
                of = of_shape(q, as_content(expected[q]), as_content(found[q]))
                shapes = shape_text(as_content(found[q]).axes), shape_text(as_content(expected[q]).axes)
                told = Text(
                    f"모양이 다르다: `{q}`의 모양이 {shapes[0]}인데 {shapes[1]}이어야 한다",
                    f"wrong shape: `{q}` has shape {shapes[0]}, expected {shapes[1]}",
                )
                remark = Remark("shape", told) if of is None else Remark(of.key, of.text)
            else:
                explained = tuple(found) if self.subject.in_sequence else (q,)
                fitting = (
                    f for f in self.subject.flaws if self._is_flawed_so(fit.view, reading, f, explained)
                )
                flaw = next(fitting, None) or formulas.get(q)
                if flaw is None:
                    continue
                remark = Remark(flaw.key, flaw.text)
            if remark.text.en not in said:
                said.add(remark.text.en)
                yield remark

    def _example(self, fit: _Fit, wrong: Sequence[str]) -> WrongExample | None:
        """The first wrong entry at small whole numbers, evaluated on both sides."""
        for q in wrong:
            one = fit.comparisons[q]
            if one is None:
                return self._example_of_shape(q, fit)
            found = evaluated(fit.view.inputs, as_content(fit.view.values[q]).axes, one)
            if found is not None and found.expected is not None and found.found is not None:
                place = f"[{', '.join(map(str, found.index))}]" if found.index else ""
                digits = 6 if f"{found.found:.6g}" != f"{found.expected:.6g}" else 17
                shown = comparison(
                    f"{self.subject.reads.get(q, q)}{place}",
                    f"{found.found + 0.0:.{digits}g}",  # no -0
                    f"{found.expected + 0.0:.{digits}g}",
                )
                snippet = self._program(found.inputs, shown)
                return WrongExample(found.inputs, q, found.index, found.expected, found.found, snippet)
        return None

    def _example_of_shape(self, q: str, fit: _Fit) -> WrongExample:
        inputs = fit.view.inputs
        sizes, given = small_inputs(inputs)
        numbers = {inputs.sizes[name]: number for name, number in sizes.items()}
        found, right = (
            tuple(int(Mul(*axis).xreplace(numbers)) for axis in as_content(one).axes)
            for one in (fit.view.values[q], fit.expected[q])
        )
        text = Text(
            f"{q}의 모양은 {found}, 옳은 모양은 {right}이다", f"{q} has shape {found}; correct is {right}"
        )
        shown = comparison(f"np.shape({self.subject.reads.get(q, q)})", str(found), str(right))
        return WrongExample(given, q, (), list(right), list(found), self._program(given, shown), text)

    def _program(self, inputs: Mapping[str, Any], shown: str) -> str:
        given = {
            name: Listed(value, "int64" if self.subject.shapes[name].kind == "labels" else "float64")
            for name, value in inputs.items()
        }
        return program(self.subject.source, given, self.subject.snippet, shown)


def _with(reading: Reading, flaw: Flaw) -> Reading:
    """The reading, made wrong on purpose."""
    return replace(reading, options={**reading.options, **flaw.options})


def _open(fit: _Fit) -> Text:
    """What was not shown."""
    names = ", ".join(fit.of(OPEN))
    return Text(f"{names}: 차가 0임을 보이지 못했다", f"{names}: the difference was not shown to be zero")


def _worded(case: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {size}" for name, size in case.items())


def _first_line(text: Text) -> Text:
    return Text(text.ko.partition("\n")[0], text.en.partition("\n")[0])


def _is_pythons_own(reason: BaseException) -> bool:
    """Whether Python itself raised it in somebody's code, of values that are no symbols: it always would."""
    trace = reason.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    inside = trace is None or not isinstance(trace.tb_frame.f_globals, TracedGlobals)
    if isinstance(reason, UnboundLocalError):  # The tracer unbinds what it could not read.
        return False
    if isinstance(reason, ValueError):
        return not inside and "values to unpack" in str(reason)
    if inside or not isinstance(reason, (NameError, TypeError, IndexError, KeyError, ZeroDivisionError)):
        return False
    return isinstance(reason, NameError) or not any(one in str(reason) for one in _SYMBOLIC)


_SYMBOLIC = ("ndarray", "Symbol", "Integer", "Expr", "Mul", "Add", "function", "traced", "Traced")
"""Kinds of values of which NumPy might not raise."""
