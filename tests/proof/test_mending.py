"""Mistakes that are found by mending them: the changes that are tried, and that nothing is left of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from yudo.verification.symbolic import prove_vjp
from yudo.verification.symbolic.edits import edits
from yudo.verification.symbolic.inputs import read_shapes
from yudo.verification.symbolic.mending import functions_of, mended
from yudo.verification.symbolic.mistakes import of_a_pair

EVERYTHING = """
def backward(self, dout, cache):
    x, w, y = cache
    self.dw = np.dot(x.T, dout)
    total = np.zeros(3)
    for i in range(len(x)):
        total[y[i]] += dout[:, y].sum(axis=0) / 2
        total[i : i + 2] = -w[i] if x[i] > 0 else np.mean(x * w)
        return total
    self.w = self.w - 0.1 * self.dw
    return {"dx": dout @ self.w.T, "dw": self.dw}
"""


def test_every_change_takes_itself_back_and_is_told_in_both_languages() -> None:
    (tree,) = ast.parse(EVERYTHING).body
    assert isinstance(tree, ast.FunctionDef)
    before, seen = ast.dump(tree), set()
    for edit in edits(tree, ["dw", "w"], "np"):
        ast.unparse(ast.fix_missing_locations(tree))
        seen.add(edit.key)
        told = edit.told(["dx"], "1/N")
        assert "`dx`" in told.ko
        assert "`dx`" in told.en
    assert ast.dump(tree) == before
    assert len(seen) > 15


def test_a_change_that_is_not_asked_for_is_taken_back_too() -> None:
    (tree,) = ast.parse(EVERYTHING).body
    assert isinstance(tree, ast.FunctionDef)
    before, left = ast.dump(tree), edits(tree, [], "np")
    next(left)
    left.close()  # type: ignore[attr-defined]
    assert ast.dump(tree) == before


def forward(x: Any, w: Any) -> Any:
    return x @ w, (x, w)


def backward(dout: Any, cache: Any) -> Any:
    x, w = cache
    print("a remark of somebody's")
    return dout @ w.T, x.T @ dout / len(x)


def runs_on(dout: Any, cache: Any) -> Any:
    x, w = cache
    i, dw = 0, np.zeros_like(w)
    while i < len(x):
        dw += np.outer(x[i], dout[i])
        i += 1
    return 2 * dout @ w.T, dw + 1


SHAPES = read_shapes({"x": ("N", "D"), "w": ("D", "M")})


def test_a_function_is_what_it_was_after_it_was_mended(capsys: pytest.CaptureFixture[str]) -> None:
    code = backward.__code__
    tried = 0

    def right() -> Mapping[str, str]:
        nonlocal tried
        tried += 1
        _, dw = backward(np.ones((2, 3)), (np.full((2, 4), 2.0), np.ones((4, 3))))
        return {"dw": ""} if np.all(dw == 4) else {"dx": ""}

    assert mended([backward], ["dw"], right) == {}  # what was right must stay so
    assert backward.__code__ is code
    assert tried > 50
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_what_is_right_has_no_mistake_and_code_that_may_run_on_is_left_alone() -> None:
    def right_one(dout: Any, cache: Any) -> Any:
        x, w = cache
        return dout @ w.T, x.T @ dout

    assert of_a_pair(forward, right_one, SHAPES, ["x", "w"]) == {}
    said = of_a_pair(forward, runs_on, SHAPES, ["x", "w"])
    assert {name: one.key for name, one in said.items()} == {"x": "factor-2"}


def test_a_pair_is_told_its_mistake_where_symbols_cannot_read_it() -> None:
    def sorted_forward(x: Any) -> Any:
        return np.sort(x, axis=1), np.argsort(x, axis=1)

    def sorted_backward(dout: Any, order: Any) -> Any:
        dx = np.zeros_like(dout)
        for i in range(len(dout)):
            dx[i, order[i]] = 3 * dout[i]
        return dx

    proof = prove_vjp(sorted_forward, sorted_backward, x=("N", "D"))
    assert "`dx` is 3 times the correct value" in str(proof)
    assert "옳은 값의 3배다" in proof.told("ko")


def test_somebodys_functions_are_found_through_what_wraps_them() -> None:
    def wrapped(*given: Any) -> Any:
        return backward(*given)

    found = functions_of(wrapped)
    assert found[:2] == [wrapped, backward]
    assert forward not in found
