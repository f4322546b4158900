"""Functions of an engineer's own, one with a mistake, for the page on ``yudo check``."""

import math

import jax
import torch


class GELU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        inner = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + torch.tanh(inner))

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        c = math.sqrt(2 / math.pi)
        t = torch.tanh(c * (x + 0.044715 * x**3))
        slope = c * (1 + 0.134145 * x**2)
        return grad_output * 0.5 * (1 + t + x * (1 - t**2) * slope)


@jax.custom_vjp
def log_sum_exp(x):
    return jax.nn.logsumexp(x, axis=1)


def log_sum_exp_fwd(x):
    return log_sum_exp(x), x


def log_sum_exp_bwd(x, g):
    return (g[:, None] * jax.nn.softmax(x, axis=0),)


log_sum_exp.defvjp(log_sum_exp_fwd, log_sum_exp_bwd)
