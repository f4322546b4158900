"""What generated data depends on, as one short hash: the name of its file in the cache."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docs.site_builder.notebooks import content_hash


def fingerprint(*sources: Path) -> str:
    """Return a hash of files, and of all Python files below folders."""
    digest = hashlib.sha256()
    for source in sources:
        found = content_hash(source).encode() if source.is_dir() else source.read_bytes()
        digest.update(f"\0{source.name}\0".encode() + found)
    return digest.hexdigest()[:16]
