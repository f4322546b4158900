"""What a program of the project prints as JSON, run anew only when what it depends on has changed.

A process of its own, because `mkdocs serve` lives longer than the code that it shows.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.notebooks import content_hash
from yudo.verification.reports.writing import write_text


def read_printed(
    module: str, *sources: Path, root: Path, cache: Path, error: type[BuildError], wrong: str
) -> Any:
    """Return what ``python -m module`` prints in `root`.

    Parameters
    ----------
    module
        The program; its last name is that of its files in `cache`.
    sources
        Files and folders that what it prints depends on; of a folder, all Python files count.
    error, wrong
        What is raised if the program fails, and its first line.
    """
    name = module.rpartition(".")[2]
    cached = cache / f"{name}.{fingerprint(*sources)}.json"
    if not cached.exists():
        process = subprocess.run(
            [sys.executable, "-m", module], cwd=root, capture_output=True, text=True, check=False
        )
        if process.returncode != 0:
            raise error(f"{wrong}:\n{process.stderr}")
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob(f"{name}.*.json"):
            old.unlink(missing_ok=True)
        write_text(cached, process.stdout)
    return json.loads(cached.read_text(encoding="utf-8"))


def fingerprint(*sources: Path) -> str:
    """Return a hash of files, and of all Python files below folders."""
    digest = hashlib.sha256()
    for source in sources:
        found = content_hash(source).encode() if source.is_dir() else source.read_bytes()
        digest.update(f"\0{source.name}\0".encode() + found)
    return digest.hexdigest()[:16]
