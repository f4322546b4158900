"""A forward and its backward of any layer, checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from time import perf_counter
from types import MappingProxyType
from typing import Any

import numpy as np

from derivations.calculus.text import Text
from verification.checking import verdicts
from verification.checking.explaining import formula_of
from verification.checking.settings import Misuse, bound, call_text, demand_all, read_shape, taken
from verification.checking.snippets import comparison, part, program
from verification.checking.verdicts import Example, FunctionReport, Remark
from verification.proof.inputs import read_shapes, upstream_name
from verification.proof.verdicts import LISTED_SHAPES, PROVEN, REFUTED, Counterexample, Proof
from verification.proof.vjp import AT_SPECIAL_POINTS, prove_vjp


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
        If one of the functions is not there, or an argument of the forward is given no value.
    """
    for name in pair:
        if not callable(names.get(name)):
            raise Misuse(Text(f"파일에 함수 `{name}`이 없다", f"the file defines no function `{name}`"))
    forward, backward = names[pair[0]], names[pair[1]]
    demand_all(forward, list(shapes), given)
    read = {name: read_shape(text) for name, text in shapes.items()}
    return check_functions(forward, backward, read, given)


def check_functions(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    shapes: Mapping[str, Any],
    given: Mapping[str, Any] = MappingProxyType({}),
) -> FunctionReport:
    """The same for live functions."""
    start = perf_counter()
    proof = prove_vjp(
        bound(forward, list(shapes), given),
        bound(backward, ("dout", "cache"), taken(backward, given)),
        **shapes,
    )
    name = backward.__name__
    evidence = verdicts.LISTED_SHAPES if proof.scope == LISTED_SHAPES else verdicts.ALL_SHAPES
    holes = _holes(proof)
    if proof.verdict == PROVEN or holes:
        report = FunctionReport(name, verdicts.CORRECT, evidence, findings=holes)
        report.seconds = perf_counter() - start
        return report
    report = FunctionReport(name, verdicts.WRONG if proof.verdict == REFUTED else verdicts.UNDECIDED)
    if proof.agreed:
        report.evidence = verdicts.VALUES
    wrong = {key: part for key, part in proof.gradients.items() if part.verdict == REFUTED}
    report.wrong = tuple(f"d{key}" for key in wrong)
    report.formulas = [
        formula_of(f"d{key}", part) for key, part in wrong.items() if part.difference is not None
    ]
    mistakes = [part.mistake for part in wrong.values() if part.mistake is not None]
    report.diagnosis = [Remark(one.key, one.text) for one in dict.fromkeys(mistakes)]
    examples = [proof.counterexample, *(part.counterexample for part in wrong.values())]
    found = next((one for one in examples if one is not None), None)
    if found is not None:
        quantity = report.wrong[0] if report.wrong else None
        report.counterexample = _example(found, quantity, forward, backward, shapes, given)
    reasons = (proof.why, *(part.why for part in proof.gradients.values()))
    report.reason = next((one for one in reasons if one), None)
    report.seconds = perf_counter() - start
    return report


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


def _returns_cache(
    forward: Callable[..., Any], arrays: Mapping[str, Any], inputs: Sequence[str], given: Mapping[str, Any]
) -> bool:
    returned = bound(forward, inputs, given)(*(arrays[name] for name in inputs))
    return isinstance(returned, tuple) and len(returned) == 2


def _example(
    found: Counterexample,
    quantity: str | None,
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    shapes: Mapping[str, Any],
    given: Mapping[str, Any],
) -> Example:
    inputs, upstream = list(shapes), upstream_name(shapes)
    labels = {name for name, shape in read_shapes(shapes).items() if shape.kind == "labels"}
    arrays = {
        name: np.array(value, dtype=int if name in labels else float)[()]
        for name, value in found.inputs.items()
    }
    ahead = call_text(forward, inputs, given)
    calls = [f"out, cache = {ahead}"]
    if upstream in arrays and not _returns_cache(forward, arrays, inputs, given):
        calls = [f"out = {ahead}", f"cache = ({', '.join(inputs)}{',' if len(inputs) == 1 else ''})"]
    last = call_text(backward, (upstream, "cache"), taken(backward, given))
    sources = (forward, backward)
    if found.error is not None and (found.expected is None or found.found is None):
        shown = last if upstream in arrays else ""
        snippet = program(forward, arrays, calls, *([shown] if shown else []), f"# {found.error}")
    else:
        place = f"[{', '.join(map(str, found.index))}]" if found.index else ""
        read = part(sources, arrays, calls, last, quantity or "")
        said = comparison(f"{read}{place}", f"{found.found:.6g}", f"{found.expected:.6g}")
        snippet = program(forward, arrays, calls, said)
    return Example(
        dict(found.inputs), quantity, found.index, found.expected, found.found, snippet, found.error
    )
