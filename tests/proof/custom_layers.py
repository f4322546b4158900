"""Layers that the project does not derive, written as people write them, with their backwards."""

import numpy as np

from yudo import fixed, labels


def batch_norm(x, gamma, beta):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    std = np.sqrt(var + 1e-5)
    x_hat = (x - mu) / std
    return gamma * x_hat + beta, (x_hat, gamma, std)


def batch_norm_backward_closed_form(dout, cache):
    x_hat, gamma, std = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx = gamma / (N * std) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


def batch_norm_step_by_step(x, gamma, beta):
    N, _ = x.shape
    mu = 1.0 / N * np.sum(x, axis=0)
    xmu = x - mu
    sq = xmu**2
    var = 1.0 / N * np.sum(sq, axis=0)
    sqrtvar = np.sqrt(var + 1e-5)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta
    return out, (xhat, gamma, xmu, ivar, sqrtvar, var)


def batch_norm_backward_step_by_step(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var = cache
    N, D = dout.shape
    dbeta = np.sum(dout, axis=0)
    dgammax = dout
    dgamma = np.sum(dgammax * xhat, axis=0)
    dxhat = dgammax * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 * 1.0 / np.sqrt(var + 1e-5) * dsqrtvar
    dsq = 1.0 / N * np.ones((N, D)) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    dx2 = 1.0 / N * np.ones((N, D)) * dmu
    return dx1 + dx2, dgamma, dbeta


def layer_norm(x, gamma, beta):
    mean = np.mean(x, axis=1, keepdims=True)
    centred = x - mean
    var = np.mean(centred**2, axis=1, keepdims=True)
    inv = 1 / np.sqrt(var + 1e-5)
    x_hat = centred * inv
    return x_hat * gamma + beta, (x_hat, inv, gamma)


def layer_norm_backward(dout, cache):
    x_hat, inv, gamma = cache
    D = x_hat.shape[1]
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    g = dout * gamma
    dx = inv / D * (D * g - g.sum(axis=1, keepdims=True) - x_hat * (g * x_hat).sum(axis=1, keepdims=True))
    return dx, dgamma, dbeta


def sigmoid(x):
    out = 1 / (1 + np.exp(-x))
    return out, out


def sigmoid_backward(dout, out):
    return dout * out * (1 - out)


def tanh(x):
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, out):
    return dout * (1 - out**2)


def softmax(x):
    shifted = x - np.max(x, axis=-1, keepdims=True)
    e = np.exp(shifted)
    out = e / e.sum(axis=-1, keepdims=True)
    return out, out


def softmax_backward(dout, out):
    return out * (dout - (dout * out).sum(axis=-1, keepdims=True))


def svm(x, y):
    N = x.shape[0]
    correct = x[np.arange(N), y]
    margins = np.maximum(0, x - correct[:, np.newaxis] + 1.0)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    return loss, (margins, y)


def svm_backward(dout, cache):
    margins, y = cache
    N = margins.shape[0]
    dx = np.zeros_like(margins)
    dx[margins > 0] = 1
    num_pos = np.sum(margins > 0, axis=1)
    dx[np.arange(N), y] -= num_pos
    dx /= N
    return dout * dx


def leaky_relu(x):
    return np.where(x > 0, x, 0.01 * x), x


def leaky_relu_backward(dout, x):
    dx = dout.copy()
    dx[x <= 0] *= 0.01
    return dx


def dropout(x, mask):
    return x * mask / 0.75, mask


def dropout_backward(dout, mask):
    return dout * mask / 0.75


def attention(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[1])
    scores = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    p = e / e.sum(axis=1, keepdims=True)
    return p @ v, (q, k, v, p)


def attention_backward(dout, cache):
    q, k, v, p = cache
    dv = p.T @ dout
    dp = dout @ v.T
    ds = p * (dp - (dp * p).sum(axis=1, keepdims=True))
    ds = ds / np.sqrt(q.shape[1])
    return ds @ k, ds.T @ q, dv


BATCH = {"x": ("N", "D"), "gamma": ("D",), "beta": ("D",)}
PAIRS = {
    "batch norm, closed form": (batch_norm, batch_norm_backward_closed_form, BATCH),
    "batch norm, step by step": (batch_norm_step_by_step, batch_norm_backward_step_by_step, BATCH),
    "layer norm": (layer_norm, layer_norm_backward, BATCH),
    "sigmoid": (sigmoid, sigmoid_backward, {"x": ("N", "D")}),
    "tanh": (tanh, tanh_backward, {"x": ("N", "D")}),
    "softmax": (softmax, softmax_backward, {"x": ("N", "C")}),
    "SVM hinge loss": (svm, svm_backward, {"x": ("N", "C"), "y": labels("N", below="C")}),
    "leaky ReLU": (leaky_relu, leaky_relu_backward, {"x": ("N", "D")}),
    "inverted dropout": (dropout, dropout_backward, {"x": ("N", "D"), "mask": fixed("N", "D")}),
    "attention": (attention, attention_backward, {"q": ("T", "K"), "k": ("S", "K"), "v": ("S", "M")}),
}
"""Forward, backward and the shapes of the inputs."""
