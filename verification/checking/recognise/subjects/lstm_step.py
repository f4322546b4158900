"""An LSTM: one step, ``lstm_step_forward`` and ``lstm_step_backward`` with two upstream gradients, and all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.calling import NO_CACHE, WrongReturn, named, of_names
from yudo.verification.checking.recognise.candidate import Call, Flaw, Given, Reading, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.over_time import (
    AHEAD_FLAWS,
    BACK_FLAWS,
    CELL_AHEAD_FLAWS,
    CELL_BACK_FLAWS,
    WITH_ITS_FORWARD,
    OverTime,
    all_steps,
    net_subjects,
    over_all_steps,
)
from yudo.verification.checking.recognise.recurrent_classes import (
    MADE_OF_WEIGHTS,
    RecurrentClass,
    of_class,
    without_first_state,
)
from yudo.verification.checking.recognise.signature import accepts, order, takes_parts
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "prev_h", "prev_c", "Wx", "Wh", "b")
UPSTREAM = ("dnext_h", "dnext_c")
OUTPUTS = ("next_h", "next_c")
OF_INPUTS = ("dx", "dprev_h", "dprev_c")
OF_WEIGHTS = ("dWx", "dWh", "db")
GATES = "ifog"
GRADIENTS = (*OF_INPUTS, *OF_WEIGHTS)
RESULTS = {quantity: f"lstm_step.{quantity}" for quantity in (*OUTPUTS, *GRADIENTS)}

FORWARD_NAMES = Called(
    ("lstm_step_forward",),
    "(x, prev_h, prev_c, Wx, Wh, b) → next_h, next_c, cache",
    tuple(RESULTS[quantity] for quantity in OUTPUTS),
    (len(INPUTS),),
)
BACKWARD_NAMES = Called(
    ("lstm_step_backward",),
    "(dnext_h, dnext_c, cache) → dx, dprev_h, dprev_c, dWx, dWh, db",
    tuple(RESULTS[quantity] for quantity in GRADIENTS),
    (3,),
    Text(
        "캐시는 그 파일의 순전파가 돌려준 것이다. 게이트의 순서는 i, f, o, g다",
        "with the cache of the file's own forward; the gates are in the order i, f, o, g",
    ),
)
GRADIENTS_OF_NET = ("dx", "dh0", "dWx", "dWh", "db")
RESULTS_OF_NET = {"h": "lstm.out"} | {gradient: f"lstm.{gradient}" for gradient in GRADIENTS_OF_NET}
OVER_TIME_NAMES = (
    Called(("lstm_forward",), "(x, h0, Wx, Wh, b) → h, cache", ("lstm.out",), (5,)),
    Called(
        ("lstm_backward",),
        "(dh, cache) → dx, dh0, dWx, dWh, db",
        tuple(RESULTS_OF_NET[gradient] for gradient in GRADIENTS_OF_NET),
        (2,),
        WITH_ITS_FORWARD,
    ),
)
CLASS_NAMES = (
    Called(("LSTM", "LSTMCell"), "(Wx, Wh, b); forward(x, h_prev, c_prev) → h_next, c_next; backward(dh_next, dc_next) → dx, dh_prev, dc_prev", (*RESULTS.values(),), (), MADE_OF_WEIGHTS),
    Called(("TimeLSTM",), "(Wx, Wh, b); forward(xs) → hs; backward(dhs) → dxs", (*RESULTS_OF_NET.values(),), (), MADE_OF_WEIGHTS),
)  # fmt: skip
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, *OVER_TIME_NAMES, *CLASS_NAMES)

SHAPES = {
    "x": Shape(("N", "D")),
    "prev_h": Shape(("N", "H")),
    "prev_c": Shape(("N", "H")),
    "Wx": Shape(("D", "4*H")),
    "Wh": Shape(("H", "4*H")),
    "b": Shape(("4*H",)),
}
WITH_UPSTREAM = {**SHAPES, **{part: Shape(("N", "H")) for part in UPSTREAM}}

FORWARD_FLAWS = (
    Flaw("cell-bare", Text("`next_h`에서 셀에 tanh를 씌우지 않았다: `o * np.tanh(next_c)`여야 한다", "`next_h` takes the cell without tanh: it is `o * np.tanh(next_c)`"), {"shown": "bare"}),
    Flaw("previous-cell-shown", Text("`next_h`를 새 셀이 아니라 앞 셀로 만들었다", "`next_h` is made of the previous cell instead of the new one"), {"shown": "previous"}),
    Flaw("gates-in-other-order", Text("게이트의 순서가 i, f, o, g가 아니라 i, f, g, o다", "the gates are in the order i, f, g, o instead of i, f, o, g"), {"gates": "ifgo"}),
    Flaw("input-and-forget-exchanged", Text("입력 게이트와 망각 게이트가 바뀌었다", "input gate and forget gate are exchanged"), {"gates": "fiog"}),
    Flaw("candidate-with-sigmoid", Text("후보에 tanh가 아니라 시그모이드를 씌웠다", "the candidate gets a sigmoid instead of tanh"), {"candidate": "sigmoid"}),
    Flaw("no-bias", Text("편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the bias is not added"), {"bias": 0}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("cell-forgotten", Text("`dnext_c`를 더하지 않았다: 셀에는 그래디언트가 두 경로로 온다", "`dnext_c` is not added: gradients reach the cell by two paths"), {"dc": "no dnext_c"}),
    Flaw("hidden-forgotten", Text("은닉 상태를 거쳐 셀로 오는 그래디언트가 빠졌다: `dnext_h * o * (1 - np.tanh(next_c)**2)`", "the gradient that reaches the cell through the hidden state is missing: `dnext_h * o * (1 - np.tanh(next_c)**2)`"), {"dc": "no dnext_h"}),
    Flaw("output-gate-forgotten", Text("은닉 상태에서 셀로 갈 때 출력 게이트를 곱하지 않았다", "the output gate is not multiplied in on the way from the hidden state to the cell"), {"dc": "no output gate"}),
    Flaw("slope-of-cell-forgotten", Text("셀에 씌운 tanh의 기울기를 곱하지 않았다", "the slope of the tanh of the cell is not multiplied in"), {"dc": "no slope"}),
    Flaw("slope-of-cell-square", Text("tanh의 기울기에서 `np.tanh(next_c)`가 아니라 `next_c`를 제곱했다", "the slope of tanh squares `next_c` instead of `np.tanh(next_c)`"), {"dc": "1-c^2"}),
    Flaw("cell-added-again", Text("`dprev_c`에 `dnext_c`를 한 번 더 더했다", "`dnext_c` is added once more to `dprev_c`"), {"dprev_c": "again"}),
    Flaw("forget-forgotten", Text("`dprev_c`에 망각 게이트를 곱하지 않았다", "`dprev_c` is not multiplied by the forget gate"), {"dprev_c": "bare"}),
    Flaw("only-through-gates", Text("게이트를 구할 때 쓴 시그모이드의 기울기를 곱하지 않았다", "the slopes of the gates' sigmoids are not multiplied in"), {"slopes": "none"}),
    Flaw("candidate-slope", Text("후보에 tanh의 기울기가 아니라 시그모이드의 기울기를 곱했다", "the candidate gets the slope of a sigmoid instead of that of tanh"), {"slopes": "sigmoid"}),
    Flaw("candidate-square-forgotten", Text("후보의 기울기에서 제곱을 빠뜨렸다: `1 - g**2`여야 한다", "the square is forgotten in the slope of the candidate: it is `1 - g**2`"), {"slopes": "1-g"}),
    Flaw("candidate-for-cell", Text("망각 게이트에 앞 셀이 아니라 후보를 곱했다", "the forget gate gets the candidate instead of the previous cell"), {"forget": "candidate"}),
    Flaw("new-for-previous-cell", Text("망각 게이트에 앞 셀이 아니라 새 셀을 곱했다", "the forget gate gets the new cell instead of the previous one"), {"forget": "next_c"}),
    Flaw("next-for-previous", Text("`dWh`를 `prev_h`가 아니라 `next_h`로 만들었다", "`dWh` is made of `next_h` instead of `prev_h`"), {"dWh": "next_h"}),
    Flaw("bias-averaged", Text("`db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples: it is a sum"), {"db": "mean"}),
    Flaw("gates-exchanged", Text("역전파에서 입력 게이트와 망각 게이트의 자리가 바뀌었다", "input gate and forget gate are exchanged in the backward"), {"joined": "fiog"}),
    Flaw("joined-in-other-order", Text("역전파에서 게이트를 i, f, o, g가 아니라 i, f, g, o의 순서로 붙였다", "the backward joins the gates in the order i, f, g, o instead of i, f, o, g"), {"joined": "ifgo"}),
    *FORWARD_FLAWS[2:],
)  # fmt: skip


def reference(
    given: Given,
    gates: str = GATES,
    candidate: str = "tanh",
    shown: str = "tanh",
    bias: int = 1,
    dc: str = "both",
    dprev_c: str = "forget",
    slopes: str = "right",
    forget: str = "prev_c",
    dWh: str = "prev_h",
    db: str = "sum",
    joined: str = "",
) -> Values:
    """The step and its gradients; ``joined`` is the order of the gates in the backward, if it is another."""
    x, prev_h, prev_c, Wx, Wh, b = (given[name] for name in INPUTS)
    H = prev_h.shape[1]
    sums = x @ Wx + prev_h @ Wh + bias * b
    a = {gate: sums[:, place * H : (place + 1) * H] for place, gate in enumerate(gates)}
    i, f, o = (1 / (1 + np.exp(-a[gate])) for gate in "ifo")
    g = 1 / (1 + np.exp(-a["g"])) if candidate == "sigmoid" else np.tanh(a["g"])
    next_c = f * prev_c + i * g
    t = np.tanh(next_c)
    values = {"next_h": o * {"bare": next_c, "previous": np.tanh(prev_c)}.get(shown, t), "next_c": next_c}
    if "dnext_h" not in given:
        return values
    dnext_h, dnext_c = given["dnext_h"], given["dnext_c"]
    through_h = {
        "no output gate": dnext_h * (1 - t * t),
        "no slope": dnext_h * o,
        "1-c^2": dnext_h * o * (1 - next_c * next_c),
        "no dnext_h": 0 * dnext_h,
    }.get(dc, dnext_h * o * (1 - t * t))
    d_c = through_h if dc == "no dnext_c" else dnext_c + through_h
    slope = {gate: 1.0 if slopes == "none" else s * (1 - s) for gate, s in zip("ifo", (i, f, o), strict=True)}
    slope["g"] = {"sigmoid": g * (1 - g), "1-g": 1 - g}.get(
        slopes, g * (1 - g) if candidate == "sigmoid" else 1 - g * g
    )
    kept = {"candidate": g, "next_c": next_c}.get(forget, prev_c)
    outer = {"i": d_c * g, "f": d_c * kept, "o": dnext_h * t, "g": d_c * i}
    da = {gate: outer[gate] * slope[gate] for gate in GATES}
    rows = np.concatenate([da[gate] for gate in joined or gates], axis=1)
    values["dx"], values["dprev_h"] = rows @ Wx.T, rows @ Wh.T
    values["dprev_c"] = {"bare": d_c, "again": d_c * f + dnext_c}.get(dprev_c, d_c * f)
    values["dWx"] = x.T @ rows
    values["dWh"] = (values["next_h"] if dWh == "next_h" else prev_h).T @ rows
    values["db"] = rows.sum(axis=0) / (len(x) if db == "mean" else 1)
    return values


OVER_TIME = OverTime(
    ("x", "h0", "Wx", "Wh", "b"),
    ("x", "prev_h"),
    "prev_c",
    OUTPUTS,
    UPSTREAM,
    {"h": "next_h"},
    ("dWx", "dWh", "db"),
)
OF_NET = over_all_steps(SHAPES)
OF_NET_WITH_DOUT = {**OF_NET, "dout": Shape(("N", "T", "H"))}


def net_reference(given: Given, **options: Any) -> Values:
    """All steps, and the gradients."""
    return all_steps(reference, OVER_TIME, given, **options)


NET = ForwardBackward(
    "lstm", *OVER_TIME_NAMES, OF_NET, OF_NET_WITH_DOUT, "h", GRADIENTS_OF_NET, net_reference, RESULTS_OF_NET,
    (*AHEAD_FLAWS, *CELL_AHEAD_FLAWS, *FORWARD_FLAWS),
    (*BACK_FLAWS, *CELL_BACK_FLAWS, *BACKWARD_FLAWS, *AHEAD_FLAWS, *CELL_AHEAD_FLAWS), {}, (), "",
)  # fmt: skip


ORDERS = ("fgio", "ifog", "ifgo", "igfo", "figo", "fiog")
"""Of the gates: that of "deep learning from scratch", the course's, and those of libraries."""
CLASS_READINGS = tuple(
    Reading(
        f"gates-{order}",
        Text(f"게이트의 순서가 {', '.join(order)}다", f"the gates are in the order {', '.join(order)}"),
        {"gates": order},
    )
    for order in ORDERS
)
OTHER_ORDER = Text(
    "역전파에서 게이트를 순전파와 다른 순서로 붙였다",
    "the backward joins the gates in another order than the forward",
)
CLASS_FORWARD_FLAWS = tuple(flaw for flaw in FORWARD_FLAWS if "gates" not in flaw.options)
CLASS_BACKWARD_FLAWS = (
    *(flaw for flaw in BACKWARD_FLAWS if not {"gates", "joined"} & {*flaw.options}),
    *(Flaw("joined-in-other-order", OTHER_ORDER, {"joined": "".join(one)}) for one in permutations(GATES)),
)


def class_reference(given: Given, **options: Any) -> Values:
    """The step of a class, which may have no bias."""
    return of_class(reference, given, **options)


def net_class_reference(given: Given, **options: Any) -> Values:
    """All steps of a class, from a state of 0."""
    return of_class(net_reference, given, **options)


CLASS_OF_STEP = RecurrentClass(
    CLASS_NAMES[0], INPUTS[:3], UPSTREAM, OUTPUTS, OF_INPUTS, SHAPES, WITH_UPSTREAM, class_reference, RESULTS,
    CLASS_FORWARD_FLAWS, CLASS_BACKWARD_FLAWS, CLASS_READINGS,
)  # fmt: skip
CLASS_OF_NET = RecurrentClass(
    CLASS_NAMES[1], ("x",), ("dout",), ("h",), ("dx",), without_first_state(OF_NET), without_first_state(OF_NET_WITH_DOUT),
    net_class_reference, RESULTS_OF_NET,
    (*AHEAD_FLAWS, *CELL_AHEAD_FLAWS, *CLASS_FORWARD_FLAWS),
    (*BACK_FLAWS, *CELL_BACK_FLAWS, *CLASS_BACKWARD_FLAWS, *AHEAD_FLAWS, *CELL_AHEAD_FLAWS), CLASS_READINGS,
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The step and the net of a module."""
    yield from _step(names)
    yield from net_subjects(names, NET)
    for one in (CLASS_OF_STEP, CLASS_OF_NET):
        yield from one.subjects(names)


def _step(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module; the backward has a meaning with the cache of its own forward alone."""
    forward, backward = of_names(names, FORWARD_NAMES), of_names(names, BACKWARD_NAMES)
    if forward is None or not takes_parts(forward, INPUTS):
        return
    ordered, name = order(forward, INPUTS), forward.__name__
    made = f"next_h, next_c, cache = {name}({', '.join(ordered)})"
    call = _stepping(forward, ordered)

    def ahead(given: Given) -> Values:
        return named(call(given)[:2], OUTPUTS)

    yield Subject(
        name, "lstm_step", SHAPES, OUTPUTS, (Call(ahead),), reference, (made,), RESULTS, flaws=FORWARD_FLAWS,
        source=forward,
    )  # fmt: skip
    if backward is None or not accepts(backward, 3):
        return

    def back(given: Given) -> Values:
        return named(backward(given["dnext_h"], given["dnext_c"], call(given)[2]), GRADIENTS)

    name = backward.__name__
    returned = f"{', '.join(GRADIENTS)} = {name}(dnext_h, dnext_c, cache)"
    yield Subject(
        name, "lstm_step", WITH_UPSTREAM, GRADIENTS, (Call(back),), reference, (made, returned), RESULTS,
        flaws=BACKWARD_FLAWS, source=backward,
    )  # fmt: skip


def _stepping(forward: Any, ordered: list[str]) -> Callable[[Given], Any]:
    """The forward as a function of the inputs, with what it returns."""

    def call(given: Given) -> Any:
        returned = forward(*[given[part] for part in ordered])
        if not isinstance(returned, (tuple, list)) or len(returned) != 3:
            raise WrongReturn(NO_CACHE)
        return returned

    return call
