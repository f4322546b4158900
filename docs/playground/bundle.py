"""The files that the page of the prover loads: packed once, named by their hash, checked by the page."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.playground import runtime
from docs.playground.reaching import keep
from docs.site_builder.notebooks import content_hash

OURS = "yudo"
PARTS = ("yudo.derivations", "yudo.verification")
"""Those of its parts that are needed: what changes in them changes what is packed."""
LIBRARIES = ("mpmath", "sympy")
HERE = Path(__file__).resolve().parent
INSIDE = "browser"
"""The package that answers in the browser."""
TEXTS = (
    "yudo.verification.checking.load.course",
    "yudo.verification.frameworks.jax",
    "yudo.verification.frameworks.torch",
)
"""What stands for a course's own files, and for PyTorch and JAX, is read like what is checked: as text."""
BY_NAME = ("yudo.verification.checking.recognise.subjects",)
"""Packages whose modules are found by their names."""
ARCHIVES: dict[str, tuple[str, ...]] = {"python.zip": (), "sympy.zip": LIBRARIES, "yudo.zip": (INSIDE, OURS)}


def bundled(root: Path, cache: Path) -> dict[str, dict[str, Any]]:
    """What the page loads, by name: each with its ``file`` below ``cache``, ``sha256`` and ``bytes``.

    Empty where the runtime has not been fetched. Made anew only when a source or a version has changed.

    Raises
    ------
    BuildError
        If the runtime cannot compile the sources.
    """
    if not runtime.is_fetched(root):
        return {}
    folder = cache / "playground" / _key()
    listed = folder / "bundle.json"
    if not listed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        sources = runtime.folder(root)
        with tempfile.TemporaryDirectory() as out:
            _compile(sources, cache / "playground" / "modules", Path(out))
            files = [sources / name for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")]
            files += [Path(out) / name for name in ARCHIVES]
            made = {file.name: _packed(file, folder) for file in files}
        lock = json.loads((sources / "pyodide-lock.json").read_text(encoding="utf-8"))
        text = json.dumps({"info": lock["info"], "packages": {}})
        made["lock"] = {"text": text}
        keep(listed, json.dumps(made).encode())
    found: dict[str, dict[str, Any]] = json.loads(listed.read_text(encoding="utf-8"))
    return {
        name: one | ({"path": folder / one["file"]} if "file" in one else {}) for name, one in found.items()
    }


def _packed(file: Path, folder: Path) -> dict[str, Any]:
    """Compressed under a name that no host takes for an encoding it should undo."""
    content = gzip.compress(file.read_bytes(), 9, mtime=0)
    digest = hashlib.sha256(content).hexdigest()
    name = f"{digest[:20]}.bin"
    keep(folder / name, content)
    return {"file": name, "sha256": digest, "bytes": len(content)}


def _key() -> str:
    parts = [runtime.INTEGRITY, *(f"{name} {version(name)}" for name in LIBRARIES)]
    parts += [content_hash(folder) for name in PARTS for folder in _folders(name)]
    parts += [(HERE / name).read_text(encoding="utf-8") for name in ("reaching.py", "compile.mjs")]
    return hashlib.sha256("\n".join([*parts, content_hash(HERE / INSIDE)]).encode()).hexdigest()[:20]


def _folders(package: str) -> list[Path]:
    """Where the modules of an installed package may lie."""
    found = find_spec(package)
    if found is None or found.submodule_search_locations is None:
        raise BuildError(f"{package} is not installed")
    return [Path(place).resolve() for place in found.submodule_search_locations]


def _modules(name: str) -> list[str]:
    """A module, or those of a package."""
    found = find_spec(name)
    if found is not None and found.submodule_search_locations is None:
        return [name]
    return [f"{name}.{file.stem}" for folder in _folders(name) for file in sorted(folder.glob("[!_]*.py"))]


def _compile(sources: Path, modules: Path, out: Path) -> None:
    modules.mkdir(parents=True, exist_ok=True)
    packages = {name: _folders(name) for name in (OURS, *LIBRARIES)} | {INSIDE: [HERE / INSIDE]}
    task = {
        "code": str(HERE),
        "packages": {name: [str(folder) for folder in folders] for name, folders in packages.items()},
        "archives": ARCHIVES,
        "entries": [f"{INSIDE}.answering", *(name for one in (*BY_NAME, *TEXTS) for name in _modules(one))],
        "texts": [name for one in TEXTS for name in _modules(one)],
        "cache": str(modules.resolve()),
        "out": str(out.resolve()),
    }
    written = out / "task.json"
    written.write_text(json.dumps(task), encoding="utf-8")
    ran = subprocess.run(
        ["node", str(HERE / "compile.mjs"), str(sources), str(written)], capture_output=True, text=True
    )
    if ran.returncode != 0:
        raise BuildError(f"the prover cannot be compiled for browsers:\n{ran.stderr[-2000:]}")
