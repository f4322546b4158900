"""The side of the file: it is loaded, what is in it is told, and its functions are run as they are asked for.

This runs in a process that has the file and is to be believed nothing: `yudo.verification.checking.examine`
judges from another one, by the numbers and the expressions that are returned here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
from sympy import Expr, Integer, Symbol

from yudo.derivations.calculus import steps
from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.steps import budget
from yudo.derivations.calculus.text import Text, said
from yudo.verification.checking.arrays import packed, unpacked
from yudo.verification.checking.descriptions import (
    described,
    raised,
    returned,
    shapes_as_json,
    shapes_from_json,
)
from yudo.verification.checking.expressions import Encoder
from yudo.verification.checking.judge.diagnose import mended_at
from yudo.verification.checking.judge.formulas import in_masks
from yudo.verification.checking.judge.running import run, what_went_wrong
from yudo.verification.checking.judge.trials import Trial
from yudo.verification.checking.load import Loaded, UnreadableFile, load
from yudo.verification.checking.pairs.consistency import (
    Pair,
    check_several_outputs,
    of_several_outputs,
    pairs_at_all_settings,
)
from yudo.verification.checking.pairs.pairs import check_pair, functions_named, supposed_beside
from yudo.verification.checking.pairs.settings import read_shape
from yudo.verification.checking.pairs.unchecked import pairs_of, spoken_of, unrecognised
from yudo.verification.checking.recognise.candidate import Call, Program, Subject, Values, plain_name
from yudo.verification.checking.recognise.delegating import delegates
from yudo.verification.checking.recognise.looks import looks_like_a_layer
from yudo.verification.checking.recognise.names import Called, canonical
from yudo.verification.checking.recognise.recognition import as_bound, is_own, recognised
from yudo.verification.checking.recognise.reuse import Reusable
from yudo.verification.checking.recognise.signature import accepts, parameters
from yudo.verification.checking.verdicts import CORRECT, CRASHES, NOT_CHECKED, FunctionReport
from yudo.verification.sandbox.timeouts import TimeLimitExceeded, unless_it_hangs
from yudo.verification.symbolic import recurrences
from yudo.verification.symbolic.arguments import Misuse, bound_pair, in_order
from yudo.verification.symbolic.arrays.array import as_content
from yudo.verification.symbolic.arrays.axes import factors_of, is_concrete
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.size_assumptions import collected
from yudo.verification.symbolic.comparison import places
from yudo.verification.symbolic.inputs import SymbolicInputs
from yudo.verification.symbolic.recurrences import Recurrence, recurrences_in
from yudo.verification.symbolic.tracing import TraceFailed
from yudo.verification.symbolic.values import same_draws

Question = Mapping[str, Any]
Reply = tuple[dict[str, Any], bytes]


def opened(path: Path, root: Path) -> Callable[[Question, bytes], Reply]:
    """Load a file, and answer what is asked of it."""
    return Submission(path, root).answer


def survey(path: Path, root: Path, options: Mapping[str, Any]) -> list[str]:
    """The functions of a file that would be spoken of, without judging them."""
    found = Found(load(path, root=root), options)
    return [one.function for one in found.subjects] + [one.name for one in found.others]


class Found:
    """What is judged of a file, and what only looks as if it ought to be."""

    def __init__(self, loaded: Loaded, options: Mapping[str, Any]):
        functions, only = options.get("functions"), options.get("only")
        own = loaded.own_names
        self.names = as_bound(vars(loaded.module))
        self.misfits = misfits(self.names, functions)
        unfit = {one.function for one in self.misfits}
        known = recognised(with_aliases(self.names, functions))
        self.subjects = [one for one in known if is_own(one, own) and one.function not in unfit]
        self.others = unrecognised(self.names, own - unfit, self.subjects)
        if only is not None:
            self.subjects = [one for one in self.subjects if plain_name(one.function) == only]
            self.others = [one for one in self.others if one.name == only]


class Submission:
    """One file.

    Parameters
    ----------
    path, root
        The file, and the directory that it imports from.
    """

    def __init__(self, path: Path, root: Path):
        self._unread: Text | None = None
        self._pairs: list[tuple[Callable[..., Any], Callable[..., Any]]] = []
        self._caches: list[Any] = []
        try:
            self._loaded = load(path, root=root)
        except UnreadableFile as reason:
            self._unread = reason.text

    def answer(self, question: Question, content: bytes) -> Reply:
        """Answer a question."""
        kinds: dict[str, Callable[[Question, bytes], Reply]] = {
            "describe": self._describe,
            "run": self._run,
            "trace": self._trace,
            "mend": self._mend,
            "others": self._others,
            "pair": self._pair,
            "confirm": self._confirm,
            "forward": self._forward,
            "backward": self._backward,
        }
        return kinds[question["ask"]](question, content)

    # -- what is in it -------------------------------------------------------------------------------------

    def _describe(self, question: Question, _: bytes) -> Reply:
        if self._unread is not None:
            return {"unread": vars(self._unread)}, b""
        loaded = self._loaded
        self._found = found = Found(loaded, question["options"])
        foreign = loaded.references
        broken = [
            _broken(name, loaded.place(line), line)
            for name, line in loaded.broken.items()
            if looks_like_a_layer(name)
        ]
        return {
            "unread": None,
            "notes": [
                {"code": note.code, "text": vars(note.text), "line": note.line} for note in loaded.notes
            ],
            "definitions": loaded.definitions,
            "subjects": [described(one) | {"delegates": delegates(one, foreign)} for one in found.subjects],
            "others": [one.name for one in found.others],
            "hopeless": [one.to_json() for one in (*found.misfits, *broken)],
        }, b""

    def _others(self, question: Question, _: bytes) -> Reply:
        correct = [FunctionReport(name, CORRECT) for name in question["correct"]]
        reports = spoken_of(self._found.others, self._found.names, correct)
        return {"reports": [one.to_json() for one in reports]}, b""

    # -- its programs --------------------------------------------------------------------------------------

    def _program(self, question: Question) -> tuple[Subject, Program]:
        subject = self._found.subjects[question["subject"]]
        return subject, subject.programs[question["program"]]

    def _run(self, question: Question, content: bytes) -> Reply:
        subject, program = self._program(question)
        given = unpacked(question["given"], content)
        before = {name: np.array(value) for name, value in given.items() if isinstance(value, np.ndarray)}
        if question["fresh"] and isinstance(program, Reusable):
            program = Call(program.fresh)
        one = run(program, Trial({}, given), errors=question["errors"], copied=False)
        if one.error is not None:
            return {"raised": raised(one.error, what_went_wrong(one.error))}, b""
        changed = {
            name: given[name] for name, value in before.items() if not np.array_equal(value, given[name])
        }
        values, bytes_ = returned(one.values, changed)
        return {"values": values, "reads": subject.reads}, bytes_

    def _trace(self, question: Question, _: bytes) -> Reply:
        subject, program = self._program(question)
        inputs = SymbolicInputs(shapes_from_json(question["shapes"]), question["sizes"])
        for name, place, label in question["labels"]:
            inputs.by_name[name].values[tuple(map(Integer, place))] = Integer(label)
        allowed, encoder = question["steps"], Encoder()
        try:
            reading = recurrences.allowed() if question["states"] else nullcontext()
            with unless_it_hangs(), budget(_PLENTY if allowed is None else allowed), reading:
                values, assumed = _traced(program, inputs, question["collect"])
                if subject.kinks:
                    values = {name: in_masks(one) for name, one in values.items()}
                contents = {name: None if one is None else as_content(one) for name, one in values.items()}
                told = {name: one and _told(one, encoder) for name, one in contents.items()}
                loops = [_loop_told(one, encoder) for one in recurrences_in(_entries(contents.values()))]
                spent = 0 if allowed is None else allowed - (steps.left() or 0)
                listed = [encoder.place(condition) for condition in assumed]
        except TimeLimitExceeded as reason:
            return {"stopped": reason.args[0]}, b""
        except (TraceFailed, Undecidable, Unreadable, NumPyRefuses) as reason:
            return {"untraced": vars(reason.text)}, b""
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as reason:
            return {"untraced": vars(said(reason))}, b""
        return {
            "nodes": encoder.nodes,
            "values": told,
            "loops": loops,
            "assumed": listed,
            "steps": spent,
        }, b""

    def _mend(self, question: Question, content: bytes) -> Reply:
        subject, program = self._program(question)
        trials: dict[str, dict[str, Any]] = {}
        expected: dict[str, dict[str, Any]] = {}
        for told, value in unpacked(question["arrays"], content).items():
            place, part, name = told.split(" ", 2)
            (trials if part == "given" else expected).setdefault(place, {})[name] = value
        found = mended_at(
            program,
            subject.source,
            [Trial({}, given) for given in trials.values()],
            [expected[place] for place in trials],
            question["wrong"],
        )
        return {"mended": [(one.key, vars(one.text)) for one in found]}, b""

    # -- forwards and backwards ----------------------------------------------------------------------------

    def _pair(self, question: Question, _: bytes) -> Reply:
        if self._unread is not None:
            return {"unread": vars(self._unread)}, b""
        names = as_bound(vars(self._loaded.module))
        pair, shapes, given = question["pair"], question["shapes"], question["given"]
        try:
            forward, backward = functions_named(names, pair)
            several = of_several_outputs(forward, backward, shapes, given)
            if several is not None:
                report = check_several_outputs(several)
                listed = self._listed(pairs_at_all_settings(several))
                return {"unread": None, "report": report.to_json(), "pairs": listed}, b""
            report = check_pair(names, pair, shapes, given)
        except Misuse as reason:
            return {"unread": vars(reason.text)}, b""
        shapes = in_order(forward, {**shapes, **supposed_beside(forward, backward, shapes, given)})
        ahead, behind = bound_pair(forward, backward, list(shapes), given, live=False)
        read = {name: read_shape(text) for name, text in shapes.items()}
        listed = self._listed([(ahead, behind, read)])
        return {"unread": None, "report": report.to_json(), "pairs": listed}, b""

    def _confirm(self, question: Question, _: bytes) -> Reply:
        """The forwards and backwards that a verdict on one of the others is about."""
        candidate = next(one for one in self._found.others if one.name == question["name"])
        return {"pairs": [self._listed(one) for one in pairs_of(candidate, self._found.names)]}, b""

    def _listed(self, pairs: Sequence[Pair]) -> list[Any]:
        """The numbers under which pairs are called from now on, and their shapes."""
        told = []
        for forward, backward, shapes in pairs:
            told.append((len(self._pairs), shapes_as_json(shapes)))
            self._pairs.append((forward, backward))
        return told

    def _forward(self, question: Question, content: bytes) -> Reply:
        given = list(unpacked(question["given"], content).values())
        return self._called(lambda forward, _: self._kept(forward(*given)), question)

    def _backward(self, question: Question, content: bytes) -> Reply:
        dout, *kept = unpacked(question["given"], content).values()
        cache = tuple(kept) if question["cache"] is None else self._caches[question["cache"]]
        return self._called(lambda _, backward: ({}, backward(dout, cache)), question)

    def _kept(self, output: Any) -> tuple[dict[str, Any], Any]:
        """What a forward returned, its cache left here."""
        if not (isinstance(output, tuple) and len(output) == 2):
            return {"cache": None}, output
        if len(self._caches) == _KEPT:  # only the last one is asked for
            self._caches.clear()
        self._caches.append(output[1])
        return {"cache": len(self._caches) - 1}, output[0]

    def _called(self, call: Callable[..., tuple[dict[str, Any], Any]], question: Question) -> Reply:
        forward, backward = self._pairs[question["pair"]]
        try:
            with same_draws(), np.errstate(all="ignore"):
                told, output = call(forward, backward)
        except Exception as error:
            return {"raised": raised(error, what_went_wrong(error))}, b""
        if isinstance(output, dict):
            form, listed = "dict", output
        elif isinstance(output, (tuple, list)):
            form, listed = "several", dict(enumerate(output))
        else:
            form, listed = "one", {0: output}
        values, content = packed({str(key): value for key, value in listed.items()})
        return told | {"values": values, "form": form}, content


_KEPT = 64
_PLENTY = 10**9
"""Steps, for who has no budget."""


def _traced(program: Program, inputs: SymbolicInputs, collect: bool) -> tuple[Values, list[Expr]]:
    """What a program returns on symbols, and what was assumed of sizes, if it may be."""
    if not collect:
        return program.trace(inputs), []
    with collected() as assumed:
        return program.trace(inputs), assumed


def _entries(contents: Iterable[Content | None]) -> list[Expr]:
    return [one.at(index) for one in contents if one is not None for index in one.places()]


def _loop_told(loop: Recurrence, encoder: Encoder) -> dict[str, Any]:
    """What a loop carries: what its first run finds, and what a run makes of it."""
    return {
        "run": encoder.place(loop.run),
        "size": encoder.place(loop.size),
        "descending": loop.descending,
        "states": {one.name: [_told(one.start, encoder), _told(one.step, encoder)] for one in loop.states},
    }


def _told(content: Content, encoder: Encoder) -> dict[str, Any]:
    """The entries of a symbolic array: one along axes of symbolic size, each along the others."""
    factors = factors_of(content.axes)
    symbols = [Symbol(f"_k{place}", integer=True) for place in range(len(factors))]
    entries = []
    for index in places(content.axes, symbols, ()):
        at = [int(i) if is_concrete(f) else None for i, f in zip(index, factors, strict=True)]
        entries.append((at, encoder.place(content.at(index))))
    return {
        "axes": [[encoder.place(factor) for factor in axis] for axis in content.axes],
        "symbols": [encoder.place(s) for s, f in zip(symbols, factors, strict=True) if not is_concrete(f)],
        "entries": entries,
        "kind": content.kind,
        "off_ties": content.off_ties,
    }


def with_aliases(names: Mapping[str, Any], functions: Mapping[str, str] | None) -> dict[str, Any]:
    """The names of a module, and those of the course for what was named on the command line."""
    found = dict(names)
    for name, identifier in (functions or {}).items():
        value = names.get(name)
        called = _called(value, identifier)
        if called is not None and _misfit(name, value, identifier) is None:
            found[called.names[0]] = value
    return found


def _called(value: Any, identifier: str) -> Called | None:
    """The function or the class of the course that is meant."""
    function, kind = canonical()[identifier]
    return kind if isinstance(value, type) else function


def misfits(names: Mapping[str, Any], functions: Mapping[str, str] | None) -> list[FunctionReport]:
    """What was said on the command line to compute a result, and cannot be called so."""
    found = []
    for name, identifier in (functions or {}).items():
        reason = _misfit(name, names[name], identifier) if name in names else None
        if reason is not None:
            found.append(FunctionReport(name, NOT_CHECKED, reason=reason))
    return found


def _misfit(name: str, value: Any, identifier: str) -> Text | None:
    called = _called(value, identifier)
    if called is None or not isinstance(value, (FunctionType, type)):
        return Text(
            f"`{identifier}`은 이런 것으로 계산하지 않는다", f"`{identifier}` is not computed by such a thing"
        )
    if called.is_class or any(accepts(value, count) for count in called.takes):
        return None
    takes = ", ".join(one.name for one in parameters(value))
    return Text(
        f"`{name}({takes})`은 `{identifier}`을 계산하는 함수처럼 부를 수 없다. `{called.names[0]}`의 꼴은 "
        f"`{called.signature}`이다",
        f"`{name}({takes})` cannot be called like a function that computes `{identifier}`: "
        f"`{called.names[0]}` is `{called.signature}`",
    )


def _broken(name: str, place: Text, line: int) -> FunctionReport:
    reason = Text(f"읽을 수 없다({place.ko})", f"cannot be read ({place.en})")
    return FunctionReport(name, CRASHES, line=line, reason=reason)
