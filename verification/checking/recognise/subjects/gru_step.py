"""A GRU: ``gru_step_forward``, ``gru_step_backward``, and both over all steps, in the usual conventions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.candidate import Flaw, Given, Reading, Subject, Values, both
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.over_time import (
    AHEAD_FLAWS,
    BACK_FLAWS,
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
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "prev_h", "Wx", "Wh", "b")
GRADIENTS = ("dx", "dprev_h", "dWx", "dWh", "db")
RESULTS = {"next_h": "gru_step.out"} | {gradient: f"gru_step.{gradient}" for gradient in GRADIENTS}

FORWARD_NAMES = Called(
    ("gru_step_forward", "gru_cell_forward"), "(x, prev_h, Wx, Wh, b) → next_h, cache", (RESULTS["next_h"],), (len(INPUTS),)
)  # fmt: skip
BACKWARD_NAMES = Called(
    ("gru_step_backward", "gru_cell_backward"),
    "(dnext_h, cache) → dx, dprev_h, dWx, dWh, db",
    tuple(RESULTS[gradient] for gradient in GRADIENTS),
    (2,),
    WITH_ITS_FORWARD,
)
OVER_TIME_NAMES = (
    Called(("gru_forward",), "(x, h0, Wx, Wh, b) → h, cache", (), (len(INPUTS),)),
    Called(("gru_backward",), "(dh, cache) → dx, dh0, dWx, dWh, db", (), (2,), WITH_ITS_FORWARD),
)
CLASS_NAMES = (
    Called(("GRU", "GRUCell"), "(Wx, Wh, b); forward(x, h_prev) → h_next; backward(dh_next) → dx, dh_prev", (*RESULTS.values(),), (), MADE_OF_WEIGHTS),
    Called(("TimeGRU",), "(Wx, Wh, b); forward(xs) → hs; backward(dhs) → dxs", (), (), MADE_OF_WEIGHTS),
)  # fmt: skip
CALLED = (FORWARD_NAMES, BACKWARD_NAMES, *OVER_TIME_NAMES, *CLASS_NAMES)

SHAPES = {
    "x": Shape(("N", "D")),
    "prev_h": Shape(("N", "H")),
    "Wx": Shape(("D", "3*H")),
    "Wh": Shape(("H", "3*H")),
    "b": Shape(("3*H",)),
}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "H"))}

KEEPS = Text("업데이트 게이트가 1이면 앞 상태에 머문다", "the old state stays where the update gate is 1")
AFTER = Text("리셋 게이트를 행렬곱 다음에 곱한다", "the reset gate comes after the matrix product")
ORDER = Text("게이트의 순서가 리셋, 업데이트, 후보다", "the gates are in the order reset, update, candidate")
READINGS = tuple(
    Reading(
        "-".join(one for one in (share, place, gates) if one) or "standard",
        both(KEEPS if share else None, AFTER if place else None, ORDER if gates else None),
        {"share": share, "place": place, "gates": gates or "zrg"},
    )
    for gates in ("", "rzg")
    for place in ("", "after")
    for share in ("", "keeps")
)

FORWARD_FLAWS = (
    Flaw("reset-not-used", Text("후보를 만들 때 리셋 게이트를 곱하지 않았다", "the candidate is made without the reset gate"), {"reset": "none"}),
    Flaw("candidate-with-sigmoid", Text("후보에 tanh가 아니라 시그모이드를 씌웠다", "the candidate gets a sigmoid instead of tanh"), {"candidate": "sigmoid"}),
    Flaw("candidate-alone", Text("새 은닉 상태에 앞 은닉 상태의 기여가 빠졌다: `(1 - z) * prev_h + z * g`여야 한다", "the share of the previous hidden state is missing: it is `(1 - z) * prev_h + z * g`"), {"kept": "none"}),
    Flaw("kept-whole", Text("앞 은닉 상태에 `1 - z`를 곱하지 않았다", "the previous hidden state is not multiplied by `1 - z`"), {"kept": "whole"}),
    Flaw("no-bias", Text("편향을 더하지 않았다: `+ b`가 없다", "no `+ b`: the bias is not added"), {"bias": 0}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("direct-path-forgotten", Text("`dprev_h`에 출력으로 바로 가는 경로 `dnext_h * (1 - z)`가 빠졌다", "`dprev_h` lacks the path straight to the output, `dnext_h * (1 - z)`"), {"dprev_h": "no direct"}),
    Flaw("reset-forgotten", Text("`dprev_h`에서 후보를 거쳐 온 것에 리셋 게이트를 곱하지 않았다", "what reaches `dprev_h` through the candidate is not multiplied by the reset gate"), {"dprev_h": "no reset"}),
    Flaw("candidate-path-forgotten", Text("`dprev_h`에 후보를 거쳐 오는 경로가 빠졌다", "`dprev_h` lacks the path through the candidate"), {"dprev_h": "no candidate"}),
    Flaw("gate-paths-forgotten", Text("`dprev_h`에 두 게이트를 거쳐 오는 경로가 빠졌다", "`dprev_h` lacks the paths through the two gates"), {"dprev_h": "no gates"}),
    Flaw("state-for-kept", Text("`dWh`에서 후보의 열을 `r * prev_h`가 아니라 `prev_h`로 만들었다", "the candidate's columns of `dWh` are made of `prev_h` instead of `r * prev_h`"), {"dWh": "prev_h"}),
    Flaw("candidate-for-difference", Text("업데이트 게이트에 `g - prev_h`가 아니라 `g`를 곱했다", "the update gate gets `g` instead of `g - prev_h`"), {"difference": "g"}),
    Flaw("sum-for-difference", Text("업데이트 게이트에 `g - prev_h`가 아니라 `g + prev_h`를 곱했다", "the update gate gets `g + prev_h` instead of `g - prev_h`"), {"difference": "g+h"}),
    Flaw("difference-reversed", Text("업데이트 게이트에 곱한 차의 부호가 반대다", "the difference that the update gate gets has the wrong sign"), {"difference": "h-g"}),
    Flaw("reset-held-constant", Text("리셋 게이트로 그래디언트가 흐르지 않는다", "no gradient flows through the reset gate"), {"reset": "held"}),
    Flaw("candidate-for-reset", Text("리셋 게이트의 그래디언트를 행렬곱을 거슬러 온 것이 아니라 후보의 것으로 만들었다", "the gradient of the reset gate is made of the candidate's, not of what comes back through the matrix product"), {"reset": "of the candidate"}),
    Flaw("only-through-gates", Text("게이트를 구할 때 쓴 시그모이드의 기울기를 곱하지 않았다", "the slopes of the gates' sigmoids are not multiplied in"), {"slopes": "none"}),
    Flaw("candidate-slope-forgotten", Text("후보에 씌운 tanh의 기울기를 곱하지 않았다", "the slope of the candidate's tanh is not multiplied in"), {"slopes": "no tanh"}),
    Flaw("candidate-slope", Text("후보에 tanh의 기울기가 아니라 시그모이드의 기울기를 곱했다", "the candidate gets the slope of a sigmoid instead of that of tanh"), {"slopes": "sigmoid"}),
    Flaw("bias-averaged", Text("`db`를 표본의 수로 나누었다: 더하기만 해야 한다", "`db` is divided by the number of samples: it is a sum"), {"db": "mean"}),
    Flaw("gates-exchanged", Text("역전파에서 업데이트 게이트와 리셋 게이트의 자리가 바뀌었다", "update gate and reset gate are exchanged in the backward"), {"joined": "exchanged"}),
    *FORWARD_FLAWS,
)  # fmt: skip


def _sigmoid(a: Any) -> Any:
    return 1 / (1 + np.exp(-a))


def reference(
    given: Given,
    share: str = "",
    place: str = "",
    gates: str = "zrg",
    reset: str = "",
    candidate: str = "tanh",
    kept: str = "",
    bias: int = 1,
    dprev_h: str = "",
    dWh: str = "",
    difference: str = "",
    slopes: str = "",
    db: str = "sum",
    joined: str = "",
) -> Values:
    """The step and its gradients; ``share``, ``place`` and ``gates`` are the conventions."""
    x, prev_h, Wx, Wh, b = (given[name] for name in INPUTS)
    H = prev_h.shape[1]
    at = {gate: slice(number * H, (number + 1) * H) for number, gate in enumerate(gates)}
    fed = x @ Wx + bias * b
    z, r = (_sigmoid(fed[:, at[gate]] + prev_h @ Wh[:, at[gate]]) for gate in "zr")
    let_in = 1 if reset == "none" else r
    seen = prev_h if place else let_in * prev_h
    product = seen @ Wh[:, at["g"]]
    a = fed[:, at["g"]] + (let_in * product if place else product)
    g = _sigmoid(a) if candidate == "sigmoid" else np.tanh(a)
    old, new = (z, 1 - z) if share else (1 - z, z)
    stays = {"none": 0, "whole": 1}.get(kept, old)
    values = {"next_h": stays * prev_h + new * g}
    if "dout" not in given:
        return values
    dout = given["dout"]
    squared = candidate == "sigmoid" or slopes == "sigmoid"
    slope = 1 if slopes == "no tanh" else g * (1 - g) if squared else 1 - g * g
    dag = dout * new * slope
    dproduct = dag * let_in if place else dag
    dseen = dproduct @ Wh[:, at["g"]].T
    to_reset = dag * product if place else dseen * prev_h
    if reset == "of the candidate":
        to_reset = dag * prev_h
    of_kept = {"none": 0, "whole": 0}.get(kept, prev_h)
    gap = {"g": g, "g+h": g + prev_h, "h-g": prev_h - g}.get(difference, g - of_kept)
    dz = dout * (-gap if share else gap)
    dr = to_reset * (0 if reset in ("none", "held") else 1)
    steep = {"z": z * (1 - z), "r": r * (1 - r)} if slopes != "none" else {"z": 1, "r": 1}
    da = {"z": dz * steep["z"], "r": dr * steep["r"], "g": dag}
    if joined == "exchanged":
        da["z"], da["r"] = da["r"], da["z"]
    rows = np.concatenate([da[gate] for gate in gates], axis=1)
    paths = {
        "no direct": dout * stays,
        "no candidate": dseen if place or dprev_h == "no reset" else dseen * let_in,
        "no gates": da["z"] @ Wh[:, at["z"]].T + da["r"] @ Wh[:, at["r"]].T,
    }
    left = [path for name, path in paths.items() if name != dprev_h]
    of_state = {gate: prev_h.T @ da[gate] for gate in "zr"}
    of_state["g"] = (prev_h if dWh == "prev_h" else seen).T @ dproduct
    values["dx"], values["dprev_h"] = rows @ Wx.T, sum(left[1:], left[0])
    values["dWx"] = x.T @ rows
    values["dWh"] = np.concatenate([of_state[gate] for gate in gates], axis=1)
    values["db"] = rows.sum(axis=0) / (len(x) if db == "mean" else 1)
    return values


STEP = ForwardBackward(
    "gru_step", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "next_h", GRADIENTS, reference, RESULTS,
    FORWARD_FLAWS, BACKWARD_FLAWS, {}, (), "", READINGS,
)  # fmt: skip
OVER_TIME = OverTime(
    ("x", "h0", "Wx", "Wh", "b"), ("x", "prev_h"), None, ("next_h",), ("dout",), {"h": "next_h"}, GRADIENTS[2:]
)  # fmt: skip
OF_NET = over_all_steps(SHAPES)
OF_NET_WITH_DOUT = {**OF_NET, "dout": Shape(("N", "T", "H"))}


def net_reference(given: Given, **options: Any) -> Values:
    """All steps, and the gradients."""
    return all_steps(reference, OVER_TIME, given, **options)


NET = ForwardBackward(
    "gru", *OVER_TIME_NAMES, OF_NET, OF_NET_WITH_DOUT, "h", ("dx", "dh0", "dWx", "dWh", "db"), net_reference, {},
    (*AHEAD_FLAWS, *FORWARD_FLAWS), (*BACK_FLAWS, *BACKWARD_FLAWS, *AHEAD_FLAWS), {}, (), "", READINGS,
)  # fmt: skip


def class_reference(given: Given, **options: Any) -> Values:
    """The step of a class, which may have no bias."""
    return of_class(reference, given, **options)


def net_class_reference(given: Given, **options: Any) -> Values:
    """All steps of a class, from a state of 0."""
    return of_class(net_reference, given, **options)


CLASS_OF_STEP = RecurrentClass(
    CLASS_NAMES[0], INPUTS[:2], ("dout",), ("next_h",), GRADIENTS[:2], SHAPES, WITH_DOUT, class_reference, RESULTS,
    FORWARD_FLAWS, BACKWARD_FLAWS, READINGS,
)  # fmt: skip
CLASS_OF_NET = RecurrentClass(
    CLASS_NAMES[1], ("x",), ("dout",), ("h",), ("dx",), without_first_state(OF_NET), without_first_state(OF_NET_WITH_DOUT),
    net_class_reference, {}, NET.forward_flaws, NET.backward_flaws, READINGS,
)  # fmt: skip


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The step and the net of a module; a backward has a meaning with the cache of its own forward alone."""
    for one in (STEP, NET):
        yield from net_subjects(names, one)
    for kind in (CLASS_OF_STEP, CLASS_OF_NET):
        yield from kind.subjects(names)
