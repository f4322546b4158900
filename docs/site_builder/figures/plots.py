"""What all plots share: Matplotlib as a pen, the theme's colours, and words in the language of the page."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from docs.site_builder.figures.svg import figure
from docs.site_builder.languages import label

# Colours that stand for the theme's own: they become CSS variables, so that a picture follows light and dark.
INK, MUTED, FAINT, FIRST, SECOND, PAPER = "#010101", "#020202", "#030303", "#040404", "#050505", "#060606"
_VARIABLES = {
    INK: "var(--yudo-ink, #22272f)",
    MUTED: "var(--yudo-muted, #5b6472)",
    FAINT: "var(--yudo-rule, #dcd9d2)",
    FIRST: "var(--yudo-blue, #1b5f95)",
    SECOND: "var(--yudo-orange, #b4501e)",
    PAPER: "var(--yudo-paper, #fdfcfa)",
}
_STYLE: dict[Any, Any] = {
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 11,
    "svg.fonttype": "none",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
}
# The width of a phone's page: what can be read there can be read anywhere.
WIDTH = 5.0
# Matplotlib can't measure text in fonts it hasn't: it sees these keys, and the words replace them in the SVG.
_KEY = re.compile(r"@(figure \w+)@")


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style of the site within this context."""
    with matplotlib.rc_context(_STYLE):
        yield


def picture(drawing: Figure, name: str) -> str:
    """Return a Matplotlib figure as an SVG element: theme colours, text as text, no foreign IDs, one line."""
    with matplotlib.rc_context({"svg.hashsalt": name}):
        buffer = io.StringIO()
        drawing.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
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
    svg = re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, variable)
    # One line: a blank line or an indented one would end the HTML block in Markdown.
    return re.sub(r"\s*\n\s*", " ", svg)


def labelled(
    svg: str, name: str, language: str, *, title: str, description: str = "", caption: str = ""
) -> str:
    """Return a picture as a figure of a page, its words in `language`, with a text alternative."""
    svg = _KEY.sub(lambda match: html.escape(label(match[1], language)), svg)
    identifier = f"figure-{name.replace('_', '-')}"
    names, text = f"{identifier}-title", f'<title id="{identifier}-title">{_words(title)}</title>'
    if description:
        names += f" {identifier}-desc"
        text += f'<desc id="{identifier}-desc">{_words(description)}</desc>'
    svg = re.sub(r"<svg ([^>]*)>", rf'<svg role="img" aria-labelledby="{names}" \1>', svg, count=1)
    end = svg.index(">") + 1
    return figure(svg[:end] + text + svg[end:], caption)


def _words(text: str) -> str:
    return html.escape(" ".join(text.split()))
