"""What stands around every lecture: where it is in the course, and its answers before their derivation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docs.site_builder.languages import label

Record = Mapping[str, Any]
Codes = Mapping[str, Mapping[str, str]]

_GRADIENT = r"\frac{\partial"
# A longer line of code does not fit into a cell of the table.
_LINE = 80
# A line does not break within a product of so many sums, which is wider than a phone.
_MANY_SUMS = re.compile(r"(?:\\sum_\{[^{}]*\}\^\{[^{}]*\} ?){4}")


def opening(records: Sequence[Record], stem: str, codes: Codes, language: str) -> str:
    """Return the lines below the title: the place in the course, what to read before, and the answers."""
    place, record = _found(records, stem)
    titles = {other["stem"]: other["title"][language] for other in records}
    path = [f"{label('lecture', language)} {place + 1} / {len(records)}"]
    if before := ", ".join(f"[{titles[other]}]({other}.md)" for other in record["before"]):
        path.append(f"*{label('builds on', language)}*: {before}")
    rows = list(_answers(record, codes, language))
    head = [label(f"answer {column}", language) for column in ("what", "formula", "code")]
    table = [head, ["---"] * 3, *rows] if rows else []
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join(
        [
            f'<p class="yudo-path" markdown="1">{" · ".join(path)}</p>',
            "",
            record["summary"][language],
            "",
            '<div class="yudo-answers" markdown="1">',
            "",
            *lines,
            "",
            "</div>",
            "",
        ]
    )


def onward(records: Sequence[Record], stem: str, language: str) -> str:
    """Return the link to the next lecture of the course; after the last, to the training."""
    place, _ = _found(records, stem)
    if place + 1 < len(records):
        following = records[place + 1]
        return f"**{label('onward', language)}**: [{following['title'][language]}]({following['stem']}.md)"
    return f"**{label('onward', language)}**: [{label('digits page', language)}](../digits.md)"


def shortest_formula(result: Mapping[str, Any]) -> str:
    """Return the shorter of a result's two notations, in LaTeX."""
    latex = result["formulas"]["latex"]
    shortest: str = min(latex["index"], latex["matrix"], key=len)
    return shortest


def shortest_numpy(codes: Codes, identifier: str) -> str:
    """Return the shorter of the NumPy codes that compute a result from its two notations, or nothing."""
    found = (codes.get(f"{identifier}.{form}", {}).get("NumPy", "") for form in ("matrix", "index"))
    return min(filter(None, found), key=len, default="")


def code_line(codes: Codes, identifier: str) -> str:
    """Return the line of NumPy that gives a result from what its definitions name, if it is short."""
    line = shortest_numpy(codes, identifier).rpartition("\n")[2]
    return line if len(line) <= _LINE else ""


def _found(records: Sequence[Record], stem: str) -> tuple[int, Record]:
    return next((place, record) for place, record in enumerate(records) if record["stem"] == stem)


def _answers(record: Record, codes: Codes, language: str) -> Iterator[list[str]]:
    """The gradients of a layer: a link to the result, its closed form, its line of NumPy.

    Of several forms of one gradient the last stands here, to which the others lead.
    """
    last = {result["formulas"]["latex"]["subject"]: result for result in record["results"]}
    for subject, result in last.items():
        if not subject.startswith(_GRADIENT):
            continue
        link = f"[{result['title'][language]}](#{result['id']})"
        formula, code = shortest_formula(result), code_line(codes, result["id"])
        fits = _MANY_SUMS.search(formula) is None
        yield [
            link,
            f"${formula}$" if fits else f"[{label('answer in full', language)}](#{result['id']})",
            f"`{code}`" if code else f"[{label('answer below', language)}](#implementation)",
        ]
