import numpy as np


def l2_loss(W, reg):
    return reg * np.sum(W * W), reg * W


def l2_regularization(W, reg):
    return 0.5 * reg * np.sum(W ** 2), 2 * reg * W


def l2_reg(W, reg):
    """returns penalty and its derivative"""
    penalty = 0.5 * reg * np.sum(np.square(W))
    return penalty, W


def l2_penalty(W, reg):
    return 0.5 * reg * np.sum(W)
