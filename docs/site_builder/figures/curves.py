"""Activations and their derivatives, as the code of `impl/` computes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from docs.site_builder.figures.plots import FAINT, FIRST, INK, MUTED, PAPER, SECOND, WIDTH, picture, style
from yudo.impl._types import FloatArray
from yudo.impl.elu import elu_backward, elu_forward
from yudo.impl.gelu import gelu_backward, gelu_forward
from yudo.impl.leaky_relu import leaky_relu_backward, leaky_relu_forward
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.sigmoid import sigmoid_backward, sigmoid_forward
from yudo.impl.silu import silu_backward, silu_forward
from yudo.impl.softplus import softplus_backward, softplus_forward
from yudo.impl.tanh import tanh_backward, tanh_forward

Forward = Callable[[FloatArray], tuple[FloatArray, Any]]
Backward = Callable[[FloatArray, Any], FloatArray]
STEEP = 0.2
"""The slope of the leaky ReLU that is drawn: that of 0.01 could not be told from 0."""


def draw_relu() -> str:
    """Return ReLU and its derivative, with the value that the derivative has at 0 by convention."""
    with style():
        figure, axes = _axes((-2.6, 2.6), (-0.25, 2.6))
        _kinked(axes, relu_forward, relu_backward)
        axes.text(1.75, 2.05, "ReLU(x)", color=FIRST, ha="right")
        axes.text(1.6, 0.72, "ReLU′(x)", color=SECOND, ha="left")
        axes.set_yticks([0, 1, 2])
        return picture(figure, "relu")


def draw_leaky_relu() -> str:
    """Return the leaky ReLU with a slope that can be seen, and its derivative."""
    with style():
        figure, axes = _axes((-2.6, 2.6), (-0.65, 2.6))
        _kinked(axes, partial(leaky_relu_forward, alpha=STEEP), leaky_relu_backward)
        axes.text(1.75, 2.05, "f(x)", color=FIRST, ha="right")
        axes.text(1.6, 0.72, "f′(x)", color=SECOND, ha="left")
        axes.set_yticks([0, STEEP, 1, 2], ["0", "α", "1", "2"])
        return picture(figure, "leaky_relu")


def leaky_relu_facts() -> dict[str, str]:
    """Return the slope that is drawn."""
    return {"slope": f"{STEEP:g}"}


def draw_elu() -> str:
    """Return the ELU with alpha = 1 and its derivative, beside the ReLU."""
    with style():
        figure, axes = _axes((-3.4, 2.2), (-1.25, 2.2))
        x = np.linspace(-3.4, 2.2, 113)
        _smooth(axes, x, elu_forward, elu_backward, beside=relu_forward)
        axes.text(-2.6, -0.75, "ELU(x)", color=FIRST, ha="left")
        axes.text(-1.1, 0.5, "ELU′(x)", color=SECOND, ha="right")
        axes.set_xticks([-3, -2, -1, 0, 1, 2])
        axes.set_yticks([-1, 0, 1, 2], ["−1", "0", "1", "2"])
        return picture(figure, "elu")


def elu_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    out, cache = elu_forward(np.array([-3.0]))
    return {"low": f"{out[0]:.2f}", "tail": f"{elu_backward(np.ones(1), cache)[0]:.2f}"}


def draw_softplus() -> str:
    """Return the softplus and its derivative, beside the ReLU."""
    with style():
        figure, axes = _axes((-4.2, 3.2), (-0.15, 3.2))
        x = np.linspace(-4.2, 3.2, 149)
        _smooth(axes, x, softplus_forward, softplus_backward, beside=relu_forward)
        axes.text(1.6, 2.3, "softplus(x)", color=FIRST, ha="right")
        axes.text(3.1, 0.6, "softplus′(x)", color=SECOND, ha="right")
        axes.set_xticks([-4, -3, -2, -1, 0, 1, 2, 3])
        axes.set_yticks([0, 1, 2, 3])
        return picture(figure, "softplus")


def softplus_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    out, _ = softplus_forward(np.array([0.0, 3.0]))
    return {"corner": f"{out[0]:.2f}", "far": f"{out[1]:.2f}"}


def draw_silu() -> str:
    """Return the SiLU and its derivative, beside the ReLU."""
    with style():
        figure, axes = _axes((-5.2, 3.2), (-0.5, 3.2))
        x = np.linspace(-5.2, 3.2, 169)
        _smooth(axes, x, silu_forward, silu_backward, beside=relu_forward)
        axes.text(1.9, 2.2, "SiLU(x)", color=FIRST, ha="right")
        axes.text(-0.6, 0.6, "SiLU′(x)", color=SECOND, ha="right")
        axes.set_xticks([-5, -4, -3, -2, -1, 0, 1, 2, 3])
        axes.set_yticks([0, 1, 2, 3])
        return picture(figure, "silu")


def silu_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    return _lowest_and_steepest(silu_forward, silu_backward)


def draw_gelu() -> str:
    """Return the GELU and its derivative, beside the SiLU."""
    with style():
        figure, axes = _axes((-4.2, 3.2), (-0.5, 3.2))
        x = np.linspace(-4.2, 3.2, 149)
        _smooth(axes, x, gelu_forward, gelu_backward, beside=silu_forward)
        axes.text(1.9, 2.2, "GELU(x)", color=FIRST, ha="right")
        axes.text(-0.3, 0.6, "GELU′(x)", color=SECOND, ha="right")
        axes.set_xticks([-4, -3, -2, -1, 0, 1, 2, 3])
        axes.set_yticks([0, 1, 2, 3])
        return picture(figure, "gelu")


def gelu_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    return _lowest_and_steepest(gelu_forward, gelu_backward)


def draw_sigmoid() -> str:
    """Return the sigmoid and its derivative, which is nowhere larger than at 0."""
    with style():
        figure, axes = _axes((-6.4, 6.4), (-0.06, 1.08))
        x = np.linspace(-6.4, 6.4, 81)
        out, _ = sigmoid_forward(x)
        slope = _derivative(sigmoid_backward, sigmoid_forward, x)
        axes.axhline(slope.max(), color=MUTED, linewidth=0.8, linestyle=":")
        axes.plot(x, out, color=FIRST, linewidth=2)
        axes.plot(x, slope, "--", color=SECOND, linewidth=2)
        axes.text(1.2, 0.88, "σ(x)", color=FIRST, ha="right")
        axes.text(2.0, 0.16, "σ′(x)", color=SECOND, ha="left")
        axes.set_xticks([-6, -4, -2, 0, 2, 4, 6])
        axes.set_yticks([0, slope.max(), 0.5, 1], ["0", "1/4", "1/2", "1"])
        return picture(figure, "sigmoid")


def draw_tanh() -> str:
    """Return tanh and its derivative, beside the sigmoid."""
    with style():
        figure, axes = _axes((-4.4, 4.4), (-1.12, 1.12))
        x = np.linspace(-4.4, 4.4, 81)
        _smooth(axes, x, tanh_forward, tanh_backward, beside=sigmoid_forward)
        axes.text(-1.4, -0.66, "tanh(x)", color=FIRST, ha="right")
        axes.text(-1.0, 0.62, "tanh′(x)", color=SECOND, ha="right")
        axes.text(2.6, 0.78, "σ(x)", color=MUTED, ha="left")
        axes.set_xticks([-4, -2, 0, 2, 4])
        axes.set_yticks([-1, 0, 1], ["−1", "0", "1"])
        return picture(figure, "tanh")


def tanh_facts() -> dict[str, str]:
    """Return the number that the text alternative quotes."""
    return {"tail": f"{_derivative(tanh_backward, tanh_forward, np.array([3.0]))[0]:.4f}"}


def sigmoid_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    slope = _derivative(sigmoid_backward, sigmoid_forward, np.array([0.0, 6.0]))
    return {"peak": f"{slope[0]:.2f}", "tail": f"{slope[1]:.4f}"}


def _smooth(axes: Axes, x: FloatArray, forward: Forward, backward: Backward, beside: Forward) -> None:
    """Draw a function and its derivative, beside a function that it is compared with."""
    axes.plot(x, beside(x)[0], color=MUTED, linewidth=1, linestyle=":")
    axes.plot(x, forward(x)[0], color=FIRST, linewidth=2)
    axes.plot(x, _derivative(backward, forward, x), "--", color=SECOND, linewidth=2)


def _lowest_and_steepest(forward: Forward, backward: Backward) -> dict[str, str]:
    x = np.linspace(-3, 3, 6001)
    out, _ = forward(x)
    peak = _derivative(backward, forward, x).max()
    return {"low": f"{out.min():.2f}", "where": f"{x[out.argmin()]:.2f}", "peak": f"{peak:.2f}"}


def _kinked(axes: Axes, forward: Forward, backward: Backward) -> None:
    """Draw a function that is bent at 0; a filled dot marks the value of its derivative there."""
    x = np.array([-2.6, 0.0, 2.6])
    axes.plot(x, forward(x)[0], color=FIRST, linewidth=2)
    for side in (np.array([-2.6, -1e-9]), np.array([1e-9, 2.6])):
        slopes = _derivative(backward, forward, side)
        axes.plot(side, slopes, "--", color=SECOND, linewidth=2)
        axes.plot(0, slopes[np.abs(side).argmin()], "o", color=SECOND, markerfacecolor=PAPER, zorder=3)
    axes.plot(0, _derivative(backward, forward, np.zeros(1)), "o", color=SECOND, zorder=4)
    axes.set_xticks([-2, -1, 0, 1, 2])


def _derivative(backward: Backward, forward: Forward, x: FloatArray) -> FloatArray:
    _, cache = forward(x)
    return backward(np.ones_like(x), cache)


def _axes(across: tuple[float, float], up: tuple[float, float]) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, 2.9))
    axes = figure.add_axes((0.08, 0.11, 0.9, 0.86))
    axes.set_xlim(across)
    axes.set_ylim(up)
    axes.axhline(0, color=FAINT, linewidth=1)
    axes.axvline(0, color=FAINT, linewidth=1)
    axes.text(across[1], 0.04 * (up[1] - up[0]) + 0, "x", color=INK, style="italic", ha="right", va="bottom")
    return figure, axes
