"""What is recognised in a file, told from the process that runs it to the one that judges it.

Nothing that decides a verdict is sent: references, shapes, conventions, flaws and guards are named by their
places in a register that both processes have, so that what is told can be no more than a choice among them.
The choice must fit what the function is called.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from types import ModuleType
from typing import Any, ClassVar, TypeVar

import numpy as np

from yudo.derivations.calculus import steps
from yudo.derivations.calculus.replacing import replaced
from yudo.derivations.calculus.steps import Undecidable
from yudo.derivations.calculus.text import Text
from yudo.verification.checking.arrays import packed, unpacked
from yudo.verification.checking.cleaning import clean
from yudo.verification.checking.expressions import decoded
from yudo.verification.checking.judge.formulas import is_stub
from yudo.verification.checking.judge.guards import small_numbers
from yudo.verification.checking.judge.running import Raised
from yudo.verification.checking.judge.snippets import file_of, module_of
from yudo.verification.checking.judge.trials import Trial, ordinary
from yudo.verification.checking.recognise import entrywise, paired_losses, score_losses, subjects
from yudo.verification.checking.recognise.calling import WrongReturn
from yudo.verification.checking.recognise.candidate import (
    Described,
    Flaw,
    Form,
    Given,
    Guard,
    Reading,
    Reference,
    Subject,
    Values,
    plain_name,
)
from yudo.verification.checking.recognise.names import stems
from yudo.verification.checking.recognise.nets import Unmade, layer_numbers
from yudo.verification.checking.recognise.reuse import Reusable
from yudo.verification.checking.recognise.subjects import net_options
from yudo.verification.checking.verdicts import Remark
from yudo.verification.frameworks.stand_ins import NotRead
from yudo.verification.frameworks.tensors import TENSORS, framework_of
from yudo.verification.sandbox import Confined
from yudo.verification.sandbox.confined import Ended
from yudo.verification.sandbox.timeouts import TimeLimitExceeded
from yudo.verification.symbolic import recurrences
from yudo.verification.symbolic.arrays import size_assumptions
from yudo.verification.symbolic.arrays.array import ndarray
from yudo.verification.symbolic.arrays.axes import Axes, Index, factors_of, is_concrete
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.cross_examination import LARGEST_CONSTANT, constants_of
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs
from yudo.verification.symbolic.recurrences import Recurrence, State, entries
from yudo.verification.symbolic.tracing import TraceFailed
from yudo.verification.symbolic.values import raised_deliberately

Shapes = Mapping[str, Shape]
T = TypeVar("T")


# -- the register ------------------------------------------------------------------------------------------


@dataclass
class Register:
    """What the modules of layers hold, in an order that is the same wherever they are loaded."""

    references: dict[str, Reference] = field(default_factory=dict)
    shapes: list[Shapes] = field(default_factory=list)
    images: list[Mapping[int, Shapes]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=lambda: [Reading("standard")])
    flaws: list[Flaw] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)

    def take_in(self, module: ModuleType) -> None:
        """Everything in a module."""
        stem = module.__name__.rpartition(".")[2]
        for name, value in vars(module).items():
            if isinstance(value, (entrywise.Entrywise, score_losses.ScoreLoss)):
                self.references |= {f"{stem}.{name}.{of}": one for of, one in value.derived.items()}
                self._value(value.conventions)
            elif isinstance(value, paired_losses.PairedLoss):
                self.shapes.append(value.shapes)
            elif not inspect.isfunction(value):
                self._value(value)
            elif value.__module__ == module.__name__ and _is_reference(value):
                self.references[f"{stem}.{name}"] = value

    def _value(self, value: Any) -> None:
        if isinstance(value, Reading):
            self.readings.append(value)
        elif isinstance(value, Flaw):
            self.flaws.append(value)
        elif isinstance(value, Guard):
            self.guards.append(value)
        elif isinstance(value, tuple):
            for one in value:
                self._value(one)
        elif isinstance(value, dict) and value:
            if all(isinstance(one, Shape) for one in value.values()):
                self.shapes.append(value)
            elif all(isinstance(key, int) for key in value):
                self.images.append(value)

    def place(self, kind: str, wanted: Any) -> int:
        """Where something that is equal to it stands; of a convention the name may be another."""
        listed = getattr(self, kind)
        itself = next((place for place, one in enumerate(listed) if one is wanted), None)
        return (
            itself
            if itself is not None
            else next(place for place, one in enumerate(listed) if _key(one) == _key(wanted))
        )


def _key(one: Any) -> Any:
    return (one.key, dict(one.options)) if isinstance(one, Reading) else one


def _is_reference(function: Callable[..., Any]) -> bool:
    signature = inspect.signature(function)
    return next(iter(signature.parameters), "") == "given" and signature.return_annotation == "Values"


def _made() -> Register:
    made = Register()
    layers = (import_module(f"{subjects.__name__}.{stem}") for stem in stems())
    for module in (entrywise, score_losses, *layers):
        made.take_in(module)
    return made


REGISTER = _made()
"""Made before processes part: it is the same in both."""


# -- in the process that runs the file ---------------------------------------------------------------------


def described(subject: Subject) -> dict[str, Any]:
    """A subject as JSON."""
    known = REGISTER
    reference = next(name for name, one in known.references.items() if one is subject.reference)
    return {
        **{name: getattr(subject, name) for name in ("function", "group", "quantities", "snippet", "line")},
        **{
            name: getattr(subject, name)
            for name in (
                "results",
                "takes_images",
                "kinks",
                "in_sequence",
                "needs_forward",
                "after",
                "convention_of",
            )
        },
        "reference": reference,
        "shapes": shapes_as_json(subject.shapes),
        "images": known.place("images", subject.further_shapes) if subject.further_shapes else None,
        "readings": [(known.place("readings", one), one.name and vars(one.name)) for one in subject.readings],
        "flaws": [known.place("flaws", one) for one in subject.flaws],
        "guards": [known.place("guards", one) for one in subject.guards],
        "reusable": [isinstance(program, Reusable) for program in subject.programs],
        "forms": [(one.line, vars(one.text), one.is_convention) for one in subject.forms],
        "source": vars(_source(subject)),
    }


def _source(subject: Subject) -> Described:
    source = subject.source
    return Described(
        getattr(source, "__name__", ""),
        module_of(source),
        file_of(source),
        is_stub(subject),
        tuple(small_numbers(source)) if subject.guards else (),
        tuple(constants_of(source)),
        framework_of(source),
    )


def shapes_as_json(shapes: Shapes) -> list[Any]:
    """Shapes of inputs as JSON."""
    return [(name, one.sizes, one.kind, one.below) for name, one in shapes.items()]


def shapes_from_json(listed: Sequence[Any]) -> dict[str, Shape]:
    """The shapes that `shapes_as_json` wrote."""
    return {name: Shape(tuple(sizes), kind, below) for name, sizes, kind, below in listed}


# -- in the process that judges ----------------------------------------------------------------------------


class Misdescribed(ValueError):
    """What is told of a subject is no choice among what is known, or does not fit its name."""


def restored(told: Mapping[str, Any], number: int, confined: Confined, aliases: Mapping[str, str]) -> Subject:
    """The subject that was `described`, whose programs ask the process that runs the file.

    Parameters
    ----------
    told
        What it says of its subject of this ``number``.
    confined
        That process.
    aliases
        Names that somebody said to compute a result, with the IDs of these.

    Raises
    ------
    Misdescribed
        If that cannot be what the function is.
    """
    try:
        subject = _restored(told, number, confined)
    except (TypeError, KeyError, IndexError, ValueError, AttributeError) as reason:
        raise Misdescribed(f"{type(reason).__name__}: {reason}") from reason
    _demand_fitting(subject, told["reference"], aliases)
    return subject


def _restored(told: Mapping[str, Any], number: int, confined: Confined) -> Subject:
    known = REGISTER
    shapes = shapes_from_json(told["shapes"])
    if shapes and not (any(shapes.items() <= one.items() for one in known.shapes) or _are_of_a_net(shapes)):
        raise Misdescribed(f"shapes that nothing has: {sorted(shapes)}")
    quantities = tuple(map(str, told["quantities"]))
    reads: dict[str, str] = {}
    programs = tuple(
        (AskedAgain if reusable else Asked)(confined, number, place, quantities, reads)
        for place, reusable in enumerate(told["reusable"])
    )
    source = told["source"]
    return Subject(
        function=clean(str(told["function"])),
        group=str(told["group"]),
        shapes=shapes,
        quantities=quantities,
        programs=programs,
        reference=known.references[told["reference"]],
        snippet=tuple(map(str, told["snippet"])),
        results={str(quantity): str(identifier) for quantity, identifier in told["results"].items()},
        forms=tuple(Form(str(line), Text(**said), bool(told_so)) for line, said, told_so in told["forms"]),
        readings=tuple(
            replace(known.readings[place], name=name and Text(**name)) for place, name in told["readings"]
        ),
        flaws=tuple(known.flaws[place] for place in told["flaws"]),
        guards=tuple(known.guards[place] for place in told["guards"]),
        further_shapes={} if told["images"] is None else known.images[told["images"]],
        takes_images=bool(told["takes_images"]),
        kinks=bool(told["kinks"]),
        in_sequence=bool(told["in_sequence"]),
        needs_forward=bool(told["needs_forward"]),
        after=tuple(map(str, told["after"])),
        convention_of=str(told["convention_of"]),
        line=None if told["line"] is None else int(told["line"]),
        reads=reads,
        source=Described(
            name=str(source["name"]),
            module=str(source["module"]),
            file=str(source["file"]),
            is_stub=bool(source["is_stub"]),
            constants=tuple(map(float, source["constants"])),
            whole=tuple(sorted({int(one) for one in source["whole"] if 3 < one <= LARGEST_CONSTANT})),
            framework=source["framework"] if source["framework"] in TENSORS else "",
        ),
    )


def _are_of_a_net(shapes: Shapes) -> bool:
    layers = layer_numbers(shapes)
    counted = 0 < len(layers) < _DEEPEST and layers == list(range(layers[0], layers[-1] + 1))
    drops, normalized = (any(re.fullmatch(rf"{part}\d+", name) for name in shapes) for part in ("u", "gamma"))
    return counted and shapes == net_options.shapes(layers, "reg" in shapes, normalized, drops)


_DEEPEST = 10
_OF_NETS = ("fully_connected_net", "net_options", "conv_net")
_OF_GRADIENTS = re.compile(r"backward|grad|deriv|prime|^d_?(?!ense)", re.IGNORECASE)


def _demand_fitting(subject: Subject, reference: str, aliases: Mapping[str, str]) -> None:
    """That the function is compared with what its name says, in all that this has."""
    stem = reference.partition(".")[0]
    name, _, method = plain_name(subject.function).partition(".")
    module = import_module(f"{subjects.__name__}.{stem}")
    named = [one for one in module.CALLED if one.has(name) and one.is_class == bool(method)]
    static = [one for one in module.CALLED if not one.is_class and one.has(f"{name}_{method}")]
    results = {subject.results.get(quantity) for quantity in subject.quantities}
    if name in aliases and aliases[name] in results:
        wanted = {aliases[name]}
    elif named and method:
        wanted = set()
    elif named or static:
        wanted = {result for one in named or static for result in {*one.results} - {*one.optional}}
    elif stem in _OF_NETS and "net" in name.lower():
        wanted = set()
    else:
        raise Misdescribed(f"{name} is no {stem}")
    missing = {one for one in wanted - results if one is not None}
    if missing:
        raise Misdescribed(f"{subject.function} without {sorted(missing)}")
    right = _right(subject) if subject.shapes else {}
    gradients = {quantity for quantity in right if quantity.startswith("d")}
    told = gradients & {*subject.quantities}
    if not {*subject.quantities} <= right.keys() | ({"loss"} if not right else set()):
        raise Misdescribed(f"{subject.function} with {subject.quantities}")
    if (told and told != gradients) or (gradients and not told and _OF_GRADIENTS.search(method or name)):
        raise Misdescribed(f"{subject.function} without {sorted(gradients - told)}")


def _right(subject: Subject) -> Values:
    with np.errstate(all="ignore"):
        return subject.reference(next(ordinary(subject.shapes, 1)).copy(), **subject.readings[0].options)


@dataclass(frozen=True)
class Asked:
    """A program that is run where the file is: arrays go there, and arrays or expressions come back."""

    confined: Confined
    subject: int
    program: int
    quantities: tuple[str, ...]
    reads: dict[str, str]
    is_elsewhere: ClassVar[bool] = True
    """It is held to its time, and copied from, where it runs."""

    def run(self, given: Given) -> Values:
        """What it returns for arrays of numbers; what it writes into them is written here, too."""
        return self._run(given, fresh=False)

    def _run(self, given: Given, *, fresh: bool) -> Values:
        sent, content = packed(given)
        question = {"ask": "run", "given": sent, "fresh": fresh, "errors": np.geterr()}
        reply, returned = self._ask(question, content)
        if "raised" in reply:
            raise exception(reply["raised"])
        values = self._read(lambda: unpacked(reply["values"], returned))
        for name, value in values.items():
            written = name.removeprefix(_CHANGED)
            if written != name and written in given and np.shape(value) == np.shape(given[written]):
                np.copyto(given[written], value, casting="unsafe")
        self.reads.update({str(name): str(text) for name, text in self._read(lambda: reply["reads"].items())})
        return {name: value for name, value in values.items() if name in self.quantities}

    def trace(self, inputs: SymbolicInputs) -> Values:
        """What it returns for symbolic arrays."""
        question = {
            "ask": "trace",
            "shapes": shapes_as_json(inputs.shapes),
            "sizes": {name: int(size) for name, size in inputs.sizes.items() if is_concrete(size)},
            "labels": [
                (name, [int(i) for i in place], int(label))
                for name, one in inputs.by_name.items()
                for place, label in one.values.items()
            ],
            "steps": steps.left(),
            "collect": size_assumptions.collecting(),
            "states": recurrences.are_allowed(),
        }
        reply, _ = self._ask(question)
        if "stopped" in reply:
            raise TimeLimitExceeded(float(reply["stopped"]))
        if "untraced" in reply:
            raise TraceFailed(_text(reply["untraced"]), False, None)
        try:
            return _traced(reply, inputs, self.quantities)
        except Undecidable:
            raise
        except (TypeError, KeyError, IndexError, AttributeError, ValueError) as reason:
            raise TraceFailed(UNREADABLE, False, None) from reason

    def mended(
        self, trials: Sequence[Trial], expected: Sequence[Values], wrong: Sequence[str]
    ) -> list[Remark]:
        """The mistakes as changes of the code, which are tried where it is: see `diagnose.by_mending`."""
        arrays = {
            f"{place} {part} {name}": value
            for place, (trial, values) in enumerate(zip(trials, expected, strict=True))
            for part, listed in (("given", trial.given), ("right", values))
            for name, value in listed.items()
        }
        sent, content = packed(arrays)
        reply, _ = self._ask({"ask": "mend", "arrays": sent, "wrong": list(wrong)}, content)
        return self._read(
            lambda: [
                Remark(clean(str(key), longest=100), _text(text))
                for key, text in reply["mended"][:_MOST_SAID]
            ]
        )

    def _ask(self, question: dict[str, Any], content: bytes = b"") -> tuple[dict[str, Any], bytes]:
        return self.confined.ask({**question, "subject": self.subject, "program": self.program}, content)

    @staticmethod
    def _read(read: Callable[[], T]) -> T:
        """What an answer says, which may be anything."""
        try:
            return read()
        except (TypeError, KeyError, IndexError, AttributeError, ValueError) as reason:
            raise Ended({"status": "failed", "detail": f"its answer is none: {reason}"}) from reason


@dataclass(frozen=True)
class AskedAgain(Asked):
    """The same for an object, which may have been used before."""

    def fresh(self, given: Given) -> Values:
        """What a new object returns."""
        return self._run(given, fresh=True)


UNREADABLE = Text("받은 것이 기호식이 아니다", "what came back is no expression")
_CHANGED = "changed "
_MOST_SAID = 20


def returned(values: Values, changed: Values) -> tuple[dict[str, Any], bytes]:
    """What a program returned, and what it wrote into its arguments, to be sent."""
    return packed({**values, **{f"{_CHANGED}{name}": value for name, value in changed.items()}})


def _traced(reply: Mapping[str, Any], inputs: SymbolicInputs, quantities: Sequence[str]) -> Values:
    made, states = decoded(reply["nodes"], inputs)
    for loop in reply["loops"]:
        _take_loop(loop, made, states)
    steps.spend(max(0, int(reply["steps"])))
    for place in reply["assumed"]:
        size_assumptions.assume(made[place])
    return {
        name: None if one is None else _array(one, made)
        for name, one in reply["values"].items()
        if name in quantities
    }


class _Received(Content):
    """A content whose entries came from elsewhere, one along symbolic factors, each along the others."""

    __slots__ = ("_entries", "_free")

    def __init__(self, axes: Axes, kind: str, entries: Mapping[Any, Any], free: Sequence[Any]):
        super().__init__(axes, self.at, kind)
        self._entries, self._free = entries, free

    def at(self, index: Index) -> Any:
        """The entry at one index per factor."""
        factors = factors_of(self.axes)
        place = tuple(int(i) if is_concrete(f) else None for i, f in zip(index, factors, strict=True))
        along = [i for i, f in zip(index, factors, strict=True) if not is_concrete(f)]
        return replaced(self._entries[place], dict(zip(self._free, along, strict=True)))


def _take_loop(told: Mapping[str, Any], made: Sequence[Any], states: Mapping[str, State]) -> None:
    """Read a loop, and let the states that it carries be its own.

    Raises
    ------
    ValueError
        If it is no recurrence: what its first run finds, or a run makes, depends on what is not known before.
    """
    loop = Recurrence(made[told["run"]], made[told["size"]], bool(told["descending"]))
    known = {one for one in states.values() if hasattr(one, "recurrence")}
    own = {states[name] for name in told["states"]}
    for name, (start, step) in told["states"].items():
        first, next_ = _content(start, made), _content(step, made)
        if {one.base for index in first.places() for one in entries(first.at(index))} - known:
            raise ValueError("what the first run finds is not known")
        for one in (one for index in next_.places() for one in entries(next_.at(index))):
            if one.base not in known and (one.base not in own or one.indices[0] != loop.run):
                raise ValueError("what a run makes depends on other runs than itself")
        loop.take(states[name], first, next_)


def _array(told: Mapping[str, Any], made: Sequence[Any]) -> ndarray:
    return ndarray(_content(told, made))


def _content(told: Mapping[str, Any], made: Sequence[Any]) -> _Received:
    axes = tuple(tuple(made[place] for place in axis) for axis in told["axes"])
    entries = {tuple(at): made[place] for at, place in told["entries"]}
    free = [made[place] for place in told["symbols"]]
    received = _Received(axes, str(told["kind"]), entries, free)
    received.off_ties = bool(told["off_ties"])
    return received


# -- exceptions --------------------------------------------------------------------------------------------


class _RaisedNotImplemented(Raised, NotImplementedError):
    pass


class _RaisedFloatingPoint(Raised, FloatingPointError):
    pass


_LONGEST = 1_000


def _text(told: Any) -> Text:
    try:
        return Text(*(clean(str(told[language]), lines=True, longest=_LONGEST) for language in ("ko", "en")))
    except (TypeError, KeyError, IndexError) as reason:
        raise Ended({"status": "failed", "detail": f"its answer is none: {reason}"}) from reason


def raised(error: BaseException, text: Text) -> dict[str, Any]:
    """What a program raised, to be sent; ``text`` says it in words."""
    cause = error.__cause__
    missing = next((one for one in (error, cause) if isinstance(one, NotRead)), None)
    told: dict[str, Any] = {"kind": "", "text": vars(text), "said": str(error)[:_LONGEST]}
    told["deliberate"] = isinstance(error, Exception) and raised_deliberately(error)
    if missing is not None:
        return told | {"kind": "missing", "text": vars(missing.text)}
    if isinstance(error, Unmade):
        return told | {"kind": "unmade", "unfinished": error.unfinished, "caused": cause is not None}
    for kind, name in _BY_KIND:
        if isinstance(error, kind):
            told["kind"] = name
            if isinstance(error, TimeLimitExceeded):
                told["seconds"] = error.args[0]
            break
    return told


_BY_KIND: tuple[tuple[type[BaseException], str], ...] = (
    (TimeLimitExceeded, "out of time"),
    (WrongReturn, "wrong return"),
    (NotImplementedError, "not implemented"),
    (FloatingPointError, "floating point"),
)


def exception(told: Any) -> BaseException:
    """The exception that `raised` was given, as far as anybody asks for its kind."""
    made = _exception(told)
    made.deliberate = bool(told.get("deliberate"))  # type: ignore[attr-defined]
    return made


def _exception(told: Any) -> BaseException:
    kind = told.get("kind") if isinstance(told, dict) else None
    text = _text(told["text"] if isinstance(told, dict) else None)
    said = clean(str(told.get("said", "")), longest=_LONGEST)
    if kind == "missing":
        return NotRead(text)
    if kind == "unmade":
        unmade = Unmade(text, unfinished=bool(told.get("unfinished")))
        unmade.__cause__ = Raised(text, said) if told.get("caused") else None
        return unmade
    if kind == "out of time":
        return TimeLimitExceeded(float(told["seconds"]))
    if kind == "wrong return":
        return WrongReturn(text)
    kinds = {"not implemented": _RaisedNotImplemented, "floating point": _RaisedFloatingPoint}
    return kinds.get(str(kind), Raised)(text, said)
