"""Between two affine layers of a net: batch normalisation - ReLU - dropout."""

from collections.abc import Mapping, MutableMapping
from typing import Any

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.batch_norm import BatchNormCache, batchnorm_backward_alt, batchnorm_forward
from yudo.impl.dropout import DropoutCache, dropout_backward, dropout_forward
from yudo.impl.relu import relu_backward, relu_forward

HiddenCache = tuple[BatchNormCache | None, FloatArray, DropoutCache | None]


def bn_relu_forward(
    z: FloatArray,
    gamma: FloatArray,
    beta: FloatArray,
    bn_param: MutableMapping[str, Any],
    dropout_param: Mapping[str, Any] | None = None,
) -> tuple[FloatArray, HiddenCache]:
    """Normalise the output of an affine layer, cut off what is negative, and switch units off at random.

    Parameters
    ----------
    z : (N, H), in training with N ≥ 1
    gamma, beta : scale and shift of each unit, (H,)
    bn_param : as for batchnorm_forward; in training, new running averages are put into it
    dropout_param : as for dropout_forward, of the same mode; None is no dropout

    Returns
    -------
    a : (N, H), in the dtype of the arguments
    cache : for :func:`bn_relu_backward`, if the mode is ``"train"``

    Raises
    ------
    TypeError, ValueError
        those of batchnorm_forward and dropout_forward.

    Derivation: batch_norm_net.loss
    """
    s, norm_cache = batchnorm_forward(z, gamma, beta, bn_param)
    a, relu_cache = relu_forward(s)
    dropout_cache = None
    if dropout_param is not None:
        a, dropout_cache = dropout_forward(a, dropout_param)
    return a, (norm_cache, relu_cache, dropout_cache)


def bn_relu_backward(da: FloatArray, cache: HiddenCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back through dropout, ReLU and batch normalisation.

    Parameters
    ----------
    da : upstream gradient, (N, H)
    cache : what :func:`bn_relu_forward` returned in training

    Returns
    -------
    dz : (N, H); each of its columns adds up to 0, which is the gradient of the bias below
    dgamma, dbeta : (H,)

    Raises
    ------
    TypeError
        da is not a floating-point array of at least 32 bits, or cache is not one of training.
    ValueError
        da does not have the shape of a.

    Derivation: batch_norm_net.ds, batch_norm_net.dz, batch_norm_net.dgamma, batch_norm_net.dbeta
    """
    _arguments.check_cache(cache, "normalisation, relu, dropout", "bn_relu_forward")
    norm_cache, relu_cache, dropout_cache = cache
    if dropout_cache is not None:
        da = dropout_backward(da, dropout_cache)
    ds = relu_backward(da, relu_cache)
    dz, dgamma, dbeta = batchnorm_backward_alt(ds, norm_cache)  # type: ignore[arg-type]
    return dz, dgamma, dbeta
