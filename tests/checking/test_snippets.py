"""A counterexample is a program: pasted beside the file, it prints the value that the report announces."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.checking.corpus_files import CORPUS, one_worker_each
from tests.checking.pasting import assert_prints_what_it_announces
from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.files import FileReport, check_file
from yudo.verification.checking.judge.snippets import program
from yudo.verification.checking.recognise.recognition import recognised
from yudo.verification.sandbox import ForkServer

STRANGERS = re.compile(r"^\s*from (?:\.|cs231n|common|layers)|print \"|xrange|np\.random", re.MULTILINE)
"""What a file needs that is not here, or does not do twice alike."""
FILES = [
    f"wrong/{file.name}"
    for file in sorted((CORPUS / "wrong").glob("*.py"))
    if not STRANGERS.search(file.read_text("utf-8"))
]

ODD_NAME = """
import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.mean(axis=0)


def scale_forward(x, g):
    return x * g


def scale_backward(dout, cache):
    x, g = cache
    return {"dx": dout * g, "dg": 2 * np.sum(dout * x, axis=0)}
"""


@pytest.mark.sampled(8)
@pytest.mark.parametrize("file", one_worker_each(FILES))
def test_every_counterexample_of_the_corpus_runs_as_it_is_pasted(
    file: str, report_of: Callable[[str], FileReport], tmp_path: Path
) -> None:
    examples = [one.counterexample for one in report_of(file).functions if one.counterexample is not None]
    for example in examples:
        if example.error is None or not example.error.en.startswith("took longer"):
            assert_prints_what_it_announces(example, CORPUS / file, tmp_path)


@pytest.mark.parametrize("name", ["01_my-layers.py", "my layers (2).py"])
def test_a_file_whose_name_is_no_identifier_can_be_pasted_from(
    name: str, fork_server: ForkServer, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_text(ODD_NAME, encoding="utf-8")
    report = check_file(fork_server, file, {})
    (wrong,) = [one for one in report.functions if one.function == "affine_backward"]
    assert wrong.counterexample is not None
    assert_prints_what_it_announces(wrong.counterexample, file, tmp_path)


UNMADE = """
import numpy as np


class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, num_classes):
        self.params = {"W1": np.zeros((input_dim, hidden_dim)), "b1": np.zeros(hidden_dims)}

    def loss(self, X, y=None):
        return X @ self.params["W1"] + self.params["b1"]
"""


def test_a_net_that_cannot_be_made_is_made_as_it_was_in_what_is_pasted(
    fork_server: ForkServer, tmp_path: Path
) -> None:
    file = tmp_path / "nets.py"
    file.write_text(UNMADE, encoding="utf-8")
    (report,) = check_file(fork_server, file, {}).functions
    assert (report.verdict, report.reason and "line 7" in report.reason.en) == ("crashes", True)
    assert report.counterexample is not None
    done = subprocess.run(
        [sys.executable, "-c", report.counterexample.snippet],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "NameError: name 'hidden_dims' is not defined" in done.stderr


def test_a_pair_without_a_cache_and_with_a_dict_of_gradients_can_be_pasted(
    fork_server: ForkServer, tmp_path: Path
) -> None:
    file = tmp_path / "layers.py"
    file.write_text(ODD_NAME, encoding="utf-8")
    options = {"pair": ("scale_forward", "scale_backward"), "shapes": {"x": "N D", "g": "D"}}
    (report,) = check_file(fork_server, file, options).functions
    assert report.counterexample is not None
    assert "['dg']" in report.counterexample.snippet
    assert_prints_what_it_announces(report.counterexample, file, tmp_path)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, _ = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum()


def softmax_loss(x, y):
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(y)), y]).mean()
    p[np.arange(len(y)), y] -= 1
    return loss, p


def softmax_loss_vectorized(W, X, y, reg):
    p = np.exp(X @ W) / np.exp(X @ W).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(y)), y]).mean() + reg * np.sum(W * W)
    p[np.arange(len(y)), y] -= 1
    return loss, X.T @ p / len(y) + reg * W


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.maximum(dout, 0)


@pytest.mark.parametrize(
    "functions",
    [
        (affine_forward, affine_backward),
        (softmax_loss,),
        (softmax_loss_vectorized,),
        (relu_forward, relu_backward),
    ],
    ids=lambda functions: functions[-1].__name__,
)
def test_the_counterexample_of_a_known_layer_is_small_and_round_and_has_no_size_of_one(functions):
    *_, report = check_subjects(recognised({one.__name__: one for one in functions}))
    assert report.verdict == "wrong"
    arrays = {name: np.asarray(value) for name, value in report.counterexample.inputs.items()}
    assert min(size for array in arrays.values() for size in array.shape) >= 2
    assert all(np.all(np.abs(array) <= 3) and np.all(array == np.round(array)) for array in arrays.values())
    assert arrays.get("reg", 0) >= 0


CALLS = ("out, cache = forward(x)", "dx = backward(dout, cache)", "out2, cache2 = forward(x2)")
LAYER_CALLS = ("layer = Layer()", "out = layer.forward(x)", "dx = layer.backward(dout)")


@pytest.mark.parametrize(
    ("calls", "printed", "kept", "inputs"),
    [
        (CALLS, "print(out2[0])", CALLS[2:], ["x2"]),
        (CALLS, "print(dx[0])", CALLS[:2], ["x", "dout"]),
        (CALLS, "# ValueError", CALLS, ["x", "x2", "dout"]),
        (LAYER_CALLS, "print(dx[0])", LAYER_CALLS, ["x", "dout"]),
        (("np.random.seed(0)", *CALLS), "print(out2[0])", ("np.random.seed(0)", *CALLS), ["x", "x2", "dout"]),
    ],
)
def test_calls_and_inputs_that_have_no_part_in_what_is_printed_are_left_out(calls, printed, kept, inputs):
    given = dict.fromkeys(("x", "x2", "dout"), np.ones(2))
    lines = program(np.ones, given, calls, printed).splitlines()
    assert [line for line in lines if line in calls] == list(kept)
    assert [line.partition(" = ")[0] for line in lines if "np.array" in line] == inputs
