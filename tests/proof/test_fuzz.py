"""Random programs of array operations mean on symbols what they mean in real NumPy, or are not read."""

import os

import pytest

from tests.proof.agreement import assert_agrees
from tests.proof.array_programs import SHAPES, random_program
from tests.proof.loop_programs import compiled
from yudo.derivations.calculus.algebra import Undecidable
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.tracing import TraceFailed

SIZES = [
    {"N": 3, "M": 2, "K": 4},
    {"N": 2, "M": 3, "K": 2},
    {"N": 1, "M": 1, "K": 1},
    {"N": 2, "M": 2, "K": 2},
    {"N": 1, "M": 3, "K": 2},
    {"N": 3, "M": 1, "K": 2},
]


def was_read(seed):
    """Whether a program was read; if it was, it agrees with NumPy at all sizes."""
    source = random_program(seed)
    program = compiled(source, f"<array program {seed}>")
    try:
        for sizes in SIZES:
            assert_agrees(program, SHAPES, sizes, seed)
    except (TraceFailed, Unreadable, Undecidable):
        return False
    except Exception as wrong:  # NumPy raises, or computes something else
        raise AssertionError(f"seed {seed}, {sizes}:\n{source}\n{wrong}") from wrong
    return True


def test_random_programs_of_views_and_writes_mean_what_numpy_does_or_are_refused():
    programs = range(60)
    assert sum(map(was_read, programs)) >= len(programs) // 3


@pytest.mark.sweep
@pytest.mark.parametrize("part", range(10))
def test_many_programs_of_a_seed_mean_what_numpy_does(part):
    """The same every time, so that a change is judged by itself; the environment variable names others."""
    first = int(os.environ.get("YUDO_FUZZ_SEED", "1000")) + 100 * part
    print(f"YUDO_FUZZ_SEED={first - 100 * part}")
    assert sum(map(was_read, range(first, first + 100))) >= 20
