import numpy as np


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {}
    rate, friction = config.setdefault("learning_rate", 1e-2), config.setdefault("momentum", 0.9)
    velocity = config.get("velocity", np.zeros_like(w))
    velocity = friction * velocity + rate * dw
    config["velocity"] = velocity
    return w - velocity, config
