"""The code that the checkers look at: right where it says so, wrong where a bug is planted."""

import numpy as np
import pytest

from benchmarks.checking.central_difference import CentralDifference
from benchmarks.checking.measurements import SMALL
from benchmarks.checking.subjects import BUGS, SUBJECTS, median_entry, problem, relu_net, with_error
from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.softmax_cross_entropy import softmax_loss
from yudo.impl.two_layer_net import TwoLayerNet


def test_the_correct_affine_layer_computes_what_impl_computes():
    posed = problem("affine", (4, 6, 5), seed=1)
    out, cache = affine_forward(**posed.inputs)
    np.testing.assert_allclose(posed.subject.forward(np, *posed.arguments), out, rtol=1e-13)
    for ours, theirs in zip(affine_backward(posed.dout, cache), posed.gradients(posed.subject), strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=1e-13)


def test_the_correct_softmax_loss_computes_what_impl_computes():
    posed = problem("softmax_cross_entropy", (4, 6, 5), seed=1)
    loss, dx = softmax_loss(posed.inputs["x"], posed.labels)
    assert posed.subject.forward(np, *posed.arguments) == pytest.approx(loss, rel=1e-13)
    np.testing.assert_allclose(posed.gradients(posed.subject)[0], dx, rtol=1e-12)


def test_the_correct_net_computes_what_impl_computes():
    posed = relu_net(seed=2)
    D, H = posed.inputs["W1"].shape
    net = TwoLayerNet(D, H, posed.inputs["W2"].shape[1])
    net.params.update(posed.inputs)
    loss, grads = net.loss(posed.constants["X"], posed.labels)
    assert posed.subject.forward(np, *posed.arguments) == pytest.approx(loss, rel=1e-13)
    for name, gradient in zip(posed.inputs, posed.gradients(posed.subject), strict=True):
        np.testing.assert_allclose(gradient, grads[name], rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize(("layer", "bug"), [(layer, bug) for layer in BUGS for bug in BUGS[layer]])
def test_a_planted_bug_changes_what_is_computed_at_a_usual_or_a_large_input(layer, bug):
    def computed(posed, subject):
        with np.errstate(all="ignore"):
            return [subject.forward(np, *posed.arguments), *posed.gradients(subject)]

    different = []
    for large in (False, True):
        posed = problem(layer, SMALL, seed=0, large=large)
        pairs = zip(computed(posed, SUBJECTS[layer]), computed(posed, BUGS[layer][bug]), strict=True)
        different.append(any(not np.allclose(right, wrong, rtol=1e-6) for right, wrong in pairs))
    assert different[0] == (not bug.endswith("when_large"))
    assert any(different)


@pytest.mark.parametrize("layer", BUGS)
def test_an_error_is_planted_in_the_median_entry_alone(layer):
    posed = problem(layer, SMALL, seed=3)
    gradient = posed.gradients(posed.subject)[-1]
    at = median_entry(gradient)
    wrong = posed.gradients(with_error(posed.subject, -1, at, 0.5))[-1]
    assert at.sum() == 1
    np.testing.assert_allclose(wrong / gradient, 1 + 0.5 * at)
    assert np.sum(abs(gradient) < abs(gradient[at == 1])) == gradient.size // 2


def test_inputs_are_repeated_by_their_seed_and_differ_between_seeds():
    first, again, other = (problem("affine", SMALL, seed=s).inputs["x"] for s in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_central_difference_is_computed_anew_for_another_forward():
    checker = CentralDifference()
    posed = problem("softmax_cross_entropy", SMALL, seed=0)
    assert not checker.alarm(posed, posed.subject)
    assert checker.alarm(posed, BUGS[posed.layer]["factor"])
    assert not checker.alarm(posed, BUGS[posed.layer]["half_in_both"])
