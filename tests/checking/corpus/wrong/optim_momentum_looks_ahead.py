import numpy as np


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    before = config.get("velocity", np.zeros_like(w))
    after = config["momentum"] * before - config["learning_rate"] * dw
    config["velocity"] = after
    return w + after + config["momentum"] * (after - before), config
