"""Whether the code of `impl/` is still what the evidence speaks of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mkdocs.plugins import get_plugin_logger

from docs.site_builder.evidence import Evidence, EvidenceError
from yudo.verification.reports.sources import source_hashes

_log = get_plugin_logger("yudo")


def checked(evidence: Evidence | None, root: Path, *, shown: str, strict: bool) -> Evidence | None:
    """Return the evidence with the files that changed since, by stem.

    A warning names these files, so that `mkdocs serve` goes on while the code is worked on; where `strict`,
    `EvidenceError` stops the build at once. `shown` is what to call the evidence's file.
    """
    if evidence is None:
        return None
    stems = dict.fromkeys(identifier.partition(".")[0] for identifier in evidence.results)
    changed = {stem: files for stem in stems if (files := _changed(evidence, stem, root))}
    names = sorted({name for files in changed.values() for name in files})
    if names:
        message = f"{shown} is older than {', '.join(names)} and no evidence for this code: "
        message += f"run `yudo verify --json {shown}` again"
        if strict:
            raise EvidenceError(message)
        _log.warning(message)
    return replace(evidence, changed=changed)


def _changed(evidence: Evidence, stem: str, root: Path) -> list[str]:
    recorded = evidence.run.get("sources", {})
    return [name for name, digest in source_hashes([stem], root).items() if recorded.get(name) != digest]
