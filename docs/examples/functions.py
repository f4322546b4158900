"""Functions of an engineer's own, one with a mistake, for the page on ``yudo check``."""

import jax
import torch


class Mish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.tanh(torch.log1p(torch.exp(x)))

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        t = torch.tanh(torch.log1p(torch.exp(x)))
        return grad_output * (t + x * (1 - t**2) * torch.sigmoid(x))


@jax.custom_vjp
def log_sum_exp(x):
    return jax.nn.logsumexp(x, axis=1)


def log_sum_exp_fwd(x):
    return log_sum_exp(x), x


def log_sum_exp_bwd(x, g):
    return (g[:, None] * jax.nn.softmax(x, axis=0),)


log_sum_exp.defvjp(log_sum_exp_fwd, log_sum_exp_bwd)
