"""Inverted dropout: in training, entries are set to 0 at random and the others divided by p."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from yudo.impl import _arguments
from yudo.impl._types import FloatArray

DropoutCache = tuple[Mapping[str, Any], FloatArray | None]


def dropout_forward(x: FloatArray, dropout_param: Mapping[str, Any]) -> tuple[FloatArray, DropoutCache]:
    """Keep every entry with probability p and divide it by p; at test time, return all as they are.

    Parameters
    ----------
    x : any shape with at least one axis
    dropout_param : a dict with

        ``"mode"``
            ``"train"`` or ``"test"``
        ``"p"``
            the probability that an entry stays on, 0 < p ≤ 1
        ``"seed"``
            makes the mask the same at each call; without it, every call draws another
        ``"mask"``
            1 where an entry stays on and 0 where it is off, the shape of x, in place of a drawn one

    Returns
    -------
    out : the shape and dtype of x
    cache : dropout_param and the mask divided by p, None at test time

    Raises
    ------
    TypeError
        x or the mask is not a floating-point array of at least 32 bits, dropout_param is no dict, or p is
        no number.
    ValueError
        x has no axis, the mask does not have its shape, the mode is unknown, or p is not in (0, 1].

    Derivation: dropout.out, dropout.out_test, dropout.expectation
    """
    _arguments.check_float_array("x", x)
    _arguments.check_dropout(dropout_param)
    if dropout_param["mode"] == "test":
        out = x.copy()
        return out, (dropout_param, None)
    p = dropout_param["p"]
    mask = dropout_param.get("mask")
    if mask is None:
        rng = np.random.default_rng(dropout_param.get("seed"))
        mask = (rng.random(x.shape) < p).astype(x.dtype)
    _arguments.check_shapes("x: ..., mask: ...", x, mask)
    scaled = mask / p
    out = x * scaled
    return out, (dropout_param, scaled)


def dropout_backward(dout: FloatArray, cache: DropoutCache) -> FloatArray:
    """Multiply the upstream gradient by the mask of the forward, divided by p.

    Parameters
    ----------
    dout : upstream gradient, the shape of x
    cache : what :func:`dropout_forward` returned

    Returns
    -------
    dx : the shape and dtype of x

    Raises
    ------
    TypeError
        dout is not a floating-point array of at least 32 bits, or cache is not a cache of this layer.
    ValueError
        dout does not have the shape of x.

    Derivation: dropout.dx
    """
    _arguments.check_cache(cache, "dropout_param, mask", "dropout_forward")
    _, scaled = cache
    if scaled is None:
        _arguments.check_float_array("dout", dout)
        return dout.copy()
    _arguments.check_shapes("mask: ..., dout: ...", scaled, dout)
    return dout * scaled
