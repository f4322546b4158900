"""SVG elements for a page: names with sub- and superscripts, text alternatives, one line without a blank."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree

Element = ElementTree.Element

_SMALL = 0.72
_GREEK = "alpha beta gamma delta zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega"
_COMMANDS = {
    **dict(zip(_GREEK.split(), "αβγδζηθκλμνξπρστφχψω", strict=True)),
    "varepsilon": "ε",
    "Delta": "Δ",
    "partial": "∂",
    "ell": "ℓ",
}
"""The letters that names and shapes are written with: those of ``derivations/calculus/latex.py``."""
_TOKEN = re.compile(
    r"(?P<script>[\^_])(?:\{(?P<group>[^{}]*)\}|(?P<one>.))"
    r"|\\(?:mathrm|operatorname)\{(?P<upright>[^{}]*)\}"
    r"|\\hat\{(?P<hatted>[A-Za-z])\}"
    rf"|\\(?P<command>{'|'.join(_COMMANDS)})(?![A-Za-z])\s?"
    r"|\\(?P<escaped>[_,])"
    r"|(?P<letter>[A-Za-z])"
    r"|(?P<other>.)"
)


def element(tag: str, parent: Element | None = None, text: str = "", **attributes: object) -> Element:
    """Return a new element, below `parent` if given; ``class_`` stands for ``class``, ``_`` for ``-``."""
    named = {name.rstrip("_").replace("_", "-"): _text(value) for name, value in attributes.items()}
    made = Element(tag, named) if parent is None else ElementTree.SubElement(parent, tag, named)
    made.text = text or None
    return made


def _text(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def drawing(identifier: str, width: float, height: float, title: str, description: str) -> Element:
    """Return an empty picture with a text alternative; `identifier` must be unique on the page."""
    svg = element("svg", viewBox=f"0 0 {_text(float(width))} {_text(float(height))}", role="img")
    svg.set("aria-labelledby", f"{identifier}-title {identifier}-desc")
    element("title", svg, title, id=f"{identifier}-title")
    element("desc", svg, description, id=f"{identifier}-desc")
    return svg


def formula(parent: Element, latex: str, x: float, y: float, **attributes: str) -> Element:
    """Write a name or a shape that is given as LaTeX; letters are italic, scripts smaller and shifted."""
    text = element("text", parent, x=x, y=y, **attributes)
    shift = 0.0
    for piece, kind, level in _pieces(latex):
        wanted = {"^": -0.36, "_": 0.22}.get(level, 0.0)
        span = element("tspan", text, piece)
        if kind:
            span.set("class", kind)
        if level:
            span.set("font-size", f"{_SMALL}em")
        if wanted != shift:
            # A shift is measured in the font size of its own tspan.
            span.set("dy", f"{(wanted - shift) / (_SMALL if level else 1):.2f}em")
            shift = wanted
    return text


def _pieces(latex: str, level: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield text, its class (``i`` for italic) and whether it is a sub- or superscript."""
    run, kind = "", ""
    for token in _TOKEN.finditer(latex):
        if token["script"]:
            if run:
                yield run, kind, level
                run = ""
            yield from _pieces(token["group"] or token["one"] or "", token["script"])
            continue
        letter = token["letter"] or (token["hatted"] and token["hatted"] + "\N{COMBINING CIRCUMFLEX ACCENT}")
        upright = (token["upright"] or "").replace("\\_", "_")
        piece = letter or upright or _COMMANDS.get(token["command"] or "") or token["other"]
        piece = piece or (token["escaped"] or "").replace(",", " ")
        piece = piece.replace("-", "−")
        if run and kind != ("i" if letter else ""):
            yield run, kind, level
            run = ""
        run, kind = run + piece, "i" if letter else ""
    if run:
        yield run, kind, level


def markup(svg: Element) -> str:
    """Return a picture as one line: a blank or an indented line would end the HTML block in Markdown."""
    return re.sub(r"\s*\n\s*", " ", ElementTree.tostring(svg, encoding="unicode", short_empty_elements=True))


def figure(picture: str, caption: str = "", kind: str = "") -> str:
    """Return a picture as a figure of a page, kept out of the search index."""
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    classes = f"yudo-figure {kind}".strip()
    return f'<figure class="{classes}" data-search-exclude="">{picture}{below}</figure>'
