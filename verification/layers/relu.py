"""The ReLU, and the chain of sigmoids that it replaced."""

import jax

from impl.relu import relu_backward, relu_forward
from impl.sigmoid import sigmoid_backward, sigmoid_forward
from verification.inputs import REAL

DOMAINS = dict.fromkeys(("x", "dout"), REAL)
EMPTY_BATCH = True


def observe(x, dout, K):
    out, cache = relu_forward(x)
    return {"out": out, "dx": relu_backward(dout, cache), "saturation": _chain_gradients(x, K)}


def _chain_gradients(x, K):
    """The gradient of the output of every sigmoid in the chain with respect to the input, by its number."""
    caches, gradients, out = [], {}, x
    for depth in range(1, K + 1):
        out, cache = sigmoid_forward(out)
        caches.append(cache)
        gradient = x * 0 + 1
        for passed in reversed(caches):
            gradient = sigmoid_backward(gradient, passed)
        gradients[depth] = gradient
    return gradients


def witness(x, dout, K):
    # jax.nn.relu, not jnp.maximum: its gradient at 0 is 0, by the same convention.
    out, pullback = jax.vjp(jax.nn.relu, x)
    (dx,) = pullback(dout)

    def chain(depth):
        return lambda a: chain(depth - 1)(jax.nn.sigmoid(a)) if depth else a

    ones = jax.numpy.ones_like(x)
    saturation = {depth: jax.vjp(chain(depth), x)[1](ones)[0] for depth in range(1, K + 1)}
    return {"out": out, "dx": dx, "saturation": saturation}
