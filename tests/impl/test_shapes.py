"""The one check of shapes, in one notation: what it lets pass, and what it says of the rest."""

import re

import numpy as np
import pytest

from yudo.impl._arguments import check_shapes


@pytest.mark.parametrize(
    ("shapes", "given"),
    [
        ("x: N D, gamma: D", [(2, 3), (3,)]),
        ("w: D M, x: N D*", [(6, 4), (5, 2, 3)]),
        ("w: D M, x: N D*", [(6, 4), (0, 6)]),
        ("cache: ..., dout: ...", [(2, 1, 3), (2, 1, 3)]),
    ],
)
def test_shapes_that_fit_pass(shapes, given):
    check_shapes(shapes, *map(np.ones, given))


@pytest.mark.parametrize(
    ("shapes", "given", "message"),
    [
        ("x: N D, gamma: D", [(2, 3), (2,)], "gamma: got shape (2,); expected (3,), the D of x"),
        ("x: N D", [(2,)], "x: got shape (2,); expected (N, D)"),
        ("x: N N", [(2, 3)], "x: got shape (2, 3); expected (N, N)"),
        (
            "w: D M, x: N D*",
            [(6, 4), (6,)],
            "x: got shape (6,); expected (N, d1, …, dk) with d1 · … · dk = 6",
        ),
        ("w: D M, x: N D*", [(6, 4), (2, 3, 3)], "x: got shape (2, 3, 3); expected (N, d1, …, dk)"),
        ("a: ..., b: ...", [(2,), (2, 1)], "b: got shape (2, 1); expected (2,), the shape of a"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_by_name(shapes, given, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        check_shapes(shapes, *map(np.ones, given))
