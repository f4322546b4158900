"""The softmax on the simplex, cross-entropy as its landscape, and what L2 does to the contours of a loss."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from docs.site_builder.figures.plots import FAINT, FIRST, INK, MUTED, SECOND, WIDTH, picture, style
from yudo.impl._types import FloatArray
from yudo.impl.softmax_cross_entropy import softmax_forward, softmax_loss

_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
# The logits of the README, drawn at these multiples.
LOGITS = (2.0, 1.0, 0.1)
_MULTIPLES = (0.0, 0.5, 1.0, 2.0, 4.0)
_RATE = 0.5
_LEVELS = (0.1, 0.5, 1.0, 2.0)
# A valley four times as long as wide, turned by 30 degrees, and its lowest point.
_CURVATURE, _TURN, LOWEST = np.array([0.4, 3.2]), np.deg2rad(35), np.array([1.9, 1.5])
STRENGTHS = (0.0, 0.2, 0.8)


def draw_softmax() -> str:
    """Return the simplex of three probabilities with the rays on which two logits differ by a constant."""
    with style():
        figure, axes = _triangle()
        for difference in range(-3, 4):
            for corner in range(3):
                first, second = (other for other in range(3) if other != corner)
                logits = np.full((1, 3), -1e3)
                logits[0, first], logits[0, second] = difference, 0.0
                end = _place(softmax_forward(logits)[0])[0]
                axes.plot(*zip(_CORNERS[corner], end, strict=True), color=FAINT, linewidth=0.9, zorder=0)
        scale = np.linspace(0, 6, 49)[:, None]
        path = _place(softmax_forward(scale * np.array([LOGITS]))[0])
        axes.plot(*path.T, color=FIRST, linewidth=2)
        marks = _place(softmax_forward(np.array(_MULTIPLES)[:, None] * np.array([LOGITS]))[0])
        axes.plot(*marks.T, "o", color=FIRST, markersize=5)
        for multiple, (across, up) in zip(_MULTIPLES, marks, strict=True):
            axes.text(across + 0.02, up + 0.03, f"t = {multiple:g}", color=FIRST)
        return picture(figure, "softmax")


def softmax_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    probs = softmax_forward(np.array([LOGITS]))[0][0]
    return {
        "logits": ", ".join(f"{logit:g}" for logit in LOGITS),
        "probs": ", ".join(f"{p:.2f}" for p in probs),
    }


def draw_cross_entropy() -> str:
    """Return the contours of the loss for label 2 on the simplex, and steps of descent from many points."""
    with style():
        figure, axes = _triangle()
        for level in _LEVELS:
            share = np.exp(-level)
            left, right = _place(np.array([[1 - share, 0, share], [0, 1 - share, share]]))
            axes.plot(*zip(left, right, strict=True), color=SECOND, linewidth=1.1, linestyle="--", zorder=0)
            axes.text(right[0] + 0.02, right[1], f"{level:g}", color=SECOND, va="center")
        starts = np.log(_grid())
        _, gradient = softmax_loss(starts, np.full(len(starts), 2))
        # The code averages over the batch; a picture of single samples does not.
        ends = starts - _RATE * len(starts) * gradient
        tails, heads = (_place(softmax_forward(logits)[0]) for logits in (starts, ends))
        steps: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.005}
        axes.quiver(*tails.T, *(heads - tails).T, color=FIRST, headwidth=4.5, **steps)
        return picture(figure, "cross_entropy")


def cross_entropy_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    return {"rate": f"{_RATE:g}", "levels": ", ".join(f"{level:g}" for level in _LEVELS)}


def draw_l2() -> str:
    """Return the contours of a quadratic loss without a penalty and with two of different strength."""
    with style():
        figure = Figure(figsize=(WIDTH, 2.0))
        for place, strength in enumerate(STRENGTHS):
            axes = figure.add_axes((0.005 + place / 3, 0.0, 0.32, 0.86))
            axes.set_xlim(-1.1, 3.6)
            axes.set_ylim(-1.3, 3.1)
            axes.set_aspect("equal")
            axes.set_axis_off()
            axes.axhline(0, color=FAINT, linewidth=1)
            axes.axvline(0, color=FAINT, linewidth=1)
            radii = (0.3, 0.65, 1.05)
            for radius in radii:
                axes.add_patch(_contour(strength, radius))
            way = np.array([minimum(s) for s in np.geomspace(0.01, 100, 40)])
            axes.plot(*way.T, ":", color=MUTED, linewidth=1.2)
            if strength:
                size = 2 * float(np.linalg.norm(minimum(strength)))
                axes.add_patch(Ellipse((0, 0), size, size, fill=False, color=SECOND, linestyle="--"))
            axes.plot(*minimum(strength), "o", color=FIRST, markersize=5)
            axes.plot(0, 0, "+", color=INK, markersize=8)
            axes.set_title(f"λ = {strength:g}", fontsize=11, pad=3)
        return picture(figure, "l2")


def minimum(strength: float) -> FloatArray:
    """Return where the loss plus ``strength / 2`` times the squared norm is least: ``(A + λI) w = A w*``."""
    matrix = _turn() @ np.diag(_CURVATURE) @ _turn().T
    return np.linalg.solve(matrix + strength * np.eye(2), matrix @ LOWEST)


def l2_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    ratios = [np.sqrt((_CURVATURE[1] + s) / (_CURVATURE[0] + s)) for s in STRENGTHS]
    norms = [np.linalg.norm(minimum(s)) for s in STRENGTHS]
    return {
        "strengths": ", ".join(f"{s:g}" for s in STRENGTHS),
        "ratios": ", ".join(f"{ratio:.1f}" for ratio in ratios),
        "norms": ", ".join(f"{norm:.2f}" for norm in norms),
    }


def _contour(strength: float, radius: float) -> Ellipse:
    """Return the line on which the loss exceeds its minimum by half the radius squared."""
    width, height = 2 * radius / np.sqrt(_CURVATURE + strength)
    angle = np.rad2deg(_TURN)
    return Ellipse(minimum(strength), width, height, angle=angle, fill=False, color=FIRST, linewidth=1.4)


def _turn() -> FloatArray:
    return np.array([[np.cos(_TURN), -np.sin(_TURN)], [np.sin(_TURN), np.cos(_TURN)]])


def _triangle() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, 4.4))
    axes = figure.add_axes((0.02, 0.02, 0.96, 0.96))
    axes.set_xlim(-0.12, 1.12)
    axes.set_ylim(-0.11, 1.0)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.fill(*_CORNERS.T, fill=False, edgecolor=MUTED, linewidth=1.2)
    for number, (corner, (across, up)) in enumerate(
        zip(_CORNERS, ((0, -0.07), (0, -0.07), (0, 0.03)), strict=True)
    ):
        one_hot = ", ".join("1" if other == number else "0" for other in range(3))
        axes.text(corner[0] + across, corner[1] + up, f"p = ({one_hot})", ha="center")
    return figure, axes


def _place(probs: FloatArray) -> FloatArray:
    """Return the points of the triangle that have these probabilities as barycentric coordinates."""
    return probs @ _CORNERS


def _grid(steps: int = 8) -> FloatArray:
    """Return points spread evenly over the inside of the simplex."""
    points = [
        (first, second, steps - first - second)
        for first in range(steps + 1)
        for second in range(steps + 1 - first)
    ]
    inside = np.array(points) + 1 / 3
    return inside / inside.sum(axis=1, keepdims=True)
