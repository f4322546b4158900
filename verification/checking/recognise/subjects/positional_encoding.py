"""Positional encoding: a table that is added to every sample, and learns or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.recognise.caches import inputs
from yudo.verification.checking.recognise.calling import of_names
from yudo.verification.checking.recognise.candidate import Flaw, Given, Subject, Values
from yudo.verification.checking.recognise.forward_backward import ForwardBackward
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.signature import accepts
from yudo.verification.sandbox.timeouts import briefly
from yudo.verification.symbolic.inputs import Shape

INPUTS = ("x", "table")
GRADIENTS = ("dx", "dtable")
RESULTS = {quantity: f"positional_encoding.{quantity}" for quantity in ("out", *GRADIENTS)}
FUNCTIONS = ("positional_encoding", "positional_embedding", "position_encoding", "position_embedding")
FORWARD_NAMES = Called(
    tuple(f"{name}_forward" for name in FUNCTIONS), "(x, table) → out, cache", (RESULTS["out"],), (2,)
)
BACKWARD_NAMES = Called(
    tuple(f"{name}_backward" for name in FUNCTIONS),
    "(dout, cache) → dx, dtable", tuple(RESULTS[gradient] for gradient in GRADIENTS), (2,),
    Text("학습하지 않는 표라면 `dx`만 돌려주어도 된다", "`dx` alone where the table does not learn"),
    (RESULTS["dtable"],),
)  # fmt: skip
CALLED = (FORWARD_NAMES, BACKWARD_NAMES)

SHAPES = {"x": Shape(("N", "T", "D")), "table": Shape(("T", "D"))}
WITH_DOUT = {**SHAPES, "dout": Shape(("N", "T", "D"))}

FORWARD_FLAWS = (
    Flaw("not-added", Text("표를 더하지 않았다", "the table is not added"), {"joined": "not"}),
    Flaw("multiplied", Text("표를 더하지 않고 곱했다", "the table is multiplied instead of added"), {"joined": "times"}),
    Flaw("subtracted", Text("표를 더하지 않고 뺐다", "the table is subtracted instead of added"), {"joined": "minus"}),
    Flaw("first-row", Text("모든 자리에 표의 첫 행을 더했다", "the first row of the table is added at every position"), {"joined": "first"}),
)  # fmt: skip
BACKWARD_FLAWS = (
    Flaw("averaged", Text("`dtable`을 표본의 수로 나누었다: 더하기만 해야 한다", "`dtable` is divided by the number of samples: it is a sum"), {"dtable": "mean"}),
    Flaw("summed-over-positions", Text("`dtable`을 자리를 따라서도 더했다: 행마다 자기 자리의 것만 받아야 한다", "`dtable` is summed over the positions, too: each row gets what came to its own position"), {"dtable": "positions"}),
    Flaw("last-sample", Text("`dtable`에 마지막 표본에서 온 것만 남았다: `+=`로 더해야 한다", "`dtable` keeps what comes from the last sample alone: it is added by `+=`"), {"dtable": "last"}),
    Flaw("table-in-dx", Text("`dx`에 표를 다시 더했다: `dx`는 `dout` 그대로다", "the table is added to `dx` once more: `dx` is `dout` as it is"), {"dx": "table"}),
    Flaw("times-table", Text("`dx`에 표를 곱했다: `dx`는 `dout` 그대로다", "`dx` is multiplied by the table: it is `dout` as it is"), {"dx": "times"}),
)  # fmt: skip
CACHES = (lambda g: (g["x"], g["table"]), lambda g: g["table"], lambda g: g["table"].shape, lambda g: None)


def reference(given: Given, joined: str = "", dx: str = "", dtable: str = "") -> Values:
    """The sum, and the gradients."""
    x, table = given["x"], given["table"]
    outs = {"not": x, "times": x * table, "minus": x - table, "first": x + table[:1]}
    values = {"out": outs.get(joined, x + table)}
    if "dout" in given:
        dout = given["dout"]
        added = dout.sum(axis=0)
        values["dx"] = {"table": dout + table, "times": dout * table}.get(dx, dout)
        values["dtable"] = {
            "mean": added / len(x),
            "positions": added.sum(axis=0) + 0 * table,
            "last": dout[-1],
        }.get(dtable, added)
    return values


def of_a_constant(given: Given, **options: Any) -> Values:
    """The same with a table that does not learn."""
    return {name: value for name, value in reference(given, **options).items() if name != "dtable"}


LEARNED = ForwardBackward(
    "positional_encoding", FORWARD_NAMES, BACKWARD_NAMES, SHAPES, WITH_DOUT, "out", GRADIENTS, reference, RESULTS,
    FORWARD_FLAWS, BACKWARD_FLAWS, inputs(*INPUTS), CACHES, "cache = (x, table)",
)  # fmt: skip
FIXED = replace(
    LEARNED, gradients=("dx",), reference=of_a_constant,
    backward_flaws=tuple(flaw for flaw in BACKWARD_FLAWS if "dx" in flaw.options),
)  # fmt: skip


def _learns(names: Mapping[str, Any]) -> bool:
    """Whether the backward of a module returns more than an array of the shape of x."""
    forward, backward = of_names(names, FORWARD_NAMES), of_names(names, BACKWARD_NAMES)
    if backward is None or not accepts(backward, 2):
        return True
    x, table = np.zeros((2, 3, 4)), np.zeros((3, 4))
    caches = [make({"x": x, "table": table}) for make in CACHES]
    with briefly():  # what it raises is found when it is judged
        caches = [forward(x, table)[1]] if forward is not None else caches
    for cache in caches:
        with briefly():
            return isinstance(backward(x, cache), (tuple, list))
    return True


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The two functions of a module."""
    yield from (LEARNED if _learns(names) else FIXED).subjects(names)
