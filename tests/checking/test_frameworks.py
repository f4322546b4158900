"""Layers that are written with PyTorch or JAX: read as NumPy, and called with tensors."""

import importlib.util

import jax
import jax.scipy.special
import numpy as np
import pytest

from tests.checking.pasting import PYTORCH, assert_prints_what_it_announces
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import check_file

RIGHT = """
import math

import torch
from torch.autograd import Function


class MySoftmax(Function):
    @staticmethod
    def forward(ctx, input):
        y = torch.softmax(input, dim=-1)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        (y,) = ctx.saved_tensors
        return y * (grad_output - (grad_output * y).sum(dim=-1, keepdim=True))


class LinearFunction(Function):
    @staticmethod
    def forward(ctx, input, weight, bias=None):
        ctx.save_for_backward(input, weight, bias)
        output = input.mm(weight.t())
        if bias is not None:
            output += bias.unsqueeze(0).expand_as(output)
        return output

    @staticmethod
    def backward(ctx, grad_output):
        input, weight, bias = ctx.saved_tensors
        grad_input = grad_weight = grad_bias = None
        if ctx.needs_input_grad[0]:
            grad_input = grad_output.mm(weight)
        if ctx.needs_input_grad[1]:
            grad_weight = grad_output.t().mm(input)
        if bias is not None and ctx.needs_input_grad[2]:
            grad_bias = grad_output.sum(0)
        return grad_input, grad_weight, grad_bias


class TanhUnit(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x.pow(3))))

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        c = math.sqrt(2 / math.pi)
        t = torch.tanh(c * (x + 0.044715 * x**3))
        return g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 0.134145 * x * x))


class Damped(Function):
    @staticmethod
    def forward(ctx, x, w, eps=1e-5):
        ctx.save_for_backward(x, w)
        ctx.eps = eps
        return x * w / (x * x + eps)

    @staticmethod
    def backward(ctx, grad_out):
        x, w = ctx.saved_tensors
        d = x * x + ctx.eps
        return grad_out * w * (d - 2 * x * x) / d**2, grad_out * x / d, None
"""
WRONG = """
import torch


class Squared(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * x


class LogSumExp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.logsumexp(x, dim=1)

    @staticmethod
    def backward(ctx, grad_output):
        # the softmax runs over the samples
        (x,) = ctx.saved_tensors
        return grad_output.unsqueeze(1) * torch.softmax(x, dim=0)
"""
BESIDE_NUMPY = """
import numpy as np
import torch


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def sigmoid(x):
    return torch.sigmoid(torch.from_numpy(x)).numpy()
"""

JAX = """
from functools import partial

import jax
import jax.numpy as jnp


@jax.custom_vjp
def log1pexp(x):
    return jnp.logaddexp(x, 0)


def log1pexp_fwd(x):
    return log1pexp(x), x


def log1pexp_bwd(x, g):
    return (g * jax.nn.sigmoid(-x),)


log1pexp.defvjp(log1pexp_fwd, log1pexp_bwd)


@jax.custom_vjp
def rms(x, gain):
    return x / jnp.sqrt(jnp.mean(x**2, axis=1, keepdims=True) + 1e-5) * gain


def rms_fwd(x, gain):
    inv = jax.lax.rsqrt(jnp.mean(x**2, axis=1, keepdims=True) + 1e-5)
    return x * inv * gain, (x, inv, gain)


def rms_bwd(residuals, g):
    x, inv, gain = residuals
    xhat = x * inv
    gx = g * gain
    return inv * (gx - xhat * jnp.mean(gx * xhat, axis=1, keepdims=True)), jnp.sum(g * xhat)


rms.defvjp(rms_fwd, rms_bwd)


@partial(jax.custom_vjp, nondiff_argnums=(1,))
def scaled(x, factor):
    return factor * x**2


def scaled_fwd(x, factor):
    return factor * x**2, (x,)


def scaled_bwd(factor, residuals, g):
    (x,) = residuals
    return (2 * factor * x * g,)


scaled.defvjp(scaled_fwd, scaled_bwd)


def softmax_loss(x, y):
    rows = jnp.arange(x.shape[0])
    p = jax.nn.softmax(x)
    return -jax.nn.log_softmax(x)[rows, y].mean(), p.at[rows, y].add(-1) / x.shape[0]


def relu_forward(x):
    y = x
    y += jnp.abs(x)
    return y / 2, x


def relu_backward(dout, cache):
    return jnp.where(cache > 0, dout, 0)
"""

_GOOD = (verdicts.CORRECT, verdicts.CONSISTENT)


def stand_in(framework):
    """What no import of the tests finds."""
    file = PYTORCH.with_name(f"{framework}.py")
    spec = importlib.util.spec_from_file_location(f"{framework}_of_numpy", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def torch():
    return stand_in("torch")


@pytest.fixture
def checked(fork_server, tmp_path):
    """What is said of each function of a file, and the file."""

    def check(source):
        file = tmp_path / "functions.py"
        file.write_text(source, "utf-8")
        return file, {one.function: one for one in check_file(fork_server, file, {}).functions}

    return check


def test_the_functions_of_engineers_are_proven_against_their_own_forward(checked):
    _, found = checked(RIGHT)
    proven = {name: one for name, one in found.items() if one.verdict == verdicts.CONSISTENT}
    assert sorted(proven) == [
        "Damped.backward", "LinearFunction.backward", "MySoftmax.backward", "TanhUnit.backward",
    ]  # fmt: skip
    assert {one.evidence for one in proven.values()} == {verdicts.ALL_SHAPES}


def test_a_mistake_is_named_and_shown_by_a_program_for_pytorch(checked, tmp_path):
    file, found = checked(WRONG)
    squared, softmax = found["Squared.backward"], found["LogSumExp.backward"]
    assert {squared.verdict, softmax.verdict} == {verdicts.WRONG}
    assert "1/2 times the correct value" in squared.diagnosis[0].text.en
    assert "with `1` in the place of `0`" in softmax.diagnosis[0].text.en
    assert "out = Squared.apply(x)\nout.backward(dout)" in squared.counterexample.snippet
    assert "numpy" not in squared.counterexample.snippet
    for one in (squared, softmax):
        assert_prints_what_it_announces(one.counterexample, file, tmp_path)


def test_numpy_beside_pytorch_is_called_with_arrays(checked):
    _, found = checked(BESIDE_NUMPY)
    assert [one.verdict for one in found.values()] == [verdicts.CORRECT] * 3


def test_functions_of_jax_are_judged_with_both_of_their_functions(checked, tmp_path):
    file, found = checked(JAX)
    right = {name: one.evidence for name, one in found.items() if one.verdict in _GOOD}
    names = ("rms.backward", "scaled.backward", "softmax_loss", "relu_forward", "relu_backward")
    assert right == dict.fromkeys(names, verdicts.ALL_SHAPES)
    wrong = found["log1pexp.backward"]
    assert "a sign is wrong" in wrong.diagnosis[0].text.en
    assert not {"log1pexp_fwd", "log1pexp_bwd"} & found.keys()
    assert_prints_what_it_announces(wrong.counterexample, file, tmp_path)


# -- what operations of PyTorch do, after its manual --------------------------------------------------------


def test_a_view_shares_its_memory_and_a_clone_does_not(torch):
    x = torch.zeros(2, 3)
    x.view(3, 2)[0, 0] = 1
    x.t()[0, 1] = 2
    x[1].fill_(5)
    x.clone()[0, 2] = 9
    assert x.tolist() == [[1, 0, 0], [5, 5, 5]]


def test_what_is_added_in_place_is_seen_under_every_name(torch):
    x = torch.ones(2)
    y = x
    y += 1
    x.mul_(3).clamp_(max=5)
    assert y.tolist() == [5, 5]


def test_a_variance_has_one_sample_less_below_unless_told_otherwise(torch):
    x = torch.tensor([1.0, 2.0, 6.0])
    assert x.var().item() == 7
    assert x.var(unbiased=False).item() == torch.var(x, correction=0).item() == pytest.approx(14 / 3)


def test_an_extreme_along_an_axis_comes_with_its_place(torch):
    values, places = torch.tensor([[1.0, 3.0], [4.0, 2.0]]).max(dim=1)
    assert values.tolist() == [3, 4]
    assert places.tolist() == [1, 0]
    assert torch.max(torch.tensor([1.0, 5.0]), torch.tensor([2.0, 2.0])).tolist() == [2, 5]


def test_whole_numbers_beside_floats_keep_their_precision(torch):
    single = torch.ones(2, dtype=torch.float32)
    assert (single * torch.arange(2)).dtype == (torch.arange(2) - single).dtype == np.float32
    assert (np.float64(2) * single).tolist() == [2, 2]


def test_shapes_are_changed_as_pytorch_names_it(torch):
    x = torch.arange(24).view(2, 3, 4)
    assert x.flatten(1).shape == (2, 12)
    assert x.permute(2, 0, 1).shape == x.transpose(0, 2).transpose(1, 2).shape == (4, 2, 3)
    assert x.unsqueeze(1).squeeze(1).squeeze(0).shape == (2, 3, 4)
    assert x[:, :1].expand(-1, 5, -1).shape == x[:, :1].repeat(1, 5, 1).shape == (2, 5, 4)
    assert [one.shape for one in x.chunk(2, dim=2)] == [(2, 3, 2)] * 2
    assert torch.cat((x, x), dim=1).shape == (2, 6, 4)
    assert torch.stack([x, x], dim=-1).size(-1) == 2


def test_softmax_losses_are_those_of_their_formulas(torch):
    x, y = torch.tensor([[1000.0, 0.0], [0.0, 1.0]]), torch.tensor([1, 1])
    functional = torch.nn.functional
    losses = np.array([1000, np.log1p(np.exp(-1.0))])
    assert functional.cross_entropy(x, y).item() == pytest.approx(losses.mean())
    assert functional.cross_entropy(x, y, reduction="none").tolist() == pytest.approx(losses)
    assert functional.one_hot(y, 2).tolist() == [[0, 1], [0, 1]]
    assert functional.softmax(x, dim=1).sum(1).tolist() == [1, 1]
    assert torch.sigmoid(torch.tensor([-1e4, 1e4])).tolist() == [0, 1]


def test_entries_are_chosen_and_written_by_index(torch):
    x, y = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([1, 0])
    assert x.gather(1, y.view(-1, 1)).tolist() == [[2], [3]]
    assert torch.zeros(2, 2).scatter_(1, y.view(-1, 1), 1).tolist() == [[0, 1], [1, 0]]
    assert torch.zeros(2, 2).index_add_(0, torch.tensor([1, 1]), x).tolist() == [[0, 0], [4, 6]]
    assert x.masked_fill(x > 2, 0).tolist() == [[1, 2], [0, 0]]
    padded = torch.nn.functional.pad(x, (1, 0, 0, 2))
    assert padded.shape == (4, 3)
    assert padded[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("framework", "call"),
    [
        ("torch", "torch.nn.functional.kl_div(x, x)"),
        ("torch", "x.lgamma()"),
        ("jax", "jax.numpy.convolve(x, x)"),
        ("jax", "x.at[0].power(2)"),
    ],
)
def test_an_operation_that_is_not_known_is_named_and_no_crash(checked, framework, call):
    _, found = checked(
        f"import {framework}\ndef relu_forward(x):\n    y = {call}\n    return {framework}.relu(y), x"
    )
    assert found["relu_forward"].verdict == verdicts.UNDECIDED
    assert "has no counterpart in NumPy" in found["relu_forward"].reason.en


def test_a_class_whose_objects_hold_tensors_is_not_said_to_crash(checked):
    _, found = checked("""
import torch


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x.mm(self.W) + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.t().mm(dout), dout.sum(dim=0)
        return dout.mm(self.W.t())


class ReLU(torch.nn.Module):
    def forward(self, x):
        return x.clamp(min=0)
""")
    assert {name: one.verdict for name, one in found.items()} == {
        "Affine.forward": verdicts.UNDECIDED,
        "Affine.backward": verdicts.UNDECIDED,
        "ReLU.forward": verdicts.NOT_CHECKED,
    }
    assert "static" in found["Affine.backward"].reason.en


# -- what operations of JAX do, beside JAX ------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        "jnp.sum(x, axis=0, keepdims=True) / x.std()",
        "x.at[0].set(1.0)",
        "x.at[jnp.array([0, 0])].add(1.0)",
        "x.at[:, 1].multiply(3.0)",
        "jax.nn.softmax(x) - jax.nn.softmax(x, axis=0)",
        "jax.nn.log_softmax(1000 * x)",
        "jax.nn.one_hot(jnp.array([0, 2]), 3)",
        "jax.nn.silu(x) + jax.nn.swish(x) + jax.nn.softplus(x) + jax.nn.relu(x)",
        "jax.nn.sigmoid(x) - jax.scipy.special.expit(2 * x)",
        "jax.scipy.special.logsumexp(x, axis=1)",
        "jax.lax.rsqrt(x * x + 1) * jax.lax.stop_gradient(x)",
        "jnp.einsum('ij,kj->ik', x, x) @ x",
        "jnp.where(x > 0, x, -1) ** 2 % 0.7",
        "jnp.take_along_axis(x, jnp.argmax(x, axis=1)[:, None], axis=1)",
        "jnp.pad(jnp.concatenate([x, x], axis=1), ((1, 0), (0, 2)))",
        "jnp.tril(x) + jnp.triu(x, 1)",
        "jnp.expand_dims(x, 1) - x.T.reshape(3, 2).transpose()",
        "jnp.var(x, axis=1, ddof=1) * len(x) + float(x[0, 0]) + x.max()",
        "1 / (3 + x) // 0.1 - abs(-x)",
        "jnp.split(x, 3, axis=1)[1]",
        "jnp.stack([row for row in x], axis=-1)",
    ],
)
def test_an_expression_of_jax_has_the_value_that_it_has_in_jax(expression):
    x = np.array([[0.5, -1.25, 2.0], [1.5, 0.25, -0.75]])
    values = []
    for package in (jax, stand_in("jax")):
        names = {"jax": package, "jnp": package.numpy, "x": package.numpy.array(x)}
        values.append(np.array(eval(expression, names).tolist()))
    np.testing.assert_allclose(*values, rtol=1e-5, atol=1e-6)


def test_arrays_of_jax_are_not_written_into():
    jnp = stand_in("jax").numpy
    x = jnp.zeros(2)
    y = x
    y += 1
    assert (x.tolist(), y.tolist()) == ([0, 0], [1, 1])
    with pytest.raises(TypeError, match=r"x\.at\[\.\.\.\]\.set"):
        x[0] = 1
