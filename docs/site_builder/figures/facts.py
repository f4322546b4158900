"""What the figures need to know of the derivations, read in a process of its own, like the records."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.notebooks import content_hash
from yudo.verification.reports.writing import write_text


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
    sources = (root / "docs" / "site_builder" / "languages.py").read_bytes()
    drawing = hashlib.sha256(content_hash(Path(__file__).parent).encode() + sources).hexdigest()[:16]
    cached = cache / f"figures.{content_hash(root / 'derivations')}.{drawing}.json"
    if not cached.exists():
        process = subprocess.run(
            [sys.executable, "-m", "docs.site_builder.figures.facts"],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if process.returncode != 0:
            raise FactsError(f"figures cannot be drawn:\n{process.stderr}")
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob("figures.*.json"):
            old.unlink(missing_ok=True)
        write_text(cached, process.stdout)
    return Facts(**json.loads(cached.read_text(encoding="utf-8")))


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
