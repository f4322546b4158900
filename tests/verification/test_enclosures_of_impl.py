"""Enclosures of impl/ and of drawn programs hold what the same code gives on balls and on floats.

Balls of 300 bits stand in for exact arithmetic: NumPy runs a program on them as on any array of objects.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from yudo import impl
from yudo.impl import _arguments
from yudo.impl import gelu as gelu_code
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
from yudo.impl.batch_norm_net import bn_relu_backward, bn_relu_forward
from yudo.impl.binary_cross_entropy import binary_cross_entropy_loss
from yudo.impl.captioning_rnn import CaptioningRNN
from yudo.impl.conv2d import conv2d_backward, conv2d_forward
from yudo.impl.depthwise_conv2d import depthwise_conv2d_backward, depthwise_conv2d_forward
from yudo.impl.dropout import dropout_backward, dropout_forward
from yudo.impl.elu import elu_backward, elu_forward
from yudo.impl.embedding import word_embedding_backward, word_embedding_forward
from yudo.impl.fully_connected_net import FullyConnectedNet
from yudo.impl.gelu import gelu_backward, gelu_exact_backward, gelu_exact_forward, gelu_forward
from yudo.impl.global_avg_pool import global_avg_pool_backward, global_avg_pool_forward
from yudo.impl.group_norm import spatial_groupnorm_backward, spatial_groupnorm_forward
from yudo.impl.gru_step import gru_step_backward, gru_step_forward
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.layer_norm import layernorm_backward, layernorm_forward
from yudo.impl.layer_norm_net import ln_relu_backward, ln_relu_forward
from yudo.impl.leaky_relu import leaky_relu_backward, leaky_relu_forward
from yudo.impl.linear_svm import linear_svm
from yudo.impl.lstm import lstm_backward, lstm_forward
from yudo.impl.lstm_step import lstm_step_backward, lstm_step_forward
from yudo.impl.max_pool import max_pool_backward, max_pool_forward
from yudo.impl.momentum import sgd_momentum
from yudo.impl.mse import mse_loss
from yudo.impl.multi_head_attention import multi_head_attention_backward, multi_head_attention_forward
from yudo.impl.nesterov import sgd_nesterov
from yudo.impl.positional_encoding import positional_encoding_backward, positional_encoding_forward
from yudo.impl.relu import relu_backward, relu_forward
from yudo.impl.residual import residual_backward, residual_forward
from yudo.impl.rms_norm import rmsnorm_backward, rmsnorm_forward
from yudo.impl.rmsprop import rmsprop
from yudo.impl.rnn import rnn_backward, rnn_forward
from yudo.impl.rnn_step import rnn_step_backward, rnn_step_forward
from yudo.impl.sgd import sgd
from yudo.impl.sigmoid import logit, odds, sigmoid_backward, sigmoid_forward
from yudo.impl.silu import silu_backward, silu_forward
from yudo.impl.softmax_cross_entropy import softmax_backward, softmax_forward, softmax_loss
from yudo.impl.softplus import softplus_backward, softplus_forward
from yudo.impl.spatial_batch_norm import spatial_batchnorm_backward, spatial_batchnorm_forward
from yudo.impl.svm_loss import svm_loss
from yudo.impl.tanh import tanh_backward, tanh_forward
from yudo.impl.temporal_affine import temporal_affine_backward, temporal_affine_forward
from yudo.impl.temporal_softmax_loss import temporal_softmax_loss
from yudo.impl.three_layer_conv_net import ThreeLayerConvNet
from yudo.impl.transformer_block import (
    feed_forward_backward,
    feed_forward_forward,
    self_attention_backward,
    self_attention_forward,
    transformer_block_backward,
    transformer_block_forward,
)
from yudo.impl.two_layer_net import TwoLayerNet
from yudo.verification.numeric.balls import balls
from yudo.verification.numeric.intervals import Arithmetic, IntervalArray, enclosed_entries

DTYPES = ("float32", "float64")
BITS = 300
N, D, H, C = 5, 4, 3, 6
LABELS = np.array([0, 5, 2, 2, 1])
SHAPES = {
    "x": (N, 2, D // 2), "a": (N, C), "dout": (N, C), "p": (N, C), "w": (D, C), "b": (C,),
    "W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,),
}  # fmt: skip
Given = dict[str, Any]


def convolutional_net(g: Given) -> tuple[Any, ...]:
    net = ThreeLayerConvNet((1, 2, D // 2), H, 1, C, C, reg=0.3, dtype=g["W1"].dtype)
    net.params = {name: g[name] for name in ("b1", "W2", "b2")}
    net.params |= {"W1": g["W1"][:1].T.reshape(H, 1, 1, 1), "W3": g["dout"].T.dot(g["a"]), "b3": g["b"]}
    images = g["x"].reshape(N, 1, 2, D // 2)
    loss, grads = net.loss(images, LABELS)
    return (net.loss(images), loss, *(grads[name] for name in net.params))


def two_layers(g: Given) -> tuple[Any, ...]:
    net = TwoLayerNet(D, H, C, reg=0.3, dtype=g["W1"].dtype)
    net.params = {name: g[name] for name in ("W1", "b1", "W2", "b2")}
    loss, grads = net.loss(g["x"], LABELS)
    return (net.loss(g["x"]), loss, *grads.values())


def three_layers(g: Given) -> tuple[Any, ...]:
    net = FullyConnectedNet([H, C], D, C, reg=0.3, dtype=g["W1"].dtype)
    square = g["a"][:C, :C].T.dot(g["dout"][:C, :C])
    net.params = {"W1": g["W1"], "b1": g["b1"], "W2": g["W2"], "b2": g["b2"], "W3": square, "b3": g["b"]}
    loss, grads = net.loss(g["x"], LABELS)
    return (net.loss(g["x"]), loss, *grads.values())


def hidden_layer(forward: Any, backward: Any, g: Given) -> tuple[Any, ...]:
    param = {"mode": "train", "eps": 0.3}
    dropout = {"mode": "train", "p": 0.5, "mask": np.arange(N * C).reshape(N, C) % 2.0}
    out, cache = forward(g["a"], g["dout"][0], g["dout"][1], param, dropout)
    return (out,) if backward is None else backward(g["dout"], cache)


def normalised(g: Given) -> tuple[Any, Any]:
    """Output and cache of batch normalisation."""
    scale, shift = g["dout"][0], g["dout"][1]
    averages = {"running_mean": shift, "running_var": scale * scale}
    return batchnorm_forward(g["a"], scale, shift, {"mode": "train", "eps": 0.3, **averages})


def images_normalised(g: Given) -> tuple[Any, Any]:
    """Output and cache of batch normalisation of images with one pixel in each channel."""
    scale, shift = g["dout"][0], g["dout"][1]
    return spatial_batchnorm_forward(g["a"][:, :, None], scale, shift, {"mode": "train", "eps": 0.3})


def groups_normalised(g: Given) -> tuple[Any, Any]:
    """Output and cache of group normalisation with one pixel in each channel."""
    return spatial_groupnorm_forward(g["a"][:, :, None], g["dout"][0], g["dout"][1], 2, {"eps": 0.3})


def convolved(g: Given) -> tuple[Any, Any]:
    """Output and cache of a convolution of one image with two filters."""
    filters = g["w"].reshape(2, 2, C)[:, None, :, :2]
    return conv2d_forward(g["a"][None, None], filters, g["b"][:2], {"stride": 2, "pad": 1})


def filtered(g: Given) -> tuple[Any, Any]:
    """Output and cache of a convolution of two channels, each with a filter of its own."""
    channels = np.stack([g["a"], g["dout"]])[None]
    filters = g["w"].reshape(2, 2, C)[:, :, :2]
    return depthwise_conv2d_forward(channels, filters, g["b"][:2], {"stride": 2, "pad": 1})


def averaged(g: Given) -> tuple[Any, Any]:
    """Output and cache of the means of windows of one image."""
    return avg_pool_forward(g["a"][None, None], {"pool_height": 2, "pool_width": 2, "stride": 1})


def largest(g: Given) -> tuple[Any, Any]:
    """Output and cache of the largest pixels of windows of one image."""
    return max_pool_forward(g["a"][None, None], {"pool_height": 2, "pool_width": 2, "stride": 1})


def rows_normalised(g: Given) -> tuple[Any, Any]:
    """Output and cache of layer normalisation."""
    return layernorm_forward(g["a"], g["dout"][0], g["dout"][1], {"eps": 0.3})


def over_time(g: Given) -> tuple[Any, Any]:
    """Hidden states and cache of a recurrent net of one step, from an axis of steps."""
    state = g["dout"].dot(g["w"].T).dot(g["W1"])
    return rnn_forward(g["x"].reshape(N, 1, D), state, g["W1"], g["W2"].dot(g["W2"].T), g["b1"])


def captioned(g: Given) -> tuple[Any, ...]:
    """Loss and gradients of a captioning model, of captions of one word besides the first."""
    net = CaptioningRNN({"<NULL>": 0, **{str(n): n for n in range(1, C)}}, D, D, H, dtype=g["W1"].dtype)
    net.params = {
        "W_embed": g["w"].T, "W_proj": g["W1"], "b_proj": g["b1"], "Wx": g["W1"],
        "Wh": g["W2"].dot(g["W2"].T), "b": g["b1"], "W_vocab": g["W2"], "b_vocab": g["b"],
    }  # fmt: skip
    loss, grads = net.loss(g["x"].reshape(N, D), np.stack([LABELS, LABELS[::-1]], axis=1))
    return (loss, *(grads[name] for name in net.params))


def partly_off(g: Given) -> tuple[Any, Any]:
    """Output and cache of dropout."""
    return dropout_forward(g["a"], {"mode": "train", "p": 0.3, "mask": g["p"]})


def stepped(g: Given) -> tuple[Any, Any]:
    """New hidden state and cache of a step of a recurrent net."""
    state = g["dout"].dot(g["w"].T).dot(g["W1"])
    return rnn_step_forward(g["x"].reshape(N, D), state, g["W1"], g["W2"].dot(g["W2"].T), g["b1"])


def attended(g: Given) -> tuple[Any, Any]:
    """Output and cache of attention of one sample, with as many values as queries have features."""
    return attention_forward(g["a"][None], g["dout"][None], g["dout"][None, :, ::-1], g["b"][None, None, :N])


def bypassed(g: Given) -> tuple[Any, Any]:
    """Output and cache of a residual block."""
    return residual_forward(g["x"].reshape(N, D), g["W1"].dot(g["W1"].T), g["W1"].T[0])


def attended_by_heads(g: Given) -> tuple[Any, Any]:
    """Output and cache of attention of one sample with two heads."""
    dout = g["dout"][None]
    return multi_head_attention_forward(g["a"][None], dout, dout[:, :, ::-1], 2, g["b"][None, None, :N])


def attended_by_itself(g: Given) -> tuple[Any, Any]:
    """Output and cache of the attention of a transformer block, of one sample with three heads."""
    projections = (g["W1"], g["W1"][::-1], -g["W1"], g["W1"].T)
    return self_attention_forward(g["x"].reshape(1, N, D), *projections, 3, g["a"][None, None, 0, :N])


def fed_forward(g: Given) -> tuple[Any, Any]:
    """Output and cache of the second branch of a transformer block."""
    return feed_forward_forward(g["x"].reshape(1, N, D), g["W1"], g["b1"], g["W1"].T, g["w"].T[0])


def through_block(g: Given) -> tuple[Any, Any]:
    """Output and cache of a transformer block of one sample with three heads."""
    params = {"Wq": g["W1"], "Wk": g["W1"][::-1], "Wv": -g["W1"], "Wo": g["W1"].T}
    params |= {"gamma1": g["w"].T[1], "beta1": g["w"].T[2], "gamma2": g["w"].T[3], "beta2": g["w"].T[4]}
    params |= {"W1": g["W1"], "b1": g["b1"], "W2": g["W1"].T, "b2": g["w"].T[0]}
    return transformer_block_forward(g["x"].reshape(1, N, D), params, 3, {}, g["a"][None, None, 0, :N])


def back_through_block(g: Given) -> tuple[Any, ...]:
    """All gradients of a transformer block."""
    dx, grads = transformer_block_backward(g["dout"].dot(g["w"].T)[None], through_block(g)[1])
    return dx, *grads.values()


def with_gates(g: Given, count: int) -> tuple[Any, ...]:
    """Input, hidden state and the weights of so many gates."""
    parts = (g["W1"], g["W2"].dot(g["W2"].T), g["b1"])
    weights = [np.concatenate([part, -part, part[::-1], part][:count], axis=-1) for part in parts]
    return g["x"].reshape(N, D), g["dout"].dot(g["w"].T).dot(g["W1"]), weights


def gated(g: Given) -> tuple[Any, ...]:
    """New hidden state, new cell and cache of a step of an LSTM."""
    x, state, weights = with_gates(g, 4)
    return lstm_step_forward(x, state, g["a"][:, :H], *weights)


def remembered(g: Given) -> tuple[Any, Any]:
    """Hidden states and cache of an LSTM of one step, from an axis of steps."""
    x, state, weights = with_gates(g, 4)
    return lstm_forward(x[:, None], state, *weights)


def moved(g: Given) -> tuple[Any, Any]:
    """New hidden state and cache of a step of a GRU."""
    x, state, weights = with_gates(g, 3)
    return gru_step_forward(x, state, *weights)


def updated(update: Callable[..., Any], *state: str) -> Callable[[Given], tuple[Any, ...]]:
    """An update in the middle of a training, as a program: its new weights and state."""

    def program(g: Given) -> tuple[Any, ...]:
        next_w, config = update(g["a"], g["dout"], {"t": 3, **dict.fromkeys(state, g["p"])})
        return (next_w, *(config[name] for name in state))

    return program


PROGRAMS: dict[Any, Callable[[Given], Any]] = {
    sgd: updated(sgd),
    sgd_momentum: updated(sgd_momentum, "velocity"),
    sgd_nesterov: updated(sgd_nesterov, "velocity"),
    rmsprop: updated(rmsprop, "cache"),
    adam: updated(adam, "m", "v"),
    adamw: updated(adamw, "m", "v"),
    affine_forward: lambda g: affine_forward(g["x"], g["w"], g["b"])[:1],
    affine_backward: lambda g: affine_backward(g["dout"], (g["x"], g["w"], g["b"])),
    affine_parameter_gradients: lambda g: affine_parameter_gradients(g["dout"], (g["x"], g["w"], g["b"])),
    batchnorm_forward: lambda g: normalised(g)[:1],
    batchnorm_backward: lambda g: batchnorm_backward(g["dout"], normalised(g)[1]),
    batchnorm_backward_alt: lambda g: batchnorm_backward_alt(g["dout"], normalised(g)[1]),
    statistics_gradients: lambda g: statistics_gradients(g["dout"], *normalised(g)[1][:3:2]),
    temporal_softmax_loss: lambda g: temporal_softmax_loss(
        g["a"].reshape(1, N, C), LABELS[None], np.array([[1, 0, 1, 1, 0]])
    ),
    rnn_forward: lambda g: over_time(g)[:1],
    rnn_backward: lambda g: rnn_backward((g["a"] * g["dout"])[:, None, :H], over_time(g)[1]),
    rnn_step_forward: lambda g: stepped(g)[:1],
    rnn_step_backward: lambda g: rnn_step_backward(g["a"][:, :H] * g["dout"][:, :H], stepped(g)[1]),
    residual_forward: lambda g: bypassed(g)[:1],
    residual_backward: lambda g: residual_backward(g["dout"][:, :D], bypassed(g)[1]),
    gru_step_forward: lambda g: moved(g)[:1],
    gru_step_backward: lambda g: gru_step_backward(g["dout"][:, :H], moved(g)[1]),
    lstm_forward: lambda g: remembered(g)[:1],
    lstm_backward: lambda g: lstm_backward(g["dout"][:, None, :H], remembered(g)[1]),
    lstm_step_forward: lambda g: gated(g)[:2],
    lstm_step_backward: lambda g: lstm_step_backward(g["dout"][:, :H], g["dout"][:, -H:], gated(g)[2]),
    temporal_affine_forward: lambda g: temporal_affine_forward(g["x"], g["W1"][:2], g["b1"])[:1],
    temporal_affine_backward: lambda g: temporal_affine_backward(
        g["dout"].reshape(N, 2, H), (g["x"], g["W1"][:2], g["b1"])
    ),
    word_embedding_forward: lambda g: word_embedding_forward(LABELS, g["w"].T)[:1],
    word_embedding_backward: lambda g: (word_embedding_backward(g["dout"][:, :D], (LABELS, g["w"].T)),),
    dropout_forward: lambda g: partly_off(g)[:1],
    dropout_backward: lambda g: (dropout_backward(g["dout"], partly_off(g)[1]),),
    spatial_batchnorm_forward: lambda g: images_normalised(g)[:1],
    spatial_batchnorm_backward: lambda g: spatial_batchnorm_backward(
        g["dout"][:, :, None], images_normalised(g)[1]
    ),
    spatial_groupnorm_forward: lambda g: groups_normalised(g)[:1],
    spatial_groupnorm_backward: lambda g: spatial_groupnorm_backward(
        g["dout"][:, :, None], groups_normalised(g)[1]
    ),
    conv2d_forward: lambda g: convolved(g)[:1],
    conv2d_backward: lambda g: conv2d_backward(convolved(g)[0] * g["dout"][0, 0], convolved(g)[1]),
    depthwise_conv2d_forward: lambda g: filtered(g)[:1],
    depthwise_conv2d_backward: lambda g: depthwise_conv2d_backward(
        filtered(g)[0] * g["dout"][0, 0], filtered(g)[1]
    ),
    avg_pool_forward: lambda g: averaged(g)[:1],
    avg_pool_backward: lambda g: avg_pool_backward(averaged(g)[0] * g["dout"][0, 0], averaged(g)[1]),
    global_avg_pool_forward: lambda g: global_avg_pool_forward(g["x"])[:1],
    global_avg_pool_backward: lambda g: (global_avg_pool_backward(g["dout"][:, :2], (g["x"].shape,)),),
    max_pool_forward: lambda g: largest(g)[:1],
    max_pool_backward: lambda g: max_pool_backward(largest(g)[0] * g["dout"][0, 0], largest(g)[1]),
    layernorm_forward: lambda g: rows_normalised(g)[:1],
    layernorm_backward: lambda g: layernorm_backward(g["dout"], rows_normalised(g)[1]),
    rmsnorm_forward: lambda g: rmsnorm_forward(g["a"], g["dout"][0], 0.3)[:1],
    rmsnorm_backward: lambda g: rmsnorm_backward(g["dout"], rmsnorm_forward(g["a"], g["dout"][0], 0.3)[1]),
    relu_forward: lambda g: relu_forward(g["a"])[:1],
    relu_backward: lambda g: (relu_backward(g["dout"], g["a"]),),
    leaky_relu_forward: lambda g: leaky_relu_forward(g["a"])[:1],
    leaky_relu_backward: lambda g: (leaky_relu_backward(g["dout"], leaky_relu_forward(g["a"])[1]),),
    elu_forward: lambda g: elu_forward(g["a"])[:1],
    elu_backward: lambda g: (elu_backward(g["dout"], elu_forward(g["a"])[1]),),
    softplus_forward: lambda g: softplus_forward(g["a"])[:1],
    softplus_backward: lambda g: (softplus_backward(g["dout"], g["a"]),),
    silu_forward: lambda g: silu_forward(g["a"])[:1],
    silu_backward: lambda g: (silu_backward(g["dout"], silu_forward(g["a"])[1]),),
    gelu_forward: lambda g: gelu_forward(g["a"])[:1],
    gelu_backward: lambda g: (gelu_backward(g["dout"], gelu_forward(g["a"])[1]),),
    gelu_exact_forward: lambda g: gelu_exact_forward(g["a"])[:1],
    gelu_exact_backward: lambda g: (gelu_exact_backward(g["dout"], gelu_exact_forward(g["a"])[1]),),
    tanh_forward: lambda g: tanh_forward(g["a"])[:1],
    tanh_backward: lambda g: (tanh_backward(g["dout"], tanh_forward(g["a"])[1]),),
    binary_cross_entropy_loss: lambda g: binary_cross_entropy_loss(g["a"], g["p"]),
    mse_loss: lambda g: mse_loss(g["a"], g["dout"]),
    svm_loss: lambda g: svm_loss(g["a"], LABELS),
    linear_svm: lambda g: linear_svm(g["w"], g["x"].reshape(N, D), LABELS, 0.3),
    sigmoid_forward: lambda g: sigmoid_forward(g["a"])[:1],
    sigmoid_backward: lambda g: (sigmoid_backward(g["dout"], g["p"]),),
    attention_forward: lambda g: attended(g)[:1],
    positional_encoding_forward: lambda g: positional_encoding_forward(g["x"], g["w"][:, : D // 2])[:1],
    positional_encoding_backward: lambda g: positional_encoding_backward(g["x"], ((D, D // 2),)),
    multi_head_attention_forward: lambda g: attended_by_heads(g)[:1],
    multi_head_attention_backward: lambda g: multi_head_attention_backward(
        g["dout"][None], attended_by_heads(g)[1]
    ),
    attention_backward: lambda g: attention_backward(g["dout"][None], attended(g)[1]),
    scores_backward: lambda g: (scores_backward(g["dout"][None], g["p"][None]),),
    odds: lambda g: (odds(g["p"]),),
    logit: lambda g: (logit(g["p"]),),
    softmax_forward: lambda g: softmax_forward(g["a"])[:1],
    softmax_backward: lambda g: (softmax_backward(g["dout"], g["p"]),),
    softmax_loss: lambda g: softmax_loss(g["a"], LABELS),
    l2_regularization: lambda g: (
        *l2_regularization(g["w"], 0.3),
        *l2_regularization(g["w"], 0.3, "full"),
        *l2_regularization(g["w"], 0.3, "mean", num_samples=7),
    ),
    self_attention_forward: lambda g: attended_by_itself(g)[:1],
    self_attention_backward: lambda g: self_attention_backward(
        g["dout"].dot(g["w"].T)[None], attended_by_itself(g)[1]
    ),
    feed_forward_forward: lambda g: fed_forward(g)[:1],
    feed_forward_backward: lambda g: feed_forward_backward(g["dout"].dot(g["w"].T)[None], fed_forward(g)[1]),
    transformer_block_forward: lambda g: through_block(g)[:1],
    transformer_block_backward: back_through_block,
    CaptioningRNN: captioned,
    ThreeLayerConvNet: convolutional_net,
    TwoLayerNet: two_layers,
    FullyConnectedNet: three_layers,
    bn_relu_forward: partial(hidden_layer, bn_relu_forward, None),
    bn_relu_backward: partial(hidden_layer, bn_relu_forward, bn_relu_backward),
    ln_relu_forward: partial(hidden_layer, ln_relu_forward, None),
    ln_relu_backward: partial(hidden_layer, ln_relu_forward, ln_relu_backward),
}


def of_any_entries(logaddexp: np.ufunc) -> Callable[[Any, Any], Any]:
    """For ``exp`` and ``log`` NumPy calls the methods of balls, for this function it does not."""

    def function(a: Any, b: Any) -> Any:
        balls_given = isinstance(a, np.ndarray) and a.dtype == object
        return np.log(np.exp(a) + np.exp(b)) if balls_given else logaddexp(a, b)

    return function


def of_any_entry(vectorised: np.vectorize) -> Callable[[Any], Any]:
    """The same for a function of one number, of balls their method of its name."""
    enclosed = enclosed_entries(vectorised)
    method = np.frompyfunc(lambda ball: getattr(ball, vectorised.pyfunc.__name__)(), 1, 1)

    def function(a: Any) -> Any:
        return method(a) if isinstance(a, np.ndarray) and a.dtype == object else enclosed(a)

    return function


@contextmanager
def any_array_allowed() -> Iterator[None]:
    """The checks of arguments ask for plain arrays of floats."""
    with pytest.MonkeyPatch.context() as patch, np.errstate(all="ignore"):
        patch.setattr(np, "logaddexp", of_any_entries(np.logaddexp))
        patch.setattr(gelu_code, "_erfc", of_any_entry(gelu_code._erfc))
        for name in vars(_arguments):
            if name.startswith("check_"):
                patch.setattr(_arguments, name, lambda *args, **kwargs: None)
        yield


def drawn(seed: int, dtype: str, spread: float) -> Given:
    rng = np.random.default_rng(seed)
    given_ = {name: (rng.standard_normal(shape) * spread).astype(dtype) for name, shape in SHAPES.items()}
    given_["p"] = rng.uniform(0.001, 0.999, SHAPES["p"]).astype(dtype)
    return given_


def not_outside(enclosure: Any, value: Any) -> bool:
    """Whether no entry, a ball or a float, certainly lies outside its interval."""
    assert isinstance(enclosure, IntervalArray)
    assert enclosure.shape == np.shape(value)
    ends = zip(enclosure.low.ravel(), np.ravel(value), enclosure.high.ravel(), strict=True)
    for low, entry, high in ends:
        if not isinstance(entry, arb):
            entry = arb(float(entry))
        if entry.is_nan() and (low, high) == (-np.inf, np.inf):
            continue
        if entry < arb(low) or entry > arb(high) or entry.is_nan():
            return False
    return True


def boxed(value: Any) -> Any:
    box = np.empty((), dtype=object)
    box[()] = value
    return box if isinstance(value, arb) else value


def run_all(program: Callable[[Given], Any], given_: Given, dtype: str) -> Iterator[tuple[Any, Any, Any]]:
    """Every output of a program: its enclosure, in balls and in floats."""
    arithmetic = Arithmetic.of(dtype)
    with any_array_allowed(), ctx.workprec(BITS):
        enclosed = program({name: arithmetic.enclose(array) for name, array in given_.items()})
        exact = program({name: balls(array) for name, array in given_.items()})
        floating = program(given_)
    return zip(enclosed, map(boxed, exact), floating, strict=True)


def test_every_public_function_and_net_of_impl_is_run() -> None:
    modules = [importlib.import_module(f"yudo.impl.{m.name}") for m in pkgutil.iter_modules(impl.__path__)]
    public = {
        made
        for module in modules
        for name, made in vars(module).items()
        if (inspect.isfunction(made) or inspect.isclass(made))
        and made.__module__ == module.__name__
        and not module.__name__.startswith("yudo.impl._")
        and not name.startswith("_")
    }
    assert public == set(PROGRAMS)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("made", PROGRAMS, ids=lambda made: made.__name__)
@given(seed=st.integers(0, 2**32 - 1), spread=st.sampled_from([1.0, 1e-3, 30.0]))
@settings(max_examples=6, deadline=None)
def test_the_code_stays_within_its_enclosure_in_exact_and_in_floating_arithmetic(
    made: Any, dtype: str, seed: int, spread: float
) -> None:
    for enclosure, exact, floating in run_all(PROGRAMS[made], drawn(seed, dtype, spread), dtype):
        assert not_outside(enclosure, exact)
        assert not_outside(enclosure, floating)


@pytest.mark.parametrize("dtype", DTYPES)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_gradients_summed_over_shuffled_samples_stay_within_the_enclosure(dtype: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, w, b, dout = (rng.standard_normal(s).astype(dtype) for s in ((40, 3), (3, 4), (4,), (40, 4)))
    enclose = Arithmetic.of(dtype).enclose
    with any_array_allowed():
        enclosed = affine_parameter_gradients(enclose(dout), (enclose(x), enclose(w), enclose(b)))
    for _ in range(5):
        order = rng.permutation(40)
        shuffled = affine_parameter_gradients(dout[order], (x[order], w, b))
        assert all(not_outside(e, value) for e, value in zip(enclosed, shuffled, strict=True))


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_error_of_a_few_roundings_in_one_entry_is_seen(dtype: str) -> None:
    given_ = drawn(1, dtype, 1.0)
    roundoff = float(np.finfo(dtype).eps) / 2
    for enclosure, _, floating in run_all(PROGRAMS[affine_backward], given_, dtype):
        largest = np.unravel_index(np.argmax(np.abs(floating)), floating.shape)
        wrong = floating.copy()
        wrong[largest] *= 1 + 200 * roundoff
        assert not_outside(enclosure, floating)
        assert not not_outside(enclosure, wrong)


STEPS: dict[str, Callable[[Any, Any], Any]] = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: 1.5 - a + b,
    "times": lambda a, b: a * b,
    "over": lambda a, b: a / (1 + b * b),
    "square": lambda a, b: np.square(a),
    "root": lambda a, b: np.sqrt(a * a + 1),
    "tanh": lambda a, b: np.tanh(a),
    "exponential": lambda a, b: np.exp(_at_most_four(a, b)),
    "logarithm": lambda a, b: np.log(a * a + 0.5),
    "rectified": lambda a, b: np.maximum(a, 0 * b),
    "absolute": lambda a, b: abs(a),
    "masked": lambda a, b: a * (b > 0),
    "chosen": lambda a, b: np.where(b > 0, a, -a),
    "shifted": lambda a, b: a - a.max(axis=1, keepdims=True),
    "normalised": lambda a, b: _normalised(np.exp(_at_most_four(a, b))),
    "centred": lambda a, b: a - a.mean(axis=0),
    "contracted": lambda a, b: (a @ b.T) @ b,
    "weighted": lambda a, b: np.einsum("nc,nc->n", a, b)[:, None] * a,
    "transposed": lambda a, b: a.T.reshape(a.shape),
    "labelled": lambda a, b: _labelled(a),
    "in place": lambda a, b: _in_place(a, b),
}


def _at_most_four(a: Any, b: Any) -> Any:
    # A ball for every 4: a minimum with a plain number would leave plain numbers among the balls.
    return np.minimum(a, 0 * b + 4)


def _normalised(a: Any) -> Any:
    return a / a.sum(axis=1, keepdims=True)


def _labelled(a: Any) -> Any:
    out = a * 1
    out[np.arange(3), [0, 3, 1]] -= 1
    return out


def _in_place(a: Any, b: Any) -> Any:
    out = a - b
    out *= b
    out += a
    return out


@pytest.mark.parametrize("dtype", DTYPES)
@given(
    steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=6),
    seed=st.integers(0, 2**32 - 1),
    spread=st.sampled_from([1.0, 1e-4, 20.0]),
    integers=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_drawn_programs_stay_within_their_enclosures(
    dtype: str, steps: list[str], seed: int, spread: float, integers: bool
) -> None:
    rng = np.random.default_rng(seed)
    draw = (
        (lambda: rng.integers(-2, 3, (3, 4))) if integers else (lambda: rng.standard_normal((3, 4)) * spread)
    )
    a, b = (draw().astype(dtype) for _ in range(2))

    def program(g: Given) -> tuple[Any]:
        out = g["a"]
        for step in steps:
            out = STEPS[step](out, g["b"])
        return (out,)

    for enclosure, exact, floating in run_all(program, {"a": a, "b": b}, dtype):
        assert not_outside(enclosure, exact)
        assert not_outside(enclosure, floating)


@pytest.mark.parametrize("length", [1, 2, 64, 1000])
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_contraction_is_as_wide_as_its_theorem_says_and_no_wider(dtype: str, length: int) -> None:
    # The program's own u T + (k - 1) u M to either side, and once more in float64 for the bound's own sums.
    rng = np.random.default_rng(length)
    x, y = (rng.standard_normal(length).astype(dtype) for _ in range(2))
    arithmetic = Arithmetic.of(dtype)
    enclosure = arithmetic.enclose(x).dot(arithmetic.enclose(y))
    width = float(enclosure.high - enclosure.low)
    terms = x.astype(np.float64) * y.astype(np.float64)
    magnitude, one_sign = np.abs(terms).sum(), max(terms.clip(min=0).sum(), -terms.clip(max=0).sum())
    own = arithmetic.roundoff * (magnitude + (length - 1) * one_sign)
    bounds = 2.0**-53 * (magnitude + (length + 1) * one_sign)
    moved = (length * arithmetic.roundoff) ** 2 * magnitude
    assert width >= 2 * own
    rounded_ends = np.spacing(abs(terms.sum()) + width)
    assert width <= 2 * (own + bounds + moved) * (1 + 1e-5) + 4 * length * 1e-44 + rounded_ends
