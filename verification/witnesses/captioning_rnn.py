"""A captioning model, as a scan over its words."""

import jax
import jax.numpy as jnp


def told(params, probe, features, labels_in):
    """The scores of all steps, (T, N, V), with something added to them: their gradient."""
    x = jnp.take(params["W_embed"], labels_in.T, axis=0)
    weights = jnp.concatenate([params["Wx"], params["Wh"]])

    def step(h, word):
        h = jnp.tanh(jnp.concatenate([word, h], axis=1) @ weights + params["b"])
        return h, h

    _, h = jax.lax.scan(step, features @ params["W_proj"] + params["b_proj"], x)
    return h @ params["W_vocab"] + params["b_vocab"] + probe


def objective(params, probe, features, labels_in, labels_out, mask):
    log_probs = jax.nn.log_softmax(told(params, probe, features, labels_in))
    chosen = jnp.take_along_axis(log_probs, labels_out.T[:, :, None], axis=2)[:, :, 0]
    return -jnp.where(mask.T > 0.5, chosen, 0.0).sum() / features.shape[0]


def witness(features, labels_in, labels_out, mask, **params):
    probe = jnp.zeros((*labels_in.T.shape, *params["b_vocab"].shape), features.dtype)
    given = (features, labels_in, labels_out, mask)
    loss, (grads, dscores) = jax.value_and_grad(objective, argnums=(0, 1))(params, probe, *given)
    by_step = {"scores": told(params, probe, features, labels_in), "dscores": dscores}
    return {
        "loss": loss,
        **{f"d{part}": grad for part, grad in grads.items()},
        **{name: dict(enumerate(values, start=1)) for name, values in by_step.items()},
    }
