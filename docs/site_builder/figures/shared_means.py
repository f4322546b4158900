"""Which entries share a mean in each normalisation of images, as found out by its code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from docs.site_builder.figures.plots import FAINT, FIRST, MUTED, PAPER, WIDTH, picture, style
from yudo.impl._types import FloatArray
from yudo.impl.group_norm import spatial_groupnorm_forward
from yudo.impl.spatial_batch_norm import spatial_batchnorm_forward

IMAGES, CHANNELS, GROUPS = 4, 6, 2
PLACE = 1, 1
"""The image and the channel of the entry whose mean is shown."""


def _in_groups(groups: int) -> Callable[[FloatArray], FloatArray]:
    ones = np.ones(CHANNELS)
    return lambda x: spatial_groupnorm_forward(x, ones, ones, groups, {})[0]


def _in_batches(x: FloatArray) -> FloatArray:
    return spatial_batchnorm_forward(x, np.ones(CHANNELS), np.ones(CHANNELS), {"mode": "train"})[0]


NORMALISATIONS: Mapping[str, Callable[[FloatArray], FloatArray]] = {
    "batch": _in_batches,
    "layer": _in_groups(1),
    "group": _in_groups(GROUPS),
    "instance": _in_groups(CHANNELS),
}


def sharing(normalise: Callable[[FloatArray], FloatArray]) -> npt.NDArray[np.bool_]:
    """Return of which images and channels a change shows in the output at another pixel of the place."""
    x = np.random.default_rng(0).normal(size=(IMAGES, CHANNELS, 3))
    before = normalise(x)[(*PLACE, 0)]
    found = np.zeros((IMAGES, CHANNELS), dtype=bool)
    for place in np.ndindex(found.shape):
        changed = x.copy()
        changed[(*place, 1)] += 1
        found[place] = normalise(changed)[(*PLACE, 0)] != before
    return found


def draw_shared_means() -> str:
    """Return a grid of images and channels for each normalisation, with the entries that share a mean."""
    with style():
        figure = Figure(figsize=(WIDTH, 1.6))
        for panel, (name, normalise) in enumerate(NORMALISATIONS.items()):
            axes = figure.add_axes((0.065 + panel * 0.237, 0.19, 0.215, 0.64))
            axes.set_xlim(0, CHANNELS)
            axes.set_ylim(IMAGES, 0)
            axes.set_axis_off()
            for (image, channel), shared in np.ndenumerate(sharing(normalise)):
                colour = FIRST if shared else PAPER
                axes.add_patch(Rectangle((channel, image), 1, 1, facecolor=colour, edgecolor=FAINT))
            axes.plot(PLACE[1] + 0.5, PLACE[0] + 0.5, "o", color=PAPER, markersize=4)
            axes.set_title(f"@figure shared_{name}@", fontsize=11, pad=4)
            axes.text(CHANNELS / 2, IMAGES + 0.9, "C", ha="center", style="italic", color=MUTED)
            if panel == 0:
                axes.text(-0.4, IMAGES / 2, "N", ha="right", va="center", style="italic", color=MUTED)
        return picture(figure, "shared_means")


def shared_means_facts() -> dict[str, str]:
    """Return the numbers that the text alternative quotes."""
    counts = {name: f"{sharing(normalise).sum()}" for name, normalise in NORMALISATIONS.items()}
    return {**counts, "images": f"{IMAGES}", "channels": f"{CHANNELS}", "groups": f"{GROUPS}"}
