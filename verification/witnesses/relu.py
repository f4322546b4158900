"""The ReLU, and the chain of sigmoids that it replaced."""

import jax


def witness(x, dout, K):
    # jax.nn.relu, not jnp.maximum: its gradient at 0 is 0, by the same convention.
    out, pullback = jax.vjp(jax.nn.relu, x)
    (dx,) = pullback(dout)

    def chain(depth):
        return lambda a: chain(depth - 1)(jax.nn.sigmoid(a)) if depth else a

    ones = jax.numpy.ones_like(x)
    saturation = {depth: jax.vjp(chain(depth), x)[1](ones)[0] for depth in range(1, K + 1)}
    return {"out": out, "dx": dx, "saturation": saturation}
