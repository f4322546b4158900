"""All results on one page: a graph of which uses which, and the same as a list with formulas and verdicts.

In the graph every result is a line of one column, and an arc leads down from what is used to what uses it:
the order of the layers puts everything below what it rests on. So it is as wide as a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docs.site_builder.evidence import Evidence, badge, verdict
from docs.site_builder.figures.facts import Facts
from docs.site_builder.figures.svg import Element, drawing, element, figure, markup
from docs.site_builder.languages import label

_WIDTH, _ROW, _HEAD = 360, 26, 34
_NAME, _MARK, _DOT = 136, 150, 168
_MARKS = {"verified": "✓", "failed": "✗", "undecided": "?", "stale": "↻", "missing": "–"}
_PLACE = re.compile(r"<!-- results:(\w+) -->")


class ResultsPage:
    """What stands in the places ``<!-- results:graph -->``, ``list`` and ``count`` of a page.

    `records` are those of the site; `address` returns the link from the page to that of a layer.
    """

    def __init__(
        self,
        records: Sequence[Mapping[str, Any]],
        facts: Facts,
        evidence: Evidence | None,
        language: str,
        address: Callable[[str], str],
    ) -> None:
        self.records = records
        self.facts = facts
        self.evidence = evidence
        self.language = language
        self.address = address
        self.results = {result["id"]: result for record in records for result in record["results"]}

    def fill(self, markdown: str) -> str:
        """Fill all places of a page; KeyError for an unknown one."""
        parts = {"graph": self.graph, "list": self.list, "count": self.count}
        return _PLACE.sub(lambda match: parts[match[1]](), markdown)

    def count(self) -> str:
        """Return how many results there are with each verdict."""
        states = [self._state(name) for name in self.results]
        found = ", ".join(
            label("results found", self.language).format(
                count=states.count(state), verdict=badge(state, self.language)
            )
            for state in _MARKS
            if state in states
        )
        return label("results count", self.language).format(
            results=len(states), layers=len(self.records), found=found
        )

    def graph(self) -> str:
        """Return the graph as a figure; its nodes are links that the keyboard reaches."""
        rows = dict(self._rows())
        height = max(rows.values()) + _ROW
        edges = sum(len(used) for used in self.facts.uses.values())
        svg = drawing(
            "results",
            _WIDTH,
            height,
            label("results title", self.language),
            label("results text", self.language).format(results=len(self.results), edges=edges),
        )
        # A picture has no parts for a screen reader; a group has.
        svg.set("role", "group")
        richest = max(self.results, key=lambda name: len(self.facts.uses[name]))
        for record in self.records:
            stem, title = record["stem"], record["title"][self.language]
            element("text", svg, title, x=4, y=rows[stem], class_="head")
            for result in record["results"]:
                self._node(svg, result["id"], rows, lit=result["id"] == richest)
        caption = label("results caption", self.language).format(example=richest)
        return figure(markup(svg), caption, "yudo-results")

    def _rows(self) -> Iterator[tuple[str, float]]:
        y = -6.0
        for record in self.records:
            y += _HEAD
            yield record["stem"], y
            for result in record["results"]:
                y += _ROW
                yield result["id"], y

    def _node(self, svg: Element, name: str, rows: Mapping[str, float], *, lit: bool) -> None:
        """Draw a result and its arcs; ``lit`` ones are coloured as long as no other is pointed at."""
        stem, _, short = name.partition(".")
        state, y = self._state(name), rows[name]
        node = element("g", svg, class_="node lit" if lit else "node")
        longest = max(rows.values()) - min(rows.values())
        for used in self.facts.uses[name]:
            element("path", node, d=_arc(rows[used], y, longest), class_="arc")
        for user, its in self.facts.uses.items():
            if name in its:
                element("path", node, d=_arc(y, rows[user], longest), class_="arc out")
        link = element("a", node, href=f"{self.address(stem)}#{name}")
        verdict_name = label(f"{state}.verdict", self.language)
        link.set("aria-label", f"{name}: {verdict_name}")
        element("rect", link, x=2, y=y - 17, width=_DOT + 4, height=24, rx=3)
        element("text", link, _MARKS[state], x=_MARK, y=y, class_=f"mark {state}")
        element("text", link, short, x=_NAME, y=y, class_="name")
        element("circle", link, cx=_DOT, cy=y - 4, r=3)

    def list(self) -> str:
        """Return all results by layer: verdict, proof, formula, and what each uses and is used by."""
        parts = []
        for record in self.records:
            parts.append(
                f"### [{record['title'][self.language]}](layers/{record['stem']}.md) {{#{record['stem']}}}"
            )
            parts += [self._entry(result) for result in record["results"]]
        return "\n\n".join(parts)

    def _entry(self, result: Mapping[str, Any]) -> str:
        name = result["id"]
        facts = [badge(self._state(name), self.language), *self._proof(name), f"`{result['statement']}`"]
        lines = [
            f"**{self._link(name)}** {result['title'][self.language]}<br>" + " · ".join(facts),
            f"$$\n{self.facts.formulas[name]}\n$$",
        ]
        users = [user for user, used in self.facts.uses.items() if name in used]
        for key, others in (("results uses", self.facts.uses[name]), ("results used by", users)):
            if others:
                links = ", ".join(self._link(other) for other in others)
                lines.append(f"{label(key, self.language)}: {links}")
        return '<div class="yudo-entry" markdown="1">\n\n' + "\n\n".join(lines) + "\n\n</div>"

    def _proof(self, name: str) -> Iterator[str]:
        if self.evidence is None or self._state(name) in {"missing", "stale"}:
            return
        check = self.evidence.results[name]["checks"].get("proof")
        if check is not None:
            words = [label(check["verdict"], self.language)] if check["verdict"] == "proven" else []
            words += [label(check["scope"], self.language)] if "scope" in check else []
            if "depths" in check:
                depths = ", ".join(str(depth) for depth in check["depths"])
                words.append(label("depths", self.language).format(depths=depths))
            yield ", ".join(words)

    def _link(self, name: str) -> str:
        return f"[`{name}`](layers/{name.partition('.')[0]}.md#{name})"

    def _state(self, name: str) -> str:
        return verdict(self.evidence, name, self.results[name]["statement"])


def _arc(top: float, bottom: float, longest: float) -> str:
    """Return an arc at the right of the column; the longer, the wider."""
    reach = 22 + (_WIDTH - _DOT - 30) * ((bottom - top) / longest) ** 0.7
    # The middle of a cubic curve lies at three quarters of the way to its two control points.
    start, control = _DOT + 4, _DOT + reach / 0.75
    top, bottom = top - 4, bottom - 4
    return f"M{start} {top:.0f}C{control:.0f} {top:.0f} {control:.0f} {bottom:.0f} {start} {bottom:.0f}"
