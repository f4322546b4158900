import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    m = bn_param.get("momentum", 0.9)
    bn_param.setdefault("running_mean", np.zeros(x.shape[1]))
    bn_param.setdefault("running_var", np.zeros(x.shape[1]))
    if bn_param["mode"] == "test":
        scale = gamma / np.sqrt(bn_param["running_var"] + eps)
        return scale * x + (beta - bn_param["running_mean"] * scale), None
    mean, var = x.mean(0), x.var(0)
    std = (var + eps) ** 0.5
    z = (x - mean) / std
    bn_param["running_mean"] *= m
    bn_param["running_mean"] += (1 - m) * mean
    bn_param["running_var"] *= m
    bn_param["running_var"] += (1 - m) * var
    return gamma * z + beta, {"z": z, "std": std, "gamma": gamma}


def batchnorm_backward(dout, cache):
    z, std, gamma = cache["z"], cache["std"], cache["gamma"]
    dz = dout * gamma
    dx = (dz - dz.mean(0) - z * (dz * z).mean(0)) / std
    return dx, np.einsum("nd,nd->d", dout, z), np.einsum("nd->d", dout)
