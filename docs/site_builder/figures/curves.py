"""Activations and their derivatives, as the code of `impl/` computes them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from docs.site_builder.figures.plots import FAINT, FIRST, INK, MUTED, PAPER, SECOND, WIDTH, picture, style
from yudo.impl._types import FloatArray
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.sigmoid import sigmoid_backward, sigmoid_forward


def draw_relu() -> str:
    """Return ReLU and its derivative, with the value that the derivative has at 0 by convention."""
    with style():
        figure, axes = _axes((-2.6, 2.6), (-0.25, 2.6))
        x = np.array([-2.6, 0.0, 2.6])
        out, _ = relu_forward(x)
        axes.plot(x, out, color=FIRST, linewidth=2)
        for side in (np.array([-2.6, -1e-9]), np.array([1e-9, 2.6])):
            axes.plot(side, _derivative(relu_backward, relu_forward, side), "--", color=SECOND, linewidth=2)
        zero = np.zeros(1)
        at_zero = _derivative(relu_backward, relu_forward, zero)
        axes.plot(zero, at_zero, "o", color=SECOND, zorder=3)
        axes.plot(zero, 1 - at_zero, "o", color=SECOND, markerfacecolor=PAPER, zorder=3)
        axes.text(1.75, 2.05, "ReLU(x)", color=FIRST, ha="right")
        axes.text(1.6, 0.72, "ReLU′(x)", color=SECOND, ha="left")
        axes.set_xticks([-2, -1, 0, 1, 2])
        axes.set_yticks([0, 1, 2])
        return picture(figure, "relu")


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


def sigmoid_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    slope = _derivative(sigmoid_backward, sigmoid_forward, np.array([0.0, 6.0]))
    return {"peak": f"{slope[0]:.2f}", "tail": f"{slope[1]:.4f}"}


def _derivative(
    backward: Callable[[FloatArray, FloatArray], FloatArray],
    forward: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
    x: FloatArray,
) -> FloatArray:
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
