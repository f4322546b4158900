"""A forward and its backward of any layer, checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from time import perf_counter
from types import MappingProxyType
from typing import Any

import numpy as np

from yudo import derivations
from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.judge import trials
from yudo.verification.checking.judge.formulas import formulas_of
from yudo.verification.checking.judge.probe import of_any, overflow
from yudo.verification.checking.judge.running import detached, run
from yudo.verification.checking.judge.snippets import comparison, part, program
from yudo.verification.checking.judge.trials import Trial
from yudo.verification.checking.pairs.expectations import unlike_its_name
from yudo.verification.checking.pairs.guessing import guess, numbers
from yudo.verification.checking.pairs.settings import read_shape
from yudo.verification.checking.recognise.agreement import CLOSE, gap
from yudo.verification.checking.recognise.candidate import Call
from yudo.verification.checking.recognise.signature import required_names
from yudo.verification.checking.verdicts import FunctionReport, Remark, WrongExample
from yudo.verification.frameworks.tensors import applied, framework_of
from yudo.verification.program import NoProgram, by_names, functions_of
from yudo.verification.symbolic.arguments import (
    SETTINGS,
    UPSTREAM,
    Misuse,
    bound,
    bound_pair,
    call_text,
    in_order,
    taken,
)
from yudo.verification.symbolic.inputs import Shape, read_shapes, upstream_name
from yudo.verification.symbolic.prove import prove_layer
from yudo.verification.symbolic.values import by_input, same_draws
from yudo.verification.symbolic.vjp import AT_SPECIAL_POINTS, prove_vjp
from yudo.verification.verdicts import (
    LISTED_SHAPES,
    PROVEN,
    REFUTED,
    Counterexample,
    Diagnosis,
    Proof,
    points_of,
)


def check_pair(
    names: Mapping[str, Any],
    pair: tuple[str, str],
    shapes: Mapping[str, str],
    given: Mapping[str, Any] = MappingProxyType({}),
) -> FunctionReport:
    """The verdict on a backward as the gradient of its forward.

    Parameters
    ----------
    names
        The module's names.
    pair
        The names of forward and backward.
    shapes
        Shapes in words, as `settings.read_shape` reads them, by input.
    given
        The forward's other arguments, by name; those that the backward takes, too, are given to it.

    Raises
    ------
    Misuse
        If one of the functions is not there, or one of their arguments is given no value.
    """
    forward, backward = functions_named(names, pair)
    supposed = supposed_beside(forward, backward, shapes, given)
    shapes = {**shapes, **supposed}
    bound_pair(forward, backward, list(shapes), given, live=False)
    read = {name: read_shape(text) for name, text in shapes.items()}
    report = check_functions(forward, backward, read, given)
    if report.verdict == verdicts.UNDECIDED and report.evidence == verdicts.VALUES:
        report.verdict = verdicts.CONSISTENT
    report.findings += findings_of_a_pair(forward, backward, read, given)
    if supposed:
        told = ", ".join(f"{name}: {text}" for name, text in supposed.items())
        said = Text(
            f"모양을 주지 않은 인자는 이렇게 보았다: {told}. 다르다면 `--shapes`에 적는다",
            f"of arguments without a shape this was supposed: {told}; say otherwise in `--shapes`",
        )
        report.findings.append(Remark("supposed", said))
    return report


def functions_named(
    names: Mapping[str, Any], pair: tuple[str, str]
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """A forward and a backward by their names.

    Raises
    ------
    Misuse
        If one of them is not there.
    """
    for name in pair:
        if not callable(names.get(name)):
            raise Misuse(Text(f"파일에 함수 `{name}`이 없다", f"the file defines no function `{name}`"))
    return names[pair[0]], names[pair[1]]


def supposed_beside(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    shapes: Mapping[str, str],
    given: Mapping[str, Any],
) -> dict[str, str]:
    """Shapes that fit arrays which nothing was said of, such as the labels of a loss; without gradients."""
    left = [name for name in required_names(forward) if name not in (*shapes, *given)]
    if not left or not shapes or any(name in SETTINGS for name in left):
        return {}
    told = {name: read_shape(text) for name, text in shapes.items()}

    def fit(tried: Mapping[str, Shape], _: Mapping[str, Any]) -> int:
        whole = in_order(forward, {**told, **tried})
        ahead, behind = bound_pair(forward, backward, list(whole), given, live=False)
        arrays = tuple(numbers(whole).values())
        returned = ahead(*arrays)
        has_cache = isinstance(returned, tuple) and len(returned) == 2
        out, cache = returned if has_cache else (returned, arrays)
        behind(np.ones_like(out), cache)
        return 1

    found = guess(forward.__name__, left, fit, best=1)
    return {} if found is None else {name: _held(text) for name, text in found.shapes.items()}


def _held(text: str) -> str:
    kind = text.split()[:1]
    return text if kind in (["labels"], ["fixed"]) else f"fixed {text.removeprefix('unit ')}".strip()


def check_functions(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    shapes: Mapping[str, Any],
    given: Mapping[str, Any] = MappingProxyType({}),
) -> FunctionReport:
    """The same for live functions."""
    start, shapes = perf_counter(), in_order(forward, shapes)
    proof = prove_vjp(forward, backward, given=given, **shapes)
    name = backward.__name__
    evidence = verdicts.LISTED_SHAPES if proof.scope == LISTED_SHAPES else verdicts.ALL_SHAPES
    holes = _holes(proof)
    if proof.verdict == PROVEN or holes:
        report = FunctionReport(name, verdicts.CORRECT, evidence, findings=holes)
        report.convention = _kinks(proof)
        if proof.condition is not None:
            said = Text(f"{proof.condition.ko}인 모양에서만 보였다", f"shown for {proof.condition.en} only")
            report.findings.append(Remark("condition", said))
        report.seconds = perf_counter() - start
        return report
    report = FunctionReport(name, verdicts.WRONG if proof.verdict == REFUTED else verdicts.UNDECIDED)
    if proof.agreed:
        report.evidence = verdicts.VALUES
    wrong = {key: part for key, part in proof.gradients.items() if part.verdict == REFUTED}
    report.wrong = tuple(f"d{key}" for key in wrong)
    report.formulas = formulas_of({f"d{key}": part for key, part in wrong.items()})
    mistakes: Sequence[Diagnosis | None]
    mistakes = _known_mistakes(forward, backward) or [
        proof.mistake,
        *(part.mistake for part in wrong.values()),
    ]
    report.diagnosis = [Remark(one.key, one.text) for one in dict.fromkeys(mistakes) if one is not None]
    examples = [proof.counterexample, *(part.counterexample for part in wrong.values())]
    found = next((one for one in examples if one is not None), None)
    if found is not None:
        quantity = report.wrong[0] if report.wrong else None
        report.counterexample = _example(found, quantity, forward, backward, shapes, given)
    reasons = (proof.why, *(part.why for part in proof.gradients.values()))
    report.reason = next((one for one in reasons if one), None)
    report.seconds = perf_counter() - start
    return report


def _known_mistakes(forward: Callable[..., Any], backward: Callable[..., Any]) -> list[Diagnosis]:
    """What the notebook of a layer calls mistakes, where the functions bear the names of the layer's own."""
    functions = {function.__name__: function for function in (forward, backward)}
    stem = next((stem for stem in derivations.stems() if {*functions} <= functions_of(stem)), None)
    if stem is None:
        return []
    try:
        proof = prove_layer(stem, program=by_names(stem, functions))
    except NoProgram:
        return []
    return [part.mistake for part in proof.gradients.values() if part.mistake is not None]


def _holes(proof: Proof) -> list[Remark]:
    """What is said of gradients that are right wherever they are numbers; empty if anything else is wrong."""
    wrong = [part for part in proof.gradients.values() if part.verdict != PROVEN]
    special = [part.counterexample for part in wrong if part.why == AT_SPECIAL_POINTS]
    found = [one for one in special if one is not None and one.found is not None and not isfinite(one.found)]
    if not wrong or len(found) != len(wrong):
        return []
    return [_not_a_number(part.name, one) for part, one in zip(wrong, found, strict=True)]


def _not_a_number(quantity: str, at: Counterexample) -> Remark:
    place = f"[{', '.join(map(str, at.index))}]" if at.index else ""
    values = {name: value for name, value in at.inputs.items() if name != "dout"}
    told = ", ".join(f"{name} = {value}" for name, value in values.items())
    return Remark(
        "not-a-number",
        Text(
            f"식은 맞지만 `{told}`에서 `{quantity}{place}`이 {at.found}이다. 옳은 값은 {at.expected:.6g}이다."
            " 0으로 나누는 일이 없도록 식을 약분하거나 그 점을 따로 다룬다",
            f"the formula is right, but at `{told}` `{quantity}{place}` is {at.found}; correct is"
            f" {at.expected:.6g}. Cancel what is divided, or treat the point by itself",
        ),
    )


def findings_of_a_pair(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    shapes: Mapping[str, Any],
    given: Mapping[str, Any] = MappingProxyType({}),
) -> list[Remark]:
    """What is found beside the formula: writes, what the second call returns, precision, layout, overflow."""
    shapes = in_order(forward, shapes)
    ahead, behind = bound_pair(forward, backward, list(shapes), given)
    upstream = upstream_name(shapes)

    def forwarded(values: Mapping[str, Any]) -> tuple[Any, Any]:
        inputs = [values[name] for name in shapes]
        with same_draws():
            returned = ahead(*inputs)
        has_cache = isinstance(returned, tuple) and len(returned) == 2
        return returned if has_cache else (returned, tuple(inputs))

    def gradients(dout: Any, cache: Any) -> dict[str, Any]:
        found = by_input(behind(dout, cache), shapes)
        return {} if isinstance(found, Text) else {f"d{name}": value for name, value in found.items()}

    trial = next(trials.ordinary(shapes, 1))
    first = run(Call(lambda values: {"out": forwarded(values)[0]}), trial)
    if not first.ok or not np.all(np.isfinite(np.asarray(first.values["out"], dtype=np.float64))):
        return []
    out = np.asarray(first.values["out"])
    dout = np.linspace(1.0, 2.0, out.size).reshape(out.shape) if out.ndim else 1.0
    both = Trial(trial.sizes, {**trial.given, upstream: dout})
    framework = framework_of(forward)
    found = of_any(Call(lambda values: {"out": forwarded(values)[0]}), trial, framework)
    back = Call(lambda values: gradients(values[upstream], forwarded(values)[1]))
    if run(back, both).ok:
        found += of_any(back, both, framework)
        whole = Call(lambda values: {"out": forwarded(values)[0], **back.run(values)})
        moved = [name for name, shape in read_shapes(shapes).items() if shape.kind == "real"]
        found += [one for one in (overflow(whole, both, moved),) if one is not None]

        def twice(values: Mapping[str, Any]) -> dict[str, Any]:
            _, cache = forwarded(values)
            dout = values[upstream]
            before = {name: detached(one) for name, one in gradients(np.array(dout)[()], cache).items()}
            after = gradients(np.array(dout)[()], cache)
            return {name: gap(after[name], one) for name, one in before.items()}

        changed = [name for name, far in run(Call(twice), both).values.items() if far > CLOSE]
        if changed:
            found.append(Remark("writes-cache", _writes_cache(changed)))
    unlike = unlike_its_name(forward.__name__, trial.given, given, out)
    if unlike is not None:
        named = f"`{forward.__name__}`"
        found.append(Remark("unlike-its-name", Text(f"{named}: {unlike.ko}", f"{named}: {unlike.en}")))
    return list({one.key: one for one in found}.values())


def _writes_cache(quantities: Sequence[str]) -> Text:
    names = ", ".join(f"`{name}`" for name in quantities)
    return Text(
        f"같은 캐시로 다시 부르면 {names}의 값이 달라진다. 캐시의 배열에 쓰지 말고 복사본에 쓴다",
        f"called again with the same cache, it returns another {names}: write into a copy of what is cached",
    )


def _kinks(proof: Proof) -> Remark | None:
    """Where the forward has no derivative, so that the backward may return what it likes."""
    kinks = dict.fromkeys(kink for part in proof.gradients.values() for kink in part.kinks)
    if not kinks:
        return None
    points = points_of(list(kinks))
    return Remark(
        "kinks",
        Text(
            f"{points.ko}에서는 순전파를 미분할 수 없다. 거기서 돌려주는 값은 관례다",
            f"at {points.en} the forward has no derivative; what is returned there is a convention",
        ),
    )


def _returns_cache(
    forward: Callable[..., Any], arrays: Mapping[str, Any], inputs: Sequence[str], given: Mapping[str, Any]
) -> bool:
    returned = bound(forward, inputs, taken(forward, given))(*(arrays[name] for name in inputs))
    return isinstance(returned, tuple) and len(returned) == 2


def _example(
    found: Counterexample,
    quantity: str | None,
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    shapes: Mapping[str, Any],
    given: Mapping[str, Any],
) -> WrongExample:
    inputs, upstream = list(shapes), upstream_name(shapes)
    labels = {name for name, shape in read_shapes(shapes).items() if shape.kind == "labels"}
    arrays = {
        name: np.array(value, dtype=int if name in labels else float)[()]
        for name, value in found.inputs.items()
    }
    ahead = call_text(forward, inputs, taken(forward, given))
    calls = [f"out, cache = {ahead}"]
    if upstream in arrays and not _returns_cache(forward, arrays, inputs, given):
        calls = [f"out = {ahead}", f"cache = ({', '.join(inputs)}{',' if len(inputs) == 1 else ''})"]
    last = call_text(backward, (upstream, "cache"), taken(backward, given, UPSTREAM))
    *calls, last = applied(forward, inputs, given, quantity) or (*calls, last)
    sources = (forward, backward)
    if found.error is not None and (found.expected is None or found.found is None):
        shown = last if upstream in arrays else ""
        snippet = program(forward, arrays, calls, *([shown] if shown else []), f"# {found.error.en}")
    else:
        place = f"[{', '.join(map(str, found.index))}]" if found.index else ""
        read = part(sources, arrays, calls, last, quantity or "")
        said = comparison(f"{read}{place}", f"{found.found:.6g}", f"{found.expected:.6g}")
        snippet = program(forward, arrays, calls, said)
    return WrongExample(
        dict(found.inputs), quantity, found.index, found.expected, found.found, snippet, found.error
    )
