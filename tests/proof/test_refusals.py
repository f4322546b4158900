"""What symbolic NumPy knows of arrays of numbers, and what it raises where code is run on it, not read."""

import pytest

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Refusal, Unreadable, remembered
from yudo.verification.symbolic.frontends import numpy as symbolic


def test_the_truth_of_known_entries_is_known_also_along_an_axis():
    some = symbolic.array([[1.0, 0.0], [2.0, 3.0]])
    assert symbolic.any(some)
    assert not symbolic.all(some)
    assert symbolic.all(some + 1)
    assert not symbolic.any(some * 0)
    for asked, axis, known in (
        (symbolic.any, 0, [1, 1]),
        (symbolic.all, 0, [1, 0]),
        (symbolic.all, 1, [0, 1]),
    ):
        held = asked(some, axis=axis)
        assert [bool(held[k] == 1) for k in range(2)] == [bool(one) for one in known]


def test_an_array_of_floats_is_no_index():
    with pytest.raises(NumPyRefuses):
        symbolic.array([1.0, 2.0])[symbolic.array([1.0])]


@pytest.mark.parametrize("kind", [Unreadable, NumPyRefuses])
def test_a_refusal_is_an_ordinary_exception_only_where_nobody_keeps_a_list(kind):
    with pytest.raises(Exception, match="words"):
        raise kind(Text("말", "words"))
    with remembered() as listed:
        made = kind(Text("말", "words"))
        assert isinstance(made, Refusal)
        assert not isinstance(made, Exception)
    assert listed == [made]
