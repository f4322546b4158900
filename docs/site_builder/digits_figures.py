"""Pictures of the digits run: drawn once by Matplotlib, labelled in the language of the page."""

from __future__ import annotations

import html
import io
import re
from functools import cache

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from docs.site_builder.languages import label
from verification.digits import SIDE, DigitsRun, train_digits

# Colours that stand for the theme's own: they become CSS variables, so that a picture follows light and dark.
_INK, _MUTED, _FAINT, _FIRST, _SECOND = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {
    _INK: "var(--yudo-ink)",
    _MUTED: "var(--yudo-muted)",
    _FAINT: "var(--yudo-rule)",
    _FIRST: "var(--yudo-blue)",
    _SECOND: "var(--yudo-orange)",
}
# Pixels can't follow the theme, but a colour with transparency suits both backgrounds.
_BLUE, _ORANGE = (0.12, 0.43, 0.69), (0.80, 0.36, 0.13)
_STYLE = {
    "axes.edgecolor": _MUTED,
    "axes.labelcolor": _INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 10,
    "svg.fonttype": "none",
    "xtick.color": _MUTED,
    "xtick.labelcolor": _INK,
    "ytick.color": _MUTED,
    "ytick.labelcolor": _INK,
}
# Matplotlib can't measure text in fonts it hasn't: it sees these keys, and the words replace them in the SVG.
_KEY = re.compile(r"@(figure \w+)@")


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
        "last_loss": f"{_epoch_means(run)[-1]:.3f}",
    }

    def replacement(match: re.Match[str]) -> str:
        name, alternative = match[1], match[2]
        if name in drawings:
            return _figure(drawings[name], fill_numbers(alternative), language)
        return numbers[name]

    def fill_numbers(text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: numbers[match[1]], text)

    return re.sub(r"<!-- digits:(\w+)(?: \| (.*?))? -->", replacement, markdown, flags=re.DOTALL)


@cache
def _run_and_drawings() -> tuple[DigitsRun, dict[str, str]]:
    run = train_digits()
    return run, {"loss": _draw_loss(run), "weights": _draw_weights(run), "confusion": _draw_confusion(run)}


def _figure(svg: str, alternative: str, language: str) -> str:
    """Return an inline SVG with its words in `language` and a text alternative."""
    svg = _KEY.sub(lambda match: label(match[1], language), svg)
    title = html.escape(" ".join(alternative.split()), quote=True)
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
    return f'<figure class="yudo-figure">{svg}</figure>'


def _epoch_means(run: DigitsRun) -> npt.NDArray[np.float64]:
    return run.losses.reshape(-1, run.steps_per_epoch).mean(axis=1)


def _draw_loss(run: DigitsRun) -> str:
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(7, 3.4))
        axes = figure.add_axes((0.09, 0.15, 0.89, 0.81))
        means = _epoch_means(run)
        middle = (np.arange(len(means)) + 0.5) * run.steps_per_epoch
        axes.semilogy(run.losses, color=_FAINT, linewidth=0.8, label="@figure batch@")
        axes.semilogy(middle, means, color=_FIRST, linewidth=2, label="@figure mean@")
        axes.set_xlabel("@figure step@")
        axes.set_ylabel("@figure loss@")
        axes.set_xlim(0, len(run.losses))
        low, high = run.losses.min(), run.losses.max()
        ticks = [tick for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5) if low <= tick <= high]
        axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.legend(frameon=False, labelcolor=_INK)
        return _svg(figure, "loss")


def _draw_weights(run: DigitsRun) -> str:
    columns = 8
    rows = -(-run.weights.shape[1] // columns)
    mosaic = np.zeros((rows * (SIDE + 1) - 1, columns * (SIDE + 1) - 1, 4))
    for unit, weights in enumerate(run.weights.T):
        top, left = (SIDE + 1) * np.array(divmod(unit, columns))
        square = weights.reshape(SIDE, SIDE) / abs(weights).max()
        mosaic[top : top + SIDE, left : left + SIDE] = _signed(square)
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(7, 7 * mosaic.shape[0] / mosaic.shape[1]))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.imshow(mosaic, interpolation="none")
        axes.set_axis_off()
        return _svg(figure, "weights")


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
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(5, 5))
        axes = figure.add_axes((0.12, 0.02, 0.86, 0.86))
        axes.imshow(pixels, interpolation="none")
        for (true, predicted), count in np.ndenumerate(run.confusion):
            if count:
                axes.text(predicted, true, str(count), ha="center", va="center", color=_INK)
        axes.set_xticks(range(len(run.confusion)))
        axes.set_yticks(range(len(run.confusion)))
        axes.tick_params(length=0, labeltop=True, labelbottom=False)
        axes.spines[:].set_visible(False)
        axes.xaxis.set_label_position("top")
        axes.set_xlabel("@figure predicted@")
        axes.set_ylabel("@figure true@")
        return _svg(figure, "confusion")


def _svg(figure: Figure, name: str) -> str:
    """Return a figure as an SVG element for a page: theme colours, text as text, no foreign IDs."""
    with matplotlib.rc_context({"svg.hashsalt": name}):
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)  # it would style the whole page
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r" font-family: [^;]*;", "", svg)
    svg = re.sub(r"base64,[^\"]*", lambda data: re.sub(r"\s", "", data[0]), svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, variable)
    # One line: a blank line or an indented one would end the HTML block in Markdown.
    return re.sub(r"\s*\n\s*", " ", svg)
