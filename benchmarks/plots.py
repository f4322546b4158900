"""Plots of a report: drawn by Matplotlib for a phone's width, in given colours and words."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from benchmarks.goals import standings

WIDTH = 5.0
Report = Mapping[str, Any]
Words = Callable[[str], str]

WORDS = {
    "entries": "entries of all gradients",
    "seconds": "seconds",
    "smallest": "smallest error noticed",
    "limit": "time limit",
    "speed": "times as fast",
    "textbook": "against the textbook form",
    "others": "against the better of PyTorch and JAX",
    "small": "small",
    "medium": "medium",
    "large": "large",
    "yudo": "Yudo",
    "gradcheck_slow": "gradcheck, slow",
    "gradcheck_fast": "gradcheck, fast",
    "check_grads": "check_grads",
    "central_difference": "central difference",
}
"""The words of the plots, in English."""


@dataclass(frozen=True)
class Colours:
    """Text, lines in the background, and the colours of data."""

    ink: str = "#22272f"
    muted: str = "#5b6472"
    faint: str = "#dcd9d2"
    first: str = "#1b5f95"
    second: str = "#b4501e"


MARKS = {
    "yudo": ("o", "-"),
    "gradcheck slow": ("s", "--"),
    "gradcheck fast": ("D", ":"),
    "check_grads": ("^", "-."),
    "central difference": ("v", "--"),
}


def draw(report: Report, words: Words, colours: Colours) -> dict[str, Figure]:
    """The plots of all parts that the report has, by name: ``checking``, ``layers``."""
    plots: dict[str, Figure] = {}
    if report["checking"] and any(run["seconds"] for run in report["checking"]["runs"]):
        plots["checking"] = _checking(report["checking"], words, colours)
    if report["layers"] and report["layers"]["runs"]:
        plots["layers"] = _layers(report["layers"], words, colours)
    return plots


def standalone(report: Report) -> dict[str, str]:
    """The plots as SVG files in English, in the colours of a light page."""
    style = {"axes.spines.right": False, "axes.spines.top": False, "font.size": 11, "svg.hashsalt": "yudo"}
    files: dict[str, str] = {}
    with matplotlib.rc_context(style):
        for name, figure in draw(report, lambda key: WORDS[key], Colours()).items():
            buffer = io.StringIO()
            figure.savefig(buffer, format="svg", facecolor="white", metadata={"Date": None})
            files[name] = buffer.getvalue()
    return files


def _checking(part: Mapping[str, Any], words: Words, colours: Colours) -> Figure:
    """Seconds and the smallest error noticed, against the entries of the affine layer's gradients."""
    figure = Figure(figsize=(WIDTH, 7.2))
    above = figure.add_axes((0.19, 0.63, 0.78, 0.34))
    below = figure.add_axes((0.19, 0.26, 0.78, 0.33))
    runs = [run for run in part["runs"] if run["layer"] == "affine"]
    above.axhline(part["time_limit"], color=colours.muted, linewidth=0.8, linestyle=":")
    above.text(runs[0]["entries"], part["time_limit"] * 1.2, words("limit"), color=colours.muted)
    for name in dict.fromkeys(run["contender"] for run in runs):
        own = [run for run in runs if run["contender"] == name]
        marker, line = MARKS[name]
        colour = colours.first if name == "yudo" else colours.second if "gradcheck" in name else colours.ink
        style = {"color": colour, "marker": marker, "linestyle": line, "markersize": 5}
        timed = [run for run in own if run["seconds"]]
        called = words(name.replace(" ", "_"))
        above.plot([r["entries"] for r in timed], [r["seconds"] for r in timed], label=called, **style)
        guessed = [r for r in own if r["extrapolated_seconds"]]
        above.plot(
            [r["entries"] for r in guessed], [r["extrapolated_seconds"] for r in guessed],
            color=colour, marker=marker, linestyle="none", markersize=5, markerfacecolor="none",
        )  # fmt: skip
        noticed = [r for r in own if r["smallest_caught"]]
        below.plot([r["entries"] for r in noticed], [r["smallest_caught"] for r in noticed], **style)
    for axes in (above, below):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.minorticks_off()
        axes.grid(color=colours.faint, linewidth=0.6)
        _powers(axes)
    above.set_ylabel(words("seconds"))
    below.set_ylabel(words("smallest"))
    below.set_xlabel(words("entries"))
    _legend(figure, above, colours)
    return figure


def _legend(figure: Figure, axes: Axes, colours: Colours) -> None:
    """A legend below all panels, in one column: how wide the words of a page will be is not known here."""
    handles, names = axes.get_legend_handles_labels()
    figure.legend(
        handles, names, frameon=False, labelcolor=colours.ink, fontsize=10,
        loc="lower left", bbox_to_anchor=(0.15, 0),
    )  # fmt: skip


def _powers(axes: Axes) -> None:
    """Ticks as 1e-3: Matplotlib's own superscripts need its own fonts."""
    plain = FuncFormatter(lambda value, _: f"{value:g}" if 1e-2 <= value <= 1e3 else f"{value:.0e}")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(plain)
        axis.set_minor_formatter(NullFormatter())


def _layers(part: Mapping[str, Any], words: Words, colours: Colours) -> Figure:
    """How many times as fast impl/ is: a row an operation, a dot a dtype, one panel a size."""
    listed = standings(part)
    operations = list(dict.fromkeys(standing.operation for standing in listed))[::-1]
    sizes = list(part["sizes"])
    tall = 1.15 + (0.26 * len(operations) + 0.7) * len(sizes)  # inches: a panel a size, then the legend
    figure = Figure(figsize=(WIDTH, tall))
    height = (1 - 1.15 / tall) / len(sizes)
    for place, size in enumerate(sizes):
        axes = figure.add_axes((0.42, 1 - height * (place + 1), 0.55, height - 0.62 / tall))
        for name, colour, marker in (("others", colours.second, "s"), ("textbook", colours.first, "o")):
            here = [s for s in listed if s.size == size and getattr(s, name) is not None]
            axes.plot(
                [min(max(getattr(s, name), 1 / 8), 8) for s in here],
                [operations.index(s.operation) for s in here],
                color=colour, marker=marker, linestyle="none", markersize=4.5, label=words(name),
            )  # fmt: skip
        axes.axvline(1, color=colours.muted, linewidth=0.8)
        axes.set_xscale("log", base=2)
        axes.set_xlim(1 / 9, 9)
        axes.set_xticks([1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8], ["≤⅛", "¼", "½", "1", "2", "4", "≥8"])
        axes.minorticks_off()
        axes.set_yticks(range(len(operations)), operations, fontsize=9)
        axes.set_ylim(-0.7, len(operations) - 0.3)
        axes.grid(axis="y", color=colours.faint, linewidth=0.6)
        axes.set_title(words(size), color=colours.ink, fontsize=11, loc="left")
    axes.set_xlabel(words("speed"))
    _legend(figure, axes, colours)
    return figure
