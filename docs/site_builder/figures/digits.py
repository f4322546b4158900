"""Pictures of the digits run: drawn once by Matplotlib, labelled in the language of the page."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from benchmarks.digits import SIDE, UPDATES, DigitsRun, compare_updates, train_digits
from docs.site_builder.figures.plots import FIRST, INK, MUTED, SECOND, WIDTH, labelled, picture, style
from docs.site_builder.languages import label

# Pixels can't follow the theme, but a colour with transparency suits both backgrounds.
_BLUE, _ORANGE = (0.12, 0.43, 0.69), (0.80, 0.36, 0.13)


def fill(markdown: str, language: str) -> str:
    """Replace ``<!-- digits:NAME -->`` by the figure or number of that name; KeyError for an unknown one."""
    run, drawings = _run_and_drawings()
    numbers = {
        "train_accuracy": f"{100 * run.train_accuracy:.1f}",
        "test_accuracy": f"{100 * run.test_accuracy:.1f}",
        "train_size": f"{1797 - run.test_size:,}",
        "test_size": f"{run.test_size:,}",
        "wrong": f"{run.test_size - int(np.trace(run.confusion)):,}",
        "steps": f"{len(run.losses):,}",
        "hidden": f"{run.weights.shape[1]}",
        "first_loss": f"{run.losses[0]:.2f}",
        "last_loss": f"{run.epoch_means[-1]:.3f}",
        "updates_table": _table_of_updates(language),
    }

    def replacement(match: re.Match[str]) -> str:
        name, alternative = match[1], match[2]
        if name in drawings:
            return labelled(drawings[name], name, language, title=fill_numbers(alternative))
        return numbers[name]

    def fill_numbers(text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: numbers[match[1]], text)

    return re.sub(r"<!-- digits:(\w+)(?: \| (.*?))? -->", replacement, markdown, flags=re.DOTALL)


@cache
def _run_and_drawings() -> tuple[DigitsRun, dict[str, str]]:
    run = train_digits()
    return run, {
        "loss": _draw_loss(run),
        "updates": _draw_updates(),
        "weights": _draw_weights(run),
        "confusion": _draw_confusion(run),
    }


_compared = cache(compare_updates)


def _draw_loss(run: DigitsRun) -> str:
    with style():
        figure = Figure(figsize=(WIDTH, 3.2))
        axes = figure.add_axes((0.13, 0.16, 0.85, 0.82))
        means = run.epoch_means
        middle = (np.arange(len(means)) + 0.5) * run.steps_per_epoch
        axes.semilogy(run.losses, color=MUTED, linewidth=0.7, label="@figure batch@")
        axes.semilogy(middle, means, color=FIRST, linewidth=2.5, label="@figure mean@")
        axes.set_xlabel("@figure step@")
        axes.set_ylabel("@figure loss@")
        axes.set_xlim(0, len(run.losses))
        low, high = run.losses.min(), run.losses.max()
        ticks = [tick for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5) if low <= tick <= high]
        axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.legend(frameon=False, labelcolor=INK)
        return picture(figure, "loss")


def _draw_updates() -> str:
    """The losses of all updates at their best rates, in two panels: six lines are too many for one."""
    best = {name: _compared()[name][rate].epoch_means for name, (_, rate) in UPDATES.items()}
    names = list(best)
    ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
    with style():
        figure = Figure(figsize=(WIDTH, 6.0))
        for bottom, shown in ((0.56, names[:3]), (0.09, names[3:])):
            axes = figure.add_axes((0.18, bottom, 0.80, 0.42))
            lines = zip(shown, (FIRST, SECOND, INK), ("-", "--", ":"), ("o", "s", "^"), strict=True)
            for name, colour, dashes, mark in lines:
                epochs = np.arange(1, len(best[name]) + 1)
                axes.semilogy(
                    epochs, best[name], color=colour, linestyle=dashes, marker=mark, markersize=5, label=name
                )
            axes.set_ylim(0.8 * min(map(min, best.values())), 1.2 * max(map(max, best.values())))
            axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
            axes.set_xticks(range(1, len(best[names[0]]) + 1))
            axes.minorticks_off()
            axes.set_ylabel("@figure loss@")
            axes.legend(frameon=False, labelcolor=INK)
        axes.set_xlabel("@figure epoch@")
        return picture(figure, "updates")


def _table_of_updates(language: str) -> str:
    """Each update with its loss at three learning rates, and how well it reads at the middle one."""
    heads = ("update", "slower", "rate", "faster", "read")
    lines = ["| " + " | ".join(label(f"digits {head}", language) for head in heads) + " |"]
    lines.append("| --- " * len(heads) + "|")
    for name, runs in _compared().items():
        losses = [f"{rate:g}: {run.epoch_means[-1]:.3f}" for rate, run in runs.items()]
        losses[1] = f"**{losses[1]}**"
        read = f"{100 * runs[UPDATES[name][1]].test_accuracy:.1f}%"
        lines.append("| " + " | ".join((f"[`{name}`](layers/{name}.md)", *losses, read)) + " |")
    return "\n".join(lines)


def _draw_weights(run: DigitsRun) -> str:
    columns = 8
    rows = -(-run.weights.shape[1] // columns)
    mosaic = np.zeros((rows * (SIDE + 1) - 1, columns * (SIDE + 1) - 1, 4))
    for unit, weights in enumerate(run.weights.T):
        top, left = (SIDE + 1) * np.array(divmod(unit, columns))
        square = weights.reshape(SIDE, SIDE) / abs(weights).max()
        mosaic[top : top + SIDE, left : left + SIDE] = _signed(square)
    with style():
        figure = Figure(figsize=(WIDTH, WIDTH * mosaic.shape[0] / mosaic.shape[1]))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.imshow(mosaic, interpolation="none")
        axes.set_axis_off()
        return picture(figure, "weights")


def _signed(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return RGBA pixels for values in [-1, 1]: blue for positive, orange for negative, transparent for 0."""
    colour = np.where((values > 0)[..., None], _BLUE, _ORANGE)
    return np.concatenate([colour, abs(values)[..., None]], axis=-1)


def _draw_confusion(run: DigitsRun) -> str:
    right = np.eye(len(run.confusion), dtype=bool)
    share = run.confusion / run.confusion.sum(axis=1, keepdims=True)
    # Light enough for the numbers to stay readable; a single mistake must still be seen.
    strength = np.where(right, 0.35 * share, np.where(run.confusion > 0, 0.25 + share, 0))
    pixels = np.concatenate([np.where(right[..., None], _BLUE, _ORANGE), strength[..., None]], axis=-1)
    with style():
        figure = Figure(figsize=(WIDTH, WIDTH))
        axes = figure.add_axes((0.14, 0.02, 0.84, 0.84))
        axes.imshow(pixels, interpolation="none")
        for (true, predicted), count in np.ndenumerate(run.confusion):
            if count:
                axes.text(predicted, true, str(count), ha="center", va="center", color=INK)
        axes.set_xticks(range(len(run.confusion)))
        axes.set_yticks(range(len(run.confusion)))
        axes.tick_params(length=0, labeltop=True, labelbottom=False)
        axes.spines[:].set_visible(False)
        axes.xaxis.set_label_position("top")
        axes.set_xlabel("@figure predicted@")
        axes.set_ylabel("@figure true@")
        return picture(figure, "confusion")
