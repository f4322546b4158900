from __future__ import annotations

import subprocess
import sys

from tests.grading.conftest import ROOT


def test_a_single_file_waits_for_nothing_that_only_a_class_or_another_command_needs() -> None:
    script = "import sys; from yudo.verification.commands import check, cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "yudo.verification.checking.files" in loaded
    needless = {"numpy", "jax", "hypothesis", "distributed", "rich.progress", "multiprocessing"}
    needless |= {"yudo.verification.symbolic", "yudo.verification.grading.run"}
    assert needless & loaded == set()
