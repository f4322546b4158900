"""A prover that is out of order says so instead of proving."""

import pytest

from derivations.calculus import algebra
from derivations.calculus.functions import step
from verification import prove_vjp
from verification.proof import canaries, prove_layer


def test_a_prover_in_order_proves_none_of_the_known_wrong_equalities():
    assert canaries.failure() is None


def wrong(dout, x):
    return 3 * dout


@pytest.mark.parametrize(
    ("place", "name", "changed"),
    [
        (algebra, "is_zero_by_cases", lambda gap: True),
        (step, "eval", classmethod(lambda cls, argument: 1 if argument == 0 else None)),
    ],
    ids=["a zero test that says yes to everything", "an indicator of 0 that is 1"],
)
def test_a_prover_out_of_order_is_noticed_by_its_canaries(place, name, changed, monkeypatch):
    monkeypatch.setattr(place, name, changed)
    assert canaries.failure() is not None
    assert prove_layer("relu").verdict == "undecided"
    assert not prove_vjp(lambda x: (x * 1.0, x), wrong, x=("N",)).proven
