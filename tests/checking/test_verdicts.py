"""What a verdict takes into account: ranks, odd sizes and values, exact zeros, the loss's own word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verification.checking import verdicts
from verification.checking.files import FileReport
from verification.checking.verdicts import FunctionReport

Check = Callable[..., FileReport]
VerdictOf = Callable[..., FunctionReport]


def keys(remarks: list[verdicts.Remark]) -> list[str]:
    return [one.key for one in remarks]


# -- ranks -------------------------------------------------------------------------------------------------

AFFINE = """
    def affine_forward(x, w, b):
        return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)
    def affine_backward(dout, cache):
        x, w, b = cache
        dx = (dout @ w.T).reshape(x.shape)
        dw = x.reshape(x.shape[0], -1).T @ dout
        db = dout.sum(axis=0)
        {more}
        return dx, dw, db
"""


@pytest.mark.parametrize("rank", [2, 3, 4, 5])
def test_a_backward_that_is_wrong_at_one_rank_of_x_is_wrong(rank: int, verdict_of: VerdictOf) -> None:
    one = verdict_of(AFFINE.replace("{more}", f"dx = dx * (3 if x.ndim == {rank} else 1)"), "affine_backward")
    assert (one.verdict, one.wrong) == (verdicts.WRONG, ("dx",))
    assert one.counterexample is not None
    assert len(one.counterexample.index) == rank


@pytest.mark.parametrize("rank", [3, 4, 5])
def test_a_function_of_the_course_that_raises_on_images_crashes(rank: int, verdict_of: VerdictOf) -> None:
    refusal = f"assert x.ndim != {rank}, 'no images'"
    one = verdict_of(AFFINE.replace("{more}", refusal), "affine_backward")
    assert (one.verdict, one.evidence) == (verdicts.CRASHES, None)
    assert one.reason is not None
    assert "no images" in one.reason.en


def test_a_layer_of_matrices_is_right_without_images_and_its_proof_says_so(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        class Affine:
            def __init__(self, W, b):
                self.W, self.b = W, b
            def forward(self, x):
                self.x = x
                return np.dot(x, self.W) + self.b
            def backward(self, dout):
                self.dW, self.db = np.dot(self.x.T, dout), dout.sum(axis=0)
                return np.dot(dout, self.W.T)
        """,
        "Affine.forward",
    )
    assert (one.verdict, keys(one.findings)) == (verdicts.CORRECT, ["fails-on-rank-3"])
    assert one.reason is not None
    assert "x.ndim > 2" in one.reason.en


# -- sizes and values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mistake",
    [
        "dx = dx * (1 if len(x) <= 256 else 2)",
        "dx = dx * (1 if w.shape[1] <= 256 else 2)",
        "dw = dw * (2 if x.shape[0] == w.shape[0] else 1)",
        "db = db * (2 if x.shape[0] == w.shape[1] else 1)",
        "dw = dw * (2 if w.shape[0] == w.shape[1] else 1)",
        "dx = np.where(x == 0, 0, dx)",
    ],
)
def test_what_is_wrong_only_at_certain_sizes_or_values_is_wrong(mistake: str, verdict_of: VerdictOf) -> None:
    one = verdict_of(AFFINE.replace("{more}", mistake), "affine_backward")
    assert one.verdict == verdicts.WRONG
    assert one.counterexample is not None


def test_no_number_where_there_is_one_is_wrong_at_zero_as_well(check_source: Check) -> None:
    report = check_source("""
        def relu_forward(x):
            return np.maximum(0, x), x
        def relu_backward(dout, cache):
            return dout * (cache + np.abs(cache)) / (2 * np.abs(cache))
    """)
    forward, backward = report.functions
    assert forward.verdict == verdicts.CORRECT
    assert (backward.verdict, backward.wrong) == (verdicts.WRONG, ("dx",))


def test_a_loss_that_is_exactly_zero_is_met_up_to_rounding(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        def softmax_loss(x, y):
            rows = np.arange(len(x))
            total = np.exp(x).sum(axis=1)
            loss = (np.log(total) - x[rows, y]).sum() / len(x)
            dx = np.exp(x) / total[:, None]
            dx[rows, y] -= 1
            return loss, dx / len(x)
        """,
        "softmax_loss",
    )
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    assert "overflow" in keys(one.findings)


ONE_HOT = """
    class SoftmaxWithLoss:
        def forward(self, x, t):
            e = np.exp(x - x.max(axis=1, keepdims=True))
            self.p, self.t = e / e.sum(axis=1, keepdims=True), t
            if t.ndim == 2:
                t = t.argmax(axis=1)
            return {loss}
        def backward(self, dout=1):
            if self.t.size == self.p.size:
                return (self.p - self.t){share}
            dx = self.p.copy()
            dx[np.arange(len(dx)), self.t] -= 1
            return dx{share}
"""
MEAN, SUM = (f"-np.{name}(np.log(self.p[np.arange(len(x)), t]))" for name in ("mean", "sum"))


def test_a_single_class_is_no_use_of_a_loss_and_costs_no_verdict(check_source: Check) -> None:
    report = check_source(ONE_HOT.replace("{loss}", MEAN).replace("{share}", " / len(self.p)"))
    forward, backward = report.functions
    assert [one.verdict for one in (forward, backward)] == [verdicts.CORRECT] * 2
    assert "differs-on-C-1" in keys(backward.findings)
    assert backward.reason is not None
    assert "C = 1" in backward.reason.en
