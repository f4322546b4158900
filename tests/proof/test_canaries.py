"""A prover that is out of order says so instead of proving."""

import pytest

from yudo import derivations, prove_vjp
from yudo.derivations.calculus import algebra, normal_form
from yudo.derivations.calculus.functions import step
from yudo.impl.relu import relu_backward, relu_forward
from yudo.verification.checking import verdicts
from yudo.verification.checking.checking import check_names
from yudo.verification.symbolic import canaries, comparison, prove, prove_layer
from yudo.verification.verdicts import PROVEN, Comparison


def test_a_prover_in_order_proves_none_of_the_known_wrong_equalities():
    assert canaries.failure() is None


def wrong(dout, x):
    return 3 * dout


@pytest.mark.parametrize(
    ("place", "name", "changed"),
    [
        (algebra, "is_zero_by_cases", lambda gap: True),
        (algebra, "is_zero_off_ties", lambda gap: True),
        (step, "eval", classmethod(lambda cls, argument: 1 if argument == 0 else None)),
    ],
    ids=["a zero test that says yes to everything", "one that does off ties", "an indicator of 0 that is 1"],
)
def test_a_prover_out_of_order_is_noticed_by_its_canaries(place, name, changed, monkeypatch):
    monkeypatch.setattr(place, name, changed)
    assert canaries.failure() is not None
    assert prove_layer("relu").verdict == "undecided"
    assert not prove_vjp(lambda x: (x * 1.0, x), wrong, x=("N",)).proven


def test_a_check_with_a_prover_out_of_order_claims_no_proof(monkeypatch):
    functions = {"relu_forward": relu_forward, "relu_backward": relu_backward}
    assert {one.evidence for one in check_names(functions)} == {verdicts.ALL_SHAPES}
    monkeypatch.setattr(algebra, "is_zero_by_cases", lambda gap: True)
    reports = check_names(functions)
    assert verdicts.ALL_SHAPES not in {one.evidence for one in reports}
    assert all("out of order" in str([*one.findings, one.reason]) for one in reports)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("stem", derivations.stems())
def test_a_comparison_that_says_yes_to_everything_is_noticed_by_the_mistakes_of_the_record(stem, monkeypatch):
    missed = {mistake.result.name for mistake in derivations.mistakes(stem)}
    monkeypatch.setattr(prove, "compare", lambda name, *args, **options: Comparison(name, PROVEN))
    # The code is right: it would be looked for in vain.
    monkeypatch.setattr(prove, "_look_for_counterexample", lambda *_: None)
    proof = prove_layer(stem)
    assert proof.verdict == "undecided"
    assert all(part.reason for part in proof.gradients.values() if part.name in missed)


def forget():
    for module in (algebra, normal_form, comparison):
        for value in vars(module).values():
            getattr(value, "cache_clear", lambda: None)()


@pytest.mark.parametrize("kept", [slice(1), slice(1, None)], ids=["the last", "the first"])
def test_a_sum_that_forgets_an_axis_is_noticed(kept, monkeypatch):
    total = algebra.total_over
    monkeypatch.setattr(algebra, "total_over", lambda summand, bounds: total(summand, [*bounds][kept]))
    forget()
    assert canaries.failure() is not None
    monkeypatch.undo()
    forget()
