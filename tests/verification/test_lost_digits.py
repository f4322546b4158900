"""Digits that a formula loses, within its own rounding bound, and that the inputs determine."""

from __future__ import annotations

import numpy as np
import pytest

from tests.verification.planted import Planted, plant
from yudo import derivations
from yudo.impl.affine import affine_forward
from yudo.impl.sigmoid import sigmoid_backward, sigmoid_forward
from yudo.verification.cases.draw import Case, prescribed
from yudo.verification.numeric.conditioning import lost_digits
from yudo.verification.numeric.entrywise import Exact
from yudo.verification.numeric.judge import Judge

BACKWARD = "dx = 1.0 - out\n    dx *= out\n    dx *= dout"
OUT_MINUS_ITS_SQUARE = ("dx = 1.0 - out\n    dx *= out", "dx = out - out**2")
SLOPE_IN_THE_CACHE = (
    ("return out, out", "small = np.exp(-np.abs(x)); return out, small / ((1.0 + small) * (1.0 + small))"),
    (BACKWARD, "dx = out * dout"),
)


def lost(stem: str, *names: str) -> dict[tuple[str, str], float]:
    """The largest relative error that is not explained, by result and dtype, of results that are verified."""
    judge = Judge(derivations.layer(stem))
    found: dict[tuple[str, str], float] = {}
    for about, case in prescribed(judge.inputs, 0):
        for dtype in ("float32", "float64"):
            for measured in judge.judge(case, dtype, names or tuple(judge.layer.results), ("sympy",)):
                assert measured.passed, (about, measured)
                if measured.lost is not None:
                    key = measured.result, dtype
                    found[key] = max(found.get(key, 0.0), measured.lost.error)
    return found


@pytest.mark.parametrize("stem", ["affine", "l2_regularization"])
def test_sums_of_products_lose_no_digits_but_those_that_their_inputs_leave_open(stem):
    assert lost(stem) == {}


def test_moves_that_happen_to_cancel_are_not_taken_for_inputs_that_do_not_matter():
    sizes = {"N": 4, "C": 5, "P": 6, "Q": 5, "R": 1, "T": 6, "S": 7}
    six_of_one_magnitude = Case(sizes, values={"x": "seven_hundred", "dout": "ties"}, seed=55188)
    (measured,) = Judge(derivations.layer("avg_pool")).judge(
        six_of_one_magnitude, "float32", ("out",), ("sympy",)
    )
    assert measured.passed
    assert measured.lost is None


def test_the_sigmoid_less_its_square_is_within_its_bound_and_loses_every_digit(monkeypatch):
    plant(Planted("", sigmoid_backward, (OUT_MINUS_ITS_SQUARE,), "", "sigmoid"), monkeypatch)
    found = lost("sigmoid", "dx")
    assert found.keys() == {("dx", "float32"), ("dx", "float64")}
    assert min(found.values()) > 0.5


def test_a_slope_that_is_kept_in_place_of_the_output_loses_nothing(monkeypatch):
    forward, backward = SLOPE_IN_THE_CACHE
    plant(Planted("", sigmoid_forward, (forward,), "", "sigmoid"), monkeypatch)
    plant(Planted("", sigmoid_backward, (backward,), "", "sigmoid"), monkeypatch)
    assert lost("sigmoid", "dx") == {}


def test_a_number_that_is_added_and_taken_off_again_costs_digits(monkeypatch):
    edit = ("return out", "out += 1e6; out -= 1e6; return out")
    plant(Planted("", affine_forward, (edit,), "", "affine"), monkeypatch)
    assert lost("affine", "out", "dw").keys() == {("out", "float32"), ("out", "float64")}


def exact(*values: float) -> Exact:
    near = np.array(values)
    return Exact(near, np.zeros_like(near), np.zeros_like(near))


def test_an_error_that_rounding_the_inputs_explains_is_no_loss():
    seen = np.array([1.0, 1e-9])
    assert lost_digits(seen, exact(1.0, 3e-9), exact(1.0, 2e-9)) is None


def test_an_error_far_beyond_it_is_one_and_names_the_entry():
    found = lost_digits(np.array([[1.0, 1e-9]]), exact(1.0, 3e-9), exact(1.0, 3e-9 * (1 + 1e-12)))
    assert found is not None
    assert (found.index, found.observed, found.expected) == ((0, 1), 1e-9, 3e-9)
    assert found.error == pytest.approx(2 / 3)
    assert found.explained == pytest.approx(1e-12)


def test_an_entry_of_which_the_inputs_determine_no_digit_cannot_lose_one():
    assert lost_digits(np.array([1.0]), exact(1e-12), exact(3e-12)) is None
