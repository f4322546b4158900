"""The mistakes of a pair in words, read off numbers: where formulas show none, or cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from types import FunctionType
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.diagnosis import of_another
from yudo.verification.symbolic.factors import name_of_factor, of_factor
from yudo.verification.symbolic.holding import ways_to_hold
from yudo.verification.symbolic.inputs import Shape
from yudo.verification.symbolic.mending import functions_of, mended
from yudo.verification.symbolic.values import Sample, samples
from yudo.verification.verdicts import Counterexample, Diagnosis

Function = Callable[..., Any]


def of_a_pair(
    forward: Function, backward: Function, shapes: Mapping[str, Shape], wrong: Collection[str]
) -> dict[str, Diagnosis]:
    """What is wrong with gradients, by the input that they belong to, as far as something shows it.

    Parameters
    ----------
    forward, backward
        The pair.
    shapes
        Of the inputs.
    wrong
        The inputs whose gradients are wrong, or are not returned as the backward raises.
    """
    seen = samples(forward, backward, shapes)
    if not seen:
        return {}
    found = [one.gradients() for one in seen]
    returned = {name: [one[name] for one in found] for name in wrong if all(name in one for one in found)}
    right = {name for name, values in returned.items() if _ratios(name, seen, values) == [1] * len(seen)}
    said: dict[str, Diagnosis] = {}

    def left() -> list[str]:
        return [name for name in wrong if name not in said and name not in right]

    def each(way: Callable[[str, Sequence[Sample], Sequence[Any]], Diagnosis | None]) -> dict[str, Diagnosis]:
        told = {name: way(name, seen, returned[name]) for name in left() if name in returned}
        return {name: one for name, one in told.items() if one is not None}

    said |= each(_as_something_else)
    said |= each(_as_the_diagonal)
    said |= each(partial(_as_of_constants, functions_of(forward)))
    said |= _by_mending(forward, backward, seen, left()) if left() else {}
    said |= each(_as_the_output)
    return said | (_by_size(forward, backward, shapes, left()) if left() else {})


def _ratios(name: str, seen: Sequence[Sample], values: Sequence[Any]) -> list[float | None]:
    return [sample.ratio(name, value) for sample, value in zip(seen, values, strict=True)]


def _as_something_else(name: str, seen: Sequence[Sample], values: Sequence[Any]) -> Diagnosis | None:
    """A gradient that is a multiple of the right one, or another's, or knows nothing of the upstream one."""
    import numpy as np

    ratios = _ratios(name, seen, values)
    if all(ratios):
        return of_factor(f"d{name}", [one for one in ratios if one], [one.sizes for one in seen])
    for other in seen[0].slopes:
        if other != name and _ratios(other, seen, values) == [1] * len(seen):
            return of_another(f"d{name}", f"d{other}")
    doubled = [one.gradients(2.0) for one in seen]
    if all(
        name in one and np.size(value) and np.array_equal(one[name], value)
        for one, value in zip(doubled, values, strict=True)
    ):
        said = Text("`dout`을 쓰지 않았다", "the upstream gradient `dout` is not used")
        return Diagnosis("dout-unused", said)
    return None


def _as_the_diagonal(name: str, seen: Sequence[Sample], values: Sequence[Any]) -> Diagnosis | None:
    """That of the Jacobian of the forward only the diagonal is there."""
    import numpy as np

    beyond: set[int] = set()
    for sample, value in zip(seen, values, strict=True):
        slopes = sample.own_slopes(name)
        if slopes is None or np.shape(value) != np.shape(slopes[0]):
            return None
        if not np.allclose(value, sample.upstream * slopes[0], rtol=1e-5, atol=1e-7):
            return None
        beyond |= {*slopes[1]}
    if not beyond:
        return None
    ko, en = ", ".join(map(str, sorted(beyond))), " and ".join(map(str, sorted(beyond)))
    axes = "axis" if len(beyond) == 1 else "axes"
    said = Text(
        f"`d{name}`에는 야코비 행렬의 대각 원소만 있다. 출력의 원소 하나가 축 {ko}에 있는 `{name}`의 모든 "
        f"원소에 의존하므로, 비대각 원소의 기여도 축 {ko}에 대해 더해야 한다",
        f"`d{name}` has the diagonal of the Jacobian alone: an entry of the output depends on all entries of "
        f"`{name}` along {axes} {en}, so the terms off the diagonal are to be summed over {axes} {en}",
    )
    return Diagnosis("diagonal-only", said)


def _as_of_constants(
    forward: Sequence[FunctionType], name: str, seen: Sequence[Sample], values: Sequence[Any]
) -> Diagnosis | None:
    """That what the forward computes from an input on the way is taken for a constant."""
    for held in ways_to_hold(forward):
        if all(sample.ratio(name, value, held) == 1 for sample, value in zip(seen, values, strict=True)):
            values_held = ", ".join(f"`{one}`" for one in held.names)
            one = len(held.names) == 1
            it, they = ("이 값을", "it is") if one else ("이 값들을", "they are")
            said = Text(
                f"`d{name}`에서 상수로 본 것: {values_held}. `{name}`로 계산한 값이므로 {it} 거치는 항도 "
                "더해야 한다",
                f"`d{name}` treats {values_held} as constant, though {they} computed from `{name}`: the term "
                "of the chain rule that goes through there is missing",
            )
            return Diagnosis("taken-for-constant", said)
    return None


def _as_the_output(name: str, seen: Sequence[Sample], values: Sequence[Any]) -> Diagnosis | None:
    """That a function stands where its derivative is meant."""
    import numpy as np

    if all(
        np.shape(value) == np.shape(one.output)
        and np.allclose(value, one.upstream * one.output, rtol=1e-9, atol=0)
        for one, value in zip(seen, values, strict=True)
    ):
        said = Text(
            f"`d{name}`는 `dout`에 출력 자체를 곱한 값이다. 출력의 도함수를 곱해야 한다",
            f"`d{name}` is `dout` times the output itself, in the place of the output's derivative",
        )
        return Diagnosis("output-for-derivative", said)
    return None


def _by_mending(
    forward: Function, backward: Function, seen: Sequence[Sample], wrong: Collection[str]
) -> dict[str, Diagnosis]:
    ahead = functions_of(forward)
    functions = sorted(functions_of(backward), key=lambda one: one in ahead) or ahead  # methods of one class
    sizes = [one.sizes for one in seen]

    def right() -> dict[str, str]:
        ratios: dict[str, list[float]] = {name: [] for name in seen[0].slopes}
        for sample in seen:
            found = sample.gradients()
            of = {name: sample.ratio(name, found[name]) for name in ratios if name in found}
            ratios = {name: [*ratios[name], one] for name, one in of.items() if one}
            if not ratios:
                break
        named = {name: "" if {*each} == {1} else name_of_factor(each, sizes) for name, each in ratios.items()}
        return {f"d{name}": factor for name, factor in named.items() if factor is not None}

    made = mended(functions, {f"d{name}" for name in wrong}, right)
    return {quantity.removeprefix("d"): told for quantity, told in made.items()}


def _by_size(
    forward: Function, backward: Function, shapes: Mapping[str, Shape], wrong: Collection[str]
) -> dict[str, Diagnosis]:
    """The size that is to be 1 for a gradient to be right: what goes along it is lost."""
    said: dict[str, Diagnosis] = {}
    for size in dict.fromkeys(one for shape in shapes.values() for one in shape.names()):
        single = {name: shape.renamed(size, "1") for name, shape in shapes.items()}
        seen = samples(forward, backward, single)
        found = [one.gradients() for one in seen]
        for name in wrong:
            if seen and all(
                name in one and sample.ratio(name, one[name]) == 1
                for sample, one in zip(seen, found, strict=True)
            ):
                told = Text(
                    f"`d{name}`는 {size} = 1일 때만 맞다", f"`d{name}` is right where {size} = 1 alone"
                )
                said.setdefault(name, Diagnosis("right-at-one", told))
    return said


def at_zeros(name: str, found: Counterexample) -> Diagnosis | None:
    """That a gradient is wrong at exact zeros alone, read off a counterexample to what holds elsewhere."""
    import numpy as np

    zero = [
        given
        for given, value in found.inputs.items()
        if np.shape(value) == np.shape(found.inputs[name]) and np.asarray(value)[found.index] == 0
    ]
    if not zero:
        return None
    where = ", ".join(f"`{given}`" for given in zero)
    said = Text(
        f"`d{name}`: 보통은 맞지만 {where}의 원소가 정확히 0인 곳에서 틀린다. 순전파는 거기서도 미분된다",
        f"`d{name}`: right in general, wrong where an entry of {where} is exactly 0, though the forward "
        "has a derivative there",
    )
    return Diagnosis("special-case", said)
