from dataclasses import replace

import pytest

from yudo.verification.rocq import kernel, stating
from yudo.verification.rocq.terms import ONE, Add
from yudo.verification.rocq.theorems import HEADER, document, stated

pytestmark = pytest.mark.skipif(kernel.compiler() is None, reason="coqc is not installed (apt install coq)")


def test_a_theorem_rests_on_the_reals_alone(theory):
    found = stating.of_layer("affine", ["dw"])["dw"]
    assert kernel.check(theory, "right", document(found)).rests_on_the_reals_alone


@pytest.mark.parametrize(
    ("stem", "names"),
    [
        ("embedding", ["out", "dW"]),
        ("temporal_softmax_loss", ["loss", "dx"]),
        ("conv2d", ["out", "db", "dw", "dx"]),
        ("avg_pool", ["out", "dx"]),
        ("max_pool", ["out", "dx"]),
        ("three_layer_conv_net", ["dz1"]),
        ("rms_norm", ["dx"]),
        ("layer_norm", ["dx"]),
        ("adam", ["corrected"]),
        ("lstm_step", ["next_c"]),
        pytest.param("gru_step", ["db"], marks=pytest.mark.sweep),
        pytest.param("gru_step", ["dWx"], marks=pytest.mark.sweep),
        pytest.param("gru_step", ["dWh"], marks=pytest.mark.sweep),
    ],
)
def test_places_labels_listed_axes_maxima_and_roots_are_accepted(theory, stem, names):
    found = [one for theorems in stating.of_layer(stem, names).values() for one in theorems]
    outcome = kernel.check(theory, f"accepted_{stem}_{names[0]}", document(found))
    assert outcome.rests_on_the_reals_alone, outcome.message


@pytest.mark.parametrize("part", ["closed", "code", "objective"])
def test_a_wrong_statement_is_refused(theory, part):
    right = stating.of_layer("affine", ["out"])["out"][0].theorem
    wrong = stated(replace(right, **{part: Add(getattr(right, part), ONE)}))
    assert not kernel.check(theory, f"wrong_{part}", document([wrong])).accepted


@pytest.mark.parametrize(
    ("stem", "name", "lost"),
    [
        ("relu", "dx", "x i j <> 0"),
        ("sigmoid", "logit", "0 < p n d"),
        ("rms_norm", "dx", "0 < epsilon"),
        ("adam", "corrected", "0 < 1 - pow beta_1 t"),
        (
            "temporal_softmax_loss",
            "loss",
            "(forall k, (k < N)%nat -> forall k', (k' < T)%nat -> (y k k' < V)%nat)",
        ),
    ],
)
def test_a_lost_hypothesis_is_refused(theory, stem, name, lost):
    (found, *_) = stating.of_layer(stem, [name])[name]
    text = document([found])
    assert kernel.check(theory, f"{name}_with", text).accepted
    assert not kernel.check(theory, f"{name}_without", text.replace(f"  {lost} ->\n", "")).accepted


def only_at_one_place(found):
    """The hypothesis that a maximum is attained at one place."""
    (hypothesis,) = [h for h in found.hypotheses if "= maxn" in h.rocq]
    return hypothesis.rocq


def test_a_maximum_is_differentiated_only_where_it_is_attained_at_one_place(theory):
    (found,) = stating.of_layer("max_pool", ["dx"])["dx"]
    text = document([found])
    without = text.replace(f"  {only_at_one_place(found)} ->\n", "")
    assert without != text
    assert not kernel.check(theory, "ties_allowed", without).accepted


def test_a_window_of_relus_that_are_off_may_tie(theory):
    found, _ = stating.of_layer("three_layer_conv_net", ["dz1"])["dz1"]
    assert "0 < z1 " in only_at_one_place(found)
    off = found.instance.replace("1%nat", "2%nat").replace("=> / 2)", "=> - (1))")
    off = off.replace("first [lia | lra]", "first [lia | lra | exfalso; lra]")
    text = f"{HEADER}\nFrom Coq Require Import Lra Lia.\n{off}"
    outcome = kernel.check(theory, "relus_off", text)
    assert outcome.accepted, outcome.message
