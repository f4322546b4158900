# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] lang="ko"
# # 캡션을 쓰는 RNN {#captioning_rnn}

# %% [markdown] lang="en"
# # An RNN that writes captions {#captioning_rnn}

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Symbol, exp, log, tanh

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Layer,
    Lecture,
    MatrixSum,
    Part,
    Text,
    indices,
    labels,
    ones,
    rules,
    sizes,
    tensor,
    total,
)

# %%
N, T, D, E, H, V = sizes("N T D E H V")
t, s, n, d, e, k, m, v, i, j, p = indices("t s n d e k m v i j p")

features = tensor("features", N, D, says=Text("이미지의 특성", "features of the images"))
labels_in = labels("labels_in", N, T, says=Text("입력하는 단어의 번호", "numbers of the words that go in"))
labels_out = labels("labels_out", N, T, says=Text("맞힐 단어의 번호", "numbers of the words to be told"))
mask = tensor("mask", N, T, values="mask")
W_embed = tensor("W_embed", V, E)
W_proj = tensor("W_proj", D, H)
b_proj = tensor("b_proj", H)
Wx = tensor("Wx", E, H)
Wh = tensor("Wh", H, H)
b = tensor("b", H)
W_vocab = tensor("W_vocab", H, V)
b_vocab = tensor("b_vocab", V)

LAYER = Layer(
    stem="captioning_rnn",
    title=Text("캡션을 쓰는 RNN", "Captioning RNN"),
    summary=Text(
        "이미지의 특성에서 시작하는 RNN이 캡션의 다음 단어를 맞힌다.",
        "An RNN that starts from the features of an image tells the next word of its caption.",
    ),
    inputs=(features, labels_in, labels_out, mask, W_embed, W_proj, b_proj, Wx, Wh, b, W_vocab, b_vocab),
    uses=("embedding", "rnn", "temporal_affine", "temporal_softmax_loss"),
    part=Part.SEQUENCES,
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE),
)

# %%
a = tensor("a", N, H, layer=t)
h = tensor("h", N, H, layer=t)
scores = tensor("scores", N, V, layer=t)
probs = tensor("probs", N, V, positive=True, layer=t)
onehot = tensor("onehot", N, V, layer=t)
ell = tensor("ell", N, layer=t, says=Text("자리마다의 손실", "loss at each place"))
dscores = tensor("dscores", N, V, layer=t)
dh = tensor("dh", N, H, layer=t)
da = tensor("da", N, H, layer=t)
dprev_h = tensor("dprev_h", N, H, layer=t)


def start(n, m):
    """An entry of the first hidden state, made of the image."""
    return total(features[n, d] * W_proj[d, m], (d, D)) + b_proj[m]


def weighted_sums(t, before, n, m):
    """The weighted sums of step t, with an entry of the state before it."""
    return (
        total(W_embed[labels_in[n, t - 1], e] * Wx[e, m], (e, E))
        + total(before(n, k) * Wh[k, m], (k, H))
        + b[m]
    )


def state(t):
    """An entry of the hidden state after step t."""
    return lambda n, k: h[t, n, k]


def told(t, n, v):
    """A score of step t."""
    return total(h[t, n, m] * W_vocab[m, v], (m, H)) + b_vocab[v]


forward = (
    Definition(h[0, n, m], start(n, m)),
    Definition(a[t, n, m], weighted_sums(t, state(t - 1), n, m)),
    Definition(h[t, n, m], tanh(a[t, n, m])),
    Definition(scores[t, n, v], told(t, n, v)),
    Definition(probs[t, n, v], exp(scores[t, n, v]) / total(exp(scores[t, n, k]), (k, V))),
    Definition(onehot[t, n, v], KroneckerDelta(v, labels_out[n, t - 1])),
    Definition(ell[t, n], -log(probs[t, n, labels_out[n, t - 1]])),
)

LAYER.result(
    "scores",
    Text("단어의 점수", "Scores of the words"),
    scores[t, n, v],
    told(t, n, v),
    indices=((n, N), (v, V)),
    definitions=forward,
    expanded=(),
    layers=(t, T),
).in_matrices(h.matrix_at(t) * W_vocab.matrix + ones(N) * b_vocab.matrix.T, (h, W_vocab, b_vocab))

# %%
L = Symbol("L", real=True)
LAYER.result(
    "loss",
    Text("손실", "Loss"),
    L,
    -total(mask[n, s] * log(probs[s + 1, n, labels_out[n, s]]), (s, T), (n, N)) / N,
    definitions=forward,
    expanded=forward[6:],
).by(rules.NAME, total(mask[n, s] * ell[s + 1, n], (s, T), (n, N)) / N)

# %%
backward = (
    *forward,
    Definition(dscores[t, n, v], mask[n, t - 1] * (probs[t, n, v] - onehot[t, n, v]) / N),
    Definition(dh[t, n, m], total(dscores[t, n, v] * W_vocab[m, v], (v, V))),
    Definition(dprev_h[T + 1, n, m], Integer(0)),
    Definition(da[t, n, m], (dh[t, n, m] + dprev_h[t + 1, n, m]) * (1 - h[t, n, m] ** 2)),
    Definition(dprev_h[t, n, m], total(da[t, n, k] * Wh[m, k], (k, H))),
)
at_step = (
    -total(
        mask[n, t - 1] * log(exp(scores[t, n, labels_out[n, t - 1]]) / total(exp(scores[t, n, k]), (k, V))),
        (n, N),
    )
    / N
)

LAYER.result(
    "dscores",
    Text("점수에 대한 그래디언트", "Gradient with respect to the scores"),
    Derivative(L, scores[t, i, j]),
    Derivative(at_step, scores[t, i, j]),
    indices=((i, N), (j, V)),
    definitions=backward,
    expanded=(backward[4], backward[5]),
    layers=(t, T),
).by(
    rules.KNOWN_RESULT,
    mask[i, t - 1] * (probs[t, i, j] - onehot[t, i, j]) / N,
    Text(
        "[`temporal_softmax_loss.dx`](temporal_softmax_loss.md#temporal_softmax_loss.dx)다.",
        "This is [`temporal_softmax_loss.dx`](temporal_softmax_loss.md#temporal_softmax_loss.dx).",
    ),
)

# %%
through_scores = total(dscores[s + 1, n, v] * told(s + 1, n, v), (s, T), (n, N), (v, V))

LAYER.result(
    "dW_vocab",
    Text("단어의 가중치에 대한 그래디언트", "Gradient with respect to the weights of the words"),
    Derivative(L, W_vocab[i, j]),
    Derivative(through_scores, W_vocab[i, j]),
    indices=((i, H), (j, V)),
    definitions=backward,
    expanded=(),
).by(rules.DELTA_PICKS, total(h[s + 1, n, i] * dscores[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(h.matrix_at(s + 1).T * dscores.matrix_at(s + 1), s, T), (h, dscores), layers=(s + 1,)
)

# %%
LAYER.result(
    "db_vocab",
    Text("단어의 편향에 대한 그래디언트", "Gradient with respect to the biases of the words"),
    Derivative(L, b_vocab[j]),
    Derivative(through_scores, b_vocab[j]),
    indices=((j, V),),
    definitions=backward,
    expanded=(),
).by(rules.DELTA_PICKS, total(dscores[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(dscores.matrix_at(s + 1).T * ones(N), s, T), (dscores,), layers=(s + 1,)
)

# %%
through_all = total(da[s + 1, n, m] * weighted_sums(s + 1, state(s), n, m), (s, T), (n, N), (m, H))

LAYER.result(
    "dWx",
    Text("입력의 가중치에 대한 그래디언트", "Gradient with respect to the input's weights"),
    Derivative(L, Wx[i, j]),
    Derivative(through_all, Wx[i, j]),
    indices=((i, E), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.DELTA_PICKS,
    total(W_embed[labels_in[n, s], i] * da[s + 1, n, j], (s, T), (n, N)),
)

# %%
LAYER.result(
    "dWh",
    Text("은닉 상태의 가중치에 대한 그래디언트", "Gradient with respect to the hidden state's weights"),
    Derivative(L, Wh[i, j]),
    Derivative(through_all, Wh[i, j]),
    indices=((i, H), (j, H)),
    definitions=backward,
    expanded=(),
).by(rules.DELTA_PICKS, total(h[s, n, i] * da[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(h.matrix_at(s).T * da.matrix_at(s + 1), s, T), (h, da), layers=(s, s + 1)
)

# %%
LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the bias"),
    Derivative(L, b[j]),
    Derivative(through_all, b[j]),
    indices=((j, H),),
    definitions=backward,
    expanded=(),
).by(rules.DELTA_PICKS, total(da[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(da.matrix_at(s + 1).T * ones(N), s, T), (da,), layers=(s + 1,)
)

# %%
LAYER.result(
    "dW_embed",
    Text("단어의 표에 대한 그래디언트", "Gradient with respect to the table of words"),
    Derivative(L, W_embed[i, j]),
    Derivative(through_all, W_embed[i, j]),
    indices=((i, V), (j, E)),
    definitions=backward,
    expanded=(),
).by(
    rules.DELTA_PICKS,
    total(KroneckerDelta(labels_in[n, s], i) * total(da[s + 1, n, m] * Wx[j, m], (m, H)), (s, T), (n, N)),
)

# %%
first = total(da[1, n, m] * weighted_sums(1, start, n, m), (n, N), (m, H))

LAYER.result(
    "dW_proj",
    Text("투영의 가중치에 대한 그래디언트", "Gradient with respect to the weights of the projection"),
    Derivative(L, W_proj[i, j]),
    Derivative(first, W_proj[i, j]),
    indices=((i, D), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.DELTA_PICKS,
    total(features[n, i] * total(da[1, n, m] * Wh[j, m], (m, H)), (n, N)),
).in_matrices(features.matrix.T * da.matrix_at(1) * Wh.matrix.T, (features, da, Wh), layers=(1,))

# %%
LAYER.result(
    "db_proj",
    Text("투영의 편향에 대한 그래디언트", "Gradient with respect to the bias of the projection"),
    Derivative(L, b_proj[j]),
    Derivative(first, b_proj[j]),
    indices=((j, H),),
    definitions=backward,
    expanded=(),
).by(rules.DELTA_PICKS, total(total(da[1, n, m] * Wh[j, m], (m, H)), (n, N)))

# %%
LECTURE = Lecture(LAYER)
