"""The strength of the suite: errors planted in impl/ are caught, each by the results that it breaks."""

import pickle
from collections.abc import Iterator
from functools import wraps
from itertools import count
from math import prod
from types import FunctionType

import pytest

from tests.verification.planted import Planted, plant, replace_everywhere
from yudo import derivations
from yudo.impl._arguments import check_shapes
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
from yudo.impl.batch_norm_net import bn_relu_backward
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
from yudo.impl.layer_norm_net import ln_relu_backward
from yudo.impl.leaky_relu import leaky_relu_backward, leaky_relu_forward
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
from yudo.impl.sigmoid import _odds, logit, sigmoid_backward, sigmoid_forward
from yudo.impl.silu import silu_backward, silu_forward
from yudo.impl.softmax_cross_entropy import (
    _shifted_exponentials,
    softmax_backward,
    softmax_forward,
    softmax_loss,
)
from yudo.impl.softplus import softplus_backward, softplus_forward
from yudo.impl.spatial_batch_norm import spatial_batchnorm_backward, spatial_batchnorm_forward
from yudo.impl.svm_loss import svm_loss
from yudo.impl.tanh import tanh_backward, tanh_forward
from yudo.impl.temporal_affine import temporal_affine_backward, temporal_affine_forward
from yudo.impl.temporal_softmax_loss import temporal_softmax_loss
from yudo.impl.three_layer_conv_net import ThreeLayerConvNet
from yudo.impl.transformer_block import (
    feed_forward_backward,
    self_attention_backward,
    transformer_block_backward,
    transformer_block_forward,
)
from yudo.impl.two_layer_net import TwoLayerNet
from yudo.verification.cases.draw import Case
from yudo.verification.numeric import judge
from yudo.verification.numeric.search import Exploration, Finding, Plan, Tallies

LAYERS = tuple(derivations.layers())


def explored(
    stem: str,
    *names: str,
    cases: int = 0,
    dtypes: tuple[str, ...] = ("float64",),
    replayed: Case | None = None,
) -> Tallies:
    names = names or tuple(derivations.layer(stem).results)
    return Exploration(Plan(stem, names, cases, 0, dtypes, replayed)).run()


@pytest.fixture(scope="module", autouse=True)
def closed_forms_are_evaluated_once():
    """What a derivation comes to at a case does not depend on the code: all errors share it."""
    made, known = judge._References, {}

    def references(filled, layer, dtype):
        given = pickle.dumps((layer.stem, dtype, filled.valuation))
        if given not in known:
            known[given] = made(filled, layer, dtype)
        return known[given]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "_References", references)
        yield


def verdicts(tallies: Tallies) -> dict[str, set[str]]:
    return {name: {tallies[name, check].verdict for check in ("sympy", "jax")} for name, _ in tallies}


def planted(
    stem: str,
    function: FunctionType,
    errors: dict[str, tuple[str, ...]],
    *,
    fails: str,
    witness_rounds: str = "",
) -> Iterator[Planted]:
    """Errors of one function that break the same results; a piece of its source, then what replaces it."""
    for wrong, pieces in errors.items():
        edits = tuple(zip(pieces[::2], pieces[1::2], strict=True))
        yield Planted(wrong, function, edits, fails, stem, witness_rounds)


AFFINE = [
    *planted("affine", affine_forward, fails="out", errors={
        "missing + b": ("out += b", "out += 0 * b"),
        "b subtracted": ("out += b", "out -= b"),
        "one entry of out off by 1e-6": ("out += b", "out += b; out[:1, :1] *= 1 + 1e-6"),
    }),
    *planted("affine", affine_backward, fails="dx", errors={
        "dx averaged": ("dout.dot(w.T)", "(dout.dot(w.T) / len(x))"),
        "dx with the wrong sign": ("dout.dot(w.T)", "(-dout.dot(w.T))"),
        "one entry of dx off by 1e-6": ("return dx", "dx[:1, :1] *= 1 + 1e-6; return dx"),
        "samples and numbers of dx swapped": (
            "dout.dot(w.T).reshape(x.shape)", "w.dot(dout.T).reshape(x.shape)"
        ),
    }),
    *planted("affine", affine_parameter_gradients, fails="dw", errors={
        "dw averaged": (".T.dot(dout)", ".T.dot(dout) / len(x)"),
        "dw with the wrong sign": ("return dw, db", "return -dw, db"),
        "dw transposed": (
            "x.reshape(x.shape[0], w.shape[0]).T.dot(dout)",
            "dout.T.dot(x.reshape(x.shape[0], w.shape[0])).reshape(w.shape)",
        ),
        "one entry of dw off by 1e-6": ("return dw, db", "dw[-1:, -1:] *= 1 + 1e-6; return dw, db"),
    }),
    *planted("affine", affine_parameter_gradients, fails="db", errors={
        "db averaged": ("dout.sum(axis=0)", "dout.sum(axis=0) / len(x)"),
        "db summed over the wrong axis": ("dout.sum(axis=0)", "dout.sum(axis=1)"),
        "db summed over both axes": ("dout.sum(axis=0)", "0 * dout.sum(axis=0) + dout.sum()"),
        "db of the first sample alone": ("dout.sum(axis=0)", "dout[:1].sum(axis=0)"),
    }),
]  # fmt: skip

BATCH_NORM = [
    *planted("batch_norm", batchnorm_forward, fails="out", errors={
        "beta forgotten": ("out = gamma * xhat\n    out += beta", "out = gamma * xhat"),
    }),
    *planted("batch_norm", batchnorm_forward, fails="out running_var dgamma dvar dmu dx_graph dx", errors={
        "variance divided by N - 1": (
            "(centred * centred).sum(axis=0) / N", "(centred * centred).sum(axis=0) / max(N - 1, 1)"
        ),
    }),
    *planted("batch_norm", batchnorm_forward, fails="running_mean", errors={
        "momentum reversed": ("momentum * running_mean + (1 - momentum) * mean",
                              "(1 - momentum) * running_mean + momentum * mean"),
    }),
    *planted("batch_norm", batchnorm_forward, fails="running_var", errors={
        "the standard deviation kept": ("(1 - momentum) * var", "(1 - momentum) * std"),
    }),
    *planted("batch_norm", batchnorm_forward, fails="out_test", errors={
        "no root at test time": ("np.sqrt(running_var + eps)", "(running_var + eps)"),
    }),
    *planted("batch_norm", batchnorm_backward, fails="dx_graph", errors={
        "no way through the variance": ("dx += 2 / N * dvar * centred", ""),
        "no way through the mean": ("dx += dmu / N", ""),
        "2 of the square forgotten": ("2 / N * dvar", "1 / N * dvar"),
    }),
    *planted("batch_norm", statistics_gradients, fails="dvar dx_graph", errors={
        "wrong sign": ("-2 * std", "2 * std"),
        "standard deviation squared": ("-2 * std * std * std", "-2 * std * std"),
    }),
    *planted("batch_norm", batchnorm_backward_alt, fails="dx", errors={
        "not divided by N": ("dx /= -dout.shape[0]", "dx /= -1"),
        "no gamma": ("dx *= gamma / std", "dx /= std"),
        "one entry of dx off by 1e-6": ("return dx", "dx[:1, :1] *= 1 + 1e-6; return dx"),
    }),
    *planted("batch_norm", batchnorm_backward_alt, fails="dgamma dx", errors={
        "dgamma averaged": ("(dout * xhat).sum(axis=0)", "(dout * xhat).mean(axis=0)"),
    }),
]  # fmt: skip

SPATIAL_BATCH_NORM = [
    *planted("spatial_batch_norm", spatial_batchnorm_forward, fails="out running_var dgamma dx", errors={
        "variance divided by one less": (
            "(centred * centred).sum(axis=axes) / count",
            "(centred * centred).sum(axis=axes) / max(count - 1, 1)",
        ),
    }),
    *planted(
        "spatial_batch_norm", spatial_batchnorm_forward, fails="out running_mean running_var dgamma dx",
        errors={"samples counted, not pixels": ("count = x.size // C", "count = len(x)")},
    ),
    *planted("spatial_batch_norm", spatial_batchnorm_forward, fails="running_mean", errors={
        "momentum the wrong way round": (
            "momentum * running_mean + (1 - momentum) * mean",
            "(1 - momentum) * running_mean + momentum * mean",
        ),
    }),
    *planted("spatial_batch_norm", spatial_batchnorm_backward, fails="dx", errors={
        "divided by the number of samples": ("dx /= -count", "dx /= -len(dout)"),
        "no gamma": ("dx *= (gamma / std)", "dx *= (1 / std)"),
    }),
    *planted("spatial_batch_norm", spatial_batchnorm_backward, fails="dgamma dx", errors={
        "dgamma averaged": ("(dout * xhat).sum(axis=axes)", "(dout * xhat).mean(axis=axes)"),
    }),
]  # fmt: skip

DROPOUT = [
    *planted("dropout", dropout_forward, fails="out expectation dx", errors={
        "not divided by p": ("scaled = mask / p", "scaled = mask"),
        "divided by 1 - p": ("scaled = mask / p", "scaled = mask / (1.5 - p)"),
    }),
    *planted("dropout", dropout_forward, fails="out_test", errors={
        "scaled at test time, too": ("out = x.copy()", 'out = x * dropout_param["p"]'),
    }),
    *planted("dropout", dropout_backward, fails="dx", errors={
        "no mask": ("return dout * scaled", 'return dout / cache[0]["p"]'),
        "mask the wrong way round": ("return dout * scaled", 'return dout * (1 / cache[0]["p"] - scaled)'),
    }),
]  # fmt: skip

LAYER_NORM = [
    *planted("layer_norm", layernorm_forward, fails="out dgamma dx", errors={
        "variance divided by D - 1": (
            "(centred * centred).sum(axis=1, keepdims=True) / D",
            "(centred * centred).sum(axis=1, keepdims=True) / max(D - 1, 1)",
        ),
        "no root": ("np.sqrt(var + ln_param.get(\"eps\", 1e-5))", "var + ln_param.get(\"eps\", 1e-5)"),
    }),
    *planted("layer_norm", layernorm_backward, fails="dx", errors={
        "gamma outside the sums": ("dxhat = dout * gamma", "dxhat = dout", "dx /= std", "dx *= gamma / std"),
        "divided by N": ("dx /= -D", "dx /= -len(dx)"),
        "no way through the variance": ("dx = xhat * along", "dx = 0 * xhat * along"),
    }),
    *planted("layer_norm", layernorm_backward, fails="dgamma", errors={
        "dgamma averaged": ("(dout * xhat).sum(axis=0)", "(dout * xhat).mean(axis=0)"),
    }),
]  # fmt: skip

GROUP_NORM = [
    *planted("group_norm", spatial_groupnorm_forward, fails="out dgamma dx", errors={
        "mean over the batch, too": (
            "groups - groups.mean(axis=within,", "groups - groups.mean(axis=(0, *within),"
        ),
        "each channel by itself": ("within = tuple(range(2,", "within = tuple(range(3,"),
        "channels G apart": (
            "groups = x.reshape(N, G, C // G, *pixels)",
            "groups = x.reshape(N, C // G, G, *pixels).transpose(0, 2, 1, *range(3, x.ndim + 1))",
        ),
        "no root": ("np.sqrt(var + gn_param.get(\"eps\", 1e-5))", "var + gn_param.get(\"eps\", 1e-5)"),
    }),
    *planted("group_norm", spatial_groupnorm_backward, fails="dx", errors={
        "gamma outside the sums": (
            "groups * gamma.reshape(per_channel)", "groups",
            "dx /= std", "dx *= gamma.reshape(per_channel) / std",
        ),
        "divided by the number of pixels": ("np.subtract(dxhat, dx,", "dx *= K; np.subtract(dxhat, dx,"),
        "no way through the variance": ("dx = xhat * (", "dx = 0 * xhat * ("),
    }),
    *planted("group_norm", spatial_groupnorm_backward, fails="dgamma", errors={
        "dgamma averaged over the samples": (
            "(groups * xhat).sum(axis=shared)", "(groups * xhat).sum(axis=shared) / max(len(dout), 1)"
        ),
    }),
    *planted("group_norm", spatial_groupnorm_backward, fails="dbeta", errors={
        "dbeta of the first sample": ("dbeta = groups.sum", "dbeta = groups[:1].sum"),
    }),
]  # fmt: skip

CONV2D = [
    *planted("conv2d", conv2d_forward, fails="out", errors={
        "bias at each place": ("w[:, :, r, t])", "w[:, :, r, t]) + b[:, None, None]"),
        "filter turned around": ("w[:, :, r, t])", "w[:, :, -1 - r, -1 - t])"),
    }),
    *planted("conv2d", conv2d_backward, fails="dx", errors={
        "the last window decides": ("rows, columns] +=", "rows, columns] ="),
        "windows next to each other": (
            "dpadded[:, :, rows, columns] +=", "dpadded[:, :, r : r + P, t : t + Q] +="
        ),
    }),
    *planted("conv2d", conv2d_backward, fails="dw", errors={
        "averaged": ("padded[:, :, rows, columns])", "padded[:, :, rows, columns]) / max(len(dout), 1)"),
    }),
    *planted("conv2d", conv2d_backward, fails="db", errors={
        "averaged over the places": ("dout.sum(axis=(0, 2, 3))", "dout.sum(axis=(0, 2, 3)) / (P * Q)"),
    }),
]  # fmt: skip

DEPTHWISE_CONV2D = [
    *planted("depthwise_conv2d", depthwise_conv2d_forward, fails="out", errors={
        "bias at each place": (
            "seen * w[:, r, t][:, None, None]", "seen * w[:, r, t][:, None, None] + b[:, None, None]"
        ),
        "filter turned around": ("w[:, r, t][", "w[:, -1 - r, -1 - t]["),
        "the first filter for all channels": ("w[:, r, t][", "w[:1, r, t]["),
        "channels summed": ("+= seen *", "+= seen.sum(axis=1, keepdims=True) *"),
    }),
    *planted("depthwise_conv2d", depthwise_conv2d_backward, fails="dx", errors={
        "the last window decides": ("rows, columns] +=", "rows, columns] ="),
        "windows next to each other": (
            "dpadded[:, :, rows, columns] +=", "dpadded[:, :, r : r + P, t : t + Q] +="
        ),
        "channels summed": ("+= dout *", "+= dout.sum(axis=1, keepdims=True) *"),
    }),
    *planted("depthwise_conv2d", depthwise_conv2d_backward, fails="dw", errors={
        "averaged": ("padded[:, :, rows, columns])", "padded[:, :, rows, columns]) / max(len(dout), 1)"),
    }),
    *planted("depthwise_conv2d", depthwise_conv2d_backward, fails="db", errors={
        "averaged over the places": ("dout.sum(axis=(0, 2, 3))", "dout.sum(axis=(0, 2, 3)) / (P * Q)"),
    }),
]  # fmt: skip

AVG_POOL = [
    *planted("avg_pool", avg_pool_forward, fails="out", errors={
        "sum in place of the mean": ("out /= R * T", "out /= 1"),
        "windows next to each other": (
            "x[:, :, r : r + stride * P : stride, t : t + stride * Q : stride]",
            "x[:, :, r : r + P, t : t + Q]",
        ),
        "the first row of each window left out": ("for r in range(R)", "for r in range(min(1, R - 1), R)"),
    }),
    *planted("avg_pool", avg_pool_backward, fails="dx", errors={
        "not shared out": ("dout / (R * T)", "dout.copy()"),
        "shared out by the number of windows": ("dout / (R * T)", "dout / (P * Q)"),
        "the last window decides": ("stride] += share", "stride] = share"),
    }),
]  # fmt: skip

MAX_POOL = [
    *planted("max_pool", max_pool_forward, fails="out dx", errors={
        "started from 0": ("stride * Q : stride].copy()", "stride * Q : stride] * 0"),
        "the smallest": ("np.maximum(out", "np.minimum(out"),
    }),
    *planted("max_pool", max_pool_backward, fails="dx", errors={
        "every pixel": ("(x[:, :, rows, columns] >= out)", "1"),
        "all but the largest": (">= out", "< out"),
        "the last window decides": ("rows, columns] +=", "rows, columns] ="),
        "windows next to each other": ("dx[:, :, rows, columns] +=", "dx[:, :, r : r + P, t : t + Q] +="),
    }),
]  # fmt: skip

RMS_NORM = [
    *planted("rms_norm", rmsnorm_forward, fails="out dgamma dx", errors={
        "squares summed": ("/ x.shape[1] + eps", "+ eps"),
        "eps outside the root": ("/ x.shape[1] + eps)", "/ x.shape[1]) + eps"),
    }),
    *planted("rms_norm", rmsnorm_backward, fails="dx", errors={
        "divided by N": ("/ dout.shape[1]", "/ len(dout)"),
        "no way through the mean square": ("dx -= xhat *", "dx -= 0 * xhat *"),
    }),
    *planted("rms_norm", rmsnorm_backward, fails="dgamma", errors={
        "dgamma averaged": ("(dout * xhat).sum(axis=0)", "(dout * xhat).mean(axis=0)"),
    }),
]  # fmt: skip

RELU = [
    *planted("relu", relu_forward, fails="out", errors={
        "minimum": ("np.maximum(x, 0.0)", "np.minimum(x, 0.0)"),
        "the absolute value": ("np.maximum(x, 0.0)", "np.abs(x)"),
        "leaky": ("np.maximum(x, 0.0)", "np.maximum(x, 0.01 * x)"),
        "one entry of out off by 1e-6": ("return out, x", "out[-1:, -1:] *= 1 + 1e-6; return out, x"),
    }),
    *planted("relu", relu_backward, fails="dx", errors={
        "mask on dout": ("(x > 0.0)", "(dout > 0.0)"),
        "mask the wrong way round": ("(x > 0.0)", "(x < 0.0)"),
        "gradient 1 at 0": ("(x > 0.0)", "(x >= 0.0)"),
        "no mask": ("(x > 0.0)", "(x == x)"),
        "dout dropped": ("dout * (x > 0.0)", "0.0 * dout + (x > 0.0)"),
        "wrong sign": ("dout * (x > 0.0)", "-dout * (x > 0.0)"),
        "one entry of dx off by 1e-6": (
            "return dout * (x > 0.0)", "dx = dout * (x > 0.0); dx[:1, :1] *= 1 + 1e-6; return dx"
        ),
    }),
    *planted("relu", sigmoid_backward, fails="saturation", errors={
        "out(1 + out) in every link of the chain": ("dx = 1.0 - out", "dx = 1.0 + out"),
    }),
]  # fmt: skip

SIGMOID = [
    *planted("sigmoid", sigmoid_forward, fails="out dx odds", errors={
        "x doubled": ("out = -x", "out = -2.0 * x"),
        "2 in place of 1": ("out += 1.0", "out += 2.0"),
        "one entry of out off by 1e-6": ("return out, out", "out[:1, :1] *= 1 - 1e-6; return out, out"),
    }),
    *planted("sigmoid", sigmoid_backward, fails="dx", errors={
        "1 + out": ("dx = 1.0 - out", "dx = 1.0 + out"),
        "factor out dropped": ("dx *= out", "dx *= 1.0"),
        "factor 1 - out dropped": ("dx = 1.0 - out", "dx = 1.0 - 0.0 * out"),
        "dout dropped": ("dx *= dout", "dx *= 1.0"),
        "divided by dout": ("dx *= dout", "dx /= dout"),
        "one entry of dx off by 1e-6": ("return dx", "dx[:1, :1] *= 1 + 1e-6; return dx"),
    }),
    *planted("sigmoid", _odds, fails="odds logit", errors={
        "1 + p": ("result = 1.0 - p", "result = 1.0 + p"),
        "upside down": ("np.divide(p, result, out=result)", "np.divide(result, p, out=result)"),
    }),
    *planted("sigmoid", logit, fails="logit", errors={
        "log p alone": ("np.log(result, out=result)", "np.log(p, out=result)"),
        "wrong sign": ("return result", "return -result"),
        "one entry of logit off by 1e-6": ("return result", "result[:1, :1] *= 1 + 1e-6; return result"),
    }),
]  # fmt: skip

TANH = [
    *planted("tanh", tanh_forward, fails="out dx", errors={
        "x doubled": ("np.tanh(x)", "np.tanh(2 * x)"),
        "a sigmoid": ("np.tanh(x)", "1 / (1 + np.exp(-x))"),
        "one entry of out off by 1e-6": ("return out, out", "out[:1, :1] *= 1 - 1e-6; return out, out"),
    }),
    *planted("tanh", tanh_backward, fails="dx", errors={
        "1 + out²": ("np.subtract(1.0, dx, out=dx)", "dx += 1.0"),
        "1 - out": ("dx = cache * cache", "dx = cache * 1.0"),
        "dout dropped": ("dx *= dout", "dx *= 1.0"),
        "one entry of dx off by 1e-6": ("return dx", "dx[:1, :1] *= 1 + 1e-6; return dx"),
    }),
]  # fmt: skip

LEAKY_RELU = [
    *planted("leaky_relu", leaky_relu_forward, fails="out", errors={
        "alpha in place of alpha x": ("x * alpha)", "alpha + 0.0 * x)"),
        "the sides exchanged": ("x > 0.0", "x < 0.0"),
        "one entry of out off by 1e-6": (
            "return out, (x, alpha)", "out[:1, :1] *= 1 + 1e-6; return out, (x, alpha)",
        ),
    }),
    *planted("leaky_relu", leaky_relu_backward, fails="dx", errors={
        "mask on dout": ("x > 0.0", "dout > 0.0"),
        "gradient 1 at 0": ("x > 0.0", "x >= 0.0"),
        "the mask of ReLU": ("dout * alpha", "0.0 * dout"),
        "the output in place of the slope": ("dout * alpha", "dout * alpha * x"),
    }),
]  # fmt: skip

PER_SAMPLE = "cross_entropy log_sum_exp"
LOSSES = f"{PER_SAMPLE} loss"
PROBABILITIES = "probs shift_invariance jacobian two_class"
SOFTMAX_CROSS_ENTROPY = [
    *planted("softmax_cross_entropy", _shifted_exponentials, fails=f"{PROBABILITIES} loss dx", errors={
        "maximum of the whole array": ("x.max(axis=1, keepdims=True)", "x.max(keepdims=True)"),
    }),
    *planted("softmax_cross_entropy", _shifted_exponentials, fails=f"{PROBABILITIES} {LOSSES} dx", errors={
        "row maximum not subtracted": ("x.max(axis=1, keepdims=True)", "0 * x.max(axis=1, keepdims=True)"),
        "normalised over the samples": ("exps.sum(axis=1, keepdims=True)", "exps.sum(axis=0, keepdims=True)"),
    }),
    *planted("softmax_cross_entropy", softmax_forward, fails=PROBABILITIES, errors={
        "one row of probs off by 1e-6": (
            "return probs, probs", "probs[:1] *= 1 + 1e-6; return probs, probs"
        ),
        "not normalised": ("probs /= row_sums", "probs /= 1.0"),
    }),
    *planted("softmax_cross_entropy", softmax_backward, fails="jacobian", errors={
        "diagonal alone": ("row_dots[:, None]", "0 * row_dots[:, None]"),
        "wrong sign between the terms": ("dout - row_dots", "dout + row_dots"),
        "factor p dropped": ("dx *= probs", "dx *= 1.0"),
        "dots without dout": ('np.einsum("nc,nc->n", dout, probs)', "probs.sum(axis=1)"),
        "one entry of dx off by 1e-6": ("return dx", "dx[:1, :1] *= 1 + 1e-6; return dx"),
    }),
    *planted("softmax_cross_entropy", softmax_loss, fails="loss", errors={
        "1/N dropped from the loss": ("losses.sum() / N", "losses.sum()"),
        "loss of the first sample alone": ("losses.sum() / N", "losses[0] / N"),
    }),
    *planted("softmax_cross_entropy", softmax_loss, fails=LOSSES, errors={
        "wrong sign of the label's logit": (
            "- (x[rows, y] - row_max[:, 0])", "+ (x[rows, y] - row_max[:, 0])"
        ),
        "loss off by 1e-6": ("return loss, dx", "return loss * (1 + 1e-6), dx"),
    }),
    *planted("softmax_cross_entropy", softmax_loss, fails="dx", errors={
        "1/N dropped from the gradient": ("dx /= N * row_sums", "dx /= row_sums", "-= 1 / N", "-= 1"),
        "1/N dropped from the probabilities alone": ("dx /= N * row_sums", "dx /= row_sums"),
        "one-hot dropped": ("dx[rows, y] -= 1 / N", "dx[rows, y] -= 0.0"),
        "wrong sign of the one-hot": ("dx[rows, y] -= 1 / N", "dx[rows, y] += 1 / N"),
        "label off by one in the backward": ("dx[rows, y] -=", "dx[rows, y.astype(int) - 1] -="),
        "every label subtracted from every row": ("dx[rows, y] -=", "dx[:, y] -="),
        "one entry of dx off by 1e-6": ("return loss, dx", "dx[:1, :1] *= 1 + 1e-6; return loss, dx"),
    }),
    *planted("softmax_cross_entropy", softmax_loss, fails=f"{LOSSES} dx", errors={
        "label off by one in both directions": (
            "rows = np.arange(N)", "rows = np.arange(N); y = y.astype(int) - 1"
        ),
        "first class in place of the right one": ("rows = np.arange(N)", "rows = np.arange(N); y = 0 * y"),
    }),
]  # fmt: skip

ELU = [
    *planted("elu", elu_forward, fails="out", errors={
        "1 not subtracted": ("np.expm1(x)", "np.exp(x)"),
        "the sides exchanged": ("x > 0.0, x, bent", "x < 0.0, x, bent"),
    }),
    *planted("elu", elu_backward, fails="dx", errors={
        "the output in place of the slope": ("np.exp(x)", "np.expm1(x)"),
        "alpha forgotten": ("(np.exp(x) * alpha)", "np.exp(x)"),
        "gradient 1 at 0": ("x > 0.0, dout", "x >= 0.0, dout"),
    }),
]  # fmt: skip

SOFTPLUS = [
    *planted("softplus", softplus_forward, fails="out", errors={
        "the logarithm of the sigmoid": ("np.logaddexp(x, 0.0)", "-np.logaddexp(-x, 0.0)"),
        "the 1 lost": ("np.logaddexp(x, 0.0)", "np.maximum(x, 0.0)"),
    }),
    *planted("softplus", softplus_backward, fails="dx", errors={
        "the derivative of the sigmoid": ("dout * slope", "dout * slope * (1 - slope)"),
        "the sign of the exponent": ("sigmoid_forward(cache)", "sigmoid_forward(-cache)"),
    }),
]  # fmt: skip

SILU = [
    *planted("silu", silu_forward, fails="out", errors={"the gate alone": ("x * gate", "gate")}),
    *planted("silu", silu_backward, fails="dx", errors={
        "the gate taken as constant": ("gate * (1.0 + x * (1.0 - gate))", "gate"),
        "what passes the gate left out": ("(1.0 + x * (1.0 - gate))", "(x * (1.0 - gate))"),
        "x forgotten": ("x * (1.0 - gate)", "(1.0 - gate)"),
    }),
]  # fmt: skip

GELU = [
    *planted("gelu", gelu_forward, fails="out dx", errors={
        "the square for the cube": ("0.044715 * x * x * x", "0.044715 * x * x"),
        "the sigmoid of u": ("sigmoid_forward(2.0 * u)", "sigmoid_forward(u)"),
        "a digit of the constant": ("0.044715 * x * x * x", "0.044175 * x * x * x"),
        "the root of pi / 2": ("(2.0 / np.pi)", "(np.pi / 2.0)"),
    }),
    *planted("gelu", gelu_backward, fails="dx", errors={
        "the gate taken as constant": ("gate + 2.0 * rise", "gate"),
        "the 3 forgotten": ("3.0 * 0.044715", "0.044715"),
        "the 2 forgotten": ("2.0 * rise", "rise"),
        "the scale forgotten": ("scale * (opening", "(opening"),
        "x forgotten": ("x * gate * (1.0 - gate)", "gate * (1.0 - gate)"),
    }),
    *planted("gelu", gelu_exact_forward, fails="out_exact dx_exact", errors={
        "erf of x": ("-x / root", "-x"),
        "the sign": ("-x / root", "x / root"),
        "not halved": ("0.5 * _erfc", "1.0 * _erfc"),
        "the other form": ("0.5 * _erfc(-x / root).astype(x.dtype)", "gelu_forward(x)[1][1]"),
    }),
    *planted("gelu", gelu_exact_backward, fails="dx_exact", errors={
        "the gate taken as constant": ("gate + x * density", "gate"),
        "x forgotten": ("gate + x * density", "gate + density"),
        "the exponent not halved": ("-0.5 * x * x", "-x * x"),
        "the root of pi": ("(2.0 * np.pi)", "np.pi"),
        "the height forgotten": ("height * np.exp", "np.exp"),
    }),
]  # fmt: skip

BINARY_CROSS_ENTROPY = [
    *planted("binary_cross_entropy", binary_cross_entropy_loss, fails="loss", errors={
        "the term of target 0 left out": (" + (1.0 - target) * np.logaddexp(x, 0.0)", ""),
        "summed": ("losses.sum() / x.size", "losses.sum()"),
    }),
    *planted("binary_cross_entropy", binary_cross_entropy_loss, fails="dx", errors={
        "the wrong sign": ("(probs - target)", "(target - probs)"),
        "the slope of the sigmoid once more": ("(probs - target)", "(probs - target) * probs * (1 - probs)"),
        "not averaged": ("(probs - target) / x.size", "(probs - target)"),
    }),
]  # fmt: skip

MSE = [
    *planted("mse", mse_loss, fails="loss", errors={
        "averaged over the samples alone": (").sum() / dx.size", ").sum() / len(dx)"),
        "halved": ("(dx * dx).sum()", "0.5 * (dx * dx).sum()"),
    }),
    *planted("mse", mse_loss, fails="dx", errors={
        "the 2 forgotten": ("dx *= 2 / dx.size", "dx *= 1 / dx.size"),
        "averaged over the samples alone": ("dx *= 2 / dx.size", "dx *= 2 / len(dx)"),
        "the wrong sign": ("dx = x - target", "dx = target - x"),
    }),
]  # fmt: skip

SVM_LOSS = [
    *planted("svm_loss", svm_loss, fails="loss", errors={
        "the right class in the sum": (").sum() / N", ").sum() / N + margin"),
        "summed": (").sum() / N", ").sum()"),
    }),
    *planted("svm_loss", svm_loss, fails="dx", errors={
        "1 in place of the number of violations": ("dx[rows, y] = -active.sum(axis=1)", "dx[rows, y] = -1"),
        "no gradient of the right class": ("dx[rows, y] = -active.sum(axis=1)", "dx[rows, y] *= 1"),
        "not averaged": ("dx /= N", "dx /= 1"),
    }),
    *planted("svm_loss", svm_loss, fails="loss dx", errors={
        "no margin": ("[:, None] + margin", "[:, None]"),
        "the wrong sign": ("x - x[rows, y][:, None]", "x[rows, y][:, None] - x"),
        "labels off by one": ("x - x[rows, y]", "x - x[rows, y.astype(int) - 1]"),
    }),
]  # fmt: skip

L2_REGULARIZATION = [
    *planted("l2_regularization", l2_regularization, fails="loss loss_half loss_mean", errors={
        "½ dropped from the loss": ("factor / 2 *", "factor *"),
        "norm in place of its square": ("dw.sum()", "np.sqrt(dw.sum())"),
        "loss off by 1e-6": ("return penalty, dw", "return penalty * (1 + 1e-6), dw"),
    }),
    *planted("l2_regularization", l2_regularization, fails="dw dw_half dw_mean", errors={
        "gradient scaled otherwise than the loss": ("np.multiply(factor, w", "np.multiply(2 * factor, w"),
        "gradient of the absolute value": ("np.multiply(factor, w,", "np.multiply(factor, w / np.abs(w),"),
        "wrong sign": ("np.multiply(factor, w", "np.multiply(-factor, w"),
        "one entry of dw off by 1e-6": ("return penalty, dw", "dw[:1, :1] *= 1 + 1e-6; return penalty, dw"),
    }),
    *planted("l2_regularization", l2_regularization, fails="loss_half dw_half", errors={
        "½ missing in loss and gradient alike": ("# penalty =", "factor *= 1 + (scaling == 'half')  #"),
    }),
    *planted("l2_regularization", l2_regularization, fails="loss_mean dw_mean", errors={
        "1/N missing in loss and gradient alike": ("factor = float(factor / num_samples)  #", "pass  #"),
    }),
]  # fmt: skip

TWO_LAYER_NET = [
    *planted("two_layer_net", TwoLayerNet.loss, fails="loss", errors={
        "penalty of the first layer dropped": ("+ penalty1 + penalty2", "+ penalty2"),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="dW1", errors={
        "decay of the first layer dropped": ("dW1 += decay1", "dW1 += 0.0"),
        "decay scaled otherwise than the penalty": ("dW1 += decay1", "dW1 += 2 * decay1"),
        "one entry of dW1 off by 1e-6": ("return loss, {", "dW1[:1, :1] *= 1 + 1e-6; return loss, {"),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="dW1 db1", errors={
        "ReLU left out of the backward": ("relu_backward(dactive, relu_cache)", "dactive"),
        "ReLU mask on dout": ("relu_backward(dactive, relu_cache)", "relu_backward(dactive, dactive)"),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="dW2", errors={
        "weights of the other layer decayed": ("dW2 += decay2", "dW2 += 0 * decay2 + self.reg * W2[:1]"),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="db1", errors={
        "L2 on the bias in the gradient": ("dW2 += decay2", "dW2 += decay2; db1 = db1 + self.reg * b1"),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="loss db1 db2", errors={
        "L2 on the biases in loss and gradient alike": (
            "dW2 += decay2",
            "dW2 += decay2; db1 = db1 + self.reg * b1; db2 = db2 + self.reg * b2; "
            "loss = loss + self.reg / 2 * ((b1 * b1).sum() + (b2 * b2).sum())",
        ),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="loss dW1 dW2", errors={
        "½ missing in loss and gradient alike": (
            "l2_regularization(W1, self.reg)", "l2_regularization(W1, self.reg, 'full')",
            "l2_regularization(W2, self.reg)", "l2_regularization(W2, self.reg, 'full')",
        ),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="dW1 db1 dW2 db2", errors={
        "1/N dropped from the gradients": ("loss, dscores = softmax_loss(scores, y)",
                                           "loss, dscores = softmax_loss(scores, y); dscores *= len(X)"),
        "labels off by one in the backward": (
            "loss, dscores = softmax_loss(scores, y)",
            "loss, _ = softmax_loss(scores, y); wrong = (y.astype(int) + 1) % scores.shape[1]; "
            "_, dscores = softmax_loss(scores, wrong)",
        ),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="loss dW1 db1 dW2 db2", errors={
        "labels off by one in both directions": (
            "softmax_loss(scores, y)", "softmax_loss(scores, (y.astype(int) + 1) % scores.shape[1])"
        ),
    }),
    *planted("two_layer_net", TwoLayerNet.loss, fails="scores loss dW1 db1 dW2 db2", errors={
        "ReLU on the output layer": (
            "affine_forward(active, W2, b2)",
            "affine_forward(active, W2, b2); scores, _ = relu_forward(scores)",
        ),
        "no ReLU between the layers": (
            "relu_forward(hidden)", "hidden, hidden", "relu_backward(dactive, relu_cache)", "dactive"
        ),
    }),
]  # fmt: skip

THREE_LAYER_CONV_NET = [
    *planted("three_layer_conv_net", ThreeLayerConvNet.loss, fails="loss dW1", errors={
        "the filters' decay forgotten": ('for name in ("W1", "W2", "W3")', 'for name in ("W2", "W3")'),
    }),
    *planted("three_layer_conv_net", ThreeLayerConvNet.loss, fails="dW1 db1", errors={
        "windows of negative values let through": (
            "dconvolved = relu_backward(dactive, relu1_cache)", "dconvolved = dactive * 1.0"
        ),
        "every entry of a window gets the gradient": (
            "dactive = max_pool_backward(dpooled, pool_cache)",
            "dactive = max_pool_backward(dpooled, (active * 0, pooled * 0, *pool_cache[2:]))",
        ),
    }),
    *planted("three_layer_conv_net", ThreeLayerConvNet.loss, fails="dW2 db2 dW1 db1", errors={
        "ReLU of the hidden units left out": ("dhidden = relu_backward(dhidden, relu2_cache)", "pass"),
    }),
    *planted("three_layer_conv_net", ThreeLayerConvNet.loss, fails="dW3 db3 dW2 db2 dW1 db1", errors={
        "1/N dropped from the gradients": ("loss, dscores = softmax_loss(scores, y)",
                                           "loss, dscores = softmax_loss(scores, y); dscores *= len(X)"),
    }),
]  # fmt: skip

FULLY_CONNECTED_NET = [
    *planted("fully_connected_net", FullyConnectedNet.loss, fails="loss", errors={
        "penalty of the last layer alone": ("loss = loss + penalty", "loss = loss + penalty * (layer == L)"),
    }),
    *planted("fully_connected_net", FullyConnectedNet.loss, fails="dW", errors={
        "decay of the first layer dropped": (
            'grads[f"W{layer}"] += decay', 'grads[f"W{layer}"] += decay * float(layer > 1)'
        ),
        "one entry of one dW off by 1e-6": (
            "return loss, grads", "grads['W1'][:1, :1] *= 1 + 1e-6; return loss, grads"
        ),
    }),
    *planted("fully_connected_net", FullyConnectedNet.loss, fails="db", errors={
        "L2 on the biases in the gradient": (
            'grads[f"W{layer}"] += decay',
            'grads[f"W{layer}"] += decay; '
            'grads[f"b{layer}"] = grads[f"b{layer}"] + self.reg * params[f"b{layer}"]',
        ),
    }),
    *planted("fully_connected_net", FullyConnectedNet._hidden_backward, fails="dW db", errors={
        "ReLU left out of the backward": ("return relu_backward(dout, relu_cache)", "return dout"),
        "ReLU mask on dout": ("return relu_backward(dout, relu_cache)", "return relu_backward(dout, dout)"),
    }),
    *planted("fully_connected_net", FullyConnectedNet.loss, fails="dW db", errors={
        "1/N dropped from the gradients": (
            "loss, dout = softmax_loss(out, y)", "loss, dout = softmax_loss(out, y); dout *= len(X)"
        ),
    }),
    *planted("fully_connected_net", FullyConnectedNet.loss, fails="loss dW db", errors={
        "labels off by one in both directions": (
            "softmax_loss(out, y)", "softmax_loss(out, (y.astype(int) + 1) % out.shape[1])"
        ),
    }),
    *planted("fully_connected_net", FullyConnectedNet.loss, fails="loss dW", errors={
        "½ missing in loss and gradient alike": (
            'l2_regularization(params[f"W{layer}"], self.reg)',
            'l2_regularization(params[f"W{layer}"], self.reg, "full")',
        ),
    }),
    *planted("fully_connected_net", FullyConnectedNet.loss, fails="scores loss dW db", errors={
        "ReLU on the output layer": ("if layer < L:", "if layer <= L:"),
    }),
    *planted("fully_connected_net", softmax_loss, fails="dz_last dz dW db", errors={
        "label off by one in the backward": ("dx[rows, y] -=", "dx[rows, y.astype(int) - 1] -="),
    }),
]  # fmt: skip

BATCH_NORM_NET = [
    *planted("batch_norm_net", FullyConnectedNet.loss, fails="loss dW", errors={
        "½ missing in loss and gradient alike": (
            'l2_regularization(params[f"W{layer}"], self.reg)',
            'l2_regularization(params[f"W{layer}"], self.reg, "full")',
        ),
    }),
    *planted("batch_norm_net", FullyConnectedNet.loss, fails="loss ds dz dW db db_last dgamma dbeta", errors={
        "test mode in training": ('"test" if y is None else "train"', '"test"'),
    }),
    *planted("batch_norm_net", bn_relu_backward, fails="ds dz dW dgamma dbeta", errors={
        "the mask of dropout forgotten": ("da = dropout_backward(da, dropout_cache)", "pass"),
        "the mask of dropout not divided by p": (
            "da = dropout_backward(da, dropout_cache)",
            "da = dropout_backward(da, dropout_cache) * dropout_cache[0]['p']",
        ),
    }),
    *planted("batch_norm_net", bn_relu_backward, fails="ds dz dW dgamma dbeta", witness_rounds="db", errors={
        "the ReLU mask of the normalised values": (
            "relu_backward(da, relu_cache)", "relu_backward(da, norm_cache[1])"
        ),
    }),
    *planted("batch_norm_net", bn_relu_backward, fails="ds dz dW db dgamma dbeta", errors={
        "batch normalisation left out": (
            "return dz, dgamma, dbeta", "return ds, dgamma, dbeta"
        ),
    }),
    *planted("batch_norm_net", FullyConnectedNet._hidden_backward, fails="dgamma dbeta", errors={
        "gamma and beta exchanged": (
            'grads[f"gamma{layer}"], grads[f"beta{layer}"]', 'grads[f"beta{layer}"], grads[f"gamma{layer}"]'
        ),
    }),
]  # fmt: skip

LAYER_NORM_NET = [
    *planted("layer_norm_net", ln_relu_backward, fails="ds dz dW db dgamma dbeta", errors={
        "the mask of dropout forgotten": ("da = dropout_backward(da, dropout_cache)", "pass"),
    }),
    *planted("layer_norm_net", ln_relu_backward, fails="ds dz dW db dgamma dbeta", errors={
        "layer normalisation left out": (
            "return dz, dgamma, dbeta", "return ds, dgamma, dbeta"
        ),
    }),
    *planted("layer_norm_net", FullyConnectedNet.loss, fails="db", errors={
        "biases taken for those before batch normalisation": (
            "return loss, grads", 'grads["b1"] = grads["b1"] * 0; return loss, grads'
        ),
    }),
]  # fmt: skip

EMBEDDING = [
    *planted("embedding", word_embedding_forward, fails="out", errors={
        "numbers off by one": ("return W[x]", "return W[x.astype(int) - 1]"),
    }),
    *planted("embedding", word_embedding_backward, fails="dW", errors={
        "repeated words overwritten": ("np.add.at(dW, x, dout)", "dW[x] += dout"),
        "the sum averaged": ("return dW", "return dW / x.size"),
    }),
]  # fmt: skip

TEMPORAL_AFFINE = [
    *planted("temporal_affine", temporal_affine_forward, fails="out", errors={
        "bias forgotten": ("rows += b", "rows += 0 * b"),
    }),
    *planted("temporal_affine", temporal_affine_backward, fails="dx", errors={
        "the order of places reversed": ("rows.dot(w.T)", "rows[::-1].dot(w.T)"),
    }),
    *planted("temporal_affine", temporal_affine_backward, fails="dw", errors={
        "averaged": ("_rows(x).T.dot(rows)", "_rows(x).T.dot(rows) / len(rows)"),
        "averaged over the samples alone": ("_rows(x).T.dot(rows)", "_rows(x).T.dot(rows) / len(x)"),
    }),
    *planted("temporal_affine", temporal_affine_backward, fails="db", errors={
        "averaged": ("rows.sum(axis=0)", "rows.sum(axis=0) / len(rows)"),
        "the last place alone": ("rows.sum(axis=0)", "rows[-1:].sum(axis=0)"),
    }),
]  # fmt: skip

RNN_STEP = [
    *planted("rnn_step", rnn_step_forward, fails="out dx dprev_h dWx dWh db", errors={
        "bias forgotten": ("a += b", "a += 0 * b"),
        "hidden weights transposed": ("prev_h.dot(Wh)", "prev_h.dot(Wh.T)"),
        "a sigmoid": ("np.tanh(a)", "0.5 + 0.5 * np.tanh(0.5 * a)"),
    }),
    *planted("rnn_step", rnn_step_backward, fails="dx dprev_h dWx dWh db", errors={
        "the square forgotten": ("da = next_h * next_h", "da = next_h.copy()"),
        "no slope": ("np.subtract(1.0, da, out=da)", "da = 0 * da + 1"),
    }),
    *planted("rnn_step", rnn_step_backward, fails="dprev_h", errors={
        "hidden weights not transposed": ("da.dot(Wh.T)", "da.dot(Wh)"),
    }),
    *planted("rnn_step", rnn_step_backward, fails="dWh", errors={
        "transposed": ("prev_h.T.dot(da)", "da.T.dot(prev_h)"),
        "the new state in place of the old": ("prev_h.T.dot(da)", "next_h.T.dot(da)"),
    }),
    *planted("rnn_step", rnn_step_backward, fails="dWx", errors={
        "averaged": ("x.T.dot(da)", "x.T.dot(da) / len(x)"),
    }),
    *planted("rnn_step", rnn_step_backward, fails="db", errors={
        "averaged": ("da.sum(axis=0)", "da.sum(axis=0) / len(x)"),
    }),
]  # fmt: skip

RNN = [
    *planted("rnn", rnn_forward, fails="out dx dprev_h dh0 dWx dWh db", errors={
        "bias forgotten": ("a += b", "a += 0 * b"),
        "the state not handed on": ("a[:, t] + prev_h.dot(Wh)", "a[:, t] + h0.dot(Wh)"),
        "hidden weights transposed": ("prev_h.dot(Wh)", "prev_h.dot(Wh.T)"),
    }),
    *planted("rnn", rnn_backward, fails="dx dh0 dWx dWh db", errors={
        "nothing handed back": ("(dh[:, t] + dprev_h)", "dh[:, t]"),
        "handed back without a transpose": ("da[:, t].dot(Wh.T)", "da[:, t].dot(Wh)"),
        "the slope forgotten": ("(1 - h[:, t] ** 2)", "1"),
        "the first two steps last": ("reversed(range(T))", "[*range(2, T), *range(min(T, 2))]"),
    }),
    *planted("rnn", rnn_backward, fails="dWh", errors={
        "overwritten": ("dWh += ", "dWh = "),
        "the last state for the first": ("h[:, t - 1] if t > 0 else h0", "h[:, t - 1]"),
        "the state of the step itself": ("h[:, t - 1] if t > 0 else h0", "h[:, t]"),
    }),
    *planted("rnn", rnn_backward, fails="db", errors={
        "averaged": ("da.sum(axis=(0, 1))", "da.sum(axis=(0, 1)) / max(len(da), 1)"),
    }),
]  # fmt: skip

GLOBAL_AVG_POOL = [
    *planted("global_avg_pool", global_avg_pool_forward, fails="out", errors={
        "not divided": ("x.mean(", "x.sum("),
        "the channels counted": ("return out,", "out /= x.shape[1]; return out,"),
    }),
    *planted("global_avg_pool", global_avg_pool_backward, fails="dx", errors={
        "not divided": ("dout / count", "dout / 1"),
        "the channels counted": ("dout / count", "dout / (C * count)"),
        "averaged over the samples": (
            "share.reshape(", "(share.sum(axis=0) / max(N, 1) + 0 * share).reshape("
        ),
    }),
]  # fmt: skip

RESIDUAL = [
    *planted("residual", residual_forward, fails="out", errors={
        "the input forgotten": ("branch + x", "branch + 0 * x"),
        "the input twice": ("branch + x", "branch + 2 * x"),
    }),
    *planted("residual", residual_backward, fails="dx", errors={
        "the skip connection forgotten": ("dx += dout", "dx += 0 * dout"),
        "the skip connection masked": ("dx += dout", "dx += dz"),
        "one way overwrites the other": ("dx += dout", "dx = 1.0 * dout"),
    }),
    *planted("residual", residual_backward, fails="dx dw db", errors={
        "no mask": ("relu_backward(dout, relu_cache)", "(dout + 0 * relu_cache)"),
    }),
]  # fmt: skip

BELOW_DY = "dWv dWq dWk dgamma1 dbeta1 dx"

TRANSFORMER_BLOCK = [
    *planted("transformer_block", transformer_block_forward, fails="out", errors={
        "added to the norm": ("_with_skip(fed, y)", "_with_skip(fed, u2)"),
    }),
    *planted("transformer_block", transformer_block_backward, fails="dx", errors={
        "the first skip connection forgotten": ("_with_skip(branch, dy)", "_with_skip(branch, 0 * dy)"),
        "the upstream gradient at both skip connections": (
            "_with_skip(branch, dy)", "_with_skip(branch, dout)"
        ),
    }),
    *planted("transformer_block", transformer_block_backward, fails=f"dgamma2 dWo {BELOW_DY}", errors={
        "the cache of the other norm": (
            "layernorm_backward(_rows(du2), norm2_cache)", "layernorm_backward(_rows(du2), norm1_cache)"
        ),
    }),
    *planted("transformer_block", self_attention_backward, fails="du1 dgamma1 dbeta1 dx", errors={
        "the path through the values missing": ("du += _project(dv, Wv.T)", "pass"),
        "one path overwrites the others": ("du += _project(dk, Wk.T)", "du = _project(dk, Wk.T)"),
    }),
    *planted(
        "transformer_block", feed_forward_backward,
        fails=f"dW1 db1 dgamma2 dbeta2 dy dWo du1 {BELOW_DY}",
        errors={"no mask": ("relu_backward(dactive, relu_cache)", "(dactive + 0 * relu_cache)")},
    ),
]  # fmt: skip

GRU_STEP = [
    *planted("gru_step", gru_step_forward, fails="out", errors={
        "the shares exchanged": ("(1.0 - z) * prev_h + z * g", "z * prev_h + (1.0 - z) * g"),
    }),
    *planted("gru_step", gru_step_forward, fails="out dx dprev_h dWx dWh db", errors={
        "the reset gate after the product": ("kept.dot(Wh[:, 2 * H :])", "r * prev_h.dot(Wh[:, 2 * H :])"),
    }),
    *planted("gru_step", gru_step_backward, fails="dprev_h", errors={
        "the path past the gates forgotten": ("dnext_h * (1.0 - z) +", "0 * dnext_h +"),
        "the reset gate forgotten": ("dkept * r +", "dkept +"),
    }),
    *planted("gru_step", gru_step_backward, fails="dWh", errors={
        "the state in place of what is left of it": ("kept.T.dot(dag)", "prev_h.T.dot(dag)"),
    }),
    *planted("gru_step", gru_step_backward, fails="dx dprev_h dWx dWh db", errors={
        "one of two terms": ("(g - prev_h)", "g"),
        "no gradient through the reset gate": ("dar = dkept *", "dar = 0 * dkept *"),
        "the gates exchanged": ("[daz, dar]", "[dar, daz]"),
    }),
]  # fmt: skip

LSTM = [
    *planted("lstm", lstm_forward, fails="out dx dh0 dWx dWh db", errors={
        "the cell not handed on": ("next_h, next_c, of_step = ", "next_h, _, of_step = "),
        "the state not handed on": ("next_h, next_c, Wx", "h0, next_c, Wx"),
    }),
    *planted("lstm", lstm_backward, fails="dx dh0 dWx dWh db", errors={
        "no gradient along the cell": ("+ dprev_h, dprev_c, caches", "+ dprev_h, 0 * dprev_c, caches"),
        "the state's gradient not handed back": ("dh[:, t] + dprev_h", "dh[:, t]"),
        "both exchanged": ("dx[:, t], dprev_h, dprev_c,", "dx[:, t], dprev_c, dprev_h,"),
    }),
    *planted("lstm", lstm_backward, fails="dWx", errors={
        "overwritten": ("dWx += of_step[0]", "dWx[...] = of_step[0]"),
    }),
]  # fmt: skip

OF_CAPTIONS = "loss dW_vocab db_vocab dWx dWh db dW_embed dW_proj db_proj"
CAPTIONING_RNN = [
    *planted("captioning_rnn", CaptioningRNN.loss_of_words, fails="dW_embed", errors={
        "added to the words that are guessed": (
            "word_embedding_backward(dx, embedded)", "word_embedding_backward(dx, (labels_out, embedded[1]))"
        ),
    }),
    *planted("captioning_rnn", CaptioningRNN.loss_of_words, fails="dW_proj db_proj", errors={
        "the first upstream gradient for that of the first state": (
            "affine_parameter_gradients(dh0, projected)", "affine_parameter_gradients(dh[:, 0], projected)"
        ),
    }),
    *planted("captioning_rnn", CaptioningRNN.loss_of_words, fails=OF_CAPTIONS, errors={
        "the mask forgotten": ("labels_out, mask)", "labels_out, np.ones_like(mask))"),
        "the words that are read guessed": ("(scores, labels_out, mask)", "(scores, labels_in, mask)"),
        "the image not used": ("forward(x, h0,", "forward(x, 0 * h0,"),
    }),
]  # fmt: skip

LSTM_STEP = [
    *planted("lstm_step", lstm_step_forward, fails="next_h", errors={
        "the cell shown without tanh": ("next_h = o * tanh_c", "next_h = o * next_c"),
    }),
    *planted("lstm_step", lstm_step_backward, fails="dprev_c", errors={
        "the forget gate forgotten": ("dprev_c = dc * f", "dprev_c = dc * 1.0"),
    }),
    *planted("lstm_step", lstm_step_backward, fails="dx dprev_h dWx dWh db", errors={
        "the slope of a sigmoid": ("(1.0 - g * g)", "(g - g * g)"),
        "input and forget gate exchanged": ("[dai, daf, dao, dag]", "[daf, dai, dao, dag]"),
    }),
    *planted("lstm_step", lstm_step_backward, fails="dx dprev_h dprev_c dWx dWh db", errors={
        "no gradient along the cell": ("dc = dnext_c +", "dc = 0 * dnext_c +"),
        "no gradient through the hidden state": ("dc = dnext_c +", "dc = dnext_c + 0 *"),
    }),
]  # fmt: skip

TEMPORAL_SOFTMAX_LOSS = [
    *planted("temporal_softmax_loss", temporal_softmax_loss, fails="loss", errors={
        "the mask forgotten in the loss": ("(counts * losses)", "losses"),
        "the loss divided by N T": ("losses).sum() / N", "losses).sum() / (N * max(T, 1))"),
    }),
    *planted("temporal_softmax_loss", temporal_softmax_loss, fails="dx", errors={
        "the mask forgotten in dx": ("counts[:, None] / N", "1 / N"),
        "no one-hot": ("by_row[rows, chosen] -= 1", "by_row[rows, chosen] -= 0"),
    }),
]  # fmt: skip

ATTENTION = [
    *planted("attention", attention_forward, fails="out dv dscores dq dk", errors={
        "divided by D": ("scores *= q.shape[2] ** -0.5", "scores *= q.shape[2] ** -1.0"),
        "not divided": ("scores *= q.shape[2] ** -0.5", "scores *= 1.0"),
        "the mask subtracted": ("scores += mask", "scores -= np.maximum(mask, -1e30)"),
        "the mask forgotten": ("scores += mask", "scores += 0 * np.maximum(mask, -1e30)"),
        "softmax over the queries": ("p.sum(axis=2", "p.sum(axis=1"),
    }),
    *planted("attention", scores_backward, fails="dscores dq dk", errors={
        "the row sum forgotten": ("dp - averages[:, :, None]", "dp.copy()"),
        "the row sum added": ("dp - averages", "dp + averages"),
        "the Jacobian forgotten": ("dscores *= p", "dscores *= 1.0"),
    }),
    *planted("attention", attention_backward, fails="dq dk", errors={
        "scale forgotten": ("dscores *= q.shape[2] ** -0.5", "dscores *= 1.0"),
    }),
    *planted("attention", attention_backward, fails="dk", errors={
        "probabilities for scores": ("dscores.transpose(0, 2, 1), q", "p.transpose(0, 2, 1), q"),
    }),
    *planted("attention", attention_backward, fails="dv", errors={
        "averaged": ("(p.transpose(0, 2, 1), dout)", "(p.transpose(0, 2, 1), dout) / max(1, q.shape[1])"),
    }),
]  # fmt: skip

MULTI_HEAD_ATTENTION = [
    *planted("multi_head_attention", multi_head_attention_forward, fails="out dv dq dk", errors={
        "divided by the features of all heads": (
            "scores *= q.shape[3] ** -0.5", "scores *= (q.shape[1] * q.shape[3]) ** -0.5"
        ),
        "the mask forgotten": ("scores += mask[:, None]", "scores += 0 * np.maximum(mask[:, None], -1e30)"),
        "softmax over the heads": ("p.sum(axis=3", "p.sum(axis=1"),
        "cut without moving axes": (
            "(_split(array, num_heads) for array in (q, k, v))",
            "(a.reshape(len(a), num_heads, a.shape[1], a.shape[2] // num_heads) for a in (q, k, v))",
        ),
    }),
    *planted("multi_head_attention", multi_head_attention_forward, fails="out", errors={
        "joined without moving axes": (
            "_join(np.matmul(p, v))", "np.matmul(p, v).reshape(*p.shape[::2], num_heads * v.shape[3])"
        ),
    }),
    *planted("multi_head_attention", multi_head_attention_backward, fails="dq dk", errors={
        "the row sum forgotten": ("dscores -= averages[:, :, :, None]", "dscores -= 0.0"),
        "scale forgotten": ("dscores *= q.shape[3] ** -0.5", "dscores *= 1.0"),
    }),
    *planted("multi_head_attention", multi_head_attention_backward, fails="dv", errors={
        "heads mixed": ("np.matmul(p.transpose(0, 1, 3, 2), dout)",
                        "np.matmul(p.transpose(0, 1, 3, 2).sum(axis=1, keepdims=True), dout)"),
    }),
]  # fmt: skip

POSITIONAL_ENCODING = [
    *planted("positional_encoding", positional_encoding_forward, fails="out", errors={
        "subtracted": ("x + table", "x - table"),
        "the same row everywhere": ("table[: x.shape[1]]", "table[:1]"),
        "one position late": ("table[: x.shape[1]]", "np.roll(table[: x.shape[1]], 1, axis=0)"),
    }),
    *planted("positional_encoding", positional_encoding_backward, fails="dtable", errors={
        "averaged": ("dout.sum(axis=0)", "dout.sum(axis=0) / max(1, len(dout))"),
        "summed over the positions": ("dout.sum(axis=0)", "dout.sum(axis=(0, 1))"),
    }),
    *planted("positional_encoding", positional_encoding_backward, fails="dx", errors={
        "sign": ("dout.copy()", "-dout"),
        "averaged": ("dout.copy()", "dout / max(1, len(dout))"),
    }),
]  # fmt: skip

UPDATES = [
    *planted("sgd", sgd, fails="next_w", errors={
        "sign": ("next_w -=", "next_w +="),
        "learning rate dropped": ('config["learning_rate"] * dw', "dw"),
        "one entry off by 1e-6": ("return next_w", "next_w[:1, :1] *= 1 + 1e-6; return next_w"),
    }),
    *planted("momentum", sgd_momentum, fails="next_v next_w", errors={
        "sign": ("v -=", "v +="),
        "velocity kept whole": ('v *= config["momentum"]', "v *= 1.0"),
        "velocity forgotten": ('v *= config["momentum"]', "v *= 0.0"),
    }),
    *planted("momentum", sgd_momentum, fails="next_w", errors={
        "old velocity": ("w + v", 'w + config["velocity"]'),
        "subtracted": ("w + v", "w - v"),
    }),
    *planted("nesterov", sgd_nesterov, fails="next_w", errors={
        "plain momentum": ("next_w -= step", "next_w += v", "next_w += mu * v", ""),
        "mu dropped": ("mu * v", "1 * v"),
    }),
    *planted("nesterov", sgd_nesterov, fails="next_v next_w", errors={"sign": ("v -= step", "v += step")}),
    *planted("rmsprop", rmsprop, fails="next_v next_w", errors={
        "not squared": ("(dw * dw)", "abs(dw)"),
        "share dropped": ("(1 - decay_rate) *", "1 *"),
    }),
    *planted("rmsprop", rmsprop, fails="next_w", errors={
        "epsilon inside": ('np.sqrt(v) + config["epsilon"]', 'np.sqrt(v + config["epsilon"])'),
        "epsilon dropped": ('np.sqrt(v) + config["epsilon"]', "np.sqrt(v)"),
        "old mean": ("np.sqrt(v)", 'np.sqrt(config["cache"])'),
        "root dropped": ("np.sqrt(v)", "v"),
    }),
    *planted("adam", adam, fails="next_w", errors={
        "first mean not corrected": ("m / (1 - beta1**t)", "m / 1"),
        "second mean not corrected": ("v / (1 - beta2**t)", "v / 1"),
        "step not counted": ("m / (1 - beta1**t)", "m / (1 - beta1 ** (t + 1))"),
        "epsilon inside": ('np.sqrt(vhat) + config["epsilon"]', 'np.sqrt(vhat + config["epsilon"])'),
    }),
    *planted("adam", adam, fails="next_v next_w", errors={
        "not squared": ("(dw * dw)", "abs(dw)"),
        "first share in the second mean": ("(1 - beta2) *", "(1 - beta1) *"),
    }),
    *planted("adam", adam, fails="next_m corrected next_w", errors={
        "first share dropped": ("(1 - beta1) *", "1 *"),
    }),
    *planted("adamw", adamw, fails="next_w", errors={
        "sign of the decay": ("next_w -=", "next_w +="),
        "learning rate not in the decay": ('config["learning_rate"] * config', "config"),
        "new weights decay": ("* w\n", "* next_w\n"),
    }),
    *planted("adamw", adamw, fails="next_m next_v next_w", errors={
        "decay in the gradient": ("adam(w, dw,", 'adam(w, dw + config["weight_decay"] * w,'),
    }),
]  # fmt: skip

ERRORS = [
    *AFFINE, *RELU, *SIGMOID, *TANH, *LEAKY_RELU, *SOFTMAX_CROSS_ENTROPY, *SVM_LOSS, *MSE,
    *ELU, *SOFTPLUS, *SILU, *GELU, *BINARY_CROSS_ENTROPY,
    *UPDATES,
    *L2_REGULARIZATION, *TWO_LAYER_NET, *FULLY_CONNECTED_NET, *BATCH_NORM_NET, *LAYER_NORM_NET,
    *BATCH_NORM, *SPATIAL_BATCH_NORM, *LAYER_NORM, *GROUP_NORM, *RMS_NORM, *DROPOUT, *EMBEDDING,
    *CONV2D, *DEPTHWISE_CONV2D, *AVG_POOL, *MAX_POOL,
    *GLOBAL_AVG_POOL, *RESIDUAL, *THREE_LAYER_CONV_NET, *TRANSFORMER_BLOCK,
    *RNN, *CAPTIONING_RNN, *RNN_STEP, *GRU_STEP, *LSTM, *LSTM_STEP, *TEMPORAL_AFFINE, *TEMPORAL_SOFTMAX_LOSS,
    *ATTENTION, *MULTI_HEAD_ATTENTION, *POSITIONAL_ENCODING,
]  # fmt: skip


@pytest.mark.sampled(8)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.id)
def test_a_planted_error_breaks_the_results_it_touches_and_no_other(error, monkeypatch):
    plant(error, monkeypatch)
    tallies = explored(error.stem)
    found = verdicts(tallies)
    expected = {name: {"failed" if name in error.fails.split() else "verified"} for name in found}
    for name in error.witness_rounds.split():
        found[name] = {tallies[name, "sympy"].verdict}
    assert found == expected


EVERYTHING = "every result"
HIDDEN_BY_SMALL_SHAPES = [
    *planted("softmax_cross_entropy", softmax_loss, fails="loss dx", errors={
        "numbers of rows in one byte": ("rows = np.arange(N)", "rows = np.arange(N).astype(np.int8)"),
        "numbers of rows in one byte without a sign": (
            "rows = np.arange(N)", "rows = np.arange(N).astype(np.uint8)"
        ),
    }),
    *planted("softmax_cross_entropy", softmax_loss, fails="cross_entropy log_sum_exp loss dx", errors={
        "labels in one byte": ("N = x.shape[0]", "N = x.shape[0]; y = y.astype(np.int8)"),
        "labels in one byte without a sign": ("N = x.shape[0]", "N = x.shape[0]; y = y.astype(np.uint8)"),
        "labels that are counted on in their own type": (
            "N = x.shape[0]",
            "N = x.shape[0]; y = np.maximum(0, (y + y.dtype.type(1)).astype(np.int64) - 1)",
        ),
    }),
    # A change of precision has no enclosure: nothing of that case is decided.
    *planted("softmax_cross_entropy", softmax_loss, fails=EVERYTHING, errors={
        "single precision from 37 classes on": (
            "N = x.shape[0]",
            "N = x.shape[0]; x = x.astype(np.float32).astype(x.dtype) if x.shape[1] > 36 else x",
        ),
    }),
    *planted("affine", affine_backward, fails=EVERYTHING, errors={
        "half precision for matrices of thousands of entries": (
            "return dx", "dw = dw.astype(np.float16).astype(dw.dtype) if dw.size > 4096 else dw; return dx"
        ),
    }),
    *planted("affine", check_shapes, fails=EVERYTHING, errors={
        "a check that writes into large arrays": (
            "sizes: tuple[Any, ...] = array.shape",
            "sizes = array.shape\n        if array.ndim == 2 and array.size > 200: array[0, 0] *= 2",
        ),
    }),
]  # fmt: skip


@pytest.mark.parametrize("error", HIDDEN_BY_SMALL_SHAPES, ids=lambda error: error.id)
def test_an_error_that_small_shapes_hide_is_not_verified(error, monkeypatch):
    plant(error, monkeypatch)
    found = verdicts(explored(error.stem))
    fails = {*found} if error.fails == EVERYTHING else {*error.fails.split()}
    assert {name for name, verdict in found.items() if verdict != {"verified"}} == fails


@pytest.mark.sampled(6)
@pytest.mark.parametrize("stem", LAYERS)
def test_the_layers_as_they_are_pass(stem):
    found = verdicts(explored(stem, dtypes=("float32", "float64")))
    assert set(found) == set(derivations.layer(stem).results)
    assert found == {name: {"verified"} for name in found}


def test_the_wrong_sign_of_x_breaks_the_sigmoid_and_its_odds(monkeypatch):
    # The gradient is even in x: it is right but for rounding.
    plant(Planted("", sigmoid_forward, (("out = -x", "out = +x"),), "", "sigmoid"), monkeypatch)
    assert verdicts(explored("sigmoid", "out", "odds")) == {"out": {"failed"}, "odds": {"failed"}}


# -- what stands out by its shape ------------------------------------------------------------------------

FORGOTTEN_TRANSPOSES = [
    *planted("affine", affine_backward, fails="dx", errors={"w not transposed": ("w.T", "w")}),
    *planted("affine", affine_parameter_gradients, fails="dw", errors={
        "x not transposed": (".T.dot(dout)", ".dot(dout)"),
    }),
]  # fmt: skip


@pytest.mark.parametrize("error", FORGOTTEN_TRANSPOSES, ids=lambda error: error.id)
def test_a_forgotten_transpose_is_caught_where_the_shapes_do_not_fit(error, monkeypatch):
    plant(error, monkeypatch)
    assert verdicts(explored(error.stem))[error.fails] == {"failed"}


@pytest.mark.parametrize("error", FORGOTTEN_TRANSPOSES, ids=lambda error: error.id)
def test_a_forgotten_transpose_is_caught_where_all_arrays_are_square(error, monkeypatch):
    square = Case({"N": 3, "D": [3], "M": 3})
    assert verdicts(explored(error.stem, replayed=square)) == {
        name: {"verified"} for name in ("out", "dw", "dx", "db")
    }
    plant(error, monkeypatch)
    found = verdicts(explored(error.stem, replayed=square))
    assert found == {name: {"failed" if name == error.fails else "verified"} for name in found}


@pytest.mark.parametrize(
    "error",
    [
        *planted("affine", affine_backward, fails="dx", errors={
            "dx left flattened": (".reshape(x.shape)", ".reshape(x.shape[0], w.shape[0])"),
        }),
        *planted("affine", affine_parameter_gradients, fails="db", errors={
            "db with an axis too many": ("dout.sum(axis=0)", "dout.sum(axis=0, keepdims=True)"),
        }),
    ],
    ids=lambda error: error.id,
)  # fmt: skip
def test_the_right_numbers_in_the_wrong_shape_are_caught(error, monkeypatch):
    plant(error, monkeypatch)
    found = verdicts(explored(error.stem))
    assert "failed" in found.pop(error.fails)
    assert found == {name: {"verified"} for name in found}


# -- what is reported ------------------------------------------------------------------------------------

DRAWN = [
    ("affine", affine_parameter_gradients, "db", ("dout.sum(axis=0)", "dout.sum(axis=0) / len(x)"), 2),
    ("relu", relu_backward, "dx", ("(x > 0.0)", "(dout > 0.0)"), 1),
    ("softmax_cross_entropy", softmax_loss, "dx", ("dx[rows, y] -=", "dx[rows, y.astype(int) - 1] -="), 2),
    ("two_layer_net", TwoLayerNet.loss, "dW2", ("dW2 += decay2", "dW2 += 2 * decay2"), 1),
]


@pytest.mark.parametrize(("stem", "function", "name", "edit", "least"), DRAWN, ids=[e[0] for e in DRAWN])
def test_a_failing_case_is_shrunk_to_the_smallest_sizes_and_fails_again_when_replayed(
    stem, function, name, edit, least, monkeypatch
):
    plant(Planted("", function, (edit,), name, stem), monkeypatch)
    tallies = explored(stem, name, cases=10)
    for check in ("sympy", "jax"):
        found = tallies[name, check].worst
        assert isinstance(found, Finding)
        assert found.about == "drawn"
        assert _entries(found.case) <= least

        replayed = explored(stem, name, replayed=Case.parse(found.case.text))
        assert replayed[name, check].verdict == "failed"
        assert replayed[name, check].worst.measurement == found.measurement


def _entries(case: Case) -> int:
    sizes = [case.size(size) for size in case.sizes if size != "K"]
    return prod(sizes)


def test_what_the_code_raises_is_a_failure_that_names_the_exception(monkeypatch):
    error = Planted("", relu_forward, (("out = np.maximum(x, 0.0)", "raise KeyError('x')"),), "", "relu")
    plant(error, monkeypatch)
    tallies = explored("relu", "out", replayed=Case({"N": 2, "D": [2], "K": 1}))
    for tally in tallies.values():
        assert tally.verdict == "failed"
        assert "KeyError" in tally.worst.measurement.reason


def test_the_right_numbers_written_into_an_argument_are_a_failure_that_names_the_argument(monkeypatch):
    edit = ("return dout * (x > 0.0)", "return np.multiply(dout, x > 0.0, out=dout)")
    plant(Planted("", relu_backward, (edit,), "", "relu"), monkeypatch)
    tallies = explored("relu", "dx", replayed=Case({"N": 3, "D": [4], "K": 1}))
    for tally in tallies.values():
        assert tally.verdict == "failed"
        assert "writes into its argument dout" in tally.worst.measurement.reason


def test_the_right_numbers_in_the_wrong_dtype_are_caught(monkeypatch):
    edit = ("return dout * (x > 0.0)", "return dout * (x > 0.0).astype(np.float64)")
    plant(Planted("", relu_backward, (edit,), "", "relu"), monkeypatch)
    case = Case({"N": 3, "D": [4], "K": 1})
    assert "failed" in verdicts(explored("relu", "dx", replayed=case, dtypes=("float32",)))["dx"]


def test_what_cannot_be_run_on_enclosures_is_undecided_and_not_verified(monkeypatch):
    error = Planted("", relu_forward, (("np.maximum(x, 0.0)", "np.sort(np.maximum(x, 0.0))"),), "", "relu")
    plant(error, monkeypatch)
    tallies = explored("relu", "out", replayed=Case({"N": 2, "D": [1], "K": 1}))
    for tally in tallies.values():
        assert tally.verdict == "undecided"
        assert "sort" in tally.worst.measurement.reason


def test_nothing_measured_is_undecided_and_not_verified():
    without_two_classes = Case({"N": 2, "C": 1})
    tallies = explored("softmax_cross_entropy", "two_class", replayed=without_two_classes)
    assert {tally.verdict for tally in tallies.values()} == {"undecided"}


def test_a_failure_that_does_not_come_back_counts_all_the_same(monkeypatch):
    calls = count()

    @wraps(affine_forward)
    def unsteady(x, w, b):
        out, cache = affine_forward(x, w, b)
        return (out + 1 if next(calls) == 4 else out), cache

    monkeypatch.setattr(Exploration, "_prescribed", lambda self: [])
    replace_everywhere(affine_forward, unsteady, monkeypatch)
    found = verdicts(explored("affine", cases=10))
    assert "failed" in found["out"]
    assert found["dx"] == {"verified"}
