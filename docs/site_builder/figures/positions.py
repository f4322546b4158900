"""The table of sines and cosines that tells positions apart: how fast its pairs turn."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from docs.site_builder.figures.plots import FAINT, FIRST, MUTED, SECOND, WIDTH, picture, style
from yudo.impl._types import FloatArray

POSITIONS, FEATURES = 41, 16
PAIRS = {0: (FIRST, "-", 1.4), 1: (SECOND, "--", 6.8), 2: (MUTED, "-", 16.0)}
"""The pairs that are drawn: colour, kind of line, and where the name stands."""


def table() -> FloatArray:
    """Return the table of the figure, a row for each position."""
    angles = np.arange(POSITIONS)[:, None] * rates()
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(POSITIONS, FEATURES)


def rates() -> FloatArray:
    """Return by how much each pair turns from one position to the next."""
    return np.asarray(10000.0 ** (-np.arange(0, FEATURES, 2) / FEATURES))


def draw_positions() -> str:
    """Return the sines of the first pairs, a dot for each position."""
    with style():
        figure = Figure(figsize=(WIDTH, 2.2))
        axes = figure.add_axes((0.08, 0.16, 0.9, 0.8))
        axes.axhline(0, color=FAINT, linewidth=1)
        rows = table()
        for pair, (colour, line, at) in PAIRS.items():
            axes.plot(rows[:, 2 * pair], line, marker="o", markersize=2.5, linewidth=1, color=colour)
            axes.text(at, 1.12, f"c = {pair}", color=colour, ha="center", va="bottom")
        axes.set_xlim(-0.6, POSITIONS - 0.4)
        axes.set_ylim(-1.15, 1.4)
        axes.set_xticks([0, 10, 20, 30, 40])
        axes.set_yticks([-1, 0, 1], ["−1", "0", "1"])
        return picture(figure, "positions")


def positions_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    turns = 2 * np.pi / rates()
    return {f"turn{pair}": f"{turns[pair]:.3g}" for pair in PAIRS} | {"features": f"{FEATURES}"}
