"""The numbers that the prose of the derivations quotes are what the code computes, in both languages."""

import importlib
import math
import re
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from yudo.impl.batch_norm import batchnorm_backward_alt, batchnorm_forward
from yudo.impl.binary_cross_entropy import binary_cross_entropy_loss
from yudo.impl.elu import elu_backward, elu_forward
from yudo.impl.fully_connected_net import FullyConnectedNet
from yudo.impl.gelu import gelu_backward, gelu_exact_backward, gelu_exact_forward, gelu_forward
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.relu import relu_forward
from yudo.impl.sigmoid import logit, sigmoid_backward, sigmoid_forward
from yudo.impl.silu import silu_backward, silu_forward
from yudo.impl.softmax_cross_entropy import softmax_forward, softmax_loss
from yudo.impl.softplus import softplus_backward, softplus_forward
from yudo.impl.svm_loss import svm_loss
from yudo.impl.tanh import tanh_backward, tanh_forward

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ko", "en")


def prose(stem, language):
    """The prose of a notebook in one language, each paragraph on one line."""
    source = (ROOT / "derivations" / f"{stem}.py").read_text(encoding="utf-8")
    cells = re.findall(rf'^# %% \[markdown\] lang="{language}"\n((?:#.*\n)*)', source, re.MULTILINE)
    text = "\n\n".join(re.sub("^# ?", "", cell, flags=re.MULTILINE) for cell in cells)
    return re.sub(r"(?<!\n)\n(?![\n|-])", " ", text)


def assert_quoted(stem, *quotations):
    """Each quotation stands in the prose of both languages, or in the texts of the lecture's own cells."""
    source = (ROOT / "derivations" / f"{stem}.py").read_text(encoding="utf-8")
    cells = re.sub(r"^#.*\n", "", source, flags=re.MULTILINE)
    for language in LANGUAGES:
        text = prose(stem, language) + cells
        assert [quoted for quoted in quotations if quoted not in text] == [], language


def rows(stem, language, first, columns):
    """The cells of the table whose first header is `first`, as text."""
    lines = prose(stem, language).splitlines()
    header = next(k for k, line in enumerate(lines) if line.startswith(f"| {first} |"))
    assert lines[header].count("|") == columns + 1
    table = []
    for line in lines[header + 2 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    return table


def number(text):
    """Read a number as the pages write it: −4.595, 1/99 or 6.76 · 10⁻⁴."""
    text = text.replace("−", "-")
    if "/" in text:
        above, below = text.split("/")
        return float(above) / float(below)
    mantissa, _, power = text.partition(" · 10")
    power = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{mantissa}e{power or 0}")


def assert_rounded(text, value):
    """`text` is `value`, correct to its last digit."""
    mantissa, _, power = text.replace("−", "-").partition(" · 10")
    digits = len(mantissa.partition(".")[2])
    scale = abs(number(text) / float(mantissa)) if power else 1.0
    assert number(text) == pytest.approx(value, abs=0.501 * 10.0**-digits * scale, rel=0 if digits else 1e-12)


def row(*values):
    return np.array([values], dtype=np.float64)


def vector(values, digits=3):
    return "(" + r",\ ".join(f"{value:.{digits}f}" for value in values) + ")"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_sigmoids_and_slopes(language):
    for x, out, slope in rows("sigmoid", language, "x", 3):
        computed, cache = sigmoid_forward(row(number(x)))
        assert_rounded(out, computed.item())
        assert_rounded(slope, sigmoid_backward(np.ones((1, 1)), cache).item())


@pytest.mark.parametrize(("language", "first"), [("ko", "확률"), ("en", "probability")])
def test_the_table_of_odds_and_logits(language, first):
    for p, odds, quoted in rows("sigmoid", language, first, 3):
        assert number(odds) == pytest.approx(number(p) / (1 - number(p)), rel=1e-12)
        assert_rounded(quoted, logit(row(number(p))).item())


@pytest.mark.parametrize(("language", "first"), [("ko", "시그모이드의 수"), ("en", "number of sigmoids")])
def test_the_table_of_the_vanishing_gradient(language, first):
    for count, gradient, bound in rows("relu", language, first, 3):
        value, slope = row(0), np.ones((1, 1))
        for _ in range(int(count)):
            value, cache = sigmoid_forward(value)
            slope = sigmoid_backward(slope, cache)
        assert_rounded(gradient, slope.item())
        assert_rounded(bound, 4.0 ** -int(count))


def test_the_numbers_of_rounded_sigmoids():
    def out(x, dtype=np.float64):
        return sigmoid_forward(np.array([x], dtype=dtype))[0].item()

    assert_quoted("sigmoid", "0.5", "0.731", "0.622", "30.001", "−700", "37", "17", "−710", "−89")
    assert f"{out(1):.3f}" == "0.731"
    assert f"{out(0.5):.3f}" == "0.622"
    assert f"{logit(row(out(30))).item():.3f}" == "30.001"
    assert logit(row(out(-700))).item() == -700
    assert logit(row(out(37))).item() == math.inf
    assert out(37) == 1 > out(36)
    assert out(17, np.float32) == 1 > out(16, np.float32)
    assert out(-710) == 0 < out(-709)
    assert out(-89, np.float32) == 0 < out(-88, np.float32)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_hyperbolic_tangents_and_slopes(language):
    for x, out, slope in rows("tanh", language, "x", 3):
        computed, cache = tanh_forward(row(number(x)))
        assert_rounded(out, computed.item())
        assert_rounded(slope, tanh_backward(np.ones((1, 1)), cache).item())


def test_the_numbers_of_rounded_hyperbolic_tangents():
    def out(x, dtype=np.float64):
        return tanh_forward(np.array([x], dtype=dtype))[0].item()

    assert_quoted("tanh", "0.0452", "20", "10", "710", "89", "1.00000008e-10")
    s = sigmoid_forward(row(3))[0].item()
    assert f"{s * (1 - s):.4f}" == "0.0452"
    assert out(20) == out(10, np.float32) == 1 > out(18)
    assert out(9, np.float32) < 1
    assert f"{2 * sigmoid_forward(row(2e-10))[0].item() - 1:.9g}" == "1.00000008e-10"
    with np.errstate(over="ignore", invalid="ignore"):
        for largest, dtype in ((710, np.float64), (89, np.float32)):
            up, down = np.exp(np.array([largest, -largest], dtype))
            assert np.isnan((up - down) / (up + down))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_the_rounded_corner(language):
    for x, kinked, rounded in rows("softplus", language, "x", 3):
        assert relu_forward(row(number(x)))[0].item() == number(kinked)
        assert_rounded(rounded, softplus_forward(row(number(x)))[0].item())


def test_the_numbers_of_the_softplus_far_out():
    assert_quoted("softplus", "0.693", "710", "89", "−40", "4.2 · 10⁻¹⁸", "−800")
    assert f"{softplus_forward(row(0))[0].item():.3f}" == "0.693"
    with np.errstate(over="ignore"):
        for first, dtype in ((710, np.float64), (89, np.float32)):
            x = np.array([first - 1, first], dtype)
            np.testing.assert_array_equal(np.isinf(np.log(1 + np.exp(x))), [False, True])
            np.testing.assert_array_equal(softplus_forward(x)[0], x)
    assert np.log(1 + np.exp(-40)) == 0
    assert f"{softplus_forward(row(-40))[0].item():.1e}" == "4.2e-18"
    out, cache = softplus_forward(row(-800))
    assert out.item() == softplus_backward(np.ones((1, 1)), cache).item() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_outputs_and_slopes_of_the_silu(language):
    for x, out, slope in rows("silu", language, "x", 3):
        computed, cache = silu_forward(row(number(x)))
        assert_rounded(out, computed.item())
        assert_rounded(slope, silu_backward(np.ones((1, 1)), cache).item())


def test_the_numbers_of_the_dip_and_the_steepest_slope():
    assert_quoted("silu", "-1.278", "−0.278", "1.100", "−0.100", "2.4", "−710", "−3 · 10⁻³⁰⁶", "37")
    x = np.linspace(-4, 4, 80_001)
    out, cache = silu_forward(x)
    slope = silu_backward(np.ones_like(x), cache)
    assert f"{out.min():.3f} {x[out.argmin()]:.3f}" == "-0.278 -1.278"
    assert f"{slope.max():.3f} {slope.min():.3f}" == "1.100 -0.100"
    assert f"{x[slope.argmax()]:.1f} {x[slope.argmin()]:.1f}" == "2.4 -2.4"
    assert silu_forward(row(-710))[0].item() == 0
    assert f"{-710 * np.exp(-355.0) * np.exp(-355.0):.0e}" == "-3e-306"
    assert silu_forward(row(37))[0].item() == 37


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_outputs_and_slopes_of_the_gelu(language):
    for x, out, slope in rows("gelu", language, "x", 3):
        computed, cache = gelu_forward(row(number(x)))
        assert_rounded(out, computed.item())
        assert_rounded(slope, gelu_backward(np.ones((1, 1)), cache).item())


def test_the_numbers_of_the_dip_and_the_steepest_slope_of_the_gelu():
    assert_quoted("gelu", "-0.752", "−0.170", "1.129", "−0.129", "1.42", "-1.42", "1.04")
    x = np.linspace(-4, 4, 80_001)
    out, cache = gelu_forward(x)
    slope = gelu_backward(np.ones_like(x), cache)
    assert f"{out.min():.3f} {x[out.argmin()]:.3f}" == "-0.170 -0.752"
    assert f"{slope.max():.3f} {slope.min():.3f}" == "1.129 -0.129"
    assert f"{x[slope.argmax()]:.2f} {x[slope.argmin()]:.2f}" == "1.42 -1.42"
    gate = cache[1]
    assert 1.03 < ((slope - gate) / 2 + gate).max() < 1.04


def test_how_far_apart_the_two_forms_of_the_gelu_are():
    assert_quoted("gelu", "0.00048", "0.00087", "2.70", "2.02", "−1.43 · 10⁻⁶", "−2.29 · 10⁻⁷")
    assert_quoted("gelu", "0.031", "1.37")
    x = np.linspace(-6, 6, 120_001)
    (out, cache), (exact, cache_of_exact) = gelu_forward(x), gelu_exact_forward(x)
    slope = gelu_backward(np.ones_like(x), cache)
    far, steep = np.abs(out - exact), np.abs(slope - gelu_exact_backward(np.ones_like(x), cache_of_exact))
    assert 0.00047 < far.max() < 0.00048
    assert f"{abs(x[far.argmax()]):.2f}" == "2.70"
    assert 0.00086 < steep.max() < 0.00087
    assert f"{abs(x[steep.argmax()]):.2f}" == "2.02"
    assert (
        f"{gelu_exact_forward(row(-5))[0].item():.2e} {gelu_forward(row(-5))[0].item():.2e}"
        == "-1.43e-06 -2.29e-07"
    )
    gate, scale = cache[1], np.sqrt(2 / np.pi)
    lost = np.abs(2 * x * gate * (1 - gate) * scale * 2 * 0.044715 * x * x)
    assert 0.03 < lost.max() < 0.031
    assert f"{abs(x[lost.argmax()]):.1f}" == "1.6"
    assert f"{np.sqrt((1 / scale - 1) / (3 * 0.044715)):.2f}" == "1.37"


def test_the_numbers_of_the_exact_gelu():
    assert_quoted("gelu", "−4.9 · 10⁻¹⁵", "−5.0 · 10⁻¹⁵", "−7.6 · 10⁻²³", "0.242", "0.085")
    by_erf = [x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in (-8, -10)]
    assert f"{by_erf[0]:.1e} {by_erf[1]:.1f}" == "-4.9e-15 -0.0"
    out, cache = gelu_exact_forward(np.array([-8.0, -10.0]))
    assert f"{out[0]:.1e} {out[1]:.1e}" == "-5.0e-15 -7.6e-23"
    x = np.linspace(-6, 6, 120_001)
    out, cache = gelu_exact_forward(x)
    slope = gelu_exact_backward(np.ones_like(x), cache)
    assert f"{slope.max():.3f} {slope.min():.3f}" == "1.129 -0.129"
    assert f"{x[slope.argmax()]:.3f} {x[slope.argmin()]:.3f}" == "1.414 -1.414"
    lost = np.abs(slope - cache[1])
    assert f"{lost.max():.3f} {abs(x[lost.argmax()]):.2f}" == "0.242 1.00"
    assert 0.084 < np.abs(gelu_exact_forward(x * math.sqrt(2))[0] / math.sqrt(2) - out).max() < 0.085


def test_the_numbers_of_the_gelu_far_out():
    assert_quoted("gelu", "7.1", "−21.2", "10⁻³⁰⁶", "−10.1", "10¹⁰³", "10¹³", "-8", "−3.1 · 10⁻²¹")
    assert_quoted("gelu", "8.3", "−38.5", "5.5", "−14.2")
    for forward, least, most, dtype in (
        (gelu_forward, 7.1, -21.2, np.float64),
        (gelu_forward, 5, -10.1, np.float32),
        (gelu_exact_forward, 8.3, -38.5, np.float64),
        (gelu_exact_forward, 5.5, -14.2, np.float32),
    ):
        _, (_, gate) = forward(np.array([least, 0.95 * least, most, 0.95 * most], dtype))
        assert gate[0] == 1 > gate[1]
        assert gate[2] == 0 < gate[3]
    with np.errstate(over="ignore"):
        for size, dtype in ((103, np.float64), (13, np.float32)):
            x = np.array([10.0 ** (size - 1), 10.0**size], dtype)
            np.testing.assert_array_equal(np.isinf(x * x * x), [False, True])
    u = np.sqrt(2 / np.pi) * (-8 + 0.044715 * -512)
    assert -8 * (1 + np.tanh(u)) / 2 == 0
    assert f"{gelu_forward(row(-8))[0].item():.1e}" == "-3.1e-21"


def test_the_numbers_of_margins_that_are_met_but_for_rounding():
    assert_quoted("svm_loss", "(1.1, 0.8)", "(0.3, 0)", "−5.6 · 10⁻¹⁷")
    assert 0 - 0.3 + 0.3 == 0
    assert f"{0.8 - 1.1 + 0.3:.1e}" == "-5.6e-17"
    assert svm_loss(row(*[1] * 10), np.array([0]))[0] == 9


def test_the_numbers_of_losses_from_probabilities_and_from_logits():
    assert_quoted("binary_cross_entropy", "16.1", "40", "4.2 · 10⁻¹⁸", "10000", "0.313")
    assert f"{-math.log(1e-7):.1f}" == "16.1"
    assert f"{math.log1p(math.exp(-1)):.3f}" == "0.313"
    assert sigmoid_forward(row(40))[0].item() == 1
    assert binary_cross_entropy_loss(row(40), row(0))[0] == 40
    loss, dx = binary_cross_entropy_loss(row(40), row(1))
    assert (f"{loss:.1e}", dx.item()) == ("4.2e-18", 0)
    loss, dx = binary_cross_entropy_loss(row(1e4), row(0))
    assert (loss, dx.item()) == (10000, 1)


def test_the_numbers_of_squares_that_overflow():
    assert_quoted("mse", "1.4 · 10¹⁵⁴", "1.9 · 10¹⁹")
    for most, dtype in ((1.4e154, np.float64), (1.9e19, np.float32)):
        fits = math.sqrt(np.finfo(dtype).max)
        assert 0.95 * most < fits < most
    s = sigmoid_forward(row(-6.907))[0].item()
    assert f"{s:.3f}" == f"{s * (1 - s):.3f}" == "0.001"


def test_the_numbers_of_slopes_from_the_output():
    assert_quoted("elu", "4.2 · 10⁻¹⁸", "−1.00000008e-10", "−9.9999999995e-11", "710", "−800")
    out, cache = elu_forward(row(-40))
    assert f"{elu_backward(np.ones((1, 1)), cache).item():.1e}" == "4.2e-18"
    assert out.item() + 1 == 0
    assert f"{np.exp(-1e-10) - 1:.9g}" == "-1.00000008e-10"
    assert f"{elu_forward(row(-1e-10))[0].item():.11g}" == "-9.9999999995e-11"
    assert elu_backward(np.ones((1, 1)), elu_forward(row(-800))[1]).item() == 0


def test_the_numbers_of_central_differences_at_the_kink():
    def difference(x, h=1e-5):
        above, below = (relu_forward(row(x + step))[0].item() for step in (h, -h))
        return (above - below) / (2 * h)

    assert_quoted("relu", "0.5", "0.505", "0.0000454")
    assert difference(0) == 0.5
    assert f"{difference(1e-7):.3f}" == "0.505"
    s = sigmoid_forward(row(10))[0].item()
    assert f"{s * (1 - s):.7f}" == "0.0000454"


def test_the_numbers_of_the_running_softmax_example():
    logits = row(2, 1, 0)
    losses, gradients = zip(*(softmax_loss(logits, np.array([label])) for label in range(3)), strict=True)
    assert_quoted(
        "softmax_cross_entropy",
        vector(softmax_forward(logits)[0][0]),
        vector(softmax_forward(row(1000, 1001, 1002))[0][0]),
        vector(gradients[2][0]),
        f"{np.log(np.exp(logits).sum()):.3f}",
        *(f"{loss:.3f}" for loss in losses),
        f"{sigmoid_forward(row(2))[0].item():.3f}",
        f"{math.log(10):.3f}",
    )


def test_the_numbers_of_the_awkward_logits():
    loss, dx = softmax_loss(row(1e4, -1e4, 0), np.array([1]))
    assert (loss, dx.tolist()) == (20000, [[1, -1, 0]])
    masked = row(0, -np.inf, 1)
    assert_quoted("softmax_cross_entropy", "20000", f"{softmax_loss(masked, np.array([0]))[0]:.3f}")
    loss, dx = softmax_loss(masked, np.array([1]))
    assert loss == math.inf
    assert_quoted("softmax_cross_entropy", f"({dx[0, 0]:.3f}, -1, {dx[0, 2]:.3f})")
    loss, dx = softmax_loss(row(40, 0), np.array([0]))
    assert loss == 0
    assert_quoted("softmax_cross_entropy", rf"{dx[0, 1]:.1e}".replace("e-18", r" \times 10^{-18}"))
    assert dx[0, 1] == pytest.approx(math.log1p(math.exp(-40)), rel=1e-12)


def test_the_limits_of_the_exponential():
    assert_quoted("softmax_cross_entropy", "np.exp(709)", r"8.2 \times 10^{307}", "746", "1.461")
    assert f"{np.exp(709):.1e}" == "8.2e+307"
    with np.errstate(all="ignore"), warnings.catch_warnings():
        assert np.exp(710) == math.inf
        assert np.exp(-746.0) == 0 < np.exp(-745.0)
    # Softmax twice: the best that the second can be given is the one-hot vector of the right class.
    floor, _ = softmax_loss(row(1, *[0] * 9), np.array([0]))
    assert f"{floor:.3f}" == "1.461"


def test_the_numbers_of_l2_in_single_precision():
    assert_quoted("l2_regularization", "10^{20}", "10^{19}", "10^{-30}", "10^{-31}")
    with np.errstate(all="ignore"):
        huge, gradient = l2_regularization(np.array([[1e20]], dtype=np.float32), 0.1)
        assert huge == math.inf
        assert gradient.item() == pytest.approx(1e19, rel=1e-6)
        tiny, gradient = l2_regularization(np.array([[1e-30]], dtype=np.float32), 0.1)
        assert tiny == 0
        assert gradient.item() == pytest.approx(1e-31, rel=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_deep_nets_and_small_weights(language):
    for scale, quoted_loss, *quoted_norms in rows("fully_connected_net", language, "`weight_scale`", 4):
        spread = math.sqrt(2 / 64) if "sqrt" in scale else float(scale.strip("$"))
        rng = np.random.default_rng(0)
        inputs, labels = rng.standard_normal((100, 64)), rng.integers(10, size=100)
        net = FullyConnectedNet([64] * 9, 64, 10, weight_scale=spread, seed=0)
        loss, gradients = net.loss(inputs, labels)
        assert_rounded(quoted_loss, loss)
        for name, quoted in zip(("W1", "W10"), quoted_norms, strict=True):
            plain = re.sub(r"\$(.*) \\times 10\^\{(.*)\}\$", r"\1e\2", quoted)
            norm = np.linalg.norm(gradients[name])
            assert float(plain) == float(
                f"{norm:.{len(plain.split('e')[0].replace('.', '').lstrip('0')) - 1}e}"
            )


def test_the_numbers_of_batch_normalisation():
    assert_quoted("batch_norm", "316", "65%", "$(10000, 10001, 10002)$", "2/3")
    one, zero = np.ones(1), np.zeros(1)
    dout = np.array([[3.0], [1], [2]])
    _, cache = batchnorm_forward(np.ones((3, 1)), one, zero, {"mode": "train", "eps": 1e-5})
    dx, _, _ = batchnorm_backward_alt(dout, cache)
    np.testing.assert_array_equal(np.round(dx / (dout - dout.mean())[0]), [[316], [-316], [0]])
    bn_param = {"mode": "train", "momentum": 0.9}
    for _ in range(10):
        batchnorm_forward(np.array([[99.0], [101]]), one, zero, bn_param)
    assert f"{bn_param['running_mean'].item():.0f}%" == "65%"
    x = np.array([10000, 10001, 10002], np.float32)
    assert (x**2).mean() - x.mean() ** 2 == 0


def test_the_numbers_of_dropout():
    assert_quoted("dropout", "51/2", "0.69", "23")
    lecture = importlib.import_module("yudo.derivations.dropout").LECTURE
    assert sum(map(sum, lecture.worked.result("out"))) == Fraction(51, 2)
    assert sum(map(sum, lecture.worked.result("expectation"))) == 23
    assert f"{(1 + math.erf(0.5 / math.sqrt(2))) / 2:.2f}" == "0.69"


def test_the_numbers_of_the_updates():
    assert_quoted("momentum", r"$0.9^7 \approx 0.48$")
    assert f"{0.9**7:.2f}" == "0.48"
    assert_quoted("adam", r"$0.1/\sqrt{0.001} \approx 3.16$", "1.8 · 10¹⁹")
    assert f"{0.1 / math.sqrt(0.001):.2f}" == "3.16"
    assert_quoted("adamw", "37%")
    assert f"{0.99**100:.0%}" == "37%"
    assert_quoted("rmsprop", "1.8 · 10¹⁹", "10⁻²³")
    single = np.finfo(np.float32)
    assert f"{math.sqrt(single.max):.1e}" == "1.8e+19"
    assert np.square(np.float32(1e-23)) == 0
    assert_quoted("sgd", r"$6 \cdot 10^{-8}$")
    assert f"{single.eps / 2:.0e}" == "6e-08"
