from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class AffineCache:
    x: Array
    w: Array
    x_flat: Array


class AffineGrads(NamedTuple):
    dx: Array
    dw: Array
    db: Array


def affine_forward(x: Array, w: Array, b: Array) -> tuple[Array, AffineCache]:
    """out = flatten(x) @ w + b."""
    x_flat = x.reshape(len(x), np.prod(x.shape[1:], dtype=int))
    return x_flat @ w + b, AffineCache(x, w, x_flat)


def affine_backward(dout: Array, cache: AffineCache) -> AffineGrads:
    return AffineGrads(
        dx=(dout @ cache.w.T).reshape(cache.x.shape),
        dw=cache.x_flat.T @ dout,
        db=dout.sum(axis=0),
    )


@dataclass
class ReluCache:
    mask: NDArray[np.bool_]


def relu_forward(x: Array) -> tuple[Array, ReluCache]:
    mask = x > 0
    return x * mask, ReluCache(mask)


def relu_backward(dout: Array, cache: ReluCache) -> Array:
    return dout * cache.mask


def affine_relu_forward(x: Array, w: Array, b: Array) -> tuple[Array, tuple[AffineCache, ReluCache]]:
    a, fc = affine_forward(x, w, b)
    out, relu = relu_forward(a)
    return out, (fc, relu)


def affine_relu_backward(dout: Array, cache: tuple[AffineCache, ReluCache]) -> AffineGrads:
    fc, relu = cache
    return affine_backward(relu_backward(dout, relu), fc)
