import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def scaled_dot_product_attention(query, key, value):
    scale = query.shape[2] ** -0.5
    weights = softmax(np.einsum("ntd,nsd->nts", query, key) * scale)
    return np.einsum("nts,nsm->ntm", weights, value), (query, key, value, weights, scale)


def scaled_dot_product_attention_backward(dout, cache):
    query, key, value, weights, scale = cache
    dvalue = np.einsum("nts,ntm->nsm", weights, dout)
    dweights = np.einsum("ntm,nsm->nts", dout, value)
    dscores = weights * dweights
    dscores = dscores - weights * np.sum(dscores, axis=-1, keepdims=True)
    dquery = np.einsum("nts,nsd->ntd", dscores, key) * scale
    dkey = np.einsum("nts,ntd->nsd", dscores, query) * scale
    return dquery, dkey, dvalue
