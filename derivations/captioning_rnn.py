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
# # 캡션을 다는 RNN {#captioning_rnn}
#
# CS231n의 셋째 과제는 이미지를 보고 한 문장으로 설명하는 모형으로 시작한다. 이미지는 특성 벡터로, 단어는 번호로 주어진다. 이미지에서 첫 은닉 상태를 만들고,
# [RNN](rnn.md)이 단어를 하나씩 읽으면서 다음 단어를 맞힌다.
#
# 층은 모두 배운 것이다. [완전연결층](affine.md), [임베딩](embedding.md), [RNN](rnn.md), [시각마다 같은 완전연결층](temporal_affine.md),
# [시각마다의 소프트맥스 손실](temporal_softmax_loss.md)을 이었다. 이 페이지의 물음은 이음매에 있다. 마지막 단어의 오차는 어떤 경로로 이미지까지
# 가는가? 그리고 같은 캡션이 입력이면서 정답이면 번호를 어떻게 맞추는가?

# %% [markdown] lang="en"
# # An RNN that writes captions {#captioning_rnn}
#
# CS231n's third assignment begins with a model that looks at an image and describes it in a sentence. The image is given as a vector of
# features, and words as numbers. The image makes the first hidden state, and an [RNN](rnn.md) reads one word after another, guessing the next.
#
# All layers are known: an [affine layer](affine.md), an [embedding](embedding.md), the [RNN](rnn.md), an
# [affine layer at every time step](temporal_affine.md) and a [softmax loss at every time step](temporal_softmax_loss.md). The questions of this page
# lie where they meet. On which way does the error of the last word get to the image? And how are words numbered where one caption is both the
# input and the answer?

# %% tags=["setup"]
from sympy import Add, Derivative, Integer, KroneckerDelta, Rational, Symbol, exp, log, tanh

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Diagonal,
    Example,
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

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양(shape) | 뜻 |
# | --- | --- | --- | --- |
# | $\mathrm{features}$ | `features` | (N, D) | 이미지 N장의 특성 |
# | $\mathrm{labels\_in}^{(t)}$ | `captions[:, t-1]` | (N,) | 단계 $t$에 읽는 단어의 번호 |
# | $\mathrm{labels\_out}^{(t)}$ | `captions[:, t]` | (N,) | 단계 $t$에 맞힐 단어의 번호 |
# | $\mathrm{mask}^{(t)}$ | `mask[:, t-1]` | (N,) | 맞힐 단어가 있으면 1, 채워 넣은 자리면 0 |
# | $\mathrm{W\_embed}$ | `W_embed` | (V, E) | 단어 V개의 벡터를 모은 표 |
# | $\mathrm{W\_proj}$, $\mathrm{b\_proj}$ | `W_proj`, `b_proj` | (D, H), (H,) | 이미지에서 첫 상태를 만드는 가중치와 편향 |
# | $\mathrm{Wx}$, $\mathrm{Wh}$, $b$ | `Wx`, `Wh`, `b` | (E, H), (H, H), (H,) | RNN의 가중치와 편향 |
# | $\mathrm{W\_vocab}$, $\mathrm{b\_vocab}$ | `W_vocab`, `b_vocab` | (H, V), (V,) | 상태에서 단어의 점수를 만드는 가중치와 편향 |
# | $x^{(t)}$, $h^{(t)}$ | `x[:, t-1]`, `h[:, t-1]` | (N, E), (N, H) | 단어의 벡터와 은닉 상태(hidden state) |
# | $\mathrm{scores}^{(t)}$ | `scores[:, t-1]` | (N, V) | 단어의 점수, 곧 소프트맥스의 로짓(logit) |
#
# 단계 $t$는 1부터 $T$까지 세고, $h^{(0)}$은 이미지에서 만든 상태다. 캡션에는 단어가 $T+1$개 있다. 앞의 $T$개를 읽고 뒤의 $T$개를 맞힌다. 배열의 첨자는
# 0부터 센다. $n$은 이미지, $d$는 특성, $e$는 단어 벡터의 원소, $k$와 $m$은 은닉 유닛, $v$는 단어를 가리킨다. 그래디언트는
# 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 손실은 이미지의 수 $N$으로 나눈다. 캡션이 길수록 손실이 크다. `<NULL>`은 짧은 캡션의 뒤를 채우는 단어이고, 맞히지 않아도 된다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | formula | code | shape | meaning |
# | --- | --- | --- | --- |
# | $\mathrm{features}$ | `features` | (N, D) | features of N images |
# | $\mathrm{labels\_in}^{(t)}$ | `captions[:, t-1]` | (N,) | number of the word that is read at step $t$ |
# | $\mathrm{labels\_out}^{(t)}$ | `captions[:, t]` | (N,) | number of the word to be guessed at step $t$ |
# | $\mathrm{mask}^{(t)}$ | `mask[:, t-1]` | (N,) | 1 where there is a word to guess, 0 where the caption is filled up |
# | $\mathrm{W\_embed}$ | `W_embed` | (V, E) | the table: vectors of V words |
# | $\mathrm{W\_proj}$, $\mathrm{b\_proj}$ | `W_proj`, `b_proj` | (D, H), (H,) | weights and biases that make the first state of an image |
# | $\mathrm{Wx}$, $\mathrm{Wh}$, $b$ | `Wx`, `Wh`, `b` | (E, H), (H, H), (H,) | weights and biases of the RNN |
# | $\mathrm{W\_vocab}$, $\mathrm{b\_vocab}$ | `W_vocab`, `b_vocab` | (H, V), (V,) | weights and biases that make scores of a state |
# | $x^{(t)}$, $h^{(t)}$ | `x[:, t-1]`, `h[:, t-1]` | (N, E), (N, H) | vectors of words, and hidden states |
# | $\mathrm{scores}^{(t)}$ | `scores[:, t-1]` | (N, V) | scores of the words: the logits of the softmax |
#
# Steps $t$ are counted from 1 to $T$, and $h^{(0)}$ is the state that an image makes. A caption has $T+1$ words: the first $T$ are read, and the
# last $T$ are guessed. Indices into arrays start at 0: $n$ stands for images, $d$ for features, $e$ for entries of a word's vector, $k$ and $m$ for
# hidden units and $v$ for words. A gradient is the array of partial derivatives.
#
# **Conventions.** The loss is divided by the number $N$ of images, so long captions have larger losses. `<NULL>` is the word that fills up
# short captions; it need not be guessed.

# %%
N, T, D, E, H, V = sizes("N T D E H V")
t, s, n, d, e, k, m, v, i, j = indices("t s n d e k m v i j")

features = tensor("features", N, D, values="moderate", says=Text("이미지의 특성", "features of the images"))
labels_in = labels(
    "labels_in", N, layer=t, says=Text("읽는 단어의 번호", "numbers of the words that are read")
)
labels_out = labels(
    "labels_out", N, layer=t, says=Text("맞힐 단어의 번호", "numbers of the words to be guessed")
)
mask = tensor("mask", N, layer=t, values="mask")
W_embed = tensor("W_embed", V, E, values="moderate", says=Text("단어 벡터의 표", "table of word vectors"))
W_proj = tensor(
    "W_proj",
    D,
    H,
    values="moderate",
    says=Text("첫 상태를 만드는 가중치", "weights that make the first state"),
)
b_proj = tensor(
    "b_proj",
    H,
    values="moderate",
    says=Text("첫 상태를 만드는 편향", "biases that make the first state"),
)
Wx = tensor("Wx", E, H, values="moderate")
Wh = tensor("Wh", H, H, values="moderate")
b = tensor("b", H, values="moderate")
W_vocab = tensor(
    "W_vocab",
    H,
    V,
    values="moderate",
    says=Text("단어의 점수를 만드는 가중치", "weights that make the scores of words"),
)
b_vocab = tensor(
    "b_vocab",
    V,
    values="moderate",
    says=Text("단어의 점수를 만드는 편향", "biases that make the scores of words"),
)

LAYER = Layer(
    stem="captioning_rnn",
    title=Text("캡션을 다는 RNN", "Captioning RNN"),
    summary=Text(
        "이미지에서 만든 상태에서 시작하는 RNN이 캡션의 다음 단어를 맞힌다.",
        "An RNN whose first state is made of an image guesses the next word of its caption.",
    ),
    inputs=(features, labels_in, labels_out, mask, W_embed, W_proj, b_proj, Wx, Wh, b, W_vocab, b_vocab),
    uses=("affine", "embedding", "rnn", "temporal_affine", "temporal_softmax_loss"),
    part=Part.SEQUENCES,
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# 순전파(forward pass)에 나오는 중간값과 역전파(backward pass)에 쓸 이름을 정해 둔다. $\mathrm{d}$로 시작하는 이름은 앞의 페이지에서 구한 그래디언트를
# 이 모형의 글자로 적은 것이다.

# %% [markdown] lang="en"
# The next cell names what the forward pass makes on its way, and what the backward pass will need. The names with a $\mathrm{d}$ are gradients
# of the pages before, in the letters of this model.

# %%
x = tensor("x", N, E, layer=t)
a = tensor("a", N, H, layer=t)
h = tensor("h", N, H, layer=t)
scores = tensor("scores", N, V, layer=t)
probs = tensor("probs", N, V, positive=True, layer=t)
onehot = tensor("onehot", N, V, layer=t)
ell = tensor("ell", N, layer=t)
read = tensor("read", N, V, layer=t, says=Text("읽는 단어의 원-핫", "one-hot words that are read"))
dscores = tensor("dscores", N, V, layer=t)
dh = tensor("dh", N, H, layer=t)
da = tensor("da", N, H, layer=t)
dprev_h = tensor("dprev_h", N, H, layer=t)
dx = tensor(
    "dx",
    N,
    E,
    layer=t,
    says=Text("입력에 대한 손실의 그래디언트", "gradient of the loss with respect to the input"),
)


def first_state(n, m):
    """An entry of the state that an image makes."""
    return total(features[n, d] * W_proj[d, m], (d, D)) + b_proj[m]


def weighted_sums(t, before, n, m):
    """The weighted sums of step t, with an entry of the state before it."""
    return total(x[t, n, e] * Wx[e, m], (e, E)) + total(before(n, k) * Wh[k, m], (k, H)) + b[m]


def state(t):
    """An entry of the hidden state after step t."""
    return lambda n, k: h[t, n, k]


def told(t, n, v):
    """The score of a word at step t."""
    return total(h[t, n, m] * W_vocab[m, v], (m, H)) + b_vocab[v]


forward = (
    Definition(h[0, n, m], first_state(n, m)),
    Definition(x[t, n, e], W_embed[labels_in[t, n], e]),
    Definition(a[t, n, m], weighted_sums(t, state(t - 1), n, m)),
    Definition(h[t, n, m], tanh(a[t, n, m])),
    Definition(scores[t, n, v], told(t, n, v)),
    Definition(probs[t, n, v], exp(scores[t, n, v]) / total(exp(scores[t, n, k]), (k, V))),
    Definition(onehot[t, n, v], KroneckerDelta(v, labels_out[t, n])),
)
backward = (
    *forward,
    Definition(dscores[t, n, v], mask[t, n] * (probs[t, n, v] - onehot[t, n, v]) / N),
    Definition(dh[t, n, m], total(dscores[t, n, v] * W_vocab[m, v], (v, V))),
    Definition(dprev_h[T + 1, n, m], Integer(0)),
    Definition(da[t, n, m], (dh[t, n, m] + dprev_h[t + 1, n, m]) * (1 - h[t, n, m] ** 2)),
    Definition(dprev_h[t, n, m], total(da[t, n, k] * Wh[m, k], (k, H))),
    Definition(dx[t, n, e], total(da[t, n, m] * Wx[e, m], (m, H))),
)

# %% [markdown] lang="ko"
# ## 순전파 {#forward}
#
# 이미지는 첫 상태 $h^{(0)}$에만 들어간다. 그다음부터는 단어의 벡터를 읽는 RNN이고, 상태마다 어휘 전체의 점수가 나온다.

# %% [markdown] lang="en"
# ## Forward {#forward}
#
# The image enters the first state $h^{(0)}$, and nothing else. From there on it is an RNN that reads vectors of words, and every state yields
# scores of the whole vocabulary.

# %%
LAYER.result(
    "scores",
    Text("단어의 점수", "Scores of the words"),
    scores[t, n, v],
    told(t, n, v),
    indices=((n, N), (v, V)),
    definitions=forward[:5],
    expanded=(),
    layers=(t, T),
).in_matrices(h.matrix_at(t) * W_vocab.matrix + ones(N) * b_vocab.matrix.T, (h, W_vocab, b_vocab))

# %% [markdown] lang="ko"
# 손실은 맞힐 단어의 확률에 로그를 씌우고 부호를 바꾸어 더한 다음 이미지의 수로 나눈 것이다. 채워 넣은 자리는 마스크(mask)가 지운다.

# %% [markdown] lang="en"
# The loss adds the negative logarithms of the right words' probabilities, and divides by the number of images. The mask removes the places
# that are filled up.

# %%
L = Symbol("L", real=True)
LOSSES = Definition(ell[t, n], -log(probs[t, n, labels_out[t, n]]))

LAYER.result(
    "loss",
    Text("손실", "Loss"),
    L,
    -total(mask[s + 1, n] * log(probs[s + 1, n, labels_out[s + 1, n]]), (s, T), (n, N)) / N,
    definitions=(*forward, LOSSES),
    expanded=(LOSSES,),
).by(rules.NAME, total(mask[s + 1, n] * ell[s + 1, n], (s, T), (n, N)) / N).in_matrices(
    MatrixSum(mask.matrix_at(s + 1).T * ell.matrix_at(s + 1), s, T) / N, (mask, ell), layers=(s + 1,)
)

# %% [markdown] lang="ko"
# ## 역전파의 계획 {#plan}
#
# | 거꾸로 밟는 층 | 받는 것 | 구하는 것 | 아래로 넘기는 것 |
# | --- | --- | --- | --- |
# | 시각마다의 소프트맥스 손실 | | | `dscores` |
# | 시각마다 같은 완전연결층 | `dscores` | `dW_vocab`, `db_vocab` | `dh` |
# | RNN, 마지막 단계부터 | `dh` | `dWx`, `dWh`, `db` | `dx`, `dh0` |
# | 임베딩 | `dx` | `dW_embed` | 없음: 번호에는 그래디언트가 없다 |
# | 이미지의 완전연결층 | `dh0` | `dW_proj`, `db_proj` | 없음: 특성은 정해진 것이다 |
#
# 그래디언트는 RNN에서 두 갈래로 나뉜다. 읽은 단어로 가는 `dx`와 이미지로 가는 `dh0`이다.
#
# ## 점수 {#scores}
#
# 점수 하나 $\mathrm{scores}^{(t)}_{i,j}$는 자기 이미지의 자기 단계에만 쓰인다.

# %% [markdown] lang="en"
# ## The plan of the backward pass {#plan}
#
# | Layer, from the top | receives | finds | passes down |
# | --- | --- | --- | --- |
# | Softmax loss at every time step | | | `dscores` |
# | Affine layer at every time step | `dscores` | `dW_vocab`, `db_vocab` | `dh` |
# | RNN, from the last step | `dh` | `dWx`, `dWh`, `db` | `dx`, `dh0` |
# | Embedding | `dx` | `dW_embed` | nothing: numbers of words have no gradient |
# | Affine layer of the image | `dh0` | `dW_proj`, `db_proj` | nothing: the features are given |
#
# At the RNN the way divides: `dx` leads to the words that were read, and `dh0` to the image.
#
# ## Scores {#scores}
#
# A score $\mathrm{scores}^{(t)}_{i,j}$ is used for its own image at its own step alone.

# %%
at_step = (
    -total(
        mask[t, n] * log(exp(scores[t, n, labels_out[t, n]]) / total(exp(scores[t, n, k]), (k, V))), (n, N)
    )
    / N
)

LAYER.result(
    "dscores",
    Text("점수에 대한 그래디언트", "Gradient with respect to the scores"),
    Derivative(L, scores[t, i, j]),
    Derivative(at_step, scores[t, i, j]),
    indices=((i, N), (j, V)),
    definitions=backward[:7],
    expanded=backward[5:7],
    layers=(t, T),
).by(
    rules.KNOWN_RESULT,
    mask[t, i] * (probs[t, i, j] - onehot[t, i, j]) / N,
    Text(
        "단계 $t$만 본 [`temporal_softmax_loss.dx`](temporal_softmax_loss.md#temporal_softmax_loss.dx)다.",
        "This is [`temporal_softmax_loss.dx`](temporal_softmax_loss.md#temporal_softmax_loss.dx), at step $t$.",
    ),
).in_matrices(
    Diagonal(mask.matrix_at(t)) * (probs.matrix_at(t) - onehot.matrix_at(t)) / N, (mask, probs, onehot)
)

# %% [markdown] lang="ko"
# ## 단어를 맞히는 층 {#vocabulary}
#
# $\mathrm{W\_vocab}$은 모든 단계가 함께 쓰므로 그래디언트도 모든 단계에 대한 합이다. 합의 첨자 $s$는 0부터 $T-1$까지 세고, 단계는 $s+1$이다.

# %% [markdown] lang="en"
# ## The layer that guesses words {#vocabulary}
#
# All steps share $\mathrm{W\_vocab}$, and so its gradient is a sum over all steps. The index $s$ of the sum runs from 0 to $T-1$, and the step is
# $s+1$.

# %%
through_scores = total(dscores[s + 1, n, v] * told(s + 1, n, v), (s, T), (n, N), (v, V))

LAYER.result(
    "dW_vocab",
    Text("점수의 가중치에 대한 그래디언트", "Gradient with respect to the weights that make the scores"),
    Derivative(L, W_vocab[i, j]),
    Derivative(through_scores, W_vocab[i, j]),
    indices=((i, H), (j, V)),
    definitions=backward,
    expanded=(),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dscores[s + 1, n, v] * h[s + 1, n, m] * KroneckerDelta(m, i) * KroneckerDelta(v, j),
        (s, T),
        (n, N),
        (v, V),
        (m, H),
    ),
).by(rules.DELTA_PICKS, total(h[s + 1, n, i] * dscores[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(h.matrix_at(s + 1).T * dscores.matrix_at(s + 1), s, T), (h, dscores), layers=(s + 1,)
)

# %%
LAYER.result(
    "db_vocab",
    Text("점수의 편향에 대한 그래디언트", "Gradient with respect to the biases that make the scores"),
    Derivative(L, b_vocab[j]),
    Derivative(through_scores, b_vocab[j]),
    indices=((j, V),),
    definitions=backward,
    expanded=(),
).by(
    rules.KNOWN_RESULT,
    total(dscores[s + 1, n, j], (s, T), (n, N)),
    Text(
        "업스트림 그래디언트가 $\\mathrm{dscores}$인 [`temporal_affine.db`](temporal_affine.md#temporal_affine.db)다.",
        "This is [`temporal_affine.db`](temporal_affine.md#temporal_affine.db), with the upstream gradient $\\mathrm{dscores}$.",
    ),
).in_matrices(MatrixSum(dscores.matrix_at(s + 1).T * ones(N), s, T), (dscores,), layers=(s + 1,))

# %% [markdown] lang="ko"
# 이 층이 아래로 넘기는 것은 $\mathrm{dh}^{(t)}_{n,m} = \sum_v \mathrm{dscores}^{(t)}_{n,v}\, \mathrm{W\_vocab}_{m,v}$이다.
# 이것이 RNN의 업스트림 그래디언트(upstream gradient)다.
#
# ## RNN {#rnn}
#
# [RNN의 모든 단계](rnn.md)에서 구한 것을 그대로 쓴다. 마지막 단계에서 첫 단계로 가면서 $\mathrm{da}^{(t)}$를 채우면 세 파라미터의 그래디언트가 나온다.
# 입력은 단어의 벡터 $x^{(t)}$이다.

# %% [markdown] lang="en"
# This layer passes down $\mathrm{dh}^{(t)}_{n,m} = \sum_v \mathrm{dscores}^{(t)}_{n,v}\, \mathrm{W\_vocab}_{m,v}$, which is the upstream gradient of
# the RNN.
#
# ## The RNN {#rnn}
#
# All that was found for [an RNN over time](rnn.md) holds as it is. Going from the last step to the first fills $\mathrm{da}^{(t)}$, and with it the
# gradients of three parameters. The inputs are the vectors $x^{(t)}$ of words.

# %%
through_all = total(da[s + 1, n, m] * weighted_sums(s + 1, state(s), n, m), (s, T), (n, N), (m, H))

LAYER.result(
    "dWx",
    Text(
        "단어 벡터의 가중치에 대한 그래디언트", "Gradient with respect to the weights of the words' vectors"
    ),
    Derivative(L, Wx[i, j]),
    Derivative(through_all, Wx[i, j]),
    indices=((i, E), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.KNOWN_RESULT,
    total(x[s + 1, n, i] * da[s + 1, n, j], (s, T), (n, N)),
    Text("[`rnn.dWx`](rnn.md#rnn.dWx)다.", "This is [`rnn.dWx`](rnn.md#rnn.dWx)."),
).in_matrices(MatrixSum(x.matrix_at(s + 1).T * da.matrix_at(s + 1), s, T), (x, da), layers=(s + 1,))

# %%
LAYER.result(
    "dWh",
    Text("은닉 상태의 가중치에 대한 그래디언트", "Gradient with respect to the hidden state's weights"),
    Derivative(L, Wh[i, j]),
    Derivative(through_all, Wh[i, j]),
    indices=((i, H), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.KNOWN_RESULT,
    total(h[s, n, i] * da[s + 1, n, j], (s, T), (n, N)),
    Text(
        "[`rnn.dWh`](rnn.md#rnn.dWh)다. 첫 항의 $h^{(0)}$은 이미지가 만든 상태다.",
        "This is [`rnn.dWh`](rnn.md#rnn.dWh). The $h^{(0)}$ of the first term is the state that the image has made.",
    ),
).in_matrices(MatrixSum(h.matrix_at(s).T * da.matrix_at(s + 1), s, T), (h, da), layers=(s, s + 1))

# %%
LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the bias"),
    Derivative(L, b[j]),
    Derivative(through_all, b[j]),
    indices=((j, H),),
    definitions=backward,
    expanded=(),
).by(
    rules.KNOWN_RESULT,
    total(da[s + 1, n, j], (s, T), (n, N)),
    Text("[`rnn.db`](rnn.md#rnn.db)다.", "This is [`rnn.db`](rnn.md#rnn.db)."),
).in_matrices(MatrixSum(da.matrix_at(s + 1).T * ones(N), s, T), (da,), layers=(s + 1,))

# %% [markdown] lang="ko"
# ## 읽은 단어 {#words}
#
# RNN은 단어의 벡터에 $\mathrm{dx}^{(t)}_{n,e} = \sum_m \mathrm{da}^{(t)}_{n,m}\, \mathrm{Wx}_{e,m}$을 넘긴다. 표의 $i$번째 행은 $i$번 단어를 **읽은** 모든
# 자리에 쓰였다. 이미지가 달라도, 단계가 달라도 마찬가지다. 그래서 그 자리의 $\mathrm{dx}$를 모두 더한다. 읽는 단어를 원-핫으로 적은 것이
# $\mathrm{read}$다.

# %% [markdown] lang="en"
# ## Words that are read {#words}
#
# The RNN passes $\mathrm{dx}^{(t)}_{n,e} = \sum_m \mathrm{da}^{(t)}_{n,m}\, \mathrm{Wx}_{e,m}$ to the vectors of words. Row $i$ of the table is used
# wherever word $i$ is **read**, for whatever image and at whatever step. The $\mathrm{dx}$ of all these places are added. The words that are
# read, in one-hot form, are $\mathrm{read}$.

# %%
ENCODED = Definition(read[t, n, v], KroneckerDelta(v, labels_in[t, n]))
through_words = total(dx[s + 1, n, e] * W_embed[labels_in[s + 1, n], e], (s, T), (n, N), (e, E))

LAYER.result(
    "dW_embed",
    Text("단어 벡터의 표에 대한 그래디언트", "Gradient with respect to the table of word vectors"),
    Derivative(L, W_embed[i, j]),
    Derivative(through_words, W_embed[i, j]),
    indices=((i, V), (j, E)),
    definitions=(*backward, ENCODED),
    expanded=(ENCODED,),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dx[s + 1, n, e] * KroneckerDelta(labels_in[s + 1, n], i) * KroneckerDelta(e, j),
        (s, T),
        (n, N),
        (e, E),
    ),
).by(
    rules.DELTA_PICKS,
    total(KroneckerDelta(labels_in[s + 1, n], i) * dx[s + 1, n, j], (s, T), (n, N)),
).by(rules.NAME, total(read[s + 1, n, i] * dx[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(read.matrix_at(s + 1).T * dx.matrix_at(s + 1), s, T), (read, dx), layers=(s + 1,)
)

# %% [markdown] lang="ko"
# [임베딩](embedding.md)에서 본 대로 코드는 `np.add.at`으로 더한다. 캡션에는 ‘a’나 ‘the’처럼 되풀이되는 단어가 많아서 `dW[x] += dx`는 거의 언제나 틀린다.
#
# ## 이미지 {#image}
#
# 첫 단계가 앞으로 넘기는 $\mathrm{dprev\_h}^{(1)}$이 첫 상태에 대한 그래디언트다([`rnn.dh0`](rnn.md#rnn.dh0)). 마지막 단어의 오차도 단계를 하나씩 거슬러
# 이 한 값에 모인다. 이미지는 첫 상태에만 쓰였으므로 다른 경로는 없다.

# %% [markdown] lang="en"
# As the page of the [embedding](embedding.md) says, the code adds with `np.add.at`. Captions repeat words such as “a” and “the”, so that
# `dW[x] += dx` is wrong almost always.
#
# ## The image {#image}
#
# What the first step hands back, $\mathrm{dprev\_h}^{(1)}$, is the gradient with respect to the first state ([`rnn.dh0`](rnn.md#rnn.dh0)). The error of
# the last word, too, comes back step by step and gathers in this one value. There is no other way, as the image is used for the first state
# alone.

# %%
through_first = total(dprev_h[1, n, m] * first_state(n, m), (n, N), (m, H))

LAYER.result(
    "dW_proj",
    Text(
        "첫 상태의 가중치에 대한 그래디언트", "Gradient with respect to the weights that make the first state"
    ),
    Derivative(L, W_proj[i, j]),
    Derivative(through_first, W_proj[i, j]),
    indices=((i, D), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dprev_h[1, n, m] * features[n, d] * KroneckerDelta(d, i) * KroneckerDelta(m, j),
        (n, N),
        (m, H),
        (d, D),
    ),
).by(rules.DELTA_PICKS, total(features[n, i] * dprev_h[1, n, j], (n, N))).in_matrices(
    features.matrix.T * dprev_h.matrix_at(1), (features, dprev_h), layers=(1,)
)

# %%
LAYER.result(
    "db_proj",
    Text("첫 상태의 편향에 대한 그래디언트", "Gradient with respect to the biases that make the first state"),
    Derivative(L, b_proj[j]),
    Derivative(through_first, b_proj[j]),
    indices=((j, H),),
    definitions=backward,
    expanded=(),
).by(
    rules.KNOWN_RESULT,
    total(dprev_h[1, n, j], (n, N)),
    Text(
        "업스트림 그래디언트가 $\\mathrm{dprev\\_h}^{(1)}$인 [`affine.db`](affine.md#affine.db)다.",
        "This is [`affine.db`](affine.md#affine.db), with the upstream gradient $\\mathrm{dprev\\_h}^{(1)}$.",
    ),
).in_matrices(dprev_h.matrix_at(1).T * ones(N), (dprev_h,), layers=(1,))

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# `loss`는 캡션을 둘로 자른다. `captions[:, :-1]`을 읽고 `captions[:, 1:]`을 맞힌다. 마스크는 맞힐 단어가 `<NULL>`이 아닌 자리다. 나머지는 `loss_of_words`가
# 계획표를 아래에서 위로, 다시 위에서 아래로 밟는다. 새 캡션을 다는 `sample`에는 정답이 없으므로 스스로 고른 단어를 다음 단계의 입력으로 쓴다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# `loss` cuts captions in two: `captions[:, :-1]` is read and `captions[:, 1:]` is guessed. The mask is where the word to be guessed is not
# `<NULL>`. The rest is `loss_of_words`, which goes through the layers of the plan up and down again. When `sample` writes a new caption there is no
# answer to read, so it reads the word that it has just picked itself.

# %% [markdown] slot="implementation"
# 코드는 impl/captioning_rnn.py에 있다. / The code is in impl/captioning_rnn.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 이미지 한 장에 캡션은 단어 셋, (1, 0, 1)이다. 1과 0을 읽고 0과 1을 맞힌다. $\tanh(\log 2) = 3/5$, $\tanh(\log 3) = 4/5$이고 점수의 차가
# $\log 3$이 되도록 수를 골랐다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One image, and a caption of three words, (1, 0, 1): 1 and 0 are read, 0 and 1 are guessed. $\tanh(\log 2) = 3/5$ and $\tanh(\log 3) = 4/5$, and
# the numbers are chosen so that scores differ by $\log 3$.

# %%
CAPTION = {
    features: [[2]],
    labels_in: {1: [1], 2: [0]},
    labels_out: {1: [0], 2: [1]},
    mask: {1: [1], 2: [1]},
    W_embed: [[log(3) - 2, -log(5) / 2], [log(2), -log(3) / 2]],
    W_proj: [[Rational(1, 5), Rational(-1, 2)]],
    b_proj: [Rational(-1, 5), Rational(1, 2)],
    Wx: [[1, 0], [0, 1]],
    Wh: [[5, 0], [0, 2]],
    b: [-1, 1],
    W_vocab: [[5, 0], [6, 0]],
    b_vocab: [log(3), 0],
}
SMALL = {N: 1, T: 2, D: 1, E: 2, H: 2, V: 2}

LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes=SMALL,
    given=CAPTION,
    show=[
        (h, (0, 0, 0), (1, 0, 0), (2, 0, 0)),
        ("scores", (1, 0, 0)),
        (probs, (1, 0, 0)),
        ("dscores", (1, 0, 0), (2, 0, 0)),
        ("dW_vocab", (0, 0)),
        (dh, (2, 0, 0)),
        (da, (2, 0, 0)),
        (dprev_h, (2, 0, 0)),
        (da, (1, 0, 0)),
        (dx, (1, 0, 0)),
        ("dW_embed", (1, 0), (0, 0)),
        (dprev_h, (1, 0, 0)),
        ("dW_proj", (0, 0)),
    ],
)

# %% [markdown] lang="ko"
# 첫 단계에서 곧바로 온 $\mathrm{dh}^{(1)}$의 첫 원소는 $-5/4$인데, 둘째 단계가 넘겨준 $27/4$가 더해져 부호가 바뀐다. 뒤에 올 단어가 지금의 상태를
# 더 세게 끌어당긴 것이다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# The first entry of $\mathrm{dh}^{(1)}$, which comes from the first word directly, is $-5/4$; the second step hands back $27/4$ and turns its sign. A
# later word pulls the present state harder than the present word does.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify captioning_rnn`으로 확인한다. / Run `yudo verify captioning_rnn`.

# %% [markdown] lang="ko"
# 결과는 RNN을 쓰는 모형의 것이고, 캡션의 길이 $T$가 글자인 채로 증명한다. 코드에서 `cell_type="lstm"`을 고르면 [LSTM](lstm.md)이 RNN의 자리에 들어가고
# 나머지 식은 그대로다.
#
# ## 주의할 입력 {#awkward}
#
# - **단어 둘뿐인 캡션.** 한 단어를 읽고 한 단어를 맞힌다. $T = 1$이라서 단계 사이의 실수는 드러나지 않는다.
# - **모두 `<NULL>`인 캡션.** 마스크가 0이므로 그 이미지는 손실에도 그래디언트에도 들어가지 않는다. 나누는 수 $N$은 그대로다.
# - **되풀이되는 단어.** 같은 행에 여러 번 더해야 한다. 되풀이가 없는 캡션으로는 `+=`의 실수가 드러나지 않는다.
# - **어휘에 없는 번호.** 음수나 V 이상이면 `ValueError`를 낸다.
# - **`<NULL>`이 없는 어휘.** 채운 자리를 알 수 없으므로 만들 때 거절한다.

# %% [markdown] lang="en"
# The results are those of the model with an RNN, and are proven with the length $T$ of captions as a letter. With `cell_type="lstm"` the code has an
# [LSTM](lstm.md) in place of the RNN, and the other formulas stay as they are.
#
# ## Awkward inputs {#awkward}
#
# - **A caption of two words.** One is read and one is guessed. With $T = 1$ mistakes between steps do not show.
# - **A caption of `<NULL>` alone.** Its mask is 0, and the image enters neither the loss nor the gradients. The divisor $N$ stays.
# - **Words that repeat.** A row of the table gets several contributions. Captions without a repeated word do not show what is wrong with `+=`.
# - **Numbers outside the vocabulary.** Below 0, or V and more: a `ValueError`.
# - **A vocabulary without `<NULL>`.** Nobody could tell which places are filled up, so the model refuses it.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 층 안의 실수는 그 층의 페이지에 있다. 여기서는 이음매에서 생기는 실수를 본다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# Mistakes within a layer are on the page of that layer. These happen where layers meet.

# %%
LECTURE.mistake(
    "words-guessed",
    "dW_embed",
    Text(
        "읽은 단어가 아니라 맞힐 단어의 행에 더한다",
        "The rows of the words to be guessed get the gradient, not those of the words that are read",
    ),
    wrong=total(KroneckerDelta(labels_out[s + 1, n], i) * dx[s + 1, n, j], (s, T), (n, N)),
    symptom=Text(
        "캡션을 한 칸 밀어 자르지 않았거나 두 배열을 바꾸었다. 모양이 같아서 오류가 나지 않고, 손실도 0까지 줄 수 있다.",
        "Captions were not shifted by one, or the two arrays were exchanged. The shapes are the same and nothing is raised; the loss may even fall to 0.",
    ),
)

# %%
padded = Example(LAYER, sizes=SMALL, given={**CAPTION, mask: {1: [0], 2: [1]}})

LECTURE.mistake(
    "mask-forgotten",
    "dscores",
    Text("`dscores`에 마스크를 곱하지 않는다", "`dscores` is not multiplied by the mask"),
    wrong=(probs[t, i, j] - onehot[t, i, j]) / N,
    layer=1,
    symptom=Text(
        "길이가 모두 같은 캡션으로는 드러나지 않는다. 학습하면 뒤를 채운 `<NULL>`까지 맞히려 든다.",
        "Captions of one length do not show it. In training the model learns to guess the `<NULL>` that fill up captions, too.",
    ),
    example=padded,
)

# %%
LECTURE.mistake(
    "first-upstream",
    "dW_proj",
    Text(
        "첫 상태의 그래디언트로 `dh0`이 아니라 `dh[:, 0]`을 쓴다",
        "`dh[:, 0]` is taken for the gradient of the first state, in place of `dh0`",
    ),
    wrong=total(features[n, i] * dh[1, n, j], (n, N)),
    symptom=Text(
        "`dh[:, 0]`은 첫 단어의 점수에서 온 것뿐이다. 모양이 같고, 나머지 그래디언트는 모두 옳다.",
        "`dh[:, 0]` is only what comes from the scores of the first word. Its shape is the same, and all other gradients are right.",
    ),
)

# %%
LECTURE.mistake(
    "last-step-only",
    "dW_vocab",
    Text(
        "점수의 가중치에 마지막 단계만 센다",
        "Only the last step counts for the weights that make the scores",
    ),
    wrong=total(h[T, n, i] * dscores[T, n, j], (n, N)),
    symptom=Text(
        "반복문 안에서 `+=`가 아니라 `=`로 썼다. 캡션이 단어 둘뿐이면 드러나지 않는다.",
        "`=` was written inside a loop, in place of `+=`. Captions of two words do not show it.",
    ),
)

# %%
LECTURE.mistake(
    "divided-by-words",
    "loss",
    Text("손실을 N이 아니라 N·T로 나눈다", "The loss is divided by N·T instead of N"),
    wrong=-total(mask[s + 1, n] * log(probs[s + 1, n, labels_out[s + 1, n]]), (s, T), (n, N)) / (N * T),
    symptom=Text(
        "그래디언트까지 함께 나누었다면 수치 미분은 통과한다. 과제에 적힌 손실의 값과 비교해야 드러난다.",
        "If the gradients are divided as well, the numerical gradient agrees. Compare with the loss that the assignment states.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 마스크를 `captions_in != null`로 만든다 | 마지막 단어 다음의 `<NULL>`까지 센다. 손실이 조금 크다. |
# | 표에 `dW_embed[captions_in] += dx`로 더한다 | 되풀이되는 단어의 행에는 마지막 자리의 것만 남는다. |
# | 첫 상태를 0으로 두고 이미지를 쓰지 않는다 | 손실은 줄지만 모든 이미지에 같은 캡션이 달린다. |
# | `sample`에서 정답을 읽는다 | 학습할 때는 훌륭한데 새 이미지에는 정답이 없다. |
# | `captions`의 첫 단어도 맞히게 한다 | `<START>`는 언제나 같아서 배울 것이 없고, 손실만 과제에 적힌 값과 달라진다. |
#
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | the mask is `captions_in != null` | The `<NULL>` after the last word counts, too. The loss is a little too large. |
# | the table gets `dW_embed[captions_in] += dx` | The row of a word that repeats keeps the share of its last place alone. |
# | the first state is 0, and the image is not used | The loss falls, and all images get the same caption. |
# | `sample` reads the answer | Splendid in training; new images have no answer. |
# | the first word of `captions` is to be guessed, too | `<START>` is always the same: nothing is learnt from it, and the loss is not the one that the assignment states. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
W, dx_tied = tensor("W", V, H), tensor("dx", N, H, layer=t)

LECTURE.exercise(
    Text(
        r"단어 벡터의 길이를 $H$로 하고 표 $W$ 하나를 읽을 때와 맞힐 때에 함께 쓰기도 한다(가중치 묶기, weight tying). "
        r"$x^{(t)}_{n,m} = W_{\mathrm{labels\_in}^{(t)}_n,\,m}$이고 점수는 $\sum_m h^{(t)}_{n,m} W_{v,m}$이다. $W_{i,j}$에 대한 그래디언트는 무엇인가?",
        r"Vectors of words may have the length $H$, and one table $W$ may be used both for reading and for guessing (weight tying): "
        r"$x^{(t)}_{n,m} = W_{\mathrm{labels\_in}^{(t)}_n,\,m}$, and the scores are $\sum_m h^{(t)}_{n,m} W_{v,m}$. What is the gradient with respect to $W_{i,j}$?",
    ),
    Text(
        r"""표가 두 곳에 쓰이므로 그래디언트는 더해진다. 읽은 쪽에서는 `dW_embed`, 맞힌 쪽에서는 전치한 `dW_vocab`이 온다.

<1>

첫 항은 읽은 단어의 행에만 있고, 둘째 항은 어휘의 모든 행에 있다. 점수는 모든 단어에 매기기 때문이다.""",
        r"""The table is used in two places, so its gradients add: `dW_embed` from the reading, and `dW_vocab`, transposed, from the guessing.

<1>

The first term has rows for the words that were read; the second has one for every word, because every word gets a score.""",
    ),
    lambda: [
        (
            Derivative(
                total(dx_tied[s + 1, n, m] * W[labels_in[s + 1, n], m], (s, T), (n, N), (m, H))
                + total(
                    dscores[s + 1, n, v] * total(h[s + 1, n, m] * W[v, m], (m, H)), (s, T), (n, N), (v, V)
                ),
                W[i, j],
            ),
            total(KroneckerDelta(labels_in[s + 1, n], i) * dx_tied[s + 1, n, j], (s, T), (n, N))
            + total(dscores[s + 1, n, i] * h[s + 1, n, j], (s, T), (n, N)),
        )
    ],
)

# %%
U = tensor("U", D, H)

LECTURE.exercise(
    Text(
        r"이미지를 첫 상태에만 쓰지 않고 단계마다 보여 주자. 가중합에 $\sum_d \mathrm{features}_{n,d}\, U_{d,m}$을 더하면 $U$에 대한 그래디언트는 무엇인가? "
        r"$\mathrm{dW\_proj}$와 무엇이 다른가?",
        r"Show the image at every step, and not to the first state alone: add $\sum_d \mathrm{features}_{n,d}\, U_{d,m}$ to the weighted sums. What is the gradient "
        r"with respect to $U$? How does it differ from $\mathrm{dW\_proj}$?",
    ),
    Text(
        r"""$U$는 모든 단계의 가중합에 들어가므로 단계마다의 $\mathrm{da}$를 더한다.

<1>

$\mathrm{dW\_proj}$에는 첫 단계가 넘긴 값 하나만 들어가고, 먼 단어의 오차는 단계를 거칠 때마다 약해진다. 여기서는 어느 단어의 오차든 곧바로 이미지에 닿는다.""",
        r"""$U$ enters the weighted sums of all steps, so the $\mathrm{da}$ of all steps are added.

<1>

$\mathrm{dW\_proj}$ has only what the first step hands back, and errors of words far away get weaker with every step. Here the error of every word reaches
the image at once.""",
    ),
    lambda: [
        (
            Derivative(
                total(da[s + 1, n, m] * total(features[n, d] * U[d, m], (d, D)), (s, T), (n, N), (m, H)),
                U[i, j],
            ),
            total(features[n, i] * da[s + 1, n, j], (s, T), (n, N)),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        "과제의 크기 $V = 1004$, $D = 512$, $E = 256$, $H = 512$에서 파라미터는 모두 몇 개인가? 그 가운데 단어마다 따로 있는 것은 얼마나 되는가?",
        "How many parameters are there for the sizes of the assignment, $V = 1004$, $D = 512$, $E = 256$, $H = 512$? How many of them belong to single words?",
    ),
    Text(
        """표, 첫 상태, RNN, 점수의 차례로 더하고 $V$가 붙은 것을 묶는다.

<1>

과제의 크기를 넣는다.

<2>

단어마다 $E + H + 1 = 769$개, 모두 772,076개로 절반이 넘는다. 어휘가 만 단어라면 열에 아홉이 된다.""",
        """Add up the table, the first state, the RNN and the scores, and put together what has a $V$.

<1>

Put in the sizes of the assignment.

<2>

Every word has $E + H + 1 = 769$ of its own, 772,076 in all and more than half. With a vocabulary of ten thousand words it would be nine in ten.""",
    ),
    lambda: [
        (
            V * E + (D * H + H) + (E * H + H * H + H) + (H * V + V),
            V * (E + H + 1) + H * (D + E + H + 2),
        ),
        (
            Add(Integer(1004 * 769), Integer(512 * (512 + 256 + 512 + 2)), evaluate=False),
            Integer(1428460),
        ),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dW_vocab", (1, 0)), ("dW_embed", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 이미지가 첫 상태를 만들고, RNN이 단어를 읽으면서 다음 단어를 맞힌다. 캡션을 한 칸 밀어 `captions[:, :-1]`을 읽고 `captions[:, 1:]`을 맞힌다.
# 2. 새로 미분할 것은 없다. `dscores`가 `dh`를, `dh`가 `da`를, `da`가 `dx`와 `dh0`을 만든다.
# 3. 여러 단계가 함께 쓰는 파라미터의 그래디언트는 단계에 대한 합이다. 표의 행은 그 단어를 읽은 모든 자리의 합이다.
# 4. 이미지에는 첫 단계가 넘긴 `dh0`만 닿는다. `dh[:, 0]`이 아니다.
# 5. 길이가 다른 캡션과 되풀이되는 단어로 검사해야 마스크와 `np.add.at`의 실수가 드러난다.
#
# **더 읽을거리**
#
# - O. Vinyals, A. Toshev, S. Bengio, D. Erhan, [Show and tell: A neural image caption generator](https://arxiv.org/abs/1411.4555), CVPR 2015
# - A. Karpathy, L. Fei-Fei, [Deep visual-semantic alignments for generating image descriptions](https://arxiv.org/abs/1412.2306), CVPR 2015
# - [CS231n의 과제 3](https://cs231n.github.io/assignments2025/assignment3/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The image makes the first state, and an RNN reads words and guesses the next ones. Captions are shifted by one: `captions[:, :-1]` is read,
#    `captions[:, 1:]` is guessed.
# 2. Nothing new is differentiated: `dscores` makes `dh`, `dh` makes `da`, and `da` makes `dx` and `dh0`.
# 3. The gradients of what all steps share are sums over the steps. A row of the table gets the sum over all places where its word was read.
# 4. What reaches the image is `dh0`, handed back by the first step, and not `dh[:, 0]`.
# 5. Check with captions of different lengths, in which words repeat: they show mistakes of the mask and of `np.add.at`.
#
# **Further reading**
#
# - O. Vinyals, A. Toshev, S. Bengio, D. Erhan, [Show and tell: A neural image caption generator](https://arxiv.org/abs/1411.4555), CVPR 2015
# - A. Karpathy, L. Fei-Fei, [Deep visual-semantic alignments for generating image descriptions](https://arxiv.org/abs/1412.2306), CVPR 2015
# - [CS231n's assignment 3](https://cs231n.github.io/assignments2025/assignment3/)
