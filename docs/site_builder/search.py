"""The search index: every result gets an entry of its own, found by its ID and leading to its anchor."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

INDEX = "search/search_index.json"


def add_results(index: Path, records: Iterable[Mapping[str, Any]], language: str) -> None:
    """Add the results of all layers to the index of a finished site in one language."""
    found = json.loads(index.read_text(encoding="utf-8"))
    for record in records:
        for result in record["results"]:
            found["docs"].append(
                {
                    "location": f"layers/{record['stem']}/#{result['id']}",
                    "title": _escaped(f"{result['id']}: {result['title'][language]}"),
                    "text": _escaped(record["title"][language]),
                }
            )
    index.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
