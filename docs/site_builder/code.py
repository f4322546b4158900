"""The implementation as it stands in `impl/`: each function under its own anchor, line beside formula."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from docs.site_builder.languages import label
from docs.site_builder.mathml import FormulaRenderer, block_html, visible_text

_NAME = re.compile(r'<span class="(n|nb)">(\w+)</span>')
# After these a long line may break; names stay whole.
_BREAKS = re.compile(r'<span class="(?:p">[^<]*[(,\[{]|o">\.)</span>')
_SCRIPTS = {"msub", "msup", "msubsup"}


def definitions(source: str) -> list[tuple[str, int, str]]:
    """Return (name, first line, source text) of every function and class of a module, in order."""
    lines = source.splitlines()
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found.append((node.name, first, "\n".join(lines[first - 1 : node.end_lineno])))
    return found


def implementation_markdown(path: Path) -> str:
    """Return the functions of `path` as blocks of code, for a notebook."""
    blocks = [f"```python\n{text}\n```" for _, _, text in definitions(path.read_text(encoding="utf-8"))]
    return "\n\n".join([f"`{path.parent.name}/{path.name}`", *blocks])


def implementation_html(
    path: Path, formulas: Mapping[str, Any], renderer: FormulaRenderer, language: str
) -> str:
    """Return the functions of `path` with the formula of each line beside it; anchors are impl.NAME.

    Parameters
    ----------
    path
        A module of ``impl/``.
    formulas
        What `docs.site_builder.side_by_side.read_side_by_side` found for the module.
    renderer
        Translates the formulas.
    language
        Of the words around them.
    """
    source = path.read_text(encoding="utf-8")
    shown = [
        int(line) for one in formulas["functions"].values() for line, found in one["lines"].items() if found
    ]
    folds = _folds(source, shown)
    intro = label("side by side", language)
    if formulas["depth"]:
        intro += " " + label("side by side depth", language).format(depth=formulas["depth"])
    intro += f' <a href="../../playground/?layer={path.stem}">{label("try it", language)}</a>'
    blocks = [f'<p class="yudo-lines__intro">{intro}</p>']
    for name, first, text in definitions(source):
        listing = _Listing(name, first, text, formulas["functions"], renderer, language)
        caption = f'<span class="yudo-code__file">{path.parent.name}/{path.name}</span>'
        rows = listing.rows(folds)
        # Whole files of code would make the index of the search as heavy as the prose.
        lines = (
            '<ol class="yudo-lines highlight" data-copy="code" data-search-exclude="" '
            f'start="{first}">{rows}</ol>'
        )
        blocks.append(f'<div class="yudo-code" id="impl.{name}">{caption}{lines}</div>')
    return "\n\n".join(blocks)


def _folds(source: str, shown: Collection[int]) -> dict[int, int]:
    """The first and last lines of what is folded: docstrings of several lines, methods without a formula."""
    docstrings: dict[int, int] = {}
    methods: dict[int, int] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            statement = node.body[0]
            if statement.end_lineno != statement.lineno:
                docstrings[statement.lineno] = statement.end_lineno or statement.lineno
        for method in node.body if isinstance(node, ast.ClassDef) else []:
            if not isinstance(method, ast.FunctionDef):
                continue
            first = min([method.lineno, *(decorator.lineno for decorator in method.decorator_list)])
            last = method.end_lineno or method.lineno
            if not any(first <= line <= last for line in shown):
                # Overloads follow one another: they are folded together.
                before = next((begin for begin, end in methods.items() if end == first - 1), first)
                methods[before] = last
    return docstrings | methods


class _Listing:
    """One function or class, line by line."""

    def __init__(
        self,
        name: str,
        first: int,
        text: str,
        functions: Mapping[str, Any],
        renderer: FormulaRenderer,
        language: str,
    ) -> None:
        self._name = name
        self._first = first
        self._renderer = renderer
        self._language = language
        lines = text.splitlines()
        inside = [one for begins, one in functions.items() if first <= int(begins) < first + len(lines)]
        self._formulas = {int(line): found for one in inside for line, found in one["lines"].items() if found}
        self._terms = {int(line): one["terms"] for one in inside for line in one["lines"]}
        self._brought = [line for one in inside for line in one["terms"]]
        self._tex = {name: tex for one in inside for name, tex in one["names"].items()}
        self._numbers = {name: k for k, name in enumerate(dict.fromkeys(map(_plain, self._tex)))}
        self._shown = {self._visible(tex): self._numbers[_plain(name)] for name, tex in self._tex.items()}
        marked_up = highlight(text, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).splitlines()
        self._code = dict(enumerate(zip(lines, marked_up, strict=True), start=first))

    def rows(self, folds: Mapping[int, int]) -> str:
        """All lines; what is folded stands below its first line."""
        rows, number = [], self._first
        while number < self._first + len(self._code):
            last = folds.get(number, number)
            rows.append(self._row(number) if last == number else self._folded(number, last))
            number = last + 1
        return "".join(rows)

    def _row(self, number: int) -> str:
        formulas = self._formulas.get(number)
        if formulas is None:
            return f"<li>{self._line(number)}</li>"
        anchor = f"impl.{self._name}.{number}"
        link = (
            f'<a class="yudo-lines__number" href="#{anchor}" '
            f'aria-label="{label("line number", self._language).format(number=number)}">{number}</a>'
        )
        brings = f' data-brings="{self._brought.index(number)}"' if number in self._brought else ""
        shown = "".join(self._formula(formula, self._terms[number]) for formula in formulas)
        return (
            f'<li id="{anchor}"{brings}>{link}{self._line(number)}'
            f'<div class="yudo-lines__formula" data-search-exclude="">{shown}</div></li>'
        )

    def _folded(self, first: int, last: int) -> str:
        inside = "".join(self._line(number) for number in range(first + 1, last + 1))
        return f"<li><details><summary>{self._line(first)}</summary>{inside}</details></li>"

    def _line(self, number: int) -> str:
        plain, marked_up = self._code[number]
        indent = len(plain) - len(plain.lstrip())
        code = _BREAKS.sub(r"\g<0><wbr>", _NAME.sub(self._token, marked_up)) or " "
        return f'<code style="--indent:{indent}">{code}</code>'

    def _token(self, match: re.Match[str]) -> str:
        number = self._numbers.get(match[2], self._numbers.get(match[2].lower()))
        return (
            match[0] if number is None else f'<span class="{match[1]}" data-name="{number}">{match[2]}</span>'
        )

    def _formula(self, formula: Mapping[str, Any], terms: list[int]) -> str:
        attributes = [f'data-term="{self._brought.index(line)}"' for line in terms]
        block = block_html(map(self._named, self._renderer.marked(formula["tex"], attributes)))
        link = ""
        if "result" in formula:
            name = formula["result"].split(".", 1)[1]
            link = f'<a class="yudo-lines__result" href="#{formula["result"]}">{name}</a>'
        name = formula["name"]
        holds = f'data-holds="{formula.get("tensor", name)}" data-as="{name}"'
        return f'<div class="yudo-lines__equation" {holds}>{block}{link}</div>'

    def _visible(self, tex: str) -> str:
        return visible_text(self._renderer.mathml(tex, block=False))

    def _named(self, mathml: str) -> str:
        """The formula with its names marked, those that stand in the code."""
        root = ElementTree.fromstring(mathml)
        self._mark_names(root)
        return ElementTree.tostring(root, encoding="unicode")

    def _mark_names(self, parent: ElementTree.Element) -> None:
        before = ""
        # What has scripts is marked as a whole: its base is not looked into.
        for child in parent if parent.tag not in _SCRIPTS else parent[1:]:
            if child.tag in _SCRIPTS or child.tag == "mi":
                number = self._number_of(child, before)
                if number is not None:
                    child.set("data-name", str(number))
            before = "".join(child.itertext()) if child.tag in {"mi", "mrow"} else ""
            self._mark_names(child)

    def _number_of(self, element: ElementTree.Element, before: str) -> int | None:
        """Which name an element of a formula shows; the d of a gradient may stand before it."""
        base = "".join((element[0] if element.tag in _SCRIPTS else element).itertext())
        above = "".join(element[-1].itertext()) if element.tag in {"msup", "msubsup"} else ""
        tries = (before + base + above, before + base, base + above, base)
        return next((self._shown[text] for text in tries if text in self._shown), None)


def _plain(name: str) -> str:
    """A name as the code has it: ``out''`` and ``grads[W1]`` are ``out`` and ``grads`` there."""
    return re.split(r"[\[']", name)[0]
