"""Remove what a job has left."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path


def remove(directory: Path) -> None:
    """Remove a directory, even where rights were taken away in it, or where it is deeper than any path."""
    with suppress(RecursionError):
        shutil.rmtree(directory, ignore_errors=True)
    if directory.exists():
        quiet = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["chmod", "-R", "u+rwx", "--", directory], **quiet)  # type: ignore[call-overload]
        subprocess.run(["rm", "-rf", "--", directory], **quiet)  # type: ignore[call-overload]
