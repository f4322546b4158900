"""The transformer block, one sentence, one word and one head at a time; JAX differentiates it.

Gradients of what lies between the halves, and of the first norm's output, are those of zeros added there.
"""

import jax
import jax.numpy as jnp


def norm(x, gamma, beta, epsilon):
    def of_word(features):
        return (features - jnp.mean(features)) * jax.lax.rsqrt(jnp.var(features) + epsilon)

    return jax.vmap(of_word)(x) * gamma + beta


def attention(u, mask, Wq, Wk, Wv, Wo):
    """What all heads add to the words of a sentence."""

    def of_one_head(Wq, Wk, Wv, Wo):
        seen = jax.nn.softmax((u @ Wq) @ (u @ Wk).T / jnp.sqrt(float(Wq.shape[1])) + mask)
        return seen @ (u @ Wv) @ Wo

    return jnp.sum(jax.vmap(of_one_head, in_axes=(1, 1, 1, 0))(Wq, Wk, Wv, Wo), axis=0)


def witness(x, mask, gamma1, beta1, Wq, Wk, Wv, Wo, gamma2, beta2, W1, b1, W2, b2, epsilon, dout):
    def block(x, at_u1, at_y, gamma1, beta1, Wq, Wk, Wv, Wo, gamma2, beta2, W1, b1, W2, b2):
        def of_sentence(x, mask, at_u1, at_y):
            u1 = norm(x, gamma1, beta1, epsilon) + at_u1
            y = x + attention(u1, mask, Wq, Wk, Wv, Wo) + at_y
            return y + jax.nn.relu(norm(y, gamma2, beta2, epsilon) @ W1 + b1) @ W2 + b2

        return jax.vmap(of_sentence)(x, mask, at_u1, at_y)

    zeros = jnp.zeros_like(x)
    given = (x, zeros, zeros, gamma1, beta1, Wq, Wk, Wv, Wo, gamma2, beta2, W1, b1, W2, b2)
    out, pullback = jax.vjp(block, *given)
    names = ("gamma1", "beta1", "Wq", "Wk", "Wv", "Wo", "gamma2", "beta2", "W1", "b1", "W2", "b2")
    gradients = zip(("x", "u1", "y", *names), pullback(dout), strict=True)
    return {"out": out, **{f"d{name}": gradient for name, gradient in gradients}}
