"""Python for browsers: Pyodide, pinned by version and hash, fetched with npm.

Fetching is a step of its own, ``python -m docs.playground``, and an optional one: without the runtime the
site is built all the same, and its page tells how to run the prover at home.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VERSION = "314.0.7"
INTEGRITY = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


class NotFetched(RuntimeError):
    """The runtime could not be had, or is not what was pinned."""


def folder(root: Path) -> Path:
    """Where the runtime lies once it is fetched."""
    return root / "build" / "playground" / f"pyodide-{VERSION}"


def is_fetched(root: Path) -> bool:
    """Whether the runtime is there, and Node to compile for it."""
    return shutil.which("node") is not None and all((folder(root) / name).exists() for name in FILES)


def fetch(root: Path) -> Path:
    """Fetch the runtime, if it is not there yet, and return its folder.

    Raises
    ------
    NotFetched
        Without npm, without a registry, or if the package's hash is not the one that is pinned.
    """
    target = folder(root)
    if all((target / name).exists() for name in FILES):
        return target
    if shutil.which("npm") is None:
        raise NotFetched("npm is not on the path: it comes with Node.js")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"pyodide@{VERSION}"], cwd=scratch, capture_output=True, text=True
        )
        archives = list(Path(scratch).glob("*.tgz"))
        if packed.returncode != 0 or not archives:
            raise NotFetched(f"npm pack pyodide@{VERSION} failed:\n{packed.stderr.strip()}")
        unpack(archives[0], Path(scratch) / "unpacked")
        (Path(scratch) / "unpacked").rename(target)
    return target


def unpack(archive: Path, target: Path) -> None:
    """Unpack the runtime's files; raises `NotFetched` for an archive other than the pinned one."""
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        raise NotFetched(f"pyodide {VERSION} is not what was pinned: its hash is sha512-{digest}")
    target.mkdir()
    with tarfile.open(archive) as tar:
        for name in FILES:
            member = tar.extractfile(f"package/{name}")
            if member is None:
                raise NotFetched(f"pyodide {VERSION} has no {name}")
            (target / name).write_bytes(member.read())
