import numpy as np


def dropout_forward(x, dropout_param):
    # here p is the probability of dropping
    p = dropout_param["p"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    if dropout_param["mode"] == "test":
        return x, (dropout_param, None)
    mask = np.random.random(x.shape) >= p
    return x * mask / (1 - p), (dropout_param, mask)


def dropout_backward(dout, cache):
    dropout_param, mask = cache
    if dropout_param["mode"] == "test":
        return dout
    return dout * mask / (1 - dropout_param["p"])
