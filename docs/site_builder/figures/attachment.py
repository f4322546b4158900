"""A figure of a page as an attachment of a notebook cell, where there is no theme and no inline SVG."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from xml.etree import ElementTree

_STYLE = Path(__file__).resolve().parents[2] / "theme" / "assets" / "stylesheets" / "figures.css"
_PAPER = "svg { background: #fdfcfa; font-family: sans-serif; }"


def attached(figure: str, name: str) -> tuple[str, dict[str, dict[str, str]]]:
    """Return the Markdown that shows a figure and the attachment that it shows, for one notebook cell."""
    root = ElementTree.fromstring(figure)
    svg = next(root.iter("svg"))
    title = svg.findtext("title") or ""
    svg.set("xmlns", "http://www.w3.org/2000/svg")
    svg.set("class", root.get("class", "").split()[-1])
    style = ElementTree.Element("style")
    # In a picture of its own, the figure's class stands on the root element.
    rules = _STYLE.read_text(encoding="utf-8")
    style.text = _PAPER + re.sub(r"/\*.*?\*/|\s*\n\s*", " ", rules, flags=re.DOTALL)
    svg.insert(0, style)
    picture = b64encode(ElementTree.tostring(svg)).decode()
    caption = "".join(root.find("figcaption").itertext()) if root.find("figcaption") is not None else ""
    text = f"![{title}](attachment:{name}.svg)" + (f"\n\n{caption}" if caption else "")
    return text, {f"{name}.svg": {"image/svg+xml": picture}}
