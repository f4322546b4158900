"""The records of all layers as plain data, read in a process of their own.

A process of its own, because `mkdocs serve` lives longer than the derivations it shows.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import BuildError

from docs.site_builder.export import formulas, in_both
from docs.site_builder.notebooks import content_hash
from yudo.verification.reports.writing import write_text

if TYPE_CHECKING:
    from yudo.derivations.calculus.records import Layer


class RecordsError(BuildError):
    """The derivations cannot be imported."""


def read_records(root: Path, cache: Path) -> list[dict[str, Any]]:
    """Return every layer in dependency order: stem, title, summary, uses, and its results in full."""
    made_of = content_hash(root / "derivations") + content_hash(Path(__file__).parent)[:8]
    cached = cache / f"records.{made_of}.json"
    if cached.exists():
        return json.loads(cached.read_text(encoding="utf-8"))
    process = subprocess.run(
        [sys.executable, "-m", "docs.site_builder.records"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode != 0:
        raise RecordsError(f"derivations cannot be read:\n{process.stderr}")
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob("records.*.json"):
        old.unlink(missing_ok=True)
    write_text(cached, process.stdout)
    return json.loads(process.stdout)


def _records() -> list[dict[str, Any]]:
    from yudo.derivations import layers, mistakes

    return [
        {
            "stem": layer.stem,
            "title": in_both(layer.title),
            "summary": in_both(layer.summary),
            "uses": list(layer.uses),
            "shapes": _shapes(layer),
            "mistakes": [{"name": slip.name, "title": in_both(slip.title)} for slip in mistakes(layer.stem)],
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
