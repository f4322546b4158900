"""Files of the corpus as parameters of tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"


def one_worker_each(files: Sequence[str]) -> list[Any]:
    """One worker runs all tests of a file, which is checked once."""
    return [pytest.param(file, marks=pytest.mark.xdist_group(f"corpus, {file}")) for file in files]
