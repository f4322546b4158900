"""The captioning model of an RNN: the record has one array per step, the code an axis of steps."""

from collections.abc import Mapping
from typing import Any

from yudo.impl.affine import affine_forward
from yudo.impl.captioning_rnn import CaptioningRNN
from yudo.impl.embedding import word_embedding_forward
from yudo.impl.rnn import rnn_forward
from yudo.impl.temporal_affine import temporal_affine_forward
from yudo.impl.temporal_softmax_loss import temporal_softmax_loss

STEPS = 1
"""The axis of steps in the arrays of the code."""
PARTS = ("W_embed", "W_proj", "b_proj", "Wx", "Wh", "b", "W_vocab", "b_vocab")


def results(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results by name, those of every step with all steps in one array."""
    features, labels_in, labels_out, mask = (
        given[name] for name in ("features", "labels_in", "labels_out", "mask")
    )
    model = object.__new__(CaptioningRNN)
    model.cell_type, model.params = "rnn", {part: given[part] for part in PARTS}
    loss, grads = model.loss_of_words(features, labels_in, labels_out, mask)

    # What the model does not return.
    h0, _ = affine_forward(features, given["W_proj"], given["b_proj"])
    x, _ = word_embedding_forward(labels_in, given["W_embed"])
    h, _ = rnn_forward(x, h0, given["Wx"], given["Wh"], given["b"])
    scores, _ = temporal_affine_forward(h, given["W_vocab"], given["b_vocab"])
    _, dscores = temporal_softmax_loss(scores, labels_out, mask)
    return {
        "scores": scores,
        "loss": loss,
        "dscores": dscores,
        **{f"d{part}": grads[part] for part in PARTS},
    }
