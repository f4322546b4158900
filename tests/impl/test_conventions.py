"""What every function keeps to: arguments untouched, any memory layout, the dtype of the input."""

import numpy as np
import pytest

from tests.impl.test_activations import ACTIVATIONS, passes
from yudo.impl.adam import adam
from yudo.impl.adamw import adamw
from yudo.impl.affine import affine_backward, affine_forward, affine_parameter_gradients
from yudo.impl.attention import attention_backward, attention_forward, scores_backward
from yudo.impl.avg_pool import avg_pool_backward, avg_pool_forward
from yudo.impl.batch_norm import (
    batchnorm_backward,
    batchnorm_backward_alt,
    batchnorm_forward,
    statistics_gradients,
)
from yudo.impl.binary_cross_entropy import binary_cross_entropy_loss
from yudo.impl.conv2d import conv2d_backward, conv2d_forward
from yudo.impl.depthwise_conv2d import depthwise_conv2d_backward, depthwise_conv2d_forward
from yudo.impl.dropout import dropout_backward, dropout_forward
from yudo.impl.embedding import word_embedding_backward, word_embedding_forward
from yudo.impl.global_avg_pool import global_avg_pool_backward, global_avg_pool_forward
from yudo.impl.group_norm import spatial_groupnorm_backward, spatial_groupnorm_forward
from yudo.impl.gru_step import gru_step_backward, gru_step_forward
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.layer_norm import layernorm_backward, layernorm_forward
from yudo.impl.lstm import lstm_backward, lstm_forward
from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward
from yudo.impl.max_pool import max_pool_backward, max_pool_forward
from yudo.impl.momentum import sgd_momentum
from yudo.impl.mse import mse_loss
from yudo.impl.multi_head_attention import multi_head_attention_backward, multi_head_attention_forward
from yudo.impl.nesterov import sgd_nesterov
from yudo.impl.positional_encoding import positional_encoding_backward, positional_encoding_forward
from yudo.impl.residual import residual_backward, residual_forward
from yudo.impl.rms_norm import rmsnorm_backward, rmsnorm_forward
from yudo.impl.rmsprop import rmsprop
from yudo.impl.rnn import rnn_backward, rnn_forward
from yudo.impl.rnn_step import rnn_step_backward, rnn_step_forward
from yudo.impl.sgd import sgd
from yudo.impl.sigmoid import logit, odds
from yudo.impl.softmax_cross_entropy import softmax_backward, softmax_forward, softmax_loss
from yudo.impl.spatial_batch_norm import spatial_batchnorm_backward, spatial_batchnorm_forward
from yudo.impl.svm_loss import svm_loss
from yudo.impl.temporal_affine import temporal_affine_backward, temporal_affine_forward
from yudo.impl.temporal_softmax_loss import temporal_softmax_loss
from yudo.impl.transformer_block import (
    feed_forward_backward,
    feed_forward_forward,
    self_attention_backward,
    self_attention_forward,
    transformer_block_backward,
    transformer_block_forward,
)

PROBABILITIES = np.array([[0.125, 0.25, 0.625], [0.5, 0.25, 0.25], [0.25, 0.75, 0], [0, 0, 1]])
LOGITS = np.array([[0.0, -2.0, 3.0], [1e4, 0.5, -1e4], [-0.0, -np.inf, 0.0], [7.0, 7.0, 7.0]])
NUMBERS = np.array([[0.0, -2.0, 3.0], [1.5, -0.0, -1.0], [40.0, -40.0, 0.25], [1.0, -1.0, 2.0]])
LABELS = np.array([2, 0, 0, 1])
BATCH = np.arange(-12.0, 12.0).reshape(4, 2, 3)
WEIGHTS = np.arange(-9.0, 9.0).reshape(6, 3)
IMAGES = NUMBERS[:, :2, None] * np.ones(3)
PIXELS, FILTERS = np.arange(-12.0, 12.0).reshape(2, 1, 4, 3), np.arange(-9.0, 9.0).reshape(3, 1, 3, 2)
WINDOWS = {"pool_height": 2, "pool_width": 2}
BIASES = np.array([1.0, -2.0, 3.0])
GATED = (np.linspace(-1, 1, 36).reshape(3, 12), np.linspace(1, -1, 36).reshape(3, 12), np.ones(12))

NORMALISED = (NUMBERS, NUMBERS / 8, np.array([1.0, 2.0, 0.5]), np.array([2.0, 1.0, -3.0]))  # a cache
ATTENDED = (BATCH / 8, BATCH[::-1] / 4, BATCH, np.array([[0, -np.inf], [0, 1]]) * np.ones((4, 1, 1)))

PROJECTIONS = (*np.linspace(-1, 1, 27).reshape(3, 3, 3), np.linspace(1, -1, 9).reshape(3, 3))
FEED = (WEIGHTS[:3], BIASES, WEIGHTS[3:], BIASES[::-1])
BLOCK = dict(
    zip(
        ("gamma1", "beta1", "Wq", "Wk", "Wv", "Wo", "gamma2", "beta2", "W1", "b1", "W2", "b2"),
        (BIASES, BIASES / 2, *PROJECTIONS, BIASES[::-1], BIASES / 4, *FEED),
        strict=True,
    )
)


def through_block(x, mask, *params):
    """Output and cache of a transformer block."""
    return transformer_block_forward(x, dict(zip(BLOCK, params, strict=True)), 3, {}, mask)


def back_through_block(dout, *given):
    """All gradients of a transformer block."""
    dx, grads = transformer_block_backward(dout, through_block(*given)[1])
    return dx, *grads.values()


# Each function as one of arrays alone, and arrays to call it with.
CALLS = {
    "affine_forward": (lambda x, w, b: affine_forward(x, w, b)[0], (BATCH, WEIGHTS, BIASES)),
    "affine_backward": (
        lambda dout, x, w, b: affine_backward(dout, (x, w, b)),
        (NUMBERS, BATCH, WEIGHTS, BIASES),
    ),
    "affine_parameter_gradients": (
        lambda dout, x, w, b: affine_parameter_gradients(dout, (x, w, b)),
        (NUMBERS, BATCH, WEIGHTS, BIASES),
    ),
    "batchnorm_forward": (
        lambda x, gamma, beta: batchnorm_forward(x, gamma, beta, {"mode": "train"})[0],
        (NUMBERS, BIASES, BIASES[::-1]),
    ),
    "batchnorm_forward at test time": (
        lambda x, gamma, beta, mean, var: batchnorm_forward(
            x, gamma, beta, {"mode": "test", "running_mean": mean, "running_var": var}
        )[0],
        (NUMBERS, BIASES, BIASES[::-1], BIASES / 2, BIASES**2),
    ),
    "batchnorm_backward": (
        lambda dout, *cache: batchnorm_backward(dout, cache),
        (NUMBERS[::-1], *NORMALISED),
    ),
    "batchnorm_backward_alt": (
        lambda dout, *cache: batchnorm_backward_alt(dout, cache),
        (NUMBERS[::-1], *NORMALISED),
    ),
    "statistics_gradients": (statistics_gradients, (NUMBERS[::-1], *NORMALISED[::2])),
    "spatial_batchnorm_forward": (
        lambda x, gamma, beta: spatial_batchnorm_forward(x, gamma, beta, {"mode": "train"})[0],
        (IMAGES, BIASES[:2], BIASES[1:]),
    ),
    "spatial_batchnorm_backward": (
        lambda dout, *cache: spatial_batchnorm_backward(dout, cache),
        (IMAGES[::-1], IMAGES / 8, BIASES[:2] ** 2 + 1, BIASES[:2]),
    ),
    "spatial_groupnorm_forward": (
        lambda x, gamma, beta: spatial_groupnorm_forward(x, gamma, beta, 1, {})[0],
        (IMAGES, BIASES[:2], BIASES[1:]),
    ),
    "spatial_groupnorm_backward": (
        lambda dout, *cache: spatial_groupnorm_backward(dout, cache),
        (IMAGES[::-1], IMAGES[:, None] / 8, np.ones((4, 1, 1, 1)) * 2, BIASES[:2]),
    ),
    "conv2d_forward": (
        lambda x, w, b: conv2d_forward(x, w, b, {"stride": 1, "pad": 1})[0],
        (PIXELS, FILTERS, BIASES),
    ),
    "conv2d_backward": (
        lambda dout, x, w, b: conv2d_backward(dout, conv2d_forward(x, w, b, {"stride": 2, "pad": 1})[1]),
        (PIXELS[:, :1, :2, :2] * np.ones((3, 1, 1)), PIXELS, FILTERS, BIASES),
    ),
    "depthwise_conv2d_forward": (
        lambda x, w, b: depthwise_conv2d_forward(x, w, b, {"stride": 1, "pad": 1})[0],
        (PIXELS, FILTERS[:1, 0], BIASES[:1]),
    ),
    "depthwise_conv2d_backward": (
        lambda dout, x, w, b: depthwise_conv2d_backward(
            dout, depthwise_conv2d_forward(x, w, b, {"stride": 2, "pad": 1})[1]
        ),
        (PIXELS[:, :, :2, :2], PIXELS, FILTERS[:1, 0], BIASES[:1]),
    ),
    "avg_pool_forward": (lambda x: avg_pool_forward(x, {**WINDOWS, "stride": 1})[0], (PIXELS,)),
    "avg_pool_backward": (
        lambda dout, x: avg_pool_backward(dout, avg_pool_forward(x, {**WINDOWS, "stride": 2})[1]),
        (PIXELS[:, :, :2, :1], PIXELS),
    ),
    "global_avg_pool_forward": (lambda x: global_avg_pool_forward(x)[0], (PIXELS,)),
    "global_avg_pool_backward": (
        lambda dout, x: global_avg_pool_backward(dout, global_avg_pool_forward(x)[1]),
        (PIXELS[:, :, 0, 0], PIXELS),
    ),
    "max_pool_forward": (lambda x: max_pool_forward(x, {**WINDOWS, "stride": 1})[0], (PIXELS,)),
    "max_pool_backward": (
        lambda dout, x: max_pool_backward(dout, max_pool_forward(x, {**WINDOWS, "stride": 2})[1]),
        (PIXELS[:, :, :2, :1], PIXELS),
    ),
    "layernorm_forward": (
        lambda x, gamma, beta: layernorm_forward(x, gamma, beta, {})[0],
        (NUMBERS, BIASES, BIASES[::-1]),
    ),
    "layernorm_backward": (
        lambda dout, *cache: layernorm_backward(dout, cache),
        (NUMBERS[::-1], NUMBERS / 8, np.array([[1.0], [2.0], [0.5], [4.0]]), BIASES),
    ),
    "rmsnorm_forward": (lambda x, gamma: rmsnorm_forward(x, gamma)[0], (NUMBERS, BIASES)),
    "rmsnorm_backward": (
        lambda dout, *cache: rmsnorm_backward(dout, cache),
        (NUMBERS[::-1], NUMBERS / 8, np.array([[1.0], [2.0], [0.5], [4.0]]), BIASES),
    ),
    "dropout_forward": (
        lambda x, mask: dropout_forward(x, {"mode": "train", "p": 0.5, "mask": mask})[0],
        (NUMBERS, (NUMBERS > 0) * 1.0),
    ),
    "dropout_backward": (
        lambda dout, scaled: dropout_backward(dout, ({"mode": "train"}, scaled)),
        (NUMBERS[::-1], (NUMBERS > 0) * 2.0),
    ),
    "word_embedding_forward": (lambda x, W: word_embedding_forward(x, W)[0], (LABELS, WEIGHTS)),
    "word_embedding_backward": (
        lambda dout, x, W: word_embedding_backward(dout, (x, W)),
        (NUMBERS, LABELS, WEIGHTS),
    ),
    "temporal_affine_forward": (
        lambda x, w, b: temporal_affine_forward(x, w, b)[0],
        (BATCH, WEIGHTS[:3], BIASES),
    ),
    "temporal_affine_backward": (
        lambda dout, x, w, b: temporal_affine_backward(dout, (x, w, b)),
        (BATCH[::-1], BATCH, WEIGHTS[:3], BIASES),
    ),
    "rnn_forward": (
        lambda x, h0, Wx, Wh, b: rnn_forward(x, h0, Wx, Wh, b)[0],
        (BATCH / 8, NUMBERS / 8, WEIGHTS[:3] / 8, WEIGHTS[3:] / 8, BIASES),
    ),
    "rnn_backward": (
        lambda dh, *given: rnn_backward(dh, rnn_forward(*given)[1]),
        (BATCH[::-1], BATCH / 8, NUMBERS / 8, WEIGHTS[:3] / 8, WEIGHTS[3:] / 8, BIASES),
    ),
    "rnn_step_forward": (
        lambda x, prev_h, Wx, Wh, b: rnn_step_forward(x, prev_h, Wx, Wh, b)[0],
        (NUMBERS, NUMBERS[::-1] / 8, WEIGHTS[:3] / 8, WEIGHTS[3:] / 8, BIASES),
    ),
    "rnn_step_backward": (
        lambda dnext_h, *cache: rnn_step_backward(dnext_h, cache),
        (NUMBERS[::-1], NUMBERS, NUMBERS[::-1] / 8, WEIGHTS[:3], WEIGHTS[3:], PROBABILITIES),
    ),
    "attention_forward": (lambda *arrays: attention_forward(*arrays)[0], ATTENDED),
    "attention_backward": (
        lambda dout, *arrays: attention_backward(dout, attention_forward(*arrays)[1]),
        (BATCH[::-1], *ATTENDED),
    ),
    "multi_head_attention_forward": (
        lambda q, k, v, mask: multi_head_attention_forward(q, k, v, 3, mask)[0],
        ATTENDED,
    ),
    "multi_head_attention_backward": (
        lambda dout, q, k, v, mask: multi_head_attention_backward(
            dout, multi_head_attention_forward(q, k, v, 3, mask)[1]
        ),
        (BATCH[::-1], *ATTENDED),
    ),
    "positional_encoding_forward": (
        lambda x, table: positional_encoding_forward(x, table)[0],
        (BATCH, WEIGHTS),
    ),
    "positional_encoding_backward": (
        lambda dout, x, table: positional_encoding_backward(dout, positional_encoding_forward(x, table)[1]),
        (BATCH[::-1], BATCH, WEIGHTS),
    ),
    "scores_backward": (scores_backward, (NUMBERS[None], PROBABILITIES[None])),
    "self_attention_forward": (
        lambda u, *W: self_attention_forward(u, *W, 3)[0],
        (BATCH / 8, *PROJECTIONS),
    ),
    "self_attention_backward": (
        lambda dout, u, *W: self_attention_backward(dout, self_attention_forward(u, *W, 3)[1]),
        (BATCH[::-1], BATCH / 8, *PROJECTIONS),
    ),
    "feed_forward_forward": (lambda *given: feed_forward_forward(*given)[0], (BATCH, *FEED)),
    "feed_forward_backward": (
        lambda dout, *given: feed_forward_backward(dout, feed_forward_forward(*given)[1]),
        (BATCH[::-1], BATCH, *FEED),
    ),
    "transformer_block_forward": (
        lambda *given: through_block(*given)[0],
        (BATCH, ATTENDED[3], *BLOCK.values()),
    ),
    "transformer_block_backward": (
        back_through_block,
        (BATCH[::-1], BATCH, ATTENDED[3], *BLOCK.values()),
    ),
    "residual_forward": (
        lambda x, w, b: residual_forward(x, w, b)[0],
        (NUMBERS, WEIGHTS[:3], BIASES),
    ),
    "residual_backward": (
        lambda dout, x, w, b: residual_backward(dout, residual_forward(x, w, b)[1]),
        (NUMBERS[::-1], NUMBERS, WEIGHTS[:3], BIASES),
    ),
    "gru_step_forward": (
        lambda *arrays: gru_step_forward(*arrays)[0],
        (NUMBERS / 8, NUMBERS[::-1] / 8, *(weights[..., :9] for weights in GATED)),
    ),
    "gru_step_backward": (
        lambda dnext_h, *arrays: gru_step_backward(dnext_h, gru_step_forward(*arrays)[1]),
        (NUMBERS, NUMBERS / 8, NUMBERS[::-1] / 8, *(weights[..., :9] for weights in GATED)),
    ),
    "lstm_forward": (
        lambda x, h0, Wx, Wh, b: lstm_forward(x, h0, Wx, Wh, b)[0],
        (BATCH / 8, NUMBERS / 8, *GATED),
    ),
    "lstm_backward": (
        lambda dh, *given: lstm_backward(dh, lstm_forward(*given)[1]),
        (BATCH[::-1], BATCH / 8, NUMBERS / 8, *GATED),
    ),
    "lstm_step_forward": (
        lambda *arrays: lstm_step_forward(*arrays)[:2],
        (NUMBERS / 8, NUMBERS[::-1] / 8, NUMBERS / 4, *GATED),
    ),
    "lstm_step_backward": (
        lambda dnext_h, dnext_c, *arrays: lstm_step_backward(dnext_h, dnext_c, lstm_step_forward(*arrays)[2]),
        (NUMBERS, NUMBERS[::-1], NUMBERS / 8, NUMBERS[::-1] / 8, NUMBERS / 4, *GATED),
    ),
    "odds": (odds, (PROBABILITIES,)),
    "logit": (logit, (PROBABILITIES,)),
    "softmax_forward": (lambda x: softmax_forward(x)[0], (LOGITS,)),
    "softmax_backward": (softmax_backward, (NUMBERS, PROBABILITIES)),
    "softmax_loss": (softmax_loss, (LOGITS, LABELS)),
    "temporal_softmax_loss": (
        lambda x, y, mask: temporal_softmax_loss(x[:, None], y[:, None], mask[:, None]),
        (NUMBERS, LABELS, PROBABILITIES[:, 0]),
    ),
    "binary_cross_entropy_loss": (binary_cross_entropy_loss, (NUMBERS, PROBABILITIES)),
    "mse_loss": (mse_loss, (NUMBERS, NUMBERS[::-1])),
    "svm_loss": (svm_loss, (NUMBERS, LABELS)),
    "l2_regularization": (lambda w: l2_regularization(w, 0.1), (WEIGHTS,)),
}


def of_update(update, *state):
    """An update as a function of arrays alone, with NumPy numbers in its config."""
    numbers = {"learning_rate": np.float64(0.3), "weight_decay": np.float64(0.2), "t": 3}

    def call(w, dw, *arrays):
        next_w, config = update(w, dw, numbers | dict(zip(state, arrays, strict=True)))
        return (next_w, *(config[name] for name in state))

    return call, (
        NUMBERS,
        NUMBERS[::-1],
        *((NUMBERS / 8) ** (2 * place) for place in range(1, 1 + len(state))),
    )


CALLS |= {
    "sgd": of_update(sgd),
    "sgd_momentum": of_update(sgd_momentum, "velocity"),
    "sgd_nesterov": of_update(sgd_nesterov, "velocity"),
    "rmsprop": of_update(rmsprop, "cache"),
    "adam": of_update(adam, "m", "v"),
    "adamw": of_update(adamw, "m", "v"),
}


def of_activation(forward, backward):
    """The two passes as functions of arrays alone."""
    return (lambda x: forward(x)[0]), (lambda dout, x: backward(dout, forward(x)[1]))


for stem in ACTIVATIONS:
    ahead, back = of_activation(*passes(stem))
    CALLS |= {f"{stem}_forward": (ahead, (LOGITS,)), f"{stem}_backward": (back, (NUMBERS, NUMBERS[::-1]))}

every_function = pytest.mark.parametrize("name", CALLS)
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])


def spread(array):
    """The same numbers with gaps between them in memory."""
    wide = np.full(tuple(2 * n for n in array.shape), 99, array.dtype)
    inner = wide[tuple(slice(None, None, 2) for _ in array.shape)]
    inner[...] = array
    return inner


def backwards(array):
    """The same numbers, stored from the last to the first."""
    flip = tuple(slice(None, None, -1) for _ in array.shape)
    return array[flip].copy()[flip]


def big_endian(array):
    return array.astype(array.dtype.newbyteorder(">"))


LAYOUTS = [np.asfortranarray, spread, backwards, big_endian]


def call(name, dtype, layout=np.array):
    function, arrays = CALLS[name]
    arguments = [layout(a.astype(dtype) if a.dtype.kind == "f" else a) for a in arrays]
    results = function(*arguments)
    return arguments, results if isinstance(results, tuple) else (results,)


@every_function
@every_dtype
def test_results_keep_the_floating_dtype(name, dtype):
    for result in call(name, dtype)[1]:
        assert result.dtype == dtype


@every_function
@every_dtype
def test_arguments_are_left_alone_and_may_be_read_only(name, dtype):
    def read_only(array):
        copy = array.copy()
        copy.flags.writeable = False
        return copy

    arguments, _ = call(name, dtype, read_only)
    for argument, original in zip(arguments, CALLS[name][1], strict=True):
        np.testing.assert_array_equal(argument, original.astype(argument.dtype))


@every_function
def test_results_share_no_memory_with_the_arguments(name):
    arguments, results = call(name, np.float64)
    assert not any(np.shares_memory(r, a) for r in results for a in arguments)


@every_function
@every_dtype
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_in_memory_changes_no_result(name, dtype, layout):
    eps = np.finfo(dtype).eps
    _, expected = call(name, dtype)
    arguments, results = call(name, dtype, layout)
    for argument, original in zip(arguments, CALLS[name][1], strict=True):
        np.testing.assert_array_equal(argument, original.astype(argument.dtype))
    for result, value in zip(results, expected, strict=True):
        np.testing.assert_allclose(result, value, rtol=4 * eps, atol=4 * eps)


@pytest.mark.parametrize(
    "name", ["affine_forward", "affine_backward", "sigmoid_backward", "softmax_backward"]
)
def test_arrays_of_different_floating_dtypes_may_meet(name):
    function, arrays = CALLS[name]
    mixed = [a.astype(np.float32 if i % 2 else np.float64) for i, a in enumerate(arrays)]
    expected = function(*arrays)
    results = function(*mixed)
    if not isinstance(results, tuple):
        results, expected = (results,), (expected,)
    for result, value in zip(results, expected, strict=True):
        assert result.dtype in (np.float32, np.float64)
        np.testing.assert_allclose(result, value, rtol=1e-6, atol=1e-6)
