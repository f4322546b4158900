"""The plots of the site by name, each with its text alternative: for pages and for the slots of notebooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from docs.site_builder.figures import curves, landscapes, positions, shared_means
from docs.site_builder.figures.plots import labelled
from docs.site_builder.languages import label

_PLOTS: dict[str, tuple[Callable[[], str], Callable[[], Mapping[str, str]]]] = {
    "relu": (curves.draw_relu, dict),
    "sigmoid": (curves.draw_sigmoid, curves.sigmoid_facts),
    "leaky_relu": (curves.draw_leaky_relu, curves.leaky_relu_facts),
    "elu": (curves.draw_elu, curves.elu_facts),
    "softplus": (curves.draw_softplus, curves.softplus_facts),
    "silu": (curves.draw_silu, curves.silu_facts),
    "gelu": (curves.draw_gelu, curves.gelu_facts),
    "tanh": (curves.draw_tanh, curves.tanh_facts),
    "softmax": (landscapes.draw_softmax, landscapes.softmax_facts),
    "cross_entropy": (landscapes.draw_cross_entropy, landscapes.cross_entropy_facts),
    "l2": (landscapes.draw_l2, landscapes.l2_facts),
    "positions": (positions.draw_positions, positions.positions_facts),
    "shared_means": (shared_means.draw_shared_means, shared_means.shared_means_facts),
}
NAMES = tuple(_PLOTS)
_PLACE = re.compile(r"<!-- figure:(\w+) -->")


def plot(name: str, language: str) -> str:
    """Return a plot as a figure of a page in `language`; KeyError for an unknown name."""
    _, facts = _PLOTS[name]
    values = facts()
    title, caption, text = (
        label(f"plot {name} {part}", language).format(**values) for part in ("title", "caption", "text")
    )
    return labelled(_drawn(name), name, language, title=title, description=text, caption=caption)


def slots(language: str) -> dict[str, str]:
    """Return all plots as what fills the slots ``figure:NAME`` of a notebook."""
    return {f"figure:{name}": plot(name, language) for name in NAMES}


def fill(markdown: str, language: str) -> str:
    """Replace ``<!-- figure:NAME -->`` by the plot of that name; KeyError for an unknown one."""
    return _PLACE.sub(lambda match: plot(match[1], language), markdown)


@cache
def _drawn(name: str) -> str:
    draw, _ = _PLOTS[name]
    return draw()
