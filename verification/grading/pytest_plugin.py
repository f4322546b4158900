"""A fixture for the tests of people who write a backward of their own.

def test_my_layer(check_gradient):
check_gradient(scale_forward, scale_backward, x="N D", gamma="D")
"""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def check_gradient() -> Callable[..., None]:
    """Fail the test unless a forward and its backward are correct: see `yudo.assert_gradient`."""
    # Imported here: every run of pytest loads this module, and few use the fixture.
    from yudo.verification.grading.assertions import assert_gradient

    return assert_gradient
