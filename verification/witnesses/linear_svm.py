"""The linear SVM."""

import jax
import jax.numpy as jnp

from yudo.verification.witnesses.svm_loss import mean_loss


def objective(W, x, y, strength, margin):
    return mean_loss(x @ W, y, margin) + strength * jnp.sum(W**2)


def witness(W, x, y, lambda_, margin):
    loss, dW = jax.value_and_grad(objective)(W, x, y, lambda_, margin)
    return {"loss": loss, "dW": dW}
