"""The parts of a layer: the files that bear its name, and which of them are missing."""

from __future__ import annotations

from pathlib import Path

ROOMS = ("derivations", "impl", "verification/layers")
"""The folders in which every layer has a module of its name."""


def stems(root: Path) -> list[str]:
    """The names of all layers that have at least one part under ``root``, alphabetically."""
    return sorted({path.stem for room in ROOMS for path in (root / room).glob("[!_]*.py")})


def missing_parts(root: Path) -> dict[str, list[str]]:
    """The files that layers lack, by stem; a layer that has all of them is left out."""
    lacking = {stem: [f"{room}/{stem}.py" for room in ROOMS] for stem in stems(root)}
    lacking = {
        stem: [part for part in parts if not (root / part).exists()] for stem, parts in lacking.items()
    }
    return {stem: parts for stem, parts in lacking.items() if parts}
