"""Nets with lists of gradients, one for each layer, or with arrays by their names, against their forwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yudo.verification.checking import verdicts
from yudo.verification.checking.verdicts import FunctionReport

VerdictOf = Callable[..., FunctionReport]

BY_LAYER = """
    class Network:
        def __init__(self, sizes):
            self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
            self.weights = [np.random.randn(y, x) for x, y in zip(sizes, sizes[1:])]

        def feedforward(self, a):
            for b, w in zip(self.biases, self.weights):
                a = sigmoid(w @ a + b)
            return a

        def backprop(self, x, y):
            a, activations = x, [x]
            for b, w in zip(self.biases, self.weights):
                a = sigmoid(w @ a + b)
                activations.append(a)
            nabla_b = [None] * len(self.biases)
            nabla_w = [None] * len(self.weights)
            delta = {last}
            for l in range(len(self.weights) - 1, -1, -1):
                nabla_b[l], nabla_w[l] = delta, delta @ activations[l].T
                if l:
                    delta = (self.weights[l].T @ delta) * {slope}
            return nabla_b, nabla_w

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))
"""
SLOPE = "activations[l] * (1 - activations[l])"


@pytest.mark.parametrize(
    ("last", "slope", "verdict", "said"),
    [
        ("(a - y) * a * (1 - a)", SLOPE, verdicts.CONSISTENT, "half the squared error"),
        ("a - y", SLOPE, verdicts.CONSISTENT, "the cross-entropy"),
        ("a - y", "activations[l]", verdicts.WRONG, "the cross-entropy"),
        ("(a - y) * a", SLOPE, verdicts.NOT_CHECKED, "or of another cost"),
    ],
)
def test_lists_of_gradients_are_those_of_the_cost_that_the_last_bias_tells(
    last: str, slope: str, verdict: str, said: str, verdict_of: VerdictOf
) -> None:
    found = verdict_of(BY_LAYER.replace("{last}", last).replace("{slope}", slope), "Network.backprop")
    assert found.verdict == verdict, found.reason
    assert any(said in one.text.en for one in found.findings) or said in (
        found.reason.en if found.reason else ""
    )
    if verdict == verdicts.WRONG:
        assert set(found.wrong) == {"dW1", "dW2", "db1", "db2"}
        assert found.counterexample is not None
        assert "net.weights, net.biases = [W1, W2, W3], [b1, b2, b3]" in found.counterexample.snippet


BY_NAME = """
    def forward_prop(W1, b1, W2, b2, X):
        Z1 = W1.dot(X) + b1
        A1 = np.maximum(Z1, 0)
        Z2 = W2.dot(A1) + b2
        A2 = 1 / (1 + np.exp(-Z2))
        return Z1, A1, Z2, A2

    def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
        m = Y.shape[1]
        dZ2 = A2 - Y
        dW2 = dZ2.dot(A1.T) / m
        db2 = dZ2.sum(axis=1, keepdims=True) / m
        dZ1 = W2.T.dot(dZ2) * {slope}
        dW1 = dZ1.dot(X.T) / m
        db1 = {db1}
        return dW1, db1, dW2, db2
"""


@pytest.mark.parametrize(
    ("slope", "db1", "wrong"),
    [
        ("(Z1 > 0)", "dZ1.sum(axis=1, keepdims=True) / m", ()),
        ("(Z1 > 0)", "np.sum(dZ1) / m", ("db1",)),
        ("A1", "dZ1.sum(axis=1, keepdims=True) / m", ("dW1", "db1")),
    ],
)
def test_arrays_by_their_names_are_passed_from_forward_to_backward(
    slope: str, db1: str, wrong: tuple[str, ...], verdict_of: VerdictOf
) -> None:
    found = verdict_of(BY_NAME.replace("{slope}", slope).replace("{db1}", db1), "backward_prop")
    assert found.verdict == (verdicts.WRONG if wrong else verdicts.CONSISTENT), found.reason
    assert found.wrong == wrong
    if not wrong:
        assert found.evidence == verdicts.ALL_SHAPES
