"""Functions of an engineer's own, with the real PyTorch where it is installed."""

import math

import torch

SLOPE = 0.1


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


class LogSumExp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.logsumexp(x, dim=1)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output.unsqueeze(1) * torch.softmax(x, dim=0)


class Linear(torch.autograd.Function):
    @staticmethod
    def forward(x, w, b):
        return x @ w.T + b

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, w, _ = inputs
        ctx.save_for_backward(x, w)

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        return g @ w, g.T @ x, g.sum(0)


def leaky(x):
    return torch.nn.functional.leaky_relu(x, SLOPE)


class Leaky(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return leaky(x)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, g, SLOPE * g)


class Normalised(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        highest = x.max(dim=1, keepdim=True)[0]
        exps = torch.exp(x - highest)
        ctx.scale = 2.0
        y = exps / exps.sum(dim=-1, keepdim=True)
        ctx.save_for_backward(y)
        return y * ctx.scale

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return ctx.scale * y * (g - (g * y).sum(1, keepdim=True))


class Detached(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x.detach()

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g


class Forgetful(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x
