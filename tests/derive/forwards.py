"""Forwards as people write them, and the shapes of their inputs."""

import math

import numpy as np

from yudo import fixed, labels
from yudo.impl import affine, l2_regularization, relu, sigmoid, softmax_cross_entropy


def dense(x, w, b):
    return x @ w + b


def dense_of_any_rank(x, w, b):
    flat = x.reshape(x.shape[0], -1)
    out = flat.dot(w) + b
    return out, (x, w, b)


def columns(x, w, b):
    return np.dot(w, x) + b


def dense_relu(x, w, b):
    a = dense(x, w, b)
    return np.maximum(a, 0)


def two_layers(x, w1, b1, w2, b2):
    h = dense_relu(x, w1, b1)
    return dense(h, w2, b2)


def residual(x, w):
    return x + np.tanh(x @ w)


def logistic(x):
    return 1 / (1 + np.exp(-x))


def stable_logistic(x):
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + z), z / (1 + z))


def tanh_by_hand(x):
    e = np.exp(2 * x)
    return (e - 1) / (e + 1)


def hyperbolic(x):
    return np.tanh(x)


def leaky(x, slope=0.1):
    return np.where(x > 0, x, slope * x)


def masked_relu(x):
    out = x * 1.0
    out[out < 0] = 0
    return out


def softplus(x):
    return np.logaddexp(x, 0)


def silu(x):
    return x * logistic(x)


def elu(x):
    return np.where(x > 0, x, np.exp(x) - 1)


def gelu_by_tanh(x):
    return 0.5 * x * (1 + np.tanh(0.8 * (x + 0.04 * x**3)))


def gelu_by_erf(x):
    return 0.5 * x * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))


_erfc = np.vectorize(math.erfc, otypes=[float])


def gelu_by_erfc(x):
    return x * _erfc(-x / math.sqrt(2)) / 2


def exponential_by_entry(x):
    return x * np.vectorize(math.exp)(x)


def square_root(x):
    return np.sqrt(1 + x**2)


def reciprocal(x):
    return 1 / (1 + np.square(x))


def logarithm(x):
    return np.log1p(np.exp(x))


def clipped(x):
    return np.clip(x, -1, 1)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def log_softmax(x):
    shifted = x - np.max(x, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


def cross_entropy(x, y):
    N = x.shape[0]
    logp = log_softmax(x)
    return -np.sum(logp[np.arange(N), y]) / N


def squared_error(x, t):
    return np.mean((x - t) ** 2)


def binary_cross_entropy(x, t):
    return np.mean(np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x))))


def ridge(x, w, t, reg=0.5):
    d = x @ w - t
    return np.sum(d * d) / len(x) + reg * np.sum(w * w)


def hinge(x, t):
    return np.sum(np.maximum(0, 1 - t * x)) / x.shape[0]


def batch_norm(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    normal = (x - mu) / np.sqrt(var + eps)
    return gamma * normal + beta


def layer_norm(x, gamma, beta):
    centred = x - np.mean(x, axis=1, keepdims=True)
    var = np.mean(centred**2, axis=1, keepdims=True)
    return gamma * centred / np.sqrt(var + 1e-5) + beta


def rms_norm(x, gamma):
    return gamma * x / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + 1e-6)


def dropout(x, mask):
    return x * mask / 0.5


def embedding(w, i):
    return w[i]


def first_rows(x):
    return x[:, 1:] * 2


def transposed(x):
    return 3 * x.T


def scaled(x, s):
    return x * s


def outer_product(a, b):
    return np.outer(a, b)


def bilinear(x, w, y):
    return np.einsum("nd,de,ne->n", x, w, y)


def attention(q, k, v):
    a = softmax(q @ k.T / np.sqrt(q.shape[1]))
    return a @ v


def rnn_step(x, h, wx, wh, b):
    return np.tanh(x @ wx + h @ wh + b)


def over_time(x, w, b):
    return np.einsum("ntd,dm->ntm", x, w) + b


def running_sum(x):
    return np.cumsum(x, axis=1)


def averages(x):
    return x.mean(axis=(1, 2))


def gated(x, w, v):
    return logistic(x @ w) * (x @ v)


ND = {"x": "N D"}
FORWARDS = {
    dense: {"x": "N D", "w": "D M", "b": "M"},
    dense_of_any_rank: {"x": "N A B", "w": "A*B M", "b": "M"},
    columns: {"x": "D N", "w": "M D", "b": "M 1"},
    dense_relu: {"x": "N D", "w": "D M", "b": "M"},
    two_layers: {"x": "N D", "w1": "D H", "b1": "H", "w2": "H C", "b2": "C"},
    residual: {"x": "N D", "w": "D D"},
    **dict.fromkeys(
        (logistic, stable_logistic, tanh_by_hand, hyperbolic, leaky, masked_relu, softplus, silu, elu), ND
    ),
    **dict.fromkeys((gelu_by_tanh, gelu_by_erf, gelu_by_erfc, exponential_by_entry), ND),
    **dict.fromkeys((square_root, reciprocal, logarithm, clipped), ND),
    **dict.fromkeys((softmax, log_softmax, transposed, running_sum), ND),
    cross_entropy: {"x": "N C", "y": labels("N", below="C")},
    squared_error: {"x": "N D", "t": fixed("N", "D")},
    ridge: {"x": fixed("N", "D"), "w": "D M", "t": fixed("N", "M")},
    hinge: {"x": "N", "t": fixed("N")},
    batch_norm: {"x": "N D", "gamma": "D", "beta": "D"},
    layer_norm: {"x": "N D", "gamma": "D", "beta": "D"},
    rms_norm: {"x": "N D", "gamma": "D"},
    dropout: {"x": "N D", "mask": fixed("N", "D")},
    embedding: {"w": "V D", "i": labels("N", "T", below="V")},
    first_rows: {"x": "N 4"},
    scaled: {"x": "N D", "s": ""},
    outer_product: {"a": "N", "b": "M"},
    bilinear: {"x": "N D", "w": "D E", "y": "N E"},
    attention: {"q": "N D", "k": "M D", "v": "M E"},
    rnn_step: {"x": "N D", "h": "N H", "wx": "D H", "wh": "H H", "b": "H"},
    over_time: {"x": "N T D", "w": "D M", "b": "M"},
    averages: {"x": "N H W"},
    gated: {"x": "N D", "w": "D M", "v": "D M"},
    affine.affine_forward: {"x": "N D", "w": "D M", "b": "M"},
    relu.relu_forward: ND,
    sigmoid.sigmoid_forward: ND,
    sigmoid.odds: {"p": "N D"},
    sigmoid.logit: {"p": "N D"},
    softmax_cross_entropy.softmax_forward: {"x": "N C"},
    softmax_cross_entropy.softmax_loss: {"x": "N C", "y": labels("N", below="C")},
    l2_regularization.l2_regularization: {"w": "D M", "reg": ""},
}
"""What a backward is derived for."""
