"""Files of the corpus as parameters of tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"


def sampled(files: Sequence[str]) -> list[Any]:
    """Each fourth file is a sample, the others are a sweep; one worker runs all tests of a file."""
    return [
        pytest.param(
            file,
            marks=[
                pytest.mark.xdist_group(f"corpus, {file}"),
                *([] if place % 4 == 0 else [pytest.mark.sweep]),
            ],
        )
        for place, file in enumerate(files)
    ]
