import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    mean, var = np.mean(x, axis=0), np.sum((x - np.mean(x, axis=0)) ** 2, axis=0) / (x.shape[0] - 1)
    running_mean = momentum * bn_param.get("running_mean", 0) + (1 - momentum) * mean
    running_var = momentum * bn_param.get("running_var", 0) + (1 - momentum) * var
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    std = np.sqrt(np.var(x, axis=0) + eps)
    xhat = (x - mean) / std
    return xhat * gamma + beta, (x - mean, xhat, std, gamma)


def batchnorm_backward(dout, cache):
    centred, xhat, std, gamma = cache
    N = len(centred)
    dxhat = dout * gamma
    dvar = np.sum(dxhat * centred, axis=0) * -0.5 * std ** -3
    dmean = -np.sum(dxhat / std, axis=0)
    dx = dxhat / std + dvar * centred / N + dmean / N
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)


def batchnorm_backward_alt(dout, cache):
    centred, xhat, std, gamma = cache
    N = len(dout)
    dx = (dout - dout.mean(axis=0) - xhat * np.mean(dout * xhat, axis=0)) / std
    return dx, np.sum(dout * centred, axis=0), np.sum(dout, axis=0)
