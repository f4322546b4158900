"""Scaled dot-product attention, as einsums, which JAX differentiates."""

import jax
import jax.numpy as jnp


def witness(q, k, v, mask, dout):
    def scores_of(q, k):
        return jnp.einsum("ntd,nsd->nts", q, k) / jnp.sqrt(float(q.shape[2])) + mask

    def averaged(scores, v):
        return jnp.einsum("nts,nsm->ntm", jax.nn.softmax(scores), v)

    scores = scores_of(q, k)
    out, pullback = jax.vjp(lambda q, k, v: averaged(scores_of(q, k), v), q, k, v)
    dq, dk, dv = pullback(dout)
    dscores, _ = jax.vjp(averaged, scores, v)[1](dout)
    return {"out": out, "dv": dv, "dscores": dscores, "dq": dq, "dk": dk}
