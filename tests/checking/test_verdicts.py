"""What a verdict takes into account: ranks, odd sizes and values, exact zeros, the loss's own word."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.two_layer_net import TwoLayerNet
from yudo.verification.checking import verdicts
from yudo.verification.checking.checking import check_names
from yudo.verification.checking.files import FileReport, check_file
from yudo.verification.checking.pairs.unchecked import spoken_of, unrecognised
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.sandbox import ForkServer, Limits

Check = Callable[..., FileReport]
VerdictOf = Callable[..., FunctionReport]


def keys(remarks: list[verdicts.Remark]) -> list[str]:
    return [one.key for one in remarks]


ROUNDED = """
    def batchnorm_forward(x, gamma, beta, bn_param):
        eps, momentum = bn_param["eps"], bn_param.get("momentum", 0.9)
        if bn_param["mode"] == "test":
            mean, var = bn_param["running_mean"], bn_param["running_var"]
            return (x - mean) / np.sqrt(var + eps) * gamma + beta, None
        mean, var = x.mean(axis=0), x.var(axis=0)
        for name, value in (("running_mean", mean), ("running_var", var)):
            old = bn_param.get(name, 0 * value)
            bn_param[name] = momentum * old + (1 - momentum) * value
        return (x - mean) / np.sqrt(var + eps) * gamma + beta, (x, mean, var, gamma, eps)

    def batchnorm_backward(dout, cache):
        x, mean, var, gamma, eps = cache
        dn, n = dout * gamma, len(x)
        dvar = np.sum(dn * (x - mean), axis=0) * -0.5 * (var + eps) ** -1.5
        dmean = -np.sum(dn, axis=0) / np.sqrt(var + eps) - 2 * dvar * {mean}
        dx = dn / np.sqrt(var + eps) + dvar * 2 * (x - mean) / n + dmean / n
        return dx, np.sum(dout * (x - mean) / np.sqrt(var + eps), axis=0), dout.sum(axis=0)
"""


def test_what_differs_by_rounding_alone_is_a_finding_where_it_is_proven(verdict_of: VerdictOf) -> None:
    """A mean over all columns is 0, but for the rounding of the largest column in all others."""
    one = verdict_of(ROUNDED.replace("{mean}", "np.mean(x - mean)"), "batchnorm_backward")
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    assert "loses-digits" in keys(one.findings)
    slip = verdict_of(ROUNDED.replace("{mean}", "np.mean(x - mean + 1e-9)"), "batchnorm_backward")
    assert slip.verdict == verdicts.WRONG


# -- ranks -------------------------------------------------------------------------------------------------

AFFINE = """
    def affine_forward(x, w, b):
        return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)
    def affine_backward(dout, cache):
        x, w, b = cache
        dx = (dout @ w.T).reshape(x.shape)
        dw = x.reshape(x.shape[0], -1).T @ dout
        db = dout.sum(axis=0)
        {more}
        return dx, dw, db
"""


@pytest.mark.parametrize("rank", [2, 3, 4, 5])
def test_a_backward_that_is_wrong_at_one_rank_of_x_is_wrong(rank: int, verdict_of: VerdictOf) -> None:
    one = verdict_of(AFFINE.replace("{more}", f"dx = dx * (3 if x.ndim == {rank} else 1)"), "affine_backward")
    assert (one.verdict, one.wrong) == (verdicts.WRONG, ("dx",))
    assert one.counterexample is not None
    assert len(one.counterexample.index) == rank


@pytest.mark.parametrize("rank", [3, 4, 5])
def test_a_function_of_the_course_that_raises_on_images_crashes(rank: int, verdict_of: VerdictOf) -> None:
    refusal = f"assert x.ndim != {rank}, 'no images'"
    one = verdict_of(AFFINE.replace("{more}", refusal), "affine_backward")
    assert (one.verdict, one.evidence) == (verdicts.CRASHES, None)
    assert one.reason is not None
    assert "no images" in one.reason.en


def test_a_call_that_does_not_end_is_undecided_and_not_said_to_crash(verdict_of: VerdictOf) -> None:
    one = verdict_of(AFFINE.replace("{more}", "while True: pass"), "affine_backward")
    assert (one.verdict, one.counterexample, one.diagnosis) == (verdicts.UNDECIDED, None, [])
    assert one.reason is not None
    assert "try the function alone" in one.reason.en
    assert "안에 끝나지 않았다" in one.reason.ko


def test_a_layer_of_matrices_is_right_without_images_and_its_proof_says_so(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        class Affine:
            def __init__(self, W, b):
                self.W, self.b = W, b
            def forward(self, x):
                self.x = x
                return np.dot(x, self.W) + self.b
            def backward(self, dout):
                self.dW, self.db = np.dot(self.x.T, dout), dout.sum(axis=0)
                return np.dot(dout, self.W.T)
        """,
        "Affine.forward",
    )
    assert (one.verdict, keys(one.findings)) == (verdicts.CORRECT, ["fails-on-rank-3"])
    assert one.reason is not None
    assert "x.ndim > 2" in one.reason.en


# -- sizes and values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mistake",
    [
        "dx = dx * (1 if len(x) <= 256 else 2)",
        "dx = dx * (1 if w.shape[1] <= 256 else 2)",
        "dw = dw * (2 if x.shape[0] == w.shape[0] else 1)",
        "db = db * (2 if x.shape[0] == w.shape[1] else 1)",
        "dw = dw * (2 if w.shape[0] == w.shape[1] else 1)",
        "dx = np.where(x == 0, 0, dx)",
    ],
)
def test_what_is_wrong_only_at_certain_sizes_or_values_is_wrong(mistake: str, verdict_of: VerdictOf) -> None:
    one = verdict_of(AFFINE.replace("{more}", mistake), "affine_backward")
    assert one.verdict == verdicts.WRONG
    assert one.counterexample is not None


def test_no_number_where_there_is_one_is_wrong_at_zero_as_well(check_source: Check) -> None:
    report = check_source("""
        def relu_forward(x):
            return np.maximum(0, x), x
        def relu_backward(dout, cache):
            return dout * (cache + np.abs(cache)) / (2 * np.abs(cache))
    """)
    forward, backward = report.functions
    assert forward.verdict == verdicts.CORRECT
    assert (backward.verdict, backward.wrong) == (verdicts.WRONG, ("dx",))


def test_a_loss_that_is_exactly_zero_is_met_up_to_rounding(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        def softmax_loss(x, y):
            rows = np.arange(len(x))
            total = np.exp(x).sum(axis=1)
            loss = (np.log(total) - x[rows, y]).sum() / len(x)
            dx = np.exp(x) / total[:, None]
            dx[rows, y] -= 1
            return loss, dx / len(x)
        """,
        "softmax_loss",
    )
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    assert "overflow" in keys(one.findings)


ONE_HOT = """
    class SoftmaxWithLoss:
        def forward(self, x, t):
            e = np.exp(x - x.max(axis=1, keepdims=True))
            self.p, self.t = e / e.sum(axis=1, keepdims=True), t
            if t.ndim == 2:
                t = t.argmax(axis=1)
            return {loss}
        def backward(self, dout=1):
            if self.t.size == self.p.size:
                return (self.p - self.t){share}
            dx = self.p.copy()
            dx[np.arange(len(dx)), self.t] -= 1
            return dx{share}
"""
MEAN, SUM = (f"-np.{name}(np.log(self.p[np.arange(len(x)), t]))" for name in ("mean", "sum"))


def test_a_single_class_is_no_use_of_a_loss_and_costs_no_verdict(check_source: Check) -> None:
    report = check_source(ONE_HOT.replace("{loss}", MEAN).replace("{share}", " / len(self.p)"))
    forward, backward = report.functions
    assert [one.verdict for one in (forward, backward)] == [verdicts.CORRECT] * 2
    assert "differs-on-C-1" in keys(backward.findings)
    assert backward.reason is not None
    assert "C = 1" in backward.reason.en


# -- conventions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "share", "wrong"),
    [
        (MEAN, " / len(self.p)", []),
        (SUM, "", []),
        (MEAN, "", ["backward"]),
        # Where they contradict each other the average is right: it is the course's.
        (SUM, " / len(self.p)", ["forward"]),
        # The loss is wrong, and still it averages, or sums.
        (f"0.9 * {MEAN}", "", ["forward", "backward"]),
        (f"0.9 * {SUM}", "", ["forward"]),
    ],
)
def test_a_gradient_belongs_to_the_average_or_the_sum_that_its_loss_takes(
    loss: str, share: str, wrong: list[str], check_source: Check
) -> None:
    report = check_source(ONE_HOT.replace("{loss}", loss).replace("{share}", share))
    assert wrong == [
        one.function.partition(".")[2] for one in report.functions if one.verdict == verdicts.WRONG
    ]


# -- guards ------------------------------------------------------------------------------------------------

SOFTMAX = """
    {constant}
    def softmax_loss(x, y):
        rows = np.arange(len(x))
        e = np.exp(x - x.max(axis=1, keepdims=True))
        p = e / {total}
        loss = -np.log({inside}).mean()
        dx = p.copy()
        dx[rows, y] -= 1
        return loss, dx{share}
"""
TOTAL, INSIDE = "e.sum(axis=1, keepdims=True)", "p[rows, y]"


@pytest.mark.parametrize(
    ("constant", "total", "inside"),
    [
        ("1e-7", TOTAL, f"{INSIDE} + EPS"),
        ("1e-20", TOTAL, f"{INSIDE} + EPS"),
        ("10 ** -9", TOTAL, f"np.maximum({INSIDE}, EPS)"),
        ("3e-13", TOTAL, f"np.clip({INSIDE}, EPS, 1 - EPS)"),
        ("np.finfo(float).eps", TOTAL, f"np.clip({INSIDE}, EPS, 1.0)"),
        ("2e-8", f"({TOTAL} + EPS)", INSIDE),
    ],
)
def test_a_guard_of_any_size_is_a_finding_that_names_it(
    constant: str, total: str, inside: str, verdict_of: VerdictOf
) -> None:
    source = SOFTMAX.replace("{constant}", f"EPS = {constant}").replace("{share}", " / len(x)")
    one = verdict_of(source.replace("{total}", total).replace("{inside}", inside), "softmax_loss")
    assert one.verdict == verdicts.CORRECT
    (guard,) = (found.text for found in one.findings if found.key == "guard")
    assert f"{eval(constant, {'np': np}):g}" in guard.en
    assert "it changes the loss" in guard.en
    assert "손실" in guard.ko


def test_two_guards_in_two_places_are_two_findings(verdict_of: VerdictOf) -> None:
    source = (
        SOFTMAX.replace("{constant}", "")
        .replace("{share}", " / len(x)")
        .replace("{total}", f"({TOTAL} + 1e-9)")
    )
    one = verdict_of(source.replace("{inside}", f"{INSIDE} + 1e-12"), "softmax_loss")
    assert one.verdict == verdicts.CORRECT
    assert keys(one.findings).count("guard") == 2


def test_a_guard_does_not_hide_another_mistake(verdict_of: VerdictOf) -> None:
    source = (
        SOFTMAX.replace("{constant}", "").replace("{total}", TOTAL).replace("{inside}", f"{INSIDE} + 1e-7")
    )
    one = verdict_of(source.replace("{share}", ""), "softmax_loss")
    assert (one.verdict, one.wrong) == (verdicts.WRONG, ("dx",))
    assert keys(one.diagnosis) == ["factor-N"]


def test_a_number_that_changes_the_loss_is_no_guard_and_is_named(verdict_of: VerdictOf) -> None:
    source = (
        SOFTMAX.replace("{constant}", "").replace("{total}", TOTAL).replace("{inside}", f"{INSIDE} + 0.01")
    )
    one = verdict_of(source.replace("{share}", " / len(x)"), "softmax_loss")
    assert (one.verdict, one.wrong) == (verdicts.WRONG, ("loss",))
    assert keys(one.diagnosis) == ["epsilon"]
    assert "0.01" in one.diagnosis[0].text.en


# -- nets --------------------------------------------------------------------------------------------------

NET = """
    class FullyConnectedNet:
        def __init__(self, hidden_dims, input_dim=5, num_classes=3, reg=0.0, weight_scale=1e-2):
            sizes = [input_dim, *hidden_dims, num_classes]{cut}
            self.reg, self.layers, self.params = reg, range({first}, {first} + len(sizes) - 1), {}
            for place, n in enumerate(self.layers):
                self.params[f"{W}{n}"] = weight_scale * np.random.randn(sizes[place], sizes[place + 1])
                self.params[f"{b}{n}"] = {bias}

        def loss(self, X, y=None):
            caches, a = [], X
            for n in self.layers:
                x, a = a, a @ self.params[f"{W}{n}"] + self.params[f"{b}{n}"]{turn}
                caches.append((x, a))
                if n < self.layers[-1]:
                    a = np.maximum(0, a)
            if y is None:
                return a
            p = np.exp(a - a.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            rows = np.arange(len(X))
            loss, grads = -np.mean(np.log(p[rows, y])), {}
            p[rows, y] -= 1
            d = p / len(X)
            for n in reversed(self.layers):
                x, z = caches.pop()
                if n < self.layers[-1]:
                    d = d * (z > 0)
                W = self.params[f"{W}{n}"]
                loss = loss + 0.5 * self.reg * np.sum(W * W)
                grads[f"{W}{n}"] = x.T @ d + self.reg * W
                grads[f"{b}{n}"] = {db}
                d = d @ W.T
            return loss, grads
"""
PLAIN = {
    "{cut}": "", "{first}": "1", "{W}": "W", "{b}": "b", "{bias}": "np.zeros(sizes[place + 1])", "{turn}": "",
    "{db}": "d.sum(axis=0)",
}  # fmt: skip


def net(**changes: str) -> str:
    source = NET
    for name, text in (PLAIN | {f"{{{name}}}": text for name, text in changes.items()}).items():
        source = source.replace(name, text)
    return source


@pytest.mark.parametrize(
    "changes",
    [
        {"first": "0"},
        {"W": "weight", "b": "bias_"},
        {"bias": "0"},
        {"bias": "np.zeros((1, sizes[place + 1]))", "db": "d.sum(axis=0, keepdims=True)"},
        {"bias": "np.zeros((sizes[place + 1], 1))", "turn": ".T", "db": "d.sum(axis=0)[:, None]"},
    ],
)
def test_a_net_may_count_and_name_its_layers_and_shape_its_biases_as_it_likes(
    changes: dict[str, str], verdict_of: VerdictOf
) -> None:
    one = verdict_of(net(**changes), "FullyConnectedNet.loss")
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    counted = "layers are counted from 0" in (one.convention.text.en if one.convention else "")
    assert counted == ("first" in changes)


def test_layers_may_keep_the_strength_that_their_net_was_made_with(verdict_of: VerdictOf) -> None:
    source = """
        class Affine:
            def __init__(self, W, b, reg):
                self.W, self.b, self.reg = W, b, reg
            def forward(self, x):
                self.x = x
                return x @ self.W + self.b
            def backward(self, d):
                self.dW, self.db = self.x.T @ d + {times} * self.reg * self.W, d.sum(axis=0)
                return d @ self.W.T

        class TwoLayerNet:
            def __init__(self, input_size, hidden_size, output_size, weight_decay):
                p = self.params = {}
                p["W1"], p["b1"] = np.random.randn(input_size, hidden_size), np.zeros(hidden_size)
                p["W2"], p["b2"] = np.random.randn(hidden_size, output_size), np.zeros(output_size)
                self.layers = [Affine(p["W1"], p["b1"], weight_decay), Affine(p["W2"], p["b2"], weight_decay)]
            def loss(self, X, y):
                first, last = self.layers
                h = first.forward(X)
                s = last.forward(np.maximum(0, h))
                p = np.exp(s - s.max(axis=1, keepdims=True))
                p /= p.sum(axis=1, keepdims=True)
                rows = np.arange(len(X))
                loss = -np.log(p[rows, y]).mean()
                loss += sum(0.5 * layer.reg * np.sum(layer.W ** 2) for layer in self.layers)
                p[rows, y] -= 1
                first.backward(last.backward(p / len(X)) * (h > 0))
                return loss, {"W1": first.dW, "b1": first.db, "W2": last.dW, "b2": last.db}
    """
    right = verdict_of(source.replace("{times}", "1"), "TwoLayerNet.loss")
    assert (right.verdict, right.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    wrong = verdict_of(source.replace("{times}", "2"), "TwoLayerNet.loss")
    assert (wrong.verdict, keys(wrong.diagnosis)) == (verdicts.WRONG, ["l2-factor"])


def test_a_net_without_the_layer_that_leads_to_the_classes_is_wrong(verdict_of: VerdictOf) -> None:
    one = verdict_of(net(cut="[:-1]"), "FullyConnectedNet.loss")
    assert one.verdict == verdicts.WRONG
    assert "the output layer is missing" in one.diagnosis[0].text.en
    assert one.counterexample is not None
    assert "FullyConnectedNet(hidden_dims=[41, 43], input_dim=37" in one.counterexample.snippet


def test_a_net_of_images_is_left_alone(check_source: Check) -> None:
    report = check_source("""
        class ThreeLayerConvNet:
            def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7):
                C, H, W = input_dim
                self.params = {"W1": np.zeros((num_filters, C, filter_size, filter_size))}
            def loss(self, X, y=None):
                return 0.0, {}
    """)
    assert not report.checked


def test_a_net_that_takes_something_unknown_is_undecided(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        class SomeNet:
            def __init__(self, graph):
                self.params = {"W1": graph, "b1": np.zeros(3)}
            def loss(self, X, y=None):
                return 0.0, {}
        """,
        "SomeNet.loss",
    )
    assert one.verdict == verdicts.UNDECIDED
    assert one.reason is not None
    assert "'graph'" in one.reason.en


def test_a_function_of_a_model_is_judged_as_a_net(verdict_of: VerdictOf) -> None:
    source = """
        def two_layer_net(X, model, y=None, reg=0.0):
            z = X @ model["W1"] + model["b1"]
            h = np.maximum(0, z)
            scores = h @ model["W2"] + model["b2"]
            if y is None:
                return scores
            p = np.exp(scores - scores.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            rows = np.arange(len(X))
            loss = -np.log(p[rows, y]).mean()
            loss += 0.5 * reg * (np.sum(model["W1"] ** 2) + np.sum(model["W2"] ** 2))
            p[rows, y] -= 1
            d = p / len(X)
            dz = d @ model["W2"].T * ({mask})
            return loss, {
                "W1": X.T @ dz + reg * model["W1"], "b1": dz.sum(axis=0),
                "W2": h.T @ d + reg * model["W2"], "b2": d.sum(axis=0),
            }
    """
    right = verdict_of(source.replace("{mask}", "z > 0"), "two_layer_net")
    assert (right.verdict, right.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    wrong = verdict_of(source.replace("{mask}", "z < 0"), "two_layer_net")
    assert (wrong.verdict, keys(wrong.diagnosis)) == (verdicts.WRONG, ["mask-inverted"])


# -- how code is meant to be called ------------------------------------------------------------------------


def test_a_classifier_may_have_samples_in_columns(check_source: Check) -> None:
    report = check_source("""
        def softmax_loss_vectorized(W, X, y, reg):
            p = np.exp(W @ X)
            p /= p.sum(axis=0)
            columns = np.arange(X.shape[1])
            loss = -np.log(p[y, columns]).mean() + reg * np.sum(W * W)
            p[y, columns] -= 1
            return loss, p @ X.T / X.shape[1] + 2 * reg * W

        def softmax_loss_naive(W, X, y, reg):
            loss, dW = 0.0, np.zeros_like(W)
            for i in range(X.shape[1]):
                p = np.exp(W @ X[:, i])
                p /= p.sum()
                loss -= np.log(p[y[i]])
                p[y[i]] -= 1
                dW += np.outer(p, X[:, i])
            return loss / X.shape[1] + reg * np.sum(W * W), dW + 2 * reg * W
    """)
    vectorized, naive = report.functions
    assert (vectorized.verdict, vectorized.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    assert vectorized.convention is not None
    assert "samples are columns" in vectorized.convention.text.en
    assert (naive.verdict, naive.wrong) == (verdicts.WRONG, ("dw",))


def test_a_helper_of_one_number_is_judged_on_numbers(check_source: Check) -> None:
    report = check_source("""
        def relu(v):
            return v if v > 0 else 0
        def sigmoid(v):
            return 1 / (1 + np.exp(-v)) if v > 0 else np.exp(-v) / (1 + np.exp(-v))
    """)
    relu, sigmoid = report.functions
    assert (relu.verdict, relu.convention and relu.convention.key) == (verdicts.CORRECT, "numbers")
    assert sigmoid.verdict == verdicts.WRONG


@pytest.mark.parametrize(
    ("statement", "used", "file"),
    [
        ("from cs231n.layer_utils import affine_bn_forward", "affine_bn_forward", "layer_utils.py"),
        ("from cs231n.layer_utils import *", "affine_bn_forward", "layer_utils.py"),
        ("from my_tools import *", "flat", "my_tools.py"),
        ("from my_tools import flat", "flat", "my_tools.py"),
        ("import my_tools", "my_tools.flat", "my_tools.py"),
    ],
)
def test_what_needs_a_file_that_is_not_there_is_undecided(
    statement: str, used: str, file: str, check_source: Check
) -> None:
    report = check_source(f"""
        {statement}
        def affine_forward(x, w, b):
            return {used}(x) @ w + b, (x, w, b)
        def relu_forward(x):
            return np.maximum(0, x), x
    """)
    affine, relu = report.functions
    assert affine.verdict == verdicts.UNDECIDED
    assert affine.reason is not None
    assert file in affine.reason.en
    assert file in affine.reason.ko
    assert relu.verdict == verdicts.CORRECT


def test_a_name_that_nothing_would_have_brought_crashes(verdict_of: VerdictOf) -> None:
    one = verdict_of("def affine_forward(x, w, b):\n    return flat(x) @ w + b, x\n", "affine_forward")
    assert one.verdict == verdicts.CRASHES


# -- time --------------------------------------------------------------------------------------------------


def test_without_steps_for_a_proof_the_evidence_of_values_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yudo.verification.checking.judge.decide.STEPS_FOR_ALL_SHAPES", 100)
    monkeypatch.setattr("yudo.verification.checking.judge.decide.STEPS_FOR_LISTED", 100)
    (one,) = check_names({"TwoLayerNet": TwoLayerNet})
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.VALUES)
    assert one.reason is not None
    assert "steps is used up" in one.reason.en
    assert "단계 한도를 다 썼다" in one.reason.ko


@pytest.mark.parametrize("name", ["process_time", "perf_counter", "monotonic", "time"])
def test_no_verdict_depends_on_how_slow_the_clock_says_the_machine_is(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    slow, right = map(float, count(0, 10_000)).__next__, getattr(time, name)
    ours = [
        one for key, one in sys.modules.items() if key.startswith(("yudo.verification.", "yudo.derivations."))
    ]
    for module in [time, *ours]:
        if vars(module).get(name) is right:
            monkeypatch.setattr(module, name, slow)

    def clipped_loss(x, y):  # type: ignore[no-untyped-def] # its proof needs a guard
        z = x - x.max(axis=1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        rows = np.arange(len(x))
        loss = -np.log(p[rows, y] + 1e-7).mean()
        p[rows, y] -= 1
        return loss, p / len(x)

    for given in ({"affine_backward": affine_backward}, {"softmax_loss": clipped_loss}):
        (one,) = check_names(given)
        assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES), one.reason


def test_a_proof_that_hangs_is_undecided_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("yudo.verification.sandbox.timeouts.HANGS", 0.05)
    monkeypatch.setattr("yudo.verification.checking.judge.decide._Judge._proof_at", hang)
    (one,) = check_names({"affine_forward": affine_forward})
    assert (one.verdict, one.evidence) == (verdicts.UNDECIDED, None)
    assert one.reason is not None
    assert "the proof was stopped" in one.reason.en
    assert "증명이" in one.reason.ko


def swish(x):  # type: ignore[no-untyped-def]
    return x / (1 + np.exp(-x))


def swish_prime(x):  # type: ignore[no-untyped-def]
    s = 1 / (1 + np.exp(-x))
    return s + x * s * (1 - s)


def verdict_on_swish() -> FunctionReport:
    names = {"swish": swish, "swish_prime": swish_prime}
    reports = spoken_of(unrecognised(names, list(names), []), names, [])
    return next(one for one in reports if one.function == "swish_prime")


def test_without_steps_a_derivative_is_held_against_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict_on_swish().evidence == verdicts.ALL_SHAPES
    monkeypatch.setattr("yudo.verification.checking.pairs.consistency.STEPS", 10)
    report = verdict_on_swish()
    assert (report.verdict, report.evidence) == (verdicts.CONSISTENT, verdicts.VALUES)
    assert report.reason is not None
    assert "steps is used up" in report.reason.en


def test_what_comes_after_the_steps_of_a_file_is_not_compared_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("yudo.verification.checking.pairs.unchecked.STEPS_FOR_A_FILE", 0)
    report = verdict_on_swish()
    assert report.verdict == verdicts.NOT_CHECKED
    assert report.reason is not None
    assert "steps is used up" in report.reason.en


def test_a_comparison_that_hangs_is_undecided_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("yudo.verification.sandbox.timeouts.HANGS", 0.05)
    monkeypatch.setattr("yudo.verification.checking.pairs.consistency.check_functions", hang)
    report = verdict_on_swish()
    assert (report.verdict, report.evidence) == (verdicts.UNDECIDED, None)
    assert report.reason is not None
    assert "the proof was stopped" in report.reason.en


def test_a_function_that_was_stopped_with_its_process_is_undecided(tmp_path: Path) -> None:
    file = tmp_path / "layers.py"
    file.write_text(
        "import time\nimport numpy as np\n"
        "def relu_forward(x):\n    return np.maximum(0, x), x\n"
        "def relu_backward(dout, cache):\n    time.sleep(1000)\n"
    )
    with ForkServer(Limits(seconds=4, patience=1)) as fork_server:
        report = check_file(fork_server, file, {})
    forward, backward = report.functions
    assert (forward.function, forward.verdict) == ("relu_forward", verdicts.CORRECT)
    assert (backward.function, backward.verdict) == ("relu_backward", verdicts.UNDECIDED)
    assert backward.reason is not None
    assert "processor time" in backward.reason.en


def test_a_softmax_that_is_told_its_axis_is_told_it(verdict_of: VerdictOf) -> None:
    one = verdict_of(
        """
        def softmax(z, axis=None):
            e = np.exp(z - z.max(axis=axis, keepdims=True))
            return e / e.sum(axis=axis, keepdims=True)
        def softmax_loss(x, y):
            p, rows = softmax(x, axis=1), np.arange(len(x))
            loss = -np.log(p[rows, y]).mean()
            p[rows, y] -= 1
            return loss, p / len(x)
        """,
        "softmax",
    )
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)


def test_a_net_whose_softmax_overflows_says_so(verdict_of: VerdictOf) -> None:
    sums = "np.log(np.exp(a - a.max(axis=1, keepdims=True)).sum(axis=1)) + a.max(axis=1)"
    stable = net().replace("-np.mean(np.log(p[rows, y]))", f"np.mean({sums} - a[rows, y])")
    unstable = net().replace("a - a.max(axis=1, keepdims=True)", "a")
    assert "overflow" not in keys(verdict_of(stable, "FullyConnectedNet.loss").findings)
    assert "overflow" in keys(verdict_of(unstable, "FullyConnectedNet.loss").findings)


# -- branches on sizes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", ["len(x) == 29", "x.shape[1] == 41", "len(x) > 5000", "w.size == 22"])
def test_a_branch_on_a_size_that_a_proof_does_not_take_is_tried(
    condition: str, verdict_of: VerdictOf
) -> None:
    source = AFFINE.replace("{more}", f"if {condition}: dx = {{times}} * dx")
    wrong = verdict_of(source.replace("{times}", "2"), "affine_backward")
    assert (wrong.verdict, wrong.wrong) == (verdicts.WRONG, ("dx",))
    assert keys(wrong.diagnosis) == ["special-case"]
    right = verdict_of(source.replace("{times}", "1"), "affine_backward")
    assert right.verdict == verdicts.CORRECT


@pytest.mark.parametrize(
    ("condition", "left_out"),
    [
        ("len(x) == 29", None),  # proven there as well
        ("len(x) > 10 ** 6", "N = 1000001, …"),
        ("len(x) == w.shape[1]", "M = N"),
    ],
)
def test_a_proof_says_which_shapes_it_leaves_out(
    condition: str, left_out: str | None, verdict_of: VerdictOf
) -> None:
    one = verdict_of(AFFINE.replace("{more}", f"if {condition}: dx = 1 * dx"), "affine_backward")
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    assert (one.reason is None) == (left_out is None)
    assert left_out is None or (one.reason is not None and left_out in one.reason.en)


def test_a_size_that_numpy_does_not_take_is_a_finding_and_left_out_of_the_proof(
    verdict_of: VerdictOf,
) -> None:
    one = verdict_of(
        """
        def softmax_loss(x, y):
            p = np.exp(x - x.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            loss = -np.log(np.choose(y, p.T)).mean()
            p[np.arange(len(x)), y] -= 1
            return loss, p / len(x)
        """,
        "softmax_loss",
    )
    assert (one.verdict, one.evidence) == (verdicts.CORRECT, verdicts.ALL_SHAPES)
    assert "fails-on-C-large" in keys(one.findings)
    assert one.reason is not None
    assert "C = 64" in one.reason.en
