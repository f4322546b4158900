"""The records of all layers as plain data, read in a process of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import BuildError

from docs.site_builder.export import formulas, in_both
from docs.site_builder.printed import read_printed

if TYPE_CHECKING:
    from yudo.derivations.calculus.records import Layer


class RecordsError(BuildError):
    """The derivations cannot be imported."""


def read_records(root: Path, cache: Path) -> list[dict[str, Any]]:
    """Return every layer in dependency order: stem, title, summary, uses, and its results in full."""
    records: list[dict[str, Any]] = read_printed(
        "docs.site_builder.records",
        root / "derivations",
        Path(__file__).parent,
        root=root,
        cache=cache,
        error=RecordsError,
        wrong="derivations cannot be read",
    )
    return records


def _records() -> list[dict[str, Any]]:
    from yudo.derivations import layers, mistakes

    return [
        {
            "stem": layer.stem,
            "title": in_both(layer.title),
            "summary": in_both(layer.summary),
            "uses": list(layer.uses),
            "before": list(layer.before),
            "part": {"anchor": layer.part.name.lower(), **in_both(layer.part.title)},
            "shapes": _shapes(layer),
            "mistakes": [
                {"name": slip.name, "title": in_both(slip.title), "result": slip.result.id}
                for slip in mistakes(layer.stem)
            ],
            "results": [
                {
                    "id": result.id,
                    "statement": result.statement,
                    "title": in_both(result.title),
                    "formulas": formulas(result),
                }
                for result in layer.results.values()
            ],
        }
        for layer in layers().values()
    ]


def _shapes(layer: Layer) -> dict[str, str]:
    """What a layer is given, by its name in formulas: the sizes of its axes, in LaTeX."""
    from yudo.derivations.calculus.latex import latex, name_latex
    from yudo.derivations.calculus.symbols import Tensor

    given = [value for value in (*layer.inputs, layer.upstream) if isinstance(value, Tensor)]
    return {
        name_latex(tensor.name): ", ".join(map(latex, tensor.axes)) + "," * (len(tensor.axes) == 1)
        for tensor in given
    }


if __name__ == "__main__":
    print(json.dumps(_records()))
