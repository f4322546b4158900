"""Which files of ``impl/`` a piece of evidence speaks of, and what was in them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from yudo import impl

ROOT = Path(impl.__file__).parents[1]
"""The folder that holds ``impl/``."""


def source_hashes(stems: Iterable[str], root: Path = ROOT) -> dict[str, str]:
    """The SHA-256 of every file that the code of some layers consists of.

    Parameters
    ----------
    stems
        The layers.
    root
        The folder that holds ``impl/``.

    Returns
    -------
    dict
        Digests by path, ``impl/affine.py`` and the modules of ``impl/`` that it imports among them.
    """
    waiting = [f"yudo.impl.{stem}" for stem in stems]
    found: dict[str, str] = {}
    while waiting:
        path = root / Path(*waiting.pop().removeprefix("yudo.").split(".")).with_suffix(".py")
        name = path.relative_to(root).as_posix()
        if name not in found and path.exists():
            content = path.read_bytes()
            found[name] = sha256(content).hexdigest()
            waiting += _imports(content)
    return dict(sorted(found.items()))


def _imports(source: bytes) -> list[str]:
    """The modules of ``impl/`` that a source imports, wherever in it; names in them may be among these."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.startswith("yudo.impl.")]
