"""A recurrent net over all steps, made of one step: what is right, and what is often wrong between steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.symbolic.inputs import Shape

AHEAD_FLAWS = (
    Flaw("state-not-handed-on", Text("상태를 다음 시점으로 넘기지 않았다: 시점마다 첫 상태에서 시작한다", "the state is not handed on: every step starts from the first state"), {"carried": "start"}),
    Flaw("backwards-in-time", Text("시점을 거꾸로 돌았다", "runs through the steps from the last to the first"), {"direction": "backwards"}),
)  # fmt: skip
BACK_FLAWS = (
    Flaw("next-step-forgotten", Text("다음 시점에서 오는 그래디언트를 더하지 않았다: 상태에는 그 시점의 출력과 다음 시점, 두 경로로 그래디언트가 온다", "the gradient from the next step is not added: a state is reached from the output of its step and from the next step"), {"back": "not added"}),
    Flaw("output-forgotten", Text("그 시점의 출력에서 오는 그래디언트를 더하지 않았다: 마지막 시점의 것만 썼다", "the gradient of the output of each step is not added: only that of the last step is used"), {"back": "last output"}),
    Flaw("forward-in-time", Text("역전파에서 시점을 앞에서부터 돌았다: 마지막 시점부터 거꾸로 돌아야 한다", "the backward runs through the steps from the first: it must start from the last"), {"back": "in order"}),
    Flaw("steps-overwritten", Text("가중치의 그래디언트를 시점에 대해 더하지 않고 덮어썼다: 첫 시점의 것만 남았다", "the gradients of the weights are overwritten instead of added over the steps: only those of the first step are left"), {"weights": "first"}),
    Flaw("last-step-only", Text("가중치의 그래디언트에 마지막 시점만 들어 있다: 시점에 대해 더해야 한다", "the gradients of the weights are those of the last step alone: they are sums over the steps"), {"weights": "last"}),
    Flaw("averaged-over-steps", Text("가중치의 그래디언트를 시점의 수로 나누었다: 더하기만 해야 한다", "the gradients of the weights are divided by the number of steps: they are sums"), {"weights": "mean"}),
    Flaw("start-of-last-step", Text("첫 상태의 그래디언트가 마지막 시점의 것이다", "the gradient of the first state is that of the last step"), {"start": "last"}),
    Flaw("start-forgotten", Text("첫 상태의 그래디언트가 0이다: 첫 시점까지 넘겨받은 것이어야 한다", "the gradient of the first state is 0: it is what the first step hands on"), {"start": "zero"}),
)  # fmt: skip
CELL_AHEAD_FLAWS = (
    Flaw("cell-not-handed-on", Text("셀을 다음 시점으로 넘기지 않았다: 시점마다 0에서 시작한다", "the cell is not handed on: it starts from 0 at every step"), {"carried": "hidden"}),
)  # fmt: skip
CELL_BACK_FLAWS = (
    Flaw("cell-not-handed-back", Text("셀의 그래디언트를 앞 시점으로 넘기지 않았다", "the gradient of the cell is not handed back to the step before"), {"back": "no cell"}),
)  # fmt: skip
WITH_ITS_FORWARD = Text("캐시는 그 파일의 순전파가 돌려준 것이다", "with the cache of the file's own forward")


@dataclass(frozen=True)
class OverTime:
    """The names of a net whose state goes from step to step.

    Attributes
    ----------
    inputs
        What the net takes: the inputs of all steps, the first state, the weights.
    into
        What the step calls the first two of them.
    cell
        What the step calls a state that starts at 0, if there is one.
    state
        What the step calls its new states, in the order of those that it finds.
    upstream
        What it calls their gradients.
    shown
        What the net returns of all steps, by its name, as the step calls it.
    weights
        The gradients that add up over the steps.
    arriving
        What the net calls the gradient of the first that is shown.
    time
        The axis of the steps.
    """

    inputs: tuple[str, ...]
    into: tuple[str, str]
    cell: str | None
    state: tuple[str, ...]
    upstream: tuple[str, ...]
    shown: Mapping[str, str]
    weights: tuple[str, ...]
    arriving: str = "dout"
    time: int = 1

    @property
    def found(self) -> tuple[str, ...]:
        """What the step calls the states that it finds."""
        return (self.into[1],) if self.cell is None else (self.into[1], self.cell)

    def at(self, t: Any) -> tuple[Any, ...]:
        """The place of a step in what has all of them."""
        return (*[slice(None)] * self.time, t)


def all_steps(
    step: Callable[..., Values],
    net: OverTime,
    given: Given,
    carried: str = "state",
    direction: str = "",
    back: str = "",
    weights: str = "",
    start: str = "",
    **options: Any,
) -> Values:
    """What is shown of all steps, and the gradients; further options are those of the step."""
    values, taken = ahead(step, net, given, options, carried, direction)
    if net.arriving in given:
        values |= gradients(step, net, given, taken, options, back, weights, start)
    return values


def ahead(
    step: Callable[..., Values],
    net: OverTime,
    given: Given,
    options: Mapping[str, Any],
    carried: str = "state",
    direction: str = "",
) -> tuple[Values, list[Given]]:
    """What is shown of all steps, and what each of them takes."""
    x, first = given[net.inputs[0]], given[net.inputs[1]]
    shared = {name: given[name] for name in net.inputs[2:]}
    hidden, cell = first, 0 * first
    steps: list[Given] = []
    done = []
    times = range(x.shape[net.time])
    for t in times[::-1] if direction == "backwards" else times:
        states = {"start": (first, 0 * first), "hidden": (hidden, 0 * first)}.get(carried, (hidden, cell))
        taken = {net.into[0]: x[net.at(t)], **dict(zip(net.found, states, strict=False)), **shared}
        steps.append(taken)
        made = step(taken, **options)
        done.append(made)
        hidden, cell = made[net.state[0]], made[net.state[-1]]
    if direction == "backwards":
        steps, done = steps[::-1], done[::-1]
    shown = {name: np.stack([one[part] for one in done], axis=net.time) for name, part in net.shown.items()}
    return shown, steps


def gradients(
    step: Callable[..., Values],
    net: OverTime,
    given: Given,
    steps: Sequence[Given],
    options: Mapping[str, Any],
    back: str = "",
    weights: str = "",
    start: str = "",
) -> Values:
    """The gradients, of what each of the ``steps`` took and of the gradient that arrives at each."""
    x, first = net.inputs[:2]
    dout, times = given[net.arriving], range(given[x].shape[net.time])
    to_hidden, to_cell = 0 * given[first], 0 * given[first]
    dx, total, parts = np.zeros(given[x].shape), dict.fromkeys(net.weights, 0.0), []
    for t in times if back == "in order" else times[::-1]:
        own = dout[net.at(t)]
        if back == "last output":
            own = own * (t == len(times) - 1)
        to_hidden = own if back == "not added" else own + to_hidden
        arriving = (to_hidden, 0 * to_cell if back == "no cell" else to_cell)
        made = step({**steps[t], **dict(zip(net.upstream, arriving, strict=False))}, **options)
        to_hidden, to_cell = made[f"d{net.found[0]}"], made[f"d{net.found[-1]}"]
        dx[net.at(t)] = made[f"d{net.into[0]}"]
        for name in net.weights:
            total[name] = total[name] + made[name]
        parts.append(made)
    at_start = {"last": parts[0][f"d{net.found[0]}"], "zero": 0 * to_hidden}.get(start, to_hidden)
    found = {f"d{x}": dx, f"d{first}": at_start}
    for name in net.weights:
        found[name] = {
            "first": parts[-1][name], "last": parts[0][name], "mean": total[name] / len(times)
        }.get(weights, total[name])  # fmt: skip
    return found


def net_subjects(names: Mapping[str, Any], net: ForwardBackward) -> Iterator[Subject]:
    """The two functions of a module; the backward has a meaning with the cache of its own forward alone."""
    return (subject for subject in net.subjects(names) if subject.programs)


def over_all_steps(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes of a net with those of a step's ``x``, ``prev_h`` and weights."""
    (N, D), H = shapes["x"].sizes, shapes["prev_h"].sizes[1]
    weights = {name: shapes[name] for name in ("Wx", "Wh", "b")}
    return {"x": Shape((N, "T", D)), "h0": Shape((N, H)), **weights}
