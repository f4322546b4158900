"""What a file holds beside what is recognised: it is told and counted, and does not pass in silence."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from click.testing import CliRunner

from tests.checking.conftest import Check
from tests.checking.test_command import SCHEMA, run, write
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import sources
from yudo.verification.checking.recognise.looks import looks_like_a_layer
from yudo.verification.commands.cli import main

BESIDE = """
    import numpy as np

    def relu_forward(x):
        return np.maximum(0, x), x

    def pool_1d(x, width):
        return x.reshape(len(x), -1, width).max(axis=2)
"""


LAYERS = """
    batchnorm_forward batchnorm_backward_alt conv_backward_naive max_pool_forward_fast dropout_backward
    svm_loss_naive compute_cost mean_squared_error cross_entropy_error hinge_loss sgd_momentum rmsprop adam
    update_parameters leaky_relu tanh dtanh d_tanh tanh_prime softmaxGradient reluBackward L_model_backward
    rnn_step_forward lstm_backward compute_gradients LeakyReLU log_softmax BatchNormalization
"""
OTHERS = """
    eval_numerical_gradient grad_check_sparse rel_error gradient_descent plot_loss load_mnist predict accuracy
    main init_layer im2col_indices one_hot shuffle get_batch numerical_grad train_step normalize_data
    conversion poll linearize last_update
"""


@pytest.mark.parametrize("name", LAYERS.split())
def test_a_layer_a_loss_or_an_update_is_known_by_its_name(name: str) -> None:
    assert looks_like_a_layer(name)


@pytest.mark.parametrize("name", OTHERS.split())
def test_other_functions_are_not_taken_for_one(name: str) -> None:
    assert not looks_like_a_layer(name)


def test_a_function_that_was_not_checked_is_listed_counted_and_does_not_pass(tmp_path: Path) -> None:
    result = run(write(tmp_path, BESIDE))
    assert result.exit_code == 1
    assert "pool_1d       not checked" in result.output
    assert "Yudo has no definition of it yet" in result.output
    assert "correct 1, not checked 1" in result.output


def test_whoever_wants_it_lets_what_was_not_checked_pass(tmp_path: Path) -> None:
    path = write(tmp_path, BESIDE)
    assert run(path, "--allow-unchecked").exit_code == 0
    assert run(path, "--strict").exit_code == 1


def test_nothing_checked_at_all_does_not_pass_whatever_is_allowed(tmp_path: Path) -> None:
    path = write(tmp_path, "def ranking_loss(x, y):\n    return x.sum(), x\n")
    assert run(path, "--allow-unchecked").exit_code == 1


def test_a_wrong_function_does_not_pass_whatever_is_allowed(tmp_path: Path) -> None:
    path = write(tmp_path, BESIDE.replace("maximum(0, x), x", "minimum(0, x), x"))
    assert run(path, "--allow-unchecked").exit_code == 1


def test_programs_are_told_of_it_too(tmp_path: Path) -> None:
    path, rows, tests, points = write(tmp_path, BESIDE), *(tmp_path / name for name in ("a", "b", "c"))
    run(path, "--json", str(rows), "--junit", str(tests), "--gradescope", str(points))
    data = json.loads(rows.read_text(encoding="utf-8"))
    jsonschema.validate(data, SCHEMA)
    assert [row["verdict"] for row in data["functions"]] == ["correct", "not checked"]
    (suite,) = ElementTree.parse(tests).getroot()
    assert (suite.get("tests"), suite.get("skipped"), suite.get("errors")) == ("2", "1", "0")
    assert suite.find("testcase[@name='pool_1d']/skipped") is not None
    graded = json.loads(points.read_text(encoding="utf-8"))
    assert [test["name"] for test in graded["tests"]] == ["relu_forward"]
    assert "pool_1d: not checked" in graded["output"]


def test_markdown_tells_of_it_in_korean(tmp_path: Path) -> None:
    path = write(tmp_path, BESIDE)
    result = CliRunner().invoke(main, ["check", path, "--format", "markdown", "--lang", "ko"])
    assert "**`pool_1d`**: 검사하지 않음" in result.output


def test_a_helper_that_runs_as_a_part_of_something_checked_is_not_listed(check_source: Check) -> None:
    report = check_source("""
        def cross_entropy_error(p, y):
            return -np.log(p[np.arange(len(y)), y]).mean()

        def hinge_loss(p, y):
            return p.sum()

        def softmax_loss(x, y):
            e = np.exp(x - x.max(axis=1, keepdims=True))
            p = e / e.sum(axis=1, keepdims=True)
            loss = cross_entropy_error(p, y)
            p[np.arange(len(y)), y] -= 1
            return loss, p / len(y)
    """)
    assert {one.function: one.verdict for one in report.functions} == {
        "hinge_loss": verdicts.NOT_CHECKED,
        "softmax_loss": verdicts.CORRECT,
    }


def test_methods_of_classes_are_listed_and_interfaces_are_not(check_source: Check) -> None:
    report = check_source("""
        class Layer:
            def forward(self, x):
                raise NotImplementedError

            def backward(self, dout):
                pass

        class Dropout(Layer):
            def forward(self, x):
                self.mask = np.random.rand(*x.shape) > 0.5
                return x * self.mask

            def backward(self, dout):
                pass

        class Adam:
            def update(self, params, grads):
                params["W"] -= grads["W"]

        class Solver:
            def train(self):
                pass
    """)
    assert {one.function: one.verdict for one in report.functions} == {
        "Dropout.forward": verdicts.NOT_CHECKED,
        "Dropout.backward": verdicts.NOT_IMPLEMENTED,
        "Adam.update": verdicts.NOT_CHECKED,
    }


def test_what_a_file_imports_is_not_its_own(check_source: Check, tmp_path: Path) -> None:
    (tmp_path / "others.py").write_text("def hinge(x, y):\n    return 0, x\n", encoding="utf-8")
    report = check_source("from others import hinge\n\ndef relu(x):\n    return np.maximum(0, x)\n")
    assert [one.function for one in report.functions] == ["relu"]


def test_a_helper_that_cannot_be_read_is_no_crash_of_a_layer(check_source: Check) -> None:
    report = check_source("""
        def relu(x):
            return np.maximum(0, x)

        def _f(x):
            return (x

        def relu_backward(dout, cache):
            return (dout
    """)
    assert {one.function: one.verdict for one in report.functions} == {
        "relu": verdicts.CORRECT,
        "relu_backward": verdicts.CRASHES,
    }


@pytest.mark.parametrize("folder", ["ENV", "venv", "Env/lib", "my-environment/Lib/site"])
def test_a_virtual_environment_is_left_out_whatever_it_is_called(folder: str, tmp_path: Path) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    (place / "types.py").write_text("")
    (tmp_path / folder.partition("/")[0] / "pyvenv.cfg").touch()
    (tmp_path / "layers.py").write_text("")
    assert [file.name for file, _ in sources([tmp_path])] == ["layers.py"]


RELU = "def relu_forward(x):\n    return x\n"


@pytest.mark.parametrize(
    ("files", "roots"),
    [
        ({"alice.py": RELU, "bob.py": RELU, "carol/layers.py": ""}, ["alice.py", "bob.py", "carol"]),
        (
            {"alice/a/layers.py": RELU, "bob/layers.ipynb": '{"source": ["def relu_forward(x):"]}'},
            ["alice", "bob"],
        ),
        ({"layers.py": RELU, "net.py": "import layers\ndef main(): pass\n"}, [".", "."]),
        ({"affine.py": "def forward(x): pass", "relu.py": "def forward(x): pass"}, [".", "."]),
        ({"ch04/net.py": RELU, "ch05/net.py": RELU, "common/layers.py": RELU}, [".", ".", "."]),
    ],
)
def test_where_two_entries_define_a_layer_each_keeps_to_its_own(
    files: dict[str, str], roots: list[str], tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert [root for _, root in sources([tmp_path])] == [tmp_path / root for root in roots]


def test_a_folder_called_like_an_environment_is_left_out_without_a_sign_of_one(tmp_path: Path) -> None:
    (tmp_path / "ENV").mkdir()
    (tmp_path / "ENV" / "types.py").write_text("")
    assert not list(sources([tmp_path]))


def test_verdicts_bear_the_names_that_the_file_binds(check_source: Check) -> None:
    report = check_source("""
        def mine(x, w, b):
            return x.reshape(len(x), -1) @ w + b, (x, w, b)

        affine_forward = mine
        relu = lambda x: np.maximum(0, x)

        def logged(function):
            def wrapper(*arguments):
                return function(*arguments)
            return wrapper

        @logged
        def sigmoid(x):
            return 1 / (1 + np.exp(-x))

        class MyRelu:
            def forward(self, x):
                self.mask = x > 0
                return x * self.mask

            def backward(self, dout):
                return dout * self.mask

        Relu = MyRelu
    """)
    assert {one.function for one in report.functions} == {
        *("affine_forward", "relu", "sigmoid", "Relu.forward", "Relu.backward"),
    }
    assert {one.verdict for one in report.functions} == {verdicts.CORRECT}


OTHERWISE = """
    def rnn_forward(X, Y, a0, parameters, vocab_size=27):
        x = np.zeros((vocab_size, 1))
        x[X[0]] = 1
        return np.tanh(parameters["Wax"] @ x + a0)

    def temporal_softmax_loss(x, y, ignore_index=0):
        return x[..., ignore_index].sum()

    def update_parameters(parameters, gradients, lr):
        parameters["Wax"] += -lr * gradients["dWax"]
        parameters["by"] += -lr * gradients["dby"]
        return parameters

    class Dense:
        def __init__(self, input_size, output_size):
            self.weights = np.random.randn(output_size, input_size)
            self.bias = np.random.randn(output_size, 1)

        def forward(self, input):
            self.input = input
            return self.weights @ input + self.bias

        def backward(self, output_gradient, learning_rate):
            input_gradient = self.weights.T @ output_gradient
            self.weights -= learning_rate * output_gradient @ self.input.T
            self.bias -= learning_rate * output_gradient
            return input_gradient

    class Tanh:
        def forward(self, input):
            self.input = input
            return np.tanh(input)

        def backward(self, output_gradient, learning_rate):
            return output_gradient * (1 - np.tanh(self.input) ** 2)

    class MSELoss:
        def forward(self, y_pred, y_true):
            return np.mean((y_pred - y_true) ** 2, axis=-1)

        def backward(self, y_pred, y_true):
            return 2 * (y_pred - y_true) / y_pred.size
"""


def test_what_bears_a_known_name_and_takes_other_arguments_neither_crashes_nor_is_wrong(
    check_source: Check,
) -> None:
    found = {one.function: one for one in check_source(OTHERWISE).functions}
    right = {"Tanh.forward", "Tanh.backward", "MSELoss.forward", "MSELoss.backward"}
    assert {name for name, one in found.items() if one.verdict == verdicts.CORRECT} == right
    assert found["Dense.backward"].verdict == verdicts.CONSISTENT
    others = {name for name in found if name not in (*right, "Dense.backward")}
    assert {found[name].verdict for name in others} == {verdicts.NOT_CHECKED}
    assert found["update_parameters"].reason is not None
    assert "the keys are `W1`" in found["update_parameters"].reason.en
