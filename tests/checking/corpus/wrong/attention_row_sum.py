import numpy as np


def attention_forward(Q, K, V, mask=None):
    scores = Q.dot(K.T) / Q.shape[1] ** 0.5
    if mask is not None:
        scores = scores + mask
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights.dot(V), {"Q": Q, "K": K, "V": V, "weights": weights}


def attention_backward(dout, cache):
    Q, K, V, weights = cache["Q"], cache["K"], cache["V"], cache["weights"]
    dV = weights.T.dot(dout)
    dweights = dout.dot(V.T)
    dscores = weights * dweights
    root = Q.shape[1] ** 0.5
    return dscores.dot(K) / root, dscores.T.dot(Q) / root, dV
