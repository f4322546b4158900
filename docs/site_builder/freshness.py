"""Whether the code of `impl/` is still what the evidence speaks of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mkdocs.plugins import get_plugin_logger

from docs.site_builder.evidence import Evidence
from verification.sources import source_hashes

_log = get_plugin_logger("yudo")


def checked(evidence: Evidence | None, root: Path, *, shown: str) -> Evidence | None:
    """Return the evidence with the files that changed since, by stem; warn of each file by its name.

    A warning, so that `mkdocs serve` goes on while the code is being worked on, and a strict build fails.
    `shown` is what to call the evidence's file.
    """
    if evidence is None:
        return None
    stems = dict.fromkeys(identifier.partition(".")[0] for identifier in evidence.results)
    changed = {stem: files for stem in stems if (files := _changed(evidence, stem, root))}
    for name in sorted({name for files in changed.values() for name in files}):
        _log.warning(
            f"{shown} is older than {name} and no evidence for it: run `yudo verify --json {shown}` again"
        )
    return replace(evidence, changed=changed)


def _changed(evidence: Evidence, stem: str, root: Path) -> list[str]:
    recorded = evidence.run.get("sources", {})
    return [name for name, digest in source_hashes([stem], root).items() if recorded.get(name) != digest]
