r"""Markdown extension: TeX in ``$…$`` and ``$$…$$`` becomes MathML while the page is built.

``pymdownx.arithmatex`` finds the formulas, ``math-core`` translates them. The TeX stays in the page, as an
``<annotation>`` or in the menu of a numbered formula. A formula that cannot be translated stops the build.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML
from mkdocs.exceptions import BuildError
from pymdownx.arithmatex import ArithmatexExtension

_MACROS = {"substack": r"\begin{subarray}{c}#1\end{subarray}"}
_DELIMITERS = re.compile(r"\\\((.*)\\\)|\\\[(.*)\\\]", re.DOTALL)
_TAG = re.compile(r"\\tag\{([^{}]*)\}")
_ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
_SEMANTICS = re.compile("</?semantics>")
_MARKUP = re.compile(r"<[^>]*>")
_SHORT = 7
"""Characters of a number that has room in the margin of a phone."""
# What begins a new piece of a formula outside all brackets: there a line may break.
_RELATIONS = {"=", "<", ">", r"\le", r"\ge", r"\approx", r"\Longrightarrow", r"\iff"}
_SIGNS = {"+", "-"}
_PRODUCTS = {r"\circ"}
_GAPS = {r"\quad", r"\qquad"}
# After these a sign is that of what follows.
_PREFIXED = {*_RELATIONS, *_SIGNS, *_GAPS, r"\cdot", r"\times", r"\circ", ",", ""}
_TOKEN = re.compile(
    r"(?P<open>\\left(?![A-Za-z])\s*\\?.|\\begin\{[^}]*\}|\\?\{|[(\[])"
    r"|(?P<close>\\right(?![A-Za-z])\s*\\?.|\\end\{[^}]*\}|\\?\}|[)\]])"
    r"|(?P<space>\s+|\\[,;:! ])|\\[A-Za-z]+|\\?.",
    re.DOTALL,
)
# No formula measured took more than 0.62 em a symbol. A phone holds 15 em: longer ones are set smaller there.
_WIDEST, _NARROW = 0.65, 15
# Characters that mark the begin of part number n and the end of a part while TeX becomes MathML.
_BEGIN, _END = 0xE000, "\uf8ff"
_MARKED = re.compile("<mi>([\ue000-\uefff])</mi>")
# What stands directly beside a formula, without what Markdown has put by for later (between \x02 and \x03).
_TOUCHES_LEFT = re.compile(r"[^\s\x02\x03]{0,12}\Z")
_TOUCHES_RIGHT = re.compile(r"[^\s\x02\x03]{0,12}")
_COLOURED = re.compile(r'style="color:[^"]*"')
# Longer inline formulas get their own scroll box on a phone: a line of 360 px holds about this many symbols.
_WIDE_INLINE = 18
# A piece of a displayed formula with more symbols than these may break inside its brackets, at depth 1 and 2.
_LONG, _VERY_LONG = 22, 36


def pieces(tex: str, *, inside: int = 0) -> list[str]:
    r"""Cut TeX where a line may break: outside brackets, before relations and signs and after wide gaps.

    A piece that begins with a relation or a sign between terms begins with ``{}``, which keeps it from being
    read as the sign of a number. In ``\left( … \right)`` signs and entrywise products are cut at down to the
    depth ``inside``.
    """
    cuts: list[tuple[int | None, str, str]] = [(0, "", "")]
    opened: list[str] = []
    before = ""
    for token in _TOKEN.finditer(tex):
        if token["space"]:
            continue
        between = token[0] in _RELATIONS or (token[0] in _SIGNS and before not in _PREFIXED)
        if not opened and before and (between or before in _GAPS):
            cuts.append((token.start(), "", "{}" if between else ""))
        elif (
            (between or token[0] in _PRODUCTS)
            and 0 < len(opened) <= inside
            and all(one.startswith(r"\left") for one in opened)
        ):
            cuts.append((token.start(), r"\right." * len(opened), r"\left." * len(opened) + "{}"))
        before = token[0]
        if token["open"]:
            opened.append(before)
            before = ""
        elif token["close"] and opened:
            opened.pop()
    ends = pairwise([*cuts, (None, "", "")])
    return [begins + tex[first:last] + closes for (first, _, begins), (last, closes, _) in ends]


def mark(tex: str, number: int) -> str:
    """Return TeX whose part of the formula can be told apart by its number: see `FormulaRenderer.marked`."""
    return f"{{{chr(_BEGIN + number)} {tex} {_END}}}"


class MathError(BuildError):
    """A formula that the renderer cannot read."""


class FormulaRenderer:
    """Translates TeX to MathML and remembers which characters the formulas need from the math font."""

    def __init__(self, codes: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """Take the codes to copy, by the ID of the formula and by their kind."""
        self._codes = codes or {}
        self.begin("")
        self._translator = LatexToMathML(annotation=True, fancy_error=False, macros=_MACROS)
        self.characters: set[str] = set()

    def begin(self, file: str) -> None:
        """Start with a page that comes from ``file``, which messages name."""
        self._file = file

    def mathml(self, tex: str, *, block: bool) -> str:
        """Return the ``<math>`` element of a formula; raise `MathError` naming it if it cannot be read."""
        try:
            mathml = self._translator.convert_with_local_state(tex.strip(), displaystyle=block)
        except LatexError as error:
            raise MathError(f"{self._file}: formula cannot be read: {tex.strip()}\n  {error}") from None
        mathml = mathml.replace("&ApplyFunction;", "\u2061")
        # The colours of the page, which follow the reader's choice of light or dark.
        mathml, coloured = _COLOURED.subn('class="yudo-new"', mathml)
        if coloured or "<menclose" in mathml:
            # Marked up to explain a step: nothing to be copied.
            mathml = _ANNOTATION.sub("", mathml)
        self.characters.update(visible_text(mathml))
        # Search should find the words of a page, not its TeX.
        return mathml.replace("<annotation ", '<annotation data-search-exclude="" ')

    def pieces(self, tex: str, *, block: bool = True) -> list[str]:
        """Return the ``<math>`` elements of a formula; between them a line may break."""
        whole = self.mathml(tex, block=block)
        if len(visible_text(whole)) <= _WIDE_INLINE:
            return [whole]
        found = [whole]
        for depth, longest in enumerate((0, _LONG, _VERY_LONG)):
            if max(len(visible_text(piece)) for piece in found) > longest:
                found = [self.mathml(piece, block=block) for piece in pieces(tex, inside=depth)]
        return found

    def marked(self, tex: str, attributes: Sequence[str]) -> list[str]:
        """Return the same for a formula with marks; its part number n gets ``attributes[n]``."""
        plain = re.sub(f"[\ue000-\uefff{_END}]", "", tex)
        self.characters.update(visible_text(self.mathml(plain, block=True)))
        return [self._marked(piece, attributes) for piece in pieces(tex)]

    def _marked(self, tex: str, attributes: Sequence[str]) -> str:
        mathml = self._translator.convert_with_local_state(tex, displaystyle=True)
        mathml = _ANNOTATION.sub("", mathml).replace("&ApplyFunction;", "\u2061")
        mathml = _MARKED.sub(lambda match: f"<mrow {attributes[ord(match[1]) - _BEGIN]}>", mathml)
        return mathml.replace(f"<mi>{_END}</mi>", "</mrow>")

    def inline(self, tex: str) -> tuple[str, str]:
        """Return MathML and CSS class of a formula within a line."""
        mathml = self.mathml(tex, block=False)
        if len(visible_text(mathml)) <= _WIDE_INLINE:
            return mathml, "yudo-math"
        return "".join(self.pieces(tex, block=False)), "yudo-math yudo-math--wide"

    def display(self, tex: str) -> str:
        r"""Return the HTML of a formula that stands on its own, with its ``\tag`` beside it.

        The tag is the formula's anchor; ``affine.dw.2`` is shown as (dw.2).
        """
        tag = _TAG.search(tex)
        plain = _TAG.sub("", tex).strip()
        if tag is None:
            return block_html(self.pieces(plain))
        identifier = tag[1]
        first, _, rest = identifier.partition(".")
        # On a phone a long one has no room beside the name of a step.
        long = " yudo-math-tag--long" if len(rest) > _SHORT else ""
        side = f'<a class="yudo-math-tag{long}" href="#{identifier}">({rest or first})</a>'
        side += self._menu(plain, identifier)
        # Its TeX stands in the menu, once for all pieces.
        pieces = [_SEMANTICS.sub("", _ANNOTATION.sub("", piece)) for piece in self.pieces(plain)]
        return (
            f'<div class="yudo-numbered" id="{identifier}">{block_html(pieces)}'
            f'<div class="yudo-numbered__side" data-search-exclude="">{side}</div></div>'
        )

    def _menu(self, tex: str, identifier: str) -> str:
        """Return the ways to copy a formula, folded; without JavaScript they can be selected."""
        codes = {"LaTeX": tex, **self._codes.get(identifier, {})}
        parts = "".join(
            f"<dt>{kind}</dt><dd><pre data-copy>{html.escape(code, quote=False)}</pre></dd>"
            for kind, code in codes.items()
        )
        # All kinds are named, but only the first is shown: a formula is worth more room than ways to copy it.
        first, *others = codes
        summary = f"{first}<span>{''.join(f' · {kind}' for kind in others)} {html.escape(identifier)}</span>"
        return (
            f'<details class="yudo-formula" data-search-exclude=""><summary>{summary}</summary>'
            f"<dl>{parts}</dl></details>"
        )


def visible_text(mathml: str) -> str:
    """Return the characters of a formula as they are shown, without markup and annotation."""
    return html.unescape(_MARKUP.sub("", _ANNOTATION.sub("", mathml)))


def block_html(maths: Iterable[str]) -> str:
    """Return the box of a displayed formula: it scrolls where a single piece is wider than the page.

    Beside long formulas stands the width of the widest piece in em, for phones and paper; a script may know
    it better.
    """
    maths = list(maths)
    widest = _WIDEST * max(len(visible_text(mathml)) for mathml in maths)
    style = f' style="--em:{widest:.0f}"' if widest > _NARROW else ""
    inner = "".join(maths)
    return f'<div class="yudo-math-block" data-search-exclude=""{style}><div>{inner}</div></div>'


def _tex(element: ElementTree.Element) -> tuple[str, str]:
    """Return what arithmatex found as (inline TeX, display TeX), one of which is None."""
    # It has escaped `<` and `&`.
    return _DELIMITERS.fullmatch(html.unescape(element.text or "").strip()).groups()


class _FormulaTreeprocessor(Treeprocessor):
    """Puts MathML where arithmatex left TeX."""

    def __init__(self, md: Markdown, renderer: FormulaRenderer) -> None:
        super().__init__(md)
        self._renderer = renderer

    def run(self, root: ElementTree.Element) -> None:
        errors = []
        for heading in root.iter():
            if heading.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                self._label_for_contents(heading)
        for element in root.iter():
            if "arithmatex" not in element.get("class", "").split():
                continue
            try:
                self._render(element)
            except MathError as error:
                errors.append(str(error))
        if errors:
            raise MathError("\n".join(errors))
        for element in list(root.iter()):
            _keep_together(element)

    def _render(self, element: ElementTree.Element) -> None:
        inline, block = _tex(element)
        if inline is not None:
            mathml, classes = self._renderer.inline(inline)
            element.set("class", classes)
        else:
            mathml = self._renderer.display(block)
            element.set("class", "yudo-display")
        element.text = self.md.htmlStash.store(mathml)

    def _label_for_contents(self, heading: ElementTree.Element) -> None:
        """Give a heading with formulas a plain label: the table of contents cannot show MathML."""
        formulas = [span for span in heading.iter("span") if span.get("class") == "arithmatex"]
        if not formulas:
            return
        label = heading.text or ""
        for child in heading:
            if child in formulas:
                label += visible_text(self._renderer.mathml(_tex(child)[0], block=False))
            else:
                label += "".join(child.itertext())
            label += child.tail or ""
        heading.set("data-toc-label", label)


def _keep_together(parent: ElementTree.Element) -> None:
    """Let no line break between a formula and what touches it: a particle, a bracket or a comma.

    Browsers may break before and after every formula, even beside a word joiner; only within a span that does
    not wrap they don't. Formulas with a scroll box of their own are left out: with a word at their side, a
    line could grow wider than a phone.
    """
    for place, formula in enumerate(list(parent)):
        if formula.get("class") != "yudo-math":
            continue
        before = parent[place - 1] if place else None
        text = (parent.text if before is None else before.tail) or ""
        lead, trail = _TOUCHES_LEFT.search(text)[0], _TOUCHES_RIGHT.match(formula.tail or "")[0]
        if not lead + trail:
            continue
        together = ElementTree.Element("span", {"class": "yudo-together"})
        together.text, together.tail = lead, (formula.tail or "")[len(trail) :]
        formula.tail = trail
        together.append(formula)
        parent[place] = together
        if before is None:
            parent.text = text[: len(text) - len(lead)]
        else:
            before.tail = text[: len(text) - len(lead)]


class MathmlExtension(Extension):
    """Python-Markdown extension; `renderer` may be shared so that one font serves all pages."""

    def __init__(self, renderer: FormulaRenderer) -> None:
        super().__init__()
        self._renderer = renderer

    def extendMarkdown(self, md: Markdown) -> None:
        """Register arithmatex and our part, between attr_list (8) and the table of contents (5)."""
        ArithmatexExtension(generic=True).extendMarkdown(md)
        md.treeprocessors.register(_FormulaTreeprocessor(md, self._renderer), "yudo-mathml", 7)
