from dataclasses import replace
from fractions import Fraction

import pytest

from yudo.verification.rocq import stating
from yudo.verification.rocq.recheck import accepts
from yudo.verification.rocq.terms import Add, Const, Mul
from yudo.verification.rocq.theorems import PASSES


def theorem_of(stem, name):
    return stating.of_layer(stem, [name])[name][0].theorem


@pytest.mark.parametrize(("stem", "name"), [("affine", "dw"), ("relu", "dx"), ("sigmoid", "dx")])
@pytest.mark.parametrize("part", ["closed", "code", "objective"])
def test_a_right_result_is_accepted_and_a_changed_factor_refused(stem, name, part):
    right = theorem_of(stem, name)
    assert accepts(PASSES, right)
    term = getattr(right, part)
    assert not accepts(PASSES, replace(right, **{part: Mul(Const(Fraction(2)), term)}))
    assert not accepts(PASSES, replace(right, **{part: Add(term, term)}))
