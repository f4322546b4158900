import numpy as np


def sgd_momentum(w, dw, config=None):
    config = dict(config or {})
    lr = config.setdefault("learning_rate", 1e-2)
    mu = config.setdefault("momentum", 0.9)
    velocity = config.setdefault("velocity", np.zeros_like(w))
    velocity *= mu
    velocity -= lr * dw
    w += velocity
    return w, config


def sgd_nesterov(w, dw, config=None):
    config = config or {}
    lr, mu = config.get("learning_rate", 1e-2), config.get("momentum", 0.9)
    v_prev = config.get("velocity", np.zeros_like(w)).copy()
    v = mu * v_prev - lr * dw
    config["velocity"] = v
    return w - mu * v_prev + (1 + mu) * v, config


def rmsprop(w, dw, config=None):
    rate, rho, eps = (config.get(k, d) for k, d in (("learning_rate", 1e-2), ("decay_rate", .99), ("epsilon", 1e-8)))
    cache = config.get("cache", np.zeros_like(w))
    cache = cache + (1 - rho) * (np.square(dw) - cache)
    denominator = np.power(cache, 0.5)
    denominator += eps
    config["cache"] = cache
    return w - rate * dw / denominator, config


def adam(w, dw, config=None):
    cfg = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0}
    cfg.update(config or {})
    b1, b2 = cfg["beta1"], cfg["beta2"]
    t = cfg["t"] + 1
    m = cfg.get("m", 0) + (1 - b1) * (dw - cfg.get("m", 0))
    v = cfg.get("v", 0) + (1 - b2) * (dw * dw - cfg.get("v", 0))
    m_hat, v_hat = m / (1 - np.power(b1, t)), v / (1 - np.power(b2, t))
    cfg.update(m=m, v=v, t=t)
    return w - cfg["learning_rate"] * m_hat / (v_hat ** 0.5 + cfg["epsilon"]), cfg


def adamw(w, dw, config=None):
    w = w * (1 - config["learning_rate"] * config["weight_decay"])
    return adam(w, dw, config)
