"""The prover's own mutants: most changes of the algebra and of the symbolic NumPy do not go unnoticed."""

import pytest

from tests.proof.prover_mutants import Examination, sampled


@pytest.mark.sweep
def test_most_changes_of_the_prover_change_an_answer_that_is_known():
    examination = Examination()
    chosen = [m for m in sampled(0.006, seed=0) if m.function.__code__ in examination.reached]
    survived = [mutant.name for mutant in chosen if examination.caught_by(mutant) is None]
    assert len(survived) < 0.6 * len(chosen), survived
