"""A figure of a page as an attachment of a notebook cell, where there is no theme and no inline SVG."""

from __future__ import annotations

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
    kind = root.get("class", "").split()[-1]
    svg.set("xmlns", "http://www.w3.org/2000/svg")
    svg.set("class", kind)
    style = ElementTree.Element("style")
    rules = _STYLE.read_text(encoding="utf-8").splitlines()
    style.text = " ".join([_PAPER, *(rule for rule in rules if rule.startswith(f".{kind} "))])
    svg.insert(0, style)
    picture = b64encode(ElementTree.tostring(svg)).decode()
    caption = root.findtext("figcaption")
    text = f"![{title}](attachment:{name}.svg)" + (f"\n\n{caption}" if caption else "")
    return text, {f"{name}.svg": {"image/svg+xml": picture}}
