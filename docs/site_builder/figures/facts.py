"""What the figures need to know of the derivations, read in a process of its own, like the records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.printed import read_printed


class FactsError(BuildError):
    """The figures cannot be drawn from the yudo.derivations."""


@dataclass(frozen=True)
class Facts:
    """What the figures show.

    Attributes
    ----------
    graphs
        The graphs of layers as figures, by stem and language; a layer without an output or a loss has none.
    uses
        For the ID of every result, the IDs of the results that it uses.
    formulas
        For the ID of every result, its statement as LaTeX.
    """

    graphs: dict[str, dict[str, str]]
    uses: dict[str, list[str]]
    formulas: dict[str, str]

    def slots(self, stem: str, language: str) -> dict[str, str]:
        """Return what fills the slot ``graph`` of a layer's notebook, nothing for a layer without a graph."""
        return {"graph": self.graphs[stem][language]} if stem in self.graphs else {}


def read_facts(root: Path, cache: Path) -> Facts:
    """Return the facts; from `cache` unless a derivation or this package has changed."""
    facts = read_printed(
        "docs.site_builder.figures.facts",
        root / "derivations",
        Path(__file__).parent,
        root / "docs" / "site_builder" / "languages.py",
        root=root,
        cache=cache,
        error=FactsError,
        wrong="figures cannot be drawn",
    )
    return Facts(**facts)


def _facts() -> dict[str, Any]:
    from docs.site_builder.figures.flow import flow
    from docs.site_builder.figures.flow_drawing import flow_figure
    from docs.site_builder.figures.uses import used_results
    from docs.site_builder.languages import NAMES
    from yudo.derivations import layers

    every = layers()
    flows = {stem: flow(every, stem) for stem in every}

    def drawn(stem: str, language: str) -> str:
        """The graph; nothing where a layer branches."""
        found = flows[stem]
        return "" if found is None else flow_figure(found, every, language)

    return {
        "graphs": {stem: {language: drawn(stem, language) for language in NAMES} for stem in every},
        "uses": used_results(every),
        "formulas": {r.id: r.index_latex for layer in every.values() for r in layer.results.values()},
    }


if __name__ == "__main__":
    print(json.dumps(_facts()))
