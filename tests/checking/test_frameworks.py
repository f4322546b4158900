"""Layers that are written with PyTorch or JAX: read as NumPy, and called with tensors."""

import pytest

from tests.checking.pasting import assert_prints_what_it_announces
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


def test_a_class_whose_objects_hold_tensors_is_read_and_one_that_inherits_is_not_said_to_crash(checked):
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
        "Affine.forward": verdicts.CORRECT,
        "Affine.backward": verdicts.CORRECT,
        "ReLU.forward": verdicts.NOT_CHECKED,
    }
    assert {found[f"Affine.{method}"].evidence for method in ("forward", "backward")} == {verdicts.ALL_SHAPES}
