import numpy as np


def sgd_momentum(w, dw, config=None):
    next_w = w + config["velocity"]
    config["velocity"] = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    return next_w, config


def rmsprop(w, dw, config=None):
    next_w = w - config["learning_rate"] * dw / (np.sqrt(config["cache"]) + config["epsilon"])
    config["cache"] = config["decay_rate"] * config["cache"] + (1 - config["decay_rate"]) * dw ** 2
    return next_w, config


def adam(w, dw, config=None):
    beta1, beta2, t = config["beta1"], config["beta2"], config["t"] + 1
    m = (beta1 * config["m"] + (1 - beta1) * dw) / (1 - beta1 ** t)
    v = (beta2 * config["v"] + (1 - beta2) * dw ** 2) / (1 - beta2 ** t)
    config["m"], config["v"], config["t"] = m, v, t
    return w - config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"]), config


def adamw(w, dw, config=None):
    dw = dw + config["weight_decay"] * w
    config["t"] += 1
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw ** 2
    m_hat = config["m"] / (1 - config["beta1"] ** config["t"])
    v_hat = config["v"] / (1 - config["beta2"] ** config["t"])
    return w - config["learning_rate"] * m_hat / (np.sqrt(v_hat) + config["epsilon"]), config
