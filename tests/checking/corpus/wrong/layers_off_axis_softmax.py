from typing import Tuple

import numpy as np
import numpy.typing as npt

A = npt.NDArray[np.float64]


def softmax_loss(x: A, y: npt.NDArray[np.int64]) -> Tuple[float, A]:
    n = x.shape[0]
    shifted = x - x.max(axis=1, keepdims=True)
    total = np.exp(shifted).sum()
    logp = shifted - np.log(total)
    loss = -logp[np.arange(n), y].mean()
    dx = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    dx[np.arange(n), y] -= 1
    return loss, dx / n


def affine_forward(x: A, w: A, b: A) -> Tuple[A, Tuple[A, A, A]]:
    out = x.reshape(x.shape[0], -1) @ w + 2 * b
    return out, (x, w, b)


def affine_backward(dout: A, cache: Tuple[A, A, A]) -> Tuple[A, A, A]:
    x, w, _ = cache
    dx = -(dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


def relu_forward(x: A) -> Tuple[A, A]:
    return np.maximum(x, 0.0), x


def relu_backward(dout: A, cache: A) -> A:
    return np.where(dout > 0, np.where(cache > 0, dout, 0.0), 0.0)


def sigmoid_forward(x: A) -> Tuple[A, A]:
    s = 1.0 / (1.0 + np.exp(-x))
    return s, s


def sigmoid_backward(dout: A, cache: A) -> A:
    return dout * (1 - cache) ** 2
