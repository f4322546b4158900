"""Batch normalisation: every feature gets mean 0 and variance 1 over the batch, then a scale and a shift."""

from collections.abc import MutableMapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

BatchNormCache = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def batchnorm_forward(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, bn_param: MutableMapping[str, Any]
) -> tuple[FloatArray, BatchNormCache | None]:
    """Normalise each of D features over the N samples of the batch, or by the running averages at test time.

    In training the new running averages are put into bn_param, as the course's functions do; the arrays that
    it held are left alone.

    Parameters
    ----------
    x : (N, D), in training with N ≥ 1
    gamma, beta : scale and shift, (D,)
    bn_param : a dict with

        ``"mode"``
            ``"train"`` or ``"test"``
        ``"eps"``
            what is added to the variance, > 0; 1e-5 if it is missing
        ``"momentum"``
            how much of the running averages is kept; 0.9 if it is missing
        ``"running_mean"``, ``"running_var"``
            (D,); zeros if they are missing

    Returns
    -------
    out : (N, D), in the dtype of the arguments
    cache : for :func:`batchnorm_backward`; None at test time

    Raises
    ------
    TypeError
        an array is not floating-point of at least 32 bits, bn_param is no dict, or holds no numbers.
    ValueError
        the shapes do not fit together, N is 0 in training, or bn_param holds an unknown mode, an eps that is
        not positive or a momentum that is negative.

    Derivation: batch_norm.out, batch_norm.running_mean, batch_norm.running_var, batch_norm.out_test
    """
    _arguments.check_shapes("x: N D, gamma: D, beta: D", x, gamma, beta)
    _arguments.check_normalization(bn_param, "bn_param", ("train", "test"))
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    _arguments.check_shapes("x: N D, running_mean: D, running_var: D", x, running_mean, running_var)

    if bn_param["mode"] == "test":
        out = x - running_mean
        out *= gamma / np.sqrt(running_var + eps)
        out += beta
        return out, None

    _arguments.check_batch(x)
    N = x.shape[0]
    mean = x.sum(axis=0) / N
    centred = x - mean
    var = (centred * centred).sum(axis=0) / N
    std = np.sqrt(var + eps)
    xhat = centred / std
    out = gamma * xhat
    out += beta
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return out, (centred, xhat, std, gamma)


def batchnorm_backward(dout: FloatArray, cache: BatchNormCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back, one node of the computational graph at a time.

    Parameters
    ----------
    dout : upstream gradient, (N, D)
    cache : what :func:`batchnorm_forward` returned in training

    Returns
    -------
    dx : (N, D)
    dgamma, dbeta : (D,)

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not one of training.
    ValueError
        dout does not have the shape of out.

    Derivation: batch_norm.dx_graph, batch_norm.dgamma, batch_norm.dbeta
    """
    _check(dout, cache)
    centred, xhat, std, gamma = cache
    N = dout.shape[0]
    dxhat = dout * gamma
    dvar, dmu = statistics_gradients(dxhat, centred, std)
    dx = dxhat / std
    dx += 2 / N * dvar * centred
    dx += dmu / N
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)


def statistics_gradients(
    dxhat: FloatArray, centred: FloatArray, std: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the gradients with respect to the variance and the mean of the batch.

    The mean is part of the variance, too; that path adds nothing, because the centred column sums to 0.

    Parameters
    ----------
    dxhat : gradient with respect to the normalised input, (N, D)
    centred : the input minus the mean, (N, D)
    std : the root of variance plus eps, (D,)

    Returns
    -------
    dvar, dmu : (D,)

    Derivation: batch_norm.dvar, batch_norm.dmu
    """
    dvar = (dxhat * centred).sum(axis=0) / (-2 * std * std * std)
    dmu = -dxhat.sum(axis=0) / std
    return dvar, dmu


def batchnorm_backward_alt(
    dout: FloatArray, cache: BatchNormCache
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back in closed form, which is simpler and faster.

    Arguments, results, errors: as in :func:`batchnorm_backward`.

    Derivation: batch_norm.dx, batch_norm.dgamma, batch_norm.dbeta
    """
    _check(dout, cache)
    _, xhat, std, gamma = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dx = xhat * dgamma
    dx += dbeta
    dx /= -dout.shape[0]
    dx += dout
    dx *= gamma / std
    return dx, dgamma, dbeta


def _check(dout: FloatArray, cache: object) -> None:
    _arguments.check_cache(cache, "centred, xhat, std, gamma", "batchnorm_forward")
    _arguments.check_shapes("xhat: N D, dout: N D", cache[1], dout)  # type: ignore[index]
