"""A captioning model, as a scan over its words."""

import jax
import jax.numpy as jnp


def told(params, probe, features, labels_in):
    """The scores of all steps, (T, N, V), with something added to them: their gradient."""
    weights = jnp.concatenate([params["Wx"], params["Wh"]])

    def step(h, words):
        seen = jnp.concatenate([jnp.take(params["W_embed"], words, axis=0), h], axis=1)
        h = jnp.tanh(seen @ weights + params["b"])
        return h, h

    _, h = jax.lax.scan(step, features @ params["W_proj"] + params["b_proj"], labels_in)
    return h @ params["W_vocab"] + params["b_vocab"] + probe


def objective(params, probe, features, labels_in, labels_out, mask):
    log_probs = jax.nn.log_softmax(told(params, probe, features, labels_in))
    chosen = jnp.take_along_axis(log_probs, labels_out[:, :, None], axis=2)[:, :, 0]
    return -jnp.where(mask > 0.5, chosen, 0.0).sum() / features.shape[0]


def witness(features, labels_in, labels_out, mask, T, **params):
    labels_in, labels_out, mask = (
        jnp.stack([one[t] for t in range(1, T + 1)]) for one in (labels_in, labels_out, mask)
    )
    probe = jnp.zeros((*labels_in.shape, *params["b_vocab"].shape), features.dtype)
    given = (features, labels_in, labels_out, mask)
    loss, (grads, dscores) = jax.value_and_grad(objective, argnums=(0, 1))(params, probe, *given)
    by_step = {"scores": told(params, probe, features, labels_in), "dscores": dscores}
    return {
        "loss": loss,
        **{f"d{part}": grad for part, grad in grads.items()},
        **{name: dict(enumerate(values, start=1)) for name, values in by_step.items()},
    }
