"""All closed forms on two pages of paper: shapes, formula, line of NumPy, the mistake to avoid, ID."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docs.site_builder.languages import label
from docs.site_builder.lesson import Codes, Record, code_line, shortest_formula

_PLACEHOLDER = "<!-- cheat-sheet -->"
_FEW = 3  # definitions of a layer that are written out; where there are more, its page has them


def fill(markdown: str, records: Sequence[Record], codes: Codes, language: str) -> str:
    """Return a page's text with all layers in the place ``<!-- cheat-sheet -->``."""
    if _PLACEHOLDER not in markdown:
        return markdown
    nets = _nets(records)
    titles = {record["stem"]: record["title"][language] for record in records}
    blocks = "\n\n".join(
        "\n".join(
            _net(record, titles, language) if record["stem"] in nets else _block(record, codes, language)
        )
        for record in records
    )
    sheet = f'<div class="yudo-sheet" markdown="1">\n\n{blocks}\n\n</div>'
    return markdown.replace(_PLACEHOLDER, sheet)


def _nets(records: Sequence[Record]) -> set[str]:
    """The stems of what is made of four other layers or more, or of a net."""
    nets: set[str] = set()
    for record in records:  # each after the ones that it uses
        if len(record["uses"]) >= 4 or nets & {*record["uses"]}:
            nets.add(record["stem"])
    return nets


def _net(record: Record, titles: Mapping[str, str], language: str) -> Iterator[str]:
    """A net: the layers that gradients go through, whose formulas are its own, and its results."""
    page = f"layers/{record['stem']}.md"
    made = ", ".join(f"[{titles[stem]}](layers/{stem}.md)" for stem in record["uses"])
    named = " ".join(f"[`{result['id']}`]({page}#{result['id']})" for result in record["results"])
    yield '<section markdown="1">\n'
    yield f"**[{record['title'][language]}]({page})**: {made}\n"
    yield f"{named}\n"
    yield from _advice(record, page, language)
    yield "</section>"


def _block(record: Record, codes: Codes, language: str) -> Iterator[str]:
    """One layer: a section with its shapes, what is defined, its results and its commonest mistake."""
    page = f"layers/{record['stem']}.md"
    yield '<section markdown="1">\n'
    yield f"**[{record['title'][language]}]({page})**\n"
    if record["shapes"]:
        yield " · ".join(f"${name}\\ ({shape})$" for name, shape in record["shapes"].items()) + "\n"
    formulas = [result["formulas"]["latex"] for result in record["results"]]
    stated = {formula["index"] for formula in formulas}
    definitions = dict.fromkeys(d for formula in formulas for d in formula["definitions"] if d not in stated)
    if len(definitions) > _FEW:
        yield f"{label('sheet defined', language).format(page=page)}\n"
    elif definitions:
        yield f"{label('sheet where', language)} " + ", ".join(f"${d}$" for d in definitions) + "\n"
    yield '<ul markdown="1">'
    for result in record["results"]:
        yield f'<li markdown="1">\n\n{_entry(page, result, codes)}\n\n</li>'
    yield "</ul>\n"
    yield from _advice(record, page, language)
    yield "</section>"


def _advice(record: Record, page: str, language: str) -> Iterator[str]:
    """The mistake to avoid: lectures name the commonest first."""
    for slip in record["mistakes"][:1]:
        title = f"[{slip['title'][language]}]({page}#mistake.{slip['name']})"
        yield f"*{label('sheet avoid', language)}* {title}\n"


def _entry(page: str, result: Mapping[str, Any], codes: Codes) -> str:
    """The shorter of a result's two notations, its line of code, and its ID as a link."""
    code = code_line(codes, result["id"])
    link = f"[`{result['id']}`]({page}#{result['id']})"
    return " ".join([f"${shortest_formula(result)}$", *([f"`{code}`"] if code else []), link])
