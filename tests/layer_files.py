"""Which files make up a layer, and which of them a stem lacks.

A layer is the set of files that bear its name. Nothing lists the layers: a stem found in any of the folders
must be found in all of them.
"""

from __future__ import annotations

from pathlib import Path

FOLDERS = ("derivations", "impl")
"""Where every layer has a module: derivation and implementation."""


def missing_parts(root: Path) -> dict[str, list[str]]:
    """The files that incomplete layers lack, by stem.

    Parameters
    ----------
    root
        The folder that holds ``derivations/``, ``impl/`` and ``verification/``.
    """
    found = {folder: _stems(root / folder) for folder in FOLDERS}
    every = sorted(set().union(*found.values()))
    lacking = {
        stem: [f"{folder}/{stem}.py" for folder in FOLDERS if stem not in found[folder]] for stem in every
    }
    return {stem: files for stem, files in lacking.items() if files}


def _stems(folder: Path) -> set[str]:
    return {file.stem for file in folder.glob("*.py") if not file.stem.startswith("_")}
