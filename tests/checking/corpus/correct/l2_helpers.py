import numpy as np


def l2_regularization(W, reg):
    loss = reg * np.sum(np.square(W))
    dW = 2 * reg * W
    return loss, dW


def l2_reg(W, reg=1e-3):
    return 0.5 * reg * np.vdot(W, W), np.multiply(reg, W)


def l2_penalty(W, reg):
    s = 0.0
    for row in W:
        s += row @ row
    return reg / 2 * s


def softmax_loss_vectorized(W, X, y, reg):
    N = len(y)
    Z = X @ W
    Z -= Z.max(1, keepdims=True)
    logP = Z - np.log(np.exp(Z).sum(1, keepdims=True))
    data = -logP[np.arange(N), y].mean()
    G = np.exp(logP)
    G[np.arange(N), y] -= 1
    penalty, dW = l2_regularization(W, reg)
    return data + penalty, X.T @ (G / N) + dW
