import numpy as np


def rms_norm_forward(x, gamma, rms_param):
    eps = rms_param.get("eps", 1e-5)
    norm = np.linalg.norm(x, axis=1, keepdims=True)
    rms = np.sqrt(norm * norm / x.shape[1] + eps)
    xhat = x / rms
    return gamma * xhat, {"xhat": xhat, "rms": rms, "gamma": gamma}


def rms_norm_backward(dout, cache):
    xhat, rms, gamma = cache["xhat"], cache["rms"], cache["gamma"]
    dxhat = dout * gamma
    dx = (dxhat - xhat * np.mean(dxhat * xhat, axis=1, keepdims=True)) / rms
    dgamma = (dout * xhat).sum(axis=0)
    return dx, dgamma
