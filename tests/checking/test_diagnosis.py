"""Mistakes that ordinary inputs do not show, and what is said of them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from yudo.verification.checking import verdicts
from yudo.verification.checking.verdicts import FunctionReport

VerdictOf = Callable[..., FunctionReport]

AFFINE = """
    def affine_forward(x, w, b):
        return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)
    def affine_backward(dout, cache):
        x, w, b = cache
        dx, dw, db = dout @ w.T, x.reshape(x.shape[0], -1).T @ dout, dout.sum(axis=0)
        {mistake}
        return dx.reshape(x.shape), dw, db
"""
SOFTMAX = """
    def softmax_loss(x, y):
        N, C = x.shape
        {before}
        p = np.exp(x - x.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean()
        dx = p.copy()
        dx[np.arange(N), y] -= 1
        {after}
        return loss, dx / N
"""


def said(report: FunctionReport) -> str:
    return "; ".join(one.text.en for one in report.diagnosis)


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (
            "db = dout.mean(axis=0) * (2 if len(x) == 1 else len(x))",
            "`db`: right in general, wrong where N = 1",
        ),
        (
            "dx = dout @ w if w.shape[0] == w.shape[1] else dx",
            "`dx`: right in general, wrong where sizes are equal",
        ),
        ("dw = np.clip(dw, -100, 100)", "`dw`: right in general, wrong for inputs as large as 30"),
        ("dw = np.where(np.abs(dw) < 1e-6, 0, dw)", "`dw`: right in general, wrong for inputs as small as"),
        (
            "db = db if np.any(dout > 0) else 0 * db",
            "`db`: right in general, wrong where all inputs are negative",
        ),
        ("dw[0] = 0", "only the entries of the first row of `dw` are wrong"),
        ("dw[:, -1] *= 2", "only the entries of the last column of `dw` are wrong"),
    ],
)
def test_a_mistake_in_special_cases_is_found_and_named(
    mistake: str, words: str, verdict_of: VerdictOf
) -> None:
    report = verdict_of(AFFINE.replace("{mistake}", mistake), "affine_backward")
    assert report.verdict == verdicts.WRONG
    assert words in said(report)
    assert report.counterexample is not None


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("x = np.minimum(x, 20)", "", "right in general, wrong for inputs as large as 30"),
        ("", "dx[y == C - 1, C - 1] += 1", "only the entries at labels of the last class of `dx` are wrong"),
        ("", "dx = np.where(x < 0, 0, dx)", "only the entries where x is negative of `dx` are wrong"),
        ("x = x.astype(np.float16)", "", "digits only"),
    ],
)
def test_a_mistake_in_some_scores_is_found_and_named(
    before: str, after: str, words: str, verdict_of: VerdictOf
) -> None:
    source = SOFTMAX.replace("{before}", before or "pass").replace("{after}", after or "pass")
    report = verdict_of(source, "softmax_loss")
    assert report.verdict == verdicts.WRONG
    assert words in said(report)


def test_a_difference_of_a_millionth_is_wrong_and_shown_with_enough_digits(verdict_of: VerdictOf) -> None:
    report = verdict_of(AFFINE.replace("{mistake}", "dx = dx * 1.000001"), "affine_backward")
    assert (report.verdict, report.wrong) == (verdicts.WRONG, ("dx",))
    assert report.counterexample is not None
    assert report.counterexample.found != report.counterexample.expected
    assert f"{report.counterexample.found:.17g}" in report.counterexample.snippet


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("np.abs(W).sum(), lam * np.sign(W)", "absolute values"),
        ("np.linalg.norm(W, 2) ** 2, 2 * lam * W", "spectral"),
    ],
)
def test_another_norm_than_the_sum_of_squares_is_named(
    mistake: str, words: str, verdict_of: VerdictOf
) -> None:
    report = verdict_of(f"def l2_loss(W, lam):\n    return lam * {mistake}\n", "l2_loss")
    assert report.verdict == verdicts.WRONG
    assert words in said(report)


STALE = """
    class Relu:
        def __init__(self):
            self.mask = None
        def forward(self, x):
            if self.mask is None:
                self.mask = x > 0
            return np.maximum(x, 0)
        def backward(self, dout):
            return dout * self.mask
"""


def test_a_layer_that_keeps_an_earlier_batch_is_wrong_and_says_so(verdict_of: VerdictOf) -> None:
    report = verdict_of(STALE, "Relu.backward")
    assert report.verdict == verdicts.WRONG
    assert "right on the first call and wrong from the second on" in said(report)


def test_the_snippet_of_a_stale_layer_calls_it_twice_and_shows_the_wrong_value(verdict_of: VerdictOf) -> None:
    example = verdict_of(STALE, "Relu.backward").counterexample
    assert example is not None
    names: dict[str, object] = {}
    exec("import numpy as np\n" + textwrap.dedent(STALE), names)
    lines = [line for line in example.snippet.splitlines() if not line.startswith(("from", "print"))]
    exec("\n".join(lines), names)
    assert names["dx"][example.index] == example.found  # type: ignore[index]


def test_gradients_that_add_up_over_the_calls_are_right(verdict_of: VerdictOf) -> None:
    report = verdict_of(
        """
        class Affine:
            def __init__(self, W, b):
                self.W, self.b = W, b
                self.dW, self.db = np.zeros_like(W), np.zeros_like(b)
            def forward(self, x):
                self.x = x
                return x @ self.W + self.b
            def backward(self, dout):
                self.dW += self.x.T @ dout
                self.db += dout.sum(axis=0)
                return dout @ self.W.T
        """,
        "Affine.backward",
    )
    assert (report.verdict, report.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)


CUT = """
    def conv_forward_naive(x, w, b, conv_param):
        pad, s = conv_param["pad"], conv_param["stride"]
        (N, C, H, W), (F, _, HH, WW) = x.shape, w.shape
        wide = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        out = np.zeros((N, F, (H + 2 * pad - HH) // s + 1, (W + 2 * pad - WW) // s + 1))
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                seen = wide[:, None, :, i * s : i * s + HH, j * s : j * s + WW]
                out[:, :, i, j] = (seen * w).sum(axis=(2, 3, 4)) + b
        return out, (x, w, b, conv_param)

    def conv_backward_naive(dout, cache):
        x, w, b, conv_param = cache
        pad, s = conv_param["pad"], conv_param["stride"]
        HH, WW = w.shape[2:]
        wide = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                dwide, g = np.zeros_like(wide), dout[:, :, i, j]
                seen = wide[:, :, i * s : i * s + HH, j * s : j * s + WW]
                dw += np.tensordot(g, seen, (0, 0))
                dwide[:, :, i * s : i * s + HH, j * s : j * s + WW] = np.tensordot(g, w, (1, 0))
                dx += dwide[:, :, pad:-pad, pad:-pad]
        return dx, dw, dout.sum(axis=(0, 2, 3))
"""


def test_an_empty_slice_is_named_where_it_raises(verdict_of: VerdictOf) -> None:
    one = verdict_of(CUT, "conv_backward_naive")
    assert (one.verdict, [remark.key for remark in one.diagnosis]) == ("crashes", ["cut-by-minus-pad"])
