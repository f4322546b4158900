"""Layers without a definition: a backward against its own forward, a gradient against its own loss."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.checking.conftest import Check
from tests.checking.test_command import run, write
from yudo.verification.checking import verdicts
from yudo.verification.checking.pairs.expectations import unlike_its_name
from yudo.verification.checking.pairs.guessing import guess, numbers, read_all
from yudo.verification.checking.verdicts import FunctionReport

VerdictOf = Callable[..., FunctionReport]

SCALED = """
    def row_scaling_forward(x, gamma, beta, ln_param):
        mean = x.mean(axis=1, keepdims=True)
        std = np.sqrt(x.var(axis=1, keepdims=True) + ln_param.get("eps", 1e-5))
        z = (x - mean) / std
        return gamma * z + beta, (z, std, gamma)

    def row_scaling_backward(dout, cache):
        z, std, gamma = cache
        dz = dout * gamma
        dx = (dz - dz.mean(axis=1, keepdims=True) - z * (dz * z).mean(axis=1, keepdims=True)) / std
        return dx, {dgamma}, dout.sum(axis=0)
"""
HINGE = """
    def ranking_loss(W, X, y, reg):
        rows = np.arange(len(y))
        scores = X @ W
        margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
        margins[rows, y] = 0
        counts = (margins > 0) * 1.0
        counts[rows, y] -= counts.sum(axis=1)
        return margins.sum() / len(y) + reg * np.sum(W * W), X.T @ counts / len(y) + {factor} * reg * W
"""
LOOKED_UP = """
    class Embedding:
        def __init__(self, W):
            self.params = [W]
            self.grads = [np.zeros_like(W)]

        def forward(self, idx):
            self.idx = idx
            return self.params[0][idx]

        def backward(self, dout):
            self.grads[0][...] = 0
            {update}
"""


def test_a_right_backward_of_an_unknown_forward_is_consistent_and_never_correct(
    verdict_of: VerdictOf,
) -> None:
    one = verdict_of(SCALED.replace("{dgamma}", "(dout * z).sum(axis=0)"), "row_scaling_backward")
    assert (one.verdict, one.evidence) == (verdicts.CONSISTENT, verdicts.ALL_SHAPES)
    (finding,) = one.findings
    assert finding.key == "own-forward"
    assert "x: N D, gamma: D, beta: D; ln_param={}" in finding.text.en


def test_a_wrong_backward_is_wrong_and_its_forward_is_taken_as_given(check_source: Check) -> None:
    report = check_source(SCALED.replace("{dgamma}", "dout.sum(axis=0)"))
    ahead, back = report.functions
    assert (back.verdict, back.wrong) == (verdicts.WRONG, ("dgamma",))
    assert ahead.verdict == verdicts.NOT_CHECKED
    assert ahead.reason is not None
    assert "taken as given for the backward" in ahead.reason.en
    assert back.counterexample is not None
    assert "row_scaling_forward(x, gamma, beta, ln_param={})" in back.counterexample.snippet


@pytest.mark.parametrize(("factor", "verdict"), [("2", verdicts.CONSISTENT), ("1", verdicts.WRONG)])
def test_a_gradient_is_compared_with_the_loss_that_the_function_returns(
    factor: str, verdict: str, verdict_of: VerdictOf
) -> None:
    one = verdict_of(HINGE.replace("{factor}", factor), "ranking_loss")
    assert one.verdict == verdict
    assert "own-loss" in {finding.key for finding in one.findings}


@pytest.mark.parametrize(
    ("update", "verdict"),
    [
        ("np.add.at(self.grads[0], self.idx, dout)", verdicts.CONSISTENT),
        ("self.grads[0][self.idx] = dout", verdicts.WRONG),
    ],
)
def test_a_class_keeps_the_gradients_of_what_it_is_made_of(
    update: str, verdict: str, verdict_of: VerdictOf
) -> None:
    one = verdict_of(LOOKED_UP.replace("{update}", update), "Embedding.backward")
    assert one.verdict == verdict
    if one.counterexample is not None:
        assert "print(layer.grads[0]" in one.counterexample.snippet


def test_a_backward_of_several_outputs_is_compared_at_each(verdict_of: VerdictOf) -> None:
    source = """
        def gate_forward(x, h):
            s = np.tanh(x)
            return s * h, s + h, (s, h)

        def gate_backward(dnext_h, dnext_c, cache):
            s, h = cache
            return (dnext_h * h + dnext_c) * (1 - s * s), dnext_h * s + {second}
    """
    right = verdict_of(source.replace("{second}", "dnext_c"), "gate_backward")
    assert right.verdict == verdicts.CONSISTENT, right.reason
    wrong = verdict_of(source.replace("{second}", "0 * dnext_c"), "gate_backward")
    assert (wrong.verdict, wrong.wrong) == (verdicts.WRONG, ("dh",))
    assert wrong.counterexample is not None
    assert "gate_backward(0 * outs[0], dout, cache)" in wrong.counterexample.snippet


def test_the_gradient_of_a_forward_that_is_right_is_right(verdict_of: VerdictOf) -> None:
    source = """
        def softmax_forward(x):
            e = np.exp(x - x.max(axis=1, keepdims=True))
            p = e / e.sum(axis=1, keepdims=True)
            return p, p

        def softmax_backward(dout, cache):
            return cache * (dout - (dout * cache).sum(axis=1, keepdims=True))
    """
    assert verdict_of(source, "softmax_backward").verdict == verdicts.CORRECT


def test_every_setting_of_a_window_is_tried(verdict_of: VerdictOf) -> None:
    source = """
        def sum_pool_forward(x, pool_param):
            height, width, step = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
            n, c, h, w = x.shape
            out = np.zeros((n, c, 1 + (h - height) // step, 1 + (w - width) // step))
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[:, :, i, j] = x[:, :, i*step:i*step+height, j*step:j*step+width].sum(axis=(2, 3))
            return out, (x, pool_param)

        def sum_pool_backward(dout, cache):
            x, pool_param = cache
            height, width, step = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
            dx = np.zeros(x.shape)
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    dx[:, :, i*step:i*step+height, j*step:j*step+width] {=} dout[:, :, i:i+1, j:j+1]
            return dx
    """
    right = verdict_of(source.replace("{=}", "+="), "sum_pool_backward")
    assert right.verdict == verdicts.CONSISTENT, right.reason
    wrong = verdict_of(source.replace("{=}", "="), "sum_pool_backward")  # right where windows do not overlap
    assert wrong.verdict == verdicts.WRONG
    assert wrong.counterexample is not None
    assert "'stride': 1" in wrong.counterexample.snippet


def test_what_returns_nothing_is_not_implemented(check_source: Check) -> None:
    report = check_source("""
        def pool_forward(x):
            out, cache = None, None
            return out, cache

        def pool_backward(dout, cache):
            dx = None
            return dx

        def shift_forward(x):
            return x + 1, None

        def shift_backward(dout, cache):
            dx = None
            return dx

        def ranking_loss(W, X, y, reg):
            return 0.0, np.zeros(W.shape)
    """)
    assert {one.function: one.verdict for one in report.functions} == {
        "pool_forward": verdicts.NOT_IMPLEMENTED,
        "pool_backward": verdicts.NOT_IMPLEMENTED,
        "shift_forward": verdicts.NOT_CHECKED,
        "shift_backward": verdicts.NOT_IMPLEMENTED,
        "ranking_loss": verdicts.NOT_IMPLEMENTED,
    }


def test_a_backward_that_raises_stays_undecided_and_the_reason_says_where(verdict_of: VerdictOf) -> None:
    source = """
        def shift_forward(x, b):
            return x + b, b.shape

        def shift_backward(dout, cache):
            return dout, dout @ cache
    """
    one = verdict_of(source, "shift_backward")
    assert one.verdict == verdicts.UNDECIDED
    assert one.reason is not None
    assert "its backward raises ValueError" in one.reason.en


@pytest.mark.parametrize("returned", ["{'grad': dout}", "dout.sum()"])
def test_what_cannot_be_told_apart_is_not_called_unfinished(returned: str, verdict_of: VerdictOf) -> None:
    one = verdict_of(
        f"""
        def shift_forward(x):
            return x + 1, None

        def shift_backward(dout, cache):
            return {returned}
        """,
        "shift_backward",
    )
    assert one.verdict == verdicts.UNDECIDED
    assert one.reason is not None
    assert "gradient" in one.reason.en


def test_consistent_passes_if_that_is_enough(tmp_path: Path) -> None:
    path = write(tmp_path, "\n    import numpy as np\n" + HINGE.replace("{factor}", "2"))
    assert run(path).exit_code == 1
    assert run(path, "--allow-unchecked").exit_code == 0


def test_shapes_are_found_in_the_order_that_a_name_makes_likely() -> None:
    def fit(shapes: object, settings: object) -> int:
        given = numbers(shapes)  # type: ignore[arg-type]
        assert given["x"].ndim == 4
        assert given["gamma"].shape == (1, given["x"].shape[1], 1, 1)
        return 2

    found = guess("group_norm_forward", ["x", "gamma"], fit, best=2)
    assert found is not None
    assert dict(found.shapes) == {"x": "N C 5 7", "gamma": "1 C 1 1"}
    assert guess("f", ["x", "unheard_of"], fit, best=2) is None


def test_no_two_sizes_are_equal_so_that_nothing_fits_by_chance() -> None:
    given = numbers(read_all({"x": "N D", "w": "D M", "y": "labels N < M"}))
    assert len({*given["x"].shape, *given["w"].shape}) == 3
    assert given["y"].max() < given["w"].shape[1]


LINEAR = """
    import numpy as np

    def linear_forward(A, W, b):
        return W @ A + b, (A, W, b)

    def linear_backward(dZ, cache):
        A_prev, W, b = cache
        m = A_prev.shape[1]
        return W.T @ dZ, {dW}, dZ.sum(axis=1, keepdims=True) / m
"""


@pytest.mark.parametrize(("dW", "code"), [("dZ @ A_prev.T / m", 0), ("dZ @ A_prev.T * m", 1)])
def test_the_average_of_a_course_is_said_and_not_called_wrong(dW: str, code: int, tmp_path: Path) -> None:
    path = write(tmp_path, LINEAR.replace("{dW}", dW))
    pair = ("--pair", "linear_forward:linear_backward", "--shapes", "A: K N, W: H K, b: H 1")
    for arguments in ((), pair):
        result = run(path, *arguments)
        assert result.exit_code == code, result.output
        if not code:
            assert "`dw` and `db` average over them" in result.output


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        ("1 - np.tanh(x) ** 2", verdicts.CONSISTENT),
        ("1 - x * x", verdicts.CONSISTENT),  # of the output
        ("1 - x", verdicts.WRONG),
    ],
)
def test_a_slope_is_the_derivative_of_its_function_at_the_input_or_the_output(
    slope: str, verdict: str, check_source: Check
) -> None:
    report = check_source(f"""
        def activation(x):
            return np.tanh(x)

        def activation_prime(x):
            return {slope}
    """)
    assert {one.function: one.verdict for one in report.functions} == {
        "activation": verdicts.NOT_CHECKED,
        "activation_prime": verdict,
    }


def test_what_returns_one_array_is_no_loss_with_a_gradient(verdict_of: VerdictOf) -> None:
    assert (
        verdict_of("def selu(x):\n    return x / (1 + np.exp(-1.702 * x))\n", "selu").verdict
        == verdicts.NOT_CHECKED
    )


NORMALISED = """
    def batchnorm_forward(x, gamma, beta):
        mean = x.mean(axis=0){mean}
        std = np.sqrt(((x - mean) ** 2).mean(axis=0){std} + 1e-5)
        return gamma * (x - mean) / std + beta, (x, gamma, mean, std)

    def batchnorm_backward(dout, cache):
        return None, None, dout.sum(axis=0)
"""


@pytest.mark.parametrize(
    ("mean", "std", "said"),
    [
        ("", "", None),
        (" / len(x)", "", "the mean over the samples of what it normalises is not 0"),
        ("", " * 2", "the variance over the samples of what it normalises is not 1"),
    ],
)
def test_a_forward_that_does_not_do_what_its_name_says_is_told_of(
    mean: str, std: str, said: str | None, verdict_of: VerdictOf
) -> None:
    source = NORMALISED.replace("{mean}", mean).replace("{std}", std)
    one = verdict_of(source, "batchnorm_backward")
    told = [finding.text.en for finding in one.findings if finding.key == "unlike-its-name"]
    assert told == ([] if said is None else [f"`batchnorm_forward`: {said}"])


CONVOLUTION = """
    def conv_forward_mine(x, w, b, conv_param):
        stride, pad = conv_param["stride"], conv_param["pad"]
        images = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        height = 1 + (images.shape[2] - w.shape[2]) // {stride}
        width = 1 + (images.shape[3] - w.shape[3]) // {stride}
        out = np.zeros((x.shape[0], w.shape[0], height, width))
        for n in range(x.shape[0]):
            for f in range(w.shape[0]):
                for i in range(height):
                    for j in range(width):
                        top, left = i * {stride}, j * {stride}
                        window = images[n, :, top:top + w.shape[2], left:left + w.shape[3]]
                        out[n, f, i, j] = np.sum(window * {filter}){bias}
        return out, b

    def conv_backward_mine(dout, cache):
        return None, None, dout.sum(axis=(0, 2, 3))
"""
RIGHT_CONVOLUTION = {"stride": "stride", "filter": "w[f]", "bias": " + b[f]"}
SAID_OF_CONVOLUTIONS = "its output is not the sum of the window times the filter, plus the bias"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, None),
        ({"filter": "w[f, :, ::-1, ::-1]"}, f"{SAID_OF_CONVOLUTIONS} ({{'stride': 1, 'pad': 1}})"),
        ({"bias": " + 2 * b[f]"}, f"{SAID_OF_CONVOLUTIONS} ({{'stride': 1, 'pad': 1}})"),
        (
            {"stride": "1"},
            "its output has shape (2, 6, 3, 5) instead of (2, 6, 2, 3) ({'stride': 2, 'pad': 0})",
        ),
    ],
)
def test_a_forward_of_windows_that_computes_something_else_is_told_of_with_its_setting(
    changed: dict[str, str], said: str | None, verdict_of: VerdictOf
) -> None:
    source = CONVOLUTION
    for part, code in (RIGHT_CONVOLUTION | changed).items():
        source = source.replace(f"{{{part}}}", code)
    one = verdict_of(source, "conv_backward_mine")
    told = [finding.text.en for finding in one.findings if finding.key == "unlike-its-name"]
    assert told == ([] if said is None else [f"`conv_forward_mine`: {said}"])


POOLING = """
    def {name}(x, pool_param):
        height, width, step = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
        n, c, h, w = x.shape
        out = np.zeros((n, c, 1 + (h - height) // step, 1 + (w - width) // step))
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                out[:, :, i, j] = x[:, :, i*step:i*step+height, j*step:j*step+{width}].{of}(axis=(2, 3))
        return out, x
"""


@pytest.mark.parametrize(
    ("name", "of", "width", "said"),
    [
        ("max_pool_forward_naive", "max", "width", None),
        ("avg_pool_forward", "mean", "width", None),
        ("max_pool_forward_naive", "min", "width", "its output is not the largest value of each window"),
        ("max_pool_forward_naive", "max", "height", "its output is not the largest value of each window"),
        ("avg_pool_forward", "sum", "width", "its output is not the mean of each window"),
    ],
)
def test_pooling_is_what_its_name_says(name: str, of: str, width: str, said: str | None) -> None:
    names: dict[str, Any] = {"np": np}
    code = POOLING.replace("{name}", name).replace("{of}", of).replace("{width}", width)
    exec(textwrap.dedent(code), names)
    setting = {"pool_height": 1, "pool_width": 2, "stride": 1}
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 6))
    told = unlike_its_name(name, {"x": x}, {"pool_param": setting}, names[name](x, setting)[0])
    assert (told and told.en) == (said and f"{said} ({setting})")


def test_a_layer_that_moves_a_window_is_proven_for_images_of_any_size(verdict_of: VerdictOf) -> None:
    source = """
        def blur_forward(x):
            n, c, height, width = x.shape
            out = np.zeros((n, c, height - 1, width - 1))
            for i in range(height - 1):
                for j in range(width - 1):
                    out[:, :, i, j] = 3 * x[:, :, i, j] + x[:, :, i + 1, j + 1]
            return out, x

        def blur_backward(dout, cache):
            dx = np.zeros_like(cache)
            dx[:, :, :-1, :-1] += 3 * dout
            dx[:, :, 1:, 1:] += dout
            return dx
    """
    one = verdict_of(source, "blur_backward")
    assert (one.verdict, one.evidence) == (verdicts.CONSISTENT, verdicts.ALL_SHAPES)
    assert "H >= 2; W >= 2" in " ".join(finding.text.en for finding in one.findings)


def test_a_proof_at_one_size_of_image_is_not_for_all_shapes(verdict_of: VerdictOf) -> None:
    source = """
        def mirrored_forward(x):
            n, c, height, width = x.shape
            out = np.zeros((n, c, height, width))
            out[:, :, ::-1, ::-1] = 3 * x
            return out, x

        def mirrored_backward(dout, cache):
            dx = np.zeros_like(cache)
            dx += 3 * dout[:, :, ::-1, ::-1]
            return dx
    """
    one = verdict_of(source, "mirrored_backward")
    assert (one.verdict, one.evidence) == (verdicts.CONSISTENT, verdicts.LISTED_SHAPES)
