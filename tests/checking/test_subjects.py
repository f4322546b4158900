"""What is recognised, however it is written: layers made of sizes, one-hot targets, caches of any kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from yudo.verification.checking import verdicts
from yudo.verification.checking.files import FileReport
from yudo.verification.checking.recognise import names
from yudo.verification.checking.recognise.names import Called
from yudo.verification.checking.recognise.recognition import recognised
from yudo.verification.checking.verdicts import FunctionReport

Check = Callable[..., FileReport]
VerdictOf = Callable[..., FunctionReport]


def verdicts_of(report: FileReport) -> dict[str, tuple[str, str | None]]:
    return {one.function: (one.verdict, one.evidence) for one in report.functions}


PROVEN = (verdicts.CORRECT, verdicts.ALL_SHAPES)


def test_a_layer_made_of_its_sizes_is_proven_with_its_weight_in_either_orientation(
    check_source: Check,
) -> None:
    report = check_source("""
        class Linear:
            def __init__(self, in_features, out_features):
                self.weight = np.random.randn(out_features, in_features)
                self.bias = np.zeros(out_features)
                self.grad_weight = np.zeros_like(self.weight)
            def forward(self, x):
                self.x = x
                return x @ self.weight.T + self.bias
            def backward(self, grad):
                self.grad_weight += grad.T @ self.x
                self.grad_bias = grad.sum(axis=0)
                return grad @ self.weight

        class Dense:
            def __init__(self, n_inputs, n_neurons):
                self.parameters = {"W": np.random.randn(n_inputs, n_neurons), "b": np.zeros((1, n_neurons))}
                self.gradients = {}
            def forward(self, x):
                self.x = x
                return x @ self.parameters["W"] + self.parameters["b"]
            def backward(self, grad):
                self.gradients["W"] = self.x.T @ grad
                self.gradients["b"] = grad.sum(axis=0, keepdims=True)
                return grad @ self.parameters["W"].T
    """)
    assert verdicts_of(report) == dict.fromkeys(
        ("Linear.forward", "Linear.backward", "Dense.forward", "Dense.backward"), PROVEN
    )


def test_gradients_are_found_in_parameter_objects(verdict_of: VerdictOf) -> None:
    source = """
        class Parameter:
            def __init__(self, data):
                self.data, self.grad = data, np.zeros_like(data)

        class Linear:
            def __init__(self, in_dim, out_dim):
                self.W = Parameter(np.random.randn(in_dim, out_dim))
                self.b = Parameter(np.zeros(out_dim))
            def forward(self, x):
                self.x = x
                return x @ self.W.data + self.b.data
            def backward(self, grad):
                self.W.grad += self.x.T @ grad{wrong}
                self.b.grad += grad.sum(axis=0)
                return grad @ self.W.data.T
    """
    right = verdict_of(source.replace("{wrong}", ""), "Linear.backward")
    assert (right.verdict, right.evidence) == PROVEN
    wrong = verdict_of(source.replace("{wrong}", " / len(grad)"), "Linear.backward")
    assert (wrong.verdict, wrong.wrong) == (verdicts.WRONG, ("dw",))


def test_results_that_stay_in_the_object_are_found(check_source: Check) -> None:
    report = check_source("""
        class Activation_ReLU:
            def forward(self, inputs):
                self.inputs = inputs
                self.output = np.maximum(0, inputs)
            def backward(self, dvalues):
                self.dinputs = dvalues.copy()
                self.dinputs[self.inputs <= 0] = 0
    """)
    assert verdicts_of(report) == dict.fromkeys(
        ("Activation_ReLU.forward", "Activation_ReLU.backward"), PROVEN
    )


def test_a_layer_that_learns_in_its_backward_is_judged_by_its_steps(verdict_of: VerdictOf) -> None:
    source = """
        class Dense:
            def __init__(self, input_size, output_size):
                self.weights = np.random.randn(input_size, output_size)
                self.bias = np.zeros((1, output_size))
            def forward(self, x):
                self.x = x
                return x @ self.weights + self.bias
            def backward(self, grad, learning_rate):
                dx = grad @ self.weights.T
                self.weights -= learning_rate * self.x.T @ grad
                self.bias -= learning_rate * grad.{sum}(axis=0, keepdims=True)
                return dx
    """
    assert verdict_of(source.replace("{sum}", "sum"), "Dense.backward").verdict == verdicts.CORRECT
    wrong = verdict_of(source.replace("{sum}", "mean"), "Dense.backward")
    assert (wrong.verdict, wrong.wrong) == (verdicts.WRONG, ("db",))


def test_a_loss_class_of_probabilities_is_compared_with_itself_alone(check_source: Check) -> None:
    report = check_source("""
        class CrossEntropyLoss:
            def forward(self, p, y):
                self.p, self.y = p, y
                return -np.mean(np.log(p[np.arange(len(y)), y]))
            def backward(self):
                d = np.zeros_like(self.p)
                rows = np.arange(len(self.y))
                d[rows, self.y] = -1 / self.p[rows, self.y] / len(rows)
                return d
    """)
    assert {one.function: one.verdict for one in report.functions} == {
        "CrossEntropyLoss.forward": verdicts.NOT_CHECKED,
        "CrossEntropyLoss.backward": verdicts.CONSISTENT,
    }


def test_a_softmax_loss_of_one_hot_rows_is_proven(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        def softmax_loss(scores, y):
            p = np.exp(scores - scores.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            return -np.sum(y * np.log(p)) / len(y), (p - y) / len(y)
        """,
        "softmax_loss",
    )
    assert (one.verdict, one.evidence) == PROVEN


def test_a_backward_gets_the_cache_of_a_forward_of_any_name(check_source: Check) -> None:
    report = check_source("""
        def sigmoid(Z):
            return 1 / (1 + np.exp(-Z)), Z
        def sigmoid_backward(dA, cache):
            s = 1 / (1 + np.exp(-cache))
            return dA * s * (1 - s)
        def relu(Z):
            return np.maximum(0, Z), {"Z": Z}
        def relu_backward(dA, cache):
            return np.where(cache["Z"] > 0, dA, 0)
    """)
    assert set(verdicts_of(report).values()) == {PROVEN}


def test_a_slope_may_take_the_output_where_a_forward_stands_beside_it(check_source: Check) -> None:
    report = check_source("""
        def sigmoid(x):
            return 1 / (1 + np.exp(-x))
        def sigmoid_grad(s):
            return s * (1 - s)
        def relu_grad(x):
            return (x > 0).astype(x.dtype)
    """)
    assert set(verdicts_of(report).values()) == {PROVEN}


def test_two_losses_of_a_file_may_scale_l2_in_two_ways(check_source: Check) -> None:
    report = check_source("""
        def softmax_loss_naive(W, X, y, reg):
            p = np.exp(X @ W)
            p /= p.sum(axis=1, keepdims=True)
            N = len(X)
            loss = -np.log(p[np.arange(N), y]).mean() + 0.5 * reg * np.sum(W * W)
            p[np.arange(N), y] -= 1
            return loss, X.T @ p / N + reg * W
        def softmax_loss_vectorized(W, X, y, reg):
            p = np.exp(X @ W)
            p /= p.sum(axis=1, keepdims=True)
            N = len(X)
            loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
            p[np.arange(N), y] -= 1
            return loss, X.T @ p / N + 2 * reg * W
    """)
    assert set(verdicts_of(report).values()) == {PROVEN}
    half, full = report.functions
    assert (half.convention, full.convention) != (None, None)


def test_a_clipped_exponent_that_changes_no_number_is_not_called_wrong(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        def sigmoid(z):
            z = np.clip(z, -500, 500)
            return 1.0 / (1.0 + np.exp(-z))
        """,
        "sigmoid",
    )
    assert one.verdict == verdicts.CORRECT


def test_samples_in_columns_are_a_convention_with_or_without_the_average(check_source: Check) -> None:
    source = """
        def linear_forward(A, W, b):
            return W @ A + b, (A, W, b)
        def linear_backward(dZ, cache):
            A_prev, W, b = cache
            m = A_prev.shape[1]
            return W.T @ dZ, dZ @ A_prev.T / m, {db}
    """
    report = check_source(source.replace("{db}", "np.sum(dZ, axis=1, keepdims=True) / m"))
    assert verdicts_of(report) == dict.fromkeys(("linear_forward", "linear_backward"), PROVEN)
    assert [one.convention and one.convention.key for one in report.functions] == [
        "columns-sum",
        "columns-mean",
    ]
    _, wrong = check_source(source.replace("{db}", "np.sum(dZ, axis=1, keepdims=True)")).functions
    assert (wrong.verdict, wrong.wrong) == (verdicts.WRONG, ("db",))


def test_a_layer_that_learns_at_a_rate_of_its_own_is_judged_by_its_steps(verdict_of: VerdictOf) -> None:
    source = """
        class Dense:
            def __init__(self, input_units, output_units, learning_rate=0.1):
                self.learning_rate = learning_rate
                self.weights = np.random.normal(0, 0.1, (input_units, output_units))
                self.biases = np.zeros(output_units)
            def forward(self, input):
                return input @ self.weights + self.biases
            def backward(self, input, grad_output):
                dx = grad_output @ self.weights.T
                self.weights = self.weights - self.learning_rate * (input.T @ grad_output){wrong}
                self.biases = self.biases - self.learning_rate * grad_output.sum(axis=0)
                return dx
    """
    right = verdict_of(source.replace("{wrong}", ""), "Dense.backward")
    assert (right.verdict, right.evidence) == PROVEN
    wrong = verdict_of(source.replace("{wrong}", " / len(input)"), "Dense.backward")
    assert (wrong.verdict, wrong.wrong) == (verdicts.WRONG, ("dw",))


VECTOR_SOFTMAX = """
    def softmax(a):
        e = np.exp(a - np.max(a))
        return e / np.sum(e)
"""
USER = """
    def softmax_loss(x, y):
        p = softmax(x)
        n = len(y)
        loss = -np.log(p[np.arange(n), y]).mean()
        p[np.arange(n), y] -= 1
        return loss, p / n
"""


def test_a_softmax_of_one_vector_is_right_unless_something_gives_it_batches(verdict_of: VerdictOf) -> None:
    alone = verdict_of(VECTOR_SOFTMAX, "softmax")
    assert alone.verdict == "correct"
    assert alone.convention is not None
    assert alone.convention.key == "vector"
    assert verdict_of(VECTOR_SOFTMAX + USER, "softmax").verdict == "wrong"


def test_every_name_in_the_list_is_recognised_and_the_list_is_the_table_of_the_page() -> None:
    shown = names.table("en")
    for one in names.known():
        for name in one.names:
            assert f"`{name}`" in shown
        assert one.signature in shown
    assert set(names.canonical()) >= {"affine.dw", "relu.dx", "sigmoid.out", "softmax_cross_entropy.loss"}


FUNCTIONS = [one for one in names.known() if one.takes]


def defined(name: str, one: Called) -> Any:
    found: dict[str, Any] = {}
    shown = one.signature[1 : one.signature.index(")")].split(", ")
    parameters = [part.rstrip("…") or f"more{n}" for n, part in enumerate(shown)][: one.takes[0]]
    exec(f"def {name}({', '.join(parameters)}):\n    return {parameters[0]}, {parameters[0]}", found)
    return found[name]


@pytest.mark.parametrize("one", FUNCTIONS, ids=lambda one: one.names[0])
def test_a_function_is_recognised_by_each_of_its_names_in_any_capitals(one: Called) -> None:
    others = {other.names[0]: defined(other.names[0], other) for other in FUNCTIONS if other is not one}
    for name in one.names:
        for written in (name, name.upper()):
            found = recognised(others | {written: defined(written, one)})
            assert written in {subject.function for subject in found}


COLUMNS = """
    def linear_forward(A, W, b):
        return W @ A + b, (A, W, b)

    def linear_backward(dZ, cache):
        A_prev, W, b = cache
        m = A_prev.shape[1]
        return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m

    def linear_activation_forward(A_prev, W, b, activation):
        Z, linear_cache = linear_forward(A_prev, W, b)
        A = np.maximum(0, Z) if activation == "relu" else 1 / (1 + np.exp(-Z))
        return A, (linear_cache, Z)

    def linear_activation_backward(dA, cache, activation):
        linear_cache, Z = cache
        if activation == "relu":
            return linear_backward(dA * (Z > 0), linear_cache)
        s = 1 / (1 + np.exp(-Z))
        return linear_backward(dA * s * {slope}, linear_cache)
"""


def test_a_layer_with_samples_in_columns_and_either_activation_is_recognised(check_source: Check) -> None:
    report = check_source(COLUMNS.replace("{slope}", "(1 - s)"))
    assert set(verdicts_of(report).values()) == {PROVEN}
    assert len(report.functions) == 4
    backward = report.functions[-1]
    assert backward.convention is not None
    assert "average over them" in backward.convention.text.en


def test_a_mistake_with_one_activation_is_found_in_it(verdict_of: VerdictOf) -> None:
    one = verdict_of(COLUMNS.replace("{slope}", "(1 + s)"), "linear_activation_backward")
    assert (one.verdict, one.wrong) == (verdicts.WRONG, ("dx_sigmoid", "dw_sigmoid", "db_sigmoid"))
    assert one.counterexample is not None
    assert 'linear_activation_backward(dout, cache_sigmoid, "sigmoid")' in one.counterexample.snippet


def test_a_backward_in_columns_needs_no_forward_beside_it(check_source: Check) -> None:
    source = COLUMNS[COLUMNS.index("    def linear_backward") : COLUMNS.index("    def linear_activation_f")]
    assert verdicts_of(check_source(source)) == {"linear_backward": PROVEN}


@pytest.mark.parametrize(("share", "wrong"), [("", ()), (" / len(dout)", ("dw",))])
def test_a_product_without_a_bias_is_recognised(
    share: str, wrong: tuple[str, ...], verdict_of: VerdictOf
) -> None:
    source = """
        class MatMul:
            def __init__(self, W):
                self.params, self.grads = [W], [np.zeros_like(W)]

            def forward(self, x):
                self.x = x
                return x @ self.params[0]

            def backward(self, dout):
                self.grads[0][...] = self.x.T @ dout{share}
                return dout @ self.params[0].T
    """
    one = verdict_of(source.replace("{share}", share), "MatMul.backward")
    assert one.wrong == wrong
    assert one.verdict == (verdicts.WRONG if wrong else verdicts.CORRECT)


def test_a_classifier_that_overflows_is_told_so(verdict_of: VerdictOf) -> None:
    name = "softmax_loss_vectorized"
    source = """
        def softmax_loss_vectorized(W, X, y, reg):
            scores = X @ W
            e = np.exp(scores{shift})
            p = e / e.sum(axis=1, keepdims=True)
            n = len(y)
            loss = -np.log(p[np.arange(n), y]).mean() + reg * np.sum(W * W)
            p[np.arange(n), y] -= 1
            return loss, X.T @ p / n + 2 * reg * W
    """
    direct, whole, rows = (
        {finding.key for finding in verdict_of(source.replace("{shift}", shift), name).findings}
        for shift in ("", " - scores.max()", " - scores.max(axis=1, keepdims=True)")
    )
    assert direct == rows == {"overflow"}  # the logarithm of a probability that is 0
    assert whole == {"overflow", "whole-array-maximum"}
