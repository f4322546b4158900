import pytest

from yudo import derivations
from yudo.verification.rocq import committed, kernel, stating
from yudo.verification.rocq.reading import Unstatable
from yudo.verification.rocq.theorems import HEADER, document, stated

needs_coqc = pytest.mark.skipif(kernel.compiler() is None, reason="coqc is not installed (apt install coq)")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("stem", committed.stated_layers())
def test_the_committed_statements_are_those_of_today(stem):
    written = (committed.STATEMENTS / f"{stem}.v").read_bytes()
    assert committed.statements(stem).encode() == written, "python -m yudo.verification.rocq.committed"


def test_every_committed_file_belongs_to_a_layer():
    assert sorted(f.stem for f in committed.STATEMENTS.glob("*.v")) == committed.stated_layers()


def of_all_results(stem):
    found = stating.of_layer(stem, derivations.layer(stem).results)
    return [one for theorems in found.values() if not isinstance(theorems, Unstatable) for one in theorems]


def at_a_gate(one):
    """Whether a theorem speaks of one place of an axis whose size is a number; they take minutes."""
    stem, name = one.id.split(".")
    return any(size.is_Integer for _, size in derivations.layer(stem).results[name].indices)


@needs_coqc
@pytest.mark.sampled(5)
@pytest.mark.parametrize("stem", committed.stated_layers())
def test_no_hypotheses_contradict_each_other(theory, stem):
    goals = [one.instance for one in of_all_results(stem)]
    text = "\n".join([HEADER, "From Coq Require Import Lra Lia.\n", *goals])
    outcome = kernel.check(theory, f"instances_{stem}", text)
    assert outcome.accepted, outcome.message


@needs_coqc
@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    "stem",
    [
        stem
        for stem in committed.stated_layers()
        if stem not in ("two_layer_net", "gru_step", "three_layer_conv_net")  # they take minutes
    ],
)
def test_the_computation_accepts_no_mistake_that_can_be_stated(theory, stem):
    wrong = [one for one in stating.mistakes(stem) if not isinstance(one, Unstatable) and not at_a_gate(one)]
    if not wrong:
        results = stating.of_layer(stem, derivations.layer(stem).results).values()
        assert all(isinstance(one, Unstatable) for one in results)
        pytest.skip("none of its results can be stated")
    text = "\n".join([HEADER, *(stated(one).refusal for one in wrong)])
    outcome = kernel.check(theory, f"mistakes_{stem}", text)
    assert outcome.accepted, outcome.message


@needs_coqc
def test_a_right_statement_is_no_refusal(theory):
    (right,) = stating.of_layer("affine", ["dw"])["dw"][:1]
    assert not kernel.check(theory, "not_refused", f"{HEADER}\n{right.refusal}").accepted


@needs_coqc
def test_contradictory_hypotheses_have_no_instance(theory):
    (right,) = stating.of_layer("relu", ["dx"])["dx"][:1]
    text = right.instance.replace("x i j <> 0", "x i j <> x i j")
    assert text != right.instance
    outcome = kernel.check(theory, "no_instance", f"{HEADER}\nFrom Coq Require Import Lra Lia.\n{text}")
    assert not outcome.accepted


@pytest.mark.parametrize(
    ("stem", "name", "letter"), [("batch_norm", "dvar", "var"), ("attention", "dscores", "scores")]
)
def test_a_derivative_by_what_the_code_computes_holds_of_any_such_array_and_the_code_puts_its_own_in(
    stem, name, letter
):
    derivative, code = stating.of_layer(stem, [name])[name]
    assert letter in " ".join(derivative.binders).split()
    assert "derivable_pt_lim" in derivative.claim
    assert letter not in " ".join(code.binders).split()
    assert "derivable_pt_lim" not in code.claim


@needs_coqc
def test_a_power_to_a_size_is_that_of_the_reals(theory):
    (adam, *_) = stating.of_layer("adam", ["next_w"])["next_w"]
    assert "beta_1 ^ t" in adam.claim or "pow beta_1 t" in adam.claim
    assert kernel.check(theory, "adam", document([adam])).accepted
