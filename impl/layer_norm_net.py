"""Between two affine layers of a net: layer normalisation - ReLU - dropout."""

from collections.abc import Mapping
from typing import Any

from yudo.impl import _arguments
from yudo.impl._types import FloatArray
from yudo.impl.dropout import DropoutCache, dropout_backward, dropout_forward
from yudo.impl.layer_norm import LayerNormCache, layernorm_backward, layernorm_forward
from yudo.impl.relu import relu_backward, relu_forward

HiddenCache = tuple[LayerNormCache, FloatArray, DropoutCache | None]


def ln_relu_forward(
    z: FloatArray,
    gamma: FloatArray,
    beta: FloatArray,
    ln_param: Mapping[str, Any],
    dropout_param: Mapping[str, Any] | None = None,
) -> tuple[FloatArray, HiddenCache]:
    """Normalise the output of an affine layer, cut off what is negative, and switch units off at random.

    Parameters
    ----------
    z : (N, H); N may be 0
    gamma, beta : scale and shift of each unit, (H,)
    ln_param : as for layernorm_forward
    dropout_param : as for dropout_forward; None is no dropout

    Returns
    -------
    a : (N, H), in the dtype of the arguments
    cache : for :func:`ln_relu_backward`

    Raises
    ------
    TypeError, ValueError
        those of layernorm_forward and dropout_forward.

    Derivation: layer_norm_net.loss
    """
    s, norm_cache = layernorm_forward(z, gamma, beta, ln_param)
    a, relu_cache = relu_forward(s)
    dropout_cache = None
    if dropout_param is not None:
        a, dropout_cache = dropout_forward(a, dropout_param)
    return a, (norm_cache, relu_cache, dropout_cache)


def ln_relu_backward(da: FloatArray, cache: HiddenCache) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Carry the upstream gradient back through dropout, ReLU and layer normalisation.

    Parameters
    ----------
    da : upstream gradient, (N, H)
    cache : what :func:`ln_relu_forward` returned

    Returns
    -------
    dz : (N, H); each of its rows adds up to 0
    dgamma, dbeta : (H,)

    Raises
    ------
    TypeError
        da is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        da does not have the shape of a.

    Derivation: layer_norm_net.ds, layer_norm_net.dz, layer_norm_net.dgamma, layer_norm_net.dbeta
    """
    _arguments.check_cache(cache, "normalisation, relu, dropout", "ln_relu_forward")
    norm_cache, relu_cache, dropout_cache = cache
    if dropout_cache is not None:
        da = dropout_backward(da, dropout_cache)
    ds = relu_backward(da, relu_cache)
    dz, dgamma, dbeta = layernorm_backward(ds, norm_cache)
    return dz, dgamma, dbeta
